package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

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
