package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"dojang/bot/discord"
	"dojang/commands"
	"dojang/scheduler"
	"dojang/store"
	"dojang/study"
)

// bot has the parts of Dojang, wired together.
type bot struct {
	cfg           config
	log           *slog.Logger
	store         *store.Store
	scheduler     *scheduler.Scheduler
	limitLists    func(perMinute int) // limits the long lists of a user
	answerer      *discord.Answerer
	commands      *discord.Commands
	gateway       *discord.Gateway
	guilds        *discord.Guilds
	client        *discord.Client
	onApplication func(application string) // called with the application's id once it is known
	ready         chan struct{}            // closed when the commands are registered
}

// newBot wires the parts. now is the clock by which digests are due.
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
	b.limitLists = router.LimitLists
	b.commands = discord.NewCommands(b.client, b.store, router.Definitions(), log)
	b.answerer = discord.NewAnswerer(b.client, router, log, time.Now)
	b.gateway = discord.NewGateway(b.client, b.answerer.Take, b.onApplication, log)
	b.guilds = discord.NewGuilds(b.client, b.scheduler, b.commands.IDs, log)
	if cfg.Greeting.on() {
		b.gateway.Follow(b.guilds)
	}
	return b, nil
}

// idle waits until nothing that has arrived is still being handled, or the context
// ends.
func (b *bot) idle(ctx context.Context) error {
	return errors.Join(b.answerer.Wait(ctx), b.guilds.Wait(ctx))
}

// registrar returns a function that registers the commands when it is first called with
// the application's id.
func (b *bot) registrar(ctx context.Context) func(application string) {
	applications := make(chan string, 1)
	go func() {
		select {
		case application := <-applications:
			b.commands.Keep(ctx, application)
			close(b.ready)
		case <-ctx.Done():
		}
	}()
	return func(application string) {
		select {
		case applications <- application:
		default: // known from an earlier session
		}
	}
}

// grace is how long shutting down may take, for interactions, greetings and digests in
// progress.
const grace = 10 * time.Second

// operationsPerMinute is how many operations a user has a minute in a guild. Members of tests, who
// never rest, have any number.
var operationsPerMinute = study.OperationsPerMinute

// runBot is the subcommand run. now is the clock by which digests are due.
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
	b.store.LimitOperations(operationsPerMinute)
	b.limitLists(study.ListsPerMinute)
	if err := b.checkStore(ctx); err != nil {
		return errors.Join(err, b.store.Close())
	}
	go b.releaseMemory(ctx)
	go b.watchStore(ctx)
	go b.warnIfEmpty(ctx)
	digests, err := b.scheduler.Start(ctx)
	if err != nil {
		return errors.Join(err, b.store.Close())
	}
	err = b.serve(ctx)
	cancel() // serve may also have failed
	log.Info("dojang stopped")
	return errors.Join(err, b.shutDown(digests))
}

// checkStore logs what the store is and whether it can be reached. An unreachable store
// does not prevent the start: it may come back, and until then members get an error. A layout that this
// version does not know is an error.
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
	if _, err := b.store.Identify(ctx); err != nil {
		b.log.Error("the store cannot be reached; trying on", "error", err)
		return nil
	}
	if err := b.store.Load(ctx); errors.Is(err, store.ErrScriptsForbidden) {
		b.log.Error("THE STORE CANNOT BE USED", "error", err)
	} else if err != nil {
		b.log.Warn("the store's scripts are not loaded yet", "error", err)
	}
	b.logServer(ctx)
	return nil
}

// serve handles interactions until the context ends, and then returns nil.
func (b *bot) serve(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	sites, err := b.listen()
	if err != nil {
		return err
	}
	failed := make(chan error)
	running := 0
	start := func(f func(context.Context) error) {
		running++
		go func() { failed <- f(ctx) }()
	}
	for _, s := range sites {
		start(s.serve)
	}
	if b.cfg.DiscordMode == modeGateway {
		start(b.gateway.Run)
	} else {
		start(b.identify)
	}
	for ; running > 0; running-- {
		err = errors.Join(err, <-failed)
		cancel() // if one ends, the others have to end, too
	}
	return err
}

// identify asks Discord for the application's id, where there is no gateway to report
// it.
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

// shutDown waits up to grace for work in progress and closes the store.
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
