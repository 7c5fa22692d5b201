package schema

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The functions in this file make shapes of single values and lists.

// list is the shape of an array with lowest to highest values.
func list(lowest, highest int, each Shape) Shape {
	return func(p Path, v any) {
		values, ok := v.([]any)
		if !ok {
			p.Fail("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
			return
		}
		if len(values) < lowest || len(values) > highest {
			p.Fail("BASE_TYPE_BAD_LENGTH", "Must be between %d and %d in length.", lowest, highest)
			return
		}
		for i, value := range values {
			each(p.At(i), value)
		}
	}
}

// text is the shape of a string with lowest to highest characters.
func text(lowest, highest int) Shape {
	return func(p Path, v any) {
		s, ok := v.(string)
		n := utf8.RuneCountInString(s)
		switch {
		case !ok:
			p.Fail("STRING_TYPE_CONVERT", "Could not interpret %q as string.", fmt.Sprint(v))
		case n == 0 && lowest > 0:
			p.missing()
		case n < lowest || n > highest && lowest > 0:
			p.Fail("BASE_TYPE_BAD_LENGTH", "Must be between %d and %d in length.", lowest, highest)
		case n > highest:
			p.Fail("BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", highest)
		}
	}
}

// integer is the shape of an integer from lowest to highest.
func integer(lowest, highest int64) Shape {
	return func(p Path, v any) {
		n, ok := v.(json.Number)
		i, err := n.Int64()
		switch {
		case !ok || err != nil:
			p.Fail("NUMBER_TYPE_COERCE", "Value %q is not int.", fmt.Sprint(v))
		case i < lowest:
			p.Fail("NUMBER_TYPE_MIN", "int value should be greater than or equal to %d.", lowest)
		case i > highest:
			p.Fail("NUMBER_TYPE_MAX", "int value should be less than or equal to %d.", highest)
		}
	}
}

// number is the shape of a number within ±2^53.
func number(p Path, v any) {
	n, ok := v.(json.Number)
	f, err := n.Float64()
	if !ok || err != nil || math.Abs(f) > 1<<53 {
		p.Fail("NUMBER_TYPE_COERCE", "Value %q is not float.", fmt.Sprint(v))
	}
}

// oneOf is the shape of one of the integers.
func oneOf(allowed ...int) Shape {
	return func(p Path, v any) {
		n, _ := v.(json.Number)
		i, err := n.Int64()
		if err != nil || !slices.Contains(allowed, int(i)) {
			p.Fail("BASE_TYPE_CHOICES", "Value must be one of %s.", choices(allowed))
		}
	}
}

// oneOfStrings is the shape of one of the strings.
func oneOfStrings(allowed ...string) Shape {
	return func(p Path, v any) {
		if s, ok := v.(string); !ok || !slices.Contains(allowed, s) {
			p.Fail("BASE_TYPE_CHOICES", "Value must be one of %s.", choices(allowed))
		}
	}
}

// choices lists values as Discord's error messages do.
func choices[T any](values []T) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = fmt.Sprint(v)
	}
	return "(" + strings.Join(words, ", ") + ")"
}

func boolean(p Path, v any) {
	if _, ok := v.(bool); !ok {
		p.Fail("BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
	}
}

// snowflake is the shape of an id, which is a number in a string.
func snowflake(p Path, v any) {
	if s, ok := v.(string); !ok || !IsSnowflake(s) {
		p.Fail("NUMBER_TYPE_COERCE", "Value %q is not snowflake.", fmt.Sprint(v))
	}
}

// address is the shape of a URL of at most highest characters with one of the
// schemes.
func address(highest int, schemes ...string) Shape {
	return func(p Path, v any) {
		text(1, highest)(p, v)
		s, _ := v.(string)
		u, err := url.Parse(s)
		switch {
		case s == "": // text has reported it
		case err != nil || u.Scheme == "" || u.Host == "" && u.Opaque == "":
			p.Fail("URL_TYPE_INVALID_URL", "Not a well formed URL.")
		case !slices.Contains(schemes, strings.ToLower(u.Scheme)):
			p.Fail("URL_TYPE_INVALID_SCHEME", "Scheme %q is not supported. Scheme must be one of %s.", u.Scheme, choices(schemes))
		}
	}
}

// dictionary is the shape of an object whose keys are data.
func dictionary(key func(string) bool, value Shape) Shape {
	return func(p Path, v any) {
		o, ok := v.(map[string]any)
		if !ok {
			p.Fail("DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
			return
		}
		for _, k := range slices.Sorted(maps.Keys(o)) {
			if !key(k) {
				p.At(k).Fail("BASE_TYPE_CHOICES", "%q is not a known key.", k)
				continue
			}
			value(p.At(k), o[k])
		}
	}
}

// anything is the shape of a value that is checked elsewhere, or not at all.
func anything(Path, any) {}

// IsSnowflake reports whether s can be an id: a decimal number of 64 bits.
func IsSnowflake(s string) bool {
	_, err := strconv.ParseUint(s, 10, 64)
	return err == nil
}
