// Package ledger derives a group's state from its events. It does no input or output, so it is
// tested without Redis.
//
// An [Event] is one change in its stored form. A [Ledger] applies a group's events in order and
// holds the resulting state. [Layout] turns the ledgers of a guild into a [Keyspace]: the keys and
// values that Redis should hold. Package store compares a Keyspace with what is stored to verify
// it, and writes the differences to rebuild it. [Ledger.Snapshot] saves the state, with one field
// for each member, so that old events can be deleted.
//
// The Lua scripts of package store apply the same changes to the same keys. Its model test checks
// that both agree.
//
// Each kind of stored line has one codec, which reads, ledger, layout and snapshot share. lines.go
// has the lines of members, checks, stamps, posts and digests. group.go, version.go and digest.go
// have the JSON objects. The Lua code for a line is in one file under store/lua/include.
package ledger
