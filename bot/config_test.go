package main

import (
	"reflect"
	"testing"
)

// A setting that is a field of config but not in settings would be read from
// the file and ignored in the environment.
func TestEveryFieldOfConfigIsASetting(t *testing.T) {
	var c config
	at := map[any]string{}
	for _, s := range c.settings() {
		at[reflect.ValueOf(s.value).Pointer()] = s.key
	}
	v := reflect.ValueOf(&c).Elem()
	for i := range v.NumField() {
		want := v.Type().Field(i).Tag.Get("toml")
		if got := at[v.Field(i).Addr().Pointer()]; want == "" || got != want {
			t.Errorf("field %s with the key %q is the setting %q", v.Type().Field(i).Name, want, got)
		}
	}
}
