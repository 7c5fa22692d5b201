package eventlog

import (
	"bytes"
	"compress/gzip"
	"errors"
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

// small is what the recording says of one group, which has no roadmap of its own.
func small(t testing.TB) []byte {
	t.Helper()
	var log []byte
	for i, line := range bytes.SplitAfter(recorded(t), []byte("\n")) {
		if i == 0 || bytes.Contains(line, []byte("z6qzhamm")) {
			log = append(log, line...)
		}
	}
	if found, err := Replay("log", bytes.NewReader(log)); err != nil || found.Records < 3 {
		t.Fatalf("the small log: %+v, %v", found, err)
	}
	return log
}

// Whatever part of the last write a crash has left: all that is whole is kept.
func TestATornEndIsLeftOut(t *testing.T) {
	log := small(t)
	lines := bytes.SplitAfter(log, []byte("\n"))
	last := lines[len(lines)-2]
	whole := len(log) - len(last)
	for cut := whole; cut < len(log); cut++ {
		found, err := Replay("log", bytes.NewReader(log[:cut]))
		if err != nil || found.size != int64(whole) || found.torn != min(1, cut-whole) {
			t.Fatalf("cut at %d of %d: %+v, %v", cut, len(log), found, err)
		}
	}
}

func TestADamagedLineIsFound(t *testing.T) {
	log := small(t)
	for i := range bytes.Count(log, []byte("\n")) - 1 { // but for the last line, which may be torn
		lines := bytes.SplitAfter(bytes.Clone(log), []byte("\n"))
		lines[i][len(lines[i])/2] ^= 1
		_, err := Replay("log", bytes.NewReader(bytes.Join(lines, nil)))
		if damage, ok := errors.AsType[*Damage](err); !ok || damage.Line != i+1 {
			t.Errorf("line %d damaged: %v", i+1, err)
		}
	}
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
	log := small(f)
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
