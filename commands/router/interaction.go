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

// Interaction is what Discord sends when a member uses a command, a button, a
// menu or a form: the parts that Dojang reads. discordgo's own type does not
// know all components and then decodes to an empty one; this one leaves
// unknown things out.
// See https://discord.com/developers/docs/interactions/receiving-and-responding.
type Interaction struct {
	ID             string                    `json:"id"`
	ApplicationID  string                    `json:"application_id"`
	Type           discordgo.InteractionType `json:"type"`
	Token          string                    `json:"token"` // lets anyone answer: never to be logged
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

// Channel is the channel that an interaction comes from. Of a thread, ParentID
// is the channel it belongs to.
type Channel struct {
	ID       string `json:"id"`
	ParentID string `json:"parent_id"`
	Name     string `json:"name"`
}

// GuildMember is who used the command, as a member of the guild.
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

// Data is what was used and how.
type Data struct {
	Name       string        `json:"name"`      // of the command
	Options    []OptionValue `json:"options"`   // of the command
	CustomID   string        `json:"custom_id"` // of the component or form
	Values     []string      `json:"values"`    // chosen in a menu
	Components []FormLine    `json:"components"`
	Resolved   ResolvedAll   `json:"resolved"`
}

// OptionValue is an option as it was given, or a subcommand with its options.
type OptionValue struct {
	Name    string                                 `json:"name"`
	Type    discordgo.ApplicationCommandOptionType `json:"type"`
	Value   json.RawMessage                        `json:"value"`
	Options []OptionValue                          `json:"options"`
	Focused bool                                   `json:"focused"` // it is being typed
}

// FormLine is a line of a form that was sent in: a label with its input, or,
// in the older form, a row of inputs.
type FormLine struct {
	CustomID   string     `json:"custom_id"`
	Value      string     `json:"value"`
	Component  *FormLine  `json:"component"`
	Components []FormLine `json:"components"`
}

// ResolvedAll has what the ids in options mean.
type ResolvedAll struct {
	Users       map[string]User        `json:"users"`
	Members     map[string]GuildMember `json:"members"`
	Attachments map[string]Attachment  `json:"attachments"`
}

// Attachment is a file that was given in an option.
type Attachment struct {
	Size int    `json:"size"` // bytes
	URL  string `json:"url"`  // lets anyone fetch it: never to be logged
}

// Permissions is Discord's set of permission bits, a number in a string.
// See https://discord.com/developers/docs/topics/permissions.
type Permissions uint64

// UnmarshalJSON reads the number; what is none is no permission at all.
func (p *Permissions) UnmarshalJSON(b []byte) error {
	n, err := strconv.ParseUint(strings.Trim(string(b), `"`), 10, 64)
	if err != nil {
		n = 0
	}
	*p = Permissions(n)
	return nil
}

// Has reports whether all the bits are in the set. An administrator has all.
func (p Permissions) Has(bits uint64) bool {
	return uint64(p)&discordgo.PermissionAdministrator != 0 || uint64(p)&bits == bits
}

var errNoInteraction = errors.New("no interaction")

// Decode reads an interaction as the gateway or an HTTP request brought it. When
// there is an interaction besides an error, it can be answered, but not
// handled: there is something in it that makes no sense.
func Decode(raw []byte) (*Interaction, error) {
	in := &Interaction{}
	wrong := json.Unmarshal(raw, in)
	if wrong != nil { // what comes after the first error need not have been read
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
	in.Data.Options = present(in.Data.Options)
	return in, wrong
}

// check checks the ids: of them keys of the store and paths of requests are
// made.
func (in *Interaction) check() error {
	err := snowflake("user", in.caller().User.ID)
	for _, id := range []string{in.GuildID, in.ChannelID, in.Channel.ID, in.Channel.ParentID} {
		if id != "" {
			err = errors.Join(err, snowflake("place", id))
		}
	}
	return errors.Join(err, checkOptions(in.Data.Options))
}

// checkOptions checks the ids among options.
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

// present leaves out options without a value: they were not given. One that is
// being typed is empty then.
func present(options []OptionValue) []OptionValue {
	var kept []OptionValue
	for _, o := range options {
		group := o.Type == discordgo.ApplicationCommandOptionSubCommand || o.Type == discordgo.ApplicationCommandOptionSubCommandGroup
		if none := len(o.Value) == 0 || string(o.Value) == "null"; none && !group {
			if !o.Focused {
				continue
			}
			o.Value = json.RawMessage(`""`)
		}
		o.Options = present(o.Options)
		kept = append(kept, o)
	}
	return kept
}

// Made is when Discord made the interaction.
func (in *Interaction) Made() time.Time {
	n, _ := strconv.ParseUint(in.ID, 10, 64) // Decode has checked it
	const epoch = 1420070400000              // 2015 began
	return time.UnixMilli(int64(n>>22) + epoch)
}

// IsTyping reports whether an option is being typed, to which choices are the
// only answer.
func (in *Interaction) IsTyping() bool {
	return in.Type == discordgo.InteractionApplicationCommandAutocomplete
}

// FileLimit is how many bytes a file of a reply may have.
func (in *Interaction) FileLimit() int {
	if in.AttachmentSizeLimit > 0 {
		return min(in.AttachmentSizeLimit, view.MaxFile)
	}
	return view.MaxFile
}

// path names a command for logs: "group create".
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

// snowflake returns an error unless the id is one of Discord's.
// See https://discord.com/developers/docs/reference#snowflakes.
func snowflake(what, id string) error {
	if n, err := strconv.ParseUint(id, 10, 64); err != nil || n == 0 {
		return fmt.Errorf("%s with the id %.30q", what, id)
	}
	return nil
}

// caller returns who used the command: a member in a guild, else a user.
func (in *Interaction) caller() GuildMember {
	if in.Member != nil {
		return *in.Member
	}
	return GuildMember{User: in.User}
}
