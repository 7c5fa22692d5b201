// Package roadmap is Dojang's domain, free of input and output: the roadmap
// (areas > sections > items, and phases that order the sections), the groups
// that work through one, the members' checks and posts, weeks, boards,
// suggestions, and the rules for links.
//
// A roadmap comes from one Markdown format and goes back into it ([Parse],
// [Roadmap.Markdown]). Its items have ids that survive renaming, moving and
// reordering; everything that is recorded about an item is recorded under its
// id. Time is always an argument: nothing in here asks what time it is, and
// nothing reads a file or the network.
package roadmap
