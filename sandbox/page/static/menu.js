// Select menus in messages and modals: a button that opens a list box.

import { h, icon, uniqueID } from "./dom.js";
import { kinds } from "./kinds.js";
import { openPopover } from "./popover.js";
import { t } from "./texts.js";

/** The options of a menu. */
function optionsOf(c, reader) {
  switch (c.type) {
    case kinds.userSelect:
    case kinds.mentionableSelect:
      return reader.people().map((person) => ({ value: person.id, label: person.name, avatar: person }));
    case kinds.channelSelect:
      return reader.channels().map((channel) => ({ value: channel.id, label: `#${channel.name}` }));
    case kinds.roleSelect:
      return [];
  }
  return c.options;
}

/** The values that are selected by default. */
export function defaultsOf(c) {
  if (c.type === kinds.stringSelect) return c.options.filter((option) => option.default).map((option) => option.value);
  return (c.default_values ?? []).map((value) => value.id);
}

/**
 * Renders a menu. The selection goes to reader.choose(c, values, element) when
 * the list closes. A menu that takes one value closes at the first choice.
 */
export function menu(c, reader) {
  const options = optionsOf(c, reader);
  const least = c.required === false ? 0 : (c.min_values ?? 1);
  const most = c.max_values ?? 1;
  let chosen = defaultsOf(c);
  let popover = null; // the list, while it is open
  const face = h("span.face");
  const button = h(
    "button.menu",
    {
      type: "button",
      disabled: c.disabled,
      "data-part": c.custom_id,
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      onclick: () => (popover ? popover.close() : open()),
      onkeydown: (event) => {
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
          event.preventDefault();
          open();
        }
      },
    },
    face,
    icon("chevron"),
  );
  const name = c.placeholder || t("choose");
  const write = () => {
    const labels = options.filter((option) => chosen.includes(option.value)).map((option) => option.label);
    face.textContent = labels.length ? labels.join(", ") : name;
    face.classList.toggle("empty", labels.length === 0);
    button.setAttribute("aria-label", labels.length ? `${name}: ${labels.join(", ")}` : name);
  };
  write();

  function open() {
    const before = chosen.join("\n");
    const list = h("div.choices", {
      role: "listbox",
      tabindex: "-1",
      "aria-label": name,
      "aria-multiselectable": most > 1 ? "true" : null,
    });
    let current = Math.max(
      0,
      options.findIndex((option) => chosen.includes(option.value)),
    );
    const lines = options.map((option, n) => {
      const line = h(
        "div.choice",
        { role: "option", id: uniqueID(), onclick: () => toggle(n), onmousemove: () => mark(n) },
        option.emoji?.name ? h("span.emoji", { "aria-hidden": "true" }, option.emoji.name) : null,
        h("span.texts", {}, h("span.label", {}, option.label), option.description ? h("span.description", {}, option.description) : null),
        h("span.tick", { "aria-hidden": "true" }),
      );
      return line;
    });
    list.append(...lines);
    const show = () => {
      for (const [n, line] of lines.entries()) {
        line.setAttribute("aria-selected", String(chosen.includes(options[n].value)));
        line.classList.toggle("current", n === current);
      }
      if (lines[current]) list.setAttribute("aria-activedescendant", lines[current].id);
    };
    const mark = (n) => {
      if (n === current || !lines[n]) return;
      current = n;
      show();
    };
    const toggle = (n) => {
      if (!lines[n]) return;
      const value = options[n].value;
      current = n;
      if (most === 1) {
        chosen = chosen.includes(value) && least === 0 ? [] : [value];
        popover.close();
        return;
      }
      if (chosen.includes(value)) chosen = chosen.filter((one) => one !== value);
      else if (chosen.length < most) chosen = [...chosen, value];
      show();
    };
    let typed = "";
    let typedAt = 0;
    list.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
      if (step) mark(Math.min(Math.max(current + step, 0), lines.length - 1));
      else if (event.key === "Home") mark(0);
      else if (event.key === "End") mark(lines.length - 1);
      else if (event.key === "Enter" || event.key === " ") toggle(current);
      else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
        typed = event.timeStamp - typedAt < 800 ? typed + event.key : event.key;
        typedAt = event.timeStamp;
        const found = options.findIndex((option) => option.label.toLowerCase().startsWith(typed.toLowerCase()));
        if (found >= 0) mark(found);
      } else return;
      event.preventDefault();
      lines[current]?.scrollIntoView({ block: "nearest" });
    });
    show();
    button.setAttribute("aria-expanded", "true");
    popover = openPopover(button, list, () => {
      popover = null;
      button.setAttribute("aria-expanded", "false");
      write();
      if (chosen.join("\n") !== before && chosen.length >= least) reader.choose(c, chosen, button);
      else if (chosen.join("\n") !== before) {
        chosen = before === "" ? [] : before.split("\n");
        write();
      }
    });
    list.focus();
    lines[current]?.scrollIntoView({ block: "nearest" });
  }

  return button;
}
