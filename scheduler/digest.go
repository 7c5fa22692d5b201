package scheduler

import (
	"context"
	"errors"
	"slices"
	"time"

	"dojang/roadmap"
	"dojang/view"
)

// Digests is what the scheduler needs of the store to make a digest and to
// keep how far it has come.
type Digests interface {
	Guilds
	Current(ctx context.Context, guild string) (*roadmap.Guild, error)
	Digest(ctx context.Context, g *roadmap.Group, week roadmap.Date) (roadmap.Digest, error)
	SaveDigest(ctx context.Context, g *roadmap.Group, d *roadmap.Digest, act roadmap.Act) error
	// Turn returns up to many active members, others with each turn.
	MembersInTurn(ctx context.Context, g *roadmap.Group, act roadmap.Act, many, turn int) ([]string, error)
	Leave(ctx context.Context, g *roadmap.Group, act roadmap.Act, erase bool) error
	// Trim drops what is kept of the group and needed no longer.
	Trim(ctx context.Context, g *roadmap.Group, now time.Time) error
	Tally(ctx context.Context, g *roadmap.Group, act roadmap.Act, week roadmap.Week, places, posts int) (*roadmap.Tally, error)
	Focus(ctx context.Context, g *roadmap.Group, act roadmap.Act, sections, items []string, posts int) ([]roadmap.Begun, []roadmap.Post, error)
}

// Bounds of what a digest says about the group's focus.
const (
	focusItems = 60 // items that posts are looked for on
	focusPosts = 3  // posts to read
)

// gather reads what the digest of a week tells, in two round trips; more where
// several weeks are to be corrected.
func (s *Scheduler) gather(ctx context.Context, g *roadmap.Group, act roadmap.Act, week roadmap.Week) (view.Digest, error) {
	d := view.Digest{Group: g}
	var err error
	if d.Tally, err = s.store.Tally(ctx, g, act, week, roadmap.DigestPlaces, view.DigestPosts); err != nil {
		return d, err
	}
	var more bool
	d.Focus.Focus, more = g.Roadmap.Focus(func(item string) int { return d.Tally.Counts[item] }, d.Tally.Active)
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
	begun, posts, err := s.store.Focus(ctx, g, act, sections, items, 1)
	if err != nil {
		return d, err
	}
	d.Focus.Begun = begun
	slices.SortStableFunc(posts, func(a, b roadmap.Post) int { return b.At.Compare(a.At) })
	for _, post := range posts {
		known := slices.ContainsFunc(d.Focus.Posts, func(p roadmap.Post) bool { return p.ID == post.ID })
		if !known && len(d.Focus.Posts) < focusPosts {
			d.Focus.Posts = append(d.Focus.Posts, post)
		}
	}
	return d, nil
}

// Preview returns the digest of the running week as it stands.
func (s *Scheduler) Preview(ctx context.Context, g *roadmap.Group, act roadmap.Act) (view.Digest, error) {
	d, err := s.gather(ctx, g, act, g.Calendar.Week(act.Now))
	d.Preview = true
	return d, err
}

// Send posts the digest of the last ended week out of its turn, unless it was
// posted before; then before is set. A problem with the channel is refused
// with "digest.problem".
func (s *Scheduler) Send(ctx context.Context, g *roadmap.Group, act roadmap.Act) (d roadmap.Digest, before bool, err error) {
	d, by, err := s.deliver(ctx, order{group: g, week: g.Calendar.Ended(act.Now), due: s.now()})
	var problem *Problem
	if errors.As(err, &problem) {
		return d, false, roadmap.Refuse("digest.problem", "problem", problem.Code)
	}
	return d, by == theirs, err
}
