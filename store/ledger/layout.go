package ledger

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dojang/roadmap"
)

// Layout returns all that follows from the ledgers of a guild's groups, with
// the boards that are kept at now. What does not follow from the events is
// left out: the guild's version, the numbers of the groups' sequences, and the
// results of the day's operations.
func Layout(guild string, ledgers []*Ledger, now time.Time) *Keyspace {
	ks := NewKeyspace()
	groups := map[string][]string{} // of each user
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

// tallies counts what is on boards and in totals.
type tallies struct {
	totals map[string]int            // as "c.w20261123"
	boards map[string]map[string]int // score by user
}

func (t tallies) add(kind, user string, seen bool, m Moment) {
	for _, period := range []string{"w" + m.Week, "m" + m.Month, "all"} {
		at := kind + "." + period
		t.totals[at]++
		if seen {
			if t.boards[at] == nil {
				t.boards[at] = map[string]int{}
			}
			t.boards[at][user]++
		}
	}
}

func (l *Ledger) layout(ks *Keyspace, now time.Time) {
	own := GroupKey(l.Guild, l.ID)
	t := tallies{totals: map[string]int{}, boards: map[string]map[string]int{}}
	active, done := 0, map[string]int{}
	for user, m := range l.members {
		ks.Put(own+RosterKey, user, m.line())
		seen := !m.left && !m.hidden
		key, begun, counted := UserKey(l.Guild, user), map[string]int{}, 0
		for item, check := range m.checks {
			ks.Put(key, l.ID+".c."+item, check.line())
			t.add("c", user, seen, check)
			if !m.left {
				done[item]++
			}
			if spot, ok := l.Group.Roadmap.Spot(item); ok {
				begun[spot.Section.ID]++
				counted++
			}
		}
		for section, n := range begun {
			ks.Put(key, l.ID+".b."+section, strconv.Itoa(n))
			if !m.left {
				ks.Add(own+BegunKey, section+":"+user, 0)
			}
		}
		for section, stamp := range m.stamps {
			ks.Put(key, l.ID+".s."+section, stamp.line())
			ks.Add(own+IndexKey, "s:"+stamp.Week+":"+strconv.FormatInt(stamp.At, 10)+":"+section+":"+user, 0)
			t.add("s", user, seen, stamp.Moment)
		}
		if counted > 0 {
			ks.Put(key, l.ID+".n", strconv.Itoa(counted))
		}
		if !m.left {
			active++
		}
	}
	for _, p := range l.posts {
		m := l.members[p.user]
		t.add("p", p.user, m != nil && !m.left && !m.hidden, p.parts[0].Moment)
		l.layoutPost(ks, own, p)
	}
	for item, n := range done {
		ks.Put(own+ItemsKey, item, strconv.Itoa(n))
	}
	for at, n := range t.totals {
		ks.Put(own+CountersKey, at, strconv.Itoa(n))
	}
	if active > 0 {
		ks.Put(own+CountersKey, "active", strconv.Itoa(active))
	}
	for _, board := range LiveBoards(l.Group.Calendar, now) {
		for user, score := range t.boards[board] {
			ks.Add(own+BoardKey+board, user, score)
		}
	}
	for n, version := range l.versions {
		ks.Put(own+VersionsKey, strconv.Itoa(n), string(version))
	}
	l.layoutDigests(ks, own)
}

func (l *Ledger) layoutPost(ks *Keyspace, own string, p *postState) {
	at := fmt.Sprintf("%d:%012d", p.parts[0].At, p.parts[0].Seq)
	ks.Put(own+PostsKey, p.id, p.line())
	ks.Put(own+URLsKey, p.link, p.id)
	ks.Add(own+IndexKey, "t:"+at+":"+p.id, 0)
	ks.Add(own+IndexKey, "m:"+p.user+":"+at+":"+p.id, 0)
	for _, item := range p.items() {
		ks.Add(own+IndexKey, "i:"+item+":"+at+":"+p.id, 0)
	}
}

func (l *Ledger) layoutDigests(ks *Keyspace, own string) {
	last := ""
	for week, d := range l.digests {
		ks.Put(own+DigestsKey, week, d.line())
		var stored struct{ State roadmap.DigestState }
		if json.Unmarshal(d.body, &stored) == nil && stored.State == roadmap.DigestPosted {
			last = max(last, week)
		}
	}
	if last != "" {
		ks.Put(own+DigestsKey, "last", last)
	}
}
