package store

import (
	"cmp"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dojang/link"
	"dojang/roadmap"
	"dojang/roadmap/diff"
	"dojang/roadmap/markdown"
	"dojang/store/ledger"
	"dojang/study"
)

var (
	steps = flag.Int("steps", 1500, "random operations of the model test")
	seed  = flag.Uint64("seed", 0, "seed of the model test; 0 chooses one")
)

// model is the simplest model of a group: the list of changes that were not undone, which
// are played from the beginning. Undoing one means playing without it.
type model struct {
	g       *study.Group
	acts    []*deed
	digests map[string]study.Digest
	members map[string]*person           // what the acts come to
	posts   map[string]*article          // by the canonical form under which each is found
	stamps  map[string]map[string]earned // by user and section
}

// earned is a stamp. It stays until one of the checks that it was earned with is removed,
// whatever happens to the roadmap.
type earned struct {
	at    time.Time
	items []string
}

// deed is an operation that changed something.
type deed struct {
	kind, user, op, item, title string
	more                        []string   // items
	post                        string     // the id that the store gave it
	link                        *link.Link // with the form of its post; nil: none, or another member's
	at, on                      time.Time
	hidden                      bool
}

type person struct {
	left, hidden bool
	checks       map[string]time.Time
	by           map[string]string // the operation of each
}

type article struct {
	id, user, title string
	link            *link.Link
	items           []string
	at              time.Time
}

func newModel(g *study.Group) *model {
	return &model{g: g, digests: map[string]study.Digest{}, stamps: map[string]map[string]earned{}}
}

// do adds a deed.
func (m *model) do(d deed) {
	m.acts = append(m.acts, &d)
	if d.kind == "uncheck" {
		m.unstamp(d.user, d.item)
	}
	m.play()
	if d.kind == "check" {
		m.stamp(d.user, d.item)
	}
}

// unstamp removes the stamps that were earned with the item.
func (m *model) unstamp(user, item string) {
	for section, s := range m.stamps[user] {
		if slices.Contains(s.items, item) {
			delete(m.stamps[user], section)
		}
	}
}

// play plays all deeds.
func (m *model) play() {
	hidden := map[string]bool{} // a manager's doing, whatever is undone of the member's
	m.members, m.posts = map[string]*person{}, map[string]*article{}
	for _, d := range m.acts {
		p := m.members[d.user]
		arrive := func() {
			if p == nil {
				p = &person{checks: map[string]time.Time{}, by: map[string]string{}, hidden: hidden[d.user]}
				m.members[d.user] = p
			}
			p.left = false
		}
		switch d.kind {
		case "check":
			arrive()
			if _, done := p.checks[d.item]; !done {
				p.checks[d.item], p.by[d.item] = d.at, d.op
			}
			m.share(d)
		case "share":
			arrive()
			m.share(d)
		case "join":
			arrive()
		case "edit":
			if p == nil {
				arrive()
			}
			m.posts[d.link.Canonical] = &article{id: d.post, user: d.user, link: d.link, title: cmp.Or(d.title, d.link.Title()), items: slices.Clone(d.more), at: d.on}
		case "remove":
			if a := m.posts[d.link.Canonical]; a != nil && a.user == d.user {
				delete(m.posts, d.link.Canonical)
			}
		case "uncheck":
			if p != nil {
				delete(p.checks, d.item)
			}
		case "leave":
			if p != nil {
				p.left = true
			}
		case "hide":
			if hidden[d.user] = d.hidden; p != nil {
				p.hidden = d.hidden
			}
		}
	}
}

// stamp awards the stamp that the check of the item completes.
func (m *model) stamp(user, item string) {
	ref, _ := m.g.Roadmap.Item(item)
	if _, has := m.stamps[user][ref.Section.ID]; has {
		return
	}
	var s earned
	for _, other := range ref.Section.Items {
		at, done := m.members[user].checks[other.ID]
		if !done {
			return
		}
		s.items = append(s.items, other.ID)
		if at.After(s.at) {
			s.at = at
		}
	}
	if m.stamps[user] == nil {
		m.stamps[user] = map[string]earned{}
	}
	m.stamps[user][ref.Section.ID] = s
}

func (m *model) share(d *deed) {
	if d.link == nil {
		return
	}
	a := m.posts[d.link.Canonical]
	if a == nil {
		a = &article{id: d.post, user: d.user, link: d.link, title: d.link.Title(), at: d.on}
		m.posts[d.link.Canonical] = a
	}
	a.title = cmp.Or(d.title, a.title)
	for _, item := range append(slices.Clone(d.more), d.item) {
		if item != "" && !slices.Contains(a.items, item) {
			a.items = append(a.items, item)
		}
	}
}

// found returns the link with the form under which its post is, or will be: the newest that a post
// of the same page has, but the user's own before another's.
func (m *model) found(user string, given *link.Link) *link.Link {
	l := *given
	var best *article
	forms := given.Forms()
	l.Canonical = forms[0]
	for _, form := range forms {
		if a := m.posts[form]; a != nil && given.IsSamePage(a.link.URL) && (best == nil || best.user != user && a.user == user) {
			best, l.Canonical = a, form
		}
	}
	return &l
}

// foundInV1 is found by a release that knew only the first form, to which pages that differ by a
// route were one.
func foundInV1(given *link.Link) *link.Link {
	forms := given.Forms()
	return withForm(given, forms[len(forms)-1])
}

// outcome returns the expected outcome of sharing a link.
func (m *model) outcome(user string, link *link.Link, title string, items ...string) study.Outcome {
	a := m.posts[link.Canonical]
	news := func(item string) bool { return item != "" && !slices.Contains(a.items, item) }
	switch {
	case a == nil:
		return study.SharedNew
	case a.user != user:
		return study.SharedTaken
	case (title == "" || title == a.title) && !slices.ContainsFunc(items, news):
		return study.SharedSame
	}
	return study.SharedUpdated
}

// undo reports whether anything of the operation was left to undo.
func (m *model) undo(op string) bool {
	user, left := "", false
	for i, d := range m.acts {
		if d.op == op {
			user = d.user
			left = left || m.left(d, m.acts[i:])
		}
	}
	if !left {
		return false
	}
	if p := m.members[user]; p != nil {
		for item, by := range p.by {
			if _, done := p.checks[item]; done && by == op {
				m.unstamp(user, item)
			}
		}
	}
	m.acts = slices.DeleteFunc(m.acts, func(d *deed) bool { return d.op == op })
	if m.play(); m.members[user] == nil {
		m.acts = slices.DeleteFunc(m.acts, func(e *deed) bool { return e.kind == "hide" && e.user == user })
	}
	return true
}

// left reports whether the check or the post of a deed is still there after what
// followed.
func (m *model) left(d *deed, then []*deed) bool {
	unticked := slices.ContainsFunc(then, func(e *deed) bool { return e.kind == "uncheck" && e.user == d.user && e.item == d.item })
	removed := d.link == nil || slices.ContainsFunc(then, func(e *deed) bool {
		return e.kind == "remove" && e.user == d.user && e.link.Canonical == d.link.Canonical
	})
	return d.kind == "check" && !unticked || !removed
}

// erase deletes everything that the member did, and the member's ranks in digests.
func (m *model) erase(user string) {
	m.acts = slices.DeleteFunc(m.acts, func(d *deed) bool { return d.user == user })
	delete(m.stamps, user)
	for _, digest := range m.digests {
		delete(digest.Ranks, user)
	}
	m.play()
}

// times returns when what counts on a board happened, by member, left and
// hidden ones included.
func (m *model) times(by study.Kind) map[string][]time.Time {
	times := map[string][]time.Time{}
	for user, p := range m.members {
		switch by {
		case study.Checks:
			for _, at := range p.checks {
				times[user] = append(times[user], at)
			}
		case study.Stamps:
			for _, s := range m.stamps[user] {
				times[user] = append(times[user], s.at)
			}
		case study.Posts:
			for _, a := range m.posts {
				if a.user == user {
					times[user] = append(times[user], a.at)
				}
			}
		}
	}
	return times
}

// board is the whole board, as the store should give it to the caller.
func (m *model) board(caller, name string, now time.Time, period study.Period, by study.Kind) study.Board {
	c := m.g.Calendar
	week := c.Week(now)
	in := map[study.Period]func(time.Time) bool{
		study.ThisWeek:  week.Contains,
		study.LastWeek:  c.Before(week).Contains,
		study.ThisMonth: func(t time.Time) bool { return ledger.MonthName(c.Day(t)) == ledger.MonthName(c.Day(now)) },
		study.AllTime:   func(time.Time) bool { return true },
	}[period]
	b := study.Board{Order: -1, Mine: study.Row{User: caller, Name: name}}
	scores := map[string]int{}
	for user, times := range m.times(by) {
		for _, at := range times {
			if in(at) {
				b.Total++
				scores[user]++
			}
		}
	}
	for user, score := range scores {
		if p := m.members[user]; !p.left && !p.hidden {
			b.Rows = append(b.Rows, study.Row{User: user, Name: "name of " + user, Score: score})
		}
	}
	slices.SortFunc(b.Rows, func(a, b study.Row) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.User, a.User)) })
	place := func(score int) int {
		n := 1
		for _, row := range b.Rows {
			if row.Score > score {
				n++
			}
		}
		return n
	}
	for i := range b.Rows {
		b.Rows[i].Rank = place(b.Rows[i].Score)
		if b.Rows[i].User == caller {
			b.Order = i
		}
	}
	b.Size = len(b.Rows)
	if p := m.members[caller]; p != nil && p.left {
		b.Left = true
	} else if p != nil {
		b.Hidden = p.hidden
		if b.Mine.Score = scores[caller]; b.Mine.Score > 0 {
			b.Mine.Rank = place(b.Mine.Score)
		}
	}
	return b
}

// TestAgainstAModel drives the store with random operations in several groups
// and guilds, and compares it with the model, which knows nothing of Redis.
func TestAgainstAModel(t *testing.T) {
	each(t, againstAModel)
}

func againstAModel(t *testing.T, open func() *Store) {
	if *seed == 0 {
		*seed = rand.Uint64()
	}
	t.Logf("seed %d, %d steps", *seed, *steps)
	chance := rand.New(rand.NewPCG(*seed, 1))
	w := newWorld(t, open())
	var drivers []*driver
	for _, guild := range []string{"1000", "2000"} {
		for _, name := range []string{"one", "two"} {
			w.guild = guild
			g := w.group(name)
			drivers = append(drivers, &driver{world: w, t: t, g: g, rand: chance,
				m: newModel(g)})
		}
	}
	compare := func() {
		for _, d := range drivers {
			d.compare()
		}
		clean(t, w.s, w.now)
		if sum, err := w.s.Rebuild(t.Context(), w.now, func(d Difference) { t.Errorf("rebuild: %s", d) }); err != nil || sum.Groups != len(drivers) {
			t.Errorf("rebuild = %+v, %v; want it to find nothing to do in %d groups", sum, err, len(drivers))
		}
	}
	for step := range *steps {
		d := drivers[chance.IntN(len(drivers))]
		w.s.limits.few = []int{0, 2, fewPosts}[chance.IntN(3)]
		d.renew()
		d.step()
		if t.Failed() {
			t.Fatalf("at step %d of seed %d", step, *seed)
		}
		if step%200 == 199 {
			compare()
		}
	}
	compare()
}

// driver does random things to the store and to the model.
type driver struct {
	*world
	t    *testing.T
	g    *study.Group
	m    *model
	rand *rand.Rand
	done []doing // operations that can be undone
}

// doing is what an Undo button knows.
type doing struct{ op, user, item, post string }

// named is the item, or none for "".
func named(item string) []string {
	if item == "" {
		return nil
	}
	return []string{item}
}

// few keeps the choices small, so that things meet.
var few = []string{"memory", "gil", "gc", "weakref-contextvars", "mypy", "pydantic", "pytest"}

func (d *driver) user() string { return fmt.Sprint(21 + d.rand.IntN(6)) }

// few are those that the roadmap has.
func (d *driver) few() []string {
	return slices.DeleteFunc(slices.Clone(few), func(item string) bool {
		_, there := d.g.Roadmap.Item(item)
		return !there
	})
}

func (d *driver) item() string {
	few := d.few()
	return few[d.rand.IntN(len(few))]
}

func (d *driver) step() {
	ctx := d.t.Context()
	d.now = d.now.Add(time.Duration(d.rand.IntN(5000)) * time.Second)
	user := d.user()
	op := d.op(user)
	switch n := d.rand.IntN(100); {
	case n < 40:
		d.check(op)
	case n < 55:
		item := d.item()
		p := d.m.members[user]
		done := p != nil && has(p.checks, item)
		_, err := d.s.Uncheck(ctx, d.g, op, item)
		d.agree("uncheck", err, done)
		if done {
			d.m.do(deed{kind: "uncheck", user: user, op: op.ID, item: item})
		}
	case n < 70 && len(d.done) > 0:
		of := d.done[d.rand.IntN(len(d.done))]
		op.Member, op.Name = of.user, "name of "+of.user
		var err error
		if of.item == "" && of.post == "" {
			_, err = d.s.UndoAll(ctx, d.g, op, of.op)
		} else {
			_, err = d.s.Undo(ctx, d.g, op, of.op, of.item, of.post)
		}
		d.agree("undo", err, d.m.undo(of.op))
	case n < 80:
		item, given, title := "", d.someLink(), ""
		link, shared := d.m.found(user, given), newSharedLink(*given, "")
		// Two pages that were one in the first form are never on one post here: the post keeps
		// the address of its first share also when that is undone, which the model does not do.
		if old := foundInV1(given); d.rand.IntN(3) == 0 && (d.m.posts[old.Canonical] == nil || given.IsSamePage(d.m.posts[old.Canonical].link.URL)) {
			link, shared = old, sharedInV1(*given)
		}
		if d.rand.IntN(2) == 0 {
			item = d.item()
		}
		if d.rand.IntN(3) == 0 {
			title = fmt.Sprint("title ", d.rand.IntN(3))
		}
		want := d.m.outcome(user, link, title, item)
		shared.title = title
		got, err := d.s.share(ctx, d.g, op, shared, named(item))
		if err != nil || got.Outcome != want {
			d.t.Errorf("share = %+v, %v; want %s", got, err, want)
		}
		p := d.m.members[user]
		switch {
		case want == study.SharedTaken:
		case want != study.SharedSame:
			d.m.do(deed{kind: "share", user: user, op: op.ID, item: item, post: got.Post.ID, link: link, title: title, on: d.now})
		case p.left:
			d.m.do(deed{kind: "join", user: user, op: op.ID})
		}
		d.done = append(d.done, doing{op.ID, user, item, got.Post.ID})
	case n < 82:
		d.remove(op)
	case n < 84:
		d.apply(op)
	case n < 86:
		d.edit(op)
	case n < 87:
		p := d.m.members[user]
		_, err := d.s.Join(ctx, d.g, op)
		d.agree("join", err, p == nil || p.left)
		if err == nil {
			d.m.do(deed{kind: "join", user: user, op: op.ID})
		}
	case n < 90:
		erase := d.rand.IntN(4) == 0
		p := d.m.members[user]
		err := d.s.Leave(ctx, d.g, op, erase)
		d.agree("leave", err, p != nil && (!p.left || erase))
		switch {
		case err == nil && erase:
			d.m.erase(user)
		case err == nil:
			d.m.do(deed{kind: "leave", user: user, op: op.ID})
		}
	case n < 95:
		hidden := d.rand.IntN(2) == 0
		p := d.m.members[user]
		d.agree("hide", d.s.Hide(ctx, d.g, op, hidden), p != nil)
		if p != nil && p.hidden != hidden {
			d.m.do(deed{kind: "hide", user: user, op: op.ID, hidden: hidden})
		}
	case n < 96:
		d.digest(op)
	case n < 97:
		d.settings(op)
	case n < 98:
		d.replace(op)
	default:
		d.now = d.now.Add(time.Duration(d.rand.IntN(9)) * 24 * time.Hour)
	}
}

// someLink is a link of one of few pages in one of the forms and spellings that it has.
func (d *driver) someLink() *link.Link {
	urls := [...]string{"https://example.com/%d", "http://example.com/%d/?utm_source=x", "https://me.notion.site/page-%d", "https://me.notion.site/page-%d?source=copy_link",
		"https://example.com/app#/쪽-%d", "https://example.com/app#/%EC%AA%BD-%d/", "https://example.com/app", "https://example.com/app#/?utm_source=x", "https://example.com/app?trackingCode=%d"}
	return d.link(strings.ReplaceAll(urls[d.rand.IntN(len(urls))], "%d", fmt.Sprint(d.rand.IntN(4))))
}

// sharedInV1 is a link as a release shares it that knew only the first form.
func sharedInV1(l link.Link) *sharedLink {
	s, forms := newSharedLink(l, ""), l.Forms()
	s.hashes = []string{digest32(forms[len(forms)-1], 16)}
	return s
}

func withForm(l *link.Link, form string) *link.Link {
	other := *l
	other.Canonical = form
	return &other
}

// remove removes a post that the member has, or had.
func (d *driver) remove(op study.Operation) {
	if len(d.done) == 0 {
		return
	}
	of := d.done[d.rand.IntN(len(d.done))]
	op.Member, op.Name, op.Why = of.user, "", "spam"
	var link *link.Link
	for canonical, a := range d.m.posts {
		if a.id == of.post && a.user == of.user {
			link = withForm(a.link, canonical)
		}
	}
	_, err := d.s.Remove(d.t.Context(), d.g, op, of.post)
	d.agree("remove", err, link != nil)
	if link != nil {
		d.m.do(deed{kind: "remove", user: of.user, op: op.ID, link: link})
	}
}

// edit replaces the title and the items of a post that the member has, or had.
func (d *driver) edit(op study.Operation) {
	if len(d.done) == 0 {
		return
	}
	of := d.done[d.rand.IntN(len(d.done))]
	op.Member, op.Name = of.user, ""
	title, items := []string{"", "edited"}[d.rand.IntN(2)], d.few()[:d.rand.IntN(3)]
	var found *article
	var link *link.Link
	for canonical, a := range d.m.posts {
		if a.id == of.post && a.user == of.user {
			found, link = a, withForm(a.link, canonical)
		}
	}
	post, err := d.s.Edit(d.t.Context(), d.g, op, of.post, title, items)
	d.agree("edit", err, found != nil)
	if found == nil {
		return
	}
	if want := cmp.Or(title, link.Title()); post.Title != want || !slices.Equal(post.Items, items) || !post.At.Equal(found.at.Truncate(time.Millisecond)) {
		d.t.Errorf("edited = %+v, want %q on %v at %v", post, want, items, found.at)
	}
	its := func(done *deed) bool {
		return done.user == of.user && done.link != nil && done.link.Canonical == link.Canonical
	}
	shared := 0 // where the post was shared first: the edit stands there for all that shared it
	for i, done := range d.m.acts {
		if its(done) && done.kind == "remove" {
			shared = 0
		} else if its(done) && shared == 0 {
			shared = i + 1
		}
	}
	for _, done := range d.m.acts { // nothing that shared it undoes it any more
		if done.kind != "remove" && done.kind != "edit" && its(done) {
			done.link = nil
		}
	}
	d.m.acts = slices.Insert(d.m.acts, shared, &deed{kind: "edit", user: of.user, op: op.ID, post: of.post, link: link, title: title, more: items, on: found.at})
	d.m.acts = slices.DeleteFunc(d.m.acts, func(done *deed) bool { return done.kind == "edit" && done.op != op.ID && its(done) })
	d.m.play()
}

// digest stores something about the digest of the week before last: last
// week's would show on the boards.
func (d *driver) digest(op study.Operation) {
	week := d.g.Calendar.Before(d.g.Calendar.Before(d.g.Calendar.Week(d.now))).Name
	digest, err := d.s.Digest(d.t.Context(), d.g, week)
	if err != nil {
		d.t.Fatal(err)
	}
	if diff := gocmp.Diff(d.m.digests[week.String()], digest, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(study.Digest{}, "Week", "Revision")); diff != "" {
		d.t.Errorf("digest of %s (-model +store):\n%s", week, diff)
	}
	if digest.State == study.DigestPosted || digest.State == study.DigestSkipped {
		return // nothing comes after these
	}
	states := []study.DigestState{study.DigestPosting, study.DigestPosted, study.DigestFailed, study.DigestSkipped}
	digest.State, digest.Due, digest.Body = states[d.rand.IntN(len(states))], d.now.Truncate(time.Second), nil
	if digest.State == study.DigestPosting {
		digest.Body, digest.Ranks = []byte(`{"text":"<b> & \u2028"}`), map[string]int{"21": 1 + d.rand.IntN(3)}
	}
	if err := d.s.SaveDigest(d.t.Context(), d.g, &digest, op); err != nil {
		d.t.Errorf("digest: %v", err)
	}
	stored, err := d.s.Digest(d.t.Context(), d.g, week)
	if err != nil || stored.Revision != digest.Revision || stored.State != digest.State {
		d.t.Errorf("digest = %+v, %v; want %+v", stored, err, digest)
	}
	d.m.digests[week.String()] = stored
}

// renew loads the group again: the version is that of the guild, whose other
// group may have changed.
func (d *driver) renew() {
	d.guild = d.g.Guild
	d.g = d.load().Group(d.g.ID)
	d.m.g = d.g
}

// settings gives the group another name and, from the next week on, another
// rule for its weeks.
func (d *driver) settings(op study.Operation) {
	g := *d.g
	g.Name = fmt.Sprint("group ", d.rand.IntN(100))
	rule := study.WeekRule{Zone: g.Calendar[0].Zone, Start: time.Weekday(d.rand.IntN(7)), Hour: d.rand.IntN(6)}
	g.Calendar = g.Calendar.Change(rule, d.now)
	if _, err := d.s.SaveGroup(d.t.Context(), &g, op); err != nil {
		d.t.Errorf("settings: %v", err)
	}
	d.g = d.load().Group(g.ID)
	d.m.g = d.g
}

// replace gives the group another version of its roadmap, or an earlier one: items
// that are worked on go, move, come back and get company.
func (d *driver) replace(op study.Operation) {
	versions, err := d.s.Versions(d.t.Context(), d.g, true)
	if err != nil || len(versions) != d.g.RoadmapVersion {
		d.t.Fatalf("%d versions, %v; want %d", len(versions), err, d.g.RoadmapVersion)
	}
	var earlier []*roadmap.Roadmap
	for _, v := range versions {
		earlier = append(earlier, v.Roadmap)
	}
	var plan *diff.Plan
	like := 0
	if d.rand.IntN(3) == 0 {
		like = 1 + d.rand.IntN(len(versions))
		plan = diff.PlanRollback(d.g.Roadmap, versions[like-1].Roadmap)
	} else {
		plan = diff.PlanReplacement(d.g.Roadmap, earlier, d.edited(), func(int, bool) bool { return false })
	}
	g, err := d.s.Replace(d.t.Context(), d.g, op, plan, like)
	if err != nil {
		d.t.Fatalf("replace: %v", err)
	}
	loaded := d.load().Group(g.ID)
	if loaded.RoadmapVersion != d.g.RoadmapVersion+1 || !slices.Equal(idsIn(loaded.Roadmap), idsIn(plan.Next)) {
		d.t.Errorf("version %d with %v, want %d with %v", loaded.RoadmapVersion, idsIn(loaded.Roadmap), d.g.RoadmapVersion+1, idsIn(plan.Next))
	}
	d.g = loaded
	d.m.g = d.g
}

func idsIn(r *roadmap.Roadmap) []string {
	var ids []string
	for section := range r.Sections() {
		ids = append(append(ids, section.ID), ledger.ItemIDs(section)...)
	}
	return ids
}

// edited is a file with the sections of the items that are worked on, changed here
// and there.
func (d *driver) edited() *roadmap.Roadmap {
	src := "# T\n## A\n"
	sections := map[string][]string{}
	for _, item := range few {
		ref, there := d.g.Roadmap.Item(item)
		at := []string{"python", "typing", "testing"}[d.rand.IntN(3)]
		if there && d.rand.IntN(3) > 0 {
			at = ref.Section.ID
		}
		if d.rand.IntN(5) > 0 || item == few[0] {
			sections[at] = append(sections[at], fmt.Sprintf("- [ ] %s <!-- id: %s -->\n", item, item))
		}
	}
	for section, items := range sections {
		src += fmt.Sprintf("### %s <!-- id: %s -->\n%s", section, section, strings.Join(items, ""))
		if d.rand.IntN(4) == 0 {
			src += fmt.Sprintf("- [ ] new %d\n", d.rand.IntN(100))
		}
	}
	file, _, err := markdown.Parse([]byte(src), "")
	if err != nil {
		d.t.Fatal(err)
	}
	return file
}

// total is how many of the roadmap's items a member has done.
func (d *driver) total(p *person) int {
	n := 0
	for item := range p.checks {
		if _, there := d.g.Roadmap.Item(item); there {
			n++
		}
	}
	return n
}

func has(checks map[string]time.Time, item string) bool {
	_, done := checks[item]
	return done
}

// check checks an item, now or up to 14 days back, perhaps with a link, and sometimes sends
// the same operation twice.
func (d *driver) check(op study.Operation) {
	item, at := d.item(), d.now
	if d.rand.IntN(4) == 0 {
		at = d.now.AddDate(0, 0, -d.rand.IntN(15))
	}
	var given, link *link.Link
	if d.rand.IntN(3) == 0 {
		given = d.someLink()
	}
	outcome := study.NotShared
	if given != nil {
		link = d.m.found(op.Member, given)
		outcome = d.m.outcome(op.Member, link, "", item)
	}
	was := d.m.members[op.Member]
	already := was != nil && has(was.checks, item)
	got, err := d.s.Check(d.t.Context(), d.g, op, item, at, given, "")
	if err != nil {
		d.t.Fatal(err)
	}
	if d.rand.IntN(5) == 0 {
		again, err := d.s.Check(d.t.Context(), d.g, op, item, at, given, "")
		if diff := gocmp.Diff(got, again); diff != "" || err != nil {
			d.t.Errorf("the same check again: %v (-first +second):\n%s", err, diff)
		}
	}
	if got.AlreadyDone != already {
		d.t.Errorf("check of %s by %s = %+v, want already %t", item, op.Member, got, already)
	}
	if got.AlreadyDone {
		return
	}
	if got.Post.Outcome != outcome {
		d.t.Errorf("the check's link = %+v, want %s", got.Post, outcome)
	}
	if outcome == study.SharedTaken {
		link = nil
	}
	d.m.do(deed{kind: "check", user: op.Member, op: op.ID, item: item, post: got.Post.Post.ID, link: link, at: at, on: d.now})
	p := d.m.members[op.Member]
	b := d.m.board(op.Member, "", d.now, study.ThisWeek, study.Checks)
	if p.hidden {
		b.Mine = study.Row{}
	}
	if total := d.total(p); got.Total != total || got.Score != b.Mine.Score || got.Rank != b.Mine.Rank {
		d.t.Errorf("check = %+v, want total %d, mine %+v", got, total, b.Mine)
	}
	post := ""
	if link != nil {
		post = got.Post.Post.ID
	}
	d.done = append(d.done, doing{op.ID, op.Member, item, post})
}

// apply applies a batch, and sometimes sends the same operation twice.
func (d *driver) apply(op study.Operation) {
	var batch study.Batch
	for _, item := range d.few() {
		if d.rand.IntN(3) == 0 {
			batch.Checks = append(batch.Checks, study.BatchCheck{Item: item, At: d.now.AddDate(0, 0, -d.rand.IntN(40))})
		}
	}
	for range d.rand.IntN(3) {
		given := study.PostInput{Link: *d.someLink(), At: d.now.AddDate(0, 0, -d.rand.IntN(40))}
		for range d.rand.IntN(3) {
			if item := d.item(); !slices.Contains(given.Items, item) {
				given.Items = append(given.Items, item)
			}
		}
		batch.Posts = append(batch.Posts, given)
	}
	batch.PostsNeedCheck = d.rand.IntN(2) == 0
	got, err := d.s.Apply(d.t.Context(), d.g, op, batch)
	if err != nil {
		d.t.Fatal(err)
	}
	if again, err := d.s.Apply(d.t.Context(), d.g, op, batch); d.rand.IntN(5) == 0 && (err != nil || gocmp.Diff(got, again) != "") {
		d.t.Errorf("the same batch again: %v (-first +second):\n%s", err, gocmp.Diff(got, again))
	}
	for i, done := range batch.Checks {
		p := d.m.members[op.Member]
		already := p != nil && has(p.checks, done.Item)
		if (got.Before[i].Item != "") != already {
			d.t.Errorf("check %d of a batch by %s = %+v, want already %t", i, op.Member, got.Before[i], already)
		}
		if !already {
			d.m.do(deed{kind: "check", user: op.Member, op: op.ID, item: done.Item, at: done.At, on: d.now})
		}
	}
	for i, given := range batch.Posts {
		link := d.m.found(op.Member, &given.Link)
		want, p := d.m.outcome(op.Member, link, "", given.Items...), d.m.members[op.Member]
		if batch.PostsNeedCheck && got.Checked() == 0 {
			want = study.NotShared
		}
		if got.Shared[i].Outcome != want {
			d.t.Errorf("post %d of a batch by %s = %+v, want %s", i, op.Member, got.Shared[i], want)
		}
		switch {
		case want == study.SharedTaken || want == study.NotShared:
		case want != study.SharedSame || batch.PostsNeedCheck:
			d.m.do(deed{kind: "share", user: op.Member, op: op.ID, more: given.Items, post: got.Shared[i].Post.ID, link: link, on: given.At})
		case p.left:
			d.m.do(deed{kind: "join", user: op.Member, op: op.ID})
		}
	}
	d.done = append(d.done, doing{op: op.ID, user: op.Member})
}

// agree fails the test when the store and the model do not agree on whether
// something was done.
func (d *driver) agree(what string, err error, done bool) {
	d.t.Helper()
	if done && err != nil {
		d.t.Errorf("%s: %v, want it done", what, err)
	}
	if !done && err == nil {
		d.t.Errorf("%s: done, want it refused", what)
	}
}

// compare compares all that can be read.
func (d *driver) compare() {
	d.t.Helper()
	d.renew()
	for _, period := range []study.Period{study.ThisWeek, study.LastWeek, study.ThisMonth, study.AllTime} {
		for _, by := range []study.Kind{study.Checks, study.Posts, study.Stamps} {
			user := d.user()
			got := d.board(d.g, user, period, by)
			if diff := gocmp.Diff(d.m.board(user, "name of "+user, d.now, period, by), got, cmpopts.EquateEmpty()); diff != "" {
				d.t.Errorf("board %s by %s for %s (-model +store):\n%s", period, by, user, diff)
			}
		}
	}
	active, counts := 0, map[string]int{}
	for _, p := range d.m.members {
		if p.left {
			continue
		}
		active++
		for item := range p.checks {
			counts[item]++
		}
	}
	for _, user := range []string{"21", "22", "23", "24", "25", "26"} {
		o, err := d.s.Overview(d.t.Context(), d.g, d.op(user))
		if err != nil {
			d.t.Fatal(err)
		}
		if b := d.m.board(user, "", d.now, study.ThisWeek, study.Checks); o.Rank != b.Mine.Rank {
			d.t.Errorf("place of %s = %d, want %d", user, o.Rank, b.Mine.Rank)
		}
		if diff := gocmp.Diff(counts, o.Counts, cmpopts.EquateEmpty()); diff != "" || o.Active != active {
			d.t.Errorf("%d active, want %d; counts (-model +store):\n%s", o.Active, active, diff)
		}
		checks, stamps := map[string]time.Time{}, map[string]time.Time{}
		if p := d.m.members[user]; p != nil {
			checks = p.checks
		}
		for section, s := range d.m.stamps[user] {
			stamps[section] = s.at
		}
		gotChecks, gotStamps := map[string]time.Time{}, map[string]time.Time{}
		for item, c := range o.Record.Checks {
			gotChecks[item] = c.At
		}
		for section, s := range o.Record.Stamps {
			gotStamps[section] = s.At
		}
		if diff := gocmp.Diff(checks, gotChecks, cmpopts.EquateApproxTime(time.Millisecond)); diff != "" {
			d.t.Errorf("checks of %s (-model +store):\n%s", user, diff)
		}
		if diff := gocmp.Diff(stamps, gotStamps, cmpopts.EquateApproxTime(time.Millisecond)); diff != "" {
			d.t.Errorf("stamps of %s (-model +store):\n%s", user, diff)
		}
	}
	var want []study.Post
	for _, a := range d.m.posts {
		want = append(want, study.Post{Member: a.user, Title: a.title, Items: a.items, At: a.at})
	}
	order := func(a, b study.Post) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Member, b.Member), cmp.Compare(a.Title, b.Title))
	}
	slices.SortFunc(want, order)
	got := d.posts(d.g)
	slices.SortFunc(got, order)
	if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.EquateApproxTime(time.Millisecond), cmpopts.IgnoreFields(study.Post{}, "ID", "URL", "Name")); diff != "" {
		d.t.Errorf("posts (-model +store):\n%s", diff)
	}
}
