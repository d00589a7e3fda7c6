"""Agreement and disagreement as text for a person. Gives strings, prints nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from extract.agree import Agreement
from extract.coded import Source
from extract.gold_merge import Merged
from extract.show import clean, rendered
from extract.store import dumps


def agreement_tables(sources: Sequence[Source], found: Sequence[Agreement]) -> str:
    """Records and words by kind, then the fields."""
    names = Text("\n".join(f"{number}: {clean(source.name)}" for number, source in enumerate(sources, start=1)))
    records = _table("kind", "records", "in all", "of", "F1 records", "F1 words")
    fields = _table("kind", "field", "metric", "units", "alpha", "equal")
    for one in found:
        kind = one.kind.replace("_", " ")
        counts = " ".join(map(str, one.records))
        records.add_row(kind, counts, str(one.shared), str(one.units), _share(one.record_f1), _share(one.word_f1))
        for place, (name, field) in enumerate(one.fields.items()):
            label = kind if place == 0 else ""
            fields.add_row(label, name, field.metric, str(field.units), _share(field.alpha), _share(field.equal))
        fields.add_section()
    note = Text("alpha: Krippendorff's; a dash where nothing differs or nothing can be compared")
    return rendered(names, Text(), records, Text(), fields, Text(), note)


def disagreement_table(merged: Merged) -> str:
    """One line for each difference: document, kind, record, field, the two values; nothing where there is none."""
    if not merged.disagreements:
        return ""
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for name in ("document", "kind", "record", "field", "first", "second"):
        table.add_column(name, overflow="fold")
    for one in merged.disagreements:
        values = (_value(one.first), _value(one.second))
        table.add_row(*map(clean, (one.document, one.kind, one.record, one.field, *values)))
    return rendered(table)


def _table(*columns: str) -> Table:
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for place, name in enumerate(columns):
        table.add_column(name, justify="right" if place > 2 else "left", no_wrap=True)
    return table


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _value(value: Any) -> str:
    text = value if isinstance(value, str) else dumps(value)
    return text if len(text) <= 80 else text[:79] + "…"
