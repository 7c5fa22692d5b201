package sandbox

import (
	"encoding/json"
	"slices"
)

// The types of a command's options.
const (
	subcommandOption  = 1
	groupOption       = 2
	stringOption      = 3
	integerOption     = 4
	booleanOption     = 5
	userOption        = 6
	channelOption     = 7
	roleOption        = 8
	mentionableOption = 9
	numberOption      = 10
	attachmentOption  = 11
)

// chatInput is the type of a slash command; the other types have no options.
const chatInput = 1

// Limits of commands. https://discord.com/developers/docs/interactions/application-commands
const (
	maxChatCommands = 100
	maxMenuCommands = 15 // of each of the types user and message
	maxDailyCreates = 200
	maxCommandText  = 8000 // characters in names, descriptions and choices of one command
	maxChoices      = 25
	maxStringLength = 6000
	maxChannelKinds = 13
	maxParameters   = 25 // options or subcommands of a command, a group or a subcommand
)

// Command is a command that the application has registered.
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

// Choice is a value that an option offers, under the name that is shown.
type Choice struct {
	Name              string            `json:"name"`
	NameLocalizations map[string]string `json:"name_localizations,omitempty"`
	Value             json.RawMessage   `json:"value"`
}

// text is the choice's value as a person would write it.
func (c Choice) text() string {
	var s string
	if json.Unmarshal(c.Value, &s) == nil {
		return s
	}
	return string(c.Value)
}

// Offered lists the commands that the member can use in the channel; none
// where the application is not in the server. They are not to be changed.
func (d *Discord) Offered(a Actor) ([]*Command, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c, err := d.room(a)
	if err != nil || c.guild.member(d.bot.ID) == nil {
		return nil, err
	}
	return d.offered(c.permissions(c.guild.member(a.User))), nil
}

// offered lists the commands that a member with the permissions is offered; the
// lock is held.
func (d *Discord) offered(p Permissions) []*Command {
	if !p.Has(UseApplicationCommands) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(d.commands), func(command *Command) bool { return !command.offeredTo(p) })
}

// Commands lists the names of the global commands that the application has
// registered.
func (d *Discord) Commands() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var names []string
	for _, c := range d.commands {
		names = append(names, c.Name)
	}
	return names
}

// CommandsVersion returns a text that changes whenever commands are
// registered.
func (d *Discord) CommandsVersion() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var versions []string
	for _, c := range d.commands {
		versions = append(versions, c.ID, c.Version)
	}
	return digest(versions...)
}
