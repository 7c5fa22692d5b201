package router

import "dojang/view"

// Reply is what a handler answers: exactly one of Message, Modal and Choices.
type Reply struct {
	Message      *view.Message
	Private      bool // only the caller sees the message
	Update       bool // the message takes the place of the one that the component is on
	Modal        *view.Modal
	Choices      []view.Choice
	Then         *Reply // a second message, after the first
	SkipWarnings bool   // the message itself tells what a manager would be warned of
}

// Public is a message for everyone in the channel.
func Public(m view.Message) Reply { return Reply{Message: &m} }

// Private is a message for the caller only.
func Private(m view.Message) Reply { return Reply{Message: &m, Private: true} }

// Replace is a message that takes the place of the one that the component is on.
func Replace(m view.Message) Reply { return Reply{Message: &m, Update: true} }

// Form is a form that opens over the channel.
func Form(m view.Modal) Reply { return Reply{Modal: &m} }

// Plan is how an interaction may be acknowledged before its reply is there.
// Discord fixes the visibility of the reply with it.
type Plan struct {
	Defer   bool // it may be deferred at all: completions and forms may not
	Update  bool // the reply updates the message that the component is on
	Private bool // the reply is for the caller only
	Large   bool // the reply may have large files: few of these are made at a time
}
