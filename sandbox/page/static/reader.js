// What rendering texts and menus needs of the state.

import { commandName, menuName, now, personOf, state } from "./state.js";

/** The names behind ids, the people and channels to choose from, and the time. */
export function reader() {
  return {
    now: now(),
    user: (id) => personOf(id)?.name ?? id,
    channel: (id) => state.guild.channels.find((c) => c.id === id)?.name ?? id,
    commandName,
    menuName,
    people: () => [...state.guild.members, { ...state.world.bot, bot: true }],
    channels: () => state.guild.channels,
  };
}
