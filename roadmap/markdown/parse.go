package markdown

import (
	"cmp"
	"slices"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"dojang/roadmap"
)

// Limits besides [MaxBytes] that bound the time and memory of [Parse] whatever
// the file holds: goldmark takes time by the square of a block's length and by
// the product of lines and depth.
const (
	maxLines = 20_000   // lines in a file
	maxDepth = 32       // lists, list items and quotations within one another
	maxTitle = 8 * 1024 // bytes of Markdown in a title, with comments and the posts behind it
)

// Parse reads a roadmap from its Markdown. Its titles are held under lang.
//
// The first-level heading is the title. Of the deeper levels whose headings have
// items below them, the first is that of areas and the next that of sections;
// headings that are deeper still divide nothing. Items right below an area's
// heading are a section named as the area, and what stands below no area's is an
// area named as the first-level heading above it. Items are the checkboxes of
// lists, nested or not, or all entries of lists where a file has no checkbox,
// save those that only lead to a heading of the file. Emoji and numbers before a heading's text are not part
// of it; an area keeps its emoji. Comments behind a title give a section's or
// an item's id (<!-- id: gil -->) and an item's further search words
// (<!-- also: … -->); an absent id is derived from the titles. Posts behind an
// item's title (- [[Title](url)]), and before them the day behind that of a
// ticked one (2026-01-05), are no part of it. What stands below the headings
// Progress (진행 상황), Study plan (학습 전략) and Other posts (그 밖의 글) is no item.
// Below the study plan, a deeper heading or a bold paragraph and the bullets that
// follow are a phase, if they name a section. Quotations and code hold nothing
// of all this; of tables and of checkboxes in quotations a warning says so. A page
// may have its title in its front matter, and phases that go before those of the
// study plan: a list of title and sections, which are titles or ids of sections.
//
// The error is all that is wrong with the file, as [Faults]. Warnings, in the
// order of their lines, come with a roadmap as well as with an error.
func Parse(src []byte, lang roadmap.Lang) (*roadmap.Roadmap, []Notice, error) {
	return ParseNamed(src, lang, "")
}

// ParseNamed is [Parse] with a title for a file that has none.
func ParseNamed(src []byte, lang roadmap.Lang, title string) (*roadmap.Roadmap, []Notice, error) {
	source, faults := newSource(src)
	if faults != nil {
		return nil, nil, faults
	}
	d := newDraft(source)
	d.read()
	d.finish(title)
	byLine := func(a, b Notice) int { return cmp.Compare(a.Line, b.Line) }
	slices.SortStableFunc(d.warnings, byLine)
	slices.SortStableFunc(d.faults, byLine)
	if len(d.faults) > 0 {
		return nil, d.warnings, d.faults
	}
	r, err := d.roadmap(lang)
	return r, d.warnings, err
}

// blocks parses a file into its blocks and leaves the text in them alone.
var blocks = parser.NewParser(
	parser.WithBlockParsers(shallowBlocks()...),
	parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
)

func shallowBlocks() []util.PrioritizedValue {
	all := parser.DefaultBlockParsers()
	for i := range all {
		switch all[i].Value {
		case parser.NewListParser(), parser.NewBlockquoteParser():
			all[i].Value = shallow{all[i].Value.(parser.BlockParser)}
		}
	}
	return all
}

// shallow opens no block that is nested too deeply, and notes where the first
// such one is.
type shallow struct{ parser.BlockParser }

var tooDeep = parser.NewContextKey()

func (s shallow) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, at := r.Position()
	// It is asked even where the answer is no: the list parser clears a flag then.
	block, state := s.BlockParser.Open(parent, r, pc)
	if block == nil {
		return nil, state
	}
	depth := 0
	for n := parent; n != nil && depth < maxDepth; n = n.Parent() {
		depth++
	}
	if depth < maxDepth {
		return block, state
	}
	pc.ComputeIfAbsent(tooDeep, func() any { return at.Start })
	r.SetPosition(line, at)
	return nil, parser.NoChildren
}
