package sandbox

import (
	"strings"

	"dojang/sandbox/schema"
)

// UseOnMessage uses the command with the name in the menu of a message. Like Discord's
// client, it offers none on private messages.
func (d *Discord) UseOnMessage(a Actor, name Word, message string) (*Interaction, error) {
	d.mu.Lock()
	defer d.release()
	c, command, err := d.menuCommand(a, schema.OnMessage, name)
	if err != nil {
		return nil, err
	}
	m, err := c.visible(a.User, message)
	switch {
	case err != nil:
		return nil, err
	case m.Private() || m.Flags&schema.FlagLoading != 0:
		return nil, mistake(name.Column, "a message that is private, or not there yet, has no commands")
	}
	i := &Interaction{kind: commandInteraction, user: a.User, name: command.Name, channel: c, command: command, target: m.ID}
	d.dispatchInteraction(i, jsonObject{"id": command.ID, "name": command.Name, "type": command.Type, "target_id": m.ID,
		"resolved": jsonObject{"messages": jsonObject{m.ID: m}}})
	return i, nil
}

// UseOnMember uses the command with the name in the menu of the member, who may be the bot.
func (d *Discord) UseOnMember(a Actor, name, member Word) (*Interaction, error) {
	d.mu.Lock()
	defer d.release()
	c, command, err := d.menuCommand(a, schema.OnMember, name)
	if err != nil {
		return nil, err
	}
	r := d.newResolver(c, a.User)
	user, err := r.userByName(member)
	if err != nil {
		return nil, err
	}
	data := jsonObject{"id": command.ID, "name": command.Name, "type": command.Type, "target_id": user}
	r.addTo(data)
	i := &Interaction{kind: commandInteraction, user: a.User, name: command.Name, channel: c, command: command, target: user}
	d.dispatchInteraction(i, data)
	return i, nil
}

// menuCommand finds a command of the type by its name in any language; the lock is held.
func (d *Discord) menuCommand(a Actor, kind int, name Word) (*channel, *schema.Command, error) {
	c, err := d.invokableChannel(a)
	if err != nil {
		return nil, nil, err
	}
	var names []string
	for _, command := range d.availableCommands(c.permissions(c.guild.member(a.User))) {
		if command.Type != kind {
			continue
		}
		if hasName(name.Text, command.Name, command.NameLocalizations) {
			return c, command, nil
		}
		names = append(names, command.Name)
	}
	return nil, nil, mistake(name.Column, "no command %q in this menu; there are %s", name.Text, strings.Join(names, ", "))
}
