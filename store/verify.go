package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"dojang/store/eventlog"
	"dojang/store/ledger"
	"dojang/study"
)

// Difference is a field or set member whose stored value differs from what the events lead to.
type Difference struct {
	Guild, Key, Field string
	Want, Got         string // "" if nothing should be stored, or nothing is
}

func (d Difference) String() string {
	quoted := func(s string) string {
		if s == "" {
			return "nothing"
		}
		return strconv.Quote(s)
	}
	return fmt.Sprintf("%s %s: %s is stored, the events say %s", d.Key, d.Field, quoted(d.Got), quoted(d.Want))
}

// Checked counts what Verify or Rebuild has read and found.
type Checked struct {
	Guilds, Groups, Events int
	Differences            int
}

// Verify replays the events of every group, compares the result with what is stored, and reports
// each difference. It changes nothing and may run beside bots. now determines which boards should
// exist. An event that cannot be read is an error.
func (s *Store) Verify(ctx context.Context, now time.Time, report func(Difference)) (Checked, error) {
	if s.durable() {
		return s.verifyLog(ctx, now, report)
	}
	return s.forEachGuild(ctx, func(guild string, groups []string) (guildState, error) {
		st, err := s.inspect(ctx, guild, groups, now)
		for _, d := range st.differences {
			report(inGuild(guild, d))
		}
		return st, err
	})
}

// inGuild returns a difference as it is reported.
func inGuild(guild string, d ledger.Difference) Difference {
	return Difference{Guild: guild, Key: d.Key, Field: d.Field, Want: d.Want, Got: d.Got}
}

// forEachGuild calls work for every guild that has groups and adds up the results.
func (s *Store) forEachGuild(ctx context.Context, work func(guild string, groups []string) (guildState, error)) (Checked, error) {
	all, err := s.groups(ctx)
	if err != nil {
		return Checked{}, err
	}
	var sum Checked
	for _, guild := range slices.Sorted(maps.Keys(all)) {
		slices.Sort(all[guild])
		st, err := work(guild, all[guild])
		if err != nil {
			return sum, fmt.Errorf("guild %s: %w", guild, err)
		}
		sum.add(&st)
	}
	return sum, nil
}

func (c *Checked) add(st *guildState) {
	c.Guilds++
	c.Groups += len(st.ledgers)
	for _, l := range st.ledgers {
		c.Events += l.Applied
	}
	c.Differences += len(st.differences)
}

// verifyLog is Verify for the durable embedded store, whose events are in its log. It blocks
// changes.
func (s *Store) verifyLog(ctx context.Context, now time.Time, report func(Difference)) (Checked, error) {
	if latest := s.Latest(); latest.After(now) {
		now = latest // a sandbox's clock may be ahead
	}
	var sum Checked
	err := s.embedded.log.Inspect(ctx, func(c *eventlog.Contents) (err error) {
		sum, err = s.verifyContents(ctx, c, now, report)
		return err
	})
	return sum, err
}

// verifyContents compares what is stored with the contents of the log.
func (s *Store) verifyContents(ctx context.Context, c *eventlog.Contents, now time.Time, report func(Difference)) (Checked, error) {
	guilds := map[string][]*ledger.Ledger{}
	for ref, l := range c.Ledgers {
		guilds[ref.Guild] = append(guilds[ref.Guild], l)
	}
	var sum Checked
	for _, guild := range slices.Sorted(maps.Keys(guilds)) {
		st := guildState{guild: guild, ledgers: guilds[guild]}
		var groups []string
		for _, l := range st.ledgers {
			groups = append(groups, l.ID)
		}
		got, err := s.stored(ctx, guild, st.ledgers, now)
		if err != nil {
			return sum, err
		}
		if st.fingerprint, err = s.fingerprint(ctx, guild, groups); err != nil {
			return sum, err
		}
		st.differences = ledger.Compare(ledger.Layout(guild, st.ledgers, now), got)
		st.addSequences(now)
		for _, d := range st.differences {
			report(inGuild(guild, d))
		}
		sum.add(&st)
	}
	return sum, nil
}

// guildState compares what is stored of a guild at one moment with what its events lead to.
type guildState struct {
	guild       string
	ledgers     []*ledger.Ledger
	fingerprint []string // the guild's version and the numbers of its groups' sequences
	differences []ledger.Difference
}

// inspectTries is how often a guild is read if it changes while it is being read.
const inspectTries = 20

// inspect compares what is stored of a guild with its events. If the guild changes in the
// meantime, it is read again, up to inspectTries times.
func (s *Store) inspect(ctx context.Context, guild string, groups []string, now time.Time) (guildState, error) {
	for range inspectTries {
		st := guildState{guild: guild}
		before, err := s.fingerprint(ctx, guild, groups)
		if err != nil {
			return st, err
		}
		for _, group := range groups {
			l, err := s.ledger(ctx, guild, group)
			if err != nil {
				return st, err
			}
			st.ledgers = append(st.ledgers, l)
		}
		want := ledger.Layout(guild, st.ledgers, now)
		got, err := s.stored(ctx, guild, st.ledgers, now)
		if err != nil {
			return st, err
		}
		if st.fingerprint, err = s.fingerprint(ctx, guild, groups); err != nil {
			return st, err
		}
		if slices.Equal(before, st.fingerprint) {
			st.differences = ledger.Compare(want, got)
			st.addSequences(now)
			return st, nil
		}
	}
	return guildState{}, fmt.Errorf("it changed %d times while it was read: try again when it is calmer", inspectTries)
}

// addSequences adds the differences of two fields that do not follow from the events but have to
// match them. A group's sequence must not be behind its events, or Redis refuses the next one. A
// guild whose settings change needs a new version, so that no bot keeps using its cached ones.
func (st *guildState) addSequences(now time.Time) {
	version := ledger.Difference{Key: ledger.GuildKey(st.guild), Field: "v", Got: st.fingerprint[0]}
	stored, err := strconv.ParseInt(st.fingerprint[0], 10, 64)
	switch {
	case err != nil:
		version.Want = strconv.FormatInt(milli(now), 10) // higher than any earlier version
		st.differences = slices.Insert(st.differences, 0, version)
	case slices.ContainsFunc(st.differences, func(d ledger.Difference) bool { return d.Key == ledger.GuildKey(st.guild) }):
		version.Want = strconv.FormatInt(stored+1, 10)
		st.differences = slices.Insert(st.differences, 0, version)
	}
	for i, l := range st.ledgers {
		if stored, _ := strconv.ParseInt(st.fingerprint[1+i], 10, 64); stored < l.Seq {
			st.differences = append(st.differences, ledger.Difference{Key: ledger.GroupKey(l.Guild, l.ID) + ledger.CountersKey, Field: "seq",
				Want: strconv.FormatInt(l.Seq, 10), Got: st.fingerprint[1+i]})
		}
	}
}

// fingerprint returns values of which at least one changes whenever the guild or one of its groups
// changes: the guild's version and the groups' sequences.
func (s *Store) fingerprint(ctx context.Context, guild string, groups []string) ([]string, error) {
	version, err := s.client.HGet(ctx, ledger.GuildKey(guild), "v").Result()
	if err != nil && !isMissing(err) {
		return nil, wrapUnavailable(err)
	}
	found := []string{version}
	for _, group := range groups {
		seq, err := s.client.HGet(ctx, ledger.GroupKey(guild, group)+ledger.CountersKey, "seq").Result()
		if err != nil && !isMissing(err) {
			return nil, wrapUnavailable(err)
		}
		found = append(found, seq)
	}
	return found, nil
}

// stored reads everything stored of a guild that follows from events.
func (s *Store) stored(ctx context.Context, guild string, ledgers []*ledger.Ledger, now time.Time) (*ledger.Keyspace, error) {
	ks := ledger.NewKeyspace()
	users := map[string]bool{}
	if err := s.readHash(ctx, ks, ledger.GuildKey(guild), func(field string) bool { return strings.HasPrefix(field, "g.") }); err != nil {
		return nil, err
	}
	all := func(string) bool { return true }
	for _, l := range ledgers {
		prefix := ledger.GroupKey(guild, l.ID)
		for _, user := range l.Users() {
			users[user] = true
		}
		for _, key := range []string{ledger.ItemsKey, ledger.RosterKey, ledger.VersionsKey, ledger.PostsKey, ledger.URLsKey, ledger.DigestsKey} {
			if err := s.readHash(ctx, ks, prefix+key, all); err != nil {
				return nil, err
			}
		}
		if err := s.readHash(ctx, ks, prefix+ledger.CountersKey, func(field string) bool { return field != "seq" }); err != nil {
			return nil, err
		}
		for user := range ks.Hashes[prefix+ledger.RosterKey] {
			users[user] = true
		}
		sets := []string{ledger.BegunKey, ledger.IndexKey}
		if l.Group != nil {
			for _, board := range ledger.LiveBoards(l.Group.Calendar, now) {
				sets = append(sets, ledger.BoardKey+board)
			}
		}
		for _, key := range sets {
			if err := s.readSet(ctx, ks, prefix+key); err != nil {
				return nil, err
			}
		}
	}
	for user := range users {
		if err := s.readHash(ctx, ks, ledger.UserKey(guild, user), all); err != nil {
			return nil, err
		}
	}
	return ks, nil
}

// readHash reads the wanted fields of a hash into ks.
func (s *Store) readHash(ctx context.Context, ks *ledger.Keyspace, key string, wanted func(field string) bool) error {
	fields, err := s.client.HGetAll(ctx, key).Result()
	if err != nil {
		return wrapUnavailable(err)
	}
	for field, value := range fields {
		if wanted(field) {
			ks.Put(key, field, value)
		}
	}
	return nil
}

func (s *Store) readSet(ctx context.Context, ks *ledger.Keyspace, key string) error {
	members, err := s.client.ZRangeWithScores(ctx, key, 0, -1).Result()
	if err != nil {
		return wrapUnavailable(err)
	}
	for _, m := range members {
		name, _ := m.Member.(string)
		ks.Add(key, name, int(m.Score))
	}
	return nil
}

// isScheduled reports whether the group is among the due ones, or does not have to be.
func (s *Store) isScheduled(ctx context.Context, g *study.Group) (bool, error) {
	if g.State != study.Active && g.RemovedAt.IsZero() {
		return true, nil
	}
	err := s.client.ZScore(ctx, dueKey(dueShard(g.Guild)), dueID(g.Guild, g.ID)).Err()
	if isMissing(err) {
		return false, nil
	}
	return err == nil, wrapUnavailable(err)
}
