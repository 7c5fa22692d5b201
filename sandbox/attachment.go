package sandbox

import (
	"bytes"
	"cmp"
	"encoding/json"
	"image"
	_ "image/gif"  // so that the size of pictures is known
	_ "image/jpeg" // likewise
	_ "image/png"  // likewise
	"net/http"
	"path"
	"slices"
	"strings"
	"unicode"
)

// contentHost is where real attachments live; the sandbox serves the paths
// below its own root.
const contentHost = "https://cdn.discordapp.com"

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

// mediaTypes are the types that the contents do not tell. The mime package
// would ask the machine, and machines differ.
var mediaTypes = map[string]string{
	".md": "text/markdown; charset=utf-8", ".json": "application/json", ".csv": "text/csv; charset=utf-8", ".svg": "image/svg+xml",
}

// attachmentRequest names a file to keep by its id, or describes a new one by
// the n of its files[n].
type attachmentRequest struct {
	ID          idValue `json:"id"`
	Filename    string  `json:"filename"`
	Title       string  `json:"title"`
	Description string  `json:"description"`
}

// idValue is an id that a request gave as a string or as a number.
type idValue string

// UnmarshalJSON keeps the digits, of which a float would lose some.
func (v *idValue) UnmarshalJSON(raw []byte) error {
	*v = idValue(strings.Trim(string(raw), `"`))
	return nil
}

var attachmentFields = fields{
	"id": must(attachmentID), "filename": may(text(1, 1024)), "title": may(text(0, 1024)), "description": may(text(0, 1024)),
	"is_spoiler": may(boolean),
}

// attachmentID is the shape of an attachment's id, which may be the bare n of
// files[n].
func attachmentID(p place, v any) {
	if n, ok := v.(json.Number); ok {
		v = n.String()
	}
	snowflake(p, v)
}

// attach sets the message's files: those of the request, and of the earlier
// ones those that the request keeps. Without a list, all are kept and all
// uploads come along.
func (d *Discord) attach(q *request, m *Message, listed *[]attachmentRequest) error {
	old, fresh := m.Attachments, map[string]attachmentRequest{}
	if listed != nil {
		old = nil
		for i, l := range *listed {
			id := string(l.ID)
			kept := slices.IndexFunc(m.Attachments, func(a Attachment) bool { return a.ID == id })
			switch {
			case kept >= 0:
				a := m.Attachments[kept]
				if l.Description != "" {
					a.Description = l.Description
				}
				old = append(old, a)
			case slices.ContainsFunc(q.uploads, func(u upload) bool { return u.n == id }):
				fresh[id] = l
			default:
				f := &form{}
				place{f, "attachments"}.at(i).at("id").fail("ATTACHMENT_NOT_FOUND", "There is neither an attachment nor a file with this id")
				return invalidForm(f)
			}
		}
	}
	m.Attachments = slices.Clone(old)
	for _, u := range q.uploads {
		l, named := fresh[u.n]
		if listed != nil && !named {
			q.note("files[%s] does not stand in attachments", u.n)
			if q.version >= 10 {
				continue
			}
		}
		m.Attachments = append(m.Attachments, d.store(m, u, l))
	}
	if len(m.Attachments) > maxFiles {
		return &refusal{status: 400, code: 30015, message: "Maximum number of attachments in a message reached (10)"}
	}
	return nil
}

// store keeps a file that came with a message.
func (d *Discord) store(m *Message, u upload, l attachmentRequest) Attachment {
	f := d.describe("/attachments/"+m.ChannelID, cmp.Or(l.Filename, u.name), u.kind, u.contents)
	d.files.keep(f)
	f.Title, f.Description, f.Ephemeral = cmp.Or(l.Title, f.Title), l.Description, m.Private()
	return f.Attachment
}

// describe makes the object of a file, with an address below the path. kind is its media
// type, or "" to tell it from the contents. A name that is not ASCII is
// replaced, and stands in the title without its ending.
func (d *Discord) describe(below, name, kind string, contents []byte) storedFile {
	title := ""
	if ending := path.Ext(name); strings.ContainsFunc(name, func(r rune) bool { return r > unicode.MaxASCII }) {
		title, name = strings.TrimSuffix(name, ending), digest("file", name)[:16]+ending
	}
	name = strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII || !strings.ContainsRune("-_.", r) && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return '_'
		}
		return r
	}, name)
	if kind == "" || kind == "application/octet-stream" {
		kind = http.DetectContentType(contents)
	}
	if known := mediaTypes[path.Ext(name)]; known != "" {
		kind = known
	}
	a := Attachment{ID: d.newID(), Filename: name, Title: title, ContentType: kind, Size: len(contents)}
	if picture, _, err := image.DecodeConfig(bytes.NewReader(contents)); err == nil {
		a.Width, a.Height = picture.Width, picture.Height
	}
	address := below + "/" + a.ID + "/" + name
	a.URL, a.ProxyURL = contentHost+address, contentHost+address
	return storedFile{a, address, contents}
}
