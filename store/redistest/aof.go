package redistest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
)

// Durable are the arguments with which a server has on disk what it answers.
var Durable = []string{"--appendonly", "yes", "--appendfsync", "always"}

// Restart kills the server, if it runs, and starts it again on the files that
// it has left: it needs the arguments Durable for that. It reports whether the end
// of its log was torn.
//
// Of a script that a kill has half written to the log, Redis leaves a MULTI
// without its EXEC there when it starts (until valkey-io/valkey#4342 of August
// 2026). Nothing is wrong yet; but at the start after that, the half script is
// carried out together with what came after it, which is refused then: an
// event that was acknowledged gives way to one that was not. The log has to be
// written anew before, as it is here.
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
