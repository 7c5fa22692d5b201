package store

import (
	"fmt"
	"testing"

	"dojang/store/redistest"
	"dojang/study"
)

// BenchmarkSearch looks for a text in 10,000 posts on a real redis-server.
func BenchmarkSearch(b *testing.B) {
	w := newWorld(b, openURL(b, redistest.Start(b).URL))
	g := w.group("g")
	var batch study.Batch
	for i := range 10_000 {
		batch.Posts = append(batch.Posts, study.PostInput{Link: *w.link(fmt.Sprintf("https://velog.io/@minsu/%%ED%%8C%%8C%%EC%%9D%%B4%%EC%%8D%%AC-%d", i)),
			Title: fmt.Sprintf("파이썬의 GIL과 메모리를 뜯어 본 이야기 %d편", i), Items: []string{"gil", "memory"}, At: w.now})
		if len(batch.Posts) == 1000 {
			author := decimal(int64(21 + i/study.MaxPosts))
			if _, err := w.s.Apply(b.Context(), g, w.op(author), batch); err != nil {
				b.Fatal(err)
			}
			batch.Posts = nil
		}
	}
	for b.Loop() {
		page, err := w.s.Posts(b.Context(), g, w.op("22"), study.PostQuery{Text: "이야기 77편"}, 0, 8)
		if err != nil || page.Total != 100 {
			b.Fatal(page.Total, err)
		}
	}
}
