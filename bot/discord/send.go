package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"dojang/commands"
	"dojang/view"
)

// The types of answers. See
// https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object.
const (
	answerMessage     = 4
	answerDefer       = 5
	answerDeferUpdate = 6
	answerUpdate      = 7
	answerChoices     = 8
	answerModal       = 9
)

// How long to try.
const (
	oneAttempt = 1200 * time.Millisecond // one first answer
	editUntil  = 5 * time.Minute         // edits and further messages, all attempts
)

// sending is one interaction being answered.
type sending struct {
	*Answerer
	in    *commands.Interaction
	until time.Time // the end of Discord's patience for the first answer
}

// callback wraps an answer's data, JSON or nil.
func callback(kind int, data []byte) []byte {
	if data == nil {
		return fmt.Appendf(nil, `{"type":%d}`, kind)
	}
	return fmt.Appendf(nil, `{"type":%d,"data":%s}`, kind, data)
}

// encode makes the first answer of a reply.
func encode(reply commands.Reply) ([]byte, error) {
	var data []byte
	var err error
	kind := answerMessage
	switch {
	case reply.Modal != nil:
		kind = answerModal
		data, err = json.Marshal(reply.Modal)
	case reply.Choices != nil:
		kind = answerChoices
		data, err = json.Marshal(map[string][]view.Choice{"choices": reply.Choices})
	case reply.Message == nil:
		return nil, errEmpty
	case reply.Update:
		kind = answerUpdate
		data, err = reply.Message.JSON(0)
	default:
		data, err = reply.Message.JSON(visibility(reply))
	}
	return callback(kind, data), err
}

func visibility(reply commands.Reply) int {
	if reply.Private {
		return view.FlagPrivate
	}
	return 0
}

// first sends the first answer, and the message after it if there is one. An
// answer that Discord does not accept is replaced by an apology.
func (s *sending) first(ctx context.Context, reply commands.Reply) {
	body, err := encode(reply)
	if err == nil {
		err = s.post(ctx, body)
	}
	if malformed(err) && reply.Choices == nil {
		reply = s.handler.Fault(s.in, err)
		if body, err = encode(reply); err == nil {
			err = s.post(ctx, body)
		}
	}
	if err != nil {
		s.lost("answer", err)
		return
	}
	s.then(ctx, reply)
}

// errEmpty is the error for a reply without anything in it.
var errEmpty = errors.New("empty reply")

// malformed reports whether an error means that the reply itself is wrong.
func malformed(err error) bool {
	var refused *Error
	return errors.Is(err, errEmpty) || errors.As(err, &refused) && refused.Code == codeInvalidForm
}

// then sends what follows a message.
func (s *sending) then(ctx context.Context, reply commands.Reply) {
	if reply.Then != nil {
		s.follow(ctx, *reply.Then)
	}
}

// announce tells Discord that the reply takes longer.
func (s *sending) announce(ctx context.Context, plan commands.Plan) bool {
	body := callback(answerDefer, nil)
	switch {
	case plan.Update:
		body = callback(answerDeferUpdate, nil)
	case plan.Private:
		body = callback(answerDefer, fmt.Appendf(nil, `{"flags":%d}`, view.FlagPrivate))
	}
	if err := s.post(ctx, body); err != nil {
		s.lost("announcement", err)
		return false
	}
	return true
}

// errAnswered means that the interaction was answered by somebody else, such
// as another bot on the same shard.
var errAnswered = errors.New("answered elsewhere")

// post sends the first answer until Discord has it: a rate limit, a failing
// server or a cut connection is tried again while there is time. When Discord
// says that it has an answer already, an earlier attempt of ours got through.
func (s *sending) post(ctx context.Context, body []byte) error {
	path := "/interactions/" + s.in.ID + "/" + s.in.Token + "/callback"
	unsure := false
	pause := 25 * time.Millisecond
	for {
		left := s.until.Sub(s.now())
		once, cancel := context.WithTimeout(ctx, min(oneAttempt, max(left, 100*time.Millisecond)))
		err := s.rest.try(once, "POST", path, false, body, nil)
		cancel()
		if err == nil {
			return nil
		}
		wait := pause
		var refused *Error
		if errors.As(err, &refused) {
			if refused.Code == codeAcknowledged {
				if unsure {
					return nil
				}
				return errAnswered
			}
			again, sure := refused.temporary()
			if !again {
				return err
			}
			unsure = unsure || !sure
			wait = max(wait, refused.After)
		} else {
			unsure = true
		}
		if s.now().Add(wait).After(s.until) || !sleep(ctx, wait) {
			return err
		}
		pause *= 2
	}
}

// later sends the reply after it was announced. The announcement has fixed
// whether the message in its place is private; a private reply to a public
// announcement is sent after that was taken away.
func (s *sending) later(ctx context.Context, plan commands.Plan, reply commands.Reply) {
	ctx, cancel := context.WithDeadline(ctx, s.until.Add(editUntil))
	defer cancel()
	if reply.Message == nil {
		reply = s.handler.Fault(s.in, errors.New("a reply that cannot come late"))
	}
	original := "/webhooks/" + s.in.ApplicationID + "/" + s.in.Token + "/messages/@original"
	switch {
	case plan.Update && !reply.Update:
		s.follow(ctx, reply)
		return
	case !plan.Update && !plan.Private && reply.Private:
		if err := s.repeat(ctx, "DELETE", original, nil); err != nil {
			s.lost("announcement", err)
		}
		s.follow(ctx, reply)
		return
	}
	body, err := reply.Message.JSON(0)
	if err == nil {
		err = s.repeat(ctx, "PATCH", original, body)
	}
	if err != nil {
		s.lost("edit", err)
		if body, err := s.handler.Fault(s.in, err).Message.JSON(0); err == nil {
			_ = s.repeat(ctx, "PATCH", original, body) // the first error is logged
		}
		return
	}
	s.then(ctx, reply)
}

// follow sends a further message.
func (s *sending) follow(ctx context.Context, reply commands.Reply) {
	ctx, cancel := context.WithDeadline(ctx, s.until.Add(editUntil))
	defer cancel()
	body, err := reply.Message.JSON(visibility(reply))
	if err == nil {
		err = s.repeat(ctx, "POST", "/webhooks/"+s.in.ApplicationID+"/"+s.in.Token, body)
	}
	if err != nil {
		s.lost("follow-up", err)
		return
	}
	s.then(ctx, reply)
}

// repeat sends an edit or a follow-up until Discord has it or the context
// ends.
func (s *sending) repeat(ctx context.Context, method, path string, body []byte) error {
	pause := 100 * time.Millisecond
	for {
		once, cancel := context.WithTimeout(ctx, botTimeout)
		err := s.rest.try(once, method, path, false, body, nil)
		cancel()
		if err == nil {
			return nil
		}
		wait := pause
		var refused *Error
		if errors.As(err, &refused) {
			if again, _ := refused.temporary(); !again {
				return err
			}
			wait = max(wait, refused.After)
		}
		if !sleep(ctx, wait) {
			return err
		}
		pause = min(2*pause, 10*time.Second)
	}
}

// lost logs an answer that did not reach Discord.
func (s *sending) lost(what string, err error) {
	if errors.Is(err, errAnswered) {
		s.log.Info("interaction answered elsewhere", "interaction", s.in.ID)
		return
	}
	s.log.Error("interaction: "+what+" lost", "interaction", s.in.ID, "error", err)
}
