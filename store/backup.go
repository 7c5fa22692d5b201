package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/redis/go-redis/v9"
)

// Backup writes all groups' events and snapshots, as JSON lines: see [record].
// It changes nothing and may run beside bots; what happens meanwhile may be in
// it or not. progress is told how many records are written. Of the embedded
// store see [BackupDir].
func (s *Store) Backup(ctx context.Context, out io.Writer, progress func(records int)) (records int, err error) {
	groups, err := s.groups(ctx)
	if err != nil {
		return 0, err
	}
	w := recordWriter{out: bufio.NewWriterSize(out, 1<<16)}
	w.put(&record{Dojang: backupFile, V: recordVersion})
	for _, guild := range slices.Sorted(maps.Keys(groups)) {
		for _, group := range slices.Sorted(slices.Values(groups[guild])) {
			if err := s.backupGroup(ctx, &w, guild, group); err != nil {
				return w.records - 1, fmt.Errorf("group %s of guild %s: %w", group, guild, err)
			}
			progress(w.records - 1)
		}
	}
	return w.end()
}

func (s *Store) backupGroup(ctx context.Context, w *recordWriter, guild, group string) error {
	key := groupKey(guild, group) + foldedKey
	folded, err := s.client.HGetAll(ctx, key).Result()
	if err != nil {
		return away(err)
	}
	for _, field := range slices.Sorted(maps.Keys(folded)) {
		w.put(&record{Guild: guild, Group: group, Field: field, Value: folded[field]})
	}
	l := newLedger(guild, group)
	if err := errors.Join(l.restore(folded), l.whole()); err != nil {
		return err
	}
	err = s.events(ctx, guild, group, l.seq, func(seq int64, body string, _ *event) (bool, error) {
		w.put(&record{Guild: guild, Group: group, Seq: seq, Event: []byte(body)})
		return w.err == nil, w.err
	})
	if err != nil {
		return err
	}
	if head, err := s.client.HGet(ctx, key, headField).Result(); err != nil && !isNil(err) {
		return away(err)
	} else if head != folded[headField] {
		return errors.New("old events were folded while it was read: please start the backup again")
	}
	return nil
}

// end writes the last line of a backup and returns how many records came
// before it.
func (w *recordWriter) end() (records int, err error) {
	records = w.records - 1
	w.put(&record{Records: records + 1})
	return records, w.flush()
}

// BackupDir is Backup for the embedded store in the directory, which a bot may
// have open meanwhile.
func BackupDir(dir string, out io.Writer, progress func(records int)) (records int, err error) {
	name := filepath.Join(dir, logName)
	log, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	found, err := replay(name, log) // how much of it is whole
	if err != nil {
		return 0, err
	}
	section := func() io.Reader { return io.NewSectionReader(log, 0, found.size) }
	s, err := surveyLog(name, section(), 0)
	if err != nil {
		return 0, err
	}
	buffered := bufio.NewWriterSize(out, 1<<16)
	if records, err = s.write(buffered, section(), record{Dojang: backupFile, V: recordVersion}); err != nil {
		return records, err
	}
	progress(records)
	w := recordWriter{out: buffered, records: records + 1}
	return w.end()
}

// CheckBackup reads a backup to its end and returns how many records it has.
// The error tells what is wrong with it, and where.
func CheckBackup(in io.Reader) (records int, err error) {
	return readBackup(in, func(*record) error { return nil })
}

// readBackup calls visit for every record of a backup. A backup that is not
// whole is an error, in the end.
func readBackup(in io.Reader, visit func(*record) error) (records int, err error) {
	lines := newRecordReader[record](in)
	ended := false
	for {
		_, one, err := lines.read()
		switch {
		case err == io.EOF && !ended:
			return records, fmt.Errorf("the backup ends after line %d: it is not whole", lines.line-1)
		case err == io.EOF:
			return records, nil
		case err != nil:
		case ended:
			err = errors.New("there is more behind its end")
		case lines.line == 1:
			err = one.begins(backupFile)
		case one.Records > 0:
			if ended = one.Records == lines.line-1; !ended {
				err = fmt.Errorf("it should have %d lines before this one", one.Records)
			}
		default:
			records++
			if err = one.check(); err == nil {
				err = visit(&one)
			}
		}
		if err != nil {
			return records, fmt.Errorf("line %d of the backup: %w", lines.line, err)
		}
	}
}

// check tells what is wrong with a record of a backup.
func (r *record) check() error {
	switch {
	case !isID(r.Guild) || !isGroupID(r.Group):
		return errors.New("it names no group")
	case len(r.Event) > 0:
		_, err := parseEvent(r.Seq, r.Event)
		return err
	case r.Field != "":
		return newLedger(r.Guild, r.Group).restore(map[string]string{r.Field: r.Value})
	}
	return errors.New("it says nothing")
}

// isID reports whether a text can be a Discord id: in a key it must not end the
// hash tag.
func isID(s string) bool {
	return s != "" && len(s) <= 20 && !slices.ContainsFunc([]byte(s), func(c byte) bool { return c < '0' || c > '9' })
}

// isGroupID reports whether a text can be a group's id: base32.
func isGroupID(s string) bool {
	return s != "" && len(s) <= 16 && !slices.ContainsFunc([]byte(s), func(c byte) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') })
}

// ErrNotEmpty means that there is something already where a backup was to be
// restored.
var ErrNotEmpty = errors.New("there are groups already")

// Restore writes what a backup has into an empty store; what follows from it
// is to be made by [Store.Rebuild]. With replace, all that there is goes first;
// else a store with groups in it is [ErrNotEmpty]. The backup is to be checked
// before, by [CheckBackup]. No bot may run meanwhile.
func (s *Store) Restore(ctx context.Context, in io.Reader, replace bool, progress func(records int)) error {
	groups, err := s.groups(ctx)
	if err != nil {
		return err
	}
	if len(groups) > 0 && !replace {
		return ErrNotEmpty
	}
	if err := s.clear(ctx); err != nil {
		return err
	}
	done := 0
	_, err = readBackup(in, func(r *record) error {
		if done++; done%1000 == 0 {
			progress(done)
		}
		own := groupKey(r.Guild, r.Group)
		if r.Field != "" {
			return away(s.client.HSet(ctx, own+foldedKey, r.Field, r.Value).Err())
		}
		return away(s.client.XAdd(ctx, &redis.XAddArgs{Stream: own + eventsKey, ID: decimal(r.Seq) + "-0", Values: []any{"e", string(r.Event)}}).Err())
	})
	return err
}

// clear deletes all keys of Dojang's.
func (s *Store) clear(ctx context.Context) error {
	return s.scan(ctx, "dojang:{*", func(keys []string) error {
		for _, key := range keys {
			if err := s.client.Del(ctx, key).Err(); err != nil {
				return away(err)
			}
		}
		return nil
	})
}

// RestoreDir is Restore for the embedded store in the directory, which no
// process may have open. What was there is kept beside it under another name.
func RestoreDir(dir string, in io.Reader, replace bool, progress func(records int)) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	lock, err := lockDir(dir)
	if err != nil {
		return err
	}
	err = restoreDir(dir, in, replace, progress)
	return errors.Join(err, lock.Unlock())
}

func restoreDir(dir string, in io.Reader, replace bool, progress func(records int)) error {
	name := filepath.Join(dir, logName)
	old, err := os.Stat(name)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err == nil && old.Size() > 0 && !replace {
		return ErrNotEmpty
	}
	file, err := os.OpenFile(name+".new", os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	w := recordWriter{out: bufio.NewWriterSize(file, 1<<16)}
	w.put(&record{Dojang: logFile, V: recordVersion})
	_, err = readBackup(in, func(r *record) error {
		if w.put(r); w.records%1000 == 0 {
			progress(w.records)
		}
		return w.err
	})
	w.put(&record{From: w.size}) // all before it is on disk, or the file is not used
	if err = errors.Join(err, w.flush(), file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(name+".new"))
	}
	if old != nil {
		if err := putAside(name, old); err != nil {
			return err
		}
	}
	return errors.Join(os.Rename(name+".new", name), syncDir(dir))
}

// putAside gives a log whose place another takes a second name beside its own:
// that of the time when it was last written and, where another log has that
// already, a number.
func putAside(name string, old os.FileInfo) error {
	aside := name + ".replaced-" + old.ModTime().UTC().Format("20060102-150405")
	err := os.Link(name, aside)
	for n := 2; errors.Is(err, os.ErrExist); n++ {
		err = os.Link(name, aside+"-"+strconv.Itoa(n))
	}
	return err
}

// EmptyDir puts what the embedded store in the directory holds aside, under
// another name, so that the next to open it begins with nothing. No process
// may have it open.
func EmptyDir(dir string) error {
	lock, err := lockDir(dir)
	if err != nil {
		return err
	}
	return errors.Join(emptyDir(dir), lock.Unlock())
}

func emptyDir(dir string) error {
	name := filepath.Join(dir, logName)
	old, err := os.Stat(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = putAside(name, old)
	}
	if err == nil {
		err = os.Remove(name)
	}
	return errors.Join(err, syncDir(dir))
}
