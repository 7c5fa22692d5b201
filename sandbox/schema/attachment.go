package schema

import (
	"encoding/json"
	"strings"
)

// ContentHost is the host of real attachments. The sandbox serves their paths
// itself.
const ContentHost = "https://cdn.discordapp.com"

// Attachment is a file of a message.
type Attachment struct {
	ID          string `json:"id"`
	Filename    string `json:"filename"`
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`
	ContentType string `json:"content_type"`
	Size        int    `json:"size"` // bytes
	URL         string `json:"url"`
	ProxyURL    string `json:"proxy_url"`
	Width       int    `json:"width,omitempty"`
	Height      int    `json:"height,omitempty"`
	Ephemeral   bool   `json:"ephemeral,omitempty"`
}

// Path returns the path at which the sandbox serves the file.
func (a Attachment) Path() string { return strings.TrimPrefix(a.URL, ContentHost) }

// AttachmentParams names an attachment to keep by its id, or describes an
// upload by the n of its files[n].
type AttachmentParams struct {
	ID          idValue `json:"id"`
	Filename    string  `json:"filename"`
	Title       string  `json:"title"`
	Description string  `json:"description"`
}

// idValue is an id that a request may give as a string or a number.
type idValue string

// UnmarshalJSON keeps all digits; a float would lose some.
func (v *idValue) UnmarshalJSON(raw []byte) error {
	*v = idValue(strings.Trim(string(raw), `"`))
	return nil
}

var attachmentFields = fields{
	"id": required(attachmentID), "filename": optional(text(1, 1024)), "title": optional(text(0, 1024)), "description": optional(text(0, 1024)),
	"is_spoiler": optional(boolean),
}

// attachmentID is the shape of an attachment's id, which may also be the n of
// files[n], as a number.
func attachmentID(p Path, v any) {
	if n, ok := v.(json.Number); ok {
		v = n.String()
	}
	snowflake(p, v)
}

// IsAt reports whether the address refers to the attachment.
func (a Attachment) IsAt(url string) bool { return url == "attachment://"+a.Filename || url == a.URL }

// Media returns the attachment as a component shows it.
func (a Attachment) Media() *Media {
	return &Media{URL: a.URL, ProxyURL: a.ProxyURL, Width: a.Width, Height: a.Height, ContentType: a.ContentType, AttachmentID: a.ID, file: a}
}
