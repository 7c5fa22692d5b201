package redistest

import (
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Proxy passes connections on to a server, and does to what passes what
// networks do. It is our own because what there is does not fit: toxiproxy
// (v2.12.0 of March 2025, MIT) brings sixteen modules with it, Prometheus and
// protobuf among them, and knows nothing but streams of bytes, where a test has
// to lose the very reply to a command that was carried out, and to count it.
type Proxy struct {
	URL string

	server   *Server
	listener net.Listener
	ended    chan struct{}
	passing  sync.WaitGroup
	fault    atomic.Pointer[func(reply bool) Fault]
	mu       sync.Mutex
	conns    map[net.Conn]bool // nil once the proxy has ended
}

// Fault is what becomes of a piece on its way: a command, or the reply to one.
// The zero value is none.
type Fault struct {
	Delay time.Duration // passes before the piece goes on
	Cut   bool          // the piece does not arrive, and the connection ends
	Half  bool          // of a piece that is cut, half arrives
}

// Proxy makes a proxy for the server on a loopback port. It ends with the test.
func (s *Server) Proxy(t testing.TB) *Proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &Proxy{URL: "redis://" + listener.Addr().String(), server: s, listener: listener, ended: make(chan struct{}), conns: map[net.Conn]bool{}}
	p.passing.Go(p.accept)
	t.Cleanup(p.end)
	return p
}

// Disturb asks f about every piece from now on, from several goroutines; nil
// leaves them alone.
func (p *Proxy) Disturb(f func(reply bool) Fault) {
	if f == nil {
		f = func(bool) Fault { return Fault{} }
	}
	p.fault.Store(&f)
}

func (p *Proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.passing.Go(func() { p.pass(client) })
	}
}

// pass passes a connection on until either side ends it. The server still gets
// what a client that has gone had sent before.
func (p *Proxy) pass(client net.Conn) {
	defer p.closeConn(client)
	server, err := net.Dial("unix", p.server.socket())
	if err != nil || !p.track(client, server) {
		return
	}
	defer p.closeConn(server)
	var commands sync.WaitGroup
	commands.Go(func() {
		p.copy(server, client, false)
		_ = server.Close()
	})
	p.copy(client, server, true)
	_ = client.Close()
	commands.Wait()
}

// copy passes pieces on, in one direction.
func (p *Proxy) copy(to, from net.Conn, reply bool) {
	buffer := make([]byte, 256<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		var fault Fault
		if f := p.fault.Load(); f != nil {
			fault = (*f)(reply)
		}
		if !p.wait(fault.Delay) {
			return
		}
		if fault.Cut && fault.Half {
			_, _ = to.Write(buffer[:n/2])
		}
		if fault.Cut {
			_ = to.Close()
			_ = from.Close()
			return
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// wait waits; false if the proxy has ended meanwhile.
func (p *Proxy) wait(delay time.Duration) bool {
	if delay <= 0 {
		return true
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-p.ended:
		return false
	}
}

// keep takes connections among those that end with the proxy; false if it has
// ended.
func (p *Proxy) track(conns ...net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, conn := range conns {
		if p.conns == nil {
			_ = conn.Close()
			continue
		}
		p.conns[conn] = true
	}
	return p.conns != nil
}

func (p *Proxy) closeConn(conn net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.conns, conn)
	_ = conn.Close()
}

func (p *Proxy) end() {
	_ = p.listener.Close()
	close(p.ended)
	p.mu.Lock()
	for conn := range p.conns {
		_ = conn.Close()
	}
	p.conns = nil
	p.mu.Unlock()
	p.passing.Wait()
}
