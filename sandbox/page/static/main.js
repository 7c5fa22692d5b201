// Brings the parts of the page together.

import { beginChannel, draw, renewTimes, show } from "./channel.js";
import { beginComposer, commandName, drawComposer, use } from "./composer.js";
import { enlarge, openModal } from "./dialog.js";
import { beginFrame, closeDrawer, drawSides, drawTop } from "./frame.js";
import { inspect, renewInspector } from "./inspector.js";
import { notice, say } from "./notices.js";
import { begin, now, on, personOf, state } from "./state.js";
import { t } from "./texts.js";

/** What texts in a modal need to be written. */
function modalReader() {
  return {
    now: now(),
    user: (id) => personOf(id)?.name ?? id,
    channel: (id) => state.guild.channels.find((c) => c.id === id)?.name ?? id,
    commandName,
    command: () => {},
    goTo: () => {},
  };
}

const open = (modal) => openModal(modal, modalReader());

on.place = () => {
  document.getElementById("app").hidden = false;
  closeDrawer();
  drawSides();
  drawTop();
  drawComposer();
  draw();
};
on.world = () => {
  drawSides();
  drawTop();
  renewTimes();
};
on.commands = () => drawComposer();
on.changed = (event) => {
  show(event);
  renewInspector();
};
on.connected = (yes) => notice("offline", yes ? "" : t("offline"));
on.failed = (error) => say(error.message);

beginFrame();
beginChannel({ command: use, commandName, inspect, openModal: open, enlarge });
beginComposer({ openModal: open });
await begin();
