package commands

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	"dojang/commands/option"
	"dojang/commands/router"
	"dojang/link"
	"dojang/refusal"
	"dojang/roadmap"
	"dojang/view"
)

// shareFromMessage shares a link of the message in whose menu it is chosen. The message's
// author shares it; a manager may do so in the author's name.
//
// A custom_id has no room for a link, so the link is in the form, where it can be edited. The
// custom_id has the link's mark, and only the link of that mark is shared: nobody may share
// another one in the author's name. All else that is checked when the form opens is checked
// again when it is sent, too.
func shareFromMessage(store Store) router.Command {
	act := func(id view.CustomID, run router.Handler) router.Action {
		return router.Action{ID: id, Group: router.WritableGroup, Owner: router.OwnerOrManager, Run: run}
	}
	form := func(id view.CustomID, filled func(*router.Request) (view.Draft, error)) router.Action {
		a := act(id, func(ctx context.Context, r *router.Request) (router.Reply, error) {
			return openDraft(ctx, r, store, filled)
		})
		a.Modal, a.Fresh = true, true
		return a
	}
	choice := act(view.DraftItemID, shareOnChosen(store))
	choice.Update, choice.Private = true, true
	return router.Command{
		Name:  "Share as post",
		On:    router.OnMessage,
		Text:  "menu.share",
		Group: router.WritableGroup,
		Modal: true,
		Fresh: true,
		Run:   func(ctx context.Context, r *router.Request) (router.Reply, error) { return draftMessage(ctx, r, store) },
		Actions: []router.Action{
			form(view.DraftLinkID, chosenLink),
			form(view.DraftAgainID, func(r *router.Request) (view.Draft, error) { return keptDraft(r), nil }),
			act(view.DraftFormID, func(ctx context.Context, r *router.Request) (router.Reply, error) {
				d := view.Draft{Mark: r.Arg("mark"), Link: r.FormRaw("link"), Title: r.FormText("title"), Items: r.FormText("items")}
				return shareDraft(ctx, r, store, ofMessage(r, d))
			}),
			choice,
		},
	}
}

// draftMessage opens the form for the message's link. Of several links one is chosen first.
func draftMessage(ctx context.Context, r *router.Request, boards Boards) (router.Reply, error) {
	m, ok := r.TargetMessage()
	if !ok {
		return router.Reply{}, refusal.New("command.old")
	}
	if m.Author.Bot || m.WebhookID != "" {
		return router.Reply{}, refusal.New("draft.bot")
	}
	links, err := linksOf(m)
	if err != nil {
		return router.Reply{}, err
	}
	if m.Author.ID != r.User() && !r.IsManager() {
		return router.Reply{}, refusal.New("draft.foreign", "name", view.User(m.Author.ID))
	}
	d := view.Draft{Group: r.Group.ID, Member: m.Author.ID, Message: r.Target(), Mark: link.Mark(links[0].URL), Link: links[0].URL, Title: links[0].Title()}
	if d.Name, err = nameOfOther(ctx, r, boards, d.Member); err != nil {
		return router.Reply{}, err
	}
	if len(links) > 1 {
		return router.Private(r.Print.DraftLinks(d, links)), nil
	}
	return router.Form(r.Print.DraftModal(d)), nil
}

// linksOf returns the links in a message, each once: those in its text or, without any,
// those in its embeds and buttons. If none of them can be shared, the error says why.
func linksOf(m router.TextMessage) ([]link.Link, error) {
	messages := []router.TextMessage{m}
	for _, f := range m.Forwarded {
		messages = append(messages, f.Message)
	}
	var addresses []string
	for _, m := range messages {
		addresses = append(addresses, link.All(m.Content)...)
	}
	if len(addresses) == 0 {
		for _, m := range messages {
			for _, e := range m.Embeds {
				addresses = append(addresses, link.All(e.URL)...)
			}
			addresses = append(addresses, partLinks(m.Parts)...)
		}
	}
	var links []link.Link
	var refused error = refusal.New("draft.nolink")
	seen := map[string]bool{}
	for i, address := range addresses {
		l, err := link.Parse(address)
		switch {
		case err != nil && i == 0:
			refused = err
		case err == nil && !seen[l.Canonical]:
			links = append(links, l)
			seen[l.Canonical] = true
		}
	}
	if len(links) == 0 {
		return nil, refused
	}
	return links, nil
}

// partLinks returns the addresses in the texts and buttons of components.
func partLinks(parts []router.Part) []string {
	var addresses []string
	for _, part := range parts {
		addresses = append(append(addresses, link.All(part.Content)...), link.All(part.URL)...)
		addresses = append(addresses, partLinks(part.Parts)...)
		if part.Accessory != nil {
			addresses = append(addresses, partLinks([]router.Part{*part.Accessory})...)
		}
	}
	return addresses
}

// nameOfOther returns the name of another member, and "" for the caller. It refuses a user
// who is not an active member of the group.
func nameOfOther(ctx context.Context, r *router.Request, boards Boards, user string) (string, error) {
	if user == r.User() {
		return "", nil
	}
	o, err := boards.Overview(ctx, r.Group, r.OperationOn(user))
	if err != nil {
		return "", err
	}
	if m := o.Record.Member; !m.Joined.IsZero() && !m.Left {
		return m.Name, nil
	}
	return "", refusal.New("draft.stranger", "name", view.User(user), "group", r.Group.Name)
}

// chosenLink returns a draft of the link that was chosen from several.
func chosenLink(r *router.Request) (view.Draft, error) {
	links := view.LinksOn(r.From.Message.Components)
	i, err := strconv.Atoi(r.Chosen())
	if err != nil || i < 0 || i >= len(links) {
		return view.Draft{}, errOldButton()
	}
	l, err := link.Parse(links[i])
	return ofMessage(r, view.Draft{Mark: link.Mark(l.URL), Link: l.URL, Title: l.Title()}), err
}

// keptDraft returns the draft that the button's or menu's message keeps.
func keptDraft(r *router.Request) view.Draft {
	d := view.DraftOn(r.From.Message.Components)
	d.Mark = r.Arg("mark")
	return ofMessage(r, d)
}

// ofMessage returns the draft as one of the message in the custom_id.
func ofMessage(r *router.Request, d view.Draft) view.Draft {
	d.Group, d.Member, d.Message = r.Group.ID, r.Arg("member"), r.Arg("message")
	return d
}

// openDraft opens the form for a draft.
func openDraft(ctx context.Context, r *router.Request, boards Boards, filled func(*router.Request) (view.Draft, error)) (router.Reply, error) {
	d, err := filled(r)
	if err != nil {
		return router.Reply{}, err
	}
	if d.Name, err = nameOfOther(ctx, r, boards, d.Member); err != nil {
		return router.Reply{}, err
	}
	return router.Form(r.Print.DraftModal(d)), nil
}

// shareDraft shares what was entered in the form. If that cannot be shared, the reply keeps
// it and offers the form again.
func shareDraft(ctx context.Context, r *router.Request, store Store, d view.Draft) (router.Reply, error) {
	var err error
	if d.Name, err = nameOfOther(ctx, r, store, d.Member); err != nil {
		return router.Reply{}, err
	}
	l, title, refs, err := readDraft(r, d)
	if refused := view.AsRefusal(err); refused != nil {
		if err := r.EnsureFresh(ctx); err != nil {
			return router.Reply{}, err // the reason for the refusal may be outdated
		}
		return router.Private(r.Print.DraftAgain(d, refused, nearItems(refused))), nil
	}
	if err != nil {
		return router.Reply{}, err
	}
	if title == l.Title() {
		title = "" // as the form gave it; a title that the post already has is kept
	}
	op := r.Operation()
	if r.OnBehalf() != "" {
		op.Why = view.MessageURL(r.From.GuildID, r.From.ChannelID, d.Message)
	}
	shared, err := store.Share(ctx, r.Group, op, *l, title, itemIDs(refs)...)
	if err != nil {
		return router.Reply{}, err
	}
	if r.OnBehalf() != "" {
		op.Name = d.Name
	}
	return sharedReply(r, op, shared, refs)
}

// readDraft returns the link, the title and the items of a draft.
func readDraft(r *router.Request, d view.Draft) (l *link.Link, title string, refs []roadmap.ItemRef, err error) {
	if l, title, err = option.ReadLink(d.Link, d.Title); err == nil && l == nil {
		err = refusal.New("link.empty")
	}
	if err == nil && link.Mark(l.URL) != d.Mark {
		err = refusal.New("draft.changed")
	}
	if err == nil && strings.Trim(d.Items, option.ItemSeparator+" ") != "" {
		refs, err = option.FindItems(r, d.Items)
	}
	return l, title, refs, err
}

// nearItems returns the items that a refusal offers.
func nearItems(refused *refusal.Refusal) []roadmap.ItemRef {
	for _, arg := range refused.Args {
		if refs, ok := arg.([]roadmap.ItemRef); ok {
			return refs
		}
	}
	return nil
}

// shareOnChosen shares a draft, with the item that was chosen in place of the text that
// named none.
func shareOnChosen(store Store) router.Handler {
	return func(ctx context.Context, r *router.Request) (router.Reply, error) {
		d := keptDraft(r)
		if _, ok := r.Group.Roadmap.Item(r.Chosen()); !ok || d.Link == "" {
			return router.Reply{}, errOldButton()
		}
		items := withItem(r, d.Items, r.Chosen())
		if utf8.RuneCountInString(items) > view.MaxDraftItems {
			return router.Replace(r.Print.DraftAgain(d, refusal.New("draft.items", "limit", view.MaxDraftItems), nil)), nil
		}
		d.Items = items
		reply, err := shareDraft(ctx, r, store, d)
		if err != nil {
			return router.Reply{}, err
		}
		return inPlace(r, reply), nil
	}
}

// withItem replaces the first text that names no item by the item's id.
func withItem(r *router.Request, items, id string) string {
	parts := strings.Split(items, option.ItemSeparator)
	for i, part := range parts {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		if _, err := option.FindItem(r, part); err != nil {
			parts[i] = id
			return strings.Join(parts, option.ItemSeparator)
		}
	}
	return items + option.ItemSeparator + id
}
