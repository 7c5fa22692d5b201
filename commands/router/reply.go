package router

import "dojang/view"

// Reply is the result of a handler: exactly one of Message, Modal and Choices.
type Reply struct {
	Message      *view.Message
	Private      bool // only the caller sees the message
	Update       bool // the message replaces the one that the component is on
	Modal        *view.Modal
	Choices      []view.Choice
	Then         *Reply // a second message, sent after the first
	SkipWarnings bool   // the message already says what a manager would be warned of
}

// Public returns a message for everyone in the channel.
func Public(m view.Message) Reply { return Reply{Message: &m} }

// Private returns a message for the caller only.
func Private(m view.Message) Reply { return Reply{Message: &m, Private: true} }

// Replace returns a message that replaces the one that the component is on.
func Replace(m view.Message) Reply { return Reply{Message: &m, Update: true} }

// Form returns a form that opens over the channel.
func Form(m view.Modal) Reply { return Reply{Modal: &m} }

// Plan says how an interaction may be acknowledged before its reply is ready. The
// acknowledgement fixes the visibility of the reply.
type Plan struct {
	Defer   bool // it may be deferred; completions and forms may not
	Update  bool // the reply replaces the message that the component is on
	Private bool // the reply is for the caller only
	Large   bool // the reply may have large files; few such handlers run at a time
}
