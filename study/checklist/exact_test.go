package checklist_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dojang/normalize"
	"dojang/roadmap"
	"dojang/roadmap/markdown"
	"dojang/study/checklist"
)

// byTheRule matches an entry without an id by comparing it with every item, as [checklist.Match]
// says. Entries that mean one of several items are left to their order and not matched.
func byTheRule(r *roadmap.Roadmap, e markdown.Entry) (id string, fit checklist.Fit, several int) {
	below := func(heading roadmap.Text) bool {
		return slices.ContainsFunc(e.Path, func(above string) bool {
			return normalize.Compact(above) == normalize.Compact(heading.In(""))
		})
	}
	var all, within []roadmap.ItemRef
	for ref := range r.Items() {
		if ref.Item.Title.In("") == e.Title {
			if all = append(all, ref); below(ref.Section.Title) {
				within = append(within, ref)
			}
		}
	}
	if slices.ContainsFunc(within, func(ref roadmap.ItemRef) bool { return ref.Section != within[0].Section }) {
		within = slices.DeleteFunc(within, func(ref roadmap.ItemRef) bool { return !below(ref.Area.Title) })
	}
	switch {
	case len(within) == 1:
		return within[0].Item.ID, checklist.FitSection, 0
	case len(all) == 1:
		return all[0].Item.ID, checklist.FitTitle, 0
	}
	return "", checklist.NoFit, len(all)
}

// The index of titles finds what a comparison with every item finds.
func TestMatchByTheRule(t *testing.T) {
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	word := func(words string) string { return strings.Fields(words)[random.IntN(len(strings.Fields(words)))] }
	for range 300 {
		var b strings.Builder
		b.WriteString("# T\n")
		for range 1 + random.IntN(3) {
			fmt.Fprintf(&b, "## %s\n", word("A B"))
			for range 1 + random.IntN(3) {
				fmt.Fprintf(&b, "### %s\n", word("A S U"))
				for range 1 + random.IntN(2) {
					fmt.Fprintf(&b, "- [ ] %s\n", word("a b c"))
				}
			}
		}
		r, _, err := markdown.Parse([]byte(b.String()), "")
		if err != nil {
			t.Fatal(err)
		}
		var entries []markdown.Entry
		for range 4 {
			e := markdown.Entry{Title: word("a b c d"), Done: true}
			for range random.IntN(4) {
				e.Path = append(e.Path, word("A a B S U T"))
			}
			entries = append(entries, e)
		}
		for i, m := range checklist.Match(r, entries) {
			id, fit, several := byTheRule(r, entries[i])
			if fit == checklist.NoFit && m.Fit == checklist.FitSection && several > 1 {
				continue // told apart by the order of the entries
			}
			got := ""
			if m.Ref.Item != nil {
				got = m.Ref.Item.ID
			}
			if got != id || m.Fit != fit || m.Several != several {
				t.Fatalf("seed %d: %q below %q: %s by %s of %d; want %s by %s of %d\n%s", seed, entries[i].Title, entries[i].Path, got, m.Fit, m.Several, id, fit, several, b.String())
			}
		}
	}
}

// BenchmarkMatchOfEqualTitles matches a checklist of the largest size with a roadmap of the
// largest size in which all titles are the same.
func BenchmarkMatchOfEqualTitles(b *testing.B) {
	for _, bench := range []struct {
		name    string
		section func(item int) string // heading of the item, or ""
		path    func(entry int) []string
	}{
		{"in one section", func(i int) string { return strings.Repeat("### S\n", max(0, 1-i)) }, func(int) []string { return []string{"S"} }},
		{"below entries", func(i int) string { return strings.Repeat("### S\n", max(0, 1-i)) }, func(i int) []string { return []string{"S", fmt.Sprint(i)} }},
		{"in sections of one title", func(int) string { return "### S\n" }, func(i int) []string { return []string{"A", "S", fmt.Sprint(i)} }},
		{"in sections of their own", func(i int) string { return fmt.Sprintf("### S%d\n", i) }, func(i int) []string { return []string{fmt.Sprint("S", i)} }},
	} {
		b.Run(bench.name, func(b *testing.B) {
			var src strings.Builder
			src.WriteString("# T\n## A\n")
			entries := make([]markdown.Entry, roadmap.MaxItems)
			for i := range entries {
				src.WriteString(bench.section(i) + "- [ ] a\n")
				entries[i] = markdown.Entry{Title: "a", Done: true, Path: bench.path(i)}
			}
			r, _, err := markdown.Parse([]byte(src.String()), "")
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				checklist.Match(r, entries)
			}
		})
	}
}
