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
// value changes nothing.
type Trouble struct {
	Before time.Duration // delay before the request is handled
	Effect bool          // the request takes effect although its response is lost
	After  time.Duration // delay between the effect and the response

	// Status, Header and Body replace the response if Status is not 0.
	Status int
	Header http.Header
	Body   string

	Cut bool // the connection is cut instead of a response
}

// losesResponse reports whether the request's own response is lost.
func (t *Trouble) losesResponse() bool { return t.Status != 0 || t.Cut }

// answer returns what the sender gets instead of the lost response.
func (t *Trouble) answer() (response, error) {
	if t.Cut {
		return response{}, io.ErrUnexpectedEOF
	}
	return response{status: t.Status, header: t.Header, raw: []byte(t.Body)}, nil
}

// RateLimited returns the response 429 for a route's rate limit. The request
// has no effect, and may be sent again after the given time.
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

// Disturb calls f for every request from now on and applies the trouble that it
// returns, if any. A nil f stops that. f gets the method, the endpoint's
// pattern without the version (such as /channels/{channel}/messages; the path
// if the endpoint is unknown), and the request, whose body has been read. f has
// to be safe for concurrent use.
func (d *Discord) Disturb(f func(method, endpoint string, r *http.Request) *Trouble) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.disturb = f
}

// troubleFor returns the trouble for a request, which is never nil.
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

// pause waits for the duration. The error is the context's if that ends first.
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
