package markdown

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dojang/normalize"
)

// topicHeads are the heads of columns that have topics, in compact form, the surest first.
var topicHeads = strings.Fields("topic topics 주제 title titles 제목 학습주제 학습내용 내용 item items 항목 concept concepts 개념 " +
	"lesson lessons 강의 chapter chapters 챕터 단원 subject subjects 과목 skill skills 기술 task tasks 할일 problem problems 문제 " +
	"question questions 질문 project projects 프로젝트 name 이름 contents content")

// column is what is known of a column whose cells may be topics.
type column struct {
	index, head  int // head is its index in topicHeads, or their number
	links, words int
	title        string // or its number, from 1
}

// topicColumn returns the column whose cells are the topics of the rows. ok is false if
// there is none: most of its cells have to be texts that differ, and there have to be two.
func (d *document) topicColumn(t *table) (best column, ok bool) {
	for i := range t.heads {
		c := d.column(t, i)
		if c == nil {
			continue
		}
		if !ok || c.betterThan(best) {
			best, ok = *c, true
		}
	}
	return best, ok
}

// column returns a column, or nil if its cells are no topics.
func (d *document) column(t *table, i int) *column {
	const most = 6 // words counted per cell
	head := strings.Map(letterOnly, normalize.Text(d.parse(t.at, t.heads[i]).text()))
	c := column{index: i, head: slices.Index(topicHeads, head), title: normalize.Line(d.parse(t.at, t.heads[i]).text())}
	if c.head < 0 {
		c.head = len(topicHeads)
	}
	if c.title == "" {
		c.title = strconv.Itoa(i + 1)
	}
	titles := map[string]bool{}
	for _, row := range t.rows {
		l := d.parse(row.at, row.cell(i))
		if title := normalize.Compact(l.text()); strings.ContainsFunc(title, unicode.IsLetter) {
			titles[title] = true
		}
		c.words += min(most, len(strings.Fields(l.text())))
		if slices.ContainsFunc(l.spans, func(s span) bool { return s.link }) {
			c.links++
		}
	}
	if len(titles) < 2 || 2*len(titles) < len(t.rows) {
		return nil
	}
	return &c
}

func letterOnly(r rune) rune {
	if unicode.IsLetter(r) {
		return r
	}
	return -1
}

// betterThan reports whether c rather than other has the topics: by its head, then by the
// number of links, then by that of words.
func (c column) betterThan(other column) bool {
	switch {
	case c.head != other.head:
		return c.head < other.head
	case c.links != other.links:
		return c.links > other.links
	}
	return c.words > other.words
}
