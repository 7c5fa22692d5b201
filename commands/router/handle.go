package router

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"runtime/debug"

	"dojang/refusal"
	"dojang/study"
	"dojang/view"
)

// maxAttempts limits how often a handler runs because the guild has changed.
const maxAttempts = 4

// handle runs the handler for an interaction and logs the outcome.
func (r *Router) handle(ctx context.Context, in *Interaction, t *target) Reply {
	start := r.Now()
	p := view.In(view.LangOf(in.Locale))
	p.Commands = r.Mentions()
	reply, err := r.serveSafely(ctx, in, t, p)
	outcome, reference := "done", ""
	if err != nil {
		reply, outcome, reference = errorReply(err, p)
		if in.IsTyping() {
			reply = Reply{Choices: []view.Choice{}}
		}
	}
	if outcome != "fault" {
		r.warn(ctx, in, p, &reply)
	}
	attrs := []any{"path", in.path(), "guild", in.GuildID, "outcome", outcome, "ms", r.Now().Sub(start).Milliseconds()}
	if outcome == "fault" {
		r.Log.Error("interaction", append(attrs, "reference", reference, "error", err)...)
	} else {
		r.Log.Info("interaction", attrs...)
	}
	return reply
}

// errorReply returns the reply to an error. A fault has a reference, which is logged, too.
func errorReply(err error, p view.Printer) (reply Reply, outcome, reference string) {
	if refusal := view.AsRefusal(err); refusal != nil {
		return Private(p.Refusal(refusal)), "refused " + refusal.Code, ""
	}
	if errors.Is(err, study.ErrStale) {
		return Private(p.Refusal(refusal.New("group.changed"))), "stale", ""
	}
	reference = rand.Text()[:8]
	switch {
	case errors.Is(err, study.ErrReplaced):
		reply = Private(p.StoreReplaced(reference))
	case errors.Is(err, study.ErrNotPersisted):
		reply = Private(p.NotPersisted(reference))
	case errors.Is(err, study.ErrUnavailable):
		reply = Private(p.Unavailable(reference))
	default:
		reply = Private(p.Fault(reference))
	}
	return reply, "fault", reference
}

// warn adds a warning to a manager's private reply. If it fails, the reply stays as it is.
func (r *Router) warn(ctx context.Context, in *Interaction, p view.Printer, reply *Reply) {
	req := &Request{From: in, Now: in.Made(), Print: p}
	if r.Warn == nil || in.GuildID == "" || !req.IsManager() || !reply.Private || reply.Message == nil || reply.SkipWarnings {
		return
	}
	if line, err := r.Warn(ctx, req); err == nil && line != "" {
		reply.Message = new(reply.Message.With(line))
	}
}

// panicError is a panic of a handler.
type panicError struct {
	value any
	stack []byte
}

func (p *panicError) Error() string { return fmt.Sprintf("panic: %v\n%s", p.value, p.stack) }

// serveSafely runs the handler, again if the guild has changed, and turns panics into
// errors.
func (r *Router) serveSafely(ctx context.Context, in *Interaction, t *target, p view.Printer) (reply Reply, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &panicError{v, debug.Stack()}
		}
	}()
	if t.unknown != nil {
		return Reply{}, t.unknown
	}
	if in.GuildID == "" || in.Member == nil {
		return Reply{}, refusal.New("guild.only")
	}
	if t.lists() && !in.IsTyping() {
		if err := r.lists.take(in.Member.User.ID, in.Made()); err != nil {
			return Reply{}, err
		}
	}
	for attempt := range maxAttempts {
		reply, err = r.serveOnce(ctx, in, t, p, attempt > 0)
		if !errors.Is(err, study.ErrStale) {
			break
		}
	}
	return reply, err
}

// serveOnce runs the handler once, on the cached guild. fresh says that the cache was just
// updated.
func (r *Router) serveOnce(ctx context.Context, in *Interaction, t *target, p view.Printer, fresh bool) (Reply, error) {
	req := &Request{From: in, Now: in.Made(), Print: p, Values: in.Data.Values, args: t.args, options: t.options, files: r.Files}
	if t.managers() && !req.IsManager() {
		return Reply{}, refusal.New("manager.only")
	}
	if t.wrong != nil {
		return Reply{}, t.wrong
	}
	if in.IsTyping() {
		return r.complete(ctx, req, t)
	}
	if t.action != nil {
		req.id, req.form = t.action.ID, readForm(in.Data.Components, map[string]string{})
	}
	if err := r.load(ctx, req); err != nil {
		return Reply{}, err
	}
	req.ensureFresh = r.freshnessCheck(req, fresh)
	var reply Reply
	err := req.resolve(t)
	if err == nil {
		reply, err = t.run()(ctx, req)
	}
	if err == nil && t.fresh() {
		err = req.EnsureFresh(ctx)
	}
	if view.AsRefusal(err) != nil && errors.Is(req.EnsureFresh(ctx), study.ErrStale) {
		return Reply{}, study.ErrStale // the reason for the refusal may be outdated
	}
	return reply, err
}

// load loads the guild and the caller's groups.
func (r *Router) load(ctx context.Context, req *Request) (err error) {
	id := req.From.GuildID
	if req.Guild, req.groups, err = r.Guilds.Guild(ctx, id, req.User()); err != nil || !req.Guild.IsBotRemoved() {
		return err
	}
	// An interaction proves that the bot is in the guild.
	if err := r.BotAdded(ctx, id); err != nil {
		return err
	}
	req.Guild, req.groups, err = r.Guilds.Guild(ctx, id, req.User())
	return err
}

// freshnessCheck returns the implementation of [Request.EnsureFresh].
func (r *Router) freshnessCheck(req *Request, fresh bool) func(context.Context) error {
	return func(ctx context.Context) error {
		if fresh {
			return nil
		}
		guild, groups, _, err := r.Guilds.GuildWithChecks(ctx, req.Guild.ID, req.User())
		if err != nil {
			return err
		}
		if guild.Version != req.Guild.Version || groups != req.groups {
			return study.ErrStale
		}
		return nil
	}
}
