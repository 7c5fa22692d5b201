package page

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"dojang/sandbox"
	"dojang/sandbox/schema"
)

// errBadRequest is the error for a request that the page itself never sends.
var errBadRequest = errors.New("bad request")

// actor returns who reads, and in which channel, from the request's query.
func actor(r *http.Request) sandbox.Actor {
	q := r.URL.Query()
	return sandbox.Actor{User: q.Get("as"), Channel: q.Get("channel")}
}

// pageOfMessages is the largest number of messages in a response.
const pageOfMessages = 100

// getMessages returns messages as the member sees them, oldest first: the
// newest, or those right before or after one. more says whether there are
// others in that direction. seen is the number of the last effect that the
// messages include.
func getMessages(r *http.Request, s scene) (any, error) {
	limit := 50
	if text := r.URL.Query().Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > pageOfMessages {
			return nil, fmt.Errorf("%w: limit is 1 to %d", errBadRequest, pageOfMessages)
		}
		limit = n
	}
	before, after := r.URL.Query().Get("before"), r.URL.Query().Get("after")
	messages, seen := s.Discord.History(actor(r), before, after, limit+1)
	more := len(messages) > limit
	switch {
	case more && after != "":
		messages = messages[:limit]
	case more:
		messages = messages[1:]
	}
	if messages == nil {
		messages = []*sandbox.Message{}
	}
	return map[string]any{"messages": messages, "more": more, "seen": seen, "epoch": s.epoch}, nil
}

func getCommands(r *http.Request, s scene) (any, error) {
	commands, err := s.Discord.Offered(actor(r))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(commands, func(a, b *schema.Command) int { return cmp.Compare(a.Name, b.Name) })
	return append([]*schema.Command{}, commands...), nil // an empty list instead of null
}

// getRecords returns what went over the wire, for an interaction, a message, or
// everything, perhaps only the last ones.
func getRecords(r *http.Request, s scene) (any, error) {
	q := r.URL.Query()
	records := s.Discord.Records(q.Get("interaction"), q.Get("message"))
	if last := q.Get("last"); last != "" {
		n, err := strconv.Atoi(last)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("%w: last is a number", errBadRequest)
		}
		records = records[max(0, len(records)-n):]
	}
	if records == nil {
		records = []sandbox.Record{}
	}
	return records, nil
}

// downloadRecords returns all records that are kept, one a line.
func (p *Page) downloadRecords(w http.ResponseWriter, _ *http.Request) {
	s, err := p.currentScene()
	if err != nil {
		p.reply(w, nil, err)
		return
	}
	w.Header().Set("Content-Type", "application/jsonl")
	w.Header().Set("Content-Disposition", `attachment; filename="dojang-sandbox.jsonl"`)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for _, record := range s.Discord.Records("", "") {
		if encoder.Encode(record) != nil {
			return // the client has gone
		}
	}
}
