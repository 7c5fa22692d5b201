package page

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// handle answers a request whose client may disconnect, without a socket.
func (s *served) handle(ctx context.Context, act string, body io.Reader) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(ctx, "POST", "/api/"+act, body)
	r.Host = "localhost"
	w := httptest.NewRecorder()
	s.page.ServeHTTP(w, r)
	return w
}

// The clock reaches its destination even if the client disconnects.
func TestTheClockMovesToTheEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := newServed(t, func(o *Options) {
		advance := o.World.Advance
		o.World.Advance = func(moving context.Context, to time.Time) error {
			cancel()
			if err := moving.Err(); err != nil {
				return err
			}
			return advance(moving, to)
		}
	})
	s.handle(ctx, "clock", strings.NewReader(`{"to":"+2w"}`))
	if got, want := s.world.Clock.Now(), time.Date(2026, 12, 9, 1, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("the clock shows %s, want %s", got, want)
	}
}

// An overdue digest is the next one, and the clock does not go back for it.
func TestTheNextDigestMayBeOverdue(t *testing.T) {
	var moved time.Time
	s := newServed(t, func(o *Options) {
		now := o.World.Clock.Now()
		o.World.NextDue = func(context.Context) (time.Time, bool, error) { return now.Add(-time.Hour), true, nil }
		o.World.Advance = func(_ context.Context, to time.Time) error { moved = to; return nil }
	})
	if status, body := s.post("clock", map[string]any{"to": "digest"}); status != 200 || !moved.Equal(s.world.Clock.Now()) {
		t.Errorf("%d %s, moved to %s", status, body, moved)
	}
}

// A client that disconnects is not logged as an error.
func TestAbandonedRequestsAreNotLogged(t *testing.T) {
	var log bytes.Buffer
	s := newServed(t, func(o *Options) { o.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	newApplication(s).register(`[{"name":"check","description":"d","options":[{"type":3,"name":"item","description":"d","autocomplete":true}]}]`)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	body := fmt.Sprintf(`{"as":%q,"channel":%q,"path":["check"],"inputs":[{"name":"item","value":"g"}]}`, s.members[0].ID, s.world.Home)
	s.handle(gone, "complete", strings.NewReader(body))
	if log.Len() > 0 {
		t.Errorf("logged is %s", &log)
	}
	s.handle(t.Context(), "demo", strings.NewReader("{}"))
	if !strings.Contains(log.String(), "no demo here") {
		t.Errorf("a fault is not logged: %s", &log)
	}
}

// signalled is a body that signals when it was read.
type signalled struct {
	io.Reader
	read chan struct{}
}

func (s *signalled) Read(p []byte) (int, error) {
	close(s.read)
	return s.Reader.Read(p)
}

// An action that waits for starting over happens in the new world.
func TestADemoBehindAStartOverIsOfTheNewWorld(t *testing.T) {
	played := ""
	demo := func(name string) func(context.Context) error {
		return func(context.Context) error { played += name; return nil }
	}
	begun, asked := make(chan struct{}), make(chan struct{})
	s := newServed(t, func(o *Options) {
		o.World.Demo = demo("old")
		o.StartOver = func(context.Context) (World, error) {
			close(begun)
			<-asked
			w, _ := newWorld(t)
			w.Demo = demo("new")
			return w, nil
		}
	})
	over := make(chan int)
	go func() { over <- s.handle(t.Context(), "start-over", strings.NewReader("{}")).Code }()
	<-begun
	go func() {
		over <- s.handle(t.Context(), "demo", &signalled{strings.NewReader("{}"), asked}).Code
	}()
	if first, second := <-over, <-over; first != 200 || second != 200 || played != "new" {
		t.Errorf("%d, %d, played is %q", first, second, played)
	}
}

// Until starting over has succeeded there is no world. Every request says so, and
// starting over can be tried again.
func TestThereMayBeNoWorld(t *testing.T) {
	var log bytes.Buffer
	var s *served
	tries := 0
	s = newServed(t, func(o *Options) {
		o.Log = slog.New(slog.NewTextHandler(&log, nil))
		o.StartOver = func(context.Context) (World, error) {
			if w := s.handle(t.Context(), "say", strings.NewReader(`{"text":"x"}`)); w.Code != 503 || !strings.Contains(w.Body.String(), `is being rebuilt","code":"no-world"`) {
				t.Errorf("while it is made, an act is answered by %d %s", w.Code, w.Body)
			}
			if tries++; tries == 1 {
				return World{}, errors.New("the disk is full")
			}
			w, _ := newWorld(t)
			return w, nil
		}
	})
	socket := s.listen(s.members[0], 0)
	before := s.next(socket).World
	const says = `{"error":"there is no sandbox to act in until starting over succeeds: the disk is full","code":"no-world"}`
	for _, one := range [][2]string{
		{"POST", "/api/start-over"}, {"GET", "/api/world"}, {"GET", "/api/messages"}, {"GET", "/api/commands"}, {"GET", "/api/records"}, {"GET", "/api/records.jsonl"},
		{"GET", "/attachments/1/2/x.png"}, {"POST", "/api/say"}, {"POST", "/api/use"}, {"POST", "/api/submit"}, {"POST", "/api/close"}, {"POST", "/api/clock"}, {"POST", "/api/demo"},
	} {
		response, body := s.do(one[0], one[1], map[string]string{"POST": "{}"}[one[0]])
		if response.StatusCode != http.StatusServiceUnavailable || strings.TrimSpace(body) != says {
			t.Errorf("%s: %d %s", one, response.StatusCode, body)
		}
	}
	if n := strings.Count(log.String(), "\n"); n != 1 || !strings.Contains(log.String(), "the disk is full") {
		t.Errorf("logged is %s, want it once", &log)
	}
	late := s.listen(s.members[0], 0)
	if status, body := s.post("start-over", nil); status != 200 {
		t.Fatalf("trying again: %d %s", status, body)
	}
	if now := s.next(socket).World; now == nil || now.Epoch == before.Epoch {
		t.Errorf("a tab hears of %+v", now)
	}
	if now := s.next(late).World; now == nil || now.Epoch == before.Epoch {
		t.Errorf("a tab that came meanwhile hears of %+v", now)
	}
}

// Closing the page stops what changes the world, and waits for it.
func TestClosingStopsWhatMoves(t *testing.T) {
	begun := make(chan struct{})
	var log bytes.Buffer
	stopped := false
	s := newServed(t, func(o *Options) {
		o.Log = slog.New(slog.NewTextHandler(&log, nil))
		o.World.Demo = func(ctx context.Context) error {
			close(begun)
			<-ctx.Done()
			stopped = true
			return fmt.Errorf("line 7: %w", ctx.Err())
		}
	})
	go s.handle(context.Background(), "demo", strings.NewReader("{}"))
	<-begun
	if s.page.Close(); !stopped {
		t.Error("the demo goes on")
	}
	if log.Len() > 0 {
		t.Errorf("logged is %s", &log)
	}
}

// A tab that missed effects that are no longer kept loads the world again.
func TestATabThatIsTooFarBehindLoadsAnew(t *testing.T) {
	s := newServed(t)
	for n := range 5100 {
		if err := s.world.Discord.Say(actorOf(s, 0), fmt.Sprint(n)); err != nil {
			t.Fatal(err)
		}
	}
	behind := s.listen(s.members[1], 99)
	if event := s.next(behind); event.World == nil || event.World.Epoch != "" {
		t.Errorf("it hears of %+v", event)
	}
	if _, _, err := behind.ReadMessage(); err == nil {
		t.Error("its connection goes on")
	}
	if event := s.next(s.listen(s.members[1], 100)); event.Seq != 101 || event.Message.Content != "100" {
		t.Errorf("one that is not hears of %+v", event)
	}
}
