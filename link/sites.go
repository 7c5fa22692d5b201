package link

import (
	"regexp"
	"slices"
	"strings"
)

// mainHosts maps hosts to the one that stands for them. It lists only sites that serve the same
// paths on both: with and without www., mobile sites, and those that moved.
var mainHosts = map[string]string{
	"m.blog.naver.com":      "blog.naver.com",
	"m.cafe.naver.com":      "cafe.naver.com",
	"m.post.naver.com":      "post.naver.com",
	"m.brunch.co.kr":        "brunch.co.kr",
	"notion.so":             "www.notion.so",
	"notion.com":            "www.notion.com",
	"inflearn.com":          "www.inflearn.com",
	"acmicpc.net":           "www.acmicpc.net",
	"www.medium.com":        "medium.com",
	"www.substack.com":      "substack.com",
	"www.dev.to":            "dev.to",
	"www.hashnode.com":      "hashnode.com",
	"www.github.com":        "github.com",
	"www.leetcode.com":      "leetcode.com",
	"www.stackoverflow.com": "stackoverflow.com",
	"youtube.com":           "www.youtube.com",
	"m.youtube.com":         "www.youtube.com",
	"www.youtu.be":          "youtu.be",
	"youtube-nocookie.com":  "www.youtube-nocookie.com",
	"twitter.com":           "x.com",
	"www.twitter.com":       "x.com",
	"mobile.twitter.com":    "x.com",
	"www.x.com":             "x.com",
	"mobile.x.com":          "x.com",
	"facebook.com":          "www.facebook.com",
	"m.facebook.com":        "www.facebook.com",
	"mbasic.facebook.com":   "www.facebook.com",
	"web.facebook.com":      "www.facebook.com",
	"touch.facebook.com":    "www.facebook.com",
	"instagram.com":         "www.instagram.com",
	"threads.com":           "www.threads.com",
	"threads.net":           "www.threads.com",
	"www.threads.net":       "www.threads.com",
	"linkedin.com":          "www.linkedin.com",
	"m.linkedin.com":        "www.linkedin.com",
	"reddit.com":            "www.reddit.com",
	"old.reddit.com":        "www.reddit.com",
	"new.reddit.com":        "www.reddit.com",
	"m.reddit.com":          "www.reddit.com",
}

// parameters splits a list of query parameters, in lower case. One with a value (name=value)
// stands for that value only, one with a * at its end for all that begin so.
func parameters(list string) []string { return strings.Fields(list) }

// trackingEverywhere has the parameters that only say where a reader came from, on every site.
var trackingEverywhere = parameters(`utm_* mtm_*
	fbclid gclid gbraid wbraid dclid gad_source gad_campaignid srsltid msclkid ttclid twclid yclid ysclid li_fat_id
	igshid igsh mc_cid mc_eid mkt_tok ref_src ref_url _ga _gl _hsenc _hsmi __hstc __hssc __hsfp _branch_match_id _branch_referrer
	napm n_media n_query n_rank n_ad n_ad_group n_ad_group_type n_campaign_type n_keyword n_keyword_id fromrss
	triedredirect showwelcomeonshare`)

// droppedAt has the parameters that make no other page on one site: by the site's host, and
// valid for its subdomains. They say where a reader comes from, give access to friends, or
// change how a page is shown.
var droppedAt = map[string][]string{
	"naver.com":                 parameters("trackingcode recommendtrackingcode recommendcode referrercode proxyreferer topreferer"),
	"cafe.naver.com":            parameters("art tc fromlist oldpath referrerallarticles"),
	"tistory.com":               parameters("category tssession"),
	"brunch.co.kr":              parameters("t_src t_ch t_obj"),
	"notion.so":                 parameters(notionParameters),
	"notion.com":                parameters(notionParameters),
	"notion.site":               parameters(notionParameters),
	"medium.com":                parameters(mediumParameters),
	"plainenglish.io":           parameters(mediumParameters),
	"gitconnected.com":          parameters(mediumParameters),
	"itnext.io":                 parameters(mediumParameters),
	"netflixtechblog.com":       parameters(mediumParameters),
	"substack.com":              substackParameters,
	"dev.to":                    parameters("comments_sort"),
	"hashnode.dev":              parameters("source showsharer"),
	"wordpress.com":             parameters("share replytocom like_comment _wpnonce"),
	"blogspot.com":              parameters("m showcomment"),
	"github.com":                parameters("tab=readme-ov-file plain"),
	"stackoverflow.com":         parameters("noredirect lq rq"),
	"youtube.com":               parameters(youtubeParameters),
	"youtu.be":                  parameters(youtubeParameters),
	"x.com":                     parameters("s t"),
	"facebook.com":              parameters("mibextid rdid share_url sfnsn ref refid refsrc fref hc_ref __cft__* __tn__ _rdr _rdc paipv eav notif_id notif_t wtsid"),
	"instagram.com":             parameters("img_index hl"),
	"threads.com":               parameters("xmt slof"),
	"linkedin.com":              parameters("trk trkinfo trackingid refid lipi rcm lici licu midtoken midsig trkemail original_referer originalsubdomain"),
	"reddit.com":                parameters("share_id rdt"),
	"leetcode.com":              parameters("envtype envid"),
	"docs.google.com":           parameters(googleParameters),
	"drive.google.com":          parameters(googleParameters),
	"colab.research.google.com": parameters(googleParameters),
}

const (
	youtubeParameters = "si feature pp ab_channel t start time_continue start_radio app persist_app noapp cbrd ucbcb themerefresh"
	notionParameters  = "pvs source=copy_link deeplinkopennewtab cookie_sync_completed"
	mediumParameters  = "source sk gi postpublishedtype responsesopen sortby"
	googleParameters  = "usp ouid rtpof sd pli authuser"
)

// substackParameters also hold for a newsletter on a host of its own, which shows itself by one
// of them.
var substackParameters = parameters("r s open action isfreemail showwelcome")

// substackPostParameters make no other page of a post that has its name in the path.
var substackPostParameters = parameters("publication_id post_id")

// naverPostParameters make no other page of a post in a Naver blog.
var naverPostParameters = parameters("from fromtype categoryno parentcategoryno viewdate currentpage postlisttopcurrentpage isafterwrite " +
	"isinf navtype photoview widgettypecall directaccess listtype copen jumpingvid focusingcommentno isfromsearchaddr targetkeyword")

// dropParameters returns the query without the listed and empty parameters, in its order.
func dropParameters(query string, lists ...[]string) string {
	var kept []string
	for parameter := range strings.SplitSeq(query, "&") {
		whole := strings.ToLower(parameter)
		name, _, _ := strings.Cut(whole, "=")
		isDropped := func(list []string) bool {
			return slices.ContainsFunc(list, func(listed string) bool {
				begin, many := strings.CutSuffix(listed, "*")
				return listed == name || listed == whole || many && strings.HasPrefix(name, begin)
			})
		}
		if parameter != "" && !slices.ContainsFunc(lists, isDropped) {
			kept = append(kept, parameter)
		}
	}
	return strings.Join(kept, "&")
}

// settled returns the address as the one that stands for all addresses of the page. What one
// rule gives may be a case for another.
func (a address) settled() address {
	for range maxSteps {
		next := a.step()
		if next == a {
			break
		}
		a = next
	}
	return a
}

// maxSteps is more steps than an address needs.
const maxSteps = 300

// step applies each rule of the sites once.
func (a address) step() address {
	if host, ok := mainHosts[a.host]; ok {
		a.host = host
	}
	a = a.mainPage()
	lists := [][]string{trackingEverywhere}
	for site := a.host; site != ""; _, site, _ = strings.Cut(site, ".") {
		if list := droppedAt[site]; list != nil {
			lists = append(lists, list)
		}
	}
	newsletter := triedRedirect.MatchString(a.query)
	if newsletter {
		lists = append(lists, substackParameters)
	}
	if (newsletter || strings.HasSuffix(a.host, ".substack.com")) && strings.HasPrefix(a.path, "/p/") {
		lists = append(lists, substackPostParameters)
	}
	a.query = dropParameters(a.query, lists...)
	return a
}

var (
	triedRedirect = regexp.MustCompile(`(?i)(?:^|&)triedRedirect=`)

	// How Naver's blogs name a post: PostView.naver, which is the content of a frame, has both
	// ids in the query, and old links have the blog's id in the path.
	naverPost   = regexp.MustCompile(`^/[A-Za-z0-9_-]+/[0-9]+$`)
	naverFramed = regexp.MustCompile(`^/PostView\.(?:naver|nhn)$`)
	naverInPath = regexp.MustCompile(`^/([A-Za-z0-9_-]+)$`)
	naverBlogID = regexp.MustCompile(`(?:^|&)blogId=([A-Za-z0-9_-]+)(?:&|$)`)
	naverLogNo  = regexp.MustCompile(`(?:^|&)logNo=([0-9]+)(?:&|$)`)

	youtubePath  = regexp.MustCompile(`^/(?:shorts|live|embed|v)/([A-Za-z0-9_-]{11})$`)
	youtubeShort = regexp.MustCompile(`^/([A-Za-z0-9_-]{11})$`)
	youtubeQuery = regexp.MustCompile(`(?:^|&)v=([A-Za-z0-9_-]{11})(?:&|$)`)

	substackOpen  = regexp.MustCompile(`^/pub/([a-z0-9](?:-?[a-z0-9]){0,30})(/p/[^/]+)$`)
	xMedia        = regexp.MustCompile(`^(/[A-Za-z0-9_]+/status/[0-9]+)/(?:photo|video)/[0-9]+$`)
	instagramPost = regexp.MustCompile(`^/(?:[A-Za-z0-9._]+/)?(?:p|reel|reels|tv)/([A-Za-z0-9_-]+)$`)
	country       = regexp.MustCompile(`^[a-z]{2}\.linkedin\.com$`)
)

// mainPage returns the address under which a site has the page of one that a mobile site, an
// application or a frame gives.
func (a address) mainPage() address {
	switch {
	case strings.HasSuffix(a.host, ".tistory.com"):
		for a.path == "/m" || strings.HasPrefix(a.path, "/m/") {
			a.path = a.path[len("/m"):]
		}
	case a.host == "blog.naver.com":
		return a.naverBlog()
	case a.host == "www.youtube.com", a.host == "youtu.be", a.host == "www.youtube-nocookie.com":
		return a.youtubeVideo()
	case a.host == "open.substack.com":
		if m := substackOpen.FindStringSubmatch(a.path); m != nil {
			a.host, a.path = m[1]+".substack.com", m[2]
		}
	case a.host == "x.com":
		a.path = xMedia.ReplaceAllString(a.path, "$1")
	case a.host == "www.instagram.com":
		a.path = instagramPost.ReplaceAllString(a.path, "/p/$1")
	case country.MatchString(a.host):
		a.host = "www.linkedin.com"
	case strings.HasSuffix(a.host, ".m.wikipedia.org"):
		a.host = strings.TrimSuffix(a.host, ".m.wikipedia.org") + ".wikipedia.org"
	}
	return a
}

// youtubePlayers are the pages below /embed/ that are as long as a video's id and play what the
// query names: a playlist, and what a channel sends now.
var youtubePlayers = []string{"videoseries", "live_stream"}

// naverBlog returns the short address of a post that is named in the query.
func (a address) naverBlog() address {
	blog := naverInPath.FindStringSubmatch(a.path)
	if naverFramed.MatchString(a.path) {
		blog = naverBlogID.FindStringSubmatch(a.query)
	}
	if post := naverLogNo.FindStringSubmatch(a.query); blog != nil && post != nil {
		a.path, a.query = "/"+blog[1]+"/"+post[1], ""
	}
	if naverPost.MatchString(a.path) {
		a.query = dropParameters(a.query, naverPostParameters)
	}
	return a
}

// youtubeVideo returns the address of a video's page for one of its other addresses.
func (a address) youtubeVideo() address {
	id, query := "", a.query
	switch m := youtubePath.FindStringSubmatch(a.path); {
	case m != nil && !slices.Contains(youtubePlayers, m[1]):
		id = m[1]
	case a.host == "youtu.be":
		if m := youtubeShort.FindStringSubmatch(a.path); m != nil {
			id = m[1]
		}
	case a.path == "/watch":
		if m := youtubeQuery.FindStringSubmatchIndex(a.query); m != nil {
			id = a.query[m[2]:m[3]]
			query = strings.Trim(a.query[:m[0]]+"&"+a.query[m[1]:], "&")
		}
	}
	if id == "" {
		return a
	}
	a.host, a.path, a.query = "www.youtube.com", "/watch", strings.TrimSuffix("v="+id+"&"+query, "&")
	return a
}
