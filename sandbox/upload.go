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
	f, ok := d.files.kept[path]
	return Upload{Type: f.ContentType, Data: f.contents}, ok
}

// storedFile is a file with the object that describes it.
type storedFile struct {
	Attachment
	path     string // of its address
	contents []byte
}

// maxKeptFiles is how much of files is kept, in bytes. A message whose file has
// had to go stays, with an address that leads nowhere.
const maxKeptFiles = 256 << 20

// files are the newest files, by the paths of their addresses.
type files struct {
	size  int
	kept  map[string]storedFile
	paths []string // oldest first
}

// keep keeps a file, in place of the oldest ones if need be.
func (f *files) keep(one storedFile) {
	f.kept[one.path] = one
	f.paths = append(f.paths, one.path)
	for f.size += one.Size; f.size > maxKeptFiles; f.paths = f.paths[1:] {
		f.size -= f.kept[f.paths[0]].Size
		delete(f.kept, f.paths[0])
	}
}

// takesFile reports whether an option of a command takes a file.
func (d *Discord) takesFile(a Actor, path []Word, option Word) bool {
	d.mu.Lock()
	defer d.release()
	u, err := d.use(a, path)
	if err != nil {
		return false
	}
	o, err := u.option(option)
	return err == nil && o.Type == attachmentOption
}

// file collects the file that was attached. kinds are the endings that are
// taken, none are all.
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
	f := r.d.describe("/ephemeral-attachments/"+r.d.bot.ID, w.File.Name, w.File.Type, w.File.Data)
	f.Ephemeral = true
	r.files = append(r.files, f)
	return f.ID, nil
}
