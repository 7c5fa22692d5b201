package ledger

import (
	"encoding/json"
	"fmt"
	"time"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
	"dojang/study"
)

// storedGroup is the JSON of a group in the guild's hash and in events.
type storedGroup struct {
	V              int          `json:"v"`
	ID             string       `json:"id"`
	Name           string       `json:"name"`
	Channel        string       `json:"channel"`
	Language       roadmap.Lang `json:"language"`
	Template       string       `json:"roadmap"`           // the name of the template that it began with
	RoadmapVersion int          `json:"version,omitempty"` // of the roadmap, see version.go; absent for the template
	Weeks          []storedRule `json:"weeks"`
	Day            time.Weekday `json:"day"` // of the digest; 0 is Sunday
	Hour           int          `json:"hour"`
	Minute         int          `json:"minute"`

	State     study.State `json:"state"`
	Created   int64       `json:"created"`
	Since     int64       `json:"since"`
	RemovedAt int64       `json:"gone,omitempty"`
}

type storedRule struct {
	From  int64        `json:"from"` // in milliseconds since 1970; 0 for the first rule
	Zone  string       `json:"zone"`
	Start time.Weekday `json:"start"`
	Hour  int          `json:"hour"`
}

// groupVersion is the version of groups that have replaced their roadmap, which old releases do
// not support. Other groups are written as version 1.
const groupVersion = 2

// EncodeGroup encodes a group as JSON.
func EncodeGroup(g *study.Group) ([]byte, error) {
	stored := storedGroup{V: 1, ID: g.ID, Name: g.Name, Channel: g.Channel, Language: g.Language,
		Template: g.Template, Day: g.Digest.Day, Hour: g.Digest.Hour, Minute: g.Digest.Minute,
		State: g.State, Created: g.Created.UnixMilli(), Since: g.Since.UnixMilli()}
	if g.RoadmapVersion > 1 {
		stored.V, stored.RoadmapVersion = groupVersion, g.RoadmapVersion
	}
	if !g.RemovedAt.IsZero() {
		stored.RemovedAt = g.RemovedAt.UnixMilli()
	}
	for i, rule := range g.Calendar {
		r := storedRule{Zone: rule.Zone.String(), Start: rule.Start, Hour: rule.Hour}
		if i > 0 {
			r.From = rule.From.UnixMilli()
		}
		stored.Weeks = append(stored.Weeks, r)
	}
	return json.Marshal(stored)
}

// VersionFinder returns a version of a group's roadmap, from 2 on.
type VersionFinder func(group string, revision int) (RoadmapVersion, error)

// DecodeGroup decodes the JSON of a group. version is the version of the guild. find is called if
// the group has replaced its roadmap.
func DecodeGroup(guild, version, body string, find VersionFinder) (*study.Group, error) {
	var stored storedGroup
	if err := json.Unmarshal([]byte(body), &stored); err != nil {
		return nil, fmt.Errorf("decode group: %w", err)
	}
	if stored.V > groupVersion {
		return nil, Newer("group "+stored.ID, stored.V, groupVersion)
	}
	if len(stored.Weeks) == 0 {
		return nil, fmt.Errorf("group %s has no rule for its weeks", stored.ID)
	}
	template, ok := markdown.Template(stored.Template)
	if !ok {
		return nil, fmt.Errorf("group %s works through the unknown roadmap %q", stored.ID, stored.Template)
	}
	current := RoadmapVersion{Roadmap: template}
	if stored.RoadmapVersion > 1 {
		var err error
		if current, err = find(stored.ID, stored.RoadmapVersion); err != nil {
			return nil, fmt.Errorf("group %s: version %d of its roadmap: %w", stored.ID, stored.RoadmapVersion, err)
		}
	}
	g := &study.Group{ID: stored.ID, Guild: guild, Version: version, Name: stored.Name, Channel: stored.Channel,
		Language: stored.Language, Template: stored.Template, Roadmap: current.Roadmap, Former: current.Former, RoadmapVersion: max(1, stored.RoadmapVersion),
		Digest: study.Schedule{Day: stored.Day, Hour: stored.Hour, Minute: stored.Minute},
		State:  stored.State, Created: time.UnixMilli(stored.Created), Since: time.UnixMilli(stored.Since)}
	if stored.RemovedAt != 0 {
		g.RemovedAt = time.UnixMilli(stored.RemovedAt)
	}
	for _, rule := range stored.Weeks {
		zone, err := time.LoadLocation(rule.Zone)
		if err != nil {
			return nil, fmt.Errorf("group %s: %w", stored.ID, err)
		}
		r := study.WeekRule{Zone: zone, Start: rule.Start, Hour: rule.Hour}
		if rule.From != 0 {
			r.From = time.UnixMilli(rule.From)
		}
		g.Calendar = append(g.Calendar, r)
	}
	return g, nil
}
