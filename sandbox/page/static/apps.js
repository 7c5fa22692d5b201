// The menus of messages and members, with the bot's commands for them.
// https://discord.com/developers/docs/interactions/application-commands#user-commands

import { post } from "./api.js";
import { openModal } from "./dialog.js";
import { h } from "./dom.js";
import { reason, say } from "./notices.js";
import { onItsWay } from "./pending.js";
import { openPopover } from "./popover.js";
import { personOf, place, state } from "./state.js";
import { t } from "./texts.js";

/** The place of a right click; undefined for a click on a button. */
function pointer(event) {
  return event.type === "contextmenu" && event.clientX + event.clientY > 0 ? { x: event.clientX, y: event.clientY } : undefined;
}

/** Opens the menu of a message. The event is a click on a button, or a right click. */
export function openMessageMenu(event, message, anchor) {
  open(event, anchor, t("messageMenu"), "message", { message: message.id });
}

/** Opens the menu of the member with the id. */
export function openMemberMenu(event, id, anchor) {
  open(event, anchor, t("memberMenu", { name: personOf(id)?.name ?? id }), "member", { member: id });
}

function open(event, anchor, label, of, target) {
  event.preventDefault();
  const commands = state.menus[of];
  const menu = h("div.apps", { role: "menu", "aria-label": label });
  const entries = commands.map((command) =>
    h(
      "button.app",
      { type: "button", role: "menuitem", tabindex: "-1", onclick: () => (popover.close(), use(command, target)) },
      h("img.avatar.small", { src: "bot.svg", alt: "" }),
      command.shown,
    ),
  );
  menu.append(...(entries.length ? entries : [h("p.none", { role: "menuitem", "aria-disabled": "true", tabindex: "-1" }, t("noMenu"))]));
  const items = [...menu.children];
  menu.addEventListener("keydown", (pressed) => {
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[pressed.key];
    if (to === undefined) return;
    pressed.preventDefault();
    items[(to + items.length) % items.length].focus();
  });
  anchor.setAttribute("aria-expanded", "true");
  const popover = openPopover(anchor, menu, () => anchor.setAttribute("aria-expanded", "false"), pointer(event));
  items[0].focus();
}

/** Uses a command on a message or a member. */
async function use(command, target) {
  const at = place();
  const came = onItsWay(`/${command.name}`, command.shown);
  try {
    const outcome = await post("menu", { ...at, path: [command.name], ...target });
    came(outcome);
    if (outcome.modal) openModal(outcome.modal, { ...at, interaction: outcome.interaction });
  } catch (failure) {
    came(null);
    say(reason(failure));
  }
}
