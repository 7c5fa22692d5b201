// The line at the bottom of the channel: messages are written in it, and
// commands are found and then filled in.

import { post } from "./api.js";
import { onItsWay } from "./channel.js";
import { folded, leaves, local, matching } from "./commands.js";
import { composing, fill, h, icon } from "./dom.js";
import { Filling } from "./filling.js";
import { say } from "./notices.js";
import { face, Picker } from "./picker.js";
import { place, state } from "./state.js";
import { t } from "./texts.js";

const form = document.getElementById("composer");
const picker = new Picker(form);
const fault = h("div.composer-error", { role: "alert" });

let actions; // of the rest of the page
let all = []; // the commands that can be used
let text; // the textarea of messages
let filling = null; // the command that is filled in, or null

/** Begins; the rest of the page gives openModal(modal). */
export function beginComposer(given) {
  actions = given;
  form.addEventListener("submit", (event) => event.preventDefault()); // the keys say what Enter does
  form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || picker.close());
  const main = form.parentElement;
  main.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    form.classList.add("drop");
  });
  main.addEventListener("dragleave", (event) => main.contains(event.relatedTarget) || form.classList.remove("drop"));
  main.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("drop");
    const [file] = event.dataTransfer.files;
    if (file && !filling?.drop(file)) say(t("noDrop"));
  });
}

/** Draws the composer anew, for another place or other commands. A draft stays, as does a command that can be used still. */
export function drawComposer() {
  all = leaves(state.commands);
  const draft = text?.value ?? "";
  const before = filling;
  writeText(draft);
  const same = before && all.find((leaf) => leaf.name === before.leaf.name);
  if (same) startCommand(same, before.values);
}

/** How the command with the default name is called in the language that is spoken. */
export function commandName(name) {
  return all.find((leaf) => leaf.name === name)?.shown ?? name;
}

/** Starts the command with the path, as by a click on its mention. */
export function use(path) {
  const leaf = all.find((one) => one.name === path.join(" "));
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
  text = h("textarea", { rows: "1", placeholder: label, "aria-label": label, ...picker.combobox(), oninput: typed, onkeydown: key });
  text.value = draft;
  fill(form, picker.element, fault, h("div.field", { "data-drop": t("dropHere") }, text, sendButton()));
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
  return all.find((leaf) => [folded(leaf.name), folded(leaf.shown)].includes(name));
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
  const found = matching(all, name);
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
  try {
    await post("say", { ...place(), text: value });
    text.value = "";
    grow();
  } catch (failure) {
    fault.textContent = failure.message;
  }
}

// Commands.

/** Starts filling a command in, with values by option where they are given. */
function startCommand(leaf, values = {}) {
  fault.textContent = "";
  text.value = "";
  filling = new Filling(leaf, values, picker, { send, leave: leaveCommand, fault: (words) => (fault.textContent = words) });
  filling.element.append(sendButton());
  fill(form, picker.element, fault, filling.element);
  filling.focus();
}

/** Goes back to writing messages. */
function leaveCommand() {
  writeText("");
  text.focus();
}

async function send() {
  const { leaf, values } = filling;
  fault.textContent = filling.check();
  if (fault.textContent) return;
  let inputs;
  try {
    inputs = await filling.inputs();
  } catch (failure) {
    fault.textContent = failure.message;
    return;
  }
  const at = place();
  leaveCommand();
  const came = onItsWay(`/${leaf.name}`, `/${leaf.shown}`);
  try {
    const outcome = await post("use", { ...at, path: leaf.path, inputs });
    came(outcome);
    if (outcome.modal) actions.openModal(outcome.modal);
  } catch (failure) {
    came(null);
    if (!filling) startCommand(leaf, values);
    fault.textContent = failure.message;
  }
}
