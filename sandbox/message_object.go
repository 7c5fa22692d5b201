package sandbox

import (
	"slices"

	"dojang/sandbox/schema"
)

// The methods in this file write messages as Discord does, which adds to what
// the application sent: the addresses of files, and defaults.

// MarshalJSON writes the message with empty arrays where there is nothing,
// with the addresses of the files that its components show, and
// without these among the attachments.
func (m *Message) MarshalJSON() ([]byte, error) {
	type plain Message
	c := plain(*m)
	c.Attachments, c.Embeds = []schema.Attachment{}, []any{}
	for _, a := range m.Attachments {
		if !m.Shows(a) {
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
	return schema.EncodeJSON(c)
}

// resolve gives the full form of a picture or file that came with the message;
// any other is as it was sent.
func (m *Message) resolve(media *schema.Media) *schema.Media {
	if media == nil {
		return nil
	}
	for _, a := range m.Attachments {
		if a.IsAt(media.URL) {
			return a.Media()
		}
	}
	return &schema.Media{URL: media.URL, ProxyURL: media.URL}
}

// resolveAll copies the components with their pictures and files resolved.
func (m *Message) resolveAll(components []schema.Component) []schema.Component {
	copies := make([]schema.Component, len(components))
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
			c.Accessory = &m.resolveAll([]schema.Component{*c.Accessory})[0]
		}
		copies[i] = c
	}
	return copies
}

// Shows reports whether a component shows the file.
func (m *Message) Shows(a schema.Attachment) bool {
	return slices.ContainsFunc(m.references(), a.IsAt)
}
