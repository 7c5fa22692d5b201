package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"dojang/roadmap"
)

// storedVersion is a version of a group's roadmap, as versionsKey and the event that
// brought it hold it. Versions are numbered from 1 and never changed; the first is
// the edition, and not stored.
type storedVersion struct {
	V        int               `json:"v"`
	N        int               `json:"n"`
	At       int64             `json:"at"`
	By       string            `json:"by"`                 // the user who brought it
	Items    int               `json:"items"`              // how many it has
	Like     int               `json:"like,omitempty"`     // the version that it went back to
	Edition  string            `json:"edition,omitempty"`  // of one that went back to the first
	Markdown roadmap.Versioned `json:"markdown,omitempty"` // of one that went back to none

	Former map[string]roadmap.Text `json:"former,omitempty"` // the titles of sections that only earlier versions have, by id
}

// versionVersion is the version of the versions that are written.
const versionVersion = 1

// errNoRevision means that a version is not there.
var errNoRevision = errors.New("it is not stored")

func decodeVersion(body []byte) (v storedVersion, err error) {
	if err := json.Unmarshal(body, &v); err != nil {
		return v, fmt.Errorf("decode a version of the roadmap: %w", err)
	}
	if v.V > versionVersion {
		return v, newer(fmt.Sprint("version ", v.N, " of the roadmap"), v.V, versionVersion)
	}
	return v, nil
}

// revision is a version of a group's roadmap, with the titles of the sections that
// only earlier ones had.
type revision struct {
	roadmap *roadmap.Roadmap
	former  map[string]roadmap.Text
}

// revisionOf returns the roadmap of the guild's group if it is of that version. The
// guild may be nil.
func revisionOf(guild *roadmap.Guild, group string, n int) (revision, bool) {
	if guild == nil {
		return revision{}, false
	}
	g := guild.Group(group)
	if g == nil || g.Revision != n {
		return revision{}, false
	}
	return revision{g.Roadmap, g.Former}, true
}

// revision reads a version of the ledger's roadmap.
func (l *ledger) revision(n int) (revision, error) {
	return readRevision(n, func(n int) ([]byte, error) {
		if body, ok := l.versions[n]; ok {
			return body, nil
		}
		return nil, errNoRevision
	})
}

// revision reads a version of a group's roadmap.
func (s *Store) revision(ctx context.Context, guild, group string, n int) (revision, error) {
	ctx, cancel := s.within(ctx)
	defer cancel()
	return readRevision(n, func(n int) ([]byte, error) {
		body, err := s.client.HGet(ctx, groupKey(guild, group)+versionsKey, strconv.Itoa(n)).Bytes()
		if isNil(err) {
			return nil, errNoRevision
		}
		return body, away(err)
	})
}

// readRevision reads a version of a roadmap; body gives what is stored of one. One
// that went back to another is that one.
func readRevision(n int, body func(n int) ([]byte, error)) (revision, error) {
	b, err := body(n)
	if err != nil {
		return revision{}, err
	}
	v, err := decodeVersion(b)
	switch {
	case err != nil:
	case v.Edition != "":
		r, ok := roadmap.Edition(v.Edition)
		if !ok {
			return revision{}, fmt.Errorf("it is the unknown edition %q", v.Edition)
		}
		return revision{r, v.Former}, nil
	case v.Like == 0:
		r, err := v.Markdown.Read()
		return revision{r, v.Former}, err
	case v.Like >= n:
		err = fmt.Errorf("it went back to version %d", v.Like)
	default:
		like, err := readRevision(v.Like, body)
		return revision{like.roadmap, v.Former}, err
	}
	return revision{}, err
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
		v, err := decodeVersion([]byte(body))
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
