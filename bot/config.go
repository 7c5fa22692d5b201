package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"dojang/store"
)

// config has all settings. Each key of config.toml also has an environment variable:
// discord_token is DOJANG_DISCORD_TOKEN. The environment takes precedence over the
// file.
type config struct {
	DiscordToken     string `toml:"discord_token"`
	DiscordTokenFile string `toml:"discord_token_file"`
	DiscordURL       string `toml:"discord_url"`
	DiscordMode      string `toml:"discord_mode"`
	DiscordPublicKey string `toml:"discord_public_key"`
	Greeting         toggle `toml:"greeting"`
	RedisURL         string `toml:"redis_url"`
	RedisURLFile     string `toml:"redis_url_file"`
	RedisWait        number `toml:"redis_wait"`
	KeepDays         number `toml:"keep_days"`
	DataDir          string `toml:"data_dir"`
	HTTPListen       string `toml:"http_listen"`
	AdminListen      string `toml:"admin_listen"`
	LogLevel         string `toml:"log_level"`
	LogFormat        string `toml:"log_format"`
}

// The values of discord_mode: how interactions arrive.
const (
	modeGateway = "gateway"
	modeHTTP    = "http"
)

// logLevels are the values of log_level, in lower case.
var logLevels = map[string]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError}

// defaults returns the settings' defaults.
func defaults() config {
	return config{DiscordURL: "https://discord.com", DiscordMode: modeGateway, Greeting: "true", RedisWait: "0", KeepDays: "365", DataDir: "./data", LogLevel: "info", LogFormat: "text"}
}

// number is an integer setting. It is kept as written, so that check can report a wrong
// one together with all other problems.
type number string

// UnmarshalText takes over what a settings file has, with quotes or without.
func (n *number) UnmarshalText(text []byte) error {
	*n = number(text)
	return nil
}

// int returns the number, or 0 if it is malformed.
func (n number) int() int {
	i, _ := strconv.Atoi(string(n))
	return i
}

// toggle is a boolean setting, kept as written for the same reason.
type toggle string

// UnmarshalText takes over what a settings file has, with quotes or without.
func (t *toggle) UnmarshalText(text []byte) error {
	*t = toggle(text)
	return nil
}

// on reports whether the setting is true.
func (t toggle) on() bool { return t == "true" }

// setting is a setting with its key.
type setting struct {
	key    string
	value  *string
	secret bool
}

func (c *config) settings() []setting {
	return []setting{
		{"discord_token", &c.DiscordToken, true},
		{"discord_token_file", &c.DiscordTokenFile, false},
		{"discord_url", &c.DiscordURL, false},
		{"discord_mode", &c.DiscordMode, false},
		{"discord_public_key", &c.DiscordPublicKey, false},
		{"greeting", (*string)(&c.Greeting), false},
		{"redis_url", &c.RedisURL, true},
		{"redis_url_file", &c.RedisURLFile, false},
		{"redis_wait", (*string)(&c.RedisWait), false},
		{"keep_days", (*string)(&c.KeepDays), false},
		{"data_dir", &c.DataDir, false},
		{"http_listen", &c.HTTPListen, false},
		{"admin_listen", &c.AdminListen, false},
		{"log_level", &c.LogLevel, false},
		{"log_format", &c.LogFormat, false},
	}
}

// use is a set of the settings that a subcommand uses.
type use int

const (
	useDiscord   use = 1 << iota // a token and an origin
	useTransport                 // how interactions arrive
	useStore                     // where to store data
)

// load reads the settings from the file and the environment, and checks those in uses.
// It reports all problems at once.
func (p *program) load(uses use) (config, error) {
	cfg := defaults()
	var problems []error
	if err := p.readFile(&cfg); err != nil {
		problems = append(problems, err)
	}
	for _, s := range cfg.settings() {
		if value := p.env("DOJANG_" + strings.ToUpper(s.key)); value != "" {
			*s.value = value
		}
	}
	problems = append(problems, fromFile("discord_token", &cfg.DiscordToken, cfg.DiscordTokenFile),
		fromFile("redis_url", &cfg.RedisURL, cfg.RedisURLFile))
	problems = append(problems, cfg.check(uses)...)
	if err := errors.Join(problems...); err != nil {
		return cfg, fmt.Errorf("the settings cannot be used:\n%w", err)
	}
	return cfg, nil
}

// readFile reads the settings file: the named one or, if it exists, config.toml.
// Unknown keys are refused with their line.
func (p *program) readFile(cfg *config) error {
	name := p.args.Config
	if name == "" {
		name = p.env("DOJANG_CONFIG")
	}
	optional := name == ""
	if optional {
		name = "config.toml"
	}
	text, err := readText(name)
	if optional && errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	err = toml.NewDecoder(strings.NewReader(text)).DisallowUnknownFields().Decode(cfg)
	var unknown *toml.StrictMissingError
	var malformed *toml.DecodeError
	switch {
	case errors.As(err, &unknown):
		var lines []error
		for _, one := range unknown.Errors {
			line, _ := one.Position()
			lines = append(lines, fmt.Errorf("%s, line %d: unknown key %s", name, line, strings.Join(one.Key(), ".")))
		}
		return errors.Join(lines...)
	case errors.As(err, &malformed):
		line, column := malformed.Position()
		what := strings.TrimPrefix(malformed.Error(), "toml: ")
		if strings.HasPrefix(what, "cannot decode TOML") { // what follows is about Go's types
			what = "this value has to be text in quotes"
		}
		return fmt.Errorf("%s, line %d, column %d: %s", name, line, column, what)
	}
	return err
}

// readText reads a text file. Some editors on Windows put a byte order mark before the
// text.
func readText(name string) (string, error) {
	text, err := os.ReadFile(name)
	return strings.TrimPrefix(string(text), "\ufeff"), err
}

// fromFile reads a secret from the file that its _file setting names.
func fromFile(key string, value *string, file string) error {
	if file == "" {
		return nil
	}
	if *value != "" {
		return fmt.Errorf("%s and %s_file are both set: leave one out", key, key)
	}
	text, err := readText(file)
	if err != nil {
		return fmt.Errorf("%s_file: %w", key, err)
	}
	if *value = strings.TrimSpace(text); *value == "" {
		return fmt.Errorf("%s_file: %s is empty", key, file)
	}
	return nil
}

// LogValue returns the settings with secrets masked.
func (c config) LogValue() slog.Value {
	var attrs []slog.Attr
	for _, s := range c.settings() {
		value := *s.value
		if s.secret && value != "" {
			value = masked(value)
		}
		attrs = append(attrs, slog.String(s.key, value))
	}
	return slog.GroupValue(attrs...)
}

// masked hides a secret. Of a Redis URL it keeps the address.
func masked(secret string) string { return store.Redacted(secret) }

// logger returns a logger that writes to stderr as configured.
func (p *program) logger(c config) *slog.Logger {
	options := &slog.HandlerOptions{Level: logLevels[strings.ToLower(c.LogLevel)]}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(p.stderr, options))
	}
	return slog.New(slog.NewTextHandler(p.stderr, options))
}
