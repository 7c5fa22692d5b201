package normalize_test

import (
	"testing"

	"dojang/normalize"
)

func TestVisible(t *testing.T) {
	for _, test := range []struct{ name, s, want string }{
		{"nothing", "", ""},
		{"plain", "GIL 동작 원리\t(a)", "GIL 동작 원리\t(a)"},
		{"zero width space", "Object-Orien\u200Bted", "Object-Oriented"},
		{"byte order mark", "\uFEFFa\uFEFFb", "ab"},
		{"soft hyphen, word joiner", "a\u00ADb\u2060c", "abc"},
		{"directions", "\u202Ea\u2066b\u200E", "ab"},
		{"control", "a\x00b\x07c\x7Fd\u0090", "abcd"},
		{"fillers", "\u3164a\uFFA0b\u034F", "ab"},
		{"white space stays", "a\u00A0\u3000\u0085b", "a\u00A0\u3000\u0085b"},
		{"family of emoji", "👩\u200D💻 👨🏽\u200D🚀 🏳️\u200D🌈", "👩\u200D💻 👨🏽\u200D🚀 🏳️\u200D🌈"},
		{"emoji with a selector", "⚙️ ✔\uFE0E 3️⃣ #️⃣ ©️", "⚙️ ✔\uFE0E 3️⃣ #️⃣ ©️"},
		{"selector on a letter", "a\uFE0F", "a"},
		{"selector twice", "⚙\uFE0F\uFE0F", "⚙\uFE0F"},
		{"joiner between letters", "a\u200Db", "ab"},
		{"joiner at an emoji's end", "💻\u200D 1", "💻 1"},
		{"flag of a region", "🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F", "🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F"},
		{"tags without a flag", "a\U000E0067\U000E0062", "a"},
		{"Persian", "می\u200Cخواهم", "می\u200Cخواهم"},
		{"Sinhala", "ශ්\u200Dරී", "ශ්\u200Dරී"},
		{"non-joiner between Latin letters", "a\u200Cb", "ab"},
		{"variant of a character", "葛\U000E0100", "葛\U000E0100"},
		{"old Korean", "\u115F\u1161\u1100\u1160", "\u115F\u1161\u1100\u1160"},
		{"Arabic number sign", "\u0600١", "\u0600١"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, dropped := normalize.Visible(test.s)
			if got != test.want {
				t.Errorf("got %+q, want %+q", got, test.want)
			}
			if n := len([]rune(test.s)) - len([]rune(got)); len(dropped) != n {
				t.Errorf("%d dropped, %U told", n, dropped)
			}
			if again, dropped := normalize.Visible(got); again != got || len(dropped) > 0 {
				t.Errorf("the second time %+q without %U", again, dropped)
			}
		})
	}
}
