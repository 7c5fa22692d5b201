package normalize_test

import (
	"testing"

	"golang.org/x/text/unicode/norm"

	"dojang/normalize"
)

func TestClean(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"", ""},
		{"  자료\t구조\n ", "자료 구조"},
		{norm.NFD.String("자료구조 é"), "자료구조 é"},
		{"a\u200bb\u3164c\ue000d\xff", "abcd"},
		{" \u200b \u3164 a", "a"},
		{"\u3164\u115f\u1160\uffa0", ""},
		{" \u2800 \U0001d159\u2800", ""},
		{"⠓\u2800⠊", "⠓\u2800⠊"}, // two words in Braille
		{"👩\u200d💻 1️⃣ x\u200d", "👩\u200d💻 1️⃣ x"},
	} {
		got := normalize.Clean(test.in)
		if got != test.want {
			t.Errorf("Clean(%+q) = %+q, want %+q", test.in, got, test.want)
		}
		if again := normalize.Clean(got); again != got {
			t.Errorf("Clean(%+q) = %+q", got, again)
		}
	}
}

func TestNamesThatLookTheSame(t *testing.T) {
	same := []string{"자료 구조", "자료구조", norm.NFD.String("자료구조"), "자료\u200b구조", "자료\u3164구조", "자료구조\u200d", "자료\u00a0구조\ufe0f", "자료\u2800구조"}
	for _, name := range same {
		if normalize.Name(name) != normalize.Name(same[0]) {
			t.Errorf("%+q is not %+q", name, same[0])
		}
	}
	for _, name := range []string{"Study", "STUDY", "ｓtudy", "s tudy"} {
		if normalize.Name(name) != "study" {
			t.Errorf("%q is %q", name, normalize.Name(name))
		}
	}
	if normalize.Name("스터디 1") == normalize.Name("스터디 2") {
		t.Error("a digit makes no difference")
	}
	for _, name := range []string{"", " ", "\u200b", "\u3164\u115f", "\u2800", "\U0001d159"} {
		if got := normalize.Name(name); got != "" {
			t.Errorf("%+q shows %+q", name, got)
		}
	}
}

func TestMatches(t *testing.T) {
	for _, test := range []struct {
		text, typed string
		want        bool
	}{
		{"자료 구조", "", true},
		{"자료 구조", "구조", true},
		{"자료 구조", "자료구", true},
		{"자료구조", "자료 구조", true},
		{norm.NFD.String("자료구조"), "자료", true},
		{"자료구조", norm.NFD.String("자료"), true},
		{"자료구조", "ㅈㄹ", true},
		{"자료구조", "자룍", true}, // 자료ㄱ
		{"Algorithms", "RITH", true},
		{"Go 스터디", "스터디 go", true},
		{"Go 스터디", "go 모임", false},
		{"자료구조", "알고", false},
	} {
		if got := normalize.Matches(test.text, test.typed); got != test.want {
			t.Errorf("Matches(%q, %q) = %v", test.text, test.typed, got)
		}
	}
}
