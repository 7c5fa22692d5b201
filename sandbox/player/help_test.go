package player

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// example is a line of the help: what can be typed, two spaces, what it does.
var example = regexp.MustCompile(`(?m)^  (\S.*?)  +\S.*$`)

// The examples in the help can be played in order, and there is one for every verb.
func TestHelp(t *testing.T) {
	saving := func(_ *bench, p *Player) { p.Save = func(string, []byte) error { return nil } }
	shown, _ := play(t, "help", func(_ *bench, p *Player) { p.Echo = false })
	var examples, verbs []string
	for _, match := range example.FindAllStringSubmatch(shown, -1) {
		examples = append(examples, match[1])
		if l, err := parseLine(match[1]); err == nil && !slices.Contains(verbs, l.verb) {
			verbs = append(verbs, l.verb)
		}
	}
	if got, want := len(examples), strings.Count(shown, "\n")-1; got != want {
		t.Errorf("%d examples in %d lines", got, want)
	}
	want := []string{useVerb, typeVerb, pressVerb, submitVerb, chooseVerb, dismissVerb, saveVerb, sayVerb, menuVerb, clockVerb,
		permitVerb, removeVerb, inviteVerb, membersVerb, helpVerb}
	same(t, "verbs", want, verbs)
	if out, refused := play(t, strings.Join(examples, "\n"), saving); refused != 0 {
		t.Errorf("%d examples refused:\n%s", refused, out)
	}
}

// The time in the help's clock example is in the future, whenever help is typed.
func TestHelpLater(t *testing.T) {
	out, _ := play(t, "clock 2030-12-31T23:30\nhelp", nil)
	if want := "  clock 2031-01-14T09:00 "; !strings.Contains(out, want) {
		t.Errorf("got %s", out)
	}
}
