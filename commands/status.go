package commands

import (
	"context"
	"slices"

	"dojang/commands/option"
	"dojang/commands/router"
	"dojang/study"
	"dojang/view"
)

// Channels reads and tests what the bot may do in channels.
type Channels interface {
	// Access returns what the bot may do in a channel of the guild.
	Access(ctx context.Context, guild, channel string) view.Access
	// Try posts a message to a channel and deletes it at once. problem is the code for why
	// it could not be posted, as with digests. stayed is the id of the message if it could
	// not be deleted.
	Try(ctx context.Context, channel string, m view.Message, nonce string) (problem, stayed string, err error)
}

// Vitals is the state of the bot and of its store.
type Vitals = view.Vitals

// status shows managers the state of a group's digests and how to fix problems.
func status(groups Groups, channels Channels, vitals func(context.Context) (Vitals, error)) router.Command {
	return router.Command{
		Name:     "status",
		Managers: true,
		Group:    router.ReadableGroup,
		Private:  router.Always,
		Options:  []router.Option{option.Group()},
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			g := r.Group
			if r.ChosenByMembership() { // Deliveries compares the guild only, not the caller's groups
				if err := r.EnsureFresh(ctx); err != nil {
					return router.Reply{}, err
				}
			}
			found, err := groups.Deliveries(ctx, r.Guild, []*study.Group{g}, r.Now)
			if err != nil {
				return router.Reply{}, err
			}
			s := view.Status{Group: g, Now: r.Now, Delivery: found[g.ID], Access: channels.Access(ctx, g.Guild, g.Channel)}
			if s.Vitals, err = vitals(ctx); err != nil {
				return router.Reply{}, err
			}
			reply := router.Private(r.Print.Status(s))
			reply.SkipWarnings = true
			return reply, nil
		},
	}
}

// warnOfStuckDigests returns a warning that names the groups whose digests could not be
// posted.
func warnOfStuckDigests(store Store) func(context.Context, *router.Request) (string, error) {
	return func(ctx context.Context, r *router.Request) (string, error) {
		guild, _, err := store.Guild(ctx, r.From.GuildID, r.User())
		if err != nil || len(guild.Groups) == 0 {
			return "", err
		}
		found, err := store.Deliveries(ctx, guild, guild.Groups, r.Now)
		if err != nil {
			return "", err
		}
		stuck := slices.DeleteFunc(slices.Clone(guild.Groups), func(g *study.Group) bool { return found[g.ID].Stuck(g, r.Now) == nil })
		if len(stuck) == 0 {
			return "", nil
		}
		return r.Print.Stuck(stuck), nil
	}
}
