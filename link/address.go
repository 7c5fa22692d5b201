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

// address is a web address in one form, so that two of the same page are
// equal. http and https are the same, and so the scheme is no part of it.
type address struct {
	host  string // lower case, without the final dot; a mobile site's is the usual site's
	port  string // "" for the usual ones
	path  string // "" or from the first slash, without one at the end
	query string // without what only tells where a reader came from
}

// String writes the address as an https one.
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

// parseAddress takes a URL apart and brings it into the one form. It does not
// leave that to [url.Parse], which refuses what browsers take: a lone % in a
// path. Its error is a [*Refusal].
func parseAddress(raw string) (address, error) {
	scheme, rest, found := strings.Cut(raw, ":")
	if !found || strings.ContainsAny(scheme, "./?#@[") {
		scheme = "" // what the colon follows is a host or a path
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
	a := address{host: host, port: port, path: strings.TrimRight(escaped(path), "/"), query: untracked(host, escaped(query))}
	return a.usual(), nil
}

// parseHost returns the host in lower case and one Unicode form, and the port
// where it is not a usual one. A name in punycode stays what it is.
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
		port = "" // whichever the scheme, for the scheme is no part of the address
	}
	host = u.Hostname()
	if strings.Contains(host, ":") {
		return "[" + strings.ToLower(host) + "]", port, !strings.Contains(host, "%")
	}
	host = strings.ReplaceAll(normalize.Text(host), "。", ".") // the dot of East Asian keyboards
	host = strings.TrimSuffix(host, ".")
	if utf8.RuneCountInString(host) > 253 {
		return "", "", false
	}
	for label := range strings.SplitSeq(host, ".") {
		if n := utf8.RuneCountInString(label); n == 0 || n > 63 || strings.Trim(label, "-") != label || strings.ContainsFunc(label, notInHost) {
			return "", "", false
		}
	}
	return host, port, true
}

func notInHost(r rune) bool {
	return r != '-' && r != '_' && !unicode.In(r, unicode.L, unicode.M, unicode.Nd)
}

// Characters of a URL that mean the same with and without an escape: the
// unreserved ones; those that older rules did not reserve either, which
// programs escape or not as they like; and the @ before a blog's author.
const unreserved = "-._~" + "!*'()" + "@"

// escaped writes a path or a query with one way of escaping: in upper case,
// and only what has to be. Letters in two Unicode forms are the same.
func escaped(s string) string {
	var plain []byte // with the escapes of everything that needs none resolved
	for i := 0; i < len(s); i++ {
		switch c, ok := escape(s[i:]); {
		case s[i] != '%':
			plain = append(plain, s[i])
		case !ok:
			plain = append(plain, "%25"...)
		case c >= utf8.RuneSelf || letterOrDigit(c) || strings.IndexByte(unreserved, c) >= 0:
			plain = append(plain, c)
			i += 2
		default:
			plain = append(plain, strings.ToUpper(s[i:i+3])...)
			i += 2
		}
	}
	var b strings.Builder
	for _, c := range norm.NFC.Bytes(plain) {
		if letterOrDigit(c) || strings.IndexByte(unreserved+":/?#[]$&+,;=%", c) >= 0 {
			b.WriteByte(c)
		} else {
			b.WriteByte('%')
			b.WriteByte("0123456789ABCDEF"[c>>4])
			b.WriteByte("0123456789ABCDEF"[c&15])
		}
	}
	return b.String()
}

// escape returns the byte that the escape at the beginning of s stands for.
func escape(s string) (byte, bool) {
	if len(s) < 3 || s[0] != '%' {
		return 0, false
	}
	c, err := strconv.ParseUint(s[1:3], 16, 8)
	return byte(c), err == nil
}

func letterOrDigit(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// untracked returns the query without the parameters of [tracking] and of
// [trackingAt] for the host and without empty ones, in its order.
func untracked(host, query string) string {
	var kept, at []string
	for site, names := range trackingAt {
		if host == site || strings.HasSuffix(host, "."+site) {
			at = names
		}
	}
	for parameter := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(strings.ToLower(parameter), "=")
		if parameter != "" && !tracking[name] && !slices.Contains(at, name) && !strings.HasPrefix(name, "utm_") {
			kept = append(kept, parameter)
		}
	}
	return strings.Join(kept, "&")
}
