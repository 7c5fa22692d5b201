// Package eventlog keeps the events of the embedded store in the file events.log in the data
// directory. The state in memory follows from it.
//
// Each line of the file is a [Record]: a JSON object with a checksum. A change is made in memory
// first, and the events that it appends are handed to the journal. [Log.Change] returns when they
// are on disk, and [Log.Read] when everything that it may have seen is. Records that arrive while
// the disk is busy are written together. Each line also says how much of the file was on disk when
// the line was written. That tells a torn end after a crash, which is cut off, from a damaged line,
// with which the log does not open.
//
// When a write fails, the file is cut to what is surely on disk and the memory is loaded from it
// again. Until that succeeds, changes and reads fail.
//
// [Replay] applies the lines to ledgers. The log is compacted when a member was erased, a guild was
// purged, or events have become too old. Compaction rewrites it without void lines and with
// snapshots in the place of old events, while changes go on.
//
// A backup has the same lines. It can be restored into a directory or a Redis.
package eventlog
