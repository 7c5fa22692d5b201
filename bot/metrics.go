package main

import (
	"fmt"
	"net/http"
)

// metrics serves the counts of due and posted digests, and whether the store works, in
// Prometheus's text format.
// See https://prometheus.io/docs/instrumenting/exposition_formats.
func (b *bot) metrics(w http.ResponseWriter, r *http.Request) {
	due, posted := b.scheduler.Counts()
	works := 1
	if problem, _ := b.inspectStore(r.Context()); problem != "" {
		works = 0
	}
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	fmt.Fprintf(w, `# HELP dojang_digests_due Digests that are due and not posted yet, by any bot, when this one last looked.
# TYPE dojang_digests_due gauge
dojang_digests_due %d
# HELP dojang_digests_posted_total Digests that this bot has posted since it started.
# TYPE dojang_digests_posted_total counter
dojang_digests_posted_total %d
# HELP dojang_store_works Whether the store can be read and changed.
# TYPE dojang_store_works gauge
dojang_store_works %d
`, due, posted, works)
}
