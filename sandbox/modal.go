package sandbox

import (
	"strings"
	"unicode/utf8"
)

// Modal is a form that opens in front of a member.
type Modal struct {
	CustomID   string      `json:"custom_id"`
	Title      string      `json:"title"`
	Components []Component `json:"components"`
}

var modalShape = fields{
	"custom_id": must(text(1, maxCustomID)), "title": must(text(1, 45)), "components": must(list(1, maxModalParts, modalPart)),
}.shape

// openModal shows the modal to the member. Any number can be open for one, each
// in a client of its own.
func (d *Discord) openModal(q *request, p place, raw []byte, i *Interaction) error {
	m := &Modal{}
	if err := q.readAt(p, raw, modalShape, m); err != nil {
		return err
	}
	checkComponents(p.at("components"), m.Components, func(string) bool { return false })
	eachPlace(p.at("components"), m.Components, func(p place, c *Component) { c.checkInModal(p) })
	if err := invalidForm(p.form); err != nil {
		return err
	}
	assignIDs(m.Components)
	i.modal, i.open = m, true
	d.show(Effect{Kind: Opened, Modal: m}, i)
	i.end()
	return nil
}

// opener returns the interaction that opened a modal which is still open for
// the user: the one with the id or, for "", the latest; nil if there is none.
// The lock is held.
func (d *Discord) opener(user, interaction string) *Interaction {
	var found *Interaction
	for _, i := range d.interactions {
		if i.open && i.user == user && (interaction == "" || i.id == interaction) && (found == nil || olderID(found.id, i.id)) {
			found = i
		}
	}
	return found
}

// OpenModal returns the modal that was opened last of those that are open for
// the user, or nil.
func (d *Discord) OpenModal(user string) *Modal {
	d.mu.Lock()
	defer d.mu.Unlock()
	if i := d.opener(user, ""); i != nil {
		return i.modal
	}
	return nil
}

// CloseModal closes a modal that is open for the user without submitting it,
// and reports whether there was one: the one that the interaction opened or,
// for "", the latest. The application is not told.
func (d *Discord) CloseModal(user, interaction string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	i := d.opener(user, interaction)
	if i != nil {
		i.open = false
	}
	return i != nil
}

// Submit fills a modal that is open for the member and submits it: the one that
// the interaction opened or, for "", the latest. Fields are named by custom_id
// or label; what is not named keeps the value that it was opened with. The modal
// stays open, to be submitted again, until the application has answered.
func (d *Discord) Submit(a Actor, interaction string, inputs []Input) (*Interaction, error) {
	d.mu.Lock()
	defer d.release()
	c, err := d.actor(a)
	if err != nil {
		return nil, err
	}
	opener := d.opener(a.User, interaction)
	if opener == nil {
		return nil, coded(NoModal, 0, "no modal is open for %s", d.nameOf(c, a.User))
	}
	m := opener.modal
	filled := map[*Component][]Word{}
	for _, input := range inputs {
		part := m.part(input.Name.Text)
		if part == nil {
			return nil, mistake(input.Name.Column, "the modal has no field %q; there are %s", input.Name.Text, strings.Join(m.names(), ", "))
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
	i := &Interaction{kind: modalInteraction, user: a.User, act: m.Title, channel: c, opener: opener, source: opener.source}
	d.begin(i, data)
	return i, nil
}

// eachInput visits what can be filled in, with the words that stand at it.
func (m *Modal) eachInput(visit func(c *Component, title string)) {
	walk(m.Components, func(outer *Component) {
		for _, c := range outer.children() {
			title := c.Label
			if outer.Type == label {
				title = outer.Label
			}
			visit(c, title)
		}
	})
}

// part returns the field with the custom_id or the title, or nil.
func (m *Modal) part(name string) *Component {
	var found *Component
	m.eachInput(func(c *Component, title string) {
		if found == nil && (sameName(c.CustomID, name) || sameLabel(title, name)) {
			found = c
		}
	})
	return found
}

// names lists the fields' custom_ids.
func (m *Modal) names() []string {
	var names []string
	m.eachInput(func(c *Component, _ string) { names = append(names, c.CustomID) })
	return names
}

// submission is what the application receives for a component of the modal.
func (r *resolver) submission(c *Component, filled map[*Component][]Word) (jsonObject, error) {
	o := jsonObject{"type": c.Type, "id": c.ID}
	switch c.Type {
	case textDisplay:
		return o, nil
	case actionRow:
		inner, err := r.submission(&c.Components[0], filled)
		o["components"] = []jsonObject{inner}
		return o, err
	case label:
		inner, err := r.submission(c.Component, filled)
		o["component"] = inner
		return o, err
	}
	o["custom_id"] = c.CustomID
	words, named := filled[c]
	chosen := c.defaults
	if named {
		chosen = func() ([]string, error) { return r.pick(c, words) }
	}
	var err error
	switch c.Type {
	case textInput:
		o["value"], err = c.typed(words)
	case checkbox:
		o["value"], err = c.ticked(words)
	case radioGroup:
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

// typed is what a text input holds on submission.
func (c *Component) typed(words []Word) (string, error) {
	value, column := c.Value, 0
	if len(words) > 0 {
		value, column = words[len(words)-1].Text, words[len(words)-1].Column
	}
	lowest, highest := 0, maxInput
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
	case c.Style == shortStyle && strings.Contains(value, "\n"):
		return "", mistake(column, "the field %q takes one line", c.CustomID)
	case n == 0 && lowest > 0 && !optional:
		return "", mistake(column, "the field %q has to be filled", c.CustomID)
	case n > highest || n < lowest && !optional:
		return "", mistake(column, "the field %q takes %d to %d characters, not %d", c.CustomID, lowest, highest, n)
	}
	return value, nil
}

// ticked is whether a checkbox is ticked on submission.
func (c *Component) ticked(words []Word) (bool, error) {
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
