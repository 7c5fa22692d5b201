package scheduler_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"

	"dojang/civil"
	"dojang/roadmap"
	"dojang/roadmap/markdown"
	"dojang/scheduler"
	"dojang/store"
	"dojang/study"
)

// channel is a Discord channel as a poster uses it: for a few minutes, a nonce returns
// the same message again. Tests set what goes wrong.
type channel struct {
	mu         sync.Mutex
	now        func() time.Time
	messages   []message
	posts      int                        // attempts
	refuse     *scheduler.Problem         // before the effect
	after      func(attempt int) error    // after the effect
	before     func(context.Context, int) // the attempt, before anything
	finds      int
	left       []string // users who have left the server
	asked      []string // users who were looked up
	dark       error    // instead of an answer to that
	botRemoved bool     // the bot was removed from the server
	looks      int      // how often that was asked
}

type message struct {
	id, channel, nonce, body string
	at                       time.Time
	by                       int // the bot that posted it
	deleted                  bool
}

func (c *channel) Post(ctx context.Context, _ string, body []byte, nonce string) (string, error) {
	c.mu.Lock()
	c.posts++
	attempt := c.posts
	before := c.before
	c.mu.Unlock()
	if before != nil {
		before(ctx, attempt)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.refuse != nil {
		return "", c.refuse
	}
	m := message{id: fmt.Sprint(len(c.messages) + 1), nonce: nonce, body: string(body), at: c.now()}
	for _, old := range c.messages {
		if old.nonce == nonce && c.now().Sub(old.at) < 3*time.Minute {
			m = old
		}
	}
	if m.id == fmt.Sprint(len(c.messages)+1) {
		c.messages = append(c.messages, m)
	}
	if c.after != nil {
		if err := c.after(attempt); err != nil {
			return "", err
		}
	}
	return m.id, nil
}

func (c *channel) Find(_ context.Context, _, mark string, _ time.Time) (found []string, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.finds++
	if c.refuse != nil {
		return nil, c.refuse
	}
	for _, m := range c.messages {
		if strings.Contains(m.body, mark) && !m.deleted {
			found = append(found, m.id)
		}
	}
	return found, nil
}

// Left reports users in c.left.
func (c *channel) Left(_ context.Context, _, user string) (bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked = append(c.asked, user)
	return slices.Contains(c.left, user), c.dark
}

// IsBotRemoved reports c.botRemoved, and counts the calls.
func (c *channel) IsBotRemoved(context.Context, string) (bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.looks++
	return c.botRemoved, c.dark
}

func (c *channel) Delete(_ context.Context, _, id string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range c.messages {
		if c.messages[i].id == id {
			c.messages[i].deleted = true
		}
	}
	return nil
}

// text returns the whole text of a message.
func (m message) text() string {
	var b strings.Builder
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if s, ok := v["content"].(string); ok {
				b.WriteString(s + "\n")
			}
			for _, inner := range v {
				walk(inner)
			}
		case []any:
			for _, inner := range v {
				walk(inner)
			}
		}
	}
	var body any
	if err := json.Unmarshal([]byte(m.body), &body); err != nil {
		return err.Error()
	}
	walk(body)
	return b.String()
}

// world is a store with a group, a channel and a clock.
type world struct {
	t       *testing.T
	store   *store.Store
	channel *channel
	now     time.Time
	group   *study.Group
	ops     int
}

func newWorld(t *testing.T, zone, start string) *world {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	now, err := time.ParseInLocation("2006-01-02 15:04", start, loc)
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	w := &world{t: t, store: s, now: now}
	w.channel = &channel{now: func() time.Time { return w.now }}
	edition, _ := markdown.Template(markdown.Templates()[0])
	w.group = &study.Group{ID: "abcdefgh", Guild: "1", Name: "g", Channel: "7", Language: roadmap.English, Template: markdown.Templates()[0],
		Roadmap: edition, Calendar: study.Calendar{{Zone: loc, Start: time.Monday}}, Digest: study.Schedule{Day: time.Monday, Hour: 9},
		State: study.Active, Created: now, Since: now}
	w.save(func(*study.Group) {})
	return w
}

// save changes the group and stores it.
func (w *world) save(change func(*study.Group)) {
	w.t.Helper()
	g := *w.group
	change(&g)
	if _, err := w.store.SaveGroup(w.t.Context(), &g, w.operation("1")); err != nil {
		w.t.Fatal(err)
	}
	guild, err := w.store.Current(w.t.Context(), "1")
	if err != nil {
		w.t.Fatal(err)
	}
	w.group = guild.Group(g.ID)
}

func (w *world) operation(user string) study.Operation {
	w.ops++
	return study.Operation{ID: fmt.Sprint("op", w.ops), Now: w.now, Actor: user, Member: user, Name: "user " + user, Groups: study.AnyGroups}
}

func (w *world) check(user, item string) {
	w.t.Helper()
	if _, err := w.store.Check(w.t.Context(), w.group, w.operation(user), item, w.now, nil, ""); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) scheduler(s interface {
	scheduler.Queue
	scheduler.Digests
}) *scheduler.Scheduler {
	return scheduler.New(s, w.channel, func() time.Time { return w.now }, discard)
}

var discard = slog.New(slog.DiscardHandler)

// run makes a pass at the time, given in the group's zone.
func (w *world) run(at string) error {
	w.t.Helper()
	now, err := time.ParseInLocation("2006-01-02 15:04", at, w.group.Calendar[0].Zone)
	if err != nil {
		w.t.Fatal(err)
	}
	w.now = now
	return w.scheduler(w.store).Run(w.t.Context())
}

func (w *world) mustRun(at string) {
	w.t.Helper()
	if err := w.run(at); err != nil {
		w.t.Fatal(err)
	}
}

// lapse ends the group's lease.
func (w *world) lapse() {
	w.t.Helper()
	w.save(func(*study.Group) {}) // settings that are saved end it, too
}

// state returns the stored digest of the week.
func (w *world) state(week string) study.Digest {
	w.t.Helper()
	day, err := civil.ParseDate(week)
	if err != nil {
		w.t.Fatal(err)
	}
	d, err := w.store.Digest(w.t.Context(), w.group, day)
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}

func (w *world) wantMessages(n int) {
	w.t.Helper()
	if len(w.channel.messages) != n {
		w.t.Errorf("%d messages in the channel, want %d", len(w.channel.messages), n)
	}
}

func TestADigestIsPostedAtItsTimeAndOnce(t *testing.T) {
	w := newWorld(t, "Asia/Seoul", "2026-11-18 12:00")
	w.check("21", "gil")
	w.mustRun("2026-11-23 08:59")
	w.wantMessages(0)
	w.mustRun("2026-11-23 09:00")
	w.wantMessages(1)
	if text := w.channel.messages[0].text(); !strings.Contains(text, "**1 item** was done") || !strings.Contains(text, "user 21") ||
		!strings.Contains(text, "2026-11-16 to 2026-11-22") || strings.Contains(text, "late") {
		t.Errorf("the digest says:\n%s", text)
	}
	if d := w.state("2026-11-16"); d.State != study.DigestPosted || d.Message != "1" || !cmp.Equal(d.Ranks, map[string]int{"21": 1}) {
		t.Errorf("stored: %+v", d)
	}
	w.mustRun("2026-11-23 09:01")
	w.mustRun("2026-11-30 08:59")
	w.wantMessages(1)
	w.mustRun("2026-11-30 09:00")
	w.wantMessages(2)
}

func TestTheFirstDigestIsTheFirstAfterTheGroupWasMade(t *testing.T) {
	w := newWorld(t, "Asia/Seoul", "2026-11-23 09:30")
	w.mustRun("2026-11-23 09:31")
	w.wantMessages(0)
	w.mustRun("2026-11-30 09:00")
	w.wantMessages(1)
}

func TestManyBotsPostOneDigest(t *testing.T) {
	w := newWorld(t, "Asia/Seoul", "2026-11-18 12:00")
	w.now = w.group.NextDue(w.now)
	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() {
			if err := w.scheduler(w.store).Run(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	w.wantMessages(1)
}

func TestLateAndMissedDigests(t *testing.T) {
	tests := []struct {
		name, at string
		messages int
		late     bool
		state    study.DigestState // of the week 2026-11-16
	}{
		{"in time", "2026-11-23 09:10", 1, false, study.DigestPosted},
		{"late", "2026-11-23 10:00", 1, true, study.DigestPosted},
		{"almost too late", "2026-11-25 08:59", 1, true, study.DigestPosted},
		{"too late", "2026-11-25 09:01", 0, false, study.DigestSkipped},
		{"three weeks later: only the last, never stacked", "2026-12-14 12:00", 1, true, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t, "Asia/Seoul", "2026-11-18 12:00")
			w.mustRun(test.at)
			w.wantMessages(test.messages)
			if test.messages > 0 && strings.Contains(w.channel.messages[0].text(), "This digest is late") != test.late {
				t.Errorf("late = %t, want %t", !test.late, test.late)
			}
			if d := w.state("2026-11-16"); d.State != test.state {
				t.Errorf("state = %q, want %q", d.State, test.state)
			}
			w.mustRun(test.at)
			w.wantMessages(test.messages)
		})
	}
}

// failing is a store that fails on demand.
type failing struct {
	*store.Store
	fail func(d *study.Digest) error
}

func (f failing) SaveDigest(ctx context.Context, g *study.Group, d *study.Digest, op study.Operation) error {
	if err := f.fail(d); err != nil {
		return err
	}
	return f.Store.SaveDigest(ctx, g, d, op)
}

var errCrash = errors.New("crash")

func TestACrashAnywhereLeavesOneDigest(t *testing.T) {
	for _, test := range []struct {
		name  string
		state study.DigestState // whose storing does not happen
		again string            // when the next bot looks
		finds int
	}{
		{"before rendering is stored", study.DigestPosting, "2026-11-23 09:01", 0},
		{"after posting, soon again", study.DigestPosted, "2026-11-23 09:01", 1},
		{"after posting, long after", study.DigestPosted, "2026-11-23 11:00", 1},
		{"after posting, two days after", study.DigestPosted, "2026-11-25 10:00", 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t, "Asia/Seoul", "2026-11-18 12:00")
			w.now = w.group.NextDue(w.now)
			crashing := failing{w.store, func(d *study.Digest) error {
				if d.State == test.state {
					return errCrash
				}
				return nil
			}}
			if err := w.scheduler(crashing).Run(t.Context()); !errors.Is(err, errCrash) {
				t.Fatalf("run: %v, want the crash", err)
			}
			// The lease is of the bot that crashed; /digest send does not ask for it.
			at, err := time.ParseInLocation("2006-01-02 15:04", test.again, w.group.Calendar[0].Zone)
			if err != nil {
				t.Fatal(err)
			}
			w.now = at
			if _, _, err := w.scheduler(w.store).Send(t.Context(), w.group, w.operation("1")); err != nil {
				t.Fatal(err)
			}
			w.wantMessages(1)
			if d := w.state("2026-11-16"); d.State != study.DigestPosted || d.Message != "1" {
				t.Errorf("stored: %+v", d)
			}
			if w.channel.finds != test.finds {
				t.Errorf("looked into the channel %d times, want %d", w.channel.finds, test.finds)
			}
		})
	}
}

func TestAnAnswerThatIsLostIsNoSecondDigest(t *testing.T) {
	w := newWorld(t, "Asia/Seoul", "2026-11-18 12:00")
	w.channel.after = func(attempt int) error {
		if attempt == 1 {
			return &scheduler.Problem{Code: "unreachable", Ambiguous: true, Err: errors.New("cut")}
		}
		return nil
	}
	w.mustRun("2026-11-23 09:00")
	if d := w.state("2026-11-16"); d.State != study.DigestPosting {
		t.Errorf("stored: %+v, want it to be uncertain", d)
	}
	w.mustRun("2026-11-23 09:01")
	w.wantMessages(1)
	if d := w.state("2026-11-16"); d.State != study.DigestPosted {
		t.Errorf("stored: %+v", d)
	}
}

func TestProblemsThatAPersonMustFixAreRetriedRarely(t *testing.T) {
	w := newWorld(t, "Asia/Seoul", "2026-11-18 12:00")
	w.channel.refuse = &scheduler.Problem{Code: "permission", Err: errors.New("50013")}
	w.mustRun("2026-11-23 09:00")
	for minute := 1; minute < 60; minute++ {
		w.mustRun(fmt.Sprintf("2026-11-23 09:%02d", minute))
	}
	if w.channel.posts != 1 {
		t.Errorf("%d attempts in the first hour, want 1", w.channel.posts)
	}
	if d := w.state("2026-11-16"); d.State != study.DigestFailed || d.Problem != "permission" {
		t.Errorf("stored: %+v", d)
	}
	w.channel.refuse = nil
	w.mustRun("2026-11-23 10:00")
	w.wantMessages(1)
	if !strings.Contains(w.channel.messages[0].text(), "This digest is late") {
		t.Error("the digest does not say that it is late")
	}
}

func TestAnOutageIsTriedLessAndLess(t *testing.T) {
	w := newWorld(t, "Asia/Seoul", "2026-11-18 12:00")
	w.channel.refuse = &scheduler.Problem{Code: "unreachable", Err: errors.New("429")}
	for minute := range 120 {
		w.mustRun(fmt.Sprintf("2026-11-23 %02d:%02d", 9+minute/60, minute%60))
	}
	if w.channel.posts < 5 || w.channel.posts > 9 {
		t.Errorf("%d attempts in two hours, want 1, 2, 4, 8, 16 and then 30 minutes between them", w.channel.posts)
	}
	w.channel.refuse = &scheduler.Problem{Code: "unreachable", After: 5 * time.Hour, Err: errors.New("429")}
	w.mustRun("2026-11-23 11:30")
	before := w.channel.posts
	w.mustRun("2026-11-23 16:00")
	if w.channel.posts != before {
		t.Error("tried again before Discord had asked to")
	}
	w.channel.refuse = nil
	w.mustRun("2026-11-23 16:30")
	w.wantMessages(1)
}

// interrupted runs a function between claiming and working.
type interrupted struct {
	*store.Store
	claimed func()
}

func (i interrupted) ClaimDue(ctx context.Context, now time.Time, token string, lease time.Duration, limit int, spread study.Spread) (study.Due, error) {
	due, err := i.Store.ClaimDue(ctx, now, token, lease, limit, spread)
	if len(due.Claims) > 0 {
		i.claimed()
	}
	return due, err
}

// A bot that starts late on what it has claimed must not go by the time at which it
// claimed it. Another bot may have posted meanwhile and crashed.
func TestAClaimThatWaitedIsNotPostedBlindly(t *testing.T) {
	w := newWorld(t, "Asia/Seoul", "2026-11-18 12:00")
	w.now = w.group.NextDue(w.now)
	dying := failing{w.store, func(d *study.Digest) error {
		if d.State == study.DigestPosted {
			return errCrash
		}
		return nil
	}}
	slow := interrupted{w.store, func() {
		if _, _, err := w.scheduler(dying).Send(t.Context(), w.group, w.operation("1")); !errors.Is(err, errCrash) {
			t.Errorf("the other bot: %v, want the crash", err)
		}
		w.now = w.now.Add(3*time.Minute + 30*time.Second)
	}}
	if err := w.scheduler(slow).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.wantMessages(1)
	w.now = w.now.Add(time.Hour)
	if err := w.scheduler(w.store).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.wantMessages(1)
}

// A manager resumes a group while a bot releases it because it was paused. The group
// must be due again.
func TestResumingAGroupThatIsBeingReleased(t *testing.T) {
	w := newWorld(t, "Asia/Seoul", "2026-11-18 12:00")
	w.save(func(g *study.Group) { g.State = study.Paused })
	w.now = w.group.NextDue(w.now)
	resumed := false
	reading := pausing{w.store, func() {
		if !resumed {
			resumed = true
			w.save(func(g *study.Group) { g.State, g.Since = study.Active, w.now })
		}
	}}
	if err := w.scheduler(reading).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.mustRun("2026-11-30 09:00")
	w.wantMessages(1)
}

// pausing runs a function after a guild was read.
type pausing struct {
	*store.Store
	read func()
}

func (p pausing) Current(ctx context.Context, guild string) (*study.Guild, error) {
	g, err := p.Store.Current(ctx, guild)
	p.read()
	return g, err
}

func TestAPausedGroupPostsNothingAndMakesUpForNothing(t *testing.T) {
	w := newWorld(t, "Asia/Seoul", "2026-11-18 12:00")
	w.save(func(g *study.Group) { g.State = study.Paused })
	w.mustRun("2026-11-23 09:00")
	w.now = w.now.Add(time.Hour)
	w.save(func(g *study.Group) { g.State, g.Since = study.Active, w.now })
	w.mustRun("2026-11-23 10:01")
	w.wantMessages(0)
	w.mustRun("2026-11-30 09:00")
	w.wantMessages(1)
}

func TestSendingOutOfTurnIsOnceToo(t *testing.T) {
	w := newWorld(t, "Asia/Seoul", "2026-11-18 12:00")
	send := func() (study.Digest, bool) {
		t.Helper()
		d, before, err := w.scheduler(w.store).Send(t.Context(), w.group, w.operation("1"))
		if err != nil {
			t.Fatal(err)
		}
		return d, before
	}
	w.now = w.now.AddDate(0, 0, 5) // Monday noon is over midnight, before 09:00
	w.now = time.Date(2026, 11, 23, 7, 0, 0, 0, w.now.Location())
	if d, before := send(); before || d.State != study.DigestPosted {
		t.Errorf("first: %+v, %t", d, before)
	}
	if d, before := send(); !before || d.Message != "1" {
		t.Errorf("second: %+v, %t; want the first one's message", d, before)
	}
	w.mustRun("2026-11-23 09:00")
	w.wantMessages(1)
	w.mustRun("2026-11-30 09:00")
	w.wantMessages(2)
}

// Another bot posts and records the digest while this one is stalled. This one's
// message is deleted.
func TestAStalledBotDeletesItsOwnSecondDigest(t *testing.T) {
	w := newWorld(t, "Asia/Seoul", "2026-11-18 12:00")
	w.now = w.group.NextDue(w.now)
	w.channel.before = func(_ context.Context, attempt int) {
		if attempt > 1 {
			return
		}
		// Stalled in the first attempt, for longer than the nonce is known.
		w.now = w.now.Add(10 * time.Minute)
		if _, _, err := w.scheduler(w.store).Send(t.Context(), w.group, w.operation("1")); err != nil {
			t.Error(err)
		}
		w.now = w.now.Add(10 * time.Minute)
	}
	if err := w.scheduler(w.store).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if first, second := w.channel.messages[0], w.channel.messages[1]; first.deleted || !second.deleted {
		t.Errorf("%+v, want the one that is recorded to remain", w.channel.messages)
	}
}

// With passes for a year, there is one digest for each local week, at its local time, even
// where clocks change. They are half an hour apart around the day of the digest, and six
// hours apart in between.
func TestAYearOfDigestsAtTheirLocalTime(t *testing.T) {
	for _, test := range []struct {
		zone         string
		hour, minute int
		day          time.Weekday
		moved        int // digests whose local time does not exist in their week
	}{
		{"Asia/Seoul", 9, 0, time.Monday, 0},
		{"America/New_York", 9, 0, time.Monday, 0},
		{"America/New_York", 2, 30, time.Sunday, 1},
		{"Europe/London", 1, 30, time.Sunday, 1},
		{"America/Santiago", 0, 0, time.Sunday, 1},
		{"Australia/Lord_Howe", 9, 0, time.Sunday, 0},
		{"Asia/Kathmandu", 9, 0, time.Monday, 0},
	} {
		t.Run(fmt.Sprintf("%s %02d:%02d", test.zone, test.hour, test.minute), func(t *testing.T) {
			w := newWorld(t, test.zone, "2026-01-01 00:00")
			w.save(func(g *study.Group) {
				g.Digest = study.Schedule{Day: test.day, Hour: test.hour, Minute: test.minute}
			})
			s := w.scheduler(w.store)
			for w.now.Year() < 2027 {
				if err := s.Run(t.Context()); err != nil {
					t.Fatal(err)
				}
				step := 30 * time.Minute
				if days := (w.now.In(w.group.Calendar[0].Zone).Weekday() - test.day + 7) % 7; 1 < days && days < 6 {
					step = 6 * time.Hour
				}
				w.now = w.now.Add(step)
			}
			w.wantMessages(52)
			moved := 0
			for _, m := range w.channel.messages {
				at := m.at.In(w.group.Calendar[0].Zone)
				if at.Weekday() != test.day {
					t.Errorf("posted on %s", at)
				}
				if at.Hour() != test.hour || at.Minute() != test.minute {
					moved++
				}
			}
			if moved != test.moved {
				t.Errorf("%d digests at another time of day, want %d", moved, test.moved)
			}
		})
	}
}

// Cron wakes the scheduler every minute. The clocks go forward in the second week.
func TestCronWakesTheScheduler(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		zone, err := time.LoadLocation("America/New_York")
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Until(time.Date(2000, 3, 31, 12, 0, 0, 0, zone)))
		w := newWorld(t, "America/New_York", "2000-03-31 12:00")
		w.channel.now = time.Now
		ctx, cancel := context.WithCancel(t.Context())
		s := scheduler.New(w.store, w.channel, time.Now, slog.New(slog.DiscardHandler))
		ended, err := s.Start(ctx)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(4 * 24 * time.Hour)
		synctest.Wait()
		cancel()
		<-ended
		w.wantMessages(1)
		for _, m := range w.channel.messages {
			if got := m.at.In(zone).Format("Mon 2006-01-02 15:04:05"); got != "Mon 2000-04-03 09:00:00" {
				t.Errorf("posted at %s", got)
			}
		}
		if err := w.store.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

// A check is dated back into a week whose digest was posted. That digest and its record
// stay unchanged, and the next one lists the correction once.
func TestTheNextDigestListsCorrectionsOnce(t *testing.T) {
	w := newWorld(t, "Asia/Seoul", "2026-11-18 12:00")
	w.check("21", "gil")
	w.mustRun("2026-11-23 09:00")
	posted, stored := w.channel.messages[0], w.state("2026-11-16")

	w.now = w.now.Add(time.Hour)
	back := w.now.AddDate(0, 0, -3)
	if _, err := w.store.Check(t.Context(), w.group, w.operation("22"), "gc", back, nil, ""); err != nil {
		t.Fatal(err)
	}
	w.mustRun("2026-11-30 09:00")
	w.wantMessages(2)
	if text := w.channel.messages[1].text(); !strings.Contains(text, "- week of 2026-11-16: 1 → 2 items (user 22 +1)") || !strings.Contains(text, "It was a quiet week") {
		t.Errorf("the next digest says:\n%s", text)
	}
	if diff := cmp.Diff(stored, w.state("2026-11-16")); diff != "" || w.channel.messages[0] != posted {
		t.Errorf("the digest that was posted has changed:\n%s", diff)
	}

	w.mustRun("2026-12-07 09:00")
	if text := w.channel.messages[2].text(); strings.Contains(text, "Corrected") {
		t.Errorf("the digest after the next says:\n%s", text)
	}

	// The check is undone when the week's board is long deleted.
	w.now = w.now.Add(time.Hour)
	if _, err := w.store.Uncheck(t.Context(), w.group, w.operation("22"), "gc"); err != nil {
		t.Fatal(err)
	}
	w.mustRun("2026-12-14 09:00")
	if text := w.channel.messages[3].text(); !strings.Contains(text, "- week of 2026-11-16: 2 → 1 item") {
		t.Errorf("the digest after that says:\n%s", text)
	}
}

// An import into weeks whose digests were posted is one line of the next digest only.
// Other changes to these weeks are listed as usual.
func TestAnImportIsOneLineOfTheDigest(t *testing.T) {
	w := newWorld(t, "Asia/Seoul", "2026-11-18 12:00")
	w.check("21", "gil")
	w.mustRun("2026-11-23 09:00")
	w.mustRun("2026-11-30 09:00")

	w.now = w.now.Add(time.Hour)
	day := func(n int) time.Time { return time.Date(2026, 11, n, 12, 0, 0, 0, w.group.Calendar.Zone(w.now)) }
	op := w.operation("22")
	if _, err := w.store.Apply(t.Context(), w.group, op, study.Batch{Checks: []study.BatchCheck{
		{Item: "gil", At: day(17)}, {Item: "gc", At: day(18)}, {Item: "memory", At: day(29)}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.store.Check(t.Context(), w.group, w.operation("21"), "gc", day(28), nil, ""); err != nil {
		t.Fatal(err)
	}
	w.mustRun("2026-12-07 09:00")
	told := corrections(w.channel.messages[2])
	want := []string{"- user 22 imported earlier records: 3 items (2026-11-17 ~ 2026-11-29)", "- week of 2026-11-23: 0 → 2 items (user 21 +1, user 22 +1)"}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("the next digest (-want +got):\n%s", diff)
	}
	w.mustRun("2026-12-14 09:00")
	if told := corrections(w.channel.messages[3]); len(told) != 0 {
		t.Errorf("the digest after the next: %q", told)
	}

	// The import is undone: the weeks have other totals again.
	w.now = w.now.Add(time.Hour)
	if _, err := w.store.UndoAll(t.Context(), w.group, w.operation("22"), op.ID); err != nil {
		t.Fatal(err)
	}
	w.mustRun("2026-12-21 09:00")
	want = []string{"- week of 2026-11-23: 2 → 1 item", "- week of 2026-11-16: 3 → 1 item"}
	if diff := cmp.Diff(want, corrections(w.channel.messages[4])); diff != "" {
		t.Errorf("after undoing it (-want +got):\n%s", diff)
	}
}

// corrections returns the lines of a digest about earlier weeks.
func corrections(m message) []string {
	var lines []string
	for line := range strings.Lines(m.text()) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "- week of") || strings.Contains(line, " imported ") {
			lines = append(lines, line)
		}
	}
	return lines
}
