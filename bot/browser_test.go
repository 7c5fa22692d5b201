package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	keyboard "github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	devtools "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"dojang/sandbox/page"
	"dojang/store/redistest"
)

// openPage serves a sandbox's page and returns its address.
func openPage(t *testing.T, box *sandboxed) (url string) {
	t.Helper()
	s := &pageHost{current: box, open: func() (*sandboxed, error) {
		return openWithGroup(context.WithoutCancel(t.Context()), box.clock.Now(), "", box.zone, slog.New(slog.DiscardHandler))
	}}
	t.Cleanup(func() {
		if s.current != box { // else whoever has opened it closes it
			_ = s.end()
		}
	})
	options := page.Options{World: box.world(), StartOver: s.startOver, Now: time.Now, Log: slog.New(slog.DiscardHandler)}
	return serve(t, page.New(options))
}

// newPage makes a page for a world that nobody starts over.
func newPage(w page.World) *page.Page {
	again := func(context.Context) (page.World, error) { return w, nil }
	return page.New(page.Options{World: w, StartOver: again, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
}

// serve serves a page until the test ends, and returns its URL.
func serve(t *testing.T, shown *page.Page) (url string) {
	t.Helper()
	t.Cleanup(shown.Close)
	return serveHandler(t, shown)
}

// serveHandler serves until the test ends, and returns the URL.
func serveHandler(t *testing.T, handler http.Handler) (url string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: handler, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug)}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return "http://" + listener.Addr().String()
}

// chromium returns the headless browser that all tests share, and lets the test
// run beside others. Where there is no browser, the test is skipped or, where
// nothing may be missing, fails.
func chromium(t *testing.T) context.Context {
	t.Helper()
	t.Parallel()
	browser, err := startBrowser()
	if errors.Is(err, exec.ErrNotFound) && os.Getenv(redistest.Required) == "" {
		t.Skip("there is no Chromium; .ci/run installs it")
	}
	if err != nil {
		t.Fatal(err)
	}
	return browser
}

// startBrowser starts the browser when the first test needs it.
var startBrowser = sync.OnceValues(func() (context.Context, error) {
	path, err := exec.LookPath("chromium-headless-shell") // needs half the time of the others
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if err != nil {
			path, err = exec.LookPath(name)
		}
	}
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.DisableGPU, chromedp.WSURLReadTimeout(time.Minute),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.CombinedOutput(io.Discard))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	browser, end := chromedp.NewContext(allocator)
	endBrowser = func() { end(); stop() }
	return browser, chromedp.Do(browser)
})

// endBrowser ends the browser, if it was started.
var endBrowser = func() {}

// tab is a tab of a browser, in which a test does what a person would.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	problems []string // what the browser complained of
	expected []string // what it may complain of
}

// view is how a tab looks at a page. The zero view is a dark desktop in Seoul.
type view struct {
	zone   string
	light  bool
	narrow bool // as wide as a telephone
}

// rememberNotices keeps the texts of all notices in said. A notice is gone after a few
// seconds, before a test on a busy machine may look.
const rememberNotices = `(() => {
	window.said = [];
	const remember = (note) => note instanceof Element && note.matches(".notice") && said.push(note.textContent);
	new MutationObserver((all) => all.forEach(({ addedNodes }) => addedNodes.forEach(remember))).observe(document, { childList: true, subtree: true });
})()`

// openTab opens a tab that shares nothing with others and in which nothing may go
// wrong: no script may fail, nothing may be written to the console, and no
// request may leave this machine.
func openTab(t *testing.T, browser context.Context, url string, v view) *tab {
	t.Helper()
	b := &tab{t: t}
	ctx, end := chromedp.NewContext(browser, chromedp.WithNewBrowserContext(), chromedp.WithListener(b.hear))
	t.Cleanup(end)
	b.ctx = ctx
	t.Cleanup(b.check)
	call(b, network.Enable, network.EnableParams{})
	call(b, log.Enable, cdp.Empty{})
	call(b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}) // other tabs are open
	call(b, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: cmp.Or(v.zone, "Asia/Seoul")})
	b.look(v.light)
	b.do(chromedp.EmulateViewport(1280, 800))
	if v.narrow {
		b.do(chromedp.EmulateViewport(390, 780, chromedp.EmulateMobile, chromedp.EmulateTouch))
	}
	call(b, devtools.AddScriptToEvaluateOnNewDocument, devtools.AddScriptToEvaluateOnNewDocumentParams{Source: rememberNotices})
	b.do(chromedp.Navigate(url))
	b.until("the page is there", `!document.getElementById("app").hidden`)
	return b
}

// look makes the browser one in dark or in light colours.
func (b *tab) look(light bool) {
	b.t.Helper()
	scheme := map[bool]string{false: "dark", true: "light"}[light]
	features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
}

// call runs a command of the browser's protocol.
func call[P, R any](b *tab, command cdp.Command[P, R], params P) R {
	b.t.Helper()
	result, err := chromedp.Call(b.ctx, command, params)
	if err != nil {
		b.t.Fatalf("in the browser: %v", err)
	}
	return result
}

// hear takes notice of what the browser complains of.
func (b *tab) hear(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.problem(fmt.Sprintf("exception: %s %+v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception))
	case *runtime.EventConsoleAPICalled:
		b.problem(fmt.Sprintf("console: %s %v", e.Type, e.Args))
	case *log.EventEntryAdded:
		b.problem(fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL))
	case *network.EventRequestWillBeSent:
		if to := e.Request.URL; !strings.HasPrefix(to, "http://127.0.0.1:") && !strings.HasPrefix(to, "data:") {
			b.problem("request to " + to)
		}
	}
}

func (b *tab) problem(text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.problems = append(b.problems, text)
}

// expect lets the browser complain of something with the text.
func (b *tab) expect(text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.expected = append(b.expected, text)
}

// check fails the test for what the browser complained of.
func (b *tab) check() {
	b.mu.Lock()
	defer b.mu.Unlock()
next:
	for _, problem := range b.problems {
		for _, text := range b.expected {
			if strings.Contains(problem, text) {
				continue next
			}
		}
		b.t.Errorf("the browser complains: %s", problem)
	}
	b.problems = nil
}

// do does things in the tab.
func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatalf("in the browser: %v", err)
	}
}

// value returns what an expression gives, as JSON decodes it.
func value[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("in the browser: %s: %v", expression, err)
	}
	return v
}

// loadedAnew is what an error says when the page went away meanwhile.
var loadedAnew = regexp.MustCompile(`navigated|Cannot find context|context was destroyed`)

// pollEvery is how often a tab looks whether something is so yet. At every frame
// the looking alone would take much of a processor.
const pollEvery = 30 * time.Millisecond

// until waits until an expression is true, also of a page that is loaded anew.
func (b *tab) until(what, expression string) {
	b.t.Helper()
	poll := chromedp.Poll[bool]("("+expression+") === true", chromedp.WithPollingInterval(pollEvery), chromedp.WithPollingTimeout(guard(b.t)))
	_, err := chromedp.Run(b.ctx, poll)
	for tries := 0; err != nil && loadedAnew.MatchString(err.Error()) && tries < 100; tries++ {
		_, err = chromedp.Run(b.ctx, poll)
	}
	if err != nil {
		b.fail(what, err)
	}
}

// rest waits until nothing on the page is under way or moves.
func (b *tab) rest() {
	b.t.Helper()
	b.until("the page is at rest", `document.getAnimations().length === 0 && document.querySelector("[aria-busy=true]") === null`)
}

// fail ends the test with what the page shows.
func (b *tab) fail(what string, err error) {
	b.t.Helper()
	text, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.body.innerText.slice(-1000)`))
	if raw, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot()); err == nil {
		_ = os.WriteFile(filepath.Join(b.t.ArtifactDir(), "failed.png"), raw, 0o644)
	}
	b.t.Fatalf("it never was so that %s: %v; the page ends with:\n%s", what, err, text)
}

func quoted(s string) string {
	raw, _ := json.Marshal(s)
	return string(raw)
}

// see waits until a text is among the messages.
func (b *tab) see(text string) {
	b.t.Helper()
	b.until(quoted(text)+" is to be seen", `document.getElementById("log").textContent.includes(`+quoted(text)+`)`)
}

// gone waits until a text is not among the messages any more.
func (b *tab) gone(text string) {
	b.t.Helper()
	b.until(quoted(text)+" is gone", `!document.getElementById("log").textContent.includes(`+quoted(text)+`)`)
}

// focused waits until the element with the focus matches the selector.
func (b *tab) focused(selector string) {
	b.t.Helper()
	b.until("the focus is on "+selector, `document.activeElement.matches(`+quoted(selector)+`)`)
}

// focus puts the focus on the element that the selector finds.
func (b *tab) focus(selector string) {
	b.t.Helper()
	b.do(chromedp.Focus(chromedp.CSS(selector)))
}

// keys presses keys, one after the other. The names of those that write nothing
// are in package kb. A key goes down with its letter in one event, as a real one
// does, so that a page which deals with the key keeps the letter from being
// written; chromedp's own KeyEvent sends two.
func (b *tab) keys(keys string) {
	b.t.Helper()
	for _, r := range keys {
		var down keyboard.DispatchKeyEventParams
		for _, event := range kb.Encode(r) {
			switch event.Type {
			case kb.KeyDown:
				down = *event
				down.Type = keyboard.DispatchKeyEventTypeRawKeyDown
			case kb.KeyChar:
				down.Type, down.Text, down.UnmodifiedText = keyboard.DispatchKeyEventTypeKeyDown, event.Text, event.UnmodifiedText
				down.WindowsVirtualKeyCode, down.NativeVirtualKeyCode = event.WindowsVirtualKeyCode, event.NativeVirtualKeyCode
			case kb.KeyUp:
				call(b, keyboard.DispatchKeyEvent, down)
				call(b, keyboard.DispatchKeyEvent, *event)
			}
		}
	}
}

// write puts a text in where the focus is, as an input method does.
func (b *tab) write(text string) {
	b.t.Helper()
	call(b, keyboard.InsertText, keyboard.InsertTextParams{Text: text})
}

// named is a function that finds the last visible thing that can be clicked and
// has the name, or begins with it, and gives its middle once that has stood
// still for a few frames.
const named = `(wanted) => {
  const name = (e) => {
    const heard = e.cloneNode(true);
    for (const silent of heard.querySelectorAll("[aria-hidden=true]")) silent.remove();
    return (e.getAttribute("aria-label") ?? heard.textContent).trim();
  };
  const all = [...document.querySelectorAll("button, a, summary, [role=option]")].filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled);
  const found = all.filter((e) => name(e) === wanted).at(-1) ?? all.filter((e) => name(e).startsWith(wanted)).at(-1);
  if (!found) return null;
  found.scrollIntoView({ block: "nearest" });
  const box = found.getBoundingClientRect();
  const at = [box.left + box.width / 2, box.top + box.height / 2];
  const still = (window.stood ?? {}).at === String(at) ? window.stood.frames + 1 : 0;
  window.stood = { at: String(at), frames: still };
  return still >= 3 ? at : null;
}`

// click clicks on what has the name.
func (b *tab) click(name string) {
	b.t.Helper()
	at, err := chromedp.Run(b.ctx, chromedp.PollFunction[[]float64](named, chromedp.WithPollingArgs(name), chromedp.WithPollingInterval(pollEvery), chromedp.WithPollingTimeout(guard(b.t))))
	if err != nil {
		b.fail("there is "+quoted(name)+" to click", err)
	}
	b.do(chromedp.MouseClickXY(at[0], at[1]))
}

// command types a command's name and chooses it from the list.
func (b *tab) command(name string) {
	b.t.Helper()
	b.focus(`#composer textarea`)
	b.write("/" + name)
	b.until("the picker offers /"+name, `document.querySelector(".picker .line .label")?.firstChild.textContent === `+quoted("/"+name))
	b.keys("\r")
	b.until("/"+name+" is filled in", `document.querySelector(".command-name")?.textContent === `+quoted("/"+name))
}

// option fills in the option with the name, adding it where it is not there
// yet, and chooses from what is offered, if anything is.
func (b *tab) option(name, value string) {
	b.t.Helper()
	field := `[...document.querySelectorAll(".option")].find((o) => o.querySelector("label").textContent === ` + quoted(name) + `)`
	if !is(b, field+` !== undefined`) {
		b.add(name)
	}
	b.until("the option "+name+" has the focus", field+`?.contains(document.activeElement)`)
	b.write(value)
	b.until("what is offered fits", `document.querySelector(".picker .none") === null && (document.querySelector(".picker .line.current") === null || document.querySelector(".picker .line.current").textContent.toLowerCase().includes(`+quoted(strings.ToLower(value))+`))`)
	b.keys("\r")
	b.until("the next one has the focus", `document.activeElement.matches(".tail, .option input") && !`+field+`.contains(document.activeElement)`)
}

// attach gives the file to the option of a command that takes one.
func (b *tab) attach(file string) {
	b.t.Helper()
	path, err := filepath.Abs(file)
	if err != nil {
		b.t.Fatal(err)
	}
	b.do(chromedp.SetUploadFiles(chromedp.CSS(`.option input[type=file]`), []string{path}))
	b.until("the file is shown", `document.querySelector(".file-name")?.textContent.startsWith(`+quoted(filepath.Base(file))+`)`)
	b.focus(".tail")
}

// add adds the option with the name.
func (b *tab) add(name string) {
	b.t.Helper()
	b.write(name)
	b.until("the option "+name+" is offered", `document.querySelector(".picker .line.current .label")?.textContent === `+quoted(name))
	b.keys("\r")
	b.focused(".option input")
}

// is reports whether an expression is true now.
func is(b *tab, expression string) bool {
	b.t.Helper()
	return value[bool](b, expression)
}
