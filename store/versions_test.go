package store

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"

	"dojang/refusal"
	"dojang/roadmap"
	"dojang/roadmap/diff"
	"dojang/roadmap/markdown"
	"dojang/store/ledger"
	"dojang/study"
)

// replace gives the group a roadmap that is its own with something changed.
func (w *world) replace(g *study.Group, old, new string) *study.Group {
	w.t.Helper()
	src := string(markdown.Write(g.Roadmap, roadmap.Korean))
	if !strings.Contains(src, old) {
		w.t.Fatalf("the roadmap has no %q", old)
	}
	file, _, err := markdown.Parse([]byte(strings.Replace(src, old, new, 1)), "")
	if err != nil {
		w.t.Fatal(err)
	}
	versions, err := w.s.Versions(w.t.Context(), g, true)
	if err != nil {
		w.t.Fatal(err)
	}
	var earlier []*roadmap.Roadmap
	for _, v := range versions {
		earlier = append(earlier, v.Roadmap)
	}
	plan := diff.PlanReplacement(g.Roadmap, earlier, file, diff.AsProposed)
	next, err := w.s.Replace(w.t.Context(), g, w.op("1"), plan, 0)
	if err != nil {
		w.t.Fatal(err)
	}
	return next
}

// line is the item's line in the roadmap's Markdown.
func line(g *study.Group, item string) string {
	for l := range strings.Lines(string(markdown.Write(g.Roadmap, roadmap.Korean))) {
		if strings.Contains(l, "<!-- id: "+item+" -->") {
			return l
		}
	}
	return "no line of " + item
}

// goBack puts an earlier version in the place of the roadmap.
func (w *world) goBack(g *study.Group, n int) *study.Group {
	w.t.Helper()
	versions, err := w.s.Versions(w.t.Context(), g, true)
	if err != nil {
		w.t.Fatal(err)
	}
	next, err := w.s.Replace(w.t.Context(), g, w.op("1"), diff.PlanRollback(g.Roadmap, versions[n-1].Roadmap), n)
	if err != nil {
		w.t.Fatal(err)
	}
	return next
}

func TestReplacedAndRolledBack(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		first := w.op("21")
		if _, err := w.s.Check(t.Context(), g, first, "gil", w.now, w.link("https://example.com/gil"), ""); err != nil {
			t.Fatal(err)
		}
		w.check(g, "21", "gc")
		w.check(g, "22", "gil")
		if err := w.s.Leave(t.Context(), g, w.op("22"), false); err != nil {
			t.Fatal(err)
		}
		board := w.board(g, "21", study.AllTime, study.Checks)

		if members, checks, err := w.s.Touched(t.Context(), g, w.op("21"), []string{"gil", "gc", "mypy"}); members != 1 || checks != 2 || err != nil {
			t.Errorf("%d members, %d checks, %v; want those of the active one", members, checks, err)
		}
		second := w.replace(g, line(g, "gil"), "")
		if second.RoadmapVersion != 2 || second.Roadmap.Len() != g.Roadmap.Len()-1 {
			t.Errorf("version %d with %d items", second.RoadmapVersion, second.Roadmap.Len())
		}
		if got := w.check(second, "21", "mypy").Total; got != 2 {
			t.Errorf("total = %d; want 2, without the item that is gone", got)
		}
		w.uncheck(second, "21", "mypy")
		if _, err := w.s.Check(t.Context(), second, w.op("21"), "gil", w.now, nil, ""); err == nil {
			t.Error("an item that is gone was ticked off")
		}
		if got, err := w.s.Check(t.Context(), g, w.op("21"), "gc", w.now, nil, ""); !errors.Is(err, study.ErrStale) {
			t.Errorf("a check by the version before = %+v, %v", got, err)
		}
		if diff := cmp.Diff(board, w.board(second, "21", study.AllTime, study.Checks)); diff != "" {
			t.Errorf("the board has changed: %s", diff)
		}
		if n, err := w.s.Join(t.Context(), second, w.op("22")); err != nil || n != 0 {
			t.Errorf("came back to %d items, %v; want none that the roadmap has", n, err)
		}
		clean(t, w.s, w.now)

		third := w.goBack(second, 1)
		if third.Roadmap != g.Roadmap {
			t.Error("going back to the first version does not give the edition")
		}
		if got := w.check(third, "22", "gc").Total; got != 2 {
			t.Errorf("total = %d; want 2, with the item that came back", got)
		}
		fourth := w.goBack(w.replace(third, line(third, "gil"), ""), 3)
		if undone, err := w.s.Undo(t.Context(), fourth, w.op("21"), first.ID, "gil", postID(first.ID)); err != nil || undone.Total != 1 {
			t.Errorf("undone = %+v, %v", undone, err)
		}
		versions, err := w.s.Versions(t.Context(), fourth, true)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, v := range versions {
			got += strings.Join([]string{"", "version", strconv.Itoa(v.N), "like", strconv.Itoa(v.Like), "by", v.By, "of", strconv.Itoa(v.Items)}, " ")
		}
		if want := " version 1 like 0 by  of 168 version 2 like 0 by 1 of 167 version 3 like 1 by 1 of 168" +
			" version 4 like 0 by 1 of 167 version 5 like 3 by 1 of 168"; got != want {
			t.Errorf("versions\n%s; want\n%s", got, want)
		}
		clean(t, w.s, w.now)
		w.s.Forget(w.guild)
		if loaded := w.load(); loaded.Err != nil || loaded.Group(g.ID).RoadmapVersion != 5 || loaded.Group(g.ID).Roadmap.Len() != 168 {
			t.Errorf("loaded %+v", loaded)
		}
	})
}

// What an operation did to an item that is gone since can be undone.
func TestUndoOfWhatIsGone(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		for _, item := range section[:len(section)-1] {
			w.check(g, "21", item)
		}
		before := w.derived()
		op := w.op("21")
		if _, err := w.s.Check(t.Context(), g, op, section[len(section)-1], w.now, w.link("https://example.com/a"), ""); err != nil {
			t.Fatal(err)
		}
		if stamps := w.board(g, "21", study.AllTime, study.Stamps).Total; stamps != 1 {
			t.Fatalf("%d stamps", stamps)
		}
		next := w.replace(g, line(g, section[len(section)-1]), "")
		if stamps := w.board(next, "21", study.AllTime, study.Stamps).Total; stamps != 1 {
			t.Errorf("replacing took the stamp: %d", stamps)
		}
		if _, err := w.s.UndoAll(t.Context(), next, w.op("21"), op.ID); err != nil {
			t.Error(err)
		}
		clean(t, w.s, w.now)
		back := w.goBack(next, 1)
		after := w.derived()
		for _, dump := range []map[string]any{before, after} {
			delete(dump, ledger.GuildKey(w.guild)) // of another version
			delete(dump, ledger.GroupKey(w.guild, back.ID)+ledger.VersionsKey)
		}
		same(t, "undone", before, after)
	})
}

// Somebody becomes a member while the roadmap is replaced.
func TestReplaceWhileMembersCome(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		w.check(g, "21", "gil")
		come := []string{"22", "23"}
		w.s.AddHook(after("hkeys", func() {
			if len(come) > 0 {
				user := come[0]
				come = come[1:]
				w.check(g, user, "gil")
			}
		}))
		next := w.replace(g, line(g, "gil"), "")
		for _, user := range []string{"21", "22", "23"} {
			if got := w.check(next, user, "gc").Total; got != 1 {
				t.Errorf("total of %s = %d, want 1", user, got)
			}
		}
		clean(t, w.s, w.now)
	})
}

// after is a hook that does something after each command of the name.
func after(name string, do func()) redis.Hook { return afterHook{name, do} }

type afterHook struct {
	name string
	do   func()
}

func (h afterHook) DialHook(next redis.DialHook) redis.DialHook { return next }

func (h afterHook) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		err := next(ctx, cmd)
		if cmd.Name() == h.name {
			h.do()
		}
		return err
	}
}

func (h afterHook) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

// A guild with a version that is missing, or that only a later release can read,
// says so, and its other groups are there.
func TestVersionsThatCannotBeRead(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		other := w.group("other")
		g := w.replace(w.group("g"), "- [ ] ", "- [ ] Changed ")
		key := ledger.GroupKey(g.Guild, g.ID) + ledger.VersionsKey
		for what, damage := range map[string]func() error{
			"newer Dojang": func() error { return w.s.client.HSet(t.Context(), key, "2", `{"v":9,"n":2}`).Err() },
			"not stored":   func() error { return w.s.client.HDel(t.Context(), key, "2").Err() },
		} {
			if err := damage(); err != nil {
				t.Fatal(err)
			}
			w.s.Forget(g.Guild)
			guild := w.load()
			if guild.Err == nil || !strings.Contains(guild.Err.Error(), what) || guild.Group(other.ID) == nil || guild.Group(g.ID) != nil {
				t.Errorf("%s: %+v", what, guild)
			}
		}
	})
}

func TestATooLargeVersionIsRefused(t *testing.T) {
	w := newWorld(t, openURL(t, ""))
	g := w.group("g")
	var b strings.Builder
	b.WriteString("# T\n## A\n### S\n")
	for i := range roadmap.MaxItems {
		b.WriteString("- [ ] " + strconv.Itoa(i) + strings.Repeat("가", 170) + "\n")
	}
	file, _, err := markdown.Parse([]byte(b.String()), "")
	if err != nil {
		t.Fatal(err)
	}
	plan := diff.PlanReplacement(g.Roadmap, nil, file, diff.AsProposed)
	_, err = w.s.Replace(t.Context(), g, w.op("1"), plan, 0)
	var refusal *refusal.Refusal
	if !errors.As(err, &refusal) || refusal.Code != "roadmap.large" {
		t.Errorf("replace: %v, want it refused for its size with the ids", err)
	}
	if loaded := w.load().Group(g.ID); loaded.RoadmapVersion != 1 || loaded.Roadmap.Len() != 168 {
		t.Errorf("version %d with %d items", loaded.RoadmapVersion, loaded.Roadmap.Len())
	}
}

// What a version stores of its file's links is known, also if there were none.
func TestAStoredVersionKnowsItsReading(t *testing.T) {
	w := newWorld(t, openURL(t, ""))
	g := w.replace(w.group("g"), "- [ ] ", "- [ ] Changed ")
	w.s.Forget(g.Guild)
	if loaded := w.load().Group(g.ID); g.Roadmap.ReadingUnknown || loaded.Roadmap.ReadingUnknown {
		t.Errorf("unknown is %t when it is made, and %t when it is read", g.Roadmap.ReadingUnknown, loaded.Roadmap.ReadingUnknown)
	}
}

// Roadmaps of groups' own take room in memory: only so many guilds with them are
// kept there.
func TestFewRoadmapsAreKeptInMemory(t *testing.T) {
	var c guildCache
	template, _ := markdown.Template("python-backend")
	guild := func(id string, revision int) {
		c.keep(&study.Guild{ID: id, Groups: []*study.Group{{ID: "g", Guild: id, Roadmap: template, RoadmapVersion: revision}}}, "1", "g")
	}
	for i := range maxCachedCustom + 10 {
		guild("own"+strconv.Itoa(i), 2)
		guild("edition"+strconv.Itoa(i), 1)
	}
	own := 0
	for id := range c.guilds {
		if strings.HasPrefix(id, "own") {
			own++
		}
	}
	if last := "own" + strconv.Itoa(maxCachedCustom+9); own != maxCachedCustom || c.guilds[last] == nil || len(c.guilds) != 2*maxCachedCustom+10 {
		t.Errorf("%d guilds with their own roadmaps of %d are kept", own, len(c.guilds))
	}
	for id := range c.guilds {
		guild(id, 1) // they went back, and count no longer
	}
	guild("another", 2)
	if len(c.guilds) != 2*maxCachedCustom+11 {
		t.Errorf("%d guilds are kept", len(c.guilds))
	}
}

// A snapshot without the version that its head names is no empty group.
func TestASnapshotWithoutItsRoadmapIsRefused(t *testing.T) {
	w := newWorld(t, openURL(t, ""))
	g := w.replace(w.group("g"), "- [ ] ", "- [ ] Changed ")
	w.check(g, "21", "gc")
	l, err := w.s.ledger(t.Context(), g.Guild, g.ID)
	if err != nil {
		t.Fatal(err)
	}
	fields, err := l.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	again := func() error {
		l := ledger.New(g.Guild, g.ID)
		return errors.Join(l.Restore(fields), l.Complete())
	}
	if err := again(); err != nil {
		t.Error(err)
	}
	delete(fields, ledger.VersionPrefix+"2")
	if err := again(); err == nil || !strings.Contains(err.Error(), "missing") {
		t.Errorf("without the version: %v", err)
	}
}

// A release that does not know versions refuses a group that has replaced its roadmap. It
// would take the template for it.
func TestGroupsWithTheirOwnRoadmapAreOfAnotherVersion(t *testing.T) {
	w := newWorld(t, openURL(t, ""))
	g := w.group("g")
	for want, g := range map[string]*study.Group{`"v":1,`: g, `"v":2,`: w.replace(g, "- [ ] ", "- [ ] Changed ")} {
		if body, err := ledger.EncodeGroup(g); err != nil || !strings.Contains(string(body), want) {
			t.Errorf("%s, %v; want %s", body, err, want)
		}
	}
}
