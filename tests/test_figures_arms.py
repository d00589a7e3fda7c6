"""Names of weapons: classes of ships by their word, systems of the gazetteer, and numbers beside them."""

from __future__ import annotations

import pytest

from extract.figures import find

SHIPS = [
    ("China built eight Hangor-class submarines.", "Hangor-class"),
    ("They sold four Karel Doorman class frigates.", "Karel Doorman class"),
    ("Two Kamorta-class anti-submarine corvettes came.", "Kamorta-class"),
    ("The Vidar-class offshore patrol vessels came.", "Vidar-class"),
    ("The first-class ship came.", None),
    ("A World-class ship came.", None),
    ("Business class passengers of ships came.", None),
    ("The Working class of boats came.", None),
]


@pytest.mark.parametrize("text, expected", SHIPS, ids=[row[0][:35] for row in SHIPS])
def test_a_class_of_ships_is_a_designation(text: str, expected: str | None) -> None:
    found = [one.as_written for one in find(text) if one.kind == "designation"]
    assert found == ([expected] if expected else [])


SYSTEMS = (
    "NASAMS", "Mohajer-6", "Fath-360", "Fattah-1", "Shahed-238", "Leopard 2A8", "Bayraktar TB2", "Bayraktar TB3",
    "Cheongung-II", "Heron Mk2", "CH-92A", "FK-3", "K9A2", "CV90", "KF51 Panther", "Su-75", "Yak-130", "J-10CE",
    "Wing Loong II", "Nagastra-1", "Anka-3", "SOM-J", "TRG-230", "KM-SAM", "SkyGuardian", "MiG-35", "PCL-181", "VT5",
    "Blue Spear", "Drone Dome", "Challenger 3", "Karakurt", "U212CD", "Gowind 2500", "Sayyad-4", "Lancet-3",
)  # fmt: skip


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_system_is_known(name: str) -> None:
    (found,) = (one for one in find(f"Norway sold {name} systems to Latvia.") if one.kind == "designation")
    assert found.as_written == name


NUMBERS = [
    ("Norway rolled over $2 billion.", "exact"),
    ("The yard handed over 30 tanks.", "exact"),
    ("Norway took over 12 ships.", "exact"),
    ("Norway lent over $2 billion.", "more_than"),
    ("Well over $2 billion came.", "more_than"),
]


@pytest.mark.parametrize("text, modifier", NUMBERS, ids=[row[0] for row in NUMBERS])
def test_a_verbs_over_says_nothing_of_the_number(text: str, modifier: str) -> None:
    assert find(text)[0].modifier == modifier


@pytest.mark.parametrize("noun", ["island of", "country of some", "nation of nearly"])
def test_people_are_no_money(noun: str) -> None:
    found = find(f"Norway lent $10 billion, years after the {noun} 22 million was in want.")
    assert [one.as_written for one in found if one.kind == "money"] == ["$10 billion"]
