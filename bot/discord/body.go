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

// body is what a request carries, in pieces that are sent one after another:
// files are not copied. It can be sent any number of times.
type body struct {
	mediaType string // media type
	pieces    [][]byte
}

// jsonBody is a body of JSON; nil is none.
func jsonBody(data []byte) *body {
	if data == nil {
		return nil
	}
	return &body{mediaType: "application/json", pieces: [][]byte{data}}
}

// filesBody is a body of JSON and the files that it describes, if there are
// any.
// See https://discord.com/developers/docs/reference#uploading-files.
func filesBody(data []byte, files []view.File) *body {
	if len(files) == 0 {
		return jsonBody(data)
	}
	var edges bytes.Buffer // what stands around the contents
	w := multipart.NewWriter(&edges)
	b := &body{mediaType: w.FormDataContentType()}
	part := func(disposition, kind string, contents []byte) {
		// A buffer takes everything: there is no error.
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

// size is how many bytes the body has.
func (b *body) size() int {
	n := 0
	if b != nil {
		for _, piece := range b.pieces {
			n += len(piece)
		}
	}
	return n
}

// reader returns the body from its beginning. net/http sends a body that it
// knows to be in memory in one packet with what stands before it.
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

// put gives the request the body. It can be read again, for a connection that
// turns out to be closed.
func (b *body) attach(req *http.Request) {
	if b == nil {
		return
	}
	req.Header.Set("Content-Type", b.mediaType)
	req.GetBody, req.ContentLength = b.reader, int64(b.size())
	req.Body, _ = b.reader()
}

// slowest is how many bytes a second a line to Discord carries at least.
const minBandwidth = 1 << 20

// takes is how long the body may take to be sent, besides what any request
// takes.
func (b *body) sendTime() time.Duration {
	return time.Duration(b.size()) * time.Second / minBandwidth
}
