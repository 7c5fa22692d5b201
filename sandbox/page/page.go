// Package page is the sandbox in a browser: a page on which people act as the
// members of a made-up Discord server and see the bot's responses as in
// Discord's own client.
//
// The page is served from the binary and loads nothing from other hosts. It
// keeps no state: it reads over HTTP, acts by posting JSON, and receives
// everything that happens over one WebSocket a tab. (A stream of server-sent
// events would take one of the six connections that a browser has for a host,
// and the seventh tab would wait for ever.) Each request says who acts, since
// here anyone may act as anyone. The page is for the people at this machine:
// requests from other origins and under other host names are refused.
//
// In static/ main.js lists the modules: state.js has the state, channel.js and
// message.js show it, composer.js and dialog.js let people act, inspector.js
// shows what went over the wire.
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
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"dojang/sandbox"
)

//go:embed static
var static embed.FS

// World is the sandbox that a page shows and controls. All fields must be set.
type World struct {
	Discord *sandbox.Discord
	Clock   *sandbox.Clock
	Home    string         // id of the channel that is shown first
	Zone    *time.Location // time zone in which the clock is set and shown

	WaitIdle func(ctx context.Context)                                     // returns when the bot has nothing left to do
	Advance  func(ctx context.Context, to time.Time) error                 // does what is due until then, and moves the clock
	NextDue  func(ctx context.Context) (due time.Time, ok bool, err error) // of the next digest, if there is one
	Demo     func(ctx context.Context) error                               // plays some weeks of a group's life
}

// Options configures a page. All fields must be set.
type Options struct {
	World     World
	StartOver func(ctx context.Context) (World, error) // replaces the world by a new one; after an error there is none
	Kept      bool                                     // the world is kept on disk, so starting over loses data
	Now       func() time.Time                         // real time
	Log       *slog.Logger
}

// Page is the handler of the page. Any number of tabs may use it at once.
type Page struct {
	options  Options
	handler  http.Handler
	upgrader websocket.Upgrader

	ctx    context.Context // ends at Close
	cancel context.CancelFunc

	exclusiveMu sync.Mutex // held while the clock moves or the world changes

	mu      sync.Mutex // guards the fields below
	scene   scene
	changed chan struct{} // closed when the clock or the scene has changed
}

// scene is the world that a page shows, or the reason why there is none.
type scene struct {
	World
	epoch string // identifies the world, also among those of other processes
	err   error  // nil if there is a world
}

// errNoWorld is the error while there is no world. Nothing works then but
// starting over.
var errNoWorld = errors.New("there is no sandbox to act in")

// New returns a page for the world.
func New(o Options) *Page {
	p := &Page{options: o, changed: make(chan struct{})}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	p.setScene(scene{World: o.World})
	mux := http.NewServeMux()
	p.handler = guard(mux)
	mux.HandleFunc("GET /", serveStatic())
	mux.HandleFunc("GET /attachments/", p.file)
	mux.HandleFunc("GET /ephemeral-attachments/", p.file)
	mux.HandleFunc("GET /api/world", p.get(p.getWorld))
	mux.HandleFunc("GET /api/messages", p.get(getMessages))
	mux.HandleFunc("GET /api/commands", p.get(getCommands))
	mux.HandleFunc("GET /api/records", p.get(getRecords))
	mux.HandleFunc("GET /api/records.jsonl", p.downloadRecords)
	mux.HandleFunc("GET /api/live", p.live)
	for name, do := range memberActions {
		mux.HandleFunc("POST /api/"+name, p.post(p.inWorld(do)))
	}
	mux.HandleFunc("POST /api/clock", p.post(p.exclusive(p.inWorld(p.moveClock))))
	mux.HandleFunc("POST /api/demo", p.post(p.exclusive(p.inWorld(p.demo))))
	mux.HandleFunc("POST /api/start-over", p.post(p.exclusive(p.startOver)))
	return p
}

// serveStatic serves the page's own files, without directory listings.
func serveStatic() http.HandlerFunc {
	files, err := fs.Sub(static, "static")
	if err != nil {
		panic(err) // the directory is compiled in
	}
	server := http.FileServerFS(files)
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" && strings.HasSuffix(r.URL.Path, "/") {
			http.NotFound(w, r)
			return
		}
		server.ServeHTTP(w, r)
	}
}

// setScene replaces the scene and gives it a new epoch, at which tabs load the
// world again.
func (p *Page) setScene(s scene) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s.epoch = rand.Text()
	p.scene = s
	p.wakeTabs()
}

// wakeTabs makes all tabs check for changes; the lock is held.
func (p *Page) wakeTabs() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// currentScene returns the scene, and its error if there is no world.
func (p *Page) currentScene() (scene, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.scene, p.scene.err
}

// Close closes the connections of all tabs, which then try to reconnect, and
// waits until whatever moves the clock or changes the world has stopped.
func (p *Page) Close() {
	p.cancel()
	p.exclusiveMu.Lock()
	defer p.exclusiveMu.Unlock()
}

// ServeHTTP serves the page and its API.
func (p *Page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.handler.ServeHTTP(w, r)
}

// file serves a message's file. Files that are not images are downloaded, and
// nothing in a file can run. Browsers ask again each time they need one (see
// guard): after starting over, another file may have its address.
func (p *Page) file(w http.ResponseWriter, r *http.Request) {
	s, err := p.currentScene()
	if err != nil {
		p.reply(w, nil, err)
		return
	}
	f, ok := s.Discord.File(r.URL.Path)
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.Type)
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	switch f.Type {
	case "image/png", "image/jpeg", "image/gif", "image/webp":
	default:
		h.Set("Content-Disposition", "attachment")
	}
	h.Set("Content-Length", strconv.Itoa(len(f.Data)))
	_, _ = w.Write(f.Data)
}

// get serves the value that f returns as JSON.
func (p *Page) get(f func(r *http.Request, s scene) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s, err := p.currentScene()
		if err != nil {
			p.reply(w, nil, err)
			return
		}
		v, err := f(r, s)
		p.reply(w, v, err)
	}
}

// failure is an error as a tab receives it. Code lets the page show it in the
// person's language: the code of a [sandbox.Mistake], no-digest, no-world, or
// "".
type failure struct {
	Error string `json:"error"`
	Code  string `json:"code,omitempty"`
}

// reply writes a value or an error as JSON. A mistake of the person has status
// 422.
func (p *Page) reply(w http.ResponseWriter, v any, err error) {
	if err == nil {
		writeJSON(w, http.StatusOK, v)
		return
	}
	status, code := http.StatusInternalServerError, ""
	m, mistaken := errors.AsType[*sandbox.Mistake](err)
	switch {
	case mistaken:
		status, code = http.StatusUnprocessableEntity, m.Code
	case errors.Is(err, errBadRequest):
		status = http.StatusBadRequest
	case errors.Is(err, errNoWorld):
		status, code = http.StatusServiceUnavailable, "no-world"
	case errors.Is(err, context.Canceled): // the client has gone, or the page is closed
		status = http.StatusServiceUnavailable
	default:
		p.options.Log.Warn("the page could not be served", "error", err)
	}
	writeJSON(w, status, failure{err.Error(), code})
}
