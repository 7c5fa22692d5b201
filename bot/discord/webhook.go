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
	"os"
	"strconv"
	"time"
)

// Webhook receives interactions over HTTP, for a bot without a gateway. It accepts
// requests that Discord has signed recently. The interaction is answered like one from
// the gateway, by a request of ours.
//
// Anybody can send requests to it, and a signature can be verified only when the whole
// body is in memory. So nothing is read of a request whose headers show that it is not
// from Discord, and what is read is bounded in size, number and time.
// See https://discord.com/developers/docs/interactions/overview#preparing-for-interactions.
type Webhook struct {
	key    ed25519.PublicKey
	take   func(context.Context, []byte)
	now    func() time.Time
	places *places
}

// Limits of accepted requests. All bodies that are read at a time have 32 MiB at most.
const (
	maxInteraction = 256 << 10       // bytes of a body
	maxBodies      = 128             // bodies that are read and verified at a time
	bodyTimeout    = answerLimit     // a body that takes longer could not be answered any more
	sendTimeout    = time.Second     // to send the answer to a request whose body was read
	maxAge         = 5 * time.Minute // of the signature; a request replayed within it is known by its id
)

// NewWebhook makes a webhook for the application's public key, in hexadecimal.
func NewWebhook(publicKey string, take func(context.Context, []byte), now func() time.Time) (*Webhook, error) {
	key, err := hex.DecodeString(publicKey)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return nil, errors.New("the application's public key has 64 hexadecimal digits")
	}
	return &Webhook{key: key, take: take, now: now, places: newPlaces(maxBodies)}, nil
}

// ServeHTTP answers 401 to a request without a valid signature, 400 to one that is not
// an interaction, a pong to a ping, and 202 to an interaction. A body that is too large
// gets 413, one that takes too long or is given up for another request 408, one that ends
// early 400, and one for which there is no place 503.
func (w *Webhook) ServeHTTP(out http.ResponseWriter, in *http.Request) {
	claim, ok := w.claimOf(in.Header)
	if !ok {
		refuseUnread(out, "invalid request signature", http.StatusUnauthorized)
		return
	}
	if in.ContentLength > maxInteraction {
		refuseUnread(out, tooLarge, http.StatusRequestEntityTooLarge)
		return
	}
	if !w.places.enter() {
		refuseUnread(out, "too many requests at a time", http.StatusServiceUnavailable)
		return
	}
	defer w.places.leave()
	body, err := w.read(&claim, out, in)
	if err != nil {
		text, status := unreadBody(err)
		refuseUnread(out, text, status)
		return
	}
	if !claim.holds(w.key) {
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

// refuseUnread answers a request whose body was not read to its end. It ends the
// connection, because net/http would otherwise go on reading the body.
func refuseUnread(out http.ResponseWriter, text string, status int) {
	out.Header().Set("Connection", "close")
	_ = http.NewResponseController(out).SetReadDeadline(time.Now())
	http.Error(out, text, status)
}

const tooLarge = "body too large"

// unreadBody says how to answer a request whose body could not be read.
func unreadBody(err error) (text string, status int) {
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return tooLarge, http.StatusRequestEntityTooLarge
	case errors.Is(err, os.ErrDeadlineExceeded):
		return "body not received in time", http.StatusRequestTimeout
	}
	return "body ends early", http.StatusBadRequest
}

// claim is what the headers say of who signed a request and when. It is not verified.
type claim struct {
	signature []byte
	signed    []byte // the time and, once it is read, the body
}

// claimOf returns what the headers claim. ok is false if it cannot be true, whatever the
// body is: something is missing or malformed, or the time is more than maxAge away, in
// the past or in the future.
func (w *Webhook) claimOf(h http.Header) (c claim, ok bool) {
	stamp := h.Get("X-Signature-Timestamp")
	signature, err := hex.DecodeString(h.Get("X-Signature-Ed25519"))
	if err != nil || len(signature) != ed25519.SignatureSize {
		return claim{}, false
	}
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return claim{}, false
	}
	age := w.now().Sub(time.Unix(seconds, 0))
	return claim{signature: signature, signed: []byte(stamp)}, age.Abs() <= maxAge
}

// read reads the body of the claim and returns it.
func (w *Webhook) read(c *claim, out http.ResponseWriter, in *http.Request) ([]byte, error) {
	conn := http.NewResponseController(out)
	w.places.begin(conn, time.Now().Add(bodyTimeout))
	defer w.places.end(conn)
	return c.read(out, in)
}

// read reads the body and returns it. The body is kept once, behind the time, as it is
// signed. Nothing is allocated besides.
func (c *claim) read(out http.ResponseWriter, in *http.Request) ([]byte, error) {
	size := int(in.ContentLength)
	if size < 0 {
		size = maxInteraction
	}
	stamp := len(c.signed)
	signed := bytes.NewBuffer(make([]byte, 0, stamp+size+bytes.MinRead)) // ReadFrom wants so much room at the end
	signed.Write(c.signed)
	_, err := signed.ReadFrom(http.MaxBytesReader(out, in.Body, maxInteraction))
	c.signed = signed.Bytes()
	return c.signed[stamp:], err
}

// holds reports whether the key's owner signed the body at that time.
func (c *claim) holds(key ed25519.PublicKey) bool { return ed25519.Verify(key, c.signed, c.signature) }
