package sandbox

import (
	"strconv"
	"time"
)

// epoch is the first second of 2015 in Unix milliseconds, from which Discord
// counts. https://discord.com/developers/docs/reference#snowflakes
const epoch = 1420070400000

// snowflakes makes ids: 42 bits of milliseconds since the epoch, then 22 bits
// that tell ids of the same millisecond apart.
type snowflakes struct{ last uint64 }

// next returns the id of something that is made at t. Every id is greater than
// the one before, also while the clock stands still; a run of more than 2^22
// ids in one millisecond goes on into the next.
func (s *snowflakes) next(t time.Time) string {
	id := uint64(max(t.UnixMilli()-epoch, 0)) << 22
	s.last = max(id, s.last+1)
	return strconv.FormatUint(s.last, 10)
}

// olderID compares two ids by number: ids of different lengths do not compare
// as text.
func olderID(a, b string) bool {
	if len(a) != len(b) {
		return len(a) < len(b)
	}
	return a < b
}

// timestamp writes a time as Discord does in its objects.
func timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000-07:00") }
