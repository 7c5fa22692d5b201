package sandbox

import (
	"encoding/json"
	"slices"
	"strings"

	"dojang/sandbox/schema"
)

// The types of messages that a sandbox has.
const (
	plainMessage   = 0
	replyMessage   = 19
	commandMessage = 20 // the answer to a slash command
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

	// Of what answers an interaction.
	InteractionMetadata jsonObject `json:"interaction_metadata,omitempty"`
	Interaction         jsonObject `json:"interaction,omitempty"`

	by      *Interaction // that it answers, or nil
	removed bool         // deleted, or dismissed by the only one who saw it
}

// Private reports whether only one member sees the message.
func (m *Message) Private() bool { return m.Flags&schema.FlagEphemeral != 0 }

// InvokedBy returns the id of the member whose interaction the message responds
// to, or "".
func (m *Message) InvokedBy() string {
	if m.by == nil {
		return ""
	}
	return m.by.user
}

// visibleTo reports whether the user sees the message.
func (m *Message) visibleTo(user string) bool {
	return !m.removed && (!m.Private() || m.by != nil && m.by.user == user)
}

// texts returns all texts in which a mention would notify someone.
func (m *Message) texts() string {
	var b strings.Builder
	b.WriteString(m.Content)
	schema.Walk(m.Components, func(c *schema.Component) { b.WriteString("\n" + c.Content) })
	return b.String()
}

// empty reports whether the message shows nothing.
func (m *Message) empty() bool {
	return m.Content == "" && len(m.Components) == 0 && len(m.Attachments) == 0
}

// clone copies the message as it is now; edits replace what it points to.
func (m *Message) clone() *Message {
	c := *m
	c.Components, c.Attachments = slices.Clone(m.Components), slices.Clone(m.Attachments)
	return &c
}

// references returns the addresses of all pictures and files in components.
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
