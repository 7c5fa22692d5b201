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
// seen, channel.js and message.js show it, composer.js and dialog.js let people
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
	"strings"
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

	WaitIdle func(ctx context.Context)                                     // returns when the bot has nothing more to do for now
	Advance  func(ctx context.Context, to time.Time) error                 // does what becomes due until then, and moves the clock there
	NextDue  func(ctx context.Context) (due time.Time, ok bool, err error) // of the next digest, if there will be one
	Demo     func(ctx context.Context) error                               // plays some weeks of a group's life
}

// Options say how a page is made. All fields must be set.
type Options struct {
	World     World
	StartOver func(ctx context.Context) (World, error) // ends the world and makes it anew; after an error there is none
	Kept      bool                                     // the world is kept on disk, so that starting over loses something
	Now       func() time.Time                         // real time
	Log       *slog.Logger
}

// Page serves the page. It may be used by many tabs at once.
type Page struct {
	options  Options
	handler  http.Handler
	upgrader websocket.Upgrader

	ctx    context.Context // ends with Close
	cancel context.CancelFunc

	exclusiveMu sync.Mutex // held while the clock or the world is moved

	mu      sync.Mutex // guards all that follows
	scene   scene
	changed chan struct{} // closed when the clock or the scene has changed
}

// scene is the world that a page shows, or why there is none.
type scene struct {
	World
	epoch string // tells this world from any other, also of another process
	err   error  // nil while there is a world
}

// errNoWorld is why nothing can be seen or done but starting over.
var errNoWorld = errors.New("there is no sandbox to act in")

// New makes a page for the world.
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
	for name, act := range memberActions {
		mux.HandleFunc("POST /api/"+name, p.post(p.inWorld(act)))
	}
	mux.HandleFunc("POST /api/clock", p.post(p.exclusive(p.inWorld(p.moveClock))))
	mux.HandleFunc("POST /api/demo", p.post(p.exclusive(p.inWorld(p.demo))))
	mux.HandleFunc("POST /api/start-over", p.post(p.exclusive(p.startOver)))
	return p
}

// serveStatic serves the page's own files, and no lists of them.
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

// show makes the scene the one that is shown, under an epoch of its own; tabs
// load a world anew.
func (p *Page) setScene(s scene) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s.epoch = rand.Text()
	p.scene = s
	p.wakeTabs()
}

// wakeTabs lets all tabs look again; the lock is held.
func (p *Page) wakeTabs() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// shown returns the scene that is shown now, or why there is no world in it.
func (p *Page) currentScene() (scene, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.scene, p.scene.err
}

// Close ends the connections of all tabs, which then try to connect again, and
// waits until whatever moves the clock or the world has stopped.
func (p *Page) Close() {
	p.cancel()
	p.exclusiveMu.Lock()
	defer p.exclusiveMu.Unlock()
}

// ServeHTTP serves the page and what it asks for.
func (p *Page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.handler.ServeHTTP(w, r)
}

// file serves a file of a message. What is no picture is downloaded, and
// nothing in it can run. It is read anew each time: after starting over, another
// file may have its address.
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

// get serves what the function returns as JSON.
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

// failure is what a tab is told of an error. Code is what the page knows it by,
// to say it in the person's language: one of a [sandbox.Mistake], no-digest,
// no-world, or "".
type failure struct {
	Error string `json:"error"`
	Code  string `json:"code,omitempty"`
}

// reply writes a value or an error as JSON. What a person did wrong has status
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
	case errors.Is(err, context.Canceled): // whoever asked went away, or the page is closed
		status = http.StatusServiceUnavailable
	default:
		p.options.Log.Warn("the page could not be served", "error", err)
	}
	writeJSON(w, status, failure{err.Error(), code})
}
