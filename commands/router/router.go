package router

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dojang/refusal"
	"dojang/study"
	"dojang/view"
)

// Guilds loads the guild for each request.
type Guilds interface {
	// Guild returns the guild and the ids of the user's groups. Both may be slightly
	// outdated.
	Guild(ctx context.Context, id, user string) (*study.Guild, string, error)
	// GuildWithChecks returns the same, up to date, and a function that says whether and when the
	// user checked an item.
	GuildWithChecks(ctx context.Context, id, user string) (*study.Guild, string, func(group, item string) (time.Time, bool), error)
}

// Settings are what a Router needs besides the commands.
type Settings struct {
	Guilds   Guilds
	BotAdded func(ctx context.Context, guild string) error // records that the bot is in the guild again
	// Warn returns a line to show below a manager's private reply, or "". On an error the
	// reply stays as it is.
	Warn     func(context.Context, *Request) (string, error)
	Files    Files
	Log      *slog.Logger
	Now      func() time.Time         // to measure how long a handler took
	Mentions func() map[string]string // ids of the registered commands by name; may be nil
}

// Router finds and runs the handler for an interaction.
type Router struct {
	Settings
	commands []Command
	byName   map[string]*Command // by path, such as "group create"; see Target.key
	actions  map[string]*Action  // by the name of their custom_id
	lists    listCounter
}

// New returns a router. It fails if two commands or two actions have the same name, or if a
// declaration contradicts itself.
func New(commands []Command, s Settings) (*Router, error) {
	r := &Router{Settings: s, commands: commands, byName: map[string]*Command{}, actions: map[string]*Action{}}
	if r.Mentions == nil {
		r.Mentions = func() map[string]string { return nil }
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
		if r.actions[a.ID.Name] != nil {
			return fmt.Errorf("commands: action %q stands twice", a.ID.Name)
		}
		if err := a.check(); err != nil {
			return fmt.Errorf("commands: action %q: %w", a.ID.Name, err)
		}
		r.actions[a.ID.Name] = a
	}
	for i := range c.Sub {
		if err := r.add(&c.Sub[i], path); err != nil {
			return err
		}
	}
	if len(c.Sub) > 0 {
		return nil
	}
	key := c.On.key(path)
	switch {
	case r.byName[key] != nil || c.Run == nil:
		return fmt.Errorf("commands: %q stands twice or does nothing", path)
	case c.On != OnNothing && len(c.Options) > 0:
		return fmt.Errorf("commands: %q is in a menu and has options", path)
	}
	r.byName[key] = c
	return nil
}

// check checks that the action's custom_id has the arguments that the action needs.
func (a *Action) check() error {
	for arg, needed := range map[string]bool{"group": a.Group != NoGroup || a.Owner != Anyone || a.Version, "member": a.Owner != Anyone, "version": a.Version} {
		if needed && !slices.Contains(a.ID.Args, arg) {
			return fmt.Errorf("its custom_id has no %s", arg)
		}
	}
	switch {
	case a.Run == nil:
		return fmt.Errorf("it does nothing")
	case a.Group == NoGroup && (a.Owner != Anyone || a.Version):
		return fmt.Errorf("it has an owner or a version of no group")
	}
	return nil
}

// Definitions returns the commands as Discord registers them.
func (r *Router) Definitions() []Definition { return Definitions(r.commands) }

// target is the command or action that an interaction is for, with its values.
type target struct {
	command *Command
	action  *Action
	given   []OptionValue
	options options
	args    []string
	unknown *refusal.Refusal // set if the command or custom_id is unknown
	wrong   error            // set if the options do not match the declaration
}

func (t *target) group() GroupNeed {
	if t.action != nil {
		return t.action.Group
	}
	return t.command.Group
}

func (t *target) managers() bool {
	return t.action != nil && t.action.Managers || t.command != nil && t.command.Managers
}

func (t *target) fresh() bool {
	return t.action != nil && t.action.Fresh || t.command != nil && t.command.Fresh
}

func (t *target) lists() bool {
	if t.action != nil {
		return t.action.Lists
	}
	return t.command.Lists
}

func (t *target) run() Handler {
	if t.action != nil {
		return t.action.Run
	}
	return t.command.Run
}

// find returns the target of the interaction.
func (r *Router) find(in *Interaction) *target {
	switch in.Type {
	case discordgo.InteractionApplicationCommand, discordgo.InteractionApplicationCommandAutocomplete:
		if on := in.target(); on != OnNothing {
			if c := r.byName[on.key(in.Data.Name)]; c != nil && in.Data.TargetID != "" {
				return &target{command: c}
			}
			return &target{unknown: refusal.New("command.old")}
		}
		path, given := in.Data.Name, in.Data.Options
		for len(given) == 1 && given[0].Type == discordgo.ApplicationCommandOptionSubCommand {
			path, given = path+" "+given[0].Name, given[0].Options
		}
		c := r.byName[path]
		if c == nil {
			return &target{unknown: refusal.New("command.old")}
		}
		t := &target{command: c, given: given}
		t.options, t.wrong = readOptions(given, c.Options, in.IsTyping())
		return t
	case discordgo.InteractionMessageComponent, discordgo.InteractionModalSubmit:
		name, args, err := view.ParseID(in.Data.CustomID)
		if a := r.actions[name]; err == nil && a != nil && a.takes(args) {
			return &target{action: a, args: args}
		}
	}
	return &target{unknown: refusal.New("button.old")}
}

// takes reports whether the arguments match the declaration of the action's custom_id.
func (a *Action) takes(args []string) bool {
	if len(args) != len(a.ID.Args) {
		return false
	}
	for i, name := range a.ID.Args {
		if _, err := strconv.Atoi(args[i]); err != nil && a.ID.IsInt(name) {
			return false
		}
	}
	return true
}

// Call is an interaction whose target was found and whose options were read.
type Call struct {
	Plan Plan                        // how it may be acknowledged before its reply is ready
	Run  func(context.Context) Reply // returns the reply
}

// Route finds the handler for the interaction. The call's Run always returns a reply:
// refusals and faults are private messages. Faults are logged under a reference that the
// reply shows.
func (r *Router) Route(in *Interaction) Call {
	t := r.find(in)
	return Call{Plan: t.plan(in), Run: func(ctx context.Context) Reply { return r.handle(ctx, in, t) }}
}

// Handle routes an interaction and returns the reply.
func (r *Router) Handle(ctx context.Context, in *Interaction) Reply { return r.Route(in).Run(ctx) }

func (t *target) plan(in *Interaction) Plan {
	switch {
	case in.IsTyping():
		return Plan{}
	case t.unknown != nil || t.wrong != nil:
		return Plan{Defer: true, Private: true}
	case t.action != nil:
		return Plan{Defer: !t.action.Modal, Update: t.action.Update, Private: t.action.Private}
	}
	req := &Request{From: in, options: t.options}
	return Plan{Defer: !t.command.Modal, Private: t.command.Private != nil && t.command.Private(req), Large: t.command.Large}
}

// Busy returns the private reply to an interaction that is not handled, because too many are
// waiting.
func (r *Router) Busy(in *Interaction) Reply { return Private(view.In(view.LangOf(in.Locale)).Busy()) }

// Fault returns a private reply for an interaction that failed. It logs the error under the
// reference that the reply shows.
func (r *Router) Fault(in *Interaction, err error) Reply {
	return Private(view.In(view.LangOf(in.Locale)).Fault(r.logFailure("interaction failed", in, err)))
}

// Undelivered returns a private reply for a reply that could not be sent. What the member
// asked for may be done. It logs the error under the reference that the reply shows.
func (r *Router) Undelivered(in *Interaction, err error) Reply {
	return Private(view.In(view.LangOf(in.Locale)).Undelivered(r.logFailure("reply not sent", in, err)))
}

// logFailure logs the error and returns the reference that it is logged under.
func (r *Router) logFailure(message string, in *Interaction, err error) (reference string) {
	reference = rand.Text()[:8]
	r.Log.Error(message, "path", in.path(), "guild", in.GuildID, "reference", reference, "error", err)
	return reference
}
