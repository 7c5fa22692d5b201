// Short notices at the edge of the page, which screen readers read aloud.

import { h } from "./dom.js";

const box = document.getElementById("notices");
const lifetime = 4500; // milliseconds

/** Shows a notice for a while. */
export function say(text) {
  const note = h("div.notice", { onclick: () => note.remove() }, text);
  box.append(note);
  setTimeout(() => note.remove(), lifetime);
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
