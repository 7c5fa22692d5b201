// Helpers for elements. Text is always set as text; nothing here parses markup.

/**
 * Creates an element. Properties that are functions are event listeners
 * (onclick). false and null leave an attribute out, and true makes it empty.
 * Children are nodes, texts, lists of them, or null, undefined and false, which
 * are skipped.
 */
export function h(tag, properties = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name || "div");
  if (classes.length) element.classList.add(...classes);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Replaces an element's children. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter(Boolean));
  return element;
}

/**
 * Replaces an element's children, but changes only what differs, so that focus,
 * scroll positions and open lists are kept. An element that stays keeps its
 * listeners. Children are matched by their data-key if they have one, and
 * otherwise by order.
 */
export function renew(element, ...children) {
  const keyed = new Map([...element.children].filter((child) => child.dataset.key).map((child) => [child.dataset.key, child]));
  let at = element.firstChild;
  for (const child of children.flat(Infinity).filter(Boolean)) {
    const next = child instanceof Node ? child : document.createTextNode(child);
    const key = next.dataset?.key;
    const same = key ? keyed.get(key) : at?.dataset?.key ? null : at;
    if (same?.nodeName !== next.nodeName) {
      element.insertBefore(next, at);
      continue;
    }
    if (same !== at) element.insertBefore(same, at);
    at = same.nextSibling;
    become(same, next);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

function become(node, next) {
  if (!(node instanceof Element)) {
    if (node.data !== next.data) node.data = next.data;
    return;
  }
  const names = new Set([...node.attributes, ...next.attributes].map((attribute) => attribute.name));
  for (const name of names) {
    const value = next.getAttribute(name);
    if (node.getAttribute(name) === value) continue;
    if (name === "style")
      node.style.cssText = next.style.cssText; // the page's policy forbids the attribute
    else if (value === null) node.removeAttribute(name);
    else node.setAttribute(name, value);
  }
  renew(node, ...next.childNodes);
}

/** Whether an address is on the web: Discord links only those. */
export function isWeb(address) {
  return /^https?:\/\//i.test(address ?? "");
}

/** A link to the web that opens in another tab. */
export function webLink(address, ...children) {
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer nofollow", title: address }, children);
}

/** The icons of the buttons, as SVG paths in a square of 24. */
const drawings = {
  menu: "M3 6h18v2H3zm0 5h18v2H3zm0 5h18v2H3z",
  close:
    "M18.3 5.7a1 1 0 0 0-1.4 0L12 10.6 7.1 5.7a1 1 0 1 0-1.4 1.4l4.9 4.9-4.9 4.9a1 1 0 1 0 1.4 1.4l4.9-4.9 4.9 4.9a1 1 0 0 0 1.4-1.4L13.4 12l4.9-4.9a1 1 0 0 0 0-1.4z",
  code: "M8.7 6.3a1 1 0 0 1 0 1.4L4.4 12l4.3 4.3a1 1 0 1 1-1.4 1.4l-5-5a1 1 0 0 1 0-1.4l5-5a1 1 0 0 1 1.4 0zm6.6 0a1 1 0 0 0 0 1.4l4.3 4.3-4.3 4.3a1 1 0 1 0 1.4 1.4l5-5a1 1 0 0 0 0-1.4l-5-5a1 1 0 0 0-1.4 0z",
  eye: "M12 5C6.5 5 2.6 9.6 1.4 11.4a1.1 1.1 0 0 0 0 1.2C2.6 14.4 6.5 19 12 19s9.4-4.6 10.6-6.4a1.1 1.1 0 0 0 0-1.2C21.4 9.6 17.5 5 12 5zm0 11a4 4 0 1 1 0-8 4 4 0 0 1 0 8z",
  chevron: "M5.3 8.3a1 1 0 0 1 1.4 0l5.3 5.3 5.3-5.3a1 1 0 1 1 1.4 1.4l-6 6a1 1 0 0 1-1.4 0l-6-6a1 1 0 0 1 0-1.4z",
  theme: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm0 2v16a8 8 0 0 1 0-16z",
  more: "M5 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4zm7 0a2 2 0 1 0 0 4 2 2 0 0 0 0-4zm7 0a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
  send: "M2.6 20.6V14l8-2-8-2V3.4a.8.8 0 0 1 1.1-.7l18.3 8.6a.8.8 0 0 1 0 1.4L3.7 21.3a.8.8 0 0 1-1.1-.7z",
  reply: "M9 6v4h3c5 0 8 3 8 8v2h-2v-2c0-4-2-6-6-6H9v4l-6-5z",
  file: "M6 2h8l6 6v12a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V4c0-1.1.9-2 2-2zm7 1.5V9h5.5z",
  external: "M14 3h7v7h-2V6.4l-9.3 9.3-1.4-1.4L17.6 5H14zM5 5h5v2H5v12h12v-5h2v5a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V7c0-1.1.9-2 2-2z",
};

/** An icon, which is hidden from screen readers. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", drawings[name]);
  svg.append(path);
  return svg;
}

/** The background colours of avatars, on which white text is legible. */
const colours = ["#4752c4", "#677078", "#248046", "#b0532a", "#c03537", "#a8427f"];

/** An avatar: the bot's image, or the first letter of a name on a colour that depends on the id. */
export function avatar(user, size = "") {
  if (user.bot) return h("img.avatar" + size, { src: "bot.svg", alt: "" });
  const disc = h("span.avatar.letter" + size, { "aria-hidden": "true" }, [...(user.name || "?")][0]);
  disc.style.setProperty("--colour", colours[Number(BigInt(user.id || 0) % BigInt(colours.length))]);
  return disc;
}

/** Whether a key belongs to an input method that is composing a character. Safari reports only the code. */
export function composing(event) {
  return event.isComposing || event.keyCode === 229;
}

/** Delays calls of f until there were none for some milliseconds, and makes only the last one. */
export function debounce(f, milliseconds) {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => f(...args), milliseconds);
  };
}

let lastID = 0;

/** An id for an element that another one refers to. */
export function uniqueID() {
  lastID += 1;
  return `e${lastID}`;
}
