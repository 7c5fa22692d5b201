package store

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"dojang/store/ledger"
	"dojang/study"
)

// fewPosts is how many posts of a member a script reads itself. If there are more, it asks
// for what it has to know of them: see lua/include/ask.lua.
const fewPosts = 200

// postsAtOnce is how many posts one command reads to answer a script's questions.
const postsAtOnce = 500

// erasedAtOnce is how many posts one script deletes when a member's record is erased.
const erasedAtOnce = 50

// limits are how many posts of a member a script reads itself, how many one command reads to answer
// its questions, how many one script erases, and how many posts a member may have in a group and a
// group may have.
type limits struct{ few, atOnce, erased, posts, groupPosts int }

// bounds are the limits of every store. Tests lower them.
var bounds = limits{few: fewPosts, atOnce: postsAtOnce, erased: erasedAtOnce, posts: study.MaxPosts, groupPosts: study.MaxGroupPosts}

// String formats the limits for the scripts.
func (l limits) String() string {
	return strconv.Itoa(l.few) + " " + strconv.Itoa(l.posts) + " " + strconv.Itoa(l.groupPosts)
}

// asks is how often a script may ask. It asks again if the group has changed since the member's
// posts were read.
const asks = 20

// answers are the answers to a script's questions, by question.
type answers map[string]string

// String formats the answers for the script.
func (a answers) String() string {
	var text strings.Builder
	for _, question := range slices.Sorted(maps.Keys(a)) {
		text.WriteString(question + "\t" + a[question] + "\n")
	}
	return text.String()
}

// answer adds the answers to a script's questions about op.Member's posts. It reads the posts once
// for all questions.
func (s *Store) answer(ctx context.Context, g *study.Group, op study.Operation, questions []string, to answers) error {
	open := map[string]inquiry{}
	for _, question := range questions {
		if question == "periods" {
			to[question] = periodRanges(g, op)
			continue
		}
		of, err := parseInquiry(question)
		if err != nil {
			return err
		}
		open[question] = of
	}
	if len(open) == 0 {
		return nil
	}
	seq, err := s.inquire(ctx, g, op.Member, slices.Collect(maps.Values(open)))
	if err != nil {
		return fmt.Errorf("answer %q: %w", questions, err)
	}
	for question, of := range open {
		to[question] = seq + " " + of.answer()
	}
	return nil
}

// inquire shows the member's posts to the inquiries. It returns the number of the group's last event
// before the posts were read: if the group has a later one when the script runs, the answers may be
// wrong.
func (s *Store) inquire(ctx context.Context, g *study.Group, user string, open []inquiry) (seq string, err error) {
	seq, err = s.client.HGet(ctx, ledger.GroupKey(g.Guild, g.ID)+ledger.CountersKey, "seq").Result()
	if err != nil {
		return "", wrapUnavailable(err)
	}
	return seq, s.eachPost(ctx, g, user, func(p ledger.PostParts) bool {
		more := false
		for _, of := range open {
			more = of.visit(p) || more
		}
		return more
	})
}

// eachPost calls visit with each of the member's posts until it returns false. It reads them
// piece by piece. A post that changes meanwhile may be left out or come twice.
func (s *Store) eachPost(ctx context.Context, g *study.Group, user string, visit func(ledger.PostParts) bool) error {
	return s.eachPiece(ctx, g, user, s.limits.atOnce, func(ids []string) (more bool, err error) {
		return s.visitPosts(ctx, ledger.GroupKey(g.Guild, g.ID), ids, visit)
	})
}

// eachPiece calls visit with the ids of the member's posts, so many at a time, until it returns
// false or an error. A post that changes meanwhile may be left out or come twice.
func (s *Store) eachPiece(ctx context.Context, g *study.Group, user string, size int, visit func(ids []string) (more bool, err error)) error {
	index := ledger.GroupKey(g.Guild, g.ID) + ledger.IndexKey
	low, high := ledger.PostsBy(user)
	most := 2 * s.limits.atOnce
	if s.embedded != nil {
		most = math.MaxInt32 // all: miniredis sorts the whole index each time
	}
	for {
		entries, err := s.client.ZRangeByLex(ctx, index, &redis.ZRangeBy{Min: low, Max: high, Count: int64(most)}).Result()
		if err != nil {
			return wrapUnavailable(err)
		}
		for piece := range slices.Chunk(entries, size) {
			ids := make([]string, len(piece))
			for i, entry := range piece {
				ids[i] = ledger.EntryPost(entry)
			}
			if more, err := visit(ids); err != nil || !more {
				return err
			}
		}
		if len(entries) < most {
			return nil
		}
		low = "(" + entries[len(entries)-1]
	}
}

// visitPosts calls visit with the posts until it returns false. It reports whether it never did.
func (s *Store) visitPosts(ctx context.Context, prefix string, ids []string, visit func(ledger.PostParts) bool) (more bool, err error) {
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
