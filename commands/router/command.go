package router

import (
	"context"

	"github.com/bwmarrin/discordgo"

	"dojang/view"
)

// Handler makes the reply to a request.
type Handler func(context.Context, *Request) (Reply, error)

// Completer returns what is offered while an option is typed.
type Completer func(ctx context.Context, r *Request, typed string) ([]view.Choice, error)

// Command is a slash command or, with Sub, a set of subcommands.
type Command struct {
	Name     string
	Sub      []Command
	Managers bool      // only members who manage the server may use it
	Group    GroupNeed // the handler finds it as Request.Group
	Fresh    bool      // the reply is made from the guild alone: the store is asked whether it is still so
	Options  []Option
	Private  func(*Request) bool // whether the reply is for the caller only; nil: it is public
	Large    bool                // the reply may have large files
	Run      Handler
	Actions  []Action // the buttons, menus and forms that belong to it
}

// Action is what a button, a menu or a form does.
type Action struct {
	ID       view.CustomID // how its custom_id is packed
	Managers bool
	Group    GroupNeed // the one that the argument "group" names
	Owner    OwnerNeed // who may use it, by the argument "member"
	Version  bool      // the group's roadmap has to be of the version that the argument "version" names
	Fresh    bool
	Modal    bool // the reply is a form, which cannot be deferred
	Update   bool // the reply updates the message that it is on
	Private  bool // the reply is for the caller only
	Run      Handler
}

// GroupNeed says which groups something can be done with.
type GroupNeed int

// The needs of a group.
const (
	NoGroup       GroupNeed = iota
	ReadableGroup           // also an archived one
	WritableGroup           // an archived one is refused
)

// OwnerNeed says for whom a button is.
type OwnerNeed int

// The needs of an owner.
const (
	Anyone         OwnerNeed = iota
	Owner                    // the member that the custom_id names
	OwnerOrManager           // a manager acts on that member's record
)

// InPlace is the action of a private message that is updated by the reply.
func InPlace(id view.CustomID, group GroupNeed, run Handler) Action {
	return Action{ID: id, Group: group, Update: true, Private: true, Run: run}
}

// ForManagers is the action for managers only.
func (a Action) ForManagers() Action {
	a.Managers = true
	return a
}

// Always makes a command's replies private.
func Always(*Request) bool { return true }

// Option is an option of a command. Its name and description stand in the
// catalogue under the command's path and the option's name or, where several
// commands share it, under Text.
type Option struct {
	Name     string
	Type     discordgo.ApplicationCommandOptionType
	Required bool
	Text     string   // the catalogue's key, or "" for the one that follows from the path
	Choices  []string // the only values; their texts stand under the key or, if set, under Shown
	Shown    string   // the catalogue's key before the choices' texts, or "" for the option's
	Min, Max int      // of a number
	Channels []discordgo.ChannelType

	Complete Completer // what is offered while it is typed; nil: nothing
	ByGroup  bool      // Complete needs Request.Group
	Marks    MarksNeed // what Complete finds as Request.Done
}

// MarksNeed says whose checks a completion looks at.
type MarksNeed int

// The needs of checks.
const (
	OwnMarks    MarksNeed = iota // the caller's
	NoMarks                      // Complete reads the store itself, if at all
	MemberMarks                  // those of the member that the option "member" names; until there is one, nothing is offered
)
