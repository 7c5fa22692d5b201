package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// userAgent has the form that Discord asks for, an address and a version;
// others are locked out. Dojang has no public address, and the domain says so:
// .invalid is reserved for that (RFC 2606). Whoever publishes it puts theirs
// here.
// See https://discord.com/developers/docs/reference#user-agent.
const userAgent = "DiscordBot (https://dojang.invalid, 1.0)"

// maxAnswer bounds how much of an answer is read.
const maxAnswer = 8 << 20

// Discord allows 50 requests a second with a token. The pace is that of one
// bot: two of them under full load together may still exceed the limit, and are
// held back by Discord's answer then.
const (
	pace      = 40
	paceBurst = 5
)

// Client talks to Discord's REST API. Its methods may be called from any
// goroutine.
type Client struct {
	origin string // such as https://discord.com
	token  string
	http   *http.Client
	log    *slog.Logger
	now    func() time.Time

	pace      *rate.Limiter // requests with the token
	mu        sync.Mutex
	heldUntil time.Time // no requests with the token before: a global limit was hit
}

// NewClient makes a client for the API at the origin. transport may be nil for
// one of its own, which keeps enough connections for a busy bot: with Go's
// default of two, most interactions would open a new one.
func NewClient(origin, token string, transport http.RoundTripper, log *slog.Logger, now func() time.Time) *Client {
	if transport == nil {
		own := http.DefaultTransport.(*http.Transport).Clone()
		own.MaxIdleConns, own.MaxIdleConnsPerHost = 0, 256
		transport = own
	}
	return &Client{origin: strings.TrimRight(origin, "/"), token: token, http: &http.Client{Transport: transport},
		log: log, now: now, pace: rate.NewLimiter(pace, paceBurst)}
}

// Error is an answer other than success.
type Error struct {
	Status  int           // of HTTP
	Code    int           // Discord's, or 0
	Message string        // Discord's
	After   time.Duration // when to try again, for 429
	Global  bool          // the limit holds for all requests
}

func (e *Error) Error() string { return fmt.Sprintf("discord: %d %d %s", e.Status, e.Code, e.Message) }

// The codes of Discord that Dojang treats specially.
// See https://discord.com/developers/docs/topics/opcodes-and-status-codes#json.
const (
	codeUnknownChannel     = 10003
	codeUnknownGuild       = 10004
	codeUnknownMember      = 10007
	codeUnknownMessage     = 10008
	codeUnknownUser        = 10013
	codeUnknownInteraction = 10062
	codeAcknowledged       = 40060
	codeMissingAccess      = 50001
	codeMissingPermission  = 50013
	codeInvalidForm        = 50035
	codeThreadArchived     = 50083
)

// fate tells of a request that failed whether the same one may succeed later,
// and when at the earliest; and whether it certainly had no effect.
func classify(err error) (again bool, after time.Duration, sure bool) {
	var refused *Error
	if errors.As(err, &refused) {
		switch {
		case refused.Status == http.StatusTooManyRequests:
			return true, refused.After, true
		case refused.Status >= 500:
			return true, 0, false
		}
		return false, 0, true
	}
	var op *net.OpError
	return true, 0, errors.As(err, &op) && op.Op == "dial" // there was no connection to send it over
}

// try sends a request once. path follows /api/v10; auth sends the bot's token
// along, which routes of interactions neither need nor get: a proxy would
// count them among the bot's own. The answer is decoded into out unless it is
// nil. No error says the URL, which may hold an interaction's token.
func (c *Client) try(ctx context.Context, method, path string, auth bool, content *body, out any) error {
	req, err := http.NewRequestWithContext(ctx, method, c.origin+"/api/v10"+path, nil)
	if err != nil {
		return errors.New("discord: malformed request")
	}
	content.attach(req)
	req.Header.Set("User-Agent", userAgent)
	if auth {
		req.Header.Set("Authorization", "Bot "+c.token)
	}
	res, err := c.http.Do(req)
	if err != nil {
		var outer *url.Error
		if errors.As(err, &outer) {
			err = outer.Err
		}
		return fmt.Errorf("discord: %s: %w", method, err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if res.StatusCode >= 300 {
		return newError(res, answer)
	}
	if err != nil {
		return fmt.Errorf("discord: %s: read answer: %w", method, err)
	}
	if out != nil {
		if err := json.Unmarshal(answer, out); err != nil {
			return fmt.Errorf("discord: %s: decode answer: %w", method, err)
		}
	}
	return nil
}

// failure makes an error of an answer. Not every answer is Discord's JSON:
// proxies and Cloudflare send what they like.
func newError(res *http.Response, answer []byte) *Error {
	e := &Error{Status: res.StatusCode, Message: http.StatusText(res.StatusCode)}
	var body struct {
		Code    int             `json:"code"`
		Message string          `json:"message"`
		After   float64         `json:"retry_after"`
		Global  bool            `json:"global"`
		Errors  json.RawMessage `json:"errors"`
	}
	if json.Unmarshal(answer, &body) == nil && body.Message != "" {
		e.Code, e.Message, e.Global = body.Code, body.Message, body.Global
		if len(body.Errors) > 0 {
			e.Message += " " + string(body.Errors)
		}
	}
	if e.Status == http.StatusTooManyRequests {
		e.Global = e.Global || res.Header.Get("X-RateLimit-Global") == "true"
		e.After = time.Second
		if seconds, err := strconv.ParseFloat(res.Header.Get("Retry-After"), 64); err == nil && seconds >= 0 {
			e.After = time.Duration(seconds * float64(time.Second))
		}
		if body.After > 0 {
			e.After = time.Duration(body.After * float64(time.Second))
		}
	}
	return e
}

// route is the path of what the parts name. Ids and tokens come from outside:
// none of them may lead elsewhere.
func route(parts ...string) string {
	var path strings.Builder
	for _, part := range parts {
		part = url.PathEscape(part)
		if part == "." || part == ".." {
			part = strings.ReplaceAll(part, ".", "%2E")
		}
		path.WriteString("/" + part)
	}
	return path.String()
}

// patience is how often and how long a request with the bot's token is tried.
const (
	botAttempts = 5
	botTimeout  = 15 * time.Second
)

// once is try with a bound on how long it may take.
func (c *Client) tryBounded(ctx context.Context, method, path string, auth bool, content *body, out any) error {
	ctx, cancel := context.WithTimeout(ctx, botTimeout+content.sendTime())
	defer cancel()
	return c.try(ctx, method, path, auth, content, out)
}

// bot sends a request of JSON, or without a body, with the bot's token, at Discord's pace, and again where
// that may help. again tells whether repeating it is harmless; if not, only
// what certainly had no effect is repeated. unsure is true when an attempt
// failed that may have had its effect.
func (c *Client) botRequest(ctx context.Context, method, path string, data []byte, out any, again bool) (unsure bool, err error) {
	for attempt := range botAttempts {
		if held := c.waitForLimits(ctx); held != nil {
			return unsure, errors.Join(held, err)
		}
		if err = c.tryBounded(ctx, method, path, true, jsonBody(data), out); err == nil {
			return false, nil
		}
		retry, after, sure := classify(err)
		unsure = unsure || !sure
		pause := max(after, time.Duration(1<<attempt)*250*time.Millisecond)
		c.holdBack(err)
		if !retry || unsure && !again || pause > botTimeout || !sleep(ctx, pause) {
			return unsure, err
		}
	}
	return unsure, err
}

// persist does what asks Discord something that the bot cannot go on without,
// over and over until Discord answers or the context ends. That the token is
// wrong is a [*Fatal] error. what is said in the log meanwhile.
func (c *Client) untilAnswered(ctx context.Context, what string, ask func() error) error {
	for attempt := 0; ; attempt++ {
		err := ask()
		if err == nil {
			return nil
		}
		var refused *Error
		if errors.As(err, &refused) && refused.Status == http.StatusUnauthorized {
			return &Fatal{errors.New(fatal[closeToken])}
		}
		if ctx.Err() == nil {
			c.log.Warn(what, "error", err)
		}
		_, after, _ := classify(err)
		if !sleep(ctx, max(backoff(attempt), after)) {
			return ctx.Err()
		}
	}
}

// wait holds a request back until Discord's limits allow it. When that is
// later than the context's deadline, it does not wait: the error says until
// when it would have to.
func (c *Client) waitForLimits(ctx context.Context) error {
	c.mu.Lock()
	pause := c.heldUntil.Sub(c.now())
	c.mu.Unlock()
	if deadline, ok := ctx.Deadline(); ok && pause > 0 && c.now().Add(pause).After(deadline) {
		return &Error{Status: http.StatusTooManyRequests, Message: "held back: the global limit was hit", After: pause, Global: true}
	}
	if pause > 0 && !sleep(ctx, pause) {
		return ctx.Err()
	}
	return c.pace.Wait(ctx)
}

// hold keeps everything back when the error says that the limit for all
// requests was hit.
func (c *Client) holdBack(err error) {
	var refused *Error
	if !errors.As(err, &refused) || !refused.Global {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if until := c.now().Add(refused.After); until.After(c.heldUntil) {
		c.heldUntil = until
	}
	c.log.Warn("discord: global rate limit", "seconds", refused.After.Seconds())
}

// sleep waits, and reports false when the context ended before.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
