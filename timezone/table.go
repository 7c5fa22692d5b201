package timezone

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// zonesText has the zones that people live in, with their places; see generate. The names
// are of the Unicode Common Locale Data Repository; see LICENSE.unicode.
//
//go:embed zones.txt
var zonesText string

// aliasesText has more names of zones and countries.
//
//go:embed aliases.txt
var aliasesText string

// otherText has the database's other ids, mostly older ones, one per line. They are accepted
// but, unless they are timeless, not offered. Ids that only this machine knows are not
// accepted, because another machine might not know them.
//
//go:embed other.txt
var otherText string

// table has all zones.
type table struct {
	all     []Zone         // those with a place first
	offered int            // how many of them are offered
	byID    map[string]int // by plain id
}

// zones returns the table. It is read once.
var zones = sync.OnceValue(func() table {
	var t table
	aliases := readAliases()
	add := func(z Zone, names ...string) {
		z.search = newSearch(slices.Concat([]string{z.ID, z.ID[strings.LastIndexByte(z.ID, '/')+1:]}, names))
		t.all = append(t.all, z)
	}
	add(Zone{ID: "UTC"}, aliases["UTC"]...)
	for line := range strings.Lines(zonesText) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		z := Zone{ID: f[0], code: f[1], Country: Name{f[2], f[4]}, City: Name{f[3], f[5]}}
		add(z, slices.Concat(f[2:], aliases[z.ID], aliases[z.code])...)
	}
	var older []Zone
	for id := range strings.Lines(otherText) {
		if id = strings.TrimSpace(id); offeredTimeless.MatchString(id) {
			add(Zone{ID: id})
		} else {
			older = append(older, Zone{ID: id})
		}
	}
	t.offered = len(t.all)
	t.all = append(t.all, older...)
	t.byID = map[string]int{}
	for i, z := range t.all {
		t.byID[plain(z.ID)] = i
	}
	return t
})

// readAliases returns the other names of zones and countries, by id and by code.
func readAliases() map[string][]string {
	aliases := map[string][]string{}
	for line := range strings.Lines(aliasesText) {
		key, list, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || strings.HasPrefix(key, "#") {
			continue
		}
		aliases[key] = strings.Split(list, ", ")
	}
	return aliases
}
