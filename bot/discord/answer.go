package discord

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"

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
)

// maxHandlers is how many interactions are handled at a time.
const maxHandlers = 256

// Answerer answers interactions: each exactly once, in time, and again when an
// answer is lost on the way.
type Answerer struct {
	rest    *Client
	handler Handler
	log     *slog.Logger
	now     func() time.Time
	slots   chan struct{}
	seen    recent
	flight  flight
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
	a.flight.begin()
	go func() {
		defer a.flight.end()
		a.slots <- struct{}{}
		defer func() { <-a.slots }()
		// An interaction that has begun is brought to its end also when the
		// bot is shutting down.
		a.serve(context.WithoutCancel(ctx), in, received)
	}()
}

// Taken returns how many interactions have been taken so far.
func (a *Answerer) Taken() int64 { return a.taken.Load() }

// Wait returns when no interaction is being answered, or the context ends.
func (a *Answerer) Wait(ctx context.Context) error { return a.flight.wait(ctx) }

// serve answers an interaction, unless its turn comes when Discord takes no
// answer any more: a member who was told that nothing happened tries again.
// Whatever panics, the member gets an answer and the bot goes on.
func (a *Answerer) serve(ctx context.Context, in *commands.Interaction, received time.Time) {
	made := a.made(in, received)
	if age := a.now().Sub(made); age >= answerUntil {
		a.log.Warn("interaction too old", "interaction", in.ID, "seconds", age.Seconds())
		return
	}
	s := &sending{Answerer: a, in: in, until: made.Add(answerUntil)}
	if err := a.guard(in, func() { s.answer(ctx, made) }); err != nil {
		_ = a.guard(in, func() { s.apologize(ctx, err) })
	}
}

// guard calls f. A panic in it is logged and returned as an error.
func (a *Answerer) guard(in *commands.Interaction, f func()) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v", v)
			a.log.Error("interaction: panic", "interaction", in.ID, "panic", v, "stack", string(debug.Stack()))
		}
	}()
	f()
	return nil
}

// answer makes the reply and sends it; a reply that takes long is announced
// first.
func (s *sending) answer(ctx context.Context, made time.Time) {
	s.plan = s.handler.Plan(s.in)
	limit := handleUntil
	if !s.plan.Defer {
		limit = completeBy
	}
	handling, cancel := context.WithDeadline(ctx, made.Add(limit))
	defer cancel()
	replies := make(chan commands.Reply, 1)
	go func() { replies <- s.handle(handling) }()

	timer := time.NewTimer(made.Add(deferAfter).Sub(s.now()))
	defer timer.Stop()
	select {
	case reply := <-replies:
		s.first(ctx, reply)
	case <-timer.C:
		if !s.plan.Defer {
			s.first(ctx, <-replies) // its time is over too
			return
		}
		s.announce(ctx)
		reply := <-replies
		if s.stage == announced {
			s.later(ctx, reply)
		}
	}
}

// handle makes the reply.
func (s *sending) handle(ctx context.Context) (reply commands.Reply) {
	if err := s.guard(s.in, func() { reply = s.handler.Handle(ctx, s.in) }); err != nil {
		_ = s.guard(s.in, func() { reply = s.fault(err) })
	}
	return reply
}

// fault is the reply to say that something went wrong. Choices are the only
// answer to what is being typed.
func (s *sending) fault(err error) commands.Reply {
	if s.in.Type == discordgo.InteractionApplicationCommandAutocomplete {
		return commands.Reply{Choices: []view.Choice{}}
	}
	return s.handler.Fault(s.in, err)
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
