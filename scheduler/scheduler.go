// Package scheduler posts each group's weekly digest when it is due.
//
// It remembers nothing: what is due, who works on it and how far a digest has
// come is in the store, so that any number of bots may run it and any of them
// may stop at any point. A digest is claimed with a lease, rendered, stored,
// posted under a nonce that follows from group and week, and recorded. Whoever
// finds a digest that was rendered and not recorded searches the channel for it
// first. A nonce makes one message of attempts within a few minutes; a bot that
// stalled for longer may still post a second one, so that a digest on which
// more than one has tried is looked at again when all have come to their end.
//
// When very many digests are due at once, the claims are spread at a rate that
// Discord bears: the oldest first, each group every week at about the same
// place.
//
// cron only wakes it up, every minute. When a digest is due follows from the
// group's own calendar.
package scheduler

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/robfig/cron/v3"
	"golang.org/x/time/rate"

	"dojang/study"
)

const (
	lease     = 4 * time.Minute  // how long a claim holds
	delivery  = 2 * time.Minute  // how long one digest may take
	workers   = 64               // digests worked on at a time
	lateAfter = 50 * time.Minute // a digest posted later than this says so; a hundred thousand are spread in 42 minutes
	tooLate   = 48 * time.Hour   // a digest later than this is skipped
)

// spread keeps below the 50 requests a second that Discord allows a bot, all its
// processes together. A thousand are posted within half a minute.
// See https://discord.com/developers/docs/topics/rate-limits#global-rate-limit.
var spread = study.Spread{Above: 40, PerSecond: 40}

// turn is how long to wait for the next claims while they are spread.
const claimPause = 100 * time.Millisecond

// tell is after how many digests of a pass the log tells how far it has come.
const progressEvery = 500

// Queue is what the scheduler needs of the store to share the work.
type Queue interface {
	// ClaimDue claims up to limit groups whose digest is due at now, for the time
	// of the lease.
	ClaimDue(ctx context.Context, now time.Time, token string, lease time.Duration, limit int, spread study.Spread) (study.Due, error)
	// Release ends a claim; a claim that no longer holds is left as it is.
	Release(ctx context.Context, c study.Claim, next time.Time) error
}

// Scheduler posts digests.
type Scheduler struct {
	queue   Queue
	store   Digests
	poster  Poster
	members Members
	lookups *rate.Limiter
	now     func() time.Time
	log     *slog.Logger
	run     sync.Mutex   // one pass at a time
	due     atomic.Int64 // digests, when it was last looked
	posted  atomic.Int64 // digests, since the start
}

// New makes a scheduler over the store. now is the present time.
func New(store interface {
	Queue
	Digests
}, discord interface {
	Poster
	Members
}, now func() time.Time, log *slog.Logger) *Scheduler {
	return &Scheduler{queue: store, store: store, poster: discord, members: discord, lookups: rate.NewLimiter(rate.Every(lookupEvery), lookupBurst), now: now, log: log}
}

// Start looks for due digests now and every minute until the context ends. The
// channel it returns is closed when the last pass is over.
func (s *Scheduler) Start(ctx context.Context) (<-chan struct{}, error) {
	log := cronLog{s.log}
	// In this order: the other way round a panic would leave the job marked as
	// running for ever.
	c := cron.New(cron.WithLocation(time.UTC), cron.WithLogger(log), cron.WithChain(cron.SkipIfStillRunning(log), cron.Recover(log)))
	pass := func() {
		if err := s.Run(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("digests", "error", err)
		}
	}
	job, err := c.AddFunc("* * * * *", pass)
	if err != nil {
		return nil, fmt.Errorf("scheduler: %w", err)
	}
	c.Start()
	ended := make(chan struct{})
	go func() {
		c.Entry(job).WrappedJob.Run() // what has come due while no bot ran
		<-ctx.Done()
		<-c.Stop().Done()
		close(ended)
	}()
	return ended, nil
}

// Counts returns how many digests were due when it was last looked, and how
// many this process has posted.
func (s *Scheduler) Counts() (due, posted int64) { return s.due.Load(), s.posted.Load() }

// Run posts every digest that is due, and returns when all of them are posted,
// or put off, or the store fails. When the context ends, what was begun is
// brought to its end.
func (s *Scheduler) Run(ctx context.Context) error {
	s.run.Lock()
	defer s.run.Unlock()
	p := newPass()
	settling := context.WithoutCancel(ctx)
	began := s.posted.Load()
	told := began
	for ctx.Err() == nil && !p.stopped() {
		p.await(1) // what is claimed is begun at once: the lease holds for it
		idle := p.free() == workers
		due, err := s.queue.ClaimDue(ctx, s.now(), rand.Text(), lease, p.free(), spread)
		if err != nil {
			p.fail(err)
			break
		}
		s.due.Store(int64(due.All))
		for _, claim := range due.Claims {
			p.begin(func() error { return s.handleClaim(settling, claim) })
		}
		if posted := s.posted.Load(); posted >= told+progressEvery {
			told = posted
			s.log.Info("many digests are being posted", "posted", posted-began, "left", due.All)
		}
		if len(due.Claims) > 0 {
			continue
		}
		if due.Held {
			sleep(ctx, claimPause)
			continue
		}
		if idle {
			break
		}
		p.await(workers) // what is let go of may be due again
	}
	p.await(workers)
	if told > began {
		s.log.Info("many digests were posted", "posted", s.posted.Load()-began)
	}
	return cmp.Or(p.failure(), ctx.Err())
}

// settle does what there is to do for a claimed group and says when it is due
// next. An error of the store leaves the claim to its lease.
func (s *Scheduler) handleClaim(ctx context.Context, claim study.Claim) error {
	bounded, cancel := context.WithTimeout(ctx, delivery)
	defer cancel()
	next, err := s.attend(bounded, claim)
	if err != nil {
		return fmt.Errorf("group %s: %w", claim.Group, err)
	}
	return s.queue.Release(ctx, claim, next)
}

// attend posts the group's digest if one is due, and returns when to look
// again; the zero time for a group that is gone or posts no digests.
func (s *Scheduler) attend(ctx context.Context, claim study.Claim) (time.Time, error) {
	guild, err := s.store.Current(ctx, claim.Guild)
	if err != nil {
		return time.Time{}, err
	}
	g := guild.Group(claim.Group)
	if g == nil && guild.Err != nil {
		return time.Time{}, guild.Err // it may be the one that cannot be read
	}
	if g != nil && !g.RemovedAt.IsZero() {
		return s.seek(ctx, guild, g)
	}
	if g == nil || g.State != study.Active {
		return time.Time{}, nil
	}
	now := s.now()
	due, week, ok := g.Due(now)
	if !ok {
		return g.NextDue(now), nil
	}
	next := g.NextDue(now)
	o := order{group: g, week: week, due: due}
	d, by, err := s.deliver(ctx, o)
	if err == nil && by != ours {
		err = s.tidy(ctx, o, d)
		next = earlier(next, d.Started.Add(settled), now)
	}
	var problem *Problem
	switch {
	case errors.Is(err, errIdle):
		return time.Time{}, nil
	case errors.As(err, &problem):
		s.log.Warn("digest put off", "guild", g.Guild, "group", g.ID, "week", week.Name.String(), "problem", problem.Code, "error", problem.Err)
		if s.expelled(ctx, g.Guild, problem) {
			return time.Time{}, s.BotRemoved(ctx, g.Guild)
		}
		return earlier(next, s.now().Add(problem.delay(d.Tries)), now), nil
	case err != nil:
		return time.Time{}, err
	}
	return next, s.store.Trim(ctx, g, now)
}

// earlier returns next or, where that is before it and still to come, the
// other time.
func earlier(next, other, now time.Time) time.Time {
	if other.After(now) && other.Before(next) {
		return other
	}
	return next
}

// sleep waits, unless the context ends.
func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// cronLog hands cron's words to the log.
type cronLog struct{ log *slog.Logger }

func (l cronLog) Info(message string, args ...any) { l.log.Debug("cron: "+message, args...) }

func (l cronLog) Error(err error, message string, args ...any) {
	l.log.Error("cron: "+message, append(args, "error", err)...)
}
