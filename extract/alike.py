"""Alike: whether a record's field says what the gold says, by the field's type and the gold's accept list.

Takes a kind's class, a field, a gold record and a record's data; answers right, wrong or not graded (None). How a
field is compared follows from its type in the schema, so that no kind is named here:

amount, count     value and upper end equal; of an amount also currency and modifier, and its words hold the figure
dates             the same set of (EDTF, planned); the event's name is not graded where these agree
designations      the same key (`extract.figures.same_designation`)
names             the same actor (`extract.naming`); a list: the same actors
choices           the same value; a list: the same values, or one in common where the class has the field in `any_of`
quotes            at least 0.9 in common (`extract.overlap.share`)
other words       likeness of at least 0.8 (rapidfuzz)

`accept` grammar, for a field or a part of it ("amount.text"): a list of other right values (for lists of lists, for
dates EDTF strings, null for none); {"ungraded": true}; {"min_overlap": x}; {"must_contain": words};
{"min_hits": n, "of": [...]}.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, get_args, get_origin

from rapidfuzz.fuzz import ratio

from extract.fields import Amount, Count, Happening, KindModel, roles_of
from extract.figures import find, same_designation
from extract.gold import GoldRecord
from extract.naming import Names, key
from extract.overlap import contained, share, words

LEAST_QUOTE = 0.9
LEAST_LIKENESS = 0.8
_NAMED = ("side", "member", "actor", "source")
_MISSING = object()


@dataclass(frozen=True, slots=True)
class Comparer:
    """Compares one document's records of one kind with gold. `published`: ISO date, for dates said in words."""

    model: type[KindModel]
    names: Names = field(default_factory=Names)
    published: str | None = None

    def graded(self, gold: GoldRecord, data: Mapping[str, Any]) -> dict[str, bool]:
        """Right or wrong for every field that both have and that is graded here; quotes that are evidence are not."""
        out: dict[str, bool] = {}
        for name in gold.fields:
            own = self.own_name(name)
            if own is not None and own in data and self.form(own) != "evidence":
                verdict = self.right(name, gold, data[own])
                if verdict is not None:
                    out[name] = verdict
        return out

    def own_name(self, name: str) -> str | None:
        """The schema's name for a field of the gold: its own, or that with "_text" behind it; None if it has none."""
        return next((own for own in (name, f"{name}_text") if own in self.model.model_fields), None)

    def form(self, name: str) -> str:
        """How a field is compared: evidence, quote, amount, count, dates, designation, names, name, words, choices
        or choice.
        """
        return _form(self.model, name)

    def right(self, name: str, gold: GoldRecord, found: Any) -> bool | None:
        """Whether `found` is right for the gold's field `name`; None where that is not graded."""
        own = self.own_name(name) or name
        rule, wanted = gold.accept.get(name, gold.accept.get(own)), gold.fields.get(name)
        if isinstance(rule, Mapping):
            return self._by_rule(rule, wanted, found)
        if self.form(own) == "words" and isinstance(wanted, Mapping) and "text" not in wanted:
            return None  # the gold has parts where the schema has words
        if own in self.model.any_of and not wanted:
            return None
        if self.alike(own, wanted, found, gold):
            return True
        return any(self.alike(own, other, found, gold) for other in (rule if isinstance(rule, list) else ()))

    def _by_rule(self, rule: Mapping[str, Any], wanted: Any, found: Any) -> bool | None:
        if rule.get("ungraded"):
            return None
        if "min_overlap" in rule:
            return share(str(wanted or ""), str(found or "")) >= float(rule["min_overlap"])
        if "must_contain" in rule:
            return has_words(str(found or ""), rule["must_contain"])
        hits = set(found or ()) & set(rule.get("of", ()))
        return len(hits) >= int(rule.get("min_hits", 1))

    def alike(self, own: str, wanted: Any, found: Any, gold: GoldRecord | None = None) -> bool:
        """Whether one value is the other, by the form of the field; two nulls are."""
        form = self.form(own)
        if form in ("names", "choices", "dates"):
            return self._lists_alike(own, form, wanted or [], found or [])
        if wanted is None or found is None:
            return wanted is found
        if form in ("amount", "count"):
            return self._numbers_alike(own, wanted, found, gold)
        if form == "designation":
            return same_designation(wanted, found) is not None or key(wanted) == key(found)
        if form == "name":
            return self.names.same(wanted, found)
        if form == "quote":
            return share(wanted, found) >= LEAST_QUOTE
        if form == "words":
            return self._words_alike(wanted, found)
        return bool(wanted == found)

    def _lists_alike(self, own: str, form: str, wanted: list[Any], found: list[Any]) -> bool:
        if form == "names":
            if own in self.model.any_of:
                return any(self.names.same(a, b) for a in wanted for b in found)
            return self.names.same_sets(wanted, found)
        if form == "choices":
            return bool(set(wanted) & set(found)) if own in self.model.any_of else set(wanted) == set(found)
        if all(isinstance(one, str) for one in wanted):  # an accept list gives dates as EDTF
            return sorted(wanted) == sorted(str(one.get("edtf")) for one in found)
        return _steps(wanted) == _steps(found)

    def _numbers_alike(self, own: str, wanted: Any, found: Any, gold: GoldRecord | None) -> bool:
        if not same_number(wanted, found):
            return False
        if not isinstance(wanted, Mapping) or not isinstance(found, Mapping):
            return True
        texts = [wanted.get("text"), *((gold.accept.get(f"{own}.text") or []) if gold else [])]
        held = any(text is None or has_words(found["text"], _figure_of(text)) for text in texts)
        return held and wanted.get("modifier", "exact") == found.get("modifier", "exact")

    def _words_alike(self, wanted: Any, found: Any) -> bool:
        """Words like words. A date in words is right if it is like the gold's words or has the gold's EDTF."""
        text, edtf = (wanted.get("text"), wanted.get("edtf")) if isinstance(wanted, Mapping) else (wanted, wanted)
        if isinstance(found, Mapping):
            found = found.get("text") or ""
        if text is not None and (ratio(_plain(text), _plain(found)) >= 100 * LEAST_LIKENESS or contained(text, found)):
            return True
        return edtf is not None and edtf in self.edtf_of(found)

    def edtf_of(self, text: str) -> list[str]:
        """The dates that words give, as EDTF, read from the day of publication."""
        try:
            anchor = date.fromisoformat((self.published or "")[:10]).isoformat()
        except ValueError:
            anchor = None
        return [figure.unit for figure in find(text, anchor=anchor) if figure.kind == "date" and figure.unit]


def _steps(dates: Iterable[Mapping[str, Any]]) -> set[tuple[Any, bool]]:
    return {(one.get("edtf"), bool(one.get("planned"))) for one in dates}


@cache
def _form(model: type[KindModel], name: str) -> str:
    annotation = model.model_fields[name].annotation
    role = roles_of(model).get(name)
    inner, several = _classes(annotation), list in _classes(annotation)
    # Fields of which one or another must agree name somebody: ("speaker", "speaker_name").
    named = {name for entry in model.match_by if not isinstance(entry, str) for name in entry}
    for form, part in (("amount", Amount), ("count", Count), ("dates", Happening)):
        if any(issubclass(one, part) for one in inner):
            return form
    if role == "quote":
        return "evidence" if several else "quote"
    if role in _NAMED or name in named:
        return "names" if several else "name"
    if role in ("words", "near", "in_document", "designation"):
        return "designation" if role == "designation" else "words"
    return "choices" if several else "choice"


def same_number(wanted: Any, found: Any) -> bool:
    """Whether two amounts or counts have the same value, upper end and currency; a bare number is a value alone."""
    ours, theirs = _parts(wanted), _parts(found)
    return all(ours[name] == theirs[name] for name in ours if ours[name] is not _MISSING and name in theirs)


def _parts(value: Any) -> dict[str, Any]:
    """Value, upper end and currency; what a bare number does not say is missing, not null."""
    if value is None or isinstance(value, Mapping):
        part = value or {}
        numbers = {name: _exact(part.get(name)) for name in ("value", "value_high")}
        return numbers | {"currency": part.get("currency", _MISSING)}
    return {"value": _exact(value), "value_high": _MISSING, "currency": _MISSING}


def _exact(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def has_words(text: str, wanted: str) -> bool:
    """Whether a text holds these words in this order, single words too; wanted words that are none are held."""
    few, many = words(wanted), words(text)
    return any(many[start : start + len(few)] == few for start in range(len(many) - len(few) + 1))


def _figure_of(text: str) -> str:
    """The figure in the words of an amount: its first figure as the finder reads it, else all words."""
    figures = [figure for figure in find(text) if figure.kind in ("money", "count", "number")]
    return figures[0].as_written.lstrip("$€£¥ ") if figures else text


def _plain(text: str) -> str:
    return " ".join(words(text))


def _classes(annotation: Any) -> list[type]:
    """The classes inside an annotation: of list[Loan] | None, list, Loan and NoneType."""
    origin = get_origin(annotation)
    here = [one for one in (annotation, origin) if isinstance(one, type) and get_origin(one) is None]
    return [*here, *(found for inner in get_args(annotation) for found in _classes(inner))]
