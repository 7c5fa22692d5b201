// Connects the modules of the page. The state is in state.js, which makes
// requests by api.js. reader.js gives texts and menus what they need of it.
//
// - channel.js shows the messages, and pending.js the commands without a
//   response. message.js renders one message by components.js, menu.js and
//   markdown.js, which turns the tree of syntax.js into elements.
// - composer.js is the line below: commands.js lists the commands, filling.js
//   fills one in, option.js is one of its options, picker.js lists what can
//   come next, files.js reads attached files.
// - frame.js is around them: servers, channels, members, the clock.
// - apps.js has the menus of messages and members.
// - dialog.js has the dialogs, inspector.js shows what went over the wire.
// - dom.js, popover.js and notices.js are helpers. texts.js has the page's own
//   texts, time.js formats times, kinds.js has the types of components.

import { beginChannel, draw, happened, renewTimes } from "./channel.js";
import { beginComposer, drawComposer, use } from "./composer.js";
import { beginFrame, closeDrawer, drawSides, drawTop } from "./frame.js";
import { renewInspector } from "./inspector.js";
import { notice, reason, say } from "./notices.js";
import { removePending } from "./pending.js";
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
  removePending(event.message);
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
