// What opens in front of the page: a modal of the bot's, a picture, a question.

import { post, Refusal } from "./api.js";
import { kinds } from "./components.js";
import { fill, h, icon, uniqueID } from "./dom.js";
import { encoded } from "./files.js";
import { markdown } from "./markdown.js";
import { menu } from "./menu.js";
import { place, state } from "./state.js";
import { t } from "./texts.js";

/** Opens a dialog and returns it; it is taken away when it closes. */
function openDialog(kind, properties, ...children) {
  const dialog = h(`dialog.${kind}`, properties, ...children);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Shows a picture large. */
export function enlarge(address, description) {
  const image = h("img", { src: address, alt: description || "" });
  const dialog = openDialog(
    "lightbox",
    { "aria-label": description || t("picture"), onclick: () => dialog.close() },
    image,
    h("button.close", { type: "button", "aria-label": t("closeMenu") }, icon("close")),
  );
}

/** Asks a question that is answered by yes or no. */
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

/** Writes a field of a modal and returns {element, inputs}: inputs() gives what it holds, as {name, value, file}. */
function field(c, labelled) {
  const name = c.custom_id;
  const required = c.required !== false;
  const one = (element, values) => ({
    element,
    inputs: async () => (await values()).map((value) => (typeof value === "string" ? { name, value } : { name, ...value })),
  });
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
      return one(input, async () => [input.value]);
    }
    case kinds.fileUpload: {
      const input = h("input", {
        ...labelled,
        type: "file",
        required,
        multiple: (c.max_values ?? 1) > 1,
        accept: c.file_types?.map((kind) => (kind.startsWith(".") ? kind : `.${kind}`)).join(","),
      });
      return one(input, () => Promise.all([...input.files].map(async (file) => ({ value: "", file: await encoded(file) }))));
    }
    case kinds.checkbox: {
      const input = h("input", { ...labelled, type: "checkbox" });
      input.checked = c.default === true;
      return one(input, async () => [String(input.checked)]);
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
      return one(
        h(
          "div.picks",
          { role: type === "radio" ? "radiogroup" : "group", "aria-labelledby": labelled["aria-labelledby"] },
          inputs.map(([, label]) => label),
        ),
        async () => inputs.filter(([input]) => input.checked).map(([input]) => input.value),
      );
    }
  }
  let chosen = null; // what was chosen, once something was
  const reader = { people: () => state.guild.members, channels: () => state.guild.channels, choose: (_, values) => (chosen = values) };
  const element = menu(c, reader);
  if (labelled["aria-describedby"]) element.setAttribute("aria-describedby", labelled["aria-describedby"]);
  return one(element, async () => chosen ?? []);
}

/** Writes a part of a modal: a text, or a field below its label. */
function part(c, fields, reader) {
  if (c.type === kinds.textDisplay) return h("div.markdown", {}, markdown(c.content, reader));
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

/** Opens a modal of the bot's. */
export function openModal(modal, reader) {
  const fields = [];
  const error = h("p.error", { role: "alert" });
  const id = uniqueID();
  const cancel = () => dialog.close();
  const submit = async (event) => {
    event.preventDefault();
    if (form.classList.contains("busy")) return;
    form.classList.add("busy");
    fill(error);
    try {
      const inputs = (await Promise.all(fields.map((one) => one.inputs()))).flat();
      const came = await post("submit", { ...place(), inputs });
      if (!came.failed) {
        submitted = true;
        dialog.close();
        return;
      }
      submitted = true; // the form is gone at Discord's side: it can be opened anew only
      fill(error, t("submitFailed"));
    } catch (failure) {
      fill(error, failure instanceof Refusal ? failure.message : t("submitFailed"));
    } finally {
      form.classList.remove("busy");
    }
  };
  let submitted = false;
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
      modal.components.map((c) => part(c, fields, reader)),
      error,
    ),
    h(
      "footer",
      {},
      h("button.button.secondary", { type: "button", onclick: cancel }, t("cancel")),
      h("button.button.primary", { type: "submit" }, t("submit")),
    ),
  );
  const dialog = openDialog("modal", { "aria-labelledby": id, onclose: () => submitted || post("close", place()).catch(() => {}) }, form);
  dialog.querySelector(".modal-body input, .modal-body textarea, .modal-body button")?.focus();
}
