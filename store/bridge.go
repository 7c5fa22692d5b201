package store

import (
	"time"

	"dojang/roadmap"
	"dojang/store/ledger"
)

// The names of package ledger that this package's older files use.
type (
	event      = ledger.Event
	periods    = ledger.Periods
	difference = ledger.Difference
)

const (
	eventGroup   = ledger.EventGroup
	eventRoadmap = ledger.EventRoadmap
	eventJoin    = ledger.EventJoin
	eventLeave   = ledger.EventLeave
	eventHide    = ledger.EventHide
	eventCheck   = ledger.EventCheck
	eventUncheck = ledger.EventUncheck
	eventShare   = ledger.EventShare
	eventEdit    = ledger.EventEdit
	eventRemove  = ledger.EventRemove
	eventUndo    = ledger.EventUndo
	eventDigest  = ledger.EventDigest

	eventsKey   = ledger.EventsKey
	foldedKey   = ledger.SnapshotKey
	countersKey = ledger.CountersKey
	itemsKey    = ledger.ItemsKey
	rosterKey   = ledger.RosterKey
	begunKey    = ledger.BegunKey
	postsKey    = ledger.PostsKey
	indexKey    = ledger.IndexKey
	versionsKey = ledger.VersionsKey
	urlsKey     = ledger.URLsKey
	digestsKey  = ledger.DigestsKey
	boardKey    = ledger.BoardKey
)

var boardKinds = ledger.BoardKinds

func newEvent(kind, group string, act roadmap.Act) event { return ledger.NewEvent(kind, group, act) }

func guildKey(guild string) string        { return ledger.GuildKey(guild) }
func userKey(guild, user string) string   { return ledger.UserKey(guild, user) }
func groupKey(guild, group string) string { return ledger.GroupKey(guild, group) }

func weekName(d roadmap.Date) string                        { return ledger.WeekName(d) }
func monthName(d roadmap.Date) string                       { return ledger.MonthName(d) }
func weekDate(name string) (roadmap.Date, error)            { return ledger.WeekDate(name) }
func livePeriods(c roadmap.Calendar, now time.Time) periods { return ledger.LivePeriods(c, now) }

func encodeGroup(g *roadmap.Group) ([]byte, error) { return ledger.EncodeGroup(g) }
func decodeDigest(week roadmap.Date, line string) (roadmap.Digest, error) {
	return ledger.DecodeDigest(week, line)
}
func parseCheck(item, line string) (roadmap.Check, error)   { return ledger.ParseCheck(item, line) }
func parseMember(user, line string) (roadmap.Member, error) { return ledger.ParseMember(user, line) }

func newer(what string, version, known int) error { return ledger.Newer(what, version, known) }
