package sandbox

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// nonceWindow is how long a nonce is remembered: "the past few minutes" in the
// documentation. Real time counts, as the retries do that it is for.
const nonceWindow = 5 * time.Minute

// sent is a message that was created with a nonce.
type sent struct {
	message *Message
	at      time.Time
}

// reach returns the channel of the request, if the bot may see it and has the
// permissions there.
func (d *Discord) reach(q *request, wanted Permissions) (*channel, error) {
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

// find returns the message that the request names in the channel. What only
// one member sees does not exist for these endpoints.
func (c *channel) find(q *request) (*Message, error) {
	for _, m := range c.messages {
		if m.ID == q.values["message"] && !m.removed && !m.Private() {
			return m, nil
		}
	}
	return nil, unknownMessage
}

func (d *Discord) getChannel(q *request) (answer, error) {
	c, err := d.reach(q, 0)
	if err != nil {
		return answer{}, err
	}
	return answer{body: c.object()}, nil
}

// read is the message as the application may read it: what people wrote to
// each other is empty without the privileged intent for it.
func (d *Discord) read(m *Message) *Message {
	if m.Author == d.bot {
		return m
	}
	c := m.clone()
	c.Content = ""
	return c
}

// listMessages gives up to limit messages, newest first, near the one that is
// named by before, after or around. Without the permission to read the history
// it gives none.
func (d *Discord) listMessages(q *request) (answer, error) {
	c, err := d.reach(q, 0)
	if err != nil {
		return answer{}, err
	}
	query := q.http.URL.Query()
	limit := 50
	if s := query.Get("limit"); s != "" {
		if limit, err = strconv.Atoi(s); err != nil || limit < 1 || limit > 100 {
			return answer{}, invalidField("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
		}
	}
	found := []*Message{}
	if !d.botPermissions(c).Has(ReadMessageHistory) {
		return answer{body: found}, nil
	}
	for _, m := range c.messages {
		if !m.removed && !m.Private() {
			found = append(found, d.read(m))
		}
	}
	before, after, around := query.Get("before"), query.Get("after"), query.Get("around")
	from := func(id string) int { // the first message that is not older than id
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
	return answer{body: found}, nil
}

func (d *Discord) createMessage(q *request) (answer, error) {
	wanted := SendMessages
	if c := d.channels[q.values["channel"]]; c != nil && c.kind == publicThread {
		wanted = SendMessagesInThreads
	}
	c, err := d.reach(q, wanted)
	if err != nil {
		return answer{}, err
	}
	w, p := draft{}, place{&form{}, ""}
	if err := q.readAt(p, q.object(), draftShape(createFields, 0), &w); err != nil {
		return answer{}, err
	}
	if string(w.Nonce) == "null" {
		w.Nonce = nil
	}
	nonce := strings.Trim(string(w.Nonce), `"`)
	if w.EnforceNonce && nonce != "" {
		if earlier, ok := d.nonces[nonce]; ok && d.options.Real().Sub(earlier.at) < nonceWindow {
			if earlier.message.removed {
				return answer{}, unknownMessage
			}
			return answer{body: earlier.message}, nil
		}
	}
	m := &Message{ChannelID: c.id, Author: d.bot, Nonce: w.Nonce, TTS: w.TTS}
	if err := d.reply(c, m, w.Reference); err != nil {
		return answer{}, err
	}
	if err := d.write(q, p, m, &w, suppressNotifications|componentsV2); err != nil {
		return answer{}, err
	}
	if _, err := d.reach(q, needs(m)); err != nil {
		return answer{}, err
	}
	d.post(m, nil)
	if nonce != "" {
		d.nonces[nonce] = sent{m, d.options.Real()}
	}
	return answer{body: m}, nil
}

// reply makes the message an answer to another one in the same channel.
func (d *Discord) reply(c *channel, m *Message, to *Reference) error {
	if to == nil {
		return nil
	}
	if _, err := c.find(&request{values: map[string]string{"message": to.MessageID}}); err != nil {
		return invalidField("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
	}
	m.Type = replyMessage
	m.Reference = &Reference{MessageID: to.MessageID, ChannelID: c.id, GuildID: c.guild.id}
	return nil
}

// needs returns the permissions that the bot needs for what is in the message.
func needs(m *Message) Permissions {
	var wanted Permissions
	if len(m.Attachments) > 0 {
		wanted |= AttachFiles
	}
	return wanted
}

// post gives the message an id and a time and puts it into its channel. i is
// the interaction that it answers, or nil.
func (d *Discord) post(m *Message, i *Interaction) {
	m.ID, m.Timestamp = d.newID(), timestamp(d.clock.Now())
	c := d.channels[m.ChannelID]
	c.messages = append(c.messages, m)
	kind := Posted
	if m.Flags&loading != 0 {
		kind = Thinking
	}
	d.show(Effect{Kind: kind, Message: m}, i)
}

// edit applies an edit to a message that has been posted, by the token of the
// interaction.
func (d *Discord) edit(q *request, p place, raw []byte, m *Message, i *Interaction) (answer, error) {
	var w draft
	if err := q.readAt(p, raw, draftShape(editFields, m.Flags), &w); err != nil {
		return answer{}, err
	}
	next := m.clone()
	thinking := m.Flags&loading != 0
	if err := d.write(q, p, next, &w, componentsV2); err != nil {
		return answer{}, err
	}
	kind := Edited
	if thinking {
		next.Flags &^= loading
		kind = Posted
		m.by.end()
	} else {
		now := timestamp(d.clock.Now())
		next.EditedTimestamp = &now
	}
	*m = *next
	d.show(Effect{Kind: kind, Message: m}, i)
	return answer{body: m}, nil
}

// shownFor is the interaction that an effect on the message is told of: the
// one that caused it, else the one that the message answers.
func (m *Message) shownFor(i *Interaction) *Interaction {
	if i == nil {
		return m.by
	}
	return i
}

func (d *Discord) deleteMessage(q *request) (answer, error) {
	c, err := d.reach(q, 0)
	if err != nil {
		return answer{}, err
	}
	m, err := c.find(q)
	if err != nil {
		return answer{}, err
	}
	if m.Author != d.bot && !d.botPermissions(c).Has(ManageMessages) {
		return answer{}, missingPermissions
	}
	d.remove(m, nil)
	return answer{}, nil
}

// remove takes the message away.
func (d *Discord) remove(m *Message, i *Interaction) {
	m.removed = true
	d.show(Effect{Kind: Deleted, Message: m}, m.shownFor(i))
}
