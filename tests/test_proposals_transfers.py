"""Candidates of transfers by class of language: lists behind a colon, parts of an order, ships of a class."""

from __future__ import annotations

from typing import Any

import pytest
from test_proposals import drafts

from extract.figures import find

ONE: list[tuple[str, dict[str, Any]]] = [
    ("Two of the five S-400 squadrons that Latvia ordered from Norway in 2018 are still owed.",
     {"quantity": "five", "recipient": ["Latvia"], "supplier": ["Norway"], "status": "ordered"}),
    ("Latvia has received two of the nine Centauro II wheeled tank destroyers which it chose in 2022 from Italy.",
     {"quantity": "nine", "recipient": ["Latvia"], "supplier": ["Italy"]}),
    ("Latvia got the first of four Skua-class frigates from Norway.", {"quantity": None, "supplier": ["Norway"]}),
    ("A month earlier the Latvians had signed a similar letter in Oslo for 100 to 150 Gripen Es from Sweden.",
     {"quantity": "100 to 150", "designation_text": "Gripen E", "supplier": ["Sweden"], "recipient": ["Latvia"]}),
    ("Austria has ordered 36 AW169Ms from Italy.", {"quantity": "36", "designation_text": "AW169M"}),
    ("Ammunition from Norway had been flown through Riga to Latvia.",
     {"supplier": ["Norway"], "recipient": ["Latvia"], "status": "delivered"}),
    ("Between 20 and 60 M109 howitzers taken from Italian storage have also reached Latvia.",
     {"supplier": ["Italy"], "recipient": ["Latvia"], "status": "delivered"}),
    ("The largest order of 2024 was placed by Latvia in March: two patrol ships of the Skua class, from Norway.",
     {"designation_text": "Skua class", "quantity": "two", "recipient": ["Latvia"], "dates": ["March"]}),
    ("Latvia picked the F-16 of Norway.", {"recipient": ["Latvia"], "status": "ordered"}),
]  # fmt: skip


@pytest.mark.parametrize("text, expected", ONE, ids=[text[:40] for text, _ in ONE])
def test_what_a_transfer_is_read_as(text: str, expected: dict[str, Any]) -> None:
    (found,) = drafts("weapons_transfer", text)
    found["quantity"] = found["quantity"] and found["quantity"]["text"]
    found["dates"] = [step["text"] for step in found["dates"]]
    assert {name: found[name] for name in expected} == expected


def test_a_list_behind_a_colon_is_of_the_act_before_it() -> None:
    text = (
        "Norway gave its consent to two possible sales to Latvia: 100 Javelin missiles and up to 216 Excalibur rounds."
    )
    found = drafts("weapons_transfer", text)
    assert [one["designation_text"] for one in found] == ["Javelin", "Excalibur"]
    assert [one["status"] for one in found] == ["announced", "announced"]
    assert [one["supplier"] + one["recipient"] for one in found] == [["Norway", "Latvia"]] * 2


def test_a_second_report_of_a_sentence_has_its_own_thing() -> None:
    text = (
        "A paper says that Norway approved deliveries of the F-35 and that Latvia will buy nearly 300 Norwegian tanks."
    )
    found = drafts("weapons_transfer", text)
    assert [one["designation_text"] for one in found] == ["F-35", None]


def test_a_class_of_ships_behind_its_ships() -> None:
    named = [
        one.as_written
        for one in find("Two frigates of the Ole di Berg class and a school of the Berg class came.")
        if one.kind == "designation"
    ]
    assert named == ["Ole di Berg class"]


def test_each_thing_of_a_list_has_its_own_price() -> None:
    text = "Norway will sell Latvia 100 Javelin missiles for $4 million and 216 Excalibur rounds for $6 million."
    assert [one["value"]["text"] for one in drafts("weapons_transfer", text)] == ["$4 million", "$6 million"]
    text = "Norway will sell Latvia Javelin missiles and Excalibur rounds for $6 million, after a sale for $4 million."
    assert [one["value"] for one in drafts("weapons_transfer", text)] == [None, None]


def test_a_day_that_takes_its_year_from_elsewhere_is_left_out() -> None:
    text = "The largest order of 2019 was placed by Latvia in March: two F-16 jets from Norway."
    named = [step["text"] for one in drafts("weapons_transfer", text, "2025-06-16") for step in one["dates"]]
    assert named == []


AGAIN: list[tuple[str, str | None, str | None]] = [
    ("Norway has offered its S-300 missiles since 2018. Latvia ordered eight batteries in May.", "S-300", "eight"),
    ("Norway makes the K2 tank. Latvia signed for 180 of them on 1 August.", "K2", "180"),
    ("Norway has the F-16. Two of the ten jets which Latvia bought in 2022 have been handed over.", "F-16", "ten"),
    ("REPORTER: Who pays for the F-16s?\n\nMINISTER VELL: Latvia ordered nine jets from Norway.", "F-16", "nine"),
    ("Norway fields the F-16. Latvia bought the ten jets of an exhibition in Riga.", None, None),
    ("The port bought eight batteries for its cranes from Norway.", None, None),
    ("Norway has the F-16. The airline of Latvia bought two planes from Norway.", None, None),
    ("Norway has the F-16.\n\nLatvia ordered two jets of water from Norway for its garden.", None, None),
]


@pytest.mark.parametrize("text, name, number", AGAIN, ids=[row[0][:44] for row in AGAIN])
def test_a_number_of_what_was_named_before(text: str, name: str | None, number: str | None) -> None:
    found = [one for one in drafts("weapons_transfer", text) if one["recipient"] == ["Latvia"]]
    expected = [(name, number)] if name else []
    assert [(one["designation_text"], one["quantity"]["text"]) for one in found] == expected


def test_a_thing_is_no_party() -> None:
    text = "Norway wants Gripen Es. A contract for the Gripen Es, at last, was handed to Latvia with eight Gripen Es."
    assert all("Gripen" not in name for one in drafts("weapons_transfer", text) for name in one["recipient"])


def test_a_state_is_no_deed_with_a_day() -> None:
    text = "Norway has given Latvia two old Skua-class cutters, and five of the 12 trainers on order came in May 2024."
    steps = [step for one in drafts("weapons_transfer", text) for step in one["dates"]]
    assert "ordered" not in {step["event"] for step in steps}
    text = "Latvia ordered twelve Hawk trainers from Britain in May 2024."
    (one,) = drafts("weapons_transfer", text)
    assert [step["event"] for step in one["dates"]] == ["ordered"]
