package markdown_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/roadmap/markdown"
)

func TestEveryNoticeHasAKind(t *testing.T) {
	kinds := markdown.Kinds()
	for code := range markdown.Sentences() {
		if kinds[code] == "" {
			t.Errorf("%s has no kind", code)
		}
	}
}

func TestGroupNotices(t *testing.T) {
	var notices []markdown.Notice
	for _, line := range []int{3, 3, 8, 11, 12, 15, 20} {
		notices = append(notices, markdown.Notice{Line: line, Code: "title.long"})
	}
	notices = append(notices, markdown.Notice{Line: 1, Code: "title.absent"}, markdown.Notice{Line: 9, Code: "item.twice"}, markdown.Notice{Line: 10, Code: "item.twice"})
	type kind struct {
		code, where string
		n           int
	}
	var got []kind
	for _, k := range markdown.GroupNotices(notices) {
		got = append(got, kind{k.Code, k.Where(), len(k.Lines)})
	}
	want := []kind{{"title.long", "3, 8, 11, 12, 15 …", 7}, {"item.twice", "9, 10", 2}, {"title.absent", "1", 1}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(kind{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
