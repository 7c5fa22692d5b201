package store

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"dojang/civil"
	"dojang/store/ledger"
	"dojang/study"
)

// inquiry is a script's question about a member's posts, which are shown to it one by one. The
// questions and the forms of their answers are listed in lua/include/ask.lua.
type inquiry interface {
	// visit looks at a post. It reports whether the answer also depends on the posts after it.
	visit(p ledger.PostParts) (more bool)
	answer() string
}

// parseInquiry parses a question.
func parseInquiry(question string) (inquiry, error) {
	kind, rest, _ := strings.Cut(question, " ")
	args := strings.Fields(rest)
	switch {
	case kind == "part" && len(args) == 2:
		return &anyPart{of: args[0], without: args[1]}, nil
	case kind == "parts" && len(args) == 1:
		return &allParts{of: args[0], seen: map[string]bool{}}, nil
	case kind == "next" && len(args) == 4:
		return newNextPart(args)
	case kind == "on" && len(args) == 1:
		return &postsOn{item: args[0]}, nil
	}
	return nil, fmt.Errorf("the script asks %q, which is unknown", question)
}

// hasPart reports whether a post has a part of the operation.
func hasPart(p ledger.PostParts, of string) bool {
	return slices.ContainsFunc(p.Parts, func(one ledger.Moment) bool { return one.Op == of })
}

// anyPart asks for a post with a part of an operation. One post does not count.
type anyPart struct{ of, without, found string }

func (q *anyPart) visit(p ledger.PostParts) bool {
	if q.found == "" && p.ID != q.without && hasPart(p, q.of) {
		q.found = p.ID
	}
	return q.found == ""
}

func (q *anyPart) answer() string { return cmp.Or(q.found, "-") }

// allParts asks for all posts with a part of an operation.
type allParts struct {
	of    string
	found []string
	seen  map[string]bool
}

func (q *allParts) visit(p ledger.PostParts) bool {
	if !q.seen[p.ID] && hasPart(p, q.of) {
		q.seen[p.ID] = true
		q.found = append(q.found, p.ID)
	}
	return true
}

func (q *allParts) answer() string { return cmp.Or(strings.Join(q.found, " "), "-") }

// nextPart asks for the first part in a range of events. Parts of one operation on one post do not
// count; the post "*" stands for every post.
type nextPart struct {
	from     int64
	of, post string
	next     ledger.Moment // its event is the end of the range if none was found
	on       string        // the post that has it
}

func newNextPart(args []string) (*nextPart, error) {
	from, err := strconv.ParseInt(args[0], 10, 64)
	if err != nil {
		return nil, fmt.Errorf("the script asks from event %q on: %w", args[0], err)
	}
	before, err := strconv.ParseInt(args[1], 10, 64)
	if args[1] == "-" {
		before, err = math.MaxInt64, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the script asks before event %q: %w", args[1], err)
	}
	return &nextPart{from: from, of: args[2], post: args[3], next: ledger.Moment{Op: "-", Seq: before}, on: "-"}, nil
}

func (q *nextPart) visit(p ledger.PostParts) bool {
	for _, one := range p.Parts {
		without := one.Op == q.of && (q.post == "*" || q.post == p.ID)
		if !without && one.Seq >= q.from && one.Seq < q.next.Seq {
			q.next, q.on = one, p.ID
		}
	}
	return true
}

func (q *nextPart) answer() string { return fmt.Sprintf("%s %s %d", q.on, q.next.Op, q.next.Seq) }

// postsOn asks for the number of posts on an item.
type postsOn struct {
	item string
	n    int
}

func (q *postsOn) visit(p ledger.PostParts) bool {
	if slices.Contains(p.Items, q.item) {
		q.n++
	}
	return true
}

func (q *postsOn) answer() string { return strconv.Itoa(q.n) }

// periodRanges returns, for each period whose boards are kept, the ranges of op.Member's index
// entries of the posts in it: the period and the ends of the range, separated by spaces.
func periodRanges(g *study.Group, op study.Operation) string {
	var out []string
	add := func(period string, from, to time.Time) {
		low, high := ledger.PostsByBetween(op.Member, from, to)
		out = append(out, period, low, high)
	}
	periods := ledger.LivePeriods(g.Calendar, op.Now)
	week := g.Calendar.Week(op.Now)
	for _, period := range periods[:4] {
		add(period, week.Start, week.End)
		week = g.Calendar.Before(week)
	}
	day := g.Calendar.Day(op.Now)
	for i, period := range periods[4:6] {
		first := civil.Date{Year: day.Year, Month: day.Month - time.Month(i), Day: 1}.AddDays(0)
		next := civil.Date{Year: first.Year, Month: first.Month + 1, Day: 1}.AddDays(0)
		for _, span := range g.Calendar.Days(first, next) {
			add(period, span.Start, span.End)
		}
	}
	low, high := ledger.PostsBy(op.Member)
	return strings.Join(append(out, "all", low, high), " ")
}
