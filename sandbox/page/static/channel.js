// The messages of the channel, with the newest at the bottom and older ones
// loaded while scrolling up, and the notes that only this tab shows among them.

import { post } from "./api.js";
import { openMemberMenu, openMessageMenu } from "./apps.js";
import { enlarge, openModal } from "./dialog.js";
import { fill, h } from "./dom.js";
import { inspect } from "./inspector.js";
import { message, timeOf } from "./message.js";
import { attempt, reason, say } from "./notices.js";
import { reader } from "./reader.js";
import { commandName, forgetNewer, forgetOlder, isHere, now, place, readNewer, readNewest, readOlder, state, visit } from "./state.js";
import { t } from "./texts.js";
import { newDay, sentAt, stamp } from "./time.js";

/** How many messages are on the page at most, and how many remain after trimming. */
const most = 300;
const kept = 200;

/** Distances in pixels: how near the bottom counts as being there, and where more messages are loaded. */
const near = 80;
const soon = 800;

const log = document.getElementById("log");
const older = h("div.older", { hidden: true });
const list = h("div.messages");
const newest = h("button.newest", { type: "button", hidden: true, onclick: () => goToNewest() });
const failed = new Set(); // ids of messages with which an interaction failed
const notes = new Map(); // from the element of a note to its place
let atBottom = true;
let top = 0; // the last scroll position
let command; // starts a command by its path

/** Initializes the channel. start(path) starts a command. */
export function beginChannel(start) {
  command = start;
  log.append(older, list);
  log.after(newest);
  log.addEventListener("scroll", () => {
    const below = log.scrollHeight - log.scrollTop - log.clientHeight;
    if (below < near && !state.later) atBottom = true;
    else if (log.scrollTop < top) atBottom = false; // only a person scrolls up; growing content scrolls down
    top = log.scrollTop;
    showNewest();
    if (log.scrollTop < soon) loadOlder();
    else if (below < soon) loadNewer();
  });
  const resized = new ResizeObserver(() => atBottom && toBottom());
  resized.observe(log);
  resized.observe(list);
}

function toBottom() {
  log.scrollTop = log.scrollHeight;
  top = log.scrollTop;
  atBottom = true;
  showNewest();
}

/** Shows the button to the newest message unless that is in view. */
function showNewest() {
  if (atBottom && document.activeElement === newest) log.focus();
  newest.hidden = atBottom;
}

/** Goes to the newest message, and loads it if necessary. */
async function goToNewest() {
  if (!state.later) toBottom();
  else await readNewest().catch((error) => say(reason(error)));
}

/** What messages need to be rendered and used. */
function acting() {
  return {
    ...reader(),
    find: (id) => state.messages.get(id),
    complete: !state.more,
    goTo,
    command,
    inspect,
    enlarge,
    openMessageMenu,
    openMemberMenu,
    dismiss: (m) => attempt(post("dismiss", { ...place(), message: m.id })),
    press: (c, element) => interact("press", { part: c.custom_id }, element),
    choose: (c, values, element) => interact("choose", { part: c.custom_id, values }, element),
  };
}

/** Uses a component of a message. The component is busy until the bot has responded. */
async function interact(what, action, element) {
  const id = element.closest(".message").dataset.id;
  if (element.getAttribute("aria-busy") === "true") return;
  element.setAttribute("aria-busy", "true");
  if (failed.delete(id)) elementOf(id)?.querySelector(".failure")?.remove();
  const at = place();
  const came = await attempt(post(what, { ...at, message: id, ...action }));
  element.removeAttribute("aria-busy");
  if (came?.failed && isHere(at)) {
    failed.add(id);
    redraw(id);
  }
  if (came?.modal) openModal(came.modal, { ...at, interaction: came.interaction });
}

function elementOf(id) {
  return document.getElementById(`m${id}`);
}

function write(m) {
  return message(m, acting(), failed.has(m.id));
}

/** The top of the channel: what it is, and how to begin. */
function welcome() {
  const name = state.channel.name;
  const chip = (path) => h("button.mention", { type: "button", onclick: () => command([path]) }, `/${commandName(path)}`);
  const step = (text) => text.split(/(\{\w+\})/).map((part) => (part.startsWith("{") ? chip(part.slice(1, -1)) : part));
  return h(
    "section.welcome",
    {},
    h("h2", {}, t("welcome", { channel: name })),
    h("p", {}, t("welcomeText")),
    h(
      "ol",
      {},
      t("welcomeSteps").map((text) => h("li", {}, step(text))),
    ),
  );
}

/** Redraws all messages, and scrolls to the message in the address or to the newest. */
export function draw() {
  log.setAttribute("aria-label", t("messages", { channel: state.channel.name }));
  fill(newest, t("newer"));
  failed.clear();
  const parts = state.more ? [] : [welcome()];
  let before = null;
  for (const m of state.messages.values()) {
    parts.push(...withDay(before, m));
    before = m;
  }
  list.replaceChildren(...parts, ...[...notes].filter(([, at]) => isHere(at)).map(([element]) => element));
  older.hidden = !state.more;
  older.textContent = t("older");
  if (state.message && !elementOf(state.message)) say(t("deleted"));
  if (!show(state.message)) toBottom();
}

/** Scrolls to a message; returns whether it is on the page. */
function show(id) {
  const at = elementOf(id);
  if (!at) return false;
  atBottom = false;
  at.scrollIntoView({ block: "center" });
  at.focus({ preventScroll: true });
  top = log.scrollTop;
  showNewest();
  return true;
}

function goTo(id, channelID = state.channel.id) {
  const channel = state.guild.channels.find((one) => one.id === channelID);
  if (!channel) say(t("refusals")["message-gone"]);
  else if (channel.id !== state.channel.id || !show(id)) visit(channel, id);
}

/** The elements of a message: a day separator if it begins a new day, and the message. */
function withDay(before, m) {
  const day = newDay(before && timeOf(before), timeOf(m));
  return day ? [h("div.day", { role: "separator", "aria-label": day }, h("span", {}, day)), write(m)] : [write(m)];
}

function loadOlder() {
  const first = list.querySelector(".message[data-id]");
  const read = readOlder((messages) => {
    const from = log.scrollHeight - log.scrollTop;
    const day = first?.previousElementSibling;
    const next = messages.length > 0 && state.messages.get(first?.dataset.id);
    if (next && day?.classList.contains("day") && newDay(timeOf(messages.at(-1)), timeOf(next)) === "") day.remove();
    list.prepend(...(state.more ? [] : [welcome()]), ...messages.flatMap((m, n) => withDay(messages[n - 1] ?? null, m)));
    older.hidden = !state.more;
    top = log.scrollTop = log.scrollHeight - from;
    trim();
  });
  read.catch((error) => say(reason(error)));
}

function loadNewer() {
  const last = [...state.messages.values()].at(-1);
  const read = readNewer((messages) => {
    list.append(...messages.flatMap((m, n) => withDay(messages[n - 1] ?? last, m)));
    trim();
  });
  read.catch((error) => say(reason(error)));
}

/** Removes messages if there are too many: those farthest from what is in view, which does not move. */
function trim() {
  if (state.messages.size <= most) return;
  const elements = [...list.querySelectorAll(".message[data-id]")];
  const edge = log.getBoundingClientRect().top;
  const above = elements.filter((element) => element.getBoundingClientRect().bottom < edge).length;
  const gone = (element) => element && !state.messages.has(element.dataset.id);
  if (above > elements.length / 2) {
    forgetOlder(kept);
    const from = log.scrollHeight - log.scrollTop;
    older.hidden = false;
    while (gone(list.firstElementChild)) list.firstElementChild.remove();
    top = log.scrollTop = log.scrollHeight - from;
  } else {
    forgetNewer(kept);
    while (gone(list.lastElementChild)) list.lastElementChild.remove();
    atBottom = false;
    showNewest();
  }
}

/** Updates the page after something has happened to a message. */
export function happened(event) {
  const m = event.message;
  const at = elementOf(m.id);
  if (event.kind === "deleted") {
    const focused = at?.contains(document.activeElement);
    if (at?.previousElementSibling?.classList.contains("day") && !at.nextElementSibling?.classList.contains("message"))
      at.previousElementSibling.remove();
    at?.remove();
    if (focused) log.focus();
  } else if (at) {
    redraw(m.id);
  } else {
    const last = [...state.messages.values()].at(-2) ?? null;
    list.append(...withDay(last, m));
  }
  trim();
  if (atBottom) toBottom();
}

/**
 * Redraws a message. The focus stays on the component that has it. If that has
 * become another one, as the button for the next page does, the one in its
 * place is focused, or else the message.
 */
function redraw(id) {
  const at = elementOf(id);
  const m = state.messages.get(id);
  if (!at || !m) return;
  const parts = (element) => [...element.querySelectorAll("[data-part]")];
  const focused = at.contains(document.activeElement);
  const place = parts(at).indexOf(document.activeElement);
  const part = document.activeElement.dataset.part;
  const next = write(m);
  at.replaceWith(next);
  if (!focused) return;
  const same = parts(next).find((one) => one.dataset.part === part) ?? parts(next)[place];
  (same && !same.disabled ? same : next).focus({ preventScroll: true });
}

/** Updates the times, which are relative to now. */
export function renewTimes() {
  for (const time of list.querySelectorAll("time[data-style]")) {
    const at = Date.parse(time.dateTime);
    const style = time.dataset.style;
    time.textContent = style === "sent" ? sentAt(at, now()) : stamp(at, style, now());
  }
}

/** Shows an element below the newest message of a place. Returns a function that removes it. */
export function note(element, at) {
  notes.set(element, at);
  if (isHere(at)) {
    list.append(element);
    goToNewest();
  }
  return () => {
    notes.delete(element);
    element.remove();
  };
}
