package redistest

import (
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Proxy forwards connections to a server and injects network faults. toxiproxy (v2.12.0 of March
// 2025, MIT) does not fit: it brings sixteen modules, among them Prometheus and protobuf, and only
// knows streams of bytes. A test has to lose exactly the reply to a command that was executed, and
// to count it.
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

// Fault is what happens to a piece on its way, which is a command or a reply. The zero value is no
// fault.
type Fault struct {
	Delay time.Duration // the piece is delayed
	Cut   bool          // the piece is lost, and the connection is closed
	Half  bool          // with Cut: half of the piece arrives
}

// Proxy starts a proxy for the server on a loopback port. It ends with the test.
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

// Disturb makes the proxy call f for every piece from now on, from several goroutines. If f is nil,
// there are no faults.
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

// pass forwards a connection until either side closes it. The server still gets what the client sent
// before closing it.
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

// copy forwards pieces in one direction.
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

// wait waits for the delay. It returns false if the proxy ends in the meantime.
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

// track adds connections to those that end with the proxy. If the proxy has ended, it closes them
// and returns false.
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
