// Parses Discord's Markdown into a tree, by the same engine as Discord's own
// client. Here are the rules that the library lacks, and limits on the cost of
// parsing a text.

import { rulesExtended, SimpleMarkdown } from "./lib/discord-markdown.js";

/** A line of a list, the lines that make up a list, and the mark of an item. */
const listLine = / *(?:[-*]|\d{1,9}\.) +[^\n]*(?:\n|$)/;
const listBlock = new RegExp(`^(?:${listLine.source})+`);
const listMark = /^( *)([-*]|\d{1,9}\.) +/;

/**
 * Makes a rule match at the start of a line, whatever is before it. The library
 * looks for a bare line break.
 */
function atLineStart(rule) {
  return {
    ...rule,
    match: (source, state, before) => (before === "" || before.endsWith("\n") ? rule.match(source, { ...state, prevCapture: null }) : null),
  };
}

/**
 * Lists, which the library lacks. Each line is an item, two more spaces are one
 * level, and an item does not contain a list itself.
 */
const list = {
  order: rulesExtended.heading.order,
  match: (source, state) => (state.inList ? null : listBlock.exec(source)),
  parse: (capture, parse, state) => ({
    items: capture[0]
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const [mark, indent, sign] = listMark.exec(line);
        return {
          level: Math.min(Math.floor(indent.length / 2), 10),
          number: /\d/.test(sign) ? parseInt(sign, 10) : null,
          content: parse(line.slice(mark.length), { ...state, inList: true, prevCapture: null }),
        };
      }),
  }),
};

// The next two replace patterns of the library that take seconds or longer for
// some short texts.

/** A link with a text. Discord links only to the web; other links are shown as they were typed. */
const textLink =
  /^\[((?:\[[^\]]*\]|[^[\]])+)\]\(\s*<?(https?:\/\/[^\s<>()]*(?:\([^\s()]*\)[^\s<>()]*)*)>?(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)/i;

/**
 * Matches a code block like the library's rule: returns the whole, an unused
 * group, the language and the content.
 */
function codeBlock(source) {
  const [all, inner] = /^```([^]+?)```/.exec(source) ?? [];
  if (!all) return null;
  const [line, language] = /^([a-z0-9_+\-.#]+)\n/i.exec(inner) ?? ["", ""];
  const lines = inner.slice(line.length).split("\n");
  const first = lines.findIndex((one) => one !== "");
  const last = lines.findLastIndex((one) => one !== "");
  return [all, "", language, lines.slice(first, last + 1).join("\n")];
}

const rules = {
  ...rulesExtended,
  heading: atLineStart(rulesExtended.heading),
  subtext: atLineStart(rulesExtended.subtext),
  list: atLineStart(list),
  link: { ...rulesExtended.link, match: (source) => textLink.exec(source) },
  codeBlock: { ...rulesExtended.codeBlock, match: codeBlock },
};

/** How deep marks can be nested. Deeper ones are shown as they were typed. */
const deepest = 30;
let depth = 0;

function bounded(rule) {
  return {
    ...rule,
    parse(capture, parse, state) {
      if (depth === deepest) return { type: "text", content: capture[0] };
      depth++;
      try {
        return rule.parse(capture, parse, state);
      } finally {
        depth--;
      }
    },
  };
}

const parser = SimpleMarkdown.parserFor(Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, bounded(rule)])));

/** The tree of a text: a list of nodes. */
export function parse(text) {
  return parser(text, { inline: true });
}
