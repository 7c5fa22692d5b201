package store

import (
	"context"
	"fmt"

	"dojang/roadmap"
	"dojang/store/ledger"
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
	if err := ledger.ParseRecord(&o.Record, g.ID, a.pairs(0)); err != nil {
		return nil, fmt.Errorf("record of %s: %w", act.Member, err)
	}
	if line := a.text(1); line != "" {
		if o.Record.Member, err = ledger.ParseMember(act.Member, line); err != nil {
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
