// What those who write texts and menus need to know of the world.

import { commandName, now, personOf, state } from "./state.js";

/** What ids are called, who and what there is to choose from, and what time it is. */
export function reader() {
  return {
    now: now(),
    user: (id) => personOf(id)?.name ?? id,
    channel: (id) => state.guild.channels.find((c) => c.id === id)?.name ?? id,
    commandName,
    people: () => [...state.guild.members, { ...state.world.bot, bot: true }],
    channels: () => state.guild.channels,
  };
}
