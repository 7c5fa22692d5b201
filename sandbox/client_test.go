package sandbox

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"dojang/sandbox/schema"
)

// Private messages are in nobody else's history.
func TestHistoryIsTheMembersOwn(t *testing.T) {
	b := newBench(t)
	b.register(demo)
	all := b.received()
	b.answer(b.invoke(all, "민수", "group list"), `{"type":4,"data":{"content":"secret","flags":64}}`)
	b.answer(b.invoke(all, "지원", "group list"), `{"type":4,"data":{"content":"public"}}`)
	shown := func(who, before, after string) string {
		var texts []string
		messages, _ := b.History(b.as(who), before, after, 10)
		for _, m := range messages {
			texts = append(texts, m.Content)
		}
		return strings.Join(texts, " ")
	}
	for _, test := range []struct{ who, before, after, want string }{
		{"민수", "", "", "secret public"}, {"지원", "", "", "public"},
		{"민수", "", "1", "secret public"}, {"지원", "", "1", "public"},
		{"민수", "9999999999999999999", "", "secret public"}, {"지원", "9999999999999999999", "", "public"},
	} {
		if got := shown(test.who, test.before, test.after); got != test.want {
			t.Errorf("%s sees %q before %q after %q, want %q", test.who, got, test.before, test.after, test.want)
		}
	}
	secret, _ := b.History(b.as("민수"), "", "", 10)
	if err := b.Dismiss(b.as("지원"), secret[0].ID); !isCoded(err, MessageGone) {
		t.Errorf("another's private message is dismissed: %v", err)
	}
	if err := b.Dismiss(b.as("민수"), secret[0].ID); err != nil {
		t.Fatal(err)
	}
	if got := shown("민수", "", ""); got != "public" {
		t.Errorf("after dismissing it 민수 sees %q", got)
	}
	if err := b.Dismiss(b.as("민수"), secret[0].ID); !isCoded(err, MessageGone) {
		t.Errorf("it is dismissed twice: %v", err)
	}
}

// A member without the permission to send messages cannot write.
func TestSayingTakesThePermission(t *testing.T) {
	b := newBench(t)
	b.Discord.guild(b.guild).member(b.ids["지원"]).permissions &^= SendMessages
	if err := b.Say(b.as("지원"), "hello"); err == nil || err.Error() != "지원 may not write here" {
		t.Errorf("said without the permission: %v", err)
	}
	if err := b.Say(b.as("민수"), "hello"); err != nil {
		t.Error(err)
	}
	if n := len(b.Visible(b.as("민수"))); n != 1 {
		t.Errorf("%d messages", n)
	}
}

// Mistakes that something else has caused meanwhile have codes.
func TestMistakesHaveCodes(t *testing.T) {
	b := newBench(t)
	b.do("POST", b.messagesPath(), `{"content":"c","components":[{"type":1,"components":[{"type":2,"style":1,"label":"b","custom_id":"b"}]}]}`)
	m := b.Visible(b.as("민수"))[0]
	if err := b.clock.Advance(start.Add(-1)); !isCoded(err, ClockBackwards) {
		t.Errorf("the clock is set back: %v", err)
	}
	if _, err := ClockTime(start, words("2026-11-22T23:59")[0]); !isCoded(err, ClockBackwards) {
		t.Errorf("a time before now is read: %v", err)
	}
	b.do("DELETE", b.messagesPath()+"/"+m.ID, "")
	if _, err := b.Press(b.as("민수"), m.ID, "b"); !isCoded(err, MessageGone) {
		t.Errorf("a button of a deleted message is pressed: %v", err)
	}
	if err := b.RemoveMember(b.guild, b.Application()); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Slash(b.as("민수"), words("check"), nil); !isCoded(err, BotAbsent) {
		t.Errorf("a command of a bot that is absent is used: %v", err)
	}
}

// Registering commands changes their version, and nothing else does.
func TestCommandsVersion(t *testing.T) {
	b := newBench(t)
	seen := map[string]string{b.CommandsVersion(): "none"}
	for _, commands := range []string{
		`[{"name":"a","description":"d"}]`, `[{"name":"a","description":"other"}]`,
		`[{"name":"a","description":"other"},{"name":"b","description":"d"}]`, `[{"name":"b","description":"d"}]`,
	} {
		b.register(commands)
		version := b.CommandsVersion()
		if before := seen[version]; before != "" {
			t.Errorf("after %s the version is that after %s", commands, before)
		}
		if seen[version] = commands; b.CommandsVersion() != version {
			t.Error("the version changes by itself")
		}
	}
}

// Over sockets the sandbox answers only to the names of this machine, and
// browsers do not guess the type of attached files.
func TestServesThisMachineOnly(t *testing.T) {
	b := newBench(t)
	b.upload("POST", b.messagesPath(), `{"content":"c"}`, "a.md", "<script>")
	path := strings.TrimPrefix(b.Visible(b.as("민수"))[0].Attachments[0].URL, schema.ContentHost)
	for host, status := range map[string]int{
		"127.0.0.1:80": 200, "localhost": 200, "[::1]:1": 200, "evil.example": 421, "127.0.0.1.evil.example:80": 421, "127.0.0.1:80;": 421,
		"localhost:": 421, "": 421, "[::1]x": 421, "127.0.0.1:1\n": 421,
	} {
		r := httptest.NewRequest("GET", path, nil)
		r.Host = host
		w := httptest.NewRecorder()
		b.ServeHTTP(w, r)
		if w.Code != status {
			t.Errorf("host %q: %d, want %d", host, w.Code, status)
		}
		if status == http.StatusOK && (w.Body.String() != "<script>" || w.Header().Get("X-Content-Type-Options") != "nosniff") {
			t.Errorf("the file is %q with %v", w.Body, w.Header())
		}
	}
}
