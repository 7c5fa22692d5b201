package player

import (
	"context"
	"testing"
	"time"
)

// Whoever acts reads what comes of it in their own language, where everybody
// sees it too; what nobody's act caused is in the guild's.
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
