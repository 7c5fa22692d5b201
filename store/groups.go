package store

import (
	"context"
	"fmt"
	"strconv"

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
	e.Settings = body
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

// Activity returns the number of active members of each of the guild's groups.
func (s *Store) Activity(ctx context.Context, guild *roadmap.Guild) (map[string]int, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	pipe := s.client.Pipeline()
	version := pipe.HGet(ctx, guildKey(guild.ID), "v")
	active := map[string]func() (string, error){}
	for _, g := range guild.Groups {
		active[g.ID] = pipe.HGet(ctx, groupKey(g.Guild, g.ID)+countersKey, "active").Result
	}
	if _, err := pipe.Exec(ctx); err != nil && !isNil(err) {
		return nil, fmt.Errorf("read groups: %w", away(err))
	}
	if v, _ := version.Result(); v != guild.Version {
		s.guilds.drop(guild.ID)
		return nil, roadmap.ErrStale
	}
	out := map[string]int{}
	for id, result := range active {
		n, err := result()
		if err != nil && !isNil(err) {
			return nil, fmt.Errorf("read groups: %w", away(err))
		}
		out[id], _ = strconv.Atoi(n)
	}
	return out, nil
}
