package commands

import (
	"context"

	"dojang/roadmap"
	"dojang/view"
)

// Digests makes and posts digests.
type Digests interface {
	// Preview returns the digest of the running week as it stands.
	Preview(ctx context.Context, g *roadmap.Group, act roadmap.Act) (view.Digest, error)
	// Send posts the digest of the last ended week, unless it was posted
	// before, and returns what is stored of it.
	Send(ctx context.Context, g *roadmap.Group, act roadmap.Act) (d roadmap.Digest, before bool, err error)
}

// digest previews the weekly digest and posts it out of its turn.
func digest(digests Digests) Command {
	return Command{
		Name: "digest",
		Sub: []Command{{
			Name:     "preview",
			Managers: true,
			Private:  always,
			Options:  []Option{groupOption(completeGroup)},
			Run: func(ctx context.Context, r *Request) (Reply, error) {
				g, groups, err := r.Group()
				if err != nil {
					return Reply{}, err
				}
				d, err := digests.Preview(ctx, g, r.Act(groups))
				if err != nil {
					return Reply{}, err
				}
				return private(r.Print.In(g.Language).Digest(d)), nil
			},
		}, {
			Name:     "send",
			Managers: true,
			Private:  always,
			Options:  []Option{groupOption(completeGroup)},
			Run: func(ctx context.Context, r *Request) (Reply, error) {
				g, groups, err := r.Group()
				if err != nil {
					return Reply{}, err
				}
				if g.State != roadmap.Active {
					return Reply{}, roadmap.Refuse("digest.paused", "group", g.Name)
				}
				d, before, err := digests.Send(ctx, g, r.Act(groups))
				if err != nil {
					return Reply{}, err
				}
				return private(r.Print.Sent(g, d, before)), nil
			},
		}},
	}
}
