package sandbox

import (
	"encoding/json"
	"slices"
	"time"

	"dojang/sandbox/schema"
)

// overwriteCommands replaces all global commands. A command with the name and
// type of an old one keeps its id.
func (d *Discord) overwriteCommands(q *request) (response, error) {
	if q.values["application"] != d.bot.ID {
		return response{}, foreignApplication
	}
	var raws []json.RawMessage
	if err := q.read(schema.CommandListShape, &raws); err != nil {
		return response{}, err
	}
	whole := schema.NewForm()
	commands := []*schema.Command{}
	for i, raw := range raws {
		c, err := d.readCommand(q, whole.At(i), raw)
		if err != nil {
			return response{}, err
		}
		if slices.ContainsFunc(commands, sameCommand(c)) {
			whole.At(i).At("name").Fail("APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
			return response{}, invalidForm(whole.Form)
		}
		if at := slices.IndexFunc(d.commands, sameCommand(c)); at >= 0 {
			c.ID = d.commands[at].ID
		}
		commands = append(commands, c)
	}
	if err := d.register(commands); err != nil {
		return response{}, err
	}
	return response{body: commands}, nil
}

// sameCommand returns a function that reports whether a command has the name
// and type of c.
func sameCommand(c *schema.Command) func(*schema.Command) bool {
	return func(other *schema.Command) bool { return c.Name == other.Name && c.Type == other.Type }
}

// register replaces the application's commands, unless there are too many of
// them or too many were created within a day.
func (d *Discord) register(commands []*schema.Command) error {
	count := map[int]int{}
	created := slices.DeleteFunc(d.commandCreations, func(t time.Time) bool { return d.clock.Now().Sub(t) >= 24*time.Hour })
	for _, c := range commands {
		count[c.Type]++
		if c.ID == "" {
			created = append(created, d.clock.Now())
		}
	}
	if count[schema.ChatInput] > schema.MaxChatCommands || count[schema.OnMember] > schema.MaxMenuCommands || count[schema.OnMessage] > schema.MaxMenuCommands {
		return tooManyCommands
	}
	if len(created) > schema.MaxDailyCreates {
		return tooManyCreates
	}
	d.commandCreations = created
	for _, c := range commands {
		if c.ID == "" {
			c.ID = d.newID()
		}
	}
	d.commands = commands
	return nil
}

// readCommand reads and checks the command at p in the request's body.
func (d *Discord) readCommand(q *request, p schema.Path, raw []byte) (*schema.Command, error) {
	c := &schema.Command{Type: schema.ChatInput}
	if err := q.readAt(p, raw, schema.CommandShape, c); err != nil {
		return nil, err
	}
	c.Check(p)
	if err := invalidForm(p.Form); err != nil {
		return nil, err
	}
	c.ID, c.ApplicationID, c.Version = "", d.bot.ID, d.newID()
	if c.IntegrationTypes == nil {
		c.IntegrationTypes = []int{0}
	}
	return c, nil
}

// Offered returns the commands of all types that the member can use in the
// channel: none if the application is not in the server. The caller must not change them.
func (d *Discord) Offered(a Actor) ([]*schema.Command, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c, err := d.memberChannel(a)
	if err != nil || c.guild.member(d.bot.ID) == nil {
		return nil, err
	}
	return d.availableCommands(c.permissions(c.guild.member(a.User))), nil
}

// availableCommands returns the commands for a member with the permissions; the
// lock is held.
func (d *Discord) availableCommands(p Permissions) []*schema.Command {
	if !p.Has(UseApplicationCommands) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(d.commands), func(command *schema.Command) bool { return !availableTo(command, p) })
}

// Commands returns the names of the global commands of the application.
func (d *Discord) Commands() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var names []string
	for _, c := range d.commands {
		names = append(names, c.Name)
	}
	return names
}

// CommandsVersion returns a string that changes whenever commands are
// registered.
func (d *Discord) CommandsVersion() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var versions []string
	for _, c := range d.commands {
		versions = append(versions, c.ID, c.Version)
	}
	return digest(versions...)
}
