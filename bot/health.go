package main

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"dojang/commands"
	"dojang/store"
)

// vitals returns the state of the bot and its store, for managers.
func (b *bot) vitals(ctx context.Context) (commands.Vitals, error) {
	began := time.Now()
	health, err := b.store.Health(ctx)
	v := commands.Vitals{Version: version(), Store: string(health.Kind), Server: health.Version, Persists: string(health.Persists), Trip: time.Since(began)}
	for _, warning := range health.Warnings() {
		if warning.Code != "lost" { // Persists shows it
			v.Warnings = append(v.Warnings, warning.Code)
		}
	}
	return v, err
}

// version returns the version that the binary was built as.
func version() string {
	info, _ := debug.ReadBuildInfo()
	if info == nil {
		return "(devel)"
	}
	return cmp.Or(info.Main.Version, "(devel)")
}

// logServer logs what the store's server is, and warns of its problems. The store has
// answered before, so an error here does not prevent the start.
func (b *bot) logServer(ctx context.Context) {
	health, err := b.store.Health(ctx)
	if err != nil {
		b.log.Warn("the store does not say which server it is", "error", err)
		return
	}
	b.log.Info("the store", "kind", health.Kind, "version", health.Version, "role", health.Role, "masters", health.Masters,
		"replicas", health.Replicas, "persists", health.Persists, "evicts", health.Evicts)
	for _, warning := range health.Warnings() {
		b.log.Warn("THE STORE IS NOT AS IT SHOULD BE", "warning", warning.Text)
	}
}

// inspectStore returns why the store cannot be read or changed now, "" if it can, and its
// warnings.
func (b *bot) inspectStore(ctx context.Context) (problem string, warnings []store.Warning) {
	if b.store.Replaced() != nil {
		return "the store was emptied or replaced while the bot was running; restart the bot to go on with the store as it is", nil
	}
	if err := b.store.Ping(ctx); err != nil {
		if said := store.ServerError(err); said != "" {
			return "the store does not answer: " + said, nil
		}
		return "the store cannot be reached", nil
	}
	health, err := b.store.Health(ctx)
	if err != nil {
		return "", nil // it became unavailable just now; the next request reports it
	}
	warnings = health.Warnings()
	for _, warning := range warnings {
		if warning.Code == "full" || warning.Code == "unsaved" {
			return warning.Text, warnings
		}
	}
	return "", warnings
}

// readyz reports whether the bot can serve or why not, and any problems of the store
// despite which it serves.
func (b *bot) readyz(w http.ResponseWriter, r *http.Request) {
	var reasons []string
	problem, warnings := b.inspectStore(r.Context())
	if problem != "" {
		reasons = append(reasons, problem)
	}
	if b.cfg.DiscordMode == modeGateway {
		if err := b.gateway.Ready(); err != nil {
			reasons = append(reasons, err.Error())
		}
	}
	if len(reasons) > 0 {
		http.Error(w, strings.Join(reasons, "\n"), http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, "ok")
	for _, warning := range warnings {
		fmt.Fprintln(w, "warning:", warning.Text)
	}
}
