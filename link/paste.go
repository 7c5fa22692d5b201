package link

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"dojang/refusal"
)

// found is an address in a text.
type found struct {
	address string
	label   string // the text of a Markdown link
	at      int    // where the address begins
}

// find returns the one address that a text has. It refuses a text without any and one with
// several different ones.
func find(raw string) (found, error) {
	text := strings.TrimFunc(raw, isBlank)
	if text == "" {
		return found{}, refusal.New("link.empty")
	}
	if one, ok := bare(text); ok {
		return one, nil
	}
	all := findAll(text)
	if len(all) == 0 {
		if inner, label, ok := unwrapped(text); ok {
			if one, ok := bare(inner); ok {
				one.label = label
				return one, nil
			}
			text = inner
		}
		if strings.ContainsFunc(text, isBlank) {
			return found{}, refusal.New("link.scheme", "scheme", "")
		}
		return found{address: text}, nil // for parseAddress to say what is wrong
	}
	different := map[string]bool{}
	one := all[0]
	for _, other := range all {
		different[other.address] = true
		if other.label != "" {
			one = other
		}
	}
	if len(different) > 1 {
		return found{}, refusal.New("link.several", "n", len(different))
	}
	return one, nil
}

// hostLabel is a regular expression for a part of a host name, without the marks that end one in a text.
const hostLabel = `[^\s/?#:@\\.,;()\[\]{}<>"'\x60]+`

// hostAndPath matches an address without a scheme: a host of which the last part begins with a
// letter, and a path.
var hostAndPath = regexp.MustCompile(`^(?:` + hostLabel + `\.)+\pL(?:` + hostLabel + `)?(?::[0-9]+)?/\S*$`)

// server matches an address without a scheme as the server of a blog on one's own machine prints it.
var server = regexp.MustCompile(`^(?i:localhost|\d+\.\d+\.\d+\.\d+)(?::[0-9]+)?(?:/\S*)?$`)

// bare returns a text that is a host with a path and nothing else, with https:// added.
func bare(text string) (found, bool) {
	if !hostAndPath.MatchString(text) && !server.MatchString(text) {
		return found{}, false
	}
	address := "https://" + text
	end, _ := endOf(address, 0)
	return found{address: address}, end == len(address)
}

// wrapped matches a text that is <address> or [label](address) and nothing else.
var wrapped = regexp.MustCompile(`^(?:\[([^\[\]]*)\]\(\s*<?([^\s<>]+?)>?\s*\)|<([^<>]+)>)$`)

func unwrapped(text string) (inner, label string, ok bool) {
	m := wrapped.FindStringSubmatch(text)
	if m == nil {
		return "", "", false
	}
	return strings.TrimFunc(m[2]+m[3], isBlank), labelOf(m[1]), true
}

// slackLink matches a link as Slack writes it, after its <.
var slackLink = regexp.MustCompile(`^([^\s<>|]+)\|([^<>]*)>`)

// findAll returns the addresses with a scheme that a text has, in their order.
func findAll(text string) []found {
	var all []found
	for from := 0; ; {
		at := nextScheme(text, from)
		if at < 0 {
			return all
		}
		end, closed := endOf(text, at)
		one := found{address: text[at:end], at: at}
		before := strings.TrimRightFunc(strings.TrimSuffix(strings.TrimRightFunc(text[:at], isBlank), "<"), isBlank)
		if label, start, ok := labelBefore(before); ok {
			one.label = label
			for len(all) > 0 && all[len(all)-1].at >= start {
				all = all[:len(all)-1] // it is part of the label
			}
		} else if m := slackLink.FindStringSubmatch(text[at:]); strings.HasSuffix(text[:at], "<") && m != nil {
			one.address, one.label, end, closed = m[1], labelOf(m[2]), at+len(m[0]), true
		}
		if !closed && (at > 0 || end < len(text)) {
			one.address = TrimSentence(one.address)
		}
		all = append(all, one)
		from = end
	}
}

// nextScheme returns where http:// or https:// is next, or -1.
func nextScheme(text string, from int) int {
	for {
		i := strings.Index(text[from:], "://")
		if i < 0 {
			return -1
		}
		for _, scheme := range []string{"https", "http"} {
			if at := from + i - len(scheme); at >= 0 && strings.EqualFold(text[at:from+i], scheme) {
				return at
			}
		}
		from += i + len("://")
	}
}

// closing has the mark that ends what another one begins.
var closing = map[rune]rune{'(': ')', '[': ']', '{': '}', '<': '>', '（': '）', '［': '］', '「': '」', '『': '』', '《': '》', '〈': '〉', '【': '】',
	'“': '”', '‘': '’', '"': '"', '\'': '\'', '`': '`'}

// endOf returns where the address that begins at a place ends: at a space, at the mark that
// closes the one before it, or where the next address begins. closed reports whether it is such
// a mark. An address with nothing before it may have marks that end others.
func endOf(text string, at int) (end int, closed bool) {
	before := strings.TrimRightFunc(text[:at], isBlank)
	open, _ := utf8.DecodeLastRuneInString(before)
	closer := closing[open]
	next := nextScheme(text, at+len("http://"))
	for next >= 0 && isNested(text[:next]) {
		next = nextScheme(text, next+len("http://"))
	}
	mark := emphasis(before)
	depth := 0
	for i, r := range text[at:] {
		end = at + i
		switch {
		case end == next, unicode.IsSpace(r), unicode.Is(unicode.Z, r):
			return end, false
		case closer != 0 && r == closer && depth == 0, mark != "" && strings.HasPrefix(text[end:], mark):
			return end, true
		case at > 0 && (strings.ContainsRune(`<>"`+"`", r) || unicode.In(r, unicode.Cc, unicode.Cf)):
			return end, false
		case r == closer:
			depth--
		case r == open:
			depth++
		}
	}
	return len(text), false
}

// emphasis returns the mark of emphasis or of a spoiler, two or more of one character, in which
// a text ends, or "".
func emphasis(text string) string {
	if text == "" || !strings.Contains("*_~|", text[len(text)-1:]) {
		return ""
	}
	if mark := text[len(strings.TrimRight(text, text[len(text)-1:])):]; len(mark) > 1 {
		return mark
	}
	return ""
}

// isNested reports whether an address that follows a text is part of the one before it, such as
// the value of a parameter or an archived page.
func isNested(before string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	return strings.ContainsRune("/=:?&#@", r)
}

// TrimSentence returns an address without the punctuation or bracket that ends the sentence
// around it.
func TrimSentence(address string) string {
	for {
		short := strings.TrimRightFunc(address, func(r rune) bool {
			return isBlank(r) || strings.ContainsRune(`.,;:!?'*_~|…。、，！？；：”’」』》〉】）］`, r)
		})
		for _, pair := range []string{"()", "[]", "{}"} {
			if strings.HasSuffix(short, pair[1:]) && strings.Count(short, pair[1:]) > strings.Count(short, pair[:1]) {
				short = short[:len(short)-1]
			}
		}
		if short == address {
			return address
		}
		address = short
	}
}

// labelBefore returns the label of a Markdown link of which a text has all before the address,
// and where it begins.
func labelBefore(before string) (label string, start int, ok bool) {
	before, ok = strings.CutSuffix(before, "](")
	if !ok {
		return "", 0, false
	}
	depth := 1
	for i := len(before) - 1; i >= 0; i-- {
		switch escaped := i > 0 && before[i-1] == '\\'; {
		case escaped:
		case before[i] == ']':
			depth++
		case before[i] == '[':
			depth--
		}
		if depth == 0 {
			return labelOf(before[i+1:]), i, true
		}
	}
	return "", 0, false
}

var escapedMark = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])")

// labelOf returns a label as a title: "" if it is an address itself.
func labelOf(s string) string {
	if strings.Contains(s, "://") {
		return ""
	}
	return CleanTitle(escapedMark.ReplaceAllString(s, "$1"))
}

// isBlank reports whether a character shows nothing: space, control and format characters,
// selectors of variants, and the fillers of Hangul and Braille.
func isBlank(r rune) bool {
	return unicode.In(r, unicode.White_Space, unicode.Z, unicode.Cc, unicode.Cf, unicode.Variation_Selector) ||
		strings.ContainsRune("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0", r)
}
