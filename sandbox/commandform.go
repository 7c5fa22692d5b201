package sandbox

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// locales are the languages of Discord's client.
// https://discord.com/developers/docs/reference#locales
var locales = strings.Fields("id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko")

// nameShape is the shape of a slash command's and of an option's name, in lower
// case where there is one. A regular expression with all letters in it would
// cost every bot half a megabyte, whether it plays or not.
func nameShape(p place, v any) {
	text(1, 32)(p, v)
	s, _ := v.(string)
	if n := utf8.RuneCountInString(s); 1 <= n && n <= 32 && (strings.ContainsFunc(s, notInName) || strings.ToLower(s) != s) {
		p.fail("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
	}
}

func notInName(r rune) bool {
	return !strings.ContainsRune("-_'", r) && !unicode.In(r, unicode.L, unicode.N, unicode.Devanagari, unicode.Thai)
}

// localized is the shape of translations by locale.
func localized(value shape) shape {
	return dictionary(func(locale string) bool { return slices.Contains(locales, locale) }, value)
}

// named are the fields of all that has a name and a description.
var named = fields{
	"name": must(nameShape), "name_localizations": may(localized(nameShape)),
	"description": must(text(1, 100)), "description_localizations": may(localized(text(1, 100))),
}

// anyOption are the fields of all options. Only some types complete; false is
// fine for any.
var anyOption = named.with(fields{"type": must(anything), "required": may(boolean), "autocomplete": may(boolean)})

// choicesOf are the fields of an option that can offer values.
func choicesOf(value shape) fields {
	return anyOption.with(fields{
		"choices": may(list(0, maxChoices, fields{
			"name": must(text(1, 100)), "name_localizations": may(localized(text(1, 100))), "value": must(value),
		}.shape)),
	})
}

// optionFields are the fields of an option of the type.
func optionFields(kind int) fields {
	switch kind {
	case subcommandOption:
		return anyOption.with(fields{"options": may(list(0, maxParameters, optionShape(stringOption, attachmentOption)))})
	case groupOption:
		return anyOption.with(fields{"options": may(list(0, maxParameters, optionShape(subcommandOption, subcommandOption)))})
	case stringOption:
		return choicesOf(text(0, maxChoiceValue)).with(fields{"min_length": may(integer(0, maxStringLength)), "max_length": may(integer(1, maxStringLength))})
	case integerOption:
		value := integer(-maxInteger, maxInteger)
		return choicesOf(value).with(fields{"min_value": may(value), "max_value": may(value)})
	case numberOption:
		return choicesOf(number).with(fields{"min_value": may(number), "max_value": may(number)})
	case channelOption:
		return anyOption.with(fields{"channel_types": may(list(0, maxChannelKinds, oneOf(0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16)))})
	case attachmentOption:
		return anyOption.with(fields{"file_types": may(list(0, 10, text(1, 100)))})
	}
	return anyOption
}

// optionShape is the shape of an option of a type from lowest to highest.
func optionShape(lowest, highest int) shape {
	return func(p place, v any) {
		o, ok := v.(map[string]any)
		if !ok {
			p.fail("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
			return
		}
		n, _ := o["type"].(json.Number)
		kind, ok := wholeNumber(n)
		if !ok || kind < lowest || kind > highest {
			p.at("type").fail("UNION_TYPE_CHOICES", "Value of field \"type\" must be between %d and %d.", lowest, highest)
			return
		}
		optionFields(kind).shape(p, v)
	}
}

// permissionShape is the shape of a set of permissions: a number, or a string
// of one.
func permissionShape(p place, v any) {
	if n, ok := wholeNumber(v); !ok || n < 0 {
		p.fail("NUMBER_TYPE_COERCE", "Value %q is not a permission set.", v)
	}
}

// commandShape is the shape of a command.
func commandShape() shape {
	common := fields{
		"id": may(snowflake), "type": may(oneOf(chatInput, 2, 3)), "default_member_permissions": may(permissionShape),
		"dm_permission": may(boolean), "default_permission": may(boolean), "nsfw": may(boolean),
		"contexts": may(list(1, 3, oneOf(0, 1, 2))), "integration_types": may(list(1, 2, oneOf(0, 1))),
	}
	return func(p place, v any) {
		o, _ := v.(map[string]any)
		switch kind, _ := wholeNumber(o["type"]); kind {
		case 2, 3:
			name := text(1, 32)
			common.with(fields{
				"name": must(name), "name_localizations": may(localized(name)), "description": may(text(0, 0)),
				"description_localizations": may(localized(text(0, 0))),
			}).shape(p, v)
		default:
			common.with(named).with(fields{"options": may(list(0, maxParameters, optionShape(subcommandOption, attachmentOption)))}).shape(p, v)
		}
	}
}

// readCommand reads a command that stands at the place in the request's body.
func (d *Discord) readCommand(q *request, p place, raw []byte) (*Command, error) {
	c := &Command{Type: chatInput}
	if err := q.readAt(p, raw, commandShape(), c); err != nil {
		return nil, err
	}
	if c.Type == chatInput {
		checkOptions(p.at("options"), c.Options)
		if size := c.size(); size > maxCommandText {
			p.fail("APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (%d)", maxCommandText)
		}
	}
	if err := invalidForm(p.form); err != nil {
		return nil, err
	}
	c.ID, c.ApplicationID, c.Version = "", d.bot.ID, d.newID()
	if c.IntegrationTypes == nil {
		c.IntegrationTypes = []int{0}
	}
	return c, nil
}

// size is what the command counts towards its limit.
func (c *Command) size() int {
	n := longest(c.Name, c.NameLocalizations) + longest(c.Description, c.DescriptionLocalizations)
	for _, o := range c.Options {
		n += o.size()
	}
	return n
}

func (o *Option) size() int {
	n := longest(o.Name, o.NameLocalizations) + longest(o.Description, o.DescriptionLocalizations)
	for _, c := range o.Choices {
		n += longest(c.Name, c.NameLocalizations) + utf8.RuneCountInString(c.text())
	}
	for _, inner := range o.Options {
		n += inner.size()
	}
	return n
}

// longest is the length in characters of the longest of a text and its
// translations: only that one counts.
func longest(s string, translations map[string]string) int {
	n := utf8.RuneCountInString(s)
	for _, t := range translations {
		n = max(n, utf8.RuneCountInString(t))
	}
	return n
}
