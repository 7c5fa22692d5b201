// The drawer that shows what went between the bot and Discord.

import { get, inOrder } from "./api.js";
import { debounce, h, icon, renew } from "./dom.js";
import { reason, say } from "./notices.js";
import { state } from "./state.js";
import { t } from "./texts.js";

const drawer = document.getElementById("inspector");
const latest = 60; // how many records are shown of all

let about = null; // {message} or {interaction} by id, {} for the latest, null if closed
let anchor = null; // the element that had the focus before
let toggled = () => {};

/** Sets the function that is called when the drawer has opened or closed. */
export function whenToggled(f) {
  toggled = f;
}

/** Whether the drawer is open. */
export function isOpen() {
  return about !== null;
}

/** Opens the drawer for a message, an interaction, or the latest records. */
export async function inspect(what) {
  if (!isOpen()) anchor = document.activeElement;
  about = what;
  drawer.hidden = false;
  drawer.setAttribute("aria-label", t("inspector"));
  toggled();
  await draw();
  // A newer reading may have been drawn before, and the reader may be at one of its records.
  if (!drawer.contains(document.activeElement)) drawer.querySelector("h2")?.focus();
}

/** Closes the drawer. */
export function closeInspector() {
  about = null;
  drawer.hidden = true;
  toggled();
  (anchor?.isConnected ? anchor : document.getElementById("log")).focus();
}

drawer.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeInspector();
});

/** Updates the drawer if it is open. */
export const renewInspector = debounce(() => isOpen() && draw(), 300);

const recordsInOrder = inOrder();

async function draw() {
  const what = about;
  let records;
  try {
    records = await recordsInOrder(get("records", Object.keys(what).length ? what : { last: latest }));
  } catch (error) {
    say(reason(error));
    return;
  }
  if (about !== what || !records) return;
  const opened = new Set([...drawer.querySelectorAll("details[open]")].map((one) => one.dataset.key));
  const shown = what.message || what.interaction ? records : records.toReversed();
  const m = what.message && state.messages.get(what.message);
  renew(
    drawer,
    h(
      "header",
      {},
      h("h2", { tabindex: "-1" }, title(what)),
      h("button.tool", { type: "button", "aria-label": t("closeMenu"), title: t("closeMenu"), onclick: closeInspector }, icon("close")),
    ),
    h(
      "div.inspector-body",
      { tabindex: "0", role: "group", "aria-label": t("inspector"), "data-key": title(what) },
      h(
        "p.inspector-links",
        {},
        what.message || what.interaction ? h("button.as-link", { type: "button", onclick: () => inspect({}) }, t("inspectorAll")) : null,
        h("a", { href: "api/records.jsonl", download: "dojang-sandbox.jsonl" }, t("inspectorDownload")),
      ),
      m ? details("json", h("span", {}, t("inspectorJSON")), [code(m)], opened) : null,
      shown.length ? null : h("p", {}, t("inspectorEmpty")),
      shown.map((record) => write(record, records, opened)),
    ),
  );
}

function title(what) {
  if (what.message) return t("inspectorMessage", { id: what.message });
  return what.interaction ? t("inspectorInteraction", { id: what.interaction }) : t("inspectorRecent");
}

function details(key, summary, content, opened) {
  const element = h("details", { "data-key": key, open: opened.has(String(key)) }, h("summary", {}, summary));
  const fillIn = () => element.open && element.childElementCount === 1 && element.append(...content.flat().filter(Boolean));
  element.addEventListener("toggle", fillIn); // large content is rendered when it is opened
  fillIn();
  return element;
}

function code(value) {
  const text = JSON.stringify(value, null, 2);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      say(t("copied"));
    } catch (error) {
      say(error.message);
    }
  };
  return h("div.code", {}, h("button.copy", { type: "button", onclick: copy }, t("copy")), h("pre", { tabindex: "0" }, text));
}

/** How long the bot took to respond to an interaction, in milliseconds, or null. */
function took(record, records) {
  if (record.event !== "INTERACTION_CREATE") return null;
  const answer = records.find((one) => one.over === "rest" && one.interaction === record.interaction && one.at_ms >= record.at_ms);
  return answer ? (answer.at_ms - record.at_ms).toFixed(1) : null;
}

const opcodes = {
  0: "DISPATCH",
  1: "HEARTBEAT",
  2: "IDENTIFY",
  3: "PRESENCE",
  6: "RESUME",
  7: "RECONNECT",
  9: "INVALID SESSION",
  10: "HELLO",
};

function write(record, records, opened) {
  const ms = took(record, records);
  if (record.over === "gateway") {
    const name = record.event ?? opcodes[record.op] ?? `op ${record.op}`;
    return details(
      record.n,
      line(record.from === "bot" ? "↑" : "↓", "gateway", name, ms ? t("inspectorTook", { ms }) : ""),
      [code(record.data ?? null)],
      opened,
    );
  }
  const path = record.path.replace(/^\/api\/v\d+/, "").replace(/\/[A-Za-z0-9_-]{60,}/, "/…");
  const status = record.status ? `${record.status}` : t("cut");
  const content = [
    record.files?.length ? h("p", {}, record.files.join(", ")) : null,
    record.request ? [h("h3", {}, t("request")), code(record.request)] : null,
    record.response ? [h("h3", {}, t("response")), code(record.response)] : null,
  ];
  return details(record.n, line("↑", record.method, path, status, record.status && record.status < 400), content, opened);
}

function line(arrow, kind, name, note, good = true) {
  return h(
    "span.record",
    {},
    h("span.arrow", { "aria-hidden": "true" }, arrow),
    h("b", {}, kind),
    " ",
    h("span.path", {}, name),
    note ? h(good ? "span.note" : "span.note.bad", {}, note) : null,
  );
}
