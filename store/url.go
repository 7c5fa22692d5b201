package store

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// schemes has the supported forms of a Redis URL:
//
//	redis://[user:password@]host[:6379][/database]
//	unix://[user:password@]/path/of/socket[?db=database]
//	redis+sentinel://[user:password@]host[:26379][,host…]/master[/database][?sentinel_username=…&sentinel_password=…]
//	redis+cluster://[user:password@]host[:6379][,host…]
//
// The schemes rediss://, rediss+sentinel:// and rediss+cluster:// are the same over TLS. With
// these, ?ca=, ?cert= and ?key= name PEM files, and ?server_name= is the name in the servers'
// certificates if it differs from the address.
//
// The parsers of go-redis are not used. They take a missing host for localhost and two hosts for
// one with a strange port, have no schemes for Sentinel and Cluster, do not support a custom CA,
// let a URL override what tune sets, and quote the URL in errors.
var schemes = map[string]scheme{
	"redis":           {open: openSingle, port: "6379"},
	"rediss":          {open: openSingle, port: "6379", tls: true},
	"unix":            {open: openUnix},
	"redis+sentinel":  {open: openSentinel, port: "26379"},
	"rediss+sentinel": {open: openSentinel, port: "26379", tls: true},
	"redis+cluster":   {open: openCluster, port: "6379"},
	"rediss+cluster":  {open: openCluster, port: "6379", tls: true},
}

// scheme describes the URLs with one scheme.
type scheme struct {
	open func(*address) (redis.UniversalClient, error)
	port string // the default port; "" if the URL has no hosts
	tls  bool
}

// address is a parsed Redis URL. An error may quote a part of it only if that part cannot belong
// to the password, however the URL was mistyped.
type address struct {
	user, password string
	hosts          []string // with ports
	path           string   // without the first slash
	query          url.Values
	tls            *tls.Config // nil without TLS
}

// parse makes a client for the Redis at the URL. It does not connect, but reads the files that the
// URL names. Errors do not quote the URL, which may contain a password.
func parse(text string) (redis.UniversalClient, error) {
	name, rest, _ := strings.Cut(strings.TrimSpace(text), "://")
	s, known := schemes[name]
	if !known {
		return nil, fmt.Errorf("the Redis URL is not of the form redis://[user:password@]host[:port][/0]; it may also begin with %s", strings.Join(sortedKeys(schemes), ", "))
	}
	a, err := parseAddress(s, rest)
	if err == nil {
		a.tls, err = a.tlsConfig(s.tls)
	}
	var client redis.UniversalClient
	if err == nil {
		client, err = s.open(a)
	}
	if err != nil {
		return nil, fmt.Errorf("the Redis URL (%s://…): %w", name, err)
	}
	return client, nil
}

// Redacted returns a Redis URL with the user, the password and the parameters replaced by "***".
// If the URL cannot be parsed, the whole of it is replaced.
func Redacted(text string) string {
	name, rest, _ := strings.Cut(strings.TrimSpace(text), "://")
	s, known := schemes[name]
	if !known {
		return redacted
	}
	a, err := parseAddress(s, rest)
	if err != nil {
		return redacted
	}
	shown := name + "://"
	if a.user != "" || a.password != "" {
		shown += redacted + "@"
	}
	shown += strings.Join(a.hosts, ",")
	if a.path != "" {
		shown += "/" + a.path
	}
	if len(a.query) > 0 {
		shown += "?" + redacted
	}
	return shown
}

// redacted replaces secrets in a URL.
const redacted = "***"

// sortedKeys returns the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// parseAddress parses what follows a URL's scheme. net/url cannot, because it supports only one
// host.
func parseAddress(s scheme, rest string) (*address, error) {
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	authority, rest := rest[:end], rest[end:]
	if strings.ContainsAny(rest, "@#") {
		// Most likely the password has an unescaped / or ?, so the seeming path or query is a
		// part of it.
		return nil, errors.New("there is an @ or # behind the address: in user, password and parameters write / as %2F, ? as %3F, # as %23, @ as %40 and % as %25")
	}
	a := &address{}
	hosts := authority
	if at := strings.LastIndex(authority, "@"); at >= 0 {
		user, password, _ := strings.Cut(authority[:at], ":")
		var wrong [2]error
		a.user, wrong[0] = url.PathUnescape(user)
		a.password, wrong[1] = url.PathUnescape(password)
		if wrong[0] != nil || wrong[1] != nil {
			return nil, errors.New("user or password has a % that is not followed by two hexadecimal digits: write % as %25")
		}
		hosts = authority[at+1:]
	}
	if err := a.parseHosts(s, hosts); err != nil {
		return nil, err
	}
	path, query, _ := strings.Cut(rest, "?")
	var err error
	if a.path, err = url.PathUnescape(strings.TrimPrefix(path, "/")); err != nil {
		return nil, errors.New("the path has a % that is not followed by two hexadecimal digits: write % as %25")
	}
	if a.query, err = url.ParseQuery(query); err != nil {
		return nil, errors.New("the parameters behind the question mark are not of the form name=value&name=value")
	}
	return a, nil
}

// parseHosts parses the list of hosts. A host without a port gets that of the scheme.
func (a *address) parseHosts(s scheme, list string) error {
	if s.port == "" {
		if list != "" {
			return errors.New("a socket has no host: its path begins with a third slash")
		}
		return nil
	}
	for i, text := range strings.Split(list, ",") {
		host, port := text, s.port
		if bare := strings.TrimSuffix(strings.TrimPrefix(text, "["), "]"); len(bare) == len(text)-2 {
			host = bare // an IPv6 address without a port
		} else if strings.Contains(text, ":") {
			var err error
			if host, port, err = net.SplitHostPort(text); err != nil {
				return fmt.Errorf("host %d is not of the form host, host:port or [IPv6 address]:port", i+1)
			}
		}
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return fmt.Errorf("the port of host %d is not a number from 1 to 65535", i+1)
		}
		if host == "" {
			return fmt.Errorf("host %d is missing", i+1)
		}
		a.hosts = append(a.hosts, net.JoinHostPort(host, port))
	}
	return nil
}

// take removes a parameter from the query and returns its value, "" for none.
func (a *address) take(name string) string {
	value := a.query.Get(name)
	delete(a.query, name)
	return value
}

// refuseUnknown returns an error if the query still has parameters.
func (a *address) refuseUnknown() error {
	if unknown := sortedKeys(a.query); len(unknown) > 0 {
		return fmt.Errorf("unknown parameter %s", strings.Join(unknown, ", "))
	}
	return nil
}

// tlsConfig takes the parameters for TLS and reads the files that they name. It returns nil if on
// is false; the parameters are then an error.
func (a *address) tlsConfig(on bool) (*tls.Config, error) {
	names := []string{"ca", "cert", "key", "server_name"}
	if !on {
		for _, name := range names {
			if a.query.Has(name) {
				return nil, fmt.Errorf("the parameter %s is for TLS: begin the URL with rediss", name)
			}
		}
		return nil, nil
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: a.take("server_name")}
	if file := a.take("ca"); file != "" {
		pem, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("ca: %w", err)
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("ca: %s has no certificate in PEM form", file)
		}
	}
	cert, key := a.take("cert"), a.take("key")
	if (cert == "") != (key == "") {
		return nil, errors.New("cert and key belong together: one of them is missing")
	}
	if cert != "" {
		pair, err := tls.LoadX509KeyPair(cert, key)
		if err != nil {
			return nil, fmt.Errorf("cert and key: %w", err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}

// database parses the number of a database; "" is 0.
func database(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseUint(text, 10, 16)
	if err != nil {
		return 0, errors.New("the database is not a number")
	}
	return int(n), nil
}

func openSingle(a *address) (redis.UniversalClient, error) {
	if len(a.hosts) > 1 {
		return nil, errors.New("more than one host: for Redis Cluster begin the URL with redis+cluster, for Sentinel with redis+sentinel")
	}
	db, err := database(strings.TrimSuffix(a.path, "/"))
	if err = errors.Join(err, a.refuseUnknown()); err != nil {
		return nil, err
	}
	return redis.NewClient(tune(&redis.Options{Addr: a.hosts[0], Username: a.user, Password: a.password, DB: db, TLSConfig: a.tls})), nil
}

func openUnix(a *address) (redis.UniversalClient, error) {
	if a.path == "" {
		return nil, errors.New("the path of the socket is missing, as in unix:///run/redis/redis.sock")
	}
	db, err := database(a.take("db"))
	if err = errors.Join(err, a.refuseUnknown()); err != nil {
		return nil, err
	}
	return redis.NewClient(tune(&redis.Options{Network: "unix", Addr: "/" + a.path, Username: a.user, Password: a.password, DB: db})), nil
}

func openSentinel(a *address) (redis.UniversalClient, error) {
	master, number, _ := strings.Cut(a.path, "/")
	if master == "" {
		return nil, errors.New("the name of the master that the sentinels watch is missing, as in redis+sentinel://host:26379/mymaster")
	}
	db, err := database(strings.TrimSuffix(number, "/"))
	user, password := a.take("sentinel_username"), a.take("sentinel_password")
	if err = errors.Join(err, a.refuseUnknown()); err != nil {
		return nil, err
	}
	o := tune(&redis.Options{})
	return redis.NewFailoverClient(&redis.FailoverOptions{MasterName: master, SentinelAddrs: a.hosts,
		SentinelUsername: user, SentinelPassword: password, Username: a.user, Password: a.password, DB: db, TLSConfig: a.tls,
		Protocol: o.Protocol, DisableIdentity: o.DisableIdentity, ContextTimeoutEnabled: o.ContextTimeoutEnabled,
		DialTimeout: o.DialTimeout, DialerRetries: o.DialerRetries, ReadTimeout: o.ReadTimeout, WriteTimeout: o.WriteTimeout,
		PoolTimeout: o.PoolTimeout, MaxRetries: o.MaxRetries}), nil
}

func openCluster(a *address) (redis.UniversalClient, error) {
	if number := strings.TrimSuffix(a.path, "/"); number != "" && number != "0" {
		return nil, errors.New("a Redis Cluster has no databases: leave out what follows the hosts")
	}
	if err := a.refuseUnknown(); err != nil {
		return nil, err
	}
	o := tune(&redis.Options{})
	return redis.NewClusterClient(&redis.ClusterOptions{Addrs: a.hosts, Username: a.user, Password: a.password, TLSConfig: a.tls,
		Protocol: o.Protocol, DisableIdentity: o.DisableIdentity, ContextTimeoutEnabled: o.ContextTimeoutEnabled,
		MaintNotificationsConfig: o.MaintNotificationsConfig,
		DialTimeout:              o.DialTimeout, DialerRetries: o.DialerRetries, ReadTimeout: o.ReadTimeout, WriteTimeout: o.WriteTimeout,
		PoolTimeout: o.PoolTimeout, ClusterStateReloadInterval: clusterReload}), nil
}

// clusterReload is how often the topology of a Cluster is reloaded while it is used. go-redis does
// not notice by itself which replica follows a master that died. It would keep dialling the dead
// one until the next reload, by default for a minute.
const clusterReload = time.Second

// tune sets options for a bot that has to reply within three seconds. Context deadlines apply to
// socket reads and writes, connecting takes no longer than a reply may, and the handshake is one
// round trip. Retries are safe because every script may be repeated. Replicas are never read,
// because they may be behind.
func tune(options *redis.Options) *redis.Options {
	options.Protocol = 2
	options.DisableIdentity = true
	options.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	options.ContextTimeoutEnabled = true
	options.DialTimeout = time.Second
	options.DialerRetries = 1
	options.ReadTimeout = timeout
	options.WriteTimeout = timeout
	options.PoolTimeout = timeout
	options.MaxRetries = 1
	return options
}
