package ledger

import (
	"cmp"
	"slices"
	"time"

	"dojang/study"
)

// postState is a post. It consists of what each operation shared.
type postState struct {
	id, user, url, link string
	urlTitle            string // the title made from the URL
	parts               []part
}

// part is what one operation shared of a post.
type part struct {
	Moment
	items []string
	title string // the title given; "" if none was
}

// maxParts is how many parts a post may have. If there are more, the second is merged into the
// first.
const maxParts = 32

// share shares the event's link, unless another member has. An operation that adds nothing to the
// post is only recorded if remember is set.
func (l *Ledger) share(seq int64, e *Event, remember bool) {
	at := e.RecordedAt // a check may be dated back, but not the post that comes with it
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

// title returns the last title given or, if there is none, the URL's.
func (p *postState) title() string {
	title := p.urlTitle
	for _, one := range p.parts {
		title = cmp.Or(one.title, title)
	}
	return title
}

// items returns the items of all parts.
func (p *postState) items() []string {
	var items []string
	for _, one := range p.parts {
		items = union(items, one.items)
	}
	return items
}

// union returns the list, followed by those items of more that it lacks.
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

// forgetPosts deletes the event's posts. The rest of the member's record is about to be erased, too,
// so arrivals stay as they are.
func (l *Ledger) forgetPosts(e *Event) {
	for _, id := range e.Posts {
		if p := l.posts[id]; p != nil && p.user == e.Member {
			l.deletePost(p)
		}
	}
}

// removePost removes the event's post.
func (l *Ledger) removePost(e *Event) {
	m, p := l.members[e.Member], l.posts[e.Post]
	if m == nil || p == nil || p.user != e.Member {
		return
	}
	l.deletePost(p)
	l.finalizeArrivals(e.Member, m, p.parts)
}

// finalizeArrivals is called after parts of a post were removed. For each part whose operation has
// nothing left, it marks the arrival before it as final.
func (l *Ledger) finalizeArrivals(user string, m *memberState, parts []part) {
	for _, one := range parts {
		if !l.hasOperation(user, m, one.Op) {
			m.finalizeArrival(one.Seq)
		}
	}
}

// editPost replaces the title and the items of the event's post.
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

// Posts returns the group's posts, sorted as by SortPosts.
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

// SortPosts sorts posts by time and then by id.
func SortPosts(posts []study.Post) {
	slices.SortFunc(posts, func(a, b study.Post) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
}
