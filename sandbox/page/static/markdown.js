// Discord's Markdown as elements. A library reads it; here its tree is turned
// into nodes, one kind at a time, so that nothing in a message can be anything
// but text, a link to the web, or what is listed below.

import { rulesExtended, SimpleMarkdown } from "./lib/discord-markdown.js";
import { h } from "./dom.js";
import { fullTime, stamp } from "./time.js";
import { t } from "./texts.js";

/** A line of a list, and those that go on with it. */
const listLine = / *(?:[-*]|\d{1,9}\.) +[^\n]*(?:\n|$)/;
const listBlock = new RegExp(`^(?:${listLine.source})+`);
const listMark = /^( *)([-*]|\d{1,9}\.) +/;

/** What begins a line, whatever stands before it; the library looks for a bare line break. */
function atLineStart(rule) {
  return {
    ...rule,
    match: (source, state, before) => (before === "" || before.endsWith("\n") ? rule.match(source, { ...state, prevCapture: null }) : null),
  };
}

/** Lists, which the library leaves out: each line is an item, two more spaces are a level. */
const list = {
  order: rulesExtended.heading.order,
  match: (source) => listBlock.exec(source),
  parse: (capture, parse, state) => ({
    items: capture[0]
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const [mark, indent, sign] = listMark.exec(line);
        return {
          level: Math.min(Math.floor(indent.length / 2), 10),
          number: /\d/.test(sign) ? parseInt(sign, 10) : null,
          content: parse(line.slice(mark.length), { ...state, prevCapture: null }),
        };
      }),
  }),
};

const parse = SimpleMarkdown.parserFor({
  ...rulesExtended,
  heading: atLineStart(rulesExtended.heading),
  subtext: atLineStart(rulesExtended.subtext),
  list: atLineStart(list),
});

/** Only these are links in Discord; any other is shown as it was typed. */
const web = /^https?:\/\//i;

function link(target, content) {
  return h("a", { href: target, target: "_blank", rel: "noopener noreferrer nofollow", title: target }, content);
}

/** The address of a message, which leads to it within the page. */
const jump = /^https:\/\/discord\.com\/channels\/\d+\/(\d+)\/(\d+)$/;

/** An address that was written out. */
function address(target, reader) {
  const [, channel, message] = jump.exec(target) ?? [];
  if (!message) return link(target, target);
  return h("button.mention", { type: "button", onclick: () => reader.goTo(message, channel) }, `#${reader.channel(channel)} › 💬`);
}

/** What stands for each kind of node. `all` writes the nodes within. */
const writers = {
  text: (node) => node.content,
  twemoji: (node) => node.name,
  br: () => h("br"),
  newline: () => h("br"),
  em: (node, all) => h("em", {}, all(node.content)),
  strong: (node, all) => h("strong", {}, all(node.content)),
  underline: (node, all) => h("u", {}, all(node.content)),
  strikethrough: (node, all) => h("s", {}, all(node.content)),
  inlineCode: (node) => h("code", {}, node.content),
  codeBlock: (node) => h("pre", {}, h("code", {}, node.content)),
  blockQuote: (node, all) => h("blockquote", {}, all(node.content)),
  heading: (node, all) => h(`h${node.level + 2}`, {}, all(node.content)),
  subtext: (node, all) => h("small.subtext", {}, all(node.content)),
  spoiler: (node, all) => spoiler(all(node.content)),
  list: (node, all) => writeList(node.items, all),
  link: (node, all) => (web.test(node.target) ? link(node.target, all(node.content)) : ["[", all(node.content), `](${node.target})`]),
  url: (node, all, reader) => address(node.target, reader),
  autolink: (node, all, reader) => (web.test(node.target) ? address(node.target, reader) : `<${node.target}>`),
  user: (node, all, reader) => h("span.mention", {}, `@${reader.user(node.id)}`),
  channel: (node, all, reader) => h("span.mention", {}, `#${reader.channel(node.id)}`),
  role: (node) => h("span.mention", {}, `@${node.id}`),
  everyone: () => h("span.mention", {}, "@everyone"),
  here: () => h("span.mention", {}, "@here"),
  emoji: (node) => `:${node.name}:`,
  guildNavigation: (node) => h("span.mention", {}, node.navigation),
  slashCommand: (node, all, reader) =>
    h(
      "button.mention",
      { type: "button", onclick: () => reader.command(node.fullName.split(" ")) },
      `/${reader.commandName(node.fullName)}`,
    ),
  timestamp: (node, all, reader) => {
    const time = Number(node.timestamp) * 1000;
    if (Number.isNaN(new Date(time).getTime())) return `<t:${node.timestamp}>`;
    return h(
      "time",
      { datetime: new Date(time).toISOString(), "data-style": node.format ?? "f", title: fullTime(time) },
      stamp(time, node.format, reader.now),
    );
  },
};

function spoiler(content) {
  const hidden = h(
    "span.spoiler",
    { role: "button", tabindex: "0", "aria-label": t("spoiler"), "aria-expanded": "false" },
    h("span", { "aria-hidden": "true" }, content),
  );
  const show = () => {
    hidden.classList.add("open");
    for (const name of ["role", "tabindex", "aria-label", "aria-expanded"]) hidden.removeAttribute(name);
    hidden.firstChild.removeAttribute("aria-hidden");
  };
  hidden.addEventListener("click", show);
  hidden.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      show();
    }
  });
  return hidden;
}

/** Nested lists out of items with levels. */
function writeList(items, all) {
  const roots = [];
  const open = []; // the lists that the next item may go on with, outer ones first
  for (const item of items) {
    const tag = item.number === null ? "ul" : "ol";
    while (open.length && open.at(-1).level > item.level) open.pop();
    if (open.length && open.at(-1).level === item.level && open.at(-1).tag !== tag) open.pop();
    if (open.at(-1)?.level !== item.level) {
      const element = h(tag, tag === "ol" && item.number !== 1 ? { start: item.number } : {});
      const outer = open.at(-1)?.element.lastChild;
      if (outer) outer.append(element);
      else roots.push(element);
      open.push({ element, tag, level: item.level });
    }
    open.at(-1).element.append(h("li", {}, all(item.content)));
  }
  return roots;
}

/**
 * Writes a text for its reader, who knows what ids are called
 * (user, channel, commandName), what time it is (now, in milliseconds), goes to
 * a message (goTo) and starts a command that is mentioned (command).
 */
export function markdown(text, reader) {
  const all = (nodes) =>
    (Array.isArray(nodes) ? nodes : [nodes]).map((node) =>
      typeof node === "string" ? node : (writers[node.type] ?? writers.text)(node, all, reader),
    );
  return all(parse(text, { inline: true }));
}

/** A text without its marks, in one line, for quoting it. */
export function plain(text, reader) {
  const written = h("div", {}, markdown(text, reader));
  for (const element of written.querySelectorAll("br, li, h3, h4, h5, small, blockquote, pre")) element.after(" ");
  return written.textContent.replace(/\s+/g, " ").trim();
}
