package router

import (
	"context"
	"fmt"

	"github.com/bwmarrin/discordgo"

	"dojang/view"
)

// Handler returns the reply to a request.
type Handler func(context.Context, *Request) (Reply, error)

// Completer returns the choices for what was typed in an option so far.
type Completer func(ctx context.Context, r *Request, typed string) ([]view.Choice, error)

// Command is a slash command or, with Sub, a set of subcommands. With On, it is a command in
// the menu of a message or a member instead, which has neither options nor subcommands.
type Command struct {
	Name     string
	On       Target
	Text     string // catalogue key of the name of a command with On
	Sub      []Command
	Managers bool      // only members who manage the server may use it
	Group    GroupNeed // resolved as Request.Group
	Fresh    bool      // ask the store whether the guild is current, because the handler does not
	Options  []Option
	Private  func(*Request) bool // whether the reply is for the caller only; nil means public
	Large    bool                // the reply may have large files
	Lists    bool                // it reads more than a page; a user gets few a minute, see listCounter
	Modal    bool                // the reply may be a form, which cannot be deferred
	Run      Handler
	Actions  []Action // its buttons, menus and forms
}

// Target is what a command is used on.
type Target discordgo.ApplicationCommandType

// The kinds of Target.
const (
	OnNothing Target = 0 // a slash command
	OnMember         = Target(discordgo.UserApplicationCommand)
	OnMessage        = Target(discordgo.MessageApplicationCommand)
)

// kind returns the type of the commands in Discord's definitions.
func (t Target) kind() discordgo.ApplicationCommandType {
	if t == OnNothing {
		return discordgo.ChatApplicationCommand
	}
	return discordgo.ApplicationCommandType(t)
}

// key returns the key by which a router finds the command. Commands of different kinds may
// have the same name.
func (t Target) key(path string) string {
	if t == OnNothing {
		return path
	}
	return fmt.Sprintf("%d:%s", t, path) // the names of slash commands have no colon
}

// Action is what a button, a menu or a form does.
type Action struct {
	ID       view.CustomID // its kind of custom_id
	Managers bool
	Group    GroupNeed // resolved from the argument "group"
	Owner    OwnerNeed // who may use it, compared with the argument "member"
	Version  bool      // the argument "version" has to be the roadmap's current version
	Fresh    bool
	Modal    bool // the reply is a form, which cannot be deferred
	Update   bool // the reply replaces the message that the component is on
	Private  bool // the reply is for the caller only
	Lists    bool // as of a command
	Run      Handler
}

// GroupNeed says which groups a command or an action accepts.
type GroupNeed int

// The kinds of GroupNeed.
const (
	NoGroup       GroupNeed = iota
	ReadableGroup           // archived groups, too
	WritableGroup           // archived groups are refused
)

// OwnerNeed says who may use an action.
type OwnerNeed int

// The kinds of OwnerNeed.
const (
	Anyone         OwnerNeed = iota
	Owner                    // the member in the custom_id
	OwnerOrManager           // or a manager, who then changes that member's record
)

// InPlace returns an action on a private message that the reply replaces.
func InPlace(id view.CustomID, group GroupNeed, run Handler) Action {
	return Action{ID: id, Group: group, Update: true, Private: true, Run: run}
}

// ForManagers returns the action restricted to managers.
func (a Action) ForManagers() Action {
	a.Managers = true
	return a
}

// Listing returns the action as one that reads more than a page.
func (a Action) Listing() Action {
	a.Lists = true
	return a
}

// Always is a Command.Private for replies that are always private.
func Always(*Request) bool { return true }

// Option is an option of a command. The catalogue key of its name and description is the
// command's path and the option's name, or Text for options that several commands share.
type Option struct {
	Name     string
	Type     discordgo.ApplicationCommandOptionType
	Required bool
	Text     string   // catalogue key, or "" for the one that follows from the path
	Choices  []string // allowed values, if limited; the prefix of their catalogue keys is Shown or the option's key
	Shown    string   // catalogue prefix of the choices, or "" for the option's key
	Min, Max int      // limits of a number
	Channels []discordgo.ChannelType

	Complete Completer  // offers choices while it is typed; may be nil
	ByGroup  bool       // Complete needs Request.Group
	Checks   ChecksNeed // what Request.Done has for Complete
}

// ChecksNeed says whose checks a completion reads.
type ChecksNeed int

// The kinds of ChecksNeed.
const (
	OwnChecks    ChecksNeed = iota // the caller's
	NoChecks                       // nobody's
	MemberChecks                   // those of the member in the option "member"; without one, nothing is offered
)
