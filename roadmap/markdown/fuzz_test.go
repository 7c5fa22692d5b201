package markdown_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

// FuzzParse looks for a file that crashes the parser, or that gives a roadmap
// which is another one when it is written and read again.
func FuzzParse(f *testing.F) {
	for _, src := range []string{
		"# T\n## 🧠 1. A\n### S <!-- id: s -->\n- [ ] GIL <!-- id: gil --> <!-- also: 길 -->\n- [x] GC - [[a](b)], [[c](d)]\n",
		"\uFEFF# T\r\n## A\r\n### S\r\n1. [ ] a\r\n   - [x] b\r\n     more\r\n",
		"---\ntitle: \"T\"\n---\n## A\n### S\n* [ ] *a* `b` [c](d) ![e](f) <g> <http://h> &amp; \\*\n\n  p\n",
		"T\n=\nA\n-\n### S ###\n+ [ ] a\n### B\n- [ ] a\n- [ ] a\n## 🎯 학습 전략\n**P**\n\n- S → [x](#b)\n- <!-- id: b -->\n",
		"# T\n## A\n### a -> b\n- [ ] {{ x }} {% y %} $z$ a|b ~~c~~ --d 1. _e_ [f] C#\n## Study plan\n#### P\n1. a -> b\n",
		"# 1. 🧠\n## &#80;rogress\n### 1\\. S\n- [ ] \\- a\n## Progress\n- [ ] b\n> - [ ] c\n",
		"# T\n## A\n### S\n<!-- id: x -->\n- a\n  - [ ] b\n    > > c\n[r]: /u 't'\n- [ ] [d][r] [r]\n",
		"---\ntitle: \"T\"\nphases:\n  - title: P\n    sections: [S, b]\n  - {title: 'Q: 1', sections: [s2, x]}\n---\n## A\n### S\n- [ ] a\n> - [ ] b\n\na | b\n--|--\n### S2 <!-- id: s2 -->\n- [ ] c\n",
		"# T\n## A\n- ☐ a\n- \\[x\\] b\n- ~~[ ] c~~\n- **[ ]** d\n- <!-- c --> [ ] e\n- ## [ ] f\n-      [ ] g\n  ---\n- [1/2] ( ) ✅\n## Progress\n- ☑ \\[ \\] A\n",
		"# T\n## A\n- [ ] a\n  | b | |\n  |---|---|\n  | c |\n<!-- d\n- [ ] e\n## B\n- [ ] f\n<pre>\n- g\n</pre>\n<?h\n## Contents\n| i |\n|---|\n| j |\n| k |\n~~~\n- l\n## C\n<div><!--\n",
	} {
		f.Add([]byte(src))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		r, warnings, err := markdown.Parse(src, roadmap.Korean)
		for _, n := range warnings {
			if n.Line < 1 || n.String() == "" {
				t.Errorf("notice without line or text: %#v", n)
			}
		}
		if err == nil {
			sameAgain(t, r, roadmap.Korean)
		}
	})
}

// sameAgain fails the test if the roadmap is another one when it is written
// and read again, or gives rise to more than warnings of titles that stand
// twice.
func sameAgain(t *testing.T, r *roadmap.Roadmap, lang roadmap.Lang) {
	t.Helper()
	src := markdown.Write(r, lang)
	again, warnings, err := markdown.Parse(src, lang)
	if err != nil {
		t.Fatalf("parse %s\n%v", src, err)
	}
	for _, n := range warnings {
		if n.Code != "item.twice" && n.Code != "section.twice" {
			t.Errorf("parse %s\n%v", src, n)
		}
	}
	if diff := cmp.Diff(contentsOf(r), contentsOf(again), exported); diff != "" {
		t.Errorf("parse %s\n(-written +read):\n%s", src, diff)
	}
}
