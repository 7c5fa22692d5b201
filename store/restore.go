package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"dojang/store/eventlog"
	"dojang/store/ledger"
)

// A restore into Redis goes through three stages, so that it can be interrupted at any moment:
//
//   - staging: the backup is written to side keys, which nothing else reads.
//   - swapping: guild by guild, a script renames the keys that are there to old ones, and the side
//     keys to their real names. Then everything that follows from the events is built and verified.
//   - deleting: the old keys are deleted.
//
// restoreKey holds the stage. While it exists, [Store.CheckLayout] fails and no bot starts. The same
// restore again goes on where it was. Until the old keys are deleted, [Store.AbortRestore] takes
// everything back, which has a stage of its own.
const (
	staging  = "staging"
	swapping = "swapping"
	deleting = "deleting"
	aborting = "aborting" // it is being taken back
)

// ErrBadBackup means that a backup cannot be restored. The text goes on after the backup's name.
var ErrBadBackup = eventlog.ErrBadBackup

// ErrNotEmpty means that the target of a restore already has groups.
var ErrNotEmpty = eventlog.ErrNotEmpty

// ErrUnfinishedRestore means that a restore was interrupted, so that nothing else can be done.
var ErrUnfinishedRestore = errors.New("a restore was interrupted: \"dojang restore FILE\" with the same file finishes it, \"dojang restore --abort\" takes it back")

// errUnfinishedAbort is [ErrUnfinishedRestore] for a restore that is being taken back.
var errUnfinishedAbort = fmt.Errorf("%w; it is being taken back, so only the latter", ErrUnfinishedRestore)

// ErrNoRestore means that there is no interrupted restore to take back.
var ErrNoRestore = errors.New("no restore was interrupted")

// Restore makes the store what a backup says and returns the backup's number of records. Without
// replace it fails with [ErrNotEmpty] if there are groups. It fails with [ErrBadBackup], and changes
// nothing, unless every group of the backup can be opened. No bot may run at the same time. progress is called with the number of
// records written so far. If Restore fails on the way, see [ErrUnfinishedRestore].
func (s *Store) Restore(ctx context.Context, in io.ReadSeeker, replace bool, now time.Time, progress func(records int)) (records int, err error) {
	backup, err := eventlog.CheckBackup(in)
	if err != nil {
		return 0, err
	}
	stage, err := s.beginRestore(ctx, backup.Sum, replace)
	if err != nil {
		return 0, err
	}
	if stage == staging {
		if err := s.stage(ctx, in, progress); err != nil {
			return 0, fmt.Errorf("stage: %w", err)
		}
		if err := s.setRestore(ctx, "stage", swapping); err != nil {
			return 0, err
		}
		stage = swapping
	}
	if stage == swapping {
		if err := s.swapIn(ctx, now); err != nil {
			return 0, err
		}
		if err := s.setRestore(ctx, "stage", deleting); err != nil {
			return 0, err
		}
	}
	return backup.Records, s.endRestore(ctx)
}

// beginRestore returns the stage at which the restore of the backup with that sum goes on.
func (s *Store) beginRestore(ctx context.Context, sum string, replace bool) (stage string, err error) {
	if _, err := s.layout(ctx); err != nil {
		return "", err
	}
	begun, err := s.restoring(ctx)
	switch {
	case err != nil:
		return "", err
	case begun["stage"] == aborting:
		return "", errUnfinishedAbort
	case begun["sum"] == sum:
		return begun["stage"], nil
	case len(begun) > 0:
		return "", fmt.Errorf("it is another file: %w", ErrUnfinishedRestore)
	}
	groups, err := s.groups(ctx)
	if err != nil {
		return "", err
	}
	if len(groups) > 0 && !replace {
		return "", ErrNotEmpty
	}
	return staging, s.setRestore(ctx, "sum", sum, "stage", staging)
}

// checkRestored fails with [ErrUnfinishedRestore] if a restore is not finished.
func (s *Store) checkRestored(ctx context.Context) error {
	begun, err := s.restoring(ctx)
	if err == nil && len(begun) > 0 {
		err = ErrUnfinishedRestore
	}
	return err
}

// restoring returns the fields of restoreKey, none if no restore was begun.
func (s *Store) restoring(ctx context.Context) (map[string]string, error) {
	begun, err := s.client.HGetAll(ctx, restoreKey).Result()
	if err != nil {
		return nil, wrapUnavailable(err)
	}
	return begun, nil
}

func (s *Store) setRestore(ctx context.Context, fields ...string) error {
	return wrapUnavailable(s.client.HSet(ctx, restoreKey, fields).Err())
}

// stage writes the backup's events and snapshots to side keys.
func (s *Store) stage(ctx context.Context, in io.ReadSeeker, progress func(records int)) error {
	if err := s.delete(ctx, sidePrefix); err != nil { // of an interrupted try
		return err
	}
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return err
	}
	written := 0
	_, err := eventlog.ReadBackup(in, func(r *eventlog.Record) error {
		if written++; written%1000 == 0 {
			progress(written)
		}
		prefix := renamed(ledger.GroupKey(r.Guild, r.Group), keyPrefix, sidePrefix)
		if r.Field != "" {
			return wrapUnavailable(s.client.HSet(ctx, prefix+ledger.SnapshotKey, r.Field, r.Value).Err())
		}
		return wrapUnavailable(s.client.XAdd(ctx, &redis.XAddArgs{Stream: prefix + ledger.EventsKey, ID: decimal(r.Seq) + "-0", Values: []any{"e", string(r.Event)}}).Err())
	})
	return err
}

// swapIn puts the side keys in the place of what is there, guild by guild, and builds what follows
// from the events.
func (s *Store) swapIn(ctx context.Context, now time.Time) error {
	there, err := s.keysByTag(ctx, keyPrefix)
	if err != nil {
		return err
	}
	staged, err := s.keysByTag(ctx, sidePrefix)
	if err != nil {
		return err
	}
	for _, tag := range restoredTags(there, staged) {
		keys := []string{swappedKey(tag)}
		for _, key := range there[tag] {
			keys = append(keys, key, renamed(key, keyPrefix, oldPrefix))
		}
		for _, key := range staged[tag] {
			keys = append(keys, key, renamed(key, sidePrefix, keyPrefix))
		}
		if _, err := s.run(ctx, swapScript, keys, []any{1, 0}); err != nil {
			return fmt.Errorf("swap {%s}: %w", tag, err)
		}
	}
	if _, err := s.forEachGuild(ctx, func(guild string, groups []string) (guildState, error) {
		return s.repair(ctx, guild, groups, now, func(Difference) {})
	}); err != nil {
		return fmt.Errorf("build: %w", err)
	}
	found, err := s.Verify(ctx, now, func(Difference) {})
	if err == nil && found.Differences > 0 {
		err = fmt.Errorf("%d values are not as the events say", found.Differences)
	}
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	return nil
}

// endRestore deletes what was there before, and then the note that a restore is under way.
func (s *Store) endRestore(ctx context.Context) error {
	for _, prefix := range []string{oldPrefix, swappedPrefix} {
		if err := s.delete(ctx, prefix); err != nil {
			return err
		}
	}
	if err := s.setLayout(ctx); err != nil {
		return err
	}
	return wrapUnavailable(s.client.Del(ctx, restoreKey).Err())
}

// AbortRestore takes an interrupted restore back: everything is as it was before it. It fails with
// [ErrNoRestore] if there is none, and once the old keys are being deleted.
func (s *Store) AbortRestore(ctx context.Context) error {
	begun, err := s.restoring(ctx)
	switch {
	case err != nil:
		return err
	case len(begun) == 0:
		return ErrNoRestore
	case begun["stage"] == deleting:
		return errors.New("everything is restored, and what was there before is being deleted: \"dojang restore FILE\" with the same file finishes that")
	}
	if err := s.setRestore(ctx, "stage", aborting); err != nil {
		return err
	}
	swapped, err := s.keysByTag(ctx, swappedPrefix)
	if err != nil {
		return err
	}
	there, err := s.keysByTag(ctx, keyPrefix)
	if err != nil {
		return err
	}
	old, err := s.keysByTag(ctx, oldPrefix)
	if err != nil {
		return err
	}
	for tag := range swapped {
		keys := append([]string{swappedKey(tag)}, there[tag]...)
		for _, key := range old[tag] {
			keys = append(keys, key, renamed(key, oldPrefix, keyPrefix))
		}
		if _, err := s.run(ctx, swapScript, keys, []any{0, len(there[tag])}); err != nil {
			return fmt.Errorf("swap {%s} back: %w", tag, err)
		}
	}
	if err := s.delete(ctx, sidePrefix); err != nil {
		return err
	}
	return wrapUnavailable(s.client.Del(ctx, restoreKey).Err())
}

// restoredTags returns the hash tags of all keys that a restore replaces: those of guilds and of the
// due digests.
func restoredTags(there, staged map[string][]string) []string {
	tags := slices.Collect(maps.Keys(staged))
	for tag := range there {
		if isGuildTag(tag) {
			tags = append(tags, tag)
		}
	}
	for shard := range dueShards {
		tags = append(tags, tagOf(dueKey(shard)))
	}
	slices.Sort(tags)
	return slices.Compact(tags)
}

// keysByTag returns all keys that begin with the prefix and a hash tag, by that tag.
func (s *Store) keysByTag(ctx context.Context, prefix string) (map[string][]string, error) {
	found := map[string]map[string]bool{} // a scan may visit a key more than once
	err := s.scan(ctx, prefix+"{*", func(keys []string) error {
		for _, key := range keys {
			tag := tagOf(key)
			if found[tag] == nil {
				found[tag] = map[string]bool{}
			}
			found[tag][key] = true
		}
		return nil
	})
	byTag := map[string][]string{}
	for tag, keys := range found {
		byTag[tag] = slices.Sorted(maps.Keys(keys))
	}
	return byTag, err
}

// delete deletes all keys that begin with the prefix and a hash tag.
func (s *Store) delete(ctx context.Context, prefix string) error {
	return s.scan(ctx, prefix+"{*", func(keys []string) error {
		for _, key := range keys {
			if err := s.client.Del(ctx, key).Err(); err != nil {
				return wrapUnavailable(err)
			}
		}
		return nil
	})
}

// tagOf returns a key's hash tag.
func tagOf(key string) string {
	_, rest, _ := strings.Cut(key, "{")
	tag, _, _ := strings.Cut(rest, "}")
	return tag
}

// isGuildTag reports whether a hash tag is a guild's id.
func isGuildTag(tag string) bool {
	return tag != "" && strings.Trim(tag, "0123456789") == ""
}

// renamed returns a key with another prefix.
func renamed(key, from, to string) string { return to + strings.TrimPrefix(key, from) }

// RestoreDir is [Store.Restore] for the embedded store in dir. No process may have it open. With
// replace, the old log is kept in dir under another name.
func RestoreDir(dir string, in io.ReadSeeker, replace bool, progress func(records int)) (records int, err error) {
	return eventlog.Restore(dir, in, replace, progress)
}

// HasLog reports whether dir has the log of an embedded store.
func HasLog(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, eventlog.FileName))
	return err == nil
}

// EmptyDir renames the log of the embedded store in dir, so that the store is empty when it is
// next opened. No process may have it open.
func EmptyDir(dir string) error { return eventlog.Empty(dir) }
