// Commands without a response, and those that failed. Only the tab that sent
// them shows them.

import { note } from "./channel.js";
import { inspect } from "./inspector.js";
import { pending } from "./message.js";
import { place, state } from "./state.js";

const waiting = []; // {path, at, remove} of commands without a response

/** Removes the note of the command to which the message responds. */
export function removePending(m) {
  const by = m.interaction_metadata?.user?.id;
  const n = waiting.findIndex(
    ({ path, at }) => m.interaction && path === `/${m.interaction.name}` && at.as === by && at.channel === m.channel_id,
  );
  if (n >= 0) waiting.splice(n, 1)[0].remove();
}

/**
 * Shows that a command was sent. `path` is its name and `shown` its localized
 * name. Returns a function that removes the note, to be called with the outcome,
 * or with null if the command could not be sent. It shows a failed outcome.
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
