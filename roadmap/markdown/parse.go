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

// Limits that, with [roadmap.MaxBytes], bound the time and memory of [Parse] for any file.
// goldmark's time grows with the square of a block's length and with the product of lines
// and nesting depth.
const (
	maxLines = 20_000   // lines in a file
	maxDepth = 32       // nesting of lists, list items and quotations
	maxTitle = 8 * 1024 // bytes of Markdown in a title, with comments and the posts behind it
)

// Parse reads a roadmap from its Markdown. Its titles are stored under lang.
//
// The first-level heading is the title. Of the deeper heading levels with items below them,
// the first is that of areas; the next heading below one is that of a section; still deeper
// headings divide nothing. If several other first-level headings have items, and the title
// has none of its own, those are the areas. Items directly below an area form a section
// named like the area. Items above all areas form an area named like the first-level
// heading above it. Emoji and numbers before a heading's text are not part of it; an area
// keeps its emoji. Headings within entries of lists, summaries of disclosures, and bold
// entries with items in them hold for what they contain.
//
// Items are the checkboxes of lists, nested or not, also those that only a reader of the page
// sees as such (☐, an escaped or a bold box). In a file without checkboxes they are
// the entries that begin with TODO or DONE, or else all entries but those of a table of
// contents or about the file itself, or else the paragraphs that begin with a bold title.
// Comments behind a title give the id of a section or an item (<!-- id: gil -->) and an
// item's search words (<!-- also: … -->); missing ids are derived from the titles. Posts
// behind an item's title (- [[Title](url)]), and the day of a checked item before them
// (2026-01-05), are not part of the title. The title ends at a hard line break; what
// follows, and the paragraphs below an item, are its note. Links of an item and of the
// bullets below it that are no items are its reading. Below the headings Progress (진행
// 상황), Study plan (학습 전략) and Other posts (그 밖의 글) only checkboxes are items, unless
// they repeat an item or are an example.
//
// Below the study plan, a deeper heading or a bold paragraph and the bullets that follow
// are a phase, if they name a section. The front matter can have the title, and phases that
// precede those of the study plan: a list of title and sections, which are titles or ids of
// sections.
//
// What can be mended is mended, and the rest left out, each with a warning that names the
// line. Quotations, code, comments and tables hold no items; checkboxes in them give a
// warning, and so does a table, whose number of rows is the notice's argument. Code and HTML
// that nothing closes end at the next heading. See [ParseFile] for tables whose rows can be
// items.
//
// The error is [Faults]: the file is too large, not text, or has too many items or none.
// Warnings, in the order of their lines, are returned with or without an error.
func Parse(src []byte, lang roadmap.Lang) (*roadmap.Roadmap, []Notice, error) {
	return ParseNamed(src, lang, "")
}

// ParseNamed is [Parse] with a title for files that have none.
func ParseNamed(src []byte, lang roadmap.Lang, title string) (*roadmap.Roadmap, []Notice, error) {
	return ParseFile(src, Options{Lang: lang, Name: title})
}

// Options say how [ParseFile] reads a file.
type Options struct {
	Lang   roadmap.Lang // of the titles
	Name   string       // title for a file that has none
	Tables bool         // take the rows of tables as items, where they can be
}

// ParseFile is [Parse] with options. Where the rows of a table can be items, there is a
// warning with the code [TableOffered], or [TableTaken] if they are.
func ParseFile(src []byte, o Options) (*roadmap.Roadmap, []Notice, error) {
	source, faults := newSource(src)
	if faults != nil {
		return nil, nil, faults
	}
	d := newDraft(source, o.Tables)
	d.read()
	d.finish(o.Name)
	byLine := func(a, b Notice) int { return cmp.Compare(a.Line, b.Line) }
	slices.SortStableFunc(d.warnings, byLine)
	d.warnings = withoutRepeats(d.warnings)
	slices.SortStableFunc(d.faults, byLine)
	if len(d.faults) > 0 {
		return nil, d.warnings, d.faults
	}
	r, err := d.roadmap(o.Lang)
	return r, d.warnings, err
}

// blocks parses a file into blocks and leaves the text in them unparsed.
var blocks = parser.NewParser(
	parser.WithBlockParsers(blockParsers()...),
	parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
)

// blockParsers returns the parsers of CommonMark, with our limits.
func blockParsers() []util.PrioritizedValue {
	all := parser.DefaultBlockParsers()
	for i := range all {
		switch all[i].Value {
		case parser.NewListParser(), parser.NewBlockquoteParser():
			all[i].Value = shallow{all[i].Value.(parser.BlockParser)}
		case parser.NewFencedCodeBlockParser(), parser.NewHTMLBlockParser():
			all[i].Value = closing{all[i].Value.(parser.BlockParser)}
		}
	}
	return all
}

// shallow refuses to open blocks that are nested too deeply, and records where.
type shallow struct{ parser.BlockParser }

// tooDeep is the key of the offsets of the blocks that are nested too deeply.
var tooDeep = parser.NewContextKey()

// Open refuses to open a block below maxDepth.
func (s shallow) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, at := r.Position()
	// Call Open even if the block will be refused, because the list parser then clears a flag.
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
	refused := pc.ComputeIfAbsent(tooDeep, func() any { return new([]int) }).(*[]int)
	*refused = append(*refused, at.Start)
	r.SetPosition(line, at)
	return nil, parser.NoChildren
}
