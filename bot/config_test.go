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

// A file as editors write it is taken, and one that is wrong is said to be in words about
// the file.
func TestTheSettingsFile(t *testing.T) {
	for _, test := range []struct{ name, file, want string }{
		{"a byte order mark", "\ufefflog_level = \"debug\"\n", ""},
		{"lines as on Windows", "log_level = \"debug\"\r\nlog_format = \"json\"\r\n", ""},
		{"a level in capitals", `log_level = "WARN"`, ""},
		{"a level between two", `log_level = "INFO+2"`, `log_level is "INFO+2": it has to be debug, info, warn or error`},
		{"a level by number", `log_level = "4"`, "log_level is"},
		{"no level", `log_level = ""`, "log_level is"},
		{"no quotes", "discord_token = x", "line 1, column 17: unexpected character"},
		{"a number as text", "log_level = 5", "line 1, column 13: this value has to be text in quotes"},
		{"a list as text", "\n\nlog_level = [1]", "line 3, column 13: this value has to be text in quotes"},
		{"a key twice", "log_level = \"info\"\nlog_level = \"info\"", "line 2, column 1: key log_level is already defined"},
		{"an address as directory", `data_dir = "redis://:secret@127.0.0.1"`, "data_dir is an address"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := settingsOf(t, test.file, nil)
			switch {
			case test.want == "" && err != nil:
				t.Error(err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("said: %v", err)
			}
			if err != nil && (strings.Contains(err.Error(), "toml: ") || strings.Contains(err.Error(), "config.LogLevel") || strings.Contains(err.Error(), "secret")) {
				t.Errorf("said: %v", err)
			}
		})
	}
}

// So may be the file of a secret.
func TestASecretAfterAByteOrderMark(t *testing.T) {
	file := filepath.Join(t.TempDir(), "redis")
	if err := os.WriteFile(file, []byte("\ufeffredis://127.0.0.1\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if cfg, err := settingsOf(t, "", map[string]string{"DOJANG_REDIS_URL_FILE": file}); err != nil || cfg.RedisURL != "redis://127.0.0.1" {
		t.Errorf("%q, %v", cfg.RedisURL, err)
	}
}
