// Package ledger knows what a group's events mean. It is pure: it reads no file
// and no network, and is tested without a Redis.
//
// An [Event] is one change, as it is stored. A [Ledger] applies a group's events
// one after the other and holds the state that they lead to. [Layout] turns the
// ledgers of a guild into a [Keyspace], the keys and values that Redis should
// hold; package store compares a Keyspace with what is stored to verify it, and
// writes one to rebuild it. [Ledger.Snapshot] keeps the state as one field a
// member, so that old events can be deleted.
//
// The Lua scripts of package store apply the same events to the same keys. The
// two are kept equal by store's model test.
//
// Each kind of stored line has one codec, which reads, ledger, layout and
// snapshot share: lines.go has those of members, checks, stamps and posts,
// group.go, version.go and digest.go the JSON objects. The Lua side of a line is
// in one file under store/lua/include.
package ledger
