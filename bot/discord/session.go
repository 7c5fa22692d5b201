package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"runtime"
	"sync"
	"time"
)

// session is a shard's session with the gateway, over any number of
// connections: what it takes to resume it, and who its events go to.
type session struct {
	token    string
	intents  int
	shard    [2]int // the shard, and how many there are
	ready    func(application string)
	handle   func(event string, data json.RawMessage)
	identify *identifyLimiter
	log      *slog.Logger

	mu              sync.Mutex
	id              string // "" when there is nothing to resume
	url             string // where it is to be resumed
	sequence        int64
	identifyAllowed bool // a new session may be begun
	identifying     bool // identified, and not ready yet
	guilds          membership
	readyAt         time.Time // when the present connection became ready; zero while it is not
	invalidated     time.Time // when it was called invalid last
	onEnd           func(error)
}

// newSession makes a session that was never begun.
func newSession(token string, intents int, shard [2]int, starts *identifyLimiter, log *slog.Logger, ready func(string), handle func(string, json.RawMessage)) *session {
	return &session{token: token, intents: intents, shard: shard, identify: starts, log: log, ready: ready, handle: handle, guilds: membership{}}
}

// permit waits until the session may be resumed or begun, whichever comes
// next. A permission that was not used, because no connection came about,
// stays. It reports false when the context ended before.
func (s *session) permit(ctx context.Context) bool {
	s.mu.Lock()
	needed := s.id == "" && !s.identifyAllowed
	s.mu.Unlock()
	if !needed {
		return true
	}
	if !s.identify.wait(ctx, s.shard[0]) {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.identifyAllowed = true
	return true
}

// begin prepares for a new connection, whose end is told to ended.
func (s *session) beginConnection(ended func(error)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.readyAt, s.identifying, s.onEnd = time.Time{}, false, ended
}

// over tells that the connection has ended.
func (s *session) reportEnd(err error) {
	s.mu.Lock()
	ended := s.onEnd
	s.mu.Unlock()
	ended(err)
}

// address is where the session is to be resumed, or "".
func (s *session) address() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.url
}

// lived tells whether the present connection has become ready, and how long
// ago.
func (s *session) uptime() (since time.Duration, up bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.readyAt.IsZero() {
		return 0, false
	}
	return time.Since(s.readyAt), true
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
func (s *session) invalidate() (atOnce bool) {
	s.forget()
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	if !s.identifying && now.Sub(s.invalidated) > 500*time.Millisecond && !s.identifyAllowed {
		s.identifyAllowed = s.identify.allow(s.shard[0])
		atOnce = s.identifyAllowed
	}
	s.invalidated = now
	return atOnce
}

// event takes an event: its number, and what it says.
func (s *session) handleEvent(p packet) {
	s.mu.Lock()
	if p.Sequence > s.sequence || p.Event == "READY" {
		s.sequence = p.Sequence
	}
	application, news := "", true
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
			Guilds []guild `json:"guilds"`
		}
		if err := json.Unmarshal(p.Data, &ready); err != nil {
			s.log.Warn("gateway: READY", "error", err)
		}
		s.id, s.url, s.identifying, s.readyAt = ready.SessionID, ready.URL, false, time.Now()
		if application = ready.Application.ID; application == "" {
			application = ready.User.ID
		}
		if s.intents&intentGuilds != 0 {
			s.guilds.reset(ready.Guilds)
		}
	case "RESUMED":
		s.readyAt = time.Now()
	case "GUILD_CREATE", "GUILD_DELETE":
		news = s.guilds.apply(p.Event, p.Data)
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
		if news {
			s.handle(p.Event, p.Data)
		}
	}
}

// introduce is the packet with which a connection begins: resume where there
// is something to resume, else identify, which has to be allowed each time.
func (s *session) introduction() (packet []byte, resuming bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.id != "" {
		packet, err = json.Marshal(map[string]any{"op": opResume, "d": map[string]any{
			"token": s.token, "session_id": s.id, "seq": s.sequence}})
		return packet, true, err
	}
	if !s.identifyAllowed {
		return nil, false, errInvalidSession
	}
	s.identifyAllowed, s.identifying = false, true
	packet, err = json.Marshal(map[string]any{"op": opIdentify, "d": map[string]any{
		"token": s.token, "intents": s.intents, "shard": s.shard, "compress": false,
		"properties": map[string]string{"os": runtime.GOOS, "browser": "dojang", "device": "dojang"}}})
	return packet, false, err
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
