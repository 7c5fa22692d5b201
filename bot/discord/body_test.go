package discord

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"dojang/commands/router"
	"dojang/sandbox"
	"dojang/view"
)

// withFiles is a reply with two files, the second of the size.
func withFiles(size int) func() router.Reply {
	return func() router.Reply {
		files := []view.File{{Name: "first-1.md", Type: "text/markdown", Data: []byte("# 첫째\r\n--")}, {Name: "second.md", Type: "text/markdown", Data: bytes.Repeat([]byte("x"), size)}}
		return router.Reply{Message: new(words().Attach(files...))}
	}
}

// twice is a reply with files and a further message with files.
func twice(size int) func() router.Reply {
	return func() router.Reply {
		reply := withFiles(size)()
		reply.Then = new(withFiles(size)())
		return reply
	}
}

// Files arrive complete and once with every kind of answer, whatever happens on the
// way.
func TestFilesOfReplies(t *testing.T) {
	const small, large = 1000, 5 << 20
	const slow = 2500 * time.Millisecond
	failing := &sandbox.Trouble{Status: http.StatusInternalServerError}
	cut := &sandbox.Trouble{Cut: true, Effect: true}
	for _, test := range []struct {
		name     string
		takes    time.Duration
		reply    func() router.Reply
		size     int
		method   string
		endpoint string
		n        int64
		trouble  *sandbox.Trouble
		want     map[sandbox.EffectKind]int
	}{
		{"at once", 0, withFiles(small), small, "", "", 0, nil, map[sandbox.EffectKind]int{sandbox.Posted: 1}},
		{"at once, the second time", 0, withFiles(small), small, "POST", callbackEndpoint, 1, failing, map[sandbox.EffectKind]int{sandbox.Posted: 1}},
		{"at once, every answer cut", 0, withFiles(small), small, "POST", callbackEndpoint, -1, cut, map[sandbox.EffectKind]int{sandbox.Posted: 1, sandbox.Edited: 1}},
		{"announced", slow, withFiles(small), small, "", "", 0, nil, map[sandbox.EffectKind]int{sandbox.Thinking: 1, sandbox.Posted: 1}},
		{"announced, the edit cut", slow, withFiles(small), small, "PATCH", editEndpoint, 1, cut,
			map[sandbox.EffectKind]int{sandbox.Thinking: 1, sandbox.Posted: 1, sandbox.Edited: 1}},
		{"large, announced for that", 0, withFiles(large), large, "", "", 0, nil, map[sandbox.EffectKind]int{sandbox.Thinking: 1, sandbox.Posted: 1}},
		{"large, with another", 0, twice(large), large, "PATCH", editEndpoint, 2, failing, map[sandbox.EffectKind]int{sandbox.Thinking: 1, sandbox.Posted: 2}},
		{"with another, held back", 0, twice(small), small, "POST", followEndpoint, 3, sandbox.RateLimited(time.Second), map[sandbox.EffectKind]int{sandbox.Posted: 2}},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newQuietBench(t)
				b.reply = after(test.takes, test.reply)
				if test.trouble != nil {
					b.disturb(test.method, test.endpoint, test.n, test.trouble)
				}
				b.deliver()
				b.settle(b.ping())
				b.want(test.want)
				b.wantFiles(test.want[sandbox.Posted], test.size)
			})
		})
	}
}

// wantFiles fails the test unless so many messages have the files.
func (b *bench) wantFiles(messages, size int) {
	b.t.Helper()
	all, _ := b.Effects(0)
	found := map[string]int{}
	for _, e := range all {
		if e.Message == nil || e.Kind == sandbox.Thinking {
			continue
		}
		found[e.Message.ID]++
		if n := len(e.Message.Attachments); n != 2 {
			b.t.Errorf("%d files, want two", n)
			continue
		}
		for i, want := range withFiles(size)().Message.Files {
			a := e.Message.Attachments[i]
			got, ok := b.File(strings.TrimPrefix(a.URL, "https://cdn.discordapp.com"))
			if !ok || a.Filename != want.Name || !bytes.Equal(got.Data, want.Data) {
				b.t.Errorf("the file %s has %d bytes, want %s with %d", a.Filename, len(got.Data), want.Name, len(want.Data))
			}
		}
	}
	if len(found) != messages {
		b.t.Errorf("%d messages with files, want %d", len(found), messages)
	}
	if faults := b.Faults(); len(faults) > 0 {
		b.t.Errorf("faults: %q", faults)
	}
}

func TestFilesOverSockets(t *testing.T) {
	b := newBench(t)
	b.reply = after(0, twice(1<<20))
	b.connect()
	b.settle(b.ping())
	b.wantFiles(2, 1<<20)
}

// A reply that is too large for Discord is answered with an apology.
func TestFilesThatAreTooLarge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newQuietBench(t)
		b.reply = after(0, withFiles(11<<20))
		b.deliver()
		b.settle(b.ping())
		all, _ := b.Effects(0)
		if last := all[len(all)-1].String(); !strings.Contains(last, "REFERENCE") {
			t.Errorf("the last effect is %s, want the apology", last)
		}
	})
}

// However many members ask, few large replies are in memory at a time. The next is made
// when one was sent, and in the end everyone gets theirs.
func TestFewLargeRepliesAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newQuietBench(t)
		b.plan.Large = true
		var mu sync.Mutex
		made := map[time.Time]int{}
		b.reply = func(context.Context, *router.Interaction) router.Reply {
			mu.Lock()
			defer mu.Unlock()
			made[time.Now()]++
			return withFiles(deferFrom)()
		}
		b.disturb("PATCH", editEndpoint, -1, &sandbox.Trouble{Before: time.Second})
		b.deliver()
		var all []*sandbox.Interaction
		for range 3 * maxLarge {
			all = append(all, b.ping())
		}
		b.settle(all...)
		for at, n := range made {
			if n != maxLarge || len(made) != 3 {
				t.Errorf("%d replies were made at once, at %v", n, at)
			}
		}
		b.want(map[sandbox.EffectKind]int{sandbox.Thinking: 3 * maxLarge, sandbox.Posted: 3 * maxLarge})
	})
}

// packets counts what is written to a connection.
type packets struct {
	net.Conn
	n *atomic.Int64
}

func (p packets) Write(b []byte) (int, error) {
	p.n.Add(1)
	return p.Conn.Write(b)
}

// An answer without files is one packet, so a crashing bot sends either all of it or
// nothing.
func TestAnAnswerIsOnePacket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newPipedBench(t)
		var n atomic.Int64
		transport := &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := b.reach(ctx, network, address)
			return packets{conn, &n}, err
		}}
		t.Cleanup(transport.CloseIdleConnections)
		b.wire("http://127.0.0.1", transport)
		b.deliver()
		before := n.Load()
		b.settle(b.ping())
		if got := n.Load() - before; got != 1 {
			t.Errorf("%d packets, want one", got)
		}
	})
}
