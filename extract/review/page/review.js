// The page: which record is looked at, in which mode, and what the keys do.

import { el, form, named } from "/form.js";
import { decide, Drafts, queue, record as fetchRecord, remembered, takeToken } from "/server.js";
import { recordView, stateName, told, when } from "/view.js";

/* global documentView: the document with its marks, of extract/report/assets */

const LISTED = 200; // lines of the list that are drawn at once
const HERE = "extract-review-here";
const $ = (id) => document.getElementById(id);

let data = null; // the queue as the server last gave it
let drafts = null;
let current = null; // the record in full
let mode = "view"; // view, edit, reject
let editing = null; // the open form
let busy = false;
let words = ""; // last selected in the document
let reason = null; // the input of the reason, while there is one

// ---- loading

async function start() {
  takeToken();
  try {
    data = await queue();
  } catch (error) {
    return failed(error, start);
  }
  drafts = new Drafts(data.key);
  $("run").textContent = data.run;
  document.title = `Review ${data.run}`;
  const kinds = [...new Set(data.records.map((line) => line.kind))].sort();
  $("kind").replaceChildren(el("option", { value: "" }, "all"), ...kinds.map((kind) => el("option", { value: kind }, named(kind))));
  lost();
  draw();
  const last = sessionStorage.getItem(HERE);
  const first = data.records.find((line) => line.id === last) ?? listed()[0] ?? data.records[0];
  if (first) await open(first.id, false);
  else {
    $("record").replaceChildren(el("p", {}, "This run has no records."));
    working(false);
  }
  notices();
}

/** What the person should know at once: edits that were not sent, lines of the file that cannot be read. */
function notices() {
  const unsent = data.records.filter((line) => drafts.has(line.id) && line.id !== current?.id);
  if (data.damaged.length) banner(`Line ${data.damaged.join(", ")} of decisions.jsonl cannot be read (half written in a crash?) and does not count; the others do.`);
  else if (unsent.length) banner(`This browser has ${unsent.length === 1 ? "an unsent edit" : `${unsent.length} unsent edits`}.`, "Go there", () => open(unsent[0].id));
}

async function open(id, focus = true) {
  if (busy) return;
  working(true); // a key pressed now would decide on a record that is not the one in view
  try {
    const next = await fetchRecord(id);
    working(false);
    show(next, focus);
  } catch (error) {
    working(false);
    failed(error, () => open(id, focus));
  }
}

function working(on) {
  busy = on;
  for (const part of ["record", "actions"]) $(part).setAttribute("aria-busy", String(on));
}

function show(record, focus = true) {
  current = record;
  mode = "view";
  editing = reason = null;
  words = "";
  sessionStorage.setItem(HERE, record.id);
  Object.assign(data.records.find((line) => line.id === record.id) ?? {}, Object.fromEntries(["state", "disputed"].map((name) => [name, record[name]])));
  const pane = $("document");
  $("title").textContent = record.about.title ?? record.about.id;
  const text = documentView.show($("text"), record.view, { record: record.id, describe: (mark) => `stands for ${named(mark.path || mark.role)}`, onMark: point });
  const tie = (row, places, name) => tied(row, places, name, text);
  $("record").replaceChildren(...[draftNotice(record), ...recordView(record, tie)].filter(Boolean));
  const first = $("text").querySelector("mark.own");
  $("record").scrollTop = 0;
  pane.scrollTop = first ? first.offsetTop - pane.clientHeight / 3 : 0;
  draw();
  actions();
  if (focus) {
    $("record").focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }
}

/** Pointing at a field lights its words in the text, and a button goes there. */
function tied(row, places, name, text) {
  const light = (on) => text.light((mark, place) => on && places.includes(place));
  for (const event of ["mouseenter", "focusin"]) row.addEventListener(event, () => light(true));
  for (const event of ["mouseleave", "focusout"]) row.addEventListener(event, () => light(false));
  const go = el("button", { type: "button", className: "small", "aria-label": `Show ${name} in the text` }, "In the text");
  go.addEventListener("click", () => text.go(places[0]));
  row.querySelector("dt").append(" ", go);
}

/** Pointing at words in the text lights their field; choosing them goes to it. */
function point(place, what) {
  const name = current.view.marks[place].path.split(/[.[]/)[0];
  for (const row of document.querySelectorAll("#record .row")) {
    const own = row.dataset.field === name;
    row.classList.toggle("on", own && what !== "leave");
    if (own && what === "choose" && getSelection().isCollapsed) row.scrollIntoView({ block: "center" });
  }
}

function draftNotice(record) {
  const draft = drafts.get(record.id);
  if (!draft) return null;
  const goOn = el("button", { type: "button" }, "Go on with it");
  goOn.addEventListener("click", () => (draft.mode === "edit" ? edit(draft) : reject(draft)));
  const drop = el("button", { type: "button" }, "Discard it");
  drop.addEventListener("click", () => {
    drafts.drop(record.id);
    show(record);
  });
  const since = draft.content === record.content ? "" : " The record has changed since.";
  return el("section", { className: "note draft" }, el("h3", {}, "Not sent yet"), el("p", {}, `This browser kept ${draft.mode === "edit" ? "an edit" : "a reason"} of ${when(draft.at)}.${since}`), goOn, " ", drop);
}

// ---- the list

const wanted = (line) => {
  const left = ["open", "changed"].includes(line.state);
  const states = { todo: () => left, all: () => true, changed: () => line.state === "changed", decided: () => !left, disputed: () => line.disputed, draft: () => drafts.has(line.id) };
  return (!$("kind").value || line.kind === $("kind").value) && states[$("state").value]();
};
const listed = () => data.records.filter(wanted);

function draw() {
  const left = data.records.filter((line) => ["open", "changed"].includes(line.state)).length;
  const all = data.records.length;
  $("count").textContent = `${all - left} of ${all} decided, as ${data.by}`;
  $("bar").max = all || 1;
  $("bar").value = all - left;
  const lines = listed();
  const at = Math.max(0, lines.findIndex((line) => line.id === current?.id) - LISTED / 2);
  const some = lines.slice(at, at + LISTED);
  $("list").replaceChildren(...some.map(lineView));
  $("more").hidden = some.length === lines.length;
  $("more").textContent = `${lines.length - some.length} more; choose a kind to see fewer.`;
  if (!lines.length) $("list").append(el("li", { className: "none" }, "None here."));
}

function lineView(line) {
  const doubts = [[line.errors, "error"], [line.warns, "warn"], [line.different, "read differently"]].filter(([count]) => count).map(([count, name]) => `${count} ${name}`);
  const button = el(
    "button",
    { type: "button", className: `line ${line.verdict} ${line.state}`, "aria-current": line.id === current?.id ? "true" : null },
    el("span", { className: "top" }, named(line.kind), " ", el("span", { className: `verdict ${line.verdict}` }, line.verdict), line.state === "open" ? null : el("span", { className: `state ${line.state}` }, ` ${stateName(line.state)}`), line.disputed ? " · reviewers differ" : null, drafts.has(line.id) ? " · unsent edit" : null),
    el("span", { className: "gist" }, line.gist || line.document),
    doubts.length ? el("span", { className: "doubts" }, doubts.join(", ")) : null,
  );
  button.addEventListener("click", () => open(line.id));
  return el("li", {}, button);
}

function lost() {
  $("lost").hidden = !data.lost.length;
  $("lost").querySelector("summary").textContent = `Decisions on records that the run no longer has (${data.lost.length})`;
  $("lost").querySelector("ul").replaceChildren(...data.lost.map((one) => el("li", {}, `${named(one.kind)} in ${one.document}: ${told(one)}`, el("pre", {}, JSON.stringify(one.data, null, 1)))));
}

/** The next record that the list shows, before or behind this one; round the end once. */
function step(by, done = "") {
  const at = data.records.findIndex((line) => line.id === current?.id);
  const after = by > 0 ? data.records.slice(at + 1) : data.records.slice(0, at).reverse();
  const rest = by > 0 ? data.records.slice(0, at) : data.records.slice(at + 1).reverse();
  const next = after.find(wanted) ?? rest.find(wanted);
  if (next) open(next.id);
  else say(`${done} ${$("state").value === "todo" ? "Nothing is left to decide here." : "There is no other record here."}`.trim());
}

// ---- deciding

function actions() {
  const buttons = {
    view: () => [
      button("Previous", "k", () => step(-1)),
      current.ours ? null : button(current.state === "corrected" ? "Accept the correction" : "Accept", "a", accept, "yes"),
      button("Reject", "r", () => reject(), "no"),
      current.form.length ? button("Edit", "e", () => edit()) : null,
      current.mine ? button("Undo", "u", () => send("undo")) : null,
      button("Next", "j", () => step(1)),
    ],
    edit: () => [why("Why (may stay empty)"), button("Send the correction", "Ctrl+Enter", sendEdit, "yes"), button("Close", "Esc", close), button("Discard", null, discard)],
    reject: () => [why("Why is it rejected?"), button("Reject", "Ctrl+Enter", sendReject, "no"), button("Close", "Esc", close)],
  }[mode]();
  $("actions").replaceChildren(...buttons.filter(Boolean));
  $("actions").hidden = false;
}

function button(name, key, act, className = "") {
  const made = el("button", { type: "button", className, "aria-keyshortcuts": key?.replace("Ctrl", "Control").replace("Esc", "Escape") }, name, key ? el("kbd", {}, key) : null);
  made.addEventListener("click", act);
  return made;
}

function why(label) {
  const list = el("datalist", { id: "reasons" }, data.reasons.map((one) => el("option", { value: one })));
  reason = el("input", { type: "text", maxLength: 2000, autocomplete: "off", "aria-describedby": "why-fault" });
  reason.setAttribute("list", "reasons");
  reason.addEventListener("input", keep);
  return el("label", { className: "why" }, label, reason, list, el("span", { id: "why-fault", className: "fault", role: "alert" }));
}

function edit(draft = null) {
  if (!current.form.length) return;
  mode = "edit";
  editing = form(current.form, draft?.values ?? current.values, () => words);
  editing.element.addEventListener("input", keep);
  editing.element.addEventListener("change", keep);
  $("record").replaceChildren(el("h2", {}, "Correct this ", named(current.kind)), el("p", { className: "help" }, "Select words in the document and take them into a field."), editing.element);
  actions();
  reason.value = draft?.why ?? "";
  $("record").querySelector("input,select,textarea")?.focus();
}

function reject(draft = null) {
  mode = "reject";
  actions();
  reason.value = draft?.why ?? "";
  reason.focus();
}

/** Keeps what is typed in the browser, with every key. */
function keep() {
  if (mode === "view") return;
  const kept = drafts.set(current.id, { mode, values: mode === "edit" ? editing.read() : null, why: reason.value, content: current.content });
  if (!kept) banner("This browser does not keep unsent edits (no room, or not allowed): send before you close the page.");
}

function close() {
  show(current);
}

function discard() {
  drafts.drop(current.id);
  show(current);
}

const accept = () => current.ours ? step(1) : send(current.state === "corrected" ? "agree" : "accept");
const sendReject = () => send("reject", { why: reason.value });
const sendEdit = () => send("correct", { why: reason.value, data: editing.read() });

async function send(action, more = {}) {
  if (busy) return;
  working(true);
  const was = current;
  try {
    const after = await decide({ record: was.id, content: was.content, action, why: "", ...more });
    working(false);
    drafts.drop(was.id);
    banner(null);
    if (action === "reject" && !data.reasons.includes(more.why)) data.reasons.push(more.why);
    show(after);
    const done = action === "undo" ? "Undone." : `Kept: ${stateName(after.state)}.`;
    say(done);
    // Of a correction the checks may have something to say; and only among what is left there is a next one.
    if (["accept", "agree", "reject"].includes(action) && $("go-on").checked && $("state").value === "todo") step(1, done);
  } catch (error) {
    working(false);
    refused(error);
  }
}

function refused(error) {
  if (error.status === 422) {
    const own = error.faults.filter((one) => one.path === "why");
    const slot = $("why-fault");
    if (slot) slot.textContent = own.map((one) => one.message).join("; ");
    if (own.length) reason?.focus();
    editing?.faults(error.faults.filter((one) => one.path !== "why"));
    say(error.message);
    return;
  }
  if (mode !== "view") keep();
  if (error.status === 409 || error.status === 404) return banner(error.message, "Load it again", () => location.reload());
  failed(error);
}

// ---- telling

function banner(message, action = null, act = null) {
  $("banner").hidden = !message;
  $("banner").replaceChildren(message ?? "");
  if (!action) return;
  const go = el("button", { type: "button" }, action);
  go.addEventListener("click", () => {
    banner(null);
    act();
  });
  $("banner").append(" ", go);
}

function say(message) {
  $("said").textContent = message;
  $("said").className = "toast";
  clearTimeout(say.timer);
  say.timer = setTimeout(() => ($("said").className = "hidden"), 4000);
}

/** The server is gone, or does not know us: said until it answers again. Nothing typed is lost. */
function failed(error, again = null) {
  const unsent = mode === "view" ? "" : " What you typed is kept in this browser; send it again when the server is back.";
  if (error.status === 403) return banner(`The server does not take this page's token: open the address that "extract review" printed last.${unsent}`);
  if (error.status !== 0) return banner(`${error.message}${unsent}`);
  banner(`The server does not answer. Start "extract review" again in its terminal, and open the address that it prints.${unsent}`);
  clearTimeout(failed.timer);
  failed.timer = setTimeout(async () => {
    try {
      await queue();
      banner(null);
      say("The server answers again.");
      again?.();
    } catch (next) {
      failed(next, again);
    }
  }, 2000);
}

// ---- keys

const KEYS = {
  j: ["next record", () => step(1)],
  k: ["previous record", () => step(-1)],
  a: ["accept", () => accept()],
  r: ["reject, with a reason", () => reject()],
  e: ["edit", () => edit()],
  u: ["undo your decision", () => current.mine && send("undo")],
  d: ["to the document", () => $("document").focus()],
  "?": ["these keys", () => $("help").showModal()],
};

document.addEventListener("keydown", (event) => {
  if ($("help").open || !current) return;
  if (event.key === "Escape" && mode !== "view") {
    event.preventDefault();
    return close();
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && mode !== "view") {
    event.preventDefault();
    return mode === "edit" ? sendEdit() : sendReject();
  }
  if (mode === "reject" && event.key === "Enter" && event.target === reason) {
    event.preventDefault();
    return sendReject();
  }
  const typing = event.target.closest("input:not([type=checkbox]),textarea,select");
  if ((busy && event.key !== "?") || typing || mode !== "view" || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (KEYS[event.key] && ($("single").checked || event.key === "?")) {
    event.preventDefault();
    KEYS[event.key][1]();
  }
});

document.addEventListener("selectionchange", () => {
  const chosen = getSelection();
  if (chosen.rangeCount && !chosen.isCollapsed && $("document").contains(chosen.anchorNode)) words = chosen.toString().trim();
});

$("keys").addEventListener("click", () => $("help").showModal());
$("help-keys").replaceChildren(...Object.entries(KEYS).flatMap(([key, [what]]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, what)]), el("dt", {}, el("kbd", {}, "Ctrl"), "+", el("kbd", {}, "Enter")), el("dd", {}, "send a correction or a reason"), el("dt", {}, el("kbd", {}, "Esc")), el("dd", {}, "close; what was typed is kept"));
remembered($("single"), "keys");
remembered($("go-on"), "go-on");
for (const id of ["state", "kind"]) $(id).addEventListener("change", draw);
if (matchMedia("(max-width: 60rem)").matches) $("queue").open = false;
addEventListener("hashchange", () => takeToken() && location.reload());
addEventListener("visibilitychange", async () => {
  if (document.visibilityState !== "visible" || !data || busy) return;
  try {
    data = await queue(); // another reviewer may have decided in the meantime
    lost();
    draw();
  } catch (error) {
    failed(error);
  }
});

start();
