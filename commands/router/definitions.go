package router

import (
	"github.com/bwmarrin/discordgo"

	"dojang/roadmap"
	"dojang/view"
)

// Definition is a command, subcommand or option as Discord registers it. discordgo's types
// write permissions as a string and empty lists as null, but Discord's published
// description has a number and lists that can be left out.
// See https://discord.com/developers/docs/interactions/application-commands.
type Definition struct {
	Type             int               `json:"type"`
	Name             string            `json:"name"`
	Names            map[string]string `json:"name_localizations,omitempty"`
	Description      string            `json:"description,omitempty"`
	Descriptions     map[string]string `json:"description_localizations,omitempty"`
	Required         bool              `json:"required,omitempty"`
	Autocomplete     bool              `json:"autocomplete,omitempty"`
	Choices          []DefinedChoice   `json:"choices,omitempty"`
	ChannelTypes     []int             `json:"channel_types,omitempty"`
	MinValue         *int              `json:"min_value,omitempty"`
	MaxValue         *int              `json:"max_value,omitempty"`
	Permissions      *int64            `json:"default_member_permissions,omitempty"`
	Contexts         []int             `json:"contexts,omitempty"`
	IntegrationTypes []int             `json:"integration_types,omitempty"`
	Options          []Definition      `json:"options,omitempty"`
}

// DefinedChoice is an allowed value of an option.
type DefinedChoice struct {
	Name  string            `json:"name"`
	Names map[string]string `json:"name_localizations,omitempty"`
	Value string            `json:"value"`
}

// Definitions returns the commands as Discord registers them. The result depends only on
// the argument and the catalogues.
func Definitions(commands []Command) []Definition {
	var defs []Definition
	for _, c := range commands {
		d := define(c, "cmd."+c.Name, int(c.On.kind()))
		d.Contexts, d.IntegrationTypes = []int{int(discordgo.InteractionContextGuild)}, []int{int(discordgo.ApplicationIntegrationGuildInstall)}
		if onlyManagers(c) { // only hides the command; permissions are checked at each use
			manage := int64(discordgo.PermissionManageGuild)
			d.Permissions = &manage
		}
		defs = append(defs, d)
	}
	return defs
}

// onlyManagers reports whether the whole command is for managers.
func onlyManagers(c Command) bool {
	for _, sub := range c.Sub {
		if !sub.Managers {
			return false
		}
	}
	return c.Managers || len(c.Sub) > 0
}

func define(c Command, path string, kind int) Definition {
	if c.On != OnNothing { // Discord shows only a name
		en, ko := view.In(roadmap.English), view.In(roadmap.Korean)
		return Definition{Type: kind, Name: c.Name, Names: localised(en.T(c.Text), ko.T(c.Text))}
	}
	d := described(c.Name, path)
	d.Type = kind
	for _, sub := range c.Sub {
		d.Options = append(d.Options, define(sub, path+"."+sub.Name, int(discordgo.ApplicationCommandOptionSubCommand)))
	}
	for _, o := range c.Options {
		d.Options = append(d.Options, defineOption(o, path))
	}
	return d
}

// described returns a definition with the catalogues' texts for the key.
func described(name, key string) Definition {
	en, ko := view.In(roadmap.English), view.In(roadmap.Korean)
	return Definition{Name: name, Names: localised(en.T(key), ko.T(key)),
		Description: en.T(key + ".about"), Descriptions: localised(en.T(key+".about"), ko.T(key+".about"))}
}

// localised returns a text in both languages. English is repeated as en-US, for clients
// that fall back from en-GB to en-US.
func localised(en, ko string) map[string]string { return map[string]string{"en-US": en, "ko": ko} }

// key returns the catalogue key of a command's option.
func (o Option) key(path string) string {
	if o.Text != "" {
		return o.Text
	}
	return path + "." + o.Name
}

func defineOption(o Option, path string) Definition {
	key := o.key(path)
	d := described(o.Name, key)
	d.Type, d.Required, d.Autocomplete = int(o.Type), o.Required, o.Complete != nil
	shown := o.Shown
	if shown == "" {
		shown = key
	}
	en, ko := view.In(roadmap.English), view.In(roadmap.Korean)
	for _, value := range o.Choices {
		text := shown + "." + value
		d.Choices = append(d.Choices, DefinedChoice{Name: en.T(text), Names: localised(en.T(text), ko.T(text)), Value: value})
	}
	for _, kind := range o.Channels {
		d.ChannelTypes = append(d.ChannelTypes, int(kind))
	}
	if o.Type == discordgo.ApplicationCommandOptionInteger {
		d.MinValue, d.MaxValue = &o.Min, &o.Max
	}
	return d
}
