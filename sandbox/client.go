package sandbox

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"dojang/sandbox/schema"
)

// memberChannel returns the channel in which the member acts; the lock is held.
func (d *Discord) memberChannel(a Actor) (*channel, error) {
	c := d.channels[a.Channel]
	if c == nil {
		return nil, mistake(0, "there is no channel %s", a.Channel)
	}
	if c.guild.member(a.User) == nil {
		return nil, mistake(0, "%s is no member of %s", a.User, c.guild.name)
	}
	return c, nil
}

// invokableChannel is memberChannel for actions that reach the application, for
// which the bot has to be in the server.
func (d *Discord) invokableChannel(a Actor) (*channel, error) {
	c, err := d.memberChannel(a)
	if err == nil && c.guild.member(d.bot.ID) == nil {
		return nil, mistakeWithCode(BotAbsent, 0, "%s is not in this server", BotName)
	}
	return c, err
}

// nameOf returns what the user is called in the channel's guild.
func (d *Discord) nameOf(c *channel, user string) string {
	if m := c.guild.member(user); m != nil {
		return m.name()
	}
	if u := d.users[user]; u != nil {
		return u.Name()
	}
	return user
}

// usableComponent returns the component with the custom_id, if the member sees
// the message and the component is enabled.
func (d *Discord) usableComponent(a Actor, message, customID string) (*channel, *Message, *schema.Component, error) {
	c, err := d.invokableChannel(a)
	if err != nil {
		return nil, nil, nil, err
	}
	m, err := c.visible(a.User, message)
	if err != nil {
		return nil, nil, nil, err
	}
	var found *schema.Component
	schema.Walk(m.Components, func(part *schema.Component) {
		if part.CustomID == customID && customID != "" {
			found = part
		}
	})
	switch {
	case found == nil:
		return nil, nil, nil, mistake(0, "the message has no component %q", customID)
	case found.Disabled:
		return nil, nil, nil, mistake(0, "the component %q is disabled", customID)
	}
	return c, m, found, nil
}

// visible returns the message with the id if the user sees it.
func (c *channel) visible(user, id string) (*Message, error) {
	for _, m := range c.messages {
		if m.ID == id && m.visibleTo(user) {
			return m, nil
		}
	}
	return nil, mistakeWithCode(MessageGone, 0, "the message is not there")
}

// Press presses a button of a message.
func (d *Discord) Press(a Actor, message, customID string) (*Interaction, error) {
	d.mu.Lock()
	defer d.release()
	c, m, part, err := d.usableComponent(a, message, customID)
	if err != nil {
		return nil, err
	}
	if part.Type != schema.Button {
		return nil, mistake(0, "the component %q is no button", customID)
	}
	i := &Interaction{kind: componentInteraction, user: a.User, name: "[" + part.Caption() + "]", channel: c, source: m}
	d.dispatchInteraction(i, jsonObject{"custom_id": part.CustomID, "component_type": part.Type, "id": part.ID})
	return i, nil
}

// Choose selects values from a menu of a message: options by label or value,
// members and channels by name. No values select nothing, if the menu allows
// that.
func (d *Discord) Choose(a Actor, message, customID string, values []Word) (*Interaction, error) {
	d.mu.Lock()
	defer d.release()
	c, m, part, err := d.usableComponent(a, message, customID)
	if err != nil {
		return nil, err
	}
	if !part.IsSelect() {
		return nil, mistake(0, "the component %q is no menu", customID)
	}
	r := d.newResolver(c, a.User)
	chosen, err := r.selectValues(part, values)
	if err != nil {
		return nil, err
	}
	data := jsonObject{"custom_id": part.CustomID, "component_type": part.Type, "id": part.ID, "values": chosen}
	r.addTo(data)
	labels := make([]string, len(values))
	for n, v := range values {
		labels[n] = v.Text
	}
	i := &Interaction{kind: componentInteraction, user: a.User, name: "[" + strings.Join(labels, ", ") + "]", channel: c, source: m}
	d.dispatchInteraction(i, data)
	return i, nil
}

// Dismiss hides an ephemeral message from its member. The application is not
// told, and can still edit the message.
func (d *Discord) Dismiss(a Actor, message string) error {
	d.mu.Lock()
	defer d.release()
	c, err := d.memberChannel(a)
	if err != nil {
		return err
	}
	m, err := c.visible(a.User, message)
	switch {
	case err != nil:
		return err
	case !m.Private():
		return mistake(0, "only private messages can be dismissed")
	}
	d.removeMessage(m, m.responseTo)
	return nil
}

// Say posts a plain message of a member. The application is not told: its
// session would need an intent that it does not ask for.
func (d *Discord) Say(a Actor, content string) error {
	d.mu.Lock()
	defer d.release()
	c, err := d.memberChannel(a)
	if err != nil {
		return err
	}
	content = strings.TrimSpace(content)
	switch n := utf8.RuneCountInString(content); {
	case !c.permissions(c.guild.member(a.User)).Has(SendMessages):
		return mistake(0, "%s may not write here", d.nameOf(c, a.User))
	case n == 0 || n > schema.MaxContent:
		return mistake(0, "a message takes 1 to %d characters, not %d", schema.MaxContent, n)
	}
	d.postMessage(&Message{ChannelID: c.id, Author: d.users[a.User], Content: content}, nil)
	return nil
}

// Visible returns the messages of a channel that the member sees, oldest first,
// without deferred responses that have not come.
func (d *Discord) Visible(a Actor) []*Message {
	d.mu.Lock()
	defer d.mu.Unlock()
	var seen []*Message
	if c := d.channels[a.Channel]; c != nil {
		for _, m := range c.messages {
			if m.visibleTo(a.User) && m.Flags&schema.FlagLoading == 0 {
				seen = append(seen, m.clone())
			}
		}
	}
	return seen
}

// History returns up to limit messages that the member sees in the channel,
// oldest first: those right before the message with the id before, or right
// after the one with the id after, or the newest if both are "". seen is the
// number of effects so far, to be passed to [Discord.Effects].
func (d *Discord) History(a Actor, before, after string, limit int) (messages []*Message, seen int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := d.channels[a.Channel]
	if c == nil {
		return nil, d.effectCount
	}
	all := c.messages
	collect := func(m *Message) bool {
		if m.visibleTo(a.User) {
			messages = append(messages, m.clone())
		}
		return len(messages) < limit
	}
	if after != "" {
		for _, m := range all[sort.Search(len(all), func(n int) bool { return olderID(after, all[n].ID) }):] {
			if !collect(m) {
				break
			}
		}
		return messages, d.effectCount
	}
	if before != "" {
		all = all[:sort.Search(len(all), func(n int) bool { return !olderID(all[n].ID, before) })]
	}
	for _, m := range slices.Backward(all) {
		if !collect(m) {
			break
		}
	}
	slices.Reverse(messages)
	return messages, d.effectCount
}
