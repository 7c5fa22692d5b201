// The line below the channel, in which messages are written and commands are
// found and filled in.

import { post } from "./api.js";
import { folded, local, matching } from "./commands.js";
import { openModal } from "./dialog.js";
import { composing, fill, h, icon, renew } from "./dom.js";
import { Filling } from "./filling.js";
import { reason, say } from "./notices.js";
import { onItsWay } from "./pending.js";
import { face, Picker } from "./picker.js";
import { isHere, place, state } from "./state.js";
import { t } from "./texts.js";

const form = document.getElementById("composer");
const picker = new Picker(form);
const fault = h("div.composer-error", { role: "alert" });

const line = h("div.field"); // contains the textarea
let text; // the textarea
let filling = null; // the command that is being filled in, or null

/** Initializes the composer. */
export function beginComposer() {
  form.addEventListener("submit", (event) => event.preventDefault()); // the keydown handlers decide what Enter does
  form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || picker.close());
  const main = form.parentElement;
  const hasFiles = (event) => event.dataTransfer.types.includes("Files"); // text is dropped into the line as usual
  main.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    form.classList.add("drop");
  });
  main.addEventListener("dragleave", (event) => main.contains(event.relatedTarget) || form.classList.remove("drop"));
  main.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    form.classList.remove("drop");
    const [file] = event.dataTransfer.files;
    if (file && !filling?.drop(file)) say(t("noDrop"));
  });
}

/**
 * Redraws the composer for another place or other commands. A draft stays, as
 * does a command that can still be used, and each keeps the focus.
 */
export function drawComposer() {
  const focused = form.contains(document.activeElement);
  const same = filling && state.commands.find((leaf) => leaf.name === filling.leaf.name);
  if (same && JSON.stringify(same) === JSON.stringify(filling.leaf)) return;
  if (same) {
    fillIn(same, filling.values);
    if (focused) filling.focus();
    return;
  }
  writeText(text?.value ?? "");
  if (!focused) return;
  text.focus();
  typed();
}

/** Starts the command with the path, as a click on its mention does. */
export function use(path) {
  const leaf = state.commands.find((one) => one.name === path.join(" "));
  if (leaf) {
    startCommand(leaf);
    return;
  }
  writeText(`/${path.join(" ")}`);
  text.focus();
  typed();
}

// Messages.

/** Switches to writing a message, which begins with the draft. */
function writeText(draft) {
  filling = null;
  fault.textContent = "";
  const label = t("write", { channel: state.channel.name });
  line.dataset.drop = t("dropHere");
  renew(
    line,
    h("textarea", { rows: "1", placeholder: label, "aria-label": label, ...picker.combobox(), oninput: typed, onkeydown: key }),
    sendButton(),
  );
  text = line.firstChild;
  if (text.value !== draft) text.value = draft;
  if (!line.isConnected) fill(form, picker.element, fault, line);
  picker.close();
  grow();
}

function sendButton() {
  return h(
    "button.send",
    { type: "button", "aria-label": t("send"), title: t("send"), onclick: () => (filling ? send() : sendText()) },
    icon("send"),
  );
}

/** Fits the textarea's height to its content. */
function grow() {
  text.style.setProperty("height", "auto");
  text.style.setProperty("height", `${Math.min(text.scrollHeight, 240)}px`);
}

/** The command with the name that was typed, or undefined. */
function exact(typedName) {
  const name = folded(typedName);
  return state.commands.find((leaf) => [folded(leaf.name), folded(leaf.shown)].includes(name));
}

function typed() {
  fault.textContent = "";
  grow();
  if (!text.value.startsWith("/")) {
    picker.close();
    return;
  }
  const name = text.value.slice(1);
  const whole = /\s$/.test(name) && exact(name);
  if (whole) {
    startCommand(whole);
    return;
  }
  const found = matching(state.commands, name);
  const entries = found.map((leaf) => ({
    face: [h("img.avatar.small", { src: "bot.svg", alt: "" }), commandFace(leaf)],
    choose: () => startCommand(leaf),
  }));
  picker.offer(t("commands"), entries, found.length ? "" : t("noCommand"));
}

function commandFace(leaf) {
  const hints = leaf.options.map((option) => h("span.hint", {}, local(option, "name")));
  return face([`/${leaf.shown}`, h("span.hints", {}, hints)], leaf.description);
}

function key(event) {
  if (composing(event) || picker.key(event)) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    sendText();
  }
}

async function sendText() {
  const value = text.value.trim();
  if (value === "") return;
  if (value.startsWith("/")) {
    const leaf = exact(value.slice(1));
    if (leaf) startCommand(leaf);
    else fault.textContent = t("noCommand");
    return;
  }
  const at = place();
  text.value = "";
  grow();
  try {
    await post("say", { ...at, text: value });
  } catch (failure) {
    if (isEmpty(at)) {
      text.value = value;
      grow();
    }
    fault.textContent = reason(failure);
  }
}

/** Whether the place is still shown and nothing has been started in the composer. */
function isEmpty(at) {
  return isHere(at) && !filling && text.value === "";
}

// Commands.

/** Starts filling in a command. `values` are known values by option. */
function startCommand(leaf, values = {}) {
  text.value = "";
  fillIn(leaf, values);
  filling.focus();
}

function fillIn(leaf, values) {
  fault.textContent = "";
  filling = new Filling(leaf, values, picker, { send, leave: leaveCommand, fault: (words) => (fault.textContent = words) });
  filling.element.append(sendButton());
  fill(form, picker.element, fault, filling.element);
}

/** Goes back to writing messages. */
function leaveCommand() {
  writeText("");
  text.focus();
}

async function send() {
  fault.textContent = filling.check();
  if (fault.textContent) return;
  const { leaf, values } = filling;
  const at = place();
  const inputs = filling.inputs();
  leaveCommand();
  const came = onItsWay(`/${leaf.name}`, `/${leaf.shown}`);
  try {
    const outcome = await post("use", { ...at, path: leaf.path, inputs: await inputs });
    came(outcome);
    if (outcome.modal) openModal(outcome.modal, { ...at, interaction: outcome.interaction });
  } catch (failure) {
    came(null);
    if (isEmpty(at)) startCommand(leaf, values);
    fault.textContent = reason(failure);
  }
}
