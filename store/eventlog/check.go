package eventlog

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"dojang/store/ledger"
)

// Checked is a backup that a store can open.
type Checked struct {
	Records int
	Sum     string // tells it from other backups: its SHA-256, in hexadecimal digits
}

// ErrBadBackup means that a backup cannot be restored. Nothing was changed. The text goes on after
// the backup's name.
var ErrBadBackup = errors.New("cannot be restored, and nothing was changed")

// CheckBackup reads a whole backup as a store does that opens it. It fails with [ErrBadBackup], and
// the error says what is wrong and in which line. It reads the backup twice from the beginning, so that it knows each group's last
// record and can forget the group there: a large backup need not fit into memory.
func CheckBackup(in io.ReadSeeker) (Checked, error) {
	checked, err := checkBackup(in)
	if err != nil {
		return Checked{}, fmt.Errorf("%w: %w", ErrBadBackup, err)
	}
	return checked, nil
}

func checkBackup(in io.ReadSeeker) (Checked, error) {
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return Checked{}, err
	}
	sum := sha256.New()
	last := map[GroupRef]int{} // number of the group's last record
	read := 0
	records, err := ReadBackup(io.TeeReader(in, sum), func(r *Record) error {
		read++
		last[GroupRef{r.Guild, r.Group}] = read
		return nil
	})
	if err != nil {
		return Checked{}, err
	}
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return Checked{}, err
	}
	unfinished := map[GroupRef]*groupCheck{}
	read = 0
	_, err = ReadBackup(in, func(r *Record) error {
		read++
		ref := GroupRef{r.Guild, r.Group}
		g := unfinished[ref]
		if g == nil {
			g = &groupCheck{ledger: ledger.New(ref.Guild, ref.Group), fields: map[string]bool{}}
			unfinished[ref] = g
		}
		if err := g.add(r); err != nil || read < last[ref] {
			return err
		}
		delete(unfinished, ref)
		return g.end()
	})
	return Checked{Records: records, Sum: hex.EncodeToString(sum.Sum(nil))}, err
}

// groupCheck opens a group record by record.
type groupCheck struct {
	ledger *ledger.Ledger
	fields map[string]bool // of the snapshot
}

func (g *groupCheck) add(r *Record) error {
	if r.Field != "" {
		switch {
		case g.ledger.Applied > 0:
			return errors.New("a part of the group's snapshot comes after its events")
		case g.fields[r.Field]:
			return fmt.Errorf("the group's snapshot has %s twice", r.Field)
		}
		g.fields[r.Field] = true
		return g.ledger.Restore(map[string]string{r.Field: r.Value})
	}
	if err := g.ledger.Complete(); err != nil {
		return err
	}
	e, err := ledger.ParseEvent(r.Seq, r.Event)
	if err != nil {
		return err
	}
	return g.ledger.Apply(r.Seq, &e)
}

// end is called after the group's last record.
func (g *groupCheck) end() error {
	if err := g.ledger.Complete(); err != nil {
		return err
	}
	if g.ledger.Group == nil {
		return fmt.Errorf("group %s ends here and has no settings", g.ledger.ID)
	}
	return nil
}
