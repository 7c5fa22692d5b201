package markdown

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"dojang/normalize"
	"dojang/roadmap"
)

// maxFrontMatter limits the front matter that is read, in bytes.
const maxFrontMatter = 64 * 1024

// readFrontMatter reads the title and the phases, with the titles or ids of their sections.
// What is wrong is left out, with a warning. If the front matter is not YAML, only the
// title that newSource found is used.
func (d *draft) readFrontMatter() {
	if len(d.settings) == 0 {
		return
	}
	if len(d.settings) > maxFrontMatter {
		d.warn(1, "front.bytes", "size", len(d.settings), "limit", maxFrontMatter)
		return
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(d.settings, &doc); err != nil {
		line, problem := 1, "it cannot be read"
		if wrong, ok := errors.AsType[*yaml.LoadError](err); ok {
			line, problem = max(1, wrong.Mark.Line), wrong.Message
		}
		d.warn(line, "front.yaml", "problem", problem)
		return
	}
	if len(doc.Content) == 0 {
		return
	}
	d.source.title = ""
	if title := setting(doc.Content[0], "title"); title != nil {
		d.source.title = scalar(title)
	}
	switch phases := setting(doc.Content[0], "phases"); {
	case phases == nil || phases.Tag == "!!null":
	case phases.Kind != yaml.SequenceNode:
		d.warn(phases.Line, "phase.form", "limit", roadmap.MaxTitle)
	default:
		for _, phase := range phases.Content {
			d.readFrontPhase(phase)
		}
	}
}

// readFrontPhase reads a phase of the front matter.
func (d *draft) readFrontPhase(n *yaml.Node) {
	title := ""
	if t := setting(n, "title"); t != nil {
		title = scalar(t)
	}
	hidden := strings.ContainsFunc(title, func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf) })
	if title == "" || hidden || utf8.RuneCountInString(title) > roadmap.MaxTitle {
		d.warn(n.Line, "phase.form", "limit", roadmap.MaxTitle)
		return
	}
	sections := setting(n, "sections")
	if sections == nil || len(sections.Content) == 0 {
		d.warn(n.Line, "phase.empty", "title", title)
		return
	}
	d.beginPhase(n.Line, label{spans: []span{{text: title}}})
	for _, section := range sections.Content {
		name := scalar(section)
		if name == "" {
			d.warn(section.Line, "phase.form", "limit", roadmap.MaxTitle)
			continue
		}
		entry := label{spans: []span{{text: name, link: true, to: "#" + name}}}
		d.phase.entries = append(d.phase.entries, draftEntry{label: entry, line: section.Line})
	}
}

// setting returns the value of a key in a mapping, or nil.
func setting(n *yaml.Node, key string) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// scalar returns a scalar as a single line, or "" for other nodes.
func scalar(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return ""
	}
	return normalize.Line(n.Value)
}
