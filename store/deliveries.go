package store

import (
	"context"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"dojang/civil"
	"dojang/store/ledger"
	"dojang/study"
)

// deliveryWeeks is how many past weeks Deliveries reads the digests of.
const deliveryWeeks = 4

// Deliveries returns, by group id, the latest digests of some of the guild's groups and when the
// next one is due.
func (s *Store) Deliveries(ctx context.Context, guild *study.Guild, groups []*study.Group, now time.Time) (map[string]study.Delivery, error) {
	ctx, cancel := s.within(ctx)
	defer cancel()
	pipe := s.client.Pipeline()
	version := pipe.HGet(ctx, ledger.GuildKey(guild.ID), "v")
	weeks := make([][]civil.Date, len(groups))
	digests, due := make([]*redis.SliceCmd, len(groups)), make([]*redis.FloatCmd, len(groups))
	for i, g := range groups {
		fields := []string{"last"}
		for week := g.Calendar.Ended(now); len(fields) <= deliveryWeeks; week = g.Calendar.Before(week) {
			weeks[i], fields = append(weeks[i], week.Name), append(fields, ledger.WeekName(week.Name))
		}
		digests[i] = pipe.HMGet(ctx, ledger.GroupKey(g.Guild, g.ID)+ledger.DigestsKey, fields...)
		due[i] = pipe.ZScore(ctx, dueKey(dueShard(g.Guild)), dueID(g.Guild, g.ID))
	}
	err := s.readDurable(ctx, func() error {
		cmds, _ := pipe.Exec(ctx) // each command has its own error
		for _, cmd := range cmds {
			if err := cmd.Err(); err != nil && !isMissing(err) {
				return wrapUnavailable(err)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read deliveries: %w", err)
	}
	if version.Val() != guild.Version {
		s.guilds.drop(guild.ID)
		return nil, study.ErrStale
	}
	found := map[string]study.Delivery{}
	for i, g := range groups {
		d, err := delivery(weeks[i], digests[i].Val())
		if err != nil {
			return nil, fmt.Errorf("group %s: %w", g.ID, err)
		}
		if at, err := due[i].Result(); err == nil {
			d.Next = time.UnixMilli(int64(at))
		}
		found[g.ID] = d
	}
	return found, nil
}

// delivery parses the week of the last posted digest and the stored digests of the weeks.
func delivery(weeks []civil.Date, values []any) (d study.Delivery, err error) {
	for i, value := range values {
		text, ok := value.(string)
		switch {
		case !ok:
		case i == 0:
			if d.LastPublished, err = parseLastPublished(text); err != nil {
				return d, err
			}
		default:
			digest, err := ledger.DecodeDigest(weeks[i-1], text)
			if err != nil {
				return d, err
			}
			d.Digests = append(d.Digests, digest)
		}
	}
	return d, nil
}
