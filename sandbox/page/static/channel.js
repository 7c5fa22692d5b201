// The messages of the channel: newest at the bottom, older ones as one scrolls
// up, and what this tab alone shows among them.

import { post } from "./api.js";
import { fill, h } from "./dom.js";
import { message, pending, timeOf } from "./message.js";
import { say } from "./notices.js";
import { address, forgetNewer, forgetOlder, now, personOf, place, readNewer, readNewest, readOlder, state } from "./state.js";
import { t } from "./texts.js";
import { newDay, sentAt, stamp } from "./time.js";

/** How many messages are on the page at the most, and how many are left when some are taken off. */
const most = 300;
const kept = 200;

/** How near the bottom counts as being there, and from where more is read, in pixels. */
const near = 80;
const soon = 800;

const log = document.getElementById("log");
const older = h("div.older", { hidden: true });
const list = h("div.messages");
const newest = h("button.newest", { type: "button", hidden: true, onclick: () => goToNewest() });
const failed = new Set(); // ids of messages with which an interaction failed
let atBottom = true;
let top = 0; // where the log was scrolled to
let actions; // of the rest of the page

/** Begins; the rest of the page gives what messages do: command, inspect, openModal, enlarge. */
export function beginChannel(given) {
  actions = given;
  log.append(older, list);
  log.after(newest);
  log.addEventListener("scroll", () => {
    const below = log.scrollHeight - log.scrollTop - log.clientHeight;
    if (below < near && !state.later) atBottom = true;
    else if (log.scrollTop < top) atBottom = false; // it moves up by hand; what grows moves it down
    top = log.scrollTop;
    newest.hidden = atBottom;
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
  newest.hidden = true;
}

/** Goes to the newest message, which may have to be read. */
async function goToNewest() {
  if (!state.later) toBottom();
  else await readNewest().catch((error) => say(error.message));
}

/** What messages need to be written and to act. */
function reader() {
  return {
    now: now(),
    user: (id) => personOf(id)?.name ?? id,
    channel: (id) => state.guild.channels.find((c) => c.id === id)?.name ?? id,
    commandName: actions.commandName,
    people: () => [...state.guild.members, { ...state.world.bot, bot: true }],
    channels: () => state.guild.channels,
    find: (id) => state.messages.get(id),
    complete: !state.more,
    goTo: (id, channel = state.channel.id) => goTo(id, channel),
    command: (path) => actions.command(path),
    inspect: actions.inspect,
    enlarge: actions.enlarge,
    dismiss: (m) => act("dismiss", { message: m.id }),
    press: (c, element) => interact("press", { part: c.custom_id }, element),
    choose: (c, values, element) => interact("choose", { part: c.custom_id, values }, element),
  };
}

/** Acts, and says what was wrong if it cannot be done. */
async function act(what, action) {
  try {
    return await post(what, { ...place(), ...action });
  } catch (error) {
    say(error.message);
    return null;
  }
}

/** Uses a component of a message; it is busy until the bot has answered. */
async function interact(what, action, element) {
  const id = element.closest(".message").dataset.id;
  if (element.classList.contains("busy")) return;
  element.classList.add("busy");
  element.setAttribute("aria-busy", "true");
  if (failed.delete(id)) elementOf(id).querySelector(".failure")?.remove();
  const came = await act(what, { message: id, ...action });
  element.classList.remove("busy");
  element.removeAttribute("aria-busy");
  if (came?.failed) {
    failed.add(id);
    redraw(id);
  }
  if (came?.modal) actions.openModal(came.modal);
}

function elementOf(id) {
  return document.getElementById(`m${id}`);
}

function write(m) {
  return message(m, reader(), failed.has(m.id));
}

/** The first line of the channel: what it is, and how to begin. */
function welcome() {
  const name = state.channel.name;
  const chip = (path) => h("button.mention", { type: "button", onclick: () => actions.command([path]) }, `/${actions.commandName(path)}`);
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

/** Draws all messages anew. */
export function draw() {
  log.setAttribute("aria-label", t("messages", { channel: state.channel.name }));
  fill(newest, t("newer"));
  failed.clear();
  drawList();
  atBottom = true;
  toBottom();
}

function drawList() {
  const parts = state.more ? [] : [welcome()];
  let before = null;
  for (const m of state.messages.values()) {
    parts.push(...withDay(before, m));
    before = m;
  }
  list.replaceChildren(...parts);
  older.hidden = !state.more;
  older.textContent = t("older");
}

/** A message, behind the line of a new day where it begins one. */
function withDay(before, m) {
  const day = newDay(before && timeOf(before), timeOf(m));
  return day ? [h("div.day", { role: "separator", "aria-label": day }, h("span", {}, day)), write(m)] : [write(m)];
}

let loading = false; // older or newer messages are being read

async function loadOlder() {
  if (loading || !state.more) return;
  loading = true;
  try {
    const first = list.querySelector(".message[data-id]");
    const read = await readOlder();
    if (read.length === 0) return;
    const day = first.previousElementSibling;
    if (day?.classList.contains("day") && newDay(timeOf(read.at(-1)), timeOf(state.messages.get(first.dataset.id))) === "") day.remove();
    const from = log.scrollHeight - log.scrollTop;
    list.prepend(...(state.more ? [] : [welcome()]), ...read.flatMap((m, n) => withDay(read[n - 1] ?? null, m)));
    older.hidden = !state.more;
    log.scrollTop = log.scrollHeight - from;
    if (state.messages.size > most) {
      forgetNewer(kept);
      atBottom = false;
      newest.hidden = false;
      while (list.lastChild && !state.messages.has(list.lastChild.dataset.id)) list.lastChild.remove();
    }
  } catch (error) {
    say(error.message);
  } finally {
    loading = false;
  }
}

async function loadNewer() {
  if (loading || !state.later) return;
  loading = true;
  try {
    const last = [...state.messages.values()].at(-1);
    await readNewer((read) => {
      list.append(...read.flatMap((m, n) => withDay(read[n - 1] ?? last, m)));
      if (state.messages.size > most) forgetAbove();
    });
  } catch (error) {
    say(error.message);
  } finally {
    loading = false;
  }
}

/** Lets go of the oldest messages, without moving what one reads. */
function forgetAbove() {
  forgetOlder(kept);
  const from = log.scrollHeight - log.scrollTop;
  older.hidden = !state.more;
  while (list.firstChild && !state.messages.has(list.firstChild.dataset.id)) list.firstChild.remove();
  top = log.scrollTop = log.scrollHeight - from;
}

/** Shows what has happened to a message. */
export function show(event) {
  const m = event.message;
  const at = elementOf(m.id);
  const stay = atBottom;
  settle(m);
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
  if (!stay) return;
  if (state.messages.size > most) forgetAbove();
  toBottom();
}

/**
 * Draws a message anew. The focus stays on the component that has it or, where
 * that has become another (as the button for the next page does), on the one in
 * its place; else it goes to the message.
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

/** Writes the times anew, which are told from now. */
export function renewTimes() {
  for (const time of list.querySelectorAll("time[data-style]")) {
    const at = Date.parse(time.dateTime);
    const style = time.dataset.style;
    time.textContent = style === "sent" ? sentAt(at, now()) : stamp(at, style, now());
  }
}

const waiting = []; // commands on their way: {path, element}

/** Takes away the note of a command that this message answers. */
function settle(m) {
  const by = m.interaction_metadata?.user?.id;
  const at = waiting.findIndex((w) => m.interaction && by === state.me.id && `/${m.interaction.name}` === w.path);
  if (at >= 0) waiting.splice(at, 1)[0].element.remove();
}

/** Shows that a command is on its way; the function that is returned says what came of it. */
export function onItsWay(path, shown) {
  const me = state.me;
  const bot = { ...state.world.bot, bot: true };
  const entry = { path, element: pending(me, shown, bot, false, {}) };
  waiting.push(entry);
  if (state.later) goToNewest();
  list.append(entry.element);
  toBottom();
  return (came) => {
    const at = waiting.indexOf(entry);
    if (at >= 0) waiting.splice(at, 1);
    entry.element.remove();
    if (!came?.failed || me !== state.me) return;
    const note = pending(me, shown, bot, true, {
      dismiss: () => note.remove(),
      inspect: () => actions.inspect({ interaction: came.interaction }),
    });
    list.append(note);
    toBottom();
  };
}

/** Goes to a message that is on the page, or to the channel in which it is. */
function goTo(id, channelID) {
  const channel = state.guild.channels.find((one) => one.id === channelID);
  if (channel && channel.id !== state.channel.id) {
    location.hash = address(channel, state.me);
    return;
  }
  const at = elementOf(id);
  at?.scrollIntoView({ block: "center" });
  at?.focus({ preventScroll: true });
}
