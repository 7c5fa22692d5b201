// What is around the messages: servers, channels, members, and the header with
// the clock.

import { post } from "./api.js";
import { openMemberMenu } from "./apps.js";
import { avatar, h, icon, renew } from "./dom.js";
import { confirm } from "./dialog.js";
import { closeInspector, inspect, isOpen, whenToggled } from "./inspector.js";
import { attempt, say } from "./notices.js";
import { address, commandName, now, state } from "./state.js";
import { t } from "./texts.js";
import { stamp, worldClock } from "./time.js";

const app = document.getElementById("app");
const guilds = document.getElementById("guilds");
const guildName = document.getElementById("guild-name");
const channels = document.getElementById("channels");
const members = document.getElementById("members");
const sidebar = document.getElementById("sidebar");
const top_ = document.getElementById("top");

const skip = h("button.skip", { type: "button", onclick: () => document.querySelector("#composer textarea, #composer input")?.focus() });

/** The themes, in the order in which the button cycles through them. */
const themes = ["auto", "dark", "light"];

let running = null; // the name of the button whose action is running

/** Initializes the frame: restores the theme, and sets up what closes the drawer of a narrow page. */
export function beginFrame() {
  setTheme(localStorage.getItem("theme") ?? "auto");
  app.prepend(skip);
  whenToggled(drawTop);
  document.addEventListener("pointerdown", (event) => {
    if (app.classList.contains("drawer") && !sidebar.contains(event.target) && !event.target.closest(".menu-button")) closeDrawer();
  });
  sidebar.addEventListener("keydown", (event) => event.key === "Escape" && closeDrawer());
}

function setTheme(theme) {
  document.documentElement.dataset.theme = themes.includes(theme) ? theme : "auto";
  localStorage.setItem("theme", document.documentElement.dataset.theme);
}

function openDrawer() {
  app.classList.add("drawer");
  sidebar.querySelector("a")?.focus();
}

export function closeDrawer() {
  app.classList.remove("drawer");
}

/** Draws the lists at the sides. */
export function drawSides() {
  skip.textContent = t("skip");
  document.title = `#${state.channel.name} · ${state.me.name} · Dojang`;
  guilds.setAttribute("aria-label", t("servers"));
  renew(
    guilds,
    state.world.guilds.map((guild) => {
      const here = guild.id === state.guild.id;
      const target = guild.channels[0];
      return target
        ? h("a.guild", {
            href: address(target, guild.members.find((m) => m.name === state.me.name) ?? guild.members[0]),
            title: guild.name,
            "aria-label": guild.name,
            "aria-current": here ? "true" : null,
            "data-initials": initials(guild.name),
          })
        : null;
    }),
  );
  renew(guildName, h("span", {}, state.guild.name), state.guild.bot ? null : h("small", {}, t("absent")));
  channels.setAttribute("aria-label", t("channels"));
  renew(
    channels,
    h("h2", {}, t("channels")),
    h(
      "ul",
      {},
      state.guild.channels.map((channel) => {
        const here = channel.id === state.channel.id;
        const unread = !here && state.unread.has(channel.id);
        return h(
          "li",
          { class: channel.parent ? "thread" : null },
          h(
            unread ? "a.channel.unread" : "a.channel",
            { href: address(channel, state.me), "aria-current": here ? "page" : null },
            h("span.sign", { "aria-hidden": "true" }, "#"),
            channel.name,
          ),
        );
      }),
    ),
  );
  members.setAttribute("aria-label", t("members"));
  renew(
    members,
    h("h2", {}, t("members")),
    h(
      "ul",
      {},
      state.guild.members.map((member) => {
        const here = member.id === state.me.id;
        const about = [t("language")[member.locale] ?? member.locale, member.manager ? t("manager") : null].filter(Boolean).join(" · ");
        return h(
          "li",
          { oncontextmenu: memberMenu },
          h(
            "a.member",
            { href: address(state.channel, member), "aria-current": here ? "true" : null },
            avatar(member),
            h(
              "span.texts",
              {},
              h("span.label", {}, here ? t("you", { name: member.name }) : member.name),
              h("span.description", {}, about),
            ),
          ),
          h(
            "button.tool",
            {
              type: "button",
              "data-member": member.id,
              title: t("memberMenu", { name: member.name }),
              "aria-label": t("memberMenu", { name: member.name }),
              "aria-haspopup": "menu",
              onclick: memberMenu,
            },
            icon("more"),
          ),
        );
      }),
    ),
    h("p.hint", {}, t("membersHint")),
  );
}

/** Opens the menu of the member whose line is clicked on, which another one may have had when it was drawn. */
function memberMenu(event) {
  const button = event.currentTarget.closest("li").querySelector("[data-member]");
  openMemberMenu(event, button.dataset.member, button);
}

/** The first letters of the words of a server's name. */
function initials(name) {
  return name
    .split(/\s+/)
    .map((word) => [...word][0])
    .join("")
    .slice(0, 3);
}

/** Draws the header. */
export function drawTop() {
  const theme = document.documentElement.dataset.theme;
  renew(
    top_,
    h(
      "button.tool.menu-button",
      { type: "button", "aria-label": t("openMenu"), title: t("openMenu"), onclick: openDrawer },
      icon("menu"),
      avatar(state.me, ".small"),
    ),
    h("h1", {}, h("span.sign", { "aria-hidden": "true" }, "#"), state.channel.name),
    clock(),
    h(
      "div.moves",
      { role: "group", "aria-label": t("clock") },
      mover("digest", t("digest"), "digest"),
      mover("day", t("day"), "+1d"),
      mover("week", t("week"), "+1w"),
    ),
    h("div.world", {}, doer("demo", t("demo"), t("demoHint"), playDemo), doer("start-over", t("startOver"), t("startOver"), startOver)),
    h(
      "div.looks",
      {},
      h(
        "button.tool",
        {
          type: "button",
          "aria-label": t("inspector"),
          title: t("inspector"),
          "aria-pressed": String(isOpen()),
          onclick: () => (isOpen() ? closeInspector() : inspect({})),
        },
        icon("code"),
      ),
      h("button.tool", { type: "button", "aria-label": t("themes")[theme], title: t("themes")[theme], onclick: nextTheme }, icon("theme")),
    ),
  );
}

function nextTheme() {
  setTheme(themes[(themes.indexOf(document.documentElement.dataset.theme) + 1) % themes.length]);
  drawTop();
}

function clock() {
  const { date, short, time, zone, other } = worldClock(now(), state.world.zone);
  const hint = [t("clockHint"), other ? t("viewer", { time: stamp(now(), "f", now()) }) : null].filter(Boolean).join("\n");
  return h(
    "div.clock",
    { role: "timer", "aria-label": `${t("clock")}: ${date} ${time} ${zone}`, title: hint },
    h("span.date", {}, date),
    h("span.date.short", {}, short),
    h("b", {}, time),
    h("span.zone", {}, zone),
  );
}

function mover(name, label, to) {
  return doer(name, label, null, () => attempt(post("clock", { to })));
}

function doer(name, label, hint, does) {
  return h(
    "button.button.secondary",
    { type: "button", title: hint, "aria-busy": running === name ? "true" : null, onclick: () => run(name, does) },
    label,
  );
}

/** Runs the action of a button. Until it is done, no other can run. */
async function run(name, does) {
  if (running) return;
  running = name;
  drawTop();
  try {
    await does();
  } finally {
    running = null;
    drawTop();
  }
}

async function playDemo() {
  if (await attempt(post("demo"))) say(t("demoDone", { board: commandName("leaderboard"), progress: commandName("progress") }));
}

async function startOver() {
  if (!(await confirm(t(state.world.kept ? "startOverKept" : "startOverSure"), t("startOver")))) return;
  await attempt(post("start-over"));
}
