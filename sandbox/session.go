package sandbox

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"dojang/sandbox/schema"
)

// session is what IDENTIFY creates. It outlives its connection, so that the
// client can resume it and receive the events that it missed.
type session struct {
	id             string
	intents        int
	shard          [2]int // its number, and the number of shards
	seq            int    // of the last event
	events         [][]byte
	connection     *connection // or nil
	disconnectedAt time.Time   // real time when the connection ended
}

// subscribed reports whether the session receives an event: it asked for the
// intent, and the guild belongs to its shard.
func (s *session) subscribed(intent int, guild string) bool {
	if intent != 0 && s.intents&intent == 0 {
		return false
	}
	id, _ := strconv.ParseUint(guild, 10, 64)
	return int((id>>22)%uint64(s.shard[1])) == s.shard[0]
}

// dispatch numbers an event, keeps it for resumption and sends it; the lock is
// held.
func (s *session) dispatch(name string, raw json.RawMessage) {
	s.seq++
	frame := fmt.Appendf(nil, `{"t":%q,"s":%d,"op":%d,"d":%s}`, name, s.seq, opDispatch, raw)
	s.events = append(s.events, frame)
	if len(s.events) > keptEvents {
		s.events = s.events[1:]
	}
	if s.connection != nil {
		s.connection.writeFrame(frame)
	}
}

// attach makes c the session's connection and drops the one that it had.
func (s *session) attach(c *connection) {
	if old := s.connection; old != nil {
		old.session = nil
		old.drop()
	}
	s.connection, c.session = c, s
}

// identify handles IDENTIFY, which starts a session.
func (c *connection) identify(raw json.RawMessage) {
	var body struct {
		Token      string         `json:"token"`
		Intents    *int           `json:"intents"`
		Shard      *[2]int        `json:"shard"`
		Properties map[string]any `json:"properties"`
	}
	if err := json.Unmarshal(raw, &body); err != nil || body.Intents == nil || body.Properties == nil {
		c.reject(4002, "IDENTIFY needs token, intents and properties")
		return
	}
	s := &session{intents: *body.Intents, shard: [2]int{0, 1}}
	if body.Shard != nil {
		s.shard = *body.Shard
	}
	switch {
	case body.Token != c.d.token && body.Token != "Bot "+c.d.token:
		c.reject(4004, "the token is wrong")
		return
	case s.shard[1] < 1 || s.shard[0] < 0 || s.shard[0] >= s.shard[1]:
		c.reject(4010, fmt.Sprintf("shard %v", s.shard))
		return
	case s.intents&^allIntents != 0:
		c.reject(4013, fmt.Sprintf("intents %d", s.intents))
		return
	case s.intents&privilegedIntents != 0:
		c.reject(4014, fmt.Sprintf("privileged intents in %d", s.intents))
		return
	}
	g := c.d.gateway
	g.identified++
	if g.identified > sessionStarts {
		c.reject(4004, "more than 1000 IDENTIFYs, which resets the token")
		return
	}
	s.id = digest("session", c.d.token, strconv.Itoa(g.identified))[:32]
	g.sessions[s.id] = s
	s.attach(c)
	c.ready(s, body.Shard)
}

// ready sends READY and, if the session asked for guilds, a GUILD_CREATE for
// each.
func (c *connection) ready(s *session, shard *[2]int) {
	d := c.d
	guilds := []jsonObject{}
	for _, g := range d.guilds {
		if s.subscribed(0, g.id) && g.member(d.bot.ID) != nil {
			guilds = append(guilds, jsonObject{"id": g.id, "unavailable": true})
		}
	}
	o := jsonObject{
		"v": c.version, "user": d.botUserObject(), "guilds": guilds, "session_id": s.id,
		"resume_gateway_url": c.address + "/resume",
		"application":        jsonObject{"id": d.bot.ID, "flags": 0},
	}
	if shard != nil {
		o["shard"] = shard
	}
	s.dispatchEvent("READY", o)
	if s.intents&intentGuilds == 0 {
		return
	}
	for _, g := range d.guilds {
		if s.subscribed(intentGuilds, g.id) && g.member(d.bot.ID) != nil {
			s.dispatchEvent("GUILD_CREATE", d.guildCreate(g))
		}
	}
}

// dispatchEvent dispatches an event to this session only.
func (s *session) dispatchEvent(name string, payload jsonObject) {
	raw, err := schema.EncodeJSON(payload)
	if err != nil {
		raw = []byte("null")
	}
	s.connection.d.record(Record{Over: "gateway", From: "discord", Event: name, Data: raw})
	s.dispatch(name, raw)
}

// resume handles RESUME: it attaches the session and replays what its client
// missed.
func (c *connection) resume(raw json.RawMessage) {
	var body struct {
		Token   string `json:"token"`
		Session string `json:"session_id"`
		Seq     *int   `json:"seq"`
	}
	if err := json.Unmarshal(raw, &body); err != nil || body.Seq == nil {
		c.reject(4002, "RESUME needs token, session_id and seq")
		return
	}
	if body.Token != c.d.token && body.Token != "Bot "+c.d.token {
		c.reject(4004, "the token is wrong")
		return
	}
	s := c.d.gateway.sessions[body.Session]
	if s == nil || s.connection == nil && c.d.options.Real().Sub(s.disconnectedAt) >= sessionTimeout || *body.Seq < s.seq-len(s.events) {
		c.send(packet{Op: opInvalidSession, D: false})
		return
	}
	if *body.Seq > s.seq {
		c.reject(4007, fmt.Sprintf("seq %d is in the future", *body.Seq))
		return
	}
	s.attach(c)
	for _, frame := range s.events[len(s.events)-(s.seq-*body.Seq):] {
		c.writeFrame(frame)
	}
	s.dispatchEvent("RESUMED", jsonObject{})
}
