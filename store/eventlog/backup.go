package eventlog

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"dojang/store/ledger"
)

// ErrNotEmpty means that the target of a restore already has groups.
var ErrNotEmpty = errors.New("there are groups already")

// Backup writes a backup of the log in dir and returns its number of records. A bot may have the
// directory open. progress is called with the number of records.
func Backup(dir string, out io.Writer, progress func(records int)) (records int, err error) {
	name := filepath.Join(dir, FileName)
	log, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	found, err := Replay(name, log) // finds the torn end of a log that is being written
	if err != nil {
		return 0, err
	}
	section := func() io.Reader { return io.NewSectionReader(log, 0, found.size) }
	s, err := surveyLog(name, section(), 0)
	if err != nil {
		return 0, err
	}
	buffered := bufio.NewWriterSize(out, 1<<16)
	if records, err = s.write(buffered, section(), backupKind); err != nil {
		return records, err
	}
	progress(records)
	w := Writer{out: buffered, lines: records + 1}
	return w.End()
}

// CheckBackup reads a whole backup and returns its number of records. The error says what is wrong
// with it and in which line.
func CheckBackup(in io.Reader) (records int, err error) {
	return ReadBackup(in, func(*Record) error { return nil })
}

// ReadBackup calls visit for every record of a backup. If the backup is incomplete, it fails at the
// end, after the records that there are.
func ReadBackup(in io.Reader, visit func(*Record) error) (records int, err error) {
	lines := newReader[Record](in)
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
			err = one.checkHeader(backupKind)
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

// check returns an error if a record of a backup is invalid.
func (r *Record) check() error {
	switch {
	case !isID(r.Guild) || !isGroupID(r.Group):
		return errors.New("it names no group")
	case len(r.Event) > 0:
		_, err := ledger.ParseEvent(r.Seq, r.Event)
		return err
	case r.Field != "":
		return ledger.New(r.Guild, r.Group).Restore(map[string]string{r.Field: r.Value})
	}
	return errors.New("it says nothing")
}

// isID reports whether a text can be a Discord id. In a key, an id must not end the hash tag.
func isID(s string) bool {
	return s != "" && len(s) <= 20 && !slices.ContainsFunc([]byte(s), func(c byte) bool { return c < '0' || c > '9' })
}

// isGroupID reports whether a text can be a group's id, which is base32.
func isGroupID(s string) bool {
	return s != "" && len(s) <= 16 && !slices.ContainsFunc([]byte(s), func(c byte) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') })
}

// Restore makes the log in dir from a backup. No process may have the directory open. If there is a
// log already, Restore fails with [ErrNotEmpty] or, with replace, keeps it under another name.
func Restore(dir string, in io.Reader, replace bool, progress func(records int)) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	lock, err := lockDir(dir)
	if err != nil {
		return err
	}
	err = restore(dir, in, replace, progress)
	return errors.Join(err, lock.Unlock())
}

func restore(dir string, in io.Reader, replace bool, progress func(records int)) error {
	name := filepath.Join(dir, FileName)
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
	w := newWriter(file, logKind)
	_, err = ReadBackup(in, func(r *Record) error {
		if w.Put(r); w.lines%1000 == 0 {
			progress(w.lines)
		}
		return w.err
	})
	w.Put(&Record{From: w.size}) // the file is only used if everything before is on disk
	if err = errors.Join(err, w.flush(), file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(name+".new"))
	}
	if old != nil {
		if err := setAside(name, old); err != nil {
			return err
		}
	}
	return errors.Join(os.Rename(name+".new", name), syncDir(dir))
}

// setAside links a log that is about to be replaced to a second name, which has the time when it was
// last written and, if that name is taken, a number.
func setAside(name string, old os.FileInfo) error {
	aside := name + ".replaced-" + old.ModTime().UTC().Format("20060102-150405")
	err := os.Link(name, aside)
	for n := 2; errors.Is(err, os.ErrExist); n++ {
		err = os.Link(name, aside+"-"+strconv.Itoa(n))
	}
	return err
}

// Empty renames the log in dir, so that the next process that opens the directory starts with an
// empty log. No process may have the directory open.
func Empty(dir string) error {
	lock, err := lockDir(dir)
	if err != nil {
		return err
	}
	return errors.Join(empty(dir), lock.Unlock())
}

func empty(dir string) error {
	name := filepath.Join(dir, FileName)
	old, err := os.Stat(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = setAside(name, old)
	}
	if err == nil {
		err = os.Remove(name)
	}
	return errors.Join(err, syncDir(dir))
}
