package scheduler

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"time"

	"dojang/civil"
	"dojang/refusal"
	"dojang/study"
	"dojang/view"
)

// Digests is the part of the store with which the scheduler renders digests and records
// their state.
type Digests interface {
	Guilds
	Current(ctx context.Context, guild string) (*study.Guild, error)
	Digest(ctx context.Context, g *study.Group, week civil.Date) (study.Digest, error)
	SaveDigest(ctx context.Context, g *study.Group, d *study.Digest, op study.Operation) error
	// MembersInTurn returns up to many active members, different ones for each turn.
	MembersInTurn(ctx context.Context, g *study.Group, op study.Operation, many, turn int) ([]string, error)
	Leave(ctx context.Context, g *study.Group, op study.Operation, erase bool) error
	// Trim deletes stored data of the group that is no longer needed.
	Trim(ctx context.Context, g *study.Group, now time.Time) error
	WeekSummary(ctx context.Context, g *study.Group, op study.Operation, week study.Week, places, posts int) (*study.WeekSummary, error)
	Focus(ctx context.Context, g *study.Group, op study.Operation, sections, items []string, posts int) ([]study.Begun, []study.Post, error)
}

// Limits of the group's focus in a digest.
const (
	focusItems = 60 // items whose posts are considered
	focusPosts = 3  // posts that are recommended
)

// gather reads the contents of the digest of a week. It takes two round trips, and more
// if several weeks have corrections.
func (s *Scheduler) gather(ctx context.Context, g *study.Group, op study.Operation, week study.Week) (view.Digest, error) {
	d := view.Digest{Group: g}
	var err error
	if d.Summary, err = s.store.WeekSummary(ctx, g, op, week, study.DigestRanks, view.DigestPosts); err != nil {
		return d, err
	}
	var more bool
	d.Focus.Focus, more = g.Roadmap.Focus(func(item string) int { return d.Summary.Counts[item] }, d.Summary.Active)
	d.Focus.Done = !more
	var sections, items []string
	for _, section := range d.Focus.Sections {
		sections = append(sections, section.Section.ID)
		for _, item := range section.Section.Items {
			if len(items) < focusItems {
				items = append(items, item.ID)
			}
		}
	}
	begun, posts, err := s.store.Focus(ctx, g, op, sections, items, 1)
	if err != nil {
		return d, err
	}
	d.Focus.Begun = begun
	slices.SortStableFunc(posts, func(a, b study.Post) int { return b.At.Compare(a.At) })
	for _, post := range posts {
		known := slices.ContainsFunc(d.Focus.Posts, func(p study.Post) bool { return p.ID == post.ID })
		if !known && len(d.Focus.Posts) < focusPosts {
			d.Focus.Posts = append(d.Focus.Posts, post)
		}
	}
	return d, nil
}

// Preview returns the digest of the current week as of now.
func (s *Scheduler) Preview(ctx context.Context, g *study.Group, op study.Operation) (view.Digest, error) {
	d, err := s.gather(ctx, g, op, g.Calendar.Week(op.Now))
	d.Preview = true
	return d, err
}

// Send posts the digest of the last week that has ended, outside its schedule. If it
// was posted or skipped before, Send posts nothing and before is true.
//
// The group is claimed meanwhile. If the digest cannot be posted now, it is tried again like
// one that came due by itself. That is refused with "digest.later" if Discord does not
// answer, and with "digest.problem" if somebody has to do something.
func (s *Scheduler) Send(ctx context.Context, g *study.Group, op study.Operation) (d study.Digest, before bool, err error) {
	claim, err := s.queue.ClaimGroup(ctx, g, s.now(), rand.Text(), lease)
	if err != nil {
		return d, false, err
	}
	next := claim.Due
	d, by, err := s.deliver(ctx, job{group: g, week: g.Calendar.Ended(op.Now), due: s.now()})
	var problem *Problem
	switch {
	case errors.As(err, &problem):
		now := s.now()
		if again := now.Add(problem.delay(d.Tries)); next.IsZero() || again.Before(next) {
			next = again
		}
		err = refusal.New("digest.problem", "problem", problem.Code)
		if problem.Code == "unreachable" {
			err = refusal.New("digest.later")
		}
	case err != nil && !errors.Is(err, errIdle):
		return d, false, err // the lease ends, and somebody goes on with it
	}
	if released := s.queue.Release(ctx, claim, next); released != nil {
		s.log.Warn("a digest's claim is left to its lease", "guild", g.Guild, "group", g.ID, "error", released)
	}
	return d, by == theirs, err
}
