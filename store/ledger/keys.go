package ledger

import (
	"fmt"
	"time"

	"dojang/civil"
	"dojang/study"
)

// This file builds the keys whose content follows from events; package store builds the others.
// All keys of a guild carry its id as their hash tag, so that one script can change them together
// on a Redis Cluster. None of them expires.
//
// In a group's hashes and sorted sets, a week is written as 20261123 and a month as 202611.
// Instants are in milliseconds since 1970, in 13 digits.

// GuildKey is a hash: v is the guild's version, which grows with each change of a group's
// settings; g.<group> is a group as JSON.
func GuildKey(guild string) string { return "dojang:{" + guild + "}" }

// UserKey is a hash of a user's records in all groups of the guild. groups lists the groups that
// the user is in. <group>.n is the number of checks, <group>.c.<item> a check ("at week month
// operation event"), <group>.b.<section> the number of checks in a section, <group>.s.<section> a
// stamp ("at week month", and the items if they are no longer those of the section).
func UserKey(guild, user string) string { return GuildKey(guild) + ":u:" + user }

// GroupKey is the prefix of the keys of one group.
func GroupKey(guild, group string) string { return GuildKey(guild) + ":" + group }

// The suffixes of a group's keys, after GroupKey.
const (
	EventsKey   = ":e"  // stream: the events, by their number
	SnapshotKey = ":z"  // hash: the snapshot, which replaces old events, see snapshot.go
	CountersKey = ":n"  // hash: seq, active, and totals such as c.w20261123, p.m202611, s.all
	ItemsKey    = ":i"  // hash: number of active members who have done an item, by item
	RosterKey   = ":w"  // hash: a member's line, by user
	BegunKey    = ":h"  // sorted set of "section:user", all scores 0: active members who have begun a section
	PostsKey    = ":p"  // hash: a post's line, by post
	IndexKey    = ":x"  // sorted set: posts by time, member and item, and stamps by week, see index.go
	VersionsKey = ":v"  // hash: versions of the roadmap as JSON, by number; without the first, which is the template
	URLsKey     = ":l"  // hash: a post's id, by the hash of its link
	DigestsKey  = ":d"  // hash: a digest's revision and JSON, by week; last is the week of the last one posted
	BoardKey    = ":b:" // sorted set: users by score; a board's name, such as c.w20261123, follows
)

// BoardKinds are the letters for the kinds of boards in keys: checks, posts and stamps. The scripts
// expect them in this order.
var BoardKinds = [...]string{"c", "p", "s"}

// WeekName returns the name of the week that begins on d, as in keys.
func WeekName(d civil.Date) string { return fmt.Sprintf("%04d%02d%02d", d.Year, d.Month, d.Day) }

// MonthName returns the name of the month that contains d, as in keys.
func MonthName(d civil.Date) string { return fmt.Sprintf("%04d%02d", d.Year, d.Month) }

// WeekDate is the inverse of WeekName.
func WeekDate(name string) (civil.Date, error) {
	t, err := time.Parse("20060102", name)
	return civil.DateOf(t), err
}

// Periods are the periods whose boards are kept at an instant: the current week and the three
// before it, the current month and the one before it, and all time. Older boards are not shown; a
// change to an older week only updates its totals.
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

// LiveBoards returns the names of the boards that are kept at now.
func LiveBoards(c study.Calendar, now time.Time) []string {
	var boards []string
	for _, kind := range BoardKinds {
		for _, period := range LivePeriods(c, now) {
			boards = append(boards, kind+"."+period)
		}
	}
	return boards
}
