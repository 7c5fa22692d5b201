package sandbox

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRouting(t *testing.T) {
	tests := []struct {
		name, method, path string
		agent, auth        string // instead of good ones
		status, code       int
		fault              string
	}{
		{"gateway", "GET", "/gateway", "", "none", 200, -1, ""},
		{"gateway for bots", "GET", "/gateway/bot", "", "", 200, -1, ""},
		{"me", "GET", "/users/@me", "", "", 200, -1, ""},
		{"application", "GET", "/applications/@me", "", "", 200, -1, ""},
		{"version 9", "GET", "https://discord.com/api/v9/users/@me", "", "", 200, -1, ""},
		{"old version", "GET", "https://discord.com/api/v8/users/@me", "", "", 400, 50041, "Invalid API version"},
		{"no version", "GET", "https://discord.com/api/users/@me", "", "", 400, 50041, "Invalid API version"},
		{"elsewhere", "GET", "https://discord.com/login", "", "", 404, 0, "404: Not Found"},
		{"unknown endpoint", "GET", "/users/@me/guilds", "", "", 404, 0, "GET /api/v10/users/@me/guilds: 404 0"},
		{"wrong method", "DELETE", "/gateway", "", "", 405, 0, "405"},
		{"no token", "GET", "/users/@me", "", "none", 401, 0, "401: Unauthorized"},
		{"wrong token", "GET", "/users/@me", "", "Bot abc", 401, 0, "401: Unauthorized"},
		{"browser", "GET", "/users/@me", "Mozilla/5.0", "", 403, 40333, "Cloudflare"},
		{"library without a version", "GET", "/users/@me", "DiscordBot", "", 403, 40333, "Cloudflare"},
		{"library with more", "GET", "/users/@me", "DiscordBot (https://x.y, 1) Go/1.26", "", 200, -1, ""},
		{"no snowflake", "GET", "/channels/home", "", "", 400, 50035, `"home" is not snowflake`},
		{"unknown channel", "GET", "/channels/1", "", "", 404, 10003, ""},
		{"unknown guild", "GET", "/guilds/1", "", "", 404, 10004, ""},
		{"foreign application", "PUT", "/applications/1/commands", "", "", 403, 20012, "20012"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			if test.agent != "" {
				b.agent = test.agent
			}
			if test.auth != "" {
				b.auth = strings.TrimPrefix(test.auth, "none")
			}
			got := b.do(test.method, test.path, "")
			if got.status != test.status || got.code() != test.code {
				t.Errorf("got %d %d %s", got.status, got.code(), got.body)
			}
			if test.fault == "" {
				b.wantFaults()
			} else {
				b.wantFaults(test.fault)
			}
		})
	}
}

func TestBodies(t *testing.T) {
	tests := []struct {
		name, kind, body string
		status, code     int
		fault            string
	}{
		{"no JSON", "application/json", `{"content":`, 400, 50109, "50109"},
		{"two values", "application/json", `{"content":"a"}{}`, 400, 50109, "50109"},
		{"no object", "application/json", `["a"]`, 400, 50035, "Only dictionaries"},
		{"wrong type of content", "text/plain", `{"content":"a"}`, 400, 50035, "Content-Type"},
		{"unknown field", "application/json", `{"content":"a","colour":1}`, 200, -1, "nobody reads the field colour"},
		{"unknown nested field", "application/json", `{"content":"a","allowed_mentions":{"parse":[],"colour":1}}`, 200, -1, "nobody reads the field allowed_mentions.colour"},
		{"broken multipart", "multipart/form-data; boundary=x", "--x\r\nnothing", 400, 50109, "50109"},
		{"null is absence", "application/json", `{"content":"a","components":null,"allowed_mentions":null,"nonce":null}`, 200, -1, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			got, err := b.try("POST", "/channels/"+b.home+"/messages", test.kind, []byte(test.body))
			if err != nil {
				t.Fatal(err)
			}
			if got.status != test.status || got.status >= 400 && got.code() != test.code {
				t.Errorf("got %d %s", got.status, got.body)
			}
			if test.fault == "" {
				b.wantFaults()
			} else {
				b.wantFaults(test.fault)
			}
		})
	}
}

func TestTooLargeBody(t *testing.T) {
	b := newBench(t)
	got := b.do("POST", "/channels/"+b.home+"/messages", strings.Repeat(" ", maxRequestBytes+1))
	if got.status != http.StatusRequestEntityTooLarge || got.code() != 40005 {
		t.Errorf("got %d %s", got.status, got.body)
	}
	b.wantFaults("40005")
}

// The shape of form errors is the one of the documentation's examples.
func TestFormErrors(t *testing.T) {
	b := newBench(t)
	got := b.do("POST", "/channels/"+b.home+"/messages", `{
		"content": "x", "components": [{"type": 1, "components": [{"type": 2, "style": 9, "label": "a"}, {"type": 2}]}], "tts": "no"
	}`)
	var body any
	got.into(t, &body)
	problem := func(code, message string) any {
		return map[string]any{"_errors": []any{map[string]any{"code": code, "message": message}}}
	}
	want := map[string]any{
		"code": float64(50035), "message": "Invalid Form Body",
		"errors": map[string]any{
			"tts": problem("BOOLEAN_TYPE_CONVERT", "Must be either true or false."),
			"components": map[string]any{"0": map[string]any{"components": map[string]any{
				"0": map[string]any{"style": problem("BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6).")},
				"1": map[string]any{"style": problem("BASE_TYPE_REQUIRED", "This field is required")},
			}}},
		},
	}
	if diff := cmp.Diff(want, body); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	b.wantFaults("POST /channels/{channel}/messages: 400 50035 Invalid Form Body; tts: Must be either true or false.; components.0.components.0.style: ")
}

func TestGuildObjects(t *testing.T) {
	b := newBench(t)
	thread := b.AddThread(b.home, "질문")
	if err := b.Nick(b.guild, b.ids["Alex"], "Al"); err != nil {
		t.Fatal(err)
	}
	objects := map[string]json.RawMessage{}
	for _, path := range []string{
		"/users/@me", "/guilds/" + b.guild, "/guilds/" + b.guild + "/roles",
		"/guilds/" + b.guild + "/members/" + b.ids["Alex"], "/channels/" + b.home, "/channels/" + thread,
	} {
		objects[path] = b.do("GET", path, "").body
	}
	raw, err := json.Marshal(objects)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "objects.json", indented(t, raw))
	if got := b.do("GET", "/guilds/"+b.guild+"/members/1", ""); got.code() != 10007 {
		t.Errorf("a stranger: %d %s", got.status, got.body)
	}
	b.wantFaults()
}

// Any JSON is either accepted or refused: the sandbox does not panic, and every
// body that its shapes accept can be decoded.
func FuzzBodies(f *testing.F) {
	for _, seed := range []string{
		`{"content":"a","allowed_mentions":{"parse":["users"]}}`,
		`{"flags":32768,"components":[{"type":17,"components":[{"type":9,"components":[{"type":10,"content":"t"}],"accessory":{"type":2,"style":1,"label":"l","custom_id":"c"}}]}]}`,
		`{"content":"a","components":[{"type":1,"components":[{"type":3,"custom_id":"m","min_values":1,"options":[{"label":"a","value":"b"}]}]}],"nonce":1,"enforce_nonce":true}`,
		`{"type":9,"data":{"custom_id":"m","title":"t","components":[{"type":18,"label":"l","component":{"type":4,"custom_id":"i","style":1}}]}}`,
		`{"type":4,"data":{"content":"a","flags":64,"attachments":[{"id":"0"}]}}`, `{"type":5,"data":{"flags":64}}`,
		`{"name":"check","description":"d","options":[{"type":3,"name":"item","description":"d","choices":[{"name":"n","value":"v"}]}],"default_member_permissions":"32"}`,
		`[{"name":"a","description":"b","options":[{"type":2,"name":"g","description":"d","options":[{"type":1,"name":"s","description":"d"}]}]}]`,
		`[]`, `null`, `{"content":null}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		b := newBench(t)
		b.register(demo)
		i := b.invoke(b.received(), "민수", "group list")
		for _, request := range [][2]string{
			{"POST", b.messagesPath()}, {"PUT", b.commandsPath()},
			{"POST", "/interactions/" + i.ID + "/" + i.Token + "/callback"}, {"PATCH", b.webhook(i, "/messages/@original")}, {"POST", b.webhook(i, "")},
		} {
			if got := b.do(request[0], request[1], body); got.status >= 500 || !json.Valid(got.body) && len(got.body) > 0 {
				t.Errorf("%s %s %q: %d %s", request[0], request[1], body, got.status, got.body)
			}
		}
	})
}
