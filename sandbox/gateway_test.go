package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/websocket"
)

// wire is a client of the gateway that does only what it is told.
type wire struct {
	t  *testing.T
	ws *websocket.Conn
}

// frame is a packet as it arrives.
type frame struct {
	Op int
	D  json.RawMessage
	S  *int
	T  string
}

// pipes is a listener whose connections are pipes within the process. Nothing
// waits for a socket, so that a synctest bubble can hold both ends.
type pipes struct {
	accepted chan net.Conn
	closed   chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.accepted:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { close(p.closed); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case p.accepted <- server:
		return client, nil
	case <-p.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// serve makes the bench's gateway reachable within the process and returns its
// address.
func (b *bench) serve() string {
	listener := &pipes{make(chan net.Conn), make(chan struct{})}
	server := &http.Server{Handler: b}
	go func() { _ = server.Serve(listener) }() // until it is closed
	b.t.Cleanup(func() { _ = server.Close() })
	b.t.Cleanup(func() { b.Gateway().Drop() })
	b.dialer = websocket.Dialer{NetDialContext: listener.dial}
	return "ws://localhost" + gatewayPath
}

// dial connects to the address with a query, ?v=10&encoding=json if it is "".
func (b *bench) dial(address, query string) *wire {
	b.t.Helper()
	if query == "" {
		query = "?v=10&encoding=json"
	}
	ws, response, err := b.dialer.DialContext(b.t.Context(), address+"/"+query, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	_ = response.Body.Close()
	b.t.Cleanup(func() { _ = ws.Close() })
	return &wire{b.t, ws}
}

func (w *wire) send(op int, d string) {
	w.t.Helper()
	w.raw(fmt.Sprintf(`{"op":%d,"d":%s}`, op, d))
}

func (w *wire) raw(s string) {
	w.t.Helper()
	if err := w.ws.WriteMessage(websocket.TextMessage, []byte(s)); err != nil {
		w.t.Fatal(err)
	}
}

// next reads a packet.
func (w *wire) next() frame {
	w.t.Helper()
	var f frame
	_, raw, err := w.ws.ReadMessage()
	if err != nil {
		w.t.Fatalf("reading: %v", err)
	}
	if err := json.Unmarshal(raw, &f); err != nil {
		w.t.Fatalf("%s: %v", raw, err)
	}
	return f
}

// names reads packets and writes them as 10, 0 READY 1, 11 …
func (w *wire) names(n int) []string {
	w.t.Helper()
	var names []string
	for range n {
		f := w.next()
		name := fmt.Sprint(f.Op)
		if f.T != "" {
			name += fmt.Sprintf(" %s %d", f.T, *f.S)
		} else if f.Op == opInvalidSession {
			name += " " + string(f.D)
		}
		names = append(names, name)
	}
	return names
}

// closed reads to the end and returns the close code, 0 for a cut.
func (w *wire) closed() int {
	w.t.Helper()
	for {
		if _, _, err := w.ws.ReadMessage(); err != nil {
			var e *websocket.CloseError
			if errors.As(err, &e) && e.Code != websocket.CloseAbnormalClosure {
				return e.Code
			}
			return 0
		}
	}
}

// identity is the body of an IDENTIFY, with more fields.
func (b *bench) identity(intents int, more string) string {
	return fmt.Sprintf(`{"token":%q,"intents":%d,"properties":{"os":"linux","browser":"t","device":"t"}%s}`, b.Token(), intents, more)
}

// identify connects, reads HELLO and READY, and returns the session's id.
func (b *bench) identify(address string, intents int) (*wire, string) {
	b.t.Helper()
	w := b.dial(address, "")
	w.names(1)
	w.send(opIdentify, b.identity(intents, ""))
	var ready struct {
		Session string `json:"session_id"`
		Resume  string `json:"resume_gateway_url"`
	}
	f := w.next()
	if err := json.Unmarshal(f.D, &ready); err != nil || f.T != "READY" || ready.Resume != address+"/resume" {
		b.t.Fatalf("%s %s %v", f.T, f.D, err)
	}
	return w, ready.Session
}

// happen causes n interactions.
func (b *bench) happen(n int) {
	b.t.Helper()
	for range n {
		if _, err := b.Slash(b.as("민수"), words("group", "list"), nil); err != nil {
			b.t.Fatal(err)
		}
	}
}

func (b *bench) resumption(session string, seq int) string {
	return fmt.Sprintf(`{"token":%q,"session_id":%q,"seq":%d}`, b.Token(), session, seq)
}

func same(t *testing.T, what string, want, got []string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestReady(t *testing.T) {
	b := newBench(t)
	address := b.serve()
	w := b.dial(address, "")
	hello := w.next()
	if string(hello.D) != `{"heartbeat_interval":41250}` || hello.Op != 10 {
		t.Errorf("hello: %+v", hello)
	}
	w.send(opHeartbeat, "null")
	same(t, "a heartbeat before identifying", []string{"11"}, w.names(1))
	w.send(opIdentify, b.identity(intentGuilds, `,"shard":[0,1]`))
	ready, guild := w.next(), w.next()
	golden(t, "ready.json", indented(t, []byte(strings.ReplaceAll(string(ready.D), address, "ws://gateway"))))
	golden(t, "guild_create.json", indented(t, guild.D))
	if ready.T != "READY" || *ready.S != 1 || guild.T != "GUILD_CREATE" || *guild.S != 2 {
		t.Errorf("%s %d, %s %d", ready.T, *ready.S, guild.T, *guild.S)
	}
	b.wantFaults()
}

func TestIntents(t *testing.T) {
	b := newBench(t)
	b.register(demo)
	address := b.serve()
	none, _ := b.identify(address, 0)
	guilds, _ := b.identify(address, intentGuilds)
	id := b.AddChannel(b.guild, "새 채널")
	if err := b.RemoveChannel(id); err != nil {
		t.Fatal(err)
	}
	b.happen(1)
	if err := b.RemoveMember(b.guild, b.Application()); err != nil {
		t.Fatal(err)
	}
	b.AddGuild("other", "en-US")
	same(t, "without intents", []string{"0 INTERACTION_CREATE 2"}, none.names(1))
	same(t, "with GUILDS", []string{
		"0 GUILD_CREATE 2", "0 CHANNEL_CREATE 3", "0 CHANNEL_DELETE 4", "0 INTERACTION_CREATE 5", "0 GUILD_DELETE 6", "0 GUILD_CREATE 7",
	}, guilds.names(6))
}

func TestShards(t *testing.T) {
	b := newBench(t)
	b.register(demo)
	address := b.serve()
	var shards [2]*wire
	var guilds [2]int
	for n := range shards {
		w := b.dial(address, "")
		w.names(1)
		w.send(opIdentify, b.identity(0, fmt.Sprintf(`,"shard":[%d,2]`, n)))
		var ready struct{ Guilds []any }
		if err := json.Unmarshal(w.next().D, &ready); err != nil {
			t.Fatal(err)
		}
		shards[n], guilds[n] = w, len(ready.Guilds)
	}
	owner := 0
	if guilds[1] == 1 {
		owner = 1
	}
	b.happen(1)
	same(t, "the guild's shard", []string{"0 INTERACTION_CREATE 2"}, shards[owner].names(1))
	shards[1-owner].send(opHeartbeat, "1")
	same(t, "the other shard", []string{"11"}, shards[1-owner].names(1))
	if guilds[0]+guilds[1] != 1 {
		t.Errorf("guilds of the shards: %v", guilds)
	}
}

func TestCloseCodes(t *testing.T) {
	identify := func(b *bench, from, to string) string {
		return `{"op":2,"d":` + strings.Replace(b.identity(0, `,"shard":[0,1]`), from, to, 1) + `}`
	}
	tests := []struct {
		name, query string
		frames      func(b *bench) []string
		code        int
	}{
		{"no JSON", "", func(*bench) []string { return []string{`{"op":`} }, 4002},
		{"no opcode", "", func(*bench) []string { return []string{`{}`} }, 4002},
		{"opcode as text", "", func(*bench) []string { return []string{`{"op":"1"}`} }, 4002},
		{"too long", "", func(*bench) []string { return []string{`{"op":1,"d":"` + strings.Repeat("x", maxPayload) + `"}`} }, 4002},
		{"unknown opcode", "", func(*bench) []string { return []string{`{"op":99,"d":null}`} }, 4001},
		{"before IDENTIFY", "", func(*bench) []string { return []string{`{"op":3,"d":{}}`} }, 4003},
		{"wrong token", "", func(b *bench) []string { return []string{identify(b, b.Token(), "abc")} }, 4004},
		{"no intents", "", func(b *bench) []string { return []string{identify(b, `"intents":0,`, "")} }, 4002},
		{"no properties", "", func(b *bench) []string { return []string{identify(b, `"properties"`, `"p"`)} }, 4002},
		{"IDENTIFY twice", "", func(b *bench) []string { return []string{identify(b, "", ""), identify(b, "", "")} }, 4005},
		{"RESUME in a session", "", func(b *bench) []string { return []string{identify(b, "", ""), `{"op":6,"d":{}}`} }, 4005},
		{"shard out of range", "", func(b *bench) []string { return []string{identify(b, `[0,1]`, `[1,1]`)} }, 4010},
		{"no shards", "", func(b *bench) []string { return []string{identify(b, `[0,1]`, `[0,0]`)} }, 4010},
		{"unknown intent", "", func(b *bench) []string { return []string{identify(b, `"intents":0`, `"intents":131072`)} }, 4013},
		{"privileged intent", "", func(b *bench) []string { return []string{identify(b, `"intents":0`, `"intents":32768`)} }, 4014},
		{"RESUME with a wrong token", "", func(*bench) []string { return []string{`{"op":6,"d":{"token":"x","session_id":"y","seq":1}}`} }, 4004},
		{"121 payloads", "", func(*bench) []string { return strings.Split(strings.Repeat(`{"op":1,"d":null}`+"\n", 121), "\n")[:121] }, 4008},
		{"old version", "?v=8&encoding=json", func(*bench) []string { return nil }, 4012},
		{"other encoding", "?v=10&encoding=etf", func(*bench) []string { return nil }, 4002},
		{"compression", "?v=10&encoding=json&compress=zlib-stream", func(*bench) []string { return nil }, 4002},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			w := b.dial(b.serve(), test.query)
			for _, s := range test.frames(b) {
				w.raw(s)
			}
			if got := w.closed(); got != test.code {
				t.Errorf("closed with %d", got)
			}
			b.wantFaults(fmt.Sprintf("gateway: closed with %d", test.code))
		})
	}
}

// A client is dropped one and a half intervals after its last heartbeat, or
// after it connected.
func TestHeartbeats(t *testing.T) {
	for _, beats := range []int{0, 2} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t)
			address, began := b.serve(), time.Now()
			w, _ := b.identify(address, 0)
			interval := b.options.Heartbeat
			for n := range beats {
				time.Sleep(interval)
				w.send(opHeartbeat, fmt.Sprint(n))
				same(t, "a heartbeat", []string{"11"}, w.names(1))
			}
			if got := w.closed(); got != 4009 {
				t.Errorf("after %d heartbeats: closed with %d", beats, got)
			}
			if got, want := time.Since(began), time.Duration(beats)*interval+interval*3/2; got != want {
				t.Errorf("after %d heartbeats: closed after %v, want %v", beats, got, want)
			}
			b.wantFaults("gateway: closed with 4009: no heartbeat came")
		})
	}
}

func TestResume(t *testing.T) {
	b := newBench(t)
	b.register(demo)
	address := b.serve()
	first, session := b.identify(address, 0)
	b.happen(2)
	same(t, "before the cut", []string{"0 INTERACTION_CREATE 2", "0 INTERACTION_CREATE 3"}, first.names(2))
	b.Gateway().Drop()
	if got := first.closed(); got != 0 {
		t.Errorf("a cut came with the close code %d", got)
	}
	b.happen(2)

	second := b.dial(address+"/resume", "")
	second.names(1)
	second.send(opResume, b.resumption(session, 2))
	same(t, "replayed", []string{"0 INTERACTION_CREATE 3", "0 INTERACTION_CREATE 4", "0 INTERACTION_CREATE 5", "0 RESUMED 6"}, second.names(4))
	b.happen(1)
	same(t, "afterwards", []string{"0 INTERACTION_CREATE 7"}, second.names(1))

	third := b.dial(address, "")
	third.names(1)
	third.send(opResume, b.resumption(session, 7))
	same(t, "taken over", []string{"0 RESUMED 8"}, third.names(1))
	if got := second.closed(); got != 0 {
		t.Errorf("the connection that lost its session was closed with %d", got)
	}
	b.wantFaults()
}

func TestResumeRefused(t *testing.T) {
	tests := []struct {
		name   string
		leave  func(b *bench, w *wire)
		seq    int
		closed int // or 0 for Op 9 false
	}{
		{"after closing with 1000", func(_ *bench, w *wire) { w.bye(1000) }, 1, 0},
		{"after closing with 1001", func(_ *bench, w *wire) { w.bye(1001) }, 1, 0},
		{"after a long time", func(b *bench, w *wire) { w.bye(4000); b.pass(sessionTimeout) }, 1, 0},
		{"more than is kept", func(b *bench, w *wire) { w.bye(4000); b.happen(keptEvents + 1) }, 1, 0},
		{"a number of the future", func(_ *bench, w *wire) { w.bye(4000) }, 9, 4007},
		{"a negative number", func(_ *bench, w *wire) { w.bye(4000) }, -1, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			b.register(demo)
			address := b.serve()
			w, session := b.identify(address, 0)
			test.leave(b, w)
			again := b.dial(address, "")
			again.names(1)
			again.send(opResume, b.resumption(session, test.seq))
			if test.closed != 0 {
				if got := again.closed(); got != test.closed {
					t.Errorf("closed with %d", got)
				}
				return
			}
			same(t, "the answer", []string{"9 false"}, again.names(1))
			again.send(opIdentify, b.identity(0, ""))
			if f := again.next(); f.T != "READY" {
				t.Errorf("a new session: %s", f.T)
			}
		})
	}
}

// bye closes with the code and waits for the answer.
func (w *wire) bye(code int) {
	w.t.Helper()
	if err := w.ws.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, "")); err != nil {
		w.t.Fatal(err)
	}
	if got := w.closed(); got != code {
		w.t.Fatalf("closed with %d", got)
	}
}

func TestControls(t *testing.T) { synctest.Test(t, testControls) }

func testControls(t *testing.T) {
	b := newBench(t)
	b.register(demo)
	address := b.serve()
	w, session := b.identify(address, 0)

	b.Gateway().Reconnect()
	same(t, "Reconnect", []string{"7"}, w.names(1))
	b.Gateway().Inject([]byte(`{"op":1,"d":null}`))
	same(t, "Inject", []string{"1"}, w.names(1))
	b.Gateway().Duplicate()
	b.happen(1)
	same(t, "Duplicate", []string{"0 INTERACTION_CREATE 2", "0 INTERACTION_CREATE 3"}, w.names(2))

	b.Gateway().Silence(true)
	w.send(opHeartbeat, "3")
	w.send(opPresence, `{"since":null,"activities":[],"status":"online","afk":false}`)
	synctest.Wait() // until the gateway has read both
	b.happen(1)
	b.Gateway().Invalidate(true)
	mute := b.dial(address, "")
	mute.raw(`{}`)
	if _, raw, err := mute.ws.ReadMessage(); !websocket.IsCloseError(err, 4002) {
		t.Errorf("a silent gateway said %s, %v", raw, err)
	}
	b.Gateway().Silence(false)
	w.send(opHeartbeat, "3")
	same(t, "after Silence", []string{"11"}, w.names(1))
	w.send(opResume, b.resumption(session, 3))
	same(t, "resumed after a resumable Op 9 that nobody heard", []string{"0 INTERACTION_CREATE 4", "0 RESUMED 5"}, w.names(2))

	b.Gateway().Invalidate(false)
	same(t, "Invalidate", []string{"9 false"}, w.names(1))
	w.send(opResume, b.resumption(session, 5))
	same(t, "resuming what is gone", []string{"9 false"}, w.names(1))
	if n := b.Gateway().Connections(); n != 0 {
		t.Errorf("%d connections with a session", n)
	}

	b.Gateway().ReconnectFirst()
	first := b.dial(address, "")
	same(t, "ReconnectFirst", []string{"7", "10"}, first.names(2))
	b.Gateway().Close(4000)
	if got := first.closed(); got != 4000 {
		t.Errorf("Close: %d", got)
	}
	b.wantFaults("4002")
}
