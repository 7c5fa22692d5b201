package sandbox

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dojang/sandbox/schema"
)

// commandsPath is where the global commands are.
func (b *bench) commandsPath() string { return "/applications/" + b.Application() + "/commands" }

// register makes the commands the only global ones.
func (b *bench) register(commands string) {
	b.t.Helper()
	if got := b.do("PUT", b.commandsPath(), commands); got.status != 200 {
		b.t.Fatalf("registering: %d %s", got.status, got.body)
	}
}

// errorPlaces lists where the form errors of a reply are, with their codes.
func errorPlaces(t *testing.T, raw []byte) []string {
	t.Helper()
	var body struct {
		Code   int            `json:"code"`
		Errors map[string]any `json:"errors"`
	}
	if err := json.Unmarshal(raw, &body); err != nil {
		t.Fatal(err)
	}
	var places []string
	var down func(path string, v any)
	down = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for key, inner := range v {
				down(strings.TrimPrefix(path+"."+key, "."), inner)
			}
		case []any:
			for _, e := range v {
				places = append(places, strings.TrimSuffix(strings.TrimSuffix(path, "_errors"), ".")+" "+fmt.Sprint(e.(map[string]any)["code"]))
			}
		}
	}
	down("", body.Errors)
	return places
}

// commandOfSize is a command that counts n characters in all, for an n of some
// thousands.
func commandOfSize(n int) string {
	const option, value = len("o00") + len("d"), len("v00")
	n -= len("n") + len("d") + 25*option
	var options []string
	for i := range 25 {
		var choices []string
		for j := 0; j < 25 && n > 0; j++ {
			name := fmt.Sprintf("%02d", j) + strings.Repeat("x", min(98, n-value-len("00")))
			choices = append(choices, fmt.Sprintf(`{"name":%q,"value":"v%02d"}`, name, j))
			n -= len(name) + value
		}
		options = append(options, fmt.Sprintf(`{"type":3,"name":"o%02d","description":"d","choices":[%s]}`, i, strings.Join(choices, ",")))
	}
	return `{"name":"n","description":"d","options":[` + strings.Join(options, ",") + `]}`
}

func TestCommandLimits(t *testing.T) {
	long := func(n int) string { return strings.Repeat("a", n) }
	repeat := func(n int, format string) string {
		var parts []string
		for i := range n {
			parts = append(parts, fmt.Sprintf(format, i))
		}
		return "[" + strings.Join(parts, ",") + "]"
	}
	option := func(more string) string {
		return `{"name":"a","description":"b","options":[{"name":"o","description":"d",` + more + `}]}`
	}
	tests := []struct {
		name, command, want string // want is a place and a code, or "" for a good command
	}{
		{"plain", `{"name":"check","description":"Ticks an item off"}`, ""},
		{"hangul", `{"name":"체크","description":"항목을 체크해요"}`, ""},
		{"thai and devanagari", `{"name":"ก็","description":"b","options":[{"type":3,"name":"हिन्दी","description":"b"}]}`, ""},
		{"no name", `{"description":"b"}`, "name BASE_TYPE_REQUIRED"},
		{"empty name", `{"name":"","description":"b"}`, "name BASE_TYPE_REQUIRED"},
		{"upper case", `{"name":"Check","description":"b"}`, "name APPLICATION_COMMAND_INVALID_NAME"},
		{"space", `{"name":"check it","description":"b"}`, "name APPLICATION_COMMAND_INVALID_NAME"},
		{"long name", `{"name":"` + long(33) + `","description":"b"}`, "name BASE_TYPE_BAD_LENGTH"},
		{"longest name in hangul", `{"name":"` + strings.Repeat("가", 32) + `","description":"b"}`, ""},
		{"no description", `{"name":"a"}`, "description BASE_TYPE_REQUIRED"},
		{"long description", `{"name":"a","description":"` + long(101) + `"}`, "description BASE_TYPE_BAD_LENGTH"},
		{"unknown locale", `{"name":"a","description":"b","name_localizations":{"en":"a"}}`, "name_localizations.en BASE_TYPE_CHOICES"},
		{"bad translation", `{"name":"a","description":"b","name_localizations":{"ko":"가 나"}}`, "name_localizations.ko APPLICATION_COMMAND_INVALID_NAME"},
		{"long translation", `{"name":"a","description":"b","description_localizations":{"ko":"` + long(101) + `"}}`, "description_localizations.ko BASE_TYPE_BAD_LENGTH"},
		{"permissions as string", `{"name":"a","description":"b","default_member_permissions":"32"}`, ""},
		{"permissions as number", `{"name":"a","description":"b","default_member_permissions":32}`, ""},
		{"bad permissions", `{"name":"a","description":"b","default_member_permissions":"manage"}`, "default_member_permissions NUMBER_TYPE_COERCE"},
		{"contexts", `{"name":"a","description":"b","contexts":[0],"integration_types":[0]}`, ""},
		{"bad context", `{"name":"a","description":"b","contexts":[3]}`, "contexts.0 BASE_TYPE_CHOICES"},
		{"unknown type", `{"name":"a","description":"b","type":9}`, "type BASE_TYPE_CHOICES"},
		{"user command", `{"name":"Show Progress","type":2}`, ""},
		{"user command with a description", `{"name":"Show","type":2,"description":"b"}`, "description BASE_TYPE_MAX_LENGTH"},
		{"message command", `{"name":"Share as post","name_localizations":{"ko":"글로 공유"},"type":3}`, ""},
		{"message command with a long name", `{"name":"` + long(33) + `","type":3}`, "name BASE_TYPE_BAD_LENGTH"},
		{"message command with a described translation", `{"name":"Share","type":3,"description_localizations":{"ko":"b"}}`, "description_localizations.ko BASE_TYPE_MAX_LENGTH"},
		{"unknown option type", option(`"type":12`), "options.0.type UNION_TYPE_CHOICES"},
		{"26 options", `{"name":"a","description":"b","options":` + repeat(26, `{"type":3,"name":"o%d","description":"d"}`) + `}`, "options BASE_TYPE_BAD_LENGTH"},
		{"same option twice", `{"name":"a","description":"b","options":[{"type":3,"name":"o","description":"d"},{"type":4,"name":"o","description":"d"}]}`,
			"options.1.name APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS"},
		{"required last", `{"name":"a","description":"b","options":[{"type":3,"name":"o","description":"d"},{"type":4,"name":"p","description":"d","required":true}]}`,
			"options.1.required APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"},
		{"subcommand beside an option", `{"name":"a","description":"b","options":[{"type":1,"name":"o","description":"d"},{"type":4,"name":"p","description":"d"}]}`,
			"options.1.type APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"},
		{"subcommands", `{"name":"a","description":"b","options":[{"type":2,"name":"g","description":"d","options":[{"type":1,"name":"s","description":"d"}]},{"type":1,"name":"p","description":"d"}]}`, ""},
		{"group in a group", option(`"type":2,"options":[{"type":2,"name":"g","description":"d"}]`), "options.0.options.0.type UNION_TYPE_CHOICES"},
		{"subcommand in a subcommand", option(`"type":1,"options":[{"type":1,"name":"g","description":"d"}]`), "options.0.options.0.type UNION_TYPE_CHOICES"},
		{"empty group", option(`"type":2`), "options.0.options BASE_TYPE_REQUIRED"},
		{"26 choices", option(`"type":3,"choices":` + repeat(26, `{"name":"c%d","value":"v"}`)), "options.0.choices BASE_TYPE_BAD_LENGTH"},
		{"long choice", option(`"type":3,"choices":[{"name":"` + long(101) + `","value":"v"}]`), "options.0.choices.0.name BASE_TYPE_BAD_LENGTH"},
		{"long choice value", option(`"type":3,"choices":[{"name":"n","value":"` + long(101) + `"}]`), "options.0.choices.0.value BASE_TYPE_MAX_LENGTH"},
		{"choice of another type", option(`"type":4,"choices":[{"name":"n","value":"one"}]`), "options.0.choices.0.value NUMBER_TYPE_COERCE"},
		{"same choice twice", option(`"type":3,"choices":[{"name":"n","value":"v"},{"name":"n","value":"w"}]`), "options.0.choices.1.name APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_EXISTS"},
		{"choices and autocompletion", option(`"type":3,"autocomplete":true,"choices":[{"name":"n","value":"v"}]`), "options.0.autocomplete APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_WITH_CHOICES"},
		{"autocompletion of members", option(`"type":6,"autocomplete":true`), "options.0.autocomplete APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID"},
		{"lengths", option(`"type":3,"min_length":0,"max_length":6000`), ""},
		{"length 0", option(`"type":3,"max_length":0`), "options.0.max_length NUMBER_TYPE_MIN"},
		{"lengths crossed", option(`"type":3,"min_length":9,"max_length":8`), "options.0.min_length APPLICATION_COMMAND_OPTIONS_MIN_GREATER"},
		{"values crossed", option(`"type":4,"min_value":9,"max_value":8`), "options.0.min_value APPLICATION_COMMAND_OPTIONS_MIN_GREATER"},
		{"value too large", option(`"type":4,"max_value":9007199254740992`), "options.0.max_value NUMBER_TYPE_MAX"},
		{"channel types", option(`"type":7,"channel_types":[0,11]`), ""},
		{"bad channel type", option(`"type":7,"channel_types":[99]`), "options.0.channel_types.0 BASE_TYPE_CHOICES"},
		{"translated name of another option", `{"name":"a","description":"b","options":[{"type":3,"name":"o","description":"d","name_localizations":{"ko":"p"}},{"type":3,"name":"p","description":"d"}]}`,
			"options.0.name_localizations.ko APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS"},
		{"8000 characters", commandOfSize(8000), ""},
		{"8001 characters", commandOfSize(8001), " APPLICATION_COMMAND_TOO_LARGE"},
		{"only the longest translation counts", `{"name":"a","description":"b","options":` + repeat(25, `{"type":3,"name":"p%d","description":"`+long(100)+`","description_localizations":{"ko":"`+long(100)+`","ja":"`+long(100)+`","fr":"`+long(100)+`"}}`) + `}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			got := b.do("PUT", b.commandsPath(), "["+test.command+"]")
			if test.want == "" {
				if got.status != 200 {
					t.Errorf("got %d %s", got.status, got.body)
				}
				b.wantFaults()
				return
			}
			if got.status != 400 || got.code() != 50035 {
				t.Fatalf("got %d %s", got.status, got.body)
			}
			want := "0." + test.want
			if strings.HasPrefix(test.want, " ") { // of the command as a whole
				want = "0" + test.want
			}
			if diff := cmp.Diff([]string{want}, errorPlaces(t, got.body)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			b.wantFaults("50035")
		})
	}
}

// ids lists commands as name=id.
func ids(t *testing.T, r reply) map[string]string {
	t.Helper()
	var commands []schema.Command
	r.into(t, &commands)
	all := map[string]string{}
	for _, c := range commands {
		all[c.Name] = c.ID
	}
	return all
}

func TestCommandsKeepTheirIDs(t *testing.T) {
	b := newBench(t)
	first := ids(t, b.do("PUT", b.commandsPath(), `[{"name":"a","description":"b"},{"name":"c","description":"d"}]`))
	second := ids(t, b.do("PUT", b.commandsPath(), `[{"name":"c","description":"other"},{"name":"e","description":"f"}]`))
	if first["c"] != second["c"] || second["e"] == "" || len(second) != 2 {
		t.Errorf("first %v, then %v", first, second)
	}
	b.wantFaults()
}

func TestNumberOfCommands(t *testing.T) {
	several := func(n, kind int) string {
		var all []string
		for i := range n {
			all = append(all, fmt.Sprintf(`{"name":"c%d","type":%d,"description":%q}`, i, kind, strings.Repeat("d", max(0, 2-kind))))
		}
		return "[" + strings.Join(all, ",") + "]"
	}
	tests := []struct {
		name, body   string
		status, code int
	}{
		{"a hundred", several(100, 1), 200, -1},
		{"a hundred and one", several(101, 1), 400, 30032},
		{"16 for users", several(16, 2), 400, 30032},
		{"15 for messages", several(15, 3), 200, -1},
		{"one name twice", `[{"name":"a","description":"b"},{"name":"a","description":"c"}]`, 400, 50035},
		{"one name in two types", `[{"name":"a","description":"b"},{"name":"a","type":2}]`, 200, -1},
		{"none", `[]`, 200, -1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			got := b.do("PUT", b.commandsPath(), test.body)
			if got.status != test.status || test.code >= 0 && got.code() != test.code {
				t.Errorf("got %d %s", got.status, got.body)
			}
		})
	}
}

// Two hundred new commands a day are allowed; the same ones again are not new.
func TestDailyCreates(t *testing.T) {
	b := newBench(t)
	batch := func(round int) string {
		var all []string
		for i := range 100 {
			all = append(all, fmt.Sprintf(`{"name":"c%d-%d","description":"d"}`, round, i))
		}
		return "[" + strings.Join(all, ",") + "]"
	}
	for _, round := range []int{1, 1, 2, 2} {
		b.register(batch(round))
	}
	if got := b.do("PUT", b.commandsPath(), batch(3)); got.status != 429 || got.code() != 30034 {
		t.Errorf("the third hundred: %d %s", got.status, got.body)
	}
	if err := b.clock.Advance(start.Add(24 * time.Hour)); err != nil {
		t.Fatal(err)
	}
	b.register(batch(3))
	b.wantFaults("30034")
}
