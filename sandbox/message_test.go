package sandbox

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dojang/sandbox/schema"
)

func (b *bench) messagesPath() string { return "/channels/" + b.home + "/messages" }

// listOf makes a JSON array of n texts out of a format and their numbers.
func listOf(n int, format string) string {
	var parts []string
	for i := range n {
		parts = append(parts, fmt.Sprintf(format, i))
	}
	return "[" + strings.Join(parts, ",") + "]"
}

func TestMessageLimits(t *testing.T) {
	x := func(n int) string { return strings.Repeat("x", n) }
	row := func(inner string) string {
		return `{"content":"c","components":[{"type":1,"components":` + inner + `}]}`
	}
	v2 := func(components string) string { return `{"flags":32768,"components":` + components + `}` }
	const btn = `{"type":2,"style":1,"label":"b","custom_id":"b%d"}`
	tests := []struct{ name, message, want string }{ // want is a place and a code, a number alone, or "" for a good message
		{"plain", `{"content":"hello"}`, ""},
		{"2000 characters", `{"content":"` + strings.Repeat("가", 2000) + `"}`, ""},
		{"2001 characters", `{"content":"` + strings.Repeat("가", 2001) + `"}`, "content BASE_TYPE_MAX_LENGTH"},
		{"nothing", `{}`, "50006"},
		{"white space", `{"content":" \n "}`, "50006"},
		{"5 rows", `{"content":"c","components":` + listOf(5, `{"type":1,"components":[`+btn+`]}`) + `}`, ""},
		{"6 rows", `{"content":"c","components":` + listOf(6, `{"type":1,"components":[`+btn+`]}`) + `}`, "components BASE_TYPE_BAD_LENGTH"},
		{"6 buttons", row(listOf(6, btn)), "components.0.components BASE_TYPE_BAD_LENGTH"},
		{"empty row", row(`[]`), "components.0.components BASE_TYPE_BAD_LENGTH"},
		{"button outside a row", `{"content":"c","components":[{"type":2,"style":1,"label":"b","custom_id":"b"}]}`, "components.0.type UNION_TYPE_CHOICES"},
		{"one custom_id twice", row(listOf(2, `{"type":2,"style":1,"label":"b%d","custom_id":"same"}`)), "components.0.components.1.custom_id COMPONENT_CUSTOM_ID_DUPLICATED"},
		{"custom_id of 100", row(`[{"type":2,"style":1,"label":"b","custom_id":"` + x(100) + `"}]`), ""},
		{"custom_id of 101", row(`[{"type":2,"style":1,"label":"b","custom_id":"` + x(101) + `"}]`), "components.0.components.0.custom_id BASE_TYPE_BAD_LENGTH"},
		{"no custom_id", row(`[{"type":2,"style":1,"label":"b"}]`), "components.0.components.0.custom_id BASE_TYPE_REQUIRED"},
		{"long label", row(`[{"type":2,"style":1,"label":"` + x(81) + `","custom_id":"b"}]`), "components.0.components.0.label BASE_TYPE_MAX_LENGTH"},
		{"neither label nor emoji", row(`[{"type":2,"style":1,"custom_id":"b"}]`), "components.0.components.0 BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED"},
		{"link", row(`[{"type":2,"style":5,"label":"b","url":"https://example.com"}]`), ""},
		{"link without url", row(`[{"type":2,"style":5,"label":"b"}]`), "components.0.components.0.url BASE_TYPE_REQUIRED"},
		{"link with custom_id", row(`[{"type":2,"style":5,"label":"b","url":"https://example.com","custom_id":"b"}]`), "components.0.components.0.custom_id BUTTON_COMPONENT_FIELD_FORBIDDEN"},
		{"long url", row(`[{"type":2,"style":5,"label":"b","url":"https://example.com/` + x(500) + `"}]`), "components.0.components.0.url BASE_TYPE_BAD_LENGTH"},
		{"link to a script", row(`[{"type":2,"style":5,"label":"b","url":"javascript:alert(1)"}]`), "components.0.components.0.url URL_TYPE_INVALID_SCHEME"},
		{"url on a plain button", row(`[{"type":2,"style":1,"label":"b","url":"https://example.com","custom_id":"b"}]`), "components.0.components.0.url BUTTON_COMPONENT_FIELD_FORBIDDEN"},
		{"premium", row(`[{"type":2,"style":6,"sku_id":"1"}]`), ""},
		{"menu", row(`[{"type":3,"custom_id":"m","options":[{"label":"a","value":"1"}]}]`), ""},
		{"menu without options", row(`[{"type":3,"custom_id":"m","options":[]}]`), "components.0.components.0.options BASE_TYPE_BAD_LENGTH"},
		{"menu with 26 options", row(`[{"type":3,"custom_id":"m","options":` + listOf(26, `{"label":"a","value":"v%d"}`) + `}]`), "components.0.components.0.options BASE_TYPE_BAD_LENGTH"},
		{"menu with one value twice", row(`[{"type":3,"custom_id":"m","options":` + listOf(2, `{"label":"a%d","value":"v"}`) + `}]`), "components.0.components.0.options.1.value SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"},
		{"menu with two defaults", row(`[{"type":3,"custom_id":"m","options":` + listOf(2, `{"label":"a","value":"v%d","default":true}`) + `}]`), "components.0.components.0.options SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES"},
		{"long option", row(`[{"type":3,"custom_id":"m","options":[{"label":"` + x(101) + `","value":"1"}]}]`), "components.0.components.0.options.0.label BASE_TYPE_BAD_LENGTH"},
		{"long placeholder", row(`[{"type":3,"custom_id":"m","placeholder":"` + x(151) + `","options":[{"label":"a","value":"1"}]}]`), "components.0.components.0.placeholder BASE_TYPE_MAX_LENGTH"},
		{"more to choose than there is", row(`[{"type":3,"custom_id":"m","max_values":2,"options":[{"label":"a","value":"1"}]}]`), "components.0.components.0.max_values SELECT_COMPONENT_MAX_VALUES_TOO_HIGH"},
		{"least above most", row(`[{"type":5,"custom_id":"m","min_values":3,"max_values":2}]`), "components.0.components.0.min_values SELECT_COMPONENT_MIN_VALUES_GREATER"},
		{"menu beside a button", row(`[{"type":5,"custom_id":"m"},{"type":2,"style":1,"label":"b","custom_id":"b"}]`), "components.0.components.0 COMPONENT_LAYOUT_WIDTH_EXCEEDED"},
		{"text input", row(`[{"type":4,"custom_id":"m","style":1,"label":"l"}]`), "components.0.components.0.type UNION_TYPE_CHOICES"},

		{"text display without the flag", `{"content":"c","components":[{"type":10,"content":"t"}]}`, "components.0.type UNION_TYPE_CHOICES"},
		{"text display", v2(`[{"type":10,"content":"t"}]`), ""},
		{"content with components v2", `{"content":"c","flags":32768,"components":[{"type":10,"content":"t"}]}`, "content MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"},
		{"empty content with components v2", `{"content":"","flags":32768,"components":[{"type":10,"content":"t"}]}`, ""},
		{"components v2 without any", `{"flags":32768}`, "50006"},
		{"40 components", v2(listOf(40, `{"type":14,"id":%d}`)), ""},
		{"41 components, nested", v2(`[{"type":17,"components":` + listOf(10, `{"type":9,"components":[{"type":10,"content":"a%d"},{"type":10,"content":"b"}],"accessory":{"type":11,"media":{"url":"https://example.com/a.png"}}}`) + `}]`), "components COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"},
		{"4000 characters shown", v2(`[{"type":10,"content":"` + x(2000) + `"},{"type":10,"content":"` + x(2000) + `"}]`), ""},
		{"4001 characters shown", v2(`[{"type":10,"content":"` + x(2000) + `"},{"type":10,"content":"` + x(2001) + `"}]`), "components COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"},
		{"container in a container", v2(`[{"type":17,"components":[{"type":17,"components":[]}]}]`), "components.0.components.0.type UNION_TYPE_CHOICES"},
		{"section without an accessory", v2(`[{"type":9,"components":[{"type":10,"content":"t"}]}]`), "components.0.accessory BASE_TYPE_REQUIRED"},
		{"section of four texts", v2(`[{"type":9,"components":` + listOf(4, `{"type":10,"content":"t%d"}`) + `,"accessory":{"type":2,"style":1,"label":"b","custom_id":"b"}}]`), "components.0.components BASE_TYPE_BAD_LENGTH"},
		{"gallery of 11", v2(`[{"type":12,"items":` + listOf(11, `{"media":{"url":"https://example.com/%d.png"}}`) + `}]`), "components.0.items BASE_TYPE_BAD_LENGTH"},
		{"gallery of a missing file", v2(`[{"type":12,"items":[{"media":{"url":"attachment://a.png"}}]}]`), "components.0.items.0.media.url UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"},
		{"file of the web", v2(`[{"type":13,"file":{"url":"https://example.com/a.md"}}]`), "components.0.file.url URL_TYPE_INVALID_SCHEME"},
		{"bad spacing", v2(`[{"type":14,"spacing":3}]`), "components.0.spacing BASE_TYPE_CHOICES"},
		{"one id twice", v2(`[{"type":14,"id":7},{"type":14,"id":7}]`), "components.1.id COMPONENT_ID_DUPLICATED"},

		{"private", `{"content":"c","flags":64}`, "flags MESSAGE_FLAGS_INVALID"},
		{"silent", `{"content":"c","flags":4096}`, ""},
		{"nobody mentioned", `{"content":"c","allowed_mentions":{"parse":[]}}`, ""},
		{"unknown mention", `{"content":"c","allowed_mentions":{"parse":["all"]}}`, "allowed_mentions.parse.0 BASE_TYPE_CHOICES"},
		{"mentions by kind and by name", `{"content":"c","allowed_mentions":{"parse":["users"],"users":["1"]}}`, "allowed_mentions MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"},
		{"mentions by kind and no name", `{"content":"c","allowed_mentions":{"parse":["users"],"users":[]}}`, ""},
		{"one mention twice", `{"content":"c","allowed_mentions":{"users":["1","1"]}}`, "allowed_mentions.users.1 SET_TYPE_ALREADY_CONTAINS_VALUE"},
		{"101 mentions", `{"content":"c","allowed_mentions":{"users":` + listOf(101, `"%d"`) + `}}`, "allowed_mentions.users BASE_TYPE_BAD_LENGTH"},
		{"nonce of 25", `{"content":"c","nonce":"` + x(25) + `"}`, ""},
		{"nonce of 26", `{"content":"c","nonce":"` + x(26) + `"}`, "nonce BASE_TYPE_MAX_LENGTH"},
		{"reply to nothing", `{"content":"c","message_reference":{"message_id":"1"}}`, "message_reference REPLIES_UNKNOWN_MESSAGE"},
		{"attachment without a file", `{"content":"c","attachments":[{"id":0}]}`, "attachments.0.id ATTACHMENT_NOT_FOUND"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			got := b.do("POST", b.messagesPath(), test.message)
			switch {
			case test.want == "":
				if got.status != 200 {
					t.Errorf("got %d %s", got.status, got.body)
				}
				b.wantFaults()
				return
			case !strings.Contains(test.want, " "):
				if fmt.Sprint(got.code()) != test.want || got.status != 400 {
					t.Errorf("got %d %s", got.status, got.body)
				}
			default:
				if diff := cmp.Diff([]string{test.want}, errorPlaces(t, got.body)); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			}
			b.wantFaults("POST /channels/{channel}/messages: 400")
			if n := len(b.Visible(b.as("민수"))); n != 0 {
				t.Errorf("%d messages were posted", n)
			}
		})
	}
}

func TestMessageObject(t *testing.T) {
	b := newBench(t)
	got := b.upload("POST", b.messagesPath(), fmt.Sprintf(`{
		"content": "# 이번 주\n<@%s> 님", "nonce": "n-1", "allowed_mentions": {"users": ["%[1]s"]},
		"components": [{"type": 1, "components": [{"type": 2, "style": 1, "label": "되돌리기", "custom_id": "1:undo"}]}],
		"attachments": [{"id": 0, "description": "그림"}, {"id": "1"}]
	}`, b.ids["지원"]), "card.png", "not a picture", "library.md", "# 서재")
	if got.status != 200 {
		t.Fatalf("got %d %s", got.status, got.body)
	}
	golden(t, "message.json", indented(t, got.body))
	var m Message
	got.into(t, &m)
	if again := b.do("GET", b.messagesPath(), ""); string(again.body) != "["+string(got.body)+"]" {
		t.Errorf("read back:\n%s", again.body)
	}
	if file := b.do("GET", m.Attachments[1].URL, ""); string(file.body) != "# 서재" || file.status != 200 {
		t.Errorf("the file: %d %s", file.status, file.body)
	}
	b.wantFaults()
}

// Discord adds to components what was left out: ids, defaults, addresses.
func TestComponentObjects(t *testing.T) {
	b := newBench(t)
	got := b.upload("POST", b.messagesPath(), `{"flags":32768,"components":[
		{"type":17,"components":[{"type":10,"content":"**t**","id":1},{"type":14},{"type":12,"items":[{"media":{"url":"attachment://a.png"},"description":"alt"},{"media":{"url":"https://example.com/b.png"}}]}]},
		{"type":9,"components":[{"type":10,"content":"s"}],"accessory":{"type":11,"media":{"url":"attachment://a.png"}}},
		{"type":13,"file":{"url":"attachment://library.md"}},
		{"type":1,"components":[{"type":8,"custom_id":"c","channel_types":[0],"default_values":[{"id":"1","type":"channel"}]}]}]}`, "a.png", tinyPNG, "library.md", "# 서재")
	if got.status != 200 {
		t.Fatalf("got %d %s", got.status, got.body)
	}
	golden(t, "components.json", indented(t, got.body))
	b.wantFaults()
}

// tinyPNG has the header of an image of 2 by 3 pixels, which is all that is read.
const tinyPNG = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x02\x00\x00\x00\x03\x08\x06\x00\x00\x00\xb9\xea\xde\x81"

func TestReply(t *testing.T) {
	b := newBench(t)
	var m, answer Message
	b.do("POST", b.messagesPath(), `{"content":"a"}`).into(t, &m)
	b.do("POST", b.messagesPath(), fmt.Sprintf(`{"content":"b","message_reference":{"message_id":%q}}`, m.ID)).into(t, &answer)
	want := &schema.Reference{MessageID: m.ID, ChannelID: b.home, GuildID: b.guild}
	if diff := cmp.Diff(want, answer.Reference); diff != "" || answer.Type != replyMessage {
		t.Errorf("type %d (-want +got):\n%s", answer.Type, diff)
	}
}

func TestEdits(t *testing.T) {
	const legacy = `{"content":"old","components":[{"type":1,"components":[{"type":2,"style":1,"label":"b","custom_id":"b"}]}]}`
	tests := []struct {
		name, before, edit string
		code               int // of the refusal, or -1
		want               string
		fault              string
	}{
		{"content alone", legacy, `{"content":"new"}`, -1, "new 1 0", ""},
		{"content away", legacy, `{"content":null}`, -1, " 1 0", ""},
		{"all away", legacy, `{"content":"","components":[]}`, 50006, "old 1 0", "50006"},
		{"to components v2", legacy, `{"content":null,"flags":32768,"components":[{"type":10,"content":"t"}]}`, -1, " 1 32768", ""},
		{"to components v2 with the old content", legacy, `{"flags":32768,"components":[{"type":10,"content":"t"}]}`, 50035, "old 1 0", "50035"},
		{"back from components v2", `{"flags":32768,"components":[{"type":10,"content":"t"}]}`, `{"flags":0,"content":"x","components":[]}`, 50035, " 1 32768", "50035"},
		{"private afterwards", legacy, `{"flags":64}`, -1, "old 1 0", "cannot be changed by an edit"},
		{"too long", legacy, `{"content":"` + strings.Repeat("x", 2001) + `"}`, 50035, "old 1 0", "50035"},
		{"create-only field", legacy, `{"content":"new","nonce":"1"}`, -1, "new 1 0", "nobody reads the field nonce"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			b.register(demo)
			i := b.invoke(b.received(), "민수", "group list")
			b.answer(i, `{"type":4,"data":`+test.before+`}`)
			got := b.do("PATCH", b.webhook(i, "/messages/@original"), test.edit)
			if got.code() != test.code {
				t.Errorf("got %d %s", got.status, got.body)
			}
			now := b.Visible(b.as("민수"))[0]
			if shown := fmt.Sprint(now.Content, " ", len(now.Components), " ", now.Flags); shown != test.want {
				t.Errorf("now %q, want %q", shown, test.want)
			}
			if edited := now.EditedTimestamp != nil; edited != (test.code == -1) {
				t.Errorf("edited: %v", edited)
			}
			if test.fault == "" {
				b.wantFaults()
			} else {
				b.wantFaults(test.fault)
			}
		})
	}
}

func TestAttachmentsOfEdits(t *testing.T) {
	names := func(m Message) (names []string) {
		for _, a := range m.Attachments {
			names = append(names, a.Filename)
		}
		return names
	}
	b := newBench(t)
	b.register(demo)
	i := b.invoke(b.received(), "민수", "group list")
	b.answer(i, `{"type":5}`)
	var m, edited Message
	path := b.webhook(i, "/messages/@original")
	b.upload("PATCH", path, `{"content":"c"}`, "a.md", "a", "b.md", "b").into(t, &m)
	b.upload("PATCH", path, `{}`, "c.md", "c").into(t, &edited)
	if diff := cmp.Diff([]string{"a.md", "b.md", "c.md"}, names(edited)); diff != "" {
		t.Errorf("without a list (-want +got):\n%s", diff)
	}
	keep := fmt.Sprintf(`{"attachments":[{"id":"%s"},{"id":0}]}`, m.Attachments[1].ID)
	b.upload("PATCH", path, keep, "d.md", "d").into(t, &edited)
	if diff := cmp.Diff([]string{"b.md", "d.md"}, names(edited)); diff != "" {
		t.Errorf("with a list (-want +got):\n%s", diff)
	}
	b.do("PATCH", path, `{"attachments":[]}`).into(t, &edited)
	if len(edited.Attachments) != 0 {
		t.Errorf("kept %v", names(edited))
	}
	b.wantFaults()
}

func TestFilesThatNobodySees(t *testing.T) {
	b := newBench(t)
	b.upload("POST", b.messagesPath(), `{"flags":32768,"components":[{"type":10,"content":"t"}]}`, "a.md", "a")
	b.wantFaults(`no component shows the attachment "a.md"`)
	b.upload("POST", b.messagesPath(), `{"flags":32768,"components":[{"type":13,"file":{"url":"attachment://c.md"}}]}`, "c.md", "c")
	b.wantFaults()
}

func TestMentions(t *testing.T) {
	b := newBench(t)
	id := b.ids["지원"]
	tests := []struct{ name, body, want string }{
		{"by default", `{"content":"<@%[1]s> <@!%[1]s> <@&5> @everyone"}`, "1 [5] false"},
		{"nobody", `{"content":"<@%[1]s> <@&5>","allowed_mentions":{"parse":[]}}`, "0 [] false"},
		{"one of two", `{"content":"<@%[1]s> <@%[2]s>","allowed_mentions":{"users":["%[2]s"]}}`, "1 [] false"},
		{"allowed but absent", `{"content":"hello","allowed_mentions":{"users":["%[1]s"]}}`, "0 [] false"},
		{"in a text display", `{"flags":32768,"components":[{"type":10,"content":"<@%[1]s>"}]}`, "1 [] false"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var m Message
			body := strings.NewReplacer("%[1]s", id, "%[2]s", b.ids["서연"]).Replace(test.body)
			b.do("POST", b.messagesPath(), body).into(t, &m)
			if got := fmt.Sprint(len(m.Mentions), " ", m.MentionRoles, " ", m.MentionEveryone); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// NoMentions is off by default. If it is on, it applies to edits too.
func TestNoMentionsRule(t *testing.T) {
	b := newBench(t, func(o *Options) { o.NoMentions = true })
	b.register(demo)
	i := b.invoke(b.received(), "민수", "group list")
	b.answer(i, `{"type":4,"data":{"content":"a","allowed_mentions":{"parse":[]}}}`)
	b.wantFaults()
	b.do("PATCH", b.webhook(i, "/messages/@original"), `{"content":"b"}`)
	b.wantFaults("allowed_mentions")
	b.do("POST", b.messagesPath(), `{"content":"a","allowed_mentions":{"parse":null}}`)
	b.wantFaults("allowed_mentions")
	b.do("POST", b.messagesPath(), `{"content":"a","allowed_mentions":{"parse":["users"]}}`)
	b.wantFaults("allowed_mentions")
}

func TestNonce(t *testing.T) {
	b := newBench(t)
	send := func(nonce, content string, enforce bool) Message {
		t.Helper()
		var m Message
		b.do("POST", b.messagesPath(), fmt.Sprintf(`{"content":%q,"nonce":%s,"enforce_nonce":%v}`, content, nonce, enforce)).into(t, &m)
		return m
	}
	first := send(`"week-47"`, "a", true)
	if again := send(`"week-47"`, "b", true); again.ID != first.ID || again.Content != "a" {
		t.Errorf("the same nonce again made %+v", again)
	}
	if loose := send(`"week-47"`, "c", false); loose.ID == first.ID {
		t.Error("a nonce that is not enforced returned the earlier message")
	}
	if other := send(`"week-48"`, "d", true); other.ID == first.ID {
		t.Error("another nonce returned the earlier message")
	}
	number := send(`48`, "e", true)
	if again := send(`48`, "f", true); again.ID != number.ID {
		t.Error("a number is not enforced")
	}
	b.pass(nonceWindow)
	if late := send(`48`, "g", true); late.ID == number.ID {
		t.Error("the nonce was remembered for ever")
	}
	b.wantFaults()
}

// A nonce of a message that was deleted meanwhile does not create it again: the
// error is 10008, as the documentation's authors intend.
func TestNonceOfADeletedMessage(t *testing.T) {
	b := newBench(t)
	const body = `{"content":"a","nonce":"n","enforce_nonce":true}`
	var m Message
	b.do("POST", b.messagesPath(), body).into(t, &m)
	if got := b.do("DELETE", b.messagesPath()+"/"+m.ID, ""); got.status != 204 {
		t.Fatalf("deleting: %d %s", got.status, got.body)
	}
	if got := b.do("POST", b.messagesPath(), body); got.status != 404 || got.code() != 10008 {
		t.Errorf("got %d %s", got.status, got.body)
	}
	b.wantFaults()
}

func TestPermissions(t *testing.T) {
	tests := []struct {
		name         string
		permissions  Permissions
		method, path string
		body         string
		code         int
	}{
		{"not seen", Everyone &^ ViewChannel, "POST", "/messages", `{"content":"a"}`, 50001},
		{"not seen, read", Everyone &^ ViewChannel, "GET", "", ``, 50001},
		{"no sending", Everyone &^ SendMessages, "POST", "/messages", `{"content":"a"}`, 50013},
		{"administrator", Administrator, "POST", "/messages", `{"content":"a"}`, -1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			if err := b.Permit(b.home, test.permissions); err != nil {
				t.Fatal(err)
			}
			got := b.do(test.method, "/channels/"+b.home+test.path, test.body)
			if got.code() != test.code || test.code > 0 && got.status != 403 {
				t.Errorf("got %d %s", got.status, got.body)
			}
			b.wantFaults()
		})
	}
}

func TestRemovals(t *testing.T) {
	b := newBench(t)
	thread := b.AddThread(b.home, "t")
	if got := b.do("POST", "/channels/"+thread+"/messages", `{"content":"a"}`); got.status != 200 {
		t.Fatalf("in a thread: %d %s", got.status, got.body)
	}
	if err := b.RemoveChannel(b.home); err != nil {
		t.Fatal(err)
	}
	for _, channel := range []string{b.home, thread} {
		if got := b.do("POST", "/channels/"+channel+"/messages", `{"content":"a"}`); got.code() != 10003 {
			t.Errorf("in a removed channel: %d %s", got.status, got.body)
		}
	}
	if err := b.RemoveMember(b.guild, b.Application()); err != nil {
		t.Fatal(err)
	}
	if got := b.do("GET", "/guilds/"+b.guild, ""); got.code() != 50001 {
		t.Errorf("a guild that threw the bot out: %d %s", got.status, got.body)
	}
	if _, err := b.Slash(b.as("민수"), words("check"), nil); err == nil {
		t.Error("a command went to a bot that is not there")
	}
}

func TestListMessages(t *testing.T) {
	b := newBench(t)
	var all []string
	for i := range 7 {
		var m Message
		b.do("POST", b.messagesPath(), fmt.Sprintf(`{"content":"m%d"}`, i)).into(t, &m)
		all = append(all, m.ID)
	}
	if got := b.do("DELETE", b.messagesPath()+"/"+all[6], ""); got.status != 204 {
		t.Fatalf("deleting: %d", got.status)
	}
	tests := []struct{ name, query, want string }{
		{"all", "", "m5 m4 m3 m2 m1 m0"},
		{"two", "?limit=2", "m5 m4"},
		{"before", "?limit=2&before=" + all[3], "m2 m1"},
		{"after", "?limit=2&after=" + all[1], "m3 m2"},
		{"around", "?limit=3&around=" + all[3], "m4 m3 m2"},
		{"before the first", "?before=" + all[0], ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var found []Message
			b.do("GET", b.messagesPath()+test.query, "").into(t, &found)
			var contents []string
			for _, m := range found {
				contents = append(contents, m.Content)
			}
			if got := strings.Join(contents, " "); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
	if got := b.do("GET", b.messagesPath()+"?limit=101", ""); got.code() != 50035 {
		t.Errorf("limit 101: %d %s", got.status, got.body)
	}
	if err := b.Permit(b.home, Everyone&^ReadMessageHistory); err != nil {
		t.Fatal(err)
	}
	if got := b.do("GET", b.messagesPath(), ""); string(got.body) != "[]" {
		t.Errorf("without the history: %d %s", got.status, got.body)
	}
}

// snowflakeTime returns when the id was made.
func snowflakeTime(id string) time.Time {
	n, _ := strconv.ParseUint(id, 10, 64)
	return time.UnixMilli(int64(n>>22) + epoch)
}

// Ids increase while the clock stands still, and contain the time of creation.
func TestSnowflakes(t *testing.T) {
	b := newBench(t)
	var first, second, third Message
	b.do("POST", b.messagesPath(), `{"content":"a"}`).into(t, &first)
	b.do("POST", b.messagesPath(), `{"content":"b"}`).into(t, &second)
	if err := b.clock.Advance(start.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	b.do("POST", b.messagesPath(), `{"content":"c"}`).into(t, &third)
	if !olderID(first.ID, second.ID) || !olderID(second.ID, third.ID) {
		t.Errorf("ids %s, %s, %s", first.ID, second.ID, third.ID)
	}
	if got := snowflakeTime(third.ID); !got.Equal(start.Add(time.Hour)) || third.Timestamp != "2026-11-23T01:00:00.000000+00:00" {
		t.Errorf("made at %v, %s", got, third.Timestamp)
	}
	if err := b.clock.Advance(start); err == nil || !strings.Contains(err.Error(), "2026-11-23T01:00") {
		t.Errorf("moving back: %v", err)
	}
}

func TestForeignMessages(t *testing.T) {
	b := newBench(t)
	b.mu.Lock()
	m := &Message{ChannelID: b.home, Author: b.users[b.ids["지원"]], Content: "hi"}
	b.postMessage(m, nil)
	b.mu.Unlock()
	path := b.messagesPath() + "/" + m.ID
	if got := b.do("DELETE", path, ""); got.code() != 50013 {
		t.Errorf("deleting: %d %s", got.status, got.body)
	}
	if err := b.Permit(b.home, Everyone|ManageMessages); err != nil {
		t.Fatal(err)
	}
	if got := b.do("DELETE", path, ""); got.status != 204 {
		t.Errorf("deleting with the permission: %d %s", got.status, got.body)
	}
	raw, err := json.Marshal(m)
	if err != nil || !strings.Contains(string(raw), `"content":"hi"`) {
		t.Errorf("%s %v", raw, err)
	}
}
