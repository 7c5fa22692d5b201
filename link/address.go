package link

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"dojang/normalize"
	"dojang/refusal"
)

// address is a web address in canonical form, so that two addresses of the same page are
// equal. http and https are equivalent, so the scheme is not part of it.
type address struct {
	host  string // lower case, without a final dot; the main site's for a mobile site
	port  string // "" for 80 and 443
	path  string // "" or from the first slash, without a trailing one
	query string // without tracking parameters
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
	return s
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
	rest, _, _ = strings.Cut(rest, "#")
	rest, query, _ := strings.Cut(rest, "?")
	authority, path, found := strings.Cut(rest, "/")
	if found {
		path = "/" + path
	}
	if user, _, found := strings.Cut(authority, "@"); found {
		user, _, _ = strings.Cut(user, ":")
		return address{}, refusal.New("link.userinfo", "user", user)
	}
	host, port, ok := parseHost(authority)
	if !ok {
		return address{}, refusal.New("link.host", "host", authority)
	}
	a := address{host: host, port: port, path: strings.TrimRight(normalizeEscapes(path), "/"), query: withoutTracking(host, normalizeEscapes(query))}
	return a.mainSite(), nil
}

// parseHost returns the host in lower case and one Unicode form, and the port unless it is
// 80 or 443. Punycode is left as it is.
func parseHost(authority string) (host, port string, ok bool) {
	u, err := url.Parse("https://" + authority)
	if err != nil {
		return "", "", false
	}
	if port = u.Port(); port != "" {
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil || n == 0 {
			return "", "", false
		}
		port = strconv.FormatUint(n, 10)
	}
	if port == "80" || port == "443" {
		port = "" // for either scheme, because the scheme is not part of the address
	}
	host = u.Hostname()
	if strings.Contains(host, ":") {
		return "[" + strings.ToLower(host) + "]", port, !strings.Contains(host, "%")
	}
	host = strings.ReplaceAll(normalize.Text(host), "。", ".") // the full stop of East Asian keyboards
	host = strings.TrimSuffix(host, ".")
	if utf8.RuneCountInString(host) > 253 {
		return "", "", false
	}
	for label := range strings.SplitSeq(host, ".") {
		if n := utf8.RuneCountInString(label); n == 0 || n > 63 || strings.Trim(label, "-") != label || strings.ContainsFunc(label, isNotHostRune) {
			return "", "", false
		}
	}
	return host, port, true
}

func isNotHostRune(r rune) bool {
	return r != '-' && r != '_' && !unicode.In(r, unicode.L, unicode.M, unicode.Nd)
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

// withoutTracking returns the query without empty and tracking parameters, in its order.
func withoutTracking(host, query string) string {
	var kept, at []string
	for site, names := range trackingAt {
		if host == site || strings.HasSuffix(host, "."+site) {
			at = names
		}
	}
	for parameter := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(strings.ToLower(parameter), "=")
		if parameter != "" && !trackingEverywhere[name] && !slices.Contains(at, name) && !strings.HasPrefix(name, "utm_") {
			kept = append(kept, parameter)
		}
	}
	return strings.Join(kept, "&")
}
