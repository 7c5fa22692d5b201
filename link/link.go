package link

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"dojang/refusal"
)

// MaxPostTitle is how many characters the title of a post may have.
const MaxPostTitle = 200

// MaxLength is how many characters a link may have.
const MaxLength = 2000

// Link is the address of a post. Two links with the same Canonical lead to the
// same post. It is there to be compared; URL is what is shown and followed.
type Link struct {
	URL       string // as it was given, without the space around it
	Canonical string
}

// Parse reads a link that somebody shares. Its error is a [*Refusal]:
//
//	link.empty
//	link.long        length, limit: in characters
//	link.characters  character: such as U+0020; at: its place, from 1
//	link.scheme      scheme: what stands there for http or https, or ""
//	link.host        host: what stands there for one, or ""
//	link.userinfo    user: the name before the @, without the password
//	link.admin       page: an editor or a manager's page, which others cannot open
//	link.redirect    page: it only leads on to the page that is meant
func Parse(raw string) (Link, error) {
	raw = strings.TrimSpace(raw)
	if raw == "" {
		return Link{}, refusal.New("link.empty")
	}
	if n := utf8.RuneCountInString(raw); n > MaxLength {
		return Link{}, refusal.New("link.long", "length", n, "limit", MaxLength)
	}
	for i, r := range raw {
		if r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Z) {
			return Link{}, refusal.New("link.characters", "character", fmt.Sprintf("%U", r), "at", utf8.RuneCountInString(raw[:i])+1)
		}
	}
	a, err := parseAddress(raw)
	if err != nil {
		return Link{}, err
	}
	page := a.host + a.path
	switch {
	case listed(editors, page):
		return Link{}, refusal.New("link.admin", "page", page)
	case listed(redirects, page):
		return Link{}, refusal.New("link.redirect", "page", page)
	}
	return Link{URL: raw, Canonical: a.String()}, nil
}

// What stands in the last part of a path besides words: a day before them, a
// post's code after them (Medium's 12 digits, Notion's 32), or a code alone.
var (
	extension   = regexp.MustCompile(`(?i)\.html?$`)
	dayBefore   = regexp.MustCompile(`^(19|20)\d\d(-\d{1,2}-\d{1,2}|[01]\d[0-3]\d)[-_]`)
	codeAfter   = regexp.MustCompile(`[-_]([0-9a-f]{10,12}|[0-9a-f]{32})$`)
	hexadecimal = regexp.MustCompile(`^[0-9a-fA-F-]{8,}$`)
	unbroken    = regexp.MustCompile(`^[0-9a-zA-Z]{8,}$`)
)

// Title makes a title of the address, for a post that was shared without one:
// the words of the path's last part or, where that has none (a number, a
// code), the host with the path. It has at most [MaxPostTitle] characters.
func (l Link) Title() string {
	page, _, _ := strings.Cut(strings.TrimPrefix(l.Canonical, "https://"), "?")
	path := strings.Split(page, "/")[1:]
	if n := len(path); n > 1 && extension.ReplaceAllString(path[n-1], "") == "index" {
		path = path[:n-1]
	}
	if len(path) > 0 {
		text := extension.ReplaceAllString(Unescape(path[len(path)-1]), "")
		text = codeAfter.ReplaceAllString(dayBefore.ReplaceAllString(text, ""), "")
		if !code(text) {
			if title := CleanTitle(strings.NewReplacer("-", " ", "_", " ").Replace(text)); title != "" {
				return title
			}
		}
	}
	return CleanTitle(Unescape(page))
}

// unescaped resolves the escapes of a part of a URL, or returns it as it is
// where that gives no text.
func Unescape(s string) string {
	if text, err := url.PathUnescape(s); err == nil && utf8.ValidString(text) {
		return text
	}
	return s
}

// code reports whether s is an id rather than words. In doubt it is one: then
// the whole address is shown, which is never wrong.
func code(s string) bool {
	if !strings.ContainsFunc(s, unicode.IsLetter) {
		return true
	}
	mixed := strings.ContainsFunc(s, unicode.IsUpper) && strings.ContainsFunc(s, unicode.IsLower)
	return strings.ContainsFunc(s, unicode.IsDigit) && (hexadecimal.MatchString(s) || mixed && unbroken.MatchString(s))
}

// tidy makes one line of s, in one Unicode form, without control and format
// characters, and cuts it before the character that is one too many; what
// combines with a character stays with it or goes with it.
func CleanTitle(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf):
			return -1
		}
		return r
	}, s)
	runes := []rune(norm.NFC.String(strings.Join(strings.Fields(s), " ")))
	if len(runes) > MaxPostTitle {
		n := MaxPostTitle
		for n > 0 && unicode.Is(unicode.M, runes[n]) {
			n--
		}
		runes = runes[:n]
	}
	return strings.TrimSpace(string(runes))
}
