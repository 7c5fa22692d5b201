package scheduler_test

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	"dojang/scheduler"
)

// discord is the part of Discord that digests need: channels, messages, and nonces that
// it remembers for a few minutes.
type discord struct {
	away spans // when it cannot be reached

	mu       sync.Mutex
	channels map[string]*venue // by id
	messages []*message
	nonces   map[string]known
}

// venue is the home channel of a group, or was.
type venue struct {
	of     *subject
	exists bool
}

// known is a message by its nonce.
type known struct {
	message *message
	until   time.Time
}

var errTrouble = errors.New("trouble")

// create makes a channel for the group.
func (d *discord) create(g *subject) {
	d.mu.Lock()
	defer d.mu.Unlock()
	g.Channel = fmt.Sprint(1000 + len(d.channels))
	d.channels[g.Channel] = &venue{g, true}
}

// delete deletes a channel with all that is in it.
func (d *discord) delete(channel string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.channels[channel].exists = false
}

// whose returns whose channel it is.
func (d *discord) whose(channel string) *subject {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.channels[channel].of
}

// post creates a message, or returns the one with the same nonce. It remembers a nonce
// for two to seven minutes, whatever the bot assumes. The id is "" if that message was
// deleted.
func (d *discord) post(by int, channel string, body []byte, nonce string, memory time.Duration) (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.channels[channel].exists {
		return "", &scheduler.Problem{Code: "channel", Err: errTrouble}
	}
	now := time.Now()
	if old, ok := d.nonces[nonce]; ok && now.Before(old.until) {
		if old.message.deleted {
			return "", nil
		}
		return old.message.id, nil
	}
	m := &message{id: fmt.Sprint(1 + len(d.messages)), channel: channel, nonce: nonce, body: string(body), at: now, by: by}
	d.messages = append(d.messages, m)
	d.nonces[nonce] = known{m, now.Add(memory)}
	return m.id, nil
}

// find returns the messages with such a custom_id since then.
func (d *discord) find(channel, mark string, since time.Time) (found []string, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.channels[channel].exists {
		return nil, &scheduler.Problem{Code: "channel", Err: errTrouble}
	}
	for _, m := range d.messages {
		if m.channel == channel && !m.deleted && !m.at.Before(since.Add(-5*time.Minute)) && strings.Contains(m.body, `"custom_id":"`+mark) {
			found = append(found, m.id)
		}
	}
	return found, nil
}

// remove deletes a message.
func (d *discord) remove(id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, m := range d.messages {
		if m.id == id {
			m.deleted = true
		}
	}
}

func (d *discord) removed() (n int) {
	for _, m := range d.messages {
		if m.deleted {
			n++
		}
	}
	return n
}

var marked = regexp.MustCompile(`"custom_id":"` + markOf("([a-z2-7]{8})", `(\d{4}-\d\d-\d\d)`))

// of returns the digests of a group by week.
func (d *discord) of(group string) map[string][]*message {
	byWeek := map[string][]*message{}
	for _, m := range d.messages {
		if found := marked.FindStringSubmatch(m.body); found != nil && found[1] == group {
			byWeek[found[2]] = append(byWeek[found[2]], m)
		}
	}
	return byWeek
}
