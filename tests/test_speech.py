"""Who said what, by class of language: each table holds variants of one class, and what must not be taken for it."""

from __future__ import annotations

import pytest

from extract.reading import Cast, attributions
from extract.reading.lexicon import ENGLISH

Row = tuple[str, str, str, str]
"""Text, speaker, cue, content."""


def said(text: str) -> list[tuple[str, str, str]]:
    found = attributions(text, Cast(text), ENGLISH)
    return [(text[slice(*one.speaker)], text[slice(*one.cue)], text[slice(*one.content)]) for one in found]


OPENED: list[Row] = [
    ("Three days later the White House announced that Latvia had to leave.",
     "the White House", "announced", "Latvia had to leave"),
    ("In 2022 Norwegian officials suggested that the guns be passed on.",
     "Norwegian officials", "suggested", "the guns be passed on"),
    ("In April 2025 the government in Oslo announced that Norway would leave.",
     "the government in Oslo", "announced", "Norway would leave"),
    ("On 3 May the central bank warned that prices would rise.", "the central bank", "warned", "prices would rise"),
    ("In the same year its ministry of trade insisted that the pact held.",
     "its ministry of trade", "insisted", "the pact held"),
    ("Late in 2019 Ina Vell warned that the well was dry.", "Ina Vell", "warned", "the well was dry"),
]  # fmt: skip
ASIDE: list[Row] = [
    ("In August 2022 Aro Kalns, the director of Latvia’s Federal Service for Trade, maintained that it was signed.",
     "Aro Kalns", "maintained", "it was signed"),
    ("Ina Vell walked him past the jet, and Aro Kalns, who heads the yard, let it be known that talks were under way.",
     "Aro Kalns", "let it be known", "talks were under way"),
    ("A delegation of the ministry, in Oslo since May, demanded that Latvia should act.",
     "A delegation of the ministry", "demanded", "Latvia should act"),
    ("The creditor group, for its part, urged Oslo to pay the rest.",
     "The creditor group", "urged", "Oslo to pay the rest"),
    ("The minister, Ina Vell, said that it was late.", "The minister, Ina Vell", "said", "it was late"),
    ("Norway, Latvia and Kenya said that it was late.", "Norway, Latvia and Kenya", "said", "it was late"),
]  # fmt: skip


@pytest.mark.parametrize("text, speaker, cue, content", OPENED + ASIDE)
def test_who_speaks(text: str, speaker: str, cue: str, content: str) -> None:
    assert said(text) == [(speaker, cue, content)]


NOUNS = [
    "The ministry declined to comment on reports that Oslo had sold the guns.",
    "The ministry did not answer questions about claims that Norway was late.",
    "Norway's envoy arrived amid reports that the talks had failed.",
    "There are claims that Norway was late.",
    "She flew to Oslo on a system, a purchase which had been disclosed in 2020.",
    "The deal was made, a step that was announced on Friday.",
]


@pytest.mark.parametrize("text", NOUNS)
def test_a_noun_or_a_passive_is_nobodys_word(text: str) -> None:
    assert said(text) == []


def test_a_noun_of_saying_is_no_second_verb() -> None:
    assert said("He dismissed media reports that the talks had failed.") == [
        ("He", "dismissed", "media reports that the talks had failed")
    ]
