package main

import (
	"context"
	"flag"
	"log/slog"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dojang/bot/discord"
	"dojang/commands"
	"dojang/roadmap"
	"dojang/roadmap/markdown"
	"dojang/sandbox"
	"dojang/scheduler"
	"dojang/store"
	"dojang/study"
)

var groups = flag.Int("groups", 1200, "groups whose digests are due at once")

// limit is Discord's for all requests of a bot: 50 in any second. It lets the
// sandbox's clock go with the time, and answers take theirs.
type limit struct {
	clock *sandbox.Clock

	mu      sync.Mutex
	recent  []time.Time // requests of the last second
	most    int         // in a second
	refused int
}

func (l *limit) disturb(_, _ string, r *http.Request) *sandbox.Trouble {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	_ = l.clock.Advance(now)
	trouble := &sandbox.Trouble{Before: 100 * time.Millisecond}
	if r.Header.Get("Authorization") == "" {
		return trouble // interactions are answered without the bot's token
	}
	l.recent = slices.DeleteFunc(l.recent, func(at time.Time) bool { return now.Sub(at) >= time.Second })
	l.recent = append(l.recent, now)
	l.most = max(l.most, len(l.recent))
	if len(l.recent) > 50 {
		l.refused++
		trouble.Status, trouble.Body = http.StatusTooManyRequests, `{"message":"You are being rate limited.","retry_after":1,"global":true}`
		trouble.Header = http.Header{"Content-Type": {"application/json"}, "Retry-After": {"1"}, "X-Ratelimit-Global": {"true"}, "X-Ratelimit-Scope": {"global"}}
	}
	return trouble
}

// Very many digests that are due at once are posted by two bots within
// Discord's limit, each once and the oldest first, while members use commands.
func TestVeryManyDigests(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		seoul, err := time.LoadLocation("Asia/Seoul")
		if err != nil {
			t.Fatal(err)
		}
		due := time.Date(2026, 11, 23, 9, 0, 0, 0, seoul)
		time.Sleep(time.Until(due.Add(-time.Hour)))
		clock := sandbox.NewClock(time.Now())
		d, guild, home := sandbox.World(sandbox.Options{Clock: clock, Real: time.Now, NoMentions: true})
		s, err := store.Open("")
		if err != nil {
			t.Fatal(err)
		}
		edition, _ := markdown.Template(markdown.Templates()[0])
		channels := map[string]int{} // minutes after the first that a group is due, by channel
		for i := range *groups {
			g := study.Group{ID: study.GroupID(strconv.Itoa(i)), Guild: strconv.Itoa(1000 + i), Name: "g", Channel: d.AddChannel(guild, "c"), Language: roadmap.Korean,
				Template: markdown.Templates()[0], RoadmapVersion: 1, Roadmap: edition, Calendar: study.Calendar{{Zone: seoul, Start: time.Monday}}, State: study.Active,
				Digest: study.Schedule{Day: time.Monday, Hour: 9, Minute: i % 2}, Created: due.AddDate(0, -1, 0), Since: time.Now()}
			if i == 0 {
				g.Guild = guild
			}
			channels[g.Channel] = i % 2
			op := study.Operation{ID: "save " + g.ID, Now: time.Now(), Actor: "1", Member: "1", Groups: study.AnyGroups}
			if _, err := s.SaveGroup(t.Context(), &g, op); err != nil {
				t.Fatal(err)
			}
		}

		l := &limit{clock: clock}
		d.Disturb(l.disturb)
		began := due.Add(5 * time.Minute) // both halves are due when the bots look first
		time.Sleep(time.Until(began))
		ctx, cancel := context.WithCancel(t.Context())
		log := &journal{}
		logger := slog.New(slog.NewTextHandler(log, nil))
		var ended []<-chan struct{}
		var answerer *discord.Answerer
		for range 2 {
			client := discord.NewClient("https://discord.example", d.Token(), d.RoundTripper(), logger, time.Now)
			digests := scheduler.New(s, discord.NewPoster(client), time.Now, logger)
			router, err := commands.NewRouter(commands.Settings{Store: s, Digests: digests, Log: logger, Now: time.Now, Mentions: func() map[string]string { return nil }})
			if err != nil {
				t.Fatal(err)
			}
			if answerer == nil {
				registered := discord.NewCommands(client, s, router.Definitions(), logger)
				registered.Keep(ctx, d.Application())
				answerer = discord.NewAnswerer(client, router, logger, time.Now)
			}
			end, err := digests.Start(ctx)
			if err != nil {
				t.Fatal(err)
			}
			ended = append(ended, end)
		}
		d.Deliver(func(event string, payload []byte) {
			if event == "INTERACTION_CREATE" {
				answerer.Take(ctx, payload)
			}
		})
		var slowest time.Duration
		var memory, before runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		peak, seen, answers := before.HeapAlloc, 0, 0
		posted, order := map[string]int{}, []int{}
		var last time.Time
		for time.Since(began) < 2*time.Hour && len(posted) < *groups {
			time.Sleep(5 * time.Second)
			asked := time.Now()
			_ = clock.Advance(asked)
			i, err := d.Slash(sandbox.Actor{User: d.Members(guild)[0].ID, Channel: home}, []sandbox.Word{{Text: "leaderboard"}}, nil)
			if err != nil {
				t.Fatal(err)
			}
			<-i.Done()
			slowest = max(slowest, time.Since(asked))
			effects, _ := d.Effects(seen)
			seen += len(effects)
			for _, e := range effects {
				switch {
				case e.Kind == sandbox.Posted && e.Message.InteractionMetadata == nil:
					posted[e.Message.ChannelID]++
					order = append(order, channels[e.Message.ChannelID])
					last = time.Now()
				case e.Kind == sandbox.Posted:
					answers++
				}
			}
			runtime.ReadMemStats(&memory)
			peak = max(peak, memory.HeapAlloc)
		}
		cancel()
		for _, end := range ended {
			<-end
		}
		if err := answerer.Wait(context.Background()); err != nil {
			t.Error(err)
		}
		time.Sleep(time.Minute) // no attempt is left
		if err := s.Close(); err != nil {
			t.Error(err)
		}

		for channel := range channels {
			if posted[channel] != 1 {
				t.Errorf("channel %s has %d digests", channel, posted[channel])
			}
		}
		if l.refused > 0 {
			t.Errorf("%d requests were refused: %d in a second", l.refused, l.most)
		}
		for _, fault := range d.Faults() {
			t.Errorf("fault: %s", fault)
		}
		// All bots together begin with the older half; a few are worked on at a time.
		if newer := slices.Index(order, 1); newer < *groups/2-100 {
			t.Errorf("a newer digest was posted after %d of %d older ones", newer, *groups/2)
		}
		if slowest > 3*time.Second || answers == 0 {
			t.Errorf("%d answers, the slowest after %s", answers, slowest)
		}
		if text := log.String(); *groups >= 1200 && !strings.Contains(text, "many digests are being posted") || strings.Contains(text, "level=WARN") {
			t.Errorf("the log does not tell of it, or of something else:\n%.3000s", text)
		}
		t.Logf("%d digests by two bots in %s, at most %d requests in a second and %d refused; the slowest of %d answers after %s, with 100 ms for each request; heap %d MB before, %d MB at most (with the store and Discord, %d kB a digest)",
			len(posted), last.Sub(began), l.most, l.refused, answers, slowest, before.HeapAlloc>>20, peak>>20, (peak-before.HeapAlloc)/uint64(*groups)>>10)
	})
}
