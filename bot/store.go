package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"dojang/store"
)

// openStore opens Redis or, without a URL, the embedded store: in the data directory
// or, without one, in memory.
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

// withStore calls use with the store that the settings name.
func (p *program) withStore(use func(*store.Store) error) error {
	cfg, err := p.load(useStore)
	if err != nil {
		return err
	}
	s, err := openStore(cfg, time.Now, p.logger(cfg))
	if err != nil {
		return err
	}
	return errors.Join(use(s), s.Close())
}

// withRedis calls use with the store in Redis, to read it while bots run.
func withRedis(ctx context.Context, url string, use func(*store.Store) error) error {
	s, err := store.Open(url)
	if err != nil {
		return err
	}
	if err = s.CheckLayout(ctx); err == nil {
		err = use(s)
	}
	return errors.Join(err, s.Close())
}
