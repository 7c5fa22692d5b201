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

// Gateway keeps a connection to Discord's gateway, one for each shard.
type Gateway struct {
	client *Client
	token  string
	take   func(context.Context, []byte)
	ready  func(application string)
	guilds *Guilds // nil when nobody asks for them
	log    *slog.Logger
	// reach opens a connection of the network.
	dialNetwork func(ctx context.Context, network, address string) (net.Conn, error)
	// connect opens a connection at the address and returns why it ended.
	connect func(ctx context.Context, s *session, address string) error
}

// NewGateway makes a gateway that hands interactions to take and the
// application's id, each time a session begins, to ready. Interactions need no
// intent; see [Gateway.Follow].
func NewGateway(client *Client, take func(context.Context, []byte), ready func(application string), log *slog.Logger) *Gateway {
	silenceLog.Do(func() { discordgo.Logger = func(int, int, string, ...any) {} })
	g := &Gateway{client: client, token: client.token, take: take, ready: ready, log: log}
	g.dialNetwork = dialer.DialContext
	g.connect = g.dial
	return g
}

// Follow has the guilds be told of servers that the bot is added to or removed
// from. It is to be called before Run. It takes the intent GUILDS, with which
// Discord describes each server whenever a session begins.
func (g *Gateway) Follow(guilds *Guilds) { g.guilds = guilds }

// intents are those that the gateway asks for.
func (g *Gateway) intents() int {
	if g.guilds == nil {
		return 0
	}
	return intentGuilds
}

// dialer bounds how long a connection and its encryption take.
var dialer = &net.Dialer{Timeout: dialTimeout}

// quiet keeps discordgo, whose log is one for all its sessions, from writing to
// it: the wire knows what goes wrong, and on some levels discordgo logs tokens.
var silenceLog sync.Once

// Fatal is an error after which trying again is of no use: the token or what
// the bot asks for is wrong.
type Fatal struct{ Err error }

func (f *Fatal) Error() string { return f.Err.Error() }

// Unwrap gives the cause.
func (f *Fatal) Unwrap() error { return f.Err }

// fatal are the close codes after which a bot must not connect again, with
// what to do.
// See https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway.
var fatal = map[int]string{
	closeToken: "the bot's token is wrong: copy it anew from the developer portal",
	4010:       "the shard is wrong",
	4011:       "the bot is in so many servers that it needs shards",
	4012:       "the gateway's version is wrong",
	4013:       "an intent is wrong",
	4014:       "an intent is not allowed: switch it on in the developer portal",
}

// The close codes that mean something special: that the token is wrong, and,
// the others, that the session cannot be resumed.
const (
	closeToken    = 4004
	closeSequence = 4007 // the number of the last event was wrong
	closeTimedOut = 4009
)

// start says how to start sessions.
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

// Run keeps the gateway's connections until the context ends, which is no
// error. Whatever passes is tried again; a [*Fatal] error is returned.
func (g *Gateway) Run(ctx context.Context) error {
	at, err := g.sessionStart(ctx)
	if err != nil {
		return unlessEnded(ctx, err)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var shards sync.WaitGroup
	limiter := newIdentifyLimiter(at, g.log)
	for i := range at.Shards {
		s := newSession(g.token, g.intents(), [2]int{i, at.Shards}, limiter, g.log, g.ready, g.handle(ctx))
		if !s.permit(ctx) { // here, because shards have to start in order
			break
		}
		shards.Go(func() {
			if err := g.keepConnected(ctx, s, at.URL); err != nil {
				cancel(err)
			}
		})
	}
	shards.Wait()
	var f *Fatal
	if errors.As(context.Cause(ctx), &f) {
		return f
	}
	return nil
}

// unlessEnded is err, or nil when the context has ended.
func unlessEnded(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// begin asks how to start sessions, until Discord answers and lets one start.
// Where the origin does not know the question for bots, the general one has to
// do.
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

// backoff is how long to wait after so many failures in a row, a minute at the
// most, with some chance in it so that many bots do not come at once.
func backoff(failures int) time.Duration {
	d := min(time.Second<<min(failures, 6), 40*time.Second)
	return d/2 + rand.N(d)
}

// keep keeps a shard connected.
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
		g.log.Info("gateway: connecting anew", "shard", s.shard[0], "because", err, "seconds", next.pause.Seconds())
		if !sleep(ctx, next.pause) {
			return nil
		}
	}
	return nil
}

// handle passes on the events that mean something to the bot.
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

// dial opens a connection at the address and returns why it ended. Each
// connection is a discordgo session of its own, left behind when it ends: one
// that hangs or sleeps holds nothing up.
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
				case why := <-ended: // the wire knows better
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

// gatewayAt answers discordgo's question for the gateway's address.
type gatewayAt string

// RoundTrip is the whole of the REST API that discordgo gets to see.
func (address gatewayAt) RoundTrip(*http.Request) (*http.Response, error) {
	body, err := json.Marshal(map[string]string{"url": string(address)})
	if err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: http.StatusOK, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(body))}, nil
}
