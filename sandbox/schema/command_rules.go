package schema

import (
	"maps"
	"slices"
	"unicode/utf8"
)

// checkOptions checks the options of a command, group or subcommand together:
// unique names, required ones first, and subcommands not mixed with other
// options.
func checkOptions(p Path, options []Option) {
	seen, optional := map[string]bool{}, false
	for i := range options {
		o, p := &options[i], p.At(i)
		if seen[o.Name] {
			p.At("name").Fail("APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists")
		}
		seen[o.Name] = true
		if o.HoldsOptions() != options[0].HoldsOptions() {
			p.At("type").Fail("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command and sub-command group option types are mutually exclusive to all other types")
		}
		if o.Required && optional {
			p.At("required").Fail("APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options")
		}
		optional = optional || !o.Required
		if o.HoldsOptions() {
			if o.Required {
				p.At("required").Fail("APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Sub-commands and sub-command groups cannot be required")
			}
			optional = false
		}
		o.check(p)
	}
	checkTranslatedNames(p, options)
}

// check checks one option and those within it.
func (o *Option) check(p Path) {
	checkOptions(p.At("options"), o.Options)
	if o.Type == groupOption && len(o.Options) == 0 {
		p.At("options").missing()
	}
	if o.Autocomplete && o.Type != StringOption && o.Type != IntegerOption && o.Type != NumberOption {
		p.At("autocomplete").Fail("APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID", "An option of this type has no autocompletion")
	}
	if o.Autocomplete && len(o.Choices) > 0 {
		p.At("autocomplete").Fail("APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_WITH_CHOICES", "autocomplete may not be set when choices are given")
	}
	names, values := map[string]bool{}, map[string]bool{}
	for i, c := range o.Choices {
		if names[c.Name] {
			p.At("choices").At(i).At("name").Fail("APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_EXISTS", "Choice name already exists")
		}
		if values[c.ValueText()] {
			p.At("choices").At(i).At("value").Fail("APPLICATION_COMMAND_OPTIONS_CHOICE_VALUE_EXISTS", "Choice value already exists")
		}
		names[c.Name], values[c.ValueText()] = true, true
	}
	if o.MinLength != nil && o.MaxLength != nil && *o.MinLength > *o.MaxLength {
		p.At("min_length").Fail("APPLICATION_COMMAND_OPTIONS_MIN_GREATER", "min_length is greater than max_length")
	}
	if o.MinValue != nil && o.MaxValue != nil {
		lowest, _ := o.MinValue.Float64()
		highest, _ := o.MaxValue.Float64()
		if lowest > highest {
			p.At("min_value").Fail("APPLICATION_COMMAND_OPTIONS_MIN_GREATER", "min_value is greater than max_value")
		}
	}
}

// checkTranslatedNames checks that a translated name is neither the default
// name of another option nor that option's name in the same language.
func checkTranslatedNames(p Path, options []Option) {
	for i := range options {
		for _, locale := range slices.Sorted(maps.Keys(options[i].NameLocalizations)) {
			name := options[i].NameLocalizations[locale]
			for j := range options {
				if i == j || options[j].Name != name && options[j].NameLocalizations[locale] != name {
					continue
				}
				p.At(i).At("name_localizations").At(locale).Fail("APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists")
				break
			}
		}
	}
}

// Check checks the rules of a slash command that concern several fields.
func (c *Command) Check(p Path) {
	if c.Type != ChatInput {
		return
	}
	checkOptions(p.At("options"), c.Options)
	if size := c.size(); size > maxCommandText {
		p.Fail("APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (%d)", maxCommandText)
	}
}

// size returns the number of characters that count towards the limit of a
// command.
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
		n += longest(c.Name, c.NameLocalizations) + utf8.RuneCountInString(c.ValueText())
	}
	for _, inner := range o.Options {
		n += inner.size()
	}
	return n
}

// longest returns the length in characters of the longest among a text and its
// translations. Only that one counts.
func longest(s string, translations map[string]string) int {
	n := utf8.RuneCountInString(s)
	for _, t := range translations {
		n = max(n, utf8.RuneCountInString(t))
	}
	return n
}
