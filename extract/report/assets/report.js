/* The report: table, filters, the reader, and the way between them by the address's hash. Data of documents say only
   what text nodes show; nothing is ever parsed as markup. */
(() => {
  const $ = (id) => document.getElementById(id);
  const read = (id) => JSON.parse($(id).textContent);
  const make = (tag, className, ...children) => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  };
  const index = read("index");
  const rows = index.rows;
  const byId = new Map(rows.map((row, at) => [row.id, at]));
  const PAGE = 100;
  const MOST_NAMES = 500;
  const VERDICTS = ["verified", "flagged", "rejected"];
  const LEVELS = { error: "error", warn: "warning", info: "note" };
  const state = { filtered: rows.map((_, at) => at), sort: null, down: false, page: 0, document: null, shown: null };

  /* Documents are read out of the page when they are wanted, a few are kept. */
  const kept = new Map();
  const documentAt = (at) => {
    if (!kept.has(at)) {
      if (kept.size > 20) kept.delete(kept.keys().next().value);
      kept.set(at, read("data-" + at));
    }
    return kept.get(at);
  };

  /* ---- filters ---- */
  const filters = $("filters");
  const fold = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const haystacks = new Map();
  const haystack = (at) => {
    if (!haystacks.has(at)) {
      const row = rows[at];
      const card = read("data-" + row.document).cards;
      for (const id of index.documents[row.document].records) {
        const other = byId.get(id);
        if (other === undefined) continue;
        const one = card[id];
        const words = [index.documents[row.document].title, index.labels[rows[other].kind], rows[other].who, id];
        for (const field of one.fields || []) {
          for (const item of field.items || []) words.push(item.text || "", ...(item.parts || []).map((part) => part[1]));
          for (const finding of field.findings || []) words.push(finding.check, finding.message);
        }
        for (const finding of one.findings || []) words.push(finding.check, finding.message);
        haystacks.set(other, fold(words.join("\n")));
      }
      if (!haystacks.has(at)) haystacks.set(at, fold(row.says));
    }
    return haystacks.get(at);
  };

  const values = () => Object.fromEntries([...new FormData(filters)].filter(([, value]) => value));
  const passes = (at, wanted, text, party) => {
    const row = rows[at];
    if (wanted.kind && row.kind !== wanted.kind) return false;
    if (wanted.verdict && row.verdict !== wanted.verdict) return false;
    if (party && !row.parties.some((name) => fold(name).includes(party)) && !fold(row.who).includes(party)) return false;
    if (wanted.from && !(row.date && row.date.high >= wanted.from)) return false;
    if (wanted.to && !(row.date && row.date.low <= wanted.to)) return false;
    if (wanted.check && !row.checks.includes(wanted.check)) return false;
    return !text || haystack(at).includes(text);
  };

  const ORDER = {
    verdict: (row) => VERDICTS.indexOf(row.verdict),
    kind: (row) => index.labels[row.kind],
    who: (row) => fold(row.who),
    date: (row) => (row.date ? row.date.low : null),
    size: (row) => row.size,
    says: (row) => fold(row.says),
    document: (row) => fold(index.documents[row.document].title),
    findings: (row) => row.findings[0] * 1e6 + row.findings[1] * 1e3 + row.findings[2],
  };
  const compare = (a, b) => {
    if (a === b) return 0;
    if (a === null) return 1;
    if (b === null) return -1;
    return (a < b ? -1 : 1) * (state.down ? -1 : 1);
  };

  const apply = ({ keepPage = false } = {}) => {
    const wanted = values();
    const text = fold(wanted.text || "");
    const party = fold(wanted.party || "");
    state.filtered = rows.map((_, at) => at).filter((at) => passes(at, wanted, text, party));
    if (state.sort) {
      const key = ORDER[state.sort];
      state.filtered.sort((a, b) => compare(key(rows[a]), key(rows[b])) || a - b);
    }
    if (!keepPage) state.page = 0;
    draw();
    return wanted;
  };

  /* ---- table ---- */
  const cell = (name, ...children) => {
    const node = make("td", "", ...children);
    node.dataset.name = name;
    node.setAttribute("role", "cell"); // a table shown as cards loses its roles otherwise
    return node;
  };
  const badge = (verdict) => make("span", "badge " + verdict, verdict);
  const findingsWords = ([errors, warnings, notes]) =>
    [[errors, "error"], [warnings, "warning"], [notes, "note"]]
      .filter(([count]) => count)
      .map(([count, word]) => count + " " + word + (count > 1 ? "s" : ""))
      .join(", ");
  const dateNode = (date) => {
    if (!date) return make("span", "muted", "–");
    const node = make("span", date.step === "reported" ? "muted" : "", date.edtf);
    if (date.step) node.append(make("small", "", " " + date.step));
    return node;
  };
  const rowNode = (at) => {
    const row = rows[at];
    const link = make("a", "says", row.says || "no evidence in the document");
    link.href = "#record-" + encodeURIComponent(row.id);
    const sum = make("span", "", row.sum ? make("span", "sum", row.sum) : null, row.stage ? make("small", "", row.stage) : null);
    const node = make(
      "tr", "",
      cell("Verdict", badge(row.verdict)),
      cell("Kind", index.labels[row.kind]),
      cell("Parties", row.who || "–"),
      cell("Date", dateNode(row.date)),
      cell("Amount, stage", sum),
      cell("Evidence", link),
      cell("Document", index.documents[row.document].title),
      cell("Findings", make("small", "", findingsWords(row.findings) || "none")),
    );
    node.setAttribute("role", "row");
    return node;
  };
  const draw = (all = false) => {
    const pages = Math.max(1, Math.ceil(state.filtered.length / PAGE));
    state.page = Math.min(state.page, pages - 1);
    const from = all ? 0 : state.page * PAGE;
    const some = all ? state.filtered : state.filtered.slice(from, from + PAGE);
    $("rows").replaceChildren(...some.map(rowNode));
    if (!some.length) {
      const none = make("td", "", "No record fits these filters.");
      none.colSpan = 8;
      $("rows").append(make("tr", "", none));
    }
    const number = state.filtered.length.toLocaleString("en");
    $("count").textContent = number + " of " + rows.length.toLocaleString("en") + " records";
    $("pages").hidden = pages < 2;
    $("page-now").textContent = "page " + (state.page + 1) + " of " + pages;
    $("page-back").disabled = state.page === 0;
    $("page-on").disabled = state.page === pages - 1;
    for (const head of document.querySelectorAll("#table th[data-key]")) {
      const here = head.dataset.key === state.sort;
      head.setAttribute("aria-sort", here ? (state.down ? "descending" : "ascending") : "none");
    }
  };
  const turn = (by) => {
    state.page += by;
    draw();
    $("records-title").focus();
    scrollTo(0, 0);
  };
  $("page-back").addEventListener("click", () => turn(-1));
  $("page-on").addEventListener("click", () => turn(1));
  for (const head of document.querySelectorAll("#table th[data-key]")) {
    head.querySelector("button").addEventListener("click", () => {
      state.down = state.sort === head.dataset.key && !state.down;
      state.sort = head.dataset.key;
      apply();
    });
  }
  const keepInAddress = () => {
    const query = new URLSearchParams(values()).toString();
    history.replaceState(null, "", "#records" + (query ? "?" + query : ""));
  };
  let wait = 0;
  const later = () => {
    clearTimeout(wait);
    wait = setTimeout(() => { apply(); keepInAddress(); }, 150);
  };
  filters.addEventListener("input", later);
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.addEventListener("reset", () => setTimeout(() => { apply(); keepInAddress(); }));
  addEventListener("beforeprint", () => draw(true));
  addEventListener("afterprint", () => draw());

  const fillChoices = () => {
    const counts = new Map();
    for (const row of rows) for (const name of row.parties) counts.set(name, (counts.get(name) || 0) + 1);
    const names = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST_NAMES);
    $("party-names").replaceChildren(...names.map(([name]) => {
      const option = make("option");
      option.value = name;
      return option;
    }));
    for (const check of Object.keys(index.checks).sort()) {
      const option = make("option", "", check);
      $("f-check").append(option);
    }
    const used = new Set(rows.map((row) => row.kind));
    for (const option of [...$("f-kind").options]) if (option.value && !used.has(option.value)) option.remove();
  };

  /* ---- reader ---- */
  const rowOf = new Map();
  const buttonOf = new Map();
  const pathIn = (path, field) => path === field || path.startsWith(field + ".") || path.startsWith(field + "[");
  const findingNode = (finding, field) => {
    const words = make("span", "", finding.message);
    const where = finding.path && finding.path !== field ? make("code", "", finding.path) : null;
    const node = make("li", "finding " + finding.level, make("strong", "", LEVELS[finding.level] || finding.level), " ", words);
    const more = index.checks[finding.check];
    if (more) node.append(make("details", "", make("summary", "", finding.check, where ? " " : "", where), make("p", "", more)));
    else node.append(" ", make("small", "", finding.check, " ", where));
    return node;
  };
  const itemNode = ({ path, text = "", parts: own = [], proof = "" }, marks) => {
    const place = marks.get(path);
    const words = text || own.map((part) => part.join(": ")).join(", ");
    const node = make("li", "item");
    if (place === undefined) {
      node.append(make("span", "value", words));
    } else {
      const button = make("button", "value proof-button", words);
      button.type = "button";
      button.setAttribute("aria-description", "show in the document");
      button.addEventListener("click", () => state.shown.go(place));
      for (const name of ["mouseenter", "focus"]) button.addEventListener(name, () => light(path));
      for (const name of ["mouseleave", "blur"]) button.addEventListener(name, () => light(null));
      buttonOf.set(path, button);
      node.append(button);
    }
    if (text && own.length) {
      const parts = make("dl", "parts");
      for (const [name, value] of own) parts.append(make("div", "", make("dt", "", name.replaceAll("_", " ")), make("dd", "", value)));
      node.append(parts);
    }
    if (proof) node.append(make("p", "proof", "proved by " + proof));
    return node;
  };
  const fieldNode = (kind, { name: field, items = [], findings: found = [] }, marks) => {
    const values = items.length
      ? make("ul", "items", ...items.map((item) => itemNode(item, marks)))
      : make("span", "muted", "not said");
    const name = make("th", "", field.replaceAll("_", " "));
    name.scope = "row";
    const about = (index.about[kind] || {})[field];
    if (about) name.title = about;
    const findings = found.length ? make("ul", "findings", ...found.map((one) => findingNode(one, field))) : null;
    const node = make("tr", found.length ? "has-findings" : "", name, make("td", "", values, findings));
    rowOf.set(field, node);
    return node;
  };
  const light = (path, place = null) => {
    if (!state.shown) return;
    state.shown.light((mark, at) => at === place || (path !== null && mark.record === state.record && mark.path === path));
    for (const [name, node] of rowOf) node.classList.toggle("lit", Boolean(path) && pathIn(path, name));
    for (const [name, node] of buttonOf) node.classList.toggle("lit", name === path);
  };
  const panel = (row, card, view) => {
    const { fields: all = [], findings: found = [], derived: rules = [], provenance = [] } = card;
    const marks = new Map();
    view.marks.forEach((mark, place) => {
      if (mark.record === row.id && !marks.has(mark.path)) marks.set(mark.path, place);
    });
    rowOf.clear();
    buttonOf.clear();
    const head = make("h2", "", badge(row.verdict), " " + index.labels[row.kind]);
    const fields = make("table", "fields", make("caption", "unseen", "Fields of the record"));
    fields.append(make("tbody", "", ...all.map((field) => fieldNode(row.kind, field, marks))));
    const derived = make("dl", "parts derived");
    for (const [name, text] of rules) derived.append(make("div", "", make("dt", "", name.replaceAll("_", " ")), make("dd", "", text)));
    const origin = make("dl", "parts");
    for (const [name, text] of [["record", row.id], ...provenance]) origin.append(make("div", "", make("dt", "", name), make("dd", "", make("code", "", text))));
    $("panel").replaceChildren(
      head,
      row.who ? make("p", "who", row.who) : "",
      found.length ? make("ul", "findings", ...found.map((one) => findingNode(one, ""))) : "",
      fields,
      rules.length ? make("details", "", make("summary", "", "Derived by rule"), derived) : "",
      make("details", "", make("summary", "", "Where it comes from"), origin),
    );
  };
  const describe = (mark) => {
    if (mark.role === "missed") return mark.label;
    if (mark.role === "unclaimed") return "unclaimed " + mark.label;
    const does = { evidence: "evidence for", figure: "proves", words: "copied for" }[mark.role];
    return does + " " + (mark.path || "the record").replaceAll("_", " ");
  };

  const listDocument = (at, view) => {
    const loose = [];
    view.marks.forEach((mark, place) => {
      if (mark.role !== "unclaimed") return;
      const words = view.pieces.filter((piece) => (piece[1] || []).includes(place)).map((piece) => piece[0]).join("");
      const button = make("button", "", words);
      button.type = "button";
      button.addEventListener("click", () => { light(null, place); state.shown.go(place); });
      loose.push(make("li", "", button, " ", make("small", "muted", mark.label)));
    });
    $("loose").replaceChildren(...(loose.length ? loose : [make("li", "muted", "None.")]));
    const others = index.documents[at].records.filter((id) => byId.has(id)).map((id) => {
      const row = rows[byId.get(id)];
      const link = make("a", "", index.labels[row.kind] + (row.who ? ": " + row.who : ""));
      link.href = "#record-" + encodeURIComponent(id);
      if (id === state.record) link.setAttribute("aria-current", "true");
      return make("li", "", badge(row.verdict), " ", link);
    });
    $("others").replaceChildren(...(others.length ? others : [make("li", "muted", "None.")]));
  };

  const onMark = (view) => (place, what) => {
    const mark = view.marks[place];
    const own = mark.record !== null && mark.record === state.record;
    if (what === "enter") light(own ? mark.path : null, own ? null : place);
    if (what === "leave") light(null);
    if (what !== "choose") return;
    if (own) {
      const button = buttonOf.get(mark.path);
      if (button) { button.focus({ preventScroll: true }); button.scrollIntoView({ block: "nearest" }); }
    } else if (mark.record !== null) {
      location.hash = "#record-" + encodeURIComponent(mark.record);
    }
  };

  const openDocument = (at, id, missed = null) => {
    const { view, cards, title, published, source } = documentAt(at);
    state.record = id;
    state.document = at;
    $("reader-title").textContent = title;
    $("reader-source").textContent = [published, source].filter(Boolean).join(" · ");
    $("panel").hidden = id === null;
    if (id !== null) panel(rows[byId.get(id)], cards[id], view);
    else { rowOf.clear(); buttonOf.clear(); }
    state.shown = documentView.show($("text"), view, { record: id, describe, onMark: onMark(view) });
    listDocument(at, view);
    const here = state.filtered.indexOf(byId.get(id));
    $("record-now").textContent = id === null ? "" : here < 0 ? "not in the filtered table" : here + 1 + " of " + state.filtered.length;
    $("record-back").disabled = here <= 0;
    $("record-on").disabled = here < 0 || here === state.filtered.length - 1;
    const query = new URLSearchParams(values()).toString();
    $("reader-back").href = id === null ? "#documents" : "#records" + (query ? "?" + query : "");
    $("reader-back").textContent = id === null ? "All documents" : "All records";
    $("steps").hidden = id === null;
    $("reader-title").focus({ preventScroll: true });
    scrollTo(0, 0);
    const wanted = (mark) => (missed !== null ? mark.role === "missed" && mark.path === missed : mark.record === id && mark.role === "evidence");
    const place = view.marks.findIndex(wanted);
    if (place >= 0 && (missed !== null || matchMedia("(min-width: 62rem)").matches)) state.shown.go(place, { focus: missed !== null });
  };
  const step = (by) => {
    const at = state.filtered[state.filtered.indexOf(byId.get(state.record)) + by];
    if (at !== undefined) location.hash = "#record-" + encodeURIComponent(rows[at].id);
  };
  $("record-back").addEventListener("click", () => step(-1));
  $("record-on").addEventListener("click", () => step(1));
  $("show-others").addEventListener("change", (event) => $("text").classList.toggle("hide-others", !event.target.checked));
  $("show-loose").addEventListener("change", (event) => $("text").classList.toggle("hide-unclaimed", !event.target.checked));

  /* ---- the way by the hash ---- */
  const views = [...document.querySelectorAll("section.view")];
  const showView = (name, from = "records") => {
    for (const view of views) view.hidden = view.id !== name;
    for (const link of document.querySelectorAll("nav [data-view]")) {
      const here = link.dataset.view === name || (name === "reader" && link.dataset.view === from);
      if (here) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  };
  const decode = (words) => {
    try { return decodeURIComponent(words); } catch { return words; }
  };
  const route = (first) => {
    const [name, query] = location.hash.slice(1).split("?");
    if (name === "main") return;
    const record = /^record-(.*)$/s.exec(name);
    const text = /^document-(\d+)$/.exec(name);
    const missed = /^missed-(\d+)$/.exec(name);
    if (record && byId.has(decode(record[1]))) {
      const id = decode(record[1]);
      showView("reader");
      openDocument(rows[byId.get(id)].document, id);
    } else if (text && index.documents[Number(text[1])]) {
      showView("reader", "documents");
      openDocument(Number(text[1]), null);
    } else if (missed && typeof index.missed[Number(missed[1])] === "number") {
      showView("reader", "accuracy");
      openDocument(index.missed[Number(missed[1])], null, missed[1]);
    } else if (name === "records") {
      showView(name);
      const wanted = new URLSearchParams(query || "");
      for (const field of filters.elements) if (field.name) field.value = wanted.get(field.name) || "";
      apply({ keepPage: true });
      $("records-title").focus({ preventScroll: true });
    } else {
      const known = views.some((view) => view.id === name && name !== "reader");
      showView(known ? name : "overview");
      const title = $((known || name === "failures" ? name : "overview") + "-title");
      if (!first && title) title.focus({ preventScroll: name !== "failures" });
    }
    if (!record && !missed && name !== "failures") scrollTo(0, 0);
  };
  if (matchMedia("(min-width: 62rem)").matches) for (const fold of document.querySelectorAll("details.fold")) fold.open = true;
  fillChoices();
  apply();
  addEventListener("hashchange", () => route(false));
  route(true);
})();
