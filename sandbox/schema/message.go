package schema

import (
	"encoding/json"
)

// Flags of messages. https://discord.com/developers/docs/resources/message#message-object-message-flags
const (
	FlagEphemeral             = 1 << 6
	FlagLoading               = 1 << 7
	FlagSuppressNotifications = 1 << 12
	FlagComponentsV2          = 1 << 15
)

// Optional is a field that may be left out. Null and absence differ in edits:
// null empties the field, absence leaves it.
type Optional[T any] struct {
	Set   bool
	Value T
}

// UnmarshalJSON is called for null too.
func (o *Optional[T]) UnmarshalJSON(raw []byte) error {
	o.Set = true
	return json.Unmarshal(raw, &o.Value)
}

// MessageParams is what a request says about a message, to be created or edited.
type MessageParams struct {
	Content         Optional[string]             `json:"content"`
	Components      Optional[[]Component]        `json:"components"`
	Flags           Optional[int]                `json:"flags"`
	Attachments     Optional[[]AttachmentParams] `json:"attachments"`
	AllowedMentions *AllowedMentions             `json:"allowed_mentions"`
	TTS             bool                         `json:"tts"`
	Nonce           json.RawMessage              `json:"nonce"`
	EnforceNonce    bool                         `json:"enforce_nonce"`
	Reference       *Reference                   `json:"message_reference"`
}

// MaxContent is the most that a message says outside components, in
// characters.
const MaxContent = 2000

// The fields of the requests that make or edit messages.
var (
	editFields = fields{
		"content": optional(text(0, MaxContent)), "components": optional(anything),
		"flags": optional(integer(0, 1<<31-1)), "allowed_mentions": optional(allowedFields.shape),
		"attachments": optional(list(0, MaxFiles, attachmentFields.shape)),
	}
	replyFields  = editFields.with(fields{"tts": optional(boolean)})
	createFields = replyFields.with(fields{
		"nonce": optional(nonceShape), "enforce_nonce": optional(boolean),
		"message_reference": optional(fields{
			"type": optional(oneOf(0)), "message_id": required(snowflake), "channel_id": optional(snowflake), "guild_id": optional(snowflake),
			"fail_if_not_exists": optional(boolean),
		}.shape),
	})
)

// nonceShape is the shape of a nonce: a number, or a string of up to 25
// characters.
func nonceShape(p Path, v any) {
	if _, ok := v.(json.Number); !ok {
		text(0, 25)(p, v)
	}
}

// createShape is the shape of a new message in a channel, replyShape that of one
// that responds to an interaction, and deferShape that of a deferral, whose
// components nobody looks at.
var (
	CreateMessageShape = messageShape(createFields, 0)
	ResponseShape      = messageShape(replyFields, 0)
	DeferralShape      = replyFields.shape
)

// EditMessageShape is the shape of an edit of a message with the flags.
func EditMessageShape(flags int) Shape { return messageShape(editFields, flags) }

// messageShape is the shape of a message that has the flags already. Which
// components may stand in it depends on the flags that it will have.
func messageShape(f fields, flags int) Shape {
	return func(p Path, v any) {
		f.shape(p, v)
		o, _ := v.(map[string]any)
		given, _ := wholeNumber(o["flags"])
		if components := o["components"]; components != nil {
			messageComponents((flags|given)&FlagComponentsV2 != 0)(p.At("components"), components)
		}
	}
}

// MaxFiles is how many files a message can have.
const MaxFiles = 10

// Reference leads to another message.
type Reference struct {
	Type      int    `json:"type"`
	MessageID string `json:"message_id"`
	ChannelID string `json:"channel_id,omitempty"`
	GuildID   string `json:"guild_id,omitempty"`
}
