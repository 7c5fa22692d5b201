// The state of the page: the world, the member and the channel, and what has
// happened since.

import { get, inOrder, listen } from "./api.js";
import { leaves, menus } from "./commands.js";
import { speak } from "./texts.js";

/** How many messages are loaded at once. */
const pageSize = 50;

/**
 * The state. `on` has the callbacks for its changes: world(), commands(),
 * place() for another member or channel, unread(), changed(event) for a
 * message, connected(yes) for the connection, and failed(error) if something
 * could not be loaded. Before the first place() only the world is known.
 */
export const state = {
  world: null,
  guild: null,
  channel: null, // the channel that is shown
  me: null,
  message: "", // the id in the address, or ""
  messages: new Map(), // of the channel, by id, oldest first
  more: false, // whether there are older ones
  later: false, // whether there are newer ones that are not loaded
  unread: new Set(), // channels' ids
  commands: [], // that can be used here, as returned by leaves()
  menus: { member: [], message: [] }, // the commands in menus, as returned by menus()
};

export const on = {};

let live = { as: null, stop: () => {} }; // the socket, and the member for whom it receives events
let reading = null; // {at, held}: the place that is being loaded, and the events there since
let upTo = 0; // the number of the last event that the loaded messages include
const known = new WeakMap(); // from a message to the number of the last event that it includes

/** The sandbox's time in milliseconds. */
export function now() {
  return Date.parse(state.world.clock);
}

/** The member or the bot with the id. */
export function personOf(id) {
  if (id === state.world.bot.id) return { ...state.world.bot, bot: true };
  return state.guild.members.find((member) => member.id === id);
}

/** The localized name of the command with the default name. */
export function commandName(name) {
  return state.commands.find((leaf) => leaf.name === name)?.shown ?? name;
}

/** The localized name of the command in a menu with the default name. */
export function menuName(name) {
  return [...state.menus.member, ...state.menus.message].find((command) => command.name === name)?.shown ?? name;
}

/** The address of a place: #/channel/member, by names. */
export function address(channel, member) {
  return `#/${encodeURIComponent(channel.name)}/${encodeURIComponent(member.name)}`;
}

/** The channel and the member in the page's address, with defaults, and the message id or "". */
function fromAddress() {
  const [, channelName, memberName, message] = location.hash.split("/").map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
  const guilds = state.world.guilds;
  const guild =
    guilds.find((g) => g.channels.some((c) => c.name === channelName)) ??
    guilds.find((g) => g.channels.some((c) => c.id === state.world.home)) ??
    guilds[0];
  const channel =
    guild.channels.find((c) => c.name === channelName) ?? guild.channels.find((c) => c.id === state.world.home) ?? guild.channels[0];
  const me = guild.members.find((m) => m.name === memberName) ?? guild.members[0];
  return { guild, channel, me, message: /^[1-9]\d*$/.test(message) ? message : "" };
}

/** Loads the world, and from then on follows the address. */
export async function begin() {
  state.world = await get("world");
  window.addEventListener("hashchange", move);
  await follow();
}

/** The member and the channel, as a query or for an action. */
export function place() {
  return { as: state.me.id, channel: state.channel.id };
}

/** Whether the place, {as, channel}, is shown. */
export function isHere(at) {
  return at.as === state.me.id && at.channel === state.channel.id;
}

/** Goes to a message in a channel. */
export function visit(channel, message) {
  const before = location.hash;
  location.hash = `${address(channel, state.me)}/${message}`;
  if (location.hash === before) move();
}

/** Goes to the newest messages. */
export function readNewest() {
  history.replaceState(null, "", address(state.channel, state.me));
  return follow();
}

/** Goes to the place in the address, or stays if that cannot be loaded. */
function move() {
  follow().catch((error) => {
    if (state.channel) history.replaceState(null, "", address(state.channel, state.me));
    on.failed(error);
  });
}

/** Loads the place in the address and then shows it. Until then the old one stays. */
async function follow() {
  const to = fromAddress();
  const at = { as: to.me.id, channel: to.channel.id };
  const version = state.world.commands;
  const around = to.message ? [{ before: to.message }, { after: String(BigInt(to.message) - 1n) }] : [{}];
  const read = () => Promise.all([get("commands", at), ...around.map((query) => pageOf(at, query))]);
  await hold(at, read, ([commands, ...pages]) => {
    if (pages.some((page) => page.epoch !== state.world.epoch)) {
      location.reload();
      return;
    }
    speak(to.me.locale);
    Object.assign(state, to, {
      messages: new Map(pages.flatMap(taken)),
      more: pages[0].more,
      later: to.message !== "" && pages.at(-1).more,
      commands: leaves(commands),
      menus: menus(commands),
    });
    upTo = pages.at(-1).seen;
    if (live.as !== at.as) {
      live.stop();
      reading.held = []; // those are events that another member sees
      state.unread.clear();
      live = { as: at.as, stop: listen(at.as, Math.min(...pages.map((page) => page.seen)), told, (yes) => on.connected(yes)) };
    }
    state.unread.delete(at.channel);
    on.place();
    if (version !== state.world.commands) renewCommands();
  });
}

function pageOf(at, query) {
  return get("messages", { ...at, limit: pageSize, ...query });
}

/** The messages of a page as entries by id. Notes the last event that they include. */
function taken(page) {
  for (const m of page.messages) known.set(m, page.seen);
  return page.messages.map((m) => [m.id, m]);
}

/**
 * Calls take() with the result of read(), which loads the place `at`. Events of
 * that place are held back until then. A later call makes an earlier one void.
 */
async function hold(at, read, take) {
  const mine = { at, held: [] };
  const before = reading;
  reading = mine;
  before?.held.forEach(told);
  try {
    const came = await read();
    if (reading === mine) take(came);
  } catch (error) {
    if (reading === mine) throw error;
  } finally {
    if (reading === mine) {
      reading = null;
      mine.held.forEach(told);
    }
  }
}

/** Updates the world. */
function takeWorld(world) {
  if (state.world.epoch !== world.epoch) {
    location.reload(); // another world, perhaps of another version of the program
    return;
  }
  const commands = state.world.commands;
  const renewed = (list, one) => list.find((other) => other.id === one.id) ?? one;
  state.world = world;
  state.guild = renewed(world.guilds, state.guild);
  state.channel = renewed(state.guild.channels, state.channel);
  state.me = renewed(state.guild.members, state.me);
  on.world();
  const to = fromAddress();
  const at = reading?.at ?? place();
  if (to.channel.id !== at.channel || to.me.id !== at.as) move();
  else if (commands !== world.commands) renewCommands();
}

const commandsInOrder = inOrder();

/** Loads the commands that the member can use here. */
async function renewCommands() {
  const at = place();
  try {
    const commands = await commandsInOrder(get("commands", at));
    if (!isHere(at) || !commands) return;
    state.commands = leaves(commands);
    state.menus = menus(commands);
    on.commands();
  } catch (error) {
    on.failed(error);
  }
}

/** Handles an event. */
function told(event) {
  if (event.world) {
    takeWorld(event.world);
    return;
  }
  if (event.channel === reading?.at.channel) {
    reading.held.push(event);
    return;
  }
  const appears = event.kind !== "deleted" && event.kind !== "edited";
  if (event.channel !== state.channel.id) {
    if (appears) state.unread.add(event.channel);
    on.unread();
    return;
  }
  const m = event.message;
  const before = state.messages.get(m.id);
  if (event.seq <= (known.get(before) ?? upTo)) return; // the loaded message includes it
  if (!before && (!appears || state.later)) return; // the message is not loaded
  if (event.kind === "deleted") state.messages.delete(m.id);
  else state.messages.set(m.id, m);
  known.set(m, event.seq);
  on.changed(event);
}

/** Loads more messages of the channel, unless something is being loaded, and calls take(page). */
async function readMore(query, take) {
  const at = place();
  if (!reading) await hold(at, () => pageOf(at, query), take);
}

/** Loads older messages and calls shown(messages), before events that were held back are handled. */
export async function readOlder(shown) {
  const [oldest] = state.messages.keys();
  if (!state.more || !oldest) return;
  await readMore({ before: oldest }, (page) => {
    state.messages = new Map([...taken(page), ...state.messages]);
    state.more = page.more;
    shown(page.messages);
  });
}

/** Loads newer messages and calls shown(messages), before events that were held back are handled. */
export async function readNewer(shown) {
  const newest = [...state.messages.keys()].at(-1);
  if (!state.later || !newest) return;
  await readMore({ after: newest }, (page) => {
    state.messages = new Map([...state.messages, ...taken(page)]);
    state.later = page.more;
    if (!page.more) upTo = page.seen;
    shown(page.messages);
  });
}

/** Forgets all but the newest `keep` messages. The others can be loaded again. */
export function forgetOlder(keep) {
  state.messages = new Map([...state.messages].slice(-keep));
  state.more = true;
}

/** Forgets all but the oldest `keep` messages. The others can be loaded again. */
export function forgetNewer(keep) {
  state.messages = new Map([...state.messages].slice(0, keep));
  state.later = true;
}
