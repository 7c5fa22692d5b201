package redistest

import (
	"bytes"
	"net"
	"sync"
	"testing"
	"time"
)

// Link forwards connections to a server. It delays what the server sends to a replica by a lag and
// nothing else. On one machine, a replica has a change before the client has its reply, and even
// what a killed master left in a socket arrives. A link behaves like a network instead.
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

// newLink starts a link to the address. It ends with the test.
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

// listen accepts connections, also after cut.
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

// cut closes all connections, drops what is on its way, and stops accepting.
func (l *Link) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.broken = true
	_ = l.listener.Close()
	for conn := range l.conns {
		_ = conn.Close()
	}
}

// track adds a connection to those that cut closes. If the link is cut, it closes the connection and
// returns false.
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

// pass forwards a connection in both directions.
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
	replica := make(chan struct{}) // closed when the client turns out to be a replica
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

// copyToServer forwards what the client sends. It closes replica if the client sends PSYNC.
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

// delayed has bytes and the time when they have to arrive.
type delayed struct {
	at    time.Time
	bytes []byte
}

// copyToClient forwards what the server sends; to a replica after the lag.
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
