package router

import (
	"context"
	"errors"

	"dojang/refusal"
	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

// Errors of [Files].
var (
	ErrFileLarge       = errors.New("the file is too large")
	ErrFileUnavailable = errors.New("the file cannot be fetched")
)

// Files fetches attachments of members. It accepts only addresses of Discord, and no files
// of more than limit bytes.
type Files interface {
	Fetch(ctx context.Context, url string, limit int) ([]byte, error)
}

// File is a text file that the caller attached.
type File struct {
	URL  string // address at Discord; lets anyone fetch it for about a day
	Text []byte // UTF-8
}

// File fetches the attachment in the option and converts it to UTF-8. It refuses with
// "file.large", "file.away" and the codes of [markdown.DecodeFile].
func (r *Request) File(ctx context.Context, name string) (File, error) {
	a, ok := r.From.Data.Resolved.Attachments[r.Text(name)]
	switch {
	case !ok:
		return File{}, refusal.New("command.old")
	case a.Size > roadmap.MaxBytes:
		return File{}, refusal.New("file.large", "limit", roadmap.MaxBytes>>10)
	}
	return r.Fetch(ctx, a.URL)
}

// Fetch is File for an attachment at the address.
func (r *Request) Fetch(ctx context.Context, url string) (File, error) {
	contents, err := r.files.Fetch(ctx, url, roadmap.MaxBytes)
	switch {
	case errors.Is(err, ErrFileLarge):
		return File{}, refusal.New("file.large", "limit", roadmap.MaxBytes>>10)
	case errors.Is(err, ErrFileUnavailable):
		return File{}, refusal.New("file.away")
	case err != nil:
		return File{}, err
	}
	text, err := markdown.DecodeFile(contents)
	return File{URL: url, Text: text}, err
}
