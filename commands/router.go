package commands

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"dojang/roadmap"
	"dojang/view"
)

// guilds loads what every request needs to know of a guild.
type guilds interface {
	// Guild returns the guild and the ids of the user's groups; both may be
	// somewhat old.
	Guild(ctx context.Context, id, user string) (*roadmap.Guild, string, error)
	// Marks returns them as they are now, and what the user has done and when.
	Marks(ctx context.Context, id, user string) (*roadmap.Guild, string, func(group, item string) (time.Time, bool), error)
}

// Router finds the handler for an interaction.
type Router struct {
	commands []Command
	byName   map[string]*Command // by path, such as "group create"
	actions  map[string]*Action
	store    Store
	digests  Digests
	files    Files
	log      *slog.Logger
	now      func() time.Time
	mentions func() map[string]string // the ids of the registered commands
}

// Settings are what a Router needs besides the commands.
type Settings struct {
	Store    Store
	Digests  Digests
	Channels Channels
	Files    Files
	Vitals   func(context.Context) (Vitals, error)
	Log      *slog.Logger
	Now      func() time.Time         // to measure how long a handler took
	Mentions func() map[string]string // ids of the registered commands by name; may be nil
}

// NewRouter makes a router over all commands. It fails when two have the same
// name or two actions do.
func NewRouter(s Settings) (*Router, error) {
	r := &Router{commands: All(s), byName: map[string]*Command{}, actions: map[string]*Action{},
		store: s.Store, digests: s.Digests, files: s.Files, log: s.Log, now: s.Now, mentions: s.Mentions}
	if r.mentions == nil {
		r.mentions = func() map[string]string { return nil }
	}
	for i := range r.commands {
		if err := r.add(&r.commands[i], ""); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func (r *Router) add(c *Command, before string) error {
	path := strings.TrimSpace(before + " " + c.Name)
	for i := range c.Actions {
		a := &c.Actions[i]
		if r.actions[a.Name] != nil {
			return fmt.Errorf("commands: action %q stands twice", a.Name)
		}
		r.actions[a.Name] = a
	}
	for i := range c.Sub {
		if err := r.add(&c.Sub[i], path); err != nil {
			return err
		}
	}
	if len(c.Sub) > 0 {
		return nil
	}
	if r.byName[path] != nil || c.Run == nil {
		return fmt.Errorf("commands: %q stands twice or does nothing", path)
	}
	r.byName[path] = c
	return nil
}

// Definitions returns the commands as Discord registers them.
func (r *Router) Definitions() []Definition { return Definitions(r.commands) }

// target is what an interaction is for, and what it says.
type target struct {
	command *Command
	action  *Action
	given   []Given
	args    []string
	refusal *roadmap.Refusal // the declaration is not known any more
}

// find returns what the interaction is for.
func (r *Router) find(in *Interaction) target {
	switch in.Type {
	case discordgo.InteractionApplicationCommand, discordgo.InteractionApplicationCommandAutocomplete:
		path, given := in.Data.Name, in.Data.Options
		for len(given) == 1 && given[0].Type == discordgo.ApplicationCommandOptionSubCommand {
			path, given = path+" "+given[0].Name, given[0].Options
		}
		if c := r.byName[path]; c != nil {
			return target{command: c, given: given}
		}
		return target{refusal: roadmap.Refuse("command.old")}
	case discordgo.InteractionMessageComponent, discordgo.InteractionModalSubmit:
		name, args, err := view.ParseID(in.Data.CustomID)
		if a := r.actions[name]; err == nil && a != nil && len(args) == a.Args {
			return target{action: a, args: args}
		}
	}
	return target{refusal: roadmap.Refuse("button.old")}
}

// Plan tells how the interaction may be acknowledged before its reply is made.
func (r *Router) Plan(in *Interaction) Plan {
	t := r.find(in)
	switch {
	case in.Type == discordgo.InteractionApplicationCommandAutocomplete:
		return Plan{}
	case t.refusal != nil:
		return Plan{Defer: true, Private: true}
	case t.action != nil:
		return Plan{Defer: !t.action.Modal, Update: t.action.Update, Private: t.action.Private}
	}
	req := &Request{From: in}
	if err := req.take(t.given, t.command.Options, false); err != nil {
		return Plan{Defer: true, Private: true}
	}
	return Plan{Defer: true, Private: t.command.Private != nil && t.command.Private(req), Large: t.command.Large}
}

// attempts is how often a handler starts over because the guild has changed.
const attempts = 4

// Handle makes the reply to an interaction. It always returns one: refusals
// and faults are private messages too. Whatever goes wrong on our side is
// logged under a reference that the reply shows.
func (r *Router) Handle(ctx context.Context, in *Interaction) Reply {
	start := r.now()
	p := view.In(view.LangOf(in.Locale))
	p.Commands = r.mentions()
	reply, err := r.guarded(ctx, in, p)
	outcome := "done"
	reference := ""
	if err != nil {
		var refusal *roadmap.Refusal
		switch {
		case errors.As(err, &refusal):
			outcome, reply = "refused "+refusal.Code, private(p.Refusal(refusal))
		case errors.Is(err, roadmap.ErrStale):
			outcome, reply = "stale", private(p.Refusal(roadmap.Refuse("group.changed")))
		default:
			outcome, reference = "fault", rand.Text()[:8]
			reply = private(p.Fault(reference))
			switch {
			case errors.Is(err, roadmap.ErrUnsaved):
				reply = private(p.Unsaved(reference))
			case errors.Is(err, roadmap.ErrAway):
				reply = private(p.Away(reference))
			}
		}
		if in.Type == discordgo.InteractionApplicationCommandAutocomplete {
			reply = Reply{Choices: []view.Choice{}}
		}
	}
	if outcome != "fault" && in.Type != discordgo.InteractionApplicationCommandAutocomplete {
		r.warn(ctx, in, p, &reply)
	}
	attrs := []any{"path", in.path(), "guild", in.GuildID, "outcome", outcome, "ms", r.now().Sub(start).Milliseconds()}
	if outcome == "fault" {
		r.log.Error("interaction", append(attrs, "reference", reference, "error", err)...)
	} else {
		r.log.Info("interaction", attrs...)
	}
	return reply
}

// Fault is the private reply for when a reply could not be sent as it was. The
// error is logged under the reference that it shows.
func (r *Router) Fault(in *Interaction, err error) Reply {
	reference := rand.Text()[:8]
	r.log.Error("reply not sent", "path", in.path(), "guild", in.GuildID, "reference", reference, "error", err)
	return private(view.In(view.LangOf(in.Locale)).Fault(reference))
}

// panicked is a panic in a handler.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v\n%s", p.value, p.stack) }

// guarded runs the handler, over and over while the guild changes under it,
// and turns a panic into an error.
func (r *Router) guarded(ctx context.Context, in *Interaction, p view.Printer) (reply Reply, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &panicked{v, debug.Stack()}
		}
	}()
	t := r.find(in)
	if t.refusal != nil {
		return Reply{}, t.refusal
	}
	if in.GuildID == "" || in.Member == nil {
		return Reply{}, roadmap.Refuse("guild.only")
	}
	for attempt := range attempts {
		reply, err = r.serve(ctx, in, t, p, attempt > 0)
		if !errors.Is(err, roadmap.ErrStale) {
			break
		}
	}
	return reply, err
}

// serve makes the reply once, from the guild as it is known; fresh tells that
// this was found out just now.
func (r *Router) serve(ctx context.Context, in *Interaction, t target, p view.Printer, fresh bool) (Reply, error) {
	req := &Request{From: in, Now: in.Made(), Print: p, Args: t.args, Values: in.Data.Values, files: r.files}
	typing := in.Type == discordgo.InteractionApplicationCommandAutocomplete
	managers := t.action != nil && t.action.Managers || t.command != nil && t.command.Managers
	if managers && !req.Manager() {
		return Reply{}, roadmap.Refuse("manager.only")
	}
	if t.command != nil {
		if err := req.take(t.given, t.command.Options, typing); err != nil {
			return Reply{}, err
		}
	}
	if typing {
		return r.complete(ctx, req, t)
	}
	var err error
	if req.Guild, req.Groups, err = r.store.Guild(ctx, in.GuildID, req.User()); err != nil {
		return Reply{}, err
	}
	if req.Guild.Gone() { // then there would be no interaction
		if err := r.digests.Present(ctx, in.GuildID); err != nil {
			return Reply{}, err
		}
		if req.Guild, req.Groups, err = r.store.Guild(ctx, in.GuildID, req.User()); err != nil {
			return Reply{}, err
		}
	}
	req.Confirm = r.confirm(req, fresh)
	var run func(context.Context, *Request) (Reply, error)
	if t.action != nil {
		req.Form = form(in.Data.Components, map[string]string{})
		run = t.action.Run
	} else {
		run = t.command.Run
	}
	reply, err := run(ctx, req)
	if view.AsRefusal(err) != nil && errors.Is(req.Confirm(ctx), roadmap.ErrStale) {
		return Reply{}, roadmap.ErrStale // it may have been refused for what is no longer so
	}
	return reply, err
}

// confirm makes the request's Confirm.
func (r *Router) confirm(req *Request, fresh bool) func(context.Context) error {
	return func(ctx context.Context) error {
		if fresh {
			return nil
		}
		guild, groups, _, err := r.store.Marks(ctx, req.Guild.ID, req.User())
		if err != nil {
			return err
		}
		if guild.Version != req.Guild.Version || groups != req.Groups {
			return roadmap.ErrStale
		}
		return nil
	}
}

// complete answers what is offered while an option is typed.
func (r *Router) complete(ctx context.Context, req *Request, t target) (Reply, error) {
	for _, given := range t.given {
		for _, o := range t.command.Options {
			if !given.Focused || o.Name != given.Name || o.Complete == nil {
				continue
			}
			var err error
			if o.Reads {
				req.Guild, req.Groups, err = r.store.Guild(ctx, req.From.GuildID, req.User())
			} else {
				req.Guild, req.Groups, req.Done, err = r.store.Marks(ctx, req.From.GuildID, req.User())
			}
			if err != nil {
				return Reply{}, err
			}
			choices, err := o.Complete(ctx, req, req.Text(o.Name))
			return Reply{Choices: offered(choices)}, err
		}
	}
	return Reply{Choices: []view.Choice{}}, nil
}

// offered keeps choices within Discord's limits. An empty list is one, too.
func offered(choices []view.Choice) []view.Choice {
	out := make([]view.Choice, 0, min(len(choices), view.MaxOptions))
	for _, c := range choices {
		if len(out) == view.MaxOptions {
			break
		}
		if c.Name != "" && c.Value != "" && utf8.RuneCountInString(c.Value) <= view.MaxOptionText {
			out = append(out, view.Choice{Name: view.Cut(c.Name, view.MaxOptionText), Value: c.Value})
		}
	}
	return out
}
