package ledger

import (
	"slices"
	"strconv"
	"strings"
)

// Keyspace is the content of keys: what is stored, or what should be.
type Keyspace struct {
	Hashes map[string]map[string]string
	Sets   map[string]map[string]string // sorted sets: the score by member
}

// NewKeyspace makes an empty one.
func NewKeyspace() *Keyspace {
	return &Keyspace{Hashes: map[string]map[string]string{}, Sets: map[string]map[string]string{}}
}

// Put puts a field of a hash.
func (k *Keyspace) Put(key, field, value string) {
	if k.Hashes[key] == nil {
		k.Hashes[key] = map[string]string{}
	}
	k.Hashes[key][field] = value
}

// Add puts a member of a sorted set.
func (k *Keyspace) Add(key, member string, score int) {
	if k.Sets[key] == nil {
		k.Sets[key] = map[string]string{}
	}
	k.Sets[key][member] = strconv.Itoa(score)
}

// Difference is a field of a hash, or a member of a sorted set, that is not as
// it should be.
type Difference struct {
	Key, Field    string
	Set           bool   // it is in a sorted set
	Want, Got     string // the value, or the score
	Absent, Extra bool   // it is not there; it should not be there
}

// Compare returns the differences of what is stored from what should be, by
// key and field.
func Compare(want, got *Keyspace) []Difference {
	found := differences(want.Hashes, got.Hashes, false)
	found = append(found, differences(want.Sets, got.Sets, true)...)
	slices.SortFunc(found, func(a, b Difference) int {
		if c := strings.Compare(a.Key, b.Key); c != 0 {
			return c
		}
		return strings.Compare(a.Field, b.Field)
	})
	return found
}

func differences(want, got map[string]map[string]string, set bool) []Difference {
	var found []Difference
	for key, fields := range want {
		for field, value := range fields {
			is, there := got[key][field]
			if !there || is != value {
				found = append(found, Difference{Key: key, Field: field, Set: set, Want: value, Got: is, Absent: !there})
			}
		}
	}
	for key, fields := range got {
		for field, value := range fields {
			if _, wanted := want[key][field]; !wanted {
				found = append(found, Difference{Key: key, Field: field, Set: set, Got: value, Extra: true})
			}
		}
	}
	return found
}
