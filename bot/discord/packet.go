package discord

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/gobwas/ws"
)

// packet is a gateway packet.
// See https://discord.com/developers/docs/events/gateway-events#payload-structure.
type packet struct {
	Op       int             `json:"op"`
	Sequence int64           `json:"s"`
	Event    string          `json:"t"`
	Data     json.RawMessage `json:"d"`
}

// Gateway opcodes.
// See https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway.
const (
	opEvent     = 0
	opHeartbeat = 1
	opIdentify  = 2
	opResume    = 6
	opReconnect = 7
	opInvalid   = 9
	opHello     = 10
	opAck       = 11
)

// receive handles a packet from Discord. An error ends the connection.
func (w *wire) receive(message []byte) error {
	var p packet
	if len(message) == 0 || message[0] != '{' || json.Unmarshal(message, &p) != nil {
		w.session.log.Warn("gateway: packet left out", "bytes", len(message))
		return nil
	}
	switch p.Op {
	case opHello:
		var hello struct {
			Interval int64 `json:"heartbeat_interval"`
		}
		if json.Unmarshal(p.Data, &hello) != nil || hello.Interval <= 0 || hello.Interval > int64(time.Hour/time.Millisecond) {
			return errors.New("hello without a heartbeat interval")
		}
		w.setHeartbeatInterval(time.Duration(hello.Interval) * time.Millisecond)
	case opReconnect:
		return errReconnect
	case opInvalid:
		if string(p.Data) == "true" {
			return errResumable
		}
		if !w.session.invalidate() {
			return errInvalidSession
		}
	case opAck:
		w.noteAck()
	case opEvent:
		w.noteEvent(p.Event)
		w.session.handleEvent(p)
		w.forwardEvent(p.Event, p.Sequence)
		return nil
	case opHeartbeat:
		if !w.heartbeatRequests.Allow() {
			return nil // Discord allows 120 packets a minute
		}
	default:
		return nil
	}
	w.forward(ws.NewTextFrame(message))
	return nil
}

// rewrite returns the packet to send in place of one that discordgo wrote.
func (w *wire) rewrite(message []byte) ([]byte, error) {
	var p packet
	if err := json.Unmarshal(message, &p); err != nil {
		return nil, fmt.Errorf("gateway: write: %w", err)
	}
	switch p.Op {
	case opHeartbeat:
		w.awaitAck()
		return w.session.heartbeat()
	case opIdentify:
		message, resuming, err := w.session.introduction()
		w.awaitSession(resuming)
		return message, err
	}
	return message, nil
}
