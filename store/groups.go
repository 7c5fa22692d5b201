package store

import (
	"context"
	"fmt"
	"strconv"

	"github.com/redis/go-redis/v9"

	"dojang/civil"
	"dojang/store/ledger"
	"dojang/study"
)

// SaveGroup stores g, a new group or one with other settings. g.Version is the version of the
// guild that g was derived from. SaveGroup returns the week of the group's last posted digest,
// the zero Date if there is none.
//
// The due time of the next digest is stored first. A due entry without a group is dropped when
// it comes up, but a group without a due entry would never post.
func (s *Store) SaveGroup(ctx context.Context, g *study.Group, op study.Operation) (lastPublished civil.Date, err error) {
	lastPublished, _, err = s.saveGroup(ctx, g, op, false)
	return lastPublished, err
}

// SaveUntouched is SaveGroup for a group that has no member and no digest yet. If it has one,
// nothing is stored and untouched is false.
func (s *Store) SaveUntouched(ctx context.Context, g *study.Group, op study.Operation) (untouched bool, err error) {
	_, untouched, err = s.saveGroup(ctx, g, op, true)
	return untouched, err
}

func (s *Store) saveGroup(ctx context.Context, g *study.Group, op study.Operation, untouched bool) (lastPublished civil.Date, saved bool, err error) {
	if err := s.schedule(ctx, g, op.Now); err != nil {
		return lastPublished, false, err
	}
	body, err := ledger.EncodeGroup(g)
	if err != nil {
		return lastPublished, false, fmt.Errorf("encode group: %w", err)
	}
	e := ledger.NewEvent(ledger.EventGroup, g.ID, op)
	e.Member, e.Name, e.Settings = "", "", body
	lines, err := s.change(ctx, saveGroupScript, g, op, e, string(body), boolArg(untouched))
	if err != nil {
		return lastPublished, false, err
	}
	if lines.status() == "touched" {
		return lastPublished, false, nil
	}
	if lines.status() != "ok" || len(lines) != 3 {
		return lastPublished, false, lines.unexpected("group")
	}
	s.guilds.replace(g, lines[1])
	lastPublished, err = parseLastPublished(lines[2])
	return lastPublished, true, err
}

// parseLastPublished parses the week of a group's last posted digest; "" is none.
func parseLastPublished(name string) (civil.Date, error) {
	if name == "" {
		return civil.Date{}, nil
	}
	week, err := ledger.WeekDate(name)
	if err != nil {
		return week, fmt.Errorf("last digest: %w", err)
	}
	return week, nil
}

// Activity returns the number of members and the last digest of each of the guild's groups, by
// id, and the ids of the groups that the user is in.
func (s *Store) Activity(ctx context.Context, guild *study.Guild, user string) (activity map[string]study.Activity, groups string, err error) {
	ctx, cancel := s.within(ctx)
	defer cancel()
	pipe := s.client.Pipeline()
	version := pipe.HGet(ctx, ledger.GuildKey(guild.ID), "v")
	mine := pipe.HGet(ctx, ledger.UserKey(guild.ID, user), "groups")
	active, last := map[string]*redis.StringCmd{}, map[string]*redis.StringCmd{}
	for _, g := range guild.Groups {
		active[g.ID] = pipe.HGet(ctx, ledger.GroupKey(g.Guild, g.ID)+ledger.CountersKey, "active")
		last[g.ID] = pipe.HGet(ctx, ledger.GroupKey(g.Guild, g.ID)+ledger.DigestsKey, "last")
	}
	err = s.readDurable(ctx, func() error {
		_, err := pipe.Exec(ctx)
		return wrapUnavailable(err)
	})
	if err != nil && !isMissing(err) {
		return nil, "", fmt.Errorf("read groups: %w", err)
	}
	if version.Val() != guild.Version {
		s.guilds.drop(guild.ID)
		return nil, "", study.ErrStale
	}
	activity = map[string]study.Activity{}
	for _, g := range guild.Groups {
		lastPublished, err := parseLastPublished(last[g.ID].Val())
		if err != nil {
			return nil, "", fmt.Errorf("group %s: %w", g.ID, err)
		}
		members, _ := strconv.Atoi(active[g.ID].Val()) // none for a group that nobody has joined
		activity[g.ID] = study.Activity{Members: members, LastPublished: lastPublished}
	}
	return activity, mine.Val(), nil
}
