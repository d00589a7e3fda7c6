// Talking to the server, and what the browser keeps: the token for this tab, unsent edits for this run.

const TOKEN = "extract-review-token";

/** An answer that is not the thing asked for: `status` as HTTP has it, 0 where there was no answer at all. */
export class Refused extends Error {
  constructor(status, message, faults = []) {
    super(message);
    this.status = status;
    this.faults = faults;
  }
}

/** Takes the token out of the address, where it must not stay: it would be seen, kept and copied. */
export function takeToken() {
  const found = new URLSearchParams(location.hash.slice(1)).get("token");
  if (!found) return false;
  sessionStorage.setItem(TOKEN, found);
  history.replaceState(null, "", location.pathname);
  return true;
}

async function ask(path, options = {}) {
  let answer, value;
  try {
    answer = await fetch(path, {
      ...options,
      cache: "no-store",
      headers: { ...options.headers, Authorization: `Bearer ${sessionStorage.getItem(TOKEN) ?? ""}` },
      signal: AbortSignal.timeout(20000),
    });
    value = await answer.json();
  } catch (error) {
    throw new Refused(0, "The server does not answer.");
  }
  if (!answer.ok) throw new Refused(answer.status, value.error, value.faults);
  return value;
}

export const queue = () => ask("/api/queue");
export const record = (id) => ask(`/api/records/${encodeURIComponent(id)}`);
export const decide = (decision) =>
  ask("/api/decisions", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(decision),
  });

/** Unsent edits and reasons of one run, one for each record: { mode, values, why, content, at }. */
export class Drafts {
  constructor(run) {
    this.prefix = `extract-review:${run}:`;
  }
  get(id) {
    try {
      return JSON.parse(localStorage.getItem(this.prefix + id));
    } catch {
      return null;
    }
  }
  /** False where the browser has no room or no leave to keep it. */
  set(id, draft) {
    try {
      localStorage.setItem(this.prefix + id, JSON.stringify({ ...draft, at: new Date().toISOString() }));
      return true;
    } catch {
      return false;
    }
  }
  drop(id) {
    localStorage.removeItem(this.prefix + id);
  }
  has(id) {
    return localStorage.getItem(this.prefix + id) !== null;
  }
}

/** A switch that the browser remembers; on at first. */
export function remembered(box, name) {
  box.checked = localStorage.getItem(`extract-review-${name}`) !== "off";
  box.addEventListener("change", () => localStorage.setItem(`extract-review-${name}`, box.checked ? "on" : "off"));
}
