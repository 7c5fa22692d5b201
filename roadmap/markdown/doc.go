// Package markdown reads and writes roadmaps and checklists as Markdown.
//
// [Parse] reads a roadmap: headings are its title, areas and sections, lists are items, and
// a part about the study plan lists the phases. A file is first read into a draft. If it
// has no faults, the draft becomes a [roadmap.Roadmap]. Each fault and warning is a
// [Notice] with its line. [Write] writes what Parse reads, and [Translate] writes a roadmap
// in each of its languages, which is how versions are stored.
//
// [ReadChecklist] reads what a member has checked, in any Markdown. [Checklist] and
// [Library] are written for members to keep. Templates are the roadmaps that the program
// comes with.
package markdown
