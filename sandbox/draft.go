package sandbox

import (
	"encoding/json"
	"strings"
)

// optional is a field that may be left out. Null and absence differ in edits:
// null empties the field, absence leaves it.
type optional[T any] struct {
	given bool
	value T
}

// UnmarshalJSON is called for null too.
func (o *optional[T]) UnmarshalJSON(raw []byte) error {
	o.given = true
	return json.Unmarshal(raw, &o.value)
}

// draft is what a request says about a message, to be created or edited.
type draft struct {
	Content         optional[string]              `json:"content"`
	Components      optional[[]Component]         `json:"components"`
	Flags           optional[int]                 `json:"flags"`
	Attachments     optional[[]attachmentRequest] `json:"attachments"`
	AllowedMentions *allowedMentions              `json:"allowed_mentions"`
	TTS             bool                          `json:"tts"`
	Nonce           json.RawMessage               `json:"nonce"`
	EnforceNonce    bool                          `json:"enforce_nonce"`
	Reference       *Reference                    `json:"message_reference"`
}

// maxContent is the most that a message says outside components, in
// characters.
const maxContent = 2000

// The fields of the requests that make or edit messages.
var (
	editFields = fields{
		"content": may(text(0, maxContent)), "components": may(anything),
		"flags": may(integer(0, 1<<31-1)), "allowed_mentions": may(allowedFields.shape),
		"attachments": may(list(0, maxFiles, attachmentFields.shape)),
	}
	replyFields  = editFields.with(fields{"tts": may(boolean)})
	createFields = replyFields.with(fields{
		"nonce": may(nonceShape), "enforce_nonce": may(boolean),
		"message_reference": may(fields{
			"type": may(oneOf(0)), "message_id": must(snowflake), "channel_id": may(snowflake), "guild_id": may(snowflake),
			"fail_if_not_exists": may(boolean),
		}.shape),
	})
)

// nonceShape is the shape of a nonce: a number, or a string of up to 25
// characters.
func nonceShape(p place, v any) {
	if _, ok := v.(json.Number); !ok {
		text(0, 25)(p, v)
	}
}

// draftShape checks a draft whose message has the given flags already. Which
// components may stand in it depends on the flags that it will have.
func draftShape(f fields, flags int) shape {
	return func(p place, v any) {
		f.shape(p, v)
		o, _ := v.(map[string]any)
		given, _ := wholeNumber(o["flags"])
		if components := o["components"]; components != nil {
			messageComponents((flags|given)&componentsV2 != 0)(p.at("components"), components)
		}
	}
}

// flags returns the message's flags after the draft; settable are those that
// the request may set. A new message with others is refused; an edit only adds
// flags.
func (w *draft) flags(q *request, p place, m *Message, settable int) int {
	if !w.Flags.given {
		return m.Flags
	}
	wrong := w.Flags.value &^ (settable | m.Flags)
	switch {
	case wrong != 0 && m.ID == "":
		p.at("flags").fail("MESSAGE_FLAGS_INVALID", "The flags %d cannot be set here", wrong)
	case wrong != 0:
		q.note("the flags %d cannot be changed by an edit", wrong)
	}
	return m.Flags | w.Flags.value&settable
}

// write applies the draft to the message: what the request says replaces what
// the message had. m is only changed as a whole, by the caller, once all is
// well. p is where the draft stands in the body.
func (d *Discord) write(q *request, p place, m *Message, w *draft, settable int) error {
	c := d.channels[m.ChannelID]
	if c == nil {
		return unknownChannel
	}
	m.Flags = w.flags(q, p, m, settable)
	if w.Content.given {
		m.Content = strings.TrimSpace(w.Content.value)
	}
	var listed *[]attachmentRequest
	if w.Attachments.given && w.Attachments.value != nil {
		listed = &w.Attachments.value
	}
	if err := d.attach(q, m, listed); err != nil {
		return err
	}
	if w.Components.given {
		m.Components = w.Components.value
	}
	checkComponents(p.at("components"), m.Components, m.has)
	if m.Flags&componentsV2 != 0 {
		m.checkV2(p)
	}
	if w.AllowedMentions != nil {
		w.AllowedMentions.check(p.at("allowed_mentions"))
	}
	if err := invalidForm(p.form); err != nil {
		return err
	}
	if m.empty() {
		return emptyMessage
	}
	assignIDs(m.Components)
	d.noteMentions(q, w.AllowedMentions)
	d.noteFiles(q, m)
	d.mention(m, w.AllowedMentions, d.botPermissions(c))
	return nil
}

// has reports whether a file of that name came with the message.
func (m *Message) has(filename string) bool {
	for _, a := range m.Attachments {
		if a.Filename == filename {
			return true
		}
	}
	return false
}

// checkV2 checks that a message of components V2 does not have the field that
// the flag switches off.
func (m *Message) checkV2(p place) {
	if m.Content != "" {
		p.at("content").fail("MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2")
	}
}

// noteFiles records the fault of a file that nobody will see: no component of a
// message of components V2 shows it.
func (d *Discord) noteFiles(q *request, m *Message) {
	for _, a := range m.Attachments {
		if m.Flags&componentsV2 != 0 && !m.shows(a) {
			q.note("no component shows the attachment %q", a.Filename)
		}
	}
}
