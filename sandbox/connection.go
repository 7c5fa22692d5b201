package sandbox

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/gorilla/websocket"

	"dojang/sandbox/schema"
)

// The opcodes of the gateway.
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opPresence       = 3
	opVoice          = 4
	opResume         = 6
	opReconnect      = 7
	opMembers        = 8
	opInvalidSession = 9
	opHello          = 10
	opHeartbeatACK   = 11
	opSounds         = 31
	opChannelInfo    = 43
)

// packet is a gateway payload, in either direction.
type packet struct {
	Op int    `json:"op"`
	D  any    `json:"d"`
	S  *int   `json:"s"`
	T  string `json:"t,omitempty"`
}

// outgoingFrame is a frame to be sent: data, a ping, or a close code.
type outgoingFrame struct {
	data   []byte
	ping   string
	code   int
	reason string
}

// ping asks whether the client has read everything that was sent before it.
type ping struct {
	answered chan struct{}   // closed when the pong came
	closed   <-chan struct{} // closed when the connection has ended
}

// connection is one websocket. Its session is nil before IDENTIFY or RESUME.
type connection struct {
	d              *Discord
	ws             *websocket.Conn
	address        string // of the gateway, as the client knows it
	version        int
	session        *session // this and the fields below are guarded by Discord's lock
	receivedAt     []time.Time
	heartbeatTimer *time.Timer // fires when heartbeats are missing
	closing        bool        // nothing more is sent
	pingCount      int         // pings so far
	pings          map[string]*ping

	outgoing chan outgoingFrame
	done     chan struct{} // closed when the reader has ended
}

func newConnection(d *Discord, ws *websocket.Conn, address string) *connection {
	c := &connection{d: d, ws: ws, address: address, pings: map[string]*ping{}, outgoing: make(chan outgoingFrame, keptEvents), done: make(chan struct{})}
	ws.SetPongHandler(func(data string) error {
		d.mu.Lock()
		defer d.mu.Unlock()
		if p := c.pings[data]; p != nil {
			close(p.answered)
			delete(c.pings, data)
		}
		return nil
	})
	answer := ws.CloseHandler()
	ws.SetCloseHandler(func(code int, reason string) error { // detach first: after the answer the client may reconnect
		c.detachSession(&websocket.CloseError{Code: code, Text: reason})
		return answer(code, reason)
	})
	c.heartbeatTimer = time.AfterFunc(c.heartbeatTimeout(), func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		c.reject(4009, "no heartbeat came")
	})
	return c
}

// heartbeatTimeout returns how long a client may go without a heartbeat: one
// and a half intervals.
func (c *connection) heartbeatTimeout() time.Duration { return c.d.options.Heartbeat * 3 / 2 }

// send queues a packet; the lock is held.
func (c *connection) send(p packet) {
	raw, err := schema.EncodeJSON(p)
	if err != nil {
		c.d.recordFault("sandbox: encoding a packet: " + err.Error())
		return
	}
	if p.Op != opHeartbeatACK {
		data, _ := schema.EncodeJSON(p.D)
		c.d.record(Record{Over: "gateway", From: "discord", Op: &p.Op, Data: data})
	}
	c.writeFrame(raw)
}

// writeFrame queues a frame unless the gateway is silenced; the lock is held. A
// client that reads too slowly, so that the queue is full, is disconnected.
func (c *connection) writeFrame(frame []byte) {
	if !c.d.gateway.silenced {
		c.enqueue(outgoingFrame{data: frame})
	}
}

// ping queues a ping; the lock is held.
func (c *connection) ping() *ping {
	c.pingCount++
	name := strconv.Itoa(c.pingCount)
	p := &ping{answered: make(chan struct{}), closed: c.done}
	c.pings[name] = p
	c.enqueue(outgoingFrame{ping: name})
	return p
}

func (c *connection) enqueue(f outgoingFrame) {
	if c.closing {
		return
	}
	select {
	case c.outgoing <- f:
	default:
		c.drop()
	}
}

// close queues a close frame behind what is already queued; the lock is held.
func (c *connection) close(code int, reason string) {
	c.enqueue(outgoingFrame{code: code, reason: reason})
	c.closing = true
}

// reject closes the connection because the client broke the protocol, which is
// a fault.
func (c *connection) reject(code int, reason string) {
	if !c.closing {
		c.d.recordFault(fmt.Sprintf("gateway: closed with %d: %s", code, reason))
		c.close(code, reason)
	}
}

// drop closes the network connection without a close frame.
func (c *connection) drop() {
	c.closing = true
	_ = c.ws.NetConn().Close()
}

// readLoop serves the connection until it ends, then detaches its session.
func (c *connection) readLoop() {
	go c.writeLoop()
	var err error
	for err == nil {
		var frame []byte
		if _, frame, err = c.ws.ReadMessage(); err == nil {
			c.d.mu.Lock()
			c.receive(frame)
			c.d.release()
		}
	}
	close(c.done)
	c.heartbeatTimer.Stop()
	_ = c.ws.Close()
	c.detachSession(err)
}

// detachSession separates the connection from its session. The session can be
// resumed unless the client closed the connection normally.
func (c *connection) detachSession(err error) {
	c.d.mu.Lock()
	defer c.d.mu.Unlock()
	forGood := websocket.IsCloseError(err, websocket.CloseNormalClosure, websocket.CloseGoingAway) && !c.closing
	c.closing = true
	s := c.session
	if s == nil {
		return
	}
	c.session, s.connection, s.disconnectedAt = nil, nil, c.d.options.Real()
	if forGood {
		delete(c.d.gateway.sessions, s.id)
	}
}

// closeTimeout is how long a client may take to answer a close frame. The
// socket stays open meanwhile: closing it with unread data would destroy the
// frame in transit.
const closeTimeout = 2 * time.Second

// writeLoop sends the queued frames until the connection ends.
func (c *connection) writeLoop() {
	for {
		select {
		case <-c.done:
			return
		case f := <-c.outgoing:
			if f.code != 0 {
				_ = c.ws.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(f.code, f.reason))
				time.AfterFunc(closeTimeout, func() { _ = c.ws.NetConn().Close() })
				return
			}
			kind := websocket.TextMessage
			if f.ping != "" {
				kind, f.data = websocket.PingMessage, []byte(f.ping)
			}
			if c.ws.WriteMessage(kind, f.data) != nil {
				_ = c.ws.NetConn().Close()
				return
			}
		}
	}
}

// receive handles a frame from the client; the lock is held.
func (c *connection) receive(frame []byte) {
	if c.closing {
		return
	}
	if !c.allowPayload() {
		c.reject(4008, "more than 120 payloads within a minute")
		return
	}
	var p struct {
		Op *int            `json:"op"`
		D  json.RawMessage `json:"d"`
	}
	if len(frame) > maxPayload || json.Unmarshal(frame, &p) != nil || p.Op == nil {
		c.reject(4002, "a payload cannot be read")
		return
	}
	if *p.Op != opHeartbeat {
		c.d.recordFrame(*p.Op, p.D)
	}
	switch op := *p.Op; {
	case op == opHeartbeat:
		c.heartbeatTimer.Reset(c.heartbeatTimeout())
		c.send(packet{Op: opHeartbeatACK})
	case op == opIdentify && c.session != nil:
		c.reject(4005, "a second IDENTIFY")
	case op == opIdentify:
		c.identify(p.D)
	case op == opResume && c.session != nil:
		c.reject(4005, "RESUME within a session")
	case op == opResume:
		c.resume(p.D)
	case op != opPresence && op != opVoice && op != opMembers && op != opSounds && op != opChannelInfo:
		c.reject(4001, fmt.Sprintf("opcode %d", op))
	case c.session == nil:
		c.reject(4003, fmt.Sprintf("opcode %d before IDENTIFY", op))
	case op != opPresence:
		c.d.recordFault(fmt.Sprintf("gateway: nobody serves opcode %d", op))
	}
}

// allowPayload counts a payload and reports whether it is within the rate
// limit.
func (c *connection) allowPayload() bool {
	now := c.d.options.Real()
	for len(c.receivedAt) > 0 && now.Sub(c.receivedAt[0]) >= sendWindow {
		c.receivedAt = c.receivedAt[1:]
	}
	c.receivedAt = append(c.receivedAt, now)
	return len(c.receivedAt) <= maxSends
}
