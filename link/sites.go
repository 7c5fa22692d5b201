package link

import (
	"path"
	"regexp"
	"strings"
)

// mobile maps mobile hosts to the main site's host. It lists only sites whose paths are the
// same on both.
var mobile = map[string]string{
	"m.blog.naver.com":   "blog.naver.com",
	"m.cafe.naver.com":   "cafe.naver.com",
	"m.post.naver.com":   "post.naver.com",
	"m.brunch.co.kr":     "brunch.co.kr",
	"m.facebook.com":     "www.facebook.com",
	"m.youtube.com":      "www.youtube.com",
	"mobile.twitter.com": "twitter.com",
	"mobile.x.com":       "x.com",
}

// trackingEverywhere has the query parameters, in lower case, that only say where a reader
// came from. Parameters that begin with utm_ count, too.
var trackingEverywhere = map[string]bool{
	// Click ids of advertisements.
	"fbclid": true, "gclid": true, "gbraid": true, "wbraid": true, "dclid": true,
	"msclkid": true, "ttclid": true, "twclid": true, "yclid": true, "li_fat_id": true,
	// Shared from Instagram, newsletters, Twitter, Google Analytics, HubSpot.
	"igshid": true, "igsh": true, "mc_cid": true, "mc_eid": true, "ref_src": true, "ref_url": true,
	"_ga": true, "_gl": true, "_hsenc": true, "_hsmi": true,
	// Naver's advertisements and its blogs' feeds.
	"napm": true, "n_media": true, "n_query": true, "n_rank": true, "n_ad": true, "n_ad_group": true,
	"n_ad_group_type": true, "n_campaign_type": true, "n_keyword": true, "n_keyword_id": true,
	"fromrss": true, "trackingcode": true,
}

// trackingAt has the parameters that are for tracking or presentation on one site only: by
// the site's host, and valid for its subdomains. They say where a reader comes from, give
// access to friends, or change how a page is shown.
var trackingAt = map[string][]string{
	"medium.com":   {"source", "sk", "gi"},
	"notion.site":  {"pvs"},
	"notion.so":    {"pvs"},
	"brunch.co.kr": {"t_src", "t_ch", "t_obj"},
	"naver.com":    {"recommendtrackingcode", "recommendcode"},
	"tistory.com":  {"category"},
	"youtube.com":  {"si", "feature", "pp"},
	"youtu.be":     {"si", "feature"},
}

// editors lists the pages, as patterns of [isListed], on which a blog is written or
// managed. Only their owner can open them.
var editors = []string{
	"*.tistory.com/manage",
	"admin.blog.naver.com",
	"blog.naver.com/postwriteform.naver", "blog.naver.com/postwriteform.nhn",
	"blog.naver.com/postupdateform.naver", "blog.naver.com/postupdateform.nhn",
	"blog.naver.com/goblogwrite.naver", "blog.naver.com/goblogwrite.nhn",
	"blog.naver.com/*/postwrite",
	"cafe.naver.com/ca-fe/cafes/*/articles/write",
	"velog.io/write",
	"brunch.co.kr/write",
	"medium.com/new-story", "medium.com/p/*/edit", "*.medium.com/new-story", "*.medium.com/p/*/edit",
	"dev.to/new", "dev.to/*/*/edit",
	"github.com/*/*/edit", "github.com/*/*/new",
	"*/wp-admin",
}

// redirects lists the pages, as patterns of [isListed], that only redirect to the page that
// is meant. Their addresses differ by reader, or expire.
var redirects = []string{
	"link.naver.com", "cr.naver.com", "cr[0-9].naver.com", "adcr.naver.com", "cc.naver.com", "search.naver.com/p/crd/rd", "m.search.naver.com/p/crd/rd",
	"out.kakao.com",
	"google.*/url", "www.google.*/url",
	"l.facebook.com", "lm.facebook.com", "l.instagram.com", "www.facebook.com/l.php", "facebook.com/l.php",
	"www.youtube.com/redirect", "youtube.com/redirect",
	"away.vk.com", "vk.com/away.php",
	"t.umblr.com/redirect", "slack-redir.net", "*.safelinks.protection.outlook.com",
}

// isListed reports whether the page (host and path), or a page above it, matches one of the
// patterns. They are in lower case and for [path.Match]: a * is any part of a host or any
// one part of a path.
func isListed(list []string, page string) bool {
	parts := strings.Split(strings.ToLower(page), "/")
	for _, pattern := range list {
		depth := strings.Count(pattern, "/") + 1
		if depth > len(parts) {
			continue
		}
		if ok, err := path.Match(pattern, strings.Join(parts[:depth], "/")); ok && err == nil {
			return true
		}
	}
	return false
}

// How Naver's blogs name a post in the query: PostView.naver, which is the content of a
// frame, has both ids there, and old links have the blog's id in the path.
var (
	framed = regexp.MustCompile(`^/PostView\.(?:naver|nhn)$`)
	inPath = regexp.MustCompile(`^/([A-Za-z0-9_-]+)$`)
	blogID = regexp.MustCompile(`(?:^|&)blogId=([A-Za-z0-9_-]+)(?:&|$)`)
	logNo  = regexp.MustCompile(`(?:^|&)logNo=([0-9]+)(?:&|$)`)
)

// mainSite returns the address on the main site for one on its mobile site, and the short
// address of a Naver post that is named in the query.
func (a address) mainSite() address {
	if host, ok := mobile[a.host]; ok {
		a.host = host
	}
	for strings.HasSuffix(a.host, ".tistory.com") && (a.path == "/m" || strings.HasPrefix(a.path, "/m/")) {
		a.path = a.path[len("/m"):]
	}
	if a.host == "blog.naver.com" {
		blog := inPath.FindStringSubmatch(a.path)
		if framed.MatchString(a.path) {
			blog = blogID.FindStringSubmatch(a.query)
		}
		if post := logNo.FindStringSubmatch(a.query); blog != nil && post != nil {
			a.path, a.query = "/"+blog[1]+"/"+post[1], ""
		}
	}
	return a
}
