// The edit form, out of the nodes that the server makes of a kind's schema. Text goes in as text, never as HTML.

let ids = 0;

/** An element with properties, attributes (names with "-" or "role") and children; strings become text. */
export function el(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined) continue;
    if (name.includes("-") || name === "role" || name === "for") made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

export const named = (name) => name.replaceAll("_", " ");

/**
 * Inputs for a record: { element, read(), faults(list) }.
 * nodes: the kind's fields; values: the record's data; selection(): words selected in the document.
 */
export function form(nodes, values, selection) {
  const fields = new Map();
  const parts = nodes.map((node) => input(node, values[node.name], node.name, { fields, selection }));
  const top = el("div", { className: "fault", role: "alert" });
  const element = el("div", { className: "form" }, top, parts.map((part) => part.element));
  return {
    element,
    read: () => Object.fromEntries(nodes.map((node, place) => [node.name, parts[place].read()])),
    /** Shows each fault beside its field, those without one on top, and goes to the first. */
    faults(list) {
      for (const field of fields.values()) field.clear();
      top.replaceChildren();
      let first = null;
      for (const fault of list) {
        const field = fields.get(fault.path) ?? nearest(fields, fault.path);
        if (field) field.show(fault.message);
        else top.append(el("p", {}, fault.path ? `${fault.path}: ${fault.message}` : fault.message));
        first ??= field;
      }
      if (first) first.focus(); // and then into the middle, so that the reason below it is seen too
      else if (list.length) top.scrollIntoView({ block: "center" });
    },
  };
}

/** The field that holds a path which has no input of its own. */
function nearest(fields, path) {
  for (let at = path; at; at = at.replace(/(\.[^.[\]]+|\[\d+\])$|^[^.[\]]+$/, "")) if (fields.has(at)) return fields.get(at);
  return null;
}

function input(node, value, path, shared) {
  if (node.nullable && ["group", "list", "bool"].includes(node.type)) return optional(node, value, path, shared);
  if (node.type === "group") return group(node, value ?? {}, path, shared);
  if (node.type === "list") return list(node, value ?? [], path, shared);
  return single(node, value, path, shared);
}

/** Help, fault and the ties of both to an input. */
function described(control, node, path, shared) {
  const id = `f${++ids}`;
  const help = el("p", { className: "help", id: `${id}-help` }, helpOf(node));
  const fault = el("p", { className: "fault", id: `${id}-fault`, role: "alert" });
  control.id = id;
  control.setAttribute("aria-describedby", `${id}-help ${id}-fault`);
  shared.fields.set(path, {
    clear() {
      fault.textContent = "";
      control.removeAttribute("aria-invalid");
    },
    show(message) {
      fault.append(el("span", {}, message));
      control.setAttribute("aria-invalid", "true");
    },
    focus: () => (control.matches("fieldset") ? (control.querySelector("input,select,textarea,button") ?? fault) : control).focus({ preventScroll: true }) ?? fault.scrollIntoView({ block: "center" }),
  });
  return { id, help, fault };
}

const helpOf = (node) =>
  [node.help, node.by_code ? "code fills it when the words change" : ""].filter(Boolean).join("; ");

function single(node, value, path, shared) {
  const control = {
    bool: () => el("input", { type: "checkbox", checked: Boolean(value) }),
    choice: () => choice(node, value),
    number: () => el("input", { type: "text", inputMode: "decimal", autocomplete: "off", value: value ?? "" }),
    text: () =>
      node.long || String(value ?? "").length > 60
        ? el("textarea", { rows: Math.min(8, 2 + Math.floor(String(value ?? "").length / 60)), value: value ?? "" })
        : el("input", { type: "text", autocomplete: "off", value: value ?? "" }),
  }[node.type]();
  const { id, help, fault } = described(control, node, path, shared);
  const label = el("label", { for: id }, named(node.name) || `${named(path.replace(/\[\d+\]$/, ""))} ${Number(path.match(/\[(\d+)\]$/)?.[1] ?? 0) + 1}`);
  const take = node.copied ? taker(control, shared) : null;
  const row = node.type === "bool" ? [el("span", {}, control, " ", label)] : [label, el("span", { className: "with" }, control, take)];
  const read = {
    bool: () => control.checked,
    choice: () => (control.selectedOptions[0]?.dataset.none ? null : control.choices[control.selectedOptions[0]?.dataset.place]),
    number: () => (control.value.trim() === "" && node.nullable ? null : control.value.trim().replaceAll(/[\s,_]/g, "")),
    text: () => (control.value.trim() === "" && node.nullable ? null : control.value),
  }[node.type];
  return { element: el("div", { className: "field" }, row, help, fault), read };
}

function choice(node, value) {
  const options = node.choices.map((one, place) => {
    const option = el("option", { selected: String(one) === String(value) }, named(String(one)));
    option.dataset.place = place;
    return option;
  });
  if (node.nullable || value === null || value === undefined) {
    const none = el("option", { selected: value === null || value === undefined }, "—");
    none.dataset.none = "yes";
    options.unshift(none);
  }
  const made = el("select", {}, options);
  made.choices = node.choices;
  return made;
}

/** A button that puts the words selected in the document into the input. */
function taker(control, shared) {
  const button = el("button", { type: "button", className: "small", title: "Put in the words selected in the document" }, "Take selection");
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection
  button.addEventListener("click", () => {
    const words = shared.selection();
    if (!words) return;
    control.value = words;
    control.dispatchEvent(new Event("input", { bubbles: true }));
  });
  return button;
}

function group(node, value, path, shared) {
  const parts = node.fields.map((field) => [field.name, input(field, value[field.name], path ? `${path}.${field.name}` : field.name, shared)]);
  const box = el("fieldset", { className: "group" });
  const { help, fault } = described(box, node, path, shared);
  box.append(el("legend", {}, named(node.name) || named(path)), help, fault, ...parts.map(([, part]) => part.element));
  return { element: box, read: () => Object.fromEntries(parts.map(([name, part]) => [name, part.read()])) };
}

function list(node, value, path, shared) {
  const items = el("ol", { className: "items" });
  const add = el("button", { type: "button", className: "small" }, `Add ${named(node.name)}`);
  const box = el("fieldset", { className: "group" });
  const { help, fault } = described(box, node, path, shared);
  let parts = [];
  const draw = (values) => {
    for (const key of [...shared.fields.keys()]) if (key.startsWith(`${path}[`)) shared.fields.delete(key);
    parts = values.map((one, place) => input(node.item, one, `${path}[${place}]`, shared));
    items.replaceChildren(
      ...parts.map((part, place) => {
        const remove = el("button", { type: "button", className: "small", "aria-label": `Remove ${named(node.name)} ${place + 1}` }, "Remove");
        remove.addEventListener("click", () => {
          draw(parts.map((one) => one.read()).filter((_, other) => other !== place));
          changed();
          add.focus();
        });
        return el("li", {}, part.element, remove);
      }),
    );
    add.hidden = node.most !== null && parts.length >= node.most;
  };
  const changed = () => box.dispatchEvent(new Event("input", { bubbles: true }));
  add.addEventListener("click", () => {
    draw([...parts.map((part) => part.read()), node.item.type === "group" ? {} : undefined]);
    changed();
    items.lastElementChild.querySelector("input,select,textarea")?.focus();
  });
  draw(value);
  box.append(el("legend", {}, named(node.name)), help, fault, items, add);
  return { element: box, read: () => parts.map((part) => part.read()) };
}

/** A group, list or box that may be null: a box says whether there is one. */
function optional(node, value, path, shared) {
  const there = el("input", { type: "checkbox", checked: value !== null && value !== undefined, id: `f${++ids}` });
  const inner = input({ ...node, nullable: false }, value, path, shared);
  const show = () => (inner.element.hidden = !there.checked);
  there.addEventListener("change", show);
  show();
  return {
    element: el("div", { className: "field" }, el("span", {}, there, " ", el("label", { for: there.id }, `has ${named(node.name)}`)), inner.element),
    read: () => (there.checked ? inner.read() : null),
  };
}
