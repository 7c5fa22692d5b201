package markdown

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark-emoji/definition"
)

// emojiName matches what may be GitHub's name of an emoji, as :bulb:.
var emojiName = regexp.MustCompile(`^:([a-z0-9_+-]{1,50}):`)

// namedEmoji returns the emoji whose name begins the text, and the length of the name.
func namedEmoji[text string | []byte](s text) (emoji string, length int) {
	m := emojiName.FindStringSubmatch(string(s[:min(len(s), 52)]))
	if m == nil {
		return "", 0
	}
	e, ok := definition.Github().Get(m[1])
	if !ok || !e.IsUnicode() {
		return "", 0
	}
	return string(e.Unicode), len(m[0])
}

// withEmoji returns Markdown with emoji instead of their names, but not in code, in the
// targets of links and behind an escape.
func withEmoji(src []byte) []byte {
	if bytes.Count(src, []byte(":")) < 2 {
		return src
	}
	var out []byte
	from := 0 // of what is not in out yet
	for i := 0; i < len(src); {
		switch c := src[i]; {
		case c == '\\':
			i += 2
		case c == '`':
			i = codeEnd(src, i)
		case c == '<' || c == '(' && i > 0 && src[i-1] == ']':
			if end := bytes.IndexAny(src[i:], ">) \n"); end > 0 {
				i += end
			} else {
				i++
			}
		case c == ':' && !(i > 0 && isNameByte(src[i-1])):
			emoji, n := namedEmoji(src[i:])
			if n == 0 || i+n < len(src) && isNameByte(src[i+n]) {
				i++
				break
			}
			out = append(append(out, src[from:i]...), emoji...)
			i += n
			from = i
		default:
			i++
		}
	}
	if from == 0 {
		return src
	}
	return append(out, src[from:]...)
}

// isNameByte reports whether a colon beside c belongs to something else than an emoji's
// name, such as an address, a time or a name of C++.
func isNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '/' || c == ':'
}

// codeEnd returns the index behind the code that begins at i or, if it does not end, behind
// the signs that would begin it.
func codeEnd(src []byte, i int) int {
	n := 0
	for i+n < len(src) && src[i+n] == '`' {
		n++
	}
	fence := src[i : i+n]
	for rest := i + n; ; {
		at := bytes.Index(src[rest:], fence)
		if at < 0 {
			return i + n
		}
		end := rest + at + n
		if end == len(src) || src[end] != '`' {
			return end
		}
		for end < len(src) && src[end] == '`' {
			end++
		}
		rest = end
	}
}
