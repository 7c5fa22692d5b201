package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// form is the JSON body of a request while it is checked: what is wrong in it,
// by place, and the fields that nobody reads.
type form struct {
	errors  []formError
	unknown []string
}

// formError is one thing that is wrong. Path leads to it by keys and indexes,
// as components.0.components.1.custom_id.
type formError struct{ Path, Code, Message string }

// place is a place in a form.
type place struct {
	form *form
	path string
}

// at returns the place under the key or index.
func (p place) at(key any) place {
	path := fmt.Sprint(key)
	if p.path != "" {
		path = p.path + "." + path
	}
	return place{p.form, path}
}

// fail notes that something is wrong here, under one of Discord's codes.
func (p place) fail(code, format string, args ...any) {
	p.form.errors = append(p.form.errors, formError{p.path, code, fmt.Sprintf(format, args...)})
}

// missing notes that something has to be here.
func (p place) missing() { p.fail("BASE_TYPE_REQUIRED", "This field is required") }

// tree gives the errors as Discord nests them: objects down to "_errors".
func (f *form) tree() jsonObject {
	root := jsonObject{}
	for _, e := range f.errors {
		node := root
		for key := range strings.SplitSeq(e.Path, ".") {
			if key == "" {
				continue
			}
			next, ok := node[key].(jsonObject)
			if !ok {
				next = jsonObject{}
				node[key] = next
			}
			node = next
		}
		list, _ := node["_errors"].([]jsonObject)
		node["_errors"] = append(list, jsonObject{"code": e.Code, "message": e.Message})
	}
	return root
}

// shape checks the form of one JSON value, as [json.Decoder.UseNumber] decodes
// it. What the values mean together is checked after decoding.
type shape func(p place, v any)

// field is a shape within an object.
type field struct {
	shape    shape
	required bool
}

// must and may make fields of an object. Discord reads null in an optional
// field like its absence; an edit, where null empties the field, sees the
// difference when it decodes.
func must(s shape) field { return field{s, true} }
func may(s shape) field  { return field{s, false} }

// ignored is a field that may be sent and means nothing.
var ignored = field{}

// fields is the shape of an object.
type fields map[string]field

// with returns the fields and others besides.
func (f fields) with(others fields) fields {
	all := maps.Clone(f)
	maps.Copy(all, others)
	return all
}

// shape checks an object. What nobody reads is taken out of it, so that
// decoding, which knows fields by their letters in any case, does not see it.
func (f fields) shape(p place, v any) {
	o, ok := v.(map[string]any)
	if !ok {
		p.fail("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
		return
	}
	for _, key := range slices.Sorted(maps.Keys(f)) {
		if value := o[key]; value != nil && f[key].shape != nil {
			f[key].shape(p.at(key), value)
		} else if f[key].required {
			p.at(key).missing()
		}
	}
	for _, key := range slices.Sorted(maps.Keys(o)) {
		known, ok := f[key]
		if !ok && o[key] != nil {
			p.form.unknown = append(p.form.unknown, p.at(key).path)
		}
		if known.shape == nil {
			delete(o, key)
		}
	}
}

// list is the shape of an array of lowest to highest values.
func list(lowest, highest int, each shape) shape {
	return func(p place, v any) {
		values, ok := v.([]any)
		if !ok {
			p.fail("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
			return
		}
		if len(values) < lowest || len(values) > highest {
			p.fail("BASE_TYPE_BAD_LENGTH", "Must be between %d and %d in length.", lowest, highest)
			return
		}
		for i, value := range values {
			each(p.at(i), value)
		}
	}
}

// text is the shape of a string of lowest to highest characters.
func text(lowest, highest int) shape {
	return func(p place, v any) {
		s, ok := v.(string)
		n := utf8.RuneCountInString(s)
		switch {
		case !ok:
			p.fail("STRING_TYPE_CONVERT", "Could not interpret %q as string.", fmt.Sprint(v))
		case n == 0 && lowest > 0:
			p.missing()
		case n < lowest || n > highest && lowest > 0:
			p.fail("BASE_TYPE_BAD_LENGTH", "Must be between %d and %d in length.", lowest, highest)
		case n > highest:
			p.fail("BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", highest)
		}
	}
}

// integer is the shape of a whole number from lowest to highest.
func integer(lowest, highest int64) shape {
	return func(p place, v any) {
		n, ok := v.(json.Number)
		i, err := n.Int64()
		switch {
		case !ok || err != nil:
			p.fail("NUMBER_TYPE_COERCE", "Value %q is not int.", fmt.Sprint(v))
		case i < lowest:
			p.fail("NUMBER_TYPE_MIN", "int value should be greater than or equal to %d.", lowest)
		case i > highest:
			p.fail("NUMBER_TYPE_MAX", "int value should be less than or equal to %d.", highest)
		}
	}
}

// number is the shape of any number within ±2^53.
func number(p place, v any) {
	n, ok := v.(json.Number)
	f, err := n.Float64()
	if !ok || err != nil || math.Abs(f) > 1<<53 {
		p.fail("NUMBER_TYPE_COERCE", "Value %q is not float.", fmt.Sprint(v))
	}
}

// oneOf is the shape of one of some whole numbers.
func oneOf(allowed ...int) shape {
	return func(p place, v any) {
		n, _ := v.(json.Number)
		i, err := n.Int64()
		if err != nil || !slices.Contains(allowed, int(i)) {
			p.fail("BASE_TYPE_CHOICES", "Value must be one of %s.", choices(allowed))
		}
	}
}

// word is the shape of one of some strings.
func word(allowed ...string) shape {
	return func(p place, v any) {
		if s, ok := v.(string); !ok || !slices.Contains(allowed, s) {
			p.fail("BASE_TYPE_CHOICES", "Value must be one of %s.", choices(allowed))
		}
	}
}

// choices lists values as Discord's messages do.
func choices[T any](values []T) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = fmt.Sprint(v)
	}
	return "(" + strings.Join(words, ", ") + ")"
}

func boolean(p place, v any) {
	if _, ok := v.(bool); !ok {
		p.fail("BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
	}
}

// snowflake is the shape of an id, which is a number in a string.
func snowflake(p place, v any) {
	if s, ok := v.(string); !ok || !isSnowflake(s) {
		p.fail("NUMBER_TYPE_COERCE", "Value %q is not snowflake.", fmt.Sprint(v))
	}
}

// moment is the shape of an ISO 8601 time.
func moment(p place, v any) {
	s, _ := v.(string)
	if _, err := time.Parse(time.RFC3339Nano, s); err != nil {
		p.fail("DATE_TIME_TYPE_PARSE", "Could not parse %s. Should be ISO8601.", fmt.Sprint(v))
	}
}

// address is the shape of a URL of at most highest characters with one of the
// schemes.
func address(highest int, schemes ...string) shape {
	return func(p place, v any) {
		text(1, highest)(p, v)
		s, _ := v.(string)
		u, err := url.Parse(s)
		switch {
		case s == "": // said already
		case err != nil || u.Scheme == "" || u.Host == "" && u.Opaque == "":
			p.fail("URL_TYPE_INVALID_URL", "Not a well formed URL.")
		case !slices.Contains(schemes, strings.ToLower(u.Scheme)):
			p.fail("URL_TYPE_INVALID_SCHEME", "Scheme %q is not supported. Scheme must be one of %s.", u.Scheme, choices(schemes))
		}
	}
}

// dictionary is the shape of an object whose keys are data.
func dictionary(key func(string) bool, value shape) shape {
	return func(p place, v any) {
		o, ok := v.(map[string]any)
		if !ok {
			p.fail("DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
			return
		}
		for _, k := range slices.Sorted(maps.Keys(o)) {
			if !key(k) {
				p.at(k).fail("BASE_TYPE_CHOICES", "%q is not a known key.", k)
				continue
			}
			value(p.at(k), o[k])
		}
	}
}

// anything is the shape of a value that something else looks at.
func anything(place, any) {}

// decode reads a JSON text for shapes to check: numbers keep their digits.
func decode(raw []byte) (any, error) {
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

// toJSON writes a value as Discord does, with <, > and & as they are.
func toJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// wholeNumber gives the value of a JSON number or of its string.
func wholeNumber(v any) (int, bool) {
	n, err := strconv.Atoi(fmt.Sprint(v))
	return n, err == nil
}
