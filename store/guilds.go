package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"dojang/store/ledger"
	"dojang/study"
)

// decodeGuild decodes a guild's hash. An empty hash is a guild without groups. A group that
// cannot be decoded is left out, and its error is added to Err.
func decodeGuild(id string, fields map[string]string, find ledger.VersionFinder) *study.Guild {
	guild := &study.Guild{ID: id, Version: fields["v"]}
	for name, body := range fields {
		if !strings.HasPrefix(name, "g.") {
			continue
		}
		g, err := ledger.DecodeGroup(id, guild.Version, body, find)
		if err != nil {
			guild.Err = errors.Join(guild.Err, fmt.Errorf("guild %s: %w", id, err))
			continue
		}
		guild.Groups = append(guild.Groups, g)
	}
	sortGroups(guild)
	return guild
}

// sortGroups sorts a guild's groups by the time when they were made.
func sortGroups(guild *study.Guild) {
	slices.SortFunc(guild.Groups, func(a, b *study.Group) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
}

// The bounds of guildCache.
const (
	maxCachedGuilds  = 10_000
	maxCachedMembers = 256 // of one guild
	maxCachedCustom  = 500 // guilds with custom roadmaps, which take the most room
)

// guildCache keeps guilds in memory. Its state may be old. Every script compares the version and
// answers an old one with the newer state.
type guildCache struct {
	mu     sync.Mutex
	guilds map[string]*cachedGuild
	custom map[string]bool // guilds with custom roadmaps
}

type cachedGuild struct {
	guild  *study.Guild
	groups map[string]string // by user: the groups that the user is in, as the user's hash lists them
}

// hasCustomRoadmap reports whether any group of the guild has replaced its template.
func (c *cachedGuild) hasCustomRoadmap() bool {
	return c.guild != nil && slices.ContainsFunc(c.guild.Groups, func(g *study.Group) bool { return g.RoadmapVersion > 1 })
}

// lookup returns the guild, or nil, and the user's groups; known is false if the user's groups
// are not cached.
func (c *guildCache) lookup(id, user string) (guild *study.Guild, groups string, known bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	cached := c.guilds[id]
	if cached == nil {
		return nil, "", false
	}
	groups, known = cached.groups[user]
	return cached.guild, groups, known
}

// update stores the newer state that a script has answered with. If a group's roadmap is not
// cached, the guild is dropped and loaded when it is next needed.
func (c *guildCache) update(id, user, groups string, fields map[string]string) {
	before, _, _ := c.lookup(id, user)
	missing := false
	guild := decodeGuild(id, fields, func(group string, n int) (ledger.RoadmapVersion, error) {
		if r, known := versionOf(before, group, n); known {
			return r, nil
		}
		missing = true
		return ledger.RoadmapVersion{}, ledger.ErrNoVersion
	})
	if missing {
		c.drop(id)
		return
	}
	c.keep(guild, user, groups)
}

func (c *guildCache) keep(guild *study.Guild, user, groups string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.guilds == nil {
		c.guilds = map[string]*cachedGuild{}
	}
	cached := c.guilds[guild.ID]
	if cached == nil {
		for id := range c.guilds { // evict an arbitrary guild
			if len(c.guilds) < maxCachedGuilds {
				break
			}
			c.remove(id)
		}
		cached = &cachedGuild{groups: map[string]string{}}
		c.guilds[guild.ID] = cached
	}
	c.put(cached, guild)
	if len(cached.groups) >= maxCachedMembers {
		clear(cached.groups)
	}
	cached.groups[user] = groups
}

// put sets the state of a cached guild. The caller holds c.mu.
func (c *guildCache) put(cached *cachedGuild, guild *study.Guild) {
	delete(c.custom, guild.ID)
	if cached.guild = guild; !cached.hasCustomRoadmap() {
		return
	}
	for id := range c.custom {
		if len(c.custom) < maxCachedCustom {
			break
		}
		c.remove(id)
	}
	if c.custom == nil {
		c.custom = map[string]bool{}
	}
	c.custom[guild.ID] = true
}

// remove removes a guild. The caller holds c.mu.
func (c *guildCache) remove(id string) {
	delete(c.guilds, id)
	delete(c.custom, id)
}

// replace updates a group that was just stored; version is the guild's new version.
func (c *guildCache) replace(g *study.Group, version string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	cached := c.guilds[g.Guild]
	if cached == nil || cached.guild.Version != g.Version { // the guild has changed again
		c.remove(g.Guild)
		return
	}
	guild := &study.Guild{ID: g.Guild, Version: version, Err: cached.guild.Err}
	saved := *g
	for _, other := range cached.guild.Groups {
		if other.ID != g.ID {
			group := *other
			group.Version = version
			guild.Groups = append(guild.Groups, &group)
		}
	}
	saved.Version = version
	guild.Groups = append(guild.Groups, &saved)
	sortGroups(guild)
	c.put(cached, guild)
}

// drop removes a guild, so that it is loaded when it is next needed.
func (c *guildCache) drop(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.remove(id)
}

// Forget removes a guild from the cache.
func (s *Store) Forget(guild string) { s.guilds.drop(guild) }

// Guild returns the guild and the ids of the groups that the user is in, as one string for
// [study.Operation]. Both may come from the cache and be old, which the scripts detect.
func (s *Store) Guild(ctx context.Context, id, user string) (*study.Guild, string, error) {
	if guild, groups, known := s.guilds.lookup(id, user); known {
		return guild, groups, nil
	}
	guild, fields, err := s.loadGuild(ctx, id, user)
	return guild, fields["groups"], err
}

// Current returns the guild as it is stored now.
func (s *Store) Current(ctx context.Context, id string) (*study.Guild, error) {
	guild, _, err := s.loadGuild(ctx, id, "0") // nobody has this id
	return guild, err
}

// GuildWithChecks returns the guild as it is stored now, the ids of the groups that the user is in, and a
// function that tells whether and when the user has done an item of a group. It takes one round
// trip.
func (s *Store) GuildWithChecks(ctx context.Context, id, user string) (*study.Guild, string, func(group, item string) (time.Time, bool), error) {
	guild, fields, err := s.loadGuild(ctx, id, user)
	done := func(group, item string) (time.Time, bool) {
		value, ok := fields[group+".c."+item]
		check, _ := ledger.ParseCheck(item, value) // the item counts as done even if its line is damaged
		return check.At, ok
	}
	return guild, fields["groups"], done, err
}

// loadGuild returns the guild as it is stored now, and the fields of the user's hash.
func (s *Store) loadGuild(ctx context.Context, id, user string) (*study.Guild, map[string]string, error) {
	guild, _, _ := s.guilds.lookup(id, user)
	version := "none" // no guild has this one
	if guild != nil {
		version = guild.Version
	}
	var answer any
	err := s.readDurable(ctx, func() (err error) {
		answer, err = s.run(ctx, loadGuildScript, []string{ledger.GuildKey(id), ledger.UserKey(id, user)}, []any{version})
		return err
	})
	if err != nil {
		return nil, nil, fmt.Errorf("load guild: %w", err)
	}
	parts, ok := answer.([]any)
	if !ok || len(parts) != 3 {
		return nil, nil, fmt.Errorf("load guild: unexpected reply %v", answer)
	}
	if parts[0] != version {
		before := guild
		guild = decodeGuild(id, pairs(texts(parts[1])), func(group string, n int) (ledger.RoadmapVersion, error) {
			if r, known := versionOf(before, group, n); known {
				return r, nil
			}
			return s.version(ctx, id, group, n)
		})
	}
	fields := pairs(texts(parts[2]))
	s.guilds.keep(guild, user, fields["groups"])
	return guild, fields, nil
}
