"""Checks on numbers and dates: is every value that of the figure in the text?"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from extract.checks.registry import check, finding, said
from extract.derive import Case
from extract.fields import Amount, Count, Happening, digits
from extract.figures import date_bounds
from extract.types import Figure, Finding


@check("V04", ask=False)
def amount_is_its_figure(case: Case) -> Iterator[Finding]:
    """An amount's value is that of the money figure in its own words, scale word and all. Where the model's number
    differs, the record carries the figure's value and says what the model had. Without a figure it is an error.
    """
    for slot in case.slots:
        if isinstance(slot.value, Amount):
            without = f"no sum of money is found in {said(slot.value.text)}; the number {slot.value.value} has no proof"
            yield from _against_figure(case, "V04", slot.path, slot.value, without)


@check("V05", ask=False)
def currency_is_its_figures(case: Case) -> Iterator[Finding]:
    """The currency is the one that the words name. A word that several currencies share ("rubles") is decided by
    the likeliest and flagged; a bare "$" is taken for US dollars and noted.
    """
    for slot in case.slots:
        figure = case.figures.get(slot.path)
        if not isinstance(slot.value, Amount) or figure is None:
            continue
        path = f"{slot.path}.currency"
        if figure.assumed and not figure.as_written.startswith("$"):
            message = f"{said(figure.as_written)} names more than one currency; {figure.unit} is the likeliest"
            yield Finding("V05", "warn", path, message, figure)
        elif figure.assumed:
            yield Finding("V05", "info", path, f"{said(figure.as_written)} is taken for {figure.unit}", figure)
        if slot.value.currency.upper() != figure.unit:
            message = f"the model said {said(slot.value.currency)}; {said(figure.as_written)} is {figure.unit}"
            yield Finding("V05", "warn", path, message, figure)


@check("V06", ask=False)
def modifier_is_its_figures(case: Case) -> Iterator[Finding]:
    """ "up to", "over", "about" are read off the words beside the figure; what the model had is only noted."""
    for slot in case.slots:
        figure = case.figures.get(slot.path)
        if isinstance(slot.value, Amount) and figure is not None and slot.value.modifier != figure.modifier:
            message = f"the model said {slot.value.modifier}; the words beside the figure say {figure.modifier}"
            yield Finding("V06", "info", f"{slot.path}.modifier", message, figure)


@check("V14")
def count_is_its_figure(case: Case) -> Iterator[Finding]:
    """A stated number of things stands in the evidence, in digits or words, and has that value."""
    for slot in case.slots:
        if isinstance(slot.value, Count):
            without = f"no number is found in {said(slot.value.text)} in the evidence; null if it gives none"
            yield from _against_figure(case, "V14", slot.path, slot.value, without)


def _against_figure(case: Case, check: str, path: str, part: Amount | Count, without: str) -> Iterator[Finding]:
    """The model's number against the figure's; `without` is the message where there is no figure."""
    figure = case.figures.get(path)
    if figure is None:
        yield finding(check, "error", f"{path}.value", without)
    elif not _agrees(part, figure):
        yield Finding(check, "warn", f"{path}.value", _mended(part, figure), figure)


def _agrees(part: Amount | Count, figure: Figure) -> bool:
    """A range is met by either end, or by any number between them."""
    if part.value is None or figure.value is None:
        return False
    return figure.value <= part.value <= (figure.value if figure.value_high is None else figure.value_high)


def _mended(part: Amount | Count, figure: Figure) -> str:
    value = digits(figure.value) if figure.value is not None else "nothing"
    high = f" to {digits(figure.value_high)}" if figure.value_high is not None else ""
    had = "no number" if part.value is None else digits(part.value)
    return f"the model said {had}; {said(figure.as_written)} is {value}{high}, which the record now carries"


@check("V15", ask=False)
def date_is_resolved(case: Case) -> Iterator[Finding]:
    """A date's words hold a date that code can read; where the year is not beside it, that is noted."""
    for slot in case.slots:
        if not isinstance(slot.value, Happening):
            continue
        figure = case.figures.get(slot.path)
        if figure is None or figure.unit is None:
            yield finding("V15", "warn", f"{slot.path}.edtf", f"{said(slot.value.text)} cannot be read as a date")
        elif figure.assumed:
            message = f"{said(figure.as_written)} is read as {figure.unit}, from the text around it"
            yield Finding("V15", "info", f"{slot.path}.edtf", message, figure)


@check("V16", ask=False)
def steps_are_in_order(case: Case) -> Iterator[Finding]:
    """Steps happen in their order: no signing surely after the ratification. Judged on the bounds of the EDTF
    dates (Library of Congress, EDTF level 1), so that only the impossible is an error.
    """
    order = case.kind.model.happens_in
    dated = [
        (order.index(slot.value.event), slot.path, slot.value.event, bounds)
        for slot in case.slots
        if isinstance(slot.value, Happening) and slot.value.event in order and (bounds := _bounds(case, slot.path))
    ]
    for rank, path, event, (lower, _) in dated:
        for other_rank, _, other, (_, upper) in dated:
            if rank < other_rank and lower > upper:
                yield finding("V16", "error", f"{path}.edtf", f"{event} ({lower}) comes after {other} ({upper})")


@check("V17")
def planned_is_not_done(case: Case) -> Iterator[Finding]:
    """What lies after the day of publication is planned; and a stage that rests on planned dates alone is not
    reached yet.
    """
    happenings = [(slot.path, slot.value) for slot in case.slots if isinstance(slot.value, Happening)]
    if case.document.published:
        published = datetime.date.fromisoformat(case.document.published[:10])
        for path, step in happenings:
            bounds = _bounds(case, path)
            if not step.planned and bounds and bounds[0] > published:
                message = f"{said(step.text)} lies after the publication ({published}), so it is planned"
                yield finding("V17", "error", f"{path}.planned", message)
    field = case.kind.model.stage_field
    stage = getattr(case.draft, field) if field else None
    of_stage = [step for _, step in happenings if step.event == stage]
    if field and of_stage and all(step.planned for step in of_stage):
        yield finding("V17", "error", field, f"{said(stage)} rests on planned dates alone; name the step already taken")


def _bounds(case: Case, path: str) -> tuple[datetime.date, datetime.date] | None:
    figure = case.figures.get(path)
    return date_bounds(figure.unit) if figure is not None and figure.unit else None
