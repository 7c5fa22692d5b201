package view

import (
	"strings"
	"unicode/utf8"

	"dojang/link"
	"dojang/roadmap"
	"dojang/study"
)

// PostDetails is one post that was chosen from a list.
type PostDetails struct {
	Group  *study.Group
	Post   study.Post
	Items  []roadmap.ItemRef // the items it is about
	Mine   bool              // the caller may edit it
	Saved  bool              // it was just edited
	From   study.PostQuery   // query of the list that it was chosen from
	Offset int               // offset of the list's page
}

// Post replaces the list that the post was chosen from.
func (p Printer) Post(l PostDetails) Message {
	g, post := l.Group, l.Post
	head := ""
	if l.Saved {
		head = p.T("post.saved") + "\n"
	}
	head += p.T("post.title", "post", Link(post.Title, post.URL), "name", post.Name, "date", Day(post.At))
	about := p.T("post.nothing")
	if len(l.Items) > 0 {
		var on fitter
		for _, ref := range l.Items {
			one := "- " + p.T("post.item", "item", ref.Item.Name(), "section", p.place(ref, 60))
			on.add(one, one)
		}
		about = on.text(p, share(1000))
	}
	if l.From.Text != "" {
		about += "\n" + searchPrefix + Escape(l.From.Text)
	}
	back := button(styleSecondary, p.T("button.list"), listID(g, l.From, "back", l.Offset))
	if !l.Mine {
		return card(colourPlain, text(head), text(about), row(back))
	}
	return card(colourPlain, text(head), text(about), row(
		button(stylePrimary, p.T("button.edit"), PostEditID.With(g.ID, post.Member, post.ID)),
		button(styleDanger, p.T("button.delete"), PostDeleteID.With(g.ID, post.Member, post.ID, "ask")), back))
}

// PostDelete asks whether to delete the post.
func (p Printer) PostDelete(g *study.Group, post study.Post) Message {
	return card(colourRefused, text(p.T("post.delete", "title", Cut(post.Title, 120), "name", post.Name)), row(
		button(styleDanger, p.T("button.delete"), PostDeleteID.With(g.ID, post.Member, post.ID, "yes")),
		button(styleSecondary, p.T("button.cancel"), PostAgainID.With(g.ID, post.ID))))
}

// PostDeleted confirms the deletion.
func (p Printer) PostDeleted(g *study.Group, post study.Post) Message {
	return card(colourPlain, text(p.T("post.deleted", "title", Cut(post.Title, 120))),
		row(button(styleSecondary, p.T("button.list"), PostsID.With(g.ID, "", "", "back", "0"))))
}

// maxItems limits the items in a post's form, in characters. It is Discord's limit for an
// input.
const maxItems = 4000

// PostModal is the form for editing a post. Items are named by title, or by id if the title
// would be ambiguous or the titles are too long for the form.
func (p Printer) PostModal(g *study.Group, post study.Post) Modal {
	var titles, ids []string
	for _, id := range post.Items {
		if ref, ok := g.Roadmap.Item(id); ok {
			title := ref.Item.Name().In(p.Lang)
			if found, _ := g.Roadmap.Find(title); found.Item != ref.Item || strings.Contains(title, ";") {
				title = id
			}
			titles, ids = append(titles, title), append(ids, id)
		}
	}
	form := func(items []string) Modal {
		return Modal{CustomID: PostFormID.With(g.ID, post.Member, post.ID), Title: Cut(p.T("modal.post.title"), MaxModalTitle), Components: []Component{
			input("title", p.T("modal.post.name"), Cut(post.Title, link.MaxPostTitle), p.T("modal.post.hint"), false, link.MaxPostTitle),
			input("items", p.T("modal.post.items"), Cut(strings.Join(items, "; "), maxItems), p.T("modal.post.items.hint"), false, maxItems)}}
	}
	m := form(titles)
	if utf8.RuneCountInString(strings.Join(titles, "; ")) > maxItems || len(m.Title)+taken(m.Components, maxOption).bytes > MaxBytes {
		return form(ids)
	}
	return m
}
