package router

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"

	"dojang/study"
	"dojang/view"
)

// Request is an interaction after it was checked against the declaration of
// what was used. Its accessors cannot fail.
type Request struct {
	From   *Interaction
	Now    time.Time // when the interaction was made
	Print  view.Printer
	Guild  *study.Guild
	Group  *study.Group // what the declaration asks for; else nil
	Values []string     // chosen in a menu

	// Done is what the member has checked and when; set for completions only.
	Done func(group, item string) (time.Time, bool)

	id          view.CustomID
	args        []string // of the custom_id
	options     options
	form        map[string]string // by the input's id, as it was typed
	files       Files
	groups      string // ids of the groups the caller is in, as the store lists them
	basis       string // what the choice of Group rests on: groups, or study.AnyGroups
	onBehalf    string // the member on whose record a manager acts, or ""
	ensureFresh func(context.Context) error
}

// Text returns a text option as one clean line, or a user's or channel's id;
// "" when not given.
func (r *Request) Text(name string) string { return CleanLine(r.options.texts[name]) }

// Raw returns a text option just as it was typed.
func (r *Request) Raw(name string) string { return r.options.texts[name] }

// Number returns a number option, and whether it was given.
func (r *Request) Number(name string) (int, bool) {
	n, ok := r.options.numbers[name]
	return n, ok
}

// On returns a yes-or-no option; false when not given.
func (r *Request) On(name string) bool { return r.options.switches[name] }

// Has reports whether the option was given.
func (r *Request) Has(name string) bool { return r.options.has(name) }

// Give makes the request one in which the option was given, too. It reports
// false for a value that the option does not take.
func (r *Request) Give(o Option, value string) bool {
	if o.Type == discordgo.ApplicationCommandOptionChannel && snowflake(o.Name, value) != nil {
		return false
	}
	raw := json.RawMessage(value)
	if o.Type != discordgo.ApplicationCommandOptionInteger {
		raw, _ = json.Marshal(value) // a text always can be
	}
	given := r.options.clone()
	if !given.put(o, raw) {
		return false
	}
	r.options = given
	return true
}

// Arg returns an argument of the custom_id by its declared name. It panics if
// there is none of that name.
func (r *Request) Arg(name string) string {
	i := slices.Index(r.id.Args, name)
	if i < 0 {
		panic(fmt.Sprintf("custom_id %s has no argument %s", r.id.Name, name))
	}
	return r.args[i]
}

// IntArg is Arg for one that is declared as a number; one below zero is zero.
func (r *Request) IntArg(name string) int {
	n, err := strconv.Atoi(r.Arg(name))
	if err != nil || !r.id.IsInt(name) {
		panic(fmt.Sprintf("the argument %s of custom_id %s is no number", name, r.id.Name))
	}
	return max(0, n)
}

// Chosen is the line chosen in a menu, or "".
func (r *Request) Chosen() string {
	if len(r.Values) == 0 {
		return ""
	}
	return r.Values[0]
}

// FormText returns what was entered in a form's input, as one clean line.
func (r *Request) FormText(input string) string { return CleanLine(r.form[input]) }

// FormRaw returns it just as it was typed.
func (r *Request) FormRaw(input string) string { return r.form[input] }

// User is the caller's id.
func (r *Request) User() string { return r.From.caller().User.ID }

// Name is what the guild calls the caller.
func (r *Request) Name() string { return r.From.caller().name() }

// NameOf is what the guild calls a user who was given as an option.
func (r *Request) NameOf(user string) string {
	m := r.From.Data.Resolved.Members[user]
	m.User = r.From.Data.Resolved.Users[user]
	m.User.ID = cmp.Or(m.User.ID, user)
	return m.name()
}

// IsManager reports whether the caller manages the server.
func (r *Request) IsManager() bool {
	return r.From.caller().Permissions.Has(discordgo.PermissionManageGuild)
}

// Operation begins a change by the caller of the caller's own record or, where
// a manager uses a button of somebody else, of that member's.
func (r *Request) Operation() study.Operation {
	op := study.Operation{ID: r.From.ID, Now: r.Now, Actor: r.User(), Member: r.User(), Name: r.Name(), Groups: r.basis}
	if r.onBehalf != "" {
		op.Member, op.Name = r.onBehalf, ""
	}
	return op
}

// OperationOn begins a change by the caller of another member's record.
func (r *Request) OperationOn(member string) study.Operation {
	op := r.Operation()
	op.Member, op.Name, op.Groups = member, "", study.AnyGroups
	return op
}

// OnBehalf is the name of the manager who acts on another member's record by a
// button, or "".
func (r *Request) OnBehalf() string {
	if r.onBehalf == "" {
		return ""
	}
	return r.Name()
}

// EnsureFresh asks the store whether the guild and the caller's groups are still
// what the request has; if not, the error is [study.ErrStale]. Handlers that
// act without the store call it; those that only answer declare Fresh.
func (r *Request) EnsureFresh(ctx context.Context) error { return r.ensureFresh(ctx) }

// IsElsewhere reports whether the group's home is another channel than this one.
func (r *Request) IsElsewhere() bool {
	return r.Group.Channel != r.From.ChannelID && r.Group.Channel != r.From.Channel.ParentID
}
