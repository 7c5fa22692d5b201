package discord

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"time"

	"dojang/view"
)

// body is the body of a request. It is kept in pieces, so that files are not copied,
// and may be sent any number of times.
type body struct {
	mediaType string // media type
	pieces    [][]byte
}

// jsonBody returns a JSON body, or nil for no data.
func jsonBody(data []byte) *body {
	if data == nil {
		return nil
	}
	return &body{mediaType: "application/json", pieces: [][]byte{data}}
}

// filesBody returns a body of JSON and the files that it refers to. Without files it is
// a plain JSON body.
// See https://discord.com/developers/docs/reference#uploading-files.
func filesBody(data []byte, files []view.File) *body {
	if len(files) == 0 {
		return jsonBody(data)
	}
	var edges bytes.Buffer // boundaries and headers, without the contents
	w := multipart.NewWriter(&edges)
	b := &body{mediaType: w.FormDataContentType()}
	part := func(disposition, kind string, contents []byte) {
		// A buffer never fails.
		_, _ = w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {disposition}, "Content-Type": {kind}})
		b.pieces = append(b.pieces, bytes.Clone(edges.Bytes()), contents)
		edges.Reset()
	}
	part(`form-data; name="payload_json"`, "application/json", data)
	for i, file := range files {
		part(multipart.FileContentDisposition(fmt.Sprintf("files[%d]", i), file.Name), file.Type, file.Data)
	}
	_ = w.Close()
	b.pieces = append(b.pieces, edges.Bytes())
	return b
}

// size returns the number of bytes in the body, 0 for nil.
func (b *body) size() int {
	n := 0
	if b != nil {
		for _, piece := range b.pieces {
			n += len(piece)
		}
	}
	return n
}

// reader returns a reader of the whole body. A single piece is returned as a
// bytes.Reader, because net/http sends a body that it knows to be in memory in one
// packet with the headers.
func (b *body) reader() (io.ReadCloser, error) {
	if len(b.pieces) == 1 {
		return io.NopCloser(bytes.NewReader(b.pieces[0])), nil
	}
	readers := make([]io.Reader, len(b.pieces))
	for i, piece := range b.pieces {
		readers[i] = bytes.NewReader(piece)
	}
	return io.NopCloser(io.MultiReader(readers...)), nil
}

// attach sets the body and its headers on a request. With GetBody, net/http can send it
// again when a reused connection turns out to be closed.
func (b *body) attach(req *http.Request) {
	if b == nil {
		return
	}
	req.Header.Set("Content-Type", b.mediaType)
	req.GetBody, req.ContentLength = b.reader, int64(b.size())
	req.Body, _ = b.reader()
}

// minBandwidth is the assumed minimum upload speed to Discord, in bytes a second.
const minBandwidth = 1 << 20

// sendTime returns how long sending the body may take, on top of the time of a request
// without one.
func (b *body) sendTime() time.Duration {
	return time.Duration(b.size()) * time.Second / minBandwidth
}
