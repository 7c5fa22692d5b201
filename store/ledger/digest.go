package ledger

import (
	"encoding/json"
	"fmt"
	"time"

	"dojang/roadmap"
)

// storedDigest is a digest as the group's hash holds it, behind its revision
// and a space.
type storedDigest struct {
	V       int                 `json:"v"`
	State   roadmap.DigestState `json:"state"`
	Due     int64               `json:"due"`
	Started int64               `json:"started,omitempty"`
	Channel string              `json:"channel,omitempty"`
	Message string              `json:"message,omitempty"`
	Body    json.RawMessage     `json:"body,omitempty"`
	roadmap.Told
	Corrected map[string]roadmap.Told `json:"corrected,omitempty"` // by week
	Places    map[string]int          `json:"places,omitempty"`
	Problem   string                  `json:"problem,omitempty"`
	Tries     int                     `json:"tries,omitempty"`
}

const digestVersion = 1

// DecodeDigest reads a week's digest behind its revision, as DigestsKey holds it.
func DecodeDigest(week roadmap.Date, line string) (roadmap.Digest, error) {
	fail := func(err error) (roadmap.Digest, error) {
		return roadmap.Digest{}, fmt.Errorf("digest of %s: %w", week, err)
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
		return roadmap.Digest{}, Newer("the digest of "+week.String(), stored.V, digestVersion)
	}
	d := roadmap.Digest{Revision: int(state.revision), Week: week, State: stored.State, Due: time.UnixMilli(stored.Due), Channel: stored.Channel,
		Message: stored.Message, Body: stored.Body, Told: stored.Told, Places: stored.Places, Problem: stored.Problem, Tries: stored.Tries}
	for name, told := range stored.Corrected {
		corrected, err := WeekDate(name)
		if err != nil {
			return fail(err)
		}
		if d.Corrected == nil {
			d.Corrected = map[roadmap.Date]roadmap.Told{}
		}
		d.Corrected[corrected] = told
	}
	if stored.Started != 0 {
		d.Started = time.UnixMilli(stored.Started)
	}
	return d, nil
}

// EncodeDigest makes the JSON of a digest, without its revision.
func EncodeDigest(d *roadmap.Digest) ([]byte, error) {
	stored := storedDigest{V: digestVersion, State: d.State, Due: d.Due.UnixMilli(), Channel: d.Channel, Message: d.Message,
		Body: d.Body, Told: d.Told, Places: d.Places, Problem: d.Problem, Tries: d.Tries}
	for week, told := range d.Corrected {
		if stored.Corrected == nil {
			stored.Corrected = map[string]roadmap.Told{}
		}
		stored.Corrected[WeekName(week)] = told
	}
	if !d.Started.IsZero() {
		stored.Started = d.Started.UnixMilli()
	}
	return json.Marshal(stored)
}
