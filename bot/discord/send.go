package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"dojang/commands/router"
	"dojang/view"
)

// How long to try.
const (
	hedgeAfter      = 1200 * time.Millisecond // without a result, another attempt at the first answer starts
	minAnswerTime   = 1500 * time.Millisecond // all attempts at the first answer, at least
	attemptTimeout  = 5 * time.Second         // one attempt at the first answer
	confirmTimeout  = 15 * time.Second        // confirming that the first answer arrived
	editTimeout     = 5 * time.Minute         // all attempts at an edit or a follow-up
	busyEditTimeout = 15 * time.Second        // the same, beyond maxFollowUps
)

// editFailures is how often in a row Discord may fail at an edit, with status 500, before a
// short one is tried in its place. It fails each time if a message has too much text; see
// [view.MaxBytes].
const editFailures = 5

// sending is the answering of one interaction.
type sending struct {
	*Answerer
	in         *router.Interaction
	invalid    error     // why the interaction cannot be handled, or nil
	created    time.Time // when Discord created it, by our clock
	until      time.Time // when to stop retrying the first answer
	replayed   bool      // it arrived late, after a lost connection
	plan       router.Plan
	stage      stage
	holdsLarge bool   // it holds a slot of large
	leave      func() // gives back the place among those that have no reply yet
}

// stage is how much of the answer Discord has.
type stage int

const (
	unanswered stage = iota
	deferred         // Discord has, or may have, the deferral
	answered         // Discord has the reply
)

// sendFirst sends the reply as the first answer, and the next message if there is one.
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

// orFault sends the reply. If the reply itself is why Discord rejects it, orFault sends an
// apology instead. It returns what was sent.
func (s *sending) orFault(reply router.Reply, send func(router.Reply) error) (router.Reply, error) {
	err := send(reply)
	if malformed(err) || s.unknownTooSoon(err) {
		reply = s.undelivered(err)
		err = send(reply)
	}
	return reply, err
}

// malformed reports whether the reply itself is the cause of the error.
func malformed(err error) bool {
	var refused *Error
	if errors.As(err, &refused) {
		return refused.Status == http.StatusBadRequest || refused.Status == http.StatusRequestEntityTooLarge
	}
	return errors.Is(err, errEmpty)
}

// unknownTooSoon reports whether Discord says that it does not know the interaction although
// its time is not over. It says so of a first answer with too much text.
func (s *sending) unknownTooSoon(err error) bool {
	var refused *Error
	return errors.As(err, &refused) && refused.Code == codeUnknownInteraction && s.now().Before(s.created.Add(answerLimit))
}

// failed reports whether Discord failed at a request that it received.
func failed(err error) bool {
	var refused *Error
	return errors.As(err, &refused) && refused.Status == http.StatusInternalServerError
}

// confirmSent finds out whether the first answer arrived, by editing it to the same
// contents. If it did not arrive, Discord finds nothing to edit and returns an error.
func (s *sending) confirmSent(ctx context.Context, reply router.Reply) error {
	ctx, cancel := context.WithTimeout(ctx, confirmTimeout)
	defer cancel()
	return s.edit(ctx, reply, 0)
}

// editOrFault edits the first answer to the reply. If Discord keeps failing, it is either
// because of the reply or out of order: then an apology is tried, by a single request, and if
// that fails as well, the reply again for as long as there is time. editOrFault returns what was sent.
func (s *sending) editOrFault(ctx context.Context, reply router.Reply) (router.Reply, error) {
	sent, err := s.orFault(reply, func(reply router.Reply) error { return s.edit(ctx, reply, editFailures) })
	if !failed(err) {
		return sent, err
	}
	apology := s.undelivered(err)
	content, err := encodeMessage(apology, 0)
	if err == nil && s.rest.tryBounded(ctx, http.MethodPatch, s.original(), false, content, nil) == nil {
		return apology, nil
	}
	return reply, s.edit(ctx, reply, 0)
}

// edit replaces the first answer with the reply. It gives up after so many failures of
// Discord in a row, or never for 0.
func (s *sending) edit(ctx context.Context, reply router.Reply, failures int) error {
	content, err := encodeMessage(reply, 0)
	if err != nil {
		return err
	}
	return s.retry(ctx, http.MethodPatch, s.original(), content, failures)
}

// original returns the path of the first answer.
func (s *sending) original() string { return s.webhook() + "/messages/@original" }

// webhook returns the path of the interaction's follow-ups.
func (s *sending) webhook() string { return route("webhooks", s.in.ApplicationID, s.in.Token) }

// sendNext sends the message that follows the reply, if there is one.
func (s *sending) sendNext(ctx context.Context, reply router.Reply) {
	if reply.Then != nil {
		s.sendFollowUp(ctx, *reply.Then)
	}
}

// deferReply sends the deferral. If it is unknown whether the deferral arrived, it
// counts as sent: the edit that follows will show it.
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

// apologize answers after a panic, in whatever way is still possible.
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

// errAnswered means that another process has answered the interaction, such as another
// bot on the same shard.
var errAnswered = errors.New("answered elsewhere")

// ambiguous is an error after which Discord may still have executed the request.
type ambiguous struct{ error }

// Unwrap returns the cause.
func (d ambiguous) Unwrap() error { return d.error }

// isAmbiguous reports whether Discord may have executed the request despite the error.
func isAmbiguous(err error) bool {
	var d ambiguous
	return errors.As(err, &d)
}

// postFirst sends the first answer until Discord has it. Rate limits, server errors and
// cut connections are retried while there is time.
//
// An attempt without a result is not cancelled: another one starts beside it, and the
// first result counts. If Discord says that the interaction is already acknowledged, an
// earlier attempt of ours may have got through, and if there was one, that counts as
// success. If time runs out while an attempt may have got through, the error is
// ambiguous.
func (s *sending) postFirst(ctx context.Context, content *body) error {
	path := route("interactions", s.in.ID, s.in.Token, "callback")
	results, ended := make(chan error), make(chan struct{})
	defer close(ended)
	open := 0 // attempts without a result
	try := func() {
		open++
		go func() {
			once, cancel := context.WithTimeout(context.WithoutCancel(ctx), attemptTimeout)
			defer cancel()
			err := s.rest.try(once, http.MethodPost, path, false, content, nil)
			select {
			case results <- err:
			case <-ended:
			}
		}()
	}
	over := time.NewTimer(max(s.until.Sub(s.now()), minAnswerTime))
	defer over.Stop()
	next := time.NewTimer(hedgeAfter)
	defer next.Stop()
	err := errors.New("no answer in time")
	maybeSent := false // an attempt failed that may have got through
	pause := 25 * time.Millisecond
	for try(); ; {
		select {
		case err = <-results:
			open--
			var refused *Error
			switch acknowledged := errors.As(err, &refused) && refused.Code == codeAcknowledged; {
			case err == nil, acknowledged && (maybeSent || open > 0):
				return nil
			case acknowledged:
				return errAnswered
			}
			retry, after, noEffect := classify(err)
			maybeSent = maybeSent || !noEffect
			after = max(after, pause)
			pause *= 2
			if retry && !s.now().Add(after).After(s.until) {
				next.Reset(after)
				continue
			}
			if next.Stop(); retry && open > 0 {
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
		if (maybeSent || open > 0) && !malformed(err) {
			return ambiguous{err}
		}
		return err
	}
}

// sendDeferred sends the reply after a deferral. The deferral has fixed whether the
// message in its place is private. A private reply to a public deferral is therefore
// sent as a follow-up, after the deferral is deleted.
func (s *sending) sendDeferred(ctx context.Context, reply router.Reply) {
	ctx, end := s.followUpContext(ctx)
	defer end()
	if reply.Message == nil {
		reply = s.undelivered(errors.New("a reply that cannot come late"))
	}
	switch {
	case s.plan.Update && !reply.Update:
		s.sendFollowUp(ctx, reply)
		return
	case !s.plan.Update && !s.plan.Private && reply.Private:
		if err := s.retry(ctx, http.MethodDelete, s.original(), nil, 0); err != nil {
			s.logLost("announcement", err)
		}
		s.sendFollowUp(ctx, reply)
		return
	}
	sent, err := s.editOrFault(ctx, reply)
	if err != nil {
		s.logLost("edit", err)
		return
	}
	s.stage = answered
	s.sendNext(ctx, sent)
}

// sendFollowUp sends the reply as a follow-up.
func (s *sending) sendFollowUp(ctx context.Context, reply router.Reply) {
	ctx, end := s.followUpContext(ctx)
	defer end()
	sent, err := s.orFault(reply, func(reply router.Reply) error {
		content, err := encodeMessage(reply, visibility(reply))
		if err != nil {
			return err
		}
		return s.retry(ctx, http.MethodPost, s.webhook(), content, 0)
	})
	if err != nil {
		s.logLost("follow-up", err)
		return
	}
	s.stage = answered
	s.sendNext(ctx, sent)
}

// followUpContext limits how long an edit or a follow-up is retried.
func (s *sending) followUpContext(ctx context.Context) (bounded context.Context, end func()) {
	until := s.until.Add(editTimeout)
	done := func() {}
	select {
	case s.Answerer.followUps <- struct{}{}:
		done = func() { <-s.Answerer.followUps }
	default:
		if short := s.now().Add(busyEditTimeout); short.Before(until) {
			until = short
		}
	}
	bounded, cancel := context.WithDeadline(ctx, until)
	return bounded, func() { cancel(); done() }
}

// retry sends an edit or a follow-up until Discord has it or the context ends, or until
// Discord has failed so many times in a row if failures is not 0. A follow-up that may have arrived
// is not sent again, because there would be two.
func (s *sending) retry(ctx context.Context, method, path string, content *body, failures int) error {
	pause, left := 100*time.Millisecond, failures
	for {
		err := s.rest.tryBounded(ctx, method, path, false, content, nil)
		if err == nil {
			return nil
		}
		if !failed(err) {
			left = failures
		} else if left--; left == 0 {
			return err
		}
		retry, after, noEffect := classify(err)
		if !noEffect && method == http.MethodPost {
			return ambiguous{err}
		}
		if !retry || !sleep(ctx, max(after, pause)) {
			return err
		}
		pause = min(2*pause, 10*time.Second)
	}
}

// logLost logs an answer that did not reach Discord.
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
