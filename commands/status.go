package commands

import (
	"context"
	"time"

	"dojang/roadmap"
	"dojang/view"
)

// Channels finds out what the bot may do in channels.
type Channels interface {
	// Access returns what the bot may do in a channel of the guild.
	Access(ctx context.Context, guild, channel string) view.Access
	// Try posts a message to a channel and deletes it at once. problem is why it
	// could not be posted, with the codes that digests have; stayed is the
	// message if it could not be deleted.
	Try(ctx context.Context, channel string, m view.Message, nonce string) (problem, stayed string, err error)
}

// Vitals is the state of the bot and of its store.
type Vitals = view.Vitals

type deliveries interface {
	// Deliveries returns how the digests of some of the guild's groups have
	// fared, by the group's id. If the guild has changed, the error is
	// [roadmap.ErrStale].
	Deliveries(ctx context.Context, guild *roadmap.Guild, groups []*roadmap.Group, now time.Time) (map[string]roadmap.Delivery, error)
}

// status tells managers how a group's digests fare, and what to do.
func status(store deliveries, channels Channels, vitals func(context.Context) (Vitals, error)) Command {
	return Command{
		Name:     "status",
		Managers: true,
		Private:  always,
		Options:  []Option{groupOption(completeGroup)},
		Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, groups, err := r.Group()
			if err != nil {
				return Reply{}, err
			}
			if groups != roadmap.AnyGroups {
				if err := r.Confirm(ctx); err != nil {
					return Reply{}, err
				}
			}
			found, err := store.Deliveries(ctx, r.Guild, []*roadmap.Group{g}, r.Now)
			if err != nil {
				return Reply{}, err
			}
			s := view.Status{Group: g, Now: r.Now, Delivery: found[g.ID], Access: channels.Access(ctx, g.Guild, g.Channel)}
			if s.Vitals, err = vitals(ctx); err != nil {
				return Reply{}, err
			}
			reply := private(r.Print.Status(s))
			reply.Candid = true
			return reply, nil
		},
	}
}

// warn tells a manager, below a private reply, of digests that could not be
// posted. It is no part of what was asked for: where it cannot be found out,
// the reply stays as it is.
func (r *Router) warn(ctx context.Context, in *Interaction, p view.Printer, reply *Reply) {
	req := &Request{From: in, Now: in.Made()}
	if in.GuildID == "" || !req.Manager() || !reply.Private || reply.Message == nil || reply.Candid {
		return
	}
	guild, _, err := r.store.Guild(ctx, in.GuildID, req.User())
	if err != nil || len(guild.Groups) == 0 {
		return
	}
	found, err := r.store.Deliveries(ctx, guild, guild.Groups, req.Now)
	if err != nil {
		return
	}
	stuck := keep(guild.Groups, func(g *roadmap.Group) bool { return found[g.ID].Stuck(g, req.Now) != nil })
	if len(stuck) > 0 {
		reply.Message = new(reply.Message.With(p.Stuck(stuck)))
	}
}
