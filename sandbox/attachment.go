package sandbox

import (
	"bytes"
	"cmp"
	"image"
	_ "image/gif"  // decoders, for the size of images
	_ "image/jpeg" // see above
	_ "image/png"  // see above
	"net/http"
	"path"
	"slices"
	"strings"
	"unicode"

	"dojang/sandbox/schema"
)

// mediaTypes has the media types that cannot be detected from the contents. The
// mime package would ask the machine, and machines differ.
var mediaTypes = map[string]string{
	".md": "text/markdown; charset=utf-8", ".json": "application/json", ".csv": "text/csv; charset=utf-8", ".svg": "image/svg+xml",
}

// setAttachments sets the message's attachments: those that the request lists,
// and its uploads. Without a list, all attachments are kept and all uploads are
// added. Uploads that the list does not name are a fault; API version 10 drops
// them.
func (d *Discord) setAttachments(q *request, m *Message, listed *[]schema.AttachmentParams) error {
	kept, described := m.Attachments, map[string]schema.AttachmentParams{}
	if listed != nil {
		kept = nil
		for i, l := range *listed {
			id := string(l.ID)
			at := slices.IndexFunc(m.Attachments, func(a schema.Attachment) bool { return a.ID == id })
			switch {
			case at >= 0:
				a := m.Attachments[at]
				if l.Description != "" {
					a.Description = l.Description
				}
				kept = append(kept, a)
			case slices.ContainsFunc(q.uploads, func(u upload) bool { return u.n == id }):
				described[id] = l
			default:
				p := schema.NewForm().At("attachments").At(i).At("id")
				p.Fail("ATTACHMENT_NOT_FOUND", "There is neither an attachment nor a file with this id")
				return invalidForm(p.Form)
			}
		}
	}
	m.Attachments = slices.Clone(kept)
	for _, u := range q.uploads {
		l, named := described[u.n]
		if listed != nil && !named {
			q.noteFault("files[%s] does not stand in attachments", u.n)
			if q.version >= 10 {
				continue
			}
		}
		m.Attachments = append(m.Attachments, d.storeUpload(m, u, l))
	}
	if len(m.Attachments) > schema.MaxFiles {
		return &apiError{status: 400, code: 30015, message: "Maximum number of attachments in a message reached (10)"}
	}
	return nil
}

// storeUpload stores an upload of the message.
func (d *Discord) storeUpload(m *Message, u upload, l schema.AttachmentParams) schema.Attachment {
	f := d.newFile("/attachments/"+m.ChannelID, cmp.Or(l.Filename, u.name), u.kind, u.contents)
	d.files.keep(f)
	f.Title, f.Description, f.Ephemeral = cmp.Or(l.Title, f.Title), l.Description, m.Private()
	return f.Attachment
}

// newFile returns a file with an address below the path. kind is its media
// type, or "" to detect it from the contents. A name that is not ASCII is
// replaced; the original, without its extension, becomes the title.
func (d *Discord) newFile(below, name, kind string, contents []byte) storedFile {
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
	a := schema.Attachment{ID: d.newID(), Filename: name, Title: title, ContentType: kind, Size: len(contents)}
	if picture, _, err := image.DecodeConfig(bytes.NewReader(contents)); err == nil {
		a.Width, a.Height = picture.Width, picture.Height
	}
	address := below + "/" + a.ID + "/" + name
	a.URL, a.ProxyURL = schema.ContentHost+address, schema.ContentHost+address
	return storedFile{a, address, contents}
}

// Upload is a file that a person attaches.
type Upload struct {
	Name string // on the person's machine
	Type string // media type, or "" to detect it from the contents
	Data []byte
}

// File returns the file at the path of an attachment's address.
func (d *Discord) File(path string) (Upload, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f, ok := d.files.kept[path]
	return Upload{Type: f.ContentType, Data: f.contents}, ok
}

// storedFile is a file and the object that describes it.
type storedFile struct {
	schema.Attachment
	path     string // of its address
	contents []byte
}

// maxKeptFiles limits the size of all stored files together, in bytes. A
// message stays when its file is deleted, with an address that leads nowhere.
const maxKeptFiles = 256 << 20

// files has the newest files by the paths of their addresses.
type files struct {
	size  int
	kept  map[string]storedFile
	paths []string // oldest first
}

// keep stores a file and deletes the oldest ones beyond the limit.
func (f *files) keep(file storedFile) {
	f.kept[file.path] = file
	f.paths = append(f.paths, file.path)
	for f.size += file.Size; f.size > maxKeptFiles; f.paths = f.paths[1:] {
		f.size -= f.kept[f.paths[0]].Size
		delete(f.kept, f.paths[0])
	}
}
