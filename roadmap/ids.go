package roadmap

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
)

// Base32 writes what ids are derived from in the letters that ids may have.
var Base32 = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567")

// derive makes an id out of the path to a section or an item. The same path
// gives the same id for ever, since checks are kept under it, unless the id is
// taken: then the next that the path gives.
func DeriveID(path string, taken map[string]int) string {
	for n := 0; ; n++ {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", path, n))
		id := Base32.EncodeToString(sum[:])[:12]
		if _, ok := taken[id]; !ok {
			return id
		}
	}
}

// ValidID reports whether id has the form of a section's or an item's id.
func ValidID(id string) bool {
	if id == "" || len(id) > MaxID {
		return false
	}
	for i := range len(id) {
		c := id[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}
