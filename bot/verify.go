package main

import (
	"context"
	"fmt"
	"time"

	"dojang/store"
)

// verify is the subcommand verify. It fails if stored data differs from what the events
// say, and if nothing is stored.
func (p *program) verify(ctx context.Context) error {
	cfg, err := p.load(useStore)
	if err != nil {
		return err
	}
	if cfg.RedisURL == "" && !store.HasLog(cfg.DataDir) {
		return fmt.Errorf("%w: the data directory %q has no log", errNothingThere, cfg.DataDir)
	}
	return p.withStore(func(s *store.Store) error {
		if err := s.CheckLayout(ctx); err != nil {
			return err
		}
		sum, err := s.Verify(ctx, time.Now(), func(d store.Difference) { fmt.Fprintln(p.stdout, d) })
		fmt.Fprintf(p.stdout, "%d groups in %d servers, %d events: %d differences\n", sum.Groups, sum.Guilds, sum.Events, sum.Differences)
		if err == nil && sum.Differences > 0 {
			fmt.Fprintln(p.stdout, "\"dojang rebuild\" rewrites everything that follows from the events")
			err = errReported
		}
		if err == nil && sum.Groups == 0 {
			err = fmt.Errorf("%w: the store is empty", errNothingThere)
		}
		return err
	})
}

// rebuild is the subcommand rebuild. It repairs stored data that differs from what the
// events say.
func (p *program) rebuild(ctx context.Context) error {
	return p.withStore(func(s *store.Store) error {
		sum, err := s.Rebuild(ctx, time.Now(), func(d store.Difference) { fmt.Fprintln(p.stdout, "mended:", d) })
		fmt.Fprintf(p.stdout, "%d groups in %d servers, %d events: %d differences mended\n", sum.Groups, sum.Guilds, sum.Events, sum.Differences)
		return err
	})
}
