package store

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/alicebob/miniredis/v2"

	"dojang/store/eventlog"
	"dojang/store/ledger"
)

// fill writes the contents of a log into an empty miniredis, by plain writes:
// scripts would take a hundred times as long.
func fill(server *miniredis.Miniredis, c *eventlog.Contents, now time.Time) error {
	guilds := map[string][]*ledger.Ledger{}
	for p, l := range c.Ledgers {
		if l.Group == nil {
			return fmt.Errorf("the events of group %s of guild %s begin without its settings", p.Group, p.Guild)
		}
		guilds[p.Guild] = append(guilds[p.Guild], l)
	}
	for guild, ledgers := range guilds {
		pour(server, ledger.Layout(guild, ledgers, now))
		// Higher than any that a bot may have in its memory.
		server.HSet(guildKey(guild), "v", strconv.FormatInt(milli(now), 10))
		for _, l := range ledgers {
			server.HSet(groupKey(guild, l.ID)+countersKey, "seq", strconv.FormatInt(l.Seq, 10))
			due, ok := nextDue(l.Group, now)
			if !ok {
				continue
			}
			if _, err := server.ZAdd(dueKey(dueShard(guild)), float64(milli(due)), dueID(guild, l.ID)); err != nil {
				return err
			}
		}
	}
	for key, body := range c.Others {
		fields := map[string]string{}
		if err := json.Unmarshal(body, &fields); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		for field, value := range fields {
			server.HSet(key, field, value)
		}
	}
	return fillOps(server, c.Recent)
}

// again stands for the result of an operation whose result is not known any
// more.
const again = "again"

// fillOps marks the operations of the last day as done.
func fillOps(server *miniredis.Miniredis, recent []eventlog.Operation) error {
	for _, d := range recent {
		server.HSet(opsKey(d.Guild), d.ID, again)
		if _, err := server.RPush(queueKey(d.Guild), strconv.FormatInt(d.On, 10)+" "+d.ID); err != nil {
			return err
		}
	}
	return nil
}

// pour writes a keyspace.
func pour(server *miniredis.Miniredis, ks *ledger.Keyspace) {
	for key, fields := range ks.Hashes {
		flat := make([]string, 0, 2*len(fields))
		for field, value := range fields {
			flat = append(flat, field, value)
		}
		server.HSet(key, flat...)
	}
	for key, members := range ks.Sets {
		for member, score := range members {
			n, _ := strconv.ParseFloat(score, 64) // a number that was written as one
			_, _ = server.ZAdd(key, n, member)    // fails for a key of another type only
		}
	}
}
