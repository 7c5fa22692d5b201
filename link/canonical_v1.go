package link

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// This file has the first version of the canonical form. Posts are stored under the hash of the
// form of their time and are found by it, so the file never changes: not its tables, not what is
// wrong in it (a route in the fragment is dropped, one host can have two spellings). Mend
// address.go and sites.go instead. TestFirstCanonicalForm compares it with a recording.

// canonicalV1 returns the first version of the canonical form. ok is false for what that version
// refused.
func canonicalV1(raw string) (canonical string, ok bool) {
	scheme, rest, _ := strings.Cut(raw, ":")
	if !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") {
		return "", false
	}
	rest, found := strings.CutPrefix(rest, "//")
	if !found {
		return "", false
	}
	rest, _, _ = strings.Cut(rest, "#")
	rest, query, _ := strings.Cut(rest, "?")
	authority, path, found := strings.Cut(rest, "/")
	if found {
		path = "/" + path
	}
	host, port, ok := parseHostV1(authority)
	if !ok || strings.Contains(authority, "@") {
		return "", false
	}
	path = strings.TrimRight(normalizeEscapesV1(path), "/")
	query = withoutTrackingV1(host, normalizeEscapesV1(query))
	host, path, query = mainSiteV1(host, path, query)
	if canonical = "https://" + host; port != "" {
		canonical += ":" + port
	}
	if canonical += path; query != "" {
		canonical += "?" + query
	}
	return canonical, true
}

func parseHostV1(authority string) (host, port string, ok bool) {
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
		port = ""
	}
	host = u.Hostname()
	if strings.Contains(host, ":") {
		return "[" + strings.ToLower(host) + "]", port, !strings.Contains(host, "%")
	}
	host = strings.ReplaceAll(hostTextV1(host), "。", ".")
	host = strings.TrimSuffix(host, ".")
	if utf8.RuneCountInString(host) > 253 {
		return "", "", false
	}
	for label := range strings.SplitSeq(host, ".") {
		isForeign := func(r rune) bool { return r != '-' && r != '_' && !unicode.In(r, unicode.L, unicode.M, unicode.Nd) }
		if n := utf8.RuneCountInString(label); n == 0 || n > 63 || strings.Trim(label, "-") != label || strings.ContainsFunc(label, isForeign) {
			return "", "", false
		}
	}
	return host, port, true
}

// hostTextV1 returns a host in lower case and without compatibility forms.
func hostTextV1(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= '가' && r <= '힣' || r >= 'ㄱ' && r <= 'ㅎ' || r >= 'ㅏ' && r <= 'ㅣ':
			b.WriteRune(r)
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case r < utf8.RuneSelf:
			if !unicode.IsControl(r) {
				b.WriteRune(unicode.ToLower(r))
			}
		case unicode.In(r, unicode.Cc, unicode.Cf):
		default:
			for _, part := range norm.NFKC.String(string(r)) {
				b.WriteRune(unicode.ToLower(unicode.ToUpper(part)))
			}
		}
	}
	return strings.Join(strings.Fields(norm.NFC.String(b.String())), " ")
}

func normalizeEscapesV1(s string) string {
	isPlain := func(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' }
	const unreserved = "-._~" + "!*'()" + "@"
	var plain []byte
	for i := 0; i < len(s); i++ {
		c, err := uint64(0), strconv.ErrSyntax
		if s[i] == '%' && len(s)-i >= 3 {
			c, err = strconv.ParseUint(s[i+1:i+3], 16, 8)
		}
		switch {
		case s[i] != '%':
			plain = append(plain, s[i])
		case err != nil:
			plain = append(plain, "%25"...)
		case c >= utf8.RuneSelf || isPlain(byte(c)) || strings.IndexByte(unreserved, byte(c)) >= 0:
			plain = append(plain, byte(c))
			i += 2
		default:
			plain = append(plain, strings.ToUpper(s[i:i+3])...)
			i += 2
		}
	}
	var b strings.Builder
	for _, c := range norm.NFC.Bytes(plain) {
		if isPlain(c) || strings.IndexByte(unreserved+":/?#[]$&+,;=%", c) >= 0 {
			b.WriteByte(c)
		} else {
			b.WriteByte('%')
			b.WriteByte("0123456789ABCDEF"[c>>4])
			b.WriteByte("0123456789ABCDEF"[c&15])
		}
	}
	return b.String()
}

var trackingEverywhereV1 = strings.Fields(`fbclid gclid gbraid wbraid dclid msclkid ttclid twclid yclid li_fat_id
	igshid igsh mc_cid mc_eid ref_src ref_url _ga _gl _hsenc _hsmi
	napm n_media n_query n_rank n_ad n_ad_group n_ad_group_type n_campaign_type n_keyword n_keyword_id fromrss trackingcode`)

var trackingAtV1 = map[string][]string{
	"medium.com":   {"source", "sk", "gi"},
	"notion.site":  {"pvs"},
	"notion.so":    {"pvs"},
	"brunch.co.kr": {"t_src", "t_ch", "t_obj"},
	"naver.com":    {"recommendtrackingcode", "recommendcode"},
	"tistory.com":  {"category"},
	"youtube.com":  {"si", "feature", "pp"},
	"youtu.be":     {"si", "feature"},
}

func withoutTrackingV1(host, query string) string {
	var kept, at []string
	for site, names := range trackingAtV1 {
		if host == site || strings.HasSuffix(host, "."+site) {
			at = names
		}
	}
	for parameter := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(strings.ToLower(parameter), "=")
		if parameter != "" && !slices.Contains(trackingEverywhereV1, name) && !slices.Contains(at, name) && !strings.HasPrefix(name, "utm_") {
			kept = append(kept, parameter)
		}
	}
	return strings.Join(kept, "&")
}

var mobileV1 = map[string]string{
	"m.blog.naver.com":   "blog.naver.com",
	"m.cafe.naver.com":   "cafe.naver.com",
	"m.post.naver.com":   "post.naver.com",
	"m.brunch.co.kr":     "brunch.co.kr",
	"m.facebook.com":     "www.facebook.com",
	"m.youtube.com":      "www.youtube.com",
	"mobile.twitter.com": "twitter.com",
	"mobile.x.com":       "x.com",
}

var (
	framedV1 = regexp.MustCompile(`^/PostView\.(?:naver|nhn)$`)
	inPathV1 = regexp.MustCompile(`^/([A-Za-z0-9_-]+)$`)
	blogIDV1 = regexp.MustCompile(`(?:^|&)blogId=([A-Za-z0-9_-]+)(?:&|$)`)
	logNoV1  = regexp.MustCompile(`(?:^|&)logNo=([0-9]+)(?:&|$)`)
)

func mainSiteV1(host, path, query string) (string, string, string) {
	if main, ok := mobileV1[host]; ok {
		host = main
	}
	for strings.HasSuffix(host, ".tistory.com") && (path == "/m" || strings.HasPrefix(path, "/m/")) {
		path = path[len("/m"):]
	}
	if host == "blog.naver.com" {
		blog := inPathV1.FindStringSubmatch(path)
		if framedV1.MatchString(path) {
			blog = blogIDV1.FindStringSubmatch(query)
		}
		if post := logNoV1.FindStringSubmatch(query); blog != nil && post != nil {
			path, query = "/"+blog[1]+"/"+post[1], ""
		}
	}
	return host, path, query
}
