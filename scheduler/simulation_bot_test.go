package scheduler_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"dojang/civil"
	"dojang/scheduler"
	"dojang/study"
)

// process is a bot of the simulation, from a start to a crash. It wraps everything that
// a scheduler uses, and lets each of these steps go wrong.
type process struct {
	*simulation
	bot, life int
	ahead     time.Duration // of the right time, as its clock is

	mu      sync.Mutex
	dead    bool
	until   time.Time // when it goes on, having stalled
	chances map[string]*rand.Rand
}

var (
	errDead = errors.New("the bot is dead")
	errLost = errors.New("no answer")
)

// run runs a bot: starts it again and again, until the end.
func (s *simulation) run(n int) {
	end := s.end.Add(patience)
	for life := 0; time.Now().Before(end); life++ {
		p := &process{simulation: s, bot: n, life: life, chances: map[string]*rand.Rand{}}
		r := p.chance("")
		p.ahead = time.Duration(r.Int64N(int64(2*astray))) - astray
		bot := scheduler.New(p, p, p.now, slog.New(slog.DiscardHandler))
		for !p.isDead() && time.Now().Before(end) {
			p.sleep(r)
			if s.fleet.at(time.Now()) {
				break
			}
			if r.IntN(50) == 0 { // its clock is set right
				p.set(time.Duration(r.Int64N(int64(2*astray))) - astray)
			}
			_ = bot.Run(s.t.Context()) // what was not done is done later
		}
		time.Sleep(time.Second + time.Duration(r.Int64N(int64(8*time.Minute))))
	}
}

// sleep waits until the next minute in which a digest is due.
func (p *process) sleep(r *rand.Rand) {
	wait := time.Minute
	if next, ok, err := p.store.NextDue(p.t.Context()); err == nil && (!ok || next.After(p.now().Add(wait))) {
		wait = 3 * time.Hour
		if ok {
			wait = min(wait, next.Sub(p.now()))
		}
	}
	tick := p.now().Add(wait).Truncate(time.Minute).Add(time.Minute)
	time.Sleep(tick.Sub(p.now()) + time.Duration(r.Int64N(int64(time.Second))))
}

func (p *process) now() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return time.Now().Add(p.ahead)
}

func (p *process) set(ahead time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ahead = ahead
}

func (p *process) isDead() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.dead
}

// chance returns the random source for a group while this process lives. Two goroutines
// work on one group only after a stall, so the numbers follow from the seed whatever
// the order of goroutines.
func (p *process) chance(group string) *rand.Rand {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := p.chances[group]
	if r == nil {
		r = p.simulation.chance(p.bot, " ", p.life, " ", group)
		p.chances[group] = r
	}
	return r
}

// crash ends the process at a point.
func (p *process) crash(at string) error {
	p.mu.Lock()
	p.dead = true
	p.mu.Unlock()
	p.simulation.mu.Lock()
	defer p.simulation.mu.Unlock()
	p.crashed[at]++
	return errDead
}

// stall stops the process for a while, all of it.
func (p *process) stall(r *rand.Rand) {
	p.mu.Lock()
	p.until = time.Now().Add(time.Duration(r.Int64N(int64(longest))))
	p.mu.Unlock()
	p.simulation.mu.Lock()
	p.stalled++
	p.simulation.mu.Unlock()
}

// pass lets a moment pass, and more if the process stalls. It reports whether the
// process goes on.
func (p *process) pass(r *rand.Rand) bool {
	time.Sleep(time.Millisecond + time.Duration(r.Int64N(int64(200*time.Millisecond))))
	for {
		p.mu.Lock()
		dead, until := p.dead, p.until
		p.mu.Unlock()
		if dead || !until.After(time.Now()) {
			return !dead
		}
		time.Sleep(time.Until(until))
	}
}

// step is one step of a bot's work for a group. Before and after it the bot may
// crash or stall.
func (p *process) step(name, group string, do func(r *rand.Rand) error) error {
	r := p.chance(group)
	if !p.pass(r) {
		return errDead
	}
	switch n := r.IntN(100); {
	case n < 2:
		return p.crash("before " + name)
	case n < 4, n < 12 && name == "post": // there it does most harm
		if p.stall(r); !p.pass(r) {
			return errDead
		}
	}
	err := do(r)
	if !p.pass(r) {
		return errDead
	}
	switch n := r.IntN(100); {
	case n < 2:
		return p.crash("after " + name)
	case n < 4:
		if p.stall(r); !p.pass(r) {
			return errDead
		}
	}
	return err
}

// stored is a step of the store. Its reply may get lost, with or without its effect.
func (p *process) stored(ctx context.Context, name, group string, do func(context.Context) error) error {
	return p.step(name, group, func(r *rand.Rand) error {
		if p.redis.at(time.Now()) {
			return fmt.Errorf("%w: %w", study.ErrUnavailable, errLost)
		}
		if ctx.Err() != nil && r.IntN(2) == 0 {
			return ctx.Err()
		}
		n := r.IntN(100)
		if n == 0 {
			return fmt.Errorf("%w: %w", study.ErrUnavailable, errLost)
		}
		err := do(context.WithoutCancel(ctx)) // it was on its way already
		if err == nil && (n == 1 || ctx.Err() != nil) {
			return fmt.Errorf("%w: %w", study.ErrUnavailable, errLost)
		}
		return err
	})
}

func (p *process) ClaimDue(ctx context.Context, now time.Time, token string, lease time.Duration, limit int, spread study.Spread) (due study.Due, err error) {
	if p.isDead() {
		return due, errDead
	}
	if p.chance("").IntN(4) > 0 && !p.redis.at(time.Now()) { // most often there is nothing to claim
		return p.store.ClaimDue(ctx, now, token, lease, limit, spread)
	}
	err = p.stored(ctx, "claim", "", func(ctx context.Context) (err error) {
		due, err = p.store.ClaimDue(ctx, now, token, lease, limit, spread)
		return err
	})
	if err != nil {
		return study.Due{}, err
	}
	return due, nil
}

func (p *process) ClaimGroup(ctx context.Context, g *study.Group, now time.Time, token string, lease time.Duration) (c study.Claim, err error) {
	err = p.stored(ctx, "claim", g.ID, func(ctx context.Context) (err error) {
		c, err = p.store.ClaimGroup(ctx, g, now, token, lease)
		return err
	})
	return c, err
}

func (p *process) Release(ctx context.Context, c study.Claim, next time.Time) error {
	return p.stored(ctx, "release", c.Group, func(ctx context.Context) error { return p.store.Release(ctx, c, next) })
}

func (p *process) Current(ctx context.Context, guild string) (*study.Guild, error) {
	// Two groups of a guild may be worked on at once: what can go wrong with a
	// read goes wrong with those that follow.
	if p.isDead() {
		return nil, errDead
	}
	if p.redis.at(time.Now()) {
		return nil, study.ErrUnavailable
	}
	return p.store.Current(context.WithoutCancel(ctx), guild)
}

func (p *process) Digest(ctx context.Context, g *study.Group, week civil.Date) (d study.Digest, err error) {
	err = p.stored(ctx, "read", g.ID, func(ctx context.Context) (err error) {
		d, err = p.store.Digest(ctx, g, week)
		return err
	})
	return d, err
}

func (p *process) SaveDigest(ctx context.Context, g *study.Group, d *study.Digest, op study.Operation) error {
	return p.stored(ctx, "record "+string(d.State), g.ID, func(ctx context.Context) error { return p.store.SaveDigest(ctx, g, d, op) })
}

func (p *process) MembersInTurn(ctx context.Context, g *study.Group, op study.Operation, many, turn int) (users []string, err error) {
	err = p.stored(ctx, "render", g.ID, func(ctx context.Context) (err error) {
		users, err = p.store.MembersInTurn(ctx, g, op, many, turn)
		return err
	})
	return users, err
}

func (p *process) Leave(ctx context.Context, g *study.Group, op study.Operation, erase bool) error {
	return p.stored(ctx, "render", g.ID, func(ctx context.Context) error { return p.store.Leave(ctx, g, op, erase) })
}

func (p *process) SaveGroup(ctx context.Context, g *study.Group, op study.Operation) (civil.Date, error) {
	return p.store.SaveGroup(ctx, g, op)
}

func (p *process) Purge(ctx context.Context, guild *study.Guild) error {
	return p.store.Purge(ctx, guild)
}

func (p *process) Trim(ctx context.Context, g *study.Group, now time.Time) error {
	return p.stored(ctx, "trim", g.ID, func(ctx context.Context) error { return p.store.Trim(ctx, g, now) })
}

func (p *process) WeekSummary(ctx context.Context, g *study.Group, op study.Operation, week study.Week, places, posts int) (tally *study.WeekSummary, err error) {
	err = p.stored(ctx, "render", g.ID, func(ctx context.Context) (err error) {
		tally, err = p.store.WeekSummary(ctx, g, op, week, places, posts)
		return err
	})
	return tally, err
}

func (p *process) Focus(ctx context.Context, g *study.Group, op study.Operation, sections, items []string, posts int) (begun []study.Begun, written []study.Post, err error) {
	err = p.stored(ctx, "render", g.ID, func(ctx context.Context) (err error) {
		begun, written, err = p.store.Focus(ctx, g, op, sections, items, posts)
		return err
	})
	return begun, written, err
}

// asked is a request to Discord, which may fail.
func asked[T any](ctx context.Context, p *process, name, channel string, do func() (T, error)) (answer T, err error) {
	g, reading := p.discord.whose(channel), name == "find"
	err = p.step(name, g.ID, func(r *rand.Rand) error {
		unreachable := &scheduler.Problem{Code: "unreachable", Err: errTrouble, Ambiguous: true}
		n := r.IntN(100)
		switch {
		case ctx.Err() != nil && r.IntN(2) == 0:
			return &scheduler.Problem{Code: "unreachable", Err: ctx.Err(), Ambiguous: reading}
		case p.discord.away.at(time.Now()):
			unreachable.Ambiguous = reading || r.IntN(2) == 0
			return unreachable
		case g.refused.at(time.Now()):
			return &scheduler.Problem{Code: "permission", Err: errTrouble, Ambiguous: reading}
		case n < 3: // 429
			return &scheduler.Problem{Code: "unreachable", Err: errTrouble, After: time.Duration(r.IntN(90)) * time.Second, Ambiguous: reading}
		case n < 6: // 500
			return unreachable
		case n < 9: // nothing is heard, and it may arrive still
			if later := time.Duration(r.Int64N(int64(time.Minute))); r.IntN(2) == 0 {
				time.AfterFunc(later, func() { _, _ = do() })
			}
			time.Sleep(90 * time.Second)
			return unreachable
		}
		var err error
		if answer, err = do(); err == nil && (n < 12 || ctx.Err() != nil) { // 502, or cut
			return unreachable
		}
		return err
	})
	if err != nil {
		var none T
		return none, err
	}
	return answer, nil
}

func (p *process) Post(ctx context.Context, channel string, body []byte, nonce string) (string, error) {
	memory := 3*time.Minute + time.Duration(p.chance(p.discord.whose(channel).ID).Int64N(int64(4*time.Minute)))
	return asked(ctx, p, "post", channel, func() (string, error) { return p.discord.post(p.bot, channel, body, nonce, memory) })
}

func (p *process) Find(ctx context.Context, channel, mark string, since time.Time) ([]string, error) {
	return asked(ctx, p, "find", channel, func() ([]string, error) { return p.discord.find(channel, mark, since) })
}

// Left reports that nobody has left.
func (p *process) Left(context.Context, string, string) (bool, error) { return false, nil }

// IsBotRemoved reports that the bot is there.
func (p *process) IsBotRemoved(context.Context, string) (bool, error) { return false, nil }

func (p *process) Delete(ctx context.Context, channel, message string) error {
	_, err := asked(ctx, p, "delete", channel, func() (string, error) {
		p.discord.remove(message)
		return "", nil
	})
	return err
}
