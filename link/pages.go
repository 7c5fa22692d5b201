package link

import (
	"path"
	"strings"
)

// editors lists the pages, as patterns of [isListed], on which a blog is written or managed.
// Only their owner can open them.
var editors = []string{
	"*.tistory.com/manage", "*.tistory.com/admin", "*/manage/newpost",
	"admin.blog.naver.com",
	"blog.naver.com/postwriteform.naver", "blog.naver.com/postwriteform.nhn",
	"blog.naver.com/postupdateform.naver", "blog.naver.com/postupdateform.nhn",
	"blog.naver.com/goblogwrite.naver", "blog.naver.com/goblogwrite.nhn",
	"blog.naver.com/*/postwrite", "blog.naver.com/*/postupdate",
	"cafe.naver.com/ca-fe/cafes/*/articles/write", "cafe.naver.com/ca-fe/cafes/*/menus/*/articles/write",
	"cafe.naver.com/ca-fe/cafes/*/articles/*/modify",
	"velog.io/write", "velog.io/saves", "velog.io/setting",
	"brunch.co.kr/write",
	"medium.com/new-story", "medium.com/p/*/edit", "*.medium.com/new-story", "*.medium.com/p/*/edit",
	"medium.com/me", "*.medium.com/me",
	"*.substack.com/publish", "substack.com/publish",
	"dev.to/new", "dev.to/*/*/edit", "dev.to/*/*/manage", "dev.to/dashboard",
	"hashnode.com/draft", "hashnode.com/edit", "hashnode.com/create",
	"wordpress.com/post", "wordpress.com/posts", "wordpress.com/page", "wordpress.com/pages", "*/wp-admin", "*/wp-login.php",
	"*.blogger.com/blog/post/edit", "*.blogger.com/blog/posts", "*.blogger.com/blogger.g",
	"*/ghost#", "*/admin#",
	"github.com/*/*/edit", "github.com/*/*/new", "github.com/*/*/settings", "github.com/new", "github.com/settings", "gist.github.com/*/*/edit",
	"studio.youtube.com",
	"x.com/compose", "x.com/intent",
	"www.facebook.com/sharer", "www.facebook.com/sharer.php", "www.facebook.com/share.php",
	"www.linkedin.com/article/new", "www.linkedin.com/article/edit", "www.linkedin.com/post/new", "www.linkedin.com/sharing",
}

// redirects lists the pages, as patterns of [isListed], that only redirect to the page that
// is meant. Their addresses differ by reader, or expire.
var redirects = []string{
	"link.naver.com", "cr.naver.com", "cr[0-9].naver.com", "adcr.naver.com", "cc.naver.com", "search.naver.com/p/crd/rd", "m.search.naver.com/p/crd/rd",
	"out.kakao.com",
	"google.*/url", "www.google.*/url", "www.bing.com/ck/a", "duckduckgo.com/l",
	"l.facebook.com", "lm.facebook.com", "l.instagram.com", "www.facebook.com/l.php", "l.threads.com", "l.threads.net",
	"www.youtube.com/redirect",
	"www.linkedin.com/redir", "www.linkedin.com/safety/go",
	"out.reddit.com", "medium.com/r", "*.medium.com/r", "substack.com/redirect", "*.substack.com/redirect",
	"away.vk.com", "vk.com/away.php",
	"t.umblr.com/redirect", "slack-redir.net", "*.safelinks.protection.outlook.com",
}

// attachments lists the pages, as patterns of [isListed], under which Discord serves the files of
// messages. Their addresses end after a day, and those of private replies sooner.
var attachments = []string{
	"cdn.discordapp.com/attachments", "cdn.discordapp.com/ephemeral-attachments",
	"media.discordapp.net/attachments", "media.discordapp.net/ephemeral-attachments",
}

// isListed reports whether the page (host, path, and route after a #), or a page above it,
// matches one of the patterns. They are in lower case and for [path.Match]: a * is any part of a
// host or any one part of a path.
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
