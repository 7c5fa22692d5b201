package player

import (
	"fmt"
	"path"
	"strings"

	"dojang/sandbox"
	"dojang/sandbox/schema"
)

// message renders a message, line by line.
func (r *viewer) message(m *sandbox.Message) []string {
	lines := r.lines(m.Content)
	lines = append(lines, r.components(m.Components)...)
	for _, a := range m.Attachments {
		if !m.Shows(a) {
			lines = append(lines, "📎 "+fileCaption(a))
		}
	}
	return lines
}

// fileCaption returns a file's name with its size: in pixels for images, which
// says more than bytes.
func fileCaption(a schema.Attachment) string {
	if a.Width > 0 {
		return fmt.Sprintf("%s (%d×%d)", a.Filename, a.Width, a.Height)
	}
	return fmt.Sprintf("%s (%d bytes)", a.Filename, a.Size)
}

// withBar puts a bar before each line, as the client draws one beside
// containers.
func withBar(lines []string) []string {
	for i := range lines {
		lines[i] = "▎ " + lines[i]
	}
	return lines
}

// mediaCaption returns an image's name and description.
func mediaCaption(m *schema.Media, description string) string {
	name, attached := strings.CutPrefix(m.URL, "attachment://")
	if !attached {
		name = path.Base(m.URL)
	}
	if description != "" {
		name += ": " + description
	}
	return "🖼 " + name
}

// components renders components one below the other.
func (r *viewer) components(components []schema.Component) []string {
	var lines []string
	for i := range components {
		c := &components[i]
		switch c.Type {
		case schema.ActionRow:
			var row []string
			for j := range c.Components {
				row = append(row, control(&c.Components[j]))
			}
			lines = append(lines, strings.Join(row, " "))
		case schema.TextDisplay:
			lines = append(lines, r.lines(c.Content)...)
		case schema.Section:
			inner := r.components(c.Components)
			end := control(c.Accessory)
			if c.Accessory.Type == schema.Thumbnail {
				end = mediaCaption(c.Accessory.Media, c.Accessory.Description)
			}
			inner[len(inner)-1] += "  " + end
			lines = append(lines, inner...)
		case schema.Separator:
			if c.Divider == nil || *c.Divider {
				lines = append(lines, "────────")
			} else {
				lines = append(lines, "")
			}
		case schema.MediaGallery:
			for _, item := range c.Items {
				lines = append(lines, mediaCaption(&item.Media, item.Description))
			}
		case schema.FileComponent:
			lines = append(lines, "📎 "+strings.TrimPrefix(c.File.URL, "attachment://"))
		case schema.Container:
			lines = append(lines, withBar(r.components(c.Components))...)
		}
	}
	return lines
}

// control renders a button or a menu: in square brackets, or in round ones if
// it is disabled.
func control(c *schema.Component) string {
	caption := c.Caption()
	switch {
	case c.Type == schema.Button && c.Style == schema.LinkStyle:
		caption += " ↗ " + c.URL
	case c.IsSelect():
		caption = strings.TrimSpace(c.Placeholder + " ▾ " + menuOptions(c))
	}
	if c.Disabled {
		return "(" + caption + ")"
	}
	return "[" + caption + "]"
}

// menuOptions lists what a menu offers, with a check mark before each default.
func menuOptions(c *schema.Component) string {
	switch c.Type {
	case schema.UserSelect, schema.MentionableSelect:
		return "@"
	case schema.ChannelSelect:
		return "#"
	case schema.RoleSelect:
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

// modal renders a form: each field with the custom_id by which it is filled in,
// a star if it is required, and its value, options or placeholder.
func (r *viewer) modal(m *schema.Modal) []string {
	lines := []string{m.Title}
	for i := range m.Components {
		if m.Components[i].Type == schema.TextDisplay {
			lines = append(lines, r.lines(m.Components[i].Content)...)
		}
	}
	m.EachInput(func(c *schema.Component, title string) {
		star := ""
		if c.Type != schema.Checkbox && (c.Required == nil || *c.Required) {
			star = "*"
		}
		line := fmt.Sprintf("%s%s (%s)", title, star, c.CustomID)
		switch {
		case c.Value != "":
			line += ": " + strings.ReplaceAll(c.Value, "\n", " ⏎ ")
		case c.IsSelect() || len(c.Options) > 0:
			line += " [▾ " + menuOptions(c) + "]"
		case c.Placeholder != "":
			line += " – " + c.Placeholder
		}
		lines = append(lines, line)
	})
	return lines
}
