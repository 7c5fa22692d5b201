package sandbox

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"dojang/sandbox/schema"
)

// nonceWindow is how long a nonce is remembered, in real time. The
// documentation says "the past few minutes".
const nonceWindow = 5 * time.Minute

// nonceEntry is a message that was created with a nonce.
type nonceEntry struct {
	message *Message
	at      time.Time
}

// channelFor returns the channel of the request if the bot may view it and has
// the wanted permissions there.
func (d *Discord) channelFor(q *request, wanted Permissions) (*channel, error) {
	c := d.channels[q.values["channel"]]
	if c == nil {
		return nil, unknownChannel
	}
	switch bot := d.botPermissions(c); {
	case !bot.Has(ViewChannel):
		return nil, missingAccess
	case !bot.Has(wanted):
		return nil, missingPermissions
	}
	return c, nil
}

// find returns the message that the request names in the channel. Ephemeral
// messages do not exist for these endpoints.
func (c *channel) find(q *request) (*Message, error) {
	for _, m := range c.messages {
		if m.ID == q.values["message"] && !m.removed && !m.Private() {
			return m, nil
		}
	}
	return nil, unknownMessage
}

func (d *Discord) getChannel(q *request) (response, error) {
	c, err := d.channelFor(q, 0)
	if err != nil {
		return response{}, err
	}
	return response{body: c.object()}, nil
}

// withoutContent returns the message as the application may read it: without
// the privileged intent for content, what people wrote is empty.
func (d *Discord) withoutContent(m *Message) *Message {
	if m.Author == d.bot {
		return m
	}
	c := m.clone()
	c.Content = ""
	return c
}

// listMessages returns up to limit messages, newest first, near the one that
// before, after or around names. Without the permission to read the history it
// returns none.
func (d *Discord) listMessages(q *request) (response, error) {
	c, err := d.channelFor(q, 0)
	if err != nil {
		return response{}, err
	}
	query := q.http.URL.Query()
	limit := 50
	if s := query.Get("limit"); s != "" {
		if limit, err = strconv.Atoi(s); err != nil || limit < 1 || limit > 100 {
			return response{}, invalidField("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
		}
	}
	found := []*Message{}
	if !d.botPermissions(c).Has(ReadMessageHistory) {
		return response{body: found}, nil
	}
	for _, m := range c.messages {
		if !m.removed && !m.Private() {
			found = append(found, d.withoutContent(m))
		}
	}
	before, after, around := query.Get("before"), query.Get("after"), query.Get("around")
	from := func(id string) int { // index of the first message that is not older than id
		return len(found) - len(slices.DeleteFunc(slices.Clone(found), func(m *Message) bool { return olderID(m.ID, id) }))
	}
	switch {
	case after != "":
		found = slices.DeleteFunc(found, func(m *Message) bool { return !olderID(after, m.ID) })
		found = found[:min(limit, len(found))]
	case before != "":
		found = found[:from(before)]
	case around != "":
		found = found[:min(len(found), from(around)+limit/2+1)]
	}
	found = found[max(0, len(found)-limit):]
	slices.Reverse(found)
	return response{body: found}, nil
}

func (d *Discord) createMessage(q *request) (response, error) {
	wanted := SendMessages
	if c := d.channels[q.values["channel"]]; c != nil && c.kind == publicThread {
		wanted = SendMessagesInThreads
	}
	c, err := d.channelFor(q, wanted)
	if err != nil {
		return response{}, err
	}
	w, p := schema.MessageParams{}, schema.NewForm()
	if err := q.readAt(p, q.object(), schema.CreateMessageShape, &w); err != nil {
		return response{}, err
	}
	if string(w.Nonce) == "null" {
		w.Nonce = nil
	}
	nonce := strings.Trim(string(w.Nonce), `"`)
	if w.EnforceNonce && nonce != "" {
		if earlier, ok := d.nonces[nonce]; ok && d.options.Real().Sub(earlier.at) < nonceWindow {
			if earlier.message.removed {
				return response{}, unknownMessage
			}
			return response{body: earlier.message}, nil
		}
	}
	m := &Message{ChannelID: c.id, Author: d.bot, Nonce: w.Nonce, TTS: w.TTS}
	if err := d.setReference(c, m, w.Reference); err != nil {
		return response{}, err
	}
	if err := d.applyParams(q, p, m, &w, schema.FlagSuppressNotifications|schema.FlagComponentsV2); err != nil {
		return response{}, err
	}
	if _, err := d.channelFor(q, neededPermissions(m)); err != nil {
		return response{}, err
	}
	d.postMessage(m, nil)
	if nonce != "" {
		d.nonces[nonce] = nonceEntry{m, d.options.Real()}
	}
	return response{body: m}, nil
}

// setReference makes the message a reply to another one in the same channel.
func (d *Discord) setReference(c *channel, m *Message, to *schema.Reference) error {
	if to == nil {
		return nil
	}
	if _, err := c.find(&request{values: map[string]string{"message": to.MessageID}}); err != nil {
		return invalidField("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
	}
	m.Type = replyMessage
	m.Reference = &schema.Reference{MessageID: to.MessageID, ChannelID: c.id, GuildID: c.guild.id}
	return nil
}

// neededPermissions returns the permissions that the message's content
// requires.
func neededPermissions(m *Message) Permissions {
	var wanted Permissions
	if len(m.Attachments) > 0 {
		wanted |= AttachFiles
	}
	return wanted
}

// postMessage gives the message an id and a time and adds it to its channel. i
// is the interaction that it responds to, or nil.
func (d *Discord) postMessage(m *Message, i *Interaction) {
	m.ID, m.Timestamp = d.newID(), timestamp(d.clock.Now())
	c := d.channels[m.ChannelID]
	c.messages = append(c.messages, m)
	kind := Posted
	if m.Flags&schema.FlagLoading != 0 {
		kind = Thinking
	}
	d.recordEffect(Effect{Kind: kind, Message: m}, i)
}

// editMessage applies an edit or the final response of a deferral to the
// message. i is the interaction whose token was used.
func (d *Discord) editMessage(q *request, p schema.Path, raw []byte, m *Message, i *Interaction) (response, error) {
	var w schema.MessageParams
	if err := q.readAt(p, raw, schema.EditMessageShape(m.Flags), &w); err != nil {
		return response{}, err
	}
	next := m.clone()
	thinking := m.Flags&schema.FlagLoading != 0
	if err := d.applyParams(q, p, next, &w, schema.FlagComponentsV2); err != nil {
		return response{}, err
	}
	kind := Edited
	if thinking {
		next.Flags &^= schema.FlagLoading
		kind = Posted
		m.responseTo.finish()
	} else {
		now := timestamp(d.clock.Now())
		next.EditedTimestamp = &now
	}
	*m = *next
	d.recordEffect(Effect{Kind: kind, Message: m}, i)
	return response{body: m}, nil
}

func (d *Discord) deleteMessage(q *request) (response, error) {
	c, err := d.channelFor(q, 0)
	if err != nil {
		return response{}, err
	}
	m, err := c.find(q)
	if err != nil {
		return response{}, err
	}
	if m.Author != d.bot && !d.botPermissions(c).Has(ManageMessages) {
		return response{}, missingPermissions
	}
	d.removeMessage(m, nil)
	return response{}, nil
}

// removeMessage deletes the message. The effect is attributed to i, or to the
// interaction that the message responds to if i is nil.
func (d *Discord) removeMessage(m *Message, i *Interaction) {
	m.removed = true
	if i == nil {
		i = m.responseTo
	}
	d.recordEffect(Effect{Kind: Deleted, Message: m}, i)
}
