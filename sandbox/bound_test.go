package sandbox

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"dojang/sandbox/schema"
)

// A sandbox that runs for weeks keeps only the newest effects, with their numbers.
func TestOldEffectsAreForgotten(t *testing.T) {
	b := newBench(t)
	for n := range maxEffects + 10 {
		if err := b.Say(b.as("민수"), fmt.Sprint(n)); err != nil {
			t.Fatal(err)
		}
	}
	all, _ := b.Effects(0)
	if len(all) != maxEffects || all[0].N != 11 || all[0].Message.Content != "10" {
		t.Errorf("kept are %d, from number %d on", len(all), all[0].N)
	}
	if late, _ := b.Effects(maxEffects + 8); len(late) != 2 || late[0].N != maxEffects+9 || late[1].Message.Content != fmt.Sprint(maxEffects+9) {
		t.Errorf("the last two are %v", late)
	}
	if none, more := b.Effects(maxEffects + 10); len(none) != 0 {
		t.Errorf("after the last comes %v", none)
	} else if _ = b.Say(b.as("민수"), "more"); !closed(more) {
		t.Error("nobody is told that there is more")
	}
	if messages, seen := b.History(b.as("민수"), "", "", 1); len(messages) != 1 || seen != maxEffects+11 {
		t.Errorf("%d were seen", seen)
	}
}

func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// The oldest interactions are forgotten, except those that wait for a response.
func TestOldInteractionsAreForgotten(t *testing.T) {
	synctest.Test(t, oldInteractionsAreForgotten) // no time goes by in which one has to be answered
}

func oldInteractionsAreForgotten(t *testing.T) {
	b := newBench(t)
	b.register(demo)
	all := b.received()
	waiting := b.invoke(all, "민수", "group list")
	answered := b.invoke(all, "민수", "group list")
	b.answer(answered, `{"type":5}`)
	for range maxInteractions {
		b.answer(b.invoke(all, "Alex", "group list"), `{"type":4,"data":{"content":"c"}}`)
	}
	if got := b.do("PATCH", b.webhook(answered, "/messages/@original"), `{"content":"late"}`); got.status != 200 {
		t.Errorf("behind one that waits it is forgotten: %d %s", got.status, got.body)
	}
	if got := b.answer(waiting, `{"type":4,"data":{"content":"c"}}`); got.status != 204 {
		t.Errorf("one that waits is forgotten: %d %s", got.status, got.body)
	}
	last := b.invoke(all, "Alex", "group list")
	for _, old := range []inbound{waiting, answered} {
		if got := b.do("PATCH", b.webhook(old, "/messages/@original"), `{"content":"late"}`); got.code() != 50027 {
			t.Errorf("the oldest is known: %d %s", got.status, got.body)
		}
	}
	b.answer(last, `{"type":4,"data":{"content":"c"}}`)
	if got := b.do("PATCH", b.webhook(last, "/messages/@original"), `{"content":"new"}`); got.status != 200 {
		t.Errorf("the newest is forgotten: %d %s", got.status, got.body)
	}
}

// A refused action stores no file, and old files are deleted for new ones.
func TestFilesAreBounded(t *testing.T) {
	b := newBench(t)
	b.register(fileCommand)
	all := b.received()
	upload := &Upload{Name: "a.md", Data: make([]byte, 10<<20)}
	refused := append(attached("file", upload), inputs("no such option", "x")...)
	if _, err := b.Slash(b.as("Alex"), words("read"), refused); err == nil || len(b.files.kept) != 0 {
		t.Errorf("%d files are kept of what was refused, %v", len(b.files.kept), err)
	}
	var paths []string
	for range maxKeptFiles/len(upload.Data) + 3 {
		if _, err := b.Slash(b.as("Alex"), words("read"), attached("file", upload)); err != nil {
			t.Fatal(err)
		}
		var sent struct {
			Data struct {
				Resolved struct{ Attachments map[string]schema.Attachment }
			}
		}
		reply{body: b.last(all).raw}.into(t, &sent)
		for _, a := range sent.Data.Resolved.Attachments {
			paths = append(paths, strings.TrimPrefix(a.URL, schema.ContentHost))
		}
	}
	size := 0
	for n, path := range paths {
		f, ok := b.File(path)
		if ok != (n >= 3) {
			t.Errorf("file %d of %d is there: %t", n+1, len(paths), ok)
		}
		size += len(f.Data)
	}
	if size > maxKeptFiles {
		t.Errorf("%d bytes are kept", size)
	}
}
