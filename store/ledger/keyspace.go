package ledger

import (
	"slices"
	"strconv"
	"strings"
)

// Keyspace holds keys and their values, either as stored or as they should be.
type Keyspace struct {
	Hashes map[string]map[string]string
	Sets   map[string]map[string]string // sorted sets: scores by member
}

// NewKeyspace returns an empty Keyspace.
func NewKeyspace() *Keyspace {
	return &Keyspace{Hashes: map[string]map[string]string{}, Sets: map[string]map[string]string{}}
}

// Put sets a field of a hash.
func (k *Keyspace) Put(key, field, value string) {
	if k.Hashes[key] == nil {
		k.Hashes[key] = map[string]string{}
	}
	k.Hashes[key][field] = value
}

// Add sets the score of a member of a sorted set.
func (k *Keyspace) Add(key, member string, score int) {
	if k.Sets[key] == nil {
		k.Sets[key] = map[string]string{}
	}
	k.Sets[key][member] = strconv.Itoa(score)
}

// Difference is a field of a hash, or a member of a sorted set, whose value is not as it should be.
type Difference struct {
	Key, Field    string
	Set           bool   // Field is a member of a sorted set
	Want, Got     string // the value or the score
	Absent, Extra bool   // it is missing; it should not exist
}

// Compare returns the differences between what should be stored and what is, sorted by key and
// field.
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
