package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

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

// restore is the subcommand restore. It reads the whole backup before it changes
// anything.
func (p *program) restore(ctx context.Context) (err error) {
	cfg, err := p.load(useStore)
	if err != nil {
		return err
	}
	file, err := os.Open(p.args.Restore.File)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	records, err := store.CheckBackup(file)
	if err != nil {
		return fmt.Errorf("%s cannot be restored, and nothing was changed: %w", p.args.Restore.File, err)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	report := p.progress("restored")
	if cfg.RedisURL != "" {
		err = p.restoreRedis(ctx, cfg.RedisURL, file, report)
	} else {
		err = store.RestoreDir(cfg.DataDir, file, p.args.Restore.Replace, report)
	}
	if errors.Is(err, store.ErrNotEmpty) {
		return errors.New("there are groups already; nothing was changed. Back them up, then use --replace to delete them")
	}
	if err == nil {
		fmt.Fprintf(p.stdout, "%d records restored\n", records)
	}
	return err
}

func (p *program) restoreRedis(ctx context.Context, url string, in io.Reader, report func(int)) error {
	s, err := store.Open(url)
	if err != nil {
		return err
	}
	err = s.Restore(ctx, in, p.args.Restore.Replace, report)
	if err == nil {
		_, err = s.Rebuild(ctx, time.Now(), func(store.Difference) {})
	}
	return errors.Join(err, s.Close())
}

// progress returns a function that shows progress if stderr is a terminal.
func (p *program) progress(what string) func(records int) {
	if f, ok := p.stderr.(*os.File); !ok || !term.IsTerminal(int(f.Fd())) {
		return func(int) {}
	}
	return func(records int) { fmt.Fprintf(p.stderr, "\r%d records %s ", records, what) }
}
