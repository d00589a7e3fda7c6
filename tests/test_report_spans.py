"""Texts cut into pieces with marks on them: nothing lost, nothing moved, nothing hidden."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest
from conftest import LOAN_TEXT, loan
from hypothesis import given
from hypothesis import strategies as st

from extract.kinds import Kind
from extract.report.marks import record_marks, unclaimed_mark
from extract.report.spans import Mark, cut, view, visible

TEXTS = st.text(
    st.one_of(st.characters(), st.sampled_from("ab \n\r\u202e\u200b\x00\ud800\udc00\U0001f600<&")), max_size=60
)
MARKS = st.lists(st.tuples(st.integers(-3, 65), st.integers(-3, 65)), max_size=8)


@given(TEXTS, MARKS)
def test_pieces_are_the_text_and_lie_under_their_marks(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(start, end, "figure", "x") for start, end in spans]
    pieces = cut(text, marks)
    assert "".join(piece.text for piece in pieces) == text
    at = 0
    for piece in pieces:
        assert piece.text
        for offset in range(at, at + len(piece.text)):
            lying = tuple(place for place, mark in enumerate(marks) if mark.start <= offset < mark.end)
            assert piece.marks == lying
        at += len(piece.text)


SEEN_FORMATS = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD, *range(0x13430, 0x13460)}
"""Format characters that have a shape: Arabic and Syriac number signs, Kaithi, Egyptian joiners."""


def test_nothing_that_unicode_calls_a_control_or_format_is_shown_as_it_is() -> None:
    every = "".join(map(chr, range(0x110000)))
    for piece in cut(every, []):
        if not piece.hidden:
            for char in piece.shown:
                category = unicodedata.category(char)
                assert category not in ("Cc", "Cs", "Zl", "Zp") or char in "\n\t"
                assert category != "Cf" or ord(char) in SEEN_FORMATS, hex(ord(char))


@pytest.mark.parametrize(
    "text, shown",
    [
        ("a\u202eb", ["a", "U+202E", "b"]),
        ("\u200b\u200d\ufeff", ["U+200B U+200D U+FEFF"]),
        ("\u200b" * 100, ["U+200B U+200B U+200B U+200B and 96 more"]),
        ("a\r\nb\rc", ["a\nb\nc"]),
        ("\ud83d\ude00", ["U+D83D U+DE00"]),
        ("\U0001f600\ufe0f", ["\U0001f600\ufe0f"]),
        ("\x00\U000e0041\u2028", ["U+0000 U+E0041 U+2028"]),
        ("soft\xadhyphen \u2800", ["soft", "U+00AD", "hyphen ", "U+2800"]),
    ],
)
def test_hidden_characters_are_named(text: str, shown: list[str]) -> None:
    assert [piece.shown for piece in cut(text, [])] == shown


def test_a_label_is_one_visible_line() -> None:
    assert visible("a\n\u202e b\x1b[31m") == "a [U+202E] b[U+001B][31m"


def test_the_view_is_plain_json_and_needs_no_offsets() -> None:
    text = "\U0001f600 lent $5 million\u200b."
    shown = view(text, [Mark(7, 17, "figure", "amount", "r1", "amount"), Mark(2, 19, "evidence", "evidence", "r1")])
    assert json.loads(json.dumps(shown)) == shown
    assert shown["pieces"] == [
        ["\U0001f600 "],
        ["lent ", [1]],
        ["$5 million", [0, 1]],
        ["U+200B", [1], "zero width space"],
        [".", [1]],
    ]
    assert shown["marks"][0] == {"role": "figure", "label": "amount", "record": "r1", "path": "amount"}


def record(**changes: Any) -> dict[str, Any]:
    quote = loan()["evidence"][0]
    start = LOAN_TEXT.index(quote)
    at = LOAN_TEXT.index("$2.4 million")
    sound = {
        "id": "r1",
        "data": loan(),
        "evidence": [{"exact": quote, "start": start, "end": start + len(quote)}],
        "figures": {"amount": {"start": at, "end": at + 12}},
    }
    return {**sound, **changes}


def slices(marks: list[Mark]) -> dict[str, tuple[str, str]]:
    return {mark.path: (mark.role, LOAN_TEXT[mark.start : mark.end]) for mark in marks}


def test_a_record_marks_its_evidence_its_figures_and_its_words(kinds: dict[str, Kind]) -> None:
    marks = slices(record_marks(record(), LOAN_TEXT, kinds["loan"].model))
    assert marks == {
        "evidence[0]": ("evidence", loan()["evidence"][0]),
        "amount": ("figure", "$2.4 million"),
        "lender[0]": ("words", "China"),
        "borrower[0]": ("words", "Belarus"),
        "purpose_text": ("words", "a bridge"),
    }


def test_words_are_not_marked_in_another_sentence_or_inside_a_word(kinds: dict[str, Kind]) -> None:
    far = loan(lender=["Prices"], borrower=["lend Bel"])
    marks = record_marks(record(data=far), LOAN_TEXT + " x" * 400 + " Chinese", kinds["loan"].model)
    assert "lender[0]" in slices(marks)  # close by
    assert "borrower[0]" not in slices(marks)
    marks = record_marks(record(data=loan(lender=["Xylo"])), LOAN_TEXT + " x" * 400 + " Xylo", kinds["loan"].model)
    assert "lender[0]" not in slices(marks)


def test_a_record_of_an_unknown_kind_and_an_edited_one_do_no_harm() -> None:
    assert set(slices(record_marks(record(), LOAN_TEXT, None))) == {"", "amount"}
    odd = record(figures={"amount": {"start": "x", "end": None}, "b": {"start": 10**9, "end": 10**10}})
    marks = record_marks(odd, LOAN_TEXT, None)
    assert [piece.marks for piece in cut(LOAN_TEXT, marks)] == [(), (0,), ()]
    assert unclaimed_mark({"kind": "percent", "start": 1, "end": 4}) == Mark(1, 4, "unclaimed", "percent")
