package view

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// The bytes of an option's label or description: as many as it always may have, and as many
// as it can have at all, which is [MaxOptionText] characters of four bytes.
const (
	minOption = 60
	maxOption = 4 * MaxOptionText
)

// shorten returns the components with the options of their menus cut, if a message cannot
// have all of their bytes. All labels and descriptions may then have the same number of
// bytes, so that the longest ones are cut first.
func shorten(components []Component) []Component {
	most := maxOption
	for most > minOption && taken(components, most).bytes > MaxBytes {
		most--
	}
	if most == maxOption {
		return components
	}
	return withOptions(components, func(o Option) Option {
		o.Label, o.Description = cutBytes(strings.TrimSuffix(o.Label, o.mark), most-len(o.mark))+o.mark, cutBytes(o.Description, most)
		return o
	})
}

// withOptions returns a copy of the components with each option changed.
func withOptions(components []Component, change func(Option) Option) []Component {
	components = slices.Clone(components)
	for i := range components {
		c := &components[i]
		c.Components = withOptions(c.Components, change)
		c.Options = slices.Clone(c.Options)
		for j := range c.Options {
			c.Options[j] = change(c.Options[j])
		}
	}
	return components
}

// cutBytes shortens s to at most max bytes, between two characters. A shortened text ends in
// ….
func cutBytes(s string, max int) string {
	if len(s) <= max {
		return s
	}
	const end = "…"
	if max -= len(end); max < 0 {
		return ""
	}
	for max > 0 && !utf8.RuneStart(s[max]) {
		max--
	}
	return s[:max] + end
}
