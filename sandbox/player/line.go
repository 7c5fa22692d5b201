package player

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dojang/sandbox"
)

// line is a parsed line of a script. Which fields are used depends on the verb.
type line struct {
	verb    string
	actor   sandbox.Word // the member's name
	channel sandbox.Word // the channel's name, or empty for the player's own
	path    []sandbox.Word
	inputs  []sandbox.Input
	args    []sandbox.Word // of press, choose, save, say, menu, permit, remove and clock
	message sandbox.Word   // the number of "in N", or empty
	target  sandbox.Word   // of menu: the member whose menu it is, or empty
}

// The verbs. A command has a slash instead.
const (
	useVerb     = "/"
	typeVerb    = "type"
	pressVerb   = "press"
	chooseVerb  = "choose"
	submitVerb  = "submit"
	dismissVerb = "dismiss"
	saveVerb    = "save"
	sayVerb     = "say"
	menuVerb    = "menu"
	clockVerb   = "clock"
	permitVerb  = "permit"
	removeVerb  = "remove"
	inviteVerb  = "invite"
	membersVerb = "members"
	helpVerb    = "help"
)

// token is a word of a line: text, or name:value. The first colon outside
// quotes splits it; the value may contain more.
type token struct {
	whole sandbox.Word
	input sandbox.Input
	split bool
}

// parseLine parses a line that is neither blank nor a comment. The error is a
// [sandbox.Mistake].
func parseLine(text string) (line, error) {
	runes := []rune(text)
	at := skipSpace(runes, 0)
	end := at
	for end < len(runes) && !unicode.IsSpace(runes[end]) {
		end++
	}
	switch first := string(runes[at:end]); first {
	case clockVerb, permitVerb, removeVerb, inviteVerb, membersVerb, helpVerb:
		tokens, err := lex(runes, end)
		if err != nil {
			return line{}, err
		}
		return parsePlain(first, tokens, len(runes))
	}
	colon := slices.Index(runes[at:], ':')
	if colon < 0 {
		return line{}, mistakeAt(at+1, "expected NAME: and what the member does, or clock, permit, remove, invite, members, help")
	}
	colon += at
	l := line{actor: trimmedWord(runes, at, colon)}
	if hash := strings.LastIndex(l.actor.Text, " #"); hash >= 0 {
		start := l.actor.Column - 1 + len([]rune(l.actor.Text[:hash])) + 1
		l.channel = trimmedWord(runes, start, colon)
		l.actor = trimmedWord(runes, at, start)
	}
	if l.actor.Text == "" {
		return line{}, mistakeAt(at+1, "expected a member's name before the colon")
	}
	tokens, err := lex(runes, colon+1)
	if err != nil {
		return line{}, err
	}
	return l, l.parseAction(tokens, len(runes))
}

// parsePlain parses the rest of a line in which no member acts.
func parsePlain(verb string, tokens []token, end int) (line, error) {
	l := line{verb: verb}
	for _, t := range tokens {
		l.args = append(l.args, t.whole)
	}
	missing := map[string]string{
		clockVerb:  "say when, as in clock 2026-11-30T09:00 or clock +1d",
		permitVerb: "say what the bot may do where, as in permit #공부방 -send or permit #공부방 all",
		removeVerb: "say what, as in remove #공부방 or remove " + sandbox.BotName,
	}
	wanted := map[string]int{clockVerb: 1, permitVerb: 2, removeVerb: 1}[verb]
	switch {
	case len(tokens) > wanted && verb != permitVerb:
		return line{}, mistakeAt(tokens[wanted].whole.Column, "nothing more is expected after %s", verb)
	case len(tokens) < wanted:
		return line{}, mistakeAt(end+1, "%s", missing[verb])
	}
	return l, nil
}

// parseAction parses what the member does. end is the length of the line.
func (l *line) parseAction(tokens []token, end int) error {
	const acts = "/command, type, press, choose, submit, dismiss, save, say or menu"
	if len(tokens) == 0 {
		return mistakeAt(end+1, "expected %s", acts)
	}
	first := tokens[0].whole
	if strings.HasPrefix(first.Text, "/") {
		l.verb = useVerb
		return l.parseCommand(tokens)
	}
	l.verb = first.Text
	rest := tokens[1:]
	switch l.verb {
	case typeVerb:
		if len(rest) == 0 || !strings.HasPrefix(rest[0].whole.Text, "/") {
			return mistakeAt(columnAfter(tokens[:1]), "expected a command, as in type /check item:text")
		}
		return l.parseCommand(rest)
	case pressVerb, chooseVerb, saveVerb:
		return l.parseWords(first, rest)
	case sayVerb:
		if len(rest) == 0 {
			return mistakeAt(end+1, "say what to say, as in say https://example.com/post")
		}
		for _, t := range rest {
			l.args = append(l.args, t.whole)
		}
		return nil
	case menuVerb:
		return l.parseMenu(first, rest)
	case submitVerb:
		return l.parseInputs(rest)
	case dismissVerb:
		if len(rest) > 0 {
			return mistakeAt(rest[0].whole.Column, "nothing more is expected after dismiss")
		}
		return nil
	}
	return mistakeAt(first.Column, "%q is nothing that a member does; expected %s", first.Text, acts)
}

// parseCommand parses /name, subcommands and options.
func (l *line) parseCommand(tokens []token) error {
	name := tokens[0].whole
	name.Text = strings.TrimPrefix(name.Text, "/")
	if name.Text == "" || tokens[0].split {
		return mistakeAt(name.Column, "expected the name of a command after the slash")
	}
	l.path = []sandbox.Word{name}
	for i, t := range tokens[1:] {
		if t.split {
			return l.parseInputs(tokens[1+i:])
		}
		l.path = append(l.path, t.whole)
	}
	return nil
}

// parseInputs parses name:value words.
func (l *line) parseInputs(tokens []token) error {
	for _, t := range tokens {
		if !t.split {
			return mistakeAt(t.whole.Column, "%q is not of the form name:value; a value with spaces stands in quotes", t.whole.Text)
		}
		l.inputs = append(l.inputs, t.input)
	}
	return nil
}

// parseWords parses the words of press, choose, save and menu, and "in N" at
// their end.
func (l *line) parseWords(verb sandbox.Word, tokens []token) error {
	if n := len(tokens); n > 2 && tokens[n-2].whole.Text == "in" {
		if _, err := strconv.Atoi(tokens[n-1].whole.Text); err == nil {
			l.message = tokens[n-1].whole
			tokens = tokens[:n-2]
		}
	}
	if len(tokens) == 0 {
		return mistakeAt(verb.Column+len([]rune(verb.Text)), "say what to %s", verb.Text)
	}
	for _, t := range tokens {
		l.args = append(l.args, t.whole)
	}
	return nil
}

// parseMenu parses the name of a command in a menu and whose menu it is: "in N"
// for a message, @name for a member.
func (l *line) parseMenu(verb sandbox.Word, tokens []token) error {
	if len(tokens) == 0 || strings.HasPrefix(tokens[0].whole.Text, "@") {
		at := verb.Column + len(menuVerb)
		if len(tokens) > 0 {
			at = tokens[0].whole.Column
		}
		return mistakeAt(at, "expected the name of a command, as in menu Share as post in 3 or menu Progress @Alex")
	}
	if n := len(tokens); n > 1 && strings.HasPrefix(tokens[n-1].whole.Text, "@") {
		l.target = tokens[n-1].whole
		tokens = tokens[:n-1]
	}
	if err := l.parseWords(verb, tokens); err != nil {
		return err
	}
	if l.target.Text != "" && l.message.Text != "" {
		return mistakeAt(l.message.Column, "a menu is a message's or a member's, not both")
	}
	return nil
}

// columnAfter returns the column behind the last token.
func columnAfter(tokens []token) int {
	last := tokens[len(tokens)-1].whole
	return last.Column + len([]rune(last.Text))
}

// trimmedWord returns the text between two positions without surrounding
// spaces.
func trimmedWord(runes []rune, from, to int) sandbox.Word {
	from = min(skipSpace(runes, from), to)
	return sandbox.Word{Text: strings.TrimRightFunc(string(runes[from:to]), unicode.IsSpace), Column: from + 1}
}

func skipSpace(runes []rune, at int) int {
	for at < len(runes) && unicode.IsSpace(runes[at]) {
		at++
	}
	return at
}
