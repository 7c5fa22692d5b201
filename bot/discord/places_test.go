package discord

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// While as many bodies as allowed are in memory and none can be given up, another one has
// to wait, shortly. The bodies here have no connection that could be cut.
func TestTooManyBodiesAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hook, secret, taken := newWebhook(t)
		const body = `{"type":2,"id":"5"}`
		stamp, signature := sign(secret, time.Now(), body)
		send := func(in io.Reader) *httptest.ResponseRecorder {
			req := httptest.NewRequest(http.MethodPost, "/interactions", in)
			req.Header.Set("X-Signature-Timestamp", stamp)
			req.Header.Set("X-Signature-Ed25519", signature)
			out := httptest.NewRecorder()
			hook.ServeHTTP(out, req)
			return out
		}
		var slow []*io.PipeWriter
		for range maxBodies {
			in, out := io.Pipe()
			slow = append(slow, out)
			go send(in)
		}
		synctest.Wait()
		began := time.Now()
		in := &counted{Reader: strings.NewReader(body)}
		if out := send(in); out.Code != http.StatusServiceUnavailable || in.read > 0 || time.Since(began) != placeTimeout {
			t.Errorf("one more: %d after %d bytes and %v", out.Code, in.read, time.Since(began))
		}
		next := make(chan int)
		go func() { next <- send(strings.NewReader(body)).Code }()
		synctest.Wait()
		_ = slow[0].CloseWithError(errors.New("cut"))
		if code := <-next; code != http.StatusAccepted || *taken != 1 {
			t.Errorf("when a place is free: %d, %d taken", code, *taken)
		}
		for _, out := range slow {
			_ = out.Close()
		}
		synctest.Wait()
	})
}

// However many clients begin a body and stop, a whole one is taken without delay, and no
// more than the allowed number of bodies is in memory.
func TestSlowBodiesKeepNobodyOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hook, secret, taken := newWebhook(t)
		const body = `{"type":2,"id":"5"}`
		served := servePiped(t, hook)
		send := func(body string) net.Conn {
			conn := dialPipe(t, served)
			stamp, signature := sign(secret, time.Now(), body)
			go func() {
				_, _ = fmt.Fprintf(conn, "POST / HTTP/1.1\r\nHost: dojang\r\nContent-Length: 19\r\n"+
					"X-Signature-Timestamp: %s\r\nX-Signature-Ed25519: %s\r\n\r\n%s", stamp, signature, body)
			}()
			return conn
		}
		slowest := make(chan *http.Response, 1)
		first := send("{")
		go func() {
			answer, _ := http.ReadResponse(bufio.NewReader(first), nil)
			slowest <- answer
		}()
		for slow := range 2 * maxBodies {
			send("{")
			synctest.Wait()
			began := time.Now()
			if answer := answerAt(t, send(body)); answer.StatusCode != http.StatusAccepted || time.Since(began) > patience {
				t.Fatalf("with %d slow ones: %s after %v", slow, answer.Status, time.Since(began))
			}
			if n := len(hook.places.taken); n > maxBodies {
				t.Fatalf("%d bodies are in memory", n)
			}
		}
		if answer := <-slowest; answer == nil || answer.StatusCode != http.StatusRequestTimeout || !answer.Close {
			t.Errorf("the slowest: %v", answer)
		}
		if *taken != 2*maxBodies {
			t.Errorf("%d taken", *taken)
		}
	})
}

// answerAt reads the answer to the request that was sent.
func answerAt(t *testing.T, conn net.Conn) *http.Response {
	t.Helper()
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// A client that reads nothing is cut off, even if it wants to be told to go on before it
// sends the body.
func TestAClientThatReadsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hook, secret, _ := newWebhook(t)
		conn := dialPipe(t, servePiped(t, hook))
		began := time.Now()
		stamp, signature := sign(secret, began, "{}")
		if _, err := fmt.Fprintf(conn, "POST / HTTP/1.1\r\nHost: dojang\r\nExpect: 100-continue\r\nContent-Length: 2\r\n"+
			"X-Signature-Timestamp: %s\r\nX-Signature-Ed25519: %s\r\n\r\n", stamp, signature); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(conn, "{}"+strings.Repeat("x", maxInteraction)); err == nil {
			t.Error("everything is read")
		}
		if took := time.Since(began); took > bodyTimeout+sendTimeout {
			t.Errorf("the connection was held for %v", took)
		}
	})
}
