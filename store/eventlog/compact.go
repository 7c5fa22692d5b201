package eventlog

import (
	"context"
	"errors"
	"io"
	"os"
	"time"
)

// KeepFor sets how long single events are kept.
func (l *Log) KeepFor(d time.Duration) { l.keep.Store(int64(d)) }

// Compact starts a compaction in the background.
func (l *Log) Compact() {
	select {
	case l.compacting <- struct{}{}:
	default:
	}
}

// CompactBefore starts a compaction in the background if the log has events from before the cutoff.
func (l *Log) CompactBefore(cutoff time.Time) {
	if oldest := l.oldest.Load(); oldest != 0 && oldest < cutoff.UnixMilli() {
		l.Compact()
	}
}

// HoldCompaction prevents compactions until release is called. It waits for one that is running.
func (l *Log) HoldCompaction() (release func()) {
	l.rewriting.Lock()
	return l.rewriting.Unlock
}

// CompactNow rewrites the log while changes go on, see [survey]. At the end it blocks changes and
// copies the lines that were appended in the meantime.
func (l *Log) CompactNow(cutoff time.Time) (err error) {
	l.rewriting.Lock()
	defer l.rewriting.Unlock()
	log, size := l.journal.reader(), l.journal.length()
	section := func() io.Reader { return io.NewSectionReader(log, 0, size) }
	s, err := surveyLog(l.path(), section(), cutoff.UnixMilli())
	if err != nil {
		return err
	}
	name := l.path() + ".new"
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, file.Close(), os.Remove(name))
		}
	}()
	if _, err := s.write(file, section(), logKind); err != nil {
		return err
	}
	l.change.Lock()
	defer l.change.Unlock()
	all, err := l.journal.append()
	if err != nil {
		return err
	}
	if err := l.journal.wait(context.Background(), all); err != nil {
		return err
	}
	if _, err := io.Copy(file, io.NewSectionReader(log, size, l.journal.length()-size)); err != nil {
		return err
	}
	if size, err = file.Seek(0, io.SeekCurrent); err != nil {
		return err
	}
	n, err := writeRecords(file, []*Record{{}}, size) // From: the file is only used if everything before is on disk
	if err != nil {
		return err
	}
	if err := os.Rename(name, l.path()); err != nil {
		return err
	}
	l.oldest.Store(s.oldest)
	return errors.Join(syncDir(l.dir), l.journal.replace(file, size+n))
}
