package player

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestMarkdown(t *testing.T) {
	zone := time.FixedZone("KST", 9*60*60)
	r := &viewer{
		texts: &english, zone: zone, now: time.Date(2026, 11, 23, 9, 0, 0, 0, zone),
		users: map[string]string{"12": "민수"}, channels: map[string]string{"34": "공부방"},
	}
	tests := []struct{ name, markdown, want string }{
		{"nothing", "", ""},
		{"plain", "hello", "hello"},
		{"two lines", "a\nb", "a\nb"},
		{"blank line", "a\n\nb", "a\n\nb"},
		{"emphasis", "**a** *b* __c__ ~~d~~ _e_ ***f***", "a b c d e f"},
		{"within a word", "snake_case_name 2*3*4", "snake_case_name 234"},
		{"escapes", `\*a\* \_b\_ \[c\](d) \<@12> \\`, `*a* _b_ [c](d) <@12> \`},
		{"escaped heading", `\# a`, "# a"},
		{"code", "`**a** <@12>`", "**a** <@12>"},
		{"code block", "```go\n**a**\n```\n**b**", "    **a**\nb"},
		{"link", "[text](https://example.com/a_b_c)", "text (https://example.com/a_b_c)"},
		{"link with marks", "[**bold** text](https://example.com)", "bold text (https://example.com)"},
		{"link to itself", "[https://example.com](https://example.com)", "https://example.com"},
		{"link in angles", "[text](<https://example.com/a b>)", "text (https://example.com/a b)"},
		{"link to a script", "[text](javascript:alert)", "[text](javascript:alert)"},
		{"picture", "![alt](https://example.com/a.png)", "![alt](https://example.com/a.png)"},
		{"hidden preview", "<https://example.com>", "https://example.com"},
		{"bare address", "https://example.com/a_b_c", "https://example.com/a_b_c"},
		{"mentions", "<@12> <@!12> <@99> <#34> <@&5> </group create:67> <:hi:8> <id:browse>", "@민수 @민수 @unknown #공부방 @5 /group create :hi: browse"},
		{"time", "<t:1795392000:f> <t:1795392000>", "November 23, 2026 at 9:00 AM November 23, 2026 at 9:00 AM"},
		{"relative time", "<t:1795996800:R>", "in 7 days"},
		{"no mention", "<@abc> <x> a < b", "<@abc> <x> a < b"},
		{"headings", "# a\n## b\n### c\n#d", "■ a\n▪ b\n▫ c\n#d"},
		{"subtext", "-# small", "small"},
		{"lists", "- a\n* b\n  - c\n1. d", "• a\n• b\n  • c\n1. d"},
		{"quote", "> a\n> - b\nc", "┃ a\n┃ • b\nc"},
		{"quote to the end", ">>> a\nb", "┃ a\n┃ b"},
		{"rule is none", "---", "---"},
		{"HTML is none", "<b>a</b>", "<b>a</b>"},
		{"entities are none", "&amp;", "&amp;"},
		{"bullet without a list", "-a", "-a"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, strings.Join(r.lines(test.markdown), "\n")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestStamps(t *testing.T) {
	zone := time.FixedZone("KST", 9*60*60)
	at := time.Date(2026, 11, 30, 15, 4, 5, 0, zone)
	now := time.Date(2026, 11, 30, 13, 0, 0, 0, zone)
	tests := []struct{ style, english, korean string }{
		{"t", "3:04 PM", "오후 3:04"},
		{"T", "3:04:05 PM", "오후 3:04:05"},
		{"d", "11/30/2026", "2026. 11. 30."},
		{"D", "November 30, 2026", "2026년 11월 30일"},
		{"f", "November 30, 2026 at 3:04 PM", "2026년 11월 30일 오후 3:04"},
		{"F", "Monday, November 30, 2026 at 3:04 PM", "2026년 11월 30일 월요일 오후 3:04"},
		{"s", "11/30/2026, 3:04 PM", "2026. 11. 30., 오후 3:04"},
		{"S", "11/30/2026, 3:04:05 PM", "2026. 11. 30., 오후 3:04:05"},
		{"R", "in 2 hours", "2시간 후"},
		{"", "November 30, 2026 at 3:04 PM", "2026년 11월 30일 오후 3:04"},
	}
	for _, test := range tests {
		t.Run(test.style, func(t *testing.T) {
			if got := english.timestamp(at, now, test.style); got != test.english {
				t.Errorf("got %q, want %q", got, test.english)
			}
			if got := korean.timestamp(at, now, test.style); got != test.korean {
				t.Errorf("got %q, want %q", got, test.korean)
			}
		})
	}
	spans := []struct {
		d               time.Duration
		english, korean string
	}{
		{0, "in 0 seconds", "0초 후"}, {-time.Second, "a second ago", "1초 전"}, {-90 * time.Second, "a minute ago", "1분 전"},
		{49 * time.Hour, "in 2 days", "2일 후"}, {-40 * 24 * time.Hour, "a month ago", "1개월 전"}, {800 * 24 * time.Hour, "in 2 years", "2년 후"},
	}
	for _, span := range spans {
		if got := english.relative(span.d) + ", " + korean.relative(span.d); got != span.english+", "+span.korean {
			t.Errorf("%v: %s", span.d, got)
		}
	}
}
