package sandbox

import (
	"context"
	"io"
	"math"
	"net/http"
	"strconv"
	"time"
)

// Trouble is a network failure that a test injects into one request. The zero
// value disturbs nothing.
type Trouble struct {
	Before time.Duration // passes before the request is looked at
	Effect bool          // the request takes effect although its answer is lost
	After  time.Duration // passes between the effect and the answer

	// Status, Header and Body are answered instead, where Status is not 0.
	Status int
	Header http.Header
	Body   string

	Cut bool // the connection is cut instead of an answer
}

// losesResponse reports whether the request's own answer does not arrive.
func (t *Trouble) losesResponse() bool { return t.Status != 0 || t.Cut }

// answer gives what arrives instead.
func (t *Trouble) answer() (response, error) {
	if t.Cut {
		return response{}, io.ErrUnexpectedEOF
	}
	return response{status: t.Status, header: t.Header, raw: []byte(t.Body)}, nil
}

// RateLimited is the answer 429 of a route's limit: nothing has happened, and
// the request may be sent again after the given time.
func RateLimited(after time.Duration) *Trouble {
	seconds := strconv.FormatFloat(after.Seconds(), 'f', -1, 64)
	return &Trouble{
		Status: http.StatusTooManyRequests,
		Header: http.Header{
			"Content-Type": {"application/json"}, "Retry-After": {strconv.Itoa(int(math.Ceil(after.Seconds())))},
			"X-Ratelimit-Limit": {"5"}, "X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset-After": {seconds},
			"X-Ratelimit-Bucket": {"sandbox"}, "X-Ratelimit-Scope": {"user"},
		},
		Body: `{"message":"You are being rate limited.","retry_after":` + seconds + `,"global":false}`,
	}
}

// Disturb asks f about every request from now on; nil, or nil from f, leaves
// them alone. f is given the method, the endpoint's pattern without the
// version (such as /channels/{channel}/messages, or the path of an unknown
// endpoint), and the request, whose body has been read. It may be called from
// several goroutines.
func (d *Discord) Disturb(f func(method, endpoint string, r *http.Request) *Trouble) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.disturb = f
}

// troubleFor asks about one request.
func (d *Discord) troubleFor(q *request) *Trouble {
	d.mu.Lock()
	f := d.disturb
	d.mu.Unlock()
	if f == nil {
		return &Trouble{}
	}
	endpoint := q.path
	if t, err := q.find(); err == nil {
		endpoint = t.pattern
	}
	if trouble := f(q.http.Method, endpoint, q.http); trouble != nil {
		return trouble
	}
	return &Trouble{}
}

// pause waits, unless the context ends first.
func pause(ctx context.Context, wait time.Duration) error {
	if wait <= 0 {
		return nil
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
