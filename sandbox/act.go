package sandbox

import (
	"fmt"
	"slices"
	"strings"
)

// Actor is a member who acts in a channel.
type Actor struct{ User, Channel string }

// Word is a piece of what a person typed and the column where it begins,
// counted in characters from 1. Column is 0 for what was not typed.
type Word struct {
	Text   string
	Column int
}

// Input is a value that a person gave for something by name.
type Input struct{ Name, Value Word }

// Mistake is why an act was not done: what Discord's client would not let a
// person do. Column says where; 0 is the act as a whole.
type Mistake struct {
	Column int
	Reason string
}

// Error gives the reason.
func (m *Mistake) Error() string { return m.Reason }

func mistake(column int, format string, args ...any) error {
	return &Mistake{column, fmt.Sprintf(format, args...)}
}

// actor checks that the member can act in the channel and returns it; the lock
// is held.
func (d *Discord) actor(a Actor) (*channel, error) {
	c := d.channels[a.Channel]
	if c == nil {
		return nil, mistake(0, "there is no channel %s", a.Channel)
	}
	m := c.guild.member(a.User)
	if m == nil {
		return nil, mistake(0, "%s is no member of %s", a.User, c.guild.name)
	}
	if c.guild.member(d.bot.ID) == nil {
		return nil, mistake(0, "%s is not in this server", botName)
	}
	return c, nil
}

// nameOf is what the user is called in the channel's guild.
func (d *Discord) nameOf(c *channel, user string) string {
	if m := c.guild.member(user); m != nil {
		return m.name()
	}
	if u := d.users[user]; u != nil {
		return u.Name()
	}
	return user
}

// used returns the component that the member uses on a message, if the message
// is there and the component can be used.
func (d *Discord) used(a Actor, message, customID string) (*channel, *Message, *Component, error) {
	c, err := d.actor(a)
	if err != nil {
		return nil, nil, nil, err
	}
	for _, m := range c.messages {
		if m.ID != message || !m.visibleTo(a.User) {
			continue
		}
		var found *Component
		walk(m.Components, func(part *Component) {
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
	return nil, nil, nil, mistake(0, "the message is not there")
}

// Press presses a button of a message.
func (d *Discord) Press(a Actor, message, customID string) (*Interaction, error) {
	d.mu.Lock()
	defer d.release()
	c, m, part, err := d.used(a, message, customID)
	if err != nil {
		return nil, err
	}
	if part.Type != button {
		return nil, mistake(0, "the component %q is no button", customID)
	}
	i := &Interaction{kind: componentInteraction, user: a.User, act: "[" + part.face() + "]", channel: c, source: m}
	d.begin(i, jsonObject{"custom_id": part.CustomID, "component_type": part.Type, "id": part.ID})
	return i, nil
}

// Choose chooses from a menu of a message: options by label or value, members
// and channels by name.
func (d *Discord) Choose(a Actor, message, customID string, values []Word) (*Interaction, error) {
	d.mu.Lock()
	defer d.release()
	c, m, part, err := d.used(a, message, customID)
	if err != nil {
		return nil, err
	}
	if !part.isMenu() {
		return nil, mistake(0, "the component %q is no menu", customID)
	}
	r := newResolver(c, a.User)
	chosen, err := r.pick(part, values)
	if err != nil {
		return nil, err
	}
	data := jsonObject{"custom_id": part.CustomID, "component_type": part.Type, "id": part.ID, "values": chosen}
	r.addTo(data)
	labels := make([]string, len(values))
	for n, v := range values {
		labels[n] = v.Text
	}
	i := &Interaction{kind: componentInteraction, user: a.User, act: "[" + strings.Join(labels, ", ") + "]", channel: c, source: m}
	d.begin(i, data)
	return i, nil
}

// Dismiss takes a private message out of its member's sight. The application
// is not told, and can still edit what nobody sees any more.
func (d *Discord) Dismiss(a Actor, message string) error {
	d.mu.Lock()
	defer d.release()
	c, err := d.actor(a)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(c.messages, func(m *Message) bool { return m.ID == message && m.visibleTo(a.User) })
	if at < 0 {
		return mistake(0, "the message is not there")
	}
	if !c.messages[at].Private() {
		return mistake(0, "only private messages can be dismissed")
	}
	d.remove(c.messages[at], c.messages[at].by)
	return nil
}

// Visible returns the messages of a channel that the member sees, oldest
// first.
func (d *Discord) Visible(a Actor) []*Message {
	d.mu.Lock()
	defer d.mu.Unlock()
	var seen []*Message
	if c := d.channels[a.Channel]; c != nil {
		for _, m := range c.messages {
			if m.visibleTo(a.User) && m.Flags&loading == 0 {
				seen = append(seen, m.clone())
			}
		}
	}
	return seen
}

// face is what is written on a button.
func (c *Component) face() string {
	if c.Emoji == nil {
		return c.Label
	}
	return strings.TrimSpace(c.Emoji.Name + " " + c.Label)
}
