package main

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"runtime/debug"
	"time"

	"dojang/commands"
)

// vitals is the state of the bot and of its store, as managers are told.
func (b *bot) vitals(ctx context.Context) (commands.Vitals, error) {
	began := time.Now()
	health, err := b.store.Health(ctx)
	v := commands.Vitals{Version: version(), Store: string(health.Kind), Server: health.Version, Persists: string(health.Persists), Trip: time.Since(began)}
	for _, warning := range health.Warnings() {
		if warning.Code != "lost" { // Persists says so
			v.Warnings = append(v.Warnings, warning.Code)
		}
	}
	return v, err
}

// version is the binary's, as it was built.
func version() string {
	info, _ := debug.ReadBuildInfo()
	if info == nil {
		return "(devel)"
	}
	return cmp.Or(info.Main.Version, "(devel)")
}

// greetServer says what the store's server is, and loudly what is not well
// with it. It is there: what it does not tell is no reason not to start.
func (b *bot) logServer(ctx context.Context) {
	health, err := b.store.Health(ctx)
	if err != nil {
		b.log.Warn("the store does not tell what it is", "error", err)
		return
	}
	b.log.Info("the store", "kind", health.Kind, "version", health.Version, "role", health.Role, "masters", health.Masters,
		"replicas", health.Replicas, "persists", health.Persists, "evicts", health.Evicts)
	for _, warning := range health.Warnings() {
		b.log.Warn("THE STORE IS NOT AS IT SHOULD BE", "warning", warning.Text)
	}
}

// readyz tells whether the bot can serve, and what is not well with the store
// although it serves.
func (b *bot) readyz(w http.ResponseWriter, r *http.Request) {
	if err := b.store.Ping(r.Context()); err != nil {
		http.Error(w, "the store cannot be reached", http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, "ok")
	health, err := b.store.Health(r.Context())
	if err != nil {
		return // it went away just now; the next one to ask is told
	}
	for _, warning := range health.Warnings() {
		fmt.Fprintln(w, "warning:", warning.Text)
	}
}
