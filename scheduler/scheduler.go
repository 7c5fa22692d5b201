// Package scheduler posts each group's weekly digest when it is due.
//
// It remembers nothing: what is due, who works on it and how far a digest has
// come is in the store, so that any number of bots may run it and any of them
// may stop at any point. A digest is claimed with a lease, rendered, stored,
// posted under a nonce that follows from group and week, and recorded. Whoever
// finds a digest that was rendered and not recorded goes on from there; within
// the nonce's window Discord itself makes sure that one message comes of it,
// after it the channel is searched first.
//
// cron only wakes it up, every minute. When a digest is due follows from the
// group's own calendar.
package scheduler

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/robfig/cron/v3"

	"dojang/roadmap"
)

const (
	lease      = 4 * time.Minute  // how long a claim holds
	delivery   = 2 * time.Minute  // how long one digest may take
	claimLimit = 20               // claims of a shard at a time
	workers    = 8                // digests posted at a time
	lateAfter  = 15 * time.Minute // a digest posted later than this says so
	tooLate    = 48 * time.Hour   // a digest later than this is skipped
)

// Queue is what the scheduler needs of the store to share the work.
type Queue interface {
	ClaimDue(ctx context.Context, now time.Time, token string, lease time.Duration, limit int) ([]roadmap.Claim, error)
	// Release ends a claim; a claim that no longer holds is left as it is.
	Release(ctx context.Context, c roadmap.Claim, next time.Time) error
}

// Scheduler posts digests.
type Scheduler struct {
	queue  Queue
	store  Digests
	poster Poster
	now    func() time.Time
	log    *slog.Logger
	run    sync.Mutex // one pass at a time
}

// New makes a scheduler over the store. now is the present time.
func New(store interface {
	Queue
	Digests
}, poster Poster, now func() time.Time, log *slog.Logger) *Scheduler {
	return &Scheduler{queue: store, store: store, poster: poster, now: now, log: log}
}

// Start looks for due digests every minute until the context ends. The
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
	if _, err := c.AddFunc("* * * * *", pass); err != nil {
		return nil, fmt.Errorf("scheduler: %w", err)
	}
	c.Start()
	ended := make(chan struct{})
	go func() {
		<-ctx.Done()
		<-c.Stop().Done()
		close(ended)
	}()
	return ended, nil
}

// Run posts every digest that is due, and returns when all of them are posted,
// or put off, or the store fails.
func (s *Scheduler) Run(ctx context.Context) error {
	s.run.Lock()
	defer s.run.Unlock()
	for ctx.Err() == nil {
		claimed := s.now()
		claims, err := s.queue.ClaimDue(ctx, claimed, rand.Text(), lease, claimLimit)
		if err != nil {
			return err
		}
		if len(claims) == 0 {
			return nil
		}
		// What was begun is brought to its end when the bot is shutting down.
		if err := s.work(context.WithoutCancel(ctx), claims, claimed); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// work settles the claims, a few at a time. What has waited too long to be
// done while the claim holds is left to whoever claims it next.
func (s *Scheduler) work(ctx context.Context, claims []roadmap.Claim, claimed time.Time) error {
	var wg sync.WaitGroup
	slots := make(chan struct{}, workers)
	errs := make([]error, len(claims))
	for i, claim := range claims {
		slots <- struct{}{}
		if s.now().Sub(claimed) > lease-delivery {
			<-slots
			continue
		}
		wg.Go(func() {
			defer func() { <-slots }()
			errs[i] = s.settle(ctx, claim)
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// settle does what there is to do for a claimed group and says when it is due
// next. An error of the store leaves the claim to its lease.
func (s *Scheduler) settle(ctx context.Context, claim roadmap.Claim) error {
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
func (s *Scheduler) attend(ctx context.Context, claim roadmap.Claim) (time.Time, error) {
	guild, err := s.store.Current(ctx, claim.Guild)
	if err != nil {
		return time.Time{}, err
	}
	g := guild.Group(claim.Group)
	if g == nil && guild.Err != nil {
		return time.Time{}, guild.Err // it may be the one that cannot be read
	}
	if g == nil || g.State != roadmap.Active {
		return time.Time{}, nil
	}
	now := s.now()
	due, week, ok := g.Due(now)
	if !ok {
		return g.NextDue(now), nil
	}
	d, _, err := s.deliver(ctx, order{group: g, week: week, due: due})
	var problem *Problem
	switch {
	case errors.Is(err, errIdle):
		return time.Time{}, nil
	case errors.As(err, &problem):
		s.log.Warn("digest put off", "guild", g.Guild, "group", g.ID, "week", week.Name.String(), "problem", problem.Code, "error", problem.Err)
		return s.now().Add(problem.delay(d.Tries)), nil
	case err != nil:
		return time.Time{}, err
	}
	return g.NextDue(now), s.store.Trim(ctx, g, now)
}

// cronLog hands cron's words to the log.
type cronLog struct{ log *slog.Logger }

func (l cronLog) Info(message string, args ...any) { l.log.Debug("cron: "+message, args...) }

func (l cronLog) Error(err error, message string, args ...any) {
	l.log.Error("cron: "+message, append(args, "error", err)...)
}
