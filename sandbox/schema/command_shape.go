package schema

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// locales has the languages of Discord's client.
// https://discord.com/developers/docs/reference#locales
var locales = strings.Fields("id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko")

// nameShape is the shape of the name of a slash command or an option, which has
// no upper case letters. It does without a regular expression: one that
// contains all letters would cost every bot half a megabyte, even without a
// sandbox.
func nameShape(p Path, v any) {
	text(1, 32)(p, v)
	s, _ := v.(string)
	if n := utf8.RuneCountInString(s); 1 <= n && n <= 32 && (strings.ContainsFunc(s, notInName) || strings.ToLower(s) != s) {
		p.Fail("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
	}
}

func notInName(r rune) bool {
	return !strings.ContainsRune("-_'", r) && !unicode.In(r, unicode.L, unicode.N, unicode.Devanagari, unicode.Thai)
}

// localized is the shape of translations by locale.
func localized(value Shape) Shape {
	return dictionary(func(locale string) bool { return slices.Contains(locales, locale) }, value)
}

// named are the fields of everything with a name and a description.
var named = fields{
	"name": required(nameShape), "name_localizations": optional(localized(nameShape)),
	"description": required(text(1, 100)), "description_localizations": optional(localized(text(1, 100))),
}

// anyOption are the fields of all options. Any type accepts autocomplete with
// the value false.
var anyOption = named.with(fields{"type": required(anything), "required": optional(boolean), "autocomplete": optional(boolean)})

// choicesOf are the fields of an option that can have choices.
func choicesOf(value Shape) fields {
	return anyOption.with(fields{
		"choices": optional(list(0, maxChoices, fields{
			"name": required(text(1, 100)), "name_localizations": optional(localized(text(1, 100))), "value": required(value),
		}.shape)),
	})
}

// optionFields returns the fields of an option of the type.
func optionFields(kind int) fields {
	switch kind {
	case subcommandOption:
		return anyOption.with(fields{"options": optional(list(0, maxParameters, optionShape(StringOption, AttachmentOption)))})
	case groupOption:
		return anyOption.with(fields{"options": optional(list(0, maxParameters, optionShape(subcommandOption, subcommandOption)))})
	case StringOption:
		return choicesOf(text(0, maxChoiceValue)).with(fields{"min_length": optional(integer(0, MaxStringLength)), "max_length": optional(integer(1, MaxStringLength))})
	case IntegerOption:
		value := integer(-MaxInteger, MaxInteger)
		return choicesOf(value).with(fields{"min_value": optional(value), "max_value": optional(value)})
	case NumberOption:
		return choicesOf(number).with(fields{"min_value": optional(number), "max_value": optional(number)})
	case ChannelOption:
		return anyOption.with(fields{"channel_types": optional(list(0, maxChannelKinds, oneOf(0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16)))})
	case AttachmentOption:
		return anyOption.with(fields{"file_types": optional(list(0, 10, text(1, 100)))})
	}
	return anyOption
}

// optionShape is the shape of an option whose type is from lowest to highest.
func optionShape(lowest, highest int) Shape {
	return func(p Path, v any) {
		o, ok := v.(map[string]any)
		if !ok {
			p.Fail("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
			return
		}
		n, _ := o["type"].(json.Number)
		kind, ok := wholeNumber(n)
		if !ok || kind < lowest || kind > highest {
			p.At("type").Fail("UNION_TYPE_CHOICES", "Value of field \"type\" must be between %d and %d.", lowest, highest)
			return
		}
		optionFields(kind).shape(p, v)
	}
}

// permissionShape is the shape of a permission set: a number, or a number in a
// string.
func permissionShape(p Path, v any) {
	if n, ok := wholeNumber(v); !ok || n < 0 {
		p.Fail("NUMBER_TYPE_COERCE", "Value %q is not a permission set.", v)
	}
}

// CommandListShape is the shape of a list of commands. Each of them is checked
// separately.
var CommandListShape = list(0, MaxChatCommands+2*MaxMenuCommands, anything)

// CommandShape is the shape of a command.
func CommandShape(p Path, v any) {
	common := fields{
		"id": optional(snowflake), "type": optional(oneOf(ChatInput, OnMember, OnMessage)), "default_member_permissions": optional(permissionShape),
		"dm_permission": optional(boolean), "default_permission": optional(boolean), "nsfw": optional(boolean),
		"contexts": optional(list(1, 3, oneOf(0, 1, 2))), "integration_types": optional(list(1, 2, oneOf(0, 1))),
	}
	o, _ := v.(map[string]any)
	switch kind, _ := wholeNumber(o["type"]); kind {
	case OnMember, OnMessage:
		name := text(1, 32)
		common.with(fields{
			"name": required(name), "name_localizations": optional(localized(name)), "description": optional(text(0, 0)),
			"description_localizations": optional(localized(text(0, 0))),
		}).shape(p, v)
	default:
		common.with(named).with(fields{"options": optional(list(0, maxParameters, optionShape(subcommandOption, AttachmentOption)))}).shape(p, v)
	}
}
