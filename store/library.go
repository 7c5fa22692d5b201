package store

import (
	"context"
	"fmt"

	"dojang/store/eventlog"
	"dojang/store/ledger"
	"dojang/study"
)

// Checklist returns op.Member's checks, by item, and the member's posts, oldest first.
func (s *Store) Checklist(ctx context.Context, g *study.Group, op study.Operation) (map[string]study.Check, []study.Post, error) {
	a, err := s.read(ctx, checklistScript, g, op, nil)
	if err != nil {
		return nil, nil, err
	}
	var r study.Record
	if err := ledger.ParseRecord(&r, g.ID, a.pairs(0)); err != nil {
		return nil, nil, fmt.Errorf("record of %s: %w", op.Member, err)
	}
	lines := a.texts(1)
	posts := make([]study.Post, len(lines))
	for i, line := range lines {
		if posts[i], err = parsePost(line); err != nil {
			return nil, nil, err
		}
	}
	return r.Checks, posts, nil
}

// Library returns all posts of the group, sorted by time and then by id.
func (s *Store) Library(ctx context.Context, g *study.Group, op study.Operation) ([]study.Post, error) {
	a, err := s.read(ctx, libraryScript, g, op, nil)
	if err != nil {
		return nil, err
	}
	lines, names := a.texts(0), a.pairs(1)
	posts := make([]study.Post, 0, len(lines)/2)
	for i := 0; i+1 < len(lines); i += 2 {
		post, err := ledger.ParsePost(lines[i], lines[i+1])
		if err != nil {
			return nil, err
		}
		post.Name = names[post.Member]
		posts = append(posts, post)
	}
	ledger.SortPosts(posts)
	return posts, nil
}

// GroupLibrary is a group with all its posts, in the order of [Store.Library].
type GroupLibrary struct {
	Group *study.Group
	Posts []study.Post
}

// Libraries returns all groups that have the given id or name, with their posts. It scans all
// guilds. For the embedded store see [LibrariesDir].
func (s *Store) Libraries(ctx context.Context, group string) ([]GroupLibrary, error) {
	guilds, err := s.groups(ctx)
	if err != nil {
		return nil, err
	}
	var shelves []GroupLibrary
	for id := range guilds {
		guild, err := s.Current(ctx, id)
		if err != nil {
			return nil, err
		}
		for _, g := range guild.Groups {
			if !matchesGroup(g, group) {
				continue
			}
			posts, err := s.Library(ctx, g, study.Operation{Member: "0", Groups: study.AnyGroups}) // nobody has this id
			if err != nil {
				return nil, err
			}
			shelves = append(shelves, GroupLibrary{g, posts})
		}
	}
	return shelves, nil
}

// LibrariesDir is [Store.Libraries] for the embedded store in dir. A bot may have it open.
func LibrariesDir(dir, group string) (shelves []GroupLibrary, err error) {
	found, err := eventlog.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, l := range found.Ledgers {
		if l.Group != nil && matchesGroup(l.Group, group) {
			shelves = append(shelves, GroupLibrary{l.Group, l.Posts()})
		}
	}
	return shelves, nil
}

// matchesGroup reports whether a text is the group's id or name.
func matchesGroup(g *study.Group, text string) bool {
	return g.ID == text || g.IsNamed(text)
}
