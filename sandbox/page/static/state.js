// What the page knows: the world, who acts where, and what it has told since.

import { get, listen } from "./api.js";
import { leaves } from "./commands.js";
import { speak } from "./texts.js";

/** How many messages are read at once. */
const pageSize = 50;

/**
 * The state. `on` has what is called when it has changed: world(), commands(),
 * place() for another member or channel, unread(), changed(event) for a message,
 * connected(yes) for the connection, and failed(error) when something could not
 * be read. Before the first place() there is no more than the world.
 */
export const state = {
  world: null,
  guild: null,
  channel: null, // where the member is
  me: null,
  message: "", // the id of the one that the address leads to, if to any
  messages: new Map(), // of the channel, by id, oldest first
  more: false, // there are older ones
  later: false, // there are newer ones, since older ones were read instead
  unread: new Set(), // channels' ids
  commands: [], // that can be used here, as leaves() gives them
};

export const on = {};

let live = { as: null, stop: () => {} }; // the socket, and the member whom it tells
let reading = null; // {at, held}: the place that is being read, and what has happened there since
let upTo = 0; // the event up to which the newest messages were read
const known = new WeakMap(); // by message, the event up to which it is known

/** The sandbox's time in milliseconds. */
export function now() {
  return Date.parse(state.world.clock);
}

/** The member or the bot with the id. */
export function personOf(id) {
  if (id === state.world.bot.id) return { ...state.world.bot, bot: true };
  return state.guild.members.find((member) => member.id === id);
}

/** How the command with the default name is called in the language that is spoken. */
export function commandName(name) {
  return state.commands.find((leaf) => leaf.name === name)?.shown ?? name;
}

/** The address of a place: #/channel/member, by names. */
export function address(channel, member) {
  return `#/${encodeURIComponent(channel.name)}/${encodeURIComponent(member.name)}`;
}

/** The channel and the member that the page's address means, or the first of them, and the message, if it has one. */
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

/** Begins: reads the world, and follows the address from now on. */
export async function begin() {
  state.world = await get("world");
  window.addEventListener("hashchange", move);
  await follow();
}

/** Who and where, as a query or the beginning of an action. */
export function place() {
  return { as: state.me.id, channel: state.channel.id };
}

/** Whether the member is at the place, as {as, channel}. */
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

/** Goes where the address leads, or stays where that cannot be read. */
function move() {
  follow().catch((error) => {
    if (state.channel) history.replaceState(null, "", address(state.channel, state.me));
    on.failed(error);
  });
}

/** Reads the place of the address, and goes there. Until then nobody has moved. */
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
    });
    upTo = pages.at(-1).seen;
    if (live.as !== at.as) {
      live.stop();
      reading.held = []; // of what another member sees
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

/** The messages of a page by id, which are known up to then. */
function taken(page) {
  for (const m of page.messages) known.set(m, page.seen);
  return page.messages.map((m) => [m.id, m]);
}

/**
 * Reads by read() what is at the place, and takes what came over by take(). What
 * happens there meanwhile is told after that. A reading that begins later makes
 * this one void.
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

/** Takes over what the world is now. */
function takeWorld(world) {
  if (state.world.epoch !== world.epoch) {
    location.reload(); // another world, perhaps another program
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

/** Reads the commands that the member is offered here. */
async function renewCommands() {
  const at = place();
  try {
    const commands = await get("commands", at);
    if (!isHere(at)) return;
    state.commands = leaves(commands);
    on.commands();
  } catch (error) {
    on.failed(error);
  }
}

/** Takes over what has happened. */
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
  if (event.seq <= (known.get(before) ?? upTo)) return; // read already
  if (!before && (!appears || state.later)) return; // one that is not read now
  if (event.kind === "deleted") state.messages.delete(m.id);
  else state.messages.set(m.id, m);
  known.set(m, event.seq);
  on.changed(event);
}

/** Reads more of the channel, unless it is being read, and takes it over by take(page). */
async function readMore(query, take) {
  const at = place();
  if (!reading) await hold(at, () => pageOf(at, query), take);
}

/** Reads older messages, and shows them by shown(messages) before what has happened to them meanwhile. */
export async function readOlder(shown) {
  const [oldest] = state.messages.keys();
  if (!state.more || !oldest) return;
  await readMore({ before: oldest }, (page) => {
    state.messages = new Map([...taken(page), ...state.messages]);
    state.more = page.more;
    shown(page.messages);
  });
}

/** Reads newer messages, and shows them by shown(messages) before what has happened to them meanwhile. */
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

/** Lets go of the oldest messages but the newest so many, to be read again. */
export function forgetOlder(keep) {
  state.messages = new Map([...state.messages].slice(-keep));
  state.more = true;
}

/** Lets go of the newest messages but the oldest so many, to be read again. */
export function forgetNewer(keep) {
  state.messages = new Map([...state.messages].slice(0, keep));
  state.later = true;
}
