package main

import (
	"fmt"
	"net/http"
)

// metrics serves the counts of due and posted digests in Prometheus's text format.
// See https://prometheus.io/docs/instrumenting/exposition_formats.
func (b *bot) metrics(w http.ResponseWriter, _ *http.Request) {
	due, posted := b.scheduler.Counts()
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	fmt.Fprintf(w, `# HELP dojang_digests_due Digests that are due and not posted yet, by any bot, when this one last looked.
# TYPE dojang_digests_due gauge
dojang_digests_due %d
# HELP dojang_digests_posted_total Digests that this bot has posted since it started.
# TYPE dojang_digests_posted_total counter
dojang_digests_posted_total %d
`, due, posted)
}
