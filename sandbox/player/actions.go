package player

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"dojang/sandbox"
	"dojang/sandbox/schema"
)

// perform does what a member does in a line. The interaction is nil if the
// application is not told.
func (p *Player) perform(l line) (*sandbox.Interaction, error) {
	member, err := p.member(l.actor)
	if err != nil {
		return nil, err
	}
	p.actorID = member.ID
	a := sandbox.Actor{User: member.ID, Channel: p.channel}
	if l.channel.Text != "" {
		if a.Channel, err = p.channelNamed(l.channel); err != nil {
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
	case sayVerb:
		return nil, p.d.Say(a, spoken(l.args).Text)
	case menuVerb:
		return p.menu(a, l)
	}
	if err := p.attach(a, l); err != nil {
		return nil, err
	}
	return p.d.Slash(a, l.path, l.inputs)
}

// spoken returns the words as one, with spaces between.
func spoken(words []sandbox.Word) sandbox.Word {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.Text
	}
	return sandbox.Word{Text: strings.Join(texts, " "), Column: words[0].Column}
}

// menu uses a command in the menu of a member or of a message: the one with the
// number, or the newest that is not private.
func (p *Player) menu(a sandbox.Actor, l line) (*sandbox.Interaction, error) {
	command := spoken(l.args)
	if l.target.Text != "" {
		return p.d.UseOnMember(a, command, l.target)
	}
	messages, err := p.candidateMessages(&a, l.message)
	if err != nil {
		return nil, err
	}
	if l.message.Text == "" {
		messages = p.d.Visible(a)
	}
	for _, m := range slices.Backward(messages) {
		if l.message.Text != "" || !m.Private() {
			return p.d.UseOnMessage(a, command, m.ID)
		}
	}
	return nil, mistakeAt(command.Column, "there is no message with a menu")
}

// attach reads the files that the line names for options that take one.
func (p *Player) attach(a sandbox.Actor, l line) error {
	for i, input := range l.inputs {
		if p.Open == nil || !p.d.TakesFile(a, l.path, input.Name) {
			continue
		}
		data, err := p.Open(input.Value.Text)
		if err != nil {
			return mistakeAt(input.Value.Column, "no file to attach: %v", err)
		}
		l.inputs[i].Value.File = &sandbox.Upload{Name: path.Base(filepath.ToSlash(input.Value.Text)), Data: data}
	}
	return nil
}

// candidateMessages returns the messages whose components the member may mean.
// With a number it is that message, and a.Channel is set to its channel.
// Otherwise it is all messages in the channel, newest first, but those that
// respond to the member before the rest: whoever types "press Undo" most likely
// means their own.
func (p *Player) candidateMessages(a *sandbox.Actor, number sandbox.Word) ([]*sandbox.Message, error) {
	if number.Text == "" {
		messages := p.d.Visible(*a)
		slices.Reverse(messages)
		slices.SortStableFunc(messages, func(m, n *sandbox.Message) int {
			return strings.Compare(whose(m, a.User), whose(n, a.User))
		})
		return messages, nil
	}
	n, _ := strconv.Atoi(number.Text)
	if n < 1 || n > len(p.messages) {
		return nil, mistakeAt(number.Column, "no message %s; the last is %d", number.Text, len(p.messages))
	}
	a.Channel = p.messages[n-1].ChannelID
	for _, m := range p.d.Visible(*a) {
		if m.ID == p.messages[n-1].ID {
			return []*sandbox.Message{m}, nil
		}
	}
	return nil, mistakeAt(number.Column, "message %d is not there for this member", n)
}

// whose returns a sort key that puts responses to the user before all other
// messages.
func whose(m *sandbox.Message, user string) string {
	if m.InvokedBy() == user {
		return "own"
	}
	return "theirs"
}

// press presses the named button on the first message that has it. For a link
// it writes the address instead.
func (p *Player) press(a sandbox.Actor, name string, l line) (*sandbox.Interaction, error) {
	wanted := spoken(l.args).Text
	messages, err := p.candidateMessages(&a, l.message)
	if err != nil {
		return nil, err
	}
	disabled := false
	var offered []string
	for _, m := range messages {
		b, off := findButton(m, wanted)
		disabled = disabled || off
		if b == nil {
			if offered == nil {
				offered = buttonCaptions(m)
			}
			continue
		}
		if b.Style == schema.LinkStyle {
			fmt.Fprintf(p.out, "↗ %s\n", b.URL)
			return nil, nil
		}
		return p.d.Press(a, m.ID, b.CustomID)
	}
	switch {
	case disabled:
		return nil, mistakeAt(l.args[0].Column, "the button %q is disabled", wanted)
	case offered == nil:
		return nil, mistakeAt(l.args[0].Column, "there is no button for %s", name)
	}
	return nil, mistakeAt(l.args[0].Column, "no button %q for %s; there are %s", wanted, name, strings.Join(offered, " "))
}

// findButton finds the enabled button with the label or, failing that, with the
// word among the parts of its custom_id, so that a script can name a button in
// any language. off reports that only a disabled one was found.
func findButton(m *sandbox.Message, wanted string) (found *schema.Component, off bool) {
	byLabel := func(c *schema.Component) bool {
		return sandbox.SameLabel(c.Label, wanted) || sandbox.SameLabel(c.Caption(), wanted)
	}
	byPart := func(c *schema.Component) bool {
		return slices.ContainsFunc(strings.Split(c.CustomID, ":"), func(part string) bool { return sandbox.SameLabel(part, wanted) })
	}
	for _, matches := range []func(*schema.Component) bool{byLabel, byPart} {
		schema.Walk(m.Components, func(c *schema.Component) {
			switch {
			case c.Type != schema.Button || found != nil || !matches(c):
			case c.Disabled:
				off = true
			default:
				found = c
			}
		})
	}
	return found, off
}

// buttonCaptions lists the captions of the enabled buttons; nil if there are
// none.
func buttonCaptions(m *sandbox.Message) []string {
	var faces []string
	schema.Walk(m.Components, func(c *schema.Component) {
		if c.Type == schema.Button && !c.Disabled {
			faces = append(faces, "["+c.Caption()+"]")
		}
	})
	return faces
}

// choose chooses from the first menu that has all the values.
func (p *Player) choose(a sandbox.Actor, name string, l line) (*sandbox.Interaction, error) {
	messages, err := p.candidateMessages(&a, l.message)
	if err != nil {
		return nil, err
	}
	var first error
	for _, m := range messages {
		for _, menu := range menuIDs(m) {
			i, err := p.d.Choose(a, m.ID, menu, l.args)
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
	return nil, mistakeAt(l.args[0].Column, "there is no menu for %s", name)
}

// menuIDs returns the custom_ids of the enabled menus.
func menuIDs(m *sandbox.Message) []string {
	var ids []string
	schema.Walk(m.Components, func(c *schema.Component) {
		if c.IsSelect() && !c.Disabled {
			ids = append(ids, c.CustomID)
		}
	})
	return ids
}

// dismiss closes the modal that opened last for the member or, if none is open,
// dismisses the newest private message.
func (p *Player) dismiss(a sandbox.Actor, name string) error {
	if p.d.CloseModal(a.User, "") {
		return nil
	}
	messages := p.d.Visible(a)
	for _, m := range slices.Backward(messages) {
		if m.Private() {
			return p.d.Dismiss(a, m.ID)
		}
	}
	return mistakeAt(0, "%s has nothing to dismiss", name)
}

// save saves the newest file with the name that the member sees.
func (p *Player) save(a sandbox.Actor, name string, l line) error {
	if p.Save == nil {
		return mistakeAt(0, "nothing can be saved here")
	}
	messages, err := p.candidateMessages(&a, l.message)
	if err != nil {
		return err
	}
	word := l.args[0]
	var offered []string
	for _, m := range messages {
		for _, f := range m.Attachments {
			if !sandbox.SameName(f.Filename, word.Text) {
				offered = append(offered, f.Filename)
				continue
			}
			kept, ok := p.d.File(f.Path())
			if !ok {
				return mistakeAt(word.Column, "%s was too long ago and is gone", f.Filename)
			}
			if err := p.Save(f.Filename, kept.Data); err != nil {
				return mistakeAt(word.Column, "not saved: %v", err)
			}
			fmt.Fprintf(p.out, "💾 %s\n", fileCaption(f))
			return nil
		}
	}
	if offered == nil {
		return mistakeAt(word.Column, "there is no file for %s", name)
	}
	return mistakeAt(word.Column, "no file %q for %s; there are %s", word.Text, name, strings.Join(offered, ", "))
}
