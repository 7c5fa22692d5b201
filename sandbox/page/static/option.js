// One option of a command that is being filled in: its value, and what is wrong
// with it.

import { folded, local, offered, types } from "./commands.js";
import { bytes } from "./components.js";
import { h, icon, uniqueID } from "./dom.js";
import { encoded } from "./files.js";
import { t } from "./texts.js";

/** The types whose values must be in a list. */
const listed = [types.boolean, types.user, types.channel, types.mentionable];

/** Fits the width of an input to its content. */
export function fit(input) {
  const wide = [...input.value].reduce((sum, letter) => sum + (letter.codePointAt(0) > 0x1100 ? 2 : 1), 0);
  input.style.setProperty("width", `${Math.min(Math.max(wide + 2, 8), 60)}ch`);
}

/** An option and its value: a text, a choice or a file. */
export class FilledOption {
  /** `listeners` are for the input. `removed` is called to remove the option. */
  constructor(option, value, listeners, removed) {
    this.option = option;
    this.name = local(option, "name");
    this.value = value ?? { text: "", value: "", chosen: false, file: null };
    const id = uniqueID();
    const file = option.type === types.attachment;
    const field = file ? this.#fileField(id, listeners) : this.#textField(id, listeners);
    const remove = h(
      "button.remove",
      { type: "button", tabindex: "-1", "aria-label": t("removeOption", { name: this.name }), onclick: removed },
      icon("close"),
    );
    this.element = h(
      option.required ? "span.option.required" : "span.option",
      { "data-option": option.name },
      h("label", { for: id, title: local(option, "description") }, this.name),
      field,
      option.required ? null : remove,
    );
  }

  #textField(id, listeners) {
    const inputmode = this.option.type === types.integer ? "numeric" : null;
    this.input = h("input", { type: "text", id, inputmode, ...listeners });
    this.input.value = this.value.text;
    fit(this.input);
    return this.input;
  }

  #fileField(id, listeners) {
    const name = h("span.file-name");
    this.input = h("input.visually-hidden", {
      type: "file",
      id,
      onfocus: listeners.onfocus,
      onkeydown: listeners.onkeydown,
      onchange: () => this.input.files[0] && this.attach(this.input.files[0]),
    });
    this.showFile = () => {
      const file = this.value.file;
      name.textContent = file ? t("attached", { name: file.name, size: bytes(file.size) }) : t("attach");
    };
    this.showFile();
    return h("label.file-input", { for: id }, icon("file"), name, this.input);
  }

  /** Takes the value from what was typed. */
  typed() {
    this.value = { text: this.input.value, value: this.input.value, chosen: false, file: null };
    fit(this.input);
  }

  /** Takes the value from a choice, {label, value}. */
  choose(choice) {
    this.value = { text: choice.label, value: choice.value, chosen: true, file: null };
    this.input.value = choice.label;
    fit(this.input);
  }

  /** Takes a file as the value. */
  attach(file) {
    this.value = { text: "", value: "", chosen: false, file };
    this.showFile();
  }

  get filled() {
    return this.value.file !== null || this.value.value !== "";
  }

  /** The values that the option offers without asking the bot, or null. */
  own(state) {
    if (this.option.type !== types.boolean) return offered(this.option, state);
    return [
      { label: t("yes"), value: "true" },
      { label: t("no"), value: "false" },
    ];
  }

  /** Whether the bot suggests values. */
  suggested(state) {
    return this.option.autocomplete === true && !this.own(state);
  }

  /** Returns what is wrong with the value, or "". A typed name that is in the list counts as chosen. */
  fault(state) {
    const { option, name } = this;
    if (!this.filled) return t("needsOption", { name });
    if (option.type === types.attachment) return "";
    if (!this.value.chosen && (option.choices?.length || listed.includes(option.type))) {
      const typed = folded(this.value.text);
      const meant = this.own(state).find((one) => [typed, `#${typed}`].includes(folded(one.label)));
      if (!meant) return t("chooseOne", { name });
      this.choose(meant);
    }
    const value = this.value.value;
    const length = [...value].length;
    if (length < (option.min_length ?? 0)) return t("tooShort", { name, n: option.min_length });
    if (length > (option.max_length ?? 6000)) return t("tooLong", { name, n: option.max_length ?? 6000 });
    const whole = option.type === types.integer && !/^[-+]?\d+$/.test(value);
    const real = option.type === types.number && (value.trim() === "" || Number.isNaN(Number(value)));
    return whole || real ? t("number", { name }) : "";
  }

  /** The value as an input of an action. */
  async action() {
    const { value, file } = this.value;
    return file ? { name: this.option.name, value: "", file: await encoded(file) } : { name: this.option.name, value };
  }
}
