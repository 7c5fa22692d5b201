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

// Poster posts to Discord. It returns a [*Problem] as the error if it knows why
// something failed.
type Poster interface {
	// Post posts a message, given as JSON, and returns its id. For a few minutes
	// Discord returns the same message for the same nonce, whoever posts it. The id is
	// "" if that message has been deleted since.
	Post(ctx context.Context, channel string, body []byte, nonce string) (message string, err error)
	// Find returns the bot's own messages since then that have a component whose
	// custom_id begins with prefix, oldest first.
	Find(ctx context.Context, channel, prefix string, since time.Time) (messages []string, err error)
	// Delete deletes one of the bot's own messages.
	Delete(ctx context.Context, channel, message string) error
}

// Problem is the reason that a digest could not be posted.
type Problem struct {
	Code      string        // channel, permission, history, refused or unreachable; view has its text
	Ambiguous bool          // the message may have been posted nevertheless
	Failed    bool          // Discord itself failed, perhaps because of the message
	After     time.Duration // how long Discord asks to wait
	Err       error
}

func (p *Problem) Error() string { return "post: " + p.Code + ": " + p.Err.Error() }

// Unwrap returns the cause.
func (p *Problem) Unwrap() error { return p.Err }

// delay returns how long to wait after the given number of failed tries. Problems that
// a person has to fix are retried rarely, because Discord blocks bots that keep sending
// invalid requests.
func (p *Problem) delay(tries int) time.Duration {
	first, most := time.Hour, 12*time.Hour
	if p.Code == "unreachable" {
		first, most = time.Minute, 30*time.Minute
	}
	return max(min(first<<min(max(tries-1, 0), 8), most), p.After)
}

// attemptEnds is the time after which an attempt has certainly ended, even if its
// process or connection stalled.
const attemptEnds = time.Hour

// job is a digest to be posted.
type job struct {
	group *study.Group
	week  study.Week
	due   time.Time
}

// operation returns the operation under which the job changes the store. It has no
// actor.
func (j job) operation(now time.Time) study.Operation {
	return study.Operation{ID: "digest " + j.group.ID + " " + j.week.Name.String(), Now: now, Actor: "0", Member: "0", Groups: study.AnyGroups}
}

// nonce is the same for every attempt at this digest, and differs from that of any
// other message.
func (j job) nonce(channel string) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{"digest", j.group.Guild, channel, j.group.ID, j.week.Name.String()}, "/")))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:25]
}

// buttonID returns the prefix of a custom_id that only this digest has.
func (j job) buttonID() string { return view.NextID.With(j.group.ID, j.week.Name.String()) }

// errIdle means that the group no longer exists or posts no digests.
var errIdle = errors.New("the group posts no digests")

// deliveredBy says who worked on a digest that is posted or skipped.
type deliveredBy int

const (
	ours   deliveredBy = iota // only this call can have tried to post it
	shared                    // others may have tried, too
	theirs                    // it was posted or skipped before this call
)

// deliver continues from the digest's stored state until it is posted or skipped, and
// returns the digest as stored.
func (s *Scheduler) deliver(ctx context.Context, j job) (d study.Digest, by deliveredBy, err error) {
	for range 4 {
		if d, err = s.store.Digest(ctx, j.group, j.week.Name); err != nil {
			return d, by, err
		}
		switch d.State {
		case study.DigestPosted, study.DigestSkipped:
			return d, theirs, nil
		case study.DigestPosting:
			by = shared
		}
		err = s.advance(ctx, j, &d)
		if !errors.Is(err, study.ErrStale) {
			return d, by, err
		}
		// Another bot has changed the digest, or the group's settings have changed.
		by = shared
		guild, err := s.store.Current(ctx, j.group.Guild)
		if err != nil {
			return d, by, err
		}
		if j.group = guild.Group(j.group.ID); j.group == nil || j.group.State != study.Active {
			return d, by, errIdle
		}
	}
	return d, by, err
}

// advance posts the digest and records that, or records that it is too late. Each
// attempt is stored before it is made, so whoever records an outcome notices any
// attempt that began in between.
func (s *Scheduler) advance(ctx context.Context, j job, d *study.Digest) error {
	expired := s.now().Sub(j.due) > skipAfter
	first := d.State != study.DigestPosting
	switch {
	case first && expired:
		return s.recordSkipped(ctx, j, d)
	case first:
		if err := s.render(ctx, j, d); err != nil {
			return err
		}
	default:
		// An earlier attempt may have posted it.
		messages, err := s.poster.Find(ctx, d.Channel, j.buttonID(), d.Started)
		switch {
		case err != nil:
			return s.recordFailure(ctx, j, d, channelDeleted(err), err)
		case len(messages) > 0:
			return s.recordPosted(ctx, j, d, messages[0])
		case expired:
			return s.recordSkipped(ctx, j, d)
		}
		if err := s.again(ctx, j, d); err != nil {
			return err
		}
	}
	message, err := s.poster.Post(ctx, d.Channel, d.Body, j.nonce(d.Channel))
	if err != nil {
		if problem, ok := errors.AsType[*Problem](err); ok && problem.Failed {
			d.Failed(s.now())
		}
		return s.recordFailure(ctx, j, d, first && !isAmbiguous(err), err)
	}
	return s.recordPosted(ctx, j, d, message)
}

// deleteDuplicates deletes all messages of the digest except the recorded one.
// Duplicates come from a bot that stalled, or whose request was delayed, while another
// bot continued.
func (s *Scheduler) deleteDuplicates(ctx context.Context, j job, d study.Digest) error {
	if d.Started.IsZero() {
		return nil // there was no attempt
	}
	messages, err := s.poster.Find(ctx, d.Channel, j.buttonID(), d.Started)
	if channelDeleted(err) {
		return nil
	}
	for _, message := range messages {
		if message != d.Message {
			s.log.Warn("a digest's second message is deleted", "guild", j.group.Guild, "group", j.group.ID, "week", j.week.Name.String(), "message", message)
			err = errors.Join(err, s.poster.Delete(ctx, d.Channel, message))
		}
	}
	return err
}

// isAmbiguous reports whether the message may have been posted despite the error.
func isAmbiguous(err error) bool {
	var problem *Problem
	return !errors.As(err, &problem) || problem.Ambiguous
}

// channelDeleted reports whether the channel no longer exists, and with it all of its
// messages.
func channelDeleted(err error) bool {
	var problem *Problem
	return errors.As(err, &problem) && problem.Code == "channel" && !problem.Ambiguous
}

// again stores that another attempt begins at a digest that certainly is not in the channel.
// It posts the same message, unless Discord has long failed at that one.
func (s *Scheduler) again(ctx context.Context, j job, d *study.Digest) error {
	d.Started = s.now()
	if d.NeedsBrief(d.Started) {
		d.Brief, d.Failures, d.Failing = true, 0, time.Time{}
		if err := s.compose(ctx, j, d); err != nil {
			return err
		}
		s.log.Warn("a brief digest takes the place of one at which Discord fails", "guild", j.group.Guild, "group", j.group.ID, "week", j.week.Name.String())
	}
	return s.store.SaveDigest(ctx, j.group, d, j.operation(d.Started))
}

// render renders the digest and stores it before it is posted, so that every attempt
// posts the same message.
func (s *Scheduler) render(ctx context.Context, j job, d *study.Digest) error {
	if err := s.removeLeavers(ctx, j); err != nil {
		return err
	}
	d.State, d.Due, d.Started, d.Channel, d.Problem = study.DigestPosting, j.due, s.now(), j.group.Channel, ""
	d.Brief, d.Failures, d.Failing = false, 0, time.Time{}
	if err := s.compose(ctx, j, d); err != nil {
		return err
	}
	return s.store.SaveDigest(ctx, j.group, d, j.operation(d.Started))
}

// compose sets the digest's body, and what that tells.
func (s *Scheduler) compose(ctx context.Context, j job, d *study.Digest) error {
	content, err := s.gather(ctx, j.group, j.operation(d.Started), j.week)
	if err != nil {
		return err
	}
	content.Late, content.Brief = d.Started.Sub(j.due) > lateAfter, d.Brief
	if d.Body, err = view.In(j.group.Language).Digest(content).JSON(0); err != nil {
		return fmt.Errorf("render digest: %w", err)
	}
	d.Published, d.Ranks = content.Summary.Published(), content.Ranks()
	d.Corrected = map[civil.Date]study.Published{}
	for _, c := range content.Summary.Corrections {
		d.Corrected[c.Week] = c.Now
	}
	return nil
}

// recordPosted records that the digest has been posted as message.
func (s *Scheduler) recordPosted(ctx context.Context, j job, d *study.Digest, message string) error {
	posted := *d
	posted.State, posted.Message, posted.Body = study.DigestPosted, message, nil
	if err := s.store.SaveDigest(ctx, j.group, &posted, j.operation(s.now())); err != nil {
		return err
	}
	*d = posted
	s.posted.Add(1)
	s.log.Info("digest posted", "guild", j.group.Guild, "group", j.group.ID, "week", j.week.Name.String(),
		"seconds late", int(d.Started.Sub(j.due).Seconds()))
	return nil
}

// recordFailure records why the digest could not be posted. If rerender is true, no
// attempt can have posted it, and the next attempt renders it again. Otherwise the
// digest stays in its state until a search of the channel finds out whether it was posted.
// It returns err, or the error of storing.
func (s *Scheduler) recordFailure(ctx context.Context, j job, d *study.Digest, rerender bool, err error) error {
	var problem *Problem
	if !errors.As(err, &problem) {
		return err
	}
	if rerender {
		d.State, d.Body = study.DigestFailed, nil
	}
	d.Problem, d.Tries = problem.Code, d.Tries+1
	if saved := s.store.SaveDigest(ctx, j.group, d, j.operation(s.now())); saved != nil {
		return saved
	}
	return err
}

// recordSkipped records that it is too late to post the digest.
func (s *Scheduler) recordSkipped(ctx context.Context, j job, d *study.Digest) error {
	d.State, d.Due, d.Body = study.DigestSkipped, j.due, nil
	if err := s.store.SaveDigest(ctx, j.group, d, j.operation(s.now())); err != nil {
		return err
	}
	s.log.Warn("digest skipped", "guild", j.group.Guild, "group", j.group.ID, "week", j.week.Name.String())
	return nil
}
