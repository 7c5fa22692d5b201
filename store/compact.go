package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// compact writes the log anew while the store goes on: see [survey]. What is
// appended meanwhile is copied at the end, while changes wait.
func (e *embedded) compact(cutoff time.Time) (err error) {
	e.rewriting.Lock()
	defer e.rewriting.Unlock()
	log, size := e.journal.reader(), e.journal.length()
	section := func() io.Reader { return io.NewSectionReader(log, 0, size) }
	s, err := surveyLog(e.path(), section(), milli(cutoff))
	if err != nil {
		return err
	}
	name := e.path() + ".new"
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, file.Close(), os.Remove(name))
		}
	}()
	if _, err := s.write(file, section(), record{Dojang: logFile, V: recordVersion}); err != nil {
		return err
	}
	e.change.Lock()
	defer e.change.Unlock()
	all, err := e.journal.append()
	if err != nil {
		return err
	}
	if err := e.journal.wait(context.Background(), all); err != nil {
		return err
	}
	if _, err := io.Copy(file, io.NewSectionReader(log, size, e.journal.length()-size)); err != nil {
		return err
	}
	if size, err = file.Seek(0, io.SeekCurrent); err != nil {
		return err
	}
	n, err := put(file, []*record{{}}, size) // all before it is on disk, or the file is not used
	if err != nil {
		return err
	}
	if err := os.Rename(name, e.path()); err != nil {
		return err
	}
	e.oldest.Store(s.oldest)
	return errors.Join(syncDir(e.dir), e.journal.replace(file, size+n))
}

// compactSoon has the log written anew before long.
func (e *embedded) compactSoon() {
	select {
	case e.compacting <- struct{}{}:
	default:
	}
}

// upkeep mends the log after failures and writes it anew where that is asked
// for, until the store is closed.
func (e *embedded) upkeep() {
	defer close(e.ended)
	for {
		select {
		case <-e.mending:
			e.mend()
		case <-e.compacting:
			if err := e.compact(e.now().Add(-max(keepEvents, time.Duration(e.keepFor.Load())))); err != nil {
				e.log.Error("the log could not be written anew", "file", e.path(), "error", fmt.Errorf("compact: %w", err))
			}
		case <-e.ending:
			return
		}
	}
}
