package sandbox

import (
	"fmt"
	"path"
	"strings"
)

// message writes what a message shows, line by line.
func (r *reader) message(m *Message) []string {
	lines := r.lines(m.Content)
	lines = append(lines, r.components(m.Components)...)
	for _, a := range m.Attachments {
		if !m.shows(a) {
			lines = append(lines, "📎 "+a.caption())
		}
	}
	return lines
}

// caption names a file with its size: of a picture in pixels, which say more
// than bytes.
func (a Attachment) caption() string {
	if a.Width > 0 {
		return fmt.Sprintf("%s (%d×%d)", a.Filename, a.Width, a.Height)
	}
	return fmt.Sprintf("%s (%d bytes)", a.Filename, a.Size)
}

// bar puts a bar before each line, as the client draws beside containers.
func bar(lines []string) []string {
	for i := range lines {
		lines[i] = "▎ " + lines[i]
	}
	return lines
}

// caption names a picture and what it shows.
func (m *Media) caption(description string) string {
	name, attached := strings.CutPrefix(m.URL, "attachment://")
	if !attached {
		name = path.Base(m.URL)
	}
	if description != "" {
		name += ": " + description
	}
	return "🖼 " + name
}

// components writes components, one below the other.
func (r *reader) components(components []Component) []string {
	var lines []string
	for i := range components {
		c := &components[i]
		switch c.Type {
		case actionRow:
			var row []string
			for j := range c.Components {
				row = append(row, c.Components[j].control())
			}
			lines = append(lines, strings.Join(row, " "))
		case textDisplay:
			lines = append(lines, r.lines(c.Content)...)
		case section:
			inner := r.components(c.Components)
			end := c.Accessory.control()
			if c.Accessory.Type == thumbnail {
				end = c.Accessory.Media.caption(c.Accessory.Description)
			}
			inner[len(inner)-1] += "  " + end
			lines = append(lines, inner...)
		case separator:
			if c.Divider == nil || *c.Divider {
				lines = append(lines, "────────")
			} else {
				lines = append(lines, "")
			}
		case mediaGallery:
			for _, item := range c.Items {
				lines = append(lines, item.Media.caption(item.Description))
			}
		case fileComponent:
			lines = append(lines, "📎 "+strings.TrimPrefix(c.File.URL, "attachment://"))
		case container:
			lines = append(lines, bar(r.components(c.Components))...)
		}
	}
	return lines
}

// control writes a button or a menu: in square brackets, or in round ones
// where it is disabled.
func (c *Component) control() string {
	face := c.face()
	switch {
	case c.Type == button && c.Style == linkStyle:
		face += " ↗ " + c.URL
	case c.isMenu():
		face = strings.TrimSpace(c.Placeholder + " ▾ " + c.offers())
	}
	if c.Disabled {
		return "(" + face + ")"
	}
	return "[" + face + "]"
}

// offers lists what a menu offers; what is chosen already has a tick.
func (c *Component) offers() string {
	switch c.Type {
	case userSelect, mentionableSelect:
		return "@"
	case channelSelect:
		return "#"
	case roleSelect:
		return "@role"
	}
	labels := make([]string, len(c.Options))
	for i, o := range c.Options {
		labels[i] = o.Label
		if o.Emoji != nil {
			labels[i] = o.Emoji.Name + " " + labels[i]
		}
		if o.Default {
			labels[i] = "✓ " + labels[i]
		}
	}
	return strings.Join(labels, " | ")
}

// modal writes a form: each field with the name by which it is filled, a star
// where it has to be, and what stands in it.
func (r *reader) modal(m *Modal) []string {
	lines := []string{m.Title}
	for i := range m.Components {
		if m.Components[i].Type == textDisplay {
			lines = append(lines, r.lines(m.Components[i].Content)...)
		}
	}
	m.eachInput(func(c *Component, title string) {
		star := ""
		if c.Type != checkbox && (c.Required == nil || *c.Required) {
			star = "*"
		}
		line := fmt.Sprintf("%s%s (%s)", title, star, c.CustomID)
		switch {
		case c.Value != "":
			line += ": " + strings.ReplaceAll(c.Value, "\n", " ⏎ ")
		case c.isMenu() || len(c.Options) > 0:
			line += " [▾ " + c.offers() + "]"
		case c.Placeholder != "":
			line += " – " + c.Placeholder
		}
		lines = append(lines, line)
	})
	return lines
}
