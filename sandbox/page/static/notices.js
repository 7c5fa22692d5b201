// Short notices at the edge of the page, which screen readers read aloud.

import { h } from "./dom.js";
import { t } from "./texts.js";

const box = document.getElementById("notices");
const lifetime = 4500; // milliseconds

/** Shows a notice for a while. */
export function say(text) {
  const note = h("div.notice", { onclick: () => note.remove() }, text);
  box.append(note);
  setTimeout(() => note.remove(), lifetime);
}

/** Why something could not be done, for a person. */
export function reason(error) {
  return t("refusals")[error.code] ?? error.message;
}

/** Waits for what is being done and returns what came of it, or says why it could not be done and returns null. */
export async function attempt(doing) {
  try {
    return await doing;
  } catch (error) {
    say(reason(error));
    return null;
  }
}

/** Shows or hides a notice that stays. */
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
