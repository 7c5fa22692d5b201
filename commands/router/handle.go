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

// attempts is how often a handler starts over because the guild has changed.
const attempts = 4

// handle makes the reply to an interaction and logs what came of it.
func (r *Router) handle(ctx context.Context, in *Interaction, t *target) Reply {
	start := r.Now()
	p := view.In(view.LangOf(in.Locale))
	p.Commands = r.Mentions()
	reply, err := r.guarded(ctx, in, t, p)
	outcome, reference := "done", ""
	if err != nil {
		reply, outcome, reference = failed(err, p)
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

// failed is the reply to an error. A fault has a reference, which stands in the
// log too.
func failed(err error, p view.Printer) (reply Reply, outcome, reference string) {
	if refusal := view.AsRefusal(err); refusal != nil {
		return Private(p.Refusal(refusal)), "refused " + refusal.Code, ""
	}
	if errors.Is(err, study.ErrStale) {
		return Private(p.Refusal(refusal.New("group.changed"))), "stale", ""
	}
	reference = rand.Text()[:8]
	switch {
	case errors.Is(err, study.ErrNotPersisted):
		reply = Private(p.Unsaved(reference))
	case errors.Is(err, study.ErrUnavailable):
		reply = Private(p.Away(reference))
	default:
		reply = Private(p.Fault(reference))
	}
	return reply, "fault", reference
}

// warn adds a warning below a manager's private reply. It is no part of what was
// asked for: where it cannot be found out, the reply stays as it is.
func (r *Router) warn(ctx context.Context, in *Interaction, p view.Printer, reply *Reply) {
	req := &Request{From: in, Now: in.Made(), Print: p}
	if r.Warn == nil || in.GuildID == "" || !req.IsManager() || !reply.Private || reply.Message == nil || reply.SkipWarnings {
		return
	}
	if line, err := r.Warn(ctx, req); err == nil && line != "" {
		reply.Message = new(reply.Message.With(line))
	}
}

// panicked is a panic in a handler.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v\n%s", p.value, p.stack) }

// guarded runs the handler, over and over while the guild changes under it,
// and turns a panic into an error.
func (r *Router) guarded(ctx context.Context, in *Interaction, t *target, p view.Printer) (reply Reply, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &panicked{v, debug.Stack()}
		}
	}()
	if t.unknown != nil {
		return Reply{}, t.unknown
	}
	if in.GuildID == "" || in.Member == nil {
		return Reply{}, refusal.New("guild.only")
	}
	for attempt := range attempts {
		reply, err = r.serve(ctx, in, t, p, attempt > 0)
		if !errors.Is(err, study.ErrStale) {
			break
		}
	}
	return reply, err
}

// serve makes the reply once, from the guild as it is known; fresh tells that
// this was found out just now.
func (r *Router) serve(ctx context.Context, in *Interaction, t *target, p view.Printer, fresh bool) (Reply, error) {
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
	req.ensureFresh = r.freshness(req, fresh)
	var reply Reply
	err := req.resolve(t)
	if err == nil {
		reply, err = t.run()(ctx, req)
	}
	if err == nil && t.fresh() {
		err = req.EnsureFresh(ctx)
	}
	if view.AsRefusal(err) != nil && errors.Is(req.EnsureFresh(ctx), study.ErrStale) {
		return Reply{}, study.ErrStale // it may have been refused for what is no longer so
	}
	return reply, err
}

// load reads the guild and the caller's groups.
func (r *Router) load(ctx context.Context, req *Request) (err error) {
	id := req.From.GuildID
	if req.Guild, req.groups, err = r.Guilds.Guild(ctx, id, req.User()); err != nil || !req.Guild.IsBotRemoved() {
		return err
	}
	// Without the bot in the server there would be no interaction.
	if err := r.BotAdded(ctx, id); err != nil {
		return err
	}
	req.Guild, req.groups, err = r.Guilds.Guild(ctx, id, req.User())
	return err
}

// freshness makes what [Request.EnsureFresh] does.
func (r *Router) freshness(req *Request, fresh bool) func(context.Context) error {
	return func(ctx context.Context) error {
		if fresh {
			return nil
		}
		guild, groups, _, err := r.Guilds.Marks(ctx, req.Guild.ID, req.User())
		if err != nil {
			return err
		}
		if guild.Version != req.Guild.Version || groups != req.groups {
			return study.ErrStale
		}
		return nil
	}
}
