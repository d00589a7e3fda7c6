// A record and its document to look at: values with their findings beside them, marks in the text.

import { el, named } from "/form.js";

const SAID = { accept: "accepted", correct: "corrected", reject: "rejected", undo: "undid the decision" };
const STATES = { open: "to do", changed: "to be looked at again", accepted: "accepted", corrected: "corrected", rejected: "rejected" };

export const stateName = (state) => STATES[state];
export const when = (at) => new Date(at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
export const told = (one) => `${SAID[one.action]} by ${one.by}, ${when(one.at)}${one.why ? `: ${one.why}` : ""}`;

/** The record: head, notes, fields. tie(row, places, name): called for each field that stands in the text. */
export function recordView(record, tie) {
  const lines = record.form.length ? record.form : Object.keys(record.values).map((name) => ({ name, help: "", type: "text" }));
  const names = new Set(lines.map((node) => node.name));
  const said = record.state === "corrected" ? record.after : record.findings;
  const loose = said.filter((one) => !names.has(root(one.path)));
  return [
    el("h2", {}, named(record.kind), " ", badge(record.verdict), " ", el("span", { className: `state ${record.state}` }, STATES[record.state])),
    el("p", { className: "about" }, [record.about.title ?? record.about.id, record.about.source, record.about.published].filter(Boolean).join(" · ")),
    again(record),
    findings(loose),
    el("dl", { className: "fields" }, lines.map((node) => field(node, record, said.filter((one) => root(one.path) === node.name), tie))),
    said !== record.findings && record.findings.length ? el("details", {}, el("summary", {}, "What the checks said before the correction"), findings(record.findings, true)) : null,
    derived(record),
    history(record),
  ];
}

const root = (path) => path.split(/[.[]/)[0];
const badge = (verdict) => el("span", { className: `verdict ${verdict}` }, verdict);

function field(node, record, own, tie) {
  const value = record.values[node.name];
  const places = record.view.marks.flatMap((mark, place) => (root(mark.path) === node.name ? [place] : []));
  const changed = record.state === "corrected" && JSON.stringify(value) !== JSON.stringify(record.original[node.name]);
  const row = el(
    "div",
    { className: "row", title: node.help },
    el("dt", {}, named(node.name)),
    el("dd", {}, shown(value), changed ? el("p", { className: "was" }, "the run had: ", shown(record.original[node.name])) : null, findings(own)),
  );
  row.dataset.field = node.name;
  if (places.length) tie(row, places, named(node.name));
  return row;
}

/** A value as text; lists and groups as lists. */
function shown(value) {
  if (value === null || value === undefined || value === "") return el("span", { className: "none" }, "none");
  if (value === true || value === false) return el("span", {}, value ? "yes" : "no");
  if (Array.isArray(value)) {
    if (!value.length) return el("span", { className: "none" }, "none");
    return el("ul", {}, value.map((one) => el("li", {}, shown(one))));
  }
  if (typeof value === "object") {
    const parts = Object.entries(value).filter(([, one]) => one !== null);
    return el("dl", { className: "inner" }, parts.map(([name, one]) => el("div", {}, el("dt", {}, named(name)), el("dd", {}, shown(one)))));
  }
  return el("span", {}, grouped(String(value)));
}

/** Long numbers with thin spaces between thousands, so that they can be read; text as it is. */
const grouped = (text) => (/^-?\d{5,}(\.\d+)?$/.test(text) ? text.replace(/\d(?=(\d{3})+(?!\d))/g, "$&\u202f") : text);

function findings(list, all = false) {
  if (!list.length) return null;
  return el("ul", { className: "findings" }, list.map((one) => el("li", { className: one.level }, el("b", {}, one.level), ` ${one.check} ${all || one.path.match(/[.[]/) ? `${one.path} ` : ""}`, el("span", {}, one.message))));
}

/** What was decided before the record or its document changed. */
function again(record) {
  const before = record.before;
  if (!before) return null;
  const names = [...new Set([...Object.keys(before.data), ...Object.keys(record.values)])];
  const other = names.filter((name) => JSON.stringify(before.data[name]) !== JSON.stringify(record.values[name]));
  return el(
    "section",
    { className: "note changed" },
    el("h3", {}, `To be looked at again: the ${before.changed} changed`),
    el("p", {}, `Then ${told(before)}.`),
    other.length
      ? el("dl", { className: "inner" }, other.map((name) => el("div", {}, el("dt", {}, named(name)), el("dd", {}, "then ", shown(before.data[name]), " now ", shown(record.values[name])))))
      : el("p", {}, "The fields say the same as then."),
  );
}

function derived(record) {
  const entries = Object.entries(record.derived);
  if (!entries.length) return null;
  return el("details", {}, el("summary", {}, "Derived by code"), shown(record.derived));
}

function history(record) {
  if (!record.history.length) return null;
  return el(
    "section",
    { className: "note" },
    el("h3", {}, record.others.length ? "Decisions: the reviewers differ, the latest counts" : "Decisions"),
    el("ol", {}, record.history.map((one) => el("li", {}, told(one)))),
  );
}
