package link

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// addressShape matches an address in a text up to where it ends at the latest.
var addressShape = regexp.MustCompile(`(?i)https?://[^\s\pZ\p{Cc}\p{Cf}<>"\x60|“”‘’「」『』《》〈〉【】]+`)

// addressBrackets are the brackets that may stand in an address, by what closes them.
var addressBrackets = map[rune]rune{')': '(', ']': '[', '}': '{', '）': '（'}

// sentenceEnds are the characters that end a sentence or an emphasis rather than an address.
const sentenceEnds = ".,;:!?'*_~…·。、，．！？：；"

// All returns the addresses in a text that a person wrote, in their order and each once:
// bare ones, those in angle brackets and those of Markdown links. The punctuation and the
// brackets around an address are not part of it. Whether the addresses can be shared is for
// [Parse] to say.
func All(text string) []string {
	var all []string
	seen := map[string]bool{}
	for at := 0; at < len(text); {
		found := addressShape.FindStringIndex(text[at:])
		if found == nil {
			break
		}
		address := withoutSentence(text[at+found[0] : at+found[1]])
		at += found[0] + len(address)
		if _, rest, _ := strings.Cut(address, "://"); rest != "" && !seen[address] {
			all = append(all, address)
			seen[address] = true
		}
	}
	return all
}

// withoutSentence returns an address up to the first bracket that closes one before the address, and
// without the punctuation behind it.
func withoutSentence(address string) string {
	open := map[rune]int{}
	for i, r := range address {
		open[r]++
		if opener, ok := addressBrackets[r]; ok {
			if open[opener]--; open[opener] < 0 {
				address = address[:i]
				break
			}
		}
	}
	for {
		r, size := utf8.DecodeLastRuneInString(address)
		if !strings.ContainsRune(sentenceEnds, r) {
			return address
		}
		address = address[:len(address)-size]
	}
}
