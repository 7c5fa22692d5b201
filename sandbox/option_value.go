package sandbox

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"dojang/sandbox/schema"
)

// optionValue turns what a person typed into the value of an option.
func (u *invocation) optionValue(o *schema.Option, w Word) (any, error) {
	if w.File != nil && o.Type != schema.AttachmentOption {
		return nil, mistake(w.Column, "the option %s takes no file", o.Name)
	}
	if len(o.Choices) > 0 {
		return findChoice(o, w)
	}
	switch o.Type {
	case schema.StringOption:
		return checkText(o, w)
	case schema.IntegerOption, schema.NumberOption:
		return parseNumber(o, w)
	case schema.BooleanOption:
		if w.Text != "true" && w.Text != "false" {
			return nil, mistake(w.Column, "the option %s is true or false, not %q", o.Name, w.Text)
		}
		return w.Text == "true", nil
	case schema.UserOption, schema.MentionableOption:
		return u.userByName(w)
	case schema.ChannelOption:
		return u.channelByName(w, o.ChannelTypes)
	case schema.AttachmentOption:
		return u.attachFile(w, o.FileTypes)
	}
	return nil, mistake(w.Column, "roles cannot be given here")
}

// findChoice finds a choice by its name in any language or by its value.
func findChoice(o *schema.Option, w Word) (any, error) {
	var names []string
	for _, c := range o.Choices {
		if hasName(w.Text, c.Name, c.NameLocalizations) || SameName(c.ValueText(), w.Text) {
			return c.Value, nil
		}
		names = append(names, c.Name)
	}
	return nil, mistake(w.Column, "the option %s offers no %q; there are %s", o.Name, w.Text, strings.Join(names, ", "))
}

// checkText checks the length of a string.
func checkText(o *schema.Option, w Word) (any, error) {
	lowest, highest := 0, schema.MaxStringLength
	if o.MinLength != nil {
		lowest = *o.MinLength
	}
	if o.MaxLength != nil {
		highest = *o.MaxLength
	}
	if n := utf8.RuneCountInString(w.Text); n < lowest || n > highest {
		return nil, mistake(w.Column, "the option %s takes %d to %d characters, not %d", o.Name, lowest, highest, n)
	}
	return w.Text, nil
}

// parseNumber parses a number and checks its bounds.
func parseNumber(o *schema.Option, w Word) (any, error) {
	f, err := strconv.ParseFloat(w.Text, 64)
	n := json.Number(strconv.FormatFloat(f, 'g', -1, 64))
	if o.Type == schema.IntegerOption {
		var whole int64
		whole, err = strconv.ParseInt(w.Text, 10, 64)
		f, n = float64(whole), json.Number(strconv.FormatInt(whole, 10))
	}
	if err != nil || math.IsNaN(f) || math.Abs(f) > schema.MaxInteger {
		return nil, mistake(w.Column, "the option %s takes a number, not %q", o.Name, w.Text)
	}
	if o.MinValue != nil {
		if lowest, _ := o.MinValue.Float64(); f < lowest {
			return nil, mistake(w.Column, "the option %s takes at least %s", o.Name, *o.MinValue)
		}
	}
	if o.MaxValue != nil {
		if highest, _ := o.MaxValue.Float64(); f > highest {
			return nil, mistake(w.Column, "the option %s takes at most %s", o.Name, *o.MaxValue)
		}
	}
	return n, nil
}
