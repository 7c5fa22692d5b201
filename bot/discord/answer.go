package discord

import (
	"context"
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
	// Fault returns the reply for an interaction that failed with the error.
	Fault(*router.Interaction, error) router.Reply
	// Undelivered returns the reply for an interaction that was handled and whose reply
	// could not be sent because of the error.
	Undelivered(*router.Interaction, error) router.Reply
	// Busy returns the reply for an interaction that is not handled, because too many
	// are waiting.
	Busy(*router.Interaction) router.Reply
}

// Times of an interaction, counted from when Discord created it. Discord waits three
// seconds for the first answer and accepts later ones for fifteen minutes.
// See https://discord.com/developers/docs/interactions/receiving-and-responding.
const (
	deferAfter   = 2 * time.Second         // without a reply, the interaction is deferred
	answerUntil  = 2900 * time.Millisecond // the first answer is retried until then
	answerLimit  = 3 * time.Second         // Discord's limit for the first answer
	immediateBy  = 1900 * time.Millisecond // deadline of handlers that cannot be deferred
	immediateMin = 250 * time.Millisecond  // time that such a handler gets at least
	handleUntil  = time.Minute             // deadline of handlers that can be deferred
	replayedAge  = time.Second             // an interaction older than this on arrival was replayed
)

// Limits of concurrent work. An interaction that waits for a handler is deferred in
// time. What follows the first answer never waits: beyond maxFollowUps it is retried
// for a shorter time.
const (
	maxHandlers  = 256
	maxLarge     = 8 // handlers of large replies, counted until the reply is sent
	maxFollowUps = 2048
)

// deferFrom is the size of a reply, in bytes of files, from which it is deferred first,
// so that it has time to upload.
const deferFrom = 256 << 10

// Answerer answers each interaction exactly once and in time. It sends an answer again
// if it was lost on the way.
type Answerer struct {
	rest      *Client
	handler   Handler
	log       *slog.Logger
	now       func() time.Time
	slots     chan struct{} // one element for each running handler
	large     chan struct{} // the same for handlers whose replies may be large
	followUps chan struct{} // one element for each follow-up that is retried for long
	ages      ages
	seen      recent
	admission admission
	missed    tally // interactions too old to be answered
	refused   tally // interactions that were turned away
	inflight  inflight
	taken     atomic.Int64
}

// NewAnswerer makes an answerer that gets its replies from the handler.
func NewAnswerer(rest *Client, handler Handler, log *slog.Logger, now func() time.Time) *Answerer {
	return &Answerer{rest: rest, handler: handler, log: log, now: now,
		slots: make(chan struct{}, maxHandlers), large: make(chan struct{}, maxLarge), followUps: make(chan struct{}, maxFollowUps), admission: newAdmission()}
}

// Take answers a raw interaction in a goroutine of its own. Discord may deliver an
// interaction several times; only the first delivery is answered.
func (a *Answerer) Take(ctx context.Context, raw []byte) {
	in, invalid := router.Decode(raw)
	if in == nil {
		a.log.Warn("interaction left out", "error", invalid)
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
		// Discord has told the member that it failed, and the member may try again.
		a.missed.add(a.log, slog.LevelInfo, "interactions came too late to be answered")
		return
	case age >= answerLimit:
		age = 0
	}
	created := received.Add(-age)
	s := &sending{Answerer: a, in: in, invalid: invalid, created: created, until: created.Add(answerUntil), replayed: age >= replayedAge}
	a.taken.Add(1)
	// An interaction in progress is finished even if the bot is shutting down.
	ctx = context.WithoutCancel(ctx)
	if leave, ok := a.admission.enter(); ok {
		s.leave = leave
		a.inflight.run(func() { s.serve(ctx) })
		return
	}
	a.refused.add(a.log, slog.LevelWarn, tooMany)
	if leave, ok := a.admission.turnAway(); ok {
		a.inflight.run(func() {
			defer leave()
			_ = s.guard(in, func() { s.sendFirst(ctx, s.busy()) })
		})
	}
}

// Taken returns the number of interactions taken so far.
func (a *Answerer) Taken() int64 { return a.taken.Load() }

// Wait waits until no interaction is being answered or the context ends.
func (a *Answerer) Wait(ctx context.Context) error { return a.inflight.wait(ctx) }

// serve answers an interaction. After a panic the member gets an apology.
func (s *sending) serve(ctx context.Context) {
	defer func() {
		s.leave()
		if s.holdsLarge {
			<-s.large
		}
	}()
	if err := s.guard(s.in, func() { s.answer(ctx) }); err != nil {
		_ = s.guard(s.in, func() { s.apologize(ctx, err) })
	}
}

// guard calls f. It logs a panic and returns it as an error.
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

// answer makes the reply and sends it. A slow or large reply is deferred first.
func (s *sending) answer(ctx context.Context) {
	if s.invalid != nil {
		s.sendFirst(ctx, s.fault(s.invalid))
		return
	}
	call := s.handler.Route(s.in)
	s.plan = call.Plan
	limit := s.created.Add(handleUntil)
	if !s.plan.Defer {
		limit = s.created.Add(immediateBy)
		if least := s.now().Add(immediateMin); limit.Before(least) {
			limit = least
		}
	}
	handling, cancel := context.WithDeadline(ctx, limit)
	defer cancel()
	queueing, stopQueueing := context.WithCancel(handling)
	defer stopQueueing()
	replies := make(chan router.Reply, 1)
	go func() {
		reply := s.handle(handling, queueing, call)
		s.leave() // sending it may take minutes, and delays nobody
		replies <- reply
	}()

	timer := time.NewTimer(s.created.Add(deferAfter).Sub(s.now()))
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
			s.sendFirst(ctx, <-replies) // the handler's deadline has passed, too
			return
		}
	}
	s.deferReply(ctx)
	if s.stage != deferred {
		stopQueueing() // Discord has told the member that it failed
	}
	reply := <-replies
	if s.stage == deferred {
		s.sendDeferred(ctx, reply)
	}
}

// handle waits for a free slot until queueing ends, and then makes the reply. The slot
// of a large reply is kept until the interaction is served.
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
			s.refused.add(s.log, slog.LevelWarn, tooMany)
			_ = s.guard(s.in, func() { reply = s.busy() })
		}
		return reply
	}
	if err := s.guard(s.in, func() { reply = call.Run(ctx) }); err != nil {
		_ = s.guard(s.in, func() { reply = s.fault(err) })
	}
	return reply
}

// fault returns the reply that reports an error. Autocomplete can only be answered with
// choices, so it gets an empty list.
func (s *sending) fault(err error) router.Reply {
	if s.in.Type == discordgo.InteractionApplicationCommandAutocomplete {
		return router.Reply{Choices: []view.Choice{}}
	}
	return s.handler.Fault(s.in, err)
}

// undelivered returns the reply that takes the place of one that Discord does not accept.
func (s *sending) undelivered(err error) router.Reply {
	if s.in.Type == discordgo.InteractionApplicationCommandAutocomplete {
		return router.Reply{Choices: []view.Choice{}}
	}
	return s.handler.Undelivered(s.in, err)
}

// busy returns the reply to an interaction that is not handled.
func (s *sending) busy() router.Reply {
	if s.in.Type == discordgo.InteractionApplicationCommandAutocomplete {
		return router.Reply{Choices: []view.Choice{}}
	}
	return s.handler.Busy(s.in)
}
