package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/redis/go-redis/v9"

	"dojang/refusal"
	"dojang/store/ledger"
	"dojang/study"
)

// Join makes op.Member a member of the group. A member who comes back has the kept record again;
// kept is the number of items done in it. Join refuses with "member.already".
func (s *Store) Join(ctx context.Context, g *study.Group, op study.Operation) (kept int, err error) {
	lines, err := s.change(ctx, joinScript, g, op, ledger.NewEvent(ledger.EventJoin, g.ID, op))
	switch {
	case err != nil:
		return 0, err
	case lines.status() == "already":
		return 0, refusal.New("member.already", "group", g.Name)
	case len(lines) != 2:
		return 0, lines.unexpected("join")
	}
	return lines.int(1), nil
}

// Hide hides op.Member from the boards, or shows the member again. It refuses with
// "member.absent". It does nothing if the member is already hidden or shown.
func (s *Store) Hide(ctx context.Context, g *study.Group, op study.Operation, hidden bool) error {
	e := ledger.NewEvent(ledger.EventHide, g.ID, op)
	e.Hidden = hidden
	lines, err := s.change(ctx, hideScript, g, op, e, boolArg(hidden))
	if err == nil && lines.status() == "absent" {
		return refusal.New("member.absent", "group", g.Name)
	}
	return err
}

// Members returns everyone of whom the group has a record, active members first and then by
// name, and the number of checks of each active member, by user.
func (s *Store) Members(ctx context.Context, g *study.Group, op study.Operation) ([]study.Member, map[string]int, error) {
	members, checks, err := s.roster(ctx, g, op)
	if err != nil {
		return nil, nil, err
	}
	slices.SortFunc(members, func(a, b study.Member) int {
		if a.Left != b.Left {
			if a.Left {
				return 1
			}
			return -1
		}
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.User, b.User))
	})
	return members, checks, s.hiddenChecks(ctx, g, members, checks)
}

// roster returns everyone of whom the group has a record, in no order, and the scores on the
// all-time board of checks, by user.
func (s *Store) roster(ctx context.Context, g *study.Group, op study.Operation) ([]study.Member, map[string]int, error) {
	a, err := s.read(ctx, rosterScript, g, op, []string{"c.all"})
	if err != nil {
		return nil, nil, err
	}
	var members []study.Member
	for user, line := range a.pairs(0) {
		m, err := ledger.ParseMember(user, line)
		if err != nil {
			return nil, nil, err
		}
		members = append(members, m)
	}
	scores := map[string]int{}
	for user, score := range a.pairs(1) {
		scores[user] = number(score)
	}
	return members, scores, nil
}

// active returns the group's active members, in no order.
func (s *Store) active(ctx context.Context, g *study.Group, op study.Operation) ([]study.Member, error) {
	members, _, err := s.roster(ctx, g, op)
	return slices.DeleteFunc(members, func(m study.Member) bool { return m.Left }), err
}

// hiddenChecks adds the number of checks of each hidden member, who is on no board.
func (s *Store) hiddenChecks(ctx context.Context, g *study.Group, members []study.Member, checks map[string]int) error {
	ctx, cancel := s.within(ctx)
	defer cancel()
	pipe := s.client.Pipeline()
	counts := map[string]*redis.StringCmd{}
	for _, m := range members {
		if m.Hidden && !m.Left {
			counts[m.User] = pipe.HGet(ctx, ledger.UserKey(g.Guild, m.User), g.ID+".n")
		}
	}
	if len(counts) == 0 {
		return nil
	}
	if _, err := pipe.Exec(ctx); err != nil && !isMissing(err) {
		return fmt.Errorf("checks of hidden members: %w", wrapUnavailable(err))
	}
	for user, count := range counts {
		checks[user] = number(count.Val())
	}
	return nil
}

// MembersInTurn returns up to many of the group's active members. Each turn returns the next
// ones and starts again after the last.
func (s *Store) MembersInTurn(ctx context.Context, g *study.Group, op study.Operation, many, turn int) ([]string, error) {
	a, err := s.read(ctx, membersTurnScript, g, op, nil, many, turn)
	if err != nil {
		return nil, err
	}
	return a.texts(0), nil
}
