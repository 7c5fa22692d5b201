package schema

import "encoding/json"

// maxChoiceValue is the longest string value of a choice, in characters.
const maxChoiceValue = 100

// MaxInteger is the largest value of an integer option: 2^53 - 1.
const MaxInteger = 1<<53 - 1

// The types of a command's options.
const (
	subcommandOption  = 1
	groupOption       = 2
	StringOption      = 3
	IntegerOption     = 4
	BooleanOption     = 5
	UserOption        = 6
	ChannelOption     = 7
	roleOption        = 8
	MentionableOption = 9
	NumberOption      = 10
	AttachmentOption  = 11
)

// The types of commands: slash commands, and those in the menu of a member and of a message.
// The latter two have no description and no options.
const (
	ChatInput = 1
	OnMember  = 2
	OnMessage = 3
)

// Limits of commands. https://discord.com/developers/docs/interactions/application-commands
const (
	MaxChatCommands = 100
	MaxMenuCommands = 15 // each for user and message commands
	MaxDailyCreates = 200
	maxCommandText  = 8000 // characters in all names, descriptions and choices of a command
	maxChoices      = 25
	MaxStringLength = 6000
	maxChannelKinds = 13
	maxParameters   = 25 // options of a command, a group or a subcommand
)

// Command is a registered command.
type Command struct {
	ID                       string            `json:"id"`
	ApplicationID            string            `json:"application_id"`
	Version                  string            `json:"version"`
	Type                     int               `json:"type"`
	Name                     string            `json:"name"`
	NameLocalizations        map[string]string `json:"name_localizations"`
	Description              string            `json:"description"`
	DescriptionLocalizations map[string]string `json:"description_localizations"`
	Options                  []Option          `json:"options,omitempty"`
	DefaultMemberPermissions *idValue          `json:"default_member_permissions"`
	DMPermission             *bool             `json:"dm_permission,omitempty"`
	NSFW                     bool              `json:"nsfw"`
	Contexts                 []int             `json:"contexts"`
	IntegrationTypes         []int             `json:"integration_types,omitempty"`
}

// Option is a parameter of a command, a subcommand, or a group of subcommands.
type Option struct {
	Type                     int               `json:"type"`
	Name                     string            `json:"name"`
	NameLocalizations        map[string]string `json:"name_localizations,omitempty"`
	Description              string            `json:"description"`
	DescriptionLocalizations map[string]string `json:"description_localizations,omitempty"`
	Required                 bool              `json:"required,omitempty"`
	Choices                  []Choice          `json:"choices,omitempty"`
	Options                  []Option          `json:"options,omitempty"`
	ChannelTypes             []int             `json:"channel_types,omitempty"`
	MinValue                 *json.Number      `json:"min_value,omitempty"`
	MaxValue                 *json.Number      `json:"max_value,omitempty"`
	MinLength                *int              `json:"min_length,omitempty"`
	MaxLength                *int              `json:"max_length,omitempty"`
	Autocomplete             bool              `json:"autocomplete,omitempty"`
	FileTypes                []string          `json:"file_types,omitempty"`
}

// Choice is a value that an option offers, with the name that is shown.
type Choice struct {
	Name              string            `json:"name"`
	NameLocalizations map[string]string `json:"name_localizations,omitempty"`
	Value             json.RawMessage   `json:"value"`
}

// ValueText returns the choice's value as a person would type it.
func (c Choice) ValueText() string {
	var s string
	if json.Unmarshal(c.Value, &s) == nil {
		return s
	}
	return string(c.Value)
}

// HoldsOptions reports whether the option is a subcommand or a group of them.
func (o *Option) HoldsOptions() bool { return o.Type == subcommandOption || o.Type == groupOption }
