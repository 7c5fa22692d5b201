package markdown

import (
	"regexp"
	"strings"

	"dojang/normalize"
)

// maxLevel is the deepest level of a heading, with those that summaries get.
const maxLevel = 9

// stack has the levels of the headings above an element, outermost first. Headings within
// an entry of a list, or a disclosure, hold up to its end.
type stack struct {
	open   []int
	around []around
}

// around are the headings above what ends at an element.
type around struct {
	end  int
	open []int
}

// leave restores the headings of what contains the element at i.
func (s *stack) leave(i int) {
	for n := len(s.around); n > 0 && s.around[n-1].end <= i; n-- {
		s.open, s.around = s.around[n-1].open, s.around[:n-1]
	}
}

// enter keeps the headings until the element at end.
func (s *stack) enter(end int) {
	s.around = append(s.around, around{end, append([]int(nil), s.open...)})
}

func (s *stack) push(level int) {
	for len(s.open) > 0 && s.open[len(s.open)-1] >= level {
		s.open = s.open[:len(s.open)-1]
	}
	s.open = append(s.open, level)
}

// top returns the level of the innermost heading, or 0.
func (s *stack) top() int {
	if len(s.open) == 0 {
		return 0
	}
	return s.open[len(s.open)-1]
}

// isHidden reports whether a heading is one with a role, or below one, and holds no items.
func (d *document) isHidden(i int) bool {
	below := d.elements[i].below
	return below >= 0 && !d.elements[below].counted
}

// findLevels finds the level of the headings that are areas: the first below the title with
// items. If the title has no items of its own but at least two other first-level headings
// do, these are the areas.
func (d *document) findLevels() {
	var filled [maxLevel + 1]bool
	var levels stack
	firsts := []bool{false} // whether there are items below each first-level heading, and above them
	for i := range d.elements {
		e := &d.elements[i]
		levels.leave(i)
		switch {
		case e.kind == disclosureElement || e.kind == entryElement && e.headed:
			levels.enter(e.end)
		case d.isHeading(i) && !(d.isHidden(i) && e.below != i):
			levels.push(e.level)
			if e.level == 1 {
				firsts = append(firsts, false)
			}
		case e.use == itemUse:
			for _, level := range levels.open {
				filled[level] = true
			}
			firsts[len(firsts)-1] = true
		}
	}
	parts := 0
	for i, items := range firsts {
		if i > 1 && items {
			parts++
		}
	}
	d.areaLevel = 2
	if parts > 1 && !firsts[0] && !firsts[1] {
		d.areaLevel = 1
		return
	}
	for level := 2; level <= maxLevel; level++ {
		if filled[level] {
			d.areaLevel = level
			return
		}
	}
}

// example matches the end of a text that announces an example.
var example = regexp.MustCompile(`(?i)(?:예시|예제|(?:^|\s)예\s*[:：)]|예를 들|\bexamples?\b|\be\.\s?g\.|\bfor instance\b)[^.!?\n]*[.]?\s*$`)

// findPlanItems finds the items below a heading for the study plan, the progress or other
// posts: the checkboxes of lists that no line announces as an example, and that do not
// repeat an item from elsewhere. One that names a section is an entry of a phase. Quoted
// checkboxes that are examples or repeat an item are nothing to tell of.
func (d *document) findPlanItems() {
	titles, sections := map[string]bool{}, map[string]bool{}
	for i := range d.elements {
		switch e := &d.elements[i]; {
		case e.use == itemUse:
			titles[d.compactTitle(i)] = true
		case d.isHeading(i) && e.below < 0:
			sections[d.compactTitle(i)] = true
		}
	}
	announced := map[int]bool{}
	quoted := false // the quotation is an example
	for i := range d.elements {
		e := &d.elements[i]
		role := d.roleAbove(i)
		if e.kind == quotationElement && e.below >= 0 {
			if quoted = d.isExample(i) || quoted && d.elements[i-1].kind == quotationElement; quoted || titles[d.compactTitle(i)] {
				e.use = aboutUse
			}
		}
		if e.kind != entryElement || !e.box.found || role != plan && role != progress && role != others {
			continue
		}
		if _, known := announced[e.list]; !known {
			announced[e.list] = d.isExample(e.list)
		}
		switch title := d.compactTitle(i); {
		case announced[e.list] || titles[title]:
		case role == others && d.label(i).links():
		case len(e.src) == 0:
			e.use = emptyUse
		case sections[title] || sections[bareTitle(title)]:
			e.use = phaseUse
		default:
			e.use = itemUse
			d.elements[e.below].counted = true
		}
	}
}

// compactTitle returns the title of an element in the form in which titles are compared.
func (d *document) compactTitle(i int) string {
	title, _ := d.label(i).lines()
	return normalize.Compact(title.withoutPosts().withoutDay().text())
}

// links reports whether a label has a link.
func (l label) links() bool {
	for _, s := range l.spans {
		if s.link {
			return true
		}
	}
	return false
}

// isExample reports whether the line above the list that begins at i announces an example.
func (d *document) isExample(i int) bool {
	if i == 0 || d.elements[i-1].within != d.elements[i].within {
		return false
	}
	above := &d.elements[i-1]
	switch {
	case above.kind == paragraphElement:
		return example.MatchString(strings.TrimRight(string(above.src), " \t\n*_"))
	case d.isHeading(i - 1):
		return example.MatchString(d.titleOf(i - 1))
	}
	return false
}
