package sandbox

import (
	"time"

	"dojang/sandbox/schema"
)

// How long the application has to respond. https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-callback
const (
	AnswerLimit   = 3 * time.Second  // real time, for the first response
	tokenLifetime = 15 * time.Minute // of the sandbox's clock, for everything later
)

// The types of interactions.
const (
	commandInteraction      = 2
	componentInteraction    = 3
	autocompleteInteraction = 4
	modalInteraction        = 5
)

// attachmentSizeLimit is the largest file that a user may upload, in bytes.
const attachmentSizeLimit = maxFileBytes

// Interaction is a member's use of a command, component or modal, to which the
// application has to respond.
type Interaction struct {
	id, token  string
	kind       int
	user       string // id
	name       string // /check, [Undo], a modal's title or the name of a command in a menu
	channel    *channel
	createdAt  time.Time // time of the sandbox's clock
	receivedAt time.Time // real time

	command  *schema.Command // in a menu, or nil
	target   string          // id of the member or message that the command was used on
	source   *Message        // has the component that was used, or that opened the submitted modal
	opener   *Interaction    // opened the submitted modal
	option   *schema.Option  // for which autocompletion is requested
	original *Message        // @original: the response, or the message that was updated

	modal          *schema.Modal   // opened by the application
	modalOpen      bool            // the modal can still be submitted or closed
	offeredChoices []schema.Choice // for an autocompletion

	acknowledged     bool // a callback was accepted
	timedOut         bool // no callback came in time
	confirmationLost bool // the response to the accepted callback was lost

	responded chan struct{} // closed when acknowledged or timed out
	finished  bool
	done      chan struct{} // closed when finished
	deadline  *time.Timer
}

// ID returns the interaction's id.
func (i *Interaction) ID() string { return i.id }

// Done returns a channel that is closed when the member no longer waits: the
// application has responded, and has followed a deferral with a response, or it
// did not respond in time.
func (i *Interaction) Done() <-chan struct{} { return i.done }

// Answered returns a channel that is closed when the first response, perhaps a
// deferral, has come, or the application did not respond in time.
func (i *Interaction) Answered() <-chan struct{} { return i.responded }

// Outcome is the result of an interaction besides messages.
type Outcome struct {
	Failed  bool            // the application did not respond
	Modal   *schema.Modal   // the modal that was opened, or nil
	Choices []schema.Choice // offered by autocompletion
}

// Outcome returns the result of the interaction so far.
func (d *Discord) Outcome(i *Interaction) Outcome {
	d.mu.Lock()
	defer d.mu.Unlock()
	return Outcome{Failed: i.timedOut, Modal: i.modal, Choices: i.offeredChoices}
}

// finish closes the channel that Done returns, once; the lock is held.
func (i *Interaction) finish() {
	if !i.finished {
		i.finished = true
		close(i.done)
	}
}

// acknowledge records that a callback was accepted, and closes the modal that
// was submitted; the lock is held.
func (i *Interaction) acknowledge() {
	i.acknowledged = true
	if i.opener != nil {
		i.opener.modalOpen = false
	}
	i.deadline.Stop()
	close(i.responded)
}

// failInteraction records that the application did not respond in time, after
// which it cannot; the lock is held.
func (d *Discord) failInteraction(i *Interaction) {
	if i.acknowledged || i.timedOut {
		return
	}
	i.timedOut = true
	close(i.responded)
	d.recordFault("the application did not respond to " + i.name)
	d.recordEffect(Effect{Kind: Unanswered}, i)
	i.finish()
}

// Abandon stops waiting for a deferred response, and records as a fault that it
// did not come.
func (d *Discord) Abandon(i *Interaction) {
	d.mu.Lock()
	defer d.release()
	if !i.finished {
		d.recordFault("the application deferred its answer to " + i.name + " and did not give it")
		i.finish()
	}
}

// dispatchInteraction creates the interaction and sends it to the application
// with the data; the lock is held.
func (d *Discord) dispatchInteraction(i *Interaction, data jsonObject) {
	i.id, i.createdAt, i.receivedAt = d.newID(), d.clock.Now(), d.options.Real()
	i.token = interactionToken(d.bot.ID, i.id)
	i.responded, i.done = make(chan struct{}), make(chan struct{})
	d.remember(i)
	i.deadline = time.AfterFunc(AnswerLimit, func() {
		d.mu.Lock()
		defer d.release()
		d.failInteraction(i)
	})
	payload := d.payload(i, data)
	for range d.gateway.deliveries() {
		r := d.emit(0, i.channel.guild.id, "INTERACTION_CREATE", payload)
		if r.Interaction = i.id; i.source != nil {
			r.Message = i.source.ID
		}
	}
}

// maxInteractions is how many interactions are kept. Discord forgets one after
// 15 minutes. The sandbox's clock stands still, so here newer ones replace it.
const maxInteractions = 5000

// remember makes the interaction known to requests, and forgets the oldest ones
// that are acknowledged or timed out. The lock is held.
func (d *Discord) remember(i *Interaction) {
	d.interactions[i.id], d.tokens[i.token] = i, i
	d.interactionOrder = append(d.interactionOrder, i)
	for len(d.interactionOrder) > maxInteractions && (d.interactionOrder[0].acknowledged || d.interactionOrder[0].timedOut) {
		delete(d.interactions, d.interactionOrder[0].id)
		delete(d.tokens, d.interactionOrder[0].token)
		d.interactionOrder[0] = nil
		d.interactionOrder = d.interactionOrder[1:]
	}
}

// payload returns the interaction as the application receives it.
func (d *Discord) payload(i *Interaction, data jsonObject) jsonObject {
	g := i.channel.guild
	m := g.member(i.user)
	member := m.object()
	member["permissions"] = i.channel.permissions(m)
	channel := i.channel.object()
	channel["permissions"] = i.channel.permissions(m)
	o := jsonObject{
		"id": i.id, "application_id": d.bot.ID, "type": i.kind, "token": i.token, "version": 1, "data": data,
		"guild_id": g.id, "guild": jsonObject{"id": g.id, "locale": g.locale, "features": []string{}},
		"channel_id": i.channel.id, "channel": channel, "member": member,
		"locale": m.locale, "guild_locale": g.locale, "context": 0, "entitlements": []any{},
		"authorizing_integration_owners": owners(g), "attachment_size_limit": attachmentSizeLimit,
		"app_permissions": d.botPermissions(i.channel),
	}
	if i.source != nil {
		o["message"] = i.source
	}
	return o
}

// owners says that the application was installed to the server.
func owners(g *guild) jsonObject { return jsonObject{"0": g.id} }

// metadata returns what a message says about the interaction that it responds
// to.
func (d *Discord) metadata(i *Interaction) jsonObject {
	o := jsonObject{
		"id": i.id, "type": i.kind, "user": d.users[i.user], "authorizing_integration_owners": owners(i.channel.guild),
	}
	switch {
	case i.command != nil && i.command.Type == schema.OnMessage:
		o["target_message_id"] = i.target
	case i.command != nil:
		o["target_user"] = d.users[i.target]
	}
	switch i.kind {
	case componentInteraction:
		o["interacted_message_id"] = i.source.ID
	case modalInteraction:
		o["triggering_interaction_metadata"] = d.metadata(i.opener)
	}
	return o
}
