// Package eventlog keeps the events of the embedded store in a file, events.log in
// the data directory. The state in memory follows from it.
//
// The file holds one JSON object a line, a [Record], each with a checksum. A
// change is made in memory first; the events that it appended are handed to the
// journal, and neither its reply nor a later read leaves [Log.Change] or
// [Log.Read] before they are on disk. Records that come while the disk is busy
// are written together. Each line also says up to where the file was on disk when
// it was written: that is how the torn end that a crash leaves is told from a
// damaged line, which stops the start.
//
// When the file cannot be written, it is cut to what is on disk and the memory is
// loaded from it again; until then every change and every read is refused.
//
// [Replay] applies the lines to ledgers. When a member was erased, a guild was
// purged or events are older than they are kept, the log is compacted: rewritten
// without what is void, with snapshots for the old events, while changes go on.
//
// A backup has the same lines. It can be restored into a directory or a Redis.
package eventlog
