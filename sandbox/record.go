package sandbox

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"dojang/sandbox/schema"
)

// Record is one request with its response, or one gateway payload, as it went
// over the wire.
type Record struct {
	N     int       `json:"n"`     // from 1
	Clock time.Time `json:"clock"` // time of the sandbox's clock
	At    float64   `json:"at_ms"` // real time since the sandbox was created, in milliseconds
	Over  string    `json:"over"`  // rest or gateway
	From  string    `json:"from"`  // the sender: bot or discord

	// For REST. Status is 0 if the connection was cut.
	Method   string          `json:"method,omitempty"`
	Path     string          `json:"path,omitempty"`
	Files    []string        `json:"files,omitempty"` // of the request, with their sizes
	Request  json.RawMessage `json:"request,omitempty"`
	Status   int             `json:"status,omitempty"`
	Response json.RawMessage `json:"response,omitempty"`
	Took     float64         `json:"took_ms,omitempty"`

	// For the gateway.
	Op    *int            `json:"op,omitempty"`
	Event string          `json:"event,omitempty"`
	Data  json.RawMessage `json:"data,omitempty"`

	Interaction string `json:"interaction,omitempty"` // id of the interaction that it belongs to
	Message     string `json:"message,omitempty"`     // id of the message that it created, changed or came from
}

// records keeps the newest records, up to Options.Records bytes of JSON.
type records struct {
	size, count int
	kept        []*Record
}

// weight returns the size that counts towards the limit, in bytes. 512 is about
// the size of a record without its bodies.
func (r *Record) weight() int { return 512 + len(r.Request) + len(r.Response) + len(r.Data) }

// record keeps a record if records are wanted; the lock is held. The caller may
// add to the returned record.
func (d *Discord) record(r Record) *Record {
	if d.options.Records == 0 {
		return &r
	}
	k := &d.records
	k.count++
	r.N, r.Clock = k.count, d.clock.Now()
	if r.At == 0 {
		r.At = d.millis(d.options.Real())
	}
	k.kept = append(k.kept, &r)
	for k.size += r.weight(); k.size > d.options.Records && len(k.kept) > 1; k.kept = k.kept[1:] {
		k.size -= k.kept[0].weight()
	}
	return &r
}

// millis returns the milliseconds of real time from the sandbox's creation to
// t.
func (d *Discord) millis(t time.Time) float64 {
	return float64(t.Sub(d.startedAt).Microseconds()) / 1000
}

// recordRequest records a request and the response that its sender got.
func (d *Discord) recordRequest(q *request, began time.Time, a response, cut bool) {
	if d.options.Records == 0 {
		return
	}
	r := Record{
		At: d.millis(began), Over: "rest", From: "bot", Method: q.http.Method, Path: q.http.URL.RequestURI(),
		Request: rawJSON(q.body), Interaction: q.interaction, Message: q.message,
		Took: float64(d.options.Real().Sub(began).Microseconds()) / 1000,
	}
	if !cut {
		r.Status = a.status
		if a.body != nil || a.header.Get("Content-Type") == "application/json" {
			r.Response = rawJSON(a.raw)
		}
	}
	for _, u := range q.uploads {
		r.Files = append(r.Files, fmt.Sprintf("%s (%d bytes)", u.name, len(u.contents)))
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.record(r)
}

// recordFrame records a frame that a client sent over the gateway; the lock is
// held.
func (d *Discord) recordFrame(op int, data json.RawMessage) {
	d.record(Record{Over: "gateway", From: "bot", Op: &op, Data: rawJSON(data)})
}

// rawJSON returns the bytes as JSON. Invalid JSON becomes a string.
func rawJSON(raw []byte) json.RawMessage {
	switch {
	case len(raw) == 0:
		return nil
	case json.Valid(raw):
		return raw
	}
	s, _ := schema.EncodeJSON(string(raw))
	return s
}

// Records returns what went over REST and the gateway, oldest first, as far
// back as Options.Records allows: all of it if both ids are "", or what belongs
// to the interaction or the message. For a message, that includes everything
// about the interactions that it was part of.
func (d *Discord) Records(interaction, message string) []Record {
	d.mu.Lock()
	defer d.mu.Unlock()
	of := map[string]bool{}
	if interaction != "" {
		of[interaction] = true
	}
	for _, r := range d.records.kept {
		if message != "" && r.Message == message && r.Interaction != "" {
			of[r.Interaction] = true
		}
	}
	var found []Record
	for _, r := range d.records.kept {
		if interaction == "" && message == "" || of[r.Interaction] || message != "" && r.Message == message {
			found = append(found, *r)
		}
	}
	slices.SortStableFunc(found, func(a, b Record) int { return cmp.Compare(a.At, b.At) })
	return found
}
