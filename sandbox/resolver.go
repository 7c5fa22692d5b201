package sandbox

import (
	"path"
	"slices"
	"strings"

	"dojang/sandbox/schema"
)

// resolver resolves names to ids, and collects the objects for the "resolved"
// field of an interaction.
type resolver struct {
	d        *Discord
	channel  *channel
	actor    *member
	users    jsonObject
	members  jsonObject
	channels jsonObject
	files    []storedFile
}

func (d *Discord) newResolver(c *channel, user string) *resolver {
	return &resolver{d, c, c.guild.member(user), jsonObject{}, jsonObject{}, jsonObject{}, nil}
}

// addTo adds the collected objects to an interaction's data and stores the
// files. It is called when nothing can fail any more.
func (r *resolver) addTo(data jsonObject) {
	resolved, files := jsonObject{}, jsonObject{}
	for _, f := range r.files {
		r.d.files.keep(f)
		files[f.ID] = f.Attachment
	}
	for key, objects := range map[string]jsonObject{"users": r.users, "members": r.members, "channels": r.channels, "attachments": files} {
		if len(objects) > 0 {
			resolved[key] = objects
		}
	}
	if len(resolved) > 0 {
		data["resolved"] = resolved
	}
}

// userByName finds a member by name, with or without a leading @, and returns
// the id.
func (r *resolver) userByName(w Word) (string, error) {
	name := strings.TrimPrefix(w.Text, "@")
	var names []string
	for _, m := range r.channel.guild.members {
		if SameName(m.name(), name) || SameName(m.user.Username, name) || m.user.ID == name {
			partial := m.partial()
			partial["permissions"] = r.channel.permissions(m)
			r.users[m.user.ID], r.members[m.user.ID] = m.user, partial
			return m.user.ID, nil
		}
		names = append(names, m.name())
	}
	return "", mistake(w.Column, "no member %q; there are %s", name, strings.Join(names, ", "))
}

// channelByName finds a channel by name, with or without a leading #, and
// returns the id. If there are types, the channel has to be of one of them.
func (r *resolver) channelByName(w Word, kinds []int) (string, error) {
	name := strings.TrimPrefix(w.Text, "#")
	var names []string
	for _, c := range r.channel.guild.channels {
		if len(kinds) > 0 && !slices.Contains(kinds, c.kind) {
			continue
		}
		if SameName(c.name, name) || c.id == name {
			o := c.object()
			o["permissions"] = c.permissions(r.actor)
			r.channels[c.id] = o
			return c.id, nil
		}
		names = append(names, "#"+c.name)
	}
	return "", mistake(w.Column, "no channel %q to choose; there are %s", "#"+name, strings.Join(names, ", "))
}

// selectValues turns words into the values of a menu, a radio group, a checkbox
// group or a file upload. Empty words are skipped.
func (r *resolver) selectValues(c *schema.Component, words []Word) ([]string, error) {
	values := []string{}
	for _, w := range words {
		if w.Text == "" && w.File == nil {
			continue
		}
		value, err := r.selectValue(c, w)
		if err != nil {
			return nil, err
		}
		if slices.Contains(values, value) {
			return nil, mistake(w.Column, "%q is chosen twice", w.Text)
		}
		values = append(values, value)
	}
	column := 0
	if _, highest := c.ValueRange(); len(words) > highest {
		column = words[highest].Column
	}
	return values, checkCount(c, len(values), column)
}

// defaultValues returns the values that are selected by default.
func defaultValues(c *schema.Component) ([]string, error) {
	values := []string{}
	for _, o := range c.Options {
		if o.Default {
			values = append(values, o.Value)
		}
	}
	for _, v := range c.DefaultValues {
		values = append(values, v.ID)
	}
	return values, checkCount(c, len(values), 0)
}

// checkCount returns a mistake if the component does not take n values.
func checkCount(c *schema.Component, n, column int) error {
	if lowest, highest := c.ValueRange(); n < lowest || n > highest {
		return mistake(column, "%d to %d can be chosen here, not %d", lowest, highest, n)
	}
	return nil
}

// selectValue turns one word into a value.
func (r *resolver) selectValue(c *schema.Component, w Word) (string, error) {
	switch c.Type {
	case schema.UserSelect, schema.MentionableSelect:
		return r.userByName(w)
	case schema.ChannelSelect:
		return r.channelByName(w, c.ChannelTypes)
	case schema.FileUpload:
		return r.attachFile(w, c.FileTypes)
	case schema.RoleSelect:
		return "", mistake(w.Column, "roles cannot be chosen here")
	}
	for _, o := range c.Options {
		if SameLabel(o.Label, w.Text) || SameName(o.Value, w.Text) {
			return o.Value, nil
		}
	}
	var labels []string
	for _, o := range c.Options {
		labels = append(labels, o.Label)
	}
	return "", mistake(w.Column, "no option %q; there are %s", w.Text, strings.Join(labels, ", "))
}

// attachFile collects the attached file and returns its id. If there are kinds,
// the file's extension has to be one of them.
func (r *resolver) attachFile(w Word, kinds []string) (string, error) {
	if w.File == nil {
		return "", mistake(w.Column, "a file has to be attached here, not %q", w.Text)
	}
	extension := strings.ToLower(path.Ext(w.File.Name))
	matches := func(kind string) bool { return "."+strings.TrimPrefix(strings.ToLower(kind), ".") == extension }
	switch {
	case len(w.File.Data) > attachmentSizeLimit:
		return "", mistake(w.Column, "%s is larger than %d MiB", w.File.Name, attachmentSizeLimit>>20)
	case len(w.File.Data) == 0:
		return "", mistake(w.Column, "%s is empty", w.File.Name)
	case len(kinds) > 0 && !slices.ContainsFunc(kinds, matches):
		return "", mistake(w.Column, "%s cannot be attached here; it takes %s", w.File.Name, strings.Join(kinds, ", "))
	}
	f := r.d.newFile("/ephemeral-attachments/"+r.d.bot.ID, w.File.Name, w.File.Type, w.File.Data)
	f.Ephemeral = true
	r.files = append(r.files, f)
	return f.ID, nil
}
