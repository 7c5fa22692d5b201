// What the page knows: the world, who acts where, and what it has told since.

import { get, listen } from "./api.js";
import { speak } from "./texts.js";

/** How many messages are read at once. */
const pageSize = 50;

/**
 * The state. `on` has what is called when it has changed: world(), commands(),
 * place() for another member or channel, changed(event) for a message,
 * connected(yes) for the connection, and failed(error) when something could not
 * be read.
 */
export const state = {
  world: null,
  guild: null,
  channel: null, // where the member is
  me: null,
  messages: new Map(), // of the channel, by id, oldest first
  more: false, // there are older ones
  later: false, // there are newer ones, since older ones were read instead
  unread: new Set(), // channels' ids
  commands: [],
};

export const on = {};

let stop = () => {};
let upTo = 0; // the event up to which the messages were read
let reading = 0; // tells the latest reading from earlier ones
let held = null; // what happens while messages are read, or null

/** The sandbox's time in milliseconds. */
export function now() {
  return Date.parse(state.world.clock);
}

/** The member or the bot with the id. */
export function personOf(id) {
  if (id === state.world.bot.id) return { ...state.world.bot, bot: true };
  return state.guild.members.find((member) => member.id === id);
}

/** The address of a place: #/channel/member, by names. */
export function address(channel, member) {
  return `#/${encodeURIComponent(channel.name)}/${encodeURIComponent(member.name)}`;
}

/** The channel and the member that the page's address means, or the first of them. */
function fromAddress() {
  const [, channelName, memberName] = location.hash.split("/").map((part) => {
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
  return { guild, channel, me };
}

/** Begins: reads the world, and follows the address from now on. */
export async function begin() {
  takeWorld(await get("world"));
  window.addEventListener("hashchange", () => follow().catch((error) => on.failed(error)));
  await follow();
}

/** Who and where, as a query or the beginning of an action. */
export function place() {
  return { as: state.me.id, channel: state.channel.id };
}

function takeWorld(world) {
  if (state.world && state.world.epoch !== world.epoch) {
    location.reload(); // another world, perhaps another program
    return;
  }
  const commands = state.world?.commands;
  state.world = world;
  if (!state.guild) return;
  const before = state.channel;
  ({ guild: state.guild, channel: state.channel, me: state.me } = fromAddress());
  on.world();
  const later = before?.id === state.channel?.id ? commands !== world.commands && readCommands().then(() => on.commands()) : follow();
  later?.catch?.((error) => on.failed(error));
}

/** Goes to the place of the address, and reads its messages. */
async function follow() {
  const before = state.me;
  ({ guild: state.guild, channel: state.channel, me: state.me } = fromAddress());
  speak(state.me.locale);
  state.unread.delete(state.channel.id);
  const mine = ++reading;
  held = [];
  const read = await get("messages", { ...place(), limit: pageSize });
  if (mine !== reading) return; // somewhere else by now
  if (read.epoch !== state.world.epoch) {
    location.reload();
    return;
  }
  state.messages = new Map(read.messages.map((m) => [m.id, m]));
  state.more = read.more;
  state.later = false;
  upTo = read.seen;
  const meanwhile = held;
  held = null;
  if (before?.id !== state.me.id) {
    stop();
    state.unread.clear();
    stop = listen(state.me.id, read.seen, told, (yes) => on.connected(yes));
  }
  await readCommands();
  if (mine !== reading) return;
  on.place();
  for (const event of meanwhile) told(event);
}

/** Reads the commands that the member is offered here. */
async function readCommands() {
  const { as, channel } = place();
  const commands = await get("commands", { as, channel });
  if (state.me.id === as && state.channel.id === channel) state.commands = commands;
}

/** Takes over what has happened. */
function told(event) {
  if (event.world) {
    takeWorld(event.world);
    return;
  }
  if (event.channel !== state.channel.id) {
    if (event.kind !== "deleted" && event.kind !== "edited") state.unread.add(event.channel);
    on.world();
    return;
  }
  if (held) {
    held.push(event);
    return;
  }
  if (event.seq <= upTo) return; // read already
  const m = event.message;
  if (event.kind === "deleted") state.messages.delete(m.id);
  else if (state.messages.has(m.id) || (event.kind !== "edited" && !state.later)) state.messages.set(m.id, m);
  else return; // one that is not read now
  on.changed(event);
}

/** Goes to the newest messages. */
export async function readNewest() {
  await follow();
}

/** Reads older messages and returns them. */
export async function readOlder() {
  const mine = reading;
  const [oldest] = state.messages.keys();
  if (!state.more || !oldest) return [];
  const read = await get("messages", { ...place(), limit: pageSize, before: oldest });
  if (mine !== reading) return [];
  state.messages = new Map([...read.messages.map((m) => [m.id, m]), ...state.messages]);
  state.more = read.more;
  return read.messages;
}

/**
 * Reads newer messages and shows them by shown(messages), before what has
 * happened to them meanwhile.
 */
export async function readNewer(shown) {
  const mine = reading;
  const newest = [...state.messages.keys()].at(-1);
  if (!state.later || !newest || held) return;
  held = [];
  let read;
  try {
    read = await get("messages", { ...place(), limit: pageSize, after: newest });
  } finally {
    if (mine === reading) {
      const fresh = new Set(read?.messages.map((m) => m.id));
      const meanwhile = held.filter((event) => event.seq > (read?.seen ?? 0) || !fresh.has(event.message.id));
      held = null;
      if (read) {
        for (const m of read.messages) state.messages.set(m.id, m);
        state.later = read.more;
        shown(read.messages);
      }
      for (const event of meanwhile) told(event);
    }
  }
}

/** Lets go of the oldest messages but the newest so many, to be read again. */
export function forgetOlder(keep) {
  const ids = [...state.messages.keys()];
  if (ids.length <= keep) return;
  for (const id of ids.slice(0, ids.length - keep)) state.messages.delete(id);
  state.more = true;
}

/** Lets go of the newest messages but the oldest so many, to be read again. */
export function forgetNewer(keep) {
  const ids = [...state.messages.keys()];
  if (ids.length <= keep) return;
  for (const id of ids.slice(keep)) state.messages.delete(id);
  state.later = true;
}
