package player

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/sandbox"
)

func TestParseLine(t *testing.T) {
	word := func(s string, column int) sandbox.Word { return sandbox.Word{Text: s, Column: column} }
	input := func(name string, at int, value string, valueAt int) sandbox.Input {
		return sandbox.Input{Name: word(name, at), Value: word(value, valueAt)}
	}
	tests := []struct {
		text string
		want line
	}{
		{`민수: /check`, line{verb: "/", actor: word("민수", 1), path: []sandbox.Word{word("check", 5)}}},
		{`민수: /check item:GIL link:https://example.com/a:b`, line{verb: "/", actor: word("민수", 1), path: []sandbox.Word{word("check", 5)},
			inputs: []sandbox.Input{input("item", 12, "GIL", 17), input("link", 21, "https://example.com/a:b", 26)}}},
		{`  Alex:/share title:"Two \"big\" words"  `, line{verb: "/", actor: word("Alex", 3), path: []sandbox.Word{word("share", 8)},
			inputs: []sandbox.Input{input("title", 15, `Two "big" words`, 21)}}},
		{`Alex: /group create name:x`, line{verb: "/", actor: word("Alex", 1), path: []sandbox.Word{word("group", 7), word("create", 14)},
			inputs: []sandbox.Input{input("name", 21, "x", 26)}}},
		{`Alex #잡담: /check`, line{verb: "/", actor: word("Alex", 1), channel: word("#잡담", 6), path: []sandbox.Word{word("check", 11)}}},
		{`민수: type /check item:`, line{verb: "type", actor: word("민수", 1), path: []sandbox.Word{word("check", 10)}, inputs: []sandbox.Input{input("item", 17, "", 22)}}},
		{`민수: press Undo`, line{verb: "press", actor: word("민수", 1), args: []sandbox.Word{word("Undo", 11)}}},
		{`민수: press Add link in 12`, line{verb: "press", actor: word("민수", 1), args: []sandbox.Word{word("Add", 11), word("link", 15)}, message: word("12", 23)}},
		{`민수: press "Check in 12"`, line{verb: "press", actor: word("민수", 1), args: []sandbox.Word{word("Check in 12", 11)}}},
		{`민수: press in 12`, line{verb: "press", actor: word("민수", 1), args: []sandbox.Word{word("in", 11), word("12", 14)}}},
		{`민수: press 1:undo`, line{verb: "press", actor: word("민수", 1), args: []sandbox.Word{word("1:undo", 11)}}},
		{`민수: choose "Two words" b in 3`, line{verb: "choose", actor: word("민수", 1), args: []sandbox.Word{word("Two words", 12), word("b", 24)}, message: word("3", 29)}},
		{`민수: submit "Your link":https://x.y note:"a\nb\\"`, line{verb: "submit", actor: word("민수", 1),
			inputs: []sandbox.Input{input("Your link", 12, "https://x.y", 24), input("note", 36, "a\nb\\", 41)}}},
		{`민수: save library.md in 3`, line{verb: "save", actor: word("민수", 1), args: []sandbox.Word{word("library.md", 10)}, message: word("3", 24)}},
		{`민수: say 읽어 보세요: https://example.com/a in 3`, line{verb: "say", actor: word("민수", 1),
			args: []sandbox.Word{word("읽어", 9), word("보세요:", 12), word("https://example.com/a", 17), word("in", 39), word("3", 42)}}},
		{`Alex: menu Share as post in 3`, line{verb: "menu", actor: word("Alex", 1), args: []sandbox.Word{word("Share", 12), word("as", 18), word("post", 21)}, message: word("3", 29)}},
		{`Alex: menu Share as post`, line{verb: "menu", actor: word("Alex", 1), args: []sandbox.Word{word("Share", 12), word("as", 18), word("post", 21)}}},
		{`민수: menu "진도 보기" @Alex`, line{verb: "menu", actor: word("민수", 1), args: []sandbox.Word{word("진도 보기", 10)}, target: word("@Alex", 18)}},
		{`민수: dismiss`, line{verb: "dismiss", actor: word("민수", 1)}},
		{`clock 2026-11-30T09:00`, line{verb: "clock", args: []sandbox.Word{word("2026-11-30T09:00", 7)}}},
		{`clock: /check`, line{verb: "/", actor: word("clock", 1), path: []sandbox.Word{word("check", 8)}}},
		{`permit #공부방 -send`, line{verb: "permit", args: []sandbox.Word{word("#공부방", 8), word("-send", 13)}}},
		{`remove Dojang`, line{verb: "remove", args: []sandbox.Word{word("Dojang", 8)}}},
		{`invite`, line{verb: "invite"}},
		{`members`, line{verb: "members"}},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			got, err := parseLine(test.text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(line{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseLineMistakes(t *testing.T) {
	tests := []struct {
		text   string
		column int
		reason string
	}{
		{`hello`, 1, "expected NAME:"},
		{`  hello`, 3, "expected NAME:"},
		{`: /check`, 1, "expected a member's name"},
		{`민수:`, 4, "expected /command"},
		{`민수: `, 5, "expected /command"},
		{`민수: jump`, 5, `"jump" is nothing that a member does`},
		{`민수: /`, 5, "expected the name of a command"},
		{`민수: /check:x`, 5, "expected the name of a command"},
		{`민수: /check title:Two words`, 22, `"words" is not of the form name:value`},
		{`민수: /check title:"Two words`, 18, "the quote that begins here does not end"},
		{`민수: /check title:"a"b`, 21, "expected a space after the closing quote"},
		{`민수: type`, 9, "expected a command"},
		{`민수: type check`, 9, "expected a command"},
		{`민수: press`, 10, "say what to press"},
		{`민수: submit text`, 12, `"text" is not of the form name:value`},
		{`민수: dismiss now`, 13, "nothing more is expected after dismiss"},
		{`민수: say`, 8, "say what to say"},
		{`민수: menu`, 9, "expected the name of a command"},
		{`민수: menu @Alex`, 10, "expected the name of a command"},
		{`민수: menu Progress in 3 @Alex`, 22, "a menu is a message's or a member's"},
		{`clock`, 6, "say when"},
		{`clock +1d +1d`, 11, "nothing more is expected after clock"},
		{`permit #공부방`, 12, "say what the bot may do"},
		{`remove`, 7, "say what"},
		{`remove #공부방 #잡담`, 13, "nothing more is expected after remove"},
		{`members all`, 9, "nothing more is expected after members"},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			_, err := parseLine(test.text)
			var m *sandbox.Mistake
			if !errors.As(err, &m) {
				t.Fatalf("got %v", err)
			}
			if m.Column != test.column || !strings.HasPrefix(m.Reason, test.reason) {
				t.Errorf("column %d: %s", m.Column, m.Reason)
			}
		})
	}
}

// Any line is either parsed or refused with a column within the line (or just
// behind it), and each word begins at its column.
func FuzzLine(f *testing.F) {
	for _, seed := range []string{
		`민수: /check item:GIL link:https://example.com/a:b title:"Two \"words\""`, `Alex #잡담: type /group list item:`,
		`민수: press Add link in 12`, `민수: submit "Your link":x`, `clock +1d`, `members`, `: :`, `"`, `민수: menu Share as post in 3`, `민수: menu Progress @Alex`, "a: b:\"\x00", "\xff: /\xff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		runes := []rune(text)
		l, err := parseLine(text)
		if err != nil {
			var m *sandbox.Mistake
			if !errors.As(err, &m) || m.Column < 1 || m.Column > len(runes)+1 || m.Reason == "" {
				t.Fatalf("%q: %#v", text, err)
			}
			return
		}
		all := append(append([]sandbox.Word{l.actor, l.channel, l.message, l.target}, l.path...), l.args...)
		for _, i := range l.inputs {
			all = append(all, i.Name, i.Value)
		}
		for _, w := range all {
			if w.Text == "" {
				continue
			}
			if w.Column < 1 || w.Column > len(runes) {
				t.Fatalf("%q: %q at column %d", text, w.Text, w.Column)
			}
			first := []rune(w.Text)[0]
			if at := runes[w.Column-1]; at != first && at != '"' && at != '/' {
				t.Fatalf("%q: %q does not begin at column %d", text, w.Text, w.Column)
			}
		}
	})
}
