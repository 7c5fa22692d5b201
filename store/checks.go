package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"dojang/link"
	"dojang/refusal"
	"dojang/store/ledger"
	"dojang/study"
)

func boolArg(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// Check checks the item for op.Member, as done at the instant at. If a link is given, it is
// shared as well; an empty title stands for the URL's own. The first check makes the user a
// member if op has a name. Without a name, Check refuses with "member.gone" for anyone who is
// not an active member. One round trip, or two as [Store.Share].
func (s *Store) Check(ctx context.Context, g *study.Group, op study.Operation, item string, at time.Time, shared *link.Link, title string) (study.CheckResult, error) {
	ref, ok := g.Roadmap.Item(item)
	if !ok {
		return study.CheckResult{}, refusal.New("item.unknown", "item", item)
	}
	e := ledger.NewEvent(ledger.EventCheck, g.ID, op)
	e.At, e.Item = milli(at), item
	week := g.Calendar.Week(at).Name
	var links []*sharedLink
	var bare []byte // the event without the link
	if shared != nil {
		var err error
		if bare, err = json.Marshal(e); err != nil {
			return study.CheckResult{}, fmt.Errorf("check: encode event: %w", err)
		}
		links = []*sharedLink{newSharedLink(*shared, title)}
		links[0].addTo(&e)
	}
	lines, err := s.changeLinks(ctx, checkScript, g, op, e, links, func() []string {
		args := make([]string, 0, 17+len(ref.Section.Items))
		args = append(args, item, strconv.FormatInt(e.At, 10), ledger.WeekName(week), ledger.MonthName(g.Calendar.Day(at)),
			ref.Section.ID, strconv.Itoa(len(ref.Section.Items)), boolArg(shared != nil))
		for _, l := range links {
			args = append(append(args, l.args(g, postID(op.ID), op.Now)...), string(bare))
		}
		for _, other := range ref.Section.Items {
			args = append(args, other.ID)
		}
		return args
	})
	if err != nil {
		return study.CheckResult{}, err
	}
	switch {
	case lines.status() == "already" && len(lines) == 2:
		check, err := ledger.ParseCheck(item, lines[1])
		return study.CheckResult{AlreadyDone: true, Check: check}, err
	case lines.status() == "absent":
		return study.CheckResult{}, refusal.New("member.gone")
	case lines.status() == "ok" && len(lines) == 13:
		lines = append(lines, "") // a result stored by a release that did not tell the URL
	case lines.status() != "ok" || len(lines) != 14:
		return study.CheckResult{}, lines.unexpected("check")
	}
	t := study.CheckResult{Check: study.Check{Item: item, At: at, Week: week, Op: op.ID},
		Total: lines.int(1), Others: lines.int(2), Joined: lines[3] == "1", Stamped: lines[4] == "1", Hidden: lines[5] == "1",
		Score: lines.int(6), Rank: lines.int(7),
		Post: study.ShareResult{Outcome: study.Outcome(lines[8]), Post: study.Post{ID: lines[9], Title: lines[12], URL: lines[13]}, By: lines[10]}}
	if lines[11] != "" {
		if t.Post.At, err = instant(lines[11]); err != nil {
			return study.CheckResult{}, err
		}
	}
	return t, nil
}

// Uncheck removes op.Member's check of the item. It refuses with "item.undone" if there is none.
// One round trip.
func (s *Store) Uncheck(ctx context.Context, g *study.Group, op study.Operation, item string) (study.UncheckResult, error) {
	ref, ok := g.Roadmap.Item(item)
	if !ok {
		return study.UncheckResult{}, refusal.New("item.unknown", "item", item)
	}
	e := ledger.NewEvent(ledger.EventUncheck, g.ID, op)
	e.Item = item
	lines, err := s.change(ctx, uncheckScript, g, op, e, item, ref.Section.ID, boolArg(g.RoadmapVersion > 1))
	if err != nil {
		return study.UncheckResult{}, err
	}
	switch {
	case lines.status() == "undone":
		return study.UncheckResult{}, refusal.New("item.undone", "item", ref.Item.Title)
	case lines.status() != "ok" || len(lines) != 7:
		return study.UncheckResult{}, lines.unexpected("uncheck")
	}
	check, err := ledger.ParseCheck(item, lines[1])
	return study.UncheckResult{Check: check, Total: lines.int(2), Hidden: lines[3] == "1", Score: lines.int(4), Rank: lines.int(5), Posts: lines.int(6)}, err
}

// Undo reverses what op.Member's operation of did: the check of item, the sharing of post, and
// the enrolment that came with them. Item and post may be "". Undo refuses with "undo.gone" if
// nothing of the operation is left.
func (s *Store) Undo(ctx context.Context, g *study.Group, op study.Operation, of, item, post string) (study.UndoResult, error) {
	var items []string
	if item != "" {
		items = []string{item}
	}
	e := ledger.NewEvent(ledger.EventUndo, g.ID, op)
	e.Of, e.Item, e.Post = of, item, post
	return s.undo(ctx, g, op, e, items)
}

// UndoAll reverses everything that op.Member's operation of did: checks, posts and the enrolment
// that came with them. It refuses with "undo.gone" if nothing of the operation is left. Two
// round trips: the first finds the items that it checked.
func (s *Store) UndoAll(ctx context.Context, g *study.Group, op study.Operation, of string) (study.UndoResult, error) {
	items, err := s.checkedBy(ctx, g, op.Member, of)
	if err != nil {
		return study.UndoResult{}, fmt.Errorf("undo: %w", err)
	}
	e := ledger.NewEvent(ledger.EventUndo, g.ID, op)
	e.Of = of
	return s.undo(ctx, g, op, e, items)
}

// checkedBy returns the items that the user's operation has checked, as far as the checks are
// still there.
func (s *Store) checkedBy(ctx context.Context, g *study.Group, user, of string) (items []string, err error) {
	ctx, cancel := s.within(ctx)
	defer cancel()
	stored, err := s.client.HGetAll(ctx, ledger.UserKey(g.Guild, user)).Result()
	if err != nil {
		return nil, wrapUnavailable(err)
	}
	var r study.Record
	if err := ledger.ParseRecord(&r, g.ID, stored); err != nil {
		return nil, err
	}
	for item, check := range r.Checks {
		if check.Op == of {
			items = append(items, item)
		}
	}
	return items, nil
}

// undo runs the script for the event. items are the items that the operation may have checked.
func (s *Store) undo(ctx context.Context, g *study.Group, op study.Operation, e ledger.Event, items []string) (study.UndoResult, error) {
	args := []string{e.Of, boolArg(e.Item == "" && e.Post == ""), e.Post, boolArg(g.RoadmapVersion > 1)}
	for _, item := range items {
		section := "" // stays empty if the roadmap no longer has the item
		if ref, ok := g.Roadmap.Item(item); ok {
			section = ref.Section.ID
		}
		args = append(args, item, section)
	}
	lines, err := s.change(ctx, undoScript, g, op, e, args...)
	if err != nil {
		return study.UndoResult{}, err
	}
	switch {
	case lines.status() == "gone":
		return study.UndoResult{}, refusal.New("undo.gone")
	case lines.status() != "ok" || len(lines) != 6:
		return study.UndoResult{}, lines.unexpected("undo")
	}
	return study.UndoResult{Checks: lines.int(1), Posts: lines.int(2), Total: lines.int(3), Name: lines[4], Title: lines[5]}, nil
}

// Completions returns who has done the item. Shown has at most many of the members that may be
// named. Two round trips: the members, then their checks.
func (s *Store) Completions(ctx context.Context, g *study.Group, op study.Operation, item string, many int) (study.Completions, error) {
	var d study.Completions
	members, err := s.active(ctx, g, op)
	if err != nil {
		return d, err
	}
	d.Active = len(members)
	checks, err := s.checksOf(ctx, g, members, item)
	if err != nil {
		return d, err
	}
	for i, m := range members {
		if checks[i] == "" {
			continue
		}
		check, err := ledger.ParseCheck(item, checks[i])
		if err != nil {
			return d, err
		}
		d.Count++
		if m.User == op.Member {
			d.Mine = &check
		}
		if !m.Hidden {
			d.Shown = append(d.Shown, study.Completion{User: m.User, Name: m.Name, At: check.At})
		}
	}
	slices.SortFunc(d.Shown, func(a, b study.Completion) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.User, b.User)) })
	d.Shown = d.Shown[:min(len(d.Shown), many)]
	return d, nil
}

// checksOf returns each member's check of the item, "" for none.
func (s *Store) checksOf(ctx context.Context, g *study.Group, members []study.Member, item string) ([]string, error) {
	if len(members) == 0 {
		return nil, nil
	}
	ctx, cancel := s.within(ctx)
	defer cancel()
	pipe := s.client.Pipeline()
	found := make([]*redis.StringCmd, len(members))
	for i, m := range members {
		found[i] = pipe.HGet(ctx, ledger.UserKey(g.Guild, m.User), g.ID+".c."+item)
	}
	err := s.readDurable(ctx, func() error {
		_, err := pipe.Exec(ctx)
		return wrapUnavailable(err)
	})
	if err != nil && !isMissing(err) {
		return nil, fmt.Errorf("checks of %s: %w", item, err)
	}
	checks := make([]string, len(members))
	for i := range found {
		checks[i] = found[i].Val()
	}
	return checks, nil
}

// Overview returns op.Member's record and the numbers of the group to compare it with. Someone
// who is not a member has an empty record with a zero Joined.
func (s *Store) Overview(ctx context.Context, g *study.Group, op study.Operation) (*study.Overview, error) {
	week := "w" + ledger.WeekName(g.Calendar.Week(op.Now).Name)
	a, err := s.read(ctx, overviewScript, g, op, []string{"c." + week}, week)
	if err != nil {
		return nil, err
	}
	o := &study.Overview{Counts: map[string]int{}}
	if err := ledger.ParseRecord(&o.Record, g.ID, a.pairs(0)); err != nil {
		return nil, fmt.Errorf("record of %s: %w", op.Member, err)
	}
	if line := a.text(1); line != "" {
		if o.Record.Member, err = ledger.ParseMember(op.Member, line); err != nil {
			return nil, err
		}
	}
	for item, n := range a.pairs(2) {
		o.Counts[item] = number(n)
	}
	totals := a.list(3)
	o.Active, o.Total, o.Week = totals.int(0), totals.int(1), totals.int(2)
	o.Rank, o.Record.Posts = a.int(4), a.int(5)
	return o, nil
}
