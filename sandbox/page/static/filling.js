// A command that is being filled in, option by option.

import { post } from "./api.js";
import { folded, local, types } from "./commands.js";
import { avatar, composing, debounce, h, icon } from "./dom.js";
import { reason } from "./notices.js";
import { fit, FilledOption } from "./option.js";
import { face } from "./picker.js";
import { place, state } from "./state.js";
import { t } from "./texts.js";

/** How long to wait after a keystroke before asking the bot for suggestions, in milliseconds. */
const pause = 80;

/** A command that is being filled in. */
export class Filling {
  #picker;
  #does;
  #options = new Map(); // from option name to FilledOption, in the order of the line
  #line;
  #tail; // the input behind the last option
  #asked = null; // the pending request for suggestions
  #due = null; // the option that waits for suggestions
  #taking = false; // Enter was pressed meanwhile, and takes the first suggestion
  #ask = debounce((filled) => this.#suggest(filled), pause);

  /**
   * `leaf` is the command, and `values` are known values by option. `does` has
   * the callbacks send(), leave() and fault(text).
   */
  constructor(leaf, values, picker, does) {
    this.leaf = leaf;
    this.#picker = picker;
    this.#does = does;
    this.#tail = h("input.tail", {
      type: "text",
      "aria-label": t("addOption"),
      ...picker.combobox(),
      oninput: () => this.#offerOptions(),
      onfocus: () => this.#offerOptions(),
      onkeydown: (event) => this.#tailKey(event),
    });
    this.#line = h("div.options", {}, this.#tail);
    this.element = h(
      "div.field.command",
      { role: "group", "aria-label": `/${leaf.shown}`, "data-drop": t("dropHere") },
      h("span.command-name", {}, `/${leaf.shown}`),
      this.#line,
      h(
        "button.leave",
        { type: "button", title: t("leaveCommand"), "aria-label": t("leaveCommand"), onclick: () => does.leave() },
        icon("close"),
      ),
    );
    for (const option of leaf.options) {
      if (option.required || values[option.name]) this.#add(option, values[option.name]);
    }
  }

  /** The values by option. */
  get values() {
    return Object.fromEntries([...this.#options].map(([name, filled]) => [name, filled.value]));
  }

  /** Focuses the next input to fill in. */
  focus() {
    const next = [...this.#options.values()].find((filled) => filled.option.required && !filled.filled);
    (next?.input ?? this.#tail).focus();
  }

  /** Attaches a file to the first option that takes one, if possible an empty one; returns whether there is any. */
  drop(file) {
    const takers = this.leaf.options.filter((option) => option.type === types.attachment);
    const option = takers.find((one) => !this.#options.get(one.name)?.filled) ?? takers[0];
    if (!option) return false;
    (this.#options.get(option.name) ?? this.#add(option)).attach(file);
    this.#tail.focus();
    return true;
  }

  /** Returns what is wrong with the first invalid option and focuses it; "" if all are valid. */
  check() {
    for (const option of this.leaf.options) {
      const filled = this.#options.get(option.name) ?? (option.required ? this.#add(option) : null);
      const fault = filled?.fault(state);
      if (!fault) continue;
      filled.input.focus();
      return fault;
    }
    return "";
  }

  /** The options as inputs of an action. */
  inputs() {
    return Promise.all([...this.#options.values()].map((filled) => filled.action()));
  }

  #add(option, value) {
    const filled = new FilledOption(
      option,
      value,
      {
        ...this.#picker.combobox(),
        oninput: () => this.#typed(filled),
        onfocus: () => {
          this.#picker.close(); // it still lists values of another option
          this.#offerValues(filled);
        },
        onkeydown: (event) => this.#optionKey(event, filled),
      },
      () => this.#remove(filled),
    );
    this.#options.set(option.name, filled);
    this.#tail.before(filled.element);
    this.#tail.value = "";
    return filled;
  }

  #remove(filled) {
    this.#options.delete(filled.option.name);
    filled.element.remove();
    this.#tail.focus();
  }

  /** The option before another one in the line; without an argument, the last. */
  #before(filled) {
    const all = [...this.#options.values()];
    return filled ? all[all.indexOf(filled) - 1] : all.at(-1);
  }

  /** Focuses the next required option that is empty, or the input behind the last option. */
  #advance(filled) {
    const all = [...this.#options.values()];
    const next = all.slice(all.indexOf(filled) + 1).find((one) => one.option.required && !one.filled);
    (next?.input ?? this.#tail).focus();
  }

  // What can come next.

  #offerOptions() {
    const typed = folded(this.#tail.value);
    fit(this.#tail);
    const left = this.leaf.options.filter((option) => !this.#options.has(option.name));
    const found = left.filter((option) => [option.name, local(option, "name")].some((name) => folded(name).startsWith(typed)));
    const entries = found.map((option) => ({
      face: face(local(option, "name"), local(option, "description")),
      choose: () => this.#add(option).input.focus(),
    }));
    const none = left.length && !found.length ? t("noSuggestions") : "";
    this.#picker.offer(left.length ? t("options") : t("noOptions"), entries, none, typed ? 0 : -1);
  }

  #typed(filled) {
    filled.typed();
    this.#does.fault("");
    this.#taking = false;
    this.#offerValues(filled);
    if (filled.suggested(state)) this.#due = filled;
  }

  /** Offers values: the option's own, the bot's suggestions, or just the option's description. */
  #offerValues(filled) {
    this.#asked?.abort();
    this.#due = null;
    const own = filled.own(state);
    if (own) {
      const typed = filled.value.chosen ? "" : folded(filled.value.text);
      const found = own.filter((one) => folded(one.label).includes(typed) || folded(one.value) === typed);
      this.#offerChoices(filled, found, found.length || !typed ? "" : t("noSuggestions"));
    } else if (filled.suggested(state)) {
      if (this.#picker.element.hidden) this.#offerChoices(filled, [], t("loading"));
      this.#ask(filled);
    } else {
      this.#offerChoices(filled, [], "");
    }
  }

  #offerChoices(filled, choices, none) {
    const { value, chosen } = filled.value;
    const entries = choices.map((choice) => ({
      face: [choice.avatar ? avatar(choice.avatar, ".small") : null, face(choice.label)],
      selected: chosen && choice.value === value,
      choose: () => {
        filled.choose(choice);
        this.#advance(filled);
      },
    }));
    const highlighted = chosen ? choices.findIndex((choice) => choice.value === value) : 0;
    this.#picker.offer(local(filled.option, "description"), entries, none, highlighted);
  }

  /** Asks the bot for suggestions. */
  async #suggest(filled) {
    const wanted = () => document.activeElement === filled.input;
    if (!wanted()) return;
    const request = new AbortController();
    this.#asked = request;
    const others = [...this.#options.values()].filter((one) => one !== filled && one.filled && !one.value.file);
    const inputs = others.map((one) => ({ name: one.option.name, value: one.value.value }));
    inputs.push({ name: filled.option.name, value: filled.value.chosen ? "" : filled.value.text });
    let choices = [];
    let none = t("noSuggestions");
    try {
      const came = await post("complete", { ...place(), path: this.leaf.path, inputs }, request.signal);
      choices = (came.choices ?? []).map((choice) => ({ label: local(choice, "name"), value: String(choice.value) }));
      if (came.failed) none = t("suggestionsFailed");
    } catch (failure) {
      none = reason(failure);
    }
    if (request.signal.aborted || !wanted()) return;
    this.#due = null;
    this.#offerChoices(filled, choices, choices.length ? "" : none);
    if (!this.#taking) return;
    this.#taking = false;
    if (choices.length) filled.choose(choices[0]);
    this.#advance(filled);
  }

  // Keys.

  #optionKey(event, filled) {
    if (composing(event)) return;
    if (event.key === "Enter" && this.#due === filled && filled.filled) {
      event.preventDefault(); // the list belongs to an older text
      this.#taking = true;
      return;
    }
    if (this.#picker.key(event)) return;
    const empty = filled.input.value === "" && filled.input.type !== "file";
    if (event.key === "Enter" && filled.input.type !== "file") {
      event.preventDefault();
      if (filled.filled) this.#advance(filled);
    } else if (event.key === "Backspace" && empty) {
      event.preventDefault();
      this.#back(filled);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.#does.leave();
    }
  }

  /**
   * Removes an empty option and focuses the one before it. If it is required
   * and the first one, leaves the command.
   */
  #back(filled) {
    const before = this.#before(filled);
    if (filled.option.required && !before) {
      this.#does.leave();
      return;
    }
    if (!filled.option.required) this.#remove(filled);
    before?.input.focus();
  }

  #tailKey(event) {
    if (composing(event) || this.#picker.key(event)) return;
    if (event.key === "Enter") {
      event.preventDefault();
      this.#does.send();
    } else if (event.key === "Backspace" && this.#tail.value === "") {
      event.preventDefault();
      const last = this.#before(null);
      if (last) last.input.focus();
      else this.#does.leave();
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.#does.leave();
    }
  }
}
