package main

import (
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"strings"
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

// settingsOf loads settings of the environment and of a file, which may be empty. What a
// bot needs besides is there.
func settingsOf(t *testing.T, file string, more map[string]string) (config, error) {
	t.Helper()
	env := map[string]string{"DOJANG_CONFIG": filepath.Join(t.TempDir(), "config.toml"), "DOJANG_DISCORD_TOKEN": "x"}
	maps.Copy(env, more)
	if err := os.WriteFile(env["DOJANG_CONFIG"], []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	p := &program{env: func(key string) string { return env[key] }}
	return p.load(useDiscord | useTransport | useStore)
}

// An address with a password was taken once, and its password logged.
func TestDiscordURLIsAnOrigin(t *testing.T) {
	for address, wanted := range map[string]bool{
		"https://discord.com":                    true,
		"https://discord.com/":                   true,
		"http://127.0.0.1:8080":                  true,
		"http://[::1]:8080":                      true,
		"https://user:secret@discord.com":        false,
		"https://secret@discord.com":             false,
		"https://@discord.com":                   false,
		"https://:secret@discord.com":            false,
		"https://discord.com?token=secret":       false,
		"https://discord.com/?":                  false,
		"https://discord.com#secret":             false,
		"https://discord.com/#":                  false,
		"https://discord.com/api/secret":         false,
		"https://:443":                           false,
		"https://":                               false,
		"ftp://secret.example":                   false,
		"discord.com":                            false,
		"https://user:secret%zz@discord.com":     false,
		"https://user:secret@discord.com:secret": false,
	} {
		_, err := settingsOf(t, "", map[string]string{"DOJANG_DISCORD_URL": address})
		if (err == nil) != wanted {
			t.Errorf("%s: %v", address, err)
		}
		if err != nil && (!strings.Contains(err.Error(), "discord_url") || strings.Contains(err.Error(), "secret")) {
			t.Errorf("%s: said: %v", address, err)
		}
	}
}
