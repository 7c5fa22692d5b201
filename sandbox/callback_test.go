package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// demo is a set of commands of all kinds.
const demo = `[
	{"name":"check","name_localizations":{"ko":"체크"},"description":"d","options":[
		{"type":3,"name":"item","name_localizations":{"ko":"항목"},"description":"d","required":true,"autocomplete":true},
		{"type":3,"name":"link","name_localizations":{"ko":"링크"},"description":"d","max_length":30},
		{"type":4,"name":"count","description":"d","min_value":1,"max_value":10},
		{"type":10,"name":"share","description":"d"},
		{"type":5,"name":"quiet","description":"d"},
		{"type":6,"name":"member","description":"d"},
		{"type":7,"name":"channel","description":"d","channel_types":[0]},
		{"type":3,"name":"by","description":"d","choices":[{"name":"posts","name_localizations":{"ko":"글"},"value":"p"},{"name":"checks","value":"c"}]}]},
	{"name":"group","description":"d","options":[{"type":1,"name":"list","description":"d"},{"type":2,"name":"member","description":"d","options":[
		{"type":1,"name":"add","name_localizations":{"ko":"추가"},"description":"d","options":[{"type":6,"name":"user","description":"d","required":true}]}]}]},
	{"name":"digest","description":"d","default_member_permissions":"32"}]`

// invoke uses a command and returns what the application got.
func (b *bench) invoke(all *[]inbound, who string, command string, options ...string) inbound {
	b.t.Helper()
	if _, err := b.Slash(b.as(who), words(strings.Fields(command)...), inputs(options...)); err != nil {
		b.t.Fatalf("/%s: %v", command, err)
	}
	return b.last(all)
}

func (b *bench) last(all *[]inbound) inbound {
	b.t.Helper()
	if len(*all) == 0 {
		b.t.Fatal("no interaction was delivered")
	}
	return (*all)[len(*all)-1]
}

// answer sends a callback.
func (b *bench) answer(i inbound, body string) reply {
	b.t.Helper()
	return b.do("POST", "/interactions/"+i.ID+"/"+i.Token+"/callback", body)
}

// webhook is the path of the interaction's token; more is appended.
func (b *bench) webhook(i inbound, more string) string {
	return "/webhooks/" + b.Application() + "/" + i.Token + more
}

// effects lists the effects since the n-th in short.
func (b *bench) effectsSince(n int) []string {
	var lines []string
	all, _ := b.Effects(n)
	for _, e := range all {
		line := string(e.Kind)
		if e.Message != nil {
			line += fmt.Sprintf(" %q", e.Message.texts())
			if e.Message.Private() {
				line += " privately"
			}
		}
		if e.Action != "" {
			line += " for " + e.Action
		}
		lines = append(lines, line)
	}
	return lines
}

// The payloads are compared as a whole, since bots depend on them.
func TestInteractionPayloads(t *testing.T) {
	b := newBench(t)
	b.register(demo)
	all := b.received()
	payloads := map[string]json.RawMessage{}
	keep := func(name string) { payloads[name] = b.last(all).raw }

	check := b.invoke(all, "민수", "check", "item", "GIL", "count", "3", "share", "0.5", "quiet", "true", "member", "지원", "channel", "#잡담", "by", "글")
	keep("command")
	b.invoke(all, "Alex", "group member 추가", "user", "Mina")
	keep("subcommand in a group")
	if _, err := b.Complete(b.as("서연"), words("체크"), inputs("count", "2", "항목", "ㄱㅂ")); err != nil {
		t.Fatal(err)
	}
	keep("autocompletion")

	b.answer(check, `{"type":4,"data":{"content":"c","flags":64,"components":[
		{"type":1,"components":[{"type":2,"style":1,"label":"Undo","custom_id":"1:undo:x"}]},
		{"type":1,"components":[{"type":5,"custom_id":"1:who","max_values":2}]}]}}`)
	m := b.Visible(b.as("민수"))[0]
	if _, err := b.Press(b.as("민수"), m.ID, "1:undo:x"); err != nil {
		t.Fatal(err)
	}
	keep("button")
	press := b.last(all)
	if _, err := b.Choose(b.as("민수"), m.ID, "1:who", words("Alex", "@서연")); err != nil {
		t.Fatal(err)
	}
	keep("member menu")

	b.answer(press, `{"type":9,"data":{"custom_id":"1:link","title":"Add a link","components":[
		{"type":10,"content":"Share **what** you wrote."},
		{"type":18,"label":"Address","component":{"type":4,"custom_id":"link","style":1}},
		{"type":18,"label":"Kind","component":{"type":3,"custom_id":"kind","options":[{"label":"Post","value":"p"}],"required":false}},
		{"type":1,"components":[{"type":4,"custom_id":"title","style":1,"label":"Title","value":"GIL","required":false}]},
		{"type":18,"label":"Quiet","component":{"type":23,"custom_id":"quiet","default":true}}]}}`)
	if _, err := b.Submit(b.as("민수"), "", inputs("Address", "https://example.com/gil")); err != nil {
		t.Fatal(err)
	}
	keep("modal")
	b.wantFaults()

	raw, err := json.Marshal(payloads)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "interactions.json", indented(t, raw))
}

func TestAnswersByKind(t *testing.T) {
	answers := map[string]string{
		"message":         `{"type":4,"data":{"content":"c"}}`,
		"deferral":        `{"type":5}`,
		"deferred update": `{"type":6}`,
		"update":          `{"type":7,"data":{"content":"c"}}`,
		"choices":         `{"type":8,"data":{"choices":[{"name":"n","value":"v"}]}}`,
		"modal":           `{"type":9,"data":{"custom_id":"m","title":"t","components":[{"type":18,"label":"l","component":{"type":4,"custom_id":"i","style":1}}]}}`,
		"activity":        `{"type":12}`,
		"premium":         `{"type":10}`,
		"pong":            `{"type":1}`,
	}
	kinds := []struct {
		name  string
		begin func(b *bench, all *[]inbound) inbound
		may   []string
	}{
		{"command", func(b *bench, all *[]inbound) inbound { return b.invoke(all, "민수", "group list") }, []string{"message", "deferral", "modal"}},
		{"component", func(b *bench, all *[]inbound) inbound { return b.press(all) },
			[]string{"message", "deferral", "deferred update", "update", "modal"}},
		{"autocompletion", func(b *bench, all *[]inbound) inbound {
			if _, err := b.Complete(b.as("민수"), words("check"), inputs("item", "")); err != nil {
				b.t.Fatal(err)
			}
			return b.last(all)
		}, []string{"choices"}},
		{"modal of a command", func(b *bench, all *[]inbound) inbound {
			return b.submit(all, b.invoke(all, "민수", "group list"), answers["modal"])
		}, []string{"message", "deferral"}},
		{"modal of a component", func(b *bench, all *[]inbound) inbound { return b.submit(all, b.press(all), answers["modal"]) },
			[]string{"message", "deferral", "deferred update", "update"}},
	}
	for _, kind := range kinds {
		for _, name := range slices.Sorted(maps.Keys(answers)) {
			t.Run(kind.name+" by "+name, func(t *testing.T) {
				b := newBench(t)
				b.register(demo)
				got := b.answer(kind.begin(b, b.received()), answers[name])
				if slices.Contains(kind.may, name) {
					if got.status != 204 || len(got.body) != 0 {
						t.Errorf("got %d %s", got.status, got.body)
					}
					b.wantFaults()
					return
				}
				if got.status != 400 || got.code() != 50035 {
					t.Errorf("got %d %s", got.status, got.body)
				}
				b.wantFaults("type: Value must be one of")
			})
		}
	}
}

// press lets 민수 press the button of a message that is posted for it.
func (b *bench) press(all *[]inbound) inbound {
	b.t.Helper()
	var m Message
	b.do("POST", b.messagesPath(), `{"content":"c","components":[{"type":1,"components":[{"type":2,"style":1,"label":"b","custom_id":"b"}]}]}`).into(b.t, &m)
	if _, err := b.Press(b.as("민수"), m.ID, "b"); err != nil {
		b.t.Fatal(err)
	}
	return b.last(all)
}

// submit answers with a modal and submits it.
func (b *bench) submit(all *[]inbound, i inbound, modal string) inbound {
	b.t.Helper()
	b.answer(i, modal)
	if _, err := b.Submit(b.as("민수"), "", inputs("i", "text")); err != nil {
		b.t.Fatal(err)
	}
	return b.last(all)
}

func TestCallbackLimits(t *testing.T) {
	x := func(n int) string { return strings.Repeat("x", n) }
	modal := func(components string) string {
		return `{"type":9,"data":{"custom_id":"m","title":"t","components":` + components + `}}`
	}
	const input = `{"type":18,"label":"l","component":{"type":4,"custom_id":"i%d","style":1}}`
	tests := []struct{ name, answer, want string }{
		{"private", `{"type":4,"data":{"content":"c","flags":64}}`, ""},
		{"too long", `{"type":4,"data":{"content":"` + x(2001) + `"}}`, "data.content BASE_TYPE_MAX_LENGTH"},
		{"empty", `{"type":4}`, "50006"},
		{"components v2", `{"type":4,"data":{"flags":32832,"components":[{"type":10,"content":"t"}]}}`, ""},
		{"private deferral", `{"type":5,"data":{"flags":64}}`, ""},
		{"deferral with components v2", `{"type":5,"data":{"flags":32768}}`, "data.flags MESSAGE_FLAGS_INVALID"},
		{"reserved flag", `{"type":4,"data":{"content":"c","flags":128}}`, "data.flags MESSAGE_FLAGS_INVALID"},
		{"modal", modal(listOf(5, input)), ""},
		{"6 parts", modal(listOf(6, input)), "data.components BASE_TYPE_BAD_LENGTH"},
		{"no part", modal(`[]`), "data.components BASE_TYPE_BAD_LENGTH"},
		{"long title", `{"type":9,"data":{"custom_id":"m","title":"` + x(46) + `","components":` + listOf(1, input) + `}}`, "data.title BASE_TYPE_BAD_LENGTH"},
		{"no custom_id", `{"type":9,"data":{"title":"t","components":` + listOf(1, input) + `}}`, "data.custom_id BASE_TYPE_REQUIRED"},
		{"one custom_id twice", modal(`[{"type":18,"label":"l","component":{"type":4,"custom_id":"i","style":1}},{"type":18,"label":"l","component":{"type":4,"custom_id":"i","style":1}}]`), "data.components.1.component.custom_id COMPONENT_CUSTOM_ID_DUPLICATED"},
		{"long label", modal(`[{"type":18,"label":"` + x(46) + `","component":{"type":4,"custom_id":"i","style":1}}]`), "data.components.0.label BASE_TYPE_BAD_LENGTH"},
		{"button", modal(`[{"type":1,"components":[{"type":2,"style":1,"label":"b","custom_id":"b"}]}]`), "data.components.0.components.0.type UNION_TYPE_CHOICES"},
		{"two inputs in a row", modal(`[{"type":1,"components":[{"type":4,"custom_id":"i","style":1,"label":"l"},{"type":4,"custom_id":"j","style":1,"label":"l"}]}]`), "data.components.0.components BASE_TYPE_BAD_LENGTH"},
		{"input of old without a label", modal(`[{"type":1,"components":[{"type":4,"custom_id":"i","style":1}]}]`), "data.components.0.components.0.label BASE_TYPE_REQUIRED"},
		{"long value", modal(`[{"type":18,"label":"l","component":{"type":4,"custom_id":"i","style":1,"value":"` + x(4001) + `"}}]`), "data.components.0.component.value BASE_TYPE_MAX_LENGTH"},
		{"long placeholder", modal(`[{"type":18,"label":"l","component":{"type":4,"custom_id":"i","style":1,"placeholder":"` + x(101) + `"}}]`), "data.components.0.component.placeholder BASE_TYPE_MAX_LENGTH"},
		{"required menu with nothing to choose", modal(`[{"type":18,"label":"l","component":{"type":5,"custom_id":"i","min_values":0}}]`), "data.components.0.component.min_values NUMBER_TYPE_MIN"},
		{"disabled menu", modal(`[{"type":18,"label":"l","component":{"type":5,"custom_id":"i","disabled":true}}]`), "data.components.0.component.disabled MODAL_COMPONENT_DISABLED"},
		{"one radio button", modal(`[{"type":18,"label":"l","component":{"type":21,"custom_id":"i","options":[{"label":"a","value":"a"}]}}]`), "data.components.0.component.options BASE_TYPE_BAD_LENGTH"},
		{"section", modal(`[{"type":9,"components":[]}]`), "data.components.0.type UNION_TYPE_CHOICES"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			b.register(demo)
			i := b.invoke(b.received(), "민수", "group list")
			got := b.answer(i, test.answer)
			switch {
			case test.want == "" && got.status != 204, test.want == "50006" && got.code() != 50006:
				t.Errorf("got %d %s", got.status, got.body)
			case strings.Contains(test.want, " "):
				if diff := cmp.Diff([]string{test.want}, errorPlaces(t, got.body)); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			}
			if test.want != "" { // a refused answer is none: another one may follow
				if again := b.answer(i, `{"type":4,"data":{"content":"c"}}`); again.status != 204 {
					t.Errorf("a good answer afterwards: %d %s", again.status, again.body)
				}
			}
		})
	}
}

func TestChoicesLimits(t *testing.T) {
	tests := []struct {
		name, option, choices, want string
	}{
		{"25", "item", listOf(25, `{"name":"n%d","value":"v"}`), ""},
		{"26", "item", listOf(26, `{"name":"n%d","value":"v"}`), "data.choices BASE_TYPE_BAD_LENGTH"},
		{"none", "item", `[]`, ""},
		{"left out", "item", `null`, ""},
		{"empty name", "item", `[{"name":"","value":"v"}]`, "data.choices.0.name BASE_TYPE_REQUIRED"},
		{"long name", "item", `[{"name":"` + strings.Repeat("가", 101) + `","value":"v"}]`, "data.choices.0.name BASE_TYPE_BAD_LENGTH"},
		{"long value", "item", `[{"name":"n","value":"` + strings.Repeat("v", 101) + `"}]`, "data.choices.0.value BASE_TYPE_BAD_LENGTH"},
		{"number for a text", "item", `[{"name":"n","value":1}]`, "data.choices.0.value STRING_TYPE_CONVERT"},
		{"translated", "item", `[{"name":"n","name_localizations":{"ko":"이름"},"value":"v"}]`, ""},
		{"text for a number", "count", `[{"name":"n","value":"v"}]`, "data.choices.0.value NUMBER_TYPE_COERCE"},
		{"number for a number", "count", `[{"name":"n","value":7}]`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			b.register(strings.Replace(demo, `"name":"count"`, `"autocomplete":true,"name":"count"`, 1))
			all := b.received()
			if _, err := b.Complete(b.as("민수"), words("check"), inputs(test.option, "1")); err != nil {
				t.Fatal(err)
			}
			got := b.answer(b.last(all), `{"type":8,"data":{"choices":`+test.choices+`}}`)
			if test.want == "" {
				if got.status != 204 {
					t.Errorf("got %d %s", got.status, got.body)
				}
				return
			}
			if diff := cmp.Diff([]string{test.want}, errorPlaces(t, got.body)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestSecondAnswer(t *testing.T) {
	b := newBench(t)
	b.register(demo)
	i := b.invoke(b.received(), "민수", "group list")
	const body = `{"type":4,"data":{"content":"c"}}`
	b.answer(i, body)
	if got := b.answer(i, body); got.status != 400 || got.code() != 40060 {
		t.Errorf("got %d %s", got.status, got.body)
	}
	b.wantFaults("POST /interactions/{interaction}/{token}/callback: 400 40060")
	if n := len(b.Visible(b.as("민수"))); n != 1 {
		t.Errorf("%d messages", n)
	}
}

func TestLateAnswer(t *testing.T) {
	tests := []struct {
		name   string
		after  time.Duration
		status int
		fault  []string
	}{
		{"just in time", AnswerLimit - time.Millisecond, 204, nil},
		{"too late", AnswerLimit, 404, []string{"the application did not respond to /group list", "404 10062"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			b.register(demo)
			i := b.invoke(b.received(), "민수", "group list")
			b.pass(test.after)
			if got := b.answer(i, `{"type":4,"data":{"content":"c"}}`); got.status != test.status {
				t.Errorf("got %d %s", got.status, got.body)
			}
			b.wantFaults(test.fault...)
		})
	}
}

// The member sees the failure after three seconds even if no response ever comes.
func TestNoAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		b.register(demo)
		all := b.received()
		i, err := b.Slash(b.as("민수"), words("group", "list"), nil)
		if err != nil {
			t.Fatal(err)
		}
		select {
		case <-i.Done():
			t.Error("the member did not wait for three seconds")
		case <-time.After(AnswerLimit - time.Nanosecond):
		}
		<-i.Done()
		if diff := cmp.Diff([]string{"unanswered for /group list"}, b.effectsSince(0)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if got := b.do("PATCH", b.webhook(b.last(all), "/messages/@original"), `{"content":"c"}`); got.code() != 10015 {
			t.Errorf("an edit afterwards: %d %s", got.status, got.body)
		}
	})
}

func TestTokens(t *testing.T) {
	b := newBench(t)
	b.register(demo)
	b.auth = "" // none of these endpoints needs the bot's token
	i := b.invoke(b.received(), "민수", "group list")
	const message = `{"content":"c"}`
	if got := b.do("POST", b.webhook(i, ""), message); got.status != 404 || got.code() != 10015 {
		t.Errorf("a follow-up before the answer: %d %s", got.status, got.body)
	}
	if got := b.do("POST", "/interactions/"+i.ID+"/other/callback", `{"type":5}`); got.code() != 10062 {
		t.Errorf("a foreign token: %d %s", got.status, got.body)
	}
	if got := b.do("POST", "/webhooks/1/"+i.Token, message); got.code() != 10015 {
		t.Errorf("a foreign application: %d %s", got.status, got.body)
	}
	if got := b.do("POST", "/webhooks/"+b.Application()+"/other", message); got.status != 401 || got.code() != 50027 {
		t.Errorf("an unknown token: %d %s", got.status, got.body)
	}
	b.answer(i, `{"type":4,"data":{"content":"c"}}`)
	if err := b.clock.Advance(start.Add(tokenLifetime - time.Second)); err != nil {
		t.Fatal(err)
	}
	if got := b.do("POST", b.webhook(i, ""), message); got.status != 200 {
		t.Errorf("a follow-up in time: %d %s", got.status, got.body)
	}
	if err := b.clock.Advance(start.Add(tokenLifetime)); err != nil {
		t.Fatal(err)
	}
	if got := b.do("PATCH", b.webhook(i, "/messages/@original"), message); got.status != 401 || got.code() != 50027 {
		t.Errorf("an edit after 15 minutes: %d %s", got.status, got.body)
	}
	for _, line := range b.Faults() {
		if strings.Contains(line, i.Token) {
			t.Errorf("a fault tells the token: %s", line)
		}
	}
}

func TestDeferral(t *testing.T) {
	tests := []struct {
		name         string
		flags        int
		method, path string
		body         string
		want         []string // the effects
		left         int      // messages that 민수 sees
	}{
		{"ended by an edit", 0, "PATCH", "/messages/@original", `{"content":"c"}`, []string{`thinking "" for /group list`, `posted "c" for /group list`}, 1},
		{"ended privately", 64, "PATCH", "/messages/@original", `{"content":"c"}`, []string{`thinking "" privately for /group list`, `posted "c" privately for /group list`}, 1},
		{"made of components v2 by the edit", 0, "PATCH", "/messages/@original", `{"flags":32768,"components":[{"type":10,"content":"c"}]}`, []string{`thinking "" for /group list`, `posted "\nc" for /group list`}, 1},
		{"ended by a follow-up, of old", 64, "POST", "", `{"content":"c"}`, []string{`thinking "" privately for /group list`, `posted "c" privately for /group list`}, 1},
		{"taken back", 0, "DELETE", "/messages/@original", ``, []string{`thinking "" for /group list`, `deleted "" for /group list`}, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			b.register(demo)
			all := b.received()
			waiting, err := b.Slash(b.as("민수"), words("group", "list"), nil)
			if err != nil {
				t.Fatal(err)
			}
			i := b.last(all)
			b.answer(i, fmt.Sprintf(`{"type":5,"data":{"flags":%d}}`, test.flags))
			select {
			case <-waiting.Done():
				t.Error("the member waits no longer although the answer is deferred")
			default:
			}
			if got := b.do(test.method, b.webhook(i, test.path), test.body); got.status >= 300 {
				t.Errorf("got %d %s", got.status, got.body)
			}
			select {
			case <-waiting.Done():
			default:
				t.Error("the member still waits")
			}
			if diff := cmp.Diff(test.want, b.effectsSince(0)); diff != "" {
				t.Errorf("effects (-want +got):\n%s", diff)
			}
			if n := len(b.Visible(b.as("민수"))); n != test.left {
				t.Errorf("%d messages", n)
			}
			b.wantFaults()
		})
	}
}

// A private message exists only for its member and for the interaction's token.
func TestPrivateMessages(t *testing.T) {
	b := newBench(t)
	b.register(demo)
	i := b.invoke(b.received(), "민수", "group list")
	var made struct {
		Interaction map[string]any
		Resource    struct {
			Type    int
			Message Message
		}
	}
	b.do("POST", "/interactions/"+i.ID+"/"+i.Token+"/callback?with_response=true", `{"type":4,"data":{"content":"c","flags":64}}`).into(t, &made)
	m := made.Resource.Message
	want := map[string]any{"id": i.ID, "type": 2.0, "response_message_id": m.ID, "response_message_loading": false, "response_message_ephemeral": true}
	if diff := cmp.Diff(want, made.Interaction); diff != "" {
		t.Errorf("the interaction in the response (-want +got):\n%s", diff)
	}
	if n := len(b.Visible(b.as("Alex"))); n != 0 {
		t.Errorf("Alex sees %d messages", n)
	}
	if got := b.do("GET", b.messagesPath(), ""); string(got.body) != "[]" {
		t.Errorf("over the channel: %d %s", got.status, got.body)
	}
	for _, name := range []string{"@original", m.ID} {
		if got := b.do("PATCH", b.webhook(i, "/messages/"+name), `{"content":"c"}`); got.status != 200 {
			t.Errorf("over the token as %s: %d %s", name, got.status, got.body)
		}
	}
	if err := b.Dismiss(b.as("민수"), m.ID); err != nil {
		t.Error(err)
	}
	if n := len(b.Visible(b.as("민수"))); n != 0 {
		t.Errorf("after dismissing, 민수 sees %d messages", n)
	}
	b.wantFaults()
}

func TestFollowUps(t *testing.T) {
	b := newBench(t)
	b.register(demo)
	i := b.invoke(b.received(), "민수", "group list")
	b.answer(i, `{"type":4,"data":{"content":"first"}}`)
	original := b.Visible(b.as("민수"))[0]
	var m Message
	b.do("POST", b.webhook(i, ""), `{"content":"second","flags":64}`).into(t, &m)
	if m.Reference == nil || m.Reference.MessageID != original.ID || m.InteractionMetadata["original_response_message_id"] != original.ID {
		t.Errorf("the follow-up refers to %+v, %v", m.Reference, m.InteractionMetadata)
	}
	if got := b.do("PATCH", b.webhook(i, "/messages/"+m.ID), `{"content":"changed"}`); got.status != 200 {
		t.Errorf("editing: %d %s", got.status, got.body)
	}
	if got := b.do("DELETE", b.webhook(i, "/messages/"+m.ID), ""); got.status != 204 {
		t.Errorf("deleting: %d %s", got.status, got.body)
	}
	if got := b.do("DELETE", b.webhook(i, "/messages/@original"), ""); got.status != 204 {
		t.Errorf("deleting the original: %d %s", got.status, got.body)
	}
	if got := b.do("PATCH", b.webhook(i, "/messages/@original"), `{"content":"x"}`); got.code() != 10008 {
		t.Errorf("editing what is deleted: %d %s", got.status, got.body)
	}
	want := []string{
		`posted "first" for /group list`, `posted "second" privately for /group list`, `edited "changed" privately for /group list`,
		`deleted "changed" privately for /group list`, `deleted "first" for /group list`,
	}
	if diff := cmp.Diff(want, b.effectsSince(0)); diff != "" {
		t.Errorf("effects (-want +got):\n%s", diff)
	}
	b.wantFaults()
}

// An update changes the message with the button; a deferred one does so by a
// later edit of @original, and nobody sees anything until then.
func TestUpdates(t *testing.T) {
	b := newBench(t)
	all := b.received()
	i := b.press(all)
	b.answer(i, `{"type":7,"data":{"content":"updated"}}`)
	j := b.press(all)
	b.answer(j, `{"type":6}`)
	b.do("PATCH", b.webhook(j, "/messages/@original"), `{"content":"later","components":[]}`)
	want := []string{`posted "c\n\n"`, `edited "updated\n\n" for [b]`, `posted "c\n\n"`, `edited "later" for [b]`}
	if diff := cmp.Diff(want, b.effectsSince(0)); diff != "" {
		t.Errorf("effects (-want +got):\n%s", diff)
	}
	b.wantFaults()
}

// A second callback is not a fault if the confirmation of the first was lost.
func TestAnswerWithoutConfirmation(t *testing.T) {
	b := newBench(t)
	b.register(demo)
	i := b.invoke(b.received(), "민수", "group list")
	b.Disturb(once(&Trouble{Effect: true, Status: 500}))
	const body = `{"type":4,"data":{"content":"c"}}`
	if got := b.answer(i, body); got.status != 500 {
		t.Errorf("got %d", got.status)
	}
	if got := b.answer(i, body); got.code() != 40060 {
		t.Errorf("the repeat: %d %s", got.status, got.body)
	}
	if n := len(b.Visible(b.as("민수"))); n != 1 {
		t.Errorf("%d messages", n)
	}
	b.wantFaults()
}

func TestDuplicate(t *testing.T) {
	b := newBench(t)
	b.register(demo)
	all := b.received()
	b.Gateway().Duplicate()
	b.invoke(all, "민수", "group list")
	b.invoke(all, "민수", "group list")
	if len(*all) != 3 || (*all)[0].ID != (*all)[1].ID || (*all)[1].ID == (*all)[2].ID {
		t.Errorf("got %d interactions", len(*all))
	}
}

// Every part of a modal that can be filled in by text is, and what is not
// named keeps its default.
func TestModalParts(t *testing.T) {
	const modal = `{"type":9,"data":{"custom_id":"m","title":"t","components":[
		{"type":18,"label":"Who","component":{"type":5,"custom_id":"who","max_values":2}},
		{"type":18,"label":"Where","component":{"type":8,"custom_id":"where","required":false}},
		{"type":18,"label":"Kind","component":{"type":21,"custom_id":"kind","required":false,"options":[{"label":"Post","value":"p"},{"label":"Talk","value":"t","default":true}]}},
		{"type":18,"label":"Days","component":{"type":22,"custom_id":"days","options":[{"label":"Mon","value":"1"},{"label":"Tue","value":"2"}]}},
		{"type":18,"label":"Quiet","component":{"type":23,"custom_id":"quiet","default":true}}]}}`
	tests := []struct {
		name   string
		inputs []string
		want   string // the values in order, or the mistake
	}{
		{"defaults", []string{"who", "지원", "days", "Mon"}, `[지원] [] "t" ["1"] true`},
		{"all", []string{"who", "지원", "who", "@Mina", "where", "#잡담", "kind", "Post", "days", "Mon", "days", "Tue", "quiet", "false"}, `[지원 Mina] [잡담] "p" ["1","2"] false`},
		{"nothing", []string{"who", "지원", "where", "", "kind", "", "days", "Mon", "quiet", ""}, `[지원] [] null ["1"] false`},
		{"nothing where something has to be", []string{"who", "지원", "days", ""}, "1 to 2 can be chosen here, not 0"},
		{"nobody", []string{"days", "Mon"}, "1 to 2 can be chosen here, not 0"},
		{"too many", []string{"who", "지원", "who", "Mina", "who", "Jun"}, "1 to 2 can be chosen here, not 3"},
		{"no such channel", []string{"who", "지원", "where", "#없음"}, `no channel "#없음" to choose; there are #공부방, #잡담`},
		{"no such option", []string{"who", "지원", "kind", "Book"}, `no option "Book"; there are Post, Talk`},
		{"neither true nor false", []string{"who", "지원", "days", "Mon", "quiet", "yes"}, `the field "quiet" is true or false, not "yes"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			b.register(demo)
			all := b.received()
			if got := b.answer(b.invoke(all, "민수", "group list"), modal); got.status != 204 {
				t.Fatalf("got %d %s", got.status, got.body)
			}
			if b.OpenModal(b.ids["민수"]) == nil || b.OpenModal(b.ids["지원"]) != nil {
				t.Fatal("the modal is not open for 민수 alone")
			}
			if _, err := b.Submit(b.as("민수"), "", inputs(test.inputs...)); err != nil {
				if err.Error() != test.want {
					t.Errorf("got %q", err)
				}
				return
			}
			var got struct {
				Data struct {
					Components []struct {
						Component struct{ Value, Values json.RawMessage }
					}
				}
			}
			if err := json.Unmarshal(b.last(all).raw, &got); err != nil {
				t.Fatal(err)
			}
			var values []string
			for _, c := range got.Data.Components {
				values = append(values, string(c.Component.Value)+string(c.Component.Values))
			}
			named := strings.Join(values, " ")
			for name, id := range b.ids {
				named = strings.ReplaceAll(named, `"`+id+`"`, name)
			}
			for _, c := range b.Channels(b.guild) {
				named = strings.ReplaceAll(named, `"`+c.ID+`"`, c.Name)
			}
			if named = strings.ReplaceAll(named, "지원,Mina", "지원 Mina"); named != test.want {
				t.Errorf("got %s, want %s", named, test.want)
			}
			b.answer(b.last(all), `{"type":4,"data":{"content":"taken"}}`)
			if b.CloseModal(b.ids["민수"], "") {
				t.Error("the modal is still open")
			}
		})
	}
}

func TestActsThatCannotBe(t *testing.T) {
	b := newBench(t)
	var m Message
	b.do("POST", b.messagesPath(), `{"content":"c","components":[{"type":1,"components":[{"type":2,"style":1,"label":"b","custom_id":"b"}]},{"type":1,"components":[{"type":3,"custom_id":"m","options":[{"label":"a","value":"a"}]}]}]}`).into(t, &m)
	tests := []struct {
		name string
		act  func() error
		want string
	}{
		{"no such channel", func() error { _, err := b.Press(Actor{b.ids["민수"], "1"}, m.ID, "b"); return err }, "there is no channel 1"},
		{"a stranger", func() error { _, err := b.Press(Actor{"1", b.home}, m.ID, "b"); return err }, "1 is no member of 파이썬 도장"},
		{"no such message", func() error { _, err := b.Press(b.as("민수"), "1", "b"); return err }, "the message is not there"},
		{"no such button", func() error { _, err := b.Press(b.as("민수"), m.ID, "x"); return err }, `the message has no component "x"`},
		{"a menu pressed", func() error { _, err := b.Press(b.as("민수"), m.ID, "m"); return err }, `the component "m" is no button`},
		{"a button chosen from", func() error { _, err := b.Choose(b.as("민수"), m.ID, "b", nil); return err }, `the component "b" is no menu`},
		{"a public message dismissed", func() error { return b.Dismiss(b.as("민수"), m.ID) }, "only private messages can be dismissed"},
		{"a message dismissed that is not there", func() error { return b.Dismiss(b.as("민수"), "1") }, "the message is not there"},
		{"no modal", func() error { _, err := b.Submit(b.as("민수"), "", nil); return err }, "no modal is open for 민수"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if err := test.act(); err == nil || err.Error() != test.want {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Each client of a member has a modal of its own.
func TestModalsOfTwoClients(t *testing.T) {
	b := newBench(t)
	b.register(demo)
	all := b.received()
	open := func(id string) string {
		i := b.invoke(all, "민수", "group list")
		b.answer(i, `{"type":9,"data":{"custom_id":"`+id+`","title":"t","components":[{"type":1,"components":[{"type":4,"custom_id":"i","style":1,"label":"l"}]}]}}`)
		return i.ID
	}
	submit := func(who, opener, text string) error {
		_, err := b.Submit(b.as(who), opener, inputs("i", text))
		if err == nil {
			b.answer(b.last(all), `{"type":4,"data":{"content":"taken"}}`)
		}
		return err
	}
	submitted := func() string {
		var sent struct {
			Data struct {
				CustomID   string `json:"custom_id"`
				Components []struct{ Components []struct{ Value string } }
			}
		}
		reply{body: b.last(all).raw}.into(t, &sent)
		return sent.Data.CustomID + " " + sent.Data.Components[0].Components[0].Value
	}
	first, second, third := open("a"), open("b"), open("c")
	if err := submit("Alex", first, "x"); !isCoded(err, NoModal) {
		t.Errorf("another's modal is submitted: %v", err)
	}
	if b.CloseModal(b.ids["Alex"], first) {
		t.Error("another's modal is closed")
	}
	for _, test := range []struct{ opener, text, want string }{{first, "for a", "a for a"}, {"", "for the latest", "c for the latest"}, {second, "for b", "b for b"}} {
		if err := submit("민수", test.opener, test.text); err != nil || submitted() != test.want {
			t.Errorf("%v: submitted %q, want %q", err, submitted(), test.want)
		}
	}
	for _, opener := range []string{first, second, third, ""} {
		if err := submit("민수", opener, "again"); !isCoded(err, NoModal) {
			t.Errorf("a modal is submitted that was answered: %v", err)
		}
	}
	opener := open("d")
	if !b.CloseModal(b.ids["민수"], opener) || b.CloseModal(b.ids["민수"], opener) {
		t.Error("a modal is not closed once")
	}
	b.wantFaults()
}

// isCoded reports whether the error is a mistake with the code.
func isCoded(err error, code string) bool {
	m, ok := errors.AsType[*Mistake](err)
	return ok && m.Code == code
}

// A form whose submission got no response stays open and can be submitted again.
func TestAModalIsSubmittedAgain(t *testing.T) {
	b := newBench(t)
	b.register(demo)
	all := b.received()
	i := b.invoke(all, "민수", "group list")
	b.answer(i, `{"type":9,"data":{"custom_id":"m","title":"t","components":[{"type":1,"components":[{"type":4,"custom_id":"i","style":1,"label":"l"}]}]}}`)
	if _, err := b.Submit(b.as("민수"), i.ID, inputs("i", "text")); err != nil {
		t.Fatal(err)
	}
	b.pass(4 * time.Second)
	if got := b.answer(b.last(all), `{"type":4,"data":{"content":"late"}}`); got.code() != 10062 {
		t.Errorf("a late answer: %d %s", got.status, got.body)
	}
	if _, err := b.Submit(b.as("민수"), i.ID, inputs("i", "text")); err != nil {
		t.Fatalf("submitting it again: %v", err)
	}
	if (*all)[1].ID == (*all)[2].ID || b.answer((*all)[2], `{"type":4,"data":{"content":"c"}}`).status != 204 {
		t.Error("the second submission is not one of its own")
	}
	if b.OpenModal(b.ids["민수"]) != nil {
		t.Error("the modal is open after it was answered")
	}
}

// A menu that accepts no values can be cleared.
func TestNothingIsChosen(t *testing.T) {
	b := newBench(t)
	b.do("POST", b.messagesPath(), `{"content":"c","components":[
		{"type":1,"components":[{"type":3,"custom_id":"one","options":[{"label":"a","value":"a","default":true}]}]},
		{"type":1,"components":[{"type":3,"custom_id":"none","min_values":0,"options":[{"label":"b","value":"b","default":true}]}]}]}`)
	m := b.Visible(b.as("민수"))[0]
	all := b.received()
	values := func() string {
		t.Helper()
		var sent struct {
			Data struct {
				CustomID string `json:"custom_id"`
				Values   json.RawMessage
			}
		}
		reply{body: b.last(all).raw}.into(t, &sent)
		return sent.Data.CustomID + string(sent.Data.Values)
	}
	for _, nothing := range [][]Word{nil, words("")} {
		if _, err := b.Choose(b.as("민수"), m.ID, "none", nothing); err != nil || values() != "none[]" {
			t.Errorf("%v: chosen is %s", err, values())
		}
	}
	if _, err := b.Choose(b.as("민수"), m.ID, "one", nil); err == nil || err.Error() != "1 to 1 can be chosen here, not 0" {
		t.Errorf("of a menu that takes one, none: %v", err)
	}
}
