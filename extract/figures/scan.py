"""One pass over a text: a cheap lexer finds where a figure may begin, the readers decide what it is.

The lexer walks words and currency signs once. A word that begins no figure costs one dictionary look-up; a
word that may begin one is handed to its reader, which looks at a bounded stretch around it. What a reader
takes is never read again, so the whole is linear in the length of the text.
"""

from __future__ import annotations

import datetime
import functools
import re

from extract.figures import calendar_forms, currencies, gazetteer, neighbours, number_names, references, relative
from extract.figures import number_readers as numeric
from extract.figures import readers as read
from extract.figures.dates import Context
from extract.figures.patterns import Lazy
from extract.figures.readers import Reader
from extract.types import Figure

_TOKEN = Lazy(rf"[^\W0-9]+|[0-9]\w*|[{re.escape(''.join(currencies.SYMBOLS))}№]")


@functools.cache
def readers() -> dict[str, Reader]:
    """Word → its reader. Built on the first use, in the order of rising precedence."""
    table: dict[str, Reader] = {}

    def put(reader: Reader, names: object, forms: str = "lcu") -> None:
        """Enter words under lower case, Capital, UPPER, or as written ("x")."""
        for name in list(names):  # type: ignore[call-overload]
            variants = {"l": name.lower(), "c": name.capitalize(), "u": name.upper(), "x": name}
            table.update(dict.fromkeys((variants[form] for form in forms), reader))

    put(read.reference, (*references.LOWER, *references.WEAK), "lcu")
    put(read.reference, references.CAPITAL, "x")
    put(read.ordinal, [*calendar_forms.ORDINALS, "quarter", "final", "last", "opening"])
    put(numeric.number_word, [*number_names.UNITS, *number_names.TENS, *number_names.SCALES, "half", "couple"])
    put(numeric.number_word, number_names.VULGAR, "x")
    put(
        read.part,
        ["mid", "early", "late", "end", "middle", "beginning", "start", "close", *calendar_forms.SEASONS],
        "lc",
    )
    put(read.part, ["Q", "H"], "x")
    put(read.month, calendar_forms.MONTHS, "cu")
    put(read.weekday, calendar_forms.WEEKDAYS, "c")
    put(read.bound, ["by", "until", "till", "before", "since", "prior", "not", "no"], "lc")
    put(read.relative_words, ["this", "next", "earlier", "later"], "lc")
    put(read.day_word, relative.DAYS, "lc")
    put(read.ago, ["ago"], "l")
    put(read.url, ["http", "https", "www"], "lcu")
    put(numeric.vague, numeric.VAGUE, "lc")
    put(read.currency_word, [f"{name}s" for name in currencies.words()], "lc")
    put(read.currency_word, ["Euro", "yen", "Yen", "yuan", "Yuan", "taka", "Taka"], "x")
    put(read.currency, [*currencies.SYMBOLS, "№", *currencies.CODES, *currencies.MARKS], "x")
    names = {re.split(r"\W", name)[0] for name in (*gazetteer.NAMES, *gazetteer.COMMON, *gazetteer.RISKY)}
    put(read.weapon, names | {f"{name}s" for name in (*gazetteer.NAMES, *gazetteer.COMMON) if name.isalpha()}, "x")
    put(read.ship_class, ["class"], "l")
    put(read.weapon, set(gazetteer.SPACED) - table.keys(), "x")
    return table


def scan(text: str, anchor: datetime.date | None) -> list[Figure]:
    """All figures of a text, in document order and without overlap."""
    table = readers()
    ctx = Context(text, anchor)
    found: list[Figure] = []
    done = 0
    for token in _TOKEN.finditer(text):
        pos = token.start()
        if pos < done:
            continue
        word = token.group()
        reader = numeric.number if "0" <= word[0] <= "9" else table.get(word)
        if reader is None:
            continue
        result = reader(ctx, pos, word, done)
        if isinstance(result, Figure):
            found.append(result)
            done = result.end
            if result.kind in ("money", "percent", "count"):
                neighbours.spread(text, found)
                neighbours.link(text, found)
            elif result.kind == "number":
                neighbours.carry(text, found)
        elif result is not None:
            done = result
    return found
