package discord

import (
	"bufio"
	"context"
	"crypto/sha1"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gobwas/ws"
)

// line is the gateway's end of a connection in the process. It does what a test says,
// right or wrong.
type line struct {
	net.Conn
	mu    sync.Mutex
	heard []packet // what the bot has sent
	deaf  bool     // heartbeats are not acknowledged
}

// shake answers the websocket handshake and keeps reading what the bot sends. It
// acknowledges heartbeats at once, unless it is deaf.
func (l *line) shake() {
	in := bufio.NewReader(l.Conn)
	req, err := http.ReadRequest(in)
	if err != nil {
		return
	}
	sum := sha1.Sum([]byte(req.Header.Get("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	l.text("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
		base64.StdEncoding.EncodeToString(sum[:]) + "\r\n\r\n")
	go func() {
		for {
			header, err := ws.ReadHeader(in)
			if err != nil {
				return
			}
			payload, err := io.ReadAll(io.LimitReader(in, header.Length))
			if err != nil {
				return
			}
			ws.Cipher(payload, header.Mask, 0)
			var p packet
			if json.Unmarshal(payload, &p) != nil {
				continue
			}
			l.mu.Lock()
			l.heard = append(l.heard, p)
			deaf := l.deaf
			l.mu.Unlock()
			if p.Op == opHeartbeat && !deaf {
				go l.send(`{"op":11}`)
			}
		}
	}()
}

func (l *line) text(s string) { _, _ = l.Write([]byte(s)) }

func (l *line) send(packets ...string) {
	for _, p := range packets {
		l.text(string(ws.MustCompileFrame(ws.NewTextFrame([]byte(p)))))
	}
}

// count returns how many packets with the opcode the bot has sent.
func (l *line) count(op int) (n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, p := range l.heard {
		if p.Op == op {
			n++
		}
	}
	return n
}

const (
	hello   = `{"op":10,"d":{"heartbeat_interval":41250}}`
	begun   = `{"op":0,"t":"READY","s":1,"d":{"session_id":"a","resume_gateway_url":"ws://resume.example","application":{"id":"1"}}}`
	resumed = `{"op":0,"t":"RESUMED","s":9,"d":{}}`
	another = `{"op":0,"t":"MESSAGE_CREATE","s":2,"d":{}}`
)

// dial makes one connection to a gateway with this behaviour, and returns how long it
// lasted and why it ended. After a minute the bot closes it.
func dial(t *testing.T, resuming bool, behave func(*line)) (time.Duration, error) {
	t.Helper()
	quiet := slog.New(slog.DiscardHandler)
	g := NewGateway(&Client{token: "token"}, nil, func(string) {}, quiet)
	g.dialNetwork = func(context.Context, string, string) (net.Conn, error) {
		here, there := net.Pipe()
		go behave(&line{Conn: there})
		return here, nil
	}
	s := newSession("token", intentGuilds, [2]int{0, 1}, newIdentifyLimiter(startInfo{Shards: 1}, quiet), quiet, func(string) {}, func(string, json.RawMessage) {})
	if s.identifyAllowed = true; resuming {
		s.id, s.identifyAllowed = "a", false
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	since := time.Now()
	err := g.dial(ctx, s, "ws://gateway.example")
	took := time.Since(since)
	time.Sleep(10 * time.Second) // discordgo tidies up
	return took, err
}

// However far a connection has come, it ends within seconds when nothing more arrives,
// and the log says what was missing.
func TestAGatewayThatFallsSilent(t *testing.T) {
	for _, test := range []struct {
		name     string
		resuming bool
		behave   func(*line)
		took     time.Duration
		want     string
	}{
		{"before the handshake", false, func(l *line) { _, _ = http.ReadRequest(bufio.NewReader(l)) }, 5 * time.Second, "no answer to the handshake"},
		{"within the handshake", false, func(l *line) {
			_, _ = http.ReadRequest(bufio.NewReader(l))
			l.text("HTTP/1.1 101 Switching Protocols\r\n")
		}, 5 * time.Second, "no answer to the handshake"},
		{"before hello", false, func(l *line) { l.shake() }, 5 * time.Second, "no hello"},
		{"before READY", false, func(l *line) { l.shake(); l.send(hello) }, 10 * time.Second, "no READY"},
		{"before READY, but for heartbeats", false, func(l *line) {
			l.shake()
			l.send(hello)
			for range 5 {
				time.Sleep(1500 * time.Millisecond)
				l.send(`{"op":1}`)
			}
		}, 10 * time.Second, "no READY"},
		{"before RESUMED", true, func(l *line) { l.shake(); l.send(hello) }, 5 * time.Second, "no RESUMED"},
		{"while it resumes", true, func(l *line) {
			l.shake()
			l.send(hello)
			for range 3 {
				time.Sleep(4 * time.Second)
				l.send(another)
			}
		}, 17 * time.Second, "no RESUMED"},
		{"after the session became invalid", false, func(l *line) {
			l.shake()
			l.send(hello, begun)
			time.Sleep(40 * time.Second) // a heartbeat is due in the meantime
			l.send(`{"op":9,"d":false}`)
		}, 45 * time.Second, "no READY on the old connection"},
		{"but for READY", false, func(l *line) { l.deaf = true; l.shake(); l.send(hello, begun) }, 10 * time.Second, "no acknowledgement of a heartbeat"},
		{"later on", false, func(l *line) {
			l.shake()
			l.send(hello, begun)
			time.Sleep(time.Second)
			l.mu.Lock()
			l.deaf = true
			l.mu.Unlock()
		}, 41250*time.Millisecond + 10*time.Second, "no acknowledgement of a heartbeat"},
		{"not at all", true, func(l *line) { l.shake(); l.send(hello, another, resumed) }, time.Minute, "deadline"},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				took, err := dial(t, test.resuming, test.behave)
				if took != test.took || err == nil || !strings.Contains(err.Error(), test.want) {
					t.Errorf("after %v: %v; want after %v: %s", took, err, test.took, test.want)
				}
			})
		})
	}
}

// If a gateway refuses the handshake, the bot does not wait for it.
func TestAGatewayThatRefuses(t *testing.T) {
	for answer, want := range map[string]string{
		"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 2\r\n\r\nno": "the gateway answered 500",
		"HTTP/1.1 429\r\nRetry-After: 5\r\n\r\n":                            "the gateway answered 429",
		"\r\n":                                                              "does not answer in HTTP",
		"SSH-2.0-OpenSSH_9.9\r\n":                                           "does not answer in HTTP",
	} {
		synctest.Test(t, func(t *testing.T) {
			took, err := dial(t, false, func(l *line) {
				if _, err := http.ReadRequest(bufio.NewReader(l)); err == nil {
					l.text(answer)
				}
			})
			if took != 0 || err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("after %v: %v; want at once: %s", took, err, want)
			}
		})
	}
}

// Discord closes a connection on which more than 120 packets arrive in a minute, even
// if it has requested them.
func TestHeartbeatsThatAreAskedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var far *line
		if _, err := dial(t, false, func(l *line) {
			far = l
			l.shake()
			l.send(hello, begun)
			for i := range 300 {
				if l.send(`{"op":1}`); i >= 100 {
					time.Sleep(time.Second / 4)
				}
			}
		}); err == nil || !strings.Contains(err.Error(), "deadline") {
			t.Errorf("the connection ended: %v", err)
		}
		if n := far.count(opHeartbeat); n < 50 || n > 60 {
			t.Errorf("%d heartbeats in a minute", n)
		}
	})
}

// The deadlines that the websocket library sets have no effect on the wire.
func TestDeadlinesAreTheWires(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		here, there := net.Pipe()
		defer there.Close()
		s := &session{onEnd: func(error) {}}
		w := newWire(here, s)
		for _, set := range []func(time.Time) error{w.SetDeadline, w.SetReadDeadline, w.SetWriteDeadline} {
			if err := set(time.Time{}); err != nil {
				t.Error(err)
			}
		}
		since := time.Now()
		if _, err := w.Read(make([]byte, 1)); err == nil || time.Since(since) != stepHandshake.within {
			t.Errorf("after %v: %v", time.Since(since), err)
		}
		if err := w.endErr; !strings.Contains(err.Error(), "silent") {
			t.Error(err)
		}
	})
}
