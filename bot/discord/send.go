package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"dojang/commands/router"
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
	hedgeAfter   = 1200 * time.Millisecond // a first answer without a result: then another attempt is made besides
	leastPost    = 1500 * time.Millisecond // all attempts at a first answer, however late it is
	attemptUntil = 5 * time.Second         // one of them
	confirmUntil = 15 * time.Second        // finding out whether the first answer arrived
	editUntil    = 5 * time.Minute         // edits and further messages, all attempts
	hurriedUntil = 15 * time.Second        // the same, while too many of them are tried
)

// sending is one interaction being answered.
type sending struct {
	*Answerer
	in         *router.Interaction
	wrong      error     // with the interaction, which cannot be handled then
	made       time.Time // by our clock
	until      time.Time // the end of Discord's patience for the first answer
	replayed   bool      // it came late, because the connection was lost
	plan       router.Plan
	stage      stage
	holdsLarge bool // a slot of the handlers of large replies
}

// stage is how far the answering has come.
type stage int

const (
	unanswered stage = iota
	deferred         // Discord shows, or may show, that the reply takes longer
	answered         // Discord has the reply
)

// callback wraps an answer's data, JSON or nil.
func callback(kind int, data []byte) []byte {
	if data == nil {
		return fmt.Appendf(nil, `{"type":%d}`, kind)
	}
	return fmt.Appendf(nil, `{"type":%d,"data":%s}`, kind, data)
}

// encode makes the first answer of a reply.
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

// message makes an edit or a further message of a reply.
func encodeMessage(reply router.Reply, flags int) (*body, error) {
	if reply.Message == nil {
		return nil, errEmpty
	}
	data, err := reply.Message.JSON(flags)
	return filesBody(data, reply.Message.Files), err
}

// errEmpty is the error for a reply without anything in it.
var errEmpty = errors.New("empty reply")

func visibility(reply router.Reply) int {
	if reply.Private {
		return view.FlagPrivate
	}
	return 0
}

// first sends the first answer, and the message after it if there is one.
func (s *sending) sendFirst(ctx context.Context, reply router.Reply) {
	sent, err := s.orFault(reply, func(reply router.Reply) error {
		content, err := encodeFirst(reply)
		if err != nil {
			return err
		}
		if err = s.postFirst(ctx, content); isAmbiguous(err) && reply.Message != nil {
			return s.confirmSent(ctx, reply)
		}
		return err
	})
	if err != nil {
		s.logLost("answer", err)
		return
	}
	s.stage = answered
	s.sendNext(ctx, sent)
}

// orFault sends the reply, or, when it turns out to be one that Discord does
// not accept, an apology in its place. It returns what was sent.
func (s *sending) orFault(reply router.Reply, send func(router.Reply) error) (router.Reply, error) {
	err := send(reply)
	if malformed(err) {
		reply = s.fault(err)
		err = send(reply)
	}
	return reply, err
}

// malformed reports whether an error means that the reply itself is wrong.
func malformed(err error) bool {
	var refused *Error
	if errors.As(err, &refused) {
		return refused.Status == http.StatusBadRequest || refused.Status == http.StatusRequestEntityTooLarge
	}
	return errors.Is(err, errEmpty)
}

// check finds out whether the first answer has arrived, by editing it into what
// it is. Where it has not, there is nothing to edit, and Discord says so.
func (s *sending) confirmSent(ctx context.Context, reply router.Reply) error {
	ctx, cancel := context.WithTimeout(ctx, confirmUntil)
	defer cancel()
	return s.edit(ctx, reply)
}

// edit puts the reply where the first answer is.
func (s *sending) edit(ctx context.Context, reply router.Reply) error {
	content, err := encodeMessage(reply, 0)
	if err != nil {
		return err
	}
	return s.retry(ctx, http.MethodPatch, s.original(), content)
}

// original is the path of the first answer.
func (s *sending) original() string { return s.webhook() + "/messages/@original" }

// webhook is the path of all that comes after the first answer.
func (s *sending) webhook() string { return route("webhooks", s.in.ApplicationID, s.in.Token) }

// then sends what follows a message.
func (s *sending) sendNext(ctx context.Context, reply router.Reply) {
	if reply.Then != nil {
		s.sendFollowUp(ctx, *reply.Then)
	}
}

// announce tells Discord that the reply takes longer. When it is not known
// whether that has arrived, the reply will tell.
func (s *sending) deferReply(ctx context.Context) {
	data := callback(answerDefer, nil)
	switch {
	case s.plan.Update:
		data = callback(answerDeferUpdate, nil)
	case s.plan.Private:
		data = callback(answerDefer, fmt.Appendf(nil, `{"flags":%d}`, view.FlagPrivate))
	}
	if err := s.postFirst(ctx, jsonBody(data)); err != nil && !isAmbiguous(err) {
		s.logLost("announcement", err)
		return
	}
	s.stage = deferred
}

// apologize answers after a panic, in the way that is still open.
func (s *sending) apologize(ctx context.Context, err error) {
	reply := s.fault(err)
	switch s.stage {
	case unanswered:
		s.sendFirst(ctx, reply)
	case deferred:
		s.sendDeferred(ctx, reply)
	case answered:
		s.sendFollowUp(ctx, reply)
	}
}

// errAnswered means that the interaction was answered by somebody else, such
// as another bot on the same shard.
var errAnswered = errors.New("answered elsewhere")

// doubt is an error after which Discord may have taken the request all the
// same.
type ambiguous struct{ error }

// Unwrap gives the cause.
func (d ambiguous) Unwrap() error { return d.error }

// doubtful reports whether Discord may have taken the request all the same.
func isAmbiguous(err error) bool {
	var d ambiguous
	return errors.As(err, &d)
}

// post sends the first answer until Discord has it: a rate limit, a failing
// server or a cut connection is tried again while there is time. An attempt
// that has no result yet is not given up: another one is made besides, and the
// first result counts. When Discord says that it has an answer already, another
// attempt of ours got through; when time runs out before it says anything, one
// may have.
func (s *sending) postFirst(ctx context.Context, content *body) error {
	path := route("interactions", s.in.ID, s.in.Token, "callback")
	results, ended := make(chan error), make(chan struct{})
	defer close(ended)
	open := 0 // attempts without a result
	try := func() {
		open++
		go func() {
			once, cancel := context.WithTimeout(context.WithoutCancel(ctx), attemptUntil)
			defer cancel()
			err := s.rest.try(once, http.MethodPost, path, false, content, nil)
			select {
			case results <- err:
			case <-ended:
			}
		}()
	}
	over := time.NewTimer(max(s.until.Sub(s.now()), leastPost))
	defer over.Stop()
	next := time.NewTimer(hedgeAfter)
	defer next.Stop()
	err := errors.New("no answer in time")
	unsure := false
	pause := 25 * time.Millisecond
	for try(); ; {
		select {
		case err = <-results:
			open--
			var refused *Error
			switch taken := errors.As(err, &refused) && refused.Code == codeAcknowledged; {
			case err == nil, taken && (unsure || open > 0):
				return nil
			case taken:
				return errAnswered
			}
			again, after, sure := classify(err)
			unsure = unsure || !sure
			after = max(after, pause)
			pause *= 2
			if again && !s.now().Add(after).After(s.until) {
				next.Reset(after)
				continue
			}
			if next.Stop(); again && open > 0 {
				continue
			}
		case <-next.C:
			if s.now().Before(s.until) {
				try()
				next.Reset(hedgeAfter)
			}
			continue
		case <-over.C:
		}
		if (unsure || open > 0) && !malformed(err) {
			return ambiguous{err}
		}
		return err
	}
}

// later sends the reply after it was announced. The announcement has fixed
// whether the message in its place is private; a private reply to a public
// announcement is sent after that was taken away.
func (s *sending) sendDeferred(ctx context.Context, reply router.Reply) {
	ctx, end := s.followUpContext(ctx)
	defer end()
	if reply.Message == nil {
		reply = s.fault(errors.New("a reply that cannot come late"))
	}
	switch {
	case s.plan.Update && !reply.Update:
		s.sendFollowUp(ctx, reply)
		return
	case !s.plan.Update && !s.plan.Private && reply.Private:
		if err := s.retry(ctx, http.MethodDelete, s.original(), nil); err != nil {
			s.logLost("announcement", err)
		}
		s.sendFollowUp(ctx, reply)
		return
	}
	sent, err := s.orFault(reply, func(reply router.Reply) error { return s.edit(ctx, reply) })
	if err != nil {
		s.logLost("edit", err)
		return
	}
	s.stage = answered
	s.sendNext(ctx, sent)
}

// follow sends a further message.
func (s *sending) sendFollowUp(ctx context.Context, reply router.Reply) {
	ctx, end := s.followUpContext(ctx)
	defer end()
	sent, err := s.orFault(reply, func(reply router.Reply) error {
		content, err := encodeMessage(reply, visibility(reply))
		if err != nil {
			return err
		}
		return s.retry(ctx, http.MethodPost, s.webhook(), content)
	})
	if err != nil {
		s.logLost("follow-up", err)
		return
	}
	s.stage = answered
	s.sendNext(ctx, sent)
}

// patience bounds how long what follows the first answer is tried.
func (s *sending) followUpContext(ctx context.Context) (bounded context.Context, end func()) {
	until := s.until.Add(editUntil)
	done := func() {}
	select {
	case s.Answerer.followUps <- struct{}{}:
		done = func() { <-s.Answerer.followUps }
	default:
		if hurried := s.now().Add(hurriedUntil); hurried.Before(until) {
			until = hurried
		}
	}
	bounded, cancel := context.WithDeadline(ctx, until)
	return bounded, func() { cancel(); done() }
}

// repeat sends an edit or a further message until Discord has it or the
// context ends. A further message that may have arrived is not sent again:
// there would be two.
func (s *sending) retry(ctx context.Context, method, path string, content *body) error {
	pause := 100 * time.Millisecond
	for {
		err := s.rest.tryBounded(ctx, method, path, false, content, nil)
		if err == nil {
			return nil
		}
		again, after, sure := classify(err)
		if !sure && method == http.MethodPost {
			return ambiguous{err}
		}
		if !again || !sleep(ctx, max(after, pause)) {
			return err
		}
		pause = min(2*pause, 10*time.Second)
	}
}

// lost logs an answer that did not reach Discord.
func (s *sending) logLost(what string, err error) {
	if errors.Is(err, errAnswered) {
		s.log.Info("interaction answered elsewhere", "interaction", s.in.ID)
		return
	}
	var refused *Error
	if s.replayed && errors.As(err, &refused) && refused.Code == codeUnknownInteraction {
		s.log.Info("interaction came too late to be answered", "interaction", s.in.ID)
		return
	}
	s.log.Error("interaction: "+what+" lost", "interaction", s.in.ID, "unsure", isAmbiguous(err), "error", err)
}
