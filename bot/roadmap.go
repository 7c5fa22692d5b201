package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dojang/refusal"
	"dojang/roadmap"
	"dojang/roadmap/diff"
	"dojang/roadmap/markdown"
)

// checkRoadmap is the subcommand roadmap check. It prints each warning and fault of a file
// with its line, how many of each kind there are, and a summary. It fails if the file cannot
// be used as a roadmap.
func (p *program) checkRoadmap() error {
	file := p.args.Roadmap.Check.File
	r, warnings, err := readRoadmap(file, p.args.Roadmap.Check.Tables)
	for _, w := range warnings {
		fmt.Fprintf(p.stdout, "%s:%d: warning: %s\n", file, w.Line, w.Sentence())
	}
	p.printKinds(warnings)
	if slices.ContainsFunc(warnings, func(w markdown.Notice) bool { return w.Code == markdown.TableOffered }) {
		fmt.Fprintln(p.stdout, "With --tables the rows of tables are items. On Discord, the preview of /roadmap replace has a button for it.")
	}
	var faults markdown.Faults
	if errors.As(err, &faults) {
		for _, f := range faults {
			fmt.Fprintf(p.stdout, "%s:%d: %s\n", file, f.Line, f.Sentence())
		}
		p.printKinds(faults)
		fmt.Fprintf(p.stdout, "%s cannot be used as a roadmap: %s\n", file, count(len(faults), "fault"))
		return errReported
	}
	if err != nil {
		return inFile(file, err)
	}
	if refused := markdown.Translate(r).TooLarge(); refused != nil {
		fmt.Fprintf(p.stdout, "%s cannot be used as a roadmap: %s\n", file, tooLarge(refused))
		return errReported
	}
	sections := 0
	for _, area := range r.Areas {
		sections += len(area.Sections)
	}
	fmt.Fprintf(p.stdout, "%s can be used: %s in %s, %s, %s; %s\n", file, count(r.Len(), "item"), count(sections, "section"),
		count(len(r.Areas), "area"), count(len(r.Phases), "phase"), count(len(warnings), "warning"))
	return nil
}

// tooLarge says why a file that can be read is too large to be kept. A group stores it with one
// line for each item and link, and with the ids of items and sections.
func tooLarge(refused *refusal.Refusal) string {
	unit := "lines"
	if refused.Code == "roadmap.large" {
		unit = "KiB"
	}
	arg := map[any]any{}
	for pair := range slices.Chunk(refused.Args, 2) {
		arg[pair[0]] = pair[1]
	}
	return fmt.Sprintf("stored with ids, it has %d %s, and the limit is %d: shorten titles and notes, or leave out links", arg["size"], unit, arg["limit"])
}

// printKinds prints how many notices of each kind there are, unless they are few.
func (p *program) printKinds(notices []markdown.Notice) {
	const few = 5
	if len(notices) <= few {
		return
	}
	words := markdown.Kinds()
	for _, kind := range markdown.GroupNotices(notices) {
		where := "lines"
		if kind.OneLine() {
			where = "line"
		}
		fmt.Fprintf(p.stdout, "%5d × %s, %s %s\n", len(kind.Lines), words[kind.Code], where, kind.Where())
	}
}

// count writes a number of things, such as "1 item".
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// diffRoadmaps is the subcommand roadmap diff. It prints how a new version of a roadmap
// changes the old one's items.
func (p *program) diffRoadmaps() error {
	files := p.args.Roadmap.Diff
	old, _, err := readRoadmap(files.Old, false)
	if err != nil {
		return inFile(files.Old, err)
	}
	next, _, err := readRoadmap(files.New, false)
	if err != nil {
		return inFile(files.New, err)
	}
	where := func(s roadmap.ItemRef) string {
		return s.Area.Title.In("") + " › " + s.Section.Name().In("") + " › " + s.Item.Name().In("")
	}
	changed := map[diff.ChangeKind]int{}
	plan := diff.Compare(old, next)
	for _, c := range plan.Items {
		var kinds []string
		for _, kind := range c.Kinds {
			changed[kind]++
			kinds = append(kinds, string(kind))
		}
		change := strings.Join(kinds, ", ")
		switch {
		case c.Rejected:
			change += fmt.Sprintf(" (%d%% like %s)", c.Similarity, where(c.Like))
		case c.Similarity > 0:
			change += fmt.Sprintf(" (%d%% alike)", c.Similarity)
		}
		switch c.Kinds[0] {
		case diff.Kept:
		case diff.Added, diff.Reordered:
			fmt.Fprintf(p.stdout, "%s: %s\n", change, where(c.New))
		case diff.Removed:
			fmt.Fprintf(p.stdout, "%s: %s\n", change, where(c.Old))
		default:
			fmt.Fprintf(p.stdout, "%s: %s → %s\n", change, where(c.Old), where(c.New))
		}
	}
	fmt.Fprintf(p.stdout, "%d added, %d renamed, %d moved, %d reordered, %d removed, %d kept as they are\n", changed[diff.Added],
		changed[diff.Renamed], changed[diff.Moved], changed[diff.Reordered], changed[diff.Removed], changed[diff.Kept])
	if c := plan.Reading; c.Items > 0 {
		fmt.Fprintf(p.stdout, "links and notes change on %s: %d added, %d removed\n", count(c.Items, "item"), c.Added, c.Removed)
	}
	return nil
}

// inFile puts the name of the file before an error, unless it is in there.
func inFile(file string, err error) error {
	if _, named := errors.AsType[*fs.PathError](err); named {
		return err
	}
	return fmt.Errorf("%s: %w", file, err)
}

// unreadable says what is wrong with a file of which [markdown.DecodeFile] makes no text.
var unreadable = map[string]error{
	"file.empty":      errors.New("the file is empty"),
	"file.binary":     errors.New("this is not a text file"),
	"file.unreadable": errors.New("the file is neither UTF-8 nor UTF-16 nor CP949: save it as UTF-8"),
}

// readRoadmap reads a roadmap's file, in the encodings in which Discord's members send it. A
// roadmap without a title is named after the file.
func readRoadmap(file string, tables bool) (*roadmap.Roadmap, []markdown.Notice, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, err
	}
	if len(text) <= 2*roadmap.MaxBytes { // a larger one is too large in any encoding
		text, err = markdown.DecodeFile(text)
		if r, refused := errors.AsType[*refusal.Refusal](err); refused {
			return nil, nil, unreadable[r.Code]
		}
		if err != nil {
			return nil, nil, err
		}
	}
	name := filepath.Base(file)
	return markdown.ParseFile(text, markdown.Options{Name: strings.TrimSuffix(name, filepath.Ext(name)), Tables: tables})
}
