package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Form collects the errors in the JSON body of a request.
type Form struct {
	Errors  []Error
	Unknown []string // paths of fields that Discord ignores
}

// Error is one error in a form. Path has the keys and indexes that lead to it,
// as in components.0.components.1.custom_id.
type Error struct{ Path, Code, Message string }

// NewForm returns the root path of a new form.
func NewForm() Path { return Path{Form: &Form{}} }

// Path is the place of a value in a form.
type Path struct {
	Form *Form
	path string
}

// At returns the path to the value under the key or index.
func (p Path) At(key any) Path {
	path := fmt.Sprint(key)
	if p.path != "" {
		path = p.path + "." + path
	}
	return Path{p.Form, path}
}

// Fail records an error at p with one of Discord's codes.
func (p Path) Fail(code, format string, args ...any) {
	p.Form.Errors = append(p.Form.Errors, Error{p.path, code, fmt.Sprintf(format, args...)})
}

// missing records that a required value is missing.
func (p Path) missing() { p.Fail("BASE_TYPE_REQUIRED", "This field is required") }

// Tree returns the errors nested as Discord does it, with the errors of a field
// under "_errors".
func (f *Form) Tree() map[string]any {
	root := map[string]any{}
	for _, e := range f.Errors {
		node := root
		for key := range strings.SplitSeq(e.Path, ".") {
			if key == "" {
				continue
			}
			next, ok := node[key].(map[string]any)
			if !ok {
				next = map[string]any{}
				node[key] = next
			}
			node = next
		}
		list, _ := node["_errors"].([]map[string]any)
		node["_errors"] = append(list, map[string]any{"code": e.Code, "message": e.Message})
	}
	return root
}

// Shape checks one JSON value, decoded as with [json.Decoder.UseNumber], and
// reports errors to the form of p. Rules that concern several values are
// checked after decoding.
type Shape func(p Path, v any)

// field is the shape of a field of an object.
type field struct {
	shape    Shape
	required bool
}

// required and optional return fields of an object. Like Discord, an optional
// field accepts null as if it were absent. Only edits, where null empties a
// field, tell the two apart, when they decode.
func required(s Shape) field { return field{s, true} }
func optional(s Shape) field { return field{s, false} }

// ignored is a field that may be sent and has no meaning.
var ignored = field{}

// fields is the shape of an object.
type fields map[string]field

// with returns f extended by others.
func (f fields) with(others fields) fields {
	all := maps.Clone(f)
	maps.Copy(all, others)
	return all
}

// shape checks an object. It removes unknown and ignored fields, since decoding
// matches names without regard to case and might read them.
func (f fields) shape(p Path, v any) {
	o, ok := v.(map[string]any)
	if !ok {
		p.Fail("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
		return
	}
	for _, key := range slices.Sorted(maps.Keys(f)) {
		if value := o[key]; value != nil && f[key].shape != nil {
			f[key].shape(p.At(key), value)
		} else if f[key].required {
			p.At(key).missing()
		}
	}
	for _, key := range slices.Sorted(maps.Keys(o)) {
		known, ok := f[key]
		if !ok && o[key] != nil {
			p.Form.Unknown = append(p.Form.Unknown, p.At(key).path)
		}
		if known.shape == nil {
			delete(o, key)
		}
	}
}

// DecodeJSON decodes one JSON value for shapes to check. Numbers are of type
// [json.Number].
func DecodeJSON(raw []byte) (any, error) {
	var v any
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if err := decoder.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, fmt.Errorf("more than one value")
	}
	return v, nil
}

// EncodeJSON encodes a value as Discord does, without escaping <, > and &.
func EncodeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// wholeNumber returns the value of an integer, given as a JSON number or a
// string.
func wholeNumber(v any) (int, bool) {
	n, err := strconv.Atoi(fmt.Sprint(v))
	return n, err == nil
}
