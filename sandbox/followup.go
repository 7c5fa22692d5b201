package sandbox

// pending returns the interaction whose token the request has, if it may still
// be used: it was answered in time, and not more than 15 minutes ago.
func (d *Discord) pending(q *request) (*Interaction, error) {
	if q.values["application"] != d.bot.ID {
		return nil, unknownWebhook
	}
	i := d.tokens[q.values["token"]]
	switch {
	case i == nil:
		return nil, invalidToken
	case d.clock.Now().Sub(i.made) >= tokenLifetime:
		return nil, invalidToken
	case !i.answered:
		return nil, unknownWebhook
	}
	return i, nil
}

// response returns the interaction and the message that the request names:
// @original, or a follow-up by its id.
func (d *Discord) response(q *request) (*Interaction, *Message, error) {
	i, err := d.pending(q)
	if err != nil {
		return nil, nil, err
	}
	id := q.values["message"]
	if i.original != nil && !i.original.removed && (id == "@original" || id == i.original.ID) {
		return i, i.original, nil
	}
	if c := d.channels[i.channel.id]; c != nil && id != "@original" {
		for _, m := range c.messages {
			if m.ID == id && m.by == i && !m.removed {
				return i, m, nil
			}
		}
	}
	return nil, nil, unknownMessage
}

// followUp makes another message for the interaction. Right after a deferral
// it is what was deferred instead, for old bots.
func (d *Discord) followUp(q *request) (answer, error) {
	i, err := d.pending(q)
	if err != nil {
		return answer{}, err
	}
	if i.original != nil && !i.original.removed && i.original.Flags&loading != 0 {
		return d.finish(q, i, i.original)
	}
	m := &Message{}
	if i.original != nil {
		m.Reference = &Reference{MessageID: i.original.ID, ChannelID: i.channel.id, GuildID: i.channel.guild.id}
	}
	m, err = d.respond(q, place{&form{}, ""}, q.object(), i, m)
	if err != nil {
		return answer{}, err
	}
	i.end()
	return answer{body: m}, nil
}

func (d *Discord) editResponse(q *request) (answer, error) {
	i, m, err := d.response(q)
	if err != nil {
		return answer{}, err
	}
	return d.finish(q, i, m)
}

// finish edits a message of the interaction, which ends a deferral.
func (d *Discord) finish(q *request, i *Interaction, m *Message) (answer, error) {
	a, err := d.edit(q, place{&form{}, ""}, q.object(), m, i)
	if err != nil {
		return answer{}, err
	}
	i.end()
	return a, nil
}

func (d *Discord) deleteResponse(q *request) (answer, error) {
	i, m, err := d.response(q)
	if err != nil {
		return answer{}, err
	}
	d.remove(m, i)
	i.end()
	return answer{}, nil
}
