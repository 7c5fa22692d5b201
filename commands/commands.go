package commands

import (
	"context"
	"log/slog"
	"time"

	"dojang/commands/router"
)

// Settings are the dependencies of the commands.
type Settings struct {
	Store    Store
	Digests  Digests
	Channels Channels
	Files    router.Files
	Vitals   func(context.Context) (Vitals, error)
	Log      *slog.Logger
	Now      func() time.Time         // to measure how long a handler took
	Mentions func() map[string]string // ids of the registered commands by name; may be nil
}

// All returns every command, in the order in which they are registered.
func All(s Settings) []router.Command {
	store := s.Store
	return []router.Command{
		check(store),
		uncheck(store),
		share(store),
		progress(store),
		leaderboard(store),
		next(store),
		posts(store),
		library(store),
		roadmapCommand(store),
		group(store),
		digest(store, s.Digests),
		correct(store),
		status(store, s.Channels, s.Vitals),
		setup(s),
		help(),
		shareFromMessage(store),
		progressOfMember(store),
	}
}

// NewRouter returns a router for all commands. It fails if they contradict each other.
func NewRouter(s Settings) (*router.Router, error) {
	return router.New(All(s), router.Settings{
		Guilds:   s.Store,
		BotAdded: func(ctx context.Context, guild string) error { return s.Digests.BotAdded(ctx, guild) },
		Warn:     warnOfStuckDigests(s.Store),
		Files:    s.Files,
		Log:      s.Log,
		Now:      s.Now,
		Mentions: s.Mentions,
	})
}
