package roadmap

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
)

// Base32 encodes hashes with the characters that ids may have.
var Base32 = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567")

// DeriveID derives the id of a section or an item from its path. Checks are stored under
// ids, so a path must give the same id forever. If that id is taken, the path's next one is
// used.
func DeriveID(path string, taken map[string]int) string {
	for n := 0; ; n++ {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", path, n))
		id := Base32.EncodeToString(sum[:])[:12]
		if _, ok := taken[id]; !ok {
			return id
		}
	}
}

// ValidID reports whether id is a well-formed id of a section or an item.
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
