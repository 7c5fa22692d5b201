package commands

import (
	"context"
	"slices"

	"dojang/roadmap"
	"dojang/view"
)

// setup makes a group, or sets one up, in steps on one private message. What
// is chosen is stored at once, so that nothing is lost when a manager stops on
// the way; the settings' rules are those of /group.
func setup(s Settings) Command {
	w := wizard{s}
	form := func(name string, args int, run func(context.Context, *Request) (Reply, error)) Action {
		return Action{Name: name, Args: args, Managers: true, Modal: true, Run: run}
	}
	return Command{
		Name:     "setup",
		Managers: true,
		Private:  always,
		Options:  []Option{zoneOption(), groupOption(completeGroup)},
		Run:      w.start,
		Actions: []Action{
			{Name: "setup", Managers: true, Private: true, Run: w.start}, // for buttons elsewhere
			managed("setup-pick", 1, w.pick),
			form("setup-name", 1, w.askName),
			managed("setup-make", 1, w.make),
			managed("setup-at", 2, w.at),
			form("setup-ask", 2, w.ask),
			managed("setup-set", 2, w.set),
			managed("setup-test", 1, w.test),
		},
	}
}

// wizard is the steps of /setup.
type wizard struct{ Settings }

// noZone is what a custom_id has in the place of the zone that a new group
// gets, where none was given.
const noZone = "-"

// start asks which group is to be set up, unless the option says so.
func (w wizard) start(ctx context.Context, r *Request) (Reply, error) {
	chosen := noZone
	if r.Has("timezone") {
		loc, err := zone(r.Text("timezone"))
		if err != nil {
			return Reply{}, err
		}
		chosen = loc.String()
	}
	if r.Has("group") {
		g, _, err := r.Group()
		if err != nil {
			return Reply{}, err
		}
		m, err := w.enter(ctx, r, g, chosen)
		return private(m), err
	}
	open := keep(r.Guild.Groups, func(g *roadmap.Group) bool { return g.State != roadmap.Archived })
	return private(r.Print.SetupStart(open, chosen)), r.Confirm(ctx)
}

// enter shows the first step for a group; one whose zone was given, its zone.
func (w wizard) enter(ctx context.Context, r *Request, g *roadmap.Group, zone string) (view.Message, error) {
	if zone == noZone {
		return w.show(ctx, r, g, view.SetupSteps[0])
	}
	r.give("timezone", zone)
	return w.save(ctx, r, g, "timezone")
}

// pick goes on with the group that was chosen.
func (w wizard) pick(ctx context.Context, r *Request) (Reply, error) {
	g, err := r.named(r.chosen())
	if err != nil {
		return Reply{}, err
	}
	m, err := w.enter(ctx, r, g, r.Args[0])
	return replace(m), err
}

// askName opens the form for a new group's name, in which the channel's name is
// offered.
func (w wizard) askName(ctx context.Context, r *Request) (Reply, error) {
	modal := r.Print.SetupName(r.Args[0], cleanLine(r.From.Channel.Name))
	return Reply{Modal: &modal}, nil
}

// make makes the group whose name was entered.
func (w wizard) make(ctx context.Context, r *Request) (Reply, error) {
	r.give("name", r.Form["value"])
	if r.Args[0] != noZone {
		r.give("timezone", r.Args[0])
	}
	g, told, err := r.create(ctx, w.Store)
	if err != nil {
		return Reply{}, err
	}
	return replace(w.step(ctx, r, g, "channel", told, true)), nil
}

// at shows a step. The last one is followed by the digest's preview.
func (w wizard) at(ctx context.Context, r *Request) (Reply, error) {
	g, err := r.named(r.Args[0])
	if err != nil {
		return Reply{}, err
	}
	m, err := w.show(ctx, r, g, r.Args[1])
	if err != nil || r.Args[1] != "done" {
		return replace(m), err
	}
	d, err := w.Digests.Preview(ctx, g, r.Act(roadmap.AnyGroups))
	if err != nil {
		return Reply{}, err
	}
	reply, preview := replace(m), private(r.Print.In(g.Language).Digest(d))
	reply.Then = &preview
	return reply, nil
}

// ask opens the form for a setting that is typed.
func (w wizard) ask(ctx context.Context, r *Request) (Reply, error) {
	g, err := r.named(r.Args[0])
	if err != nil {
		return Reply{}, err
	}
	if setupStep(r.Args[1]) == "" {
		return Reply{}, roadmap.Refuse("button.old")
	}
	modal := r.Print.SetupAsk(g, r.Args[1])
	return Reply{Modal: &modal}, r.Confirm(ctx)
}

// setupStep is the step to which a setting belongs, or "".
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
func (w wizard) set(ctx context.Context, r *Request) (Reply, error) {
	g, err := r.named(r.Args[0])
	if err != nil {
		return Reply{}, err
	}
	key, value := r.Args[1], r.chosen()
	if value == "" {
		value = r.Form["value"]
	}
	if setupStep(key) == "" || !r.give(key, value) {
		return Reply{}, roadmap.Refuse("button.old")
	}
	m, err := w.save(ctx, r, g, key)
	return replace(m), err
}

// save stores the settings that the request gives, and shows the step of one of
// them.
func (w wizard) save(ctx context.Context, r *Request, g *roadmap.Group, key string) (view.Message, error) {
	changed, told, err := r.change(ctx, w.Store, g, roadmap.AnyGroups)
	if err != nil {
		return view.Message{}, err
	}
	return w.step(ctx, r, changed, setupStep(key), told, true), nil
}

// show shows a step of the group as it is stored.
func (w wizard) show(ctx context.Context, r *Request, g *roadmap.Group, step string) (view.Message, error) {
	if !slices.Contains(view.SetupSteps, step) {
		return view.Message{}, roadmap.Refuse("button.old")
	}
	found, err := w.Store.Deliveries(ctx, r.Guild, []*roadmap.Group{g}, r.Now)
	if err != nil {
		return view.Message{}, err
	}
	return w.step(ctx, r, g, step, found[g.ID].Told, false), nil
}

// step is the message of a step.
func (w wizard) step(ctx context.Context, r *Request, g *roadmap.Group, step string, told roadmap.Date, saved bool) view.Message {
	return r.Print.SetupStep(w.state(ctx, r, g, step, told, saved))
}

func (w wizard) state(ctx context.Context, r *Request, g *roadmap.Group, step string, told roadmap.Date, saved bool) view.Setup {
	s := view.Setup{Group: g, Step: step, Now: r.Now, Next: g.NextDigest(r.Now, told), Saved: saved}
	switch step {
	case "channel", "test", "done":
		s.Access = new(w.Channels.Access(ctx, g.Guild, g.Channel))
	case "timezone":
		for _, name := range likelyZones(r.From.GuildLocale) {
			if choice, ok := r.zoneChoice(name); ok {
				s.Zones = append(s.Zones, choice)
			}
		}
	}
	return s
}

// test posts a message to the home channel, deletes it, and tells what came of
// that.
func (w wizard) test(ctx context.Context, r *Request) (Reply, error) {
	g, err := r.named(r.Args[0])
	if err != nil {
		return Reply{}, err
	}
	if err := r.Confirm(ctx); err != nil { // the channel may be another by now
		return Reply{}, err
	}
	problem, stayed, err := w.Channels.Try(ctx, g.Channel, r.Print.In(g.Language).SetupTest(), "setup "+r.From.ID)
	if err != nil {
		return Reply{}, err
	}
	s := w.state(ctx, r, g, "test", roadmap.Date{}, false)
	s.Test = &view.Trial{Problem: problem, Stayed: stayed}
	return replace(r.Print.SetupStep(s)), nil
}
