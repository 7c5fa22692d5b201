package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
	"dojang/store"
)

// A checklist of the whole roadmap, of which every third title is only close:
// its pages, its guesses on every page, all of it entered and undone.
func TestImportOfAWholeRoadmap(t *testing.T) {
	edition, _ := markdown.Template("python-backend")
	var src strings.Builder
	guesses := 0
	for ref := range edition.Items() {
		title := ref.Item.Title.In(roadmap.English)
		if ref.Order%3 == 0 {
			title = "~ " + title
			guesses++
		}
		fmt.Fprintf(&src, "- [x] %s (2026-10-%02d) - [notes](https://alex.example.com/%d)\n", title, 1+ref.Order%30, ref.Order)
	}
	file := filepath.Join(t.TempDir(), "all.md")
	if err := os.WriteFile(file, []byte(src.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	box := open(t, "2026-11-25T10:00")
	out := box.play(t, "Alex: /roadmap import file:"+file)
	sure := edition.Len() - guesses
	for _, want := range []string{fmt.Sprintf("%d items to tick · %d posts to share", sure, sure), fmt.Sprintf("❔ %d titles resemble an item", guesses), "(◀ Back) (1 of 14) [More ▶]"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not to be seen:\n%s", want, out)
		}
	}

	// The first guess of the first page, and one of the next.
	offered := regexp.MustCompile(`(?m)^│ ▎ ❔ .*? → (.*)\?(?: · |$)`)
	first := offered.FindStringSubmatch(out)[1]
	out = box.play(t, fmt.Sprintf("Alex: choose %q\nAlex: press More ▶", first))
	pages := strings.Split(out, "2 of ")
	second := offered.FindAllStringSubmatch(out, -1)
	out = box.play(t, fmt.Sprintf("Alex: choose %q", second[len(second)-1][1]))
	if !strings.Contains(out, fmt.Sprintf("%d items to tick", sure+2)) || len(pages) != 2 {
		t.Errorf("not both guesses are accepted:\n%s", out)
	}
	out = box.play(t, "Alex: press Import\nAlex: /progress")
	if !strings.Contains(out, fmt.Sprintf("✅ %d items ticked · 📝 %d posts shared", sure+2, sure+2)) || !strings.Contains(out, fmt.Sprintf("%d/168", sure+2)) {
		t.Errorf("not all is imported:\n%s", out)
	}
	verify := func() {
		t.Helper()
		if _, err := box.bot.store.Verify(t.Context(), box.clock.Now(), func(d store.Difference) { t.Errorf("verify: %s", d) }); err != nil {
			t.Error(err)
		}
	}
	verify()
	if out = box.play(t, "Alex: press Undo\nAlex: /progress"); !strings.Contains(out, "0/168") {
		t.Errorf("not all is undone:\n%s", out)
	}
	verify()
}
