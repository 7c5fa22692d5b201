package discord

import (
	"context"
	"net"
	"net/http"
	"testing"
	"time"

	"dojang/sandbox"
)

// pipes is a network inside the process. It works in a synctest bubble, where sockets
// do not.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (p *pipes) DialContext(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case p.conns <- there:
		return here, nil
	case <-p.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.conns:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { close(p.closed); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

// newPipedBench makes a bot that reaches its sandbox by HTTP and websockets over pipes.
// It has to run in a bubble.
func newPipedBench(t *testing.T, change ...func(*sandbox.Options)) *bench {
	t.Helper()
	b := newQuietBench(t, change...)
	p := &pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
	server := &http.Server{Handler: b.Discord}
	go func() { _ = server.Serve(p) }()
	transport := &http.Transport{DialContext: p.DialContext, MaxIdleConnsPerHost: 256}
	t.Cleanup(func() {
		b.Gateway().Drop()
		time.Sleep(time.Minute) // discordgo tidies up
		transport.CloseIdleConnections()
		_ = server.Close()
	})
	b.reach = p.DialContext
	b.wire("http://127.0.0.1", transport)
	return b
}
