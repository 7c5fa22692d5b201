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

// userAgent has the form that Discord requires: an address and a version. Discord
// blocks clients without it. Dojang has no public address, and .invalid is reserved for
// that (RFC 2606). Whoever publishes Dojang puts their own address here.
// See https://discord.com/developers/docs/reference#user-agent.
const userAgent = "DiscordBot (https://dojang.invalid, 1.0)"

// apiVersion is the version of Discord's API, for requests and for the gateway.
// See https://discord.com/developers/docs/reference#api-versioning.
const apiVersion = "10"

// maxAnswer is the maximum number of bytes read of a response.
const maxAnswer = 8 << 20

// Discord allows 50 requests a second with a token. This is the pace of one process.
// Two under full load may exceed the limit together; they are then slowed down by
// Discord's rate limit responses.
const (
	pace      = 40
	paceBurst = 5
)

// Client talks to Discord's REST API. Its methods are safe for concurrent use.
type Client struct {
	origin string // https://discord.com, for example
	token  string
	http   *http.Client
	log    *slog.Logger
	now    func() time.Time

	pace      *rate.Limiter // requests with the token
	mu        sync.Mutex
	heldUntil time.Time // no requests with the token before this time, after a global limit
}

// NewClient makes a client for the API at the origin. If transport is nil, the client
// makes one of its own that keeps enough idle connections for a busy bot. With Go's
// default of two, most interactions would open a new connection.
func NewClient(origin, token string, transport http.RoundTripper, log *slog.Logger, now func() time.Time) *Client {
	if transport == nil {
		own := http.DefaultTransport.(*http.Transport).Clone()
		own.MaxIdleConns, own.MaxIdleConnsPerHost = 0, 256
		transport = own
	}
	return &Client{origin: strings.TrimRight(origin, "/"), token: token, http: &http.Client{Transport: transport},
		log: log, now: now, pace: rate.NewLimiter(pace, paceBurst)}
}

// Error is a response other than success.
type Error struct {
	Status  int           // HTTP status
	Code    int           // Discord's error code, or 0
	Message string        // Discord's text, or that of the status
	After   time.Duration // how long to wait before trying again, for 429
	Global  bool          // the rate limit applies to all requests
}

func (e *Error) Error() string {
	if e.Code == 0 {
		return fmt.Sprintf("discord answered %d: %s", e.Status, e.Message)
	}
	return fmt.Sprintf("discord answered %d, code %d: %s", e.Status, e.Code, e.Message)
}

// Discord's error codes that Dojang handles specially.
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

// classify says of a failed request whether the same one may succeed later, how long to
// wait at least, and whether it certainly had no effect.
func classify(err error) (retry bool, after time.Duration, noEffect bool) {
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
	return true, 0, errors.As(err, &op) && op.Op == "dial" // no connection was made, so nothing was sent
}

// try sends a request once. path follows the version, as in /api/v10. With auth the bot's token is sent;
// interaction routes must go without it, because a proxy would count them among the
// bot's own requests. The response is decoded into out unless that is nil. No error
// contains the URL, which may hold an interaction's token.
func (c *Client) try(ctx context.Context, method, path string, auth bool, content *body, out any) error {
	req, err := http.NewRequestWithContext(ctx, method, c.origin+"/api/v"+apiVersion+path, nil)
	if err != nil {
		return errors.New("the request to discord is malformed")
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
		return fmt.Errorf("discord cannot be reached (%s): %w", method, err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if res.StatusCode >= 300 {
		return newError(res, answer)
	}
	if err != nil {
		return fmt.Errorf("discord's answer to a %s cannot be read: %w", method, err)
	}
	if out != nil {
		if err := json.Unmarshal(answer, out); err != nil {
			return fmt.Errorf("discord's answer to a %s cannot be decoded: %w", method, err)
		}
	}
	return nil
}

// newError makes an error of a response. Not every response is Discord's JSON, since
// proxies and Cloudflare send their own.
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

// route joins path segments. Ids and tokens come from outside, so each segment is
// escaped and cannot lead to another route.
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

// Limits of requests with the bot's token.
const (
	botAttempts = 5                // of one request
	botTimeout  = 15 * time.Second // of one attempt, and the longest pause between two
)

// tryBounded is try with a timeout that allows for the size of the body.
func (c *Client) tryBounded(ctx context.Context, method, path string, auth bool, content *body, out any) error {
	ctx, cancel := context.WithTimeout(ctx, botTimeout+content.sendTime())
	defer cancel()
	return c.try(ctx, method, path, auth, content, out)
}

// botRequest sends a request with the bot's token at Discord's pace, and retries it
// where that may help. data is JSON, or nil for no body. If repeatable is false, repeating
// the request could do harm, so it is repeated only if it certainly had no effect.
// ambiguous is true if an attempt failed that may have had its effect.
func (c *Client) botRequest(ctx context.Context, method, path string, data []byte, out any, repeatable bool) (ambiguous bool, err error) {
	for attempt := range botAttempts {
		if held := c.waitForLimits(ctx); held != nil {
			return ambiguous, errors.Join(held, err)
		}
		if err = c.tryBounded(ctx, method, path, true, jsonBody(data), out); err == nil {
			return false, nil
		}
		retry, after, noEffect := classify(err)
		ambiguous = ambiguous || !noEffect
		pause := max(after, time.Duration(1<<attempt)*250*time.Millisecond)
		c.holdBack(err)
		if !retry || ambiguous && !repeatable || pause > botTimeout || !sleep(ctx, pause) {
			return ambiguous, err
		}
	}
	return ambiguous, err
}

// untilAnswered calls ask, a request that the bot cannot go on without, until it
// succeeds or the context ends. It returns a [*Fatal] error if the token is wrong. message
// is logged for each failure.
func (c *Client) untilAnswered(ctx context.Context, message string, ask func() error) error {
	for attempt := 0; ; attempt++ {
		err := fatalIfUnauthorized(ask())
		if _, useless := errors.AsType[*Fatal](err); err == nil || useless {
			return err
		}
		if ctx.Err() == nil {
			c.log.Warn(message, "error", err)
		}
		_, after, _ := classify(err)
		if !sleep(ctx, max(backoff(attempt), after)) {
			return ctx.Err()
		}
	}
}

// fatalIfUnauthorized returns a [*Fatal] error if Discord says that the token is wrong, and
// err otherwise.
func fatalIfUnauthorized(err error) error {
	if refused, ok := errors.AsType[*Error](err); ok && refused.Status == http.StatusUnauthorized {
		return &Fatal{errors.New(fatal[closeToken])}
	}
	return err
}

// waitForLimits waits until Discord's limits allow a request. If that is later than the
// context's deadline, it returns at once with an error that says how long it would have
// to wait.
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

// holdBack stops all requests with the token for a while if the error is a global rate
// limit.
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

// sleep waits for d. It returns false if the context ends first.
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
