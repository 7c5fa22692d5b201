package sandbox

import (
	"strconv"
	"time"
)

// epoch is the start of 2015 in Unix milliseconds, from which Discord counts.
// https://discord.com/developers/docs/reference#snowflakes
const epoch = 1420070400000

// snowflakes generates ids: 42 bits of milliseconds since the epoch, then 22
// bits that distinguish ids of the same millisecond.
type snowflakes struct{ last uint64 }

// next returns an id for an object created at t. Each id is greater than the
// one before, even while the clock stands still. After 2^22 ids in one
// millisecond, ids run on into the next.
func (s *snowflakes) next(t time.Time) string {
	id := uint64(max(t.UnixMilli()-epoch, 0)) << 22
	s.last = max(id, s.last+1)
	return strconv.FormatUint(s.last, 10)
}

// olderID reports whether id a was created before id b. It compares them as
// numbers: ids of different lengths do not compare as text.
func olderID(a, b string) bool {
	if len(a) != len(b) {
		return len(a) < len(b)
	}
	return a < b
}

// timestamp formats a time as Discord's objects have it.
func timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000-07:00") }
