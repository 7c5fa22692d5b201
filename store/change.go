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

// change runs a script that changes a group. It passes the keys and arguments that all changes
// share, in the order of lua/include/operation.lua, and then the script's own arguments. It
// returns the lines of the reply, of which the first is the status. If the caller's state is
// old, it updates the guild cache and returns [study.ErrStale].
func (s *Store) change(ctx context.Context, script *redis.Script, g *study.Group, op study.Operation, e ledger.Event, args ...string) (reply, error) {
	return s.changeAlso(ctx, script, nil, g, op, e, args...)
}

// changeAlso is change for a script that takes extra keys after the shared ones.
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
	argv := make([]any, 0, 19+len(args))
	argv = append(argv, g.Version, op.Groups, op.ID, strconv.FormatInt(op.Now.UnixMilli(), 10), g.ID, op.Member, op.Name)
	for _, period := range live {
		argv = append(argv, period)
	}
	argv = append(argv, body, s.limits.String(), "")
	known, answersAt := answers{}, len(argv)-1
	argv = append(argv, s.operationsFor(op), op.Actor)
	for _, arg := range args {
		argv = append(argv, arg)
	}
	for range asks {
		lines, err := s.runChange(ctx, script, g, keys, argv)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.Type, err)
		}
		switch {
		case lines.status() == resultUnknown:
			return nil, refusal.New("op.again")
		case lines.status() == "stale" && len(lines) >= 2:
			s.guilds.update(g.Guild, op.Member, lines[1], pairs(lines[2:]))
			return nil, study.ErrStale
		case lines.status() == "wait" && len(lines) == 2:
			return nil, refusal.New("op.wait", "n", (lines.int(1)+999)/1000)
		case lines.status() == "full":
			return nil, lines.noRoom()
		case lines.status() != "ask":
			return lines, nil
		}
		if err := s.answer(ctx, g, op, lines[1:], known); err != nil {
			return nil, fmt.Errorf("%s: %w", e.Type, err)
		}
		argv[answersAt] = known.String()
	}
	return nil, fmt.Errorf("%s: %w: what the script asked changed %d times", e.Type, study.ErrUnavailable, asks)
}

// runChange runs a script once and returns the lines of its reply.
func (s *Store) runChange(ctx context.Context, script *redis.Script, g *study.Group, keys []string, argv []any) (reply, error) {
	answer, err := s.execute(ctx, g.Guild, g.ID, script, keys, argv)
	if err != nil {
		return nil, err
	}
	text, ok := answer.(string)
	if !ok {
		return nil, fmt.Errorf("unexpected reply %T", answer)
	}
	return strings.Split(text, "\n"), nil
}

// noRoom returns the refusal for the reply of a script that found no room for new posts. It is of
// one of four codes: "posts.member", "posts.group", and these with ".full" if there is no room at
// all.
func (r reply) noRoom() error {
	if len(r) != 4 {
		return r.unexpected("posts")
	}
	code := "posts." + r[1]
	if r.int(3) == 0 {
		code += ".full"
	}
	return refusal.New(code, "limit", r.int(2), "free", r.int(3))
}

// reply is the reply of a script that changes a group, as lines.
type reply []string

func (r reply) status() string { return r[0] }

// unexpected returns an error for a reply that the script never gives.
func (r reply) unexpected(what string) error {
	return fmt.Errorf("%s: unexpected reply %q", what, []string(r))
}

// int returns line i as a number, 0 if it is none. It panics if there is no such line: callers
// check the length first.
func (r reply) int(i int) int {
	n, _ := strconv.Atoi(r[i])
	return n
}

// pairs makes a map from a list of alternating fields and values.
func pairs(flat []string) map[string]string {
	m := make(map[string]string, len(flat)/2)
	for i := 0; i+1 < len(flat); i += 2 {
		m[flat[i]] = flat[i+1]
	}
	return m
}
