package discord

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"

	"dojang/commands/router"
	"dojang/view"
)

// Handler makes replies; a [router.Router] is one.
type Handler interface {
	Route(*router.Interaction) router.Call
	// Fault is the reply to an interaction that nothing better can be said to.
	Fault(*router.Interaction, error) router.Reply
}

// The times of an interaction, from when Discord made it. Discord waits three
// seconds for the first answer and takes later ones for fifteen minutes.
// See https://discord.com/developers/docs/interactions/receiving-and-responding.
const (
	deferAfter  = 2 * time.Second
	answerUntil = 2900 * time.Millisecond
	answerLimit = 3 * time.Second         // Discord's
	completeBy  = 1900 * time.Millisecond // handlers of what cannot be deferred
	completeIn  = 250 * time.Millisecond  // these get so long at least
	handleUntil = time.Minute             // handlers of what can
	replayedAge = time.Second             // what is older when it arrives was replayed
)

// How many interactions are in one place at a time. What waits for a handler is
// announced in time. What follows the first answer waits for nothing: beyond
// the limit it is tried for a shorter time.
const (
	maxHandlers  = 256
	maxLarge     = 8 // handlers of large replies, until these are sent
	maxFollowUps = 2048
)

// announceFrom is from how many bytes of files on a reply is announced first, so
// that it has time to be sent.
const deferFrom = 256 << 10

// Answerer answers interactions: each exactly once, in time, and again when an
// answer is lost on the way.
type Answerer struct {
	rest      *Client
	handler   Handler
	log       *slog.Logger
	now       func() time.Time
	slots     chan struct{} // of handlers
	large     chan struct{} // of those whose replies may be large
	followUps chan struct{} // of what follows the first answers
	ages      ages
	missed    atomic.Int64 // interactions too old to be answered, since that was logged
	seen      recent
	inflight  inflight
	taken     atomic.Int64
}

// NewAnswerer makes an answerer that asks the handler for replies.
func NewAnswerer(rest *Client, handler Handler, log *slog.Logger, now func() time.Time) *Answerer {
	return &Answerer{rest: rest, handler: handler, log: log, now: now,
		slots: make(chan struct{}, maxHandlers), large: make(chan struct{}, maxLarge), followUps: make(chan struct{}, maxFollowUps)}
}

// Take answers an interaction as it arrived, in a goroutine of its own.
// Discord may deliver one several times: only the first is taken.
func (a *Answerer) Take(ctx context.Context, raw []byte) {
	in, wrong := router.Decode(raw)
	if in == nil {
		a.log.Warn("interaction left out", "error", wrong)
		return
	}
	if !a.seen.first(in.ID) {
		a.log.Info("interaction delivered again", "interaction", in.ID)
		return
	}
	received := a.now()
	age, sure := a.ages.of(in.Made(), received)
	switch {
	case age >= answerLimit && sure:
		a.countMissed()
		return
	case age >= answerLimit:
		age = 0
	}
	made := received.Add(-age)
	s := &sending{Answerer: a, in: in, wrong: wrong, made: made, until: made.Add(answerUntil), replayed: age >= replayedAge}
	a.taken.Add(1)
	a.inflight.begin()
	go func() {
		defer a.inflight.end()
		// An interaction that has begun is brought to its end also when the
		// bot is shutting down.
		s.serve(context.WithoutCancel(ctx))
	}()
}

// miss counts an interaction that came when Discord takes no answer any more:
// the member was told that nothing happened, and may do it again. After an
// outage there may be thousands: they share a line in the log.
func (a *Answerer) countMissed() {
	if a.missed.Add(1) == 1 {
		time.AfterFunc(time.Second, func() {
			a.log.Info("interactions came too late to be answered", "count", a.missed.Swap(0))
		})
	}
}

// Taken returns how many interactions have been taken so far.
func (a *Answerer) Taken() int64 { return a.taken.Load() }

// Wait returns when no interaction is being answered, or the context ends.
func (a *Answerer) Wait(ctx context.Context) error { return a.inflight.wait(ctx) }

// serve answers an interaction. Whatever panics, the member gets an answer and
// the bot goes on.
func (s *sending) serve(ctx context.Context) {
	defer func() {
		if s.holdsLarge {
			<-s.large
		}
	}()
	if err := s.guard(s.in, func() { s.answer(ctx) }); err != nil {
		_ = s.guard(s.in, func() { s.apologize(ctx, err) })
	}
}

// guard calls f. A panic in it is logged and returned as an error.
func (a *Answerer) guard(in *router.Interaction, f func()) (err error) {
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
func (s *sending) answer(ctx context.Context) {
	if s.wrong != nil {
		s.sendFirst(ctx, s.fault(s.wrong))
		return
	}
	call := s.handler.Route(s.in)
	s.plan = call.Plan
	limit := s.made.Add(handleUntil)
	if !s.plan.Defer {
		limit = s.made.Add(completeBy)
		if least := s.now().Add(completeIn); limit.Before(least) {
			limit = least
		}
	}
	handling, cancel := context.WithDeadline(ctx, limit)
	defer cancel()
	queueing, leave := context.WithCancel(handling)
	defer leave()
	replies := make(chan router.Reply, 1)
	go func() { replies <- s.handle(handling, queueing, call) }()

	timer := time.NewTimer(s.made.Add(deferAfter).Sub(s.now()))
	defer timer.Stop()
	select {
	case reply := <-replies:
		if !s.plan.Defer || reply.Message == nil || reply.Message.Size() < deferFrom {
			s.sendFirst(ctx, reply)
			return
		}
		replies <- reply
	case <-timer.C:
		if !s.plan.Defer {
			s.sendFirst(ctx, <-replies) // its time is over too
			return
		}
	}
	s.deferReply(ctx)
	if s.stage != deferred {
		leave() // the member was told that nothing happened
	}
	reply := <-replies
	if s.stage == deferred {
		s.sendDeferred(ctx, reply)
	}
}

// errBusy is what is wrong when no handler was free.
var errBusy = errors.New("too many interactions at a time")

// handle makes the reply, when its turn comes while it is queueing. One that
// may be large keeps its turn until the interaction is served.
func (s *sending) handle(ctx, queueing context.Context, call router.Call) (reply router.Reply) {
	slots, free := s.slots, func() { <-s.slots }
	if s.plan.Large {
		slots, free = s.large, func() { s.holdsLarge = true }
	}
	select {
	case slots <- struct{}{}:
		defer free()
	case <-queueing.Done():
		if ctx.Err() != nil {
			_ = s.guard(s.in, func() { reply = s.fault(errBusy) })
		}
		return reply
	}
	if err := s.guard(s.in, func() { reply = call.Run(ctx) }); err != nil {
		_ = s.guard(s.in, func() { reply = s.fault(err) })
	}
	return reply
}

// fault is the reply to say that something went wrong. Choices are the only
// answer to what is being typed.
func (s *sending) fault(err error) router.Reply {
	if s.in.Type == discordgo.InteractionApplicationCommandAutocomplete {
		return router.Reply{Choices: []view.Choice{}}
	}
	return s.handler.Fault(s.in, err)
}
