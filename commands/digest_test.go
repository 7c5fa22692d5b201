package commands

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"dojang/civil"
	"dojang/commands/router"
	"dojang/link"
	"dojang/roadmap"
	"dojang/roadmap/markdown"
	"dojang/store"
	"dojang/study"
	"dojang/view"
)

// Managers see the running week's digest, and post the last ended one's.
func TestDigest(t *testing.T) {
	h := newHarness(t)
	h.use("minsu", "/check item:gil")
	h.refuses(h.use("minsu", "/digest preview"), "manager.only")
	preview := h.use("sora", "/digest preview")
	if h.wants(preview, "minsu", "2026-11-23"); !preview.Private || len(h.posted) > 0 {
		t.Error("the preview is public")
	}
	h.now = h.now.Add(7 * 24 * time.Hour)
	h.wants(h.use("sora", "/digest send"))
	h.wants(h.use("sora", "/digest send"))
	if len(h.posted) != 1 || !strings.Contains(h.posted[0], "minsu") {
		t.Errorf("posted: %q", h.posted)
	}
	history := h.use("sora", "/digest history")
	h.wants(history, "2026-11-23", "/channels/7/70/501")
	h.refuses(h.click("minsu", history, view.HistoryID.With(h.only().ID, "older", "0")), "manager.only")
	h.wants(h.click("sora", history, view.HistoryID.With(h.only().ID, "older", "0")), "2026-11-23")
	h.wants(h.click("minsu", reply{}, view.StandingsID.With(h.only().ID, "2026-11-23")), "**1st** minsu")
	h.use("sora", "/group pause")
	h.refuses(h.use("sora", "/digest send"), "digest.paused")
}

// press uses a component of a message as a member of guild 1 and returns the
// reply with what it shows.
func press(t *testing.T, r *router.Router, id string) (router.Reply, string) {
	t.Helper()
	in := &router.Interaction{ID: "1442700000000000000", Type: discordgo.InteractionMessageComponent, GuildID: "1", ChannelID: "7", Locale: "en-US",
		Member: &router.GuildMember{User: router.User{ID: "21", Username: "user 21"}, Permissions: discordgo.PermissionManageGuild}, Data: router.Data{CustomID: id}}
	reply := r.Handle(t.Context(), in)
	if reply.Message == nil {
		t.Fatalf("%s: no message", id)
	}
	var texts []string
	var walk func([]view.Component)
	walk = func(components []view.Component) {
		for _, c := range components {
			if texts = append(texts, c.Content); c.Label != "" {
				texts = append(texts, fmt.Sprintf("(%s %t %s)", c.Label, !c.Disabled, c.CustomID))
			}
			walk(c.Components)
		}
	}
	walk(reply.Message.Components)
	return reply, strings.Join(texts, "\n")
}

// What a posted digest has no room for is behind its buttons: privately, page
// by page, as it was when the digest was posted.
func TestDigestButtonsLeadToTheRest(t *testing.T) {
	s, err := store.Open("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	now := time.Date(2026, 11, 18, 12, 0, 0, 0, time.UTC)
	template, _ := markdown.Template(markdown.Templates()[0])
	g := &study.Group{ID: "abcdefgh", Guild: "1", Name: "g", Channel: "7", Language: roadmap.English, Template: markdown.Templates()[0], RoadmapVersion: 1, Roadmap: template,
		Calendar: study.Calendar{{Zone: time.UTC, Start: time.Monday}}, Digest: study.Schedule{Day: time.Monday, Hour: 9}, State: study.Active, Created: now, Since: now}
	ops := 0
	act := func(user int) study.Operation {
		ops++
		return study.Operation{ID: fmt.Sprint("op", ops), Now: now, Actor: fmt.Sprint(user), Member: fmt.Sprint(user), Name: fmt.Sprint("user ", user), Groups: study.AnyGroups}
	}
	if _, err := s.SaveGroup(t.Context(), g, act(1)); err != nil {
		t.Fatal(err)
	}
	d := study.Digest{Week: civil.Date{Year: 2026, Month: 11, Day: 16}, State: study.DigestPosted, Due: now, Channel: "7", Message: "5",
		Ranks: map[string]int{}, Published: study.Published{Checks: 25, Scores: map[string]int{}}}
	guild, err := s.Current(t.Context(), "1")
	if err != nil {
		t.Fatal(err)
	}
	g = guild.Group(g.ID)
	for n := range 25 {
		user := 21 + n
		if _, err := s.Check(t.Context(), g, act(user), "gil", now, nil, ""); err != nil {
			t.Fatal(err)
		}
		d.Ranks[fmt.Sprint(user)], d.Scores[fmt.Sprint(user)] = n+1, 100-n
		link, err := link.Parse(fmt.Sprint("https://example.com/", n))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Share(t.Context(), g, act(user), link, fmt.Sprint("post ", n), "gil"); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Minute)
	}
	if err := s.SaveDigest(t.Context(), g, &d, act(1)); err != nil {
		t.Fatal(err)
	}
	r, err := NewRouter(Settings{Store: s, Digests: noDigests{}, Log: slog.New(slog.DiscardHandler), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		id           string
		update       bool
		shows, hides []string
	}{
		{"1:standings:abcdefgh:2026-11-16", false,
			[]string{"the board of the week of 2026-11-16", "**1st** user 21 — 100 items", "**20th** user 40 — 81 items", "false 1:standings-at:abcdefgh:2026-11-16:back", "true 1:standings-at:abcdefgh:2026-11-16:forward:20"}, []string{"user 41"}},
		{"1:standings-at:abcdefgh:2026-11-16:forward:20", true, []string{"**25th** user 45", "true 1:standings-at:abcdefgh:2026-11-16:back:0"}, []string{"user 40"}},
		{"1:standings-at:abcdefgh:2026-11-16:forward:900", true, []string{"**25th** user 45"}, []string{"user 40"}},
		{"1:standings:abcdefgh:2026-11-09", false, []string{"Nothing"}, []string{"user"}},
		{"1:standings:abcdefgh:2026-11-17", false, []string{"older version"}, nil}, // no week begins then
		{"1:standings:other:2026-11-16", false, []string{"older version"}, nil},
		{"1:weekposts:abcdefgh:2026-11-16", false, []string{"post 24", "post 17", "2026-11-16 to 2026-11-22", "true 1:weekposts-at:abcdefgh:2026-11-16:older:8"}, []string{"post 16"}},
		{"1:weekposts-at:abcdefgh:2026-11-16:older:8", true, []string{"post 16", "post 9"}, []string{"post 17"}},
		{"1:weekposts:abcdefgh:2026-11-09", false, []string{"No post"}, []string{"post 1"}},
		{"1:history:abcdefgh:older:0", true, []string{"week of 2026-11-16 · 25 items", "https://discord.com/channels/1/7/5"}, nil},
		{"1:history:abcdefgh:older:x", false, []string{"older version"}, nil},
	} {
		reply, text := press(t, r, test.id)
		if reply.Update != test.update || !reply.Update && !reply.Private {
			t.Errorf("%s: update %t, private %t", test.id, reply.Update, reply.Private)
		}
		for _, want := range test.shows {
			if !strings.Contains(text, want) {
				t.Errorf("%s: there is no %q in\n%s", test.id, want, text)
			}
		}
		for _, not := range test.hides {
			if strings.Contains(text, not+"\n") || strings.Contains(text, not+" ") || strings.Contains(text, not+"]") {
				t.Errorf("%s: there is %q in\n%s", test.id, not, text)
			}
		}
	}
}

// noDigests makes none.
type noDigests struct{ Digests }

func (noDigests) Preview(context.Context, *study.Group, study.Operation) (view.Digest, error) {
	return view.Digest{}, nil
}

func (noDigests) Send(context.Context, *study.Group, study.Operation) (study.Digest, bool, error) {
	return study.Digest{}, false, nil
}
