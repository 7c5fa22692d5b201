package sandbox

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// act does what a member does in a line. The interaction is nil where none
// came of it.
func (p *Player) act(l line) (*Interaction, error) {
	member, err := p.member(l.actor)
	if err != nil {
		return nil, err
	}
	p.acting = member.ID
	a := Actor{member.ID, p.channel}
	if l.room.Text != "" {
		if a.Channel, err = p.room(l.room); err != nil {
			return nil, err
		}
	}
	switch l.verb {
	case typeVerb:
		return p.d.Complete(a, l.path, l.inputs)
	case pressVerb:
		return p.press(a, member.Name, l)
	case chooseVerb:
		return p.choose(a, member.Name, l)
	case submitVerb:
		return p.d.Submit(a, "", l.inputs)
	case dismissVerb:
		return nil, p.dismiss(a, member.Name)
	case saveVerb:
		return nil, p.save(a, member.Name, l)
	}
	if err := p.attach(a, l); err != nil {
		return nil, err
	}
	return p.d.Slash(a, l.path, l.inputs)
}

// attach reads the files whose names the line has for options that take one.
func (p *Player) attach(a Actor, l line) error {
	for i, input := range l.inputs {
		if p.Open == nil || !p.d.takesFile(a, l.path, input.Name) {
			continue
		}
		data, err := p.Open(input.Value.Text)
		if err != nil {
			return mistake(input.Value.Column, "no file to attach: %v", err)
		}
		l.inputs[i].Value.File = &Upload{Name: path.Base(filepath.ToSlash(input.Value.Text)), Data: data}
	}
	return nil
}

// reachable returns the messages whose components the member can use: all in
// the channel, what answers the member's own acts first and then what others
// see too, each newest first; or the one with the number, wherever it is. Who
// says "press Undo" means what they did themselves, if anything can be meant.
func (p *Player) reachable(a *Actor, number Word) ([]*Message, error) {
	if number.Text == "" {
		messages := p.d.Visible(*a)
		slices.Reverse(messages)
		slices.SortStableFunc(messages, func(m, n *Message) int {
			return strings.Compare(m.whose(a.User), n.whose(a.User))
		})
		return messages, nil
	}
	n, _ := strconv.Atoi(number.Text)
	if n < 1 || n > len(p.shown) {
		return nil, mistake(number.Column, "no message %s; the last is %d", number.Text, len(p.shown))
	}
	a.Channel = p.shown[n-1].ChannelID
	for _, m := range p.d.Visible(*a) {
		if m.ID == p.shown[n-1].ID {
			return []*Message{m}, nil
		}
	}
	return nil, mistake(number.Column, "message %d is not there for this member", n)
}

// whose sorts messages that answer the user's acts before all others.
func (m *Message) whose(user string) string {
	if m.by != nil && m.by.user == user {
		return "own"
	}
	return "theirs"
}

// press presses the button that the words name on the first message that has
// it. A link is written out instead.
func (p *Player) press(a Actor, name string, l line) (*Interaction, error) {
	words := make([]string, len(l.words))
	for i, w := range l.words {
		words[i] = w.Text
	}
	wanted := strings.Join(words, " ")
	messages, err := p.reachable(&a, l.message)
	if err != nil {
		return nil, err
	}
	disabled := false
	var offered []string
	for _, m := range messages {
		b, off := m.button(wanted)
		disabled = disabled || off
		if b == nil {
			if offered == nil {
				offered = m.buttons()
			}
			continue
		}
		if b.Style == linkStyle {
			fmt.Fprintf(p.out, "↗ %s\n", b.URL)
			return nil, nil
		}
		return p.d.Press(a, m.ID, b.CustomID)
	}
	switch {
	case disabled:
		return nil, mistake(l.words[0].Column, "the button %q is disabled", wanted)
	case offered == nil:
		return nil, mistake(l.words[0].Column, "there is no button for %s", name)
	}
	return nil, mistake(l.words[0].Column, "no button %q for %s; there are %s", wanted, name, strings.Join(offered, " "))
}

// button finds the enabled button with the label or, failing that, with the
// word among the parts of its custom_id, so that a script can name a button
// whatever its language. off tells that only a disabled one was found.
func (m *Message) button(wanted string) (found *Component, off bool) {
	byLabel := func(c *Component) bool {
		return sameLabel(c.Label, wanted) || sameLabel(c.face(), wanted)
	}
	byPart := func(c *Component) bool {
		return slices.ContainsFunc(strings.Split(c.CustomID, ":"), func(part string) bool { return sameLabel(part, wanted) })
	}
	for _, matches := range []func(*Component) bool{byLabel, byPart} {
		walk(m.Components, func(c *Component) {
			switch {
			case c.Type != button || found != nil || !matches(c):
			case c.Disabled:
				off = true
			default:
				found = c
			}
		})
	}
	return found, off
}

// buttons lists the enabled buttons as they are shown, or is nil.
func (m *Message) buttons() []string {
	var faces []string
	walk(m.Components, func(c *Component) {
		if c.Type == button && !c.Disabled {
			faces = append(faces, "["+c.face()+"]")
		}
	})
	return faces
}

// choose chooses from the first menu that has all the values.
func (p *Player) choose(a Actor, name string, l line) (*Interaction, error) {
	messages, err := p.reachable(&a, l.message)
	if err != nil {
		return nil, err
	}
	var first error
	for _, m := range messages {
		for _, menu := range m.menus() {
			i, err := p.d.Choose(a, m.ID, menu, l.words)
			if err == nil {
				return i, nil
			}
			if first == nil {
				first = err
			}
		}
	}
	if first != nil {
		return nil, first
	}
	return nil, mistake(l.words[0].Column, "there is no menu for %s", name)
}

// menus returns the custom_ids of the enabled menus.
func (m *Message) menus() []string {
	var ids []string
	walk(m.Components, func(c *Component) {
		if c.isMenu() && !c.Disabled {
			ids = append(ids, c.CustomID)
		}
	})
	return ids
}

// dismiss closes the modal that opened last for the member or, where none is
// open, the newest private message.
func (p *Player) dismiss(a Actor, name string) error {
	if p.d.CloseModal(a.User, "") {
		return nil
	}
	messages := p.d.Visible(a)
	for _, m := range slices.Backward(messages) {
		if m.Private() {
			return p.d.Dismiss(a, m.ID)
		}
	}
	return mistake(0, "%s has nothing to dismiss", name)
}

// save saves the newest file of the name that the member sees, under that name.
func (p *Player) save(a Actor, name string, l line) error {
	if p.Save == nil {
		return mistake(0, "nothing can be saved here")
	}
	messages, err := p.reachable(&a, l.message)
	if err != nil {
		return err
	}
	word := l.words[0]
	var offered []string
	for _, m := range messages {
		for _, f := range m.Attachments {
			if !sameName(f.Filename, word.Text) {
				offered = append(offered, f.Filename)
				continue
			}
			kept, ok := p.d.File(strings.TrimPrefix(f.URL, contentHost))
			if !ok {
				return mistake(word.Column, "%s was too long ago and is gone", f.Filename)
			}
			if err := p.Save(f.Filename, kept.Data); err != nil {
				return mistake(word.Column, "not saved: %v", err)
			}
			fmt.Fprintf(p.out, "💾 %s\n", f.caption())
			return nil
		}
	}
	if offered == nil {
		return mistake(word.Column, "there is no file for %s", name)
	}
	return mistake(word.Column, "no file %q for %s; there are %s", word.Text, name, strings.Join(offered, ", "))
}
