package eventlog

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"testing"
	"time"
	_ "time/tzdata"

	"dojang/store/ledger"
)

// recorded is the log that package store keeps as a recording.
func recorded(t testing.TB) []byte {
	t.Helper()
	file, err := os.Open("../testdata/recorded/events.log.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	log, err := io.ReadAll(unzipped)
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// resum gives every line of a file that is JSON a right checksum, so that
// fuzzing gets behind it.
func resum(file []byte) []byte {
	var out []byte
	for line := range bytes.SplitSeq(file, []byte("\n")) {
		if cut := len(line) - sumSize; cut > 0 && bytes.HasPrefix(line[cut:], []byte(sumStart)) {
			line = withSum(bytes.Clone(line[:cut]))
		}
		out = append(append(out, line...), '\n')
	}
	return out
}

// Whatever a log has in it: no panic, and what is read is read the same again.
func FuzzReplay(f *testing.F) {
	var log []byte // what is said of one group, which is small
	for i, line := range bytes.SplitAfter(recorded(f), []byte("\n")) {
		if i == 0 || bytes.Contains(line, []byte("z6qzhamm")) {
			log = append(log, line...)
		}
	}
	if found, err := Replay("log", bytes.NewReader(log)); err != nil || found.Records < 3 {
		f.Fatalf("the seed: %+v, %v", found, err)
	}
	f.Add(log, false)
	f.Add(log[:len(log)-9], false)
	f.Add(bytes.ReplaceAll(log, []byte(`"check"`), []byte(`"undo"`)), true)
	f.Add([]byte("\n\n"), true)
	f.Fuzz(func(t *testing.T, log []byte, sums bool) {
		if sums {
			log = resum(log)
		}
		found, err := Replay("log", bytes.NewReader(log))
		if err != nil {
			return
		}
		if found.size > int64(len(log)) {
			t.Fatalf("%d good bytes of %d", found.size, len(log))
		}
		again, err := Replay("log", bytes.NewReader(log[:found.size]))
		if err != nil || again.Records != found.Records || again.torn != 0 {
			t.Fatalf("read again: %+v, %v; before %+v", again, err, found)
		}
		for ref, l := range found.Ledgers {
			ledger.Layout(ref.Guild, []*ledger.Ledger{l}, found.LayoutTime(time.Now()))
		}
		if s, err := surveyLog("log", bytes.NewReader(log[:found.size]), 0); err == nil {
			_, _ = s.write(io.Discard, bytes.NewReader(log[:found.size]), backupKind)
		}
	})
}
