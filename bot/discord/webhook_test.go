package discord

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dojang/sandbox"
	"dojang/sandbox/openapi"
)

// newWebhook makes a webhook, the key with which Discord signs, and a count of what the
// webhook has taken.
func newWebhook(t *testing.T) (hook *Webhook, secret ed25519.PrivateKey, taken *int) {
	t.Helper()
	public, secret, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	taken = new(int)
	hook, err = NewWebhook(hex.EncodeToString(public), func(context.Context, []byte) { *taken++ }, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return hook, secret, taken
}

// sign returns the headers with which a body is signed.
func sign(secret ed25519.PrivateKey, at time.Time, body string) (stamp, signature string) {
	stamp = strconv.FormatInt(at.Unix(), 10)
	return stamp, hex.EncodeToString(ed25519.Sign(secret, []byte(stamp+body)))
}

func TestWhatTheWebhookAnswers(t *testing.T) {
	hook, secret, taken := newWebhook(t)
	for _, test := range []struct {
		body, signed string
		want, taken  int
	}{
		{`{"type":1}`, `{"type":1}`, http.StatusOK, 0},
		{`{"type":2,"id":"5"}`, `{"type":2,"id":"5"}`, http.StatusAccepted, 1},
		{`{"type":2}`, `{"type":3}`, http.StatusUnauthorized, 0},
		{``, ``, http.StatusBadRequest, 0},
		{`{`, `{`, http.StatusBadRequest, 0},
		{`[]`, `[]`, http.StatusBadRequest, 0},
		{`null`, `null`, http.StatusBadRequest, 0},
		{`{"type":"2"}`, `{"type":"2"}`, http.StatusBadRequest, 0},
	} {
		*taken = 0
		stamp, signature := sign(secret, time.Now(), test.signed)
		req := httptest.NewRequest(http.MethodPost, "/interactions", strings.NewReader(test.body))
		req.Header.Set("X-Signature-Timestamp", stamp)
		req.Header.Set("X-Signature-Ed25519", signature)
		out := httptest.NewRecorder()
		if hook.ServeHTTP(out, req); out.Code != test.want || *taken != test.taken {
			t.Errorf("%q: %d, %d taken; want %d, %d", test.body, out.Code, *taken, test.want, test.taken)
		}
		if out.Code == http.StatusOK { // an answer has the form of a callback
			if err := openapi.Check(sandbox.Record{Method: "POST", Path: "/api/v10/interactions/1/t/callback", Request: out.Body.Bytes()}); err != nil {
				t.Error(err)
			}
		}
	}
}

// counted is a body that counts what is read of it.
type counted struct {
	io.Reader
	read int
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.read += n
	return n, err
}

// Nothing is read of a body that cannot be Discord's, and no more than the limit of
// one that is too large. A thousand unsigned bodies of a megabyte once took 2.7 GB.
func TestHowMuchOfABodyIsRead(t *testing.T) {
	hook, secret, taken := newWebhook(t)
	const mebibyte = 1 << 20
	body := strings.Repeat(" ", mebibyte)
	now := time.Now()
	stamp, signature := sign(secret, now, body)
	old, oldSignature := sign(secret, now.Add(-maxAge-time.Minute), body)
	future, futureSignature := sign(secret, now.Add(maxAge+time.Minute), body)
	for _, test := range []struct {
		name             string
		stamp, signature string
		length           int64 // -1 for a chunked body
		want, read       int
	}{
		{"no headers", "", "", mebibyte, http.StatusUnauthorized, 0},
		{"no time", "", signature, mebibyte, http.StatusUnauthorized, 0},
		{"no signature", stamp, "", mebibyte, http.StatusUnauthorized, 0},
		{"a time that is none", "soon", signature, mebibyte, http.StatusUnauthorized, 0},
		{"a time beyond all times", "9223372036854775807", signature, mebibyte, http.StatusUnauthorized, 0},
		{"a signature that is too short", stamp, signature[2:], mebibyte, http.StatusUnauthorized, 0},
		{"a signature of other characters", stamp, "x" + signature[1:], mebibyte, http.StatusUnauthorized, 0},
		{"an old signature", old, oldSignature, mebibyte, http.StatusUnauthorized, 0},
		{"a signature of the future", future, futureSignature, -1, http.StatusUnauthorized, 0},
		{"a length over the limit", stamp, signature, maxInteraction + 1, http.StatusRequestEntityTooLarge, 0},
		{"no length", stamp, signature, -1, http.StatusRequestEntityTooLarge, maxInteraction + 1},
		{"the largest length", stamp, signature, maxInteraction, http.StatusUnauthorized, maxInteraction},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := &counted{Reader: strings.NewReader(body)}
			if test.length >= 0 {
				in.Reader = io.LimitReader(in.Reader, test.length)
			}
			req := httptest.NewRequest(http.MethodPost, "/interactions", in)
			req.ContentLength = test.length
			req.Header.Set("X-Signature-Timestamp", test.stamp)
			req.Header.Set("X-Signature-Ed25519", test.signature)
			out := httptest.NewRecorder()
			hook.ServeHTTP(out, req)
			if out.Code != test.want || in.read != test.read || *taken > 0 {
				t.Errorf("%d after %d bytes, %d taken; want %d after %d", out.Code, in.read, *taken, test.want, test.read)
			}
		})
	}
}

// A sender that is slow or stops is answered and cut off, so that others get its place.
// What it sends is a request but for the end of its body.
func TestABodyThatDoesNotArrive(t *testing.T) {
	hook, secret, _ := newWebhook(t)
	for _, test := range []struct {
		name   string
		signed bool
		length string
		body   string
		closes bool // the sender closes its side after the body
		want   int
		after  time.Duration
	}{
		{"late", true, "Content-Length: 100", "{", false, http.StatusRequestTimeout, bodyTimeout},
		{"late, in chunks", true, "Transfer-Encoding: chunked", "1\r\n{\r\n", false, http.StatusRequestTimeout, bodyTimeout},
		{"never begun", true, "Content-Length: 100", "", false, http.StatusRequestTimeout, bodyTimeout},
		{"cut short", true, "Content-Length: 100", "{", true, http.StatusBadRequest, 0},
		{"malformed chunks", true, "Transfer-Encoding: chunked", "x\r\n", false, http.StatusBadRequest, 0},
		{"not signed", false, "Content-Length: 100", "{", false, http.StatusUnauthorized, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				conn := dialPipe(t, servePiped(t, hook))
				hook.now = time.Now
				began := time.Now()
				var request bytes.Buffer
				fmt.Fprintf(&request, "POST / HTTP/1.1\r\nHost: dojang\r\n%s\r\n", test.length)
				if test.signed {
					stamp, signature := sign(secret, began, "")
					fmt.Fprintf(&request, "X-Signature-Timestamp: %s\r\nX-Signature-Ed25519: %s\r\n", stamp, signature)
				}
				request.WriteString("\r\n" + test.body)
				if test.closes {
					request.WriteString(endOfSending)
				}
				go func() { _, _ = conn.Write(request.Bytes()) }()
				answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
				if err != nil {
					t.Fatal(err)
				}
				if took := time.Since(began); answer.StatusCode != test.want || took != test.after || !answer.Close {
					t.Errorf("%s after %v, closing %t; want %d after %v", answer.Status, took, answer.Close, test.want, test.after)
				}
				_, _ = io.Copy(io.Discard, conn) // until the server closes
				if took := time.Since(began); took > test.after+time.Second {
					t.Errorf("the connection was held for %v", took)
				}
			})
		})
	}
}

// servePiped serves the hook in a bubble, until the test ends.
func servePiped(t *testing.T, hook *Webhook) *pipes {
	t.Helper()
	p := &pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
	server := &http.Server{Handler: hook}
	go func() { _ = server.Serve(halfClosing{p}) }()
	t.Cleanup(func() { _ = server.Close() })
	return p
}

// dialPipe connects to what is served.
func dialPipe(t *testing.T, p *pipes) net.Conn {
	t.Helper()
	conn, err := p.DialContext(t.Context(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

// halfClosing is a listener whose connections take endOfSending for the end of what the
// other side sends. A pipe, unlike a socket, cannot be closed on one side alone.
type halfClosing struct{ net.Listener }

const endOfSending = "\x04"

func (l halfClosing) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	return &halfClosed{Conn: conn}, err
}

type halfClosed struct {
	net.Conn
	ended bool
}

func (c *halfClosed) Read(p []byte) (int, error) {
	if c.ended {
		return 0, io.EOF
	}
	n, err := c.Conn.Read(p)
	if i := bytes.IndexByte(p[:n], endOfSending[0]); i >= 0 {
		c.ended = true
		return i, nil
	}
	return n, err
}
