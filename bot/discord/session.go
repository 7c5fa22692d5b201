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

// session is a shard's gateway session. It outlives its connections: it has what is
// needed to resume, and the handlers of its events.
type session struct {
	token   string
	intents int
	shard   [2]int // its index, and the number of shards
	ready   func(application string)
	handle  func(event string, data json.RawMessage)
	limiter *identifyLimiter
	log     *slog.Logger

	mu              sync.Mutex
	id              string // "" if there is nothing to resume
	url             string // where to resume
	sequence        int64
	identifyAllowed bool // the limiter has allowed an IDENTIFY that is not sent yet
	identifying     bool // IDENTIFY was sent, and READY has not come yet
	guilds          membership
	readyAt         time.Time // when the current connection became ready; zero before
	awaySince       time.Time // since when no connection is ready; zero while one is
	everReady       bool      // whether one ever was
	invalidated     time.Time // when Discord last called the session invalid
	onEnd           func(error)
}

// newSession makes a session with nothing to resume.
func newSession(token string, intents int, shard [2]int, limiter *identifyLimiter, log *slog.Logger, ready func(string), handle func(string, json.RawMessage)) *session {
	return &session{token: token, intents: intents, shard: shard, limiter: limiter, log: log, ready: ready, handle: handle, guilds: membership{}}
}

// permit waits until the shard may resume or identify, whichever it does next. If
// connecting then fails, the permission to identify is kept for the next connection.
// permit returns false if the context ends first.
func (s *session) permit(ctx context.Context) bool {
	s.mu.Lock()
	needed := s.id == "" && !s.identifyAllowed
	s.mu.Unlock()
	if !needed {
		return true
	}
	if !s.limiter.wait(ctx, s.shard[0]) {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.identifyAllowed = true
	return true
}

// beginConnection prepares for a new connection. onEnd is called when it ends.
func (s *session) beginConnection(onEnd func(error)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.readyAt, s.identifying, s.onEnd = time.Time{}, false, onEnd
}

// reportEnd reports why the connection ended.
func (s *session) reportEnd(err error) {
	s.mu.Lock()
	ended := s.onEnd
	s.mu.Unlock()
	ended(err)
}

// address returns where the session is to be resumed, or "".
func (s *session) address() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.url
}

// uptime returns how long ago the current connection became ready, and whether it did.
func (s *session) uptime() (since time.Duration, up bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.readyAt.IsZero() {
		return 0, false
	}
	return time.Since(s.readyAt), true
}

// forget drops the session, so that the next connection begins a new one.
func (s *session) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.id, s.url, s.sequence = "", "", 0
}

// invalidate drops the session, because Discord says that it is invalid. It reports
// whether to identify at once on the same connection, so that no events are missed. If
// sessions keep becoming invalid, the shard has to wait first.
func (s *session) invalidate() (atOnce bool) {
	s.forget()
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	if !s.identifying && now.Sub(s.invalidated) > 500*time.Millisecond && !s.identifyAllowed {
		s.identifyAllowed = s.limiter.allow(s.shard[0])
		atOnce = s.identifyAllowed
	}
	s.invalidated = now
	return atOnce
}

// handleEvent records the sequence number of an event, keeps what READY says of the
// session, and passes the events that the bot uses to handle.
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
		s.id, s.url, s.identifying = ready.SessionID, ready.URL, false
		s.becomeReady()
		if application = ready.Application.ID; application == "" {
			application = ready.User.ID
		}
		if s.intents&intentGuilds != 0 {
			s.guilds.reset(ready.Guilds)
		}
	case "RESUMED":
		s.becomeReady()
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

// becomeReady records that the current connection is ready. The caller holds mu.
func (s *session) becomeReady() {
	s.readyAt, s.awaySince, s.everReady = time.Now(), time.Time{}, true
}

// noteAway records that no connection is ready.
func (s *session) noteAway() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.awaySince.IsZero() {
		s.awaySince = time.Now()
	}
}

// introduction returns the first packet of a connection: a resume if there is a
// session, and an IDENTIFY otherwise. Without permission to identify it returns
// errInvalidSession.
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

// heartbeat returns a heartbeat packet with the last sequence number, or null before
// the first event.
func (s *session) heartbeat() ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sequence == 0 {
		return fmt.Appendf(nil, `{"op":%d,"d":null}`, opHeartbeat), nil
	}
	return fmt.Appendf(nil, `{"op":%d,"d":%d}`, opHeartbeat, s.sequence), nil
}
