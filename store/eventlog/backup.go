package eventlog

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

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

// ReadBackup calls visit for every record of a backup. If the backup is incomplete, it fails at the
// end, after the records that there are. Whether a store can open them is for [CheckBackup] to say.
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

// check returns an error if a record of a backup names no group or holds nothing of one.
func (r *Record) check() error {
	switch {
	case !isID(r.Guild) || !isGroupID(r.Group):
		return errors.New("it names no group")
	case len(r.Event) == 0 && r.Field == "":
		return errors.New("it says nothing")
	}
	return nil
}

// isID reports whether a text can be a Discord id. In a key, an id must not end the hash tag.
func isID(s string) bool {
	return s != "" && len(s) <= 20 && !slices.ContainsFunc([]byte(s), func(c byte) bool { return c < '0' || c > '9' })
}

// isGroupID reports whether a text can be a group's id, which is base32.
func isGroupID(s string) bool {
	return s != "" && len(s) <= 16 && !slices.ContainsFunc([]byte(s), func(c byte) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') })
}
