package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/redis/go-redis/v9"

	"dojang/roadmap"
)

// Join makes the act's member a member of the group, with the kept record if
// there is one; it returns how many items that has. It refuses with
// "member.already".
func (s *Store) Join(ctx context.Context, g *roadmap.Group, act roadmap.Act) (kept int, err error) {
	lines, err := s.change(ctx, joinScript, g, act, newEvent(eventJoin, g.ID, act))
	switch {
	case err != nil:
		return 0, err
	case lines.status() == "already":
		return 0, roadmap.Refuse("member.already", "group", g.Name)
	case len(lines) != 2:
		return 0, lines.unexpected("join")
	}
	return lines.int(1), nil
}

// Leave takes the act's member out of the group. The record is kept for a
// return, or erased with everything that follows from it; a kept one can be
// erased later. It refuses with "member.absent".
func (s *Store) Leave(ctx context.Context, g *roadmap.Group, act roadmap.Act, erase bool) error {
	e := newEvent(eventLeave, g.ID, act)
	e.Erase = erase
	lines, err := s.change(ctx, leaveScript, g, act, e, bit(erase))
	switch {
	case err != nil:
		return err
	case lines.status() == "absent":
		return roadmap.Refuse("member.absent", "group", g.Name)
	case len(lines) != 2:
		return lines.unexpected("leave")
	case erase:
		if err := s.forgetPlaces(ctx, g, act); err != nil {
			return err
		}
		return s.forget(ctx, g, act.Member, lines[1])
	}
	return nil
}

// Hide takes the act's member off the boards, or puts the member back. It
// refuses with "member.absent"; done already is done.
func (s *Store) Hide(ctx context.Context, g *roadmap.Group, act roadmap.Act, hidden bool) error {
	e := newEvent(eventHide, g.ID, act)
	e.Hidden = hidden
	lines, err := s.change(ctx, hideScript, g, act, e, bit(hidden))
	if err == nil && lines.status() == "absent" {
		return roadmap.Refuse("member.absent", "group", g.Name)
	}
	return err
}

// Members returns everyone the group holds a record of, the active ones first,
// by name, and how many checks each active one has.
func (s *Store) Members(ctx context.Context, g *roadmap.Group, act roadmap.Act) ([]roadmap.Member, map[string]int, error) {
	members, checks, err := s.roster(ctx, g, act)
	if err != nil {
		return nil, nil, err
	}
	slices.SortFunc(members, func(a, b roadmap.Member) int {
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

// roster returns everyone the group holds a record of, in no order, and the scores
// of those on the board of all time.
func (s *Store) roster(ctx context.Context, g *roadmap.Group, act roadmap.Act) ([]roadmap.Member, map[string]int, error) {
	a, err := s.read(ctx, rosterScript, g, act, []string{"c.all"})
	if err != nil {
		return nil, nil, err
	}
	var members []roadmap.Member
	for user, line := range a.pairs(0) {
		m, err := parseMember(user, line)
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
func (s *Store) active(ctx context.Context, g *roadmap.Group, act roadmap.Act) ([]roadmap.Member, error) {
	members, _, err := s.roster(ctx, g, act)
	return slices.DeleteFunc(members, func(m roadmap.Member) bool { return m.Left }), err
}

// hiddenChecks adds the numbers of the members who are on no board.
func (s *Store) hiddenChecks(ctx context.Context, g *roadmap.Group, members []roadmap.Member, checks map[string]int) error {
	ctx, cancel := s.within(ctx)
	defer cancel()
	pipe := s.client.Pipeline()
	counts := map[string]*redis.StringCmd{}
	for _, m := range members {
		if m.Hidden && !m.Left {
			counts[m.User] = pipe.HGet(ctx, userKey(g.Guild, m.User), g.ID+".n")
		}
	}
	if len(counts) == 0 {
		return nil
	}
	if _, err := pipe.Exec(ctx); err != nil && !isNil(err) {
		return fmt.Errorf("checks of hidden members: %w", away(err))
	}
	for user, count := range counts {
		checks[user] = number(count.Val())
	}
	return nil
}

// MembersInTurn returns up to many of the group's active members. Each turn takes
// the next ones, and begins again behind the last.
func (s *Store) MembersInTurn(ctx context.Context, g *roadmap.Group, act roadmap.Act, many, turn int) ([]string, error) {
	a, err := s.read(ctx, membersTurnScript, g, act, nil, many, turn)
	if err != nil {
		return nil, err
	}
	return a.texts(0), nil
}
