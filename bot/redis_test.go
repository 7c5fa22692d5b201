package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dojang/bot/discord"
	"dojang/sandbox"
	"dojang/store/redistest"
)

// All scenarios are played on a Redis Cluster, known by one seed address, and
// the bot outlives the death of a master.
func TestOnACluster(t *testing.T) {
	t.Parallel()
	cluster := redistest.StartCluster(t, 0)
	scenariosOn(t, cluster.URL, cluster.Flush)
	t.Run("a master dies", func(t *testing.T) {
		cluster.Flush()
		var dead *redistest.Node
		outlives(t, cluster.URL, 0, func(guild string) {
			dead = cluster.Master("{" + guild + "}")
			dead.Kill()
		}, func() {
			dead.Start()
			cluster.Await()
		})
	})
}

// The same for a master that sentinels watch.
func TestOnSentinel(t *testing.T) {
	t.Parallel()
	watched := redistest.StartSentinel(t)
	scenariosOn(t, watched.URL, watched.Flush)
	t.Run("a master dies", func(t *testing.T) {
		watched.Flush()
		var dead *redistest.Server
		outlives(t, watched.URL, 1, func(string) {
			dead = watched.Master()
			dead.Stop()
		}, func() {
			dead.Start()
			watched.Await()
		})
	})
}

// scenariosOn plays the scenarios one after another: their servers are the
// same, and so are the ids in them.
func scenariosOn(t *testing.T, url string, flush func()) {
	t.Helper()
	files, err := filepath.Glob("testdata/scenarios/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, file := range files {
		flush()
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { playFile(t, file, url) })
	}
}

// outlives kills the master with the guild while a member checks items, each change
// awaiting a number of replicas. The member is answered in time whatever happens.
// Without a restart the bot continues with the replica that takes over, and no check is
// missing.
func outlives(t *testing.T, url string, replicas int, kill func(guild string), revive func()) {
	t.Helper()
	items := []string{"GIL", "gc", "memory", "weakref-contextvars", "mypy", "pydantic", "pytest"}
	rounds := 1
	if os.Getenv("DOJANG_TEST_LONG") != "" {
		rounds = 5
	}
	box := openOn(t, "2026-11-23T10:00", url)
	box.bot.store.AwaitReplicas(replicas)
	// until plays a line until the store is there, and returns what is to be
	// seen then, and how often it was not.
	until := func(line string) (out string, refusals int) {
		for began, limit := time.Now(), guard(t); ; refusals++ {
			if out = box.play(t, line+"\n"); !strings.Contains(out, "지금 저장소에 연결할 수 없습니다") {
				return out, refusals
			}
			if time.Since(began) > limit {
				t.Fatalf("%s was refused for %v, %d times", line, limit, refusals)
			}
		}
	}
	until("민수: /check item:" + items[0])
	for round := range rounds {
		kill(box.guild)
		death := time.Now()
		_, refusals := until("민수: /check item:" + items[round+1])
		t.Logf("the first check after the master's death: %s later; %d were answered with an apology", time.Since(death), refusals)
		revive()
	}
	out, _ := until("민수: /progress")
	if want := fmt.Sprintf("%d/168", rounds+1); !strings.Contains(out, want) {
		t.Errorf("%s items are not to be seen:\n%s", want, out)
	}
	effects, _ := box.discord.Effects(0)
	for _, e := range effects {
		if e.Kind == sandbox.Unanswered { // a busy machine may take the half second that is left until a deferral
			t.Errorf("not answered in time: %v", e)
		}
	}
}

// The warnings about a server stand in what /readyz answers, which is ready all
// the same, and in the log.
func TestReadyWithWarnings(t *testing.T) {
	server := redistest.Start(t, "--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru")
	box := openOn(t, "2026-11-23T10:00", server.URL)
	ready := func() (int, string) {
		w := httptest.NewRecorder()
		box.bot.readyz(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/readyz", nil))
		body, err := io.ReadAll(w.Result().Body)
		if err != nil {
			t.Fatal(err)
		}
		return w.Code, string(body)
	}
	code, body := ready()
	if code != http.StatusOK || !strings.HasPrefix(body, "ok\nwarning: ") || !strings.Contains(body, "NOT PERSIST") || !strings.Contains(body, "allkeys-lru") {
		t.Errorf("%d %s", code, body)
	}
	server.Stop()
	if code, body := ready(); code != http.StatusServiceUnavailable {
		t.Errorf("%d %s when the server is away", code, body)
	}
}

// A bot that has no gateway session is not ready, unless it needs none.
func TestReadyNeedsTheGateway(t *testing.T) {
	box := open(t, "2026-11-23T10:00")
	for mode, want := range map[string]int{modeGateway: http.StatusServiceUnavailable, modeHTTP: http.StatusOK} {
		b := *box.bot
		b.cfg.DiscordMode = mode
		b.gateway = discord.NewGateway(b.client, b.answerer.Take, b.onApplication, b.log) // never runs
		w := httptest.NewRecorder()
		b.readyz(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/readyz", nil))
		if w.Code != want || (want != http.StatusOK) != strings.Contains(w.Body.String(), "gateway is not connected") {
			t.Errorf("%s: %d %s", mode, w.Code, w.Body)
		}
	}
	w := httptest.NewRecorder()
	if box.bot.readyz(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/readyz", nil)); w.Code != http.StatusOK {
		t.Errorf("with a session: %d %s", w.Code, w.Body)
	}
}

func TestRedisWait(t *testing.T) {
	t.Chdir(t.TempDir())
	for text, want := range map[string]int{"": 0, "redis_wait = 1": 1, "redis_wait = \"2\"": 2, "redis_wait = -1": -1, "redis_wait = 1.5": -1, "redis_wait = 101": -1} {
		if err := os.WriteFile("config.toml", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		p := &program{env: func(string) string { return "" }}
		cfg, err := p.load(0)
		switch {
		case want >= 0 && (err != nil || cfg.RedisWait.int() != want):
			t.Errorf("%q: %v, %v", text, cfg.RedisWait, err)
		case want < 0 && (err == nil || !strings.Contains(err.Error(), "redis_wait is")):
			t.Errorf("%q: %v, %v; want it refused", text, cfg.RedisWait, err)
		}
	}
}

// Of a Redis URL the log has where it leads to, and no secret.
func TestRedisURLInTheLog(t *testing.T) {
	c := config{RedisURL: "redis+sentinel://bot:hunter2@a,b/m?sentinel_password=hunter3", DiscordToken: "hunter4"}
	if got := c.LogValue().String(); strings.Contains(got, "hunter") || !strings.Contains(got, "redis+sentinel://***@a:26379,b:26379/m") {
		t.Errorf("the log has %s", got)
	}
}
