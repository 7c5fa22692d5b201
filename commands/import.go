package commands

import (
	"context"
	"strconv"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"dojang/commands/option"
	"dojang/commands/router"
	"dojang/refusal"
	"dojang/roadmap/markdown"
	"dojang/study"
	"dojang/study/checklist"
	"dojang/view"
)

// importChecklist imports a member's own checklist. The message with the preview is its
// only state: the file is fetched from Discord again at each click.
func importChecklist(store Store) router.Command {
	return router.Command{
		Name:    "import",
		Group:   router.WritableGroup,
		Private: router.Always,
		Lists:   true,
		Options: []router.Option{
			option.File(),
			{Name: "blog", Type: discordgo.ApplicationCommandOptionString},
			{Name: "apply", Type: discordgo.ApplicationCommandOptionBoolean},
			option.Group(),
		},
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			file, err := r.File(ctx, "file")
			if err != nil {
				return router.Reply{}, err
			}
			m, err := planImport(ctx, r, store, view.Import{Blog: r.Raw("blog")}, file)
			switch {
			case err != nil:
				return router.Reply{}, err
			case r.On("apply"):
				done, err := applyImport(ctx, r, store, m)
				return router.Private(done), err
			}
			return router.Private(r.Print.Import(m)), nil
		},
		Actions: importActions(store),
	}
}

// importActions are the buttons, menus and forms of the preview.
func importActions(store Store) []router.Action {
	showPage := func(ctx context.Context, r *router.Request) (router.Reply, error) {
		m, err := replanImport(ctx, r, store, view.Import{Page: r.IntArg("page")})
		if err != nil {
			return router.Reply{}, err
		}
		return router.Replace(r.Print.Import(m)), nil
	}
	return []router.Action{
		router.InPlace(view.ImportPageID, router.WritableGroup, showPage).Listing(),
		router.InPlace(view.ImportGuessID, router.WritableGroup, showPage).Listing(),
		router.InPlace(view.ImportApplyID, router.WritableGroup, func(ctx context.Context, r *router.Request) (router.Reply, error) {
			m, err := replanImport(ctx, r, store, view.Import{})
			if err != nil {
				return router.Reply{}, err
			}
			done, err := applyImport(ctx, r, store, m)
			return router.Replace(done), err
		}),
		{ID: view.ImportBlogID, Modal: true, Run: func(_ context.Context, r *router.Request) (router.Reply, error) {
			picks, err := view.ParsePicks(r.Arg("picks"))
			if err != nil {
				return router.Reply{}, errOldButton()
			}
			return router.Form(r.Print.BlogModal(r.Arg("group"), r.Arg("mark"), picks)), nil
		}},
		router.InPlace(view.ImportFormID, router.WritableGroup, func(ctx context.Context, r *router.Request) (router.Reply, error) {
			m, err := replanImport(ctx, r, store, view.Import{Blog: r.FormRaw("blog")})
			if err != nil {
				return router.Reply{}, err
			}
			return router.Replace(r.Print.Import(m)), nil
		}).Listing(),
	}
}

// memberPosts is how many of a member's newest posts are compared with those of a
// checklist.
const memberPosts = 5000

// planImport plans the import of the file, with the blog and picks of m.
func planImport(ctx context.Context, r *router.Request, store Store, m view.Import, file router.File) (view.Import, error) {
	m.Group, m.File = r.Group, file.URL
	if utf8.RuneCountInString(m.File) > view.MaxButtonURL {
		return m, refusal.New("file.name")
	}
	var err error
	if m.Blog != "" {
		if m.Blog, err = checklist.ParseBlog(m.Blog); err != nil {
			return m, err
		}
		if utf8.RuneCountInString(m.Blog) > view.MaxButtonURL {
			return m, refusal.New("link.long", "length", utf8.RuneCountInString(m.Blog), "limit", view.MaxButtonURL)
		}
	}
	input, err := markdown.ReadChecklist(file.Text, m.Blog)
	if err != nil {
		return m, refuseUnreadable(err)
	}
	if input.Empty() {
		return m, refusal.New("import.empty")
	}
	op := r.Operation()
	o, err := store.Overview(ctx, m.Group, op)
	if err != nil {
		return m, err
	}
	posts, err := store.Posts(ctx, m.Group, op, study.PostQuery{Author: op.Member}, 0, memberPosts)
	if err != nil {
		return m, err
	}
	m.Relative = input.Relative
	m.ImportPlan = checklist.NewImportPlan(m.Group, input, &o.Record, posts.Posts, m.Picks.Has, r.Now)
	return m, nil
}

// refuseUnreadable turns the first fault of a file into a refusal.
func refuseUnreadable(err error) error {
	if faults, ok := err.(markdown.Faults); ok {
		return refusal.New(faults[0].Code, append([]any{"line", faults[0].Line}, faults[0].Args...)...)
	}
	return err
}

// replanImport plans again after a click on the preview. m has what the click changed.
func replanImport(ctx context.Context, r *router.Request, store Store, m view.Import) (view.Import, error) {
	var err error
	if m.Picks, err = view.ParsePicks(r.Arg("picks")); err != nil {
		return m, errOldButton()
	}
	for guess, right := range answeredGuesses(r) {
		m.Picks = m.Picks.With(guess, right)
	}
	url, blog := view.ImportSource(r.From.Message.Components)
	if m.Blog == "" {
		m.Blog = blog
	}
	if url == "" {
		return m, errOldButton()
	}
	file, err := r.Fetch(ctx, url)
	if err != nil {
		return m, err
	}
	if m, err = planImport(ctx, r, store, m, file); err == nil && m.Fingerprint != r.Arg("mark") {
		return m, refusal.New("import.changed")
	}
	return m, err
}

// answeredGuesses returns, for each guess of the menu that was used, whether it is right.
func answeredGuesses(r *router.Request) map[int]bool {
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

// applyImport applies the plan that the preview shows.
func applyImport(ctx context.Context, r *router.Request, checks Checks, m view.Import) (view.Message, error) {
	if len(m.Batch.Checks)+len(m.Batch.Posts) == 0 {
		return view.Message{}, refusal.New("import.nothing")
	}
	op := r.Operation()
	result, err := checks.Apply(ctx, m.Group, op, m.Batch)
	if err != nil {
		return view.Message{}, err
	}
	return r.Print.Imported(m, op, result), nil
}
