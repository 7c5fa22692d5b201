package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"dojang/roadmap"
)

// madeAtOnce is how many members, or posts, are read at once.
const madeAtOnce = 200

// made returns the checks and posts of all who may be named that came into the
// corrected weeks, which are between the two instants, since digests told of
// them. It reads all members, which only a digest with several such weeks needs.
func (s *Store) made(ctx context.Context, g *roadmap.Group, act roadmap.Act, from, to time.Time, corrected []roadmap.Correction) ([]roadmap.Made, error) {
	members, err := s.active(ctx, g, act)
	if err != nil {
		return nil, err
	}
	r := madeReader{g: g, weeks: map[string]roadmap.Correction{}, names: map[string]string{}}
	posts := false
	for _, c := range corrected {
		r.weeks[weekName(c.Week)] = c
		posts = posts || c.Before.Posts != c.Now.Posts
	}
	var users []string
	for _, m := range members {
		if !m.Hidden {
			r.names[m.User] = m.Name
			users = append(users, m.User)
		}
	}
	for chunk := range slices.Chunk(users, madeAtOnce) {
		err := s.pipelined(ctx, func(ctx context.Context, pipe redis.Pipeliner) {
			for _, user := range chunk {
				pipe.HGetAll(ctx, userKey(g.Guild, user))
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
	if err := s.madePosts(ctx, &r, from, to); err != nil {
		return nil, fmt.Errorf("read posts: %w", err)
	}
	return r.found, nil
}

// madePosts reads the posts between two instants.
func (s *Store) madePosts(ctx context.Context, r *madeReader, from, to time.Time) error {
	own := groupKey(r.g.Guild, r.g.ID)
	var ids []string
	between := &redis.ZRangeBy{Min: "[t:" + decimal(milli(from)) + ":", Max: "(t:" + decimal(milli(to)) + ":"}
	err := s.see(ctx, func() error {
		entries, err := s.client.ZRangeByLex(ctx, own+indexKey, between).Result()
		for _, entry := range entries {
			ids = append(ids, entry[strings.LastIndexByte(entry, ':')+1:])
		}
		return away(err)
	})
	if err != nil {
		return err
	}
	for chunk := range slices.Chunk(ids, madeAtOnce) {
		err := s.pipelined(ctx, func(ctx context.Context, pipe redis.Pipeliner) {
			pipe.HMGet(ctx, own+postsKey, chunk...)
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

// madeReader collects what was made in the weeks.
type madeReader struct {
	g     *roadmap.Group
	weeks map[string]roadmap.Correction // by name
	names map[string]string             // of those who may be named, by user
	found []roadmap.Made
}

func (r *madeReader) add(user string, made mark, post bool) {
	week, corrected := r.weeks[made.week]
	if event := int(made.seq); corrected && event > week.Before.Event && event <= week.Now.Event {
		r.found = append(r.found, roadmap.Made{Op: made.op, User: user, Name: r.names[user],
			Day: r.g.Calendar.Day(time.UnixMilli(made.at)), Week: week.Week, Post: post})
	}
}

// checks adds those that a user's hash holds for the group.
func (r *madeReader) checks(user string, fields map[string]string) error {
	for field, value := range fields {
		if !strings.HasPrefix(field, r.g.ID+".c.") {
			continue
		}
		made, err := parseMark(value)
		if err != nil {
			return fmt.Errorf("%s of %s: %w", field, user, err)
		}
		r.add(user, made, false)
	}
	return nil
}

// post adds one, if it is there still.
func (r *madeReader) post(id, line string) error {
	if line == "" {
		return nil
	}
	p, err := parsePostState(id, line)
	if err != nil {
		return err
	}
	if _, named := r.names[p.user]; named {
		r.add(p.user, p.parts[0].mark, true)
	}
	return nil
}
