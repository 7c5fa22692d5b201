package discord

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"
)

// Webhook receives interactions over HTTP, for a bot without a gateway. It accepts
// requests that Discord has signed recently. The interaction is answered like one from
// the gateway, by a request of ours.
// See https://discord.com/developers/docs/interactions/overview#preparing-for-interactions.
type Webhook struct {
	key  ed25519.PublicKey
	take func(context.Context, []byte)
	now  func() time.Time
}

// Limits of accepted requests.
const (
	maxInteraction = 1 << 20         // bytes of the body
	maxAge         = 5 * time.Minute // of the signature; a request replayed within it is known by its id
)

// NewWebhook makes a webhook for the application's public key, in hexadecimal.
func NewWebhook(publicKey string, take func(context.Context, []byte), now func() time.Time) (*Webhook, error) {
	key, err := hex.DecodeString(publicKey)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return nil, errors.New("the application's public key has 64 hexadecimal digits")
	}
	return &Webhook{key: key, take: take, now: now}, nil
}

// ServeHTTP answers 401 to a request without a valid signature, 400 to one that is not
// an interaction, a pong to a ping, and 202 to an interaction.
func (w *Webhook) ServeHTTP(out http.ResponseWriter, in *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(out, in.Body, maxInteraction))
	if err != nil {
		http.Error(out, "body too large", http.StatusRequestEntityTooLarge)
		return
	}
	if !w.signed(in.Header, body) {
		http.Error(out, "invalid request signature", http.StatusUnauthorized)
		return
	}
	var ping struct {
		Type int `json:"type"`
	}
	if json.Unmarshal(body, &ping) != nil || ping.Type == 0 {
		http.Error(out, "no interaction", http.StatusBadRequest)
		return
	}
	if ping.Type == 1 {
		out.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(out, `{"type":1}`)
		return
	}
	w.take(in.Context(), body)
	out.WriteHeader(http.StatusAccepted)
}

// signed reports whether Discord signed the request within maxAge.
func (w *Webhook) signed(h http.Header, body []byte) bool {
	stamp := h.Get("X-Signature-Timestamp")
	signature, err := hex.DecodeString(h.Get("X-Signature-Ed25519"))
	if err != nil || len(signature) != ed25519.SignatureSize {
		return false
	}
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return false
	}
	if age := w.now().Sub(time.Unix(seconds, 0)); age > maxAge || age < -maxAge {
		return false
	}
	return ed25519.Verify(w.key, bytes.Join([][]byte{[]byte(stamp), body}, nil), signature)
}
