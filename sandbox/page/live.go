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

// happened is what a tab is told of an effect.
type happened struct {
	Seq     int                `json:"seq"` // its number, from 1
	Kind    sandbox.EffectKind `json:"kind"`
	Channel string             `json:"channel"`
	Message *sandbox.Message   `json:"message,omitempty"`
}

// The times of a tab's connection.
const (
	writeLimit = 10 * time.Second
	pingEvery  = 30 * time.Second
)

// live tells a tab of all that the member can see happen after the first so
// many effects, and of the world whenever it has changed, until either side
// goes away.
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
	gone := make(chan struct{})
	go func() { // a tab sends nothing; reading notices when it is closed
		defer close(gone)
		for err == nil {
			_, _, err = socket.NextReader()
		}
	}()
	t := &tab{p: p, socket: socket, user: user, seen: seen}
	t.run(gone)
	_ = socket.Close()
	<-gone
}

// tab is one connection.
type tab struct {
	p      *Page
	socket *websocket.Conn
	user   string
	seen   int
	told   []byte // what was last said of the world
}

// run tells the tab of things until it is gone, the page is closed, or there is
// another world.
func (t *tab) run(gone <-chan struct{}) {
	world, epoch := t.p.shown()
	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	for {
		t.p.mu.Lock()
		changed, closed, other := t.p.changed, t.p.closed, t.p.epoch != epoch
		t.p.mu.Unlock()
		if closed {
			return
		}
		if other {
			w, _ := t.p.shown()
			_ = t.send(map[string]any{"world": t.p.view(w)}) // the tab then loads it
			return
		}
		effects, more := world.Discord.Effects(t.seen)
		if t.tell(effects) != nil || t.tellWorld(world) != nil {
			return
		}
		select {
		case <-more:
		case <-changed:
		case <-ping.C:
			if t.socket.WriteControl(websocket.PingMessage, nil, t.p.options.Now().Add(writeLimit)) != nil {
				return
			}
		case <-gone:
			return
		}
	}
}

// tell sends what of the effects the member sees.
func (t *tab) tell(effects []sandbox.Effect) error {
	for _, e := range effects {
		t.seen = e.N
		if e.Message == nil || !e.VisibleTo(t.user) {
			continue
		}
		if err := t.send(happened{Seq: t.seen, Kind: e.Kind, Channel: e.Channel, Message: e.Message}); err != nil {
			return err
		}
	}
	return nil
}

// tellWorld sends the world, if it has changed.
func (t *tab) tellWorld(w World) error {
	raw, err := json.Marshal(t.p.view(w))
	if err != nil || bytes.Equal(raw, t.told) {
		return err
	}
	t.told = raw
	return t.send(map[string]any{"world": json.RawMessage(raw)})
}

func (t *tab) send(v any) error {
	if err := t.socket.SetWriteDeadline(t.p.options.Now().Add(writeLimit)); err != nil {
		return err
	}
	return t.socket.WriteJSON(v)
}
