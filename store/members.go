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

// Leave takes op.Member out of the group. The record is kept in case the member comes back, or
// erased with everything that follows from it. A kept record can be erased later. Leave refuses
// with "member.absent".
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

// eraseEvents deletes the events of an erased member up to number seq, which is the event that
// erased the record. It deletes the oldest first: while the erasing event is still there, the
// ones that are left before it have no effect. The snapshot is cleared twice, so that a
// compaction that runs at the same time does not bring anything back: see compact.lua.
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

// dropSnapshot deletes a member from the group's snapshot and raises its revision.
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

// dropEvents deletes a member's events up to number seq.
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

// forgetRanks removes op.Member from the ranks and scores that are stored with the group's
// digests. Each of these digests is saved again.
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
			continue // the field "last"
		}
		if err := s.forgetRank(ctx, g, week, nobody); err != nil {
			return fmt.Errorf("forget: %w", err)
		}
	}
	return nil
}

// forgetRank removes op.Member from what is stored with a week's digest.
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
