package sandbox

import (
	"path"
	"slices"
	"strings"
)

// Upload is a file that a person attaches.
type Upload struct {
	Name string // as the person's machine calls it
	Type string // media type, or "" to tell it from the contents
	Data []byte
}

// File returns the file that the path of an attachment's address leads to.
func (d *Discord) File(path string) (Upload, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f, ok := d.files[path]
	return Upload{Type: f.kind, Data: f.data}, ok
}

// file keeps the file that was attached and collects its object. kinds are
// the endings that are taken, none are all.
func (r *resolver) file(w Word, kinds []string) (string, error) {
	if w.File == nil {
		return "", mistake(w.Column, "a file has to be attached here, not %q", w.Text)
	}
	ending := strings.ToLower(path.Ext(w.File.Name))
	taken := func(kind string) bool { return "."+strings.TrimPrefix(strings.ToLower(kind), ".") == ending }
	switch {
	case len(w.File.Data) > attachmentSizeLimit:
		return "", mistake(w.Column, "%s is larger than %d MiB", w.File.Name, attachmentSizeLimit>>20)
	case len(w.File.Data) == 0:
		return "", mistake(w.Column, "%s is empty", w.File.Name)
	case len(kinds) > 0 && !slices.ContainsFunc(kinds, taken):
		return "", mistake(w.Column, "%s cannot be attached here; it takes %s", w.File.Name, strings.Join(kinds, ", "))
	}
	a := r.d.keep("/ephemeral-attachments/"+r.d.bot.ID, w.File.Name, w.File.Type, w.File.Data)
	a.Ephemeral = true
	r.files[a.ID] = a
	return a.ID, nil
}
