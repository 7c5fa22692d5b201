package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestMetricsCountDigests(t *testing.T) {
	box := open(t, "2026-11-20T10:00")
	metrics := func() string {
		w := httptest.NewRecorder()
		box.bot.metrics(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
		return w.Body.String()
	}
	const none, one = "\ndojang_digests_posted_total 0\n", "\ndojang_digests_posted_total 1\n"
	if text := metrics(); !strings.Contains(text, none) || !strings.Contains(text, "\ndojang_store_works 1\n") {
		t.Errorf("before the digest:\n%s", text)
	}
	if err := box.advance(t.Context(), time.Date(2026, 11, 23, 9, 0, 0, 0, box.zone)); err != nil {
		t.Fatal(err)
	}
	if text := metrics(); !strings.Contains(text, one) || !strings.Contains(text, "\ndojang_digests_due 0\n") {
		t.Errorf("after the digest:\n%s", text)
	}
}
