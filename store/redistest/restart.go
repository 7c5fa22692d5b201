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
// started with Durable. Restart reports whether the end of the append-only log was torn.
//
// If a kill leaves a script half written in the log, Redis keeps the MULTI without its EXEC when it
// starts (until valkey-io/valkey#4342 of August 2026). That does no harm yet. But at the next
// start, the half script runs together with what came after it, which is then refused: an event
// that was not acknowledged replaces one that was. So Restart rewrites the log.
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
	if !bytes.Contains(log[len(before):], []byte("short read while loading")) {
		return false
	}
	s.must("BGREWRITEAOF")
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
	return true
}
