package ledger

import (
	"fmt"
	"time"

	"dojang/civil"
	"dojang/study"
)

// The keys whose content follows from events are built here; package store has
// the others. All keys of a guild carry its id as their hash tag, so that one
// script can change them together on a Redis Cluster. None of them expires.
//
// In a group's hashes and sorted sets, names of weeks are written 20261123 and
// months 202611; instants are milliseconds since 1970, in 13 digits.

// GuildKey is a hash: v counts the changes of any group's settings, g.<group>
// is the group as JSON.
func GuildKey(guild string) string { return "dojang:{" + guild + "}" }

// UserKey is a hash of all that the guild's groups hold of one user: groups is
// the list of the groups the user is in; <group>.n the number of checks,
// <group>.c.<item> a check ("at week month operation event"), <group>.b.<section>
// the number of checks in a section, <group>.s.<section> a stamp ("at week
// month").
func UserKey(guild, user string) string { return GuildKey(guild) + ":u:" + user }

// GroupKey is the prefix of the keys of one group.
func GroupKey(guild, group string) string { return GuildKey(guild) + ":" + group }

// What a group has, below GroupKey:
const (
	EventsKey   = ":e"  // stream: the events, under their number in the group's sequence
	SnapshotKey = ":z"  // hash: the snapshot, the state that deleted events led to, see snapshot.go
	CountersKey = ":n"  // hash: seq, active, and totals such as c.w20261123, p.m202611, s.all
	ItemsKey    = ":i"  // hash: active members who have done an item, by item
	RosterKey   = ":w"  // hash: a member's line, by user
	BegunKey    = ":h"  // sorted set of "section:user", all scores 0: who has begun what
	PostsKey    = ":p"  // hash: a post's line, by post
	IndexKey    = ":x"  // sorted set, all scores 0: posts by time, member and item, in the order of time and event, stamps by week
	VersionsKey = ":v"  // hash: a version of the roadmap as JSON, by its number; the first, which is the edition, is not there
	URLsKey     = ":l"  // hash: post, by what its link is known under
	DigestsKey  = ":d"  // hash: the state of a week's digest as JSON, by week; last is the last one posted
	BoardKey    = ":b:" // sorted set: a board, as c.w20261123: user by score
)

// BoardKinds are the kinds of boards as keys spell them, in the order in which
// the scripts expect them.
var BoardKinds = [...]string{"c", "p", "s"}

// WeekName spells a week of the calendar as keys do.
func WeekName(d civil.Date) string { return fmt.Sprintf("%04d%02d%02d", d.Year, d.Month, d.Day) }

// MonthName spells a month of the calendar as keys do.
func MonthName(d civil.Date) string { return fmt.Sprintf("%04d%02d", d.Year, d.Month) }

// WeekDate is the inverse of WeekName.
func WeekDate(name string) (civil.Date, error) {
	t, err := time.Parse("20060102", name)
	return civil.DateOf(t), err
}

// Periods are the spans of time for which boards are kept at an instant: the
// running week and the three before it, the running month and the one before,
// and all time. Older boards are shown nowhere; a change to an older week
// moves the totals and leaves its boards alone.
type Periods [7]string

// LivePeriods returns the periods whose boards are kept at now.
func LivePeriods(c study.Calendar, now time.Time) Periods {
	var p Periods
	week := c.Week(now)
	for i := range 4 {
		p[i] = "w" + WeekName(week.Name)
		week = c.Before(week)
	}
	day := c.Day(now)
	p[4] = "m" + MonthName(day)
	p[5] = "m" + MonthName(civil.Date{Year: day.Year, Month: day.Month, Day: 1}.AddDays(-1))
	p[6] = "all"
	return p
}

// LiveBoards returns the boards that are kept at now, as keys spell them.
func LiveBoards(c study.Calendar, now time.Time) []string {
	var boards []string
	for _, kind := range BoardKinds {
		for _, period := range LivePeriods(c, now) {
			boards = append(boards, kind+"."+period)
		}
	}
	return boards
}
