package redistest

import (
	"bytes"
	"net"
	"sync"
	"testing"
	"time"
)

// Link passes connections on to a server. What the server sends to a replica
// arrives after a lag; everything else at once. On one machine a replica has
// everything before a client has its reply, and even what a killed master left
// in a socket arrives: a link makes a network of it.
type Link struct {
	port string
	to   string
	lag  time.Duration

	listener net.Listener
	mu       sync.Mutex
	conns    map[net.Conn]bool
	broken   bool
	passing  sync.WaitGroup
}

// newLink makes a link to the address, which ends with the test.
func newLink(t testing.TB, to string, lag time.Duration) *Link {
	t.Helper()
	l := &Link{port: Port(t), to: to, lag: lag, conns: map[net.Conn]bool{}}
	l.listen(t)
	t.Cleanup(func() {
		l.cut()
		l.passing.Wait()
	})
	return l
}

// mend takes connections again.
func (l *Link) listen(t testing.TB) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:"+l.port)
	if err != nil {
		t.Fatal(err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.listener, l.broken = listener, false
	l.passing.Go(func() { l.accept(listener) })
}

// cut ends all connections at once, with what is on its way, and takes no more.
func (l *Link) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.broken = true
	_ = l.listener.Close()
	for conn := range l.conns {
		_ = conn.Close()
	}
}

// keep takes a connection among those to be cut; false if the link is broken.
func (l *Link) track(conn net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.broken {
		_ = conn.Close()
		return false
	}
	l.conns[conn] = true
	return true
}

func (l *Link) closeConn(conn net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.conns, conn)
	_ = conn.Close()
}

func (l *Link) accept(listener net.Listener) {
	for {
		client, err := listener.Accept()
		if err != nil {
			return
		}
		l.passing.Go(func() { l.pass(client) })
	}
}

// pass passes a connection on, in both directions.
func (l *Link) pass(client net.Conn) {
	if !l.track(client) {
		return
	}
	defer l.closeConn(client)
	server, err := net.Dial("tcp", l.to)
	if err != nil || !l.track(server) {
		return
	}
	defer l.closeConn(server)
	replica := make(chan struct{}) // closed when the client turns out to be one
	done := make(chan struct{})
	go func() {
		defer close(done)
		l.copyToServer(client, server, replica)
		l.closeConn(client)
		l.closeConn(server)
	}()
	l.copyToClient(server, client, replica)
	l.closeConn(client)
	l.closeConn(server)
	<-done
}

// up passes on what the client says, and looks for how a replica begins.
func (l *Link) copyToServer(client, server net.Conn, replica chan<- struct{}) {
	var begin []byte
	found := false
	buffer := make([]byte, 64<<10)
	for {
		n, err := client.Read(buffer)
		if err != nil {
			return
		}
		if !found && len(begin) < 1<<10 {
			if begin = append(begin, buffer[:n]...); bytes.Contains(begin, []byte("PSYNC")) {
				found = true
				close(replica)
			}
		}
		if _, err := server.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// later is bytes that are to arrive at a time.
type delayed struct {
	at    time.Time
	bytes []byte
}

// down passes on what the server says, to a replica after the lag.
func (l *Link) copyToClient(server, client net.Conn, replica <-chan struct{}) {
	queue := make(chan delayed, 1<<16)
	var passing sync.WaitGroup
	passing.Go(func() {
		for one := range queue {
			if wait := time.Until(one.at); wait > 0 {
				<-time.After(wait)
			}
			if _, err := client.Write(one.bytes); err != nil {
				_ = server.Close()
			}
		}
	})
	defer passing.Wait()
	defer close(queue)
	buffer := make([]byte, 64<<10)
	for {
		n, err := server.Read(buffer)
		if err != nil {
			return
		}
		one := delayed{bytes: bytes.Clone(buffer[:n])}
		select {
		case <-replica:
			one.at = time.Now().Add(l.lag)
		default:
		}
		queue <- one
	}
}
