package scheduler

import (
	"context"
	"errors"
	"time"

	"dojang/civil"
	"dojang/study"
)

// Guilds is the part of the store with which the scheduler handles guilds that the bot
// was removed from.
type Guilds interface {
	SaveGroup(ctx context.Context, g *study.Group, op study.Operation) (lastDigest civil.Date, err error)
	// Purge deletes everything stored of the guild. If the guild has changed since it
	// was read, Purge deletes nothing and returns study.ErrStale.
	Purge(ctx context.Context, guild *study.Guild) error
}

// BotRemoved records that the bot is no longer in the guild. Nothing is posted there
// until the bot is back. After [study.KeepRemoved] everything stored of the guild is
// deleted.
func (s *Scheduler) BotRemoved(ctx context.Context, guild string) error {
	return s.setRemoved(ctx, guild, s.now())
}

// BotAdded records that the bot is in the guild.
func (s *Scheduler) BotAdded(ctx context.Context, guild string) error {
	return s.setRemoved(ctx, guild, time.Time{})
}

// setRemoved records for each group of the guild when the bot was removed; the zero
// time means that the bot is there. Groups whose presence is already recorded are left
// unchanged.
func (s *Scheduler) setRemoved(ctx context.Context, guild string, removed time.Time) error {
	for {
		current, err := s.store.Current(ctx, guild)
		if err != nil {
			return err
		}
		g := groupToUpdate(current, removed)
		if g == nil {
			return nil
		}
		g.RemovedAt = removed
		op := study.Operation{ID: "presence " + g.ID + " " + g.Version, Now: s.now(), Actor: "0", Member: "0", Groups: study.AnyGroups}
		_, err = s.store.SaveGroup(ctx, g, op)
		if errors.Is(err, study.ErrStale) {
			continue
		}
		if err != nil {
			return err
		}
		s.log.Info("the bot's presence has changed", "guild", guild, "group", g.ID, "gone", !removed.IsZero())
	}
}

// groupToUpdate returns a copy of the first group whose recorded presence of the bot
// differs from removed, or nil if there is none.
func groupToUpdate(guild *study.Guild, removed time.Time) *study.Group {
	for _, g := range guild.Groups {
		if g.RemovedAt.IsZero() != removed.IsZero() {
			changed := *g
			return &changed
		}
	}
	return nil
}

// isBotRemoved reports whether the bot certainly is no longer in the guild, given why
// something could not be posted there. If Discord does not answer, it returns false.
func (s *Scheduler) isBotRemoved(ctx context.Context, guild string, p *Problem) bool {
	if p.Code != "channel" && p.Code != "permission" {
		return false
	}
	removed, err := s.members.IsBotRemoved(ctx, guild)
	return err == nil && removed
}

// checkReturn checks whether the bot is back in the guild of a group, and returns when
// to check again. If Discord does not answer, nothing is assumed either way. Once the bot
// has been removed for [study.KeepRemoved], the guild is purged.
func (s *Scheduler) checkReturn(ctx context.Context, guild *study.Guild, g *study.Group) (time.Time, error) {
	now := s.now()
	removed, err := s.members.IsBotRemoved(ctx, guild.ID)
	switch {
	case err != nil:
		s.log.Debug("it is not known whether the bot is back", "guild", guild.ID, "error", err)
	case !removed:
		return now, s.BotAdded(ctx, guild.ID) // check at once, because the digest may be due
	case guild.Err == nil && now.Sub(g.RemovedAt) >= study.KeepRemoved:
		if err := s.store.Purge(ctx, guild); err == nil {
			s.log.Info("deleted the data of a server that the bot was removed from", "guild", guild.ID)
			return time.Time{}, nil
		} else if !errors.Is(err, study.ErrStale) {
			return time.Time{}, err
		}
	}
	return g.NextReturnCheck(now), nil
}
