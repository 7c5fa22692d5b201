// Package diff finds out what becomes of a group's roadmap when a file or an
// earlier version takes its place. Items and sections are matched by id, by
// title and, where neither decides, by likeness, so that checks stay with what
// they were made for. [PlanReplacement] and [PlanRollback] return a [Plan],
// which says item by item what is kept, renamed, moved, added and removed; the
// caller shows it and applies it.
package diff
