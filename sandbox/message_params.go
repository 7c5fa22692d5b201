package sandbox

import (
	"regexp"
	"slices"
	"strings"

	"dojang/sandbox/schema"
)

// newFlags returns the message's flags with those of w added. settable are the
// flags that the request may set. Other flags are an error in a new message and
// a fault in an edit.
func newFlags(w *schema.MessageParams, q *request, p schema.Path, m *Message, settable int) int {
	if !w.Flags.Set {
		return m.Flags
	}
	wrong := w.Flags.Value &^ (settable | m.Flags)
	switch {
	case wrong != 0 && m.ID == "":
		p.At("flags").Fail("MESSAGE_FLAGS_INVALID", "The flags %d cannot be set here", wrong)
	case wrong != 0:
		q.noteFault("the flags %d cannot be changed by an edit", wrong)
	}
	return m.Flags | w.Flags.Value&settable
}

// applyParams applies w, which is at p in the request's body, to the message.
// After an error m may be partly changed, so callers pass a copy of an existing
// message.
func (d *Discord) applyParams(q *request, p schema.Path, m *Message, w *schema.MessageParams, settable int) error {
	c := d.channels[m.ChannelID]
	if c == nil {
		return unknownChannel
	}
	m.Flags = newFlags(w, q, p, m, settable)
	if w.Content.Set {
		m.Content = strings.TrimSpace(w.Content.Value)
	}
	var listed *[]schema.AttachmentParams
	if w.Attachments.Set && w.Attachments.Value != nil {
		listed = &w.Attachments.Value
	}
	if err := d.setAttachments(q, m, listed); err != nil {
		return err
	}
	if w.Components.Set {
		m.Components = w.Components.Value
	}
	schema.CheckComponents(p.At("components"), m.Components, m.hasFile)
	if m.Flags&schema.FlagComponentsV2 != 0 {
		m.checkV2(p)
	}
	if w.AllowedMentions != nil {
		w.AllowedMentions.Check(p.At("allowed_mentions"))
	}
	if err := invalidForm(p.Form); err != nil {
		return err
	}
	if m.empty() {
		return emptyMessage
	}
	if err := q.checkWeight(len(m.Content) + schema.Weight(m.Components)); err != nil {
		return err
	}
	schema.AssignIDs(m.Components)
	d.noteMentions(q, w.AllowedMentions)
	d.noteFiles(q, m)
	d.setMentions(m, w.AllowedMentions, d.botPermissions(c))
	return nil
}

// hasFile reports whether the message has an attachment with the name.
func (m *Message) hasFile(filename string) bool {
	for _, a := range m.Attachments {
		if a.Filename == filename {
			return true
		}
	}
	return false
}

// checkV2 checks that a message of Components V2 has no content, which the flag
// forbids.
func (m *Message) checkV2(p schema.Path) {
	if m.Content != "" {
		p.At("content").Fail("MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2")
	}
}

// noteFiles records a fault for each file of a Components V2 message that no
// component shows: nobody would see it.
func (d *Discord) noteFiles(q *request, m *Message) {
	for _, a := range m.Attachments {
		if m.Flags&schema.FlagComponentsV2 != 0 && !m.Shows(a) {
			q.noteFault("no component shows the attachment %q", a.Filename)
		}
	}
}

var mentionPattern = regexp.MustCompile(`<@(&?)!?(\d+)>`)

// setMentions sets whom the message notifies. Without allowed_mentions, a plain
// message notifies everyone it mentions, and a response to an interaction only
// users.
func (d *Discord) setMentions(m *Message, allowed *schema.AllowedMentions, bot Permissions) {
	if allowed == nil {
		allowed = &schema.AllowedMentions{Parse: []string{"users", "roles", "everyone"}}
		if m.responseTo != nil {
			allowed.Parse = []string{"users"}
		}
	}
	allows := func(kind string, named []string, id string) bool {
		return slices.Contains(allowed.Parse, kind) || slices.Contains(named, id)
	}
	m.Mentions, m.MentionRoles, m.MentionEveryone = nil, nil, false
	texts := m.texts()
	for _, found := range mentionPattern.FindAllStringSubmatch(texts, -1) {
		id := found[2]
		u := d.users[id]
		switch {
		case found[1] == "&" && allows("roles", allowed.Roles, id) && !slices.Contains(m.MentionRoles, id):
			m.MentionRoles = append(m.MentionRoles, id)
		case found[1] == "" && u != nil && allows("users", allowed.Users, id) && !slices.Contains(m.Mentions, u):
			m.Mentions = append(m.Mentions, u)
		}
	}
	m.MentionEveryone = allows("everyone", nil, "") && bot.Has(MentionEveryone) &&
		(strings.Contains(texts, "@everyone") || strings.Contains(texts, "@here"))
}

// noteMentions records a fault for a message that could notify someone, if
// Options.NoMentions is set.
func (d *Discord) noteMentions(q *request, allowed *schema.AllowedMentions) {
	if d.options.NoMentions && !allowed.NotifiesNobody() {
		q.noteFault(`allowed_mentions is not {"parse":[]}: %s`, allowed)
	}
}
