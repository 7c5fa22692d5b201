package normalize

import "testing"

func TestForms(t *testing.T) {
	forms := map[string]func(string) string{
		"Text": Text, "Compact": Compact, "Line": Line,
		"Letters": Letters, "Initials": Initials, "Unspaced": Unspaced,
	}
	for _, test := range []struct{ form, in, want string }{
		{"Text", "  The\tGIL\n ", "the gil"},
		{"Text", "ＧＩＬ ﬁle", "gil file"},
		{"Text", "Cafe\u0301", "caf\u00e9"},
		{"Text", "\u1100\u1161", "가"},
		{"Text", "ㄱㅂㅈ", "ㄱㅂㅈ"},
		{"Text", "a\u200bb\x00c\u00add", "abcd"},
		{"Text", "ΣΟΦΟΣ σοφος", "σοφοσ σοφοσ"},
		{"Text", "σοφος", "σοφοσ"},
		{"Text", " \u00a0\u3000", ""},
		{"Compact", "가비지 Collection", "가비지collection"},
		{"Line", "  A\n b\t c ", "A b c"},
		{"Line", "e\u0301", "\u00e9"},
		{"Letters", "닭 A", "ㄷㅏㄹㄱ A"},
		{"Letters", "과", "ㄱㅗㅏ"},
		{"Letters", "까", "ㄲㅏ"},
		{"Letters", "ㄳ", "ㄱㅅ"},
		{"Letters", "ㅘ", "ㅗㅏ"},
		{"Letters", "\u1103\u1161\u11b0", "ㄷㅏㄹㄱ"},
		{"Letters", "가힣", "ㄱㅏㅎㅣㅎ"},
		{"Initials", "가비지 A", "ㄱㅂㅈ A"},
		{"Initials", "까ㅏ1", "ㄲㅏ1"},
		{"Unspaced", "가비지 컬렉션", "가비지컬렉션"},
		{"Unspaced", "GIL 이란 a b", "GIL 이란 a b"},
		{"Unspaced", "", ""},
	} {
		if got := forms[test.form](test.in); got != test.want {
			t.Errorf("%s(%q) = %q, want %q", test.form, test.in, got, test.want)
		}
	}
}

func TestFormsAreStable(t *testing.T) {
	for name, form := range map[string]func(string) string{"Text": Text, "Compact": Compact, "Line": Line, "Letters": Letters, "Unspaced": Unspaced} {
		for _, s := range []string{"  ＧＩＬ 이란\u200b ", "닭ㄳ \u1103\u1161", "Cafe\u0301 ΣΟΦΟΣ"} {
			if once := form(s); form(once) != once {
				t.Errorf("%s(%q) = %q, and of that %q", name, s, once, form(once))
			}
		}
	}
}

func TestBeginsAs(t *testing.T) {
	for _, test := range []struct {
		text, typed string
		want        bool
	}{
		{"가비지", "가", true},
		{"가비지", "갑", true}, // half of the second syllable is typed already
		{"가비지", "비", true},
		{"가비지", "ㅏㅂ", false}, // begins within a syllable
		{"과", "고", true},
		{"닭이", "ㄱ", false}, // the ㄱ ends the syllable before
		{"닭기", "기", true},
		{"gil", "i", true},
		{"가비지", "소", false},
	} {
		if got := BeginsAs(Letters(test.text), Letters(test.typed)); got != test.want {
			t.Errorf("BeginsAs(%q, %q) = %v, want %v", test.text, test.typed, got, test.want)
		}
	}
}

func TestLettersAreKnown(t *testing.T) {
	for _, test := range []struct {
		r                                  rune
		syllable, consonant, vowel, hangul bool
	}{
		{'가', true, false, false, true},
		{'힣', true, false, false, true},
		{'ㄱ', false, true, false, true},
		{'ㅎ', false, true, false, true},
		{'ㅏ', false, false, true, true},
		{'ㅣ', false, false, true, true},
		{'ᄀ', false, false, false, true},
		{'a', false, false, false, false},
		{'漢', false, false, false, false},
	} {
		got := [4]bool{IsSyllable(test.r), IsConsonant(test.r), IsVowel(test.r), IsHangul(test.r)}
		if want := [4]bool{test.syllable, test.consonant, test.vowel, test.hangul}; got != want {
			t.Errorf("%c is (syllable, consonant, vowel, Hangul) %v, want %v", test.r, got, want)
		}
	}
}
