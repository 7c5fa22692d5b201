package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The letters of Hangul as the keys that type them, in Unicode's order: leading consonants,
// vowels, final consonants, and stand-alone consonants. Compound vowels and finals take two
// keys and are two letters here, so that what is typed so far (고) is a prefix of what is
// meant (과). A doubled consonant is one key and one letter.
var (
	leads  = strings.Fields("ㄱ ㄲ ㄴ ㄷ ㄸ ㄹ ㅁ ㅂ ㅃ ㅅ ㅆ ㅇ ㅈ ㅉ ㅊ ㅋ ㅌ ㅍ ㅎ")
	vowels = strings.Fields("ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ")
	tails  = strings.Fields("ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ")
	loose  = strings.Fields("ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄸ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅃ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅉ ㅊ ㅋ ㅌ ㅍ ㅎ")
)

// IsSyllable reports whether r is a precomposed syllable.
func IsSyllable(r rune) bool { return r >= '가' && r <= '힣' }

// IsConsonant reports whether r is a stand-alone consonant, compound ones included.
func IsConsonant(r rune) bool { return r >= 'ㄱ' && r <= 'ㅎ' }

// IsVowel reports whether r is a stand-alone vowel, compound ones included.
func IsVowel(r rune) bool { return r >= 'ㅏ' && r <= 'ㅣ' }

// IsHangul reports whether r belongs to the Hangul script.
func IsHangul(r rune) bool { return unicode.Is(unicode.Hangul, r) }

// Letters takes the Hangul in s apart into letters and leaves the rest as it is: 닭 A
// becomes ㄷㅏㄹㄱ A. Keyboards that compose ㄳ out of ㄱ and ㅅ, or that send conjoining letters,
// give the same result.
func Letters(s string) string {
	b := make([]byte, 0, 3*len(s))
	for _, r := range s {
		switch {
		case IsSyllable(r):
			n := int(r - '가')
			b = append(b, leads[n/(21*28)]...)
			b = append(b, vowels[n/28%21]...)
			if tail := n % 28; tail > 0 {
				b = append(b, tails[tail-1]...)
			}
		case IsConsonant(r):
			b = append(b, loose[r-'ㄱ']...)
		case IsVowel(r):
			b = append(b, vowels[r-'ㅏ']...)
		case r >= 0x1100 && r <= 0x1112:
			b = append(b, leads[r-0x1100]...)
		case r >= 0x1161 && r <= 0x1175:
			b = append(b, vowels[r-0x1161]...)
		case r >= 0x11A8 && r <= 0x11C2:
			b = append(b, tails[r-0x11A8]...)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return string(b)
}

// Initials replaces each Hangul syllable of s by its leading consonant and leaves the rest
// as it is: 가비지 A becomes ㄱㅂㅈ A.
func Initials(s string) string {
	var b strings.Builder
	for _, r := range s {
		if IsSyllable(r) {
			b.WriteString(leads[(r-'가')/(21*28)])
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Unspaced removes the spaces between Hangul, because spacing varies in Korean: 가비지 컬렉션 and
// 가비지컬렉션 are the same.
func Unspaced(s string) string {
	var b strings.Builder
	var before rune
	space := false
	for _, r := range s {
		if r == ' ' {
			space = true
			continue
		}
		if space && !(IsHangul(before) && IsHangul(r)) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		before, space = r, false
	}
	return b.String()
}

// BeginsAs reports whether word, typed up to somewhere in its last syllable, can be the
// beginning of something in text. Both are results of [Letters]. The match has to start at
// the beginning of a syllable: at a consonant before a vowel.
func BeginsAs(text, word string) bool {
	for {
		i := strings.Index(text, word)
		if i < 0 {
			return false
		}
		first, size := utf8.DecodeRuneInString(text[i:])
		second, _ := utf8.DecodeRuneInString(text[i+size:])
		if !IsHangul(first) || IsConsonant(first) && IsVowel(second) {
			return true
		}
		text = text[i+size:]
	}
}
