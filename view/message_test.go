package view

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/bwmarrin/discordgo"

	"dojang/civil"
	"dojang/link"
	"dojang/refusal"
	"dojang/roadmap"
	"dojang/roadmap/diff"
	"dojang/roadmap/markdown"
	"dojang/study"
	"dojang/study/checklist"
)

func TestEscapeLeavesNothingThatMeansSomething(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "GIL 동작 원리", "GIL 동작 원리"},
		{"emphasis", "**a** _b_ ~~c~~ ||d|| `e`", "\\*\\*a\\*\\* \\_b\\_ \\~\\~c\\~\\~ \\|\\|d\\|\\| \\`e\\`"},
		{"mention", "<@123> <#1> <@&2>", "\\<@123\\> \\<#1\\> \\<@&2\\>"},
		{"everyone", "@everyone and @here", "@\u200beveryone and @\u200bhere"},
		{"link", "[a](https://b.c)", "\\[a\\](https\\://b.c)"},
		{"heading", "# title", "\\# title"},
		{"list", "- a - b", "\\- a - b"},
		{"numbered list", "1. a 2. b", "1\\. a 2. b"},
		{"numbered list of nines and zeros", "90) a", "90\\) a"},
		{"subtext", "-# a", "\\-# a"},
		{"quote", "> a", "\\> a"},
		{"line break", "a\n# b", "a # b"},
		{"timestamp", "<t:1:R>", "\\<t:1:R\\>"},
		{"version", "Python 3.13", "Python 3.13"},
		{"backslash", `a\b`, `a\\b`},
		{"from right to left", "\u05d3\u05e0\u05d4 *1*", "\u2068\u05d3\u05e0\u05d4 \\*1\\*\u2069"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Escape(test.in); got != test.want {
				t.Errorf("Escape(%q) = %q, want %q", test.in, got, test.want)
			}
		})
	}
}

func TestLinkStaysInItsPlace(t *testing.T) {
	tests := []struct{ title, url, want string }{
		{"a", "https://b.c/d", "[a](<https://b.c/d>)"},
		{"](<https://evil>)", "https://b.c/d_(e)", "[］\u200b(\\<https\\://evil\\>)](<https://b.c/d_%28e%29>)"},
		{"a", "https://b.c/<d>", "a"},
	}
	for _, test := range tests {
		if got := string(Link(test.title, test.url)); got != test.want {
			t.Errorf("Link(%q, %q) = %q, want %q", test.title, test.url, got, test.want)
		}
	}
}

// Discord's client takes a text in brackets for that of a link only if the brackets in it
// are closed pairs. A title with a single one was shown with its address once, as it was
// written.
func TestAnyTitleCanBeALinksText(t *testing.T) {
	text := regexp.MustCompile(`^(?:\[[^\]]*\]|[^\[\]])+$`)
	for title, shown := range map[string]string{
		"foo ] bar":         "foo ］ bar",
		"foo [ bar":         "foo ［ bar",
		"foo [x] bar":       "foo [x] bar",
		"[DB] 인덱스 [정리]":     "[DB] 인덱스 [정리]",
		"a [b [c] d] e":     "a ［b [c] d］ e",
		"] [":               "］ ［",
		"[[[a]":             "［［[a]",
		"[a]]]":             "[a]］］",
		`a \] b [`:          `a \］ b ［`,
		"](<https://evil>)": "］(<https://evil>)",
		"이미 ［전각］":           "이미 ［전각］",
	} {
		link := string(Link(title, "https://b.c/d"))
		got, whole := strings.CutSuffix(strings.TrimPrefix(link, "["), "](<https://b.c/d>)")
		if !whole || !text.MatchString(got) {
			t.Errorf("%s is no link", link)
		}
		if plain := regexp.MustCompile(`\\(.)|\x{200b}`).ReplaceAllString(got, "$1"); plain != shown {
			t.Errorf("%q is shown as %q, want %q", title, plain, shown)
		}
		if back := unescape(got); back != title {
			t.Errorf("%q is read back as %q", title, back)
		}
	}
}

// A problem that is refused with is said in words; its code was shown once.
func TestARefusedDigestSaysWhy(t *testing.T) {
	for _, lang := range []roadmap.Lang{roadmap.Korean, roadmap.English} {
		for _, code := range []string{"channel", "permission", "history", "refused", "unreachable"} {
			p := In(lang)
			got := p.refusal(refusal.New("digest.problem", "problem", code))
			if want := p.T("post." + code); !strings.Contains(got, want) || strings.Contains(got, "⟨") {
				t.Errorf("%s: %s", code, got)
			}
		}
	}
}

func TestMessagesMentionNobody(t *testing.T) {
	body, err := In(roadmap.Korean).Notice("cancelled").JSON(FlagPrivate)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Flags    int `json:"flags"`
		Mentions struct {
			Parse []string `json:"parse"`
		} `json:"allowed_mentions"`
	}
	if err := json.Unmarshal(body, &got); err != nil {
		t.Fatal(err)
	}
	if got.Mentions.Parse == nil || len(got.Mentions.Parse) != 0 || got.Flags != FlagPrivate|flagV2 {
		t.Errorf("message = %s", body)
	}
}

// worst is a group whose every text is as long as it may be, and consists of one letter.
type worst struct {
	letter string
	group  *study.Group
	user   string
	name   string
	title  string
	url    string
	posts  []study.Post
	now    time.Time
}

// drafts are a draft that could be shared, one that could not, and the links of a message.
func (w worst) drafts() (good, bad Draft, links []link.Link) {
	long := link.Link{URL: "https://example.com/" + strings.Repeat("_", link.MaxLength-20), Canonical: "https://example.com"}
	good = Draft{Group: w.group.ID, Member: w.user, Name: w.name, Message: w.user, Link: long.URL, Title: w.text(link.MaxPostTitle), Items: w.text(MaxDraftItems)}
	bad = good
	bad.Link = strings.Repeat("<", link.MaxLength)
	return good, bad, []link.Link{long, long, long, long}
}

// worstLetters are those that make a text the largest: one that has to be escaped, a Korean
// one of three bytes, and one of four.
var worstLetters = []struct {
	letter string
	lang   roadmap.Lang
}{{"*", roadmap.Korean}, {"*", roadmap.English}, {"한", roadmap.Korean}, {"𠀀", roadmap.English}}

// text returns a text of n characters.
func (w worst) text(n int) string { return strings.Repeat(w.letter, n) }

func newWorst(t *testing.T, letter string) worst {
	t.Helper()
	w := worst{letter: letter}
	title := func(i, n int) roadmap.Text {
		s := fmt.Sprint(i)
		return roadmap.Text{"": s + w.text(n-len(s))}
	}
	var areas []roadmap.Area
	var phases []roadmap.Phase
	for a := range 40 {
		area := roadmap.Area{Title: title(a, roadmap.MaxTitle), Emoji: "🧠"}
		for s := range 5 {
			section := roadmap.Section{ID: fmt.Sprintf("section-%d-%d", a, s), Title: title(s, roadmap.MaxTitle)}
			for i := range 10 {
				item := roadmap.Item{ID: fmt.Sprintf("item-%016d-%d", a*5+s, i), Title: title(i/2, roadmap.MaxTitle)}
				if (5*a+s)%199 == 0 { // the first section and the last; no file has room for as much in all
					item.Note = w.text(roadmap.MaxNote)
					for range 20 {
						item.Reading = append(item.Reading, roadmap.Reading{Title: w.text(roadmap.MaxTitle), URL: "https://example.com/" + strings.Repeat("(", 200)})
					}
				}
				section.Items = append(section.Items, item)
			}
			area.Sections = append(area.Sections, section)
		}
		phases = append(phases, roadmap.Phase{Title: title(a, roadmap.MaxTitle), Sections: []string{area.Sections[0].ID, area.Sections[1].ID, area.Sections[2].ID}})
		areas = append(areas, area)
	}
	r, err := roadmap.New(title(0, roadmap.MaxTitle), areas, phases)
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("America/Argentina/ComodRivadavia")
	if err != nil {
		t.Fatal(err)
	}
	w.user, w.name, w.title = strings.Repeat("9", 19), w.text(32), w.text(link.MaxPostTitle)
	w.url, w.now = "https://example.com/"+strings.Repeat("a", link.MaxLength-20), time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	w.group = &study.Group{ID: "abcdefgh", Guild: w.user, Name: w.text(study.MaxGroupName), Channel: w.user, Roadmap: r,
		Calendar: study.Calendar{{Zone: zone, Start: time.Wednesday, Hour: 11}}, Digest: study.Schedule{Day: time.Wednesday, Hour: 23, Minute: 59},
		State: study.Active, Created: w.now.AddDate(0, 0, -60), Since: w.now, Language: roadmap.English}
	var all []string
	for ref := range r.Items() {
		all = append(all, ref.Item.ID)
	}
	for i := range 100 {
		w.posts = append(w.posts, study.Post{ID: fmt.Sprintf("post%06d", i), Member: w.user, Name: w.name, URL: w.url, Title: w.title,
			Items: all[i : i+20], At: w.now})
	}
	return w
}

func (w worst) focus() Focus {
	f, _ := w.group.Roadmap.Focus(func(string) int { return 1 }, 9999)
	begun := study.Begun{Count: 9999, Names: []string{w.name, w.name, w.name}}
	return Focus{Focus: f, Begun: []study.Begun{begun, begun, begun}, Posts: w.posts[:3]}
}

// status is a status in which nothing is well.
func (w worst) status(state study.DigestState) Status {
	digest := study.Digest{Week: w.group.Calendar.Ended(w.now).Name, State: state, Problem: "permission", Channel: w.user, Message: w.user}
	posted := digest
	posted.State = study.DigestPosted
	return Status{Group: w.group, Now: w.now, Access: Access{May: discordgo.PermissionViewChannel, Thread: true, Archived: true, Took: time.Minute},
		Delivery: study.Delivery{Digests: []study.Digest{digest, posted}, LastPublished: digest.Week, Next: w.now},
		Vitals: Vitals{Version: "v1.2.3-0.20261126000000-abcdefabcdef+dirty", Store: "redis", Server: "7.2.4", Persists: "unknown",
			Warnings: []string{"evicts", "failing", "old", "replica", "wait", "fsync", "rewrite", "full", "unsaved"}, Trip: time.Minute}}
}

// messages are all messages at their largest.
func (w worst) messages(p Printer) map[string]Message {
	g := w.group
	var ref roadmap.ItemRef
	for ref = range g.Roadmap.Items() {
	}
	op := study.Operation{ID: w.user, Actor: w.user, Member: w.user, Name: w.name, Now: w.now}
	checked := study.CheckResult{Check: study.Check{At: w.now}, Total: 2000, Others: 9999, Joined: true, Stamped: true, Score: 2000, Rank: 9999,
		Post: study.ShareResult{Outcome: study.SharedNew, Post: study.Post{ID: "abcdefghij", Title: w.title}}}
	post := w.posts[0]
	link := &link.Link{URL: post.URL}
	several := CheckedItems{Group: g, Op: op, At: w.now.AddDate(0, 0, -1), Link: link, Title: w.title, Elsewhere: true, Result: study.BatchResult{
		Total: 2000, Rank: 9999, Joined: true, Shared: []study.ShareResult{{Outcome: study.SharedNew}}}}
	for ref := range g.Roadmap.Items() {
		several.Items = append(several.Items, ref)
		several.Result.Before = append(several.Result.Before, study.Check{Item: [2]string{"", ref.Item.ID}[ref.Order%2], At: w.now})
	}
	for section := range g.Roadmap.Sections() {
		several.Result.Stamps = append(several.Result.Stamps, section.ID)
	}
	record := study.Record{Checks: map[string]study.Check{}, Stamps: map[string]study.Stamp{}, Posts: 9999}
	for _, area := range g.Roadmap.Areas {
		for _, section := range area.Sections {
			record.Stamps[section.ID] = study.Stamp{Section: section.ID, At: w.now}
		}
	}
	var rows []study.Row
	var members []study.Member
	var earned []study.EarnedStamp
	for i := range 100 {
		rows = append(rows, study.Row{User: w.user, Name: w.name, Score: 9999, Rank: i + 1000})
		members = append(members, study.Member{User: w.user, Name: w.name, Hidden: true, Joined: w.now})
		earned = append(earned, study.EarnedStamp{Section: fmt.Sprintf("section-%d-0", i%40), Name: w.name})
	}
	overview := &study.Overview{Record: record, Active: 9999, Counts: map[string]int{}}
	for ref := range g.Roadmap.Items() {
		overview.Counts[ref.Item.ID] = 9999
	}
	var doers []study.Completion
	for range 100 {
		doers = append(doers, study.Completion{User: w.user, Name: w.name, At: w.now})
	}
	var suggestions []roadmap.Suggestion
	reading := map[string][]study.Post{}
	for _, s := range g.Roadmap.Suggest(func(string) bool { return false }, func(string) int { return 9999 }, Suggestions) {
		suggestions = append(suggestions, s)
		reading[s.Ref.Item.ID] = w.posts[:2]
	}
	guild := &study.Guild{ID: g.Guild}
	for range study.MaxGroups {
		guild.Groups = append(guild.Groups, g)
	}
	focus := w.focus()
	board := Leaderboard{Group: g, Period: study.LastWeek, By: study.Checks, Now: w.now, Board: study.Board{Total: 9999999, Size: 9999,
		Offset: 5000, Rows: rows[:BoardPage], Mine: rows[0], Order: 3}}
	tally := &study.WeekSummary{Week: g.Calendar.Week(w.now), Active: 9999, Checks: 99999, Before: 1, Posts: 9999, Stamps: 9999, Rows: rows, Size: 9999, Members: 9999,
		Earned: earned, WeekPosts: w.posts, PreviousRanks: map[string]int{w.user: 5}}
	for i := range int64(8) {
		change := study.Change{Name: w.name, By: -9999}
		tally.Corrections = append(tally.Corrections, study.Correction{Week: tally.Week.Name.AddDays(int(-7 * i)), Before: study.Published{Checks: 99999, Posts: 9999},
			Now: study.Published{Checks: 1, Posts: 1}, Members: []study.Change{change, change, change, change}})
	}
	for range 20 {
		tally.Imports = append(tally.Imports, study.Import{Name: w.name, Checks: 9999, Posts: 9999, First: tally.Week.Name, Last: tally.Week.Name})
	}
	var digests []study.Digest
	for range HistoryPage {
		digests = append(digests, study.Digest{Week: tally.Week.Name, State: study.DigestPosted, Channel: w.user, Message: w.user, Published: study.Published{Checks: 99999, Posts: 9999}})
	}
	near := []roadmap.ItemRef{ref, ref, ref, ref, ref}
	intake := Import{Group: g, File: "https://cdn.discordapp.com/" + strings.Repeat("a", MaxButtonURL-27), Blog: "https://" + strings.Repeat("b", MaxButtonURL-8),
		Relative: 9999, Page: 1, Picks: Picks(strings.Repeat("\xff", 30)), ImportPlan: &checklist.ImportPlan{Guesses: 240, Fingerprint: "abcdef", Before: 2000, Past: 2000, Reading: 99999, Likely: 99999}}
	for i := range 240 {
		kind := []checklist.ImportKind{checklist.ImportGuess, checklist.ImportCheck, checklist.ImportLeftOut}[i%3]
		intake.Lines = append(intake.Lines, checklist.ImportLine{Kind: kind, Line: 20000, Title: w.title, Item: ref.Item, Day: tally.Week.Name, Posts: 9999, Guess: i, Accepted: i%2 == 0,
			Why: markdown.Notice{Line: 20000, Code: "link.admin", Args: []any{"link", w.url}}})
	}
	plan := &diff.Plan{Old: g.Roadmap, Next: g.Roadmap, Guesses: 240, Proposed: 120, Fingerprint: "abcdef", Reading: diff.ReadingChange{Items: 2000, Added: 99999, Removed: 99999},
		Markdown: markdown.Translations{"": strings.Repeat("a", 99999<<10)}}
	var faults markdown.Faults
	var versions []study.Version
	for i := range 2000 {
		kinds := [][]diff.ChangeKind{{diff.Renamed, diff.Moved}, {diff.Removed}, {diff.Moved}, {diff.Added}, {diff.Returned}, {diff.Reordered}}[i%6]
		s := diff.ItemChange{Old: ref, New: ref, Kinds: kinds}
		if i < 240 {
			s.Kinds = []diff.ChangeKind{diff.Renamed, diff.Moved}
			s.Guess = diff.Guess{Number: i + 1, Like: ref, Similarity: 100, Proposed: i%4 < 2, Rejected: i%2 == 0}
		}
		plan.Items = append(plan.Items, s)
		faults = append(faults, markdown.Notice{Line: 20000, Code: "section.twice", Args: []any{"title", w.title, "first", 19999}})
		versions = append(versions, study.Version{N: i + 1, At: w.now, By: w.user, Like: i, Items: 2000})
	}
	replacing := Replacement{Group: g, Plan: plan, File: intake.File, Warnings: faults, Picks: intake.Picks, Counts: overview.Counts, Members: 9999, Checks: 99999, Page: 1}
	last := replacing
	last.Page = 9999
	for i := range 2000 {
		intake.Batch.Checks = append(intake.Batch.Checks, study.BatchCheck{})
		intake.Batch.Posts = append(intake.Batch.Posts, study.PostInput{Link: *link})
		if i%2 == 0 {
			several.Result.Shared = append(several.Result.Shared, study.ShareResult{Outcome: study.SharedTaken, By: w.name})
		}
	}
	draft, unshareable, long := w.drafts()
	messages := map[string]Message{
		"replace":     p.Replacement(replacing),
		"replace end": p.Replacement(last),
		"replaced":    p.Replaced(g),
		"changed":     p.RoadmapChanged(replacing, g, w.user),
		"no roadmap":  p.NoRoadmap(Replacement{Group: g, File: intake.File, Warnings: []markdown.Notice{{Line: 1, Code: markdown.TableOffered, Args: []any{"rows", 2000, "column", w.title}}}}, faults),
		"versions":    p.Versions(g, versions),
		"import":      p.Import(intake),
		"imported":    p.Imported(intake, op, several.Result),
		"ticked":      p.Checked(CheckedItem{Group: g, Op: op, Item: ref, Result: checked, Link: link, Title: post.Title, Elsewhere: true}),
		"already":     p.Already(CheckedItem{Group: g, Op: op, Item: ref, Result: checked, Link: link, Title: post.Title}),
		"several":     p.CheckedAll(several),
		"all done":    p.AlreadyAll(several),
		"undone all":  p.UndoneAll(study.UndoResult{Checks: 2000, Posts: 2000, Name: w.name}, w.name),
		"picker":      p.Picker(Picker{Group: g, Day: "2026-11-23", Area: ref.Area, Section: ref.Section, Record: record}),
		"areas":       p.Picker(Picker{Group: g, Page: 1}),
		"roadmap":     p.Show(Shown{Group: g, Overview: overview}),
		"an area":     p.Show(Shown{Group: g, Area: ref.Area, Overview: overview}),
		"a section":   p.Show(Shown{Group: g, Area: ref.Area, Section: ref.Section, Overview: overview, Begun: &study.Begun{Count: 9999, Names: []string{w.name, w.name, w.name}}}),
		"an item":     p.ShowItem(ShownItem{Group: g, Item: ref, Completions: study.Completions{Shown: doers, Count: 9999, Active: 9999, Mine: &checked.Check}}),
		"a post":      p.Post(PostDetails{Group: g, Post: post, Items: several.Items, Mine: true, Saved: true, From: study.PostQuery{Topic: ref.Item.ID, Author: w.user}, Offset: 99999}),
		"delete post": p.PostDelete(g, post),
		"deleted":     p.PostDeleted(g, post),
		"unticked":    p.Unchecked(g, w.user, ref, study.UncheckResult{Check: checked.Check, Total: 2000, Rank: 9999, Posts: 9999}),
		"undone":      p.Undone(roadmap.Text{"": w.title}, w.name, w.name),
		"shared":      p.Shared(g, op, study.ShareResult{Outcome: study.SharedNew, Post: post, Joined: true, Open: []string{"a", "b"}}, several.Items, true),
		"shared for": p.Shared(g, study.Operation{Actor: w.user + "9", Member: w.user, Name: w.name, Why: MessageURL(w.user, w.user, w.user)},
			study.ShareResult{Outcome: study.SharedNew, Post: post, Open: []string{"a", "b"}}, several.Items, true),
		"links":       p.DraftLinks(draft, long),
		"draft again": p.DraftAgain(draft, refusal.New("item.nearest", "item", draft.Items, "items", near, "n", 5), near),
		"draft none":  p.DraftAgain(draft, refusal.New("item.unknown", "item", draft.Items), nil),
		"draft link":  p.DraftAgain(unshareable, refusal.New("link.host", "host", unshareable.Link), nil),
		"posts":       p.Posts(PostList{PostPage: study.PostPage{Posts: w.posts[:PostsPage], Total: 9999, Offset: 5000}, Group: g, Query: study.PostQuery{Author: w.user}, Name: w.name}),
		"posts in":    p.Posts(PostList{PostPage: study.PostPage{Posts: w.posts[:PostsPage], Total: 9999, Offset: 5000}, Group: g, Query: study.PostQuery{Topic: roadmap.Topic{Area: ref.Area}.ID(), Author: w.user, Text: w.title}, Name: w.name}),
		"posts found": p.Posts(PostList{PostPage: study.PostPage{Posts: w.posts[:PostsPage], Total: 9999, Offset: 5000}, Group: g, Query: study.PostQuery{Topic: roadmap.Topic{Area: ref.Area}.ID(), Author: w.user, Text: w.title, Link: "abcdefghijklmnop"}, Name: w.name}),
		"posts of":    p.Posts(PostList{PostPage: study.PostPage{Posts: w.posts[:PostsPage], Total: 9999, Offset: 5000}, Group: g, Query: study.PostQuery{Week: tally.Week}}),
		"history":     p.History(g, study.DigestPage{Digests: digests, Total: 999, Offset: 500}),
		"standings":   p.DigestRanks(g, digests[0], rows, 40),
		"posts on":    p.Posts(PostList{PostPage: study.PostPage{Posts: w.posts[:PostsPage], Total: 9999, Offset: 5000}, Group: g, Query: study.PostQuery{Topic: ref.Item.ID, Author: w.user, Text: w.title}, Name: w.name}),
		"progress":    p.Progress(g, &study.Overview{Record: record, Rank: 9999}, w.name, w.now),
		"leaderboard": p.Leaderboard(board),
		"my place":    p.MyRank(board),
		"next":        p.Next(Next{Group: g, Suggestions: suggestions, Posts: reading, Focus: &focus}),
		"digest":      p.Digest(Digest{Group: g, Summary: tally, Focus: focus, Late: true, Preview: true}),
		"brief":       p.Digest(Digest{Group: g, Summary: tally, Focus: focus, Late: true, Brief: true}),
		"created":     p.Created(g, w.now, w.now, []string{"problem.channel"}),
		"settings":    p.Settings(g, w.now, w.now, true, []string{"problem.channel"}),
		"status":      p.Status(w.status("failed")),
		"unsure":      p.Status(w.status("posting")),
		"skipped":     p.Status(w.status("skipped")),
		"stuck":       p.Help(true, g.Name).With(p.Stuck(guild.Groups)),
		"setup":       p.SetupStart(guild.Groups, "America/Argentina/ComodRivadavia"),
		"groups":      p.Groups(guild, func(string) bool { return true }, map[string]study.Activity{g.ID: {Members: 9999}}, w.now),
		"leave":       p.Leave(g, false),
		"left":        p.Leave(g, true),
		"members":     p.Members(g, members, map[string]int{w.user: 2000}, 50),
		"help":        p.Help(true, g.Name),
		"greeting":    p.Greeting(),
		"which group": p.Refusal(refusal.New("group.which", "groups", guild.Groups)),
		"near items":  p.Refusal(refusal.New("item.nearest", "item", w.text(6000), "items", near)),
		"export":      p.Checklist(g, markdown.Checklist{Days: map[string]civil.Date{ref.Item.ID: {Year: 2026, Month: 1, Day: 5}}, Posts: w.posts, Day: civil.DateOf}, roadmap.Korean),
		"no area":     p.Refusal(refusal.New("area.unknown", "area", w.text(6000))),
		"no item":     p.Refusal(refusal.New("item.unknown", "item", w.text(6000))),
		"fault":       p.Fault("abcdefgh"),
		"undelivered": p.Undelivered("abcdefgh"),
		"away":        p.Unavailable("abcdefgh"),
		"busy":        p.Busy(),
		"unsaved":     p.NotPersisted("abcdefgh"),
		"other store": p.StoreReplaced("abcdefgh"),
		"corrected":   p.Corrected(Correction{What: "tick", Name: w.name, By: w.name, Why: w.text(study.MaxWhy)}, roadmap.Text{"": w.title}, civil.Date{Year: 2026, Month: 11, Day: 23}),
		"sent":        p.Sent(g, digests[0], false),
		"sent before": p.Sent(g, digests[0], true),
		"joined":      p.Joined(g, w.name, 2000),
		"record kept": p.Left(g, "keep"),
		"state":       p.State(g, w.now),
		"setup test":  p.SetupTest(),
		"bad link":    p.Refusal(refusal.New("link.admin", "page", w.text(2000))),
	}
	for _, step := range SetupSteps {
		messages["setup "+step] = p.SetupStep(Setup{Group: g, Step: step, Now: w.now, Next: w.now, Saved: true, Access: &Access{Thread: true},
			Zones: make([]Choice, 25), Test: &Trial{Problem: "permission"}})
	}
	for i, m := range p.Library(markdown.NewLibrary(g, &g.Roadmap.Areas[0], w.posts), 1000+len(w.url)) {
		messages[fmt.Sprint("library ", i)] = m
	}
	return messages
}

// fileNames are names that Discord leaves as they are.
var fileNames = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,70}\.(md|txt)$`)

func TestMessagesKeepToDiscordsLimits(t *testing.T) {
	for _, test := range worstLetters {
		keepsToLimits(t, newWorst(t, test.letter), test.lang)
	}
}

func keepsToLimits(t *testing.T, w worst, lang roadmap.Lang) {
	p := In(lang)
	p.Commands = map[string]string{}
	for _, name := range []string{"check", "uncheck", "share", "progress", "next", "leaderboard", "posts", "roadmap", "group", "digest", "status", "setup", "help"} {
		p.Commands[name] = w.user
	}
	for name, m := range w.messages(p) {
		t.Run(string(lang)+" "+w.letter+"/"+name, func(t *testing.T) {
			seen := map[string]bool{}
			components, characters, bytes := 0, 0, readBytes(m.Components)
			walk(m.Components, func(c Component) {
				components++
				characters += len([]rune(c.Content))
				if strings.Contains(c.Content, "⟨") {
					t.Errorf("a text is missing: %s", c.Content)
				}
				if placeholder.MatchString(c.Content) {
					t.Errorf("a placeholder is left: %s", c.Content)
				}
				if c.CustomID != "" && (seen[c.CustomID] || len(c.CustomID) > MaxCustomID) {
					t.Errorf("custom_id %q stands twice or has %d characters", c.CustomID, len(c.CustomID))
				}
				seen[c.CustomID] = true
				if c.Type == typeRow && len(c.Components) > MaxRows || len(c.Options) > MaxOptions {
					t.Errorf("%d components in a row, %d options", len(c.Components), len(c.Options))
				}
				if c.Type == typeText && c.Content == "" {
					t.Error("an empty text")
				}
				if len([]rune(c.Label)) > MaxLabel || len(c.URL) > MaxButtonURL {
					t.Errorf("label or URL too long: %+v", c)
				}
				for _, o := range c.Options {
					if len([]rune(o.Label)) > MaxOptionText || len([]rune(o.Description)) > MaxOptionText || len(o.Value) > MaxOptionText {
						t.Errorf("option too long: %+v", o)
					}
				}
			})
			for _, file := range m.Files {
				if !fileNames.MatchString(file.Name) || len(file.Data) > MaxFile {
					t.Errorf("the file %q has %d bytes", file.Name, len(file.Data))
				}
			}
			if len(m.Files) > MaxFiles || m.Size() > maxPayload {
				t.Errorf("%d files with %d bytes", len(m.Files), m.Size())
			}
			if bytes > MaxBytes {
				t.Errorf("%d bytes, allowed are %d", bytes, MaxBytes)
			}
			if components > MaxComponents || characters > MaxText {
				t.Errorf("%d components with %d characters, allowed are %d with %d", components, characters, MaxComponents, MaxText)
			}
		})
	}
}

// readBytes returns the bytes of all that people read in the components.
func readBytes(components []Component) int {
	n := 0
	walk(components, func(c Component) {
		n += len(c.Content) + len(c.Label) + len(c.Placeholder) + len(c.Description) + len(c.Value)
		for _, o := range c.Options {
			n += len(o.Label) + len(o.Description)
		}
	})
	return n
}

// walk visits all components, nested ones too.
func walk(components []Component, visit func(Component)) {
	for _, c := range components {
		visit(c)
		walk(c.Components, visit)
		if c.Accessory != nil {
			visit(*c.Accessory)
		}
		if c.Component != nil {
			visit(*c.Component)
		}
	}
}

func FuzzParseID(f *testing.F) {
	for _, id := range []string{"1:undo:a:b:c:d:e", "1:", ":", "", "2:undo", "1:a:::", "1:😀"} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		action, args, err := ParseID(id)
		if err != nil {
			return
		}
		if again := (CustomID{Name: action, Args: args}).With(args...); again != id {
			t.Errorf("ParseID(%q) = %q, %q, which packs to %q", id, action, args, again)
		}
	})
}

// What a link is offered as is what is shared when the offer is taken.
func TestAnOfferedLinkComesBackWhole(t *testing.T) {
	w := newWorst(t, "*")
	var ref roadmap.ItemRef
	for ref = range w.group.Roadmap.Items() {
		break
	}
	for _, title := range []string{"plain", "foo ] bar", "a](<b> *c* `d` @everyone # 1. e_f \\ g", strings.Repeat("긴 제목 ", 40)} {
		title = strings.TrimSpace(title)
		tick := CheckedItem{Group: w.group, Item: ref, Link: &link.Link{URL: "https://example.com/a"}, Title: title}
		for _, lang := range []roadmap.Lang{roadmap.Korean, roadmap.English} {
			if url, got := OfferedLink(In(lang).Already(tick).Components); url != tick.Link.URL || got != title {
				t.Errorf("%s: offered %q at %q, want %q", lang, got, url, title)
			}
		}
	}
}

// A library that has no room in one message comes in several, whole; what is
// said below a message leaves its files there.
func TestALibraryInSeveralMessages(t *testing.T) {
	w := newWorst(t, "*")
	const limit = 20_000
	whole := markdown.NewLibrary(w.group, nil, w.posts).Markdown(roadmap.Korean, 1<<30)[0]
	files, names := 0, map[string]bool{}
	posts := 0
	messages := In(roadmap.Korean).Library(markdown.NewLibrary(w.group, nil, w.posts), limit)
	for _, m := range messages {
		m = m.With("below")
		files += len(m.Files)
		for _, file := range m.Files {
			names[file.Name] = true
			posts += strings.Count(string(file.Data), "](https://")
			if len(file.Data) > limit {
				t.Errorf("%s has %d bytes", file.Name, len(file.Data))
			}
		}
	}
	if want := strings.Count(string(whole), "](https://"); posts != want || len(names) != files || len(messages) < 2 || files <= MaxFiles {
		t.Errorf("%d posts of %d in %d files with %d names in %d messages", posts, want, files, len(names), len(messages))
	}
}
