// Brings the parts of the page together. What it knows is in state.js, which
// asks api.js; reader.js is what texts need of it.
//
// - channel.js shows the messages and pending.js the commands on their way:
//   message.js writes one, by components.js, menu.js and markdown.js,
//   which turns the tree of syntax.js into elements.
// - composer.js is the line below them: commands.js lists the commands,
//   filling.js fills one in, option.js is one of its options, picker.js the list
//   of what can come next, files.js reads what is attached.
// - frame.js is what stands around: servers, channels, members, the clock.
// - dialog.js is what opens in front, inspector.js what went over the wire.
// - dom.js, popover.js and notices.js are for all; texts.js has the page's own
//   words, time.js writes times, kinds.js has the types of components.

import { beginChannel, draw, happened, renewTimes } from "./channel.js";
import { beginComposer, drawComposer, use } from "./composer.js";
import { beginFrame, closeDrawer, drawSides, drawTop } from "./frame.js";
import { renewInspector } from "./inspector.js";
import { notice, reason, say } from "./notices.js";
import { settle } from "./pending.js";
import { begin, on, state } from "./state.js";
import { t } from "./texts.js";

on.place = () => {
  document.getElementById("app").hidden = false;
  notice("not-begun", "");
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
on.commands = drawComposer;
on.unread = drawSides;
on.changed = (event) => {
  settle(event.message);
  happened(event);
  renewInspector();
};
on.connected = (yes) => notice("offline", yes ? "" : t("offline"));
on.failed = (error) => {
  if (state.channel) say(reason(error));
  else notice("not-begun", t("notBegun", { reason: reason(error) }));
};

beginFrame();
beginChannel(use);
beginComposer();
begin().catch(on.failed);
