package ledger

import (
	"fmt"
	"strings"
	"time"
)

// IndexKey is a sorted set whose scores are all 0: Redis sorts its entries by
// their bytes, and finds a range of them. Posts are in it as t:<when>, as
// m:<user>:<when> and, for each of their items, as i:<item>:<when>, where when is
// <at>:<event>:<post>; stamps as s:<week>:<at>:<section>:<user>.

// entries are a post's entries.
func (p *postState) entries() []string {
	suffix := fmt.Sprintf("%d:%012d:%s", p.parts[0].At, p.parts[0].Seq, p.id)
	entries := []string{"t:" + suffix, "m:" + p.user + ":" + suffix}
	for _, item := range p.items() {
		entries = append(entries, "i:"+item+":"+suffix)
	}
	return entries
}

func stampEntry(section, user string, m Moment) string {
	return "s:" + m.Week + ":" + number(m.At) + ":" + section + ":" + user
}

// EntryPost returns the post that an entry is of.
func EntryPost(entry string) string { return entry[strings.LastIndexByte(entry, ':')+1:] }

// PostsBetween returns the ends of the range, as ZRANGEBYLEX takes them, of the
// posts from an instant on and before another.
func PostsBetween(from, to time.Time) (low, high string) {
	return "[t:" + number(from.UnixMilli()) + ":", "(t:" + number(to.UnixMilli()) + ":"
}

// AllPosts, PostsOn and PostsBy return the ends of the range of all posts, of those
// on an item and of those by a user.
func AllPosts() (low, high string)           { return prefixRange("t:") }
func PostsOn(item string) (low, high string) { return prefixRange("i:" + item + ":") }
func PostsBy(user string) (low, high string) { return prefixRange("m:" + user + ":") }

// within returns the ends of the range of entries that begin with prefix, whose
// last character is a colon.
func prefixRange(prefix string) (low, high string) {
	return "[" + prefix, "(" + strings.TrimSuffix(prefix, ":") + ";"
}
