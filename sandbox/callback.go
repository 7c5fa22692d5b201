package sandbox

import (
	"encoding/json"
	"errors"
	"strings"

	"dojang/sandbox/schema"
)

// The types of callbacks.
// https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type
const (
	messageCallback        = 4
	deferredCallback       = 5
	deferredUpdateCallback = 6
	updateCallback         = 7
	choicesCallback        = 8
	modalCallback          = 9
)

// callbackTypes returns the types of callbacks that may respond to the
// interaction.
func (i *Interaction) callbackTypes() []int {
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

// callback handles the first response to an interaction.
func (d *Discord) callback(q *request) (response, error) {
	i := d.interactions[q.values["interaction"]]
	if i == nil || i.token != q.values["token"] {
		return response{}, unknownInteraction
	}
	if i.acknowledged {
		q.excused = i.confirmationLost // the sender could not know
		return response{}, alreadyAcknowledged
	}
	if d.options.Real().Sub(i.receivedAt) >= AnswerLimit {
		d.failInteraction(i)
	}
	if i.timedOut {
		return response{}, unknownInteraction
	}
	var body struct {
		Type int             `json:"type"`
		Data json.RawMessage `json:"data"`
	}
	if err := q.read(schema.CallbackShape(i.callbackTypes()), &body); err != nil {
		return response{}, err
	}
	if len(body.Data) == 0 || string(body.Data) == "null" {
		body.Data = []byte("{}")
	}
	err := d.handleCallback(q, i, body.Type, body.Data)
	if errors.Is(err, internalError) { // as Discord answers at once to a callback with too much text
		err = unknownInteraction
	}
	if err != nil {
		return response{}, err
	}
	i.acknowledge()
	i.confirmationLost = q.responseLost
	if !q.flag("with_response") {
		return response{}, nil
	}
	return response{body: i.callbackResponse(body.Type)}, nil
}

// handleCallback applies a callback of the type.
func (d *Discord) handleCallback(q *request, i *Interaction, kind int, data []byte) error {
	p := schema.NewForm().At("data")
	switch kind {
	case messageCallback:
		m, err := d.createResponse(q, p, data, i, &Message{})
		if err != nil {
			return err
		}
		i.original = m
		i.finish()
	case deferredCallback:
		return d.deferReply(q, p, data, i)
	case deferredUpdateCallback:
		i.original = i.source
		i.finish()
	case updateCallback:
		if i.source.removed {
			return unknownMessage
		}
		if _, err := d.editMessage(q, p, data, i.source, i); err != nil {
			return err
		}
		i.original = i.source
		i.finish()
	case choicesCallback:
		return d.showChoices(q, p, data, i)
	case modalCallback:
		return d.openModal(q, p, data, i)
	}
	return nil
}

// createResponse fills m from the request and posts it as a response to the
// interaction.
func (d *Discord) createResponse(q *request, p schema.Path, raw []byte, i *Interaction, m *Message) (*Message, error) {
	var w schema.MessageParams
	if err := q.readAt(p, raw, schema.ResponseShape, &w); err != nil {
		return nil, err
	}
	m.TTS = w.TTS
	d.setOrigin(m, i)
	if err := d.applyParams(q, p, m, &w, schema.FlagEphemeral|schema.FlagSuppressNotifications|schema.FlagComponentsV2); err != nil {
		return nil, err
	}
	d.postMessage(m, i)
	return m, nil
}

// setOrigin sets the author of the message and the interaction to which it
// responds. A response to a component or to a command in a message's menu is a
// reply to that message.
func (d *Discord) setOrigin(m *Message, i *Interaction) {
	m.ChannelID, m.Author, m.ApplicationID, m.WebhookID, m.responseTo = i.channel.id, d.bot, d.bot.ID, d.bot.ID, i
	m.InteractionMetadata = d.metadata(i)
	if i.original != nil {
		m.InteractionMetadata["original_response_message_id"] = i.original.ID
	}
	switch {
	case m.Reference != nil: // a follow-up
		m.Type = replyMessage
	case i.source != nil:
		m.Type = replyMessage
		m.Reference = &schema.Reference{MessageID: i.source.ID, ChannelID: i.channel.id, GuildID: i.channel.guild.id}
	case i.kind == commandInteraction:
		m.Type = commandMessage
		if i.command != nil {
			m.Type = menuMessage
		}
		if i.command != nil && i.command.Type == schema.OnMessage {
			m.Reference = &schema.Reference{MessageID: i.target, ChannelID: i.channel.id, GuildID: i.channel.guild.id}
		}
		m.Interaction = jsonObject{"id": i.id, "type": i.kind, "name": strings.TrimPrefix(i.name, "/"), "user": d.users[i.user]}
	}
}

// deferReply shows that the application is thinking. It decides whether the
// response will be ephemeral; no other flag may be set yet.
func (d *Discord) deferReply(q *request, p schema.Path, raw []byte, i *Interaction) error {
	var w schema.MessageParams
	if err := q.readAt(p, raw, schema.DeferralShape, &w); err != nil {
		return err
	}
	m := &Message{}
	m.Flags = newFlags(&w, q, p, m, schema.FlagEphemeral)
	if err := invalidForm(p.Form); err != nil {
		return err
	}
	if w.Content.Value != "" || len(w.Components.Value) > 0 {
		q.noteFault("a deferral has no content; that comes with the edit")
	}
	d.setOrigin(m, i)
	m.Flags |= schema.FlagLoading
	d.postMessage(m, i)
	i.original = m
	return nil
}

// showChoices offers the choices of an autocompletion.
func (d *Discord) showChoices(q *request, p schema.Path, raw []byte, i *Interaction) error {
	var body struct {
		Choices []schema.Choice `json:"choices"`
	}
	if err := q.readAt(p, raw, schema.ChoicesShape(i.option.Type), &body); err != nil {
		return err
	}
	i.offeredChoices = body.Choices
	d.recordEffect(Effect{Kind: Completed, Choices: body.Choices}, i)
	i.finish()
	return nil
}

// callbackResponse returns the body for with_response.
func (i *Interaction) callbackResponse(kind int) jsonObject {
	about := jsonObject{"id": i.id, "type": i.kind}
	o := jsonObject{"interaction": about}
	if i.original != nil {
		about["response_message_id"] = i.original.ID
		about["response_message_loading"] = i.original.Flags&schema.FlagLoading != 0
		about["response_message_ephemeral"] = i.original.Private()
	}
	if kind == messageCallback || kind == updateCallback {
		o["resource"] = jsonObject{"type": kind, "message": i.original}
	}
	return o
}
