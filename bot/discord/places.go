package discord

import (
	"net/http"
	"slices"
	"sync"
	"time"
)

// places limits how many bodies are read and verified at a time. While all places are
// taken and somebody waits, the body that has been read for the longest is given up. So
// clients that are slow cannot keep others out: Discord's bodies arrive whole.
type places struct {
	taken   chan struct{} // one element for each place that is taken
	mu      sync.Mutex
	reading []*http.ResponseController // connections whose bodies are being read, the longest first
}

// Limits of waiting for a place.
const (
	patience     = 100 * time.Millisecond // until a slow body is given up for another request
	placeTimeout = 500 * time.Millisecond // until a request is refused
)

func newPlaces(n int) *places { return &places{taken: make(chan struct{}, n)} }

// enter waits for a place, shortly. If there is one, leave gives it back.
func (p *places) enter() bool {
	slow := time.AfterFunc(patience, p.giveUpSlowest)
	defer slow.Stop()
	timeout := time.NewTimer(placeTimeout)
	defer timeout.Stop()
	select {
	case p.taken <- struct{}{}:
		return true
	case <-timeout.C:
		return false
	}
}

func (p *places) leave() { <-p.taken }

// begin sets how long the body at a connection may be read. The caller calls end after
// reading it.
func (p *places) begin(conn *http.ResponseController, until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	setDeadlines(conn, until)
	p.reading = append(p.reading, conn)
}

// end allows an answer to be sent. Nobody gives up the body from then on.
func (p *places) end(conn *http.ResponseController) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.reading = slices.DeleteFunc(p.reading, func(c *http.ResponseController) bool { return c == conn })
	_ = conn.SetWriteDeadline(time.Now().Add(sendTimeout))
}

// giveUpSlowest ends the reading of the body that has been read for the longest. Its
// request leaves its place soon after.
func (p *places) giveUpSlowest() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.reading) > 0 {
		setDeadlines(p.reading[0], time.Now())
		p.reading = slices.Delete(p.reading, 0, 1)
	}
}

// setDeadlines limits reading and writing. The first read of a body also writes: it sends
// 100 Continue to a client that waits for that. A test's recorder has no deadlines; every
// connection has.
func setDeadlines(conn *http.ResponseController, until time.Time) {
	_ = conn.SetReadDeadline(until)
	_ = conn.SetWriteDeadline(until)
}
