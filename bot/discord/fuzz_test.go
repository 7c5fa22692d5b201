package discord

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net"
	"testing"

	"github.com/gobwas/ws"
)

// FuzzWire feeds the wire whatever a gateway might send after the handshake. What it
// forwards to discordgo is websocket frames with JSON objects in them, or nothing.
func FuzzWire(f *testing.F) {
	text := func(s string) []byte { return ws.MustCompileFrame(ws.NewTextFrame([]byte(s))) }
	for _, seed := range [][]byte{
		text(`{"op":10,"d":{"heartbeat_interval":41250}}`), text(`{"op":10,"d":null}`), text(`{"op":11}`), text(`{"op":1,"d":null}`),
		text(`{"op":0,"t":"READY","s":1,"d":{"session_id":"a","resume_gateway_url":"ws://x","application":{"id":"1"},"user":null}}`),
		text(`{"op":0,"t":"INTERACTION_CREATE","s":2,"d":{}}`), text(`{"op":0,"t":5}`), text(`{"op":9,"d":true}`), text(`{"op":7}`),
		text(`null`), text(`[]`), text(`{`), text(``), ws.MustCompileFrame(ws.NewCloseFrame(nil)),
		ws.MustCompileFrame(ws.NewFrame(ws.OpText, false, []byte(`{"op":`))), ws.MustCompileFrame(ws.NewPingFrame(nil)), {0x81, 0xff, 0, 0},
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, stream []byte) {
		here, there := net.Pipe()
		quiet := slog.New(slog.DiscardHandler)
		s := newSession("token", intentGuilds, [2]int{0, 1}, newIdentifyLimiter(startInfo{Shards: 1}, quiet), quiet, func(string) {}, func(string, json.RawMessage) {})
		s.beginConnection(func(error) {})
		w := newWire(here, s)
		w.handshakeDone = true
		go func() {
			_, _ = there.Write(stream)
			_ = there.Close()
		}()
		var shown bytes.Buffer
		_, _ = shown.ReadFrom(w)
		if w.endErr == nil {
			t.Error("the stream ended and the wire did not say so")
		}
		for shown.Len() > 0 {
			header, err := ws.ReadHeader(&shown)
			if err != nil || header.Length > int64(shown.Len()) {
				t.Fatalf("discordgo gets no frame: %v", err)
			}
			payload := shown.Next(int(header.Length))
			if header.OpCode == ws.OpText && !json.Valid(payload) {
				t.Errorf("discordgo gets %q", payload)
			}
		}
	})
}
