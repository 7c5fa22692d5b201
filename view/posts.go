package view

import (
	"strings"

	"dojang/roadmap"
	"dojang/study"
)

// Shared is the public reply to a shared link. refs are the items that it was shared on;
// elsewhere says that the channel is not the group's. If a manager shared it for a member,
// op.Why is the address of the member's message.
func (p Printer) Shared(g *study.Group, op study.Operation, r study.ShareResult, refs []roadmap.ItemRef, elsewhere bool) Message {
	by := ""
	if op.Actor != op.Member {
		by = ".by"
	}
	lines := []string{p.T("share."+string(r.Outcome)+by, "name", op.Name, "post", Link(r.Post.Title, r.Post.URL), "by", User(op.Actor), "url", Markup(op.Why))}
	var on fitter
	for _, ref := range refs {
		one := p.T("share.item", "item", ref.Item.Name(), "section", p.place(ref, 60))
		on.add(one, one)
	}
	if len(refs) > 0 {
		lines = append(lines, on.text(p, share(1000)))
	}
	lines = append(lines, p.joinedLines(g, r.Joined, false, elsewhere)...)
	var buttons []Component
	switch len(r.Open) {
	case 0:
	case 1:
		lines = append(lines, p.T("share.offer"+by, "name", op.Name))
		buttons = append(buttons, button(styleSuccess, p.T("button.tick"), CheckID.With(g.ID, op.Member, r.Open[0])))
	default:
		lines = append(lines, p.T("share.offer.all"+by, "n", len(r.Open), "name", op.Name))
		buttons = append(buttons, button(styleSuccess, p.T("button.tick"), CheckOpenID.With(g.ID, op.Member, r.Post.ID)))
	}
	if r.Outcome != study.SharedSame {
		undo := UndoAllID.With(g.ID, op.Member, op.ID)
		if len(refs) == 1 {
			undo = UndoID.With(g.ID, op.Member, op.ID, refs[0].Item.ID, r.Post.ID)
		}
		buttons = append(buttons, button(styleSecondary, p.T("button.undo"), undo))
	}
	parts := []Component{text(strings.Join(lines, "\n"))}
	if len(buttons) > 0 {
		parts = append(parts, row(buttons...))
	}
	return card(colourPlain, parts...)
}

// PostsPage is the number of posts on a page.
const PostsPage = 8

// PostList is a page of posts.
type PostList struct {
	study.PostPage
	Group *study.Group
	Query study.PostQuery
	Name  string // the author's name, if the query is for one and it is known
}

// Posts is the private reply to /posts.
func (p Printer) Posts(l PostList) Message {
	title := p.T("posts.title", "group", l.Group.Name, "n", l.Total)
	topic, ok := l.Group.Roadmap.Topic(l.Query.Topic)
	if ok {
		title += "\n-# " + p.topic(topic, topic.Title())
	}
	if l.Query.Author != "" {
		author := any(User(l.Query.Author))
		if l.Name != "" {
			author = l.Name
		}
		title += "\n" + p.T("posts.by", "name", author)
	}
	if l.Query.Text != "" {
		title += "\n" + searchPrefix + Escape(l.Query.Text)
	}
	week := l.Query.Week
	if !week.Start.IsZero() {
		first, last := p.span(l.Group, week)
		title += "\n" + p.T("posts.week", "first", first, "last", last)
	}
	parts := []Component{text(title)}
	if l.Total == 0 {
		none := "posts.none"
		if l.Query != (study.PostQuery{}) {
			none = "posts.nomatch"
		}
		return card(colourPlain, append(parts, text(p.T(none)))...)
	}
	var lines fitter
	for _, post := range l.Posts {
		lines.add(p.post(l.Group, post, topic.Item == nil))
	}
	choose := p.postMenu(l)
	list := lines.text(p, free(append(parts, choose)...).minus(share(100)))
	parts = append(parts, line(), text(list), choose)
	if l.Total > PostsPage {
		page := func(name string, offset int) string {
			if !week.Start.IsZero() {
				return WeekPostsPageID.With(l.Group.ID, week.Name.String(), name, number(offset))
			}
			return listID(l.Group, l.Query, name, offset)
		}
		parts = append(parts, row(
			button(styleSecondary, p.T("button.newer"), page("newer", l.Offset-PostsPage)).enabled(l.Offset > 0),
			button(styleSecondary, p.T("button.older"), page("older", l.Offset+PostsPage)).enabled(l.Offset+PostsPage < l.Total)))
	}
	return card(colourPlain, parts...)
}

// topic says what kind of topic it is, before its title.
func (p Printer) topic(t roadmap.Topic, title any) string {
	kind := "topic.area"
	switch {
	case t.Item != nil:
		kind = "topic.item"
	case t.Section != nil:
		kind = "topic.section"
	}
	return p.T(kind, "title", title)
}

// TopicChoice returns an area or a section as a choice.
func (p Printer) TopicChoice(t roadmap.Topic) Choice {
	return Choice{Name: Cut(p.topic(t, Plain(t.Title().In(p.Lang))), MaxOptionText), Value: t.ID()}
}

// searchPrefix begins the line with the text that a list of posts was searched for.
const searchPrefix = "🔎 "

// SearchedText returns the text that the list of posts on a message was searched for, as far as
// the message shows it. It is too long for a custom_id.
func SearchedText(components []Component) string {
	for _, c := range components {
		for line := range strings.Lines(c.Content) {
			if text, ok := strings.CutPrefix(line, searchPrefix); ok {
				return unescape(strings.TrimSuffix(text, "\n"))
			}
		}
		if text := SearchedText(c.Components); text != "" {
			return text
		}
	}
	return ""
}

// postMenu is a menu of the page's posts, to show one of them.
func (p Printer) postMenu(l PostList) Component {
	var options []Option
	for _, post := range l.Posts {
		options = append(options, Option{Label: Cut(post.Title, MaxOptionText), Value: post.ID, Description: Cut(post.Name, MaxOptionText)})
	}
	id := PostID.With(l.Group.ID, l.Query.Topic, l.Query.Author, number(l.Offset))
	if l.Query.Link != "" {
		id = FoundPostID.With(l.Group.ID, l.Query.Link, l.Query.Topic, l.Query.Author, number(l.Offset))
	}
	return menu(id, p.T("posts.choose"), options)
}

// listID returns the custom_id of the page of a list that begins at the offset.
func listID(g *study.Group, q study.PostQuery, way string, offset int) string {
	if q.Link != "" {
		return FoundID.With(g.ID, q.Link, q.Topic, q.Author, way, number(offset))
	}
	return PostsID.With(g.ID, q.Topic, q.Author, way, number(offset))
}

// post is a post's line, with and without its link: title, author, day and, if items is
// set, the items it is about.
func (p Printer) post(g *study.Group, post study.Post, items bool) (full, short string) {
	title := Cut(post.Title, 80)
	about := ""
	if items {
		about = p.about(g, post)
	}
	name, date := Cut(post.Name, 32), Day(post.At)
	return "- " + p.T("posts.line", "post", Link(title, post.URL), "name", name, "date", date) + about,
		"- " + p.T("posts.line", "post", title, "name", name, "date", date) + about
}

// about names the items that a post is about.
func (p Printer) about(g *study.Group, post study.Post) string {
	var titles []string
	for _, item := range post.Items {
		if ref, ok := g.Roadmap.Item(item); ok {
			titles = append(titles, Escape(p.itemAt(ref, 60)))
		}
	}
	if len(titles) == 0 {
		return ""
	}
	if more := len(titles) - 2; more > 0 {
		titles = append(titles[:2], p.T("more", "n", more))
	}
	return "\n-# " + strings.Join(titles, " · ")
}
