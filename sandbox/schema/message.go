package schema

import "encoding/json"

// Flags of messages. https://discord.com/developers/docs/resources/message#message-object-message-flags
const (
	FlagEphemeral             = 1 << 6
	FlagLoading               = 1 << 7
	FlagSuppressNotifications = 1 << 12
	FlagComponentsV2          = 1 << 15
)

// Optional is a field that may be left out. In edits null empties a field,
// while an absent field stays as it is.
type Optional[T any] struct {
	Set   bool
	Value T
}

// UnmarshalJSON records that the field was set. The decoder calls it for null
// too.
func (o *Optional[T]) UnmarshalJSON(raw []byte) error {
	o.Set = true
	return json.Unmarshal(raw, &o.Value)
}

// MessageParams is a request that creates or edits a message.
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

// MaxContent is the longest content of a message, in characters.
const MaxContent = 2000

// The fields of requests that create or edit messages.
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

// The shapes of new messages: in a channel, in response to an interaction, and
// for a deferral, whose components are not checked.
var (
	CreateMessageShape = messageShape(createFields, 0)
	ResponseShape      = messageShape(replyFields, 0)
	DeferralShape      = replyFields.shape
)

// EditMessageShape is the shape of an edit of a message that has the flags.
func EditMessageShape(flags int) Shape { return messageShape(editFields, flags) }

// messageShape is the shape of a message with the fields. flags are those that
// the message already has. Which components it may contain depends on the flags
// after the request.
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

// MaxFiles is how many attachments a message can have.
const MaxFiles = 10

// Reference refers to another message.
type Reference struct {
	Type      int    `json:"type"`
	MessageID string `json:"message_id"`
	ChannelID string `json:"channel_id,omitempty"`
	GuildID   string `json:"guild_id,omitempty"`
}
