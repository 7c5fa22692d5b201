package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/term"

	"dojang/roadmap/markdown"
	"dojang/store"
)

// The subcommands that look after what is stored. All of them are for Redis
// and for the embedded store in the data directory.

// verify is the subcommand verify: it fails when anything stored is not as the
// events say.
func (p *program) verify(ctx context.Context) error {
	return p.withStore(func(s *store.Store) error {
		if err := s.CheckLayout(ctx); err != nil {
			return err
		}
		sum, err := s.Verify(ctx, time.Now(), func(d store.Difference) { fmt.Fprintln(p.stdout, d) })
		fmt.Fprintf(p.stdout, "%d groups in %d servers, %d events: %d differences\n", sum.Groups, sum.Guilds, sum.Events, sum.Differences)
		if err == nil && sum.Differences > 0 {
			fmt.Fprintln(p.stdout, "\"dojang rebuild\" writes anew what follows from the events")
			err = errShown
		}
		return err
	})
}

// rebuild is the subcommand rebuild.
func (p *program) rebuild(ctx context.Context) error {
	return p.withStore(func(s *store.Store) error {
		sum, err := s.Rebuild(ctx, time.Now(), func(d store.Difference) { fmt.Fprintln(p.stdout, "mended:", d) })
		fmt.Fprintf(p.stdout, "%d groups in %d servers, %d events: %d differences mended\n", sum.Groups, sum.Guilds, sum.Events, sum.Differences)
		return err
	})
}

// withStore opens the store that the settings name.
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

// backup is the subcommand backup. The file appears when it is whole.
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
	tell := p.progress("written")
	var records int
	if cfg.RedisURL != "" {
		err = beside(ctx, cfg.RedisURL, func(s *store.Store) (err error) {
			records, err = s.Backup(ctx, file, tell)
			return err
		})
	} else {
		records, err = store.BackupDir(cfg.DataDir, file, tell)
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

// beside opens the store in Redis to read in it while bots run.
func beside(ctx context.Context, url string, use func(*store.Store) error) error {
	s, err := store.Open(url)
	if err != nil {
		return err
	}
	if err = s.CheckLayout(ctx); err == nil {
		err = use(s)
	}
	return errors.Join(err, s.Close())
}

// library is the subcommand library.
func (p *program) library(ctx context.Context) error {
	cfg, err := p.load(useStore)
	if err != nil {
		return err
	}
	name := p.args.Library.Group
	var shelves []store.GroupLibrary
	if cfg.RedisURL != "" {
		err = beside(ctx, cfg.RedisURL, func(s *store.Store) (err error) {
			shelves, err = s.Libraries(ctx, name)
			return err
		})
	} else {
		shelves, err = store.LibrariesDir(cfg.DataDir, name)
	}
	if err != nil {
		return err
	}
	switch {
	case len(shelves) == 0:
		return fmt.Errorf("no group has the id or the name %q", name)
	case len(shelves) > 1:
		var ids []string
		for _, one := range shelves {
			ids = append(ids, one.Group.ID)
		}
		slices.Sort(ids)
		return fmt.Errorf("%d groups have the name %q; say which by its id: %s", len(ids), name, strings.Join(ids, ", "))
	}
	g := shelves[0].Group
	_, err = p.stdout.Write(markdown.NewLibrary(g, nil, shelves[0].Posts).Markdown(g.Language, math.MaxInt)[0])
	return err
}

// restore is the subcommand restore. The backup is read to its end before
// anything is changed.
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
	tell := p.progress("restored")
	if cfg.RedisURL != "" {
		err = p.restoreRedis(ctx, cfg.RedisURL, file, tell)
	} else {
		err = store.RestoreDir(cfg.DataDir, file, p.args.Restore.Replace, tell)
	}
	if errors.Is(err, store.ErrNotEmpty) {
		return errors.New("there are groups already, and nothing was changed: make a backup of them, and say --replace to have them go")
	}
	if err == nil {
		fmt.Fprintf(p.stdout, "%d records restored\n", records)
	}
	return err
}

func (p *program) restoreRedis(ctx context.Context, url string, in io.Reader, tell func(int)) error {
	s, err := store.Open(url)
	if err != nil {
		return err
	}
	err = s.Restore(ctx, in, p.args.Restore.Replace, tell)
	if err == nil {
		_, err = s.Rebuild(ctx, time.Now(), func(store.Difference) {})
	}
	return errors.Join(err, s.Close())
}

// progress tells somebody at a terminal how far it has come.
func (p *program) progress(what string) func(records int) {
	if f, ok := p.stderr.(*os.File); !ok || !term.IsTerminal(int(f.Fd())) {
		return func(int) {}
	}
	return func(records int) { fmt.Fprintf(p.stderr, "\r%d records %s ", records, what) }
}
