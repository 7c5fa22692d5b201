package link

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"dojang/refusal"
)

// address is a web address in canonical form, so that two addresses of the same page are
// equal. http and https are equivalent, so the scheme is not part of it.
type address struct {
	host  string // in lower case and ASCII, without a final dot; the main site's for a mobile site
	port  string // "" for 80 and 443
	path  string // "" or from the first slash, without a trailing one
	query string // without tracking parameters
	route string // "" or the fragment, if that leads to a page of its own: from its / or !
}

// String formats the address with the scheme https.
func (a address) String() string {
	s := "https://" + a.host
	if a.port != "" {
		s += ":" + a.port
	}
	s += a.path
	if a.query != "" {
		s += "?" + a.query
	}
	if a.route != "" {
		s += "#" + a.route
	}
	return s
}

// page returns host, path and route, in the form that [isListed] takes.
func (a address) page() string {
	page := a.host + a.path
	if a.route != "" {
		page += "#" + a.route
	}
	return page
}

// parseAddress parses a URL into its canonical form. It does not use [url.Parse], which
// rejects what browsers accept, such as a lone % in a path. Its error is a
// [refusal.Refusal].
func parseAddress(raw string) (address, error) {
	scheme, rest, found := strings.Cut(raw, ":")
	if !found || strings.ContainsAny(scheme, "./?#@[") {
		scheme = "" // the colon follows a host or a path
	}
	if !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") {
		return address{}, refusal.New("link.scheme", "scheme", scheme)
	}
	rest, found = strings.CutPrefix(rest, "//")
	if !found {
		return address{}, refusal.New("link.host", "host", "")
	}
	rest, fragment, _ := strings.Cut(rest, "#")
	rest, query, _ := strings.Cut(rest, "?")
	authority, path, found := strings.Cut(rest, "/")
	if found {
		path = "/" + path
	}
	if second := strings.ToLower(strings.TrimSuffix(authority, ":")); second == "http" || second == "https" {
		return address{}, refusal.New("link.doubled")
	}
	if user, _, found := strings.Cut(authority, "@"); found {
		user, _, _ = strings.Cut(user, ":")
		return address{}, refusal.New("link.userinfo", "user", user)
	}
	host, port, err := parseHost(authority)
	if err != nil {
		return address{}, err
	}
	a := address{host: host, port: port, path: strings.TrimRight(normalizeEscapes(path), "/"), query: normalizeEscapes(query)}
	if strings.HasPrefix(fragment, "/") || strings.HasPrefix(fragment, "!") {
		a.route = normalizeRoute(fragment)
	}
	return a.settled(), nil
}

// normalizeRoute brings a fragment that is a route into one form. The route of the first page,
// such as #!/, is "".
func normalizeRoute(fragment string) string {
	path, query, _ := strings.Cut(normalizeEscapes(fragment), "?")
	path = strings.TrimRight(path, "/")
	if path == "!" {
		path = ""
	}
	if query = dropParameters(query, trackingEverywhere); query != "" {
		if path == "" {
			path = "/"
		}
		return path + "?" + query
	}
	return path
}

// unreserved are the characters that mean the same with and without an escape: those that
// RFC 3986 calls unreserved; those that older rules did not reserve either, which programs
// escape or not; and the @ before a blog's author.
const unreserved = "-._~" + "!*'()" + "@"

// normalizeEscapes brings the escapes of a path or a query into one form: in upper case,
// and only where they are needed. The text is in NFC.
func normalizeEscapes(s string) string {
	var plain []byte // without unnecessary escapes
	for i := 0; i < len(s); i++ {
		switch c, ok := escapedByte(s[i:]); {
		case s[i] != '%':
			plain = append(plain, s[i])
		case !ok:
			plain = append(plain, "%25"...)
		case c >= utf8.RuneSelf || isLetterOrDigit(c) || strings.IndexByte(unreserved, c) >= 0:
			plain = append(plain, c)
			i += 2
		default:
			plain = append(plain, strings.ToUpper(s[i:i+3])...)
			i += 2
		}
	}
	var b strings.Builder
	for _, c := range norm.NFC.Bytes(plain) {
		if isLetterOrDigit(c) || strings.IndexByte(unreserved+":/?#[]$&+,;=%", c) >= 0 {
			b.WriteByte(c)
		} else {
			b.WriteByte('%')
			b.WriteByte("0123456789ABCDEF"[c>>4])
			b.WriteByte("0123456789ABCDEF"[c&15])
		}
	}
	return b.String()
}

// escapedByte returns the byte that the escape at the beginning of s stands for.
func escapedByte(s string) (byte, bool) {
	if len(s) < 3 || s[0] != '%' {
		return 0, false
	}
	c, err := strconv.ParseUint(s[1:3], 16, 8)
	return byte(c), err == nil
}

func isLetterOrDigit(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}
