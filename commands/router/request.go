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

	"dojang/normalize"
	"dojang/study"
	"dojang/view"
)

// Request is an interaction that was checked against the declaration of its command or
// action. Its accessors do not return errors.
type Request struct {
	From   *Interaction
	Now    time.Time // when the interaction was created
	Print  view.Printer
	Guild  *study.Guild
	Group  *study.Group // the group that the declaration requires, or nil
	Values []string     // chosen in a menu

	// Done returns whether and when the member checked an item. It is set for completions
	// only.
	Done func(group, item string) (time.Time, bool)

	id          view.CustomID
	args        []string // arguments of the custom_id
	options     options
	form        map[string]string // by the input's id, as typed
	files       Files
	groups      string // ids of the caller's groups, as the store lists them
	basis       string // groups if these decided the choice of Group, else study.AnyGroups
	onBehalf    string // the member whose record a manager changes, or ""
	ensureFresh func(context.Context) error
}

// Text returns a text option as one clean line, or the id of a user or channel. It is "" if
// not given.
func (r *Request) Text(name string) string { return normalize.Clean(r.options.texts[name]) }

// Raw returns a text option as typed.
func (r *Request) Raw(name string) string { return r.options.texts[name] }

// Number returns a number option, and whether it was given.
func (r *Request) Number(name string) (int, bool) {
	n, ok := r.options.numbers[name]
	return n, ok
}

// On returns a boolean option, false if not given.
func (r *Request) On(name string) bool { return r.options.switches[name] }

// Has reports whether the option was given.
func (r *Request) Has(name string) bool { return r.options.has(name) }

// SetOption sets an option as if it had been given. It returns false if the option does not
// accept the value.
func (r *Request) SetOption(o Option, value string) bool {
	if o.Type == discordgo.ApplicationCommandOptionChannel && snowflake(o.Name, value) != nil {
		return false
	}
	raw := json.RawMessage(value)
	if o.Type != discordgo.ApplicationCommandOptionInteger {
		raw, _ = json.Marshal(value) // a string cannot fail
	}
	given := r.options.clone()
	if !given.set(o, raw) {
		return false
	}
	r.options = given
	return true
}

// Arg returns the argument of the custom_id with the declared name. It panics if there is
// none.
func (r *Request) Arg(name string) string {
	i := slices.Index(r.id.Args, name)
	if i < 0 {
		panic(fmt.Sprintf("custom_id %s has no argument %s", r.id.Name, name))
	}
	return r.args[i]
}

// IntArg is Arg for an argument declared as a number. Negative numbers become 0.
func (r *Request) IntArg(name string) int {
	n, err := strconv.Atoi(r.Arg(name))
	if err != nil || !r.id.IsInt(name) {
		panic(fmt.Sprintf("the argument %s of custom_id %s is no number", name, r.id.Name))
	}
	return max(0, n)
}

// Chosen returns the value chosen in a menu, or "".
func (r *Request) Chosen() string {
	if len(r.Values) == 0 {
		return ""
	}
	return r.Values[0]
}

// FormText returns an input of a form as one clean line.
func (r *Request) FormText(input string) string { return normalize.Clean(r.form[input]) }

// FormRaw returns an input of a form as typed.
func (r *Request) FormRaw(input string) string { return r.form[input] }

// Target returns the id of the message or the user that the command is used on.
func (r *Request) Target() string { return r.From.Data.TargetID }

// TargetMessage returns the message that the command is used on. ok is false if Discord did
// not send it.
func (r *Request) TargetMessage() (m TextMessage, ok bool) {
	m, ok = r.From.Data.Resolved.Messages[r.Target()]
	return m, ok
}

// User returns the caller's id.
func (r *Request) User() string { return r.From.caller().User.ID }

// Name returns the caller's name in the guild.
func (r *Request) Name() string { return r.From.caller().name() }

// NameOf returns the name in the guild of a user in an option.
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

// Operation returns an operation of the caller on the caller's own record or, if a manager
// uses somebody else's button, on that member's.
func (r *Request) Operation() study.Operation {
	op := study.Operation{ID: r.From.ID, Now: r.Now, Actor: r.User(), Member: r.User(), Name: r.Name(), Groups: r.basis}
	if r.onBehalf != "" {
		op.Member, op.Name = r.onBehalf, ""
	}
	return op
}

// OperationOn returns an operation of the caller on another member's record.
func (r *Request) OperationOn(member string) study.Operation {
	op := r.Operation()
	op.Member, op.Name, op.Groups = member, "", study.AnyGroups
	return op
}

// OnBehalf returns the caller's name if the caller is a manager who uses another member's
// button, else "".
func (r *Request) OnBehalf() string {
	if r.onBehalf == "" {
		return ""
	}
	return r.Name()
}

// EnsureFresh asks the store whether the guild and the caller's groups are unchanged. If
// not, it returns [study.ErrStale]. Handlers that act without the store have to call it;
// those that only reply declare Fresh.
func (r *Request) EnsureFresh(ctx context.Context) error { return r.ensureFresh(ctx) }

// IsElsewhere reports whether the interaction comes from outside the group's home channel.
func (r *Request) IsElsewhere() bool {
	return r.Group.Channel != r.From.ChannelID && r.Group.Channel != r.From.Channel.ParentID
}
