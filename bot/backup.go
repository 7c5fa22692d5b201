package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/term"

	"dojang/store"
)

// backup is the subcommand backup. The file appears only once it is complete.
func (p *program) backup(ctx context.Context) (err error) {
	cfg, err := p.load(useStore)
	if err != nil {
		return err
	}
	name := p.args.Backup.File
	if _, err := os.Lstat(name); err == nil {
		return fmt.Errorf("%s is there already", name)
	}
	file, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	report := p.progress("written")
	var records int
	if cfg.RedisURL != "" {
		err = withRedis(ctx, cfg.RedisURL, func(s *store.Store) (err error) {
			records, err = s.Backup(ctx, file, report)
			return err
		})
	} else {
		records, err = store.BackupDir(cfg.DataDir, file, report)
	}
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	if err = os.Rename(file.Name(), name); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%s has %d records\n", name, records)
	return nil
}

// progress returns a function that shows progress if stderr is a terminal.
func (p *program) progress(what string) func(records int) {
	if f, ok := p.stderr.(*os.File); !ok || !term.IsTerminal(int(f.Fd())) {
		return func(int) {}
	}
	return func(records int) { fmt.Fprintf(p.stderr, "\r%d records %s ", records, what) }
}
