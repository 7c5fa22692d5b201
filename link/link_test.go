package link_test

import (
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"dojang/link"
	"dojang/refusal"
)

func TestParseLinkKeepsTheURL(t *testing.T) {
	got, err := link.Parse(" \n HTTPS://Example.com:443/A%eb%82%98/?utm_source=x&b=1&a=2#part\t")
	if err != nil {
		t.Fatal(err)
	}
	want := link.Link{
		URL:       "HTTPS://Example.com:443/A%eb%82%98/?utm_source=x&b=1&a=2#part",
		Canonical: "https://example.com/A%EB%82%98?b=1&a=2",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParseLinkRefusals(t *testing.T) {
	refuse := refusal.New
	for _, test := range []struct {
		name, raw string
		want      *refusal.Refusal
	}{
		{"empty", "", refuse("link.empty")},
		{"space only", " \t\u00a0", refuse("link.empty")},
		{"too long", "https://example.com/" + strings.Repeat("가", 1981), refuse("link.long", "length", 2001, "limit", 2000)},
		{"control character", "https://example.com/\x00a", refuse("link.characters", "character", "U+0000", "at", 21)},
		{"delete", "https://example.com/\x7fa", refuse("link.characters", "character", "U+007F", "at", 21)},
		{"writing turned round", "https://example.com/\u202egnp.exe", refuse("link.characters", "character", "U+202E", "at", 21)},
		{"invisible space", "https://exam\u200bple.com/", refuse("link.characters", "character", "U+200B", "at", 13)},
		{"broken text", "https://example.com/\xff", refuse("link.characters", "character", "U+FFFD", "at", 21)},
		{"javascript", "javascript:alert(1)", refuse("link.scheme", "scheme", "javascript")},
		{"javascript with slashes", "javascript://example.com/%0aalert(1)", refuse("link.scheme", "scheme", "javascript")},
		{"ftp", "ftp://example.com/x", refuse("link.scheme", "scheme", "ftp")},
		{"data", "data:text/html,hello", refuse("link.scheme", "scheme", "data")},
		{"file", "file:///etc/passwd", refuse("link.scheme", "scheme", "file")},
		{"no scheme but slashes", "//example.com/x", refuse("link.scheme", "scheme", "")},
		{"no scheme and no path", "example.com", refuse("link.scheme", "scheme", "")},
		{"a file's name", "notes.md", refuse("link.scheme", "scheme", "")},
		{"a number and a path", "1.2/3", refuse("link.scheme", "scheme", "")},
		{"mail address", "me@example.com", refuse("link.scheme", "scheme", "")},
		{"path alone", "/@m/gil", refuse("link.scheme", "scheme", "")},
		{"words in a row", "오늘 배운 것 정리", refuse("link.scheme", "scheme", "")},
		{"half a scheme", "ttps://velog.io/@m/gil", refuse("link.scheme", "scheme", "ttps")},
		{"words", "오늘의글", refuse("link.scheme", "scheme", "")},
		{"no host", "https:///x", refuse("link.host", "host", "")},
		{"scheme twice", "https://https://velog.io/@m/gil", refuse("link.doubled")},
		{"two schemes", "HTTP://HTTPS://velog.io/@m/gil", refuse("link.doubled")},
		{"scheme twice, as a browser leaves it", "https://http//velog.io/@m/gil", refuse("link.doubled")},
		{"several", "https://a.com/1\nhttps://b.com/2 https://a.com/1", refuse("link.several", "n", 2)},
		{"several with a comma", "https://a.com/1,https://b.com/2", refuse("link.several", "n", 2)},
		{"several without a space", "https://a.com/1https://b.com/2", refuse("link.several", "n", 2)},
		{"several Markdown links", "[a](https://a.com/1) [b](https://b.com/2)", refuse("link.several", "n", 2)},
		{"no slashes", "https:example.com", refuse("link.host", "host", "")},
		{"one slash", "https:/example.com", refuse("link.host", "host", "")},
		{"nothing after the slashes", "http://", refuse("link.host", "host", "")},
		{"port alone", "https://:8080/", refuse("link.host", "host", ":8080")},
		{"port too big", "https://example.com:65536/", refuse("link.host", "host", "example.com:65536")},
		{"port of letters", "https://example.com:http/", refuse("link.host", "host", "example.com:http")},
		{"empty label", "https://example..com/", refuse("link.host", "host", "example..com")},
		{"dot alone", "https://./", refuse("link.host", "host", ".")},
		{"label too long", "https://" + strings.Repeat("a", 64) + ".com", refuse("link.host", "host", strings.Repeat("a", 64)+".com")},
		{"host too long", "https://" + strings.Repeat("a.", 127) + "com", refuse("link.host", "host", strings.Repeat("a.", 127)+"com")},
		{"hyphen first", "https://-example.com/", refuse("link.host", "host", "-example.com")},
		{"backslash", `https://example.com\evil.com/`, refuse("link.host", "host", `example.com\evil.com`)},
		{"slash look-alike", "https://example.com\u2215evil.com/", refuse("link.host", "host", "example.com\u2215evil.com")},
		{"slash in wide form", "https://example.com／evil.com/", refuse("link.host", "host", "example.com／evil.com")},
		{"escaped slash", "https://example.com%2Fevil.com/", refuse("link.host", "host", "example.com%2Fevil.com")},
		{"brackets", "https://[example.com]/", refuse("link.host", "host", "[example.com]")},
		{"network interface", "https://[fe80::1%25eth0]/", refuse("link.host", "host", "[fe80::1%25eth0]")},
		{"host without a dot", "http://wiki/gil", refuse("link.dotless", "host", "wiki")},
		{"server on one's own machine without a scheme", "localhost:4000/gil", refuse("link.local", "host", "localhost:4000")},
		{"IP address without a scheme", "<127.0.0.1:4000>", refuse("link.private", "host", "127.0.0.1:4000")},
		{"user", "https://google.com@evil.com/", refuse("link.userinfo", "user", "google.com")},
		{"password is not repeated", "https://user:secret@evil.com/", refuse("link.userinfo", "user", "user")},
		{"user behind a backslash", `https://google.com\@evil.com/`, refuse("link.userinfo", "user", `google.com\`)},
		{"Tistory editor", "https://me.tistory.com/manage/newpost/12?type=post", refuse("link.admin", "page", "me.tistory.com/manage/newpost/12")},
		{"Tistory manager", "http://ME.tistory.com/manage", refuse("link.admin", "page", "me.tistory.com/manage")},
		{"Tistory manager on a phone", "https://me.tistory.com/m/manage", refuse("link.admin", "page", "me.tistory.com/manage")},
		{"Naver editor", "https://blog.naver.com/PostWriteForm.naver?blogId=x", refuse("link.admin", "page", "blog.naver.com/PostWriteForm.naver")},
		{"old Naver editor", "https://blog.naver.com/GoBlogWrite.naver", refuse("link.admin", "page", "blog.naver.com/GoBlogWrite.naver")},
		{"new Naver editor", "https://m.blog.naver.com/x/postwrite", refuse("link.admin", "page", "blog.naver.com/x/postwrite")},
		{"Velog editor", "https://velog.io/write?id=1", refuse("link.admin", "page", "velog.io/write")},
		{"Medium editor", "https://medium.com/new-story", refuse("link.admin", "page", "medium.com/new-story")},
		{"Medium editor of a post", "https://medium.com/p/3f2a1b/edit", refuse("link.admin", "page", "medium.com/p/3f2a1b/edit")},
		{"Brunch editor", "https://brunch.co.kr/write", refuse("link.admin", "page", "brunch.co.kr/write")},
		{"Tistory editor of old", "https://me.tistory.com/admin/entry/post/", refuse("link.admin", "page", "me.tistory.com/admin/entry/post")},
		{"Tistory editor on a host of its own", "https://blog.example.com/manage/newpost/12", refuse("link.admin", "page", "blog.example.com/manage/newpost/12")},
		{"Velog's drafts", "https://velog.io/saves", refuse("link.admin", "page", "velog.io/saves")},
		{"Naver editor of a post", "https://blog.naver.com/x/postupdate?logNo=1", refuse("link.admin", "page", "blog.naver.com/x/postupdate")},
		{"Naver cafe's editor", "https://cafe.naver.com/ca-fe/cafes/1/menus/2/articles/write", refuse("link.admin", "page", "cafe.naver.com/ca-fe/cafes/1/menus/2/articles/write")},
		{"Substack editor", "https://me.substack.com/publish/post/1", refuse("link.admin", "page", "me.substack.com/publish/post/1")},
		{"dev.to editor", "https://dev.to/me/gil-1a2b/edit", refuse("link.admin", "page", "dev.to/me/gil-1a2b/edit")},
		{"Hashnode editor", "https://hashnode.com/draft/6a", refuse("link.admin", "page", "hashnode.com/draft/6a")},
		{"WordPress.com editor", "https://wordpress.com/post/me.wordpress.com/1", refuse("link.admin", "page", "wordpress.com/post/me.wordpress.com/1")},
		{"Blogger editor", "https://www.blogger.com/blog/post/edit/1/2", refuse("link.admin", "page", "www.blogger.com/blog/post/edit/1/2")},
		{"Ghost editor", "https://blog.example.com/ghost/#/editor/post/1", refuse("link.admin", "page", "blog.example.com/ghost#/editor/post/1")},
		{"GitHub editor", "https://www.github.com/o/r/edit/main/a.md", refuse("link.admin", "page", "github.com/o/r/edit/main/a.md")},
		{"YouTube Studio", "https://studio.youtube.com/video/dQw4w9WgXcQ/edit", refuse("link.admin", "page", "studio.youtube.com/video/dQw4w9WgXcQ/edit")},
		{"X editor", "https://twitter.com/intent/tweet?url=x", refuse("link.admin", "page", "x.com/intent/tweet")},
		{"Facebook's share dialogue", "https://facebook.com/sharer/sharer.php?u=x", refuse("link.admin", "page", "www.facebook.com/sharer/sharer.php")},
		{"LinkedIn editor", "https://linkedin.com/article/edit/7", refuse("link.admin", "page", "www.linkedin.com/article/edit/7")},
		{"WordPress", "https://example.com/wp-admin/post.php?post=1", refuse("link.admin", "page", "example.com/wp-admin/post.php")},
		{"Naver redirect", "https://link.naver.com/bridge?url=https%3A%2F%2Fa.com", refuse("link.redirect", "page", "link.naver.com/bridge")},
		{"Naver search redirect", "https://cr3.naver.com/rd?u=https://a.com", refuse("link.redirect", "page", "cr3.naver.com/rd")},
		{"Google redirect", "https://www.google.co.kr/url?q=https://a.com", refuse("link.redirect", "page", "www.google.co.kr/url")},
		{"Facebook redirect", "https://l.facebook.com/l.php?u=https%3A%2F%2Fa.com", refuse("link.redirect", "page", "l.facebook.com/l.php")},
		{"Facebook redirect on a phone", "https://m.facebook.com/l.php?u=https%3A%2F%2Fa.com", refuse("link.redirect", "page", "www.facebook.com/l.php")},
		{"YouTube redirect", "https://youtube.com/redirect?q=https%3A%2F%2Fa.com", refuse("link.redirect", "page", "www.youtube.com/redirect")},
		{"LinkedIn redirect", "https://www.linkedin.com/safety/go?url=https%3A%2F%2Fa.com", refuse("link.redirect", "page", "www.linkedin.com/safety/go")},
		{"Medium redirect", "https://medium.com/r/?url=https%3A%2F%2Fa.com", refuse("link.redirect", "page", "medium.com/r")},
		{"Substack redirect", "https://substack.com/redirect/2/eyJ", refuse("link.redirect", "page", "substack.com/redirect/2/eyJ")},
		{"file in Discord", "https://cdn.discordapp.com/attachments/1/2/gil.pdf?ex=6a", refuse("link.file", "page", "cdn.discordapp.com/attachments/1/2/gil.pdf")},
		{"Kakao redirect", "https://out.kakao.com/?url=https%3A%2F%2Fa.com", refuse("link.redirect", "page", "out.kakao.com")},
	} {
		t.Run(test.name, func(t *testing.T) {
			parsed, err := link.Parse(test.raw)
			if diff := cmp.Diff(link.Link{}, parsed); diff != "" {
				t.Error(diff)
			}
			got, ok := errors.AsType[*refusal.Refusal](err)
			if !ok {
				t.Fatalf("error %v, want a refusal", err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCanonicalLinks(t *testing.T) {
	for _, test := range []struct {
		name string
		want string
		same []string
	}{
		{"scheme, case and port of the host", "https://example.com/Path", []string{
			"https://example.com/Path", "http://example.com/Path", "HTTPS://EXAMPLE.com./Path", "http://example.com:80/Path",
			"https://example.com:443/Path", "https://example.com:/Path", "https://example.com:0443/Path",
		}},
		{"another port", "https://example.com:8080/", []string{"http://example.com:8080"}},
		{"another path", "https://example.com/path", []string{"https://example.com/path/", "https://example.com/path//"}},
		{"no path", "https://example.com", []string{"https://example.com/", "https://example.com?", "https://example.com/#top", "https://example.com#top"}},
		{"fragment", "https://example.com/a?b=1", []string{"https://example.com/a?b=1#c", "https://example.com/a/?b=1#:~:text=c", "https://example.com/a?b=1#", "https://example.com/a?b=1#/", "https://example.com/a?b=1#!/"}},
		{"fragment that is a route", "https://example.com/app#/posts/가?x=1", []string{"https://example.com/app/#/posts/%EA%B0%80/?utm_source=y&x=1", "http://EXAMPLE.com/app?fbclid=1#/posts/%ea%b0%80?x=1"}},
		{"old form of a route", "https://example.com/#!/posts/gil", []string{"https://example.com#!/posts/gil/"}},
		{"order of parameters", "https://example.com/a?b=1&a=2", []string{"https://example.com/a?&b=1&&a=2&"}},
		{"other order of parameters", "https://example.com/a?a=2&b=1", nil},
		{"value of a parameter", "https://example.com/a?b=1", nil},
		{"tracking", "https://example.com/a?id=7", []string{
			"https://example.com/a?utm_source=kakao&id=7&utm_medium=social", "https://example.com/a?id=7&fbclid=abc", "https://example.com/a?gclid&id=7",
			"https://example.com/a?id=7&igshid=1&mc_cid=1&mc_eid=2&ref_src=x&NaPm=ct%3D1&n_media=1&UTM_Campaign=2", "https://example.com/a?%75tm_id=1&id=7",
		}},
		{"no tracking but alike", "https://example.com/a?utmost=1&gclidx=2", nil},
		{"Korean path", "https://example.com/파이썬/정리", []string{
			"https://example.com/%ED%8C%8C%EC%9D%B4%EC%8D%AC/%EC%A0%95%EB%A6%AC", "https://example.com/%ed%8c%8c이%ec%8d%ac/%ec%a0%95%eb%a6%ac/",
			"https://example.com/" + norm.NFD.String("파이썬") + "/정리",
		}},
		{"Korean query", "https://example.com/?q=정리", []string{"https://example.com/?q=%EC%A0%95%EB%A6%AC"}},
		{"needless escapes", "https://example.com/a-b_c.d~e/@x/(y)", []string{"https://example.com/%61%2Db%5Fc%2Ed%7Ee/%40x/%28y%29"}},
		{"escapes that mean something", "https://example.com/a%2Fb%3Fc?d=%26e", []string{"https://example.com/a%2fb%3fc?d=%26e"}},
		{"what the escaped ones mean plainly", "https://example.com/a/b?c?d=&e", nil},
		{"lone per cent signs", "https://example.com/100%25", []string{"https://example.com/100%"}},
		{"per cent signs before an escape", "https://example.com/%25%41", []string{"https://example.com/%%41"}},
		{"Korean host", "https://도장.한국/a", []string{"https://" + norm.NFD.String("도장.한국") + "/a", "https://도장。한국/a", "https://%EB%8F%84%EC%9E%A5.한국/a", "https://xn--hq1b009a.xn--3e0b707e/a", "https://XN--hq1b009a.한국./a"}},
		{"mixed spellings of a host", "https://bücher.example.com/a", []string{"https://BÜCHER.example.com/a", "https://xn--bcher-kva.example.com/a", "https://" + norm.NFD.String("bücher") + ".example.com/a"}},
		{"what only looks like Punycode", "https://xn--a.example.com/a", []string{"https://XN--A.example.com/a"}},
		{"hyphens like Punycode's", "https://r3---sn-a5m.example.com/a", nil},
		{"underscore in the host", "https://my_blog.example.com/a", []string{"https://MY_blog.example.com/a"}},
		{"wide letters in the host", "https://example.com/a", []string{"https://ＥＸＡＭＰＬＥ.com/a"}},
		{"number for a host", "https://[2001:db8::a]:8080/x", []string{"http://[2001:DB8::A]:8080/x/", "https://[2001:db8:0:0::000a]:8080/x"}},
		{"IPv4 address", "https://203.0.113.7/x", []string{"https://0xcb.0.0x71.07/x", "https://3405803783/x", "https://203.0.28935./x", "https://２０３.0.113.7/x"}},
		{"Naver post", "https://blog.naver.com/gil/2234", []string{
			"https://m.blog.naver.com/gil/2234", "https://blog.naver.com/PostView.naver?blogId=gil&logNo=2234", "https://blog.naver.com/PostView.nhn?logNo=2234&blogId=gil&from=search",
			"https://m.blog.naver.com/PostView.naver?blogId=gil&logNo=2234&navType=by", "https://blog.naver.com/gil/2234?fromRss=true&trackingCode=rss",
			"https://blog.naver.com/gil?Redirect=Log&logNo=2234",
		}},
		{"Naver post of another blog", "https://blog.naver.com/gill/2234", nil},
		{"Naver frame without a post", "https://blog.naver.com/PostView.naver?blogId=gil", nil},
		{"Tistory post", "https://me.tistory.com/123", []string{"https://me.tistory.com/m/123", "http://me.tistory.com/m/123/?utm_source=x"}},
		{"Tistory blog", "https://me.tistory.com", []string{"https://me.tistory.com/m", "https://me.tistory.com/m/"}},
		{"path of another site that looks so", "https://example.com/m/123", nil},
		{"path at Tistory that begins so", "https://me.tistory.com/memo", nil},
		{"Brunch", "https://brunch.co.kr/@me/12", []string{"https://m.brunch.co.kr/%40me/12"}},
		{"shortener", "https://bit.ly/3AbC", []string{"http://bit.ly/3AbC"}},
		{"Naver's shortener", "https://naver.me/xYz", nil},
		{"user page that is named like an editor", "https://velog.io/@write", nil},
		{"post about an editor", "https://me.tistory.com/entry/manage", nil},
		{"search, no redirect", "https://www.google.com/search?q=url", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := canonical(t, test.want)
			for _, raw := range test.same {
				if got := canonical(t, raw); got != want {
					t.Errorf("%s is %s, want %s", raw, got, want)
				}
			}
		})
	}
}

func TestDifferentLinks(t *testing.T) {
	seen := map[string]string{}
	for _, raw := range []string{
		"https://example.com", "https://example.com:8080", "https://www.example.com", "https://example.com/a", "https://example.com/A",
		"https://example.com/a?x=1", "https://example.com/a?x=2", "https://example.com/a?x=1&y=2", "https://example.com/a?y=2&x=1",
		"https://example.com/a%2Fb", "https://example.com/a/b", "https://example.com/m/a", "https://blog.naver.com/x/1", "https://blog.naver.com/x/2",
		"https://substack.com/app-link/post?publication_id=1&post_id=1", "https://substack.com/app-link/post?publication_id=1&post_id=2",
		"https://blog.naver.com/PostView.naver?blogId=x", "https://bit.ly/a", "https://bit.ly/A",
	} {
		c := canonical(t, raw)
		if other, twice := seen[c]; twice {
			t.Errorf("%s and %s are both %s", raw, other, c)
		}
		seen[c] = raw
	}
}

func TestLinkTitle(t *testing.T) {
	for _, test := range []struct{ name, raw, want string }{
		{"words", "https://example.com/posts/understanding-the-gil", "understanding the gil"},
		{"underscores and an extension", "https://example.com/python_gil.html", "python gil"},
		{"old extension", "https://example.com/gil.HTM?x=1#y", "gil"},
		{"Jekyll's date", "https://example.com/2026-11-23-python-gil.html", "python gil"},
		{"date without hyphens", "https://example.com/20261123_gil", "gil"},
		{"date alone", "https://example.com/2026-11-23", "example.com/2026-11-23"},
		{"year that belongs to it", "https://example.com/2026-review", "2026 review"},
		{"Korean", "https://me.tistory.com/entry/%ED%8C%8C%EC%9D%B4%EC%8D%AC-GIL-%EC%A0%95%EB%A6%AC", "파이썬 GIL 정리"},
		{"Korean unescaped and apart", "https://velog.io/@me/" + norm.NFD.String("파이썬-정리"), "파이썬 정리"},
		{"Naver number", "https://m.blog.naver.com/user/2234", "blog.naver.com/user/2234"},
		{"Naver frame", "https://blog.naver.com/PostView.naver?blogId=user&logNo=2234", "blog.naver.com/user/2234"},
		{"Tistory number", "https://me.tistory.com/m/123", "me.tistory.com/123"},
		{"Medium's code after the words", "https://medium.com/@me/how-the-gil-works-3f2a1b4c5d6e", "how the gil works"},
		{"Notion's code after the words", "https://me.notion.site/GIL-0123456789abcdef0123456789abcdef", "GIL"},
		{"Notion's code alone", "https://me.notion.site/0123456789abcdef0123456789abcdef", "me.notion.site/0123456789abcdef0123456789abcdef"},
		{"code with hyphens", "https://example.com/p/123e4567-e89b-12d3-a456-426614174000", "example.com/p/123e4567-e89b-12d3-a456-426614174000"},
		{"code in mixed case", "https://youtu.be/dQw4w9WgXcQ", "youtu.be/dQw4w9WgXcQ"},
		{"word with a number", "https://example.com/http2", "http2"},
		{"host alone", "https://Example.com/", "example.com"},
		{"index page", "https://example.com/blog/python-gil/index.html", "python gil"},
		{"index page alone", "https://example.com/index.html", "index"},
		{"escaped slash and markup", "https://example.com/a%2Fb-%2A%2Ac%2A%2A", "a/b **c**"},
		{"not in UTF-8", "https://example.com/%B0%A1-x", "%B0%A1 x"},
		{"line breaks and invisible characters", "https://example.com/a%0A%0Ab%E2%80%AEc%00d", "a bcd"},
		{"nothing visible", "https://example.com/x/%E2%80%8B", "example.com/x/"},
		{"Hangul's filler", "https://example.com/x/%E3%85%A4", "example.com/x/"},
		{"Braille without a dot", "https://example.com/x/%E2%A0%80", "example.com/x/\u2800"},
		{"joined emoji", "https://example.com/👩%E2%80%8D💻-일지", "👩\u200d💻 일지"},
		{"hyphens alone", "https://example.com/---", "example.com/---"},
		{"cut", "https://example.com/" + strings.Repeat("가", 201), strings.Repeat("가", 200)},
		{"cut within joined emoji", "https://example.com/" + strings.Repeat("a", 198) + "👩%E2%80%8D💻", strings.Repeat("a", 198) + "👩"},
		{"cut before a letter with its accents", "https://example.com/" + strings.Repeat("a", 199) + "x\u0323\u0301", strings.Repeat("a", 199)},
	} {
		t.Run(test.name, func(t *testing.T) {
			parsed, err := link.Parse(test.raw)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, parsed.Title()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTitleOfNoLink(t *testing.T) {
	if got := (link.Link{}).Title(); got != "" {
		t.Errorf("the zero link has the title %q", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, raw := range []string{
		"https://example.com/a?utm_source=x&b=%41#c", "http://도장.한국:80/파이썬-%ed%8c%8c/", "https://blog.naver.com/PostView.naver?blogId=x&logNo=1",
		"https://me.tistory.com/m/m/1", "https://[::1]:8080/%%%41%E2%80%AE", "javascript:alert(1)", "https://a@b/", "https://a。b./%C3", "https://link.naver.com/?u=1",
		"[a](<https://example.com/#/b?c>)", "<https://a.com|b>", "(http://0x7f.1/x) https://b.com", "a.한국/b_(c)", "https://www.youtube.com/watch?x&v=dQw4w9WgXcQ&&y#!/z/", "https://xn--hq1b009a.xn--3e0b707e./",
		"https://open.substack.com/pub/a/p/b?r=1&triedRedirect=", "https://[::ffff:1.2.3.4]/**https://a", "https://a/https://b", "**https://ko.m.wikipedia.org/a**b",
	} {
		f.Add(raw)
	}
	for _, p := range platforms {
		for _, raw := range p.same {
			f.Add(raw)
		}
	}
	for _, raw := range []string{"https://a--b.com/", "https://3---a.com/", "https://ß.com/"} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		parsed, err := link.Parse(raw)
		if err != nil {
			if _, ok := errors.AsType[*refusal.Refusal](err); !ok {
				t.Fatalf("%q: error %v is no refusal", raw, err)
			}
			return
		}
		if !strings.HasPrefix(parsed.Canonical, "https://") {
			t.Errorf("%q: canonical form %q", raw, parsed.Canonical)
		}
		again, err := link.Parse(parsed.Canonical)
		if refusal, _ := errors.AsType[*refusal.Refusal](err); refusal != nil && refusal.Code == "link.long" {
			// A path of Korean letters is nine times as long when escaped.
		} else if err != nil {
			t.Errorf("%q: canonical form %q: %v", raw, parsed.Canonical, err)
		} else if again.Canonical != parsed.Canonical {
			t.Errorf("%q: canonical form %q, and of that %q", raw, parsed.Canonical, again.Canonical)
		}
		if forms := parsed.Forms(); len(forms) > 3 || forms[0] != "2 "+parsed.Canonical || forms[1] != parsed.Canonical {
			t.Errorf("%q: forms %q", raw, forms)
		} else if older, err := link.Parse(forms[len(forms)-1]); err == nil && older.Canonical != parsed.Canonical && !isLostInV1(parsed.Canonical) {
			t.Errorf("%q: the older form %q leads to %q, not to %q", raw, older.URL, older.Canonical, parsed.Canonical)
		}
		if stored, err := link.Parse(parsed.URL); err != nil || stored.URL != parsed.URL || stored.Canonical != parsed.Canonical {
			t.Errorf("%q: what is stored, %q, is %q and %q, %v", raw, parsed.URL, stored.URL, stored.Canonical, err)
		}
		title := parsed.Title()
		if n := utf8.RuneCountInString(title); n == 0 || n > link.MaxPostTitle || !utf8.ValidString(title) || strings.ContainsFunc(title, unicode.IsControl) {
			t.Errorf("%q: title %q", raw, title)
		}
	})
}

// isLostInV1 reports whether a canonical form has what the first version left out although it makes
// another page: a route, or a parameter that only means nothing on Naver.
func isLostInV1(canonical string) bool {
	return strings.Contains(canonical, "#") || strings.Contains(strings.ToLower(canonical), "trackingcode")
}

func canonical(t *testing.T, raw string) string {
	t.Helper()
	parsed, err := link.Parse(raw)
	if err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	return parsed.Canonical
}
