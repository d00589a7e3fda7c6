/* The document view: pieces of text with marks on them, as extract.report.spans.view gives them.

   const shown = documentView.show(root, view, {record, describe, onMark});
   shown.light(mark => ...)   lights the marks that the function picks, darkens the others
   shown.go(place)            scrolls to a mark's first piece and focuses it; false if it lies on nothing

   record    id of the record in view: its marks are strong and can be reached by keyboard; null: those of what was
             missed are
   describe  mark => words for a screen reader
   onMark    (place, "enter" | "leave" | "choose") => what a mark's field should do

   Text is only ever put into text nodes. */
"use strict";
const documentView = (() => {
  const make = (tag, className) => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    return node;
  };

  /* The piece of each own mark that can be focused: its first one that no shorter mark has taken. */
  const handlesOf = (view, own) => {
    const lengths = new Map();
    const covering = new Map();
    view.pieces.forEach(([text, marks], at) => {
      for (const place of marks || []) {
        lengths.set(place, (lengths.get(place) || 0) + text.length);
        if (!covering.has(place)) covering.set(place, []);
        covering.get(place).push(at);
      }
    });
    const handles = new Map();
    const places = [...covering.keys()].filter((place) => own(view.marks[place]));
    places.sort((a, b) => lengths.get(a) - lengths.get(b));
    for (const place of places) {
      const at = covering.get(place).find((piece) => !handles.has(piece));
      if (at !== undefined) handles.set(at, place);
    }
    return handles;
  };

  const show = (root, view, { record = null, describe = () => "", onMark = () => {} } = {}) => {
    const own = (mark) => (record === null ? mark.role === "missed" : mark.record === record);
    const handles = handlesOf(view, own);
    const nodesOf = new Map();
    const fragment = document.createDocumentFragment();
    const lastOf = new Map();
    view.pieces.forEach(([, marks], at) => (marks || []).forEach((place) => lastOf.set(place, at)));

    view.pieces.forEach(([text, marks = [], hidden], at) => {
      if (!marks.length && !hidden) {
        fragment.append(text);
        return;
      }
      const node = make(marks.length ? "mark" : "span", "piece");
      if (hidden) {
        const name = make("span", "hidden-character");
        name.title = "hidden character: " + hidden;
        name.append(text);
        node.append(name);
      } else {
        node.append(text);
      }
      const ours = marks.filter((place) => own(view.marks[place]));
      for (const place of marks) {
        const mark = view.marks[place];
        node.classList.add("role-" + mark.role, own(mark) ? "own" : mark.record === null ? "loose" : "other");
        if (!nodesOf.has(place)) nodesOf.set(place, []);
        nodesOf.get(place).push(node);
        if (lastOf.get(place) === at && (mark.role === "unclaimed" || (own(mark) && mark.role !== "evidence"))) {
          node.dataset.label = node.dataset.label ? node.dataset.label + " · " + mark.label : mark.label;
        }
      }
      /* What a click means: the handle's own mark, else the shortest own mark, else the first of another record. */
      const inner = handles.has(at) ? handles.get(at) : ours.length ? ours[ours.length - 1] : marks[0];
      if (inner !== undefined) node.dataset.place = String(inner);
      if (handles.has(at)) {
        const place = handles.get(at);
        node.tabIndex = 0;
        node.setAttribute("role", "button");
        node.dataset.handle = String(place);
        const words = describe(view.marks[place]);
        if (words) node.setAttribute("aria-description", words);
      }
      fragment.append(node);
    });
    root.replaceChildren(fragment);

    const placeOf = (event) => {
      const node = event.target.closest ? event.target.closest("[data-place]") : null;
      return node && root.contains(node) ? Number(node.dataset.place) : null;
    };
    const tell = (what) => (event) => {
      const place = placeOf(event);
      if (place !== null) onMark(place, what);
    };
    if (root.documentViewStop) root.documentViewStop.abort();
    const stop = (root.documentViewStop = new AbortController());
    const listen = (name, handler) => root.addEventListener(name, handler, { signal: stop.signal });
    listen("mouseover", tell("enter"));
    listen("mouseout", tell("leave"));
    listen("focusin", tell("enter"));
    listen("focusout", tell("leave"));
    listen("click", tell("choose"));
    listen("keydown", (event) => {
      if ((event.key === "Enter" || event.key === " ") && event.target.dataset && event.target.dataset.handle) {
        event.preventDefault();
        onMark(Number(event.target.dataset.handle), "choose");
      }
    });

    return {
      light(pick) {
        for (const [place, nodes] of nodesOf) {
          const lit = pick(view.marks[place], place);
          for (const node of nodes) if (!lit) node.classList.remove("lit");
        }
        for (const [place, nodes] of nodesOf) {
          if (pick(view.marks[place], place)) for (const node of nodes) node.classList.add("lit");
        }
      },
      go(place, { focus = true } = {}) {
        const nodes = nodesOf.get(place);
        if (!nodes) return false;
        const node = nodes.find((one) => one.dataset.handle === String(place)) || nodes[0];
        const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
        node.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
        if (focus && node.tabIndex === 0) node.focus({ preventScroll: true });
        return true;
      },
    };
  };

  return { show };
})();
