// Package page is the sandbox in a browser: a page on which people act as the
// members of a made-up Discord server, and see what the bot answers, as in
// Discord's own client.
//
// The page is served from the binary and asks no other host for anything. It
// holds no state: it reads what there is over HTTP, acts by posting JSON, and
// hears of all that happens over one WebSocket a tab. (A stream of server-sent
// events would take one of the six connections that a browser has for a host,
// and the seventh tab would wait for ever.) Who acts is said by each request,
// since anyone may be anyone here. The page is for the people at this machine:
// requests from other origins and under other host names are refused.
//
// In static/ main.js brings the parts together: state.js knows what is to be
// seen, channel.js and message.js show it, composer.js and modal.js let people
// act, inspector.js shows what went over the wire.
package page

import (
	"context"
	"crypto/rand"
	"embed"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"dojang/sandbox"
)

//go:embed static
var static embed.FS

// World is what a page shows and lets people move. All fields must be set.
type World struct {
	Discord *sandbox.Discord
	Clock   *sandbox.Clock
	Home    string         // the channel that is shown first
	Zone    *time.Location // in which the clock is set and shown

	Settle  func(ctx context.Context)                                     // returns when the bot has nothing more to do for now
	Advance func(ctx context.Context, to time.Time) error                 // does what becomes due until then, and moves the clock there
	NextDue func(ctx context.Context) (due time.Time, ok bool, err error) // of the next digest, if there will be one
	Demo    func(ctx context.Context) error                               // plays some weeks of a group's life
}

// Options say how a page is made. All fields must be set.
type Options struct {
	World     World
	StartOver func(ctx context.Context) (World, error) // ends the world and makes it anew
	Kept      bool                                     // the world is kept on disk, so that starting over loses something
	Now       func() time.Time                         // real time
	Log       *slog.Logger
}

// Page serves the page. It may be used by many tabs at once.
type Page struct {
	options  Options
	mux      *http.ServeMux
	upgrader websocket.Upgrader

	moving sync.Mutex // held while the clock or the world is moved

	mu      sync.Mutex // guards all that follows
	world   World
	epoch   string        // tells this world from any other, also of another process
	changed chan struct{} // closed when the clock or the world has changed
	closed  bool
}

// New makes a page for the world.
func New(o Options) *Page {
	p := &Page{options: o, mux: http.NewServeMux(), changed: make(chan struct{})}
	p.show(o.World)
	files, err := fs.Sub(static, "static")
	if err != nil {
		panic(err) // the directory is compiled in
	}
	p.mux.Handle("GET /", http.FileServerFS(files))
	p.mux.HandleFunc("GET /attachments/", p.file)
	p.mux.HandleFunc("GET /ephemeral-attachments/", p.file)
	p.mux.HandleFunc("GET /api/world", p.get(p.getWorld))
	p.mux.HandleFunc("GET /api/messages", p.get(p.getMessages))
	p.mux.HandleFunc("GET /api/commands", p.get(p.getCommands))
	p.mux.HandleFunc("GET /api/records", p.get(p.getRecords))
	p.mux.HandleFunc("GET /api/records.jsonl", p.downloadRecords)
	p.mux.HandleFunc("GET /api/live", p.live)
	for name, act := range acts {
		p.mux.HandleFunc("POST /api/"+name, p.act(act))
	}
	p.mux.HandleFunc("POST /api/clock", p.act(p.moveClock))
	p.mux.HandleFunc("POST /api/demo", p.act(p.demo))
	p.mux.HandleFunc("POST /api/start-over", p.act(p.startOver))
	return p
}

// show makes the world the one that is shown; its tabs load it anew.
func (p *Page) show(w World) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.world, p.epoch = w, rand.Text()
	p.announce()
}

// announce wakes all tabs; the lock is held.
func (p *Page) announce() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// shown returns the world that is shown now, and its epoch.
func (p *Page) shown() (World, string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.world, p.epoch
}

// Close ends the connections of all tabs, which then try to connect again.
func (p *Page) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.closed {
		p.closed = true
		p.announce()
	}
}

// ServeHTTP serves the page and what it asks for.
func (p *Page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	guard(p.mux).ServeHTTP(w, r)
}

// file serves a file of a message. What is no picture is downloaded, and
// nothing in it can run.
func (p *Page) file(w http.ResponseWriter, r *http.Request) {
	world, _ := p.shown()
	f, ok := world.Discord.File(r.URL.Path)
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.Type)
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cache-Control", "private, max-age=31536000, immutable")
	switch f.Type {
	case "image/png", "image/jpeg", "image/gif", "image/webp":
	default:
		h.Set("Content-Disposition", "attachment")
	}
	h.Set("Content-Length", strconv.Itoa(len(f.Data)))
	_, _ = w.Write(f.Data)
}

// get serves what the function returns as JSON.
func (p *Page) get(f func(r *http.Request, w World) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		world, _ := p.shown()
		v, err := f(r, world)
		p.reply(w, v, err)
	}
}

// reply writes a value or an error as JSON. What a person did wrong has status
// 422 and says where.
func (p *Page) reply(w http.ResponseWriter, v any, err error) {
	status := http.StatusOK
	if err != nil {
		status = http.StatusInternalServerError
		if _, ok := errors.AsType[*sandbox.Mistake](err); ok {
			status = http.StatusUnprocessableEntity
		} else if errors.Is(err, errBadRequest) {
			status = http.StatusBadRequest
		} else {
			p.options.Log.Warn("the page could not be served", "error", err)
		}
		v = map[string]string{"error": err.Error()}
	}
	writeJSON(w, status, v)
}
