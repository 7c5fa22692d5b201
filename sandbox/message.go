package sandbox

import (
	"encoding/json"
	"slices"
	"strings"

	"dojang/sandbox/schema"
)

// The types of messages in a sandbox.
const (
	plainMessage   = 0
	replyMessage   = 19
	commandMessage = 20 // the response to a slash command
	menuMessage    = 23 // the response to a command in a menu
)

// Message is a message in a channel.
type Message struct {
	ID              string              `json:"id"`
	ChannelID       string              `json:"channel_id"`
	Type            int                 `json:"type"`
	Author          *User               `json:"author"`
	Content         string              `json:"content"`
	Timestamp       string              `json:"timestamp"`
	EditedTimestamp *string             `json:"edited_timestamp"`
	TTS             bool                `json:"tts"`
	MentionEveryone bool                `json:"mention_everyone"`
	Mentions        []*User             `json:"mentions"`
	MentionRoles    []string            `json:"mention_roles"`
	Attachments     []schema.Attachment `json:"attachments"`
	Embeds          []any               `json:"embeds"` // always empty: the bot sends none
	Components      []schema.Component  `json:"components"`
	Pinned          bool                `json:"pinned"`
	Flags           int                 `json:"flags"`
	Nonce           json.RawMessage     `json:"nonce,omitempty"`
	ApplicationID   string              `json:"application_id,omitempty"`
	WebhookID       string              `json:"webhook_id,omitempty"`
	Reference       *schema.Reference   `json:"message_reference,omitempty"`

	// Of responses to interactions.
	InteractionMetadata jsonObject `json:"interaction_metadata,omitempty"`
	Interaction         jsonObject `json:"interaction,omitempty"`

	responseTo *Interaction // or nil
	removed    bool         // deleted, or dismissed by the only member who saw it
}

// Private reports whether the message is ephemeral: only one member sees it.
func (m *Message) Private() bool { return m.Flags&schema.FlagEphemeral != 0 }

// InvokedBy returns the id of the member to whose interaction the message
// responds, or "".
func (m *Message) InvokedBy() string {
	if m.responseTo == nil {
		return ""
	}
	return m.responseTo.user
}

// visibleTo reports whether the user sees the message.
func (m *Message) visibleTo(user string) bool {
	return !m.removed && (!m.Private() || m.responseTo != nil && m.responseTo.user == user)
}

// texts returns all text of the message in which a mention would notify
// someone.
func (m *Message) texts() string {
	var b strings.Builder
	b.WriteString(m.Content)
	schema.Walk(m.Components, func(c *schema.Component) { b.WriteString("\n" + c.Content) })
	return b.String()
}

// empty reports whether the message has nothing to show.
func (m *Message) empty() bool {
	return m.Content == "" && len(m.Components) == 0 && len(m.Attachments) == 0
}

// clone returns a copy that later edits do not change; they replace what the
// message points to.
func (m *Message) clone() *Message {
	c := *m
	c.Components, c.Attachments = slices.Clone(m.Components), slices.Clone(m.Attachments)
	return &c
}

// references returns the addresses of all images and files in components.
func (m *Message) references() []string {
	var urls []string
	add := func(media *schema.Media) {
		if media != nil {
			urls = append(urls, media.URL)
		}
	}
	schema.Walk(m.Components, func(c *schema.Component) {
		add(c.Media)
		add(c.File)
		for i := range c.Items {
			add(&c.Items[i].Media)
		}
	})
	return urls
}

// MarshalJSON writes the message as Discord does: empty arrays instead of null,
// resolved media in components, and no attachments that a component shows.
func (m *Message) MarshalJSON() ([]byte, error) {
	type plain Message
	c := plain(*m)
	c.Attachments, c.Embeds = []schema.Attachment{}, []any{}
	for _, a := range m.Attachments {
		if !m.Shows(a) {
			c.Attachments = append(c.Attachments, a)
		}
	}
	c.Components = m.resolveAll(m.Components)
	if c.Mentions == nil {
		c.Mentions = []*User{}
	}
	if c.MentionRoles == nil {
		c.MentionRoles = []string{}
	}
	return schema.EncodeJSON(c)
}

// resolve returns the full form of media that came with the message. Other
// media keep their address.
func (m *Message) resolve(media *schema.Media) *schema.Media {
	if media == nil {
		return nil
	}
	for _, a := range m.Attachments {
		if a.IsAt(media.URL) {
			return a.Media()
		}
	}
	return &schema.Media{URL: media.URL, ProxyURL: media.URL}
}

// resolveAll returns a copy of the components with resolved media.
func (m *Message) resolveAll(components []schema.Component) []schema.Component {
	copies := make([]schema.Component, len(components))
	for i, c := range components {
		c.Media, c.File = m.resolve(c.Media), m.resolve(c.File)
		c.Items = slices.Clone(c.Items)
		for j := range c.Items {
			c.Items[j].Media = *m.resolve(&c.Items[j].Media)
		}
		if len(c.Components) > 0 {
			c.Components = m.resolveAll(c.Components)
		}
		if c.Accessory != nil {
			c.Accessory = &m.resolveAll([]schema.Component{*c.Accessory})[0]
		}
		copies[i] = c
	}
	return copies
}

// Shows reports whether a component shows the file.
func (m *Message) Shows(a schema.Attachment) bool {
	return slices.ContainsFunc(m.references(), a.IsAt)
}
