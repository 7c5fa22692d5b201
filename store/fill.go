package store

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// fill writes what a log comes to into an empty miniredis, by plain writes:
// scripts would take a hundred times as long.
func (c *contents) fill(server *miniredis.Miniredis, now time.Time) error {
	guilds := map[string][]*ledger{}
	for p, l := range c.ledgers {
		if l.group == nil {
			return fmt.Errorf("the events of group %s of guild %s begin without its settings", p.group, p.guild)
		}
		guilds[p.guild] = append(guilds[p.guild], l)
	}
	for guild, ledgers := range guilds {
		pour(server, project(guild, ledgers, now))
		// Higher than any that a bot may have in its memory.
		server.HSet(guildKey(guild), "v", strconv.FormatInt(milli(now), 10))
		for _, l := range ledgers {
			server.HSet(groupKey(guild, l.id)+countersKey, "seq", strconv.FormatInt(l.seq, 10))
			due, ok := nextDue(l.group, now)
			if !ok {
				continue
			}
			if _, err := server.ZAdd(dueKey(dueShard(guild)), float64(milli(due)), dueID(guild, l.id)); err != nil {
				return err
			}
		}
	}
	for key, body := range c.others {
		fields := map[string]string{}
		if err := json.Unmarshal(body, &fields); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		for field, value := range fields {
			server.HSet(key, field, value)
		}
	}
	return c.fillOps(server)
}

// again stands for the result of an operation whose result is not known any
// more.
const again = "again"

// fillOps marks the operations of the last day as done.
func (c *contents) fillOps(server *miniredis.Miniredis) error {
	for _, d := range c.recent {
		server.HSet(opsKey(d.guild), d.op, again)
		if _, err := server.RPush(queueKey(d.guild), strconv.FormatInt(d.on, 10)+" "+d.op); err != nil {
			return err
		}
	}
	return nil
}

// pour writes an image.
func pour(server *miniredis.Miniredis, im *image) {
	for key, fields := range im.hashes {
		flat := make([]string, 0, 2*len(fields))
		for field, value := range fields {
			flat = append(flat, field, value)
		}
		server.HSet(key, flat...)
	}
	for key, members := range im.sets {
		for member, score := range members {
			n, _ := strconv.ParseFloat(score, 64) // a number that was written as one
			_, _ = server.ZAdd(key, n, member)    // fails for a key of another type only
		}
	}
}
