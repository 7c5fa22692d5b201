package sandbox

import (
	"slices"
	"strings"
)

// resolver turns names into ids, and collects the objects that an interaction
// carries for them in "resolved".
type resolver struct {
	d       *Discord
	channel *channel
	actor   *member
	users   jsonObject
	members jsonObject
	rooms   jsonObject // channels
	files   []storedFile
}

func (d *Discord) newResolver(c *channel, user string) *resolver {
	return &resolver{d, c, c.guild.member(user), jsonObject{}, jsonObject{}, jsonObject{}, nil}
}

// addTo puts the collected objects into an interaction's data, and keeps the
// files: the act is done, with nothing left to refuse it.
func (r *resolver) addTo(data jsonObject) {
	resolved, files := jsonObject{}, jsonObject{}
	for _, f := range r.files {
		r.d.files.keep(f)
		files[f.ID] = f.Attachment
	}
	for key, objects := range map[string]jsonObject{"users": r.users, "members": r.members, "channels": r.rooms, "attachments": files} {
		if len(objects) > 0 {
			resolved[key] = objects
		}
	}
	if len(resolved) > 0 {
		data["resolved"] = resolved
	}
}

// user finds a member by name, with or without a leading @.
func (r *resolver) user(w Word) (string, error) {
	name := strings.TrimPrefix(w.Text, "@")
	var names []string
	for _, m := range r.channel.guild.members {
		if sameName(m.name(), name) || sameName(m.user.Username, name) || m.user.ID == name {
			partial := m.partial()
			partial["permissions"] = r.channel.permissions(m)
			r.users[m.user.ID], r.members[m.user.ID] = m.user, partial
			return m.user.ID, nil
		}
		names = append(names, m.name())
	}
	return "", mistake(w.Column, "no member %q; there are %s", name, strings.Join(names, ", "))
}

// room finds a channel of one of the types by name, with or without a leading
// #; no types are all.
func (r *resolver) room(w Word, kinds []int) (string, error) {
	name := strings.TrimPrefix(w.Text, "#")
	var names []string
	for _, c := range r.channel.guild.channels {
		if len(kinds) > 0 && !slices.Contains(kinds, c.kind) {
			continue
		}
		if sameName(c.name, name) || c.id == name {
			o := c.object()
			o["permissions"] = c.permissions(r.actor)
			r.rooms[c.id] = o
			return c.id, nil
		}
		names = append(names, "#"+c.name)
	}
	return "", mistake(w.Column, "no channel %q to choose; there are %s", "#"+name, strings.Join(names, ", "))
}

// pick turns words into the values of a menu, a radio group, a checkbox group or
// a file upload. Empty words are none.
func (r *resolver) pick(c *Component, words []Word) ([]string, error) {
	values := []string{}
	for _, w := range words {
		if w.Text == "" && w.File == nil {
			continue
		}
		value, err := r.value(c, w)
		if err != nil {
			return nil, err
		}
		if slices.Contains(values, value) {
			return nil, mistake(w.Column, "%q is chosen twice", w.Text)
		}
		values = append(values, value)
	}
	column := 0
	if _, highest := c.fits(); len(words) > highest {
		column = words[highest].Column
	}
	return values, c.takes(len(values), column)
}

// defaults are the values that the component has before anyone chooses.
func (c *Component) defaults() ([]string, error) {
	values := []string{}
	for _, o := range c.Options {
		if o.Default {
			values = append(values, o.Value)
		}
	}
	for _, v := range c.DefaultValues {
		values = append(values, v.ID)
	}
	return values, c.takes(len(values), 0)
}

// takes tells why so many values cannot be chosen.
func (c *Component) takes(n, column int) error {
	if lowest, highest := c.fits(); n < lowest || n > highest {
		return mistake(column, "%d to %d can be chosen here, not %d", lowest, highest, n)
	}
	return nil
}

// value turns one word into a value.
func (r *resolver) value(c *Component, w Word) (string, error) {
	switch c.Type {
	case userSelect, mentionableSelect:
		return r.user(w)
	case channelSelect:
		return r.room(w, c.ChannelTypes)
	case fileUpload:
		return r.file(w, c.FileTypes)
	case roleSelect:
		return "", mistake(w.Column, "roles cannot be chosen here")
	}
	for _, o := range c.Options {
		if sameLabel(o.Label, w.Text) || sameName(o.Value, w.Text) {
			return o.Value, nil
		}
	}
	var labels []string
	for _, o := range c.Options {
		labels = append(labels, o.Label)
	}
	return "", mistake(w.Column, "no option %q; there are %s", w.Text, strings.Join(labels, ", "))
}
