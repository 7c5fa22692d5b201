package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"dojang/roadmap"
	"dojang/roadmap/diff"
	"dojang/roadmap/markdown"
	"dojang/store/ledger"
	"dojang/study"
)

// versionOf returns the roadmap of the guild's group if it has version n. The guild may be nil.
func versionOf(guild *study.Guild, group string, n int) (ledger.RoadmapVersion, bool) {
	if guild == nil {
		return ledger.RoadmapVersion{}, false
	}
	g := guild.Group(group)
	if g == nil || g.RoadmapVersion != n {
		return ledger.RoadmapVersion{}, false
	}
	return ledger.RoadmapVersion{Roadmap: g.Roadmap, Former: g.Former}, true
}

// version reads version n of a group's roadmap.
func (s *Store) version(ctx context.Context, guild, group string, n int) (ledger.RoadmapVersion, error) {
	ctx, cancel := s.within(ctx)
	defer cancel()
	return ledger.ReadVersion(n, func(n int) ([]byte, error) {
		body, err := s.client.HGet(ctx, ledger.GroupKey(guild, group)+ledger.VersionsKey, strconv.Itoa(n)).Bytes()
		if isMissing(err) {
			return nil, ledger.ErrNoVersion
		}
		return body, wrapUnavailable(err)
	})
}

// Versions returns all versions of the group's roadmap, oldest first. With withRoadmaps, it also
// parses the roadmaps, which takes some milliseconds each.
func (s *Store) Versions(ctx context.Context, g *study.Group, withRoadmaps bool) ([]study.Version, error) {
	ctx, cancel := s.within(ctx)
	defer cancel()
	var stored map[string]string
	err := s.readDurable(ctx, func() (err error) {
		stored, err = s.client.HGetAll(ctx, ledger.GroupKey(g.Guild, g.ID)+ledger.VersionsKey).Result()
		return wrapUnavailable(err)
	})
	if err != nil {
		return nil, fmt.Errorf("versions: %w", err)
	}
	template, _ := markdown.Template(g.Template)
	versions := []study.Version{{N: 1, At: g.Created, Items: template.Len(), Roadmap: template}}
	for _, body := range stored {
		v, err := ledger.DecodeVersion([]byte(body))
		if err != nil {
			return nil, err
		}
		var r *roadmap.Roadmap
		switch {
		case !withRoadmaps:
		case v.N == g.RoadmapVersion:
			r = g.Roadmap
		case v.Like == 0:
			if r, err = v.Read(); err != nil {
				return nil, fmt.Errorf("version %d of the roadmap: %w", v.N, err)
			}
		}
		versions = append(versions, study.Version{N: v.N, At: time.UnixMilli(v.At), By: v.By, Like: v.Like, Items: v.Items, Roadmap: r})
	}
	slices.SortFunc(versions, func(a, b study.Version) int { return cmp.Compare(a.N, b.N) })
	for i := range versions {
		v := &versions[i]
		if v.N != i+1 || v.Like >= v.N {
			return nil, fmt.Errorf("versions: number %d is missing, or %d went back to one to come", i+1, v.N)
		}
		if v.Roadmap == nil && withRoadmaps {
			v.Roadmap = versions[v.Like-1].Roadmap
		}
	}
	return versions, nil
}

// replaceTries is how often Replace reads the members again when some join in the meantime.
const replaceTries = 10

// Replace makes the plan's next version the group's roadmap and returns the changed group. g is
// the group that the plan was made for. like is the earlier version that the plan rolls back to,
// or 0. Checks stay stored even if the roadmap no longer has their items. Replace refuses with
// "roadmap.large" and "roadmap.lines". Two round trips.
func (s *Store) Replace(ctx context.Context, g *study.Group, op study.Operation, plan *diff.Plan, like int) (*study.Group, error) {
	next := *g
	next.Roadmap, next.RoadmapVersion = plan.Next, g.RoadmapVersion+1
	next.Former = formerTitles(g, plan.Next)
	v := ledger.StoredVersion{V: ledger.VersionFormat, N: next.RoadmapVersion, At: milli(op.Now), By: op.Actor, Like: like, Items: plan.Next.Len(), Former: next.Former}
	switch like {
	case 0:
		v.Markdown, v.Reading = plan.Markdown, true
		if refused := v.Markdown.TooLarge(); refused != nil {
			return nil, refused
		}
		var err error
		if next.Roadmap, err = v.Read(); err != nil {
			return nil, fmt.Errorf("replace: %w", err)
		}
	case 1:
		v.Template = g.Template
	}
	version, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode a version of the roadmap: %w", err)
	}
	body, err := ledger.EncodeGroup(&next)
	if err != nil {
		return nil, fmt.Errorf("encode group: %w", err)
	}
	e := ledger.NewEvent(ledger.EventRoadmap, g.ID, op)
	e.Member, e.Name, e.Settings, e.Roadmap = "", "", body, version
	args := append([]string{string(body), strconv.Itoa(v.N), string(version)}, replaceArgs(g.Roadmap, next.Roadmap, plan)...)
	for range replaceTries {
		members, err := s.recordedUsers(ctx, g)
		if err != nil {
			return nil, err
		}
		keys := []string{ledger.GroupKey(g.Guild, g.ID) + ledger.VersionsKey}
		for _, user := range members {
			keys = append(keys, ledger.UserKey(g.Guild, user))
		}
		lines, err := s.changeAlso(ctx, replaceScript, keys, g, op, e, slices.Concat(args, members)...)
		switch {
		case err != nil:
			return nil, err
		case lines.status() == "members":
			continue
		case lines.status() != "ok" || len(lines) != 2:
			return nil, lines.unexpected("replace")
		}
		s.guilds.replace(&next, lines[1])
		next.Version = lines[1]
		return &next, nil
	}
	return nil, fmt.Errorf("replace: %w: members came %d times while it was done", study.ErrUnavailable, replaceTries)
}

// formerTitles returns the titles of sections that the group's roadmap has or had and the next
// version lacks.
func formerTitles(g *study.Group, next *roadmap.Roadmap) map[string]roadmap.Text {
	titles := map[string]roadmap.Text{}
	maps.Copy(titles, g.Former)
	for section := range g.Roadmap.Sections() {
		titles[section.ID] = section.Title
	}
	maps.DeleteFunc(titles, func(id string, _ roadmap.Text) bool { return next.Section(id) != nil })
	return titles
}

// recordedUsers returns the users of whom the group has a record.
func (s *Store) recordedUsers(ctx context.Context, g *study.Group) ([]string, error) {
	ctx, cancel := s.within(ctx)
	defer cancel()
	members, err := s.client.HKeys(ctx, ledger.GroupKey(g.Guild, g.ID)+ledger.RosterKey).Result()
	if err != nil {
		return nil, fmt.Errorf("members: %w", wrapUnavailable(err))
	}
	return members, nil
}

// replaceArgs returns the arguments of replace.lua about items and sections. Items that are new
// are left out, because nobody has done them. Members may have done items that come back.
func replaceArgs(before, after *roadmap.Roadmap, plan *diff.Plan) []string {
	var moved []string
	for _, s := range plan.Items {
		from, to, item := "", "", ""
		if s.Old.Item != nil {
			from, item = s.Old.Section.ID, s.Old.Item.ID
		}
		if s.New.Item != nil {
			to, item = s.New.Section.ID, s.New.Item.ID
		}
		if from != to && !slices.Contains(s.Kinds, diff.Added) {
			moved = append(moved, item, from, to)
		}
	}
	sections := ledger.ChangedSections(before, after)
	args := append([]string{strconv.Itoa(len(moved) / 3)}, moved...)
	args = append(args, strconv.Itoa(len(sections)))
	for _, section := range sections {
		args = append(args, section.ID, strings.Join(ledger.ItemIDs(section), ","))
	}
	return args
}

// Touched returns how many active members have done any of the items, and how many checks they
// have of them. Two round trips: the members, then their checks.
func (s *Store) Touched(ctx context.Context, g *study.Group, op study.Operation, items []string) (members, checks int, err error) {
	active, err := s.active(ctx, g, op)
	if err != nil || len(items) == 0 {
		return 0, 0, err
	}
	fields := make([]string, len(items))
	for i, item := range items {
		fields[i] = g.ID + ".c." + item
	}
	err = s.pipelined(ctx, func(ctx context.Context, pipe redis.Pipeliner) {
		for _, m := range active {
			pipe.HMGet(ctx, ledger.UserKey(g.Guild, m.User), fields...)
		}
	}, func(_ int, found redis.Cmder) error {
		its := slices.DeleteFunc(found.(*redis.SliceCmd).Val(), func(check any) bool { return check == nil })
		if checks += len(its); len(its) > 0 {
			members++
		}
		return nil
	})
	if err != nil {
		return 0, 0, fmt.Errorf("members touched: %w", err)
	}
	return members, checks, nil
}
