package sandbox

import "dojang/sandbox/schema"

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
	schema.Attachment
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
