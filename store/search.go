package store

import (
	"context"
	"strings"

	"dojang/roadmap"
)

// searched is in how many posts a text is looked for: the newest.
const searched = 10_000

// search returns a page of the posts in the ranges of index entries that are by the
// author, if one is given, and have the text in their title or address.
func (s *Store) search(ctx context.Context, g *roadmap.Group, act roadmap.Act, ranges []any, author, text string, offset, length int) (roadmap.PostPage, error) {
	a, err := s.read(ctx, searchScript, g, act, nil, append([]any{searched}, ranges...)...)
	if err != nil {
		return roadmap.PostPage{}, err
	}
	sought := roadmap.NewSought(text)
	var found []string
	ids := a.texts(0)
	for i, line := range a.texts(1) {
		f := strings.SplitN(line, "\t", 8)
		if len(f) == 8 && (author == "" || f[0] == author) && sought.In(f[6], f[4]) {
			found = append(found, ids[i]+"\t"+line)
		}
	}
	page := roadmap.PostPage{Total: len(found)}
	page.Offset = min(offset, max(0, len(found)-1)/length*length)
	names := a.pairs(2)
	for _, line := range found[page.Offset:min(page.Offset+length, len(found))] {
		post, err := parsePost(line)
		if err != nil {
			return roadmap.PostPage{}, err
		}
		post.Name = names[post.Member][strings.LastIndexByte(names[post.Member], '\t')+1:]
		page.Posts = append(page.Posts, post)
	}
	return page, nil
}
