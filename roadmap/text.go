package roadmap

// Lang is a language that Dojang speaks, or "" where it is not known.
type Lang string

// The languages of Dojang's own texts and of its first roadmap.
const (
	Korean  Lang = "ko"
	English Lang = "en"
)

// Text is a title in one or more languages. A roadmap that a group brought
// itself has one title under the language it was declared in, or under "".
type Text map[Lang]string

// Matches returns the text in lang, or in the language there is: the undeclared
// one first, then Korean, then English. It is "" for an empty Text only.
func (t Text) In(lang Lang) string {
	if s, ok := t[lang]; ok {
		return s
	}
	for _, other := range []Lang{"", Korean, English} {
		if s, ok := t[other]; ok {
			return s
		}
	}
	return ""
}
