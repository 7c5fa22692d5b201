package study_test

import (
	"testing"

	"dojang/link"
	"dojang/study"
)

func TestSought(t *testing.T) {
	const address = "https://velog.io/@minsu/%ED%8C%8C%EC%9D%B4%EC%8D%AC-gil"
	tests := []struct {
		typed string
		want  bool
	}{
		{"GIL 뜯어보기", true},
		{"뜯어보기 gil", true},
		{"뜯어", true},
		{"\u1104\u1173\u11ae\u110b\u1165", true}, // 뜯어, decomposed
		{"ＧＩＬ", true},
		{"파이썬", true},
		{"%ED%8C%8C%EC%9D%B4%EC%8D%AC", true},
		{"VELOG.io", true},
		{"gil 메모리", false},
		{"뜯어보", true},
		{"GIL뜯어보기", true}, // spaces do not count
		{"100%", false},
		{"http://velog.io/@minsu/파이썬-gil?utm_source=kakao", true},
		{"<https://velog.io/%40minsu/파이썬-gil/>", true},
		{"velog.io/@minsu/파이썬-gil#part", true},
		{"https://velog.io/@minsu/파이썬-gil#/part", false},
		{"https://velog.io/@minsu/메모리", false},
	}
	long := study.PostQuery{Text: "cut", Link: link.Mark("https://velog.io/@minsu/%ED%8C%8C%EC%9D%B4%EC%8D%AC-gil")}
	if search, ok := long.TextQuery(); !ok || !search.Matches("GIL", address) || search.Matches("cut", "https://velog.io/@minsu/cut") {
		t.Errorf("a query for a link = %+v, %t", search, ok)
	}
	if _, ok := (study.PostQuery{Author: "1"}).TextQuery(); ok {
		t.Error("a query for an author searches for a text")
	}
	for _, test := range tests {
		if got := study.NewTextQuery(test.typed).Matches("GIL 뜯어보기", address); got != test.want {
			t.Errorf("%q found = %t, want %t", test.typed, got, test.want)
		}
	}
}
