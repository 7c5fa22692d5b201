package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"dojang/sandbox/schema"
)

// Limits of a request's body.
// https://discord.com/developers/docs/resources/message#create-message
const (
	maxRequestBytes = 25 << 20
	maxFileBytes    = 10 << 20
)

// request is a REST request on its way through the sandbox.
type request struct {
	http         *http.Request
	path         string // from the server's root
	version      int
	values       map[string]string // of its route's placeholders
	route        string            // the route's pattern, "" until it is found
	body         []byte            // JSON; the part payload_json of a multipart body
	uploads      []upload
	err          error    // why the body cannot be read
	faults       []string // besides the error in the response
	responseLost bool     // the sender will not see the response
	excused      bool     // an error is not the sender's fault

	// The ids of what the request is about, for its record.
	interaction, message string
}

// noteSubject notes which interaction and message the request is about, from
// its route and its effects.
func (q *request) noteSubject(d *Discord, effects []Effect) {
	q.interaction = q.values["interaction"]
	if i := d.tokens[q.values["token"]]; i != nil {
		q.interaction = i.id
	}
	if id := q.values["message"]; schema.IsSnowflake(id) {
		q.message = id
	}
	for _, e := range effects {
		if e.Message != nil {
			q.message = e.Message.ID
		}
	}
}

// upload is a file in a multipart body.
type upload struct {
	n        string // of files[n]
	name     string
	kind     string // media type
	contents []byte
}

// newRequest reads the whole body first, so that the sender is not blocked
// while it sends, even if the request is disturbed.
func newRequest(r *http.Request) *request {
	q := &request{http: r, path: r.URL.Path}
	if r.Body == nil {
		return q
	}
	raw, err := io.ReadAll(io.LimitReader(r.Body, maxRequestBytes+1))
	switch {
	case err != nil:
		q.err = fmt.Errorf("reading the body: %w", err)
	case len(raw) > maxRequestBytes:
		q.err = tooLarge
	default:
		q.readBody(raw)
	}
	return q
}

// readBody parses the body by its content type.
func (q *request) readBody(raw []byte) {
	if len(raw) == 0 {
		return
	}
	kind, parameters, err := mime.ParseMediaType(q.http.Header.Get("Content-Type"))
	switch {
	case err == nil && kind == "application/json":
		q.body = raw
	case err == nil && kind == "multipart/form-data":
		q.err = q.readParts(multipart.NewReader(strings.NewReader(string(raw)), parameters["boundary"]))
	default:
		q.err = invalidField("_misc", "CONTENT_TYPE_INVALID", "Expected \"Content-Type\" header to be one of {'application/json', 'multipart/form-data'}.")
	}
}

// readParts reads payload_json and the parts files[n].
func (q *request) readParts(parts *multipart.Reader) error {
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return invalidJSON
		}
		contents, err := io.ReadAll(part)
		if err != nil {
			return invalidJSON
		}
		name := part.FormName()
		n, isFile := strings.CutPrefix(name, "files[")
		n = strings.TrimSuffix(n, "]")
		switch _, err := strconv.ParseUint(n, 10, 64); {
		case name == "payload_json":
			q.body = contents
		case !isFile || err != nil || part.FileName() == "":
			q.faults = append(q.faults, fmt.Sprintf("nobody reads the part %q", name))
		case len(contents) > maxFileBytes:
			return tooLarge
		case len(q.uploads) == schema.MaxFiles:
			return &apiError{status: 400, code: 30015, message: "Maximum number of attachments in a message reached (10)"}
		case slices.ContainsFunc(q.uploads, func(u upload) bool { return u.n == n }):
			return invalidField("files", "BASE_TYPE_CHOICES", "files[%s] stands twice.", n)
		default:
			q.uploads = append(q.uploads, upload{n, part.FileName(), part.Header.Get("Content-Type"), contents})
		}
	}
}

// find looks up the route of the request and the values of its placeholders.
func (q *request) find() (route, error) {
	path, ok := strings.CutPrefix(q.path, "/api/")
	version, path, _ := strings.Cut(path, "/")
	if !ok {
		return route{}, notFound
	}
	switch version {
	case "v9":
		q.version = 9
	case "v10":
		q.version = 10
	default:
		return route{}, invalidVersion
	}
	missing := notFound
	segments := strings.Split(path, "/")
	for _, t := range routes {
		values, ok := t.match(segments)
		if ok && t.method == q.http.Method {
			q.values, q.route = values, t.pattern
			return t, nil
		}
		if ok {
			missing = methodNotAllowed
		}
	}
	return route{}, missing
}

// name returns the method and route, without ids and tokens, to name the
// request in faults.
func (q *request) name() string {
	if q.route != "" {
		return q.http.Method + " " + q.route
	}
	return q.http.Method + " " + q.path
}

// noteFault records a fault for which the request is not refused.
func (q *request) noteFault(format string, args ...any) {
	q.faults = append(q.faults, fmt.Sprintf(format, args...))
}

// object returns the JSON body, or an empty object if only files were sent.
func (q *request) object() []byte {
	if len(q.body) == 0 {
		return []byte("{}")
	}
	return q.body
}

// read checks the JSON body against the shape and decodes it into the pointer
// v. Fields that the shape does not have are faults.
func (q *request) read(s schema.Shape, v any) error {
	return q.readAt(schema.NewForm(), q.body, s, v)
}

// readAt is read for raw, which is the part of the body at p.
func (q *request) readAt(p schema.Path, raw []byte, s schema.Shape, v any) error {
	value, err := schema.DecodeJSON(raw)
	if err != nil {
		return invalidJSON
	}
	s(p, value)
	for _, path := range p.Form.Unknown {
		q.noteFault("nobody reads the field %s", path)
	}
	if err := invalidForm(p.Form); err != nil {
		return err
	}
	if raw, err = schema.EncodeJSON(value); err == nil {
		err = json.Unmarshal(raw, v)
	}
	if err != nil {
		return fmt.Errorf("decoding a body of the right shape: %w", err)
	}
	return nil
}

// checkWeight returns the error that Discord gives without a reason for too much text, and
// notes the reason.
func (q *request) checkWeight(weight int) error {
	if weight <= schema.MaxWeight {
		return nil
	}
	q.noteFault("the text weighs %d bytes; Discord fails beyond about %d", weight, schema.MaxWeight)
	return internalError
}

// flag reports whether a boolean query parameter is true.
func (q *request) flag(name string) bool {
	switch q.http.URL.Query().Get(name) {
	case "true", "True", "1":
		return true
	}
	return false
}
