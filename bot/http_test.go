package main

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// Health and metrics are at an address of their own where there is one, and then at no
// other.
func TestWhatIsServedWhere(t *testing.T) {
	box := open(t, "2026-11-20T10:00")
	const loopback = "127.0.0.1:0"
	health := []string{"/healthz", "/readyz", "/metrics"}
	interactions := []string{"/interactions"}
	for _, test := range []struct {
		name, mode, public, admin string
		want                      [][]string // what each address serves
	}{
		{"one address in HTTP mode", modeHTTP, loopback, "", [][]string{slices.Concat(health, interactions)}},
		{"two addresses in HTTP mode", modeHTTP, loopback, loopback, [][]string{interactions, health}},
		{"one address over the gateway", modeGateway, loopback, "", [][]string{health}},
		{"an admin's address over the gateway", modeGateway, "", loopback, [][]string{health}},
		{"none", modeGateway, "", "", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := *box.bot
			b.cfg.DiscordMode, b.cfg.HTTPListen, b.cfg.AdminListen = test.mode, test.public, test.admin
			b.cfg.DiscordPublicKey = strings.Repeat("00", 32)
			sites, err := b.listen()
			if err != nil || len(sites) != len(test.want) {
				t.Fatalf("%d addresses, want %d: %v", len(sites), len(test.want), err)
			}
			for i, s := range sites {
				_ = s.listener.Close()
				for _, path := range slices.Concat(health, interactions) {
					method := http.MethodGet
					if path == "/interactions" {
						method = http.MethodPost
					}
					w := httptest.NewRecorder()
					s.server.Handler.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), method, path, nil))
					if served := w.Code != http.StatusNotFound; served != slices.Contains(test.want[i], path) {
						t.Errorf("address %d: %s answers %d", i, path, w.Code)
					}
				}
			}
		})
	}
}

// An address that is taken is named with its setting, and the other one is given up.
func TestAnAddressThatIsTaken(t *testing.T) {
	box := open(t, "2026-11-20T10:00")
	b := *box.bot
	b.cfg.HTTPListen = "127.0.0.1:0"
	sites, err := b.listen()
	if err != nil {
		t.Fatal(err)
	}
	defer sites[0].listener.Close()
	b.cfg.AdminListen = sites[0].listener.Addr().String()
	if _, err := b.listen(); err == nil || !strings.Contains(err.Error(), "admin_listen") {
		t.Errorf("listens all the same: %v", err)
	}
}

// A client that does not read its answer is cut off.
func TestAnAnswerThatIsNotRead(t *testing.T) {
	box := open(t, "2026-11-20T10:00")
	b := *box.bot
	b.cfg.AdminListen = "127.0.0.1:0"
	sites, err := b.listen()
	if err != nil {
		t.Fatal(err)
	}
	_ = sites[0].listener.Close()
	synctest.Test(t, func(t *testing.T) {
		client, server := net.Pipe()
		conns := make(pipeListener, 1)
		conns <- server
		go func() { _ = sites[0].server.Serve(conns) }()
		defer sites[0].server.Close()
		began := time.Now()
		if _, err := io.WriteString(client, "GET /healthz HTTP/1.1\r\nHost: dojang\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(client, "GET /healthz HTTP/1.1\r\n"); err == nil {
			t.Error("the next request is read")
		}
		if took := time.Since(began); took != answerTimeout {
			t.Errorf("the connection was held for %v", took)
		}
	})
}

// pipeListener is a listener without a socket.
type pipeListener chan net.Conn

func (l pipeListener) Accept() (net.Conn, error) {
	conn, ok := <-l
	if !ok {
		return nil, net.ErrClosed
	}
	return conn, nil
}

func (l pipeListener) Close() error   { close(l); return nil }
func (l pipeListener) Addr() net.Addr { return &net.TCPAddr{} }

// Nobody can make the bot keep a megabyte of headers.
func TestLongHeadersAreRefused(t *testing.T) {
	_, _, env := discordServer(t)
	env["DOJANG_ADMIN_LISTEN"] = "127.0.0.1:0"
	r := start(t, env)
	request, err := http.NewRequest(http.MethodGet, "http://"+r.address()+"/healthz", nil)
	if err != nil {
		t.Fatal(err)
	}
	for length, want := range map[int]int{1 << 10: http.StatusOK, 2 * maxHeaderBytes: http.StatusRequestHeaderFieldsTooLarge} {
		request.Header.Set("X-Long", strings.Repeat("x", length))
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		if _ = answer.Body.Close(); answer.StatusCode != want {
			t.Errorf("%d bytes: %s, want %d", length, answer.Status, want)
		}
	}
	if err := r.end(); err != nil {
		t.Errorf("ended with %v", err)
	}
}
