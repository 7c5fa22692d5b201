package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"dojang/store"
)

// restore is the subcommand restore.
func (p *program) restore(ctx context.Context) (err error) {
	args := p.args.Restore
	if args.Abort == (args.File != "") || args.Abort && args.Replace {
		return errors.New("restore needs the name of a backup, or --abort alone; see dojang --help")
	}
	cfg, err := p.load(useStore)
	if err != nil {
		return err
	}
	if args.Abort {
		return p.abortRestore(ctx, cfg)
	}
	file, err := os.Open(args.File)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	records, err := p.restoreFrom(ctx, cfg, file)
	switch {
	case errors.Is(err, store.ErrBadBackup):
		return fmt.Errorf("%s %w", args.File, err)
	case errors.Is(err, store.ErrNotEmpty):
		return errors.New("there are groups already; nothing was changed. Back them up, then use --replace to put the backup in their place")
	case err == nil:
		fmt.Fprintf(p.stdout, "%d records restored\n", records)
	}
	return err
}

// restoreFrom restores an open backup and returns its number of records.
func (p *program) restoreFrom(ctx context.Context, cfg config, backup io.ReadSeeker) (records int, err error) {
	report := p.progress("restored")
	if cfg.RedisURL == "" {
		return store.RestoreDir(cfg.DataDir, backup, p.args.Restore.Replace, report)
	}
	s, err := store.Open(cfg.RedisURL)
	if err != nil {
		return 0, err
	}
	if p.args.Restore.Replace {
		p.tellRoom(ctx, s)
	}
	records, err = s.Restore(ctx, backup, p.args.Restore.Replace, time.Now(), report)
	return records, errors.Join(err, s.Close())
}

// tellRoom says how much memory Redis needs to replace its groups.
func (p *program) tellRoom(ctx context.Context, s *store.Store) {
	text := "the groups that are there are kept until the backup is restored whole: Redis needs memory for both"
	if used, limit, err := s.Memory(ctx); err == nil && used > 0 {
		text += fmt.Sprintf("; it now uses %s", megabytes(used))
		if limit > 0 {
			text += fmt.Sprintf(" of %s", megabytes(limit))
		}
	}
	fmt.Fprintln(p.stderr, text)
}

// megabytes writes a number of bytes, rounded up.
func megabytes(bytes int64) string { return fmt.Sprintf("%d MB", (bytes+999_999)/1_000_000) }

// abortRestore takes back a restore that was interrupted.
func (p *program) abortRestore(ctx context.Context, cfg config) error {
	if cfg.RedisURL == "" {
		return store.ErrNoRestore // a directory is restored by renaming one file
	}
	s, err := store.Open(cfg.RedisURL)
	if err != nil {
		return err
	}
	if err = s.AbortRestore(ctx); err == nil {
		fmt.Fprintln(p.stdout, "everything is as it was before the restore")
	}
	return errors.Join(err, s.Close())
}
