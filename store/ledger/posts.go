package ledger

import (
	"cmp"
	"slices"
	"time"

	"dojang/study"
)

// postState is a post: what the operations that shared it add up to.
type postState struct {
	id, user, url, link string
	urlTitle            string // the title that the URL has
	parts               []part
}

// part is what one operation shared.
type part struct {
	Moment
	items []string
	title string // "" if none was given
}

// postParts is how many operations a post remembers; where there are more, the
// second is merged into the first.
const maxParts = 32

// share shares the event's link, if no other member has. An operation that
// brings nothing new is kept if remember is set.
func (l *Ledger) share(seq int64, e *Event, remember bool) {
	at := e.RecordedAt // what comes with a check is shared when it is ticked off, whenever that was done
	if e.Type == EventShare {
		at = e.At
	}
	one := part{Moment: l.moment(at), title: e.Title, items: e.items()}
	one.Op, one.Seq = e.Op, seq
	p := l.posts[l.postByLink[e.Link]]
	if p == nil {
		p = &postState{id: e.Post, user: e.Member, url: e.URL, link: e.Link, urlTitle: e.URLTitle, parts: []part{one}}
		l.posts[p.id], l.postByLink[p.link] = p, p.id
		return
	}
	has := p.items()
	same := (e.Title == "" || e.Title == p.title()) && len(union(has, one.items)) == len(has)
	if p.user != e.Member || same && !remember {
		return
	}
	if p.parts = append(p.parts, one); len(p.parts) > maxParts {
		second := p.parts[1]
		p.parts = slices.Delete(p.parts, 1, 2)
		p.parts[0].items = union(p.parts[0].items, second.items)
		p.parts[0].title = cmp.Or(second.title, p.parts[0].title)
	}
}

// title is the last one given or, if none was, the one that the URL has.
func (p *postState) title() string {
	title := p.urlTitle
	for _, one := range p.parts {
		title = cmp.Or(one.title, title)
	}
	return title
}

// items are what the post is about.
func (p *postState) items() []string {
	var items []string
	for _, one := range p.parts {
		items = union(items, one.items)
	}
	return items
}

// joined returns the list with those of more that it does not have.
func union(list, more []string) []string {
	for _, item := range more {
		if !slices.Contains(list, item) {
			list = append(slices.Clip(list), item)
		}
	}
	return list
}

func (l *Ledger) deletePost(p *postState) {
	delete(l.posts, p.id)
	delete(l.postByLink, p.link)
}

// remove takes away the event's post.
func (l *Ledger) removePost(e *Event) {
	m, p := l.members[e.Member], l.posts[e.Post]
	if m == nil || p == nil || p.user != e.Member {
		return
	}
	l.deletePost(p)
	l.finalizeArrivals(e.Member, m, p.parts)
}

// detach makes the arrivals final behind which operations stand that shared a
// post, unless something else of the operation is left.
func (l *Ledger) finalizeArrivals(user string, m *memberState, parts []part) {
	for _, one := range parts {
		if !l.hasOperation(user, m, one.Op) {
			m.finalizeArrival(one.Seq)
		}
	}
}

// edit gives the event's post another title and other items.
func (l *Ledger) editPost(e *Event) {
	m, p := l.members[e.Member], l.posts[e.Post]
	if m == nil || p == nil || p.user != e.Member {
		return
	}
	before := p.parts
	one := part{Moment: before[0].Moment, items: e.Items, title: e.Title}
	one.Op = e.Op
	p.parts = []part{one}
	l.finalizeArrivals(e.Member, m, before)
}

// Posts returns the group's posts, in the order of time and, of the same time, of
// their ids.
func (l *Ledger) Posts() []study.Post {
	posts := make([]study.Post, 0, len(l.posts))
	for _, p := range l.posts {
		post := study.Post{ID: p.id, Member: p.user, URL: p.url, Title: p.title(), Items: p.items(), At: time.UnixMilli(p.parts[0].At)}
		if m := l.members[p.user]; m != nil {
			post.Name = m.name
		}
		posts = append(posts, post)
	}
	SortPosts(posts)
	return posts
}

// SortPosts puts posts in the order of time and, of the same time, of their ids.
func SortPosts(posts []study.Post) {
	slices.SortFunc(posts, func(a, b study.Post) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
}
