package redistest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
)

// Durable has the arguments of a server that syncs each write to disk before it answers.
var Durable = []string{"--appendonly", "yes", "--appendfsync", "always"}

// Restart kills the server, if it runs, and starts it again with its files. The server has to be
// started with Durable. Restart reports whether the end of the append-only log was torn. Then the log
// has to be rewritten before the next kill, by Rewrite or by the bot; see [store.Store.RewriteLogs].
func (s *Server) Restart() (torn bool) {
	s.t.Helper()
	s.Stop()
	before, err := os.ReadFile(s.log())
	if err != nil {
		s.t.Fatal(err)
	}
	s.Start()
	s.await("the server has read its files", func() error {
		_, err := s.do("PING")
		return err
	})
	log, err := os.ReadFile(s.log())
	if err != nil {
		s.t.Fatal(err)
	}
	return bytes.Contains(log[len(before):], []byte("short read while loading"))
}

// Rewrite rewrites the append-only log and returns when that is done.
func (s *Server) Rewrite() {
	s.t.Helper()
	s.must("BGREWRITEAOF")
	s.AwaitRewritten()
}

// AwaitRewritten returns when the append-only log is not being rewritten.
func (s *Server) AwaitRewritten() {
	s.t.Helper()
	s.await("the log is written anew", func() error {
		info, err := s.do("INFO", "persistence")
		if err != nil {
			return err
		}
		text := fmt.Sprint(info)
		if strings.Contains(text, "aof_rewrite_in_progress:0") && strings.Contains(text, "aof_rewrite_scheduled:0") && strings.Contains(text, "aof_last_bgrewrite_status:ok") {
			return nil
		}
		return errors.New(text)
	})
}
