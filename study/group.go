package study

import (
	"crypto/sha256"
	"encoding/base32"
	"slices"
	"strings"
	"time"

	"dojang/civil"
	"dojang/normalize"
	"dojang/roadmap"
)

// State says what a group accepts.
type State string

// The states of a group.
const (
	Active   State = "active"   // checks and digests
	Paused   State = "paused"   // checks, no digests
	Archived State = "archived" // read-only
)

// Limits of a group and of what belongs to it.
const (
	MaxGroups     = 25      // groups in a guild; Discord shows at most 25 choices
	MaxGroupName  = 50      // characters
	MaxBackDating = 14      // days
	MaxWhy        = 200     // characters of a correction's reason
	MaxPosts      = 5_000   // posts of a member in a group
	MaxGroupPosts = 100_000 // posts of a group
)

// OperationsPerMinute is how many operations a user has a minute in a guild. See
// LimitOperations in package store for how they are counted.
const OperationsPerMinute = 60

// ListsPerMinute is how many lists of more than a page a user gets a minute from one process.
const ListsPerMinute = 10

// How groups are treated after the bot was removed from their guild.
const (
	KeepRemoved      = 30 * 24 * time.Hour // how long the groups are kept
	returnCheckEvery = 12 * time.Hour      // how often to check whether the bot is back
)

// Guild is a Discord server with its groups, at one version.
type Guild struct {
	ID      string
	Version string // changes whenever a group's settings change
	Groups  []*Group
	Err     error // why some groups could not be read, or nil
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

// Named returns the group with the name or, if none has exactly this one, the only group
// with a name that looks the same. It is nil if there is none or several.
func (g *Guild) Named(name string) *Group {
	var named []*Group
	for _, group := range g.Groups {
		if group.Name == name {
			return group
		}
		if group.IsNamed(name) {
			named = append(named, group)
		}
	}
	if len(named) != 1 {
		return nil
	}
	return named[0]
}

// IsBotRemoved reports whether the bot is known to have been removed from the guild.
func (g *Guild) IsBotRemoved() bool {
	return slices.ContainsFunc(g.Groups, func(group *Group) bool { return !group.RemovedAt.IsZero() })
}

// Group is a study group in a guild, with its settings.
type Group struct {
	ID             string // 8 base32 characters
	Guild          string
	Version        string // the guild's version at which these settings were read
	Name           string
	Channel        string       // id of the home channel
	Language       roadmap.Lang // of the digest
	Template       string       // name of the template that the group was made with
	Roadmap        *roadmap.Roadmap
	RoadmapVersion int                     // number of the roadmap's version; 1 is the template
	Former         map[string]roadmap.Text // titles of sections that only earlier versions have, by id
	Calendar       Calendar
	Digest         Schedule
	State          State
	Created        time.Time
	RemovedAt      time.Time // when the bot was found to be removed from the guild; zero while it is a member
	Since          time.Time // when it was created, resumed or rescheduled; no digest is due before
}

// IsNamed reports whether the group's name looks like the given one: they differ in no more
// than case, spaces, Unicode form and characters that cannot be seen.
func (g *Group) IsNamed(name string) bool { return normalize.Name(g.Name) == normalize.Name(name) }

// SectionTitle returns the title of a section of the current roadmap or of an earlier
// version, or nil if no version has the id.
func (g *Group) SectionTitle(id string) roadmap.Text {
	if section := g.Roadmap.Section(id); section != nil {
		return section.Title
	}
	return g.Former[id]
}

// Activity summarizes a group for the list of groups.
type Activity struct {
	Members       int        // active members
	LastPublished civil.Date // week of the last posted digest; zero if none
}

// GroupID returns the id of the group that an operation creates. It depends on nothing
// else, so a repeated operation creates the same group.
func GroupID(op string) string {
	sum := sha256.Sum256([]byte("group " + op))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:5]))
}

// Due returns the digest that is due at now: its due time and the week it covers. ok is
// false unless the group is active and the due time is after Since. Due does not know
// whether the digest was posted already.
func (g *Group) Due(now time.Time) (due time.Time, week Week, ok bool) {
	due = g.Calendar.Last(g.Digest, now)
	return due, g.Calendar.Ended(due), g.State == Active && due.After(g.Since)
}

// NextDue returns the next due time after now.
func (g *Group) NextDue(now time.Time) time.Time { return g.Calendar.Next(g.Digest, now) }

// NextDigest returns when the next digest will be posted; last is the week of the last one.
// It skips due times whose week is published already, which a change of settings can cause.
func (g *Group) NextDigest(now time.Time, last civil.Date) time.Time {
	next := g.NextDue(now)
	for g.Calendar.Ended(next).Name.Compare(last) <= 0 {
		next = g.NextDue(next)
	}
	return next
}

// NextReturnCheck returns when to check next, after now, whether the bot is back in the
// guild.
func (g *Group) NextReturnCheck(now time.Time) time.Time {
	return g.RemovedAt.Add(now.Sub(g.RemovedAt).Truncate(returnCheckEvery) + returnCheckEvery)
}
