package store

import (
	"fmt"
	"hash/fnv"
	"time"

	"dojang/roadmap"
)

// Every key of Dojang is built here. All keys of a guild carry the guild's id
// as their hash tag, so that one script can change them together on a Redis
// Cluster; the set of due digests is spread over dueShards tags of its own.
// No key but waitKey expires by itself: what is not needed any longer is
// dropped by [Store.Trim], once a week.
//
// In a group's hashes and sorted sets, names of weeks are written 20261123 and
// months 202611; instants are milliseconds since 1970, in 13 digits.

// guildKey is a hash: v counts the changes of any group's settings, g.<group>
// is the group as JSON.
func guildKey(guild string) string { return "dojang:{" + guild + "}" }

// opsKey is a hash of the results of the operations of the last day, by
// operation id; queueKey is the list of their times and ids, oldest first, by
// which the hash is trimmed.
func opsKey(guild string) string   { return guildKey(guild) + ":ops" }
func queueKey(guild string) string { return guildKey(guild) + ":opq" }

// waitKey is a string that is written, and never read, with each change that
// waits for replicas; it expires after a day without any.
func waitKey(guild string) string { return guildKey(guild) + ":wait" }

// userKey is a hash of all that the guild's groups hold of one user: groups is
// the list of the groups the user is in; <group>.n the number of checks,
// <group>.c.<item> a check ("at week month operation"), <group>.b.<section>
// the number of checks in a section, <group>.s.<section> a stamp ("at week
// month").
func userKey(guild, user string) string { return guildKey(guild) + ":u:" + user }

// groupKey is the prefix of the keys of one group.
func groupKey(guild, group string) string { return guildKey(guild) + ":" + group }

// What a group has, below groupKey:
const (
	eventsKey   = ":e"  // stream: the events, under their number in the group's sequence
	foldedKey   = ":z"  // hash: what events that are no longer in the stream came to, see snapshot.go
	countersKey = ":n"  // hash: seq, active, and totals such as c.w20261123, p.m202611, s.all
	itemsKey    = ":i"  // hash: active members who have done an item, by item
	rosterKey   = ":w"  // hash: a member's line, by user
	begunKey    = ":h"  // sorted set of "section:user", all scores 0: who has begun what
	postsKey    = ":p"  // hash: a post's line, by post
	indexKey    = ":x"  // sorted set, all scores 0: posts by time, member and item, in the order of time and event, stamps by week
	versionsKey = ":v"  // hash: a version of the roadmap as JSON, by its number; the first, which is the edition, is not there
	urlsKey     = ":l"  // hash: post, by what its link is known under
	digestsKey  = ":d"  // hash: the state of a week's digest as JSON, by week; last is the last one posted
	boardKey    = ":b:" // sorted set: a board, as c.w20261123: user by score
)

// boardKinds are the kinds of boards as keys spell them, in the order in which
// the scripts expect them.
var boardKinds = [...]string{"c", "p", "s"}

func boardKind(by roadmap.Kind) string { return string(by[0]) }

// weekName and monthName spell a period of the calendar as keys do.
func weekName(d roadmap.Date) string  { return fmt.Sprintf("%04d%02d%02d", d.Year, d.Month, d.Day) }
func monthName(d roadmap.Date) string { return fmt.Sprintf("%04d%02d", d.Year, d.Month) }

// weekDate is the inverse of weekName.
func weekDate(name string) (roadmap.Date, error) {
	t, err := time.Parse("20060102", name)
	return roadmap.DateOf(t), err
}

// periods are the spans of time for which boards are kept at an instant: the
// running week and the three before it, the running month and the one before,
// and all time. Older boards are shown nowhere; a change to an older week
// moves the totals and leaves its boards alone.
type periods [7]string

func livePeriods(c roadmap.Calendar, now time.Time) periods {
	var p periods
	week := c.Week(now)
	for i := range 4 {
		p[i] = "w" + weekName(week.Name)
		week = c.Before(week)
	}
	day := c.Day(now)
	p[4] = "m" + monthName(day)
	p[5] = "m" + monthName(roadmap.Date{Year: day.Year, Month: day.Month, Day: 1}.AddDays(-1))
	p[6] = "all"
	return p
}

// dueShards is how many tags the due digests are spread over.
const dueShards = 16

// dueShard tells under which tag a guild's due digests are.
func dueShard(guild string) int {
	h := fnv.New32a()
	h.Write([]byte(guild))
	return int(h.Sum32() % dueShards)
}

// dueKey is a sorted set of "guild:group" by the instant at which the group's
// next digest is due; leaseKey a hash of who works on which of them ("until
// token"); lastClaimKey a string: when one was last claimed while very many were due,
// by Redis's clock in milliseconds.
func dueKey(shard int) string       { return fmt.Sprintf("dojang:{due%02d}", shard) }
func leaseKey(shard int) string     { return dueKey(shard) + ":lease" }
func lastClaimKey(shard int) string { return dueKey(shard) + ":turn" }

// commandsKey is a hash about the commands registered for an application at an
// origin: their hash, and their ids as JSON.
func commandsKey(application, origin string) string {
	return "dojang:{app" + application + "}:commands:" + origin
}
