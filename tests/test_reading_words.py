"""The quick ways of reading give what the plain ways give: word lists, whole words, names of the table."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import actors
from extract.reading import Cast
from extract.reading.words import any_of, one_of, whole_words

WORDS = ("call*", "called for", "said", "say", "is to", "Kick", "élan", "$", "won't", "ask", "says so")
TEXTS = st.lists(
    st.sampled_from([*WORDS, "SAID", "ſaid", "\u212aick", "İs to", "calls", "Élan", "x", "_", "'", ".", "\n"]),
    max_size=8,
).flatmap(lambda parts: st.sampled_from([" ", "", "-"]).map(lambda gap: gap.join(parts)))


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.lists(st.sampled_from(WORDS), max_size=6, unique=True))
def test_words_in_groups_are_found_where_the_plain_list_finds_them(text: str, words: list[str]) -> None:
    plain = re.compile(one_of(tuple(words)), re.IGNORECASE)
    assert [m.span() for m in any_of(tuple(words)).finditer(text)] == [m.span() for m in plain.finditer(text)]


NAMES = st.text(st.sampled_from("Vel Vé.-'"), min_size=1, max_size=4).map(str.strip).filter(bool)


@settings(max_examples=400, deadline=None)
@given(st.text(st.sampled_from("Vel Vé.-'_"), max_size=40), NAMES, st.one_of(st.just(""), NAMES))
def test_whole_words_are_those_of_the_regex(text: str, word: str, before: str) -> None:
    word = word.replace(" ", "")
    pattern = rf"(?<!\w)(?:{re.escape(before)} )?{re.escape(word)}(?!\w)" if before else None
    plain = re.finditer(pattern or rf"(?<!\w){re.escape(word)}(?!\w)", text)
    assert list(whole_words(text, word, before)) == [match.span() for match in plain]


def test_every_name_of_the_table_is_found_in_a_text() -> None:
    known = set(actors.all_surfaces()).difference(actors.NOT_ACTORS)
    names = [name for name in sorted(known) if name[:1].isupper() and actors.look_up(name)]
    assert len(names) > 1000
    missed = [name for name in names if not Cast(f"We know {name} well.").within(8, 8 + len(name))]
    assert all(re.search(r"[(/]| - ", name) or len(re.findall(r"\w+", name)) > 8 for name in missed), missed


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("The United Kingdom", "GBR"), ("the U.S.", "USA"), ("U.S.", "USA"), ("RUSSIA'S", "RUS"),
        ("Guinea–Bissau", "GNB"), ("Trinidad & Tobago", "TTO"),
        ("Bosnia\nand Herzegovina", "BIH"), ("Co\u0302te", None),
    ],
)  # fmt: skip
def test_a_name_is_known_however_it_is_written(words: str, code: str | None) -> None:
    assert [one.code for one in Cast(f"Then {words} agreed.").mentions] == ([code] if code else [])
