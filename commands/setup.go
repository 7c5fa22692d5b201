package commands

import (
	"context"
	"slices"

	"dojang/civil"
	"dojang/commands/option"
	"dojang/commands/router"
	"dojang/normalize"
	"dojang/study"
	"dojang/view"
)

// setup creates a group, or sets one up, in steps on one private message. Each choice is
// stored at once, so that nothing is lost if a manager stops halfway. The rules for
// settings are those of /group.
func setup(s Settings) router.Command {
	w := wizard{s}
	form := func(id view.CustomID, need router.GroupNeed, run router.Handler) router.Action {
		return router.Action{ID: id, Managers: true, Group: need, Modal: true, Run: run}
	}
	ask := form(view.SetupAskID, router.ReadableGroup, w.ask)
	ask.Fresh = true
	return router.Command{
		Name:     "setup",
		Managers: true,
		Private:  router.Always,
		Options:  []router.Option{option.Zone(), option.Group()},
		Run:      w.start,
		Actions: []router.Action{
			{ID: view.SetupID, Managers: true, Private: true, Run: w.start}, // for buttons on other messages
			router.InPlace(view.SetupPickID, router.NoGroup, w.pick).ForManagers(),
			form(view.SetupNameID, router.NoGroup, w.askName),
			router.InPlace(view.SetupMakeID, router.NoGroup, w.make).ForManagers(),
			router.InPlace(view.SetupStepID, router.ReadableGroup, w.showStep).ForManagers(),
			ask,
			router.InPlace(view.SetupSetID, router.ReadableGroup, w.set).ForManagers(),
			router.InPlace(view.SetupTestID, router.ReadableGroup, w.test).ForManagers(),
		},
	}
}

// wizard implements the steps of /setup.
type wizard struct{ Settings }

// noZone takes the place of the time zone in a custom_id if none was given.
const noZone = "-"

// start asks which group to set up, unless the option names it.
func (w wizard) start(ctx context.Context, r *router.Request) (router.Reply, error) {
	chosen := noZone
	if r.Has("timezone") {
		loc, err := option.FindZone(r, r.Text("timezone"))
		if err != nil {
			return router.Reply{}, err
		}
		chosen = loc.String()
	}
	if r.Has("group") {
		g, err := r.FindGroup()
		if err != nil {
			return router.Reply{}, err
		}
		m, err := w.firstStep(ctx, r, g, chosen)
		return router.Private(m), err
	}
	open := slices.DeleteFunc(slices.Clone(r.Guild.Groups), func(g *study.Group) bool { return g.State == study.Archived })
	return router.Private(r.Print.SetupStart(open, chosen)), r.EnsureFresh(ctx)
}

// firstStep shows the first step for a group. If a zone was given, it stores that and shows
// its step.
func (w wizard) firstStep(ctx context.Context, r *router.Request, g *study.Group, zone string) (view.Message, error) {
	if zone == noZone {
		return w.show(ctx, r, g, view.SetupSteps[0])
	}
	setOption(r, "timezone", zone)
	return w.save(ctx, r, g, "timezone")
}

// pick continues with the chosen group.
func (w wizard) pick(ctx context.Context, r *router.Request) (router.Reply, error) {
	g := r.Guild.Group(r.Chosen())
	if g == nil {
		return router.Reply{}, errOldButton()
	}
	m, err := w.firstStep(ctx, r, g, r.Arg("zone"))
	return router.Replace(m), err
}

// askName opens the form for a new group's name, with the channel's name as default.
func (w wizard) askName(ctx context.Context, r *router.Request) (router.Reply, error) {
	return router.Form(r.Print.SetupName(r.Arg("zone"), normalize.Clean(r.From.Channel.Name))), nil
}

// make creates the group whose name was entered.
func (w wizard) make(ctx context.Context, r *router.Request) (router.Reply, error) {
	setOption(r, "name", r.FormRaw("value"))
	if zone := r.Arg("zone"); zone != noZone {
		setOption(r, "timezone", zone)
	}
	g, lastPublished, err := saveNewGroup(ctx, r, w.Store)
	if err != nil {
		return router.Reply{}, err
	}
	return router.Replace(w.step(ctx, r, g, "channel", lastPublished, true)), nil
}

// showStep shows a step. The last one is followed by a preview of the digest.
func (w wizard) showStep(ctx context.Context, r *router.Request) (router.Reply, error) {
	m, err := w.show(ctx, r, r.Group, r.Arg("step"))
	if err != nil || r.Arg("step") != "done" {
		return router.Replace(m), err
	}
	d, err := w.Digests.Preview(ctx, r.Group, r.Operation())
	if err != nil {
		return router.Reply{}, err
	}
	reply, preview := router.Replace(m), router.Private(r.Print.In(r.Group.Language).Digest(d))
	reply.Then = &preview
	return reply, nil
}

// ask opens the form for a setting that has to be typed.
func (w wizard) ask(ctx context.Context, r *router.Request) (router.Reply, error) {
	if setupStep(r.Arg("setting")) == "" {
		return router.Reply{}, errOldButton()
	}
	return router.Form(r.Print.SetupAsk(r.Group, r.Arg("setting"))), nil
}

// setupStep returns the step of a setting, or "".
func setupStep(key string) string {
	switch key {
	case "day", "time":
		return "digest"
	case "week_start", "day_start":
		return "week"
	case "name", "channel", "timezone", "language":
		return key
	}
	return ""
}

// set stores a setting that was chosen in a menu or entered in a form.
func (w wizard) set(ctx context.Context, r *router.Request) (router.Reply, error) {
	key, value := r.Arg("setting"), r.Chosen()
	if value == "" {
		value = r.FormRaw("value")
	}
	if setupStep(key) == "" || !setOption(r, key, value) {
		return router.Reply{}, errOldButton()
	}
	m, err := w.save(ctx, r, r.Group, key)
	return router.Replace(m), err
}

// save stores the settings in the request, and shows the step of the setting key.
func (w wizard) save(ctx context.Context, r *router.Request, g *study.Group, key string) (view.Message, error) {
	changed, lastPublished, err := saveSettings(ctx, r, w.Store, g)
	if err != nil {
		return view.Message{}, err
	}
	return w.step(ctx, r, changed, setupStep(key), lastPublished, true), nil
}

// show shows a step for the stored group.
func (w wizard) show(ctx context.Context, r *router.Request, g *study.Group, step string) (view.Message, error) {
	if !slices.Contains(view.SetupSteps, step) {
		return view.Message{}, errOldButton()
	}
	found, err := w.Store.Deliveries(ctx, r.Guild, []*study.Group{g}, r.Now)
	if err != nil {
		return view.Message{}, err
	}
	return w.step(ctx, r, g, step, found[g.ID].LastPublished, false), nil
}

// step returns the message of a step.
func (w wizard) step(ctx context.Context, r *router.Request, g *study.Group, step string, lastPublished civil.Date, saved bool) view.Message {
	return r.Print.SetupStep(w.state(ctx, r, g, step, lastPublished, saved))
}

func (w wizard) state(ctx context.Context, r *router.Request, g *study.Group, step string, lastPublished civil.Date, saved bool) view.Setup {
	s := view.Setup{Group: g, Step: step, Now: r.Now, Next: g.NextDigest(r.Now, lastPublished), Saved: saved}
	switch step {
	case "channel", "test", "done":
		s.Access = new(w.Channels.Access(ctx, g.Guild, g.Channel))
	case "timezone":
		s.Zones = option.LikelyZones(r)
	}
	return s
}

// test posts a message to the home channel, deletes it, and shows the result.
func (w wizard) test(ctx context.Context, r *router.Request) (router.Reply, error) {
	if err := r.EnsureFresh(ctx); err != nil { // the channel may have changed
		return router.Reply{}, err
	}
	g := r.Group
	problem, stayed, err := w.Channels.Try(ctx, g.Channel, r.Print.In(g.Language).SetupTest(), "setup "+r.From.ID)
	if err != nil {
		return router.Reply{}, err
	}
	s := w.state(ctx, r, g, "test", civil.Date{}, false)
	s.Test = &view.Trial{Problem: problem, Stayed: stayed}
	return router.Replace(r.Print.SetupStep(s)), nil
}
