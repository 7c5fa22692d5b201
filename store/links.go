package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"dojang/link"
	"dojang/store/ledger"
	"dojang/study"
)

// sharedLink is a link to be shared, with or without a check.
type sharedLink struct {
	link.Link
	title    string            // the title given; "" for the URL's own
	hashes   []string          // of the forms under which posts of the link may be, newest first
	compared map[string]string // ids of posts that an older form led to: "=" of the same page, "!" of another
}

// newSharedLink hashes the link's forms. 80 bits are enough for the links of a group. A post keeps
// the hash under which it was stored, which events contain. A release that did not hash the version
// of the form put a 0 behind the hash if it was another page's.
func newSharedLink(l link.Link, title string) *sharedLink {
	s := &sharedLink{Link: l, title: title, compared: map[string]string{}}
	for i, form := range l.Forms() {
		hash := digest32(form, 16)
		if s.hashes = append(s.hashes, hash); i > 0 {
			s.hashes = append(s.hashes, hash+"0")
		}
	}
	return s
}

// addTo sets the event's fields about the link. The scripts replace the hash by an older one if the
// post has that.
func (l *sharedLink) addTo(e *ledger.Event) {
	e.Post, e.URL, e.Link, e.URLTitle, e.Title = postID(e.Op), l.URL, l.hashes[0], l.Title(), l.title
}

// args returns the link's arguments for a script, see lua/include/share.lua. The id is that of the
// post, if it is a new one. The post counts in the week and month of at.
func (l *sharedLink) args(g *study.Group, id string, at time.Time) []string {
	var compared []string
	for id, outcome := range l.compared {
		compared = append(compared, outcome+id)
	}
	return []string{id, strings.Join(l.hashes, " "), strings.Join(compared, " "), l.URL, l.Title(), l.title,
		strconv.FormatInt(milli(at), 10), ledger.WeekName(g.Calendar.Week(at).Name), ledger.MonthName(g.Calendar.Day(at))}
}

// changeLinks is change for a script that shares links; args returns its arguments. If older forms
// of the links lead to posts, the script may do nothing but ask whether they are of the same pages.
// They are compared here, because scripts do not parse addresses, and the script runs again.
func (s *Store) changeLinks(ctx context.Context, script *redis.Script, g *study.Group, op study.Operation, e ledger.Event, links []*sharedLink, args func() []string) (reply, error) {
	for {
		lines, err := s.change(ctx, script, g, op, e, args()...)
		if err != nil || lines.status() != "compare" {
			return lines, err
		}
		for _, line := range lines[1:] {
			if err := compare(links, line); err != nil {
				return nil, fmt.Errorf("%s: %w", e.Type, err)
			}
		}
	}
}

// compare compares a link with a post, which a script names by the number of the link, from 1, and
// the post's id and address. It fails for one that was compared before: the script would ask for
// ever.
func compare(links []*sharedLink, line string) error {
	f := strings.SplitN(line, "\t", 3)
	n, err := strconv.Atoi(f[0])
	if err != nil || len(f) != 3 || n < 1 || n > len(links) || links[n-1].compared[f[1]] != "" {
		return fmt.Errorf("unexpected post to compare %q", line)
	}
	links[n-1].compared[f[1]] = "!"
	if links[n-1].IsSamePage(f[2]) {
		links[n-1].compared[f[1]] = "="
	}
	return nil
}
