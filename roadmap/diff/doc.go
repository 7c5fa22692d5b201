// Package diff works out what happens to a group's roadmap when a file or an earlier
// version replaces it. Items and sections are matched by id, by title and, if neither
// decides, by similarity, so that checks stay with their items. [PlanReplacement] and
// [PlanRollback] return a [Plan], which says for each item whether it is kept, renamed,
// moved, added or removed. The caller shows the plan and applies it.
package diff
