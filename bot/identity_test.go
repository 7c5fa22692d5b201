package main

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dojang/store/eventlog"
	"dojang/store/redistest"
)

// readyOf returns the status and the text of the bot's /readyz.
func readyOf(t *testing.T, b *bot) (int, string) {
	t.Helper()
	w := httptest.NewRecorder()
	b.readyz(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/readyz", nil))
	return w.Code, w.Body.String()
}

// A Redis is emptied under the bot. Nothing is made in the emptiness, and everybody is
// told, in their language.
func TestAnEmptiedStoreIsSaid(t *testing.T) {
	server := redistest.Start(t)
	box := openOn(t, "2026-11-23T10:00", server.URL)
	if _, err := box.bot.store.Identify(t.Context()); err != nil {
		t.Fatal(err)
	}
	box.play(t, "민수: /check item:GIL\n")
	if err := server.Client().FlushAll(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	_ = box.bot.store.CheckIdentity(t.Context()) // as watchStore does
	for line, want := range map[string]string{
		"민수: /check item:gc":         "저장소가 비워졌거나 다른 것으로 바뀌었습니다",
		"Alex: /progress":            "The storage was emptied or replaced",
		"민수: /group create name:새모임": "봇을 운영하는 분에게 알려 주세요",
	} {
		if out := box.play(t, line+"\n"); !strings.Contains(out, want) {
			t.Errorf("%s:\n%s", line, out)
		}
	}
	if code, body := readyOf(t, box.bot); code != http.StatusServiceUnavailable || !strings.Contains(body, "restart the bot") {
		t.Errorf("/readyz: %d %s", code, body)
	}
	w := httptest.NewRecorder()
	box.bot.metrics(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	if !strings.Contains(w.Body.String(), "\ndojang_store_works 0\n") {
		t.Errorf("/metrics:\n%s", w.Body)
	}
	if keys := server.Client().Keys(t.Context(), "*").Val(); len(keys) > 0 {
		t.Errorf("written are %q", keys)
	}
}

// While nothing is written, the bot finds out within seconds that its log is gone. It
// says so once.
func TestAStoreIsWatched(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		var log bytes.Buffer
		b, err := newBot(t.Context(), config{DataDir: dir}, time.Now, slog.New(slog.NewTextHandler(&log, nil)))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(filepath.Join(dir, eventlog.FileName)); err != nil {
			t.Fatal(err)
		}
		b.watchStore(t.Context())
		if code, _ := readyOf(t, b); code != http.StatusServiceUnavailable {
			t.Errorf("/readyz: %d", code)
		}
		if err := b.store.Close(); err == nil {
			t.Error("it closes as if nothing had happened")
		}
		if n := strings.Count(log.String(), "level=ERROR"); n != 1 || !strings.Contains(log.String(), "was removed") {
			t.Errorf("logged:\n%s", &log)
		}
	})
}
