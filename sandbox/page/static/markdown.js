// Renders Discord's Markdown as elements. Each kind of node in the tree of
// syntax.js has its own renderer, so a message can contain nothing but text,
// links to the web, and what is listed below.

import { h, isWeb, webLink } from "./dom.js";
import { parse } from "./syntax.js";
import { fullTime, stamp } from "./time.js";
import { t } from "./texts.js";

/** The address of a message, which links to the message within the page. */
const jump = /^https:\/\/discord\.com\/channels\/\d+\/(\d+)\/(\d+)$/;

/** A link with its address as text. */
function address(target, reader) {
  const [, channel, message] = jump.exec(target) ?? [];
  if (!message) return webLink(target, target);
  return mention(`#${reader.channel(channel)} › 💬`, reader.goTo && (() => reader.goTo(message, channel)));
}

/** A mention, which is a button if it has an action. */
function mention(text, does) {
  return does ? h("button.mention", { type: "button", onclick: does }, text) : h("span.mention", {}, text);
}

/** The renderer of each kind of node. `all` renders the nodes within. */
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
  link: (node, all) => webLink(node.target, all(node.content)),
  url: (node, all, reader) => address(node.target, reader),
  autolink: (node, all, reader) => (isWeb(node.target) ? address(node.target, reader) : `<${node.target}>`),
  user: (node, all, reader) => mention(`@${reader.user(node.id)}`),
  channel: (node, all, reader) => mention(`#${reader.channel(node.id)}`),
  role: (node) => mention(`@${node.id}`),
  everyone: () => mention("@everyone"),
  here: () => mention("@here"),
  emoji: (node) => `:${node.name}:`,
  guildNavigation: (node) => mention(node.navigation),
  slashCommand: (node, all, reader) =>
    mention(`/${reader.commandName(node.fullName)}`, reader.command && (() => reader.command(node.fullName.split(" ")))),
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

/** Nests list items by their levels. */
function writeList(items, all) {
  const roots = [];
  const open = []; // the lists that the next item may continue, outer ones first
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
 * Renders a text for its reader, which has the names behind ids (user, channel,
 * commandName), the time (now, in milliseconds), and functions to go to a
 * message (goTo) and to start a mentioned command (command).
 */
export function markdown(text, reader) {
  const all = (nodes) =>
    (Array.isArray(nodes) ? nodes : [nodes]).map((node) =>
      typeof node === "string" ? node : (writers[node.type] ?? writers.text)(node, all, reader),
    );
  try {
    return all(parse(text));
  } catch {
    return [text]; // shows the text as it was typed, so that the channel is still shown
  }
}

/** The text on one line without Markdown, for a quote. */
export function plain(text, reader) {
  const written = h("div", {}, markdown(text, reader));
  for (const element of written.querySelectorAll("br, li, h3, h4, h5, small, blockquote, pre")) element.after(" ");
  return written.textContent.replace(/\s+/g, " ").trim();
}
