package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"dojang/refusal"
	"dojang/store/ledger"
	"dojang/study"
)

// change runs a changing script for the act in the group: what all of them
// need, in the order of lua/include/operation.lua, and then the change's own
// arguments. It returns the lines of the reply, the status first.
func (s *Store) change(ctx context.Context, script *redis.Script, g *study.Group, op study.Operation, e ledger.Event, args ...string) (reply, error) {
	return s.changeAlso(ctx, script, nil, g, op, e, args...)
}

// changeAlso is change for a script that has further keys, after all others.
func (s *Store) changeAlso(ctx context.Context, script *redis.Script, extraKeys []string, g *study.Group, op study.Operation, e ledger.Event, args ...string) (reply, error) {
	body, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("%s: encode event: %w", e.Type, err)
	}
	live := ledger.LivePeriods(g.Calendar, op.Now)
	prefix := ledger.GroupKey(g.Guild, g.ID)
	keys := make([]string, 0, 13+len(ledger.BoardKinds)*len(live))
	keys = append(keys, ledger.GuildKey(g.Guild), opsKey(g.Guild), queueKey(g.Guild), ledger.UserKey(g.Guild, op.Member),
		prefix+ledger.EventsKey, prefix+ledger.CountersKey, prefix+ledger.ItemsKey, prefix+ledger.RosterKey, prefix+ledger.BegunKey, prefix+ledger.PostsKey, prefix+ledger.IndexKey, prefix+ledger.URLsKey, prefix+ledger.DigestsKey)
	for _, kind := range ledger.BoardKinds {
		for _, period := range live {
			keys = append(keys, prefix+ledger.BoardKey+kind+"."+period)
		}
	}
	keys = append(keys, extraKeys...)
	argv := make([]any, 0, 15+len(args))
	argv = append(argv, g.Version, op.Groups, op.ID, strconv.FormatInt(op.Now.UnixMilli(), 10), g.ID, op.Member, op.Name)
	for _, period := range live {
		argv = append(argv, period)
	}
	argv = append(argv, body)
	for _, arg := range args {
		argv = append(argv, arg)
	}
	answer, err := s.execute(ctx, g.Guild, g.ID, script, keys, argv)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", e.Type, err)
	}
	text, ok := answer.(string)
	if !ok {
		return nil, fmt.Errorf("%s: unexpected reply %T", e.Type, answer)
	}
	lines := reply(strings.Split(text, "\n"))
	if lines.status() == resultUnknown {
		return nil, refusal.New("op.again")
	}
	if lines.status() == "stale" && len(lines) >= 2 {
		s.guilds.update(g.Guild, op.Member, lines[1], pairs(lines[2:]))
		return nil, study.ErrStale
	}
	return lines, nil
}

// reply is the lines of a script's answer.
type reply []string

func (r reply) status() string { return r[0] }

// unexpected is the error for a reply that the script cannot have given.
func (r reply) unexpected(what string) error {
	return fmt.Errorf("%s: unexpected reply %q", what, []string(r))
}

// int reads line i as a number; a script that answers none has a fault, which
// the length check of its caller finds.
func (r reply) int(i int) int {
	n, _ := strconv.Atoi(r[i])
	return n
}

// pairs makes a map of fields and values that follow one another.
func pairs(flat []string) map[string]string {
	m := make(map[string]string, len(flat)/2)
	for i := 0; i+1 < len(flat); i += 2 {
		m[flat[i]] = flat[i+1]
	}
	return m
}
