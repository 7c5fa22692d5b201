package openapi

import (
	"encoding/json"
	"strings"
	"testing"

	"dojang/sandbox"
)

const (
	callback = "/api/v10/interactions/5/token/callback"
	messages = "/api/v10/channels/9/messages"
	commands = "/api/v9/applications/1/commands"
	original = "/api/v10/webhooks/1/token/messages/@original"
)

// button is an answer with a button.
func button(inside string) string {
	return `{"type":4,"data":{"flags":32768,"components":[{"type":17,"components":[{"type":1,"components":[{"type":2,"style":2,` + inside + `}]}]}]}}`
}

func TestCheck(t *testing.T) {
	for _, test := range []struct {
		name, method, path, body string
		files                    []string
		want                     string // how the error ends; "" is none
	}{
		{"a question", "GET", "/api/v10/gateway/bot", "", nil, ""},
		{"a question to version 9", "GET", "/api/v9/gateway/bot", "", nil, ""},
		{"a question of the query", "GET", messages + "?limit=100&after=123", "", nil, ""},
		{"an answer", "POST", callback, button(`"label":"Undo","custom_id":"1:undo"`), nil, ""},
		{"an answer with a file", "POST", callback, `{"type":4,"data":{"attachments":[{"id":"0","filename":"a.md"}]}}`, []string{"a.md"}, ""},
		{"a form", "POST", callback, `{"type":9,"data":{"custom_id":"1:x","title":"t","components":[{"type":18,"label":"l","component":{"type":4,"style":1,"custom_id":"c"}}]}}`, nil, ""},
		{"commands", "PUT", commands, `[{"name":"check","description":"d","options":[{"type":3,"name":"item","description":"d"}]}]`, nil, ""},

		{"another version", "GET", "/api/v8/gateway", "", nil, "is below neither /api/v9 nor /api/v10"},
		{"an unknown path", "GET", "/api/v10/guilds/7/emojis", "", nil, "404 page not found"},
		{"an unknown method", "PUT", "/api/v10/channels/9", "", nil, "Method Not Allowed"},
		{"no snowflake", "GET", "/api/v10/channels/@me", "", nil, `channel_id: '@me' does not match pattern '^(0|[1-9][0-9]*)$'`},
		{"an unknown parameter", "GET", messages + "?count=5", "", nil, "count: no such parameter"},
		{"a parameter over its limit", "GET", messages + "?limit=101", "", nil, "limit: maximum: got 101, want 100"},
		{"a parameter of a wrong type", "GET", messages + "?limit=all", "", nil, "limit: got string, want integer"},
		{"a body too much", "GET", "/api/v10/users/@me", "{}", nil, "a body is not asked for"},
		{"a body too few", "POST", messages, "", nil, "the body is missing"},
		{"files where none belong", "PUT", commands, `[]`, []string{"a.md"}, "a body of multipart/form-data is not asked for"},
		{"no JSON", "PATCH", original, `{"content":`, nil, "unexpected EOF"},
		{"a label over the limit", "POST", callback, button(`"custom_id":"1:undo","label":"` + strings.Repeat("가", 81) + `"`), nil,
			"body/data/components/0/components/0/components/0/label: maxLength: got 81, want 80"},
		{"a wrong type", "POST", callback, button(`"custom_id":7`), nil, "body/data/components/0/components/0/components/0/custom_id: got number, want null or string"},
		{"an unknown field", "POST", callback, button(`"custom_id":"1:x","colour":1`), nil,
			"body/data/components/0/components/0/components/0: additional properties 'colour' not allowed"},
		{"a field too few", "PUT", commands, `[{"name":"check","options":[{"type":3,"name":"item"}]}]`, nil, "body/0/options/0: missing property 'description'"},
		{"an unknown kind of answer", "POST", callback, `{"type":20}`, nil, "body/type: value must be one of 6, 7"},
		{"an unknown field of an edit", "PATCH", original, `{"nonce":"1"}`, nil, "body: additional properties 'nonce' not allowed"},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := Check(sandbox.Record{Method: test.method, Path: test.path, Request: json.RawMessage(test.body), Files: test.files})
			switch {
			case err == nil && test.want != "":
				t.Errorf("is valid, want: %s", test.want)
			case err != nil && (test.want == "" || !strings.HasSuffix(err.Error(), test.want)):
				t.Errorf("%v\nwant: %q", err, test.want)
			}
		})
	}
}

func TestFaultsAreOfRequestsToTheAPI(t *testing.T) {
	got := Faults([]sandbox.Record{
		{Over: "rest", Method: "GET", Path: "/api/v10/users/@me"},
		{Over: "gateway", From: "discord", Event: "READY"},
		{Over: "rest", Method: "GET", Path: "/ephemeral-attachments/1/2/checklist.md"},
		{Over: "rest", Method: "POST", Path: "/api/v10/users/@me"},
	})
	if len(got) != 1 || !strings.HasPrefix(got[0], "POST /users/@me: ") {
		t.Errorf("%q", got)
	}
}
