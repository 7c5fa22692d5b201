// The list above the composer, of what can come next. The focus stays in the
// input below it, and the arrow keys move in the list.

import { fill, h, uniqueID } from "./dom.js";
import { t } from "./texts.js";

/** The list of one form. The form's inputs with the role combobox control it. */
export class Picker {
  #form;
  #list;
  #lines = []; // {element, choose}
  #current = -1;

  constructor(form) {
    this.#form = form;
    this.#list = h("div.lines", { id: uniqueID(), role: "listbox" });
    this.element = h("div.picker", { hidden: true });
  }

  /** The attributes of an input that controls the list. */
  combobox() {
    return {
      role: "combobox",
      "aria-expanded": "false",
      "aria-controls": this.#list.id,
      "aria-autocomplete": "list",
      autocomplete: "off",
      spellcheck: "false",
    };
  }

  /**
   * Shows entries, {face, selected, choose}, under a title. `highlighted` is
   * the index of the highlighted one. `none` is shown if there are no entries.
   */
  offer(title, entries = [], none = "", highlighted = 0) {
    this.#lines = entries.map((entry, n) => ({
      choose: entry.choose,
      element: h(
        "div.line",
        {
          role: "option",
          id: uniqueID(),
          "aria-selected": String(entry.selected === true),
          onmousedown: (event) => event.preventDefault(), // keeps the focus in the input
          onclick: () => entry.choose(),
          onmousemove: () => this.#highlight(n),
        },
        entry.face,
      ),
    }));
    this.#current = -1;
    this.#list.setAttribute("aria-label", t("suggestions"));
    fill(
      this.#list,
      this.#lines.map((line) => line.element),
    );
    this.element.hidden = title === "" && entries.length === 0 && none === "";
    fill(
      this.element,
      title ? h("div.picker-title", {}, title) : null,
      entries.length ? this.#list : null,
      none ? h("div.none", { role: "status" }, none) : null,
    );
    for (const input of this.#form.querySelectorAll("[role=combobox]")) {
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant"); // it refers to a line that was removed
    }
    this.#input()?.setAttribute("aria-expanded", String(entries.length > 0));
    if (entries.length) this.#highlight(highlighted);
  }

  /** Hides the list. */
  close() {
    this.offer("");
  }

  /** Moves in the list or chooses from it; returns whether it has handled the key. */
  key(event) {
    const lines = this.#lines;
    if (this.element.hidden || lines.length === 0) return false;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 }[event.key];
    const chooses = event.key === "Enter" || (event.key === "Tab" && !event.shiftKey);
    if (step && this.#current < 0) this.#highlight(step > 0 ? 0 : lines.length - 1);
    else if (step) this.#highlight((this.#current + step + 5 * lines.length) % lines.length);
    else if (chooses && this.#current >= 0) lines[this.#current].choose();
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    return true;
  }

  #input() {
    const focused = document.activeElement;
    return this.#form.contains(focused) && focused.getAttribute("role") === "combobox" ? focused : null;
  }

  #highlight(n) {
    const line = this.#lines[n];
    if (!line || n === this.#current) return;
    this.#lines[this.#current]?.element.classList.remove("current");
    this.#current = n;
    line.element.classList.add("current");
    line.element.scrollIntoView({ block: "nearest" });
    this.#input()?.setAttribute("aria-activedescendant", line.element.id);
  }
}

/** The text of a line, with a description below it. */
export function face(label, description) {
  return h("span.texts", {}, h("span.label", {}, label), description ? h("span.description", {}, description) : null);
}
