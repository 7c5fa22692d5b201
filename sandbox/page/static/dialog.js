// Dialogs: modals of the bot, enlarged images, and questions.

import { post } from "./api.js";
import { fill, h, icon, uniqueID } from "./dom.js";
import { encoded } from "./files.js";
import { kinds } from "./kinds.js";
import { markdown } from "./markdown.js";
import { defaultsOf, menu } from "./menu.js";
import { reason } from "./notices.js";
import { reader } from "./reader.js";
import { isHere } from "./state.js";
import { t } from "./texts.js";

/** Opens a dialog and returns it. It is removed when it closes. */
function openDialog(kind, properties, ...children) {
  const dialog = h(`dialog.${kind}`, properties, ...children);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Shows an image enlarged. */
export function enlarge(address, description) {
  const image = h("img", { src: address, alt: description || "" });
  const dialog = openDialog(
    "lightbox",
    { "aria-label": description || t("picture"), onclick: () => dialog.close() },
    image,
    h("button.close", { type: "button", "aria-label": t("closeMenu") }, icon("close")),
  );
}

/** Asks a yes-or-no question; resolves to whether the answer is yes. */
export function confirm(question, yes) {
  return new Promise((resolve) => {
    const dialog = openDialog(
      "modal",
      { role: "alertdialog", "aria-label": question, onclose: () => resolve(dialog.returnValue === "yes") },
      h(
        "form",
        { method: "dialog" },
        h("p", {}, question),
        h("footer", {}, h("button.button.secondary", { value: "" }, t("cancel")), h("button.button.danger", { value: "yes" }, yes)),
      ),
    );
  });
}

/**
 * Renders a field of a modal and returns {element, inputs}. inputs() returns
 * its content as {name, value, values, file}.
 */
function field(c, labelled) {
  const name = c.custom_id;
  const required = c.required !== false;
  switch (c.type) {
    case kinds.textInput: {
      const long = c.style === 2;
      const input = h(long ? "textarea" : "input", {
        ...labelled,
        type: long ? null : "text",
        rows: long ? "5" : null,
        required,
        minlength: c.min_length,
        maxlength: c.max_length ?? 4000,
        placeholder: c.placeholder,
        autocomplete: "off",
      });
      input.value = c.value ?? "";
      return { element: input, inputs: async () => [{ name, value: input.value }] };
    }
    case kinds.fileUpload: {
      const input = h("input", {
        ...labelled,
        type: "file",
        required,
        multiple: (c.max_values ?? 1) > 1,
        accept: c.file_types?.map((kind) => (kind.startsWith(".") ? kind : `.${kind}`)).join(","),
      });
      return { element: input, inputs: () => Promise.all([...input.files].map(async (file) => ({ name, file: await encoded(file) }))) };
    }
    case kinds.checkbox: {
      const input = h("input", { ...labelled, type: "checkbox" });
      input.checked = c.default === true;
      return { element: input, inputs: async () => [{ name, value: String(input.checked) }] };
    }
    case kinds.radioGroup:
    case kinds.checkboxGroup: {
      const type = c.type === kinds.radioGroup ? "radio" : "checkbox";
      const inputs = c.options.map((option) => {
        const input = h("input", { type, name, value: option.value, required: type === "radio" && required });
        input.checked = option.default === true;
        return [
          input,
          h(
            "label.pick",
            {},
            input,
            h(
              "span.texts",
              {},
              h("span.label", {}, option.label),
              option.description ? h("span.description", {}, option.description) : null,
            ),
          ),
        ];
      });
      const role = type === "radio" ? "radiogroup" : "group";
      return {
        element: h(
          "div.picks",
          { role, "aria-labelledby": labelled["aria-labelledby"] },
          inputs.map(([, label]) => label),
        ),
        inputs: async () => [{ name, values: inputs.filter(([input]) => input.checked).map(([input]) => input.value) }],
      };
    }
  }
  let chosen = defaultsOf(c);
  const element = menu(c, { ...reader(), choose: (_, values) => (chosen = values) });
  if (labelled["aria-describedby"]) element.setAttribute("aria-describedby", labelled["aria-describedby"]);
  return { element, inputs: async () => [{ name, values: chosen }] };
}

/** Renders a component of a modal: a text, or a field with its label. */
function part(c, fields) {
  if (c.type === kinds.textDisplay) return h("div.markdown", {}, markdown(c.content, reader()));
  const inner = c.type === kinds.label ? c.component : c.components[0];
  const id = uniqueID();
  const title = c.type === kinds.label ? c.label : inner.label;
  const hint = c.description ? h("p.hint", { id: `${id}-hint` }, c.description) : null;
  const written = field(inner, { id, "aria-labelledby": `${id}-label`, "aria-describedby": hint ? `${id}-hint` : null });
  fields.push(written);
  return h(
    "div.modal-field",
    {},
    h("label", { for: id, id: `${id}-label` }, title, inner.required === false ? h("span.optional", {}, ` ${t("optional")}`) : null),
    hint,
    written.element,
  );
}

/**
 * Opens a modal of the bot for its member and place: {as, channel,
 * interaction}. If another place is shown by now, the modal is closed at once.
 */
export function openModal(modal, opener) {
  const leave = () => post("close", opener).catch(() => {}); // a failure does no harm
  if (!isHere(opener)) {
    leave();
    return;
  }
  const fields = [];
  const error = h("p.error", { role: "alert" });
  const id = uniqueID();
  const cancel = () => dialog.close();
  const submit = async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    button.setAttribute("aria-busy", "true");
    fill(error);
    try {
      const inputs = (await Promise.all(fields.map((one) => one.inputs()))).flat();
      const came = await post("submit", { ...opener, inputs });
      submitted = !came.failed; // after a failure the form stays open, to be submitted again
      if (submitted) dialog.close();
      else fill(error, t("submitFailed"));
    } catch (failure) {
      fill(error, reason(failure));
    } finally {
      sending = false;
      button.removeAttribute("aria-busy");
    }
  };
  let sending = false;
  let submitted = false;
  const button = h("button.button.primary", { type: "submit" }, t("submit"));
  const form = h(
    "form",
    { onsubmit: submit },
    h(
      "header",
      {},
      h("h2", { id }, modal.title),
      h("button.close", { type: "button", "aria-label": t("cancel"), onclick: cancel }, icon("close")),
    ),
    h(
      "div.modal-body",
      {},
      modal.components.map((c) => part(c, fields)),
      error,
    ),
    h("footer", {}, h("button.button.secondary", { type: "button", onclick: cancel }, t("cancel")), button),
  );
  const dialog = openDialog("modal", { "aria-labelledby": id, onclose: () => submitted || leave() }, form);
  dialog.querySelector(".modal-body input, .modal-body textarea, .modal-body button")?.focus();
}
