// One message, as Discord's client shows it.
// https://discord.com/developers/docs/resources/message#message-object

import { components, fileCard, picture, textsOf } from "./components.js";
import { avatar, h, icon } from "./dom.js";
import { markdown, plain } from "./markdown.js";
import { t } from "./texts.js";
import { fullTime, sentAt } from "./time.js";

/** The type of the responses to commands in menus. */
const menuResponse = 23;

const flags = { ephemeral: 1 << 6, loading: 1 << 7 };

/** Whether only one member sees the message. */
function isPrivate(m) {
  return (m.flags & flags.ephemeral) !== 0;
}

/** Whether the message is a deferred response that has not come yet. */
function isLoading(m) {
  return (m.flags & flags.loading) !== 0;
}

/** When the message was sent, in milliseconds. */
export function timeOf(m) {
  return Date.parse(m.timestamp);
}

/** The text of the message on one line. */
export function summary(m, reader) {
  const text = [m.content, ...textsOf(m.components)].filter(Boolean).join("\n");
  const line = plain(text.slice(0, 300), reader);
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}

/** The line above a message: the command to which it responds, or the message to which it replies. */
function context(m, reader) {
  const by = m.interaction_metadata?.user;
  if (m.interaction && by) {
    const user = { ...by, name: reader.user(by.id) };
    const { name } = m.interaction;
    const command = m.type === menuResponse ? reader.menuName(name) : `/${reader.commandName(name)}`;
    return h("div.context", {}, avatar(user, ".small"), h("span", {}, t("used", { name: user.name, command })));
  }
  if (!m.message_reference) return null;
  const original = reader.find(m.message_reference.message_id);
  if (!original) return h("div.context", {}, icon("reply"), h("span", {}, t(reader.complete ? "deleted" : "earlier")));
  return h(
    "button.context",
    { type: "button", onclick: () => reader.goTo(original.id) },
    icon("reply"),
    h("span", {}, t("repliedTo", { name: reader.user(original.author.id), text: summary(original, reader) })),
  );
}

function attachments(m, reader) {
  return m.attachments.map((file) =>
    file.content_type?.startsWith("image/") && file.width
      ? h("div.attachment", {}, picture(file, file.description, reader))
      : fileCard(file.title ? `${file.title}${file.filename.slice(file.filename.lastIndexOf("."))}` : file.filename, file.url, file.size),
  );
}

/** The line below a private message. */
function privately(dismiss) {
  return h(
    "div.private",
    {},
    icon("eye"),
    h("span", {}, `${t("private")} • `),
    h("button.as-link", { type: "button", onclick: dismiss }, t("dismiss")),
  );
}

/** Renders a message. `failed` says whether an interaction with it failed. */
export function message(m, reader, failed) {
  const author = { id: m.author.id, name: reader.user(m.author.id), bot: m.author.bot };
  const time = timeOf(m);
  const id = `m${m.id}`;
  const body = isLoading(m)
    ? h("div.thinking", {}, h("span.dots", { "aria-hidden": "true" }, h("i"), h("i"), h("i")), t("thinking", { name: author.name }))
    : [
        m.content ? h("div.markdown.content", {}, markdown(m.content, reader)) : null,
        attachments(m, reader),
        m.components.length ? h("div.components", {}, components(m.components, reader)) : null,
        m.edited_timestamp ? h("span.edited", { title: fullTime(Date.parse(m.edited_timestamp)) }, t("edited")) : null,
      ];
  const toolsOf = (event) => event.currentTarget.closest(".message").querySelector(".tools button");
  const ofAuthor = (event) => (event.stopPropagation(), reader.openMemberMenu(event, author.id, toolsOf(event)));
  const hasMenu = !isPrivate(m) && !isLoading(m);
  const ofMessage = (event) => event.target.closest("a, button, input") || reader.openMessageMenu(event, m, toolsOf(event));
  return h(
    isPrivate(m) ? "article.message.only" : "article.message",
    { id, "data-id": m.id, tabindex: "-1", "aria-labelledby": `${id}-author ${id}-time`, oncontextmenu: hasMenu && ofMessage },
    context(m, reader),
    h("div.beside", { oncontextmenu: ofAuthor }, avatar(author)),
    h(
      "div.body",
      {},
      h(
        "header",
        {},
        h("h2", { id: `${id}-author`, class: author.bot ? "bot" : null, oncontextmenu: ofAuthor }, author.name),
        author.bot ? h("span.tag", {}, t("app")) : null,
        h("time", { id: `${id}-time`, datetime: m.timestamp, "data-style": "sent", title: fullTime(time) }, sentAt(time, reader.now)),
      ),
      body,
      failed ? h("div.failure", { role: "alert" }, t("failed")) : null,
      isPrivate(m) && !isLoading(m) ? privately(() => reader.dismiss(m)) : null,
    ),
    h(
      "div.tools",
      {},
      hasMenu
        ? h(
            "button.tool",
            {
              type: "button",
              title: t("messageMenu"),
              "aria-label": t("messageMenu"),
              "aria-haspopup": "menu",
              onclick: (event) => reader.openMessageMenu(event, m, event.currentTarget),
            },
            icon("more"),
          )
        : null,
      h(
        "button.tool",
        { type: "button", title: t("inspect"), "aria-label": t("inspect"), onclick: () => reader.inspect({ message: m.id }) },
        icon("code"),
      ),
    ),
  );
}

/** A command without a response, or one that failed. Only the tab of its member shows it. */
export function pending(member, command, bot, failed, actions) {
  return h(
    "article.message.only.pending",
    {},
    h("div.context", {}, avatar(member, ".small"), h("span", {}, t("used", { name: member.name, command }))),
    h("div.beside", {}, avatar(bot)),
    h(
      "div.body",
      {},
      h("header", {}, h("h2.bot", {}, bot.name), h("span.tag", {}, t("app"))),
      failed
        ? h("div.failure", { role: "alert" }, t("unanswered"))
        : h("div.thinking", {}, h("span.dots", { "aria-hidden": "true" }, h("i"), h("i"), h("i")), t("sending")),
      failed ? privately(actions.dismiss) : null,
    ),
    failed && actions.inspect
      ? h(
          "div.tools",
          {},
          h("button.tool", { type: "button", title: t("inspect"), "aria-label": t("inspect"), onclick: actions.inspect }, icon("code")),
        )
      : null,
  );
}
