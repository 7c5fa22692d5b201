package commands

import (
	"context"

	"github.com/bwmarrin/discordgo"

	"dojang/roadmap"
)

type overviewer interface {
	Overview(ctx context.Context, g *roadmap.Group, act roadmap.Act) (*roadmap.Overview, error)
}

// progress shows how far a member has come.
func progress(store overviewer) Command {
	return Command{
		Name:    "progress",
		Private: func(r *Request) bool { return !r.On("show") },
		Options: []Option{
			{Name: "member", Type: discordgo.ApplicationCommandOptionUser},
			{Name: "show", Type: discordgo.ApplicationCommandOptionBoolean},
			groupOption(completeGroup),
		},
		Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, groups, err := r.Group()
			if err != nil {
				return Reply{}, err
			}
			act := r.Act(groups)
			if user := r.Text("member"); user != "" && user != act.Member {
				act.Member, act.Name, act.Groups = user, r.nameOf(user), roadmap.AnyGroups
			}
			o, err := store.Overview(ctx, g, act)
			if err != nil {
				return Reply{}, err
			}
			if o.Record.Member.Joined.IsZero() && act.Member != r.User() {
				return Reply{}, roadmap.Refuse("member.other", "name", act.Name)
			}
			if o.Record.Member.Hidden && (r.On("show") || act.Member != r.User()) {
				o.Place = 0
			}
			return Reply{Message: new(r.Print.Progress(g, o, act.Name, r.Now)), Private: !r.On("show")}, nil
		},
	}
}

// nameOf is what the guild calls a user who was given as an option.
func (r *Request) nameOf(user string) string {
	m := r.From.Data.Resolved.Members[user]
	m.User = r.From.Data.Resolved.Users[user]
	if m.User.ID == "" {
		m.User.ID = user
	}
	return m.name()
}
