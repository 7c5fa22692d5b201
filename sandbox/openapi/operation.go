package openapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// operation is the description of a request with a method at a path.
type operation struct {
	Parameters  []parameter
	RequestBody *struct {
		Required bool
		Content  map[string]json.RawMessage // by media type
		schema   *jsonschema.Schema
	}
}

// parameter is a parameter in the path or in the query.
type parameter struct {
	In, Name string
	Required bool
	schema   *jsonschema.Schema
}

// ServeHTTP responds with 400 and the faults if a request is not valid.
func (o *operation) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if faults := append(o.parameterFaults(r), o.bodyFaults(r)...); len(faults) > 0 {
		http.Error(w, strings.Join(faults, "\n"), http.StatusBadRequest)
	}
}

func (o *operation) parameterFaults(r *http.Request) (faults []string) {
	query := r.URL.Query()
	for _, p := range o.Parameters {
		values := query[p.Name]
		if delete(query, p.Name); p.In == "path" {
			values = []string{r.PathValue(p.Name)}
		}
		if p.Required && len(values) == 0 {
			faults = append(faults, p.Name+": is missing")
		}
		for _, text := range values {
			faults = append(faults, p.faults(text)...)
		}
	}
	for name := range query {
		faults = append(faults, name+": no such parameter")
	}
	return faults
}

// faults returns what is wrong with a value. The value is text, or JSON such as
// a number.
func (p parameter) faults(text string) []string {
	var value any
	if p.schema.Validate(text) == nil {
		return nil
	}
	if json.Unmarshal([]byte(text), &value) != nil {
		value = text
	}
	return faults(p.Name, p.schema.Validate(value))
}

func (o *operation) bodyFaults(r *http.Request) []string {
	body, err := io.ReadAll(r.Body)
	kind := r.Header.Get("Content-Type")
	switch {
	case err != nil:
		return []string{err.Error()}
	case kind == "" && o.RequestBody != nil && o.RequestBody.Required:
		return []string{"the body is missing"}
	case kind == "":
		return nil
	case o.RequestBody == nil:
		return []string{"a body is not asked for"}
	case o.RequestBody.Content[kind] == nil:
		return []string{"a body of " + kind + " is not asked for"}
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return []string{err.Error()}
	}
	return faults("body", o.RequestBody.schema.Validate(value))
}

// faults returns the errors of a validation, each with its place. For a union
// it returns only the errors of members for the value's type, if there are any.
func faults(value string, err error) []string {
	var e *jsonschema.ValidationError
	if !errors.As(err, &e) {
		return nil
	}
	place := strings.Join(append([]string{value}, e.InstanceLocation...), "/")
	if len(e.Causes) == 0 {
		return []string{place + ": " + e.ErrorKind.LocalizedString(message.NewPrinter(language.English))}
	}
	ofAnotherType := func(line string) bool {
		return strings.HasPrefix(line, place+": got ") || strings.HasPrefix(line, place+"/type: ")
	}
	var found, others []string
	for _, cause := range e.Causes {
		if lines := faults(value, cause); slices.ContainsFunc(lines, ofAnotherType) {
			others = append(others, lines...)
		} else {
			found = append(found, lines...)
		}
	}
	switch e.ErrorKind.(type) {
	case *kind.OneOf, *kind.AnyOf:
		if len(found) > 0 {
			return found
		}
	}
	return append(found, others...)
}
