// The line at the bottom of the channel: messages are written in it, and
// commands are found and then filled in.

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

const line = h("div.field"); // in which messages are written
let text; // its textarea
let filling = null; // the command that is filled in, or null

/** Begins. */
export function beginComposer() {
  form.addEventListener("submit", (event) => event.preventDefault()); // the keys say what Enter does
  form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || picker.close());
  const main = form.parentElement;
  const hasFiles = (event) => event.dataTransfer.types.includes("Files"); // a text can be dropped into the line as anywhere
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
 * Draws the composer anew, for another place or other commands. A draft stays,
 * as does a command that can be used still, and the focus where it is in either.
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

/** Starts the command with the path, as by a click on its mention. */
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

/** Lets messages be written, from a draft on. */
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

/** Makes the textarea as high as what is in it. */
function grow() {
  text.style.setProperty("height", "auto");
  text.style.setProperty("height", `${Math.min(text.scrollHeight, 240)}px`);
}

/** The command whose whole name was typed, or undefined. */
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

/** Whether nothing else was begun to be written since at the place. */
function isEmpty(at) {
  return isHere(at) && !filling && text.value === "";
}

// Commands.

/** Starts filling a command in, with values by option where they are given. */
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
