package commands

import (
	"encoding/json"
	"slices"

	"github.com/bwmarrin/discordgo"

	"dojang/roadmap"
)

// take checks the options as they were given against their declaration and
// puts them into the request. Discord has checked them too; where the two
// disagree, the client still has an older form of the command. While an option
// is being typed, partial values are left out.
func (r *Request) take(given []Given, declared []Option, typing bool) error {
	r.texts, r.numbers, r.switches = map[string]string{}, map[string]int{}, map[string]bool{}
	old := roadmap.Refuse("command.old")
	for _, one := range given {
		i := slices.IndexFunc(declared, func(o Option) bool { return o.Name == one.Name })
		if i < 0 {
			if typing {
				continue
			}
			return old
		}
		if !r.put(declared[i], one) && !typing {
			return old
		}
	}
	for _, o := range declared {
		if o.Required && !r.Has(o.Name) && !typing {
			return old
		}
	}
	return nil
}

// put reads an option's value; ok is false when it is not of the declared type
// or not among the declared values.
func (r *Request) put(o Option, given Given) (ok bool) {
	switch o.Type {
	case discordgo.ApplicationCommandOptionInteger:
		var n int
		if json.Unmarshal(given.Value, &n) != nil || n < o.Min || n > o.Max {
			return false
		}
		r.numbers[o.Name] = n
	case discordgo.ApplicationCommandOptionBoolean:
		var on bool
		if json.Unmarshal(given.Value, &on) != nil {
			return false
		}
		r.switches[o.Name] = on
	default: // a text, or the id of a user, channel or attachment
		var s string
		if json.Unmarshal(given.Value, &s) != nil {
			return false
		}
		if len(o.Choices) > 0 && !slices.Contains(o.Choices, s) {
			return false
		}
		r.texts[o.Name] = s
	}
	return true
}

// form reads the inputs of a form that was sent in.
func form(lines []FormLine, into map[string]string) map[string]string {
	for _, line := range lines {
		if line.CustomID != "" {
			into[line.CustomID] = line.Value
		}
		if line.Component != nil {
			form([]FormLine{*line.Component}, into)
		}
		form(line.Components, into)
	}
	return into
}
