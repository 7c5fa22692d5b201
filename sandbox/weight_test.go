package sandbox

import (
	"fmt"
	"strings"
	"testing"

	"dojang/sandbox/schema"
)

// weighing returns components that weigh so much: two Korean texts and a menu.
func weighing(weight int) string {
	rest := weight - 2*(12+3*1500) - 3*100
	return `[{"type":10,"content":"` + strings.Repeat("가", 1500) + `"},{"type":10,"content":"` + strings.Repeat("나", 1500) + `"},
		{"type":1,"components":[{"type":3,"custom_id":"m","placeholder":"` + strings.Repeat("다", 100) + `","options":` +
		listOf(25, `{"label":"`+strings.Repeat("x", rest/25)+`","value":"%d"}`) + `}]},
		{"type":1,"components":[{"type":2,"style":1,"custom_id":"b","label":"` + strings.Repeat("x", rest%25) + `"}]}]`
}

func TestTooMuchTextFails(t *testing.T) {
	message := func(weight int) string { return `{"flags":32768,"components":` + weighing(weight) + `}` }
	callback := func(data string) string { return `{"type":4,"data":` + data + `}` }
	const tooHeavy = "the text weighs 10171 bytes"
	deferred := func(b *bench) inbound {
		i := b.invoke(b.received(), "Alex", "group list")
		b.answer(i, `{"type":5}`)
		return i
	}
	tests := []struct {
		name   string
		weight int
		do     func(b *bench, body string) reply
		status int
		code   int
	}{
		{"a message", schema.MaxWeight, func(b *bench, body string) reply { return b.do("POST", b.messagesPath(), body) }, 200, 0},
		{"a message beyond", schema.MaxWeight + 1, func(b *bench, body string) reply { return b.do("POST", b.messagesPath(), body) }, 500, 0},
		{"a first answer", schema.MaxWeight, func(b *bench, body string) reply {
			return b.answer(b.invoke(b.received(), "Alex", "group list"), callback(body))
		}, 204, 0},
		{"a first answer beyond", schema.MaxWeight + 1, func(b *bench, body string) reply {
			return b.answer(b.invoke(b.received(), "Alex", "group list"), callback(body))
		}, 404, 10062},
		{"an edit", schema.MaxWeight, func(b *bench, body string) reply {
			return b.do("PATCH", b.webhook(deferred(b), "/messages/@original"), body)
		}, 200, 0},
		{"an edit beyond", schema.MaxWeight + 1, func(b *bench, body string) reply {
			return b.do("PATCH", b.webhook(deferred(b), "/messages/@original"), body)
		}, 500, 0},
		{"a follow-up beyond", schema.MaxWeight + 1, func(b *bench, body string) reply {
			i := b.invoke(b.received(), "Alex", "group list")
			b.answer(i, callback(`{"content":"c"}`))
			return b.do("POST", b.webhook(i, ""), body)
		}, 500, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			b.register(demo)
			got := test.do(b, message(test.weight))
			if got.status != test.status || test.code != 0 && got.code() != test.code {
				t.Errorf("got %d %s", got.status, got.body)
			}
			if test.status < 300 {
				b.wantFaults()
				return
			}
			b.wantFaults(tooHeavy, fmt.Sprint(test.status))
		})
	}
}

// What stands beside the components counts, too: a plain message's content, a form's title.
func TestTooMuchTextBesideComponents(t *testing.T) {
	menu := func(bytes int) string {
		return `[{"type":1,"components":[{"type":3,"custom_id":"m","options":` + listOf(25, `{"label":"`+strings.Repeat("x", bytes/25)+`","value":"%d"}`) + `}]}]`
	}
	field := func(bytes int) string {
		return `[{"type":18,"label":"l","component":{"type":4,"custom_id":"i","style":2,"value":"` + strings.Repeat("𠀀", bytes/12) + `"}},
			{"type":18,"label":"l","component":{"type":4,"custom_id":"j","style":2,"value":"` + strings.Repeat("𠀀", bytes/6) + `"}}]`
	}
	content := func(bytes int) string {
		return `{"content":"` + strings.Repeat("𠀀", 2000) + `","components":` + menu(bytes) + `}`
	}
	form := func(title string) string {
		return `{"type":9,"data":{"custom_id":"f","title":"` + title + `","components":` + field(10152) + `}}`
	}
	b := newBench(t)
	b.register(demo)
	all := b.received()
	for _, test := range []struct{ bytes, status int }{{2150, 200}, {2175, 500}} {
		if got := b.do("POST", b.messagesPath(), content(test.bytes)); got.status != test.status {
			t.Errorf("content beside %d bytes: %d %s", test.bytes, got.status, got.body)
		}
	}
	for _, test := range []struct{ letters, status int }{{16, 204}, {17, 404}} {
		if got := b.answer(b.invoke(all, "Alex", "group list"), form(strings.Repeat("x", test.letters))); got.status != test.status {
			t.Errorf("a form with a title of %d: %d %s", test.letters, got.status, got.body)
		}
	}
}

// A first answer that failed for its size leaves the interaction open for a shorter one.
func TestAShorterAnswerAfterTooMuchText(t *testing.T) {
	b := newBench(t)
	b.register(demo)
	all := b.received()
	fields := listOf(4, `{"type":18,"label":"l","component":{"type":4,"custom_id":"i%d","style":2,"value":"`+strings.Repeat("가", 1000)+`"}}`)
	tests := []struct{ name, answer, shorter string }{
		{"message", `{"type":4,"data":{"flags":32768,"components":` + weighing(schema.MaxWeight+1) + `}}`, `{"type":4,"data":{"content":"c"}}`},
		{"form", `{"type":9,"data":{"custom_id":"f","title":"t","components":` + fields + `}}`, `{"type":4,"data":{"content":"c"}}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			i := b.invoke(all, "Alex", "group list")
			if got := b.answer(i, test.answer); got.code() != 10062 {
				t.Errorf("got %d %s", got.status, got.body)
			}
			if got := b.answer(i, test.shorter); got.status != 204 {
				t.Errorf("a shorter one got %d %s", got.status, got.body)
			}
		})
	}
}
