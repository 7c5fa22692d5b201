package markdown

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
	"go.yaml.in/yaml/v4"

	"dojang/normalize"
	"dojang/roadmap"
)

// maxFrontMatter limits the front matter that is read, in bytes.
const maxFrontMatter = 64 * 1024

// frontFormat is how the front matter is written.
type frontFormat string

const (
	yamlFormat frontFormat = "YAML"
	tomlFormat frontFormat = "TOML"
	jsonFormat frontFormat = "JSON"
)

var (
	yamlFront  = regexp.MustCompile(`^\s*---[ \t]*\n((?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|$)`)
	tomlFront  = regexp.MustCompile(`^\s*\+\+\+[ \t]*\n(?:.*\n)*?\+\+\+[ \t]*(?:\n|$)`)
	jsonFront  = regexp.MustCompile(`^\s*\{\s*(?:"|\}[ \t]*\n)`)
	yamlKey    = regexp.MustCompile(`^(?:"[^"\n]+"|'[^'\n]+'|[^\s#\-\[\]{}|>*&!%@\x60"'][^:\n]*):(?:[ \t]|$)`)
	frontTitle = regexp.MustCompile(`(?mi)^(?:[ \t]*")?title"?[ \t]*[:=][ \t]*(?:"(.*?)"|'(.*?)'|(.*?))[ \t]*,?$`)
)

// findFrontMatter returns the block of settings with which a page for Jekyll, Hugo or
// Obsidian begins, and its format. A rule above a text is none.
func findFrontMatter(text []byte) ([]byte, frontFormat) {
	if m := tomlFront.Find(text); m != nil {
		return bytes.Clone(m), tomlFormat
	}
	if m := yamlFront.FindSubmatch(text); m != nil && !codeBox.Match(m[1]) {
		for line := range bytes.Lines(m[1]) {
			line = bytes.TrimRight(line, "\n \t")
			if len(line) == 0 || line[0] == '#' && !atxHeading.Match(line[1:]) && !bytes.HasPrefix(line, []byte("##")) {
				continue
			}
			if yamlKey.Match(line) {
				return bytes.Clone(m[0]), yamlFormat
			}
			return nil, ""
		}
		return nil, ""
	}
	if jsonFront.Match(text) {
		decoder := json.NewDecoder(bytes.NewReader(text))
		var settings map[string]any
		if err := decoder.Decode(&settings); err == nil {
			return bytes.Clone(text[:decoder.InputOffset()]), jsonFormat
		}
	}
	return nil, ""
}

// readFrontMatter reads the title and the phases, with the titles or ids of their sections.
// What is wrong is left out, with a warning. If the front matter cannot be read, only its
// title is used.
func (d *draft) readFrontMatter() {
	if len(d.settings) == 0 {
		return
	}
	first := 1 + bytes.Count(d.settings[:len(d.settings)-len(bytes.TrimLeft(d.settings, " \t\n"))], []byte("\n"))
	if m := frontTitle.FindSubmatch(d.settings); m != nil {
		d.frontTitle = normalize.Line(string(bytes.Join(m[1:], nil)))
	}
	if len(d.settings) > maxFrontMatter {
		d.warn(first, "front.bytes", "size", len(d.settings), "limit", maxFrontMatter)
		return
	}
	root, line, problem := d.frontNode()
	if problem != "" {
		d.warn(max(first, line), "front.form", "format", string(d.format), "problem", problem)
		return
	}
	if root == nil {
		return
	}
	d.frontTitle = ""
	if title := setting(root, "title"); title != nil {
		d.frontTitle = d.visible(first, scalar(title))
	}
	switch phases := setting(root, "phases"); {
	case phases == nil || phases.Tag == "!!null":
	case phases.Kind != yaml.SequenceNode:
		d.warn(max(first, phases.Line), "phase.form", "limit", roadmap.MaxTitle)
	default:
		for _, phase := range phases.Content {
			phase.Line = max(first, phase.Line)
			d.readFrontPhase(phase)
		}
	}
}

// frontNode parses the front matter. For TOML and JSON the nodes have no lines. problem is
// what is wrong, on the line if that is known.
func (d *draft) frontNode() (root *yaml.Node, line int, problem string) {
	if d.format == yamlFormat {
		var doc yaml.Node
		if err := yaml.Unmarshal(d.settings, &doc); err != nil {
			if wrong, ok := errors.AsType[*yaml.LoadError](err); ok {
				return nil, wrong.Mark.Line, wrong.Message
			}
			return nil, 0, "it cannot be read"
		}
		if len(doc.Content) == 0 {
			return nil, 0, ""
		}
		return doc.Content[0], 0, ""
	}
	var settings map[string]any
	if d.format == tomlFormat {
		body := bytes.Trim(bytes.TrimSpace(d.settings), "+")
		if err := toml.Unmarshal(body, &settings); err != nil {
			if wrong, ok := errors.AsType[*toml.DecodeError](err); ok {
				row, _ := wrong.Position()
				return nil, row, strings.TrimPrefix(wrong.Error(), "toml: ")
			}
			return nil, 0, "it cannot be read"
		}
	} else if err := json.Unmarshal(d.settings, &settings); err != nil {
		return nil, 0, "it cannot be read"
	}
	only := map[string]any{"title": settings["title"], "phases": settings["phases"]}
	root = &yaml.Node{}
	if err := root.Encode(only); err != nil {
		return nil, 0, "it cannot be read"
	}
	return root, 0, ""
}

// readFrontPhase reads a phase of the front matter.
func (d *draft) readFrontPhase(n *yaml.Node) {
	title := ""
	if t := setting(n, "title"); t != nil {
		title = d.visible(n.Line, scalar(t))
	}
	if long := utf8.RuneCountInString(title); long > roadmap.MaxTitle {
		title, _ = cutTitle(title)
		d.warn(n.Line, "title.long", "size", long, "limit", roadmap.MaxTitle)
	}
	if title == "" {
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
		name := d.visible(max(n.Line, section.Line), scalar(section))
		if name == "" {
			d.warn(max(n.Line, section.Line), "phase.form", "limit", roadmap.MaxTitle)
			continue
		}
		entry := label{spans: []span{{text: name, link: true, to: "#" + name}}}
		d.phase.entries = append(d.phase.entries, draftEntry{label: entry, line: max(n.Line, section.Line)})
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
