package scheduler

import (
	"context"
	"time"

	"dojang/view"
)

// Members finds out who is still in a server.
type Members interface {
	// Left reports whether the user certainly is no member of the guild.
	Left(ctx context.Context, guild, user string) (bool, error)
	// IsBotRemoved reports whether the bot itself certainly is not in the guild.
	IsBotRemoved(ctx context.Context, guild string) (bool, error)
}

// Bounds of looking for members who have left the server. It is of no hurry, and
// Discord allows a bot few requests: where many digests are due, most groups
// wait for another week.
const (
	lookups      = 25 // members of a group that are looked up each week
	lookupEvery  = 200 * time.Millisecond
	lookupBurst  = 4 * lookups
	lookupWithin = 10 * time.Second
)

// leavers takes those out of the group who have left the server, as if they had
// left the group and kept their record: they are on no board any more, their
// posts stay, and whoever is back finds all as it was. Each week it is the turn
// of others, so that all come round. What cannot be found out waits.
func (s *Scheduler) leavers(ctx context.Context, o order) error {
	const week = 7 * 24 * time.Hour
	users, err := s.store.MembersInTurn(ctx, o.group, o.act(s.now()), lookups, int(o.week.Start.UnixMilli()/week.Milliseconds()))
	if err != nil {
		return err
	}
	asking, cancel := context.WithTimeout(ctx, lookupWithin)
	defer cancel()
	for _, user := range users {
		if !s.lookups.AllowN(s.now(), 1) {
			return nil
		}
		left, err := s.members.Left(asking, o.group.Guild, user)
		if err != nil {
			s.log.Debug("it is not known whether a member has left", "guild", o.group.Guild, "error", err)
			return nil
		}
		if !left {
			continue
		}
		op := o.act(s.now())
		op.ID, op.Member = op.ID+" without "+user, user
		if err := s.store.Leave(ctx, o.group, op, false); err != nil && view.AsRefusal(err) == nil {
			return err
		}
		s.log.Info("a member has left the server", "guild", o.group.Guild, "group", o.group.ID)
	}
	return nil
}
