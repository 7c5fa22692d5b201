package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dojang/refusal"
	"dojang/roadmap"
	"dojang/store/ledger"
	"dojang/study"
)

// Apply applies the whole batch for op.Member, or nothing. Each check and each post has its own
// event; all have op's id. Items that are done already and links that another member has shared
// stay as they are. Apply refuses with "item.unknown", and with "member.gone" as [Store.Check]
// does. One round trip, or two as [Store.Share].
func (s *Store) Apply(ctx context.Context, g *study.Group, op study.Operation, batch study.Batch) (study.BatchResult, error) {
	b := batchArgs{g: g, op: op, sections: map[string]int{}}
	for _, done := range batch.Checks {
		if err := b.addCheck(done); err != nil {
			return study.BatchResult{}, err
		}
	}
	for i, post := range batch.Posts {
		if err := b.addPost(i, post, batch.PostsNeedCheck); err != nil {
			return study.BatchResult{}, err
		}
	}
	args := []string{strconv.Itoa(len(b.sections)), strconv.Itoa(len(batch.Checks)), strconv.Itoa(len(batch.Posts)), boolArg(batch.PostsNeedCheck)}
	first := ledger.NewEvent(ledger.EventCheck, g.ID, op) // not recorded: each entry has its own
	lines, err := s.changeLinks(ctx, applyScript, g, op, first, b.links, func() []string {
		return slices.Concat(args, b.siblings, b.checks, b.postArgs())
	})
	if err != nil {
		return study.BatchResult{}, err
	}
	switch {
	case lines.status() == "absent":
		return study.BatchResult{}, refusal.New("member.gone")
	case lines.status() != "ok" || len(lines) != 6+max(1, len(batch.Checks)+len(batch.Posts)):
		return study.BatchResult{}, lines.unexpected("apply")
	}
	result := study.BatchResult{Total: lines.int(1), Joined: lines[2] == "1", Hidden: lines[3] == "1", Score: lines.int(4), Rank: lines.int(5)}
	rest := lines[6:]
	for i, done := range batch.Checks {
		stamped, known, _ := strings.Cut(rest[i], "\t")
		before := study.Check{}
		if known != "" {
			if before, err = ledger.ParseCheck(done.Item, known); err != nil {
				return study.BatchResult{}, err
			}
		}
		result.Before = append(result.Before, before)
		if ref, _ := g.Roadmap.Item(done.Item); stamped == "1" {
			result.Stamps = append(result.Stamps, ref.Section.ID)
		}
	}
	for _, line := range rest[len(batch.Checks):][:len(batch.Posts)] {
		shared, err := parseShared(line)
		if err != nil {
			return study.BatchResult{}, err
		}
		result.Shared = append(result.Shared, shared)
	}
	return result, nil
}

// parseShared parses the result for one link of a batch.
func parseShared(line string) (study.ShareResult, error) {
	f := strings.SplitN(line, "\t", 6)
	if len(f) == 5 {
		f = append(f, "") // a result stored by a release that did not tell the URL
	}
	if len(f) != 6 {
		return study.ShareResult{}, fmt.Errorf("apply: unexpected post %q", line)
	}
	shared := study.ShareResult{Outcome: study.Outcome(f[0]), Post: study.Post{ID: f[1], Title: f[2], URL: f[5]}, By: f[4]}
	if f[3] == "" {
		return shared, nil
	}
	var err error
	shared.At, err = instant(f[3])
	return shared, err
}

// batchArgs collects the arguments of apply.lua.
type batchArgs struct {
	g        *study.Group
	op       study.Operation
	sections map[string]int // a section's number in the arguments, from 1, by id
	siblings []string
	checks   []string
	posts    []batchPost
	links    []*sharedLink // of the posts
}

// sectionNumber returns the section's number, and adds the section if it is new.
func (b *batchArgs) sectionNumber(of *roadmap.Section) int {
	if n, ok := b.sections[of.ID]; ok {
		return n
	}
	b.sections[of.ID] = len(b.sections) + 1
	b.siblings = append(b.siblings, of.ID, strconv.Itoa(len(of.Items)))
	for _, item := range of.Items {
		b.siblings = append(b.siblings, item.ID)
	}
	return b.sections[of.ID]
}

func (b *batchArgs) addCheck(done study.BatchCheck) error {
	ref, ok := b.g.Roadmap.Item(done.Item)
	if !ok {
		return refusal.New("item.unknown", "item", done.Item)
	}
	e := ledger.NewEvent(ledger.EventCheck, b.g.ID, b.op)
	e.At, e.Item = milli(done.At), done.Item
	body, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("apply: encode event: %w", err)
	}
	b.checks = append(b.checks, done.Item, strconv.FormatInt(e.At, 10), ledger.WeekName(b.g.Calendar.Week(done.At).Name),
		ledger.MonthName(b.g.Calendar.Day(done.At)), strconv.Itoa(b.sectionNumber(ref.Section)), string(body))
	return nil
}

// addPost adds the i-th link. Its post id follows from the operation and i.
func (b *batchArgs) addPost(i int, post study.PostInput, with bool) error {
	if err := requireItems(b.g, post.Items); err != nil {
		return err
	}
	l := newSharedLink(post.Link, post.Title)
	e := ledger.NewEvent(ledger.EventShare, b.g.ID, b.op)
	l.addTo(&e)
	e.At, e.Items, e.WithChecks, e.Post = milli(post.At), post.Items, with, postID(fmt.Sprint(b.op.ID, " ", i))
	body, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("apply: encode event: %w", err)
	}
	b.posts = append(b.posts, batchPost{l, e.Post, post.At, strings.Join(post.Items, " "), string(body)})
	b.links = append(b.links, l)
	return nil
}

// batchPost is a link of a batch with the id of its post, if that is a new one.
type batchPost struct {
	*sharedLink
	id    string
	at    time.Time
	items string
	event string
}

// postArgs returns the arguments of all posts.
func (b *batchArgs) postArgs() []string {
	var args []string
	for _, p := range b.posts {
		args = append(append(append(args, p.items), p.args(b.g, p.id, p.at)...), p.event)
	}
	return args
}
