package sandbox

import (
	"strings"
	"unicode/utf8"

	"dojang/sandbox/schema"
)

// openModal opens the modal for the member. A member can have any number open,
// each in a client of its own.
func (d *Discord) openModal(q *request, p schema.Path, raw []byte, i *Interaction) error {
	m := &schema.Modal{}
	if err := q.readAt(p, raw, schema.ModalShape, m); err != nil {
		return err
	}
	m.Check(p)
	if err := invalidForm(p.Form); err != nil {
		return err
	}
	if err := q.checkWeight(len(m.Title) + schema.Weight(m.Components)); err != nil {
		return err
	}
	schema.AssignIDs(m.Components)
	i.modal, i.modalOpen = m, true
	d.recordEffect(Effect{Kind: Opened, Modal: m}, i)
	i.finish()
	return nil
}

// opener returns the interaction whose modal is still open for the user: the
// interaction with the id, or the latest if the id is "". It is nil if there is
// none. The lock is held.
func (d *Discord) opener(user, interaction string) *Interaction {
	var found *Interaction
	for _, i := range d.interactions {
		if i.modalOpen && i.user == user && (interaction == "" || i.id == interaction) && (found == nil || olderID(found.id, i.id)) {
			found = i
		}
	}
	return found
}

// OpenModal returns the modal that was opened last among those open for the
// user, or nil.
func (d *Discord) OpenModal(user string) *schema.Modal {
	d.mu.Lock()
	defer d.mu.Unlock()
	if i := d.opener(user, ""); i != nil {
		return i.modal
	}
	return nil
}

// CloseModal closes a modal without submitting it, and reports whether it was
// open: the one that the interaction opened, or the user's latest if
// interaction is "". The application is not told.
func (d *Discord) CloseModal(user, interaction string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	i := d.opener(user, interaction)
	if i != nil {
		i.modalOpen = false
	}
	return i != nil
}

// Submit fills in an open modal and submits it: the one that the interaction
// opened, or the member's latest if interaction is "". Fields are named by
// custom_id or label. Fields without an input keep their value. The modal stays
// open, and can be submitted again, until the application has responded.
func (d *Discord) Submit(a Actor, interaction string, inputs []Input) (*Interaction, error) {
	d.mu.Lock()
	defer d.release()
	c, err := d.invokableChannel(a)
	if err != nil {
		return nil, err
	}
	opener := d.opener(a.User, interaction)
	if opener == nil {
		return nil, mistakeWithCode(NoModal, 0, "no modal is open for %s", d.nameOf(c, a.User))
	}
	m := opener.modal
	filled := map[*schema.Component][]Word{}
	for _, input := range inputs {
		part := findInput(m, input.Name.Text)
		if part == nil {
			return nil, mistake(input.Name.Column, "the modal has no field %q; there are %s", input.Name.Text, strings.Join(inputNames(m), ", "))
		}
		filled[part] = append(filled[part], input.Value)
	}
	r := d.newResolver(c, a.User)
	var parts []jsonObject
	for i := range m.Components {
		part, err := r.submission(&m.Components[i], filled)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	data := jsonObject{"custom_id": m.CustomID, "components": parts}
	r.addTo(data)
	i := &Interaction{kind: modalInteraction, user: a.User, name: m.Title, channel: c, opener: opener, source: opener.source}
	d.dispatchInteraction(i, data)
	return i, nil
}

// findInput returns the field with the custom_id or the title, or nil.
func findInput(m *schema.Modal, name string) *schema.Component {
	var found *schema.Component
	m.EachInput(func(c *schema.Component, title string) {
		if found == nil && (SameName(c.CustomID, name) || SameLabel(title, name)) {
			found = c
		}
	})
	return found
}

// inputNames returns the custom_ids of the fields.
func inputNames(m *schema.Modal) []string {
	var names []string
	m.EachInput(func(c *schema.Component, _ string) { names = append(names, c.CustomID) })
	return names
}

// submission returns what the application receives for a component of the
// modal.
func (r *resolver) submission(c *schema.Component, filled map[*schema.Component][]Word) (jsonObject, error) {
	o := jsonObject{"type": c.Type, "id": c.ID}
	switch c.Type {
	case schema.TextDisplay:
		return o, nil
	case schema.ActionRow:
		inner, err := r.submission(&c.Components[0], filled)
		o["components"] = []jsonObject{inner}
		return o, err
	case schema.Label:
		inner, err := r.submission(c.Component, filled)
		o["component"] = inner
		return o, err
	}
	o["custom_id"] = c.CustomID
	words, named := filled[c]
	chosen := func() ([]string, error) { return defaultValues(c) }
	if named {
		chosen = func() ([]string, error) { return r.selectValues(c, words) }
	}
	var err error
	switch c.Type {
	case schema.TextInput:
		o["value"], err = inputValue(c, words)
	case schema.Checkbox:
		o["value"], err = checkboxValue(c, words)
	case schema.RadioGroup:
		var values []string
		values, err = chosen()
		o["value"] = nil
		if len(values) > 0 {
			o["value"] = values[0]
		}
	default:
		o["values"], err = chosen()
	}
	return o, err
}

// inputValue returns the submitted value of a text input.
func inputValue(c *schema.Component, words []Word) (string, error) {
	value, column := c.Value, 0
	if len(words) > 0 {
		value, column = words[len(words)-1].Text, words[len(words)-1].Column
	}
	lowest, highest := 0, schema.MaxInput
	if c.MinLength != nil {
		lowest = *c.MinLength
	}
	if c.MaxLength != nil {
		highest = *c.MaxLength
	}
	if c.Required == nil || *c.Required {
		lowest = max(lowest, 1)
	}
	n := utf8.RuneCountInString(value)
	optional := c.Required != nil && !*c.Required && n == 0
	switch {
	case c.Style == schema.ShortStyle && strings.Contains(value, "\n"):
		return "", mistake(column, "the field %q takes one line", c.CustomID)
	case n == 0 && lowest > 0 && !optional:
		return "", mistake(column, "the field %q has to be filled", c.CustomID)
	case n > highest || n < lowest && !optional:
		return "", mistake(column, "the field %q takes %d to %d characters, not %d", c.CustomID, lowest, highest, n)
	}
	return value, nil
}

// checkboxValue reports whether a checkbox is checked on submission.
func checkboxValue(c *schema.Component, words []Word) (bool, error) {
	if len(words) == 0 {
		return c.Default, nil
	}
	last := words[len(words)-1]
	switch last.Text {
	case "true":
		return true, nil
	case "false", "":
		return false, nil
	}
	return false, mistake(last.Column, "the field %q is true or false, not %q", c.CustomID, last.Text)
}
