package normalize

import "strings"

// Matches reports whether each word of what was typed so far occurs in the text, regardless
// of case, Unicode form and spaces. A word may be half typed, up to somewhere in its last
// syllable, or be initial consonants. Nothing typed matches every text.
func Matches(text, typed string) bool {
	text, typed = Text(text), Text(typed)
	compact, joined := strings.ReplaceAll(text, " ", ""), Unspaced(text)
	if strings.Contains(compact, strings.ReplaceAll(typed, " ", "")) {
		return true
	}
	letters, initials := Letters(joined), Initials(joined)
	for word := range strings.FieldsSeq(typed) {
		switch keys := Letters(word); {
		case strings.Contains(compact, word):
		case !strings.ContainsFunc(word, IsHangul):
			return false
		case BeginsAs(letters, keys):
		case !strings.ContainsFunc(keys, IsVowel) && strings.Contains(initials, keys):
		default:
			return false
		}
	}
	return true
}
