package view

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"dojang/link"
	"dojang/refusal"
	"dojang/roadmap"
)

// A message's links may be long and in Hangul, of which each letter has three bytes.
func TestDraftsKeepToDiscordsBytes(t *testing.T) {
	links := func(n, length int, letter string) (all []link.Link) {
		for i := range n {
			url := fmt.Sprintf("https://example.com/%d/", i)
			all = append(all, link.Link{URL: url + strings.Repeat(letter, length-len(url))})
		}
		return all
	}
	for _, lang := range []roadmap.Lang{roadmap.Korean, roadmap.English} {
		p := In(lang)
		d := Draft{Group: "abcdefgh", Member: "1", Message: "2"}
		for _, test := range []struct {
			name            string
			links           []link.Link
			offered, titled int
		}{
			{"short", links(25, 40, "a"), 25, 25},
			{"Hangul", links(25, 60, "가"), 25, 25},
			{"long Hangul", links(25, 200, "가"), 7, 0},
			{"one as long as can be", links(1, link.MaxLength, "가"), 1, 1},
			{"several as long as can be", links(4, link.MaxLength, "😀"), 1, 1},
			{"too many", links(30, 40, "a"), 25, 25},
		} {
			m := p.DraftLinks(d, test.links)
			kept := LinksOn(m.Components)
			if n := readBytes(m.Components); n > MaxBytes || taken(m.Components, maxOption).characters > MaxText {
				t.Errorf("%s: %d bytes", test.name, n)
			}
			for i, url := range kept {
				if url != test.links[i].URL {
					t.Errorf("%s: link %d is %s, want %s", test.name, i, url, test.links[i].URL)
				}
			}
			menu := optionsOf(m.Components)
			described := 0
			for _, o := range menu {
				if o.Description != "" {
					described++
				}
			}
			if len(kept) != len(menu) || len(menu) < test.offered || described != test.titled {
				t.Errorf("%s: %d kept, %d offered, %d described; want %d and %d", test.name, len(kept), len(menu), described, test.offered, test.titled)
			}
		}
		near := make([]roadmap.ItemRef, MaxOptions)
		for i := range near {
			near[i] = roadmap.ItemRef{Area: &roadmap.Area{}, Section: &roadmap.Section{}, Item: &roadmap.Item{ID: fmt.Sprint("item-", i), Title: roadmap.Text{"": strings.Repeat("가", 200)}}}
		}
		d.Title, d.Items = strings.Repeat("제", link.MaxPostTitle), strings.Repeat("항", MaxDraftItems)
		for _, letter := range []string{"a", "가", "😀"} {
			d.Link = links(1, link.MaxLength, letter)[0].URL
			m := p.DraftAgain(d, refusal.New("item.nearest", "item", d.Items, "items", near, "n", len(near)), near)
			if n := readBytes(m.Components); n > MaxBytes || !utf8.ValidString(DraftOn(m.Components).Link) {
				t.Errorf("%s: %d bytes", letter, n)
			}
			host := p.DraftAgain(d, refusal.New("link.host", "host", strings.Repeat(letter, link.MaxLength)), nil)
			if n := readBytes(host.Components); n > MaxBytes || taken(host.Components, maxOption).characters > MaxText {
				t.Errorf("%s: %d bytes for a refused host", letter, n)
			}
			if kept := DraftOn(m.Components); kept.Title != d.Title || kept.Items != d.Items || kept.Link != d.Link && kept.Link != "" {
				t.Errorf("%s: kept is %+v", letter, kept)
			}
		}
	}
}

// The form has room for the longest link, title and items, whatever their letters.
func TestADraftsFormKeepsToDiscordsBytes(t *testing.T) {
	for _, letter := range []string{"a", "가", "😀"} {
		d := Draft{Group: "abcdefgh", Member: "1", Message: "2", Name: strings.Repeat(letter, 32), Link: strings.Repeat(letter, link.MaxLength),
			Title: strings.Repeat(letter, link.MaxPostTitle), Items: strings.Repeat(letter, MaxDraftItems)}
		m := In(roadmap.Korean).DraftModal(d)
		if n := len(m.Title) + readBytes(m.Components); n > MaxBytes {
			t.Errorf("%s: %d bytes", letter, n)
		}
	}
}

// optionsOf returns the options of a message's menu.
func optionsOf(components []Component) []Option {
	var options []Option
	for _, c := range components {
		options = append(append(options, c.Options...), optionsOf(c.Components)...)
	}
	return options
}
