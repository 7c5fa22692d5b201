package store

import (
	"fmt"
	"hash/fnv"

	"dojang/store/ledger"
	"dojang/study"
)

// The keys whose content does not follow from events are built here; the others
// are in ledger/keys.go. All keys of a guild carry its id as their hash tag, so
// that one script can change them together on a Redis Cluster; the set of due
// digests is spread over dueShards tags of its own. No key but waitKey expires by
// itself: what is not needed any longer is dropped by [Store.Trim], once a week.

// opsKey is a hash of the results of the operations of the last day, by
// operation id; queueKey is the list of their times and ids, oldest first, by
// which the hash is trimmed.
func opsKey(guild string) string   { return ledger.GuildKey(guild) + ":ops" }
func queueKey(guild string) string { return ledger.GuildKey(guild) + ":opq" }

// waitKey is a string that is written, and never read, with each change that
// waits for replicas; it expires after a day without any.
func waitKey(guild string) string { return ledger.GuildKey(guild) + ":wait" }

// boardKind spells a kind of board as keys do.
func boardKind(by study.Kind) string { return string(by[0]) }

// dueShards is how many tags the due digests are spread over.
const dueShards = 16

// dueShard tells under which tag a guild's due digests are.
func dueShard(guild string) int {
	h := fnv.New32a()
	h.Write([]byte(guild))
	return int(h.Sum32() % dueShards)
}

// dueKey is a sorted set of "guild:group" by the instant at which the group's
// next digest is due; leaseKey a hash of who works on which of them ("until
// token"); lastClaimKey a string: when one was last claimed while very many were due,
// by Redis's clock in milliseconds.
func dueKey(shard int) string       { return fmt.Sprintf("dojang:{due%02d}", shard) }
func leaseKey(shard int) string     { return dueKey(shard) + ":lease" }
func lastClaimKey(shard int) string { return dueKey(shard) + ":turn" }

// commandsKey is a hash about the commands registered for an application at an
// origin: their hash, and their ids as JSON.
func commandsKey(application, origin string) string {
	return "dojang:{app" + application + "}:commands:" + origin
}
