package link

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAll(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"none", "no link, not even velog.io/@mina/gil", nil},
		{"empty", "", nil},
		{"alone", "https://velog.io/@mina/gil", []string{"https://velog.io/@mina/gil"}},
		{"in a sentence", "읽어 보세요: https://velog.io/@mina/파이썬-GIL. 좋아요!", []string{"https://velog.io/@mina/파이썬-GIL"}},
		{"angle brackets", "see <https://a.example/x?y=1>, please", []string{"https://a.example/x?y=1"}},
		{"Markdown", "[GIL](https://a.example/x_(y))도 봐 주세요", []string{"https://a.example/x_(y)"}},
		{"Markdown in angle brackets", "[GIL](<https://a.example/x>)", []string{"https://a.example/x"}},
		{"Markdown with a title", `[GIL](https://a.example/x "the title")`, []string{"https://a.example/x"}},
		{"an address as its own title", "[https://a.example/x](https://a.example/x)", []string{"https://a.example/x"}},
		{"in brackets", "(https://a.example/x)입니다", []string{"https://a.example/x"}},
		{"brackets within", "https://ko.wikipedia.org/wiki/파이썬_(언어)", []string{"https://ko.wikipedia.org/wiki/파이썬_(언어)"}},
		{"query with brackets", "https://a.example/?f[0]=1&f[1]=2.", []string{"https://a.example/?f[0]=1&f[1]=2"}},
		{"Korean quotation marks", "「https://a.example/x」에서", []string{"https://a.example/x"}},
		{"wide punctuation", "https://a.example/x。", []string{"https://a.example/x"}},
		{"emphasis and spoiler", "**https://a.example/x** ||https://a.example/y||도", []string{"https://a.example/x", "https://a.example/y"}},
		{"invisible characters", "https://a.example/x\u200b끝", []string{"https://a.example/x"}},
		{"several, each once", "https://a.example/x\nhttp://b.example https://a.example/x", []string{"https://a.example/x", "http://b.example"}},
		{"upper case", "HTTPS://A.example/X", []string{"HTTPS://A.example/X"}},
		{"nothing but a scheme", "https:// and http://. too", nil},
		{"not valid UTF-8", "https://a.example/x\xff", []string{"https://a.example/x\xff"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, All(test.text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// For any text, each address is found once, exactly as the text has it.
func FuzzAll(f *testing.F) {
	f.Add("a https://a.example/x_(y)) [b](<http://b.example>)。")
	f.Fuzz(func(t *testing.T, text string) {
		seen := map[string]bool{}
		for _, address := range All(text) {
			if seen[address] || !strings.Contains(text, address) {
				t.Errorf("%q of %q, before it %v", address, text, seen)
			}
			seen[address] = true
			_, _ = Parse(address)
		}
	})
}
