"""How far a review is, as text for the terminal."""

from __future__ import annotations

from rich.table import Table

from extract.review.lay import State
from extract.review.status import Status
from extract.show import clean, rendered

STATES: tuple[State, ...] = ("accepted", "corrected", "rejected", "changed")


def status_text(status: Status) -> str:
    """A table by kind and verdict of the run, and below it what needs a second look."""
    table = Table("kind", "verdict", "records", *STATES, "left", box=None, pad_edge=False)
    for row in status.rows:
        counts = [str(row.states[state]) for state in STATES]
        table.add_row(clean(row.kind), clean(row.verdict), str(row.records), *counts, str(row.left))
    lines = [f"{status.records - status.left} of {status.records} records decided, {status.left} left"]
    for one in status.disputed:
        told = ", ".join(f"{made.by} {made.action}" for made in one.standing)
        lines.append(f"reviewers differ on {one.record['kind']} {one.record['id']}: {told} (the latest counts)")
    for made in status.lost:
        where = f"{made.kind} {made.record} in {made.document.get('id')}"
        lines.append(f"no longer in the run: {where}, {made.action} by {made.by} on {made.at[:10]}")
    lines += [f"decisions.jsonl:{number}: not a whole decision, passed over" for number in status.damaged]
    return rendered(table) + "".join(f"{clean(line)}\n" for line in lines)
