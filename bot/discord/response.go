package discord

import (
	"encoding/json"
	"errors"
	"fmt"

	"dojang/commands/router"
	"dojang/view"
)

// Types of interaction responses.
// See https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object.
const (
	answerMessage     = 4
	answerDefer       = 5
	answerDeferUpdate = 6
	answerUpdate      = 7
	answerChoices     = 8
	answerModal       = 9
)

// callback returns the body of an interaction response; data is JSON or nil.
func callback(kind int, data []byte) []byte {
	if data == nil {
		return fmt.Appendf(nil, `{"type":%d}`, kind)
	}
	return fmt.Appendf(nil, `{"type":%d,"data":%s}`, kind, data)
}

// encodeFirst encodes a reply as the first answer.
func encodeFirst(reply router.Reply) (*body, error) {
	kind, flags := answerMessage, visibility(reply)
	switch {
	case reply.Modal != nil:
		data, err := json.Marshal(reply.Modal)
		return jsonBody(callback(answerModal, data)), err
	case reply.Choices != nil:
		data, err := json.Marshal(map[string][]view.Choice{"choices": reply.Choices})
		return jsonBody(callback(answerChoices, data)), err
	case reply.Message == nil:
		return nil, errEmpty
	case reply.Update:
		kind, flags = answerUpdate, 0
	}
	data, err := reply.Message.JSON(flags)
	return filesBody(callback(kind, data), reply.Message.Files), err
}

// encodeMessage encodes a reply as an edit or a follow-up.
func encodeMessage(reply router.Reply, flags int) (*body, error) {
	if reply.Message == nil {
		return nil, errEmpty
	}
	data, err := reply.Message.JSON(flags)
	return filesBody(data, reply.Message.Files), err
}

// errEmpty is the error for a reply without contents.
var errEmpty = errors.New("empty reply")

func visibility(reply router.Reply) int {
	if reply.Private {
		return view.FlagPrivate
	}
	return 0
}
