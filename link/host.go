package link

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"dojang/refusal"
)

// parseHost returns the host in one form (lower case and Punycode, an IP address in its usual
// notation) and the port unless it is 80 or 443. It refuses what names no host, and hosts that
// others cannot reach.
func parseHost(authority string) (host, port string, err error) {
	invalid := refusal.New("link.host", "host", authority)
	u, err := url.Parse("https://" + authority)
	if err != nil {
		return "", "", invalid
	}
	if port = u.Port(); port != "" {
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil || n == 0 {
			return "", "", invalid
		}
		port = strconv.FormatUint(n, 10)
	}
	if port == "80" || port == "443" {
		port = "" // for either scheme, because the scheme is not part of the address
	}
	if host = u.Hostname(); strings.Contains(host, ":") {
		ip, err := netip.ParseAddr(host)
		if err != nil || ip.Zone() != "" {
			return "", "", invalid
		}
		if !isPublic(ip) {
			return "", "", refusal.New("link.private", "host", authority)
		}
		return "[" + ip.String() + "]", port, nil
	}
	host, ok := toASCII(host)
	if !ok {
		return "", "", invalid
	}
	if ip, number, ok := parseIPv4(host); number {
		switch {
		case !ok:
			return "", "", invalid
		case !isPublic(ip):
			return "", "", refusal.New("link.private", "host", authority)
		}
		return ip.String(), port, nil
	}
	if isLocal(host) {
		return "", "", refusal.New("link.local", "host", authority)
	}
	if !strings.Contains(host, ".") {
		return "", "", refusal.New("link.dotless", "host", authority)
	}
	return host, port, nil
}

// names maps host names to lower case and ASCII as browsers do.
var names = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false), idna.CheckHyphens(false))

// toASCII returns a host name in lower case and Punycode, without a final dot.
func toASCII(host string) (string, bool) {
	ascii, err := names.ToASCII(host)
	if err != nil {
		if strings.ContainsFunc(host, func(r rune) bool { return r >= utf8.RuneSelf }) {
			return "", false
		}
		ascii = strings.ToLower(host) // what looks like Punycode and is none
	}
	ascii = strings.TrimSuffix(ascii, ".")
	if len(ascii) > 253 {
		return "", false
	}
	for label := range strings.SplitSeq(ascii, ".") {
		if len(label) == 0 || len(label) > 63 || strings.Trim(label, "-") != label || strings.ContainsFunc(label, isNotHostRune) {
			return "", false
		}
	}
	return ascii, isSpelled(ascii)
}

func isNotHostRune(r rune) bool {
	return r != '-' && r != '_' && (r >= utf8.RuneSelf || !isLetterOrDigit(byte(r)))
}

// isSpelled reports whether the labels in Punycode have only letters, marks and digits, and no
// characters that look like a slash or a dot.
func isSpelled(ascii string) bool {
	return !strings.ContainsFunc(toUnicode(ascii), func(r rune) bool {
		return r != '-' && r != '_' && r != '.' && !unicode.In(r, unicode.L, unicode.M, unicode.Nd)
	})
}

// toUnicode returns a host name as people read it.
func toUnicode(ascii string) string {
	if name, err := names.ToUnicode(ascii); err == nil {
		return name
	}
	return ascii
}

// localNames are the ends of host names that lead nowhere on the internet: the reserved ones
// (RFC 6761, RFC 6762, RFC 8375) and those that routers and companies use inside.
var localNames = []string{"localhost", "localdomain", "local", "internal", "intranet", "lan", "home.arpa", "invalid"}

func isLocal(host string) bool {
	for _, name := range localNames {
		if host == name || strings.HasSuffix(host, "."+name) {
			return true
		}
	}
	return false
}

// parseIPv4 parses an IPv4 address in any notation that browsers take: one to four numbers,
// each decimal, octal (0…) or hexadecimal (0x…), of which the last fills the remaining bytes.
// number reports whether the host is a number or ends in one, which no name does.
func parseIPv4(host string) (ip netip.Addr, number, ok bool) {
	parts := strings.Split(host, ".")
	last := parts[len(parts)-1]
	if _, ok := parseNumber(last); !ok && strings.Trim(last, "0123456789") != "" {
		return netip.Addr{}, false, false
	}
	if len(parts) > 4 {
		return netip.Addr{}, true, false
	}
	var sum uint64
	for i, part := range parts {
		n, ok := parseNumber(part)
		rest := uint(8 * (4 - i)) // bits that are left
		if i < len(parts)-1 {
			sum += n << (rest - 8)
			rest = 8
		} else {
			sum += n
		}
		if !ok || n >= 1<<rest {
			return netip.Addr{}, true, false
		}
	}
	return netip.AddrFrom4([4]byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)}), true, true
}

func parseNumber(s string) (uint64, bool) {
	base := 10
	if digits, ok := strings.CutPrefix(s, "0x"); ok {
		if s, base = digits, 16; s == "" {
			return 0, true
		}
	} else if len(s) > 1 && s[0] == '0' {
		s, base = s[1:], 8
	}
	n, err := strconv.ParseUint(s, base, 32)
	return n, err == nil
}

// closed are the ranges that are not on the internet and that [netip.Addr] has no method for.
var closed = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"), // behind a provider's NAT; private networks such as Tailscale's
	netip.MustParsePrefix("198.18.0.0/15"), // measurements
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("fec0::/10"), // once what fc00::/7 is now
}

// withIPv4 are the ranges of IPv6 whose last four bytes are an IPv4 address.
var withIPv4 = []netip.Prefix{netip.MustParsePrefix("::/96"), netip.MustParsePrefix("64:ff9b::/96")}

// isPublic reports whether an IP address can be one on the internet.
func isPublic(ip netip.Addr) bool {
	ip = ip.Unmap()
	if ip.IsUnspecified() || ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsMulticast() {
		return false
	}
	for _, prefix := range closed {
		if prefix.Contains(ip) {
			return false
		}
	}
	for _, prefix := range withIPv4 {
		if prefix.Contains(ip) {
			b := ip.As16()
			return isPublic(netip.AddrFrom4([4]byte(b[12:])))
		}
	}
	return true
}
