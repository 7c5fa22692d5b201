package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/redis/go-redis/v9"

	"dojang/store/eventlog"
	"dojang/store/ledger"
)

// Backup writes the events and snapshots of all groups as JSON lines, see [eventlog.Record], and
// returns the number of records. It changes nothing and may run beside bots; the backup may or may
// not include what they change in the meantime. progress is called with the number of records
// written so far. For the embedded store see [BackupDir].
func (s *Store) Backup(ctx context.Context, out io.Writer, progress func(records int)) (records int, err error) {
	groups, err := s.groups(ctx)
	if err != nil {
		return 0, err
	}
	w := eventlog.NewBackup(out)
	for _, guild := range slices.Sorted(maps.Keys(groups)) {
		for _, group := range slices.Sorted(slices.Values(groups[guild])) {
			if err := s.backupGroup(ctx, w, guild, group); err != nil {
				return w.Records(), fmt.Errorf("group %s of guild %s: %w", group, guild, err)
			}
			progress(w.Records())
		}
	}
	return w.End()
}

func (s *Store) backupGroup(ctx context.Context, w *eventlog.Writer, guild, group string) error {
	key := ledger.GroupKey(guild, group) + ledger.SnapshotKey
	snapshot, err := s.client.HGetAll(ctx, key).Result()
	if err != nil {
		return wrapUnavailable(err)
	}
	for _, field := range slices.Sorted(maps.Keys(snapshot)) {
		w.Put(&eventlog.Record{Guild: guild, Group: group, Field: field, Value: snapshot[field]})
	}
	l, err := ledger.FromSnapshot(guild, group, snapshot)
	if err != nil {
		return err
	}
	err = s.events(ctx, guild, group, l.Seq, func(seq int64, body string, _ *ledger.Event) (bool, error) {
		w.Put(&eventlog.Record{Guild: guild, Group: group, Seq: seq, Event: []byte(body)})
		return w.Err() == nil, w.Err()
	})
	if err != nil {
		return err
	}
	if head, err := s.client.HGet(ctx, key, ledger.HeadField).Result(); err != nil && !isMissing(err) {
		return wrapUnavailable(err)
	} else if head != snapshot[ledger.HeadField] {
		return errors.New("old events were compacted while it was read: please start the backup again")
	}
	return nil
}

// BackupDir is [Store.Backup] for the embedded store in dir. A bot may have it open.
func BackupDir(dir string, out io.Writer, progress func(records int)) (records int, err error) {
	return eventlog.Backup(dir, out, progress)
}

// CheckBackup reads a whole backup and returns its number of records. The error says what is wrong
// with it and in which line.
func CheckBackup(in io.Reader) (records int, err error) { return eventlog.CheckBackup(in) }

// ErrNotEmpty means that the target of a restore already has groups.
var ErrNotEmpty = eventlog.ErrNotEmpty

// Restore writes a backup's events and snapshots into the store. Call [CheckBackup] before, and
// [Store.Rebuild] afterwards to build everything else. With replace, Restore first deletes
// everything that is stored; without, it fails with [ErrNotEmpty] if there are groups. No bot may
// run at the same time.
func (s *Store) Restore(ctx context.Context, in io.Reader, replace bool, progress func(records int)) error {
	groups, err := s.groups(ctx)
	if err != nil {
		return err
	}
	if len(groups) > 0 && !replace {
		return ErrNotEmpty
	}
	if err := s.clear(ctx); err != nil {
		return err
	}
	records := 0
	_, err = eventlog.ReadBackup(in, func(r *eventlog.Record) error {
		if records++; records%1000 == 0 {
			progress(records)
		}
		prefix := ledger.GroupKey(r.Guild, r.Group)
		if r.Field != "" {
			return wrapUnavailable(s.client.HSet(ctx, prefix+ledger.SnapshotKey, r.Field, r.Value).Err())
		}
		return wrapUnavailable(s.client.XAdd(ctx, &redis.XAddArgs{Stream: prefix + ledger.EventsKey, ID: decimal(r.Seq) + "-0", Values: []any{"e", string(r.Event)}}).Err())
	})
	return err
}

// clear deletes all of Dojang's keys.
func (s *Store) clear(ctx context.Context) error {
	return s.scan(ctx, "dojang:{*", func(keys []string) error {
		for _, key := range keys {
			if err := s.client.Del(ctx, key).Err(); err != nil {
				return wrapUnavailable(err)
			}
		}
		return nil
	})
}

// RestoreDir is [Store.Restore] for the embedded store in dir. No process may have it open. With
// replace, the old log is kept in dir under another name.
func RestoreDir(dir string, in io.Reader, replace bool, progress func(records int)) error {
	return eventlog.Restore(dir, in, replace, progress)
}

// EmptyDir renames the log of the embedded store in dir, so that the store is empty when it is
// next opened. No process may have it open.
func EmptyDir(dir string) error { return eventlog.Empty(dir) }
