package discord

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"dojang/sandbox"
	"dojang/sandbox/openapi"
)

func TestWhatTheWebhookAnswers(t *testing.T) {
	public, secret, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	taken := 0
	hook, err := NewWebhook(hex.EncodeToString(public), func(context.Context, []byte) { taken++ }, time.Now)
	if err != nil {
		t.Fatal(err)
	}
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
		taken = 0
		stamp := strconv.FormatInt(time.Now().Unix(), 10)
		req := httptest.NewRequest(http.MethodPost, "/interactions", strings.NewReader(test.body))
		req.Header.Set("X-Signature-Timestamp", stamp)
		req.Header.Set("X-Signature-Ed25519", hex.EncodeToString(ed25519.Sign(secret, []byte(stamp+test.signed))))
		out := httptest.NewRecorder()
		if hook.ServeHTTP(out, req); out.Code != test.want || taken != test.taken {
			t.Errorf("%q: %d, %d taken; want %d, %d", test.body, out.Code, taken, test.want, test.taken)
		}
		if out.Code == http.StatusOK { // an answer has the form of a callback
			if err := openapi.Check(sandbox.Record{Method: "POST", Path: "/api/v10/interactions/1/t/callback", Request: out.Body.Bytes()}); err != nil {
				t.Error(err)
			}
		}
	}
}
