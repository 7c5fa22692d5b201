package store

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
)

// oneSlot fails the test when a command's keys lie in more than one slot of a
// Redis Cluster, which miniredis and a single redis-server would let pass.
func oneSlot(t testing.TB) func(redis.Cmder) {
	return func(cmd redis.Cmder) {
		slots := map[uint16]string{}
		for _, key := range keysOf(cmd.Args()) {
			slots[slot(key)] = key
		}
		if len(slots) > 1 {
			t.Errorf("%s: keys in %d slots: %v", cmd.Name(), len(slots), slots)
		}
	}
}

// keysOf returns the keys among a command's arguments.
func keysOf(args []any) []string {
	text := func(i int) string { return fmt.Sprint(args[i]) }
	switch strings.ToLower(text(0)) {
	case "eval", "evalsha":
		n, _ := strconv.Atoi(text(2))
		var keys []string
		for i := range n {
			keys = append(keys, text(3+i))
		}
		return keys
	case "script", "keys", "ping", "hello", "client", "info", "config", "wait", "bgrewriteaof":
		return nil
	}
	return []string{text(1)}
}

// slot is the slot of a key: CRC16 (XMODEM) of its hash tag. See
// https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/.
func slot(key string) uint16 {
	if _, after, ok := strings.Cut(key, "{"); ok {
		if tag, _, ok := strings.Cut(after, "}"); ok && tag != "" {
			key = tag
		}
	}
	var crc uint16
	for i := range len(key) {
		crc ^= uint16(key[i]) << 8
		for range 8 {
			if crc&0x8000 != 0 {
				crc = crc<<1 ^ 0x1021
			} else {
				crc <<= 1
			}
		}
	}
	return crc % 16384
}

func TestSlotsAreComputedAsRedisDoes(t *testing.T) {
	// As CLUSTER KEYSLOT answers.
	for key, want := range map[string]uint16{"somekey": 11058, "foo{hash_tag}": 2515, "{user1000}.following": 3443} {
		if got := slot(key); got != want {
			t.Errorf("slot(%q) = %d, want %d", key, got, want)
		}
	}
}
