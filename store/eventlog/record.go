package eventlog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"

	"dojang/store/ledger"
)

// Record is a line of a log or a backup. It is written as a JSON object whose last field is the
// checksum of everything before it. Which fields are set determines its kind.
type Record struct {
	Dojang  string          `json:"dojang,omitempty"` // first line: logKind or backupKind
	V       int             `json:"v,omitempty"`      // first line: the format's version
	Guild   string          `json:"guild,omitempty"`
	Group   string          `json:"group,omitempty"`
	Seq     int64           `json:"seq,omitempty"`     // event: its number
	Event   json.RawMessage `json:"event,omitempty"`   // event: see ledger.Event
	Purged  bool            `json:"purged,omitempty"`  // log: the guild was purged; its earlier lines are void
	Field   string          `json:"field,omitempty"`   // snapshot: a field, see ledger.Snapshot
	Value   string          `json:"value,omitempty"`   // snapshot: the field's value
	Key     string          `json:"key,omitempty"`     // log: key of a hash that does not follow from events, such as the registered commands
	Hash    json.RawMessage `json:"hash,omitempty"`    // log: the hash's fields
	From    int64           `json:"from,omitempty"`    // log: how many bytes were on disk when the line was written
	Records int             `json:"records,omitempty"` // last line of a backup: number of lines before it
}

// The kinds of files.
const (
	logKind    = "events"
	backupKind = "backup"
)

// FormatVersion is the version of the files that are written.
const FormatVersion = 1

// crcTable is for CRC-32C, which processors have an instruction for.
var crcTable = crc32.MakeTable(crc32.Castagnoli)

// The checksum as the last field: sumStart, eight digits, sumEnd.
const (
	sumStart = `,"sum":"`
	sumEnd   = `"}`
	sumSize  = len(sumStart) + 8 + len(sumEnd)
)

// encode returns the record's line, including the line break.
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

// entry is a record with its event decoded.
type entry struct {
	Record
	Event *ledger.Event `json:"event"`
}

// decodeRecord checks and decodes a line, which must not include the line break.
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

// checkHeader returns an error unless the record is the first line of a file of the kind, in a
// supported version.
func (r *Record) checkHeader(kind string) error {
	if r.Dojang != kind {
		return fmt.Errorf("this is no file of Dojang's of the kind %q", kind)
	}
	if r.V > FormatVersion {
		return ledger.Newer("the file", r.V, FormatVersion)
	}
	return nil
}
