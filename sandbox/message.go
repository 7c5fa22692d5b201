package sandbox

import (
	"encoding/json"
	"slices"
	"strings"
)

// The types of messages that a sandbox has.
const (
	plainMessage   = 0
	replyMessage   = 19
	commandMessage = 20 // the answer to a slash command
)

// Flags of messages. https://discord.com/developers/docs/resources/message#message-object-message-flags
const (
	ephemeral             = 1 << 6
	loading               = 1 << 7
	suppressNotifications = 1 << 12
	componentsV2          = 1 << 15
)

// Message is a message in a channel.
type Message struct {
	ID              string          `json:"id"`
	ChannelID       string          `json:"channel_id"`
	Type            int             `json:"type"`
	Author          *User           `json:"author"`
	Content         string          `json:"content"`
	Timestamp       string          `json:"timestamp"`
	EditedTimestamp *string         `json:"edited_timestamp"`
	TTS             bool            `json:"tts"`
	MentionEveryone bool            `json:"mention_everyone"`
	Mentions        []*User         `json:"mentions"`
	MentionRoles    []string        `json:"mention_roles"`
	Attachments     []Attachment    `json:"attachments"`
	Embeds          []any           `json:"embeds"` // always empty: the bot sends none
	Components      []Component     `json:"components"`
	Pinned          bool            `json:"pinned"`
	Flags           int             `json:"flags"`
	Nonce           json.RawMessage `json:"nonce,omitempty"`
	ApplicationID   string          `json:"application_id,omitempty"`
	WebhookID       string          `json:"webhook_id,omitempty"`
	Reference       *Reference      `json:"message_reference,omitempty"`

	// Of what answers an interaction.
	InteractionMetadata jsonObject `json:"interaction_metadata,omitempty"`
	Interaction         jsonObject `json:"interaction,omitempty"`

	by      *Interaction // that it answers, or nil
	removed bool         // deleted, or dismissed by the only one who saw it
}

// Reference leads to another message.
type Reference struct {
	Type      int    `json:"type"`
	MessageID string `json:"message_id"`
	ChannelID string `json:"channel_id,omitempty"`
	GuildID   string `json:"guild_id,omitempty"`
}

// Private reports whether only one member sees the message.
func (m *Message) Private() bool { return m.Flags&ephemeral != 0 }

// visibleTo reports whether the user sees the message.
func (m *Message) visibleTo(user string) bool {
	return !m.removed && (!m.Private() || m.by != nil && m.by.user == user)
}

// texts returns all texts in which a mention would notify someone.
func (m *Message) texts() string {
	var b strings.Builder
	b.WriteString(m.Content)
	walk(m.Components, func(c *Component) { b.WriteString("\n" + c.Content) })
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
	add := func(media *Media) {
		if media != nil {
			urls = append(urls, media.URL)
		}
	}
	walk(m.Components, func(c *Component) {
		add(c.Media)
		add(c.File)
		for i := range c.Items {
			add(&c.Items[i].Media)
		}
	})
	return urls
}
