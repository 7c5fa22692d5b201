package normalize

import (
	"strings"
	"unicode"
)

// Visible returns s without the characters that nobody sees: control, format and filling
// characters and selectors of variants. It keeps white space, and what an emoji or a script
// needs to look right: the joiner in 👩‍💻, the selector in ⚙️, the non-joiner in Persian.
// dropped has what it left out.
func Visible(s string) (visible string, dropped []rune) {
	if !strings.ContainsFunc(s, isInvisible) {
		return s, nil
	}
	runes := []rune(s)
	next := make([]rune, len(runes)) // the visible one behind each
	for i := len(runes) - 1; i > 0; i-- {
		if next[i-1] = runes[i]; isInvisible(runes[i]) {
			next[i-1] = next[i]
		}
	}
	kept := make([]rune, 0, len(runes))
	for i, r := range runes {
		var before rune
		if len(kept) > 0 {
			before = kept[len(kept)-1]
		}
		if !isInvisible(r) || isNeeded(before, r, next[i]) {
			kept = append(kept, r)
		} else {
			dropped = append(dropped, r)
		}
	}
	return string(kept), dropped
}

// isInvisible reports whether r is not shown by itself. White space is.
func isInvisible(r rune) bool {
	switch {
	case r < ' ':
		return r < '\t' || r > '\r'
	case r < '\x7F', r == '\u0085':
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) &&
		!unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}

// joining are the scripts whose letters look different with a joiner or a non-joiner.
var joining = []*unicode.RangeTable{
	unicode.Arabic, unicode.Balinese, unicode.Bengali, unicode.Chakma, unicode.Devanagari, unicode.Grantha, unicode.Gujarati,
	unicode.Gurmukhi, unicode.Javanese, unicode.Kannada, unicode.Khmer, unicode.Malayalam, unicode.Mandaic, unicode.Mongolian,
	unicode.Myanmar, unicode.Nko, unicode.Oriya, unicode.Phags_Pa, unicode.Sinhala, unicode.Sundanese, unicode.Syriac,
	unicode.Tamil, unicode.Telugu, unicode.Tibetan,
}

// isNeeded reports whether what stands before and after the invisible r looks wrong without
// it. Before is what was kept, after the next that is visible.
func isNeeded(before, r, after rune) bool {
	switch {
	case r == '\u200D': // joiner
		return isPicture(before) && isPicture(after) || unicode.In(before, joining...)
	case r == '\u200C': // non-joiner
		return unicode.In(before, joining...) && unicode.In(after, joining...)
	case r == '\uFE0E', r == '\uFE0F': // how an emoji is shown
		return isPicture(before) && before != '\uFE0E' && before != '\uFE0F' || after == '\u20E3' && isKey(before) || unicode.Is(unicode.Han, before)
	case unicode.Is(unicode.Variation_Selector, r):
		return unicode.In(before, unicode.Han, unicode.Mongolian, unicode.Phags_Pa, unicode.Myanmar)
	case r >= 0xE0020 && r <= 0xE007F: // the region of a flag
		return before == 0x1F3F4 || before >= 0xE0020 && before < 0xE007F
	case r == '\u115F': // stands for an initial consonant in old Korean
		return after > 0x1160 && after <= 0x11A7
	case r == '\u1160': // stands for a vowel
		return before >= 0x1100 && before <= 0x115F
	}
	return false
}

// isKey reports whether r is on a telephone's keys, as in 1️⃣.
func isKey(r rune) bool { return r >= '0' && r <= '9' || r == '#' || r == '*' }

// isPicture reports whether r is an emoji or belongs to one.
func isPicture(r rune) bool {
	switch {
	case r == '\uFE0E', r == '\uFE0F', r >= 0x1F3FB && r <= 0x1F3FF:
		return true
	case r == '©', r == '®', r == '‼', r == '⁉', r == '™', r == 'ℹ', r == '〰', r == '〽', r == '㊗', r == '㊙', r == '\u20E3':
		return true
	}
	return unicode.Is(unicode.So, r) || unicode.Is(unicode.Sm, r) && r > 0x2190
}
