package eventlog

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
)

// ErrNotEmpty means that the target of a restore already has groups.
var ErrNotEmpty = errors.New("there are groups already")

// Restore makes the log in dir from a backup and returns the backup's number of records. No process
// may have the directory open. If there is a log already, Restore fails with [ErrNotEmpty] or, with
// replace, keeps it under another name. It changes nothing unless [CheckBackup] finds the backup good.
func Restore(dir string, in io.ReadSeeker, replace bool, progress func(records int)) (records int, err error) {
	backup, err := CheckBackup(in)
	if err != nil {
		return 0, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return 0, err
	}
	lock, err := lockDir(dir)
	if err != nil {
		return 0, err
	}
	err = restore(dir, in, replace, progress)
	return backup.Records, errors.Join(err, lock.Unlock())
}

func restore(dir string, in io.ReadSeeker, replace bool, progress func(records int)) error {
	name := filepath.Join(dir, FileName)
	old, err := os.Stat(name)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err == nil && old.Size() > 0 && !replace {
		return ErrNotEmpty
	}
	if err := writeLog(name+".new", in, progress); err != nil {
		return err
	}
	if old != nil {
		if err := setAside(name, old); err != nil {
			return err
		}
	}
	return errors.Join(os.Rename(name+".new", name), syncDir(dir))
}

// writeLog writes a backup's records into a new log. It leaves no file if it fails.
func writeLog(name string, in io.ReadSeeker, progress func(records int)) error {
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return err
	}
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
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
		return errors.Join(err, os.Remove(name))
	}
	return nil
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
