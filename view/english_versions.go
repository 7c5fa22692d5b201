package view

import (
	"maps"

	"dojang/roadmap/markdown"
)

// noticeTexts returns the English texts of notices and of their kinds, which package markdown
// has.
func noticeTexts() map[string]string {
	texts := map[string]string{}
	for code, sentence := range markdown.Sentences() {
		texts["notice."+code] = sentence
	}
	for code, words := range markdown.Kinds() {
		texts["kind."+code] = words
	}
	return texts
}

// mergeCatalogs merges parts of a catalogue.
func mergeCatalogs(parts ...map[string]string) map[string]string {
	all := map[string]string{}
	for _, part := range parts {
		maps.Copy(all, part)
	}
	return all
}

// englishVersions are the texts about the versions of a group's roadmap.
var englishVersions = map[string]string{
	"replace.title":            "### 🗺️ Another roadmap for {group}",
	"replace.back":             "### ↩️ {group} back to version {version}",
	"replace.size":             "**{before} → {n} items**",
	"replace.size.one":         "**{before} → 1 item**",
	"replace.added":            "{n} added",
	"replace.returned":         "{n} brought back",
	"replace.renamed":          "{n} renamed",
	"replace.moved":            "{n} moved to another section",
	"replace.reordered":        "{n} in another order",
	"replace.removed":          "{n} removed",
	"replace.same":             "nothing changes",
	"replace.shape":            "the items stay as they are; areas, sections or phases change",
	"replace.items":            "the items stay as they are",
	"replace.reading":          "🔗 {n} items with other links or notes (links added: {added}, removed: {removed})",
	"replace.reading.one":      "🔗 1 item with other links or notes (links added: {added}, removed: {removed})",
	"replace.notes":            "🔗 Notes and titles of links change on {n} items.",
	"replace.notes.one":        "🔗 Notes and titles of links change on 1 item.",
	"replace.archived":         "🗄️ {n} members have done items that go (checks: {checks}). These are kept, with all posts, and count again when the items come back.",
	"replace.archived.one":     "🗄️ 1 member has done items that go (checks: {checks}). These are kept, with all posts, and count again when the items come back.",
	"replace.guessed":          "❔ {n} items have titles similar to earlier ones and are treated as the same. Deselect below those that are not.",
	"replace.guessed.one":      "❔ 1 item has a title similar to an earlier one and is treated as the same. Deselect it below if it is not.",
	"replace.alike":            "❔ {n} new items have titles like earlier ones and are treated as different. Select below those that are the same.",
	"replace.alike.one":        "❔ 1 new item has a title like an earlier one and is treated as different. Select it below if it is the same.",
	"replace.phases":           "🧭 Phases: {before} → {after}",
	"replace.warned":           "⚠️ {n} notes on the file are at the end of the list.",
	"replace.warned.one":       "⚠️ A note on the file is at the end of the list.",
	"replace.warned.file":      "⚠️ {n} notes on the file. The first are at the end of the list, all are in the attached file.",
	"replace.kind":             "- {n} × {kind}: lines {lines}",
	"replace.kind.line":        "- {n} × {kind}: line {line}",
	"replace.kind.line.one":    "- {kind}: line {line}",
	"replace.more":             "⚠️ {n} more notes are in the attached file.",
	"replace.more.one":         "⚠️ One more note is in the attached file.",
	"replace.file.line":        "Line {line}: {why}",
	"replace.table":            "📋 The file has a table of {n} rows: take its column **{column}** as items?",
	"replace.table.one":        "📋 The file has a table of 1 row: take its column **{column}** as an item?",
	"replace.tables":           "📋 The file has {tables} tables with {n} rows: take these as items, the first table’s by its column **{column}**?",
	"replace.tables.taken":     "📋 {n} rows of the file’s tables are items.",
	"replace.tables.taken.one": "📋 1 row of the file’s tables is an item.",
	"replace.line.guess":       "❔ The same? {old} → {new} · {percent}% alike",
	"replace.line.apart":       "➕ Added: {new} (a different item from {old})",
	"replace.line.alike":       "➕ Added: {new} (or the same as {old}? {percent}% alike)",
	"replace.line.removed":     "🗄️ Removed: {item} · {section}",
	"replace.line.renamed":     "✏️ Renamed: {old} → {new}",
	"replace.line.moved":       "↪️ Moved: {item} · {old} → {new}",
	"replace.line.returned":    "♻️ Back: {item} · {section}",
	"replace.line.added":       "➕ Added: {item} · {section}",
	"replace.line.section":     "📁 Section renamed: {old} → {new}",
	"replace.line.reordered":   "↕️ In another place: {item}",
	"replace.line.warning":     "⚠️ Line {line}: {why}",
	"replace.line.too":         "now in {section}",
	"replace.done.by":          "done by {n}",
	"replace.was":              "was: {old} ({percent}% alike)",
	"replace.choose":           "Which are the same item? (any number)",
	"replace.faults":           "### ❌ This file cannot be a roadmap yet\nNothing was changed. To mend ({n}):",
	"replace.done":             "✅ **{group}** now works through version {version} of its roadmap. {/roadmap versions} lists all, {/roadmap rollback} goes back.",
	"replace.told.title":       "### 🗺️ The roadmap of {group} has changed",
	"replace.told":             "{user} uploaded a new roadmap: version {version}.",
	"replace.told.back":        "{user} went back to version {version}.",
	"replace.told.kept":        "-# All checks, posts and stamps are kept, those on removed items too. {/roadmap show} shows the roadmap.",
	"button.tables.take":       "Take {n} rows as items",
	"button.tables.take.one":   "Take 1 row as an item",
	"button.tables.leave":      "Leave the tables out",
	"button.replace":           "Replace the roadmap",
	"button.rollback":          "Go back to this version",

	"versions.title":      "### 🗂️ {group}: versions of the roadmap",
	"versions.first":      "**{version}** · {n} items · the one it began with, {when}",
	"versions.first.one":  "**{version}** · 1 item · the one it began with, {when}",
	"versions.line":       "**{version}** · {n} items · {user}, {when}",
	"versions.line.one":   "**{version}** · 1 item · {user}, {when}",
	"versions.like":       " · back to version {version}",
	"versions.now":        " · **now**",
	"versions.one":        "-# There is only this one. {/roadmap replace} brings another.",
	"versions.choose":     "Go back to a version (shows first what changes)",
	"versions.choice":     "Version {version} · {n} items · {day}",
	"versions.choice.one": "Version {version} · 1 item · {day}",

	"refusal.item.gone":           "The group’s roadmap no longer has this item. Nothing was changed, and what was recorded of it is kept. {/share} shares a link on no item.",
	"refusal.roadmap.large":       "With the ids of its items the roadmap has {size} KiB, and {limit} fit. Nothing was changed; please shorten titles and notes, or leave out links.",
	"refusal.roadmap.lines":       "With one line for each item and link the roadmap has {size} lines, and {limit} fit. Nothing was changed; please leave out items or links.",
	"refusal.roadmap.own":         "This group has a roadmap of its own, version {version}. Nothing was changed; {/roadmap rollback} goes back to the first one, {/roadmap replace} brings another.",
	"refusal.replace.changed":     "The roadmap has changed meanwhile. Nothing was done; please run the command again.",
	"refusal.replace.nothing":     "That is the roadmap that the group has already. Nothing was changed.",
	"refusal.version.unknown":     "There is no version **{version}** of the roadmap, only 1 to {n}. Nothing was changed.",
	"refusal.version.unknown.one": "There is no version **{version}** of the roadmap, only version 1. Nothing was changed.",
	"refusal.version.current":     "Version {version} is the present one. Nothing was changed.",

	"cmd.roadmap.replace": "replace", "cmd.roadmap.replace.about": "Give the group another roadmap from a file; shows first what changes (managers)",
	"cmd.roadmap.versions": "versions", "cmd.roadmap.versions.about": "List the versions of the group’s roadmap (managers)",
	"cmd.roadmap.rollback": "rollback", "cmd.roadmap.rollback.about": "Go back to an earlier version of the roadmap (managers)",
	"cmd.roadmap.rollback.version": "version", "cmd.roadmap.rollback.version.about": "The version to go back to",
}
