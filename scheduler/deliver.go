package scheduler

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"time"

	"dojang/civil"
	"dojang/study"
	"dojang/view"
)

// Poster posts to Discord. Its errors are a [*Problem] where it is known what
// is the matter.
type Poster interface {
	// Post posts a message, given as JSON. Within a few minutes the same nonce
	// gives the same message, whoever posts; "" if that was deleted meanwhile.
	Post(ctx context.Context, channel string, body []byte, nonce string) (message string, err error)
	// Find returns our own messages since then whose components have a
	// custom_id that begins with mark, oldest first.
	Find(ctx context.Context, channel, mark string, since time.Time) (messages []string, err error)
	// Delete deletes a message of ours.
	Delete(ctx context.Context, channel, message string) error
}

// Problem is why a digest could not be posted.
type Problem struct {
	Code   string        // channel, permission, history, refused or unreachable: the catalogue has the sentence
	Unsure bool          // the message may have been posted all the same
	After  time.Duration // Discord asks to wait that long
	Err    error
}

func (p *Problem) Error() string { return "post: " + p.Code + ": " + p.Err.Error() }

// Unwrap gives the cause.
func (p *Problem) Unwrap() error { return p.Err }

// delay is how long to wait before the next attempt after so many that failed.
// What somebody has to mend is tried seldom: Discord locks out a bot that keeps
// sending what it refuses.
func (p *Problem) delay(tries int) time.Duration {
	first, most := time.Hour, 12*time.Hour
	if p.Code == "unreachable" {
		first, most = time.Minute, 30*time.Minute
	}
	return max(min(first<<min(max(tries-1, 0), 8), most), p.After)
}

// settled is how long after an attempt was begun it has surely come to its end,
// also that of a bot that stalled or whose connection did.
const settled = time.Hour

// order is a digest that is to be posted.
type order struct {
	group *study.Group
	week  study.Week
	due   time.Time
}

// act is the order as an act on the store: nobody in particular does it.
func (o order) act(now time.Time) study.Operation {
	return study.Operation{ID: "digest " + o.group.ID + " " + o.week.Name.String(), Now: now, Actor: "0", Member: "0", Groups: study.AnyGroups}
}

// nonce is the same for every attempt at the digest and for no other message.
func (o order) nonce(channel string) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{"digest", o.group.Guild, channel, o.group.ID, o.week.Name.String()}, "/")))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:25]
}

// mark begins a custom_id on the digest and on no other digest.
func (o order) buttonID() string { return view.NextID.With(o.group.ID, o.week.Name.String()) }

// errIdle means that the group is gone or posts no digests any more.
var errIdle = errors.New("the group posts no digests")

// hands tells whose work a digest is that has come to its end.
type hands int

const (
	ours   hands = iota // posted by this call, and nobody else can have tried to
	shared              // others have tried, too
	theirs              // it had come to its end before
)

// deliver brings the digest to its end from wherever it is, and returns what
// is stored of it.
func (s *Scheduler) deliver(ctx context.Context, o order) (d study.Digest, by hands, err error) {
	for range 4 {
		if d, err = s.store.Digest(ctx, o.group, o.week.Name); err != nil {
			return d, by, err
		}
		switch d.State {
		case study.DigestPosted, study.DigestSkipped:
			return d, theirs, nil
		case study.DigestPosting:
			by = shared
		}
		err = s.advance(ctx, o, &d)
		if !errors.Is(err, study.ErrStale) {
			return d, by, err
		}
		// Another bot has gone on with it, or the group's settings have changed.
		by = shared
		guild, err := s.store.Current(ctx, o.group.Guild)
		if err != nil {
			return d, by, err
		}
		if o.group = guild.Group(o.group.ID); o.group == nil || o.group.State != study.Active {
			return d, by, errIdle
		}
	}
	return d, by, err
}

// advance posts the digest and records it, or records that it is too late.
// Every attempt is stored before it is made: whoever records the outcome of one
// finds out about any that was begun since.
func (s *Scheduler) advance(ctx context.Context, o order, d *study.Digest) error {
	tooLate := s.now().Sub(o.due) > tooLate
	first := d.State != study.DigestPosting
	switch {
	case first && tooLate:
		return s.skip(ctx, o, d)
	case first:
		if err := s.render(ctx, o, d); err != nil {
			return err
		}
	default:
		// Whoever began this may have posted it.
		messages, err := s.poster.Find(ctx, d.Channel, o.buttonID(), d.Started)
		switch {
		case err != nil:
			return s.failed(ctx, o, d, gone(err), err)
		case len(messages) > 0:
			return s.recordPosted(ctx, o, d, messages[0])
		case tooLate:
			return s.skip(ctx, o, d)
		}
		d.Started = s.now()
		if err := s.store.SaveDigest(ctx, o.group, d, o.act(d.Started)); err != nil {
			return err
		}
	}
	message, err := s.poster.Post(ctx, d.Channel, d.Body, o.nonce(d.Channel))
	if err != nil {
		return s.failed(ctx, o, d, first && !unsure(err), err)
	}
	return s.recordPosted(ctx, o, d, message)
}

// tidy deletes what was posted besides the message that is recorded: by a bot
// that stalled, or whose request was long on its way, while another one went on.
func (s *Scheduler) tidy(ctx context.Context, o order, d study.Digest) error {
	if d.Started.IsZero() {
		return nil // nobody has tried
	}
	messages, err := s.poster.Find(ctx, d.Channel, o.buttonID(), d.Started)
	if gone(err) {
		return nil
	}
	for _, message := range messages {
		if message != d.Message {
			s.log.Warn("a digest's second message is deleted", "guild", o.group.Guild, "group", o.group.ID, "week", o.week.Name.String(), "message", message)
			err = errors.Join(err, s.poster.Delete(ctx, d.Channel, message))
		}
	}
	return err
}

// unsure reports whether the message may have been posted all the same.
func unsure(err error) bool {
	var problem *Problem
	return !errors.As(err, &problem) || problem.Unsure
}

// gone reports whether the channel does not exist any more, and with it no
// message in it.
func gone(err error) bool {
	var problem *Problem
	return errors.As(err, &problem) && problem.Code == "channel" && !problem.Unsure
}

// render makes the digest and stores it before it is posted, so that every
// attempt posts the same.
func (s *Scheduler) render(ctx context.Context, o order, d *study.Digest) error {
	if err := s.leavers(ctx, o); err != nil {
		return err
	}
	told, err := s.gather(ctx, o.group, o.act(s.now()), o.week)
	if err != nil {
		return err
	}
	d.State, d.Due, d.Started, d.Channel = study.DigestPosting, o.due, s.now(), o.group.Channel
	told.Late = d.Started.Sub(o.due) > lateAfter
	if d.Body, err = view.In(o.group.Language).Digest(told).JSON(0); err != nil {
		return fmt.Errorf("render digest: %w", err)
	}
	d.Published, d.Ranks, d.Problem = told.Summary.Published(), told.Places(), ""
	d.Corrected = map[civil.Date]study.Published{}
	for _, c := range told.Summary.Corrections {
		d.Corrected[c.Week] = c.Now
	}
	return s.store.SaveDigest(ctx, o.group, d, o.act(d.Started))
}

// record stores that the digest is posted.
func (s *Scheduler) recordPosted(ctx context.Context, o order, d *study.Digest, message string) error {
	posted := *d
	posted.State, posted.Message, posted.Body = study.DigestPosted, message, nil
	if err := s.store.SaveDigest(ctx, o.group, &posted, o.act(s.now())); err != nil {
		return err
	}
	*d = posted
	s.posted.Add(1)
	s.log.Info("digest posted", "guild", o.group.Guild, "group", o.group.ID, "week", o.week.Name.String(),
		"seconds late", int(d.Started.Sub(o.due).Seconds()))
	return nil
}

// failed stores why the digest could not be posted. Where no attempt can have
// posted it, it is made anew next time; else it stays as it is until that is
// found out.
func (s *Scheduler) failed(ctx context.Context, o order, d *study.Digest, anew bool, err error) error {
	var problem *Problem
	if !errors.As(err, &problem) {
		return err
	}
	if anew {
		d.State, d.Body = study.DigestFailed, nil
	}
	d.Problem, d.Tries = problem.Code, d.Tries+1
	if saved := s.store.SaveDigest(ctx, o.group, d, o.act(s.now())); saved != nil {
		return saved
	}
	return err
}

// skip records that the digest came too late to be posted.
func (s *Scheduler) skip(ctx context.Context, o order, d *study.Digest) error {
	d.State, d.Due, d.Body = study.DigestSkipped, o.due, nil
	if err := s.store.SaveDigest(ctx, o.group, d, o.act(s.now())); err != nil {
		return err
	}
	s.log.Warn("digest skipped", "guild", o.group.Guild, "group", o.group.ID, "week", o.week.Name.String())
	return nil
}
