package page

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"dojang/sandbox"
	"dojang/sandbox/schema"
)

// application is a bot on the world of a page. It opens a modal for each command,
// whose custom_id is the command's name, and answers what is submitted.
type application struct {
	s         *served
	submitted []string // custom_id and components of each submission
}

const group = `{"type":18,"label":"Days","component":{"type":22,"custom_id":"days","required":false,"options":[{"label":"Mon","value":"1","default":true},{"label":"Tue","value":"2"}]}}`

func newApplication(s *served) *application {
	a := &application{s: s}
	s.world.Discord.Deliver(func(event string, payload []byte) {
		var i struct {
			ID, Token string
			Type      int
			Data      struct {
				Name       string
				CustomID   string `json:"custom_id"`
				Components []struct{ Component struct{ Values []string } }
			}
		}
		if err := json.Unmarshal(payload, &i); err != nil {
			s.t.Error(err)
		}
		answer := `{"type":4,"data":{"content":"taken","flags":64}}`
		switch i.Type {
		case 2:
			answer = `{"type":9,"data":{"title":"t","custom_id":"` + i.Data.Name + `","components":[` + group + `]}}`
		case 4:
			return
		case 5:
			values, err := json.Marshal(i.Data.Components[0].Component.Values)
			if err != nil {
				s.t.Error(err)
			}
			a.submitted = append(a.submitted, i.Data.CustomID+string(values))
		}
		a.do("POST", "/interactions/"+i.ID+"/"+i.Token+"/callback", strings.NewReader(answer), "application/json")
	})
	return a
}

// do sends a request to the sandbox's REST API and returns what came back.
func (a *application) do(method, path string, body io.Reader, kind string) string {
	a.s.t.Helper()
	r, err := http.NewRequestWithContext(a.s.t.Context(), method, "https://discord.com/api/v10"+path, body)
	if err != nil {
		a.s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("User-Agent", "DiscordBot (https://example.com, 1)")
	r.Header.Set("Authorization", "Bot "+a.s.world.Discord.Token())
	response, err := a.s.world.Discord.RoundTripper().RoundTrip(r)
	if err != nil {
		a.s.t.Fatal(err)
	}
	raw, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode >= 300 {
		a.s.t.Fatalf("%s %s: %d %s, %v", method, path, response.StatusCode, raw, err)
	}
	return string(raw)
}

func (a *application) register(commands string) {
	a.s.t.Helper()
	a.do("PUT", "/applications/"+a.s.world.Discord.Application()+"/commands", strings.NewReader(commands), "application/json")
}

func actorOf(s *served, member int) sandbox.Actor {
	return sandbox.Actor{User: s.members[member].ID, Channel: s.world.Home}
}

// Each of a member's tabs submits its own form, and a field can be left empty.
func TestEachTabHasItsOwnForm(t *testing.T) {
	s := newServed(t)
	app := newApplication(s)
	app.register(`[{"name":"a","description":"d"},{"name":"b","description":"d"},{"name":"c","description":"d"}]`)
	open := func(command string) string {
		t.Helper()
		status, body := s.post("use", map[string]any{"path": []string{command}})
		var came struct {
			Interaction string
			Modal       *schema.Modal
		}
		if err := json.Unmarshal([]byte(body), &came); err != nil || status != 200 || came.Modal == nil || came.Modal.CustomID != command {
			t.Fatalf("%d %s, %v", status, body, err)
		}
		return came.Interaction
	}
	first, second, third := open("a"), open("b"), open("c")
	days := func(values ...string) []map[string]any {
		return []map[string]any{{"name": "days", "values": append([]string{}, values...)}}
	}
	other := map[string]any{"as": s.members[1].ID, "interaction": first}
	if status, body := s.post("submit", other); status != 422 || !strings.Contains(body, `"code":"no-modal"`) {
		t.Errorf("another member submits it: %d %s", status, body)
	}
	s.post("close", other)
	s.post("close", map[string]any{"interaction": third})
	for _, test := range []struct {
		action map[string]any
		want   string
	}{
		{map[string]any{"interaction": first, "inputs": days("2", "1")}, `a["2","1"]`},
		{map[string]any{"interaction": second, "inputs": days()}, `b[]`},
		{map[string]any{"interaction": open("c")}, `c["1"]`},
	} {
		if status, body := s.post("submit", test.action); status != 200 {
			t.Fatalf("%v: %d %s", test.action, status, body)
		}
		if got := app.submitted[len(app.submitted)-1]; got != test.want {
			t.Errorf("%v submits %s, want %s", test.action, got, test.want)
		}
	}
	if status, body := s.post("submit", nil); status != 422 {
		t.Errorf("a form is left: %d %s", status, body)
	}
}

// A changed description counts as a change of the commands.
func TestAChangedCommandIsSeen(t *testing.T) {
	s := newServed(t)
	app := newApplication(s)
	commands := func() string {
		var w worldView
		_, body := s.do("GET", "/api/world", "")
		if err := json.Unmarshal([]byte(body), &w); err != nil {
			t.Fatal(err)
		}
		return w.Commands
	}
	app.register(`[{"name":"a","description":"d"}]`)
	before := commands()
	if before != commands() {
		t.Error("they change by themselves")
	}
	app.register(`[{"name":"a","description":"other"}]`)
	if before == commands() {
		t.Error("the page does not see that they have changed")
	}
}

// Attached files cannot run, keep their media type, and are requested again each
// time.
func TestFilesAreHarmless(t *testing.T) {
	s := newServed(t)
	app := newApplication(s)
	const png = "\x89PNG\r\n\x1a\n"
	for _, test := range []struct{ name, contents, kind, disposition string }{
		{"a.png", png, "image/png", ""},
		{"a.html", "<script>alert(1)</script>", "text/html; charset=utf-8", "attachment"},
		{"a.svg", `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`, "image/svg+xml", "attachment"},
		{"a.md", "# a", "text/markdown; charset=utf-8", "attachment"},
	} {
		t.Run(test.name, func(t *testing.T) {
			body := "--b\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\r\n{}\r\n" +
				"--b\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"" + test.name + "\"\r\n\r\n" + test.contents + "\r\n--b--\r\n"
			var m sandbox.Message
			raw := app.do("POST", "/channels/"+s.world.Home+"/messages", strings.NewReader(body), "multipart/form-data; boundary=b")
			if err := json.Unmarshal([]byte(raw), &m); err != nil {
				t.Fatal(err)
			}
			response, got := s.do("GET", strings.TrimPrefix(m.Attachments[0].URL, "https://cdn.discordapp.com"), "")
			if response.StatusCode != 200 || got != test.contents {
				t.Errorf("%d %q", response.StatusCode, got)
			}
			for header, want := range map[string]string{
				"Content-Type": test.kind, "Content-Disposition": test.disposition, "X-Content-Type-Options": "nosniff",
				"Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "no-cache",
			} {
				if got := response.Header.Get(header); got != want {
					t.Errorf("%s is %q, want %q", header, got, want)
				}
			}
		})
	}
}
