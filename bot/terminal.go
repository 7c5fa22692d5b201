package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"golang.org/x/term"
)

const welcome = `도장 샌드박스 — a Discord on this machine, with the real bot on it.

  민수 (관리자), 지원, 서연, Alex, Mina 가 "파이썬 백엔드" 스터디에 있고, Jun 은 아직 아닙니다.
  민수 (a manager), 지원, 서연, Alex and Mina are in the study group; Jun is not yet.

  민수: /check item:GIL link:https://example.com/gil
  Alex: /share link:https://example.com/b title:"Two words"
  민수: press Undo
  clock +1w
  help

`

// playSandbox plays lines of text from stdin: a terminal, or a file or pipe until its
// end.
func (p *program) playSandbox(ctx context.Context, box *sandboxed) (refused int, err error) {
	player := box.player(p.stdout)
	player.Echo, player.Save = true, saveNew
	if f, ok := p.stdin.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		player.Echo, player.Colour, player.Prompt = false, true, "> "
		fmt.Fprint(p.stdout, welcome)
	}
	type result struct {
		refused int
		err     error
	}
	played := make(chan result, 1)
	go func() {
		refused, err := player.Play(ctx, p.stdin)
		played <- result{refused, err}
	}()
	select {
	case r := <-played:
		if ctx.Err() != nil {
			return r.refused, nil // interrupted
		}
		return r.refused, r.err
	case <-ctx.Done(): // a read from a terminal cannot be cancelled, so it is abandoned
		fmt.Fprintln(p.stdout)
		return 0, nil
	}
}

// saveNew writes a file that must not exist yet.
func saveNew(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}
