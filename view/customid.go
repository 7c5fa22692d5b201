package view

import (
	"errors"
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

// ID packs the name of an action and its arguments into a custom_id. The
// arguments are ids and small words without colons; together they stay within
// [MaxCustomID]. They say what a click is about, never that it is allowed.
func ID(action string, args ...string) string {
	return idVersion + ":" + strings.Join(append([]string{action}, args...), ":")
}

// ParseID unpacks a custom_id.
func ParseID(id string) (action string, args []string, err error) {
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
