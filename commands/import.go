package commands

import (
	"context"
	"strconv"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"dojang/roadmap"
	"dojang/view"
)

// importer is what an import needs of the store.
type importer interface {
	overviewer
	postLister
	enterer
}

// importChecklist takes in a member's own checklist. Its preview keeps no state
// but the message itself: the file is read again at each click, from where
// Discord has it.
func importChecklist(store importer) Command {
	turn := func(ctx context.Context, r *Request) (Reply, error) {
		page, err := r.offset(3)
		if err != nil {
			return Reply{}, err
		}
		m, err := r.reimport(ctx, store, view.Import{Page: page})
		if err != nil {
			return Reply{}, err
		}
		return replace(r.Print.Import(m)), nil
	}
	return Command{
		Name:    "import",
		Private: always,
		Options: []Option{
			fileOption(),
			{Name: "blog", Type: discordgo.ApplicationCommandOptionString},
			{Name: "apply", Type: discordgo.ApplicationCommandOptionBoolean},
			groupOption(completeGroup),
		},
		Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, groups, err := r.Open()
			if err != nil {
				return Reply{}, err
			}
			file, err := r.File(ctx, "file")
			if err != nil {
				return Reply{}, err
			}
			m, err := r.intake(ctx, store, view.Import{Group: g, Blog: r.Raw("blog")}, file, groups)
			switch {
			case err != nil:
				return Reply{}, err
			case r.On("apply"):
				done, err := r.takeIn(ctx, store, m, groups)
				return private(done), err
			}
			return private(r.Print.Import(m)), nil
		},
		Actions: []Action{
			inPlace("import-page", 4, turn),
			inPlace("import-guess", 4, turn),
			inPlace("import-apply", 3, func(ctx context.Context, r *Request) (Reply, error) {
				m, err := r.reimport(ctx, store, view.Import{})
				if err != nil {
					return Reply{}, err
				}
				done, err := r.takeIn(ctx, store, m, roadmap.AnyGroups)
				return replace(done), err
			}),
			inPlace("import-blogged", 3, func(ctx context.Context, r *Request) (Reply, error) {
				m, err := r.reimport(ctx, store, view.Import{Blog: r.Form["blog"]})
				if err != nil {
					return Reply{}, err
				}
				return replace(r.Print.Import(m)), nil
			}),
			{Name: "import-blog", Args: 3, Modal: true, Run: func(ctx context.Context, r *Request) (Reply, error) {
				picks, err := view.ParsePicks(r.Args[2])
				if err != nil {
					return Reply{}, roadmap.Refuse("button.old")
				}
				modal := r.Print.BlogModal(r.Args[0], r.Args[1], picks)
				return Reply{Modal: &modal}, nil
			}},
		},
	}
}

// memberPosts is how many of a member's newest posts are compared with those in
// a checklist.
const memberPosts = 5000

// intake finds out what the file comes to, for the group, blog and picks of m.
func (r *Request) intake(ctx context.Context, store importer, m view.Import, file File, groups string) (view.Import, error) {
	if m.File = file.URL; utf8.RuneCountInString(m.File) > view.MaxButtonURL {
		return m, roadmap.Refuse("file.name")
	}
	var err error
	if m.Blog != "" {
		if m.Blog, err = roadmap.ParseBlog(m.Blog); err != nil {
			return m, err
		}
		if utf8.RuneCountInString(m.Blog) > view.MaxButtonURL {
			return m, roadmap.Refuse("link.long", "length", utf8.RuneCountInString(m.Blog), "limit", view.MaxButtonURL)
		}
	}
	sheet, err := roadmap.ReadSheet(file.Text, m.Blog)
	if err != nil {
		return m, unreadable(err)
	}
	if len(sheet.Entries)+len(sheet.Loose) == 0 {
		return m, roadmap.Refuse("import.empty")
	}
	act := r.Act(groups)
	o, err := store.Overview(ctx, m.Group, act)
	if err != nil {
		return m, err
	}
	posts, err := store.Posts(ctx, m.Group, act, roadmap.PostQuery{Author: act.Member}, 0, memberPosts)
	if err != nil {
		return m, err
	}
	m.Relative = sheet.Relative
	m.Intake = m.Group.Intake(sheet, &o.Record, posts.Posts, m.Picks.Has, r.Now)
	return m, nil
}

// unreadable makes a refusal of what keeps a file from being read.
func unreadable(err error) error {
	if faults, ok := err.(roadmap.Faults); ok {
		return roadmap.Refuse(faults[0].Code, append([]any{"line", faults[0].Line}, faults[0].Args...)...)
	}
	return err
}

// reimport is intake for what was done on a preview, whose custom_ids begin with
// group, mark and picks. What is new of it stands in m.
func (r *Request) reimport(ctx context.Context, store importer, m view.Import) (view.Import, error) {
	var err error
	if m.Group, err = r.named(r.Args[0]); err != nil {
		return m, err
	}
	if err := writable(m.Group); err != nil {
		return m, err
	}
	if m.Picks, err = view.ParsePicks(r.Args[2]); err != nil {
		return m, roadmap.Refuse("button.old")
	}
	for guess, right := range r.answered() {
		m.Picks = m.Picks.With(guess, right)
	}
	url, blog := view.ImportSource(r.From.Message.Components)
	if m.Blog == "" {
		m.Blog = blog
	}
	if url == "" {
		return m, roadmap.Refuse("button.old")
	}
	file, err := r.fetch(ctx, url)
	if err != nil {
		return m, err
	}
	if m, err = r.intake(ctx, store, m, file, roadmap.AnyGroups); err == nil && m.Mark != r.Args[1] {
		return m, roadmap.Refuse("import.changed")
	}
	return m, err
}

// answered returns, for the guesses of the menu that was used, whether each is
// right.
func (r *Request) answered() map[int]bool {
	answers := map[int]bool{}
	for _, value := range view.MenuValues(r.From.Message.Components, r.From.Data.CustomID) {
		if guess, err := strconv.Atoi(value); err == nil && guess >= 0 {
			answers[guess] = false
		}
	}
	for _, value := range r.Values {
		if guess, err := strconv.Atoi(value); err == nil {
			if _, asked := answers[guess]; asked {
				answers[guess] = true
			}
		}
	}
	return answers
}

// takeIn applies an import.
func (r *Request) takeIn(ctx context.Context, store enterer, m view.Import, groups string) (view.Message, error) {
	if len(m.Batch.Checks)+len(m.Batch.Posts) == 0 {
		return view.Message{}, roadmap.Refuse("import.nothing")
	}
	act := r.Act(groups)
	entered, err := store.Apply(ctx, m.Group, act, m.Batch)
	if err != nil {
		return view.Message{}, err
	}
	return r.Print.Imported(m, act, entered), nil
}
