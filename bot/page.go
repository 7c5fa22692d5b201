package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"

	"github.com/cli/browser"
	"golang.org/x/term"

	"dojang/sandbox/page"
	"dojang/store"
)

// demo plays some weeks of the study group, as lines of text.
//
//go:embed demo.txt
var demo string

// serveSandbox serves the page until the context ends. open opens a new sandbox when a
// user starts over.
func (p *program) serveSandbox(ctx context.Context, box *sandboxed, open func() (*sandboxed, error), log *slog.Logger) error {
	listener, err := listenNear(p.args.Sandbox.Port)
	if err != nil {
		return errors.Join(err, box.close())
	}
	host := &pageHost{current: box, open: open, data: p.args.Sandbox.Data}
	handler := page.New(page.Options{World: box.world(), StartOver: host.startOver, Kept: host.data != "", Now: time.Now, Log: log})
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	p.showAddress("http://"+listener.Addr().String(), log)
	select {
	case err = <-ended:
	case <-ctx.Done():
	}
	handler.Close()
	return errors.Join(err, server.Close(), host.end())
}

// listenNear listens on this machine at the port, at one of the next nine, or at any
// free one.
func listenNear(port int) (net.Listener, error) {
	if port < 0 || port > 65535 {
		return nil, fmt.Errorf("--port %d is not from 0 to 65535", port)
	}
	for next := port; next < port+10 && next <= 65535; next++ {
		listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(next)))
		if err == nil {
			return listener, nil
		}
	}
	return net.Listen("tcp", "127.0.0.1:0")
}

// showAddress prints the page's address, and opens it in a browser if stdin is a
// terminal on a desktop.
func (p *program) showAddress(address string, log *slog.Logger) {
	fmt.Fprintf(p.stdout, "도장 샌드박스가 열렸습니다 · The Dojang sandbox is open:\n\n  %s\n\n", address)
	fmt.Fprintln(p.stdout, "Ctrl+C 로 끝냅니다. 터미널에서 쓰려면 --terminal · Ctrl+C ends it; --terminal is for the terminal.")
	in, ok := p.stdin.(*os.File)
	desktop := runtime.GOOS != "linux" || p.env("DISPLAY") != "" || p.env("WAYLAND_DISPLAY") != "" || p.env("WSL_DISTRO_NAME") != ""
	if p.args.Sandbox.NoBrowser || !ok || !term.IsTerminal(int(in.Fd())) || !desktop {
		return
	}
	browser.Stdout, browser.Stderr = io.Discard, io.Discard
	go func() {
		if err := browser.OpenURL(address); err != nil {
			log.Info("no browser was opened", "error", err)
		}
	}()
}

// world returns the sandbox as the page uses it.
func (box *sandboxed) world() page.World {
	return page.World{
		Discord: box.discord, Clock: box.clock, Home: box.home, Zone: box.zone,
		WaitIdle: box.waitIdle, Advance: box.advance, NextDue: box.bot.store.NextDue,
		Demo: func(ctx context.Context) error { return box.playAll(ctx, demo) },
	}
}

// pageHost has the page's current sandbox, which is replaced when a user starts over.
type pageHost struct {
	open func() (*sandboxed, error)
	data string // the directory in which everything is kept, or ""

	mu      sync.Mutex
	current *sandboxed // nil after opening one has failed
}

// startOver ends the sandbox and opens a new one with a fresh group, unless the context
// has ended. Data in a directory is moved aside there. After an error no sandbox is
// open, and startOver may be called again.
func (host *pageHost) startOver(ctx context.Context) (page.World, error) {
	host.mu.Lock()
	defer host.mu.Unlock()
	if err := errors.Join(ctx.Err(), host.close()); err != nil {
		return page.World{}, err
	}
	if host.data != "" {
		if err := store.EmptyDir(host.data); err != nil {
			return page.World{}, err
		}
	}
	box, err := host.open()
	if err != nil {
		return page.World{}, err
	}
	host.current = box
	return box.world(), nil
}

// end ends the sandbox that is open.
func (host *pageHost) end() error {
	host.mu.Lock()
	defer host.mu.Unlock()
	return host.close()
}

func (host *pageHost) close() error {
	if host.current == nil {
		return nil
	}
	box := host.current
	host.current = nil
	return box.end()
}
