package player

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// scripted is a small bot that answers within the delivery of an interaction.
// What it says depends on the command, the button or the menu only.
type scripted struct{ *bench }

const scriptedCommands = `[
	{"name":"check","name_localizations":{"ko":"체크"},"description":"d","options":[
		{"type":3,"name":"item","name_localizations":{"ko":"항목"},"description":"d","required":true,"autocomplete":true},
		{"type":3,"name":"link","description":"d","max_length":40}]},
	{"name":"board","description":"d","options":[{"type":3,"name":"by","description":"d","choices":[{"name":"posts","name_localizations":{"ko":"글"},"value":"p"}]},
		{"type":4,"name":"page","description":"d","min_value":1,"max_value":9},{"type":5,"name":"all","description":"d"},{"type":6,"name":"member","description":"d"}]},
	{"name":"pick","description":"d"},
	{"name":"empty","description":"d"},
	{"name":"slow","description":"d"},
	{"name":"retract","description":"d"},
	{"name":"mute","description":"d"},
	{"name":"hang","description":"d"},
	{"name":"leaderboard","description":"d"},
	{"name":"help","description":"d"},
	{"name":"roadmap","description":"d","options":[{"type":1,"name":"export","description":"d"}]},
	{"name":"group","description":"d","options":[{"type":1,"name":"create","description":"d","options":[{"type":3,"name":"name","description":"d","required":true}]}]},
	{"name":"status","description":"d","default_member_permissions":"32"},
	{"name":"Share as post","name_localizations":{"ko":"글로 공유"},"type":3},
	{"name":"Progress","name_localizations":{"ko":"진도 보기"},"type":2}]`

func (s scripted) handle(i inbound) {
	korean := i.Locale == "ko"
	say := func(ko, en string) string {
		if korean {
			return ko
		}
		return en
	}
	item := "?"
	for _, o := range i.Data.Options {
		if o.Name == "item" {
			item = fmt.Sprint(o.Value)
		}
	}
	switch {
	case i.Type == autocompleteInteraction && item == "zzz":
		s.answer(i, `{"type":8,"data":{"choices":[]}}`)
	case i.Type == autocompleteInteraction:
		s.answer(i, `{"type":8,"data":{"choices":[{"name":"GIL · 동시성","value":"gil"},{"name":"가비지 컬렉션","value":"gc"}]}}`)
	case i.Data.Name == "check":
		s.answer(i, text4(fmt.Sprintf(`"content":%q,"components":[{"type":1,"components":[{"type":2,"style":2,"label":%q,"custom_id":"1:undo:%s"},{"type":2,"style":2,"label":%q,"custom_id":"1:link:%[3]s"},{"type":2,"style":5,"label":"GitHub","url":"https://example.com/repo"}]}]`,
			say("✅ **"+item+"** 체크!", "✅ **"+item+"** checked!"), say("되돌리기", "Undo"), item, say("글 추가", "Add link"))))
	case i.Data.Name == "board":
		s.answer(i, text4(`"content":"[Board](https://example.com/board)\n1. **민수** 3\n2. Alex 1\nTotal 4/168\npage 1 · <t:1795392000:f>","flags":64`))
	case i.Data.Name == "pick":
		s.answer(i, text4(`"flags":32832,"components":[{"type":17,"components":[{"type":10,"content":"## Pick"},{"type":14},{"type":9,"components":[{"type":10,"content":"One\nof these"}],"accessory":{"type":2,"style":1,"label":"All","custom_id":"1:all","disabled":true}}]},
			{"type":1,"components":[{"type":3,"custom_id":"1:items","placeholder":"Items","max_values":2,"options":[{"label":"Event loop","value":"loop","default":true},{"label":"GIL","value":"gil"}]}]},
			{"type":1,"components":[{"type":5,"custom_id":"1:who","placeholder":"Members"}]}]`))
	case i.Data.CustomID == "1:items", i.Data.CustomID == "1:who":
		s.answer(i, fmt.Sprintf(`{"type":7,"data":{"components":[{"type":10,"content":"chosen: %s"}]}}`, strings.Join(i.Data.Values, ", ")))
	case i.Data.Name == "empty":
		s.answer(i, text4(`"flags":32832,"components":[{"type":1,"components":[{"type":3,"custom_id":"1:none","min_values":0,"options":[{"label":"b","value":"b","default":true}]}]}]`))
	case i.Data.CustomID == "1:none" && len(i.Data.Values) == 0:
		s.answer(i, `{"type":7,"data":{"components":[{"type":10,"content":"chosen: nothing"}]}}`)
	case i.Data.Name == "slow":
		s.answer(i, `{"type":5}`)
		time.AfterFunc(5*time.Second, func() { s.do("PATCH", s.webhook(i, "/messages/@original"), `{"content":"done at last"}`) })
	case i.Data.Name == "retract":
		s.answer(i, `{"type":5}`)
		s.do("DELETE", s.webhook(i, "/messages/@original"), "")
		s.do("POST", s.webhook(i, ""), `{"content":"only for you","flags":64}`)
	case i.Data.Name == "hang":
		s.answer(i, `{"type":5}`)
	case i.Data.Name == "help":
		s.answer(i, text4(`"content":"help yourself","flags":64`))
	case i.Data.Name == "roadmap":
		s.upload("POST", "/interactions/"+i.ID+"/"+i.Token+"/callback", text4(`"content":"all of it","flags":64`), "checklist.md", "# "+i.Locale, "more.md", "more")
	case i.Data.Name == "leaderboard", i.Data.CustomID == "1:period":
		callback := map[int]int{commandInteraction: 4, componentInteraction: 7}[i.Type]
		s.answer(i, fmt.Sprintf(`{"type":%d,"data":{"content":"until <t:1795996800:D>","components":[{"type":1,"components":[
			{"type":3,"custom_id":"1:period","placeholder":%q,"options":[{"label":%q,"value":"all"}]}]}]}}`, callback, say("기간", "Period"), say("전체 기간", "All time")))
	case i.Data.Name == "Share as post":
		s.answer(i, text4(fmt.Sprintf(`"content":%q`, "shared: "+i.Data.Resolved.Messages[i.Data.TargetID].Content)))
	case i.Data.Name == "Progress":
		s.answer(i, text4(fmt.Sprintf(`"content":"progress of %s","flags":64`, i.Data.Resolved.Users[i.Data.TargetID].Name)))
	case i.Data.Name == "mute":
	case i.Data.Name == "group", i.Data.Name == "status":
		s.answer(i, text4(`"content":"ok"`))
	case strings.HasPrefix(i.Data.CustomID, "1:undo:"):
		s.answer(i, `{"type":7,"data":{"content":"~~undone~~","components":[]}}`)
		s.do("POST", s.webhook(i, ""), `{"content":"gone in a moment"}`)
		s.do("DELETE", s.webhook(i, "/messages/"+s.Visible(s.as("민수"))[len(s.Visible(s.as("민수")))-1].ID), "")
	case strings.HasPrefix(i.Data.CustomID, "1:link:") && i.Type == componentInteraction:
		s.answer(i, fmt.Sprintf(`{"type":9,"data":{"custom_id":"1:link:form","title":%q,"components":[
			{"type":18,"label":%q,"component":{"type":4,"custom_id":"link","style":1,"placeholder":"https://…"}},
			{"type":18,"label":"Title","component":{"type":4,"custom_id":"title","style":1,"value":"GIL","required":false,"max_length":10}}]}}`, say("글 추가", "Add link"), say("주소", "Address")))
	case i.Type == modalInteraction:
		s.answer(i, text4(fmt.Sprintf(`"content":"%s: %s"`, i.Data.Components[0].Component.Value, i.Data.Components[1].Component.Value)))
	}
}

// text4 is a message callback with the fields.
func text4(fields string) string { return `{"type":4,"data":{` + fields + `}}` }

// play plays a script in a bubble, in which waiting takes no time.
func play(t *testing.T, script string, change func(*bench, *Player)) (out string, refused int) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		b.register(scriptedCommands)
		bot := scripted{b}
		b.received(bot.handle)
		var buffer bytes.Buffer
		p := New(b.Discord, b.guild, b.home, &buffer)
		p.Echo = true
		if change != nil {
			change(b, p)
		}
		var err error
		refused, err = p.Play(t.Context(), strings.NewReader(script))
		if err != nil {
			t.Error(err)
		}
		out = buffer.String()
	})
	return out, refused
}

// Each script of testdata is played, and its transcript compared with the
// golden one. A transcript is read like a channel.
func TestTranscripts(t *testing.T) {
	scripts, err := filepath.Glob("testdata/*.play")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("%d scripts, %v", len(scripts), err)
	}
	for _, path := range scripts {
		t.Run(filepath.Base(path), func(t *testing.T) {
			script, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			first, _ := play(t, string(script), nil)
			golden(t, filepath.Base(path)+".golden", []byte(first))
			if second, _ := play(t, string(script), nil); second != first {
				t.Error("the second time it played differently")
			}
		})
	}
}

func TestRefusedLines(t *testing.T) {
	const before = "민수: /check item:GIL\nAlex: /check item:GC\n민수: /pick\n민수: press 글 추가 in 1\n"
	tests := []struct{ line, want string }{
		{`Bob: /check item:x`, `line 5, column 1: no member "Bob"; there are 민수, 지원, 서연, Alex, Mina, Jun`},
		{`민수 #없음: /check item:x`, `line 5, column 4: no channel #없음`},
		{`민수: /chek`, `line 5, column 5: no command /chek for 민수; there are /check, /board, /pick, /empty, /slow, /retract, /mute, /hang, /leaderboard, /help, /roadmap, /group, /status`},
		{`Alex: /status`, `line 5, column 7: no command /status for Alex; there are /check, /board, /pick, /empty, /slow, /retract, /mute, /hang, /leaderboard, /help, /roadmap, /group`},
		{`민수: /check`, `line 5, column 5: /check needs the option item`},
		{`민수: /check item:`, `line 5, column 17: the option item needs a value`},
		{`민수: /check item:a thing:b`, `line 5, column 19: /check has no option "thing"; there are item, link`},
		{`민수: /check item:a item:b`, `line 5, column 19: the option item is given twice`},
		{`민수: /check item:a link:` + strings.Repeat("x", 41), `line 5, column 24: the option link takes 0 to 40 characters, not 41`},
		{`민수: /board by:likes`, `line 5, column 15: the option by offers no "likes"; there are posts`},
		{`민수: /board page:two`, `line 5, column 17: the option page takes a number, not "two"`},
		{`민수: /board page:0`, `line 5, column 17: the option page takes at least 1`},
		{`민수: /board page:10`, `line 5, column 17: the option page takes at most 9`},
		{`민수: /board page:1.5`, `line 5, column 17: the option page takes a number, not "1.5"`},
		{`민수: /board all:yes`, `line 5, column 16: the option all is true or false, not "yes"`},
		{`민수: /board member:Bob`, `line 5, column 19: no member "Bob"; there are Dojang, 민수, 지원, 서연, Alex, Mina, Jun`},
		{`민수: /group`, `line 5, column 5: /group is used with a subcommand; there are create`},
		{`민수: /group make name:x`, `line 5, column 12: /group has no subcommand "make"; there are create`},
		{`민수: /pick now`, `line 5, column 11: /pick has no subcommand "now"`},
		{`민수: type /pick`, `line 5: say which option is typed, as in type /pick option:text`},
		{`민수: type /board page:1`, `line 5, column 17: the option page has no autocompletion`},
		{`민수: press Nothing`, `line 5, column 11: no button "Nothing" for 민수; there are [되돌리기] [글 추가] [GitHub]`},
		{`민수: press All in 3`, `line 5, column 11: the button "All" is disabled`},
		{`민수: press Undo in 9`, `line 5, column 19: no message 9; the last is 3`},
		{`Alex: press All in 3`, `line 5, column 20: message 3 is not there for this member`},
		{`Mina #잡담: press Undo`, `line 5, column 17: there is no button for Mina`},
		{`Alex: choose GIL`, `line 5, column 14: there is no menu for Alex`},
		{`민수: choose Nothing`, `line 5, column 12: no option "Nothing"; there are Event loop, GIL`},
		{`민수: choose GIL GIL`, `line 5, column 16: "GIL" is chosen twice`},
		{`민수: choose GIL loop`, ``},
		{`Alex: submit link:x`, `line 5: no modal is open for Alex`},
		{`민수: submit address:x`, `line 5, column 12: the modal has no field "address"; there are link, title`},
		{`민수: submit title:x`, `line 5: the field "link" has to be filled`},
		{`민수: submit link:x title:` + strings.Repeat("x", 11), `line 5, column 25: the field "title" takes 0 to 10 characters, not 11`},
		{`민수: submit link:"a\nb"`, `line 5, column 17: the field "link" takes one line`},
		{`Alex: dismiss`, `line 5: Alex has nothing to dismiss`},
		{`clock yesterday`, `line 5, column 7: "yesterday" is no time; write 2026-11-30T09:00, +1w, +1d, +2h or +90m`},
		{`clock +1y`, `line 5, column 7: "+1y" is no time`},
		{`permit #공부방 nothing`, `line 5, column 13: "nothing" is no permission to take away; write all, or a minus and one of files, history, send, threads, view`},
		{`remove #없음`, `line 5, column 8: no channel #없음`},
		{`clock 2026-11-23T08:59`, `line 5, column 7: the clock only goes forward; it shows 2026-11-23T09:00`},
	}
	for _, test := range tests {
		t.Run(test.line, func(t *testing.T) {
			var b *bench
			out, refused := play(t, before+test.line, func(made *bench, _ *Player) { b = made })
			got := out[strings.LastIndex(out, "> "+test.line)+len("> "+test.line)+1:]
			if test.want == "" {
				if refused != 0 || got == "" {
					t.Errorf("refused %d: %s", refused, got)
				}
				return
			}
			if !strings.HasPrefix(got, test.want) || strings.Count(got, "\n") != 1 || refused != 1 {
				t.Errorf("refused %d: %s", refused, got)
			}
			if effects, _ := b.Effects(0); len(effects) != 4 {
				t.Errorf("%d effects instead of the 4 before", len(effects))
			}
		})
	}
}

// A member saves the newest file of a name among those that the member sees.
func TestSave(t *testing.T) {
	saved := map[string]string{}
	save := func(_ *bench, p *Player) {
		p.Save = func(name string, data []byte) error {
			if saved[name] != "" {
				return errors.New(name + " is there already")
			}
			saved[name] = string(data)
			return nil
		}
	}
	out, refused := play(t, `서연: /roadmap export
Alex: /roadmap export
Alex: save checklist.md
서연: save checklist.md in 1
서연: save more.md in 1
Alex: save notes.md
Alex: save checklist.md in 1
민수: save checklist.md`, save)
	if saved["checklist.md"] != "# en-US" || saved["more.md"] != "more" || len(saved) != 2 {
		t.Errorf("saved %q", saved)
	}
	for _, want := range []string{
		"> Alex: save checklist.md\n💾 checklist.md (7 bytes)\n", "line 4, column 10: not saved: checklist.md is there already\n", "💾 more.md (4 bytes)\n",
		"line 6, column 12: no file \"notes.md\" for Alex; there are checklist.md, more.md\n", "line 7, column 28: message 1 is not there for this member\n",
		"line 8, column 10: there is no file for 민수\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	if refused != 4 {
		t.Errorf("%d lines refused", refused)
	}
	if out, _ := play(t, "Alex: /roadmap export\nAlex: save checklist.md", nil); !strings.Contains(out, "line 2: nothing can be saved here\n") {
		t.Errorf("without a place to save it:\n%s", out)
	}
}

// Advance decides what happens on the way. The clock shows the time when the line
// is done.
func TestAdvance(t *testing.T) {
	const layout = "2006-01-02T15:04"
	var asked []string
	script := "clock +90m\nclock +1d\n# a comment\n\nclock 2026-11-30T09:00\nclock +1w"
	_, refused := play(t, script, func(b *bench, p *Player) {
		p.Advance = func(_ context.Context, to time.Time) error {
			asked = append(asked, to.Format(layout)+" from "+b.Clock().Now().In(p.Zone).Format(layout))
			return nil
		}
	})
	want := []string{
		"2026-11-23T10:30 from 2026-11-23T09:00", "2026-11-24T10:30 from 2026-11-23T10:30",
		"2026-11-30T09:00 from 2026-11-24T10:30", "2026-12-07T09:00 from 2026-11-30T09:00",
	}
	same(t, "asked", want, asked)
	if refused != 0 {
		t.Errorf("%d lines refused", refused)
	}
}

func TestAdvanceFails(t *testing.T) {
	failure := errors.New("the scheduler stands still")
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		p := New(b.Discord, b.guild, b.home, &bytes.Buffer{})
		p.Advance = func(context.Context, time.Time) error { return failure }
		if _, err := p.Play(t.Context(), strings.NewReader("members\nclock +1d")); !errors.Is(err, failure) || !strings.HasPrefix(err.Error(), "line 2: ") {
			t.Errorf("got %v", err)
		}
	})
}

// What the bot does by itself while the clock moves, or until it is idle, is
// written with the line.
func TestWaitIdle(t *testing.T) {
	out, _ := play(t, "민수: /group create name:x\nclock +1w", func(b *bench, p *Player) {
		p.Echo = false
		p.WaitIdle = func(context.Context) { b.do("POST", b.messagesPath(), `{"content":"settled"}`) }
		p.Advance = func(context.Context, time.Time) error {
			if err := b.Clock().Advance(start.Add(48 * time.Hour)); err != nil {
				return err
			}
			b.do("POST", b.messagesPath(), `{"content":"<t:1795996800:f> on the way"}`)
			return nil
		}
	})
	golden(t, "idle.golden", []byte(out))
}

func TestPlayStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	b := newBench(t)
	b.register(scriptedCommands)
	p := New(b.Discord, b.guild, b.home, &bytes.Buffer{})
	if _, err := p.Play(ctx, strings.NewReader("민수: /pick\n")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestColour(t *testing.T) {
	out, _ := play(t, "민수: /group create name:x\nnonsense", func(_ *bench, p *Player) { p.Echo, p.Colour = false, true })
	want := "── 2026-11-23 월요일 ──\n\x1b[1m[1] #공부방 09:00 Dojang → 민수: /group create\x1b[0m\n│ ok\n" +
		"\x1b[31mline 2, column 1: expected NAME: and what the member does, or clock, permit, remove, invite, members, help\x1b[0m\n"
	if out != want {
		t.Errorf("got %q", out)
	}
}

// In lines of text, a file is attached by its name.
func TestFilesByName(t *testing.T) {
	b := newBench(t)
	b.register(`[{"name":"read","description":"d","options":[{"type":11,"name":"file","description":"d"},{"type":3,"name":"word","description":"d"}]}]`)
	b.received(func(i inbound) {
		for _, a := range i.Data.Resolved.Attachments {
			file, _ := b.File(strings.TrimPrefix(a.URL, "https://cdn.discordapp.com"))
			b.answer(i, `{"type":4,"data":{"content":"`+a.Filename+": "+string(file.Data)+`"}}`)
		}
	})
	var out strings.Builder
	player := New(b.Discord, b.guild, b.home, &out)
	player.Open = func(name string) ([]byte, error) {
		if name != "notes/a b.md" {
			return nil, fs.ErrNotExist
		}
		return []byte("the GIL"), nil
	}
	refused, err := player.Play(t.Context(), strings.NewReader("Alex: /read file:missing.md\nAlex: /read word:a file:\"notes/a b.md\"\n"))
	if err != nil || refused != 1 || !strings.Contains(out.String(), "line 1, column 18: no file to attach") || !strings.Contains(out.String(), "a_b.md: the GIL") {
		t.Errorf("%d refused, %v:\n%s", refused, err, out.String())
	}
}

// A line can clear a menu that accepts no values.
func TestNothingIsChosenByALine(t *testing.T) {
	out, refused := play(t, "민수: /empty\n민수: choose \"\"", nil)
	if refused != 0 || !strings.Contains(out, "chosen: nothing") {
		t.Errorf("%d lines refused:\n%s", refused, out)
	}
}
