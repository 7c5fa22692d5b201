package sandbox

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// once disturbs one request and leaves the others alone.
func once(trouble *Trouble) func(string, string, *http.Request) *Trouble {
	return func(string, string, *http.Request) *Trouble {
		t := trouble
		trouble = nil
		return t
	}
}

func TestTrouble(t *testing.T) {
	tests := []struct {
		name    string
		trouble *Trouble
		status  int // 0 for a cut
		effect  bool
	}{
		{"none", nil, 200, true},
		{"refused", &Trouble{Status: 502}, 502, false},
		{"refused after the effect", &Trouble{Status: 502, Effect: true}, 502, true},
		{"cut", &Trouble{Cut: true}, 0, false},
		{"cut after the effect", &Trouble{Cut: true, Effect: true}, 0, true},
		{"limited", RateLimited(300 * time.Millisecond), 429, false},
	}
	for _, test := range tests {
		t.Run(test.name+", in process", func(t *testing.T) {
			b := newBench(t)
			b.Disturb(once(test.trouble))
			got, err := b.try("POST", b.messagesPath(), "application/json", []byte(`{"content":"c"}`))
			if test.status == 0 && !errors.Is(err, io.ErrUnexpectedEOF) || test.status > 0 && (err != nil || got.status != test.status) {
				t.Errorf("got %d %v", got.status, err)
			}
			if effect := len(b.Visible(b.as("민수"))) == 1; effect != test.effect {
				t.Errorf("effect: %v", effect)
			}
		})
		t.Run(test.name+", over a socket", func(t *testing.T) {
			b := newBench(t)
			server := httptest.NewServer(b)
			defer server.Close()
			b.Disturb(once(test.trouble))
			r, err := http.NewRequestWithContext(t.Context(), "POST", server.URL+"/api/v10"+b.messagesPath(), strings.NewReader(`{"content":"c"}`))
			if err != nil {
				t.Fatal(err)
			}
			r.Header = http.Header{"User-Agent": {b.agent}, "Authorization": {b.auth}, "Content-Type": {"application/json"}}
			response, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(r)
			switch {
			case test.status == 0 && err == nil:
				t.Errorf("got %d instead of a cut", response.StatusCode)
			case test.status > 0 && (err != nil || response.StatusCode != test.status):
				t.Errorf("got %v %v", response, err)
			}
			if err == nil {
				_ = response.Body.Close()
			}
			if effect := len(b.Visible(b.as("민수"))) == 1; effect != test.effect {
				t.Errorf("effect: %v", effect)
			}
		})
	}
}

func TestRateLimited(t *testing.T) {
	b := newBench(t)
	b.Disturb(once(RateLimited(300 * time.Millisecond)))
	got := b.do("GET", "/users/@me", "")
	var body struct {
		RetryAfter float64 `json:"retry_after"`
	}
	got.into(t, &body)
	if body.RetryAfter != 0.3 || got.header.Get("Retry-After") != "1" || got.header.Get("X-RateLimit-Reset-After") != "0.3" {
		t.Errorf("got %s %v", got.body, got.header)
	}
	b.wantFaults()
}

func TestTroubleByEndpoint(t *testing.T) {
	b := newBench(t)
	var asked []string
	b.Disturb(func(method, endpoint string, _ *http.Request) *Trouble {
		asked = append(asked, method+" "+endpoint)
		return nil
	})
	b.do("GET", "/channels/"+b.home, "")
	b.do("GET", "/elsewhere", "")
	if got := strings.Join(asked, ", "); got != "GET /channels/{channel}, GET /api/v10/elsewhere" {
		t.Errorf("asked about %s", got)
	}
}

func TestDelay(t *testing.T) {
	tests := []struct {
		name     string
		trouble  *Trouble
		patience time.Duration
		err      error
		effect   bool
	}{
		{"before, waited for", &Trouble{Before: time.Minute}, time.Minute + 1, nil, true},
		{"before, given up", &Trouble{Before: time.Minute}, time.Minute - 1, context.DeadlineExceeded, false},
		{"after, waited for", &Trouble{After: time.Minute}, time.Minute + 1, nil, true},
		{"after, given up", &Trouble{After: time.Minute}, time.Minute - 1, context.DeadlineExceeded, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t)
				b.Disturb(once(test.trouble))
				ctx, cancel := context.WithTimeout(t.Context(), test.patience)
				defer cancel()
				r, err := http.NewRequestWithContext(ctx, "POST", "https://discord.com/api/v10"+b.messagesPath(), strings.NewReader(`{"content":"c"}`))
				if err != nil {
					t.Fatal(err)
				}
				r.Header = http.Header{"User-Agent": {b.agent}, "Authorization": {b.auth}, "Content-Type": {"application/json"}}
				if _, err := b.RoundTripper().RoundTrip(r); !errors.Is(err, test.err) {
					t.Errorf("got %v", err)
				}
				if effect := len(b.Visible(b.as("민수"))) == 1; effect != test.effect {
					t.Errorf("effect: %v", effect)
				}
			})
		})
	}
}
