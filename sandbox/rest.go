package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"

	"dojang/sandbox/schema"
)

// response is an HTTP response whose body is written as JSON. A zero status
// means 200, or 204 without a body.
type response struct {
	status int
	header http.Header
	body   any
	raw    []byte // instead of body
}

// route is an endpoint. Its handler runs under the lock.
type route struct {
	method, pattern string
	open            bool // needs no bot token
	handle          func(*Discord, *request) (response, error)
}

// routes lists the endpoints that the sandbox has: those that the bot uses.
var routes = []route{
	{"GET", "/gateway", true, (*Discord).getGateway},
	{"GET", "/gateway/bot", false, (*Discord).getGatewayBot},
	{"GET", "/users/@me", false, (*Discord).getMe},
	{"GET", "/applications/@me", false, (*Discord).getApplication},

	{"PUT", "/applications/{application}/commands", false, (*Discord).overwriteCommands},

	{"POST", "/interactions/{interaction}/{token}/callback", true, (*Discord).callback},
	{"POST", "/webhooks/{application}/{token}", true, (*Discord).followUp},
	{"PATCH", "/webhooks/{application}/{token}/messages/{message}", true, (*Discord).editResponse},
	{"DELETE", "/webhooks/{application}/{token}/messages/{message}", true, (*Discord).deleteResponse},

	{"GET", "/channels/{channel}", false, (*Discord).getChannel},
	{"GET", "/channels/{channel}/messages", false, (*Discord).listMessages},
	{"POST", "/channels/{channel}/messages", false, (*Discord).createMessage},
	{"DELETE", "/channels/{channel}/messages/{message}", false, (*Discord).deleteMessage},

	{"GET", "/guilds/{guild}", false, (*Discord).getGuild},
	{"GET", "/guilds/{guild}/members/{user}", false, (*Discord).getMember},
	{"GET", "/guilds/{guild}/roles", false, (*Discord).listRoles},
}

// match reports whether the path's segments match the route, and returns the
// values of its placeholders.
func (t route) match(path []string) (map[string]string, bool) {
	pattern := strings.Split(t.pattern, "/")[1:]
	if len(pattern) != len(path) {
		return nil, false
	}
	values := map[string]string{}
	for i, segment := range pattern {
		if name, ok := strings.CutPrefix(segment, "{"); ok {
			values[strings.TrimSuffix(name, "}")] = path[i]
		} else if segment != path[i] {
			return nil, false
		}
	}
	return values, true
}

// userAgentPattern is the form of User-Agent that Discord requires.
var userAgentPattern = regexp.MustCompile(`^DiscordBot \(\S+, ?\S+\)`)

// ServeHTTP serves the REST API under /api/v9 and /api/v10, the gateway, and
// the files that were attached to messages. It only accepts hosts that
// [LocalHost] accepts.
func (d *Discord) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !LocalHost(r.Host) {
		http.Error(w, "The sandbox is reached as 127.0.0.1 or localhost only.", http.StatusMisdirectedRequest)
		return
	}
	if d.gateway.serves(r) {
		d.gateway.accept(w, r)
		return
	}
	a, err := d.serve(r)
	if err != nil {
		panic(http.ErrAbortHandler) // makes net/http cut the connection
	}
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.raw)
}

// RoundTripper returns a transport that sends requests to d within the process,
// whatever their host. If [Discord.Disturb] cuts a connection, the error is
// [io.ErrUnexpectedEOF]. The transport does not carry the gateway; see
// [Discord.Deliver].
func (d *Discord) RoundTripper() http.RoundTripper { return transport{d} }

type transport struct{ d *Discord }

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer func() { _ = r.Body.Close() }()
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	a, err := t.d.serve(r)
	if err != nil {
		return nil, err
	}
	if a.header == nil {
		a.header = http.Header{}
	}
	return &http.Response{
		Status: fmt.Sprintf("%d %s", a.status, http.StatusText(a.status)), StatusCode: a.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: a.header, Body: io.NopCloser(bytes.NewReader(a.raw)), ContentLength: int64(len(a.raw)), Request: r,
	}, nil
}

// serve answers a request and records it. The error is the context's, or
// io.ErrUnexpectedEOF if the connection is to be cut.
func (d *Discord) serve(r *http.Request) (response, error) {
	began := d.options.Real()
	q := newRequest(r)
	a, err := d.serveDisturbed(q)
	d.recordRequest(q, began, a, err != nil)
	return a, err
}

// serveDisturbed answers a request with the trouble that the test injects into
// it.
func (d *Discord) serveDisturbed(q *request) (response, error) {
	r := q.http
	trouble := d.troubleFor(q)
	if err := pause(r.Context(), trouble.Before); err != nil {
		return response{}, err
	}
	if trouble.losesResponse() && !trouble.Effect {
		return trouble.answer()
	}
	q.responseLost = trouble.losesResponse()
	a := d.respond(q)
	if err := pause(r.Context(), trouble.After); err != nil {
		return response{}, err
	}
	if trouble.losesResponse() {
		return trouble.answer()
	}
	return a, nil
}

// respond runs the request under the lock, records its faults, and encodes the
// response before the next request can change what it refers to.
func (d *Discord) respond(q *request) response {
	d.mu.Lock()
	defer d.release()
	seen := d.effectCount
	a, err := d.handle(q)
	q.noteSubject(d, d.effectsSince(seen))
	for _, line := range q.faults {
		d.recordFault(q.name() + ": " + line)
	}
	var r *apiError
	switch {
	case err == nil:
		return a.encode()
	case !errors.As(err, &r):
		r = internalError
		d.recordFault(q.name() + ": " + err.Error())
	case !r.unavoidable && !q.excused:
		d.recordFault(q.name() + ": " + r.Error())
	}
	return response{status: r.status, body: r.body()}.encode()
}

// handle serves an attached file or runs the endpoint's handler.
func (d *Discord) handle(q *request) (response, error) {
	if f, ok := d.files.kept[q.path]; ok {
		return response{raw: f.contents, header: http.Header{"Content-Type": {f.ContentType}, "X-Content-Type-Options": {"nosniff"}}}, nil
	}
	if q.err != nil {
		return response{}, q.err
	}
	t, err := q.find()
	if err != nil {
		return response{}, err
	}
	if !userAgentPattern.MatchString(q.http.UserAgent()) {
		return response{}, blocked
	}
	if !t.open && q.http.Header.Get("Authorization") != "Bot "+d.token {
		return response{}, unauthorized
	}
	for name, value := range q.values {
		if name != "token" && value != "@original" && !schema.IsSnowflake(value) {
			return response{}, invalidField(name+"_id", "NUMBER_TYPE_COERCE", "Value %q is not snowflake.", value)
		}
	}
	return t.handle(d, q)
}

// encode encodes the body as JSON and sets a zero status.
func (a response) encode() response {
	if a.raw == nil && a.body != nil {
		raw, err := schema.EncodeJSON(a.body)
		if err != nil {
			return response{status: 500, raw: []byte(err.Error())}
		}
		a.raw = raw
		a.header = a.header.Clone()
		if a.header == nil {
			a.header = http.Header{}
		}
		a.header.Set("Content-Type", "application/json")
	}
	if a.status == 0 && a.raw == nil {
		a.status = http.StatusNoContent
	} else if a.status == 0 {
		a.status = http.StatusOK
	}
	return a
}

// localHost matches the Host headers that name this machine.
var localHost = regexp.MustCompile(`^(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?$`)

// LocalHost reports whether the value of a Host header names this machine, and
// no other host. This stops DNS rebinding: a page of another origin whose name
// resolves to this machine still sends its own name.
func LocalHost(host string) bool { return localHost.MatchString(host) }
