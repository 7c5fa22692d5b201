package ledger

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"dojang/study"
)

// Layout returns all keys that follow from the ledgers of a guild's groups, with the boards that
// are kept at now. It leaves out what does not follow from events: the guild's version, the
// groups' sequences, and the results of the day's operations.
func Layout(guild string, ledgers []*Ledger, now time.Time) *Keyspace {
	ks := NewKeyspace()
	groups := map[string][]string{} // by user
	for _, l := range ledgers {
		if l.Group == nil {
			continue
		}
		ks.Put(GuildKey(guild), "g."+l.ID, string(l.body))
		l.layout(ks, now)
		for user, m := range l.members {
			if !m.left {
				groups[user] = append(groups[user], l.ID)
			}
		}
	}
	for user, ids := range groups {
		slices.Sort(ids)
		ks.Put(UserKey(guild, user), "groups", strings.Join(ids, " "))
	}
	return ks
}

// counts are the totals of a group and the scores on its boards.
type counts struct {
	active int
	items  map[string]int            // active members who have done an item, by item
	totals map[string]int            // by board, such as "c.w20261123"
	boards map[string]map[string]int // scores by board and user
}

// add counts a check, post or stamp in the totals of its periods and, if onBoards is set, on their
// boards.
func (c *counts) add(kind, user string, onBoards bool, m Moment) {
	for _, period := range []string{"w" + m.Week, "m" + m.Month, "all"} {
		board := kind + "." + period
		c.totals[board]++
		if !onBoards {
			continue
		}
		if c.boards[board] == nil {
			c.boards[board] = map[string]int{}
		}
		c.boards[board][user]++
	}
}

// layout adds the group's keys.
func (l *Ledger) layout(ks *Keyspace, now time.Time) {
	prefix := GroupKey(l.Guild, l.ID)
	c := &counts{items: map[string]int{}, totals: map[string]int{}, boards: map[string]map[string]int{}}
	for user, m := range l.members {
		l.layoutMember(ks, c, user, m)
	}
	for _, p := range l.posts {
		m := l.members[p.user]
		c.add("p", p.user, m != nil && m.onBoards(), p.parts[0].Moment)
		layoutPost(ks, prefix, p)
	}
	for item, n := range c.items {
		ks.Put(prefix+ItemsKey, item, strconv.Itoa(n))
	}
	for board, n := range c.totals {
		ks.Put(prefix+CountersKey, board, strconv.Itoa(n))
	}
	if c.active > 0 {
		ks.Put(prefix+CountersKey, "active", strconv.Itoa(c.active))
	}
	for _, board := range LiveBoards(l.Group.Calendar, now) {
		for user, score := range c.boards[board] {
			ks.Add(prefix+BoardKey+board, user, score)
		}
	}
	for n, version := range l.versions {
		ks.Put(prefix+VersionsKey, strconv.Itoa(n), string(version))
	}
	l.layoutDigests(ks, prefix)
}

// layoutMember adds a member's keys and counts the member's checks and stamps. A check of an item
// that the roadmap no longer has counts on boards and in totals, but not in the member's number of
// checks or in a section.
func (l *Ledger) layoutMember(ks *Keyspace, c *counts, user string, m *memberState) {
	prefix, key, field := GroupKey(l.Guild, l.ID), UserKey(l.Guild, user), l.ID+"."
	ks.Put(prefix+RosterKey, user, m.line())
	for name, line := range m.fields() {
		ks.Put(key, field+name, line)
	}
	begun, counted := map[string]int{}, 0
	for item, check := range m.checks {
		c.add("c", user, m.onBoards(), check)
		if !m.left {
			c.items[item]++
		}
		if ref, ok := l.Group.Roadmap.Item(item); ok {
			begun[ref.Section.ID]++
			counted++
		}
	}
	for section, n := range begun {
		ks.Put(key, field+begunField+section, strconv.Itoa(n))
		if !m.left {
			ks.Add(prefix+BegunKey, section+":"+user, 0)
		}
	}
	for section, stamp := range m.stamps {
		ks.Add(prefix+IndexKey, stampEntry(section, user, stamp.Moment), 0)
		c.add("s", user, m.onBoards(), stamp.Moment)
	}
	if counted > 0 {
		ks.Put(key, field+countField, strconv.Itoa(counted))
	}
	if !m.left {
		c.active++
	}
}

func layoutPost(ks *Keyspace, prefix string, p *postState) {
	ks.Put(prefix+PostsKey, p.id, p.line())
	ks.Put(prefix+URLsKey, p.link, p.id)
	for _, entry := range p.entries() {
		ks.Add(prefix+IndexKey, entry, 0)
	}
}

func (l *Ledger) layoutDigests(ks *Keyspace, prefix string) {
	last := ""
	for week, d := range l.digests {
		ks.Put(prefix+DigestsKey, week, d.line())
		var stored struct{ State study.DigestState }
		if json.Unmarshal(d.body, &stored) == nil && stored.State == study.DigestPosted {
			last = max(last, week)
		}
	}
	if last != "" {
		ks.Put(prefix+DigestsKey, "last", last)
	}
}
