package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/redis/go-redis/v9"

	"dojang/civil"
	"dojang/refusal"
	"dojang/store/ledger"
	"dojang/study"
)

// Join makes the act's member a member of the group, with the kept record if
// there is one; it returns how many items that has. It refuses with
// "member.already".
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

// Leave takes the act's member out of the group. The record is kept for a
// return, or erased with everything that follows from it; a kept one can be
// erased later. It refuses with "member.absent".
func (s *Store) Leave(ctx context.Context, g *study.Group, op study.Operation, erase bool) error {
	e := ledger.NewEvent(ledger.EventLeave, g.ID, op)
	e.Erase = erase
	lines, err := s.change(ctx, leaveScript, g, op, e, boolArg(erase))
	switch {
	case err != nil:
		return err
	case lines.status() == "absent":
		return refusal.New("member.absent", "group", g.Name)
	case len(lines) != 2:
		return lines.unexpected("leave")
	case erase:
		if err := s.forgetRanks(ctx, g, op); err != nil {
			return err
		}
		return s.eraseEvents(ctx, g, op.Member, lines[1])
	}
	return nil
}

// Hide takes the act's member off the boards, or puts the member back. It
// refuses with "member.absent"; done already is done.
func (s *Store) Hide(ctx context.Context, g *study.Group, op study.Operation, hidden bool) error {
	e := ledger.NewEvent(ledger.EventHide, g.ID, op)
	e.Hidden = hidden
	lines, err := s.change(ctx, hideScript, g, op, e, boolArg(hidden))
	if err == nil && lines.status() == "absent" {
		return refusal.New("member.absent", "group", g.Name)
	}
	return err
}

// Members returns everyone the group holds a record of, the active ones first,
// by name, and how many checks each active one has.
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

// roster returns everyone the group holds a record of, in no order, and the scores
// of those on the board of all time.
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

// hiddenChecks adds the numbers of the members who are on no board.
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

// MembersInTurn returns up to many of the group's active members. Each turn takes
// the next ones, and begins again behind the last.
func (s *Store) MembersInTurn(ctx context.Context, g *study.Group, op study.Operation, many, turn int) ([]string, error) {
	a, err := s.read(ctx, membersTurnScript, g, op, nil, many, turn)
	if err != nil {
		return nil, err
	}
	return a.texts(0), nil
}

// forget deletes what the events up to the one of that number say of an erased
// member, oldest first: as long as that one, which says that the record is
// erased, is there, what is left of the others means nothing. Somebody who
// compacts events meanwhile must not bring anything back: see compact.lua.
func (s *Store) eraseEvents(ctx context.Context, g *study.Group, user, seq string) error {
	if s.durable() {
		s.embedded.log.Compact()
		return nil
	}
	if err := s.dropSnapshot(ctx, g, user); err != nil {
		return err
	}
	if err := s.dropEvents(ctx, g, user, seq); err != nil {
		return err
	}
	return s.dropSnapshot(ctx, g, user)
}

// dropSnapshot deletes a member from the group's snapshot.
func (s *Store) dropSnapshot(ctx context.Context, g *study.Group, user string) error {
	key := ledger.GroupKey(g.Guild, g.ID) + ledger.SnapshotKey
	pipe := s.client.Pipeline()
	pipe.HDel(ctx, key, ledger.MemberPrefix+user)
	pipe.HIncrBy(ctx, key, ledger.RevisionField, 1)
	if _, err := pipe.Exec(ctx); err != nil {
		return fmt.Errorf("forget: %w", wrapUnavailable(err))
	}
	return nil
}

// dropEvents deletes a member's events up to a number.
func (s *Store) dropEvents(ctx context.Context, g *study.Group, user, seq string) error {
	const page = 500
	stream := ledger.GroupKey(g.Guild, g.ID) + ledger.EventsKey
	for from := "-"; ; {
		entries, err := s.client.XRangeN(ctx, stream, from, seq, page).Result()
		if err != nil {
			return fmt.Errorf("forget: %w", wrapUnavailable(err))
		}
		var ids []string
		for _, entry := range entries {
			e, err := decodeEvent(entry)
			if err != nil {
				return fmt.Errorf("forget: %w", err)
			}
			if e.Member == user {
				ids = append(ids, entry.ID)
			}
		}
		if len(ids) > 0 {
			if err := s.client.XDel(ctx, stream, ids...).Err(); err != nil {
				return fmt.Errorf("forget: %w", wrapUnavailable(err))
			}
		}
		if len(entries) < page {
			return nil
		}
		from = "(" + entries[len(entries)-1].ID
	}
}

// forgetPlaces takes the act's member out of the places and scores that digests
// have stored: each of these digests is stored anew, in the place of what there was.
func (s *Store) forgetRanks(ctx context.Context, g *study.Group, op study.Operation) error {
	prefix := ledger.GroupKey(g.Guild, g.ID)
	weeks, err := s.client.HKeys(ctx, prefix+ledger.DigestsKey).Result()
	if err != nil {
		return fmt.Errorf("forget: %w", wrapUnavailable(err))
	}
	nobody := op
	nobody.ID, nobody.Actor = "erase", "0"
	for _, name := range weeks {
		week, err := ledger.WeekDate(name)
		if err != nil {
			continue // the field that says which is the last
		}
		if err := s.forgetRank(ctx, g, week, nobody); err != nil {
			return fmt.Errorf("forget: %w", err)
		}
	}
	return nil
}

// forgetPlace takes the act's member out of what a week's digest keeps.
func (s *Store) forgetRank(ctx context.Context, g *study.Group, week civil.Date, op study.Operation) error {
	for {
		d, err := s.Digest(ctx, g, week)
		if err != nil {
			return err
		}
		if !d.Forget(op.Member) {
			return nil
		}
		switch err := s.SaveDigest(ctx, g, &d, op); {
		case err == nil:
			return wrapUnavailable(s.client.HDel(ctx, ledger.GroupKey(g.Guild, g.ID)+ledger.SnapshotKey, ledger.DigestPrefix+ledger.WeekName(week)).Err())
		case !errors.Is(err, study.ErrStale):
			return err
		}
	}
}
