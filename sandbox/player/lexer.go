package player

import (
	"unicode"

	"dojang/sandbox"
)

// lex splits the rest of a line, from a position on, into tokens at spaces
// outside quotes.
func lex(runes []rune, at int) ([]token, error) {
	var tokens []token
	for {
		at = skipSpace(runes, at)
		if at == len(runes) {
			return tokens, nil
		}
		t, next, err := lexToken(runes, at)
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, t)
		at = next
	}
}

// lexToken reads one token and returns the position behind it.
func lexToken(runes []rune, at int) (token, int, error) {
	name, next, err := lexPart(runes, at, true)
	if err != nil {
		return token{}, 0, err
	}
	t := token{whole: name}
	if next < len(runes) && runes[next] == ':' {
		var value sandbox.Word
		if value, next, err = lexPart(runes, next+1, false); err != nil {
			return token{}, 0, err
		}
		t.split = true
		t.input = sandbox.Input{Name: name, Value: value}
		t.whole.Text = name.Text + ":" + value.Text
	}
	if next < len(runes) && !unicode.IsSpace(runes[next]) {
		return token{}, 0, mistakeAt(next+1, "expected a space after the closing quote")
	}
	return t, next, nil
}

// lexPart reads quoted text, or text up to the next space. A name also ends at
// a colon.
func lexPart(runes []rune, at int, name bool) (sandbox.Word, int, error) {
	if at < len(runes) && runes[at] == '"' {
		return lexQuoted(runes, at)
	}
	end := at
	for end < len(runes) && !unicode.IsSpace(runes[end]) && !(name && runes[end] == ':') {
		end++
	}
	return sandbox.Word{Text: string(runes[at:end]), Column: at + 1}, end, nil
}

// lexQuoted reads quoted text, in which \" is a quote, \\ a backslash, and \n a
// newline.
func lexQuoted(runes []rune, at int) (sandbox.Word, int, error) {
	var text []rune
	for i := at + 1; i < len(runes); i++ {
		switch r := runes[i]; {
		case r == '"':
			return sandbox.Word{Text: string(text), Column: at + 1}, i + 1, nil
		case r == '\\' && i+1 < len(runes) && (runes[i+1] == '"' || runes[i+1] == '\\'):
			i++
			text = append(text, runes[i])
		case r == '\\' && i+1 < len(runes) && runes[i+1] == 'n':
			i++
			text = append(text, '\n')
		default:
			text = append(text, r)
		}
	}
	return sandbox.Word{}, 0, mistakeAt(at+1, "the quote that begins here does not end")
}
