package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"dojang/store/ledger"
	"dojang/study"
)

// contributionsAtOnce is how many members or posts one pipeline reads.
const contributionsAtOnce = 200

// contributions returns the checks and posts that were added to the corrected weeks after their
// digests were posted. The weeks lie between the two instants. Only members who may be named are
// included. It reads the records of all of them, which only a digest with several corrected
// weeks needs.
func (s *Store) contributions(ctx context.Context, g *study.Group, op study.Operation, from, to time.Time, corrected []study.Correction) ([]study.Contribution, error) {
	members, err := s.active(ctx, g, op)
	if err != nil {
		return nil, err
	}
	r := contributionReader{g: g, weeks: map[string]study.Correction{}, names: map[string]string{}}
	posts := false
	for _, c := range corrected {
		r.weeks[ledger.WeekName(c.Week)] = c
		posts = posts || c.Before.Posts != c.Now.Posts
	}
	var users []string
	for _, m := range members {
		if !m.Hidden {
			r.names[m.User] = m.Name
			users = append(users, m.User)
		}
	}
	for chunk := range slices.Chunk(users, contributionsAtOnce) {
		err := s.pipelined(ctx, func(ctx context.Context, pipe redis.Pipeliner) {
			for _, user := range chunk {
				pipe.HGetAll(ctx, ledger.UserKey(g.Guild, user))
			}
		}, func(i int, found redis.Cmder) error {
			return r.checks(chunk[i], found.(*redis.MapStringStringCmd).Val())
		})
		if err != nil {
			return nil, fmt.Errorf("read checks: %w", err)
		}
	}
	if !posts {
		return r.found, nil
	}
	if err := s.contributedPosts(ctx, &r, from, to); err != nil {
		return nil, fmt.Errorf("read posts: %w", err)
	}
	return r.found, nil
}

// contributedPosts adds the posts between the two instants.
func (s *Store) contributedPosts(ctx context.Context, r *contributionReader, from, to time.Time) error {
	prefix := ledger.GroupKey(r.g.Guild, r.g.ID)
	var ids []string
	low, high := ledger.PostsBetween(from, to)
	err := s.readDurable(ctx, func() error {
		entries, err := s.client.ZRangeByLex(ctx, prefix+ledger.IndexKey, &redis.ZRangeBy{Min: low, Max: high}).Result()
		for _, entry := range entries {
			ids = append(ids, ledger.EntryPost(entry))
		}
		return wrapUnavailable(err)
	})
	if err != nil {
		return err
	}
	for chunk := range slices.Chunk(ids, contributionsAtOnce) {
		err := s.pipelined(ctx, func(ctx context.Context, pipe redis.Pipeliner) {
			pipe.HMGet(ctx, prefix+ledger.PostsKey, chunk...)
		}, func(_ int, found redis.Cmder) error {
			for i, line := range found.(*redis.SliceCmd).Val() {
				if err := r.post(chunk[i], text(line)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// contributionReader collects contributions to the corrected weeks.
type contributionReader struct {
	g     *study.Group
	weeks map[string]study.Correction // by the week's name
	names map[string]string           // by user: members who may be named
	found []study.Contribution
}

func (r *contributionReader) add(user string, moment ledger.Moment, post bool) {
	week, corrected := r.weeks[moment.Week]
	if event := int(moment.Seq); corrected && event > week.Before.Event && event <= week.Now.Event {
		r.found = append(r.found, study.Contribution{Op: moment.Op, User: user, Name: r.names[user],
			Day: r.g.Calendar.Day(time.UnixMilli(moment.At)), Week: week.Week, Post: post})
	}
}

// checks adds the group's checks from a user's hash.
func (r *contributionReader) checks(user string, fields map[string]string) error {
	for field, value := range fields {
		if !strings.HasPrefix(field, ledger.UserField(r.g.ID, "")) {
			continue
		}
		moment, err := ledger.ParseMoment(value)
		if err != nil {
			return fmt.Errorf("%s of %s: %w", field, user, err)
		}
		r.add(user, moment, false)
	}
	return nil
}

// post adds a post. An empty line is one that was removed in the meantime.
func (r *contributionReader) post(id, line string) error {
	if line == "" {
		return nil
	}
	user, shared, err := ledger.PostMoment(id, line)
	if err != nil {
		return err
	}
	if _, named := r.names[user]; named {
		r.add(user, shared, true)
	}
	return nil
}
