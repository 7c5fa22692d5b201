package sandbox

import "slices"

// The methods in this file write messages as Discord does, which adds to what
// the application sent: the addresses of files, and defaults.

// MarshalJSON writes the message with empty arrays where there is nothing,
// with the addresses of the files that its components show, and
// without these among the attachments.
func (m *Message) MarshalJSON() ([]byte, error) {
	type plain Message
	c := plain(*m)
	c.Attachments, c.Embeds = []Attachment{}, []any{}
	for _, a := range m.Attachments {
		if !m.shows(a) {
			c.Attachments = append(c.Attachments, a)
		}
	}
	c.Components = m.resolveAll(m.Components)
	if c.Mentions == nil {
		c.Mentions = []*User{}
	}
	if c.MentionRoles == nil {
		c.MentionRoles = []string{}
	}
	return toJSON(c)
}

// resolve gives the full form of a picture or file that came with the message;
// any other is as it was sent.
func (m *Message) resolve(media *Media) *Media {
	if media == nil {
		return nil
	}
	for _, a := range m.Attachments {
		if a.is(media.URL) {
			return &Media{URL: a.URL, ProxyURL: a.ProxyURL, Width: a.Width, Height: a.Height, ContentType: a.ContentType, AttachmentID: a.ID, file: a}
		}
	}
	return &Media{URL: media.URL, ProxyURL: media.URL}
}

// resolveAll copies the components with their pictures and files resolved.
func (m *Message) resolveAll(components []Component) []Component {
	copies := make([]Component, len(components))
	for i, c := range components {
		c.Media, c.File = m.resolve(c.Media), m.resolve(c.File)
		c.Items = slices.Clone(c.Items)
		for j := range c.Items {
			c.Items[j].Media = *m.resolve(&c.Items[j].Media)
		}
		if len(c.Components) > 0 {
			c.Components = m.resolveAll(c.Components)
		}
		if c.Accessory != nil {
			c.Accessory = &m.resolveAll([]Component{*c.Accessory})[0]
		}
		copies[i] = c
	}
	return copies
}

// shows reports whether a component shows the file.
func (m *Message) shows(a Attachment) bool {
	return slices.ContainsFunc(m.references(), a.is)
}

// is reports whether the address leads to the file.
func (a Attachment) is(url string) bool { return url == "attachment://"+a.Filename || url == a.URL }

// MarshalJSON writes the component with the fields that its type always has.
func (c Component) MarshalJSON() ([]byte, error) {
	type plain Component
	var description *string
	if c.Description != "" {
		description = &c.Description
	}
	switch {
	case c.isMenu():
		one := 1
		if c.MinValues == nil {
			c.MinValues = &one
		}
		if c.MaxValues == nil {
			c.MaxValues = &one
		}
	case c.Type == separator:
		yes := true
		if c.Divider == nil {
			c.Divider = &yes
		}
		c.Spacing = max(c.Spacing, 1)
	case c.Type == container:
		return toJSON(struct {
			plain
			AccentColor *int `json:"accent_color"`
			Spoiler     bool `json:"spoiler"`
		}{plain(c), c.AccentColor, c.Spoiler})
	case c.Type == thumbnail:
		return toJSON(struct {
			plain
			Description *string `json:"description"`
			Spoiler     bool    `json:"spoiler"`
		}{plain(c), description, c.Spoiler})
	case c.Type == fileComponent:
		return toJSON(struct {
			plain
			Name    string `json:"name"`
			Size    int    `json:"size"`
			Spoiler bool   `json:"spoiler"`
		}{plain(c), c.File.file.Filename, c.File.file.Size, c.Spoiler})
	}
	return toJSON(plain(c))
}

// MarshalJSON writes the picture with a description, null where it has none.
func (i GalleryItem) MarshalJSON() ([]byte, error) {
	type plain GalleryItem
	var description *string
	if i.Description != "" {
		description = &i.Description
	}
	return toJSON(struct {
		plain
		Description *string `json:"description"`
		Spoiler     bool    `json:"spoiler"`
	}{plain(i), description, i.Spoiler})
}
