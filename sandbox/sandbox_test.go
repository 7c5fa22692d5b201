package sandbox

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/websocket"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// start is when the tests' clocks start: a Monday, 09:00 in Seoul.
var start = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// bench is a made-up world with a client that speaks to it in the process.
type bench struct {
	*Discord
	t           *testing.T
	guild, home string
	real        *Clock // behind Options.Real
	ids         map[string]string
	agent       string
	auth        string
	dialer      websocket.Dialer // of the gateway, once it is served
}

func newBench(t *testing.T, change ...func(*Options)) *bench {
	t.Helper()
	b := &bench{t: t, real: NewClock(start), ids: map[string]string{}, agent: "DiscordBot (https://example.com/bot, 1.0)"}
	o := Options{Clock: NewClock(start), Real: b.real.Now}
	for _, f := range change {
		f(&o)
	}
	b.Discord, b.guild, b.home = World(o)
	for _, m := range b.Members(b.guild) {
		b.ids[m.Name] = m.ID
	}
	b.auth = "Bot " + b.Token()
	return b
}

// reply is what came back from a request.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// code is the error code in the reply, or -1.
func (r reply) code() int {
	var e struct {
		Code *int `json:"code"`
	}
	if json.Unmarshal(r.body, &e) != nil || e.Code == nil {
		return -1
	}
	return *e.Code
}

// into decodes the reply.
func (r reply) into(t *testing.T, v any) {
	t.Helper()
	if err := json.Unmarshal(r.body, v); err != nil {
		t.Fatalf("decoding %s: %v", r.body, err)
	}
}

// do sends a request with a JSON body, or without one if it is "".
func (b *bench) do(method, path, body string) reply {
	b.t.Helper()
	r, err := b.try(method, path, "application/json", []byte(body))
	if err != nil {
		b.t.Fatalf("%s %s: %v", method, path, err)
	}
	return r
}

func (b *bench) try(method, path, kind string, body []byte) (reply, error) {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, "https://discord.com/api/v10"+path, bytes.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	if strings.HasPrefix(path, "https:") {
		r.URL, err = r.URL.Parse(path)
		if err != nil {
			b.t.Fatal(err)
		}
	}
	r.Header.Set("User-Agent", b.agent)
	r.Header.Set("Authorization", b.auth)
	if len(body) > 0 {
		r.Header.Set("Content-Type", kind)
	}
	response, err := b.RoundTripper().RoundTrip(r)
	if err != nil {
		return reply{}, err
	}
	got, err := io.ReadAll(response.Body)
	return reply{response.StatusCode, response.Header, got}, err
}

// upload sends a JSON body with files, given as name and contents in turn.
func (b *bench) upload(method, path, body string, files ...string) reply {
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
	r, err := b.try(method, path, form.FormDataContentType(), buffer.Bytes())
	if err != nil {
		b.t.Fatalf("%s %s: %v", method, path, err)
	}
	return r
}

// pass lets real time pass.
func (b *bench) pass(d time.Duration) {
	b.t.Helper()
	if err := b.real.Advance(b.real.Now().Add(d)); err != nil {
		b.t.Fatal(err)
	}
}

// as is the member acting in the home channel.
func (b *bench) as(name string) Actor { return Actor{b.ids[name], b.home} }

// received collects the interactions that are delivered from now on.
func (b *bench) received() *[]inbound {
	var all []inbound
	b.Deliver(func(event string, payload []byte) {
		if event != "INTERACTION_CREATE" {
			return
		}
		var i inbound
		if err := json.Unmarshal(payload, &i); err != nil {
			b.t.Errorf("decoding an interaction: %v", err)
		}
		i.raw = payload
		all = append(all, i)
	})
	return &all
}

// inbound is the part of an interaction that the tests look at.
type inbound struct {
	ID, Token string
	Type      int
	Locale    string
	Data      struct {
		Name     string
		CustomID string `json:"custom_id"`
		Options  []struct {
			Name  string
			Value any
		}
		Values []string
	}
	raw []byte
}

// words makes the words of a command's path, and inputs its options from names
// and values in turn.
func words(texts ...string) []Word {
	var all []Word
	for _, s := range texts {
		all = append(all, Word{Text: s})
	}
	return all
}

func inputs(pairs ...string) []Input {
	var all []Input
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, Input{Name: Word{Text: pairs[i]}, Value: Word{Text: pairs[i+1]}})
	}
	return all
}

// wantFaults compares the faults since the last call with the prefixes of the
// wanted ones.
func (b *bench) wantFaults(want ...string) {
	b.t.Helper()
	got := b.Faults()
	b.mu.Lock()
	b.faults = nil
	b.mu.Unlock()
	same := len(got) == len(want)
	for i := 0; same && i < len(want); i++ {
		same = strings.Contains(got[i], want[i])
	}
	if same {
		return
	}
	b.t.Errorf("faults:\n%s\nwant, each containing:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
}

// golden compares with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// indented indents JSON for people.
func indented(t *testing.T, raw []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := json.Indent(&b, raw, "", "  "); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	b.WriteByte('\n')
	return b.Bytes()
}
