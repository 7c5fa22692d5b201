package player

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dojang/sandbox"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// start is when the tests' clocks start: a Monday, 09:00 in Seoul.
var start = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// bench is a made-up world with a bot that speaks to it in the process.
type bench struct {
	*sandbox.Discord
	t           *testing.T
	guild, home string
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t}
	b.Discord, b.guild, b.home = sandbox.World(sandbox.Options{Clock: sandbox.NewClock(start), Real: sandbox.NewClock(start).Now})
	return b
}

// as is the member acting in the home channel.
func (b *bench) as(name string) sandbox.Actor {
	b.t.Helper()
	for _, m := range b.Members(b.guild) {
		if m.Name == name {
			return sandbox.Actor{User: m.ID, Channel: b.home}
		}
	}
	b.t.Fatalf("no member %s", name)
	return sandbox.Actor{}
}

// do sends a request with a JSON body, or without one if it is "", and returns the
// response.
func (b *bench) do(method, path, body string) []byte {
	b.t.Helper()
	return b.send(method, path, "application/json", []byte(body))
}

// upload sends a JSON body with files, given as name and contents in turn.
func (b *bench) upload(method, path, body string, files ...string) {
	b.t.Helper()
	var buffer bytes.Buffer
	form := multipart.NewWriter(&buffer)
	if err := form.WriteField("payload_json", body); err != nil {
		b.t.Fatal(err)
	}
	for i := 0; i < len(files); i += 2 {
		part, err := form.CreateFormFile("files["+string(rune('0'+i/2))+"]", files[i])
		if err != nil {
			b.t.Fatal(err)
		}
		if _, err := io.WriteString(part, files[i+1]); err != nil {
			b.t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		b.t.Fatal(err)
	}
	b.send(method, path, form.FormDataContentType(), buffer.Bytes())
}

func (b *bench) send(method, path, kind string, body []byte) []byte {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, "https://discord.com/api/v10"+path, bytes.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("User-Agent", "DiscordBot (https://example.com/bot, 1.0)")
	r.Header.Set("Authorization", "Bot "+b.Token())
	if len(body) > 0 {
		r.Header.Set("Content-Type", kind)
	}
	response, err := b.RoundTripper().RoundTrip(r)
	if err != nil {
		b.t.Fatalf("%s %s: %v", method, path, err)
	}
	got, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode >= 300 {
		b.t.Errorf("%s %s: %d %s %v", method, path, response.StatusCode, got, err)
	}
	return got
}

// register makes the commands the only ones.
func (b *bench) register(commands string) {
	b.t.Helper()
	b.do("PUT", "/applications/"+b.Application()+"/commands", commands)
}

// messagesPath is the path of the home channel's messages.
func (b *bench) messagesPath() string { return "/channels/" + b.home + "/messages" }

// answer sends a callback.
func (b *bench) answer(i inbound, body string) {
	b.t.Helper()
	b.do("POST", "/interactions/"+i.ID+"/"+i.Token+"/callback", body)
}

// webhook is the path of the interaction's token; more is appended.
func (b *bench) webhook(i inbound, more string) string {
	return "/webhooks/" + b.Application() + "/" + i.Token + more
}

// inbound is the part of an interaction that the tests look at.
type inbound struct {
	ID, Token string
	Type      int
	Locale    string
	Data      struct {
		Name     string
		TargetID string `json:"target_id"`
		CustomID string `json:"custom_id"`
		Options  []struct {
			Name  string
			Value any
		}
		Values     []string
		Components []struct{ Component struct{ Value string } }
		Resolved   struct {
			Attachments map[string]struct{ Filename, URL string }
			Messages    map[string]struct{ Content string }
			Users       map[string]struct {
				Name string `json:"global_name"`
			}
		}
	}
}

// The types of interactions.
const (
	commandInteraction      = 2
	componentInteraction    = 3
	autocompleteInteraction = 4
	modalInteraction        = 5
)

// received calls f for each interaction from now on.
func (b *bench) received(f func(inbound)) {
	b.Deliver(func(event string, payload []byte) {
		var i inbound
		if err := json.Unmarshal(payload, &i); err != nil {
			b.t.Error(err)
		}
		if event == "INTERACTION_CREATE" {
			f(i)
		}
	})
}

// golden compares with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	same(t, path, string(want), string(got))
}

func same[T any](t *testing.T, what string, want, got T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
