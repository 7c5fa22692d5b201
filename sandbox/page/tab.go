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
type effectView struct {
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
	p         *Page
	socket    *websocket.Conn
	user      string
	seen      int
	lastWorld []byte // what was last said of the world
}

// run tells the tab of things until it is gone, the page is closed, or the tab
// has to load the world anew, which it does when it hears of another epoch: there
// is another world, or some of what the tab has not seen is not kept any more.
// While there is no world, nothing happens.
func (t *tab) run(gone <-chan struct{}) {
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
				s.epoch = "" // which no world has
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
		case <-gone:
			return
		}
	}
}

// tell sends what of the effects the member sees.
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

// tellWorld sends the world, if it has changed.
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
