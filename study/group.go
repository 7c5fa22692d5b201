package study

import (
	"crypto/sha256"
	"encoding/base32"
	"slices"
	"strings"
	"time"

	"dojang/civil"
	"dojang/roadmap"
)

// State is what a group is doing.
type State string

// The states of a group.
const (
	Active   State = "active"   // checks and digests
	Paused   State = "paused"   // checks, no digests
	Archived State = "archived" // to be read only
)

// Limits of a group and what belongs to it.
const (
	MaxGroups     = 25  // groups in a guild: what one autocompletion can show
	MaxGroupName  = 50  // characters
	MaxBackDating = 14  // days
	MaxWhy        = 200 // characters of a correction's reason
)

// What becomes of the groups of a guild that the bot is gone from.
const (
	KeepRemoved      = 30 * 24 * time.Hour // all of it is kept so long
	returnCheckEvery = 12 * time.Hour      // it is looked for the bot being back so often
)

// Guild is a Discord server as Dojang knows it: its groups, at one version.
type Guild struct {
	ID      string
	Version string // changes with every change of a group's settings
	Groups  []*Group
	Err     error // why some of its groups cannot be read; nil if all can
}

// Group returns the group with the id, or nil.
func (g *Guild) Group(id string) *Group {
	for _, group := range g.Groups {
		if group.ID == id {
			return group
		}
	}
	return nil
}

// IsBotRemoved reports whether the bot was found to be no longer in the guild.
func (g *Guild) IsBotRemoved() bool {
	return slices.ContainsFunc(g.Groups, func(group *Group) bool { return !group.RemovedAt.IsZero() })
}

// Group is a study group in a guild, with its settings.
type Group struct {
	ID             string // 8 base32 characters
	Guild          string
	Version        string // the guild's, at which these settings were read
	Name           string
	Channel        string       // the home channel's id
	Language       roadmap.Lang // the digest's
	Template       string       // the embedded roadmap's name
	Roadmap        *roadmap.Roadmap
	RoadmapVersion int                     // the number of the roadmap's version; 1 is the edition
	Former         map[string]roadmap.Text // the titles of sections that only earlier versions had, by id
	Calendar       Calendar
	Digest         Schedule
	State          State
	Created        time.Time
	RemovedAt      time.Time // since when the bot is known not to be in the guild; zero while it is
	Since          time.Time // created, resumed, or given another time for its digest: none is made up for the time before
}

// SectionTitle returns the title of a section that a version of the group's roadmap
// has or had, nil for any other id.
func (g *Group) SectionTitle(id string) roadmap.Text {
	if section := g.Roadmap.Section(id); section != nil {
		return section.Title
	}
	return g.Former[id]
}

// Activity is what a group is up to.
type Activity struct {
	Members       int        // active ones
	LastPublished civil.Date // the week of the last digest; zero for none
}

// GroupID is the id of the group that an operation makes. It follows from the
// operation, so that a repeated one makes the same group.
func GroupID(op string) string {
	sum := sha256.Sum256([]byte("group " + op))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:5]))
}

// Due returns the digest that is due at now: its due time and the week it
// reports. ok is false when the last due time lies before the group became
// active. Whether that week was posted already is not asked here.
func (g *Group) Due(now time.Time) (due time.Time, week Week, ok bool) {
	due = g.Calendar.Last(g.Digest, now)
	return due, g.Calendar.Ended(due), g.State == Active && due.After(g.Since)
}

// NextDue returns the next due time after now.
func (g *Group) NextDue(now time.Time) time.Time { return g.Calendar.Next(g.Digest, now) }

// NextDigest returns when the next digest will be posted, told is the week of
// the last one. After a change of settings a due time may come whose week was
// told of already.
func (g *Group) NextDigest(now time.Time, told civil.Date) time.Time {
	next := g.NextDue(now)
	for g.Calendar.Ended(next).Name.Compare(told) <= 0 {
		next = g.NextDue(next)
	}
	return next
}

// NextReturnCheck returns when to look next, after now, whether the bot is back in the
// guild that it is gone from.
func (g *Group) NextReturnCheck(now time.Time) time.Time {
	return g.RemovedAt.Add(now.Sub(g.RemovedAt).Truncate(returnCheckEvery) + returnCheckEvery)
}
