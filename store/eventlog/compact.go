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

// CompactNow rewrites the log while changes go on, see [survey].
func (l *Log) CompactNow(cutoff time.Time) error {
	l.rewriting.Lock()
	defer l.rewriting.Unlock()
	log, size := l.journal.reader(), l.journal.length()
	s, err := surveyLog(l.path(), io.NewSectionReader(log, 0, size), cutoff.UnixMilli())
	if err != nil {
		return err
	}
	name := l.path() + ".new"
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if err := l.rewrite(file, s, log, size); err != nil {
		return errors.Join(err, file.Close(), os.Remove(name))
	}
	l.oldest.Store(s.oldest)
	return syncDir(l.dir)
}

// rewrite writes what the survey keeps of the log's first size bytes into the file. Then it blocks
// changes, copies the lines that were appended in the meantime, and puts the file in the log's place.
func (l *Log) rewrite(file *os.File, s *survey, log io.ReaderAt, size int64) error {
	if _, err := s.write(file, io.NewSectionReader(log, 0, size), logKind); err != nil {
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
	return l.journal.replace(func(written int64) (Disk, int64, error) {
		if _, err := io.Copy(file, io.NewSectionReader(log, size, written-size)); err != nil {
			return nil, 0, err
		}
		end, err := file.Seek(0, io.SeekCurrent)
		if err != nil {
			return nil, 0, err
		}
		n, err := writeRecords(file, []*Record{{}}, end) // From: the file is only used if everything before is on disk
		if err != nil {
			return nil, 0, err
		}
		info, err := file.Stat()
		if err != nil {
			return nil, 0, err
		}
		if err := os.Rename(file.Name(), l.path()); err != nil {
			return nil, 0, err
		}
		l.info = info
		return file, end + n, nil
	})
}
