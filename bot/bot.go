package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"dojang/bot/discord"
	"dojang/commands"
	"dojang/scheduler"
	"dojang/store"
	"dojang/study"
)

// bot is the parts of Dojang, wired together.
type bot struct {
	cfg           config
	log           *slog.Logger
	store         *store.Store
	scheduler     *scheduler.Scheduler
	answerer      *discord.Answerer
	commands      *discord.Commands
	gateway       *discord.Gateway
	guilds        *discord.Guilds
	client        *discord.Client
	onApplication func(application string) // to be told the application's id, once it is known
	ready         chan struct{}            // closed when the commands are registered
}

// newBot wires the parts. now is the time by which digests are due.
func newBot(ctx context.Context, cfg config, now func() time.Time, log *slog.Logger) (*bot, error) {
	b := &bot{cfg: cfg, log: log, ready: make(chan struct{})}
	var err error
	if b.store, err = openStore(cfg, now, log); err != nil {
		return nil, err
	}
	b.client = discord.NewClient(cfg.DiscordURL, cfg.DiscordToken, nil, log, time.Now)
	b.onApplication = b.registrar(ctx)
	b.scheduler = scheduler.New(b.store, discord.NewPoster(b.client), now, log)
	router, err := commands.NewRouter(commands.Settings{Store: b.store, Digests: b.scheduler, Channels: discord.NewChannels(b.client),
		Files: discord.NewAttachments(b.client), Vitals: b.vitals, Log: log, Now: time.Now,
		Mentions: func() map[string]string { return b.commands.IDs() }})
	if err != nil {
		return nil, errors.Join(err, b.store.Close())
	}
	b.commands = discord.NewCommands(b.client, b.store, router.Definitions(), log)
	b.answerer = discord.NewAnswerer(b.client, router, log, time.Now)
	b.gateway = discord.NewGateway(b.client, b.answerer.Take, b.onApplication, log)
	b.guilds = discord.NewGuilds(b.client, b.scheduler, b.commands.IDs, log)
	if cfg.Greeting.on() {
		b.gateway.Follow(b.guilds)
	}
	return b, nil
}

// idle returns when the bot does nothing for what has arrived, or the context
// ends.
func (b *bot) idle(ctx context.Context) error {
	return errors.Join(b.answerer.Wait(ctx), b.guilds.Wait(ctx))
}

// openStore opens Redis or, without a URL, the embedded store: in the data
// directory or, without one, in memory.
func openStore(cfg config, now func() time.Time, log *slog.Logger) (*store.Store, error) {
	var s *store.Store
	var err error
	if cfg.RedisURL == "" && cfg.DataDir != "" {
		s, err = store.OpenDir(cfg.DataDir, now, log)
	} else {
		s, err = store.Open(cfg.RedisURL)
	}
	if err != nil {
		return nil, err
	}
	s.AwaitReplicas(cfg.RedisWait.int())
	s.KeepEvents(time.Duration(cfg.KeepDays.int()) * 24 * time.Hour)
	return s, nil
}

// registrar registers the commands once the application is known.
func (b *bot) registrar(ctx context.Context) func(application string) {
	known := make(chan string, 1)
	go func() {
		select {
		case application := <-known:
			b.commands.Keep(ctx, application)
			close(b.ready)
		case <-ctx.Done():
		}
	}()
	return func(application string) {
		select {
		case known <- application:
		default: // a later session of the same application
		}
	}
}

// The times that ending takes at the most.
const (
	grace     = 10 * time.Second // for what is under way
	httpGrace = 5 * time.Second
)

// runBot is the subcommand run. now is the time by which digests are due.
func (p *program) runBot(ctx context.Context, now func() time.Time) error {
	cfg, err := p.load(useDiscord | useTransport | useStore)
	if err != nil {
		return err
	}
	log := p.logger(cfg)
	log.Info("dojang starts", "settings", cfg)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	b, err := newBot(ctx, cfg, now, log)
	if err != nil {
		return err
	}
	if err := b.checkStore(ctx); err != nil {
		return errors.Join(err, b.store.Close())
	}
	go b.releaseMemory(ctx)
	digests, err := b.scheduler.Start(ctx)
	if err != nil {
		return errors.Join(err, b.store.Close())
	}
	err = b.serve(ctx)
	cancel() // when it was not told to end, but failed
	log.Info("dojang ends")
	return errors.Join(err, b.shutDown(digests))
}

// greetStore says what the store is, and whether it is there. A store that is
// away is no reason not to start: members are told, and it may come back. One
// that another Dojang has laid out in a way that this one does not know is.
func (b *bot) checkStore(ctx context.Context) error {
	if b.cfg.RedisURL == "" {
		b.log.Info("no redis_url: everything is kept in the data directory, by this one process", "data_dir", b.cfg.DataDir)
	}
	if err := b.store.Ping(ctx); err != nil {
		b.log.Error("the store cannot be reached; trying on", "error", err)
		return nil
	}
	if err := b.store.CheckLayout(ctx); errors.Is(err, study.ErrUnavailable) {
		b.log.Error("the store cannot be reached; trying on", "error", err)
		return nil
	} else if err != nil {
		return err
	}
	if err := b.store.Load(ctx); err != nil {
		b.log.Warn("the store's scripts are not loaded yet", "error", err)
	}
	b.logServer(ctx)
	return nil
}

// serve takes interactions until the context ends, which is no error.
func (b *bot) serve(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	failed := make(chan error, 2)
	running := 0
	start := func(f func(context.Context) error) {
		running++
		go func() { failed <- f(ctx) }()
	}
	if b.cfg.HTTPListen != "" {
		server, err := b.httpServer()
		if err != nil {
			return err
		}
		start(server)
	}
	if b.cfg.DiscordMode == modeGateway {
		start(b.gateway.Run)
	} else {
		start(b.identify)
	}
	var err error
	for ; running > 0; running-- {
		err = errors.Join(err, <-failed)
		cancel() // one that ends takes the other with it
	}
	return err
}

// identify finds out the application's id without a gateway to tell it.
func (b *bot) identify(ctx context.Context) error {
	application, err := b.client.Identify(ctx)
	switch {
	case ctx.Err() != nil:
		return nil
	case err != nil:
		return err
	}
	b.onApplication(application)
	<-ctx.Done()
	return nil
}

// httpServer listens at the address of the settings. It serves health and, in
// HTTP mode, interactions.
func (b *bot) httpServer() (func(context.Context) error, error) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", b.readyz)
	mux.HandleFunc("GET /metrics", b.metrics)
	if b.cfg.DiscordMode == modeHTTP {
		hook, err := discord.NewWebhook(b.cfg.DiscordPublicKey, b.answerer.Take, time.Now)
		if err != nil {
			return nil, fmt.Errorf("discord_public_key: %w", err)
		}
		mux.Handle("POST /interactions", hook)
	}
	listener, err := net.Listen("tcp", b.cfg.HTTPListen)
	if err != nil {
		return nil, err
	}
	b.log.Info("listening", "address", listener.Addr().String())
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	return func(ctx context.Context) error {
		ended := make(chan struct{})
		stop := context.AfterFunc(ctx, func() {
			defer close(ended)
			ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), httpGrace)
			defer cancel()
			if server.Shutdown(ending) != nil {
				_ = server.Close()
			}
		})
		defer stop()
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		<-ended // a request may still be read, and the interaction in it be taken
		return nil
	}, nil
}

// end waits for what is under way, for a while, and closes the store.
func (b *bot) shutDown(digests <-chan struct{}) error {
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	if err := b.idle(ctx); err != nil {
		b.log.Warn("interactions or greetings were still under way")
	}
	select {
	case <-digests:
	case <-ctx.Done():
		b.log.Warn("digests were still being posted; another start goes on with them")
	}
	return b.store.Close()
}
