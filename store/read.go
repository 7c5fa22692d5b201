package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"dojang/store/ledger"
	"dojang/study"
)

// read runs a script that only reads. It passes the keys and arguments that all reads share, in
// the order of lua/include/read.lua, and then the boards and the script's own arguments. It
// returns the elements of the reply after the status. If the caller's state is old, it updates
// the guild cache and returns [study.ErrStale].
func (s *Store) read(ctx context.Context, script *redis.Script, g *study.Group, op study.Operation, boards []string, args ...any) (answer, error) {
	prefix := ledger.GroupKey(g.Guild, g.ID)
	keys := []string{ledger.GuildKey(g.Guild), ledger.UserKey(g.Guild, op.Member), prefix + ledger.CountersKey, prefix + ledger.ItemsKey, prefix + ledger.RosterKey,
		prefix + ledger.BegunKey, prefix + ledger.PostsKey, prefix + ledger.IndexKey, prefix + ledger.DigestsKey}
	for _, board := range boards {
		keys = append(keys, prefix+ledger.BoardKey+board)
	}
	argv := append([]any{g.Version, op.Groups, g.ID, op.Member}, args...)
	var raw any
	err := s.readDurable(ctx, func() (err error) {
		raw, err = s.run(ctx, script, keys, argv)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	parts, ok := raw.([]any)
	if !ok || len(parts) == 0 {
		return nil, fmt.Errorf("read: unexpected reply %v", raw)
	}
	if parts[0] == "stale" && len(parts) == 3 {
		s.guilds.update(g.Guild, op.Member, text(parts[1]), pairs(texts(parts[2])))
		return nil, study.ErrStale
	}
	return parts[1:], nil
}

// pipelined sends commands in one pipeline and calls take with each answer, in their order.
func (s *Store) pipelined(ctx context.Context, send func(context.Context, redis.Pipeliner), take func(i int, found redis.Cmder) error) error {
	ctx, cancel := s.within(ctx)
	defer cancel()
	pipe := s.client.Pipeline()
	send(ctx, pipe)
	var found []redis.Cmder
	err := s.readDurable(ctx, func() (err error) {
		found, err = pipe.Exec(ctx)
		return wrapUnavailable(err)
	})
	for i := 0; err == nil && i < len(found); i++ {
		err = take(i, found[i])
	}
	return err
}

// answer is the reply of a script that only reads. Its accessors return zero values for missing
// elements: scripts leave out what is empty.
type answer []any

func (a answer) at(i int) any {
	if i >= len(a) {
		return nil
	}
	return a[i]
}

func (a answer) text(i int) string             { return text(a.at(i)) }
func (a answer) texts(i int) []string          { return texts(a.at(i)) }
func (a answer) pairs(i int) map[string]string { return pairs(texts(a.at(i))) }
func (a answer) int(i int) int                 { return number(a.at(i)) }

// list returns element i as a list; nil if it is none.
func (a answer) list(i int) answer {
	l, _ := a.at(i).([]any)
	return l
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

func texts(v any) []string {
	list, _ := v.([]any)
	out := make([]string, len(list))
	for i, one := range list {
		out[i] = text(one)
	}
	return out
}

// number converts a number from Lua, which is an integer, or from Redis, which is a string.
func number(v any) int {
	switch v := v.(type) {
	case int64:
		return int(v)
	case string:
		n, _ := strconv.Atoi(v)
		return n
	}
	return 0
}

// decimal formats a number for scripts and keys.
func decimal(n int64) string { return strconv.FormatInt(n, 10) }

// milli returns an instant in milliseconds since 1970.
func milli(t time.Time) int64 { return t.UnixMilli() }

// instant parses milliseconds since 1970.
func instant(s string) (time.Time, error) {
	ms, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("instant %q: %w", s, err)
	}
	return time.UnixMilli(ms), nil
}

// parsePost parses a post from its id, a tab and its line.
func parsePost(line string) (study.Post, error) {
	id, rest, _ := strings.Cut(line, "\t")
	return ledger.ParsePost(id, rest)
}
