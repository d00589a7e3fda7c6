"""Checks on copied words: does the document hold what the record says it holds?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.checks.registry import check, finding, said
from extract.derive import Case, droppable, is_named
from extract.fields import fields_with
from extract.figures import same_designation
from extract.folding import Span, fold
from extract.ground import locate, nearest
from extract.placing import NEAR
from extract.types import Finding, Level

LONGEST_EVIDENCE = 700
"""Code points; record-design 8.6, V02."""

_QUOTED = re.compile(r"[“\"«]([^”\"»“«]{2,300})[”\"»]")


@check("V01")
def evidence_stands_in_document(case: Case) -> Iterator[Finding]:
    """Every quote is a slice of the document, or becomes one by a reversible change of white space, quotation marks,
    dashes, NFC or the first letter's case; the record then holds the document's own slice. A like passage is only
    suggested.
    """
    for slot in case.slots:
        if slot.role != "quote":
            continue
        found = case.placed[slot.path].found
        if found is None:
            like = nearest(slot.value, case.document.text[slice(*case.within or (None, None))])
            hint = f"; the nearest passage is {said(like, 400)}" if like else ""
            yield finding("V01", "error", slot.path, f"{said(slot.value)} does not stand in the document{hint}")
        elif found.match == "normalised":
            yield finding("V01", "info", slot.path, "found after folding white space, marks or dashes")


@check("V02", ask=False)
def evidence_is_short(case: Case) -> Iterator[Finding]:
    """A quote is a sentence or two, not the whole text."""
    for quote in case.evidence:
        if quote.end - quote.start > LONGEST_EVIDENCE:
            yield finding("V02", "warn", "", f"a quote of {quote.end - quote.start} characters proves little")


@check("V03")
def copied_words_stand_in_evidence(case: Case) -> Iterator[Finding]:
    """Words said to be copied stand in the sentences of the evidence; titles and dates anywhere in the document.
    Invented words are taken out of a field that may be null, with a warning; elsewhere they are an error.
    """
    for slot in case.slots:
        place = case.placed.get(slot.path)
        if place is None or slot.role in ("quote", "designation"):
            continue
        if place.where == "nowhere" and droppable(case.draft, slot, place):
            message = f"{said(place.words)} does not stand in the document and was taken out"
            yield finding("V03", "warn", slot.path, message)
        elif place.where == "nowhere":
            yield finding("V03", "error", slot.path, f"{said(place.words)} does not stand in the document")
        elif place.where == "document" and slot.role in ("words", "amount", "count"):
            yield finding(
                "V03", "error", slot.path, f"{said(place.words)} stands in another sentence than the evidence"
            )


@check("V08")
def designation_stands_in_evidence(case: Case) -> Iterator[Finding]:
    """A weapon's name stands in the evidence, and holds a designation that the figure finder knows as one."""
    for slot in case.slots:
        if slot.role == "designation":
            if case.placed[slot.path].where != "evidence":
                yield finding("V08", "error", slot.path, f"{said(slot.value)} does not stand in the evidence")
            elif slot.path not in case.figures:
                yield finding("V08", "warn", slot.path, f"{said(slot.value)} is not a weapon's name as far as is known")


@check("V09", ask=False)
def designation_is_written_another_way(case: Case) -> Iterator[Finding]:
    """A weapon's name that the evidence writes another way: an alias, or a Latin reading of Cyrillic letters."""
    for slot in case.slots:
        figure = case.figures.get(slot.path)
        if slot.role != "designation" or figure is None or locate(slot.value, figure.as_written):
            continue
        way = same_designation(slot.value, figure.as_written)
        if way is not None and fold(figure.as_written)[0] not in fold(slot.value)[0]:
            yield finding("V09", "info", slot.path, f"{said(slot.value)} is {said(figure.as_written)} by {way}")


@check("V22")
def quoted_parts_are_verbatim(case: Case) -> Iterator[Finding]:
    """Words that the record puts in quotation marks are the document's, to the letter; never repaired silently."""
    for slot in case.slots:
        if slot.role != "quote":
            continue
        for part in _QUOTED.findall(slot.value):
            place = locate(part, case.document.text)
            if place is None:
                yield finding(
                    "V22", "error", slot.path, f"the words in quotation marks {said(part)} are not the document's"
                )
            elif place.match == "normalised":
                yield finding(
                    "V22", "info", slot.path, f"{said(part)} found after folding white space, marks or dashes"
                )


@check("V23")
def speaker_and_cue_are_near(case: Case) -> Iterator[Finding]:
    """A speaker and a reporting word are named; they stand in the sentence of the content or close by, and not in
    the content itself, which is what was said and nothing else.
    """
    text, outside = case.document.text, _outside(case)
    filled = {slot.path for slot in case.slots if slot.role == "near"}
    for name in fields_with(type(case.draft), "near"):
        if name not in filled:
            yield finding("V23", "warn", name, f"no {name} is named; a statement needs one")
    for slot in case.slots:
        if slot.role != "near" or not case.evidence:
            continue
        if case.placed[slot.path].where == "document":
            yield finding("V23", "warn", slot.path, f"{said(slot.value)} does not stand near the content")
        elif case.placed[slot.path].where == "evidence" and locate(slot.value, text, outside) is None:
            yield finding(
                "V23", "warn", slot.path, f"the content holds {said(slot.value)}; it is what was said, no more"
            )


def _outside(case: Case) -> list[Span]:
    """Around the evidence: its sentences and `NEAR` code points more, the quotes themselves left out."""
    spans: list[Span] = []
    for (start, end), quote in zip(case.scope, case.evidence, strict=True):
        spans += [(max(0, start - NEAR), quote.start), (quote.end, end + NEAR)]
    return spans


@check("V26")
def names_are_in_document(case: Case) -> Iterator[Finding]:
    """Every party, person and source named stands in the document, by this name or by another of the same actor.
    An invented source is taken out: what nobody is cited for, the author says.
    """
    for slot in case.slots:
        if slot.role not in ("side", "member", "actor", "source") or is_named(slot, case.document.text):
            continue
        level: Level = "warn" if slot.role == "source" else "error"
        yield finding("V26", level, slot.path, f"the document does not name {said(slot.value)}")
        if slot.role == "source":
            yield finding("V26", "info", slot.path, "taken for the author's own words")
