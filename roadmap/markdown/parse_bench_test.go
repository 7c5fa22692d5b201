package markdown_test

import (
	"fmt"
	"strings"
	"testing"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

// BenchmarkParse reads the largest roadmap there is, and a few files that are
// made to take long.
func BenchmarkParse(b *testing.B) {
	var most strings.Builder
	most.WriteString("# T\n")
	for i := range 20 {
		fmt.Fprintf(&most, "## 🧠 %d. Area %d\n", i+1, i)
		for j := range 10 {
			fmt.Fprintf(&most, "### Section %d\n", j)
			for k := range 10 {
				fmt.Fprintf(&most, "- [x] 항목 %d: `code` and *more* - [[a post](/2026/11/22/post.html)]\n", k)
			}
		}
	}
	fill := func(s string) string { return strings.Repeat(s, (roadmap.MaxBytes-100)/len(s)) }
	for _, file := range []struct{ name, src string }{
		{"2000 items", most.String()},
		{"1 MiB of brackets", fill("[")},
		{"1 MiB of brackets in titles", "# T\n## A\n### S\n" + fill("- [ ] "+strings.Repeat("[](", 2700)+"\n")},
		{"1 MiB of quotations", fill("> ")},
		{"1 MiB of nested lists", fill(strings.Repeat("- ", 50) + "\n")},
		{"20000 lines in a nested list", strings.Repeat("- ", 100) + "a" + strings.Repeat("\nb", 19_000)},
	} {
		b.Run(file.name, func(b *testing.B) {
			b.SetBytes(int64(len(file.src)))
			b.ReportAllocs()
			for b.Loop() {
				markdown.Parse([]byte(file.src), roadmap.Korean)
			}
		})
	}
}
