package scheduler

import (
	"context"
	"time"

	"dojang/view"
)

// Members looks up who is still in a server.
type Members interface {
	// Left reports whether the user certainly is not a member of the guild.
	Left(ctx context.Context, guild, user string) (bool, error)
	// IsBotRemoved reports whether the bot itself certainly is not in the guild.
	IsBotRemoved(ctx context.Context, guild string) (bool, error)
}

// Limits for looking up members who may have left the server. This is not urgent, and
// Discord allows a bot few requests. When many digests are due, most groups wait for
// another week.
const (
	lookupsPerWeek = 25 // members of one group
	lookupEvery    = 200 * time.Millisecond
	lookupBurst    = 4 * lookupsPerWeek
	lookupTimeout  = 10 * time.Second
)

// removeLeavers removes members from the group who have left the server, as if they had
// left the group and kept their record. They disappear from the boards, and their posts
// stay. If they come back, they find everything as it was. Each week other members are
// looked up, so everyone's turn comes. A member whose lookup fails is looked up another
// time.
func (s *Scheduler) removeLeavers(ctx context.Context, j job) error {
	const week = 7 * 24 * time.Hour
	users, err := s.store.MembersInTurn(ctx, j.group, j.operation(s.now()), lookupsPerWeek, int(j.week.Start.UnixMilli()/week.Milliseconds()))
	if err != nil {
		return err
	}
	asking, cancel := context.WithTimeout(ctx, lookupTimeout)
	defer cancel()
	for _, user := range users {
		if !s.lookupLimiter.AllowN(s.now(), 1) {
			return nil
		}
		left, err := s.members.Left(asking, j.group.Guild, user)
		if err != nil {
			s.log.Debug("it is not known whether a member has left", "guild", j.group.Guild, "error", err)
			return nil
		}
		if !left {
			continue
		}
		op := j.operation(s.now())
		op.ID, op.Member = op.ID+" without "+user, user
		if err := s.store.Leave(ctx, j.group, op, false); err != nil && view.AsRefusal(err) == nil {
			return err
		}
		s.log.Info("a member has left the server", "guild", j.group.Guild, "group", j.group.ID)
	}
	return nil
}
