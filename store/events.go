package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/redis/go-redis/v9"

	"dojang/store/eventlog"
	"dojang/store/ledger"
)

// eventPage is how many events are read at a time.
const eventPage = 1000

// ledger builds a group's ledger from its snapshot and the events after it.
func (s *Store) ledger(ctx context.Context, guild, group string) (*ledger.Ledger, error) {
	prefix := ledger.GroupKey(guild, group)
	fields, err := s.client.HGetAll(ctx, prefix+ledger.SnapshotKey).Result()
	if err != nil {
		return nil, wrapUnavailable(err)
	}
	l, err := ledger.FromSnapshot(guild, group, fields)
	if err != nil {
		return nil, fmt.Errorf("group %s: %w", group, err)
	}
	err = s.events(ctx, guild, group, l.Seq, func(seq int64, _ string, e *ledger.Event) (bool, error) { return true, l.Apply(seq, e) })
	if err != nil {
		return nil, fmt.Errorf("group %s: %w", group, err)
	}
	last, err := s.lastSeq(ctx, prefix+ledger.EventsKey)
	if err != nil {
		return nil, fmt.Errorf("group %s: %w", group, err)
	}
	l.Seq = max(l.Seq, last)
	return l, nil
}

// lastSeq returns the number of the last event that was ever in a stream, even if that event was
// deleted.
func (s *Store) lastSeq(ctx context.Context, stream string) (int64, error) {
	info, err := s.client.XInfoStream(ctx, stream).Result()
	if err != nil {
		if strings.Contains(err.Error(), "no such key") {
			return 0, nil
		}
		return 0, wrapUnavailable(err)
	}
	return ledger.SeqOf(info.LastGeneratedID)
}

// events reads a group's events after number after, until visit returns false. body is the event
// as it is stored.
func (s *Store) events(ctx context.Context, guild, group string, after int64, visit func(seq int64, body string, e *ledger.Event) (bool, error)) error {
	stream := ledger.GroupKey(guild, group) + ledger.EventsKey
	for from := strconv.FormatInt(after+1, 10) + "-0"; ; {
		entries, err := s.client.XRangeN(ctx, stream, from, "+", eventPage).Result()
		if err != nil {
			return wrapUnavailable(err)
		}
		for _, entry := range entries {
			seq, err := ledger.SeqOf(entry.ID)
			if err != nil {
				return err
			}
			e, err := decodeEvent(entry)
			if err != nil {
				return err
			}
			body, _ := entry.Values["e"].(string)
			if more, err := visit(seq, body, &e); err != nil || !more {
				return err
			}
		}
		if len(entries) < eventPage {
			return nil
		}
		from = "(" + entries[len(entries)-1].ID
	}
}

// groups returns, by guild, all groups that have events or a snapshot. It scans all keys.
func (s *Store) groups(ctx context.Context) (map[string][]string, error) {
	found := map[eventlog.GroupRef]bool{}
	err := s.scan(ctx, "dojang:{*}:*:[ez]", func(keys []string) error {
		for _, key := range keys {
			if p, ok := groupOf(key); ok {
				found[p] = true
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look for groups: %w", err)
	}
	groups := map[string][]string{}
	for p := range found {
		groups[p.Guild] = append(groups[p.Guild], p.Group)
	}
	return groups, nil
}

// groupOf parses the key of a group's events or snapshot; ok is false for any other key.
func groupOf(key string) (eventlog.GroupRef, bool) {
	rest, ok := strings.CutPrefix(key, "dojang:{")
	guild, rest, cut := strings.Cut(rest, "}:")
	group, kind, below := strings.Cut(rest, ":")
	kind = ":" + kind
	return eventlog.GroupRef{Guild: guild, Group: group}, ok && cut && below && (kind == ledger.EventsKey || kind == ledger.SnapshotKey)
}

// scan visits all keys that match the pattern, on every master of a Cluster. It may visit a key
// more than once. Calls of visit do not overlap.
func (s *Store) scan(ctx context.Context, pattern string, visit func(keys []string) error) error {
	one := func(ctx context.Context, client redis.Cmdable) error {
		for cursor := uint64(0); ; {
			keys, next, err := client.Scan(ctx, cursor, pattern, 1000).Result()
			if err != nil {
				return wrapUnavailable(err)
			}
			if err := visit(keys); err != nil {
				return err
			}
			if next == 0 {
				return nil
			}
			cursor = next
		}
	}
	if cluster, ok := s.client.(*redis.ClusterClient); ok {
		var mu sync.Mutex // the masters are scanned concurrently
		all := visit
		visit = func(keys []string) error {
			mu.Lock()
			defer mu.Unlock()
			return all(keys)
		}
		return cluster.ForEachMaster(ctx, func(ctx context.Context, master *redis.Client) error { return one(ctx, master) })
	}
	return one(ctx, s.client)
}

// decodeEvent decodes an entry of a group's stream.
func decodeEvent(entry redis.XMessage) (ledger.Event, error) {
	body, _ := entry.Values["e"].(string)
	seq, err := ledger.SeqOf(entry.ID)
	if err != nil {
		return ledger.Event{}, err
	}
	return ledger.ParseEvent(seq, []byte(body))
}
