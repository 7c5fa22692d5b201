package link

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"dojang/normalize"
)

// MaxPostTitle limits the title of a post, in characters.
const MaxPostTitle = 200

// What the last part of a path has besides words: a date before them, a post's id after
// them (Medium's 12 digits, Notion's 32), or only an id.
var (
	extension   = regexp.MustCompile(`(?i)\.html?$`)
	dayBefore   = regexp.MustCompile(`^(19|20)\d\d(-\d{1,2}-\d{1,2}|[01]\d[0-3]\d)[-_]`)
	codeAfter   = regexp.MustCompile(`[-_]([0-9a-f]{10,12}|[0-9a-f]{32})$`)
	hexadecimal = regexp.MustCompile(`^[0-9a-fA-F-]{8,}$`)
	unbroken    = regexp.MustCompile(`^[0-9a-zA-Z]{8,}$`)
)

// Title derives a title of at most [MaxPostTitle] characters from the address, for a post
// that was shared without one. It is made of the words of the last part of the path or, where
// the fragment is a route, of that. If it has none (a number, an id), it is the host with the
// path.
func (l Link) Title() string {
	a, err := parseAddress(l.URL)
	if err != nil {
		return ""
	}
	page := toUnicode(a.host) + a.path
	if a.port != "" {
		page = toUnicode(a.host) + ":" + a.port + a.path
	}
	if video := youtubeQuery.FindStringSubmatch(a.query); video != nil && a.host == "www.youtube.com" && a.path == "/watch" {
		return "youtu.be/" + video[1]
	}
	path := strings.Split(a.path, "/")[1:]
	if route, _, _ := strings.Cut(a.route, "?"); route != "" {
		path = strings.Split(strings.TrimLeft(route, "!/"), "/")
		page += "#" + route
	}
	if n := len(path); n > 1 && extension.ReplaceAllString(path[n-1], "") == "index" {
		path = path[:n-1]
	}
	if len(path) > 0 {
		text := extension.ReplaceAllString(Unescape(path[len(path)-1]), "")
		text = codeAfter.ReplaceAllString(dayBefore.ReplaceAllString(text, ""), "")
		if !isCode(text) {
			if title := CleanTitle(strings.NewReplacer("-", " ", "_", " ").Replace(text)); title != "" {
				return title
			}
		}
	}
	return CleanTitle(Unescape(page))
}

// Unescape resolves the percent-escapes of a part of a URL. It returns s unchanged if the
// result is not valid text.
func Unescape(s string) string {
	if text, err := url.PathUnescape(s); err == nil && utf8.ValidString(text) {
		return text
	}
	return s
}

// isCode reports whether s is an id rather than words. If in doubt it is: the title is then
// the whole address, which is never wrong.
func isCode(s string) bool {
	if !strings.ContainsFunc(s, unicode.IsLetter) {
		return true
	}
	mixed := strings.ContainsFunc(s, unicode.IsUpper) && strings.ContainsFunc(s, unicode.IsLower)
	return strings.ContainsFunc(s, unicode.IsDigit) && (hexadecimal.MatchString(s) || mixed && unbroken.MatchString(s))
}

// CleanTitle returns s as a title: as [normalize.Clean] does, and cut to [MaxPostTitle]
// characters. Combining marks are not separated from their character.
func CleanTitle(s string) string {
	runes := []rune(normalize.Clean(s))
	if len(runes) <= MaxPostTitle {
		return string(runes)
	}
	n := MaxPostTitle
	for n > 0 && unicode.Is(unicode.M, runes[n]) {
		n--
	}
	return normalize.Clean(string(runes[:n]))
}
