package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dojang/roadmap"
)

// image is the content of keys: what is stored, or what should be.
type image struct {
	hashes map[string]map[string]string
	sets   map[string]map[string]string // sorted sets: the score by member
}

func newImage() *image {
	return &image{hashes: map[string]map[string]string{}, sets: map[string]map[string]string{}}
}

func (im *image) put(key, field, value string) {
	if im.hashes[key] == nil {
		im.hashes[key] = map[string]string{}
	}
	im.hashes[key][field] = value
}

func (im *image) add(key, member string, score int) {
	if im.sets[key] == nil {
		im.sets[key] = map[string]string{}
	}
	im.sets[key][member] = strconv.Itoa(score)
}

// project returns all that follows from the ledgers of a guild's groups, with
// the boards that are kept at now. What does not follow from the events is
// left out: the guild's version, the numbers of the groups' sequences, and the
// results of the day's operations.
func project(guild string, ledgers []*ledger, now time.Time) *image {
	im := newImage()
	groups := map[string][]string{} // of each user
	for _, l := range ledgers {
		if l.group == nil {
			continue
		}
		im.put(guildKey(guild), "g."+l.id, string(l.body))
		l.project(im, now)
		for user, m := range l.members {
			if !m.left {
				groups[user] = append(groups[user], l.id)
			}
		}
	}
	for user, ids := range groups {
		slices.Sort(ids)
		im.put(userKey(guild, user), "groups", strings.Join(ids, " "))
	}
	return im
}

// tallies counts what is on boards and in totals.
type tallies struct {
	totals map[string]int            // as "c.w20261123"
	boards map[string]map[string]int // score by user
}

func (t tallies) add(kind, user string, seen bool, m mark) {
	for _, period := range []string{"w" + m.week, "m" + m.month, "all"} {
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

func (l *ledger) project(im *image, now time.Time) {
	own := groupKey(l.guild, l.id)
	t := tallies{totals: map[string]int{}, boards: map[string]map[string]int{}}
	active, done := 0, map[string]int{}
	for user, m := range l.members {
		im.put(own+rosterKey, user, m.line())
		seen := !m.left && !m.hidden
		key, begun, counted := userKey(l.guild, user), map[string]int{}, 0
		for item, check := range m.checks {
			im.put(key, l.id+".c."+item, check.line())
			t.add("c", user, seen, check)
			if !m.left {
				done[item]++
			}
			if spot, ok := l.group.Roadmap.Spot(item); ok {
				begun[spot.Section.ID]++
				counted++
			}
		}
		for section, n := range begun {
			im.put(key, l.id+".b."+section, strconv.Itoa(n))
			if !m.left {
				im.add(own+begunKey, section+":"+user, 0)
			}
		}
		for section, stamp := range m.stamps {
			im.put(key, l.id+".s."+section, stamp.line())
			im.add(own+indexKey, "s:"+stamp.week+":"+strconv.FormatInt(stamp.at, 10)+":"+section+":"+user, 0)
			t.add("s", user, seen, stamp.mark)
		}
		if counted > 0 {
			im.put(key, l.id+".n", strconv.Itoa(counted))
		}
		if !m.left {
			active++
		}
	}
	for _, p := range l.posts {
		m := l.members[p.user]
		t.add("p", p.user, m != nil && !m.left && !m.hidden, p.parts[0].mark)
		l.projectPost(im, own, p)
	}
	for item, n := range done {
		im.put(own+itemsKey, item, strconv.Itoa(n))
	}
	for at, n := range t.totals {
		im.put(own+countersKey, at, strconv.Itoa(n))
	}
	if active > 0 {
		im.put(own+countersKey, "active", strconv.Itoa(active))
	}
	for _, board := range liveBoards(l.group.Calendar, now) {
		for user, score := range t.boards[board] {
			im.add(own+boardKey+board, user, score)
		}
	}
	for n, version := range l.versions {
		im.put(own+versionsKey, strconv.Itoa(n), string(version))
	}
	l.projectDigests(im, own)
}

func (l *ledger) projectPost(im *image, own string, p *postState) {
	at := fmt.Sprintf("%d:%012d", p.parts[0].at, p.parts[0].seq)
	im.put(own+postsKey, p.id, p.line())
	im.put(own+urlsKey, p.link, p.id)
	im.add(own+indexKey, "t:"+at+":"+p.id, 0)
	im.add(own+indexKey, "m:"+p.user+":"+at+":"+p.id, 0)
	for _, item := range p.items() {
		im.add(own+indexKey, "i:"+item+":"+at+":"+p.id, 0)
	}
}

func (l *ledger) projectDigests(im *image, own string) {
	last := ""
	for week, d := range l.digests {
		im.put(own+digestsKey, week, d.line())
		var stored struct{ State roadmap.DigestState }
		if json.Unmarshal(d.body, &stored) == nil && stored.State == roadmap.DigestPosted {
			last = max(last, week)
		}
	}
	if last != "" {
		im.put(own+digestsKey, "last", last)
	}
}

// liveBoards returns the boards that are kept at now, as keys spell them.
func liveBoards(c roadmap.Calendar, now time.Time) []string {
	var boards []string
	for _, kind := range boardKinds {
		for _, period := range livePeriods(c, now) {
			boards = append(boards, kind+"."+period)
		}
	}
	return boards
}

// difference is a field of a hash, or a member of a sorted set, that is not as
// it should be.
type difference struct {
	key, field   string
	set          bool   // it is in a sorted set
	want, got    string // the value, or the score
	absent, more bool   // it is not there; it should not be there
}

// compare returns the differences of what is stored from what should be, by
// key and field.
func compare(want, got *image) []difference {
	found := differing(want.hashes, got.hashes, false)
	found = append(found, differing(want.sets, got.sets, true)...)
	slices.SortFunc(found, func(a, b difference) int {
		if c := strings.Compare(a.key, b.key); c != 0 {
			return c
		}
		return strings.Compare(a.field, b.field)
	})
	return found
}

func differing(want, got map[string]map[string]string, set bool) []difference {
	var found []difference
	for key, fields := range want {
		for field, value := range fields {
			is, there := got[key][field]
			if !there || is != value {
				found = append(found, difference{key: key, field: field, set: set, want: value, got: is, absent: !there})
			}
		}
	}
	for key, fields := range got {
		for field, value := range fields {
			if _, wanted := want[key][field]; !wanted {
				found = append(found, difference{key: key, field: field, set: set, got: value, more: true})
			}
		}
	}
	return found
}
