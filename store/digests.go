package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"dojang/civil"
	"dojang/store/ledger"
	"dojang/study"
)

// Digest returns the stored digest of a week. Its Revision is 0 if there is none.
func (s *Store) Digest(ctx context.Context, g *study.Group, week civil.Date) (study.Digest, error) {
	ctx, cancel := s.within(ctx)
	defer cancel()
	var value string
	err := s.readDurable(ctx, func() (err error) {
		value, err = s.client.HGet(ctx, ledger.GroupKey(g.Guild, g.ID)+ledger.DigestsKey, ledger.WeekName(week)).Result()
		return wrapUnavailable(err)
	})
	if isMissing(err) {
		return study.Digest{Week: week}, nil
	}
	if err != nil {
		return study.Digest{}, fmt.Errorf("read digest: %w", err)
	}
	return ledger.DecodeDigest(week, value)
}

// SaveDigest stores a digest and sets d.Revision to the new revision. It fails with
// [study.ErrStale] if somebody else has stored that week's digest since d was read.
func (s *Store) SaveDigest(ctx context.Context, g *study.Group, d *study.Digest, op study.Operation) error {
	body, err := ledger.EncodeDigest(d)
	if err != nil {
		return fmt.Errorf("encode digest: %w", err)
	}
	e := ledger.NewEvent(ledger.EventDigest, g.ID, op)
	e.Member, e.Name, e.Week, e.Digest = "", "", ledger.WeekName(d.Week), body
	recorded, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("encode event: %w", err)
	}
	prefix := ledger.GroupKey(g.Guild, g.ID)
	raw, err := s.execute(ctx, g.Guild, g.ID, saveDigestScript, []string{prefix + ledger.DigestsKey, prefix + ledger.EventsKey, prefix + ledger.CountersKey},
		[]any{ledger.WeekName(d.Week), strconv.Itoa(d.Revision), body, recorded, boolArg(d.State == study.DigestPosted)})
	if err != nil {
		return fmt.Errorf("store digest: %w", err)
	}
	revision := number(raw)
	if revision == 0 {
		return study.ErrStale
	}
	d.Revision = revision
	return nil
}

// boardWeeks is the number of weeks before a digest's own whose boards still exist when the
// digest is due.
const boardWeeks = 2

// WeekSummary returns the content of a week's digest: the first rows of the week's board, its
// newest posts, its totals, and the corrections to earlier weeks. ranks and posts limit the rows
// and posts.
func (s *Store) WeekSummary(ctx context.Context, g *study.Group, op study.Operation, week study.Week, ranks, posts int) (*study.WeekSummary, error) {
	name := ledger.WeekName(week.Name)
	earlier := make([]study.Week, study.CorrectedWeeks)
	for i, w := 0, g.Calendar.Before(week); i < len(earlier); i, w = i+1, g.Calendar.Before(w) {
		earlier[i] = w
	}
	boards := []string{"c.w" + name, "p.w" + name}
	args := []any{name, milli(week.Start), milli(week.End), ranks, posts}
	for i, w := range earlier {
		args = append(args, ledger.WeekName(w.Name))
		if i < boardWeeks {
			boards = append(boards, "c.w"+ledger.WeekName(w.Name))
		}
	}
	a, err := s.read(ctx, weekSummaryScript, g, op, boards, args...)
	if err != nil {
		return nil, err
	}
	totals := a.list(0)
	t := &study.WeekSummary{Week: week, Active: totals.int(0), Checks: totals.int(1), Posts: totals.int(2),
		Stamps: totals.int(3), All: totals.int(4), Event: totals.int(5), Size: a.int(3), Counts: map[string]int{}}
	t.Rows = rows(a.texts(1), a.texts(2), 0, 1)
	for _, line := range a.texts(4) {
		section, name, _ := strings.Cut(line, "\t")
		t.Earned = append(t.Earned, study.EarnedStamp{Section: section, Name: name})
	}
	if t.WeekPosts, err = parseNamedPosts(a.texts(5)); err != nil {
		return nil, err
	}
	for item, n := range a.pairs(6) {
		t.Counts[item] = number(n)
	}
	t.Members = a.int(8)
	if last := a.text(7); last != "" {
		before, err := ledger.DecodeDigest(civil.Date{}, last)
		if err != nil {
			return nil, err
		}
		t.PreviousRanks = before.Ranks
	}
	var digests []study.Digest
	var now []study.WeekTotals
	for i, w := range earlier {
		one := a.list(9).list(i)
		now = append(now, parseWeekTotals(w.Name, one, t.Event))
		if line := one.text(0); line != "" {
			d, err := ledger.DecodeDigest(w.Name, line)
			if err != nil {
				return nil, err
			}
			digests = append(digests, d)
		}
	}
	if err := s.nameFormer(ctx, g, op, digests, now); err != nil {
		return nil, err
	}
	t.Before = now[0].Checks
	t.Corrections = study.Corrections(digests, now)
	if len(t.Corrections) > 1 {
		contributions, err := s.contributions(ctx, g, op, earlier[len(earlier)-1].Start, week.Start, t.Corrections)
		if err != nil {
			return nil, err
		}
		t.Imports = study.ExplainImports(t.Corrections, contributions)
	}
	return t, nil
}

// nameFormer adds the names of members who have a score in a week's digest and none in the
// week's current totals. Usually there are none, and nothing is read.
func (s *Store) nameFormer(ctx context.Context, g *study.Group, op study.Operation, digests []study.Digest, now []study.WeekTotals) error {
	var users []string
	former := func(visit func(one *study.WeekTotals, user string)) {
		for _, d := range digests {
			i := slices.IndexFunc(now, func(one study.WeekTotals) bool { return one.Week == d.Week })
			for user := range d.Scores {
				if _, named := now[i].Names[user]; !named && now[i].Scores != nil {
					visit(&now[i], user)
				}
			}
		}
	}
	former(func(_ *study.WeekTotals, user string) { users = append(users, user) })
	if len(users) == 0 {
		return nil
	}
	names, err := s.names(ctx, g, op, users)
	if err != nil {
		return err
	}
	former(func(one *study.WeekTotals, user string) {
		if name, named := names[user]; named {
			one.Names[user] = name
		}
	})
	return nil
}

// parseWeekTotals parses a week's current numbers of checks and posts and, if its board still
// exists, the scores of its first rows and the names of those members.
func parseWeekTotals(week civil.Date, a answer, event int) study.WeekTotals {
	s := study.WeekTotals{Week: week, Published: study.Published{Checks: a.int(1), Posts: a.int(2), Event: event}}
	if len(a) < 5 {
		return s
	}
	s.Scores, s.Names = map[string]int{}, a.pairs(4)
	for user, score := range a.pairs(3) {
		s.Scores[user] = number(score)
	}
	return s
}

// Focus returns who has begun each of the sections, and the newest posts on each item, at most
// posts of them.
func (s *Store) Focus(ctx context.Context, g *study.Group, op study.Operation, sections, items []string, posts int) ([]study.Begun, []study.Post, error) {
	args := []any{len(sections)}
	for _, section := range sections {
		args = append(args, section)
	}
	args = append(args, posts)
	for _, item := range items {
		args = append(args, item)
	}
	a, err := s.read(ctx, focusScript, g, op, nil, args...)
	if err != nil {
		return nil, nil, err
	}
	begun := make([]study.Begun, len(sections))
	for i := range begun {
		one := a.list(0).list(i)
		begun[i] = study.Begun{Count: one.int(0), Names: one.texts(1)}
	}
	written, err := parseNamedPosts(a.texts(1))
	return begun, written, err
}

// parseNamedPosts parses posts from lines that begin with the author's name and a tab.
func parseNamedPosts(lines []string) ([]study.Post, error) {
	var posts []study.Post
	for _, line := range lines {
		name, rest, _ := strings.Cut(line, "\t")
		post, err := parsePost(rest)
		if err != nil {
			return nil, err
		}
		post.Name = name
		posts = append(posts, post)
	}
	return posts, nil
}

// History returns a page of the group's stored digests, newest first. An offset past the end
// gives the last page.
func (s *Store) History(ctx context.Context, g *study.Group, op study.Operation, offset, length int) (study.DigestPage, error) {
	a, err := s.read(ctx, historyScript, g, op, nil, offset, length)
	if err != nil {
		return study.DigestPage{}, err
	}
	page := study.DigestPage{Total: a.int(0), Offset: a.int(3)}
	lines := a.texts(2)
	for i, name := range a.texts(1) {
		week, err := ledger.WeekDate(name)
		if err != nil {
			return study.DigestPage{}, err
		}
		d, err := ledger.DecodeDigest(week, lines[i])
		if err != nil {
			return study.DigestPage{}, err
		}
		page.Digests = append(page.Digests, d)
	}
	return page, nil
}

// DigestBoard returns the stored digest of a week and the board that it published, sorted by
// rank. Only members who may still be named are included. Two round trips.
func (s *Store) DigestBoard(ctx context.Context, g *study.Group, op study.Operation, week civil.Date) (study.Digest, []study.Row, error) {
	ctx, cancel := s.within(ctx) // of both round trips, so that an outage is noticed in time
	defer cancel()
	d, err := s.Digest(ctx, g, week)
	if err != nil {
		return d, nil, err
	}
	names, err := s.names(ctx, g, op, slices.Collect(maps.Keys(d.Ranks)))
	if err != nil {
		return study.Digest{Week: week}, nil, err
	}
	var board []study.Row
	for user, name := range names {
		board = append(board, study.Row{User: user, Name: name, Score: d.Scores[user], Rank: d.Ranks[user]})
	}
	slices.SortFunc(board, func(a, b study.Row) int { return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.Name, b.Name)) })
	return d, board, nil
}

// names returns the names of those users who may be named to others, by user.
func (s *Store) names(ctx context.Context, g *study.Group, op study.Operation, users []string) (map[string]string, error) {
	args := make([]any, len(users))
	for i, user := range users {
		args[i] = user
	}
	a, err := s.read(ctx, namesScript, g, op, nil, args...)
	if err != nil {
		return nil, err
	}
	return a.pairs(0), nil
}
