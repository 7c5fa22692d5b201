package eventlog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"

	"dojang/store/ledger"
)

// Record is a line of a log or of a backup: a JSON object
// whose last field is the checksum of all that stands before it. Which of the
// fields are there says what it is.
type Record struct {
	Dojang  string          `json:"dojang,omitempty"` // first line: logKind or backupKind
	V       int             `json:"v,omitempty"`      // first line: the format's version
	Guild   string          `json:"guild,omitempty"`
	Group   string          `json:"group,omitempty"`
	Seq     int64           `json:"seq,omitempty"`    // of an event
	Event   json.RawMessage `json:"event,omitempty"`  // an event
	Purged  bool            `json:"purged,omitempty"` // log: all before this line that is said of the guild is void
	Field   string          `json:"field,omitempty"`  // a field of a group's snapshot, see ledger.Snapshot
	Value   string          `json:"value,omitempty"`
	Key     string          `json:"key,omitempty"` // something that follows from no event, such as what commands are registered
	Hash    json.RawMessage `json:"hash,omitempty"`
	From    int64           `json:"from,omitempty"`    // log: all before this byte was on disk when the line was written
	Records int             `json:"records,omitempty"` // backup: the last line, how many came before it
}

// The kinds of files.
const (
	logKind    = "events"
	backupKind = "backup"
)

// FormatVersion is the version of the files that are written.
const FormatVersion = 1

// castagnoli is the polynomial of CRC-32C, of which processors have an
// instruction.
var crcTable = crc32.MakeTable(crc32.Castagnoli)

// The checksum as the last field: sumStart, eight digits, sumEnd.
const (
	sumStart = `,"sum":"`
	sumEnd   = `"}`
	sumSize  = len(sumStart) + 8 + len(sumEnd)
)

// encode makes the record's line, its line break included.
func (r *Record) encode() ([]byte, error) {
	b, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	return append(withSum(b[:len(b)-1]), '\n'), nil
}

// withSum adds the checksum to an object that lacks its closing brace.
func withSum(b []byte) []byte {
	return fmt.Appendf(b, "%s%08x%s", sumStart, crc32.Checksum(b, crcTable), sumEnd)
}

var errSum = errors.New("the checksum is wrong")

// entry is a record whose event is decoded.
type entry struct {
	Record
	Event *ledger.Event `json:"event"`
}

// decodeRecord reads a line without its line break into a record or an entry.
func decodeRecord[R Record | entry](line []byte) (r R, err error) {
	cut := len(line) - sumSize
	if cut < 1 || !bytes.HasPrefix(line[cut:], []byte(sumStart)) || !bytes.HasSuffix(line, []byte(sumEnd)) ||
		string(line[cut+len(sumStart):len(line)-len(sumEnd)]) != fmt.Sprintf("%08x", crc32.Checksum(line[:cut], crcTable)) {
		return r, errSum
	}
	if err := json.Unmarshal(line, &r); err != nil {
		return r, err
	}
	return r, nil
}

// begins tells whether the record is the first line of a file of the kind, of
// a version that is known.
func (r *Record) checkHeader(kind string) error {
	if r.Dojang != kind {
		return fmt.Errorf("this is no file of Dojang's of the kind %q", kind)
	}
	if r.V > FormatVersion {
		return ledger.Newer("the file", r.V, FormatVersion)
	}
	return nil
}
