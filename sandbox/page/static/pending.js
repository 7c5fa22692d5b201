// Commands on their way, and those that nobody answered: only the tab in which
// they were sent shows them.

import { note } from "./channel.js";
import { inspect } from "./inspector.js";
import { pending } from "./message.js";
import { place, state } from "./state.js";

const waiting = []; // {path, at, remove} of commands on their way

/** Takes away the note of a command that this message answers. */
export function settle(m) {
  const by = m.interaction_metadata?.user?.id;
  const n = waiting.findIndex(
    ({ path, at }) => m.interaction && path === `/${m.interaction.name}` && at.as === by && at.channel === m.channel_id,
  );
  if (n >= 0) waiting.splice(n, 1)[0].remove();
}

/**
 * Shows that a command is on its way, by its path and as it is called here. The
 * function that is returned takes what came of it, null where it was not sent,
 * and shows where nobody answered.
 */
export function onItsWay(path, shown) {
  const at = place();
  const me = state.me;
  const bot = { ...state.world.bot, bot: true };
  const entry = { path, at, remove: note(pending(me, shown, bot, false, {}), at) };
  waiting.push(entry);
  return (came) => {
    const n = waiting.indexOf(entry);
    if (n >= 0) waiting.splice(n, 1);
    entry.remove();
    if (!came?.failed) return;
    const dismiss = note(
      pending(me, shown, bot, true, { dismiss: () => dismiss(), inspect: () => inspect({ interaction: came.interaction }) }),
      at,
    );
  };
}
