package router

import (
	"strings"
	"testing"
)

// sent is a good interaction, as Discord sends it.
const sent = `{"id":"1574161298227200086","application_id":"111222333444555666","token":"TOKEN","type":2,"guild_id":"900000000000000001","channel_id":"900000000000000002",` +
	`"channel":{"id":"900000000000000002","type":0},"member":{"user":{"id":"800000000000000777","username":"minsu"},"permissions":"0"},"locale":"ko",` +
	`"message":{"components":[]},"data":{"name":"check","options":[{"name":"item","type":3,"value":"gil"}]}}`

// What nobody could answer is left out; whatever else is wrong, the member gets
// an answer to, and nothing is done.
func TestDecode(t *testing.T) {
	type outcome int
	const (
		good outcome = iota
		answerable
		leftOut
	)
	for _, test := range []struct {
		name, old, new string
		want           outcome
	}{
		{"as Discord sends it", "", "", good},
		{"unknown fields", `"locale"`, `"new":[{}],"locale"`, good},
		{"channel a string", `"channel":{`, `"channel":"x","other":{`, answerable},
		{"locale a number", `"locale":"ko"`, `"locale":7`, answerable},
		{"message without sense", `"components":[]`, `"components":"x"`, answerable},
		{"data an array", `"data":{`, `"data":[],"other":{`, answerable},
		{"resolved an array", `"options"`, `"resolved":[],"options"`, answerable},
		{"chosen numbers", `"options"`, `"values":[1,2],"options"`, answerable},
		{"a number in a form", `"options"`, `"components":[{"component":{"value":5}}],"options"`, answerable},
		{"guild a number", `"900000000000000001"`, `900000000000000001`, answerable},
		{"guild without sense", `900000000000000001`, `x}{y:*`, answerable},
		{"channel without sense", `"channel_id":"900000000000000002"`, `"channel_id":"../x"`, answerable},
		{"no user", `"member"`, `"other"`, answerable},
		{"user empty", `800000000000000777`, ``, answerable},
		{"user without sense", `800000000000000777`, `8\n0000`, answerable},
		{"user zero", `800000000000000777`, `0`, answerable},
		{"a member without sense", `"type":3,"value":"gil"`, `"type":6,"value":"8:*"`, answerable},
		{"another user", `"member":{"user":{"id":"800000000000000777","username":"minsu"},"permissions":"0"}`, `"user":{"id":"5"}`, good},
		{"id negative", `"1574161298227200086"`, `"-5"`, leftOut},
		{"id zero", `"1574161298227200086"`, `"0"`, leftOut},
		{"id too big", `"1574161298227200086"`, `"99999999999999999999999"`, leftOut},
		{"id a number", `"1574161298227200086"`, `1574161298227200086`, leftOut},
		{"application without sense", `111222333444555666`, `../..`, leftOut},
		{"no token", `"TOKEN"`, `""`, leftOut},
		{"no type", `"type":2`, `"type":0`, leftOut},
		{"type a string", `"type":2`, `"type":"2"`, leftOut},
		{"no JSON", `}}`, `}`, leftOut},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.old != "" && strings.Count(sent, test.old) == 0 {
				t.Fatalf("%s is not in it", test.old)
			}
			in, err := Decode([]byte(strings.Replace(sent, test.old, test.new, 1)))
			got := leftOut
			if in != nil && err == nil {
				got = good
			} else if in != nil {
				got = answerable
			}
			if got != test.want || got == leftOut && err == nil {
				t.Fatalf("%d (%v), want %d", got, err, test.want)
			}
			if in != nil && (in.ID != "1574161298227200086" || in.ApplicationID != "111222333444555666" || in.Token != "TOKEN" || in.Type != 2) {
				t.Errorf("it could not be answered: %+v", in)
			}
			if err != nil && strings.Contains(err.Error(), "TOKEN") {
				t.Errorf("the error says the token: %v", err)
			}
		})
	}
}

// An option without a value was not given; one that is being typed is empty.
func TestDecodeLeavesOutOptionsWithoutValue(t *testing.T) {
	for _, test := range []struct{ options, want string }{
		{`[{"name":"item","type":3,"value":null}]`, ``},
		{`[{"name":"item","type":3}]`, ``},
		{`[{"name":"item","type":3,"value":"gil"},{"name":"date","type":3,"value":null}]`, `item="gil" `},
		{`[{"name":"item","type":3,"value":null,"focused":true}]`, `item="" `},
		{`[{"name":"create","type":1,"options":[{"name":"name","type":3,"value":null},{"name":"day","type":3,"value":"x"}]}]`, `create= day="x" `},
		{`[{"name":"join","type":1}]`, `join= `},
		{`null`, ``},
	} {
		in, err := Decode([]byte(strings.Replace(sent, `[{"name":"item","type":3,"value":"gil"}]`, test.options, 1)))
		if err != nil {
			t.Errorf("%s: %v", test.options, err)
			continue
		}
		got := ""
		var list func([]OptionValue)
		list = func(all []OptionValue) {
			for _, o := range all {
				got += o.Name + "=" + string(o.Value) + " "
				list(o.Options)
			}
		}
		if list(in.Data.Options); got != test.want {
			t.Errorf("%s: %q, want %q", test.options, got, test.want)
		}
	}
}

// Discord says how large a file may be; more than a request can carry is of no
// use.
func TestFileLimit(t *testing.T) {
	for given, want := range map[int]int{0: 10 << 20, 8 << 20: 8 << 20, 100 << 20: 10 << 20} {
		if got := (&Interaction{AttachmentSizeLimit: given}).FileLimit(); got != want {
			t.Errorf("with %d: %d, want %d", given, got, want)
		}
	}
}
