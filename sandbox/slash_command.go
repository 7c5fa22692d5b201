package sandbox

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"dojang/sandbox/schema"
)

// Slash uses a slash command. path is its name, then the names of the group and
// the subcommand, if any. Names may be the default ones or those of any
// language. Input that Discord's client would not send is a [Mistake].
func (d *Discord) Slash(a Actor, path []Word, inputs []Input) (*Interaction, error) {
	d.mu.Lock()
	defer d.release()
	u, err := d.findCommand(a, path)
	if err != nil {
		return nil, err
	}
	given, err := u.parseInputs(inputs)
	if err != nil {
		return nil, err
	}
	for _, o := range u.options {
		if o.Required && given[o.Name] == nil {
			return nil, mistake(path[len(path)-1].Column, "%s needs the option %s", u.commandName(), o.Name)
		}
	}
	i := &Interaction{kind: commandInteraction, user: a.User, name: u.commandName(), channel: u.channel}
	d.dispatchInteraction(i, u.data(given))
	return i, nil
}

// Complete requests autocompletion for the last input, which is incomplete.
func (d *Discord) Complete(a Actor, path []Word, inputs []Input) (*Interaction, error) {
	d.mu.Lock()
	defer d.release()
	u, err := d.findCommand(a, path)
	if err != nil {
		return nil, err
	}
	if len(inputs) == 0 {
		return nil, mistake(0, "say which option is typed, as in type %s option:text", u.commandName())
	}
	focus := inputs[len(inputs)-1]
	given, err := u.parseInputs(inputs[:len(inputs)-1])
	if err != nil {
		return nil, err
	}
	o, err := u.option(focus.Name)
	if err != nil {
		return nil, err
	}
	if !o.Autocomplete {
		return nil, mistake(focus.Name.Column, "the option %s has no autocompletion", o.Name)
	}
	given[o.Name] = jsonObject{"name": o.Name, "type": o.Type, "value": focus.Value.Text, "focused": true}
	i := &Interaction{kind: autocompleteInteraction, user: a.User, name: u.commandName(), channel: u.channel, option: o}
	d.dispatchInteraction(i, u.data(given))
	return i, nil
}

// invocation is a command that a member is filling in.
type invocation struct {
	*resolver
	command *schema.Command
	path    []*schema.Option // the group and the subcommand, if any
	options []schema.Option  // of the command or subcommand
}

// findCommand finds the command or subcommand at the path; the lock is held.
func (d *Discord) findCommand(a Actor, path []Word) (*invocation, error) {
	c, err := d.invokableChannel(a)
	if err != nil {
		return nil, err
	}
	if len(path) == 0 {
		return nil, mistake(0, "say which command is used")
	}
	u := &invocation{resolver: d.newResolver(c, a.User)}
	if !c.permissions(u.actor).Has(UseApplicationCommands) {
		return nil, mistake(path[0].Column, "%s may not use commands here", u.actor.name())
	}
	var names []string
	for _, command := range d.availableCommands(c.permissions(u.actor)) {
		if command.Type != schema.ChatInput {
			continue
		}
		names = append(names, "/"+command.Name)
		if u.command == nil && hasName(path[0].Text, command.Name, command.NameLocalizations) {
			u.command = command
		}
	}
	if u.command == nil {
		return nil, mistake(path[0].Column, "no command /%s for %s; there are %s", path[0].Text, u.actor.name(), strings.Join(names, ", "))
	}
	u.options = u.command.Options
	for _, w := range path[1:] {
		i := slices.IndexFunc(u.options, func(o schema.Option) bool { return o.HoldsOptions() && hasName(w.Text, o.Name, o.NameLocalizations) })
		if i < 0 {
			return nil, mistake(w.Column, "%s has no subcommand %q%s", u.commandName(), w.Text, u.candidates())
		}
		u.path = append(u.path, &u.options[i])
		u.options = u.options[i].Options
	}
	if len(u.options) > 0 && u.options[0].HoldsOptions() {
		return nil, mistake(path[len(path)-1].Column, "%s is used with a subcommand%s", u.commandName(), u.candidates())
	}
	return u, nil
}

// availableTo reports whether a member with the permissions can use the command
// in a server.
func availableTo(c *schema.Command, p Permissions) bool {
	if c.Contexts != nil && !slices.Contains(c.Contexts, 0) {
		return false
	}
	if c.DefaultMemberPermissions == nil {
		return true
	}
	needed, err := strconv.ParseUint(string(*c.DefaultMemberPermissions), 10, 64)
	return err == nil && (needed > 0 && p.Has(Permissions(needed)) || p.Has(Administrator))
}

// hasName reports whether the word is the name or one of its translations.
func hasName(word, name string, translations map[string]string) bool {
	return SameName(word, name) || slices.ContainsFunc(slices.Collect(maps.Values(translations)), func(t string) bool { return SameName(word, t) })
}

// commandName returns the full name of the command, such as /group create.
func (u *invocation) commandName() string {
	words := []string{"/" + u.command.Name}
	for _, o := range u.path {
		words = append(words, o.Name)
	}
	return strings.Join(words, " ")
}

// candidates lists what can come next, to end the text of a mistake.
func (u *invocation) candidates() string {
	if len(u.options) == 0 {
		return ""
	}
	names := make([]string, len(u.options))
	for i, o := range u.options {
		names[i] = o.Name
	}
	return "; there are " + strings.Join(names, ", ")
}

// option finds an option by its name in any language.
func (u *invocation) option(name Word) (*schema.Option, error) {
	for i := range u.options {
		if o := &u.options[i]; hasName(name.Text, o.Name, o.NameLocalizations) {
			return o, nil
		}
	}
	return nil, mistake(name.Column, "%s has no option %q%s", u.commandName(), name.Text, u.candidates())
}

// parseInputs turns inputs into option values, keyed by the option's name.
func (u *invocation) parseInputs(inputs []Input) (map[string]jsonObject, error) {
	given := map[string]jsonObject{}
	for _, input := range inputs {
		o, err := u.option(input.Name)
		if err != nil {
			return nil, err
		}
		if given[o.Name] != nil {
			return nil, mistake(input.Name.Column, "the option %s is given twice", o.Name)
		}
		if input.Value.Text == "" && input.Value.File == nil {
			return nil, mistake(input.Value.Column, "the option %s needs a value", o.Name)
		}
		value, err := u.optionValue(o, input.Value)
		if err != nil {
			return nil, err
		}
		given[o.Name] = jsonObject{"name": o.Name, "type": o.Type, "value": value}
	}
	return given, nil
}

// data returns what the application receives: the options in the command's
// order, nested in the subcommand and the group.
func (u *invocation) data(given map[string]jsonObject) jsonObject {
	var options []jsonObject
	for _, o := range u.options {
		if v := given[o.Name]; v != nil {
			options = append(options, v)
		}
	}
	for _, outer := range slices.Backward(u.path) {
		o := jsonObject{"name": outer.Name, "type": outer.Type, "options": options}
		if options == nil {
			o["options"] = []jsonObject{}
		}
		options = []jsonObject{o}
	}
	data := jsonObject{"id": u.command.ID, "name": u.command.Name, "type": u.command.Type}
	if options != nil {
		data["options"] = options
	}
	u.addTo(data)
	return data
}

// TakesFile reports whether an option of a command takes a file. It is false if
// there is no such command or option.
func (d *Discord) TakesFile(a Actor, path []Word, option Word) bool {
	d.mu.Lock()
	defer d.release()
	u, err := d.findCommand(a, path)
	if err != nil {
		return false
	}
	o, err := u.option(option)
	return err == nil && o.Type == schema.AttachmentOption
}
