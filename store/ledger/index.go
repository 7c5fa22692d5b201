package ledger

import (
	"fmt"
	"strings"
	"time"
)

// IndexKey is a sorted set whose scores are all 0. Redis sorts its entries by their bytes and can
// read a range of them. A post has the entries t:<when>, m:<user>:<when> and, for each of its
// items, i:<item>:<when>, where when is <at>:<event>:<post>. A stamp has the entry
// s:<week>:<at>:<section>:<user>.

// entries returns the post's entries.
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

// EntryPost returns the id of the post in a post's entry.
func EntryPost(entry string) string { return entry[strings.LastIndexByte(entry, ':')+1:] }

// PostsBetween returns the range of the posts shared from the instant from on and before to. The
// ends are in the form of ZRANGEBYLEX.
func PostsBetween(from, to time.Time) (low, high string) {
	return "[t:" + number(from.UnixMilli()) + ":", "(t:" + number(to.UnixMilli()) + ":"
}

// AllPosts, PostsOn and PostsBy return the range of all posts, of the posts on an item, and of the
// posts by a user.
func AllPosts() (low, high string)           { return prefixRange("t:") }
func PostsOn(item string) (low, high string) { return prefixRange("i:" + item + ":") }
func PostsBy(user string) (low, high string) { return prefixRange("m:" + user + ":") }

// PostsByBetween returns the range of a user's posts shared from the instant from on and before to.
func PostsByBetween(user string, from, to time.Time) (low, high string) {
	prefix := "m:" + user + ":"
	return "[" + prefix + number(from.UnixMilli()) + ":", "(" + prefix + number(to.UnixMilli()) + ":"
}

// prefixRange returns the range of entries that begin with prefix, whose last character has to be
// a colon.
func prefixRange(prefix string) (low, high string) {
	return "[" + prefix, "(" + strings.TrimSuffix(prefix, ":") + ";"
}
