// The commands that a member can use, as the picker lists them: one line for
// each subcommand.
// https://discord.com/developers/docs/interactions/application-commands

import { spoken } from "./texts.js";

const subcommand = 1;
const group = 2;

/** The types of options that differ in how they are filled in. */
export const types = { string: 3, integer: 4, boolean: 5, user: 6, channel: 7, role: 8, mentionable: 9, number: 10, attachment: 11 };

/** The name or description of a command, option or choice in the page's language. */
export function local(thing, key) {
  return thing[`${key}_localizations`]?.[spoken()] ?? thing[key];
}

/** Flattens commands to those that can be used: {path, name, shown, description, options}. */
export function leaves(commands) {
  const found = [];
  const down = (thing, path, shown) => {
    const within = (thing.options ?? []).filter((option) => option.type === subcommand || option.type === group);
    const here = [...path, thing.name];
    const words = [...shown, local(thing, "name")];
    if (within.length) for (const inner of within) down(inner, here, words);
    else
      found.push({
        path: here,
        name: here.join(" "),
        shown: words.join(" "),
        description: local(thing, "description"),
        options: thing.options ?? [],
      });
  };
  for (const command of commands) if (command.type === 1) down(command, [], []);
  return found;
}

/** The commands in the menus of members and messages, as {name, shown}. */
export function menus(commands) {
  const of = (type) =>
    commands.filter((command) => command.type === type).map((command) => ({ name: command.name, shown: local(command, "name") }));
  return { member: of(2), message: of(3) };
}

/** Normalizes a text for comparison: composed letters, lower case, single spaces. */
export function folded(text) {
  return text.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();
}

/** The commands that match what was typed, best first. */
export function matching(all, typed) {
  const query = folded(typed);
  const rank = (leaf) => {
    const names = [folded(leaf.name), folded(leaf.shown)];
    if (names.includes(query)) return 0;
    if (names.some((name) => name.startsWith(query))) return 1;
    if (names.some((name) => name.split(" ").some((word) => word.startsWith(query)))) return 2;
    return names.some((name) => name.includes(query)) ? 3 : 4;
  };
  return all
    .map((leaf) => [rank(leaf), leaf])
    .filter(([order]) => order < 4)
    .sort(([a], [b]) => a - b)
    .map(([, leaf]) => leaf);
}

/** The values that an option offers without asking the bot, as {label, value}. */
export function offered(option, state) {
  if (option.choices?.length) return option.choices.map((choice) => ({ label: local(choice, "name"), value: String(choice.value) }));
  switch (option.type) {
    case types.user:
    case types.mentionable:
      return [...state.guild.members, { ...state.world.bot, bot: true }].map((person) => ({
        label: person.name,
        value: person.id,
        avatar: person,
      }));
    case types.channel:
      return state.guild.channels
        .filter((channel) => !option.channel_types?.length || option.channel_types.includes(channel.parent ? 11 : 0))
        .map((channel) => ({ label: `#${channel.name}`, value: channel.id }));
  }
  return null;
}
