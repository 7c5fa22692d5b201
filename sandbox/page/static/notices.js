// Short notices at the edge of the page, which screen readers read aloud.

import { h } from "./dom.js";
import { t } from "./texts.js";

const box = document.getElementById("notices");
const lifetime = 4500; // milliseconds

/** Shows a notice for a moment. */
export function say(text) {
  const note = h("div.notice", { onclick: () => note.remove() }, text);
  box.append(note);
  setTimeout(() => note.remove(), lifetime);
}

/** The reason of an error, for a person. */
export function reason(error) {
  return t("refusals")[error.code] ?? error.message;
}

/** Returns the result of a promise, or shows why it failed and returns null. */
export async function attempt(doing) {
  try {
    return await doing;
  } catch (error) {
    say(reason(error));
    return null;
  }
}

/** Shows a notice until it is called with an empty text. */
export function notice(id, text) {
  let note = document.getElementById(id);
  if (!text) {
    note?.remove();
    return;
  }
  if (!note) {
    note = h("div.notice.lasting", { id });
    box.append(note);
  }
  note.textContent = text;
}
