package store

import (
	"context"
	"fmt"
	"strings"

	"dojang/roadmap"
)

// Overview returns the act's member's record and the group's numbers to see
// it against. Someone who is no member has an empty record, with Joined zero.
func (s *Store) Overview(ctx context.Context, g *roadmap.Group, act roadmap.Act) (*roadmap.Overview, error) {
	week := "w" + weekName(g.Calendar.Week(act.Now).Name)
	a, err := s.read(ctx, overviewScript, g, act, []string{"c." + week}, week)
	if err != nil {
		return nil, err
	}
	o := &roadmap.Overview{Counts: map[string]int{}}
	if err := parseRecord(&o.Record, g.ID, a.pairs(0)); err != nil {
		return nil, fmt.Errorf("record of %s: %w", act.Member, err)
	}
	if line := a.text(1); line != "" {
		if o.Record.Member, err = parseMember(act.Member, line); err != nil {
			return nil, err
		}
	}
	for item, n := range a.pairs(2) {
		o.Counts[item] = number(n)
	}
	totals := a.list(3)
	o.Active, o.Total, o.Week = totals.int(0), totals.int(1), totals.int(2)
	o.Place, o.Record.Posts = a.int(4), a.int(5)
	return o, nil
}

// parseRecord reads what a user's hash holds for the group.
func parseRecord(r *roadmap.Record, group string, fields map[string]string) error {
	r.Checks, r.Stamps = map[string]roadmap.Check{}, map[string]roadmap.Stamp{}
	for name, value := range fields {
		rest, ok := strings.CutPrefix(name, group+".")
		if !ok {
			continue
		}
		kind, id, _ := strings.Cut(rest, ".")
		switch kind {
		case "c":
			check, err := parseCheck(id, value)
			if err != nil {
				return err
			}
			r.Checks[id] = check
		case "s":
			at, _, _ := strings.Cut(value, " ")
			t, err := instant(at)
			if err != nil {
				return fmt.Errorf("stamp of %s: %w", id, err)
			}
			r.Stamps[id] = roadmap.Stamp{Section: id, At: t}
		}
	}
	return nil
}
