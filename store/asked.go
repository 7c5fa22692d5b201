package store

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"dojang/civil"
	"dojang/store/ledger"
	"dojang/study"
)

// fewPosts is how many posts of a member a script reads itself. If there are more, it asks
// for what it has to know of them: see lua/include/ask.lua.
const fewPosts = 200

// limits are how many posts of a member a script reads itself, and how many a member may have in a
// group and a group may have.
type limits struct{ few, posts, groupPosts int }

// bounds are the limits of every store. Tests lower them.
var bounds = limits{few: fewPosts, posts: study.MaxPosts, groupPosts: study.MaxGroupPosts}

// String formats the limits for the scripts.
func (l limits) String() string {
	return strconv.Itoa(l.few) + " " + strconv.Itoa(l.posts) + " " + strconv.Itoa(l.groupPosts)
}

// postsAtOnce is how many posts one command reads to answer a script's question.
const postsAtOnce = 500

// asks is how often a script may ask. An answer may be outdated when the script runs again,
// if the member or the group has changed meanwhile.
const asks = 20

// answers answers a script's questions about op.Member's posts, as text for the script.
func (s *Store) answers(ctx context.Context, g *study.Group, op study.Operation, questions []string) (string, error) {
	var text strings.Builder
	for _, question := range questions {
		answer, err := s.answer(ctx, g, op, question)
		if err != nil {
			return "", fmt.Errorf("answer %q: %w", question, err)
		}
		text.WriteString(question + "\t" + answer + "\n")
	}
	return text.String(), nil
}

// answer answers one question.
func (s *Store) answer(ctx context.Context, g *study.Group, op study.Operation, question string) (string, error) {
	kind, rest, _ := strings.Cut(question, " ")
	args := strings.Fields(rest)
	switch {
	case kind == "part" && len(args) == 2:
		return s.partsOf(ctx, g, op.Member, args[0], args[1], 1)
	case kind == "parts" && len(args) == 1:
		return s.partsOf(ctx, g, op.Member, args[0], "", 0)
	case kind == "next" && len(args) == 4:
		return s.nextPart(ctx, g, op.Member, args)
	case kind == "on" && len(args) == 1:
		return s.postsOn(ctx, g, op.Member, args[0])
	case kind == "periods":
		return periodRanges(g, op), nil
	}
	return "", fmt.Errorf("the script asks %q, which is unknown", question)
}

// partsOf returns the ids of op.Member's posts that have a part of the operation, separated by
// spaces, or "-" if there is none. It leaves out one post and stops after so many, 0 for all.
func (s *Store) partsOf(ctx context.Context, g *study.Group, user, of, without string, most int) (string, error) {
	var found []string
	err := s.eachPost(ctx, g, user, func(p ledger.PostParts) bool {
		if p.ID != without && slices.ContainsFunc(p.Parts, func(one ledger.Moment) bool { return one.Op == of }) {
			found = append(found, p.ID)
		}
		return most == 0 || len(found) < most
	})
	if len(found) == 0 {
		found = []string{"-"}
	}
	return strings.Join(found, " "), err
}

// nextPart returns the number of the group's last event, and the post, the operation and the
// event of the first part of the member's posts in a range of events, or "- - 0". args are the
// range, and the operation and the post whose parts do not count; "*" is every post.
func (s *Store) nextPart(ctx context.Context, g *study.Group, user string, args []string) (string, error) {
	from, err := strconv.ParseInt(args[0], 10, 64)
	if err != nil {
		return "", fmt.Errorf("the script asks from event %q on: %w", args[0], err)
	}
	before, err := strconv.ParseInt(args[1], 10, 64)
	if err != nil {
		before = math.MaxInt64 // "-": there is no end
	}
	seq, err := s.client.HGet(ctx, ledger.GroupKey(g.Guild, g.ID)+ledger.CountersKey, "seq").Result()
	if err != nil {
		return "", wrapUnavailable(err)
	}
	next, post := ledger.Moment{Op: "-", Seq: before}, "-"
	err = s.eachPost(ctx, g, user, func(p ledger.PostParts) bool {
		for _, one := range p.Parts {
			undone := one.Op == args[2] && (args[3] == "*" || args[3] == p.ID)
			if !undone && one.Seq >= from && one.Seq < next.Seq {
				next, post = one, p.ID
			}
		}
		return true
	})
	return fmt.Sprintf("%s %s %s %d", seq, post, next.Op, next.Seq), err
}

// postsOn returns the number of the member's posts on an item.
func (s *Store) postsOn(ctx context.Context, g *study.Group, user, item string) (string, error) {
	n := 0
	err := s.eachPost(ctx, g, user, func(p ledger.PostParts) bool {
		if slices.Contains(p.Items, item) {
			n++
		}
		return true
	})
	return strconv.Itoa(n), err
}

// eachPost calls visit with each of the member's posts until it returns false. It reads them
// piece by piece. A post that is removed meanwhile may be left out.
func (s *Store) eachPost(ctx context.Context, g *study.Group, user string, visit func(ledger.PostParts) bool) error {
	prefix := ledger.GroupKey(g.Guild, g.ID)
	low, high := ledger.PostsBy(user)
	most := 2 * postsAtOnce
	if s.embedded != nil {
		most = math.MaxInt32 // all: miniredis sorts the whole index each time
	}
	for {
		entries, err := s.client.ZRangeByLex(ctx, prefix+ledger.IndexKey, &redis.ZRangeBy{Min: low, Max: high, Count: int64(most)}).Result()
		if err != nil {
			return wrapUnavailable(err)
		}
		for piece := range slices.Chunk(entries, postsAtOnce) {
			more, err := s.visitPosts(ctx, prefix, piece, visit)
			if err != nil || !more {
				return err
			}
		}
		if len(entries) < most {
			return nil
		}
		low = "(" + entries[len(entries)-1]
	}
}

// visitPosts calls visit with the posts of index entries until it returns false. It reports
// whether it never did.
func (s *Store) visitPosts(ctx context.Context, prefix string, entries []string, visit func(ledger.PostParts) bool) (more bool, err error) {
	ids := make([]string, len(entries))
	for i, entry := range entries {
		ids[i] = ledger.EntryPost(entry)
	}
	lines, err := s.client.HMGet(ctx, prefix+ledger.PostsKey, ids...).Result()
	if err != nil {
		return false, wrapUnavailable(err)
	}
	for i, line := range lines {
		if line == nil {
			continue // removed meanwhile
		}
		p, err := ledger.ParsePostParts(ids[i], text(line))
		if err != nil {
			return false, err
		}
		if !visit(p) {
			return false, nil
		}
	}
	return true, nil
}

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
