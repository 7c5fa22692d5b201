package roadmap

// Lang is the language of a text: Korean, English, or "" if it is unknown.
type Lang string

// The languages of Dojang's own texts and of its template.
const (
	Korean  Lang = "ko"
	English Lang = "en"
)

// Text is a title in one or more languages. The titles of a roadmap that a group uploaded
// have one language, or "".
type Text map[Lang]string

// In returns the text in lang. If there is none, it returns the one without a language,
// then Korean, then English. It is "" only for an empty Text.
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
