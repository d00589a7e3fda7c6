"""Speech in yet other words: verbs of scorn and of view, "says S" in the midst, answers, what a transcript tells."""

from __future__ import annotations

import pytest
from test_speech import said

from extract.reading import Cast, attributions
from extract.reading.lexicon import ENGLISH

ONE = [
    ("“The port is paid for twice over,” observes Lena Brandt of the Centre for Defence Ports, a Riga consultancy.",
     "Lena Brandt of the Centre for Defence Ports", "observes", "“The port is paid for twice over,”"),
    ("Still, says former envoy Ole Berg, “the bill is in the post and nobody wants to open it.”",
     "former envoy Ole Berg", "says", "“the bill is in the post and nobody wants to open it.”"),
    ("Yet, says Ole Berg, the port is too deep for the boats.",
     "Ole Berg", "says", "the port is too deep for the boats"),
    ("Opposition leader Ina Vell wants the papers published and has described the fee as “a scandal”.",
     "Opposition leader Ina Vell", "described", "the fee as “a scandal”"),
    ("The mayor dismissed the plan as “a joke”, a swipe at the premier who drew it up.",
     "The mayor", "dismissed", "the plan as “a joke”"),
    ("The clerk is of the view that the act gives the court no role.",
     "The clerk", "is of the view", "the act gives the court no role"),
    ("The farmers are convinced that the ferry will sail.",
     "The farmers", "are convinced", "the ferry will sail"),
    ("The embassy termed the report a fairy tale.", "The embassy", "termed", "the report a fairy tale"),
    ("The minister brushed off talk of a strike.", "The minister", "brushed off", "talk of a strike"),
    ("The union took issue with the new timetable.", "The union", "took issue with", "the new timetable"),
    ("Talks on a fish deal are nearly done, Ms Vell intimated.",
     "Ms Vell", "intimated", "Talks on a fish deal are nearly done"),
    ("“See you in court,” he thundered to cheers from his side.", "he", "thundered", "“See you in court,”"),
    ("The case was brought by the lobby Fair Nets, which argues that Latvia broke the pact.",
     "the lobby Fair Nets", "argues", "Latvia broke the pact"),
    ("All 20 boats are in use, she told members, where two were lost in May.",
     "she", "told", "All 20 boats are in use, she told members, where two were lost in May"),
    ("Latvia’s position is that the line was never drawn.", "Latvia", "position", "the line was never drawn"),
    ("The ministry's answer was that the ships carry no oil.", "The ministry", "answer", "the ships carry no oil"),
]  # fmt: skip


@pytest.mark.parametrize("text, speaker, cue, content", ONE, ids=[row[0][:40] for row in ONE])
def test_one_speaker_and_verb(text: str, speaker: str, cue: str, content: str) -> None:
    assert said(text) == [(speaker, cue, content)]


@pytest.mark.parametrize(
    "text",
    [
        "It wrote off the debts that had fallen due, and it has lent nothing since.",
        "The king wrote down the names that were read to him.",
        "The ministry called off the visit that was planned.",
        "Ambassador Ole Berg called on the vice minister last Friday.",
        "The union asked for a new bridge.",
        "Our answer was that the ships carry no oil.",
        "The two figures added up to a loss.",
    ],
)
def test_what_only_looks_like_speech(text: str) -> None:
    assert said(text) == []


def test_a_part_is_no_part_of_the_speaker() -> None:
    text = "The union for its part welcomed the offer but asked for “firm dates”."
    assert said(text) == [("The union", "welcomed", "the offer"), ("The union", "asked for", "“firm dates”")]
    assert said("Norway in turn accused Latvia of theft.") == [("Norway", "accused", "Latvia of theft")]


def test_what_is_added_behind_a_colon_is_a_second_word() -> None:
    text = "Mr Lund told parliament that the bridge was safe, adding: “We have tried it with an elephant.”"
    assert said(text) == [
        ("Mr Lund", "told", "the bridge was safe"),
        ("Mr Lund", "adding", "“We have tried it with an elephant.”"),
    ]


TALK = """Speakers: Ina Vell, Spokesperson; Ole Berg, Director for Ports

SPOKESPERSON VELL: The ships are on their way. Port Minister Jo Abara told deputies on Monday that two had sunk. I \
believe that they will be raised.

DIRECTOR BERG: That is so. Norway urged us to wait. Our answer was that the tide does not.
"""


def test_a_turn_tells_what_others_said() -> None:
    found = [(speaker, cue) for speaker, cue, _ in said(TALK)]
    assert found == [
        ("SPOKESPERSON VELL", ":"),
        ("Port Minister Jo Abara", "told"),
        ("DIRECTOR BERG", ":"),
        ("Norway", "urged"),
        ("Our", "answer"),
    ]
    ours = attributions(TALK, Cast(TALK), ENGLISH)[-1]
    assert ours.name == attributions(TALK, Cast(TALK), ENGLISH)[2].name


def test_a_second_verb_in_a_turn_is_of_whom_it_tells() -> None:
    text = "MR VELL: It rained in Riga. Envoy Ole Berg called on the mayor and urged us to wait.\n\n"
    text += "MR LUND: That was all that he did then.\n"
    assert [(speaker, cue) for speaker, cue, _ in said(text)][1] == ("Envoy Ole Berg", "urged")
