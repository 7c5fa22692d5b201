package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"dojang/civil"
	"dojang/refusal"
	"dojang/store/ledger"
	"dojang/study"
)

// Leave takes op.Member out of the group. The record is kept in case the member comes back, or
// erased with everything that follows from it. A kept record can be erased later. Leave refuses
// with "member.absent". Many posts are erased piece by piece, after the member has left: if that is
// interrupted, what is left of the record can be erased later.
func (s *Store) Leave(ctx context.Context, g *study.Group, op study.Operation, erase bool) error {
	lines, err := s.leave(ctx, g, op, erase)
	for n := 0; err == nil && lines.status() == "many"; n++ {
		if n == asks {
			return fmt.Errorf("leave: %w: posts came %d times while they were erased", study.ErrUnavailable, asks)
		}
		if err = s.forgetPosts(ctx, g, op); err == nil {
			lines, err = s.leave(ctx, g, uncounted(op), erase)
		}
	}
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

// leave runs the script.
func (s *Store) leave(ctx context.Context, g *study.Group, op study.Operation, erase bool) (reply, error) {
	e := ledger.NewEvent(ledger.EventLeave, g.ID, op)
	e.Erase = erase
	return s.change(ctx, leaveScript, g, op, e, boolArg(erase), strconv.Itoa(s.limits.erased))
}

// forgetPosts takes op.Member out of the group, with the record kept, and then deletes the member's
// posts piece by piece. Each piece is an operation of its own.
func (s *Store) forgetPosts(ctx context.Context, g *study.Group, op study.Operation) error {
	first := op
	first.ID += " keep"
	if _, err := s.leave(ctx, g, first, false); err != nil {
		return err
	}
	return s.eachPiece(ctx, g, op.Member, s.limits.erased, func(ids []string) (more bool, err error) {
		piece := uncounted(op)
		piece.ID += " " + ids[0]
		e := ledger.NewEvent(ledger.EventForget, g.ID, piece)
		e.Posts = ids
		lines, err := s.change(ctx, forgetScript, g, piece, e, ids...)
		return err == nil && lines.status() == "ok", err
	})
}

// uncounted returns the operation as a later step of itself: its first step was counted, and may
// have changed the member's groups.
func uncounted(op study.Operation) study.Operation {
	op.Actor, op.Groups = ownActor, study.AnyGroups
	return op
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
