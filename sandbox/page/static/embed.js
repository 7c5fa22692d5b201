// Embeds, the cards of messages without Components V2.
// https://discord.com/developers/docs/resources/message#embed-object

import { picture } from "./components.js";
import { h, isWeb, webLink } from "./dom.js";
import { markdown } from "./markdown.js";
import { sentAt } from "./time.js";

function linked(text, url, reader) {
  const written = markdown(text, reader);
  return isWeb(url) ? webLink(url, written) : written;
}

/** Writes an embed. */
export function embed(e, reader) {
  const card = h("div.embed");
  if (e.color) card.style.setProperty("--accent", `#${e.color.toString(16).padStart(6, "0")}`);
  const foot = [e.footer?.text, e.timestamp ? sentAt(new Date(e.timestamp), reader.now) : null].filter(Boolean).join(" • ");
  card.append(
    ...[
      e.author ? h("div.embed-author", {}, linked(e.author.name, e.author.url, reader)) : null,
      e.title ? h("div.embed-title", {}, linked(e.title, e.url, reader)) : null,
      e.description ? h("div.markdown", {}, markdown(e.description, reader)) : null,
      e.fields?.length
        ? h(
            "div.embed-fields",
            {},
            e.fields.map((field) =>
              h(
                field.inline ? "div.embed-field.inline" : "div.embed-field",
                {},
                h("div.embed-name", {}, markdown(field.name, reader)),
                h("div.markdown", {}, markdown(field.value, reader)),
              ),
            ),
          )
        : null,
      e.image ? h("div.embed-image", {}, picture(e.image, "", reader)) : null,
      e.thumbnail ? h("div.thumbnail", {}, picture(e.thumbnail, "", reader)) : null,
      foot ? h("div.embed-foot", {}, foot) : null,
    ].filter(Boolean),
  );
  return card;
}
