package discord

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
	"golang.org/x/time/rate"
)

// Gateway keeps one connection to Discord's gateway for each shard.
type Gateway struct {
	client *Client
	token  string
	take   func(context.Context, []byte)
	ready  func(application string)
	guilds *Guilds // nil if server events are not followed
	log    *slog.Logger
	shards shards
	// dialNetwork opens a TCP connection.
	dialNetwork func(ctx context.Context, network, address string) (net.Conn, error)
	// connect opens a gateway connection at the address and returns why it ended.
	connect func(ctx context.Context, s *session, address string) error
}

// NewGateway makes a gateway. It passes each interaction to take and, whenever a
// session begins, the application's id to ready. Interactions need no intent; see
// [Gateway.Follow].
func NewGateway(client *Client, take func(context.Context, []byte), ready func(application string), log *slog.Logger) *Gateway {
	setUpLibrary.Do(func() {
		discordgo.Logger = func(int, int, string, ...any) {}
		discordgo.APIVersion = apiVersion
	})
	g := &Gateway{client: client, token: client.token, take: take, ready: ready, log: log}
	g.dialNetwork = dialer.DialContext
	g.connect = g.dial
	return g
}

// Follow reports servers that the bot is added to or removed from to guilds. It must be
// called before Run. It requests the intent GUILDS, with which Discord describes each
// server whenever a session begins.
func (g *Gateway) Follow(guilds *Guilds) { g.guilds = guilds }

// intents returns the intents that the gateway requests.
func (g *Gateway) intents() int {
	if g.guilds == nil {
		return 0
	}
	return intentGuilds
}

// dialer limits how long it takes to connect, TLS included.
var dialer = &net.Dialer{Timeout: dialTimeout}

// setUpLibrary sets what all sessions of discordgo share. Its log is turned off: the wire
// reports errors itself, and at some levels discordgo logs tokens. The version of the gateway
// would be 9.
var setUpLibrary sync.Once

// Fatal is an error that retrying cannot fix: the token or what the bot requests is
// wrong.
type Fatal struct{ Err error }

func (f *Fatal) Error() string { return f.Err.Error() }

// Unwrap returns the cause.
func (f *Fatal) Unwrap() error { return f.Err }

// fatal has the close codes after which a bot must not reconnect, and what to do about
// each.
// See https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway.
var fatal = map[int]string{
	closeToken: "the bot's token is wrong: copy it again from the developer portal",
	4010:       "the shard is wrong",
	4011:       "the bot is in so many servers that it needs shards",
	4012:       "the gateway's version is wrong",
	4013:       "an intent is wrong",
	4014:       "an intent is not allowed: switch it on in the developer portal",
}

// Close codes that are handled specially. After closeSequence and closeTimedOut the
// session cannot be resumed.
const (
	closeToken    = 4004 // the token is wrong
	closeSequence = 4007 // the last sequence number was wrong
	closeTimedOut = 4009
)

// startInfo says how to start sessions.
// See https://discord.com/developers/docs/events/gateway#get-gateway-bot.
type startInfo struct {
	URL    string `json:"url"`
	Shards int    `json:"shards"`
	Limit  struct {
		Remaining   int   `json:"remaining"`
		ResetAfter  int64 `json:"reset_after"` // milliseconds
		Concurrency int   `json:"max_concurrency"`
	} `json:"session_start_limit"`
}

// Run keeps all shards connected until the context ends, and then returns nil. It
// returns a [*Fatal] error at once and retries after any other.
func (g *Gateway) Run(ctx context.Context) error {
	at, err := g.sessionStart(ctx)
	if err != nil {
		return unlessEnded(ctx, err)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var running sync.WaitGroup
	limiter := newIdentifyLimiter(at, g.log)
	for i := range at.Shards {
		s := newSession(g.token, g.intents(), [2]int{i, at.Shards}, limiter, g.log, g.ready, g.handle(ctx))
		if !s.permit(ctx) { // not in the goroutine, because shards have to start in order
			break
		}
		g.shards.add(s)
		running.Go(func() {
			if err := g.keepConnected(ctx, s, at.URL); err != nil {
				cancel(err)
			}
		})
	}
	running.Wait()
	var f *Fatal
	if errors.As(context.Cause(ctx), &f) {
		return f
	}
	return nil
}

// unlessEnded returns err, or nil if the context has ended.
func unlessEnded(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// sessionStart asks Discord how to start sessions, until it answers and allows at least
// one. If the server does not know the endpoint for bots, the general one is used.
func (g *Gateway) sessionStart(ctx context.Context) (startInfo, error) {
	var s startInfo
	err := g.client.untilAnswered(ctx, "gateway: no address", func() error {
		s = startInfo{}
		err := g.client.tryBounded(ctx, "GET", "/gateway/bot", true, nil, &s)
		var refused *Error
		if errors.As(err, &refused) && refused.Status == http.StatusNotFound {
			err = g.client.tryBounded(ctx, "GET", "/gateway", false, nil, &s)
		}
		if err == nil && s.URL == "" {
			err = errors.New("the answer names no gateway")
		}
		return err
	})
	s.Shards, s.Limit.Concurrency = max(s.Shards, 1), max(s.Limit.Concurrency, 1)
	if err == nil && s.Limit.ResetAfter > 0 && s.Limit.Remaining <= 0 {
		pause := time.Duration(s.Limit.ResetAfter) * time.Millisecond
		g.log.Error("gateway: no session may be started for now", "seconds", pause.Seconds())
		if !sleep(ctx, pause) {
			return s, ctx.Err()
		}
		s.Limit.Remaining = identifyBurst + s.Shards
	}
	return s, err
}

// backoff returns how long to wait after a number of failures in a row: at most a
// minute, with jitter so that many bots do not reconnect at once.
func backoff(failures int) time.Duration {
	d := min(time.Second<<min(failures, 6), 40*time.Second)
	return d/2 + rand.N(d)
}

// keepConnected reconnects a shard until the context ends. It returns only a [*Fatal]
// error.
func (g *Gateway) keepConnected(ctx context.Context, s *session, general string) error {
	quick := rate.NewLimiter(rate.Every(quickEvery), quickBurst)
	failures, direct := 0, true
	for s.permit(ctx) {
		address := s.address()
		resuming := address != "" && direct
		if !resuming {
			address = general
		}
		err := g.connect(ctx, s, address)
		s.noteAway()
		if ctx.Err() != nil {
			return nil
		}
		var c *closeError
		if errors.As(err, &c) {
			if what, ok := fatal[c.code]; ok {
				return &Fatal{fmt.Errorf("discord closed the gateway: %s (%d)", what, c.code)}
			}
		}
		lived, up := s.uptime()
		direct = up
		next := attempt{resuming: resuming, ready: up, lived: lived, quick: up && quick.Allow(), failures: failures}.next(err)
		if next.newSession {
			s.forget()
		}
		failures = next.failures
		g.log.Info("gateway: reconnecting", "shard", s.shard[0], "because", err, "seconds", next.pause.Seconds())
		if !sleep(ctx, next.pause) {
			return nil
		}
	}
	return nil
}

// handle returns a function that dispatches the events that the bot uses.
func (g *Gateway) handle(ctx context.Context) func(string, json.RawMessage) {
	return func(event string, data json.RawMessage) {
		switch {
		case event == "INTERACTION_CREATE":
			g.take(ctx, data)
		case (event == "GUILD_CREATE" || event == "GUILD_DELETE") && g.guilds != nil:
			g.guilds.take(ctx, event, data)
		}
	}
}

// dial opens a gateway connection at the address and returns why it ended. Each
// connection uses a new discordgo session and abandons it in the end, so a discordgo
// session that hangs or sleeps blocks nothing.
func (g *Gateway) dial(ctx context.Context, s *session, address string) error {
	ended := make(chan error, 1)
	s.beginConnection(func(err error) {
		select {
		case ended <- err:
		default:
		}
	})
	var mu sync.Mutex
	var line *wire
	wired := func(conn net.Conn, err error) (net.Conn, error) {
		if err != nil {
			return nil, err
		}
		mu.Lock()
		defer mu.Unlock()
		line = newWire(conn, s)
		return line, nil
	}
	d, err := discordgo.New("Bot " + g.token)
	if err != nil {
		return err
	}
	d.StateEnabled, d.Compress, d.Identify.Compress = false, false, false
	d.ShouldReconnectOnError, d.ShouldReconnectVoiceOnSessionError = false, false
	d.Client = &http.Client{Transport: gatewayAt(address)}
	d.Dialer = &websocket.Dialer{
		NetDialContext: func(_ context.Context, network, addr string) (net.Conn, error) {
			return wired(g.dialNetwork(ctx, network, addr))
		},
		NetDialTLSContext: func(_ context.Context, network, addr string) (net.Conn, error) {
			return wired((&tls.Dialer{NetDialer: dialer}).DialContext(ctx, network, addr))
		},
	}
	opened := make(chan error, 1)
	go func() { opened <- d.Open() }()
	for {
		select {
		case err := <-ended:
			return err
		case err := <-opened:
			if err != nil {
				select {
				case why := <-ended: // the wire knows the cause
					return why
				default:
					return err
				}
			}
			opened = nil
		case <-ctx.Done():
			mu.Lock()
			defer mu.Unlock()
			if line != nil {
				line.closeNormally()
			}
			return ctx.Err()
		}
	}
}

// gatewayAt is an HTTP transport that answers discordgo's request for the gateway's
// address.
type gatewayAt string

// RoundTrip answers any request with the address; discordgo sends no other one.
func (address gatewayAt) RoundTrip(*http.Request) (*http.Response, error) {
	body, err := json.Marshal(map[string]string{"url": string(address)})
	if err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: http.StatusOK, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(body))}, nil
}
