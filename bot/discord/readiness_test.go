package discord

import (
	"context"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A bot whose gateway had been away for minutes said that it was ready.
func TestABotWithoutAGatewayIsNotReady(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newQuietBench(t)
		g := b.gateway(nil)
		lost := make(chan struct{})  // ends the ready connection
		there := make(chan struct{}) // lets a connection become ready
		g.connect = func(ctx context.Context, s *session, _ string) error {
			s.beginConnection(func(error) {})
			select {
			case <-there:
			case <-time.After(5 * time.Second):
				return io.ErrUnexpectedEOF
			case <-ctx.Done():
				return ctx.Err()
			}
			s.handleEvent(event("READY", `{"session_id":"a","resume_gateway_url":"wss://resume.example"}`))
			select {
			case <-lost:
				return io.ErrUnexpectedEOF
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		want := func(when, reason string) {
			t.Helper()
			synctest.Wait()
			err := g.Ready()
			if (err == nil) != (reason == "") || err != nil && !strings.Contains(err.Error(), reason) {
				t.Errorf("%s: %v, want %q", when, err, reason)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		want("before it runs", "not connected yet")
		ended := make(chan error, 1)
		go func() { ended <- g.Run(ctx) }()
		want("at the start", "not connected yet")
		time.Sleep(2 * time.Minute)
		want("if it never connects", "shard 0 has been away from the gateway for 2m0s")
		there <- struct{}{}
		want("when it is ready", "")
		time.Sleep(time.Hour)
		want("an hour later", "")
		lost <- struct{}{}
		want("when it is lost", "")
		time.Sleep(awayLimit)
		want("for a minute", "")
		time.Sleep(time.Second)
		want("for longer", "shard 0 has been away from the gateway for 1m1s")
		there <- struct{}{}
		want("when it is back", "")
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}
