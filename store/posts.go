package store

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"strings"

	"dojang/link"
	"dojang/refusal"
	"dojang/store/ledger"
	"dojang/study"
)

// digest32 returns the first n characters of a text's SHA-256 in base32.
func digest32(text string, n int) string {
	sum := sha256.Sum256([]byte(text))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:n]
}

// postID returns the id of the post that an operation makes. It follows from the operation's id,
// so that a repeated operation makes the same post.
func postID(op string) string { return digest32("post "+op, 10) }

// Share shares a link as op.Member's post on the items, or adds to the post that the member
// already has for it. If another member has shared the link, nothing changes and the result says
// who it was. It makes the user a member if op has a name. Without a name, it refuses with
// "member.gone" for anyone who is not an active member. It refuses with "item.unknown", too. One
// round trip, or two if an older release stored a post that may be of the same page.
func (s *Store) Share(ctx context.Context, g *study.Group, op study.Operation, shared link.Link, title string, items ...string) (study.ShareResult, error) {
	return s.share(ctx, g, op, newSharedLink(shared, title), items)
}

func (s *Store) share(ctx context.Context, g *study.Group, op study.Operation, l *sharedLink, items []string) (study.ShareResult, error) {
	if err := requireItems(g, items); err != nil {
		return study.ShareResult{}, err
	}
	e := ledger.NewEvent(ledger.EventShare, g.ID, op)
	e.Items = items
	l.addTo(&e)
	lines, err := s.changeLinks(ctx, shareScript, g, op, e, []*sharedLink{l}, func() []string {
		return append([]string{strings.Join(items, " ")}, l.args(g, e.Post, op.Now)...)
	})
	if err != nil {
		return study.ShareResult{}, err
	}
	outcome := study.Outcome(lines.status())
	switch {
	case lines.status() == "absent":
		return study.ShareResult{}, refusal.New("member.gone")
	case outcome == study.SharedTaken && len(lines) == 4:
		at, err := instant(lines[3])
		return study.ShareResult{Outcome: outcome, Post: study.Post{ID: lines[1]}, By: lines[2], At: at}, err
	case len(lines) != 5:
		return study.ShareResult{}, lines.unexpected("share")
	}
	post, err := parsePost(lines[1] + "\t" + lines[4])
	post.Name = op.Name
	return study.ShareResult{Outcome: outcome, Post: post, Joined: lines[2] == "1", Open: strings.Fields(lines[3]), At: post.At}, err
}

// requireItems refuses with "item.unknown" if the roadmap lacks one of the items.
func requireItems(g *study.Group, items []string) error {
	for _, item := range items {
		if _, ok := g.Roadmap.Item(item); !ok {
			return refusal.New("item.unknown", "item", item)
		}
	}
	return nil
}

// Edit replaces the title and the items of op.Member's post. An empty title stands for the URL's
// own. Each item has to be in the roadmap or on the post already; else Edit refuses with
// "item.unknown". From then on, undoing an operation that shared the post leaves it alone. Edit
// refuses with "post.gone" if the member has no such post.
func (s *Store) Edit(ctx context.Context, g *study.Group, op study.Operation, post, title string, items []string) (study.Post, error) {
	var missing []string
	for _, item := range items {
		if requireItems(g, []string{item}) != nil {
			missing = append(missing, item)
		}
	}
	e := ledger.NewEvent(ledger.EventEdit, g.ID, op)
	e.Post, e.Title, e.Items = post, title, items
	lines, err := s.change(ctx, editScript, g, op, e, post, title, strings.Join(items, " "), strings.Join(missing, " "))
	switch {
	case err != nil:
		return study.Post{}, err
	case lines.status() == "unknown" && len(lines) == 2:
		return study.Post{}, refusal.New("item.unknown", "item", lines[1])
	case lines.status() == "gone":
		return study.Post{}, refusal.New("post.gone")
	case lines.status() != "ok" || len(lines) != 3:
		return study.Post{}, lines.unexpected("edit")
	}
	edited, err := parsePost(post + "\t" + lines[1])
	edited.Name = lines[2]
	return edited, err
}

// Post returns a post. It refuses with "post.gone" if there is none.
func (s *Store) Post(ctx context.Context, g *study.Group, op study.Operation, post string) (study.Post, error) {
	a, err := s.read(ctx, postScript, g, op, nil, post)
	if err != nil {
		return study.Post{}, err
	}
	if len(a) != 2 {
		return study.Post{}, refusal.New("post.gone")
	}
	found, err := parsePost(a.text(0))
	found.Name = a.text(1)
	return found, err
}

// Remove removes op.Member's post and returns its id, title and URL. It refuses with "post.gone"
// if the member has no such post.
func (s *Store) Remove(ctx context.Context, g *study.Group, op study.Operation, post string) (study.Post, error) {
	e := ledger.NewEvent(ledger.EventRemove, g.ID, op)
	e.Post = post
	lines, err := s.change(ctx, removeScript, g, op, e, post)
	switch {
	case err != nil:
		return study.Post{}, err
	case lines.status() == "gone":
		return study.Post{}, refusal.New("post.gone")
	case lines.status() != "ok" || len(lines) != 3:
		return study.Post{}, lines.unexpected("remove")
	}
	return study.Post{ID: post, Member: op.Member, Title: lines[1], URL: lines[2]}, nil
}

// Posts returns a page of the group's posts, newest first. An offset past the end gives the last
// page.
func (s *Store) Posts(ctx context.Context, g *study.Group, op study.Operation, q study.PostQuery, offset, length int) (study.PostPage, error) {
	author := ""
	var ranges []any // of index entries
	add := func(low, high string) { ranges = append(ranges, low, high) }
	switch {
	case q.Topic != "":
		for _, item := range g.Roadmap.TopicItems(q.Topic) {
			add(ledger.PostsOn(item))
		}
		author = q.Author
	case q.Author != "":
		add(ledger.PostsBy(q.Author))
	case !q.Week.Start.IsZero():
		add(ledger.PostsBetween(q.Week.Start, q.Week.End))
	default:
		add(ledger.AllPosts())
	}
	if search, ok := q.TextQuery(); ok {
		return s.search(ctx, g, op, ranges, author, search, offset, length)
	}
	a, err := s.read(ctx, postsScript, g, op, nil, append([]any{author, offset, length}, ranges...)...)
	if err != nil {
		return study.PostPage{}, err
	}
	lines, names := a.texts(1), a.texts(2)
	page := study.PostPage{Posts: make([]study.Post, len(lines)), Total: a.int(0), Offset: a.int(3)}
	for i, line := range lines {
		if page.Posts[i], err = parsePost(line); err != nil {
			return study.PostPage{}, err
		}
		page.Posts[i].Name = names[i]
	}
	return page, nil
}

// searchLimit is the number of newest posts that a search looks at.
const searchLimit = 10_000

// search returns a page of the posts in the ranges of index entries whose title or URL matches
// the query. If author is not empty, only that member's posts are returned.
func (s *Store) search(ctx context.Context, g *study.Group, op study.Operation, ranges []any, author string, query study.TextQuery, offset, length int) (study.PostPage, error) {
	a, err := s.read(ctx, searchScript, g, op, nil, append([]any{searchLimit}, ranges...)...)
	if err != nil {
		return study.PostPage{}, err
	}
	var found []string
	ids := a.texts(0)
	for i, line := range a.texts(1) {
		user, url, title, ok := ledger.PostText(line)
		if ok && (author == "" || user == author) && query.Matches(title, url) {
			found = append(found, ids[i]+"\t"+line)
		}
	}
	page := study.PostPage{Total: len(found)}
	page.Offset = min(offset, max(0, len(found)-1)/length*length)
	names := a.pairs(2)
	for _, line := range found[page.Offset:min(page.Offset+length, len(found))] {
		post, err := parsePost(line)
		if err != nil {
			return study.PostPage{}, err
		}
		post.Name = names[post.Member][strings.LastIndexByte(names[post.Member], '\t')+1:]
		page.Posts = append(page.Posts, post)
	}
	return page, nil
}
