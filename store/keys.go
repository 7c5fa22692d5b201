package store

import (
	"fmt"
	"hash/fnv"

	"dojang/store/ledger"
	"dojang/study"
)

// This file builds the keys whose content does not follow from events; the others are in
// ledger/keys.go. All keys of a guild carry its id as their hash tag, so that one script can
// change them together on a Redis Cluster. The due digests are spread over dueShards other
// tags. Only waitKey and rewriteKey expire; [Store.Trim] deletes once a week what is no longer needed.

// opsKey is a hash of the results of the last day's operations, by operation id, and of the counts
// of users' operations ("instant number"), by ratePrefix and user. queueKey is the list of the
// operations' times and ids, oldest first, which tells what to trim from the hash.
func opsKey(guild string) string   { return ledger.GuildKey(guild) + ":ops" }
func queueKey(guild string) string { return ledger.GuildKey(guild) + ":opq" }

// waitKey is a string that is written with each change that waits for replicas, and never read.
// It expires a day after the last one.
func waitKey(guild string) string { return ledger.GuildKey(guild) + ":wait" }

// boardKind returns the letter for a kind of board that keys contain.
func boardKind(by study.Kind) string { return string(by[0]) }

// dueShards is the number of hash tags that the due digests are spread over.
const dueShards = 16

// dueShard returns the shard of a guild's due digests.
func dueShard(guild string) int {
	h := fnv.New32a()
	h.Write([]byte(guild))
	return int(h.Sum32() % dueShards)
}

// dueKey is a sorted set of "guild:group", scored by the instant at which the group's next
// digest is due. leaseKey is a hash of the leases on these entries ("until token").
// lastClaimKey is a string: when a digest was last claimed while claims were spread, by Redis's
// clock. All instants are in milliseconds since 1970.
func dueKey(shard int) string       { return fmt.Sprintf("dojang:{due%02d}", shard) }
func leaseKey(shard int) string     { return dueKey(shard) + ":lease" }
func lastClaimKey(shard int) string { return dueKey(shard) + ":turn" }

// rewriteKey is a string: whether a bot has asked a server for a rewrite of its append-only file
// since the start that run identifies, and whether it was refused. It expires after rewriteKept.
func rewriteKey(run string) string { return "dojang:{aof" + run + "}" }

// storeKey is a string: a random id that tells this store from any other.
const storeKey = "dojang:{store}"

// commandsKey is a hash about the commands that are registered for an application at an origin:
// "hash" is their hash, "ids" their ids as JSON, "lease" the lease of the bot that registers
// them ("until token").
func commandsKey(application, origin string) string {
	return "dojang:{app" + application + "}:commands:" + origin
}

// The keys of a restore, see restore.go. restoreKey is a hash: "sum" tells the backup from others,
// "stage" is how far it is. The restored keys of a tag begin with sidePrefix until they take the
// place of those that are there, which begin with oldPrefix from then on. swappedKey is a string
// that says that they did.
const (
	keyPrefix     = "dojang:"
	sidePrefix    = "dojang.new:"
	oldPrefix     = "dojang.old:"
	swappedPrefix = "dojang.swapped:"
	restoreKey    = keyPrefix + "{restore}"
)

func swappedKey(tag string) string { return swappedPrefix + "{" + tag + "}" }
