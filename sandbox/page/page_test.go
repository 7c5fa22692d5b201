package page

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"dojang/sandbox"
)

// served is a page over sockets, of a sandbox with no application on it.
type served struct {
	t       *testing.T
	url     string
	page    *Page
	world   World
	guild   string
	members []sandbox.Member
}

func newServed(t *testing.T, change ...func(*Options)) *served {
	t.Helper()
	s := &served{t: t}
	options := Options{Now: time.Now, Log: slog.New(slog.DiscardHandler), StartOver: func(context.Context) (World, error) {
		w, _ := newWorld(t)
		return w, nil
	}}
	options.World, s.guild = newWorld(t)
	for _, f := range change {
		f(&options)
	}
	s.world = options.World
	s.members = s.world.Discord.Members(s.guild)
	s.page = New(options)
	server := httptest.NewServer(s.page)
	t.Cleanup(server.Close)
	t.Cleanup(s.page.Close)
	s.url = server.URL
	return s
}

func newWorld(t *testing.T) (w World, guild string) {
	t.Helper()
	clock := sandbox.NewClock(time.Date(2026, 11, 25, 1, 0, 0, 0, time.UTC))
	d, guild, home := sandbox.World(sandbox.Options{Clock: clock, Real: time.Now, Records: 1 << 20})
	return World{Discord: d, Clock: clock, Home: home, Zone: time.FixedZone("Asia/Seoul", 9*60*60),
		WaitIdle: func(context.Context) {},
		Advance:  func(_ context.Context, to time.Time) error { return clock.Advance(to) },
		NextDue:  func(context.Context) (time.Time, bool, error) { return time.Time{}, false, nil },
		Demo:     func(context.Context) error { return fmt.Errorf("no demo here") }}, guild
}

// do sends a request with headers, given as name and value in turn.
func (s *served) do(method, path, body string, headers ...string) (*http.Response, string) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return response, string(raw)
}

// post acts as the first member in the home channel and returns the status.
func (s *served) post(act string, action map[string]any) (int, string) {
	s.t.Helper()
	all := map[string]any{"as": s.members[0].ID, "channel": s.world.Home}
	for key, value := range action {
		all[key] = value
	}
	raw, err := json.Marshal(all)
	if err != nil {
		s.t.Fatal(err)
	}
	response, body := s.do("POST", "/api/"+act, string(raw), "Content-Type", "application/json")
	return response.StatusCode, body
}

func TestOtherPagesAndHostsAreRefused(t *testing.T) {
	s := newServed(t)
	port := s.url[strings.LastIndex(s.url, ":"):]
	const say = `{"as":"1","channel":"2","text":"hello"}`
	for _, test := range []struct {
		name, method, path string
		headers            []string
		status             int
	}{
		{"the page itself", "GET", "/", nil, 200},
		{"by its other name", "GET", "/", []string{"Host", "localhost" + port}, 200},
		{"a link that somebody followed", "GET", "/", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"}, 200},
		{"a name that leads here", "GET", "/", []string{"Host", "evil.example" + port}, 421},
		{"a name that leads here, for data", "GET", "/api/world", []string{"Host", "evil.example"}, 421},
		{"a name that begins well", "GET", "/", []string{"Host", "localhost.evil.example"}, 421},
		{"a port that is none", "GET", "/", []string{"Host", "127.0.0.1:1;script-src*"}, 421},
		{"an empty host", "GET", "/", []string{"Host", "[::2]" + port}, 421},
		{"another page reads", "GET", "/api/world", []string{"Origin", "https://evil.example"}, 403},
		{"another port reads", "GET", "/api/world", []string{"Origin", "http://127.0.0.1:1"}, 403},
		{"a page without an origin reads", "GET", "/api/world", []string{"Origin", "null"}, 403},
		{"the page acts", "POST", "/api/say", []string{"Origin", s.url}, 422},
		{"another page acts", "POST", "/api/say", []string{"Origin", "https://evil.example"}, 403},
		{"another site acts without saying so", "POST", "/api/say", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"another page of this machine acts", "POST", "/api/say", []string{"Sec-Fetch-Site", "same-site"}, 403},
		{"an act by a link", "GET", "/api/say", nil, 404},
		{"another page listens", "GET", "/api/live?as=1&seen=0", []string{"Origin", "https://evil.example", "Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA=="}, 403},
	} {
		t.Run(test.name, func(t *testing.T) {
			response, body := s.do(test.method, test.path, map[string]string{"POST": say}[test.method], test.headers...)
			if response.StatusCode != test.status {
				t.Errorf("status %d, want %d: %s", response.StatusCode, test.status, body)
			}
			if allowed := response.Header.Get("Access-Control-Allow-Origin"); allowed != "" {
				t.Errorf("other origins are allowed: %s", allowed)
			}
		})
	}
	response, _ := s.do("GET", "/", "")
	for _, want := range []string{"default-src 'none'", "script-src 'self';", "require-trusted-types-for 'script'"} {
		if policy := response.Header.Get("Content-Security-Policy"); !strings.Contains(policy, want) || strings.Contains(policy, "unsafe") {
			t.Errorf("the policy is %s, want %s and nothing unsafe in it", policy, want)
		}
	}
}

// Everything that the page loads is in the binary.
func TestThePageLoadsNothingFromElsewhere(t *testing.T) {
	s := newServed(t)
	_, index := s.do("GET", "/", "")
	for _, attribute := range []string{`src="`, `href="`} {
		for _, rest := range strings.Split(index, attribute)[1:] {
			file, _, _ := strings.Cut(rest, `"`)
			response, body := s.do("GET", "/"+file, "")
			if response.StatusCode != 200 || len(body) == 0 {
				t.Errorf("%s has status %d", file, response.StatusCode)
			}
		}
	}
	if strings.Contains(index, "<style") || strings.Contains(index, "style=") || strings.Contains(index, "onload=") || strings.Count(index, "<script") != 1 {
		t.Error("the page has scripts or styles of its own, which its policy forbids")
	}
}

func TestWrongRequestsAreRefused(t *testing.T) {
	s := newServed(t)
	for _, test := range []struct {
		act    string
		action map[string]any
		status int
		says   string
	}{
		{"say", map[string]any{"text": " "}, 422, `{"error":"a message takes 1 to 2000 characters, not 0"}`},
		{"say", map[string]any{"text": strings.Repeat("가", 2001)}, 422, "a message takes 1 to 2000 characters, not 2001"},
		{"say", map[string]any{"text": "x", "channel": "5"}, 422, "there is no channel 5"},
		{"say", map[string]any{"text": "x", "as": "5"}, 422, "5 is no member of 파이썬 도장"},
		{"say", map[string]any{"word": "x"}, 400, `unknown field \"word\"`},
		{"say", map[string]any{"text": 5}, 400, "cannot unmarshal"},
		{"use", map[string]any{"path": []string{"nothing"}}, 422, "no command /nothing"},
		{"use", map[string]any{}, 422, "say which command"},
		{"complete", map[string]any{}, 422, "say which command"},
		{"press", map[string]any{"message": "5", "part": "x"}, 422, `{"error":"the message is not there","code":"message-gone"}`},
		{"menu", map[string]any{"path": []string{"Progress"}, "message": "5"}, 422, "no command \\\"Progress\\\" in this menu"},
		{"menu", map[string]any{"path": []string{"Progress"}}, 400, "a message or a member"},
		{"menu", map[string]any{"path": []string{"Progress"}, "message": "5", "member": "5"}, 400, "a message or a member"},
		{"menu", map[string]any{"message": "5"}, 400, "a message or a member"},
		{"dismiss", map[string]any{"message": "5"}, 422, `"code":"message-gone"`},
		{"submit", map[string]any{}, 422, `{"error":"no modal is open for 민수","code":"no-modal"}`},
		{"submit", map[string]any{"interaction": "5"}, 422, `"code":"no-modal"`},
		{"clock", map[string]any{"to": "yesterday"}, 422, "is no time"},
		{"clock", map[string]any{"to": "2020-01-01T00:00"}, 422, `{"error":"the clock only goes forward; it shows 2026-11-25T10:00","code":"clock-backwards"}`},
		{"clock", map[string]any{"to": "digest"}, 422, `{"error":"no digest is due","code":"no-digest"}`},
		{"demo", nil, 500, "no demo here"},
	} {
		if status, body := s.post(test.act, test.action); status != test.status || !strings.Contains(body, test.says) {
			t.Errorf("%s %v: %d %s, want %d and %q", test.act, test.action, status, body, test.status, test.says)
		}
	}
	for path, status := range map[string]int{
		"/api/messages?limit=0": 400, "/api/messages?limit=101": 400, "/api/messages?as=5&channel=5": 200, "/api/records?last=-1": 400,
		"/api/live?as=5&seen=many": 400, "/attachments/1/2/x.png": 404, "/nothing": 404, "/../page.go": 404,
		"/style/": 404, "/style": 404, "/lib/": 404,
	} {
		if response, body := s.do("GET", path, ""); response.StatusCode != status {
			t.Errorf("%s: %d %s, want %d", path, response.StatusCode, body, status)
		}
	}
	if messages, _ := s.world.Discord.History(sandbox.Actor{User: s.members[0].ID, Channel: s.world.Home}, "", "", 10); len(messages) != 0 {
		t.Errorf("%d messages came of what was refused", len(messages))
	}
}

// listen opens a tab's connection as the member.
func (s *served) listen(member sandbox.Member, seen int) *websocket.Conn {
	s.t.Helper()
	address := fmt.Sprintf("ws%s/api/live?as=%s&seen=%d", strings.TrimPrefix(s.url, "http"), member.ID, seen)
	socket, _, err := websocket.DefaultDialer.DialContext(s.t.Context(), address, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = socket.Close() })
	return socket
}

// told is an event as a tab receives it.
type told struct {
	Seq     int        `json:"seq"`
	Kind    string     `json:"kind"`
	World   *worldView `json:"world"`
	Message *struct {
		Content string `json:"content"`
	} `json:"message"`
}

func (s *served) next(socket *websocket.Conn) told {
	s.t.Helper()
	if err := socket.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		s.t.Fatal(err)
	}
	var event told
	if err := socket.ReadJSON(&event); err != nil {
		s.t.Fatal(err)
	}
	return event
}

func TestATabHearsOfEverythingOnce(t *testing.T) {
	s := newServed(t)
	s.post("say", map[string]any{"text": "one"})
	socket := s.listen(s.members[1], 0)
	if event := s.next(socket); event.Seq != 1 || event.Kind != "posted" || event.Message.Content != "one" {
		t.Errorf("the first event is %+v", event)
	}
	first := s.next(socket).World
	if first == nil || first.Clock != "2026-11-25T10:00:00+09:00" || len(first.Guilds) != 1 || len(first.Guilds[0].Members) != 6 || !first.Guilds[0].Members[0].Manager {
		t.Errorf("the world is %+v", first)
	}
	s.post("say", map[string]any{"text": "two"})
	if event := s.next(socket); event.Seq != 2 || event.Message.Content != "two" {
		t.Errorf("the second event is %+v", event)
	}
	s.post("clock", map[string]any{"to": "+1d"})
	if moved := s.next(socket).World; moved == nil || moved.Clock != "2026-11-26T10:00:00+09:00" || moved.Epoch != first.Epoch {
		t.Errorf("after a day the world is %+v", moved)
	}
	later := s.listen(s.members[1], 1)
	if event := s.next(later); event.Seq != 2 {
		t.Errorf("after event 1 comes %+v", event)
	}
	if status, body := s.post("start-over", nil); status != 200 {
		t.Fatalf("starting over: %d %s", status, body)
	}
	if again := s.next(socket).World; again == nil || again.Epoch == first.Epoch {
		t.Errorf("after starting over the world is %+v", again)
	}
	if _, _, err := socket.ReadMessage(); err == nil {
		t.Error("the connection goes on with another world")
	}
}

func TestHistoryIsReadPageByPage(t *testing.T) {
	s := newServed(t)
	for n := range 25 {
		s.post("say", map[string]any{"text": fmt.Sprint(n)})
	}
	type page struct {
		Messages []struct{ ID, Content string }
		More     bool
		Seen     int
	}
	read := func(query string) (p page, contents string) {
		t.Helper()
		_, body := s.do("GET", fmt.Sprintf("/api/messages?as=%s&channel=%s&limit=10%s", s.members[2].ID, s.world.Home, query), "")
		if err := json.Unmarshal([]byte(body), &p); err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, m := range p.Messages {
			all = append(all, m.Content)
		}
		return p, strings.Join(all, " ")
	}
	newest, got := read("")
	if want := "15 16 17 18 19 20 21 22 23 24"; got != want || !newest.More || newest.Seen != 25 {
		t.Errorf("the newest are %s, more %t, seen %d; want %s", got, newest.More, newest.Seen, want)
	}
	middle, got := read("&before=" + newest.Messages[0].ID)
	if want := "5 6 7 8 9 10 11 12 13 14"; got != want || !middle.More {
		t.Errorf("before them are %s, more %t; want %s", got, middle.More, want)
	}
	if oldest, got := read("&before=" + middle.Messages[0].ID); got != "0 1 2 3 4" || oldest.More {
		t.Errorf("before those are %s, more %t", got, oldest.More)
	}
	after, got := read("&after=" + middle.Messages[3].ID)
	if want := "9 10 11 12 13 14 15 16 17 18"; got != want || !after.More {
		t.Errorf("after 8 are %s, more %t; want %s", got, after.More, want)
	}
	if last, got := read("&after=" + newest.Messages[7].ID); got != "23 24" || last.More {
		t.Errorf("after 22 are %s, more %t", got, last.More)
	}
}
