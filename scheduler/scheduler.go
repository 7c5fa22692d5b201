// Package scheduler posts each group's weekly digest when it is due.
//
// The scheduler keeps no state of its own. The store records which digests are due,
// which process has claimed one, and how far it has come. So any number of bots may run
// a scheduler, and any of them may stop at any point.
//
// A digest is claimed with a lease, rendered, stored, posted with a nonce derived from
// its group and week, and recorded. A process that finds a digest stored but not
// recorded first searches the channel for it. Discord remembers a nonce for a few
// minutes only, so a bot that stalled for longer may still post a second message. A
// digest that more than one process tried to post is therefore checked again later, and
// duplicates are deleted.
//
// When very many digests are due at once, claims are spread at a rate that Discord
// allows. The oldest come first, and the order is the same every week.
//
// Cron only wakes the scheduler, once a minute. Due times come from each group's
// calendar.
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
	lease           = 4 * time.Minute  // how long a claim holds
	deliveryTimeout = 2 * time.Minute  // how long one digest may take
	workers         = 64               // digests worked on at a time
	lateAfter       = 50 * time.Minute // a digest posted later than this says so
	skipAfter       = 48 * time.Hour   // a digest later than this is skipped
)

// spread keeps all processes together below the 50 requests a second that Discord
// allows a bot. A thousand digests are posted within half a minute, and a hundred thousand
// in 42 minutes, which is less than lateAfter.
// See https://discord.com/developers/docs/topics/rate-limits#global-rate-limit.
var spread = study.Spread{Above: 40, PerSecond: 40}

// claimPause is how long to wait before claiming again while claims are held back.
const claimPause = 100 * time.Millisecond

// progressEvery is the number of posted digests after which a pass logs its progress.
const progressEvery = 500

// Queue is what the scheduler needs of the store to share the work.
type Queue interface {
	// ClaimDue claims up to limit groups whose digest is due at now, for the duration
	// of the lease.
	ClaimDue(ctx context.Context, now time.Time, token string, lease time.Duration, limit int, spread study.Spread) (study.Due, error)
	// ClaimGroup claims a group out of turn and ends any other claim on it. If the claim
	// is not released, the group is due when the lease ends.
	ClaimGroup(ctx context.Context, g *study.Group, now time.Time, token string, lease time.Duration) (study.Claim, error)
	// Release ends a claim and stores when the group is due next; the zero time means
	// never. It does nothing if the claim has expired.
	Release(ctx context.Context, c study.Claim, next time.Time) error
}

// Scheduler posts digests.
type Scheduler struct {
	queue         Queue
	store         Digests
	poster        Poster
	members       Members
	lookupLimiter *rate.Limiter
	now           func() time.Time
	log           *slog.Logger
	passes        sync.Mutex   // one pass at a time
	due           atomic.Int64 // digests found due at the last claim
	posted        atomic.Int64 // digests posted since the start
}

// New makes a scheduler. now returns the current time.
func New(store interface {
	Queue
	Digests
}, discord interface {
	Poster
	Members
}, now func() time.Time, log *slog.Logger) *Scheduler {
	return &Scheduler{queue: store, store: store, poster: discord, members: discord, lookupLimiter: rate.NewLimiter(rate.Every(lookupEvery), lookupBurst), now: now, log: log}
}

// Start posts due digests now and once a minute until the context ends. The returned
// channel is closed when the last pass has finished.
func (s *Scheduler) Start(ctx context.Context) (<-chan struct{}, error) {
	log := cronLog{s.log}
	// The order matters: the other way round, a panic would leave the job marked as
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
		c.Entry(job).WrappedJob.Run() // post what came due while no bot was running
		<-ctx.Done()
		<-c.Stop().Done()
		close(ended)
	}()
	return ended, nil
}

// Counts returns how many digests were due at the last claim, and how many this process
// has posted since its start.
func (s *Scheduler) Counts() (due, posted int64) { return s.due.Load(), s.posted.Load() }

// Run makes one pass: it posts every digest that is due, and returns when all of them
// are posted or postponed, or when the store fails. When the context ends, Run
// claims no more and finishes those already claimed.
func (s *Scheduler) Run(ctx context.Context) error {
	s.passes.Lock()
	defer s.passes.Unlock()
	p := newPass()
	detached := context.WithoutCancel(ctx)
	began := s.posted.Load()
	logged := began
	for ctx.Err() == nil && !p.stopped() {
		p.waitFree(1) // claim only what can be started at once, since the lease is already running
		idle := p.free() == workers
		due, err := s.queue.ClaimDue(ctx, s.now(), rand.Text(), lease, p.free(), spread)
		if err != nil {
			p.addError(err)
			break
		}
		s.due.Store(int64(due.All))
		for _, claim := range due.Claims {
			p.start(func() error { return s.handleClaim(detached, claim) })
		}
		if posted := s.posted.Load(); posted >= logged+progressEvery {
			logged = posted
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
		p.waitFree(workers) // a group that is released may be due again
	}
	p.waitFree(workers)
	if logged > began {
		s.log.Info("many digests were posted", "posted", s.posted.Load()-began)
	}
	return cmp.Or(p.failure(), ctx.Err())
}

// handleClaim processes a claimed group and releases it with its next due time. After
// an error of the store, the claim is left to expire.
func (s *Scheduler) handleClaim(ctx context.Context, claim study.Claim) error {
	bounded, cancel := context.WithTimeout(ctx, deliveryTimeout)
	defer cancel()
	next, err := s.deliverDue(bounded, claim)
	if err != nil {
		return fmt.Errorf("group %s: %w", claim.Group, err)
	}
	return s.queue.Release(ctx, claim, next)
}

// deliverDue posts the group's digest if one is due, and returns when the group is due
// next. It returns the zero time if the group no longer exists or posts no digests.
func (s *Scheduler) deliverDue(ctx context.Context, claim study.Claim) (time.Time, error) {
	guild, err := s.store.Current(ctx, claim.Guild)
	if err != nil {
		return time.Time{}, err
	}
	g := guild.Group(claim.Group)
	if g == nil && guild.Err != nil {
		return time.Time{}, guild.Err // the group may be one that could not be decoded
	}
	if g != nil && !g.RemovedAt.IsZero() {
		return s.checkReturn(ctx, guild, g)
	}
	if g == nil || g.State != study.Active {
		return time.Time{}, nil
	}
	now := s.now()
	jobs, err := s.jobs(ctx, g, claim, now)
	if err != nil {
		return time.Time{}, err
	}
	next := g.NextDue(now)
	for _, j := range jobs {
		again, err := s.work(ctx, j, now)
		if err != nil || again.IsZero() {
			return time.Time{}, err
		}
		next = earlier(next, again, now)
	}
	return next, nil
}

// jobs returns the digests of the group to work on: the one that is due by its schedule, and
// those of the last two weeks that were sent out of turn and are not posted yet.
func (s *Scheduler) jobs(ctx context.Context, g *study.Group, claim study.Claim, now time.Time) ([]job, error) {
	var jobs []job
	due, week, scheduled := g.Due(now)
	if scheduled {
		jobs = append(jobs, job{group: g, week: week, due: due})
	}
	if scheduled && claim.Due.Equal(due) {
		return jobs, nil // claimed for its schedule; this saves a round trip or two
	}
	ended := g.Calendar.Ended(now)
	for _, other := range []study.Week{ended, g.Calendar.Before(ended)} {
		if scheduled && other.Name == week.Name {
			continue
		}
		d, err := s.store.Digest(ctx, g, other.Name)
		if err != nil {
			return nil, err
		}
		open := d.State == study.DigestPosting || d.State == study.DigestFailed
		if open && d.Due.After(g.Since) { // else it is from before a pause, and is not made up for
			jobs = append(jobs, job{group: g, week: other, due: d.Due})
		}
	}
	return jobs, nil
}

// work posts a digest and returns when to look at it again, at the latest. That is the
// group's next due time unless something is left to do. It returns the zero time if the
// group posts no digests any more.
func (s *Scheduler) work(ctx context.Context, j job, now time.Time) (time.Time, error) {
	g := j.group
	next := g.NextDue(now)
	d, by, err := s.deliver(ctx, j)
	if err == nil && by != ours {
		err = s.deleteDuplicates(ctx, j, d)
		next = earlier(next, d.Started.Add(attemptEnds), now)
	}
	var problem *Problem
	switch {
	case errors.Is(err, errIdle):
		return time.Time{}, nil
	case errors.As(err, &problem):
		s.log.Warn("digest put off", "guild", g.Guild, "group", g.ID, "week", j.week.Name.String(), "problem", problem.Code, "error", problem.Err)
		if s.isBotRemoved(ctx, g.Guild, problem) {
			return time.Time{}, s.BotRemoved(ctx, g.Guild)
		}
		return earlier(next, s.now().Add(problem.delay(d.Tries)), now), nil
	case err != nil:
		return time.Time{}, err
	}
	return next, s.store.Trim(ctx, g, now)
}

// earlier returns other if it lies between now and next, and next otherwise.
func earlier(next, other, now time.Time) time.Time {
	if other.After(now) && other.Before(next) {
		return other
	}
	return next
}

// sleep waits for d or until the context ends.
func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// cronLog passes cron's messages on to slog.
type cronLog struct{ log *slog.Logger }

func (l cronLog) Info(message string, args ...any) { l.log.Debug("cron: "+message, args...) }

func (l cronLog) Error(err error, message string, args ...any) {
	l.log.Error("cron: "+message, append(args, "error", err)...)
}
