"""Who "it", "the bank" and "the two sides" are, turns of phrase, whom an instrument binds."""

from __future__ import annotations

import pytest
from hypothesis import given
from test_reading import WORDS

from extract.reading import Cast
from extract.reading.pacts import parties
from extract.reading.turns import turns
from extract.reading.words import any_of

BODIES = [
    ("The World Bank came. Later the bank left.", "the bank", "IBRD"),
    ("China Exim Bank came. The same lender left.", "The same lender", "CHEXIM"),
    ("The IMF came. Saudi Fund for Development came. Later the fund left.", "the fund", "IMF"),
    ("The Kuwait Fund came. Later the fund left.", "the fund", "KFAED"),
    ("The Official Creditor Committee met. Then the committee left.", "the committee", "OCC"),
]


@pytest.mark.parametrize("text, words, code", BODIES, ids=[row[0][:30] for row in BODIES])
def test_a_body_is_the_last_one_of_its_sort(text: str, words: str, code: str) -> None:
    start = text.index(words)
    assert [one.code for one in Cast(text).within(start, start + len(words) + 1)] == [code]


@pytest.mark.parametrize("text", ["Norway came. Later the bank left.", "The World Bank came. The bank of a river."])
def test_a_body_that_nothing_names(text: str) -> None:
    start = text.lower().rindex("the bank")
    assert Cast(text).within(start, start + 9) == []


IT = [
    ("Norway came. In May it lent money.", "NOR"),
    ("Norway came to Latvia. It has lent money.", "NOR"),
    ("Latvia has waited: in May it lent money.", "LVA"),
    ("In Kenya, Norway waited; it lent money.", "NOR"),
    ("Norway's enemy came. In May it lent money.", None),
    ("Norway came. Latvia went. It rained. It lent money.", None),
    ("Norway lent money.", None),
]


@pytest.mark.parametrize("text, code", IT, ids=[row[0][:35] for row in IT])
def test_it_is_the_subject_before(text: str, code: str | None) -> None:
    found = Cast(text).subject_before(text.index("lent"))
    assert (found.code if found else None) == code


PAIRS = [
    ("Kenya and Kenya and Kenya. Norway and Latvia met. The two countries spoke.", ("NOR", "LVA")),
    ("Talks between Norway and the EU ended. Kenya came. Both sides spoke.", ("NOR", "EU")),
    ("Norway, Latvia and Kenya met. Ghana came. Ghana left. The two countries spoke.", ("GHA", "KEN")),
]


@pytest.mark.parametrize("text, codes", PAIRS, ids=[row[0][:35] for row in PAIRS])
def test_the_two_are_those_last_named_together(text: str, codes: tuple[str, str]) -> None:
    assert Cast(text).pair(text.rindex("wo countries") if "wo countries" in text else text.index("Both")) == codes


SPOKEN = [
    ("Kenya spoke.\n\nNorway has debts. A loan came", "NOR"),
    ("Norway has debts. In Nairobi, a loan came", "NOR"),
    ("Kenya spoke. A Norwegian loan came", "KEN"),
    ("Norway spoke to Kenya. A loan came", "NOR"),
]


@pytest.mark.parametrize("text, code", SPOKEN, ids=[row[0][:35] for row in SPOKEN])
def test_whom_the_text_speaks_of(text: str, code: str) -> None:
    assert Cast(text).spoken_of(len(text), frozenset()) == code


TURNS = [
    ("Latvia thanked Norway for the loan", [("taker", False)]),
    ("Latvia expressed its deep gratitude to Norway for the loan", [("taker", False)]),
    ("Latvia fell, thanks to Norway", []),
    ("Hanwha lands an order from Norway for jets", [("giver", False)]),
    ("The yard won a $5 million contract from Norway", [("giver", False)]),
    ("Latvia placed an order from Norway", []),
    ("Latvia ordered jets from Norway", []),
    ("Latvia signed a contract with Norway for jets", [("taker", True)]),
    ("Latvia signed a contract with Norway to supply jets", [("giver", True)]),
    ("Latvia's debts to Norway grew", [("taker", False)]),
]


@pytest.mark.parametrize("text, expected", TURNS, ids=[row[0][:40] for row in TURNS])
def test_turns(text: str, expected: list[tuple[str, bool]]) -> None:
    assert [(one.subject, one.weak) for one in turns(text, 0, len(text))] == expected


FORMS = [
    ("A pact between Norway and the European Union on fish was signed, Kenya said.", ["NOR", "EU"]),
    ("Kenya saw that a pact was signed by Norway, Latvia and Ghana.", ["NOR", "LVA", "GHA"]),
    ("Norway, Latvia and Kenya have formally signed a pact.", ["NOR", "LVA", "KEN"]),
    ("Norway signed a pact on fish with Latvia, Kenya said.", ["NOR", "LVA"]),
    ("Norway signed a pact on fish with Latvia and Kenya.", ["NOR", "LVA", "KEN"]),
    ("Norway praised the pact that Kenya signed.", []),
]


@pytest.mark.parametrize("text, codes", FORMS, ids=[row[0][:40] for row in FORMS])
def test_parties_by_form(text: str, codes: list[str]) -> None:
    here = [one for one in Cast(text).mentions if one.code]
    found = parties(text, (0, len(text)), text.index("pact"), any_of(("signed",)), here)
    assert [one.code for one in found] == codes


@given(WORDS)
def test_what_a_word_refers_to_stands_before_it(text: str) -> None:
    cast = Cast(text)
    for at in range(0, len(text), 7):
        found = cast.subject_before(at)
        assert found is None or found.end <= at
    assert all(0 <= one.start < one.end <= len(text) for one in turns(text, 0, len(text)))
