package discord

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// session is a shard's session with the gateway, over any number of
// connections: what it takes to resume it, and who its events go to.
type session struct {
	token   string
	intents int
	shard   [2]int // the shard, and how many there are
	ready   func(application string)
	handle  func(event string, data json.RawMessage)
	log     *slog.Logger

	mu       sync.Mutex
	id       string // "" when there is nothing to resume
	url      string // where it is to be resumed
	sequence int64
	fresh    bool      // identified, and not ready yet
	up       bool      // ready or resumed on the present connection
	spoiled  time.Time // when it was called invalid last
	ended    func(error)
	hurry    *rate.Limiter // of identifying at once
}

// newSession makes a session that was never begun. Discord allows a bot a
// thousand new sessions a day and then takes its token away: when sessions
// keep becoming invalid, only some of the new ones may begin at once.
func newSession(token string, shard [2]int, log *slog.Logger, ready func(string), handle func(string, json.RawMessage)) *session {
	return &session{token: token, shard: shard, log: log, ready: ready, handle: handle, hurry: rate.NewLimiter(rate.Every(3*time.Minute), 10)}
}

// begin prepares for a new connection, whose end is told to ended.
func (s *session) begin(ended func(error)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.up, s.fresh, s.ended = false, false, ended
}

// over tells that the connection has ended.
func (s *session) over(err error) {
	s.mu.Lock()
	ended := s.ended
	s.mu.Unlock()
	ended(err)
}

// state tells where the session is to be resumed, "" if it is not, and whether
// the present connection has become ready.
func (s *session) state() (url string, up bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.id == "" {
		return "", s.up
	}
	return s.url, s.up
}

// forget makes the next connection begin a new session.
func (s *session) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.id, s.url, s.sequence = "", "", 0
}

// invalid takes note that Discord has dropped the session. It reports whether
// to identify anew at once, on the same connection, so that nothing is missed;
// only when that keeps happening is it time to wait.
func (s *session) invalid() (atOnce bool) {
	s.forget()
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	atOnce = !s.fresh && now.Sub(s.spoiled) > 500*time.Millisecond && s.hurry.Allow()
	s.spoiled = now
	return atOnce
}

// event takes an event: its number, and what it says.
func (s *session) event(p packet) {
	s.mu.Lock()
	if p.Sequence > s.sequence || p.Event == "READY" {
		s.sequence = p.Sequence
	}
	application := ""
	switch p.Event {
	case "READY":
		var ready struct {
			SessionID   string `json:"session_id"`
			URL         string `json:"resume_gateway_url"`
			Application struct {
				ID string `json:"id"`
			} `json:"application"`
			User struct {
				ID string `json:"id"`
			} `json:"user"`
		}
		if err := json.Unmarshal(p.Data, &ready); err != nil {
			s.log.Warn("gateway: READY", "error", err)
		}
		s.id, s.url, s.fresh, s.up = ready.SessionID, ready.URL, false, true
		if application = ready.Application.ID; application == "" {
			application = ready.User.ID
		}
	case "RESUMED":
		s.up = true
	}
	s.mu.Unlock()
	switch p.Event {
	case "READY":
		s.log.Info("gateway: ready", "shard", s.shard[0])
		if application != "" {
			s.ready(application)
		}
	case "RESUMED":
		s.log.Info("gateway: resumed", "shard", s.shard[0])
	default:
		s.handle(p.Event, p.Data)
	}
}

// introduce is the packet with which a connection begins: resume where there
// is something to resume, else identify.
func (s *session) introduce() ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.id != "" {
		return json.Marshal(map[string]any{"op": opResume, "d": map[string]any{
			"token": s.token, "session_id": s.id, "seq": s.sequence}})
	}
	s.fresh = true
	return json.Marshal(map[string]any{"op": opIdentify, "d": map[string]any{
		"token": s.token, "intents": s.intents, "shard": s.shard, "compress": false,
		"properties": map[string]string{"os": runtime.GOOS, "browser": "dojang", "device": "dojang"}}})
}

// heartbeat is the packet of a heartbeat: the number of the last event.
func (s *session) heartbeat() ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sequence == 0 {
		return fmt.Appendf(nil, `{"op":%d,"d":null}`, opHeartbeat), nil
	}
	return fmt.Appendf(nil, `{"op":%d,"d":%d}`, opHeartbeat, s.sequence), nil
}
