package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"dojang/bot/discord"
)

// Limits of each HTTP server, so that slow clients and long headers cost little.
const (
	headerTimeout  = 5 * time.Second  // to receive the headers of a request
	requestTimeout = 10 * time.Second // to receive a request
	answerTimeout  = 20 * time.Second // to make an answer and to send it
	idleTimeout    = 2 * time.Minute  // between two requests
	maxHeaderBytes = 16 << 10         // of a request's headers
	httpGrace      = 5 * time.Second  // to finish requests at the end
)

// site is an HTTP server that listens.
type site struct {
	listener net.Listener
	server   *http.Server
}

// listen opens the configured addresses. Interactions, in HTTP mode, are served at
// http_listen. Health and metrics are served at admin_listen, or at http_listen if that
// is not set.
func (b *bot) listen() ([]site, error) {
	public := http.NewServeMux()
	if b.cfg.DiscordMode == modeHTTP {
		hook, err := discord.NewWebhook(b.cfg.DiscordPublicKey, b.answerer.Take, time.Now)
		if err != nil {
			return nil, fmt.Errorf("discord_public_key: %w", err)
		}
		public.Handle("POST /interactions", hook)
	}
	admin := public
	if b.cfg.AdminListen != "" {
		admin = http.NewServeMux()
	}
	admin.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	admin.HandleFunc("GET /readyz", b.readyz)
	admin.HandleFunc("GET /metrics", b.metrics)
	var sites []site
	for _, at := range []struct {
		setting, address string
		handler          http.Handler
	}{{"http_listen", b.cfg.HTTPListen, public}, {"admin_listen", b.cfg.AdminListen, admin}} {
		if at.address == "" {
			continue
		}
		listener, err := net.Listen("tcp", at.address)
		if err != nil {
			for _, s := range sites {
				_ = s.listener.Close()
			}
			return nil, fmt.Errorf("%s: %w", at.setting, err)
		}
		b.log.Info("listening", "address", listener.Addr().String(), "setting", at.setting)
		sites = append(sites, site{listener, &http.Server{Handler: at.handler, ReadHeaderTimeout: headerTimeout,
			ReadTimeout: requestTimeout, WriteTimeout: answerTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes}})
	}
	return sites, nil
}

// serve answers requests until the context ends. It then takes no more and waits for
// those that it has.
func (s site) serve(ctx context.Context) error {
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(ended)
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), httpGrace)
		defer cancel()
		if s.server.Shutdown(ending) != nil {
			_ = s.server.Close()
		}
	})
	defer stop()
	if err := s.server.Serve(s.listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	<-ended // until then a request may still deliver an interaction
	return nil
}
