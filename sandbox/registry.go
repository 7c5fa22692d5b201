package sandbox

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"
)

// scope returns the guild id of the request's commands, "" for global ones.
func (d *Discord) scope(q *request) (string, error) {
	if q.values["application"] != d.bot.ID {
		return "", foreignApplication
	}
	id, inGuild := q.values["guild"]
	if !inGuild {
		return "", nil
	}
	if g := d.guild(id); g == nil || g.member(d.bot.ID) == nil {
		return "", missingAccess
	}
	return id, nil
}

// commandAt returns the scope and the place in it of the command that the request
// names.
func (d *Discord) commandAt(q *request) (scope string, at int, err error) {
	scope, err = d.scope(q)
	if err != nil {
		return "", 0, err
	}
	at = slices.IndexFunc(d.commands[scope], func(c *Command) bool { return c.ID == q.values["command"] })
	if at < 0 {
		return "", 0, unknownCommand
	}
	return scope, at, nil
}

// listCommands gives all commands of the scope. Without with_localizations the
// translations are left out, but for the one in the language of the request.
func (d *Discord) listCommands(q *request) (answer, error) {
	scope, err := d.scope(q)
	if err != nil {
		return answer{}, err
	}
	commands := []any{}
	for _, c := range d.commands[scope] {
		if q.flag("with_localizations") {
			commands = append(commands, c)
		} else {
			commands = append(commands, c.inLocale(q.locale()))
		}
	}
	return answer{body: commands}, nil
}

// locale is the language that the request asks for, or "".
func (q *request) locale() string {
	if s := q.http.Header.Get("X-Discord-Locale"); s != "" {
		return s
	}
	s, _, _ := strings.Cut(q.http.Header.Get("Accept-Language"), ",")
	return strings.TrimSpace(s)
}

// inLocale is the command with its translations into one language only, as
// name_localized and description_localized.
func (c *Command) inLocale(locale string) any {
	raw, _ := json.Marshal(c)
	var o map[string]any
	_ = json.Unmarshal(raw, &o)
	var strip func(o map[string]any)
	strip = func(o map[string]any) {
		for _, key := range []string{"name", "description"} {
			if all, ok := o[key+"_localizations"].(map[string]any); ok && all[locale] != nil {
				o[key+"_localized"] = all[locale]
			}
			delete(o, key+"_localizations")
		}
		for _, key := range []string{"options", "choices"} {
			inner, _ := o[key].([]any)
			for _, v := range inner {
				strip(v.(map[string]any))
			}
		}
	}
	strip(o)
	return o
}

func (d *Discord) getCommand(q *request) (answer, error) {
	scope, at, err := d.commandAt(q)
	if err != nil {
		return answer{}, err
	}
	return answer{body: d.commands[scope][at]}, nil
}

// createCommand makes a command, or replaces the one of the same name and
// type.
func (d *Discord) createCommand(q *request) (answer, error) {
	scope, err := d.scope(q)
	if err != nil {
		return answer{}, err
	}
	c, err := d.readCommand(q, place{&form{}, ""}, q.body, scope)
	if err != nil {
		return answer{}, err
	}
	all := slices.Clone(d.commands[scope])
	at := slices.IndexFunc(all, c.same)
	if at >= 0 {
		c.ID = all[at].ID
		all[at] = c
		d.commands[scope] = all
		return answer{body: c}, nil
	}
	if err := d.register(scope, append(all, c)); err != nil {
		return answer{}, err
	}
	return answer{status: 201, body: c}, nil
}

// overwriteCommands replaces all commands of the scope. Those that keep name
// and type keep their ids.
func (d *Discord) overwriteCommands(q *request) (answer, error) {
	scope, err := d.scope(q)
	if err != nil {
		return answer{}, err
	}
	var raws []json.RawMessage
	if err := q.read(list(0, maxChatCommands+2*maxMenuCommands, anything), &raws); err != nil {
		return answer{}, err
	}
	f := &form{}
	commands := []*Command{}
	for i, raw := range raws {
		c, err := d.readCommand(q, place{f, ""}.at(i), raw, scope)
		if err != nil {
			return answer{}, err
		}
		if slices.ContainsFunc(commands, c.same) {
			place{f, ""}.at(i).at("name").fail("APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
			return answer{}, invalidForm(f)
		}
		if at := slices.IndexFunc(d.commands[scope], c.same); at >= 0 {
			c.ID = d.commands[scope][at].ID
		}
		commands = append(commands, c)
	}
	if err := d.register(scope, commands); err != nil {
		return answer{}, err
	}
	return answer{body: commands}, nil
}

// same reports whether the other command has this one's name and type.
func (c *Command) same(other *Command) bool { return c.Name == other.Name && c.Type == other.Type }

// register makes the commands those of the scope, within the limits on their
// number and on new ones a day.
func (d *Discord) register(scope string, commands []*Command) error {
	count := map[int]int{}
	created := slices.DeleteFunc(d.creates[scope], func(t time.Time) bool { return d.clock.Now().Sub(t) >= 24*time.Hour })
	for _, c := range commands {
		count[c.Type]++
		if c.ID == "" {
			created = append(created, d.clock.Now())
		}
	}
	if count[chatInput] > maxChatCommands || count[2] > maxMenuCommands || count[3] > maxMenuCommands {
		return tooManyCommands
	}
	if len(created) > maxDailyCreates {
		return tooManyCreates
	}
	d.creates[scope] = created
	for _, c := range commands {
		if c.ID == "" {
			c.ID = d.newID()
		}
	}
	d.commands[scope] = commands
	return nil
}

// editCommand changes the fields that the request has.
func (d *Discord) editCommand(q *request) (answer, error) {
	scope, at, err := d.commandAt(q)
	if err != nil {
		return answer{}, err
	}
	before := d.commands[scope][at]
	change, err := decode(q.body)
	changed, ok := change.(map[string]any)
	if err != nil || !ok {
		return answer{}, invalidJSON
	}
	raw, err := json.Marshal(before)
	if err != nil {
		return answer{}, err
	}
	var whole map[string]any
	if err := json.Unmarshal(raw, &whole); err != nil {
		return answer{}, err
	}
	for _, key := range []string{"application_id", "guild_id", "version", "id"} {
		delete(whole, key)
	}
	maps.Copy(whole, changed)
	if raw, err = json.Marshal(whole); err != nil {
		return answer{}, err
	}
	c, err := d.readCommand(q, place{&form{}, ""}, raw, scope)
	if err != nil {
		return answer{}, err
	}
	c.ID = before.ID
	for i, other := range d.commands[scope] {
		if i != at && c.same(other) {
			return answer{}, invalidField("name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
		}
	}
	d.commands[scope] = slices.Clone(d.commands[scope])
	d.commands[scope][at] = c
	return answer{body: c}, nil
}

func (d *Discord) deleteCommand(q *request) (answer, error) {
	scope, at, err := d.commandAt(q)
	if err != nil {
		return answer{}, err
	}
	d.commands[scope] = slices.Delete(slices.Clone(d.commands[scope]), at, at+1)
	return answer{}, nil
}
