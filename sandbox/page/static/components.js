// The components of messages: buttons, menus, layout and media.

import { h, icon, webLink } from "./dom.js";
import { kinds } from "./kinds.js";
import { markdown } from "./markdown.js";
import { menu } from "./menu.js";
import { t } from "./texts.js";

const linkStyle = 5;

/** Addresses of files on Discord's hosts. The sandbox serves them below its root. */
const content = /^https:\/\/(?:cdn\.discordapp\.com|media\.discordapp\.net)(\/(?:ephemeral-)?attachments\/.*)$/;

/** The local address of a file, or null for a file elsewhere, which is not loaded. */
export function local(url) {
  const path = content.exec(url)?.[1];
  return path ? path.slice(1) : null;
}

/** An image that can be enlarged, or a note if it is on another host. */
export function picture(media, description, reader) {
  const address = local(media.url);
  if (!address) return h("p.elsewhere", {}, t("elsewhere", { url: media.url }));
  const image = h("img", { src: address, alt: description || "", width: media.width, height: media.height, loading: "lazy" });
  return h(
    "button.picture",
    { type: "button", "aria-label": description || t("picture"), onclick: () => reader.enlarge(address, description) },
    image,
  );
}

/** A card to download a file. */
export function fileCard(name, url, size) {
  const address = local(url);
  return h(
    "div.file-card",
    {},
    icon("file"),
    h("a", { href: address, download: name, "aria-label": t("download", { name }) }, name),
    h("span", {}, bytes(size)),
  );
}

/** Formats a size in bytes. */
export function bytes(n) {
  if (n < 1024) return `${n} B`;
  return n < 1024 * 1024 ? `${(n / 1024).toFixed(1)} kB` : `${(n / 1024 / 1024).toFixed(2)} MB`;
}

function emoji(e) {
  return e?.name ? [h("span.emoji", { "aria-hidden": "true" }, e.id ? `:${e.name}:` : e.name), " "] : [];
}

function button(c, reader) {
  const face = [emoji(c.emoji), h("span", {}, c.label ?? "")];
  if (c.style === linkStyle) {
    const link = webLink(local(c.url) ?? c.url, face, icon("external"));
    link.classList.add("button", "secondary");
    return link;
  }
  const style = ["", "primary", "secondary", "success", "danger"][c.style] ?? "secondary";
  return h(
    `button.button.${style}`,
    { type: "button", disabled: c.disabled, "data-part": c.custom_id, onclick: (event) => reader.press(c, event.currentTarget) },
    face,
  );
}

const writers = {
  [kinds.actionRow]: (c, reader) => h("div.row", {}, writeAll(c.components, reader)),
  [kinds.button]: button,
  [kinds.stringSelect]: menu,
  [kinds.userSelect]: menu,
  [kinds.roleSelect]: menu,
  [kinds.mentionableSelect]: menu,
  [kinds.channelSelect]: menu,
  [kinds.section]: (c, reader) => h("div.section", {}, h("div.texts", {}, writeAll(c.components, reader)), writeAll([c.accessory], reader)),
  [kinds.textDisplay]: (c, reader) => h("div.markdown", {}, markdown(c.content, reader)),
  [kinds.thumbnail]: (c, reader) => h("div.thumbnail", {}, picture(c.media, c.description, reader)),
  [kinds.mediaGallery]: (c, reader) =>
    h(
      "div.gallery",
      { "data-count": c.items.length },
      c.items.map((item) => picture(item.media, item.description, reader)),
    ),
  [kinds.file]: (c) => fileCard(c.name, c.file.url, c.size),
  [kinds.separator]: (c) => h(`hr.space${c.spacing ?? 1}`, c.divider === false ? { class: "bare" } : {}),
  [kinds.container]: (c, reader) => {
    const box = h("div.container", {}, writeAll(c.components, reader));
    if (c.accent_color !== null && c.accent_color !== undefined) {
      box.classList.add("accented");
      box.style.setProperty("--accent", `#${c.accent_color.toString(16).padStart(6, "0")}`);
    }
    return box;
  },
};

function writeAll(components, reader) {
  return (components ?? []).filter(Boolean).map((c) => writers[c.type]?.(c, reader));
}

/** Renders a message's components. */
export function components(list, reader) {
  return writeAll(list, reader);
}

/** All texts of components, for a quote. */
export function textsOf(list) {
  return (list ?? []).flatMap((c) => [c.content ?? [], textsOf(c.components)]).flat();
}
