package router

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/bwmarrin/discordgo"

	"dojang/refusal"
)

// options are the values of an interaction's options, by name.
type options struct {
	texts    map[string]string
	numbers  map[string]int
	switches map[string]bool
}

// readOptions checks the given options against their declaration. Discord checks them, too;
// if the two disagree, the client has an older definition of the command. While an option
// is being typed, invalid values are ignored.
func readOptions(given []OptionValue, declared []Option, typing bool) (options, error) {
	read := options{map[string]string{}, map[string]int{}, map[string]bool{}}
	old := refusal.New("command.old")
	for _, one := range given {
		i := slices.IndexFunc(declared, func(o Option) bool { return o.Name == one.Name })
		if i < 0 {
			if typing {
				continue
			}
			return read, old
		}
		if !read.set(declared[i], one.Value) && !typing {
			return read, old
		}
	}
	for _, o := range declared {
		if o.Required && !read.has(o.Name) && !typing {
			return read, old
		}
	}
	return read, nil
}

// set reads an option's value. ok is false if it has the wrong type or is not an allowed
// value.
func (read *options) set(o Option, value json.RawMessage) (ok bool) {
	switch o.Type {
	case discordgo.ApplicationCommandOptionInteger:
		var n int
		if json.Unmarshal(value, &n) != nil || n < o.Min || n > o.Max {
			return false
		}
		read.numbers[o.Name] = n
	case discordgo.ApplicationCommandOptionBoolean:
		var on bool
		if json.Unmarshal(value, &on) != nil {
			return false
		}
		read.switches[o.Name] = on
	default: // a text, or the id of a user, channel or attachment
		var s string
		if json.Unmarshal(value, &s) != nil {
			return false
		}
		if len(o.Choices) > 0 && !slices.Contains(o.Choices, s) {
			return false
		}
		read.texts[o.Name] = s
	}
	return true
}

func (read *options) has(name string) bool {
	_, text := read.texts[name]
	_, number := read.numbers[name]
	_, on := read.switches[name]
	return text || number || on
}

// clone returns a copy with maps that are never nil.
func (read *options) clone() options {
	copied := options{map[string]string{}, map[string]int{}, map[string]bool{}}
	maps.Copy(copied.texts, read.texts)
	maps.Copy(copied.numbers, read.numbers)
	maps.Copy(copied.switches, read.switches)
	return copied
}

// readForm adds the inputs of a submitted form to into, by custom_id.
func readForm(lines []FormLine, into map[string]string) map[string]string {
	for _, line := range lines {
		if line.CustomID != "" {
			into[line.CustomID] = line.Value
		}
		if line.Component != nil {
			readForm([]FormLine{*line.Component}, into)
		}
		readForm(line.Components, into)
	}
	return into
}
