// Package roadmap is the model of a roadmap: areas, sections and items, and phases that
// order the sections. It also searches items ([Roadmap.Complete], [Roadmap.Find]), suggests
// what to do next ([Roadmap.Suggest]) and finds what a group is working on
// ([Roadmap.Focus]).
//
// Items have ids that survive renaming, moving and reordering. Everything that is recorded
// about an item is stored under its id. The package is pure; reading and writing Markdown
// is in package markdown.
package roadmap
