package sandbox

import (
	"maps"
	"slices"
)

// checkOptions checks what the options of a command or a subcommand mean
// together: names, order, and that subcommands stand among themselves.
func checkOptions(p place, options []Option) {
	seen, optional := map[string]bool{}, false
	for i := range options {
		o, p := &options[i], p.at(i)
		if seen[o.Name] {
			p.at("name").fail("APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists")
		}
		seen[o.Name] = true
		if o.holds() != options[0].holds() {
			p.at("type").fail("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command and sub-command group option types are mutually exclusive to all other types")
		}
		if o.Required && optional {
			p.at("required").fail("APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options")
		}
		optional = optional || !o.Required
		if o.holds() {
			if o.Required {
				p.at("required").fail("APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Sub-commands and sub-command groups cannot be required")
			}
			optional = false
		}
		o.check(p)
	}
	checkTranslatedNames(p, options)
}

// holds reports whether the option holds others.
func (o *Option) holds() bool { return o.Type == subcommandOption || o.Type == groupOption }

// check checks one option.
func (o *Option) check(p place) {
	checkOptions(p.at("options"), o.Options)
	if o.Type == groupOption && len(o.Options) == 0 {
		p.at("options").missing()
	}
	if o.Autocomplete && o.Type != stringOption && o.Type != integerOption && o.Type != numberOption {
		p.at("autocomplete").fail("APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID", "An option of this type has no autocompletion")
	}
	if o.Autocomplete && len(o.Choices) > 0 {
		p.at("autocomplete").fail("APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_WITH_CHOICES", "autocomplete may not be set when choices are given")
	}
	names, values := map[string]bool{}, map[string]bool{}
	for i, c := range o.Choices {
		if names[c.Name] {
			p.at("choices").at(i).at("name").fail("APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_EXISTS", "Choice name already exists")
		}
		if values[c.text()] {
			p.at("choices").at(i).at("value").fail("APPLICATION_COMMAND_OPTIONS_CHOICE_VALUE_EXISTS", "Choice value already exists")
		}
		names[c.Name], values[c.text()] = true, true
	}
	if o.MinLength != nil && o.MaxLength != nil && *o.MinLength > *o.MaxLength {
		p.at("min_length").fail("APPLICATION_COMMAND_OPTIONS_MIN_GREATER", "min_length is greater than max_length")
	}
	if o.MinValue != nil && o.MaxValue != nil {
		lowest, _ := o.MinValue.Float64()
		highest, _ := o.MaxValue.Float64()
		if lowest > highest {
			p.at("min_value").fail("APPLICATION_COMMAND_OPTIONS_MIN_GREATER", "min_value is greater than max_value")
		}
	}
}

// checkTranslatedNames checks that a translated name is neither the default
// name of another option nor that option's name in the same language.
func checkTranslatedNames(p place, options []Option) {
	for i := range options {
		for _, locale := range slices.Sorted(maps.Keys(options[i].NameLocalizations)) {
			name := options[i].NameLocalizations[locale]
			for j := range options {
				if i == j || options[j].Name != name && options[j].NameLocalizations[locale] != name {
					continue
				}
				p.at(i).at("name_localizations").at(locale).fail("APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists")
				break
			}
		}
	}
}
