package sandbox

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// value turns what a person typed into the value of an option.
func (u *usage) value(o *Option, w Word) (any, error) {
	if w.File != nil && o.Type != attachmentOption {
		return nil, mistake(w.Column, "the option %s takes no file", o.Name)
	}
	if len(o.Choices) > 0 {
		return o.chosen(w)
	}
	switch o.Type {
	case stringOption:
		return o.typed(w)
	case integerOption, numberOption:
		return o.counted(w)
	case booleanOption:
		if w.Text != "true" && w.Text != "false" {
			return nil, mistake(w.Column, "the option %s is true or false, not %q", o.Name, w.Text)
		}
		return w.Text == "true", nil
	case userOption, mentionableOption:
		return u.user(w)
	case channelOption:
		return u.room(w, o.ChannelTypes)
	case attachmentOption:
		return u.file(w, o.FileTypes)
	}
	return nil, mistake(w.Column, "roles cannot be given here")
}

// chosen finds a choice by its name in any language or by its value.
func (o *Option) chosen(w Word) (any, error) {
	var names []string
	for _, c := range o.Choices {
		if called(w.Text, c.Name, c.NameLocalizations) || sameName(c.text(), w.Text) {
			return c.Value, nil
		}
		names = append(names, c.Name)
	}
	return nil, mistake(w.Column, "the option %s offers no %q; there are %s", o.Name, w.Text, strings.Join(names, ", "))
}

// typed checks the length of a text.
func (o *Option) typed(w Word) (any, error) {
	lowest, highest := 0, maxStringLength
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

// counted reads a number and checks its bounds.
func (o *Option) counted(w Word) (any, error) {
	f, err := strconv.ParseFloat(w.Text, 64)
	n := json.Number(strconv.FormatFloat(f, 'g', -1, 64))
	if o.Type == integerOption {
		var whole int64
		whole, err = strconv.ParseInt(w.Text, 10, 64)
		f, n = float64(whole), json.Number(strconv.FormatInt(whole, 10))
	}
	if err != nil || math.IsNaN(f) || math.Abs(f) > maxInteger {
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
