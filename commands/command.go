package commands

import (
	"context"

	"github.com/bwmarrin/discordgo"

	"dojang/view"
)

// Command is a slash command or, with Sub, a set of subcommands.
type Command struct {
	Name     string
	Sub      []Command
	Managers bool // only members who manage the server may use it
	Options  []Option
	Private  func(*Request) bool // whether the reply is for the caller only; nil: it is public
	Large    bool                // the reply may have large files
	Run      func(context.Context, *Request) (Reply, error)
	Actions  []Action // the buttons, menus and forms that belong to it
}

// Option is an option of a command. Its name and description stand in the
// catalogue under the command's path and the option's name or, where several
// commands share it, under Text.
type Option struct {
	Name     string
	Type     discordgo.ApplicationCommandOptionType
	Required bool
	Text     string   // the catalogue's key, or "" for the one that follows from the path
	Choices  []string // the only values; their texts stand under the key or, if set, under ChoiceText
	Shown    string   // the catalogue's key before the choices' texts, or "" for the option's
	Min, Max int      // of a number
	Channels []discordgo.ChannelType
	Complete func(context.Context, *Request, string) ([]view.Choice, error) // what is offered while it is typed
	Reads    bool                                                           // Complete asks the store itself, once: nothing is read for it
}

// Action is what a button, a menu or a form does.
type Action struct {
	Name     string // the first word of the custom_id
	Args     int    // how many arguments the custom_id has after it
	Managers bool
	Modal    bool // the reply is a form, which cannot be deferred
	Update   bool // the reply updates the message that it is on
	Private  bool // the reply is for the caller only
	Run      func(context.Context, *Request) (Reply, error)
}

// inPlace is an action on a private message, whose place its reply takes.
func inPlace(name string, args int, run func(context.Context, *Request) (Reply, error)) Action {
	return Action{Name: name, Args: args, Update: true, Private: true, Run: run}
}

// managed is inPlace for managers.
func managed(name string, args int, run func(context.Context, *Request) (Reply, error)) Action {
	action := inPlace(name, args, run)
	action.Managers = true
	return action
}

// always makes a command's replies private.
func always(*Request) bool { return true }

// groupOption lets the caller say which group is meant. It stands last.
func groupOption(complete func(context.Context, *Request, string) ([]view.Choice, error)) Option {
	return Option{Name: "group", Type: discordgo.ApplicationCommandOptionString, Text: "option.group", Complete: complete}
}
