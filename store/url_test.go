package store

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"

	"dojang/store/redistest"
)

// opened is what a URL came to.
type opened struct {
	Kind, Addr     string
	User, Password string
	DB             int
	TLS            bool
	ServerName     string
}

func open(t *testing.T, text string) opened {
	t.Helper()
	client, err := parse(text)
	if err != nil {
		t.Fatalf("parse(%q): %v", text, err)
	}
	t.Cleanup(func() { _ = client.Close() })
	var o opened
	var config *tls.Config
	switch c := client.(type) {
	case *redis.ClusterClient:
		options := c.Options()
		o = opened{Kind: "cluster", Addr: strings.Join(options.Addrs, ","), User: options.Username, Password: options.Password}
		config = options.TLSConfig
		if options.ReadOnly || options.RouteByLatency || options.RouteRandomly {
			t.Errorf("%s: replicas are read", text)
		}
		if options.Protocol != 2 || !options.ContextTimeoutEnabled || options.ReadTimeout != timeout || !options.DisableIdentity {
			t.Errorf("%s: the client is not tuned: %+v", text, options)
		}
	case *redis.Client:
		options := c.Options()
		o = opened{Kind: options.Network, Addr: options.Addr, User: options.Username, Password: options.Password, DB: options.DB}
		config = options.TLSConfig
		if options.Addr == "FailoverClient" { // as go-redis calls it; which sentinels it asks shows only in what it does
			o.Kind, o.Addr = "sentinel", ""
		}
		if options.Protocol != 2 || !options.ContextTimeoutEnabled || options.ReadTimeout != timeout || !options.DisableIdentity || options.MaxRetries != 1 {
			t.Errorf("%s: the client is not tuned: %+v", text, options)
		}
	}
	if config != nil {
		o.TLS, o.ServerName = true, config.ServerName
		if config.InsecureSkipVerify || config.MinVersion < tls.VersionTLS12 {
			t.Errorf("%s: TLS is not strict", text)
		}
	}
	return o
}

func TestURLs(t *testing.T) {
	for text, want := range map[string]opened{
		"redis://127.0.0.1":       {Kind: "tcp", Addr: "127.0.0.1:6379"},
		"redis://127.0.0.1:6380/": {Kind: "tcp", Addr: "127.0.0.1:6380"},
		" redis://[::1]:6380/0\n": {Kind: "tcp", Addr: "[::1]:6380"},
		"redis://[::1]":           {Kind: "tcp", Addr: "[::1]:6379"},
		"redis://bot:p%40ss%2Fw%C3%B6rd@redis.example:6379/3":      {Kind: "tcp", Addr: "redis.example:6379", User: "bot", Password: "p@ss/wörd", DB: 3},
		"redis://:a:b@c@redis.example":                             {Kind: "tcp", Addr: "redis.example:6379", Password: "a:b@c"},
		"rediss://redis.example":                                   {Kind: "tcp", Addr: "redis.example:6379", TLS: true},
		"rediss://10.0.0.1:6390?server_name=redis.example":         {Kind: "tcp", Addr: "10.0.0.1:6390", TLS: true, ServerName: "redis.example"},
		"unix:///run/redis/redis.sock":                             {Kind: "unix", Addr: "/run/redis/redis.sock"},
		"unix://bot:secret@/run/redis.sock?db=2":                   {Kind: "unix", Addr: "/run/redis.sock", User: "bot", Password: "secret", DB: 2},
		"redis+sentinel://s1/mymaster":                             {Kind: "sentinel"},
		"redis+sentinel://bot:pw@s1:26379,s2:26379,s3/mymaster/4":  {Kind: "sentinel", User: "bot", Password: "pw", DB: 4},
		"redis+sentinel://s1,s2/m?sentinel_password=x":             {Kind: "sentinel"},
		"rediss+sentinel://s1,s2/m?server_name=n":                  {Kind: "sentinel", TLS: true, ServerName: "n"},
		"redis+cluster://c1":                                       {Kind: "cluster", Addr: "c1:6379"},
		"redis+cluster://bot:pw@c1:7000,[::1]:7001,c3/0":           {Kind: "cluster", Addr: "c1:7000,[::1]:7001,c3:6379", User: "bot", Password: "pw"},
		"rediss+cluster://c1:7000,c2:7000?server_name=example.org": {Kind: "cluster", Addr: "c1:7000,c2:7000", TLS: true, ServerName: "example.org"},
	} {
		if diff := cmp.Diff(want, open(t, text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func TestWrongURLs(t *testing.T) {
	dir := t.TempDir()
	empty := filepath.Join(dir, "empty.pem")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	missing := filepath.Join(dir, "missing.pem")
	for text, want := range map[string]string{
		"hunter2":                                         "not of the form redis://",
		"http://u:hunter2@x":                              "not of the form redis://",
		"sentinel://u:hunter2@x":                          "redis+cluster, redis+sentinel, rediss, rediss+cluster",
		"redis://":                                        "host 1 is missing",
		"redis://:hunter2@":                               "host 1 is missing",
		"redis://:hunter2@:6379":                          "host 1 is missing",
		"redis+cluster://u:hunter2@a:1,,b:2":              "host 2 is missing",
		"redis://u:hunter2@a:65536":                       "port of host 1",
		"redis://u:hunter2@a:0":                           "port of host 1",
		"redis://u:hunter2":                               "port of host 1",
		"redis://u:hunter2@::1":                           "[IPv6 address]:port",
		"redis+sentinel://u:hunter2@a:1,b:x/m":            "port of host 2",
		"redis://u:hun/ter2@a":                            "write / as %2F",
		"redis://u:1?hunter2@a":                           "? as %3F",
		"redis://u:1#hunter2":                             "# as %23",
		"redis://u:hunter%2@a":                            "write % as %25",
		"redis://u:hunter2@a:1,b:2":                       "redis+cluster",
		"redis://u:hunter2@a/first":                       "the database is not a number",
		"redis://u:hunter2@a/-1":                          "the database is not a number",
		"redis://u:hunter2@a?pool_size=3&db=1":            "unknown parameter db, pool_size",
		"redis://u:hunter2@a?ca=" + missing:               "begin the URL with rediss",
		"rediss://u:hunter2@a?ca=" + missing:              "missing.pem: no such file",
		"rediss://u:hunter2@a?ca=" + empty:                "no certificate in PEM form",
		"rediss://u:hunter2@a?cert=" + empty:              "one of them is missing",
		"rediss://u:hunter2@a?cert=" + empty + "&key=x":   "cert and key:",
		"rediss://u:hunter2@a?skip_verify=true":           "unknown parameter skip_verify",
		"unix://u:hunter2@host/run/redis.sock":            "a socket has no host",
		"unix://u:hunter2@":                               "path of the socket is missing",
		"redis+sentinel://u:hunter2@a:1":                  "name of the master",
		"redis+sentinel://a/m?sentinel_pass=hunter2":      "unknown parameter sentinel_pass",
		"redis+cluster://u:hunter2@a/1":                   "has no databases",
		"redis+cluster://a?sentinel_password=hunter2":     "unknown parameter sentinel_password",
		"redis+sentinel://a/m?sentinel_password=hunter2%": "name=value",
	} {
		client, err := parse(text)
		switch {
		case err == nil:
			_ = client.Close()
			t.Errorf("parse(%q) takes it", text)
		case !strings.Contains(err.Error(), want):
			t.Errorf("parse(%q) = %q, want %q in it", text, err, want)
		case strings.Contains(err.Error(), "hunter2"):
			t.Errorf("parse(%q) = %q: the password is in it", text, err)
		}
	}
}

func TestRedactedURLs(t *testing.T) {
	for text, want := range map[string]string{
		"redis://127.0.0.1:6379/0": "redis://127.0.0.1:6379/0",
		"redis://u:hunter2@a":      "redis://***@a:6379",
		"redis://u:12/hunter2@a":   "***",
		"redis+sentinel://u:hunter2@a,b/m?sentinel_password=hunter": "redis+sentinel://***@a:26379,b:26379/m?***",
		"unix:///run/s": "unix:///run/s",
		"hunter2":       "***",
	} {
		if got := Redacted(text); got != want {
			t.Errorf("Redacted(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzURL(f *testing.F) {
	f.Add("redis://u:p@h:1/0", "hunter2")
	f.Add("redis+sentinel://u:p@h,h:2/m?sentinel_password=", "p/?#@%")
	f.Fuzz(func(t *testing.T, text, password string) {
		if client, err := parse(text); err == nil {
			_ = client.Close()
		}
		_ = Redacted(text)
		// A password that is written as it should be comes through as it is,
		// and shows nowhere.
		secret := "<" + password + ">"
		client, err := parse("redis://u:" + url.QueryEscape(secret) + "@h")
		if strings.Contains(password, " ") {
			return // QueryEscape writes it as +, which is a plus before the @
		}
		if err != nil {
			t.Fatalf("%q: %v", secret, err)
		}
		defer client.Close()
		if got := client.(*redis.Client).Options().Password; got != secret {
			t.Errorf("password %q came out as %q", secret, got)
		}
	})
}

// A server that speaks TLS only, and takes only clients that a CA of one's own
// has vouched for, is reached with the CA, a certificate and a key; without
// any of them it is not.
func TestTLS(t *testing.T) {
	dir := t.TempDir()
	files := certificates(t, dir)
	port := redistest.Port(t)
	redistest.Start(t, "--tls-port", port, "--tls-cert-file", files["server.pem"],
		"--tls-key-file", files["server-key.pem"], "--tls-ca-cert-file", files["ca.pem"], "--tls-auth-clients", "yes",
		"--requirepass", "hunter2")
	all := url.Values{"ca": {files["ca.pem"]}, "cert": {files["client.pem"]}, "key": {files["client-key.pem"]}, "server_name": {"redis.test"}}
	without := func(names ...string) string {
		q := url.Values{}
		for name, value := range all {
			q[name] = value
		}
		for _, name := range names {
			q.Del(name)
		}
		return "rediss://:hunter2@127.0.0.1:" + port + "?" + q.Encode()
	}
	for _, test := range []struct {
		name, url, want string
	}{
		{"with all", without(), ""},
		{"another CA", without("ca"), "unknown authority"},
		{"no certificate", without("cert", "key"), ""},
		{"another name", without("server_name"), "127.0.0.1"},
		{"no TLS", "redis://:hunter2@127.0.0.1:" + port, ""},
		{"a wrong password", strings.Replace(without(), "hunter2", "hunter3", 1), "WRONGPASS"},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := openURL(t, test.url).Ping(context.Background())
			if good := test.name == "with all"; good != (err == nil) {
				t.Fatalf("ping = %v", err)
			}
			if err != nil && (!strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "hunter")) {
				t.Errorf("ping = %v, want %q in it", err, test.want)
			}
		})
	}
}

// certificates writes a CA, and a server's and a client's certificate of it,
// and returns the files by their names.
func certificates(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	write := func(name, kind string, der []byte) {
		files[name] = filepath.Join(dir, name)
		if err := os.WriteFile(files[name], pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	var ca *x509.Certificate
	var caKey *ecdsa.PrivateKey
	for i, name := range []string{"ca", "server", "client"} {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		must(err)
		template := &x509.Certificate{SerialNumber: big.NewInt(int64(i + 1)), Subject: pkix.Name{CommonName: name},
			NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: name == "ca", BasicConstraintsValid: true,
			KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
			ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}}
		if name == "server" {
			template.DNSNames = []string{"redis.test"}
			template.IPAddresses = []net.IP{net.IPv6loopback}
		}
		if ca == nil {
			ca, caKey = template, key
		}
		der, err := x509.CreateCertificate(rand.Reader, template, ca, &key.PublicKey, caKey)
		must(err)
		encoded, err := x509.MarshalPKCS8PrivateKey(key)
		must(err)
		write(name+".pem", "CERTIFICATE", der)
		write(name+"-key.pem", "PRIVATE KEY", encoded)
	}
	return files
}
