package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"

	"dojang/licenses"
	"dojang/sandbox"
	"dojang/store/redistest"
)

// journal is what a program writes, for a test to read meanwhile.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// running is the program while it runs.
type running struct {
	t        *testing.T
	out, err journal
	cancel   context.CancelFunc
	ended    chan error
}

// start runs the program in a directory of its own.
func start(t *testing.T, environment map[string]string, args ...string) *running {
	t.Helper()
	t.Chdir(t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	r := &running{t: t, cancel: cancel, ended: make(chan error, 1)}
	go func() {
		r.ended <- run(ctx, append([]string{"dojang"}, args...), func(key string) string { return environment[key] }, strings.NewReader(""), &r.out, &r.err)
	}()
	return r
}

// end ends the program, as SIGTERM does, and returns its error.
func (r *running) end() error {
	r.t.Helper()
	r.cancel()
	return r.wait()
}

// wait waits for the program to end by itself.
func (r *running) wait() error {
	r.t.Helper()
	select {
	case err := <-r.ended:
		return err
	case <-time.After(guard(r.t)):
		r.t.Fatalf("the program does not end; its log:\n%s", &r.err)
		return nil
	}
}

// until waits until something is so.
func (r *running) until(what string, so func() bool) {
	r.t.Helper()
	for deadline := time.Now().Add(time.Minute); !so(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			r.t.Fatalf("never %s; the log:\n%s", what, &r.err)
		}
	}
}

// listening is how the log says where the program listens.
var listening = regexp.MustCompile(`msg=listening address=(\S+)`)

// address waits until the program listens, and returns where.
func (r *running) address() string {
	r.t.Helper()
	r.until("listens", func() bool { return listening.MatchString(r.err.String()) })
	return listening.FindStringSubmatch(r.err.String())[1]
}

// discordServer is a sandbox over sockets, somebody who acts in it, and the
// environment for a bot that is to run against it.
func discordServer(t *testing.T) (*sandbox.Discord, sandbox.Actor, map[string]string) {
	t.Helper()
	d, guild, home := sandbox.World(sandbox.Options{Clock: sandbox.NewClock(time.Now().Add(time.Hour)), Real: time.Now, NoMentions: true})
	server := httptest.NewServer(d)
	t.Cleanup(server.Close)
	t.Cleanup(d.Gateway().Drop)
	return d, sandbox.Actor{User: d.Members(guild)[0].ID, Channel: home}, map[string]string{"DOJANG_DISCORD_URL": server.URL, "DOJANG_DISCORD_TOKEN": d.Token()}
}

func TestRunUntilItIsTold(t *testing.T) {
	d, _, env := discordServer(t)
	r := start(t, env)
	r.until("registers the commands", func() bool { return len(d.Commands()) > 0 })
	r.until("warns of the empty store", func() bool {
		return strings.Contains(r.err.String(), `msg="THE STORE IS EMPTY: right for a new bot; otherwise it is the wrong store, or its data was not loaded" discord_servers=1`)
	})
	if err := r.end(); err != nil {
		t.Errorf("ended with %v", err)
	}
	r.until("is offline", func() bool { return d.Gateway().Connections() == 0 })
	if out := r.out.String(); out != "" {
		t.Errorf("written to stdout: %s", out)
	}
	log := r.err.String()
	if !strings.Contains(log, "by this one process") || strings.Contains(log, d.Token()) {
		t.Errorf("the log does not say where things are kept, or has the token in it:\n%s", log)
	}
	if faults := d.Faults(); len(faults) > 0 {
		t.Errorf("faults: %q", faults)
	}
}

func TestAWrongTokenIsSaid(t *testing.T) {
	_, _, env := discordServer(t)
	env["DOJANG_DISCORD_TOKEN"] = "wrong"
	if err := start(t, env).wait(); err == nil || !strings.Contains(err.Error(), "token is wrong") {
		t.Errorf("ended with %v", err)
	}
	env["DOJANG_DISCORD_MODE"], env["DOJANG_HTTP_LISTEN"], env["DOJANG_DISCORD_PUBLIC_KEY"] = "http", "127.0.0.1:0", strings.Repeat("00", ed25519.PublicKeySize)
	if err := start(t, env).wait(); err == nil || !strings.Contains(err.Error(), "token is wrong") {
		t.Errorf("in HTTP mode it ended with %v", err)
	}
}

func TestInteractionsOverHTTP(t *testing.T) {
	d, actor, env := discordServer(t)
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	env["DOJANG_DISCORD_MODE"], env["DOJANG_HTTP_LISTEN"], env["DOJANG_DISCORD_PUBLIC_KEY"] = "http", "127.0.0.1:0", hex.EncodeToString(public)
	r := start(t, env)
	r.until("registers the commands", func() bool { return len(d.Commands()) > 0 })
	address := r.address()

	send := func(body string, at time.Time, key ed25519.PrivateKey) (int, string) {
		t.Helper()
		stamp := strconv.FormatInt(at.Unix(), 10)
		request, err := http.NewRequest(http.MethodPost, "http://"+address+"/interactions", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("X-Signature-Timestamp", stamp)
		request.Header.Set("X-Signature-Ed25519", hex.EncodeToString(ed25519.Sign(key, []byte(stamp+body))))
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, string(text)
	}
	_, stranger, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	const ping = `{"id":"1","token":"t","type":1}`
	for _, test := range []struct {
		name   string
		at     time.Time
		key    ed25519.PrivateKey
		status int
		body   string
	}{
		{"ping", time.Now(), private, 200, `{"type":1}`},
		{"signed by somebody else", time.Now(), stranger, 401, "invalid request signature\n"},
		{"an old one", time.Now().Add(-10 * time.Minute), private, 401, "invalid request signature\n"},
	} {
		if status, body := send(ping, test.at, test.key); status != test.status || body != test.body {
			t.Errorf("%s: %d %s", test.name, status, body)
		}
	}
	// The sandbox has made the interaction; it goes to the bot over HTTP.
	d.Deliver(func(event string, payload []byte) {
		if status, body := send(string(payload), time.Now(), private); status != 202 || body != "" {
			t.Errorf("interaction: %d %s", status, body)
		}
	})
	i, err := d.Slash(actor, []sandbox.Word{{Text: "help"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	<-i.Done()
	if all, _ := d.Effects(0); len(all) != 1 || all[0].Kind != sandbox.Posted {
		t.Errorf("effects: %v, want an answer", all)
	}
	// So do commands in menus, which need no intent for the message's contents.
	if err := d.Say(actor, "https://example.com/a"); err != nil {
		t.Fatal(err)
	}
	said := d.Visible(actor)[1]
	if i, err = d.UseOnMessage(actor, sandbox.Word{Text: "Share as post"}, said.ID); err != nil {
		t.Fatal(err)
	}
	<-i.Done()
	if i, err = d.UseOnMember(actor, sandbox.Word{Text: "Progress"}, sandbox.Word{Text: actor.User}); err != nil {
		t.Fatal(err)
	}
	<-i.Done()
	if all := d.Visible(actor); len(all) != 4 || !all[2].Private() || !all[3].Private() {
		t.Errorf("%d messages are to be seen, want two private answers that there is no group yet", len(all))
	}
	if err := r.end(); err != nil {
		t.Errorf("ended with %v", err)
	}
}

// An interaction whose request is still being read when the program is told to
// end is answered like any other: the store is there for it.
func TestAnInteractionThatArrivesAtTheEnd(t *testing.T) {
	d, actor, env := discordServer(t)
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	env["DOJANG_DISCORD_MODE"], env["DOJANG_HTTP_LISTEN"], env["DOJANG_DISCORD_PUBLIC_KEY"] = "http", "127.0.0.1:0", hex.EncodeToString(public)
	r := start(t, env)
	r.until("registers the commands", func() bool { return len(d.Commands()) > 0 })
	address := r.address()
	var body string
	d.Deliver(func(_ string, payload []byte) { body = string(payload) })
	i, err := d.Slash(actor, []sandbox.Word{{Text: "leaderboard"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	stamp := strconv.FormatInt(time.Now().Unix(), 10)
	fmt.Fprintf(conn, "POST /interactions HTTP/1.1\r\nHost: dojang\r\nContent-Length: %d\r\nExpect: 100-continue\r\n"+
		"X-Signature-Timestamp: %s\r\nX-Signature-Ed25519: %x\r\n\r\n", len(body), stamp, ed25519.Sign(private, []byte(stamp+body)))
	answers := bufio.NewReader(conn)
	if line, err := answers.ReadString('\n'); err != nil || !strings.Contains(line, "100 Continue") {
		t.Fatalf("the body is not asked for: %q, %v", line, err)
	}
	r.cancel()
	r.until("stops listening", func() bool {
		other, err := net.Dial("tcp", address)
		if err == nil {
			_ = other.Close()
		}
		return err != nil
	})
	if _, err := io.WriteString(conn, body); err != nil {
		t.Fatal(err)
	}
	<-i.Done()
	if all, _ := d.Effects(0); len(all) != 1 || all[0].Kind != sandbox.Posted || strings.Contains(all[0].String(), "저장소") {
		t.Errorf("effects: %v, want an answer from the store", all)
	}
	if err := r.wait(); err != nil {
		t.Errorf("ended with %v", err)
	}
}

func TestSettings(t *testing.T) {
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		name string
		file string
		env  map[string]string
		want []string // what is said
	}{
		{"nothing", "", nil, []string{"discord_token is not set"}},
		{"an unknown key, with its line", "discord_token = \"x\"\n\ndiscord_tokn = \"y\"\n", nil, []string{"config.toml, line 3: unknown key discord_tokn"}},
		{"no TOML", "discord_token = x\n", nil, []string{"config.toml, line 1, column 17"}},
		{"all at once", "discord_url = \"ftp://x\"\nlog_level = \"loud\"\ndiscord_mode = \"pigeon\"\n", nil,
			[]string{"discord_token is not set", "discord_url", "log_level", "discord_mode"}},
		{"http needs more", "discord_token = \"x\"\ndiscord_mode = \"http\"\n", nil, []string{"discord_public_key is not set", "http_listen is not set"}},
		{"a secret twice", "discord_token = \"x\"\ndiscord_token_file = \"y\"\n", nil, []string{"discord_token and discord_token_file are both set"}},
		{"a secret's file that is not there", "discord_token_file = \"nowhere\"\n", nil, []string{"discord_token_file", "nowhere"}},
		{"a Redis URL that is none", "discord_token = \"x\"\nredis_url = \"http://user:secret@x\"\n", nil, []string{"the Redis URL is not of the form"}},
		{"the environment goes first", "discord_token = \"x\"\nlog_level = \"loud\"\ndiscord_url = \"x\"\n",
			map[string]string{"DOJANG_LOG_LEVEL": "info"}, []string{"discord_url"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			if test.file != "" {
				write("config.toml", test.file)
			}
			err := run(t.Context(), []string{"dojang", "run"}, func(key string) string { return test.env[key] }, nil, io.Discard, io.Discard)
			if err == nil {
				t.Fatal("the settings are taken")
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("not said: %s\nsaid: %v", want, err)
				}
			}
			if strings.Contains(err.Error(), "secret") || test.name == "the environment goes first" && strings.Contains(err.Error(), "log_level") {
				t.Errorf("said: %v", err)
			}
		})
	}
}

func TestSecretsFromFiles(t *testing.T) {
	d, _, env := discordServer(t)
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("Bot "+d.Token()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	delete(env, "DOJANG_DISCORD_TOKEN")
	env["DOJANG_DISCORD_TOKEN_FILE"] = file
	r := start(t, env)
	r.until("registers the commands", func() bool { return len(d.Commands()) > 0 })
	if err := r.end(); err != nil {
		t.Errorf("ended with %v", err)
	}
}

// config.example.toml has every key, with its default or a made-up value, and
// is itself a file that can be used.
func TestTheExampleHasEveryKey(t *testing.T) {
	text, err := os.ReadFile("../config.example.toml")
	if err != nil {
		t.Fatal(err)
	}
	var c config
	for _, s := range c.settings() {
		if !strings.Contains(string(text), "\n"+s.key+" = ") && !strings.Contains(string(text), "\n# "+s.key+" = ") {
			t.Errorf("config.example.toml does not have %s", s.key)
		}
	}
	t.Chdir(t.TempDir())
	if err := os.WriteFile("config.toml", text, 0o600); err != nil {
		t.Fatal(err)
	}
	p := &program{env: func(string) string { return "" }}
	if _, err := p.load(useDiscord | useTransport); err != nil {
		t.Errorf("it cannot be used: %v", err)
	}
}

func TestRoadmapCheck(t *testing.T) {
	dir := t.TempDir()
	for _, test := range []struct {
		name, text, want string
		failed           bool
	}{
		{"good.md", "# R\n## A\n### S\n- [ ] one\n- [ ] two\n", "good.md can be used: 2 items in 1 section, 1 area, 0 phases; 0 warnings\n", false},
		{"plain.md", "- one\n- two\n", "plain.md:1: warning: the file has no checkboxes, so every list entry from here on is an item: to choose, write \"- [ ] Title\" before the items\n" +
			"plain.md:1: warning: the file has no title, so the roadmap is named \"plain\": begin the file with \"# Title\" for another name\n" +
			"plain.md can be used: 2 items in 1 section, 1 area, 0 phases; 2 warnings\n", false},
		{"front.md", "---\ntitle: R\nphases:\n  - title: P\n    sections: [S, S9]\n---\n## A\n### S\n- [ ] one\n\n> - [ ] two\n\n| a | b |\n|---|---|\n",
			"front.md:5: warning: \"S9\" is not the title of a section and was left out: write the title as it is in the heading\n" +
				"front.md:11: warning: this is quoted and not an item: remove the \">\" if it is one\n" +
				"front.md:13: warning: tables have no items, so this one was left out: write items as \"- [ ] Title\"\n" +
				"front.md can be used: 1 item in 1 section, 1 area, 1 phase; 3 warnings\n", false},
		{"bad.md", "# R\n## A\n- [ ]\n### S\ntext\n", "", true},
	} {
		file := filepath.Join(dir, test.name)
		if err := os.WriteFile(file, []byte(test.text), 0o600); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		err := run(t.Context(), []string{"dojang", "roadmap", "check", file}, func(string) string { return "" }, nil, &out, io.Discard)
		got := strings.ReplaceAll(out.String(), dir+string(filepath.Separator), "")
		if (err != nil) != test.failed {
			t.Errorf("%s: error %v", test.name, err)
		}
		if !test.failed {
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", test.name, diff)
			}
			continue
		}
		for _, line := range []string{"bad.md:1:", "bad.md:3:", "bad.md cannot be used"} {
			if !strings.Contains(got, line) {
				t.Errorf("%s: no %s in:\n%s", test.name, line, got)
			}
		}
	}
}

func TestRoadmapDiff(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"old.md": "# R\n## A\n### S\n- [ ] one\n- [ ] Learn the GIL\n- [ ] gone\n",
		"new.md": "# R\n## A\n### S\n- [ ] Learn of the GIL\n- [ ] new thing\n### S2\n- [ ] one\n",
		"bad.md": "# R\n",
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	diff := func(files ...string) (string, error) {
		var out bytes.Buffer
		err := run(t.Context(), append([]string{"dojang", "roadmap", "diff"}, files...), func(string) string { return "" }, nil, &out, io.Discard)
		return out.String(), err
	}
	got, err := diff("old.md", "new.md")
	if err != nil {
		t.Fatal(err)
	}
	want := `renamed (83% alike): A › S › Learn the GIL → A › S › Learn of the GIL
added: A › S › new thing
moved: A › S › one → A › S2 › one
removed: A › S › gone
1 added, 1 renamed, 1 moved, 0 reordered, 1 removed, 0 kept as they are
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := diff("old.md", "bad.md"); err == nil || !strings.Contains(err.Error(), "bad.md: line 1: the roadmap has no items") {
		t.Errorf("a file without items: %v", err)
	}
}

func TestArgumentsThatMeanNothing(t *testing.T) {
	for _, args := range [][]string{{"frobnicate"}, {"run", "extra"}, {"sandbox", "--nothing"}, {"roadmap", "check"}} {
		err := run(t.Context(), append([]string{"dojang"}, args...), func(string) string { return "" }, nil, io.Discard, io.Discard)
		if err == nil || !strings.Contains(err.Error(), "--help") {
			t.Errorf("%v: %v", args, err)
		}
	}
	var out bytes.Buffer
	if err := run(t.Context(), []string{"dojang", "--help"}, func(string) string { return "" }, nil, &out, io.Discard); err != nil || !strings.Contains(out.String(), "sandbox") {
		t.Errorf("--help: %v\n%s", err, &out)
	}
}

// The licences are printed as they are, without settings.
func TestTheLicencesArePrinted(t *testing.T) {
	var out bytes.Buffer
	if err := run(t.Context(), []string{"dojang", "licenses"}, func(string) string { return "" }, nil, &out, io.Discard); err != nil || out.String() != licenses.Text {
		t.Errorf("%d bytes, %v", out.Len(), err)
	}
}

// What a newer Dojang has written is not touched.
func TestANewerLayoutStopsTheStart(t *testing.T) {
	server := redistest.Start(t)
	_, _, env := discordServer(t)
	env["DOJANG_REDIS_URL"] = server.URL
	options, err := redis.ParseURL(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	client := redis.NewClient(options)
	t.Cleanup(func() { _ = client.Close() })
	if err := client.Set(t.Context(), "dojang:{layout}", "99", 0).Err(); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"run"}, {"verify"}, {"rebuild"}} {
		if err := start(t, env, args...).wait(); err == nil || !strings.Contains(err.Error(), "newer Dojang") {
			t.Errorf("%s ended with %v", args, err)
		}
	}
	if keys := client.Keys(t.Context(), "*").Val(); len(keys) != 1 {
		t.Errorf("keys were written: %q", keys)
	}
}

// Events are kept for a year at the least.
func TestEventsAreKeptForAYearAtLeast(t *testing.T) {
	for days, wanted := range map[string]bool{"365": true, "3650": true, "364": false, "-1": false, "x": false} {
		p := &program{env: func(key string) string { return map[string]string{"DOJANG_KEEP_DAYS": days}[key] }}
		if _, err := p.load(useStore); (err == nil) != wanted {
			t.Errorf("keep_days %s: %v", days, err)
		}
	}
}

// The greeting is on unless it is turned off, in the file or the environment.
func TestTheGreetingCanBeTurnedOff(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.toml")
	for text, want := range map[string]string{"": "on", "greeting = false": "off", "greeting = true": "on", `greeting = "false"`: "off", "greeting = 1": "refused"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		env := map[string]string{"DOJANG_CONFIG": file, "DOJANG_DISCORD_TOKEN": "x"}
		p := &program{env: func(key string) string { return env[key] }}
		cfg, err := p.load(useDiscord | useTransport)
		got := map[bool]string{true: "on", false: "off"}[cfg.Greeting.on()]
		if err != nil {
			got = "refused"
		}
		if got != want {
			t.Errorf("%q: %s, want %s (%v)", text, got, want, err)
		}
	}
}
