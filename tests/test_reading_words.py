"""The quick ways of reading give what the plain ways give: word lists, whole words, names of the table."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import actors
from extract.reading import Cast, Mention, cast, sentences
from extract.reading.sentences import LONGEST
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


@pytest.mark.parametrize("word", ["agreed ", "x", "Oslo, ", "a\n\n", "agreed.x "])
def test_a_sentence_without_an_end_is_read_in_pieces(word: str) -> None:
    text = word * (5 * LONGEST // len(word))
    spans = sentences(text)
    assert all(0 < end - start <= LONGEST for start, end in spans)
    assert "".join(text[start:end] for start, end in spans).split() or spans == ()
    assert re.sub(r"\s", "", "".join(text[start:end] for start, end in spans)) == re.sub(r"\s", "", text)
    assert all(text[end : end + 1].isspace() or end == len(text) for _, end in spans) or " " not in text


MENTIONS = st.lists(
    st.tuples(st.sampled_from(["NOR", "USA", "RUS", "NATO", None]), st.sampled_from(["name", "capital", "group"])),
    max_size=30,
)


@given(MENTIONS)
def test_the_country_named_most_is_kept_up_to_date(parts: list[tuple[str | None, str]]) -> None:
    mentions = [Mention(code or "Vell", code, at, at + 1, role) for at, (code, role) in enumerate(parts)]  # type: ignore[arg-type]
    for number, leader in enumerate(cast._leaders(mentions), start=1):
        counted = Counter(one.code for one in mentions[:number] if one.code and one.role != "group")
        assert leader == next((c for c, _ in counted.most_common() if actors.kind_of(c) == "country"), None)


def test_the_last_before_a_place() -> None:
    names = Cast("Norway met Ina Vell, the minister. Then Norway and Vell met Denmark.")
    assert (found := names.last(names.text.index("Then"), ("name",))) is not None
    assert found.start == 0
    assert names.last(0, ("name",)) is None
    assert (person := names.last_person(len(names.text))) is not None
    assert names.text[person.start : person.end] == "Vell"
