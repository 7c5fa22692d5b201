package sandbox

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// gatewayPath is the path of the gateway's websocket. Sessions are resumed at a
// path below it.
const gatewayPath = "/gateway"

// Limits of the gateway. https://discord.com/developers/docs/events/gateway
const (
	maxPayload     = 4096             // bytes of a payload from a client
	maxSends       = 120              // payloads from a client within sendWindow
	sendWindow     = 60 * time.Second // real time
	sessionStarts  = 1000             // a day
	keptEvents     = 5000             // per session, to be replayed
	sessionTimeout = 3 * time.Minute  // real time after which a session without a connection ends
)

// The intent that the sandbox serves, those that need approval, and all that exist.
// https://discord.com/developers/docs/events/gateway#gateway-intents
const (
	intentGuilds      = 1 << 0
	privilegedIntents = 1<<1 | 1<<8 | 1<<15
	allIntents        = 1<<0 | 1<<1 | 1<<2 | 1<<3 | 1<<4 | 1<<5 | 1<<6 | 1<<7 | 1<<8 | 1<<9 | 1<<10 | 1<<11 |
		1<<12 | 1<<13 | 1<<14 | 1<<15 | 1<<16 | 1<<20 | 1<<21 | 1<<24 | 1<<25
)

// Gateway is the websocket side of a sandbox. Its methods do to a bot what
// networks and Discord's own restarts do. They may be called at any time.
type Gateway struct {
	d             *Discord
	upgrader      websocket.Upgrader
	connections   []*connection // this and the fields below are guarded by Discord's lock
	sessions      map[string]*session
	identified    int
	silenced      bool
	reconnectNext bool // the next connection begins with Op 7
	duplicateNext bool // the next interaction is delivered twice
}

func newGateway(d *Discord) *Gateway { return &Gateway{d: d, sessions: map[string]*session{}} }

// serves reports whether the request is for the gateway.
func (g *Gateway) serves(r *http.Request) bool {
	return websocket.IsWebSocketUpgrade(r) && (r.URL.Path == gatewayPath || strings.HasPrefix(r.URL.Path, gatewayPath+"/"))
}

// accept serves a websocket until it ends.
func (g *Gateway) accept(w http.ResponseWriter, r *http.Request) {
	ws, err := g.upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // Upgrade has answered
	}
	c := newConnection(g.d, ws, gatewayURL(r))
	g.d.mu.Lock()
	g.connections = append(g.connections, c)
	if g.reconnectNext {
		g.reconnectNext = false
		c.send(packet{Op: opReconnect})
	}
	c.send(packet{Op: opHello, D: jsonObject{"heartbeat_interval": g.d.options.Heartbeat.Milliseconds()}})
	query := r.URL.Query()
	c.version, _ = strconv.Atoi(query.Get("v"))
	switch {
	case c.version != 9 && c.version != 10:
		c.reject(4012, "API version "+strconv.Quote(query.Get("v")))
	case query.Get("encoding") != "" && query.Get("encoding") != "json", query.Get("compress") != "":
		c.reject(4002, "only uncompressed JSON is spoken here")
	}
	g.d.mu.Unlock()
	c.readLoop()

	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	g.connections = slices.DeleteFunc(g.connections, func(other *connection) bool { return other == c })
}

// dispatch sends an event to every session that is subscribed to it, and
// reports whether there was one; the lock is held. It deletes sessions that
// were not resumed in time.
func (g *Gateway) dispatch(intent int, guild, name string, raw json.RawMessage) (told bool) {
	now := g.d.options.Real()
	for id, s := range g.sessions {
		if s.connection == nil && now.Sub(s.disconnectedAt) >= sessionTimeout {
			delete(g.sessions, id)
			continue
		}
		if s.subscribed(intent, guild) {
			s.dispatch(name, raw)
			told = true
		}
	}
	return told
}

// deliveries returns how many times the next interaction is sent.
func (g *Gateway) deliveries() int {
	if g.duplicateNext {
		g.duplicateNext = false
		return 2
	}
	return 1
}

// eachConnection calls f for each connection under the lock.
func (g *Gateway) eachConnection(f func(c *connection)) {
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	for _, c := range g.connections {
		f(c)
	}
}

// Connections returns how many connections have a session.
func (g *Gateway) Connections() int {
	n := 0
	g.eachConnection(func(c *connection) {
		if c.session != nil {
			n++
		}
	})
	return n
}

// Drop cuts all connections without a close frame. Their sessions can be
// resumed.
func (g *Gateway) Drop() { g.eachConnection(func(c *connection) { c.drop() }) }

// Close closes all connections with a close code.
// https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
func (g *Gateway) Close(code int) { g.eachConnection(func(c *connection) { c.close(code, "") }) }

// Reconnect asks all clients to reconnect (Op 7).
func (g *Gateway) Reconnect() {
	g.eachConnection(func(c *connection) { c.send(packet{Op: opReconnect}) })
}

// ReconnectFirst makes the next connection begin with Op 7, before HELLO.
func (g *Gateway) ReconnectFirst() {
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	g.reconnectNext = true
}

// Invalidate tells all clients that their session is invalid (Op 9). A
// resumable session is kept, any other is deleted.
func (g *Gateway) Invalidate(resumable bool) {
	g.eachConnection(func(c *connection) {
		if s := c.session; s != nil {
			c.session, s.connection, s.disconnectedAt = nil, nil, g.d.options.Real()
			if !resumable {
				delete(g.sessions, s.id)
			}
		}
		c.send(packet{Op: opInvalidSession, D: resumable})
	})
}

// Silence(true) makes the gateway send nothing at all, not even heartbeat
// acknowledgements or HELLO, until Silence(false). Events that are lost
// meanwhile are replayed if the session is resumed.
func (g *Gateway) Silence(on bool) {
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	g.silenced = on
}

// Duplicate makes the gateway deliver the next interaction twice.
func (g *Gateway) Duplicate() {
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	g.duplicateNext = true
}

// Flush waits until each client has read what was sent to it so far or has
// disconnected, or until the context ends. It sends websocket pings to find
// out.
func (g *Gateway) Flush(ctx context.Context) {
	var pings []*ping
	g.eachConnection(func(c *connection) {
		if c.session != nil && !g.silenced {
			pings = append(pings, c.ping())
		}
	})
	for _, p := range pings {
		select {
		case <-p.answered:
		case <-p.closed:
		case <-ctx.Done():
			return
		}
	}
}

// Inject sends the bytes to all clients unchanged, as a text frame.
func (g *Gateway) Inject(frame []byte) { g.eachConnection(func(c *connection) { c.writeFrame(frame) }) }

// gatewayURL returns the gateway's address on the host of the request.
func gatewayURL(r *http.Request) string {
	scheme, host := "ws", r.Host
	if r.TLS != nil {
		scheme = "wss"
	}
	if host == "" {
		host = r.URL.Host
	}
	return scheme + "://" + host + gatewayPath
}

func (d *Discord) getGateway(q *request) (response, error) {
	return response{body: jsonObject{"url": gatewayURL(q.http)}}, nil
}

func (d *Discord) getGatewayBot(q *request) (response, error) {
	return response{body: jsonObject{
		"url": gatewayURL(q.http), "shards": 1,
		"session_start_limit": jsonObject{
			"total": sessionStarts, "remaining": max(0, sessionStarts-d.gateway.identified),
			"reset_after": (24 * time.Hour).Milliseconds(), "max_concurrency": 1,
		},
	}}, nil
}
