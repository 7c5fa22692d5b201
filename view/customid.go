package view

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// idVersion is the first part of every custom_id. A button of an older form
// stays in its channel for years; an unknown version is answered with a hint.
const idVersion = "1"

// The errors of [ParseID].
var (
	ErrIDVersion = errors.New("custom_id of another version")
	ErrIDForm    = errors.New("malformed custom_id")
)

// CustomID is a kind of custom_id: the name of what a button, menu or form does,
// and the names of the arguments that follow it. The view that packs a custom_id
// and the handler that reads it share one such declaration.
type CustomID struct {
	Name string
	Args []string
	ints []string // the arguments that are numbers
}

// customID declares a kind of custom_id by its name and the names of its
// arguments, separated by spaces. An argument "page:int" is a number.
func customID(name, args string) CustomID {
	id := CustomID{Name: name}
	for _, arg := range strings.Fields(args) {
		arg, isInt := strings.CutSuffix(arg, ":int")
		id.Args = append(id.Args, arg)
		if isInt {
			id.ints = append(id.ints, arg)
		}
	}
	return id
}

// With packs the arguments, in the order of their declaration. They are ids and
// small words without colons; together they stay within [MaxCustomID]. They say
// what a click is about, never that it is allowed. With panics if their number
// is not the declared one.
func (c CustomID) With(args ...string) string {
	if len(args) != len(c.Args) {
		panic(fmt.Sprintf("custom_id %s: %d arguments for %q", c.Name, len(args), c.Args))
	}
	return idVersion + ":" + strings.Join(append([]string{c.Name}, args...), ":")
}

// IsInt reports whether an argument is a number.
func (c CustomID) IsInt(arg string) bool { return slices.Contains(c.ints, arg) }

// ParseID unpacks a custom_id.
func ParseID(id string) (name string, args []string, err error) {
	version, rest, _ := strings.Cut(id, ":")
	if version != idVersion {
		return "", nil, ErrIDVersion
	}
	parts := strings.Split(rest, ":")
	if len(id) > MaxCustomID || parts[0] == "" {
		return "", nil, ErrIDForm
	}
	return parts[0], parts[1:], nil
}
