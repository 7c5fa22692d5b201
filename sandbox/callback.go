package sandbox

import "encoding/json"

// The types of answers. https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type
const (
	messageCallback        = 4
	deferredCallback       = 5
	deferredUpdateCallback = 6
	updateCallback         = 7
	choicesCallback        = 8
	modalCallback          = 9
)

// answers returns the types that may answer the interaction.
func (i *Interaction) answers() []int {
	switch {
	case i.kind == autocompleteInteraction:
		return []int{choicesCallback}
	case i.kind == commandInteraction:
		return []int{messageCallback, deferredCallback, modalCallback}
	case i.kind == componentInteraction:
		return []int{messageCallback, deferredCallback, deferredUpdateCallback, updateCallback, modalCallback}
	case i.source != nil:
		return []int{messageCallback, deferredCallback, deferredUpdateCallback, updateCallback}
	}
	return []int{messageCallback, deferredCallback}
}

// callback is the first answer to an interaction.
func (d *Discord) callback(q *request) (answer, error) {
	i := d.interactions[q.values["interaction"]]
	if i == nil || i.token != q.values["token"] {
		return answer{}, unknownInteraction
	}
	if i.answered {
		q.excused = i.excused // the sender could not know
		return answer{}, alreadyAcknowledged
	}
	if d.options.Real().Sub(i.received) >= answerLimit {
		d.expire(i)
	}
	if i.failed {
		return answer{}, unknownInteraction
	}
	var body struct {
		Type int             `json:"type"`
		Data json.RawMessage `json:"data"`
	}
	if err := q.read(fields{"type": must(oneOf(i.answers()...)), "data": may(anything)}.shape, &body); err != nil {
		return answer{}, err
	}
	if len(body.Data) == 0 || string(body.Data) == "null" {
		body.Data = []byte("{}")
	}
	if err := d.accept(q, i, body.Type, body.Data); err != nil {
		return answer{}, err
	}
	i.answer()
	i.excused = q.lost
	if !q.flag("with_response") {
		return answer{}, nil
	}
	return answer{body: i.response(body.Type)}, nil
}

// accept does what an answer of the type asks for.
func (d *Discord) accept(q *request, i *Interaction, kind int, data []byte) error {
	p := place{&form{}, "data"}
	switch kind {
	case messageCallback:
		m, err := d.respond(q, p, data, i, &Message{})
		if err != nil {
			return err
		}
		i.original = m
		i.end()
	case deferredCallback:
		return d.deferAnswer(q, p, data, i)
	case deferredUpdateCallback:
		i.original = i.source
		i.end()
	case updateCallback:
		if i.source.removed {
			return unknownMessage
		}
		if _, err := d.edit(q, p, data, i.source, i); err != nil {
			return err
		}
		i.original = i.source
		i.end()
	case choicesCallback:
		return d.complete(q, p, data, i)
	case modalCallback:
		return d.openModal(q, p, data, i)
	}
	return nil
}

// respond makes a new message for the interaction out of a draft, on top of
// what m has already.
func (d *Discord) respond(q *request, p place, raw []byte, i *Interaction, m *Message) (*Message, error) {
	var w draft
	if err := q.readAt(p, raw, draftShape(replyFields, 0), &w); err != nil {
		return nil, err
	}
	m.TTS = w.TTS
	d.address(m, i)
	if err := d.write(q, p, m, &w, ephemeral|suppressNotifications|componentsV2); err != nil {
		return nil, err
	}
	d.post(m, i)
	return m, nil
}

// address fills in that the message comes from the bot and which interaction
// it answers. The answer to a component is a reply to its message.
func (d *Discord) address(m *Message, i *Interaction) {
	m.ChannelID, m.Author, m.ApplicationID, m.WebhookID, m.by = i.channel.id, d.bot, d.bot.ID, d.bot.ID, i
	m.InteractionMetadata = d.metadata(i)
	if i.original != nil {
		m.InteractionMetadata["original_response_message_id"] = i.original.ID
	}
	switch {
	case m.Reference != nil: // a follow-up
		m.Type = replyMessage
	case i.source != nil:
		m.Type = replyMessage
		m.Reference = &Reference{MessageID: i.source.ID, ChannelID: i.channel.id, GuildID: i.channel.guild.id}
	case i.kind == commandInteraction:
		m.Type = commandMessage
		m.Interaction = jsonObject{"id": i.id, "type": i.kind, "name": i.act[len("/"):], "user": d.users[i.user]}
	}
}

// deferAnswer shows that the application is thinking. Whether the answer is
// private is settled here; no other flag may be given yet.
func (d *Discord) deferAnswer(q *request, p place, raw []byte, i *Interaction) error {
	var w draft
	if err := q.readAt(p, raw, replyFields.shape, &w); err != nil {
		return err
	}
	m := &Message{}
	m.Flags = w.flags(q, p, m, ephemeral)
	if err := invalidForm(p.form); err != nil {
		return err
	}
	if w.Content.value != "" || len(w.Components.value) > 0 {
		q.note("a deferral has no content; that comes with the edit")
	}
	d.address(m, i)
	m.Flags |= loading
	d.post(m, i)
	i.original = m
	return nil
}

// complete shows the choices of an autocompletion.
func (d *Discord) complete(q *request, p place, raw []byte, i *Interaction) error {
	value := shape(text(1, maxChoiceValue))
	switch i.choices.Type {
	case integerOption:
		value = integer(-maxInteger, maxInteger)
	case numberOption:
		value = number
	}
	var body struct {
		Choices []Choice `json:"choices"`
	}
	err := q.readAt(p, raw, fields{"choices": may(list(0, maxChoices, fields{
		"name": must(text(1, 100)), "name_localizations": may(localized(text(1, 100))), "value": must(value),
	}.shape))}.shape, &body)
	if err != nil {
		return err
	}
	i.offered = body.Choices
	d.show(Effect{Kind: Completed, Choices: body.Choices}, i)
	i.end()
	return nil
}

// response tells what came of the answer.
func (i *Interaction) response(kind int) jsonObject {
	about := jsonObject{"id": i.id, "type": i.kind}
	o := jsonObject{"interaction": about}
	if i.original != nil {
		about["response_message_id"] = i.original.ID
		about["response_message_loading"] = i.original.Flags&loading != 0
		about["response_message_ephemeral"] = i.original.Private()
	}
	if kind == messageCallback || kind == updateCallback {
		o["resource"] = jsonObject{"type": kind, "message": i.original}
	}
	return o
}

// maxChoiceValue is the longest value of a choice that is a string, in
// characters.
const maxChoiceValue = 100

// maxInteger is the largest number of an integer option: 2^53 - 1.
const maxInteger = 1<<53 - 1
