package main

import (
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
)

// Limits of numbers among the settings.
const (
	maxReplicas   = 100   // redis_wait
	leastKeepDays = 365   // a year
	mostKeepDays  = 36500 // a century
)

// problems collects what is wrong with the settings.
type problems []error

func (p *problems) add(format string, args ...any) { *p = append(*p, fmt.Errorf(format, args...)) }

// check returns the problems of the settings in uses.
func (c *config) check(uses use) []error {
	var p problems
	c.DiscordToken = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(c.DiscordToken), "Bot "))
	if uses&useDiscord != 0 {
		c.checkDiscord(&p)
	}
	if uses&useTransport != 0 {
		c.checkTransport(&p)
	}
	if uses&useStore != 0 {
		c.checkStore(&p)
	}
	if n, err := strconv.Atoi(string(c.RedisWait)); err != nil || n < 0 || n > maxReplicas {
		p.add("redis_wait is %q: it has to be a number of replicas from 0 to %d", c.RedisWait, maxReplicas)
	}
	if n, err := strconv.Atoi(string(c.KeepDays)); err != nil || n < leastKeepDays || n > mostKeepDays {
		p.add("keep_days is %q: it has to be a number of days from %d to %d", c.KeepDays, leastKeepDays, mostKeepDays)
	}
	if _, known := logLevels[strings.ToLower(c.LogLevel)]; !known {
		p.add("log_level is %q: it has to be debug, info, warn or error", c.LogLevel)
	}
	if c.LogFormat != "text" && c.LogFormat != "json" {
		p.add("log_format is %q: it has to be text or json", c.LogFormat)
	}
	return p
}

// checkStore checks that there is a place to keep things.
func (c *config) checkStore(p *problems) {
	if c.RedisURL == "" && c.DataDir == "" {
		p.add("neither redis_url nor data_dir is set: there is no place to keep things")
	}
	if strings.Contains(c.DataDir, "://") {
		// The value is not quoted, because it may have a password in it.
		p.add("data_dir is an address and has to be a directory: the address of a Redis is redis_url")
	}
}

// checkDiscord checks the token and the origin.
func (c *config) checkDiscord(p *problems) {
	switch {
	case c.DiscordToken == "":
		p.add("discord_token is not set: copy the bot's token from https://discord.com/developers/applications, or try `dojang sandbox` without one")
	case strings.ContainsFunc(c.DiscordToken, func(r rune) bool { return r <= ' ' || r > '~' }):
		p.add("discord_token has characters that no token has: copy it again")
	}
	if !isOrigin(c.DiscordURL) {
		// The value is not quoted, because it may have a password in it.
		p.add("discord_url has to be an origin such as https://discord.com: http or https and a host, without user, path, query and fragment")
	}
}

// isOrigin reports whether an address is a scheme and a host and nothing else.
func isOrigin(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return false
	}
	return u.User == nil && strings.Trim(u.Path, "/") == "" && !strings.ContainsAny(address, "?#")
}

// checkTransport checks how interactions arrive and what is served.
func (c *config) checkTransport(p *problems) {
	if c.DiscordMode != modeGateway && c.DiscordMode != modeHTTP {
		p.add("discord_mode is %q: it has to be %s or %s", c.DiscordMode, modeGateway, modeHTTP)
	}
	if c.Greeting != "true" && c.Greeting != "false" {
		p.add("greeting is %q: it has to be true or false", c.Greeting)
	}
	if c.DiscordMode == modeHTTP && c.DiscordPublicKey == "" {
		p.add("discord_public_key is not set: discord_mode %s needs the application's public key", modeHTTP)
	}
	if c.DiscordMode == modeHTTP && c.HTTPListen == "" {
		p.add("http_listen is not set: discord_mode %s needs an address to listen on, such as :8080", modeHTTP)
	}
	checkAddress(p, "http_listen", c.HTTPListen)
	checkAddress(p, "admin_listen", c.AdminListen)
}

// checkAddress checks an address to listen on. It may be empty.
func checkAddress(p *problems, key, address string) {
	if _, _, err := net.SplitHostPort(address); address != "" && err != nil {
		p.add("%s is %q: it has to be an address with a port, such as :8080 or 127.0.0.1:8080", key, address)
	}
}
