package sandbox

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Slash uses a slash command: path is its name and, where it has them, the
// names of a group and a subcommand. Names may be the default ones or those of
// any language. What Discord's client would not send is a [Mistake].
func (d *Discord) Slash(a Actor, path []Word, inputs []Input) (*Interaction, error) {
	d.mu.Lock()
	defer d.release()
	u, err := d.use(a, path)
	if err != nil {
		return nil, err
	}
	given, err := u.fill(inputs)
	if err != nil {
		return nil, err
	}
	for _, o := range u.options {
		if o.Required && given[o.Name] == nil {
			return nil, mistake(path[len(path)-1].Column, "%s needs the option %s", u.act(), o.Name)
		}
	}
	i := &Interaction{kind: commandInteraction, user: a.User, act: u.act(), channel: u.channel}
	d.begin(i, u.data(given))
	return i, nil
}

// Complete asks for autocompletion of the last input, half typed as it is.
func (d *Discord) Complete(a Actor, path []Word, inputs []Input) (*Interaction, error) {
	d.mu.Lock()
	defer d.release()
	u, err := d.use(a, path)
	if err != nil {
		return nil, err
	}
	if len(inputs) == 0 {
		return nil, mistake(0, "say which option is typed, as in type %s option:text", u.act())
	}
	focus := inputs[len(inputs)-1]
	given, err := u.fill(inputs[:len(inputs)-1])
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
	i := &Interaction{kind: autocompleteInteraction, user: a.User, act: u.act(), channel: u.channel, choices: o}
	d.begin(i, u.data(given))
	return i, nil
}

// usage is a command while a member fills it in.
type usage struct {
	*resolver
	command *Command
	path    []*Option // the group and the subcommand, where there are any
	options []Option  // of the command or subcommand
}

// use finds the command or subcommand; the lock is held.
func (d *Discord) use(a Actor, path []Word) (*usage, error) {
	c, err := d.actor(a)
	if err != nil {
		return nil, err
	}
	if len(path) == 0 {
		return nil, mistake(0, "say which command is used")
	}
	u := &usage{resolver: d.newResolver(c, a.User)}
	if !c.permissions(u.actor).Has(UseApplicationCommands) {
		return nil, mistake(path[0].Column, "%s may not use commands here", u.actor.name())
	}
	var names []string
	for _, command := range d.offered(c.permissions(u.actor)) {
		names = append(names, "/"+command.Name)
		if u.command == nil && called(path[0].Text, command.Name, command.NameLocalizations) {
			u.command = command
		}
	}
	if u.command == nil {
		return nil, mistake(path[0].Column, "no command /%s for %s; there are %s", path[0].Text, u.actor.name(), strings.Join(names, ", "))
	}
	u.options = u.command.Options
	for _, w := range path[1:] {
		i := slices.IndexFunc(u.options, func(o Option) bool { return o.holds() && called(w.Text, o.Name, o.NameLocalizations) })
		if i < 0 {
			return nil, mistake(w.Column, "%s has no subcommand %q%s", u.act(), w.Text, u.offer())
		}
		u.path = append(u.path, &u.options[i])
		u.options = u.options[i].Options
	}
	if len(u.options) > 0 && u.options[0].holds() {
		return nil, mistake(path[len(path)-1].Column, "%s is used with a subcommand%s", u.act(), u.offer())
	}
	return u, nil
}

// offeredTo reports whether a member with the permissions is offered the
// command in a server.
func (c *Command) offeredTo(p Permissions) bool {
	if c.Type != chatInput || c.Contexts != nil && !slices.Contains(c.Contexts, 0) {
		return false
	}
	if c.DefaultMemberPermissions == nil {
		return true
	}
	needed, err := strconv.ParseUint(string(*c.DefaultMemberPermissions), 10, 64)
	return err == nil && (needed > 0 && p.Has(Permissions(needed)) || p.Has(Administrator))
}

// called reports whether the word is one of the names.
func called(word, name string, translations map[string]string) bool {
	return sameName(word, name) || slices.ContainsFunc(slices.Collect(maps.Values(translations)), func(t string) bool { return sameName(word, t) })
}

// act is the command as it is shown, such as /group create.
func (u *usage) act() string {
	words := []string{"/" + u.command.Name}
	for _, o := range u.path {
		words = append(words, o.Name)
	}
	return strings.Join(words, " ")
}

// offer lists what can stand next, for a mistake.
func (u *usage) offer() string {
	if len(u.options) == 0 {
		return ""
	}
	names := make([]string, len(u.options))
	for i, o := range u.options {
		names[i] = o.Name
	}
	return "; there are " + strings.Join(names, ", ")
}

// option finds an option by name.
func (u *usage) option(name Word) (*Option, error) {
	for i := range u.options {
		if o := &u.options[i]; called(name.Text, o.Name, o.NameLocalizations) {
			return o, nil
		}
	}
	return nil, mistake(name.Column, "%s has no option %q%s", u.act(), name.Text, u.offer())
}

// fill turns inputs into the values of options, by option name.
func (u *usage) fill(inputs []Input) (map[string]jsonObject, error) {
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
		value, err := u.value(o, input.Value)
		if err != nil {
			return nil, err
		}
		given[o.Name] = jsonObject{"name": o.Name, "type": o.Type, "value": value}
	}
	return given, nil
}

// data is what the application receives: the options in the command's own
// order, within the subcommand that they belong to.
func (u *usage) data(given map[string]jsonObject) jsonObject {
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
