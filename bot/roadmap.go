package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"dojang/roadmap"
	"dojang/roadmap/diff"
	"dojang/roadmap/markdown"
)

// checkRoadmap is the subcommand roadmap check. It prints a summary of a file, and each
// warning and fault with its line. It fails if the file cannot be used as a roadmap.
func (p *program) checkRoadmap() error {
	file := p.args.Roadmap.Check.File
	r, warnings, err := readRoadmap(file)
	for _, w := range warnings {
		fmt.Fprintf(p.stdout, "%s:%d: warning: %s\n", file, w.Line, w)
	}
	var faults markdown.Faults
	if errors.As(err, &faults) {
		for _, f := range faults {
			fmt.Fprintf(p.stdout, "%s:%d: %s\n", file, f.Line, f)
		}
		fmt.Fprintf(p.stdout, "%s cannot be used as a roadmap: %d faults\n", file, len(faults))
		return errReported
	}
	if err != nil {
		return err
	}
	sections := 0
	for _, area := range r.Areas {
		sections += len(area.Sections)
	}
	fmt.Fprintf(p.stdout, "%s can be used: %d items in %d sections, %d areas, %d phases; %d warnings\n",
		file, r.Len(), sections, len(r.Areas), len(r.Phases), len(warnings))
	return nil
}

// diffRoadmaps is the subcommand roadmap diff. It prints how a new version of a roadmap
// changes the old one's items.
func (p *program) diffRoadmaps() error {
	files := p.args.Roadmap.Diff
	old, _, err := readRoadmap(files.Old)
	if err != nil {
		return fmt.Errorf("%s: %w", files.Old, err)
	}
	next, _, err := readRoadmap(files.New)
	if err != nil {
		return fmt.Errorf("%s: %w", files.New, err)
	}
	where := func(s roadmap.ItemRef) string {
		return s.Area.Title.In("") + " › " + s.Section.Title.In("") + " › " + s.Item.Title.In("")
	}
	count := map[diff.ChangeKind]int{}
	for _, c := range diff.Compare(old, next).Items {
		var kinds []string
		for _, kind := range c.Kinds {
			count[kind]++
			kinds = append(kinds, string(kind))
		}
		change := strings.Join(kinds, ", ")
		if c.Similarity > 0 {
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
	fmt.Fprintf(p.stdout, "%d added, %d renamed, %d moved, %d reordered, %d removed, %d kept as they are\n", count[diff.Added],
		count[diff.Renamed], count[diff.Moved], count[diff.Reordered], count[diff.Removed], count[diff.Kept])
	return nil
}

// readRoadmap reads a roadmap's file. A roadmap without a title is named after the
// file.
func readRoadmap(file string) (*roadmap.Roadmap, []markdown.Notice, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, err
	}
	name := filepath.Base(file)
	return markdown.ParseNamed(text, "", strings.TrimSuffix(name, filepath.Ext(name)))
}
