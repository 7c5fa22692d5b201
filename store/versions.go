package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"dojang/roadmap"
	"dojang/store/ledger"
)

// versionOf returns the roadmap of the guild's group if it is of that version. The
// guild may be nil.
func versionOf(guild *roadmap.Guild, group string, n int) (ledger.RoadmapVersion, bool) {
	if guild == nil {
		return ledger.RoadmapVersion{}, false
	}
	g := guild.Group(group)
	if g == nil || g.Revision != n {
		return ledger.RoadmapVersion{}, false
	}
	return ledger.RoadmapVersion{Roadmap: g.Roadmap, Former: g.Former}, true
}

// version reads a version of a group's roadmap.
func (s *Store) version(ctx context.Context, guild, group string, n int) (ledger.RoadmapVersion, error) {
	ctx, cancel := s.within(ctx)
	defer cancel()
	return ledger.ReadVersion(n, func(n int) ([]byte, error) {
		body, err := s.client.HGet(ctx, groupKey(guild, group)+versionsKey, strconv.Itoa(n)).Bytes()
		if isNil(err) {
			return nil, ledger.ErrNoVersion
		}
		return body, away(err)
	})
}

// Versions returns all versions of the group's roadmap, the first one first, with the
// roadmaps themselves if these are wanted, which takes some milliseconds for each.
func (s *Store) Versions(ctx context.Context, g *roadmap.Group, whole bool) ([]roadmap.Version, error) {
	ctx, cancel := s.within(ctx)
	defer cancel()
	var stored map[string]string
	err := s.see(ctx, func() (err error) {
		stored, err = s.client.HGetAll(ctx, groupKey(g.Guild, g.ID)+versionsKey).Result()
		return away(err)
	})
	if err != nil {
		return nil, fmt.Errorf("versions: %w", err)
	}
	edition, _ := roadmap.Edition(g.Edition)
	versions := []roadmap.Version{{N: 1, At: g.Created, Items: edition.Len(), Roadmap: edition}}
	for _, body := range stored {
		v, err := ledger.DecodeVersion([]byte(body))
		if err != nil {
			return nil, err
		}
		var r *roadmap.Roadmap
		switch {
		case !whole:
		case v.N == g.Revision:
			r = g.Roadmap
		case v.Like == 0:
			if r, err = v.Markdown.Read(); err != nil {
				return nil, fmt.Errorf("version %d of the roadmap: %w", v.N, err)
			}
		}
		versions = append(versions, roadmap.Version{N: v.N, At: time.UnixMilli(v.At), By: v.By, Like: v.Like, Items: v.Items, Roadmap: r})
	}
	slices.SortFunc(versions, func(a, b roadmap.Version) int { return cmp.Compare(a.N, b.N) })
	for i := range versions {
		v := &versions[i]
		if v.N != i+1 || v.Like >= v.N {
			return nil, fmt.Errorf("versions: number %d is missing, or %d went back to one to come", i+1, v.N)
		}
		if v.Roadmap == nil && whole {
			v.Roadmap = versions[v.Like-1].Roadmap
		}
	}
	return versions, nil
}
