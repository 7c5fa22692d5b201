package ledger

import (
	"encoding/json"
	"fmt"
	"time"

	"dojang/civil"
	"dojang/study"
)

// storedDigest is the JSON of a digest. In the group's hash, the revision and a space precede it.
type storedDigest struct {
	V       int               `json:"v"`
	State   study.DigestState `json:"state"`
	Due     int64             `json:"due"`
	Started int64             `json:"started,omitempty"`
	Channel string            `json:"channel,omitempty"`
	Message string            `json:"message,omitempty"`
	Body    json.RawMessage   `json:"body,omitempty"`
	study.Published
	Corrected map[string]study.Published `json:"corrected,omitempty"` // by week
	Ranks     map[string]int             `json:"places,omitempty"`
	Problem   string                     `json:"problem,omitempty"`
	Tries     int                        `json:"tries,omitempty"`
	Failures  int                        `json:"failures,omitempty"`
	Failing   int64                      `json:"failing,omitempty"`
	Brief     bool                       `json:"brief,omitempty"`
}

const digestVersion = 1

// DecodeDigest decodes a week's digest from a line of DigestsKey: the revision, a space and JSON.
func DecodeDigest(week civil.Date, line string) (study.Digest, error) {
	fail := func(err error) (study.Digest, error) {
		return study.Digest{}, fmt.Errorf("digest of %s: %w", week, err)
	}
	state, err := parseDigestState(line)
	if err != nil {
		return fail(err)
	}
	var stored storedDigest
	if err := json.Unmarshal(state.body, &stored); err != nil {
		return fail(err)
	}
	if stored.V > digestVersion {
		return study.Digest{}, Newer("the digest of "+week.String(), stored.V, digestVersion)
	}
	d := study.Digest{Revision: int(state.revision), Week: week, State: stored.State, Due: time.UnixMilli(stored.Due), Channel: stored.Channel,
		Message: stored.Message, Body: stored.Body, Published: stored.Published, Ranks: stored.Ranks, Problem: stored.Problem, Tries: stored.Tries,
		Failures: stored.Failures, Brief: stored.Brief}
	for name, published := range stored.Corrected {
		corrected, err := WeekDate(name)
		if err != nil {
			return fail(err)
		}
		if d.Corrected == nil {
			d.Corrected = map[civil.Date]study.Published{}
		}
		d.Corrected[corrected] = published
	}
	if stored.Started != 0 {
		d.Started = time.UnixMilli(stored.Started)
	}
	if stored.Failing != 0 {
		d.Failing = time.UnixMilli(stored.Failing)
	}
	return d, nil
}

// EncodeDigest encodes a digest as JSON, without its revision.
func EncodeDigest(d *study.Digest) ([]byte, error) {
	stored := storedDigest{V: digestVersion, State: d.State, Due: d.Due.UnixMilli(), Channel: d.Channel, Message: d.Message,
		Body: d.Body, Published: d.Published, Ranks: d.Ranks, Problem: d.Problem, Tries: d.Tries,
		Failures: d.Failures, Brief: d.Brief}
	for week, published := range d.Corrected {
		if stored.Corrected == nil {
			stored.Corrected = map[string]study.Published{}
		}
		stored.Corrected[WeekName(week)] = published
	}
	if !d.Started.IsZero() {
		stored.Started = d.Started.UnixMilli()
	}
	if !d.Failing.IsZero() {
		stored.Failing = d.Failing.UnixMilli()
	}
	return json.Marshal(stored)
}
