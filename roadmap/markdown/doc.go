// Package markdown reads and writes roadmaps and checklists as Markdown.
//
// [Parse] reads a roadmap: headings are its title, areas and sections, lists
// are items, and a part about the study plan names the phases. A file is read
// into a draft first; when nothing is wrong with it as a whole, the draft
// becomes a [roadmap.Roadmap]. Each fault and each warning is a [Notice] with
// its line. [Write] writes what Parse reads, and [Translate] writes a roadmap
// in each of its languages, which is how versions are stored.
//
// [ReadChecklist] reads what a member has ticked, in any Markdown; [Checklist]
// and [Library] are written for members to keep. Templates are the roadmaps
// that the program comes with.
package markdown
