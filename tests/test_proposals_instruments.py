"""Candidates by class of language: two instruments of one act, names put to paper, memberships, thirds who join."""

from __future__ import annotations

from typing import Any

import pytest
from test_proposals import drafts

BOTH = ["Norway", "Latvia"]

SECOND: list[tuple[str, list[str]]] = [
    ("Norway and Latvia signed a treaty on fish, as well as a Declaration of Everlasting Peace.",
     ["treaty", "declaration"]),
    ("Norway and Latvia signed an agreement on fish together with six memorandums of understanding.",
     ["agreement", "memorandum"]),
    ("Norway and Latvia adopted a joint declaration and a two-year action plan.", ["declaration", "programme"]),
    ("Norway and Latvia signed an agreement on milk and a company made an offer.", ["agreement"]),
    ("Norway and Latvia signed an agreement on the protocol of visits and the treatment of guests.", ["agreement"]),
]  # fmt: skip


@pytest.mark.parametrize("text, types", SECOND, ids=[text[:50] for text, _ in SECOND])
def test_instruments_of_one_act(text: str, types: list[str]) -> None:
    found = drafts("treaty", text)
    assert [one["instrument_type"] for one in found] == types
    assert all(one["parties"] == BOTH for one in found)


def test_each_of_two_instruments_has_its_own_name_and_number() -> None:
    first, second = drafts("treaty", SECOND[0][0])
    assert (first["title_text"], second["title_text"]) == (None, "Declaration of Everlasting Peace")
    first, second = drafts("treaty", SECOND[1][0])
    assert (first["instrument_count"], second["instrument_count"]["value"]) == (None, 6)


ROWS: list[tuple[str, dict[str, Any]]] = [
    ("Norway and Latvia put their names to an agreement on cod.", {"parties": BOTH, "stage": "signed"}),
    ("Norway and Latvia undertook to open talks on a free trade agreement.", {"parties": BOTH}),
    ("Norway has held the 1960 Fjord Treaty with Latvia in abeyance since April.",
     {"parties": BOTH, "stage": "suspended"}),
    ("Norway and Latvia closed with a joint declaration, adopted unanimously.", {"stage": "adopted"}),
    ("A two-year action plan between Norway and Latvia was adopted.", {"stage": "adopted"}),
    ("Norway and Latvia have a plan to adopt a joint declaration.", {"stage": "proposed"}),
    ("Norway and Latvia signed a treaty on a border drawn in Soviet days.", {"parties": BOTH}),
    ("A statement issued by both governments called for peace between Norway and Latvia.", {"parties": BOTH}),
    ("Norway suspended its membership of NATO in 2012.", {"stage": "suspended"}),
    ("A treaty of Norway with Latvia, signed in May 2023, has been in force since June.", {"stage": "in_force"}),
    ("A treaty of Norway with Latvia, initialled in May, was signed in June.", {"stage": "signed"}),
    ("A treaty of Norway with Latvia was signed in May and is to enter into force in June.", {"stage": "signed"}),
]  # fmt: skip


@pytest.mark.parametrize("text, expected", ROWS, ids=[text[:50] for text, _ in ROWS])
def test_one_instrument(text: str, expected: dict[str, Any]) -> None:
    (found,) = drafts("treaty", text)
    assert {name: found[name] for name in expected} == expected


def test_membership_of_what_is_no_organisation() -> None:
    assert not drafts("treaty", "Norway suspended its membership of the chess league in 2012.")


def test_a_third_who_joins_the_two() -> None:
    text = "{} With President Ina Vell of Kenya the two leaders signed a treaty on fish."
    for before in ("Norway and Latvia settled their border.", "Norway called. Latvia was glad.\n\n"):
        assert [set(one["parties"]) for one in drafts("treaty", text.format(before))] == [{*BOTH, "Kenya"}]
    text = "Norway and Latvia met. With help from Kenya the two leaders signed a treaty on fish."
    assert [one["parties"] for one in drafts("treaty", text)] == [BOTH]


def test_three_agreements_are_not_a_treaty() -> None:
    text = "Norway and Latvia signed a treaty on fish. {} between Norway and Latvia, on cod, were signed in May."
    assert len(drafts("treaty", text.format("Three smaller agreements"))) == 2
    assert len(drafts("treaty", text.format("The agreements"))) == 1


CLAUSES: list[tuple[str, list[tuple[list[str], str]]]] = [
    ("Norway signed a treaty with Kenya in May, and its 2012 accord with Latvia was renewed for five years.",
     [(["Norway", "Kenya"], "signed"), (BOTH, "amended_or_extended")]),
    ("OSLO - Norway waits. A fisheries accord with Latvia, initialled in May, is awaiting approval, while a labour "
     "agreement with Kenya has been operational since June.", [(BOTH, "adopted"), (["Norway", "Kenya"], "in_force")]),
    ("Norway and Latvia signed a treaty in May; a pact between Norway and Kenya lapsed in June.",
     [(BOTH, "signed"), (["Norway", "Kenya"], "terminated")]),
    ("Norway and Latvia signed a treaty in May, and the treaty was ratified in June.", [(BOTH, "ratified")]),
    ("Norway and Latvia signed a treaty in May, while the weather in Kenya was bad.", [(BOTH, "signed")]),
]  # fmt: skip


@pytest.mark.parametrize("text, expected", CLAUSES, ids=[text[:50] for text, _ in CLAUSES])
def test_each_clause_with_an_instrument_of_its_own(text: str, expected: list[tuple[list[str], str]]) -> None:
    assert [(one["parties"], one["stage"]) for one in drafts("treaty", text)] == expected


WIDER: list[tuple[str, dict[str, Any]]] = [
    ("Norway’s agreement of the same kind with Latvia has applied since 11 May.", {"parties": BOTH,
     "stage": "in_force"}),
    ("The cooperation framework that Norway and Latvia concluded has been operational since May.",
     {"stage": "in_force"}),
    ("Talks with Latvia on a fisheries agreement are going well for Norway.", {"stage": "negotiating"}),
    ("Norway put pen to paper on a defence framework with Latvia.", {"parties": BOTH, "stage": "signed"}),
    ("Norway and Latvia let their joint fisheries accord lapse, and it lapsed in May.", {"stage": "terminated"}),
    ("Norway and Latvia signed a trade deal worth $40 million a year.", {"stage": "signed"}),
]  # fmt: skip


@pytest.mark.parametrize("text, expected", WIDER, ids=[text[:50] for text, _ in WIDER])
def test_instruments_and_acts_in_other_words(text: str, expected: dict[str, Any]) -> None:
    (found,) = drafts("treaty", text)
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    "text",
    [
        "Latvia will get F-16 jets. The deal, worth $40 million and signed by Norway and Latvia in May, runs to 2030.",
        "Norway and Latvia signed the deal for 12 F-16 jets in May.",
        "Norway and Latvia reached the last hour and parted without an agreement.",
        "Norway and Latvia met and concluded the talks far from any agreement.",
    ],
)
def test_a_purchase_and_what_was_not_reached_are_no_instrument(text: str) -> None:
    assert drafts("treaty", text) == []


def test_the_year_that_says_which_instrument_is_no_day_of_the_act() -> None:
    (found,) = drafts("treaty", "Norway renewed its 2012 agreement with Latvia in May 2024.")
    assert [(one["event"], one["text"]) for one in found["dates"]] == [("agreed", "May 2024")]
    (found,) = drafts("treaty", "Norway and Latvia signed an agreement on fish in Oslo on 2 May 2024.")
    assert [(one["event"], one["text"]) for one in found["dates"]] == [("signed", "2 May 2024")]


STEPS: list[tuple[str, list[tuple[str, str, bool]]]] = [
    ("A pact between Norway and Latvia, signed in May 2024, entered into force on 2 June 2024.",
     [("signed", "May 2024", False), ("in_force", "2 June 2024", False)]),
    ("A pact between Norway and Latvia, signed in May 2023, has been in force since 1 July of that year.",
     [("signed", "May 2023", False)]),
    ("A pact between Norway and Latvia, signed in May 2023, entered into force the next January.",
     [("signed", "May 2023", False)]),
]  # fmt: skip


@pytest.mark.parametrize("text, expected", STEPS, ids=[text[:70] for text, _ in STEPS])
def test_days_of_steps(text: str, expected: list[tuple[str, str, bool]]) -> None:
    (found,) = drafts("treaty", text)
    assert [(one["event"], one["text"], one["planned"]) for one in found["dates"]] == expected


NOT_ALL_DONE: list[tuple[str, list[tuple[list[str], str]]]] = [
    ("Norway and Latvia have still not signed the peace treaty they initialled in August; Oslo insists that Riga "
     "change its constitution first.", [(BOTH, "initialled")]),
    ("Norway and Latvia have not ratified the border treaty which was signed in May.", [(BOTH, "signed")]),
    ("Norway and Latvia have not signed any treaty on fish.", []),
    ("The memorandum of Norway and Latvia is not a treaty, and it does not require ratification.", []),
    ("Norway and Latvia signed a treaty on their constitution; it is in force.", []),
]  # fmt: skip


@pytest.mark.parametrize("text, expected", NOT_ALL_DONE, ids=[text[:50] for text, _ in NOT_ALL_DONE])
def test_what_was_done_before_with_what_is_not_done(text: str, expected: list[tuple[list[str], str]]) -> None:
    assert [(one["parties"], one["stage"]) for one in drafts("treaty", text)] == expected


def test_he_and_his_host_are_the_guests_country_and_the_capitals() -> None:
    text = "President Ola Berg of Norway came home. In Riga on 18 May he and his host {}."
    found = drafts("treaty", text.format("adopted a joint declaration, and seven memoranda were signed"))
    assert [one["parties"] for one in found] == [BOTH, BOTH]
    assert found[1]["instrument_count"]["value"] == 7
    assert drafts("treaty", "He and his host signed a treaty on fish.") == []
