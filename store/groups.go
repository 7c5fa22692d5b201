package store

import (
	"context"
	"fmt"
	"strconv"

	"github.com/redis/go-redis/v9"

	"dojang/roadmap"
)

var settingsScript = changing("settings")

// SaveGroup stores a group that the act made or changed; g is as it is to be,
// at the version that it was made from. The due time of its digest is put in
// order first: a due entry without a group is dropped when it comes up, a
// group without one would never post.
func (s *Store) SaveGroup(ctx context.Context, g *roadmap.Group, act roadmap.Act) error {
	if err := s.schedule(ctx, g, act.Now); err != nil {
		return err
	}
	body, err := encodeGroup(g)
	if err != nil {
		return fmt.Errorf("encode group: %w", err)
	}
	e := newEvent(eventGroup, g.ID, act)
	e.Member, e.Name, e.Settings = "", "", body
	lines, err := s.change(ctx, settingsScript, g, act, e, string(body))
	if err != nil {
		return err
	}
	if lines.status() != "ok" || len(lines) != 2 {
		return lines.unexpected("group")
	}
	s.guilds.replace(g, lines[1])
	return nil
}

// Activity returns how many active members each of the guild's groups has, and
// the ids of the groups that the user is in.
func (s *Store) Activity(ctx context.Context, guild *roadmap.Guild, user string) (active map[string]int, groups string, err error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	pipe := s.client.Pipeline()
	version := pipe.HGet(ctx, guildKey(guild.ID), "v")
	mine := pipe.HGet(ctx, userKey(guild.ID, user), "groups")
	counts := map[string]*redis.StringCmd{}
	for _, g := range guild.Groups {
		counts[g.ID] = pipe.HGet(ctx, groupKey(g.Guild, g.ID)+countersKey, "active")
	}
	if _, err := pipe.Exec(ctx); err != nil && !isNil(err) {
		return nil, "", fmt.Errorf("read groups: %w", away(err))
	}
	if version.Val() != guild.Version {
		s.guilds.drop(guild.ID)
		return nil, "", roadmap.ErrStale
	}
	active = map[string]int{}
	for id, count := range counts {
		active[id], _ = strconv.Atoi(count.Val()) // none for a group that nobody has joined
	}
	return active, mine.Val(), nil
}
