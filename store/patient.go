package store

import (
	"bytes"
	"net"
	"sync"
)

// patient is a connection whose writes do not wait for the other side to read.
// miniredis's in-memory connections have no buffer: a pipeline of more than a
// few kilobytes would block for ever, the server writing replies that nobody
// reads yet.
type patient struct {
	net.Conn
	mu     sync.Mutex
	ready  *sync.Cond
	queue  [][]byte
	closed bool
}

func newPatient(conn net.Conn) *patient {
	p := &patient{Conn: conn}
	p.ready = sync.NewCond(&p.mu)
	go p.pass()
	return p
}

// Write takes the bytes over. An error of the connection shows when the reply
// is read.
func (p *patient) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return 0, net.ErrClosed
	}
	p.queue = append(p.queue, bytes.Clone(b))
	p.ready.Signal()
	return len(b), nil
}

// pass writes what was taken over until the connection ends.
func (p *patient) pass() {
	for {
		p.mu.Lock()
		for len(p.queue) == 0 && !p.closed {
			p.ready.Wait()
		}
		if p.closed {
			p.mu.Unlock()
			return
		}
		b := p.queue[0]
		p.queue = p.queue[1:]
		p.mu.Unlock()
		if _, err := p.Conn.Write(b); err != nil {
			_ = p.Close() // the reader finds out
			return
		}
	}
}

// Close ends the connection.
func (p *patient) Close() error {
	p.mu.Lock()
	p.closed = true
	p.ready.Signal()
	p.mu.Unlock()
	return p.Conn.Close()
}
