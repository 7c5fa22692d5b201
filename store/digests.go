package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"dojang/roadmap"
	"dojang/store/ledger"
)

// Digest returns what is stored of a week's digest; its Revision is 0 when
// there is nothing.
func (s *Store) Digest(ctx context.Context, g *roadmap.Group, week roadmap.Date) (roadmap.Digest, error) {
	var value string
	err := s.see(ctx, func() (err error) {
		value, err = s.client.HGet(ctx, groupKey(g.Guild, g.ID)+digestsKey, weekName(week)).Result()
		return away(err)
	})
	if isNil(err) {
		return roadmap.Digest{Week: week}, nil
	}
	if err != nil {
		return roadmap.Digest{}, fmt.Errorf("read digest: %w", err)
	}
	return decodeDigest(week, value)
}

// SaveDigest stores what has become of a digest, if nobody else has stored
// anything about it since it was read: else the error is [roadmap.ErrStale].
// On success the digest's revision is the new one.
func (s *Store) SaveDigest(ctx context.Context, g *roadmap.Group, d *roadmap.Digest, act roadmap.Act) error {
	body, err := ledger.EncodeDigest(d)
	if err != nil {
		return fmt.Errorf("encode digest: %w", err)
	}
	e := newEvent(eventDigest, g.ID, act)
	e.Member, e.Name, e.Week, e.Digest = "", "", weekName(d.Week), body
	recorded, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("encode event: %w", err)
	}
	own := groupKey(g.Guild, g.ID)
	raw, err := s.execute(ctx, g.Guild, g.ID, saveDigestScript, []string{own + digestsKey, own + eventsKey, own + countersKey},
		[]any{weekName(d.Week), strconv.Itoa(d.Revision), body, recorded, bit(d.State == roadmap.DigestPosted)})
	if err != nil {
		return fmt.Errorf("store digest: %w", err)
	}
	revision := number(raw)
	if revision == 0 {
		return roadmap.ErrStale
	}
	d.Revision = revision
	return nil
}

// boardWeeks is of how many weeks before a digest's own the boards are kept
// still when it is due.
const boardWeeks = 2

// Tally returns what the digest of a week tells: the first rows of its board
// and its newest posts, its numbers, and what has changed in weeks before it
// since digests told of them.
func (s *Store) Tally(ctx context.Context, g *roadmap.Group, act roadmap.Act, week roadmap.Week, places, posts int) (*roadmap.Tally, error) {
	name := weekName(week.Name)
	earlier := make([]roadmap.Week, roadmap.CorrectedWeeks)
	for i, w := 0, g.Calendar.Before(week); i < len(earlier); i, w = i+1, g.Calendar.Before(w) {
		earlier[i] = w
	}
	boards := []string{"c.w" + name, "p.w" + name}
	args := []any{name, milli(week.Start), milli(week.End), places, posts}
	for i, w := range earlier {
		args = append(args, weekName(w.Name))
		if i < boardWeeks {
			boards = append(boards, "c.w"+weekName(w.Name))
		}
	}
	a, err := s.read(ctx, weekSummaryScript, g, act, boards, args...)
	if err != nil {
		return nil, err
	}
	totals := a.list(0)
	t := &roadmap.Tally{Week: week, Active: totals.int(0), Checks: totals.int(1), Posts: totals.int(2),
		Stamps: totals.int(3), All: totals.int(4), Event: totals.int(5), Size: a.int(3), Counts: map[string]int{}}
	t.Rows = rows(a.texts(1), a.texts(2), 0, 1)
	for _, line := range a.texts(4) {
		section, name, _ := strings.Cut(line, "\t")
		t.Earned = append(t.Earned, roadmap.Earned{Section: section, Name: name})
	}
	if t.Written, err = parseNamedPosts(a.texts(5)); err != nil {
		return nil, err
	}
	for item, n := range a.pairs(6) {
		t.Counts[item] = number(n)
	}
	t.Members = a.int(8)
	if last := a.text(7); last != "" {
		before, err := decodeDigest(roadmap.Date{}, last)
		if err != nil {
			return nil, err
		}
		t.Places = before.Places
	}
	var digests []roadmap.Digest
	var now []roadmap.Standing
	for i, w := range earlier {
		one := a.list(9).list(i)
		now = append(now, standing(w.Name, one, t.Event))
		if line := one.text(0); line != "" {
			d, err := decodeDigest(w.Name, line)
			if err != nil {
				return nil, err
			}
			digests = append(digests, d)
		}
	}
	if err := s.nameFormer(ctx, g, act, digests, now); err != nil {
		return nil, err
	}
	t.Before = now[0].Checks
	t.Corrections = roadmap.Corrections(digests, now)
	if len(t.Corrections) > 1 {
		made, err := s.contributions(ctx, g, act, earlier[len(earlier)-1].Start, week.Start, t.Corrections)
		if err != nil {
			return nil, err
		}
		t.Imports = roadmap.Imports(t.Corrections, made)
	}
	return t, nil
}

// nameFormer adds the names of those who have a score in a week's digest and none
// in its standing. Mostly there are none, and it asks for nothing.
func (s *Store) nameFormer(ctx context.Context, g *roadmap.Group, act roadmap.Act, digests []roadmap.Digest, now []roadmap.Standing) error {
	var users []string
	former := func(visit func(one *roadmap.Standing, user string)) {
		for _, d := range digests {
			i := slices.IndexFunc(now, func(one roadmap.Standing) bool { return one.Week == d.Week })
			for user := range d.Scores {
				if _, named := now[i].Names[user]; !named && now[i].Scores != nil {
					visit(&now[i], user)
				}
			}
		}
	}
	former(func(_ *roadmap.Standing, user string) { users = append(users, user) })
	if len(users) == 0 {
		return nil
	}
	names, err := s.names(ctx, g, act, users)
	if err != nil {
		return err
	}
	former(func(one *roadmap.Standing, user string) {
		if name, named := names[user]; named {
			one.Names[user] = name
		}
	})
	return nil
}

// standing reads how a week stands: its checks and posts and, where its board is
// kept, its first rows and the names of those on it.
func standing(week roadmap.Date, a answer, event int) roadmap.Standing {
	s := roadmap.Standing{Week: week, Told: roadmap.Told{Checks: a.int(1), Posts: a.int(2), Event: event}}
	if len(a) < 5 {
		return s
	}
	s.Scores, s.Names = map[string]int{}, a.pairs(4)
	for user, score := range a.pairs(3) {
		s.Scores[user] = number(score)
	}
	return s
}

// Focus returns who has begun each of the sections, and the newest posts on
// each of the items.
func (s *Store) Focus(ctx context.Context, g *roadmap.Group, act roadmap.Act, sections, items []string, posts int) ([]roadmap.Begun, []roadmap.Post, error) {
	args := []any{len(sections)}
	for _, section := range sections {
		args = append(args, section)
	}
	args = append(args, posts)
	for _, item := range items {
		args = append(args, item)
	}
	a, err := s.read(ctx, focusScript, g, act, nil, args...)
	if err != nil {
		return nil, nil, err
	}
	begun := make([]roadmap.Begun, len(sections))
	for i := range begun {
		one := a.list(0).list(i)
		begun[i] = roadmap.Begun{Count: one.int(0), Names: one.texts(1)}
	}
	written, err := parseNamedPosts(a.texts(1))
	return begun, written, err
}

// parseNamedPosts reads posts' lines behind their authors' names and a tab.
func parseNamedPosts(lines []string) ([]roadmap.Post, error) {
	var posts []roadmap.Post
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

func isNil(err error) bool { return errors.Is(err, redis.Nil) }
