package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dojang/refusal"
	"dojang/roadmap"
	"dojang/store/ledger"
	"dojang/study"
)

// Apply does all that the batch says for the act's member, or nothing: each check
// and each post with an event of its own, all under the act's operation. An item
// that is done and a link that another member has shared are left as they are. It
// refuses with "item.unknown", and with "member.gone" as [Store.Check] does. One
// round trip.
func (s *Store) Apply(ctx context.Context, g *study.Group, op study.Operation, batch study.Batch) (study.BatchResult, error) {
	b := batching{g: g, act: op, sections: map[string]int{}}
	for _, done := range batch.Checks {
		if err := b.check(done); err != nil {
			return study.BatchResult{}, err
		}
	}
	for i, given := range batch.Posts {
		if err := b.post(i, given, batch.With); err != nil {
			return study.BatchResult{}, err
		}
	}
	args := []string{strconv.Itoa(len(b.sections)), strconv.Itoa(len(batch.Checks)), strconv.Itoa(len(batch.Posts)), bit(batch.With)}
	first := ledger.NewEvent(ledger.EventCheck, g.ID, op) // each entry brings its own
	lines, err := s.change(ctx, applyScript, g, op, first, slices.Concat(args, b.siblings, b.checks, b.posts)...)
	if err != nil {
		return study.BatchResult{}, err
	}
	switch {
	case lines.status() == "absent":
		return study.BatchResult{}, refusal.New("member.gone")
	case lines.status() != "ok" || len(lines) != 6+max(1, len(batch.Checks)+len(batch.Posts)):
		return study.BatchResult{}, lines.unexpected("apply")
	}
	entered := study.BatchResult{Total: lines.int(1), Joined: lines[2] == "1", Hidden: lines[3] == "1", Score: lines.int(4), Rank: lines.int(5)}
	rest := lines[6:]
	for i, done := range batch.Checks {
		stamped, known, _ := strings.Cut(rest[i], "\t")
		before := study.Check{}
		if known != "" {
			if before, err = ledger.ParseCheck(done.Item, known); err != nil {
				return study.BatchResult{}, err
			}
		}
		entered.Before = append(entered.Before, before)
		if ref, _ := g.Roadmap.Item(done.Item); stamped == "1" {
			entered.Stamps = append(entered.Stamps, ref.Section.ID)
		}
	}
	for _, line := range rest[len(batch.Checks):][:len(batch.Posts)] {
		shared, err := parseShared(line)
		if err != nil {
			return study.BatchResult{}, err
		}
		entered.Shared = append(entered.Shared, shared)
	}
	return entered, nil
}

// parseShared reads what became of one link of a batch.
func parseShared(line string) (study.ShareResult, error) {
	f := strings.SplitN(line, "\t", 5)
	if len(f) != 5 {
		return study.ShareResult{}, fmt.Errorf("apply: unexpected post %q", line)
	}
	shared := study.ShareResult{Outcome: study.Outcome(f[0]), Post: study.Post{ID: f[1], Title: f[2]}, By: f[4]}
	if f[3] == "" {
		return shared, nil
	}
	var err error
	shared.At, err = instant(f[3])
	return shared, err
}

// batching collects the arguments of the script.
type batching struct {
	g        *study.Group
	act      study.Operation
	sections map[string]int // their numbers, from 1
	siblings []string
	checks   []string
	posts    []string
}

// section returns the number of the item's section.
func (b *batching) section(of *roadmap.Section) int {
	if n, ok := b.sections[of.ID]; ok {
		return n
	}
	b.sections[of.ID] = len(b.sections) + 1
	b.siblings = append(b.siblings, of.ID, strconv.Itoa(len(of.Items)))
	for _, item := range of.Items {
		b.siblings = append(b.siblings, item.ID)
	}
	return b.sections[of.ID]
}

func (b *batching) check(done study.BatchCheck) error {
	ref, ok := b.g.Roadmap.Item(done.Item)
	if !ok {
		return refusal.New("item.unknown", "item", done.Item)
	}
	e := ledger.NewEvent(ledger.EventCheck, b.g.ID, b.act)
	e.At, e.Item = milli(done.At), done.Item
	body, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("apply: encode event: %w", err)
	}
	b.checks = append(b.checks, done.Item, strconv.FormatInt(e.At, 10), ledger.WeekName(b.g.Calendar.Week(done.At).Name),
		ledger.MonthName(b.g.Calendar.Day(done.At)), strconv.Itoa(b.section(ref.Section)), string(body))
	return nil
}

// post adds the i-th link.
func (b *batching) post(i int, given study.PostInput, with bool) error {
	if err := knows(b.g, given.Items); err != nil {
		return err
	}
	l := sharedLink{given.Link, given.Title}
	e := ledger.NewEvent(ledger.EventShare, b.g.ID, b.act)
	l.addTo(&e)
	e.At, e.Items, e.With, e.Post = milli(given.At), given.Items, with, postID(fmt.Sprint(b.act.ID, " ", i))
	body, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("apply: encode event: %w", err)
	}
	args := l.args(b.g, b.act, given.At)
	args[0] = e.Post
	b.posts = append(append(append(b.posts, strings.Join(given.Items, " ")), args...), string(body))
	return nil
}
