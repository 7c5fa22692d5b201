package roadmap_test

import (
	"strings"
	"testing"
)

func TestTopics(t *testing.T) {
	r := studies(t)
	for typed, want := range map[string]string{
		"":            "",
		"backend":     "a.extra",
		"ㅂㅇㄷ":         "a.extra",
		"심화 PYTHON":   "s.python",
		"데이터":         "s.db",
		"advanced db": "",
		"gil":         "",
		"e":           "a.extra s.extra s.python s.db",
	} {
		var ids []string
		for _, topic := range r.Topics(typed, 25) {
			ids = append(ids, topic.ID())
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("topics for %q are %q, want %q", typed, got, want)
		}
	}
	if got := r.Topics("e", 1); len(got) != 1 {
		t.Errorf("at most one: %+v", got)
	}
	for text, want := range map[string]string{"python 심화": "s.python", "Databases": "s.db", "백엔드": "a.extra", "Python": "", "": ""} {
		got := ""
		if topic, ok := r.FindTopic(text); ok {
			got = topic.ID()
		}
		if got != want {
			t.Errorf("%q means %q, want %q", text, got, want)
		}
	}
	for id, want := range map[string]string{
		"gil": "gil", "gone": "gone", "s.python": "gil gc asyncio vigil", "s.gone": "", "a.gone": "",
		"a.extra": "ray gil gc asyncio vigil redis redis-stream cache lecture chicken laugh",
	} {
		if got := strings.Join(r.TopicItems(id), " "); got != want {
			t.Errorf("the items of %q are %q, want %q", id, got, want)
		}
	}
}
