package view

import (
	"regexp"
	"strings"
	"testing"
)

// sameForOne are the texts with a number that read the same if it is 1.
var sameForOne = wordSet(`more more.people more.stamps reading.more focus.more progress.week
	members.line members.hidden show.item show.count show.doers share.offer.all.by
	replace.added replace.returned replace.renamed replace.moved replace.reordered replace.removed replace.done.by replace.faults
	notice.list.index notice.list.about notice.item.code notice.item.comment notice.list.code`)

// neverOne are the texts with a number that is more than 1, and those with a limit or with a
// size that is over it.
var neverOne = wordSet(`import.not.item.several draft.links refusal.link.several standings.note replace.warned.file replace.tables replace.kind
	notice.id.several notice.phase.ambiguous
	refusal.draft.items refusal.posts.member refusal.posts.member.full refusal.posts.group refusal.posts.group.full refusal.group.name refusal.group.many refusal.correct.why refusal.post.title refusal.link.long refusal.date.old refusal.file.bytes refusal.file.lines
	refusal.roadmap.lines notice.file.bytes notice.file.lines notice.list.depth notice.title.long notice.title.bytes notice.front.bytes
	notice.phase.form notice.note.long`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(words) {
		set[word] = true
	}
	return set
}

var (
	counted = regexp.MustCompile(`\{(n|count|rows)\}`)
	// numbered are the other arguments that may be a number of what follows them.
	numbered = regexp.MustCompile(`\{(before|after|now|items|checks|posts|members|tables|size|length|limit|links)\}\**( \w+)? \w+s\b`)
	// pluralOfOne matches a 1 with the plural of a noun or a verb behind it.
	pluralOfOne = regexp.MustCompile(`(^|[^0-9])1 (\w+ )?(items|posts|checks|ticks|links|lines|rows|notes|entries|members|others|titles|stamps|weeks|sections|are|were|have|belong|resemble|lack)\b`)
)

// "1 items are inside other list entries": each English text with a number says one thing
// right, or is known to need nothing for it.
func TestEnglishTextsAboutOneThing(t *testing.T) {
	p := In("en")
	texts := 0
	for key, text := range english {
		base, one := strings.CutSuffix(key, ".one")
		switch {
		case one && english[base] != "":
		case !counted.MatchString(text) && !numbered.MatchString(text):
			if sameForOne[key] || neverOne[key] && key != "replace.kind" {
				t.Errorf("%s has no number", key)
			}
		case neverOne[key]:
		case english[key+".one"] == "" && !sameForOne[key]:
			t.Errorf("%s has no text for 1: %s", key, text)
		case english[key+".one"] != "" && sameForOne[key]:
			t.Errorf("%s has a text for 1", key)
		default:
			texts++
			for _, name := range []string{"n", "count", "rows"} {
				if said := p.T(key, name, 1); strings.Contains(text, "{"+name+"}") && pluralOfOne.MatchString(said) {
					t.Errorf("%s says %q", key, said)
				}
			}
		}
	}
	if texts < 50 {
		t.Errorf("only %d texts have a number", texts)
	}
}

// "항목 1개 가운데 첫 번째": a Korean text about the first of several things has another one for one thing.
func TestKoreanTextsAboutOneThing(t *testing.T) {
	texts := 0
	for key, text := range korean {
		if !counted.MatchString(text) || !strings.Contains(text, "첫 번째") {
			continue
		}
		texts++
		if said := In("ko").T(key, "count", 1); strings.Contains(said, "첫 번째") {
			t.Errorf("%s says %q", key, said)
		}
	}
	if texts < 3 {
		t.Errorf("only %d texts are about the first of several things", texts)
	}
}
