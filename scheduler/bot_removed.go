package scheduler

import (
	"context"
	"errors"
	"time"

	"dojang/civil"
	"dojang/study"
)

// Guilds is what the scheduler needs of the store for guilds that the bot was
// removed from.
type Guilds interface {
	SaveGroup(ctx context.Context, g *study.Group, op study.Operation) (told civil.Date, err error)
	// Purge deletes all that is stored of the guild, if it is still as it was
	// read; else the error is study.ErrStale.
	Purge(ctx context.Context, guild *study.Guild) error
}

// BotRemoved notes that the bot is no longer in the guild: until it is back nothing
// is posted there, and after [study.KeepRemoved] all that is stored of it is
// deleted.
func (s *Scheduler) BotRemoved(ctx context.Context, guild string) error {
	return s.setRemoved(ctx, guild, s.now())
}

// BotAdded notes that the bot is in the guild.
func (s *Scheduler) BotAdded(ctx context.Context, guild string) error {
	return s.setRemoved(ctx, guild, time.Time{})
}

// mark stores with each of the guild's groups since when the bot is gone; the
// zero time for it is there. A group for which that is known stays as it is.
func (s *Scheduler) setRemoved(ctx context.Context, guild string, gone time.Time) error {
	for {
		current, err := s.store.Current(ctx, guild)
		if err != nil {
			return err
		}
		g := unlike(current, gone)
		if g == nil {
			return nil
		}
		g.RemovedAt = gone
		op := study.Operation{ID: "presence " + g.ID + " " + g.Version, Now: s.now(), Actor: "0", Member: "0", Groups: study.AnyGroups}
		_, err = s.store.SaveGroup(ctx, g, op)
		if errors.Is(err, study.ErrStale) {
			continue
		}
		if err != nil {
			return err
		}
		s.log.Info("the bot's presence has changed", "guild", guild, "group", g.ID, "gone", !gone.IsZero())
	}
}

// unlike returns a copy of a group of which something else is stored than
// whether the bot is gone; nil if there is none.
func unlike(guild *study.Guild, gone time.Time) *study.Group {
	for _, g := range guild.Groups {
		if g.RemovedAt.IsZero() != gone.IsZero() {
			changed := *g
			return &changed
		}
	}
	return nil
}

// expelled reports whether the bot certainly is not in the guild any more, after
// something could not be posted there.
func (s *Scheduler) expelled(ctx context.Context, guild string, p *Problem) bool {
	if p.Code != "channel" && p.Code != "permission" {
		return false
	}
	gone, err := s.members.IsBotRemoved(ctx, guild)
	return err == nil && gone
}

// seek looks whether the bot is back in the guild of a group that it is gone
// from, and returns when to look at the group again. That Discord does not answer says
// nothing either way.
func (s *Scheduler) seek(ctx context.Context, guild *study.Guild, g *study.Group) (time.Time, error) {
	now := s.now()
	gone, err := s.members.IsBotRemoved(ctx, guild.ID)
	switch {
	case err != nil:
		s.log.Debug("it is not known whether the bot is back", "guild", guild.ID, "error", err)
	case !gone:
		return now, s.BotAdded(ctx, guild.ID) // at once: the digest may be due
	case guild.Err == nil && now.Sub(g.RemovedAt) >= study.KeepRemoved:
		if err := s.store.Purge(ctx, guild); err == nil {
			s.log.Info("all that was stored of a server is deleted, which the bot was removed from", "guild", guild.ID)
			return time.Time{}, nil
		} else if !errors.Is(err, study.ErrStale) {
			return time.Time{}, err
		}
	}
	return g.NextReturnCheck(now), nil
}
