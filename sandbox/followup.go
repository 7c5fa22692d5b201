package sandbox

import "dojang/sandbox/schema"

// interactionByToken returns the interaction whose token the request has, if
// the token may still be used: the interaction was acknowledged and is less
// than 15 minutes old.
func (d *Discord) interactionByToken(q *request) (*Interaction, error) {
	if q.values["application"] != d.bot.ID {
		return nil, unknownWebhook
	}
	i := d.tokens[q.values["token"]]
	switch {
	case i == nil:
		return nil, invalidToken
	case d.clock.Now().Sub(i.createdAt) >= tokenLifetime:
		return nil, invalidToken
	case !i.acknowledged:
		return nil, unknownWebhook
	}
	return i, nil
}

// interactionMessage returns the interaction and the message that the request
// names: @original, or a message of the interaction by its id.
func (d *Discord) interactionMessage(q *request) (*Interaction, *Message, error) {
	i, err := d.interactionByToken(q)
	if err != nil {
		return nil, nil, err
	}
	id := q.values["message"]
	if i.original != nil && !i.original.removed && (id == "@original" || id == i.original.ID) {
		return i, i.original, nil
	}
	if c := d.channels[i.channel.id]; c != nil && id != "@original" {
		for _, m := range c.messages {
			if m.ID == id && m.responseTo == i && !m.removed {
				return i, m, nil
			}
		}
	}
	return nil, nil, unknownMessage
}

// followUp creates another message for the interaction. Right after a deferral
// it becomes the deferred response instead, as Discord does for old bots.
func (d *Discord) followUp(q *request) (response, error) {
	i, err := d.interactionByToken(q)
	if err != nil {
		return response{}, err
	}
	if i.original != nil && !i.original.removed && i.original.Flags&schema.FlagLoading != 0 {
		return d.editInteractionMessage(q, i, i.original)
	}
	m := &Message{}
	if i.original != nil {
		m.Reference = &schema.Reference{MessageID: i.original.ID, ChannelID: i.channel.id, GuildID: i.channel.guild.id}
	}
	m, err = d.createResponse(q, schema.NewForm(), q.object(), i, m)
	if err != nil {
		return response{}, err
	}
	i.finish()
	return response{body: m}, nil
}

func (d *Discord) editResponse(q *request) (response, error) {
	i, m, err := d.interactionMessage(q)
	if err != nil {
		return response{}, err
	}
	return d.editInteractionMessage(q, i, m)
}

// editInteractionMessage edits a message of the interaction. If the response
// was deferred, this is the response.
func (d *Discord) editInteractionMessage(q *request, i *Interaction, m *Message) (response, error) {
	a, err := d.editMessage(q, schema.NewForm(), q.object(), m, i)
	if err != nil {
		return response{}, err
	}
	i.finish()
	return a, nil
}

func (d *Discord) deleteResponse(q *request) (response, error) {
	i, m, err := d.interactionMessage(q)
	if err != nil {
		return response{}, err
	}
	d.removeMessage(m, i)
	i.finish()
	return response{}, nil
}
