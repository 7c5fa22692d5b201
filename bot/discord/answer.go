package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"dojang/commands"
	"dojang/view"
)

// Handler makes replies; a [commands.Router] is one.
type Handler interface {
	Plan(*commands.Interaction) commands.Plan
	Handle(context.Context, *commands.Interaction) commands.Reply
	// Fault is the reply to an interaction that nothing better can be said to.
	Fault(*commands.Interaction, error) commands.Reply
}

// The times of an interaction, from when Discord made it. Discord waits three
// seconds for the first answer and takes later ones for fifteen minutes.
// See https://discord.com/developers/docs/interactions/receiving-and-responding.
const (
	deferAfter  = 2 * time.Second
	answerUntil = 2900 * time.Millisecond
	completeBy  = 1900 * time.Millisecond // handlers of what cannot be deferred
	handleUntil = time.Minute             // handlers of what can
	editUntil   = 5 * time.Minute
	oneAttempt  = 1200 * time.Millisecond
)

// Types of answers.
const (
	answerMessage      = 4
	answerDefer        = 5
	answerDeferUpdate  = 6
	answerUpdate       = 7
	answerChoices      = 8
	answerModal        = 9
	maxHandlers        = 256 // interactions handled at a time
	rememberDuplicates = 8192
)

// Answerer answers interactions: each exactly once, in time, and again when an
// answer is lost on the way.
type Answerer struct {
	rest    *Client
	handler Handler
	log     *slog.Logger
	now     func() time.Time
	slots   chan struct{}
	seen    recent
	flight  sync.WaitGroup
	taken   atomic.Int64
}

// NewAnswerer makes an answerer that asks the handler for replies.
func NewAnswerer(rest *Client, handler Handler, log *slog.Logger, now func() time.Time) *Answerer {
	return &Answerer{rest: rest, handler: handler, log: log, now: now, slots: make(chan struct{}, maxHandlers)}
}

// Take answers an interaction as it arrived, in a goroutine of its own.
// Discord may deliver one several times: only the first is taken.
func (a *Answerer) Take(ctx context.Context, raw []byte) {
	in, err := commands.Decode(raw)
	if err != nil {
		a.log.Warn("interaction left out", "error", err)
		return
	}
	if !a.seen.first(in.ID) {
		a.log.Info("interaction delivered again", "interaction", in.ID)
		return
	}
	received := a.now()
	a.taken.Add(1)
	a.flight.Go(func() {
		a.slots <- struct{}{}
		defer func() { <-a.slots }()
		// An interaction that has begun is brought to its end also when the
		// bot is shutting down.
		a.serve(context.WithoutCancel(ctx), in, received)
	})
}

// Taken returns how many interactions have been taken so far.
func (a *Answerer) Taken() int64 { return a.taken.Load() }

// Wait returns when no interaction is being answered, or the context ends.
func (a *Answerer) Wait(ctx context.Context) error {
	idle := make(chan struct{})
	go func() {
		a.flight.Wait()
		close(idle)
	}()
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// serve makes the reply and sends it; a reply that takes long is announced
// first.
func (a *Answerer) serve(ctx context.Context, in *commands.Interaction, received time.Time) {
	made := a.made(in, received)
	plan := a.handler.Plan(in)
	limit := handleUntil
	if !plan.Defer {
		limit = completeBy
	}
	handling, cancel := context.WithDeadline(ctx, made.Add(limit))
	defer cancel()
	replies := make(chan commands.Reply, 1)
	go func() { replies <- a.handler.Handle(handling, in) }()

	s := &sending{Answerer: a, in: in, until: made.Add(answerUntil)}
	timer := time.NewTimer(made.Add(deferAfter).Sub(a.now()))
	defer timer.Stop()
	select {
	case reply := <-replies:
		s.first(ctx, reply)
	case <-timer.C:
		if !plan.Defer {
			s.first(ctx, <-replies) // its time is over too
			return
		}
		announced := s.announce(ctx, plan)
		reply := <-replies
		if announced {
			s.later(ctx, plan, reply)
		}
	}
}

// made is when Discord made the interaction. One that was replayed after a
// lost connection has used up some of its time; a clock that is off must not
// make it look older than it can be.
func (a *Answerer) made(in *commands.Interaction, received time.Time) time.Time {
	if age := received.Sub(in.Made()); age > 0 && age < answerUntil {
		return received.Add(-age)
	}
	return received
}

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

// recent remembers the latest interactions, to take each once.
type recent struct {
	mu       sync.Mutex
	new, old map[string]bool
}

// first reports whether the id is seen for the first time.
func (r *recent) first(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.new[id] || r.old[id] {
		return false
	}
	if r.new == nil || len(r.new) >= rememberDuplicates {
		r.old, r.new = r.new, make(map[string]bool)
	}
	r.new[id] = true
	return true
}
