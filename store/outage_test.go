package store

import (
	"context"
	"errors"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"github.com/redis/go-redis/v9"

	"dojang/study"
)

// outages are what a server that is away does instead of answering, by what
// becomes of a connection to it.
var outages = map[string]func(ctx context.Context, far net.Conn) error{
	"connecting takes for ever": func(ctx context.Context, _ net.Conn) error { <-ctx.Done(); return ctx.Err() },
	"nothing is read":           func(context.Context, net.Conn) error { return nil },
	"nothing is answered": func(_ context.Context, far net.Conn) error {
		go func() { _, _ = io.Copy(io.Discard, far) }()
		return nil
	},
	"connections end at once":     func(_ context.Context, far net.Conn) error { return far.Close() },
	"connections end after a try": func(_ context.Context, far net.Conn) error { go cutAfter(far, 0); return nil },
	"connections end late":        func(_ context.Context, far net.Conn) error { go cutAfter(far, time.Second); return nil },
}

// cutAfter ends a connection some time after something was read from it.
func cutAfter(far net.Conn, d time.Duration) {
	_, _ = far.Read(make([]byte, 1))
	time.Sleep(d)
	_ = far.Close()
}

// Whatever a server that is away does, a call ends while there is time left to
// tell the member within Discord's three seconds.
func TestAnOutageIsNoticedInTime(t *testing.T) {
	for name, answer := range outages {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, openURL(t, ""))
				g := w.group("g")
				s := &Store{client: redis.NewClient(tune(&redis.Options{Addr: "redis", Dialer: func(ctx context.Context, _, _ string) (net.Conn, error) {
					near, far := net.Pipe()
					t.Cleanup(func() { _ = far.Close() })
					return near, answer(ctx, far)
				}}))}
				t.Cleanup(func() {
					_ = s.Close()
					time.Sleep(time.Minute) // the far ends have ended
				})
				op, ctx := w.op("21"), t.Context()
				for what, call := range map[string]func() error{
					"read":     func() error { _, err := s.Current(ctx, g.Guild); return err },
					"check":    func() error { _, err := s.Check(ctx, g, op, "gil", w.now, nil, ""); return err },
					"undo":     func() error { _, err := s.Undo(ctx, g, op, "op", "gil", ""); return err },
					"share":    func() error { _, err := s.Share(ctx, g, op, *w.link("https://example.com/a"), "A"); return err },
					"overview": func() error { _, err := s.Overview(ctx, g, op); return err },
					"digest":   func() error { _, _, err := s.DigestBoard(ctx, g, op, g.Calendar.Ended(w.now).Name); return err },
					"activity": func() error { _, _, err := s.Activity(ctx, w.load(), "21"); return err },
				} {
					since := time.Now()
					if err := call(); !errors.Is(err, study.ErrUnavailable) {
						t.Errorf("%s: %v, want that the store is away", what, err)
					}
					if took := time.Since(since); took > timeout {
						t.Errorf("%s took %v", what, took)
					}
				}
			})
		})
	}
}
