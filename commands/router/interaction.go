package router

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dojang/view"
)

// Interaction has the parts of Discord's interactions that Dojang reads: the use of a
// command, a button, a menu or a form. discordgo's type becomes empty if there is a
// component that it does not know; this one ignores what it does not know.
// See https://discord.com/developers/docs/interactions/receiving-and-responding.
type Interaction struct {
	ID             string                    `json:"id"`
	ApplicationID  string                    `json:"application_id"`
	Type           discordgo.InteractionType `json:"type"`
	Token          string                    `json:"token"` // lets anyone answer; must not be logged
	GuildID        string                    `json:"guild_id"`
	ChannelID      string                    `json:"channel_id"`
	Channel        Channel                   `json:"channel"`
	Member         *GuildMember              `json:"member"`
	User           User                      `json:"user"`
	Locale         string                    `json:"locale"`
	GuildLocale    string                    `json:"guild_locale"`
	AppPermissions Permissions               `json:"app_permissions"`
	Message        Message                   `json:"message"`

	AttachmentSizeLimit int  `json:"attachment_size_limit"` // bytes
	Data                Data `json:"data"`
}

// Channel is the channel of an interaction. ParentID is the channel that a thread belongs
// to.
type Channel struct {
	ID       string `json:"id"`
	ParentID string `json:"parent_id"`
	Name     string `json:"name"`
}

// GuildMember is the caller as a member of the guild.
type GuildMember struct {
	User        User        `json:"user"`
	Nick        string      `json:"nick"`
	Permissions Permissions `json:"permissions"`
}

// User is a Discord user.
type User struct {
	ID         string `json:"id"`
	Username   string `json:"username"`
	GlobalName string `json:"global_name"`
	Bot        bool   `json:"bot"`
}

// Message is the message that a component is on.
type Message struct {
	Components []view.Component `json:"components"`
}

// Data says what was used, and with which values.
type Data struct {
	Type       int           `json:"type"`      // of the command
	Name       string        `json:"name"`      // of the command
	TargetID   string        `json:"target_id"` // the message or user that the command is used on
	Options    []OptionValue `json:"options"`   // of the command
	CustomID   string        `json:"custom_id"` // of the component or form
	Values     []string      `json:"values"`    // chosen in a menu
	Components []FormLine    `json:"components"`
	Resolved   ResolvedAll   `json:"resolved"`
}

// OptionValue is the value of an option, or a subcommand with its options.
type OptionValue struct {
	Name    string                                 `json:"name"`
	Type    discordgo.ApplicationCommandOptionType `json:"type"`
	Value   json.RawMessage                        `json:"value"`
	Options []OptionValue                          `json:"options"`
	Focused bool                                   `json:"focused"` // being typed
}

// FormLine is a line of a submitted form: a label with its input or, in the older format, a
// row of inputs.
type FormLine struct {
	CustomID   string     `json:"custom_id"`
	Value      string     `json:"value"`
	Component  *FormLine  `json:"component"`
	Components []FormLine `json:"components"`
}

// ResolvedAll has the objects that the ids in options refer to.
type ResolvedAll struct {
	Users       map[string]User        `json:"users"`
	Members     map[string]GuildMember `json:"members"`
	Attachments map[string]Attachment  `json:"attachments"`
	Messages    map[string]TextMessage `json:"messages"`
}

// TextMessage is a message that a command is used on. Discord sends its contents with the
// interaction, whether or not the bot may read messages.
type TextMessage struct {
	Author    User        `json:"author"`
	WebhookID string      `json:"webhook_id"`
	Content   string      `json:"content"`
	Embeds    []Embed     `json:"embeds"`
	Parts     []Part      `json:"components"`
	Forwarded []Forwarded `json:"message_snapshots"`
}

// Embed is a preview that Discord or a bot added to a message.
type Embed struct {
	URL string `json:"url"`
}

// Part is a component of a message. Which fields it has depends on its type.
type Part struct {
	Content   string `json:"content"`
	URL       string `json:"url"`
	Parts     []Part `json:"components"`
	Accessory *Part  `json:"accessory"`
}

// Forwarded is a copy of a message that was forwarded. It has no author.
type Forwarded struct {
	Message TextMessage `json:"message"`
}

// Attachment is a file in an option.
type Attachment struct {
	Size int    `json:"size"` // bytes
	URL  string `json:"url"`  // lets anyone fetch it; must not be logged
}

// Permissions is a set of Discord's permission bits, which are sent as a number in a
// string.
// See https://discord.com/developers/docs/topics/permissions.
type Permissions uint64

// UnmarshalJSON parses the number. Anything else means no permissions.
func (p *Permissions) UnmarshalJSON(b []byte) error {
	n, err := strconv.ParseUint(strings.Trim(string(b), `"`), 10, 64)
	if err != nil {
		n = 0
	}
	*p = Permissions(n)
	return nil
}

// Has reports whether all the bits are set. Administrators have all permissions.
func (p Permissions) Has(bits uint64) bool {
	return uint64(p)&discordgo.PermissionAdministrator != 0 || uint64(p)&bits == bits
}

var errNoInteraction = errors.New("no interaction")

// Decode decodes an interaction from the gateway or from an HTTP request. An interaction
// returned together with an error can be answered but not handled, because part of it is
// malformed.
func Decode(raw []byte) (*Interaction, error) {
	in := &Interaction{}
	wrong := json.Unmarshal(raw, in)
	if wrong != nil { // fields after the first error may not have been decoded
		var head struct {
			ID            string                    `json:"id"`
			ApplicationID string                    `json:"application_id"`
			Type          discordgo.InteractionType `json:"type"`
			Token         string                    `json:"token"`
		}
		if err := json.Unmarshal(raw, &head); err != nil {
			return nil, fmt.Errorf("decode interaction: %w", err)
		}
		in.ID, in.ApplicationID, in.Type, in.Token = head.ID, head.ApplicationID, head.Type, head.Token
		wrong = fmt.Errorf("decode interaction: %w", wrong)
	}
	if in.Token == "" || in.Type == 0 {
		return nil, errNoInteraction
	}
	if err := errors.Join(snowflake("interaction", in.ID), snowflake("application", in.ApplicationID)); err != nil {
		return nil, err
	}
	if wrong == nil {
		wrong = in.check()
	}
	in.Data.Options = withValues(in.Data.Options)
	return in, wrong
}

// check checks the ids, because they become parts of keys and of request paths.
func (in *Interaction) check() error {
	err := snowflake("user", in.caller().User.ID)
	for _, id := range []string{in.GuildID, in.ChannelID, in.Channel.ID, in.Channel.ParentID} {
		if id != "" {
			err = errors.Join(err, snowflake("place", id))
		}
	}
	if in.Data.TargetID != "" {
		err = errors.Join(err, snowflake("target", in.Data.TargetID))
	}
	for _, m := range in.Data.Resolved.Messages {
		err = errors.Join(err, snowflake("author", m.Author.ID))
	}
	return errors.Join(err, checkOptions(in.Data.Options))
}

// target returns what the command is used on.
func (in *Interaction) target() Target {
	switch t := Target(in.Data.Type); t {
	case OnMember, OnMessage:
		return t
	}
	return OnNothing
}

// checkOptions checks the ids in options.
func checkOptions(options []OptionValue) error {
	for _, o := range options {
		switch o.Type {
		case discordgo.ApplicationCommandOptionUser, discordgo.ApplicationCommandOptionChannel, discordgo.ApplicationCommandOptionAttachment:
			var id string
			if json.Unmarshal(o.Value, &id) == nil && id != "" {
				if err := snowflake("option "+o.Name, id); err != nil {
					return err
				}
			}
		}
		if err := checkOptions(o.Options); err != nil {
			return err
		}
	}
	return nil
}

// withValues removes options without a value, which count as not given. An option that is
// being typed can be empty.
func withValues(options []OptionValue) []OptionValue {
	var kept []OptionValue
	for _, o := range options {
		group := o.Type == discordgo.ApplicationCommandOptionSubCommand || o.Type == discordgo.ApplicationCommandOptionSubCommandGroup
		if none := len(o.Value) == 0 || string(o.Value) == "null"; none && !group {
			if !o.Focused {
				continue
			}
			o.Value = json.RawMessage(`""`)
		}
		o.Options = withValues(o.Options)
		kept = append(kept, o)
	}
	return kept
}

// Made returns when Discord created the interaction, from its id.
func (in *Interaction) Made() time.Time {
	n, _ := strconv.ParseUint(in.ID, 10, 64) // Decode has checked it
	const epoch = 1420070400000              // 2015 began
	return time.UnixMilli(int64(n>>22) + epoch)
}

// IsTyping reports whether an option is being typed. Only choices can answer that.
func (in *Interaction) IsTyping() bool {
	return in.Type == discordgo.InteractionApplicationCommandAutocomplete
}

// FileLimit returns the maximum size of a file in a reply, in bytes.
func (in *Interaction) FileLimit() int {
	if in.AttachmentSizeLimit > 0 {
		return min(in.AttachmentSizeLimit, view.MaxFile)
	}
	return view.MaxFile
}

// path returns the name of a command for logs, such as "group create".
func (in *Interaction) path() string {
	switch in.Type {
	case discordgo.InteractionApplicationCommand, discordgo.InteractionApplicationCommandAutocomplete:
		path := in.Data.Name
		if len(in.Data.Options) > 0 && in.Data.Options[0].Type == discordgo.ApplicationCommandOptionSubCommand {
			path += " " + in.Data.Options[0].Name
		}
		return view.Cut(path, 80)
	case discordgo.InteractionMessageComponent, discordgo.InteractionModalSubmit:
		action, _, err := view.ParseID(in.Data.CustomID)
		if err == nil {
			return view.Cut(action, 80)
		}
	}
	return "type " + strconv.Itoa(int(in.Type))
}

// LogValue keeps the token out of logs.
func (in *Interaction) LogValue() slog.Value {
	return slog.GroupValue(slog.String("id", in.ID), slog.Int("type", int(in.Type)), slog.String("guild", in.GuildID))
}

// snowflake returns an error unless the id is a valid Discord id.
// See https://discord.com/developers/docs/reference#snowflakes.
func snowflake(what, id string) error {
	if n, err := strconv.ParseUint(id, 10, 64); err != nil || n == 0 {
		return fmt.Errorf("%s with the id %.30q", what, id)
	}
	return nil
}

// caller returns the user of the command: a member in a guild, otherwise a user.
func (in *Interaction) caller() GuildMember {
	if in.Member != nil {
		return *in.Member
	}
	return GuildMember{User: in.User}
}
