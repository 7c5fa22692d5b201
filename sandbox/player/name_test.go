package player

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// A line with decomposed Hangul does the same as with composed: names of every
// kind are found.
func TestDecomposedNames(t *testing.T) {
	const script = `서연 #잡담: /pick
서연: /체크 항목:GIL
서연: press 되돌리기
서연: type /체크 항목:x
서연: /체크 항목:GIL
서연: press 글 추가
서연: submit 주소:https://example.com
서연: /board by:글 member:서연
서연: /pick
서연: choose @서연
서연: /leaderboard
서연: choose "전체 기간"
`
	quiet := func(_ *bench, p *Player) { p.Echo = false }
	want, refused := play(t, script, quiet)
	if refused != 0 {
		t.Fatalf("%d lines refused:\n%s", refused, want)
	}
	decomposed := norm.NFD.String(script)
	if decomposed == script {
		t.Fatal("nothing to decompose")
	}
	got, _ := play(t, decomposed, quiet)
	same(t, "transcript", strings.Split(want, "\n"), strings.Split(norm.NFC.String(got), "\n"))
}

// A value is not normalized: the bot gets it as it was typed.
func TestDecomposedValues(t *testing.T) {
	typed := norm.NFD.String("가비지 컬렉션")
	out, _ := play(t, `민수: /check item:"`+typed+`"`, func(_ *bench, p *Player) { p.Echo = false })
	if !strings.Contains(out, "✅ "+typed+" 체크!") {
		t.Errorf("got %q", out)
	}
}
