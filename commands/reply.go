package commands

import "dojang/view"

// Reply is what a handler answers: exactly one of Message, Modal and Choices.
type Reply struct {
	Message *view.Message
	Private bool // only the caller sees the message
	Update  bool // the message takes the place of the one that the component is on
	Modal   *view.Modal
	Choices []view.Choice
	Then    *Reply // a second message, after the first
	Candid  bool   // the message itself tells of digests that could not be posted
}

func public(m view.Message) Reply  { return Reply{Message: &m} }
func private(m view.Message) Reply { return Reply{Message: &m, Private: true} }
func replace(m view.Message) Reply { return Reply{Message: &m, Update: true} }

// Plan is how an interaction may be acknowledged before its reply is there.
// Discord fixes the visibility of the reply with it.
type Plan struct {
	Defer   bool // it may be deferred at all: completions and forms may not
	Update  bool // the reply updates the message that the component is on
	Private bool // the reply is for the caller only
	Large   bool // the reply may have large files: few of these are made at a time
}
