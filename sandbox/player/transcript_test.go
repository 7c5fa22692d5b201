package player

import (
	"context"
	"testing"
	"time"
)

// A member reads the result of their action in their own language, even if
// everybody sees it. Whatever no member caused is in the guild's language.
func TestReaders(t *testing.T) {
	const script = "Alex: /leaderboard\n서연: choose \"All time\"\nAlex: choose \"전체 기간\"\nclock +1d"
	out, refused := play(t, script, func(b *bench, p *Player) {
		p.WaitIdle = func(context.Context) { b.do("POST", b.messagesPath(), `{"content":"<t:1795996800:D> besides"}`) }
		p.Advance = func(context.Context, time.Time) error {
			b.do("POST", b.messagesPath(), `{"content":"<t:1795996800:D> on the way"}`)
			return nil
		}
	})
	golden(t, "readers.golden", []byte(out))
	if refused != 0 {
		t.Errorf("%d lines refused", refused)
	}
}
