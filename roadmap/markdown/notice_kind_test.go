package markdown_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/roadmap/markdown"
)

func TestEveryNoticeHasAKind(t *testing.T) {
	kinds := markdown.Kinds()
	for code := range markdown.Sentences() {
		if kinds[strings.TrimSuffix(code, ".one")] == "" {
			t.Errorf("%s has no kind", code)
		}
	}
}

func TestGroupNotices(t *testing.T) {
	var notices []markdown.Notice
	for _, line := range []int{3, 3, 8, 11, 12, 15, 20} {
		notices = append(notices, markdown.Notice{Line: line, Code: "title.long"})
	}
	notices = append(notices, markdown.Notice{Line: 1, Code: "title.absent"}, markdown.Notice{Line: 9, Code: "item.twice"}, markdown.Notice{Line: 10, Code: "item.twice"},
		markdown.Notice{Line: 4, Code: "id.form"}, markdown.Notice{Line: 4, Code: "id.form"})
	type kind struct {
		code, where string
		n           int
		oneLine     bool
	}
	var got []kind
	for _, k := range markdown.GroupNotices(notices) {
		got = append(got, kind{k.Code, k.Where(), len(k.Lines), k.OneLine()})
	}
	want := []kind{{"title.long", "3, 8, 11, 12, 15 …", 7, false}, {"item.twice", "9, 10", 2, false}, {"id.form", "4", 2, true}, {"title.absent", "1", 1, true}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(kind{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSentencesAboutOneThing(t *testing.T) {
	for _, test := range []struct {
		args []any
		want string
	}{
		{[]any{"count", 1}, "the item has too many links, and 1 was left out: keep the best ones"},
		{[]any{"count", 2}, "the item has too many links, and 2 were left out: keep the best ones"},
	} {
		if got := (markdown.Notice{Line: 1, Code: "reading.many", Args: test.args}).Sentence(); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}
