package link

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"dojang/refusal"
)

// MaxLength limits a link, in characters.
const MaxLength = 2000

// Link is the address of a post. Two links with the same Canonical lead to the same post.
// Canonical is only for comparison; URL is what is stored, shown and followed.
type Link struct {
	URL       string // as given, without what was around it, and with https:// if it had no scheme
	Canonical string
	Label     string // the text of [text](address), as a title; else ""
}

// Parse reads a link as people paste it: alone or in a text, as <address> or [title](address),
// and without https:// if it is a host with a path and nothing else. Its error is a
// [refusal.Refusal]:
//
//	link.empty
//	link.several     n: how many different addresses the text has
//	link.long        length, limit: in characters
//	link.characters  character: such as U+0020; at: its position in the address, from 1
//	link.scheme      scheme: what is given instead of http or https, or ""
//	link.doubled     it begins with a scheme twice
//	link.host        host: what is given instead of a valid one, or ""
//	link.userinfo    user: the name before the @, without the password
//	link.dotless     host: a name without a dot
//	link.local       host: a name that leads nowhere on the internet, such as localhost
//	link.private     host: an IP address that is not on the internet
//	link.admin       page: a page for writing or managing, which only its owner can open
//	link.redirect    page: a page that only redirects to the one that is meant
//	link.file        page: a file of a message in Discord, whose address ends after a day
func Parse(raw string) (Link, error) {
	found, err := find(raw)
	if err != nil {
		return Link{}, err
	}
	if n := utf8.RuneCountInString(found.address); n > MaxLength {
		return Link{}, refusal.New("link.long", "length", n, "limit", MaxLength)
	}
	for i, r := range found.address {
		if r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Z) {
			return Link{}, refusal.New("link.characters", "character", fmt.Sprintf("%U", r), "at", utf8.RuneCountInString(found.address[:i])+1)
		}
	}
	a, err := parseAddress(found.address)
	if err != nil {
		return Link{}, err
	}
	switch page := a.page(); {
	case isListed(editors, page):
		return Link{}, refusal.New("link.admin", "page", page)
	case isListed(redirects, page):
		return Link{}, refusal.New("link.redirect", "page", page)
	case isListed(attachments, page):
		return Link{}, refusal.New("link.file", "page", page)
	}
	return Link{URL: found.address, Canonical: a.String(), Label: found.label}, nil
}

// formVersion is the version of the rules by which [Link.Canonical] is made. It changes with the
// first change of the rules after a release.
const formVersion = 2

// Forms returns the forms under which posts of the link may be stored, newest first. Posts are
// stored under the first, which begins with the version of the rules; so all posts under it are of
// the same page. Older releases stored posts under the other forms, which other pages may share:
// one left out routes, for instance.
func (l Link) Forms() []string {
	forms := []string{fmt.Sprint(formVersion, " ", l.Canonical), l.Canonical}
	if first, ok := canonicalV1(l.URL); ok && first != l.Canonical {
		forms = append(forms, first)
	}
	return forms
}

// Mark returns a hash of an address that is short enough for a custom_id: 80 bits in base32. The
// address is hashed in NFC, because forms may compose what was typed.
func Mark(address string) string {
	sum := sha256.Sum256([]byte(norm.NFC.String(address)))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:10]))
}

// IsSamePage reports whether an address, such as that of a stored post, leads to the link's page.
func (l Link) IsSamePage(address string) bool {
	other, err := Parse(address)
	return err == nil && other.Canonical == l.Canonical
}
