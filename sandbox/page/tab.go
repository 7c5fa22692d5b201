package page

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/gorilla/websocket"

	"dojang/sandbox"
)

// effectView is an effect as a tab receives it.
type effectView struct {
	Seq     int                `json:"seq"` // the effect's number, from 1
	Kind    sandbox.EffectKind `json:"kind"`
	Channel string             `json:"channel"`
	Message *sandbox.Message   `json:"message,omitempty"`
}

// Timing of a tab's connection.
const (
	writeLimit = 10 * time.Second
	pingEvery  = 30 * time.Second
)

// live serves the WebSocket of a tab. It sends all effects after number seen
// that the member can see, and the world whenever it has changed, until either
// side closes.
func (p *Page) live(w http.ResponseWriter, r *http.Request) {
	user := r.URL.Query().Get("as")
	seen, err := strconv.Atoi(r.URL.Query().Get("seen"))
	if err != nil || seen < 0 {
		http.Error(w, "seen is the number of effects that are known", http.StatusBadRequest)
		return
	}
	socket, err := p.upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // Upgrade has answered
	}
	closed := make(chan struct{})
	go func() { // a tab sends nothing, but only reading notices that it has closed
		defer close(closed)
		for err == nil {
			_, _, err = socket.NextReader()
		}
	}()
	t := &tab{p: p, socket: socket, user: user, seen: seen}
	t.run(closed)
	_ = socket.Close()
	<-closed
}

// tab is the connection of one browser tab.
type tab struct {
	p         *Page
	socket    *websocket.Conn
	user      string
	seen      int
	lastWorld []byte // the world as it was last sent
}

// run sends to the tab until it closes or the page is closed. It ends early
// when the tab has to load the world again, because there is another world or
// some effects that the tab has not seen are no longer kept. Then it sends a
// different epoch, at which the tab reloads. While there is no world, it sends
// nothing.
func (t *tab) run(closed <-chan struct{}) {
	first, _ := t.p.currentScene()
	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	for {
		t.p.mu.Lock()
		s, changed := t.p.scene, t.p.changed
		t.p.mu.Unlock()
		var more <-chan struct{}
		if s.err == nil {
			var effects []sandbox.Effect
			effects, more = s.Discord.Effects(t.seen)
			if s.epoch == first.epoch && len(effects) > 0 && effects[0].N != t.seen+1 {
				s.epoch = "" // no world has this one
			}
			if s.epoch != first.epoch {
				_ = t.sendWorld(s)
				return
			}
			if t.sendEffects(effects) != nil || t.sendWorld(s) != nil {
				return
			}
		}
		select {
		case <-more:
		case <-changed:
		case <-t.p.ctx.Done():
			return
		case <-ping.C:
			if t.socket.WriteControl(websocket.PingMessage, nil, t.p.options.Now().Add(writeLimit)) != nil {
				return
			}
		case <-closed:
			return
		}
	}
}

// sendEffects sends those effects that the member can see.
func (t *tab) sendEffects(effects []sandbox.Effect) error {
	for _, e := range effects {
		t.seen = e.N
		if e.Message == nil || !e.VisibleTo(t.user) {
			continue
		}
		if err := t.send(effectView{Seq: t.seen, Kind: e.Kind, Channel: e.Channel, Message: e.Message}); err != nil {
			return err
		}
	}
	return nil
}

// sendWorld sends the world if it has changed.
func (t *tab) sendWorld(s scene) error {
	raw, err := json.Marshal(t.p.view(s))
	if err != nil || bytes.Equal(raw, t.lastWorld) {
		return err
	}
	t.lastWorld = raw
	return t.send(map[string]any{"world": json.RawMessage(raw)})
}

func (t *tab) send(v any) error {
	if err := t.socket.SetWriteDeadline(t.p.options.Now().Add(writeLimit)); err != nil {
		return err
	}
	return t.socket.WriteJSON(v)
}
