package sandbox

import (
	"encoding/json"
	"slices"
	"time"
)

// overwriteCommands replaces all global commands. Those that keep name and type
// keep their ids.
func (d *Discord) overwriteCommands(q *request) (answer, error) {
	if q.values["application"] != d.bot.ID {
		return answer{}, foreignApplication
	}
	var raws []json.RawMessage
	if err := q.read(list(0, maxChatCommands+2*maxMenuCommands, anything), &raws); err != nil {
		return answer{}, err
	}
	f := &form{}
	commands := []*Command{}
	for i, raw := range raws {
		c, err := d.readCommand(q, place{f, ""}.at(i), raw)
		if err != nil {
			return answer{}, err
		}
		if slices.ContainsFunc(commands, c.same) {
			place{f, ""}.at(i).at("name").fail("APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
			return answer{}, invalidForm(f)
		}
		if at := slices.IndexFunc(d.commands, c.same); at >= 0 {
			c.ID = d.commands[at].ID
		}
		commands = append(commands, c)
	}
	if err := d.register(commands); err != nil {
		return answer{}, err
	}
	return answer{body: commands}, nil
}

// same reports whether the other command has this one's name and type.
func (c *Command) same(other *Command) bool { return c.Name == other.Name && c.Type == other.Type }

// register makes the commands those of the application, within the limits on
// their number and on new ones a day.
func (d *Discord) register(commands []*Command) error {
	count := map[int]int{}
	created := slices.DeleteFunc(d.creates, func(t time.Time) bool { return d.clock.Now().Sub(t) >= 24*time.Hour })
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
	d.creates = created
	for _, c := range commands {
		if c.ID == "" {
			c.ID = d.newID()
		}
	}
	d.commands = commands
	return nil
}
