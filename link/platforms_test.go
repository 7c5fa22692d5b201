package link_test

import (
	"testing"

	"dojang/link"
)

// platform is a site with links as its pages, its applications and browsers give them.
type platform struct {
	name      string
	canonical string
	title     string
	same      []string // links of the same page
	others    []string // links of other pages
	refused   []string
}

// The sites that our users write on and link to. The links are made up; their forms are those
// that the sites give.
var platforms = []platform{
	{"Tistory, by number", "https://minsu-dev.tistory.com/123", "minsu-dev.tistory.com/123",
		[]string{"https://minsu-dev.tistory.com/m/123", "https://minsu-dev.tistory.com/123?category=1047312", "https://minsu-dev.tistory.com/123#GIL%EC%9D%B4%EB%9E%80", "https://minsu-dev.tistory.com/m/123?TSSESSION=9a&category=1047312#rp"},
		[]string{"https://minsu-dev.tistory.com/124", "https://minsu-dev.tistory.com/category/123", "https://minsu-dev.tistory.com/123?page=2", "https://minsu.tistory.com/123"},
		[]string{"https://minsu-dev.tistory.com/manage/newpost/123?type=post&returnURL=%2F123", "https://minsu-dev.tistory.com/manage/posts"}},
	{"Tistory, by title", "https://minsu-dev.tistory.com/entry/%ED%8C%8C%EC%9D%B4%EC%8D%AC-GIL-%EC%99%84%EB%B2%BD-%EC%A0%95%EB%A6%AC", "파이썬 GIL 완벽 정리",
		[]string{"https://minsu-dev.tistory.com/m/entry/파이썬-GIL-완벽-정리", "https://minsu-dev.tistory.com/entry/파이썬-GIL-완벽-정리?category=1047312&utm_source=kakao"},
		[]string{"https://minsu-dev.tistory.com/entry/파이썬-GIL-완벽-정리-2"}, nil},
	{"Naver blog", "https://blog.naver.com/jiwon_dev/223912345678", "blog.naver.com/jiwon_dev/223912345678",
		[]string{"https://m.blog.naver.com/jiwon_dev/223912345678?recommendTrackingCode=2", "https://blog.naver.com/PostView.naver?blogId=jiwon_dev&logNo=223912345678&categoryNo=7&parentCategoryNo=0&from=thumbnailList",
			"https://m.blog.naver.com/PostView.naver?blogId=jiwon_dev&logNo=223912345678&proxyReferer=https:%2F%2Fm.search.naver.com", "https://blog.naver.com/jiwon_dev?Redirect=Log&logNo=223912345678",
			"https://m.blog.naver.com/jiwon_dev/223912345678?referrerCode=1", "https://blog.naver.com/jiwon_dev/223912345678?photoView=0&isInf=true&fromRss=true&trackingCode=rss"},
		[]string{"https://blog.naver.com/jiwon_dev/223912345679", "https://blog.naver.com/jiwon_dev", "https://blog.naver.com/PostList.naver?blogId=jiwon_dev&categoryNo=7", "https://blog.naver.com/PostList.naver?blogId=jiwon_dev&categoryNo=8"},
		[]string{"https://blog.naver.com/jiwon_dev/postwrite?categoryNo=7", "https://blog.naver.com/PostUpdateForm.naver?blogId=jiwon_dev&logNo=223912345678",
			"https://link.naver.com/bridge?url=https%3A%2F%2Fblog.naver.com%2Fjiwon_dev%2F223912345678"}},
	{"Naver cafe", "https://cafe.naver.com/pydev/12345", "cafe.naver.com/pydev/12345",
		[]string{"https://m.cafe.naver.com/pydev/12345?tc=shared_link", "https://cafe.naver.com/pydev/12345?art=ZXh0ZXJuYWw.eyJ0.x&fromList=true"},
		[]string{"https://cafe.naver.com/pydev/12346", "https://cafe.naver.com/pydev/12345?commentFocus=true"},
		[]string{"https://cafe.naver.com/ca-fe/cafes/1/articles/2/modify"}},
	{"Velog", "https://velog.io/@seoyeon/%ED%8C%8C%EC%9D%B4%EC%8D%AC-%EB%B9%84%EB%8F%99%EA%B8%B0-asyncio", "파이썬 비동기 asyncio",
		[]string{"https://velog.io/@seoyeon/파이썬-비동기-asyncio", "https://velog.io/%40seoyeon/%ed%8c%8c%ec%9d%b4%ec%8d%ac-%eb%b9%84%eb%8f%99%ea%b8%b0-asyncio?utm_source=oneoneone"},
		[]string{"https://velog.io/@seoyeon/파이썬-비동기", "https://velog.io/@seoyeon/series/파이썬-비동기-asyncio"},
		[]string{"https://velog.io/write?id=0f5b1c1e-2f0f-4d0a-9d0e-1b2c3d4e5f60", "https://velog.io/saves"}},
	{"Brunch", "https://brunch.co.kr/@backend/42", "brunch.co.kr/@backend/42",
		[]string{"https://m.brunch.co.kr/@backend/42", "https://brunch.co.kr/@backend/42?t_src=daum&t_ch=tab"}, []string{"https://brunch.co.kr/@backend/43"}, []string{"https://brunch.co.kr/write"}},
	{"Notion, published", "https://jiwon.notion.site/FastAPI-0123456789abcdef0123456789abcdef", "FastAPI",
		[]string{"https://jiwon.notion.site/FastAPI-0123456789abcdef0123456789abcdef?pvs=4", "https://jiwon.notion.site/FastAPI-0123456789abcdef0123456789abcdef?pvs=74#fedcba9876543210fedcba9876543210",
			"https://jiwon.notion.site/FastAPI-0123456789abcdef0123456789abcdef?source=copy_link", "https://jiwon.notion.site/FastAPI-0123456789abcdef0123456789abcdef?pvs=73&deepLinkOpenNewTab=true"},
		[]string{"https://jiwon.notion.site/FastAPI-0123456789abcdef0123456789abcdef?v=aa", "https://jiwon.notion.site/FastAPI-0123456789abcdef0123456789abcdef?v=bb", "https://jiwon.notion.site/FastAPI-0123456789abcdef0123456789abcdef?source=feed"}, nil},
	{"Notion, in a workspace", "https://www.notion.so/jiwon/FastAPI-0123456789abcdef0123456789abcdef", "FastAPI",
		[]string{"https://notion.so/jiwon/FastAPI-0123456789abcdef0123456789abcdef?pvs=4&source=copy_link"}, nil, nil},
	{"GitHub Pages", "https://minsu.github.io/2026/01/05/python-gil.html", "python gil",
		[]string{"http://minsu.github.io/2026/01/05/python-gil.html#gil%EC%9D%B4%EB%9E%80"}, []string{"https://minsu.github.io/2026/01/05/python-gil", "https://www.minsu.github.io/2026/01/05/python-gil.html"},
		[]string{"https://github.com/minsu/minsu.github.io/edit/main/_posts/2026-01-05-python-gil.md"}},
	{"GitHub", "https://github.com/minsu/gil-notes", "gil notes",
		[]string{"https://github.com/minsu/gil-notes?tab=readme-ov-file#about", "https://www.github.com/minsu/gil-notes/"},
		[]string{"https://github.com/minsu/gil-notes?tab=MIT-1-ov-file", "https://github.com/minsu/Gil-notes2", "https://github.com/minsu/gil-notes/issues?q=gil", "https://gist.github.com/minsu/gil-notes"},
		[]string{"https://github.com/minsu/gil-notes/settings/pages"}},
	{"a blog with routes in the fragment", "https://minsu.github.io/blog#/posts/gil", "gil",
		[]string{"https://minsu.github.io/blog/#/posts/gil", "https://minsu.github.io/blog/?utm_source=kakao#/posts/gil/"},
		[]string{"https://minsu.github.io/blog/#/posts/memory", "https://minsu.github.io/blog/", "https://minsu.github.io/blog/#!/posts/gil", "https://minsu.github.io/blog/#/posts/gil?page=2"}, nil},
	{"Medium", "https://medium.com/@alex/how-the-gil-works-3f2a1b4c5d6e", "how the gil works",
		[]string{"https://medium.com/@alex/how-the-gil-works-3f2a1b4c5d6e?source=friends_link&sk=0123456789abcdef0123456789abcdef", "https://medium.com/@alex/how-the-gil-works-3f2a1b4c5d6e?source=email-1b2c-digest.reader--",
			"https://www.medium.com/@alex/how-the-gil-works-3f2a1b4c5d6e?postPublishedType=initial"},
		[]string{"https://medium.com/@alex/how-the-gil-works-3f2a1b4c5d6f", "https://medium.com/@alex"},
		[]string{"https://medium.com/p/3f2a1b4c5d6e/edit", "https://medium.com/new-story", "https://medium.com/me/stories/drafts"}},
	{"a publication on Medium", "https://team.medium.com/how-the-gil-works-3f2a1b4c5d6e", "how the gil works", []string{"https://team.medium.com/how-the-gil-works-3f2a1b4c5d6e?gi=ab12cd34ef56"}, nil, nil},
	{"a publication of Medium's elsewhere", "https://levelup.gitconnected.com/how-the-gil-works-3f2a1b4c5d6e", "how the gil works", []string{"https://levelup.gitconnected.com/how-the-gil-works-3f2a1b4c5d6e?source=rss&gi=ab12"}, nil, nil},
	{"Substack", "https://alex.substack.com/p/how-the-gil-works", "how the gil works",
		[]string{"https://alex.substack.com/p/how-the-gil-works?r=1a2b3c&triedRedirect=true", "https://alex.substack.com/p/how-the-gil-works?utm_campaign=post&utm_medium=web&showWelcomeOnShare=false&r=1a2b3c",
			"https://open.substack.com/pub/alex/p/how-the-gil-works?r=1a2b3c&utm_campaign=post", "https://alex.substack.com/p/how-the-gil-works?publication_id=1&post_id=2&isFreemail=true"},
		[]string{"https://alex.substack.com/p/how-the-gil-works-2", "https://alex.substack.com/p/how-the-gil-works/comments", "https://mina.substack.com/p/how-the-gil-works"},
		[]string{"https://alex.substack.com/publish/post/1"}},
	{"Substack on a host of its own", "https://newsletter.example.com/p/gil-part-one", "gil part one",
		[]string{"https://newsletter.example.com/p/gil-part-one?r=1a2b3c&utm_medium=ios&triedRedirect=true"}, []string{"https://newsletter.example.com/p/gil-part-one?r=2"}, nil},
	{"dev.to", "https://dev.to/alex/how-the-gil-works-1a2b", "how the gil works 1a2b",
		[]string{"https://dev.to/alex/how-the-gil-works-1a2b?comments_sort=latest#comment-1a2b", "https://www.dev.to/alex/how-the-gil-works-1a2b"}, nil, []string{"https://dev.to/new", "https://dev.to/alex/how-the-gil-works-1a2b/edit"}},
	{"Hashnode", "https://alex.hashnode.dev/how-the-gil-works", "how the gil works", []string{"https://alex.hashnode.dev/how-the-gil-works?source=more_articles_bottom_blogs&showSharer=true"}, nil, []string{"https://hashnode.com/edit/cm1"}},
	{"WordPress.com", "https://alex.wordpress.com/2026/01/05/gil-explained", "gil explained", []string{"https://alex.wordpress.com/2026/01/05/gil-explained/?share=twitter", "https://alex.wordpress.com/2026/01/05/gil-explained/?replytocom=7#respond"},
		[]string{"https://alex.wordpress.com/?p=7", "https://alex.wordpress.com/?p=8"}, []string{"https://alex.wordpress.com/wp-admin/post.php?post=7"}},
	{"Blogger", "https://alex.blogspot.com/2026/01/gil-explained.html", "gil explained", []string{"https://alex.blogspot.com/2026/01/gil-explained.html?m=1", "http://alex.blogspot.com/2026/01/gil-explained.html?showComment=1"}, nil, nil},
	{"YouTube", "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "youtu.be/dQw4w9WgXcQ",
		[]string{"https://youtube.com/watch?v=dQw4w9WgXcQ", "https://m.youtube.com/watch?v=dQw4w9WgXcQ&pp=ygUD", "https://youtu.be/dQw4w9WgXcQ?si=AbC", "https://youtu.be/dQw4w9WgXcQ?t=42", "https://www.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ&feature=youtu.be&ab_channel=Alex",
			"https://youtube.com/shorts/dQw4w9WgXcQ?feature=share", "https://www.youtube.com/live/dQw4w9WgXcQ?si=AbC", "https://www.youtube.com/embed/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"},
		[]string{"https://youtu.be/DQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PL1", "https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PL2", "https://www.youtube.com/playlist?list=PL1", "https://www.youtube.com/@alex"},
		[]string{"https://www.youtube.com/redirect?q=https%3A%2F%2Fexample.com"}},
	{"a video in a playlist", "https://www.youtube.com/watch?v=abcdefghijk&list=PL1", "youtu.be/abcdefghijk", []string{"https://youtu.be/abcdefghijk?list=PL1&si=AbC", "https://www.youtube.com/watch?list=PL1&v=abcdefghijk"}, nil, nil},
	{"a playlist in a frame", "https://www.youtube.com/embed/videoseries?list=PL1", "videoseries", []string{"https://youtube.com/embed/videoseries?list=PL1&si=AbC"}, []string{"https://www.youtube.com/embed/videoseries?list=PL2", "https://www.youtube.com/watch?v=videoseries&list=PL1"}, nil},
	{"what a channel sends now, in a frame", "https://www.youtube.com/embed/live_stream?channel=UC1", "live stream", []string{"https://m.youtube.com/embed/live_stream?channel=UC1"}, []string{"https://www.youtube.com/embed/live_stream?channel=UC2"}, nil},
	{"X", "https://x.com/alex/status/1790000000000000000", "x.com/alex/status/1790000000000000000",
		[]string{"https://twitter.com/alex/status/1790000000000000000?s=20", "https://mobile.twitter.com/alex/status/1790000000000000000?ref_src=twsrc", "https://x.com/alex/status/1790000000000000000?s=46&t=AbC", "https://www.x.com/alex/status/1790000000000000000/photo/1"},
		[]string{"https://x.com/alex/status/1790000000000000001", "https://x.com/alex", "https://x.com/search?q=gil"}, []string{"https://x.com/intent/post?text=x"}},
	{"Facebook", "https://www.facebook.com/groups/pydev/posts/123456", "www.facebook.com/groups/pydev/posts/123456",
		[]string{"https://m.facebook.com/groups/pydev/posts/123456/?mibextid=AbC", "https://facebook.com/groups/pydev/posts/123456?__cft__[0]=AZX&__tn__=%2CO", "https://www.facebook.com/groups/pydev/posts/123456/?rdid=AbC&share_url=https%3A%2F%2Fwww.facebook.com%2Fshare%2Fp%2F1"},
		[]string{"https://www.facebook.com/groups/pydev/posts/123457", "https://www.facebook.com/permalink.php?story_fbid=1&id=2", "https://www.facebook.com/permalink.php?story_fbid=3&id=2"}, nil},
	{"Instagram", "https://www.instagram.com/p/DAb1dEfGhIj", "www.instagram.com/p/DAb1dEfGhIj",
		[]string{"https://instagram.com/p/DAb1dEfGhIj/?igsh=MzR", "https://www.instagram.com/reel/DAb1dEfGhIj/", "https://www.instagram.com/alex.dev/p/DAb1dEfGhIj/?img_index=2&hl=ko"}, []string{"https://www.instagram.com/p/dAb1dEfGhIj", "https://www.instagram.com/alex.dev"}, nil},
	{"Threads", "https://www.threads.com/@alex/post/DAb1dEfGhIj", "www.threads.com/@alex/post/DAb1dEfGhIj",
		[]string{"https://www.threads.net/@alex/post/DAb1dEfGhIj?xmt=AQF", "https://threads.com/@alex/post/DAb1dEfGhIj?slof=1"}, []string{"https://www.threads.com/@alex/post/DAb1dEfGhIk"}, nil},
	{"LinkedIn", "https://www.linkedin.com/posts/alex-dev_gil-activity-7123456789-AbCd", "alex dev gil activity 7123456789 AbCd",
		[]string{"https://kr.linkedin.com/posts/alex-dev_gil-activity-7123456789-AbCd?trk=public_post", "https://linkedin.com/posts/alex-dev_gil-activity-7123456789-AbCd/?utm_source=share&rcm=ACo&lipi=urn"},
		[]string{"https://www.linkedin.com/posts/alex-dev_gil-activity-7123456780-AbCd", "https://www.linkedin.com/pulse/gil-alex"}, []string{"https://www.linkedin.com/article/new/"}},
	{"Reddit", "https://www.reddit.com/r/Python/comments/1abcde/how_the_gil_works", "how the gil works", []string{"https://old.reddit.com/r/Python/comments/1abcde/how_the_gil_works/?share_id=x&utm_name=y", "https://reddit.com/r/Python/comments/1abcde/how_the_gil_works"}, nil, nil},
	{"Stack Overflow", "https://stackoverflow.com/questions/265960/best-way", "best way", []string{"https://www.stackoverflow.com/questions/265960/best-way?noredirect=1&lq=1"}, []string{"https://stackoverflow.com/a/265960"}, nil},
	{"Hacker News", "https://news.ycombinator.com/item?id=1", "item", nil, []string{"https://news.ycombinator.com/item?id=2"}, nil},
	{"Wikipedia", "https://ko.wikipedia.org/wiki/%EA%B3%A0%EB%8B%B9", "고당", []string{"https://ko.m.wikipedia.org/wiki/고당"}, []string{"https://en.wikipedia.org/wiki/고당"}, nil},
	{"Google Docs", "https://docs.google.com/document/d/1AbC_d/edit", "edit", []string{"https://docs.google.com/document/d/1AbC_d/edit?usp=sharing&ouid=1#heading=h.1"}, []string{"https://docs.google.com/document/d/1AbC_d/edit?tab=t.1"}, nil},
	{"Inflearn", "https://www.inflearn.com/community/questions/1", "www.inflearn.com/community/questions/1", []string{"https://inflearn.com/community/questions/1"}, nil, nil},
	{"Discord", "https://discord.com/channels/1/2/3", "discord.com/channels/1/2/3", nil, []string{"https://discord.com/channels/1/2/4", "https://cdn.discordapp.com/emojis/1.png", "https://example.com/attachments/1/2/gil.pdf"},
		[]string{"https://cdn.discordapp.com/attachments/1/2/gil.pdf?ex=6a&is=6b&hm=0c&", "https://media.discordapp.net/attachments/1/2/gil.png?ex=6a&is=6b&hm=0c&=&width=400", "https://CDN.discordapp.com/ephemeral-attachments/1/2/gil.png?ex=6a", "http://media.discordapp.net/ephemeral-attachments/1/2/gil.png", "https://cdn.discordapp.com/attachments/1/2/gil.pdf"}},
	{"a site that shares nothing with them", "https://example.com/a?category=1&source=x&r=1&s=2&t=3&trackingCode=4", "a", nil, []string{"https://example.com/a?category=1&source=x&r=1&s=2&t=3&trackingCode=5", "https://example.com/a?category=1&source=x&r=1&s=2&t=4", "https://www.example.com/a?category=1&source=x&r=1&s=2&t=3", "https://m.example.com/a?category=1&source=x&r=1&s=2&t=3"}, nil},
}

func TestLinksOfPlatforms(t *testing.T) {
	for _, test := range platforms {
		t.Run(test.name, func(t *testing.T) {
			for _, raw := range append([]string{test.canonical}, test.same...) {
				parsed, err := link.Parse(raw)
				if err != nil || parsed.Canonical != test.canonical || parsed.Title() != test.title {
					t.Errorf("%s is %s with the title %q, %v; want %s and %q", raw, parsed.Canonical, parsed.Title(), err, test.canonical, test.title)
				}
			}
			for _, raw := range test.refused {
				if _, err := link.Parse(raw); err == nil {
					t.Errorf("%s is taken", raw)
				}
			}
		})
	}
}

// Two pages never become one, neither on one platform nor between them.
func TestPagesOfPlatformsStayApart(t *testing.T) {
	seen := map[string]string{}
	for _, p := range platforms {
		for _, raw := range append([]string{p.canonical}, p.others...) {
			c := canonical(t, raw)
			if other, twice := seen[c]; twice {
				t.Errorf("%s and %s are both %s", raw, other, c)
			}
			seen[c] = raw
			if again := canonical(t, c); again != c {
				t.Errorf("%s is %s, and that is %s", raw, c, again)
			}
		}
	}
}
