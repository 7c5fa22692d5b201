// Formats times as Discord's client does, in the viewer's own zone and
// language.

import { spoken, t } from "./texts.js";

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function format(options, timeZone = zone) {
  return new Intl.DateTimeFormat(spoken(), { timeZone, ...options });
}

/** The date in a zone, as 2026-11-30. */
function day(time, timeZone = zone) {
  return new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(time);
}

function clockTime(time) {
  return format({ timeStyle: "short" }).format(time);
}

/** The styles of <t:…:style>. The default is f. */
const styles = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  S: { dateStyle: "short", timeStyle: "medium" },
};

const units = [
  ["year", 365 * 86400],
  ["month", 30 * 86400],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

/** The distance of a time from now, in the largest unit that fits. */
function relative(time, now) {
  const seconds = Math.round((time - now) / 1000);
  const [unit, length] = units.find(([, size]) => Math.abs(seconds) >= size) ?? units.at(-1);
  return new Intl.RelativeTimeFormat(spoken(), { numeric: "always" }).format(Math.trunc(seconds / length), unit);
}

/** A timestamp in a message's text, as it is shown at `now`. */
export function stamp(time, style, now) {
  return style === "R" ? relative(time, now) : format(styles[style] ?? styles.f).format(time);
}

/** A full time, for a title. */
export function fullTime(time) {
  return format(styles.F).format(time);
}

/** When a message was sent, as it is shown next to its author. */
export function sentAt(time, now) {
  if (day(time) === day(now)) return t("today", { time: clockTime(time) });
  if (day(time) === day(now - 86400e3)) return t("yesterday", { time: clockTime(time) });
  return format(styles.s).format(time);
}

/** The text of the separator before a message that begins a new day, or "". */
export function newDay(before, time) {
  return before !== null && day(before) === day(time) ? "" : format({ dateStyle: "full" }).format(time);
}

/** The sandbox's clock in its own zone, in parts. */
export function worldClock(time, timeZone) {
  return {
    date: format({ year: "numeric", month: "short", day: "numeric", weekday: "short" }, timeZone).format(time),
    short: format({ month: "numeric", day: "numeric", weekday: "short" }, timeZone).format(time),
    time: format({ timeStyle: "short" }, timeZone).format(time),
    zone: format({ timeZoneName: "short" }, timeZone)
      .formatToParts(time)
      .find((part) => part.type === "timeZoneName").value,
    other: day(time) !== day(time, timeZone) || clockTime(time) !== format({ timeStyle: "short" }, timeZone).format(time),
  };
}
