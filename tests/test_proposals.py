"""Candidates: what the four kinds propose, and above all what they do not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from checks_rows import KINDS, document, figures_of
from hypothesis import given
from test_reading import WORDS

from extract.proposals import Proposal, has_signs, propose, read_page


def proposals(kind: str, text: str, published: str | None = None) -> tuple[Proposal, ...]:
    return propose(KINDS[kind], read_page(document(text, published), figures_of(text, published)))


def drafts(kind: str, text: str, published: str | None = None) -> list[dict[str, Any]]:
    return [one.draft.model_dump() for one in proposals(kind, text, published)]


def test_the_projects_kinds_have_signs() -> None:
    assert all(has_signs(kind) for kind in KINDS.values())


NOTHING = [
    ("loan", "Trade between Norway and Latvia reached $40 billion."),
    ("loan", "Norway's cheap gas by itself brings two or three billion U.S. dollars to Latvia."),
    ("loan", "Norway signed an arms contract with Latvia for $90 million."),
    ("loan", "Latvia spent the loan on roads."),
    ("loan", "Norway is considered by Latvia to have made a down payment of $5 million on its debts."),
    ("weapons_transfer", "Norway transferred 9,000 soldiers and a lot of equipment to Latvia."),
    ("weapons_transfer", "Norway deployed three F-16 fighters to a base in Latvia."),
    ("weapons_transfer", "More than 80 helicopters from Norway took part in the exercise in Latvia."),
    ("weapons_transfer", "Latvia decommissioned its F-16 fighters, sold by Norway long ago."),
    ("weapons_transfer", "Norway builds T-72 tanks of its own."),
    ("weapons_transfer", "Norway supplied Latvia with milk."),
    ("treaty", "Norway's parliament adopted a constitution and Latvia rejoiced."),
    ("treaty", "Norway held a referendum and Latvia signed no agreement."),
    ("treaty", "Norway and Latvia failed to reach an agreement."),
    ("treaty", "The ministers of Norway and Latvia met in Oslo."),
    ("treaty", "Norway and Latvia keep to the signed agreements."),
    ("treaty", "Norway and Latvia held an exercise under the agreement that was signed."),
    ("treaty", "Norway's parliament has yet to ratify the pact with Latvia, which was never in force."),
    ("statement", "Norway pledged a further $1 billion, and Latvia promised Oslo three billion dollars."),
    ("statement", "The ministers of Norway and Latvia met in Oslo."),
    ("statement", "It is expected that prices will rise."),
]


@pytest.mark.parametrize("kind, text", NOTHING, ids=[f"{kind}: {text[:40]}" for kind, text in NOTHING])
def test_what_is_no_candidate(kind: str, text: str) -> None:
    assert proposals(kind, text) == ()


LOANS = [
    ("Norway lent Latvia $5 million.", {"status": "disbursed", "lender": ["Norway"], "borrower": ["Latvia"]}),
    ("Norway will lend Latvia $5 million.", {"status": "pledged"}),
    ("Latvia asked Norway for a loan of $5 million.", {"status": "requested", "borrower": ["Latvia"]}),
    ("Latvia is to borrow up to $5 million from the IMF, which is being negotiated.", {"status": "negotiating"}),
    ("Norway approved a loan of $5 million to Latvia.", {"status": "committed"}),
    ("Latvia repaid a loan of $5 million to Norway.", {"status": "repaid"}),
    ("Norway refused to lend Latvia $5 million.", {"status": "rejected"}),
    ("Oslo said that Norway lent Latvia $5 million.", {"asserted_by": "Oslo", "factuality": "claim"}),
    ("Norway reportedly lent Latvia $5 million.", {"factuality": "speculative"}),
    ("The deal opens the way for the IMF to disburse a loan of $5 million to Latvia.", {"status": "pledged"}),
    ("Latvia awaits a $5 million tranche from Norway.", {"lender": ["Norway"], "borrower": ["Latvia"]}),
    ("Norway lent Latvia $5 million, and the United Kingdom pledged $2 million.",
     {"lender": ["Norway"], "borrower": ["Latvia"], "status": "disbursed"}),
]  # fmt: skip
WEAPONS = [
    ("Norway delivered two dozen T-72 tanks to Latvia.",
     {"designation_text": "T-72", "status": "delivered", "category": "armoured_vehicles", "recipient": ["Latvia"]}),
    ("Latvia ordered 12 F-16 fighters from Norway.", {"status": "ordered", "supplier": ["Norway"]}),
    ("Latvia plans to buy weapons from Norway for over $1 billion.",
     {"status": "announced", "designation_text": None, "transfer_mode": "sale"}),
    ("Norway refused to sell T-72 tanks to Latvia.", {"status": "refused"}),
    ("Norway donated T-72 tanks to Latvia.", {"transfer_mode": "gift_or_aid"}),
    ("Latvia was supplied with T-72 tanks.", {"supplier": [], "recipient": ["Latvia"]}),
    ("Norway delivered the first of four T-72 tanks to Latvia.", {"status": "delivered", "quantity": None}),
    ("Latvia bought 80 Rafale F4 from Norway.", {"designation_text": "Rafale"}),
    ("Under contracts concluded with Oslo, Latvia will receive T-72 tanks via Georgia.",
     {"recipient": ["Latvia"], "supplier": []}),
    ("Norway has supplied Latvia with six T-72 tanks since 2013, and a further six are to be delivered in 2030.",
     {"status": "delivered", "dates": []}),
]  # fmt: skip
TREATIES = [
    ("Norway and Latvia signed the Fjord Pact.", {"stage": "signed", "title_text": "Fjord Pact"}),
    ("Norway and Latvia signed a protocol on customs.", {"instrument_type": "protocol", "subjects": ["trade"]}),
    ("Norway agreed to extend Latvia's lease of a harbour for 25 years.",
     {"instrument_type": "contract", "duration_text": "25 years"}),
    ("Norway and Latvia met. They adopted a joint communiqué.", {"instrument_type": "declaration", "stage": "adopted"}),
    ("Norway and Latvia will sign an agreement on fish.", {"stage": "proposed"}),
    ("Norway and Latvia met. In all, 28 maps were agreed upon.", {"stage": "agreed"}),
    ("Norway and Latvia adopted a declaration, which was hailed by Beijing.", {"parties": ["Norway", "Latvia"]}),
    ("Norway, Latvia and Kenya signed the Fjord Pact at the White House.",
     {"parties": ["Norway", "Latvia", "Kenya"]}),
    ("Georgia and Kenya met. Georgia and Kenya ate. In June Norway and the European Union agreed on much, and then the "
     "two sides signed an agreement.", {"parties": ["Norway", "European Union"]}),
]  # fmt: skip
ROWS = [(kind, *row) for kind, rows in
        (("loan", LOANS), ("weapons_transfer", WEAPONS), ("treaty", TREATIES)) for row in rows]  # fmt: skip


@pytest.mark.parametrize("kind, text, expected", ROWS, ids=[f"{kind}: {text[:45]}" for kind, text, _ in ROWS])
def test_one_candidate(kind: str, text: str, expected: Mapping[str, Any]) -> None:
    (found,) = drafts(kind, text)
    assert {name: found[name] for name in expected} == expected


def test_two_systems_in_one_sentence_are_two_candidates() -> None:
    found = drafts("weapons_transfer", "Norway supplied Latvia with T-72 tanks and F-16 fighters.")
    assert [one["designation_text"] for one in found] == ["T-72", "F-16"]


def test_the_count_is_the_number_before_the_thing_alone() -> None:
    (found,) = drafts("weapons_transfer", "Norway delivered 24 T-72 tanks to Latvia.")
    assert found["quantity"]["value"] == 24
    (found,) = drafts("treaty", "Norway and Latvia met. The two countries signed a decree on 28 industries.")
    assert found["instrument_count"] is None


def test_a_planned_date_is_planned_and_another_events_date_is_left_out() -> None:
    text = "Norway and Latvia signed a pact on 3 March 2021, a year after the flood of 5 May 2020."
    (found,) = drafts("treaty", text)
    assert [(step["event"], step["text"], step["planned"]) for step in found["dates"]] == [
        ("signed", "3 March 2021", False)
    ]


def test_mentions_of_one_unnamed_instrument_are_one_candidate() -> None:
    text = "Norway and Latvia signed deals.\n\nThe deals that Norway and Latvia signed cover trade and fish."
    (found,) = drafts("treaty", text)
    assert len(found["evidence"]) == 2


def test_a_name_is_no_sign() -> None:
    """The Monetary Fund is no "fund", an Aid Society gives none by its name."""
    assert proposals("loan", "The International Monetary Fund praised Latvia for $5 million of savings.") == ()


def test_a_statement_is_three_spans() -> None:
    text = "On Monday President Ina Vell of Norway warned that Latvia would wait."
    (found,) = drafts("statement", text)
    assert (found["content"], found["speaker"], found["cue"]) == (
        "Latvia would wait", "President Ina Vell of Norway", "warned",
    )  # fmt: skip
    assert (found["speaker_type"], found["speech_act"], found["targets"], found["date_text"]) == (
        "head_of_state_or_government", "threaten_or_warn", ["Latvia"], "Monday",
    )  # fmt: skip


@given(WORDS)
def test_drafts_hold_nothing_but_the_documents_words_and_figures(text: str) -> None:
    for kind in KINDS:
        for one in proposals(kind, text):
            data = one.draft.model_dump()
            assert all(quote in text for quote in data.get("evidence", [data.get("content", "")]))
            for value in (data.get("amount"), data.get("value"), data.get("quantity"), data.get("instrument_count")):
                assert value is None or value["text"] in text
            assert data.get("designation_text") is None or data["designation_text"] in text
            assert 0 <= one.span[0] <= one.at[0] < one.at[1] <= one.span[1] <= len(text)


VOICES = [
    ("In Riga, the finance ministry said that it was late.", {"speaker_affiliation": ["Latvia"]}),
    ("OSLO, 3 May (Post) - Kenya and Latvia met.\n\nThe finance ministry said that Kenya was late.",
     {"speaker_affiliation": ["Norway"]}),
    ("Norway owes money. Norway will pay, the central bank said.", {"speaker_affiliation": ["Norway"]}),
    ("Norway owes money. Norway will pay, two analysts said.", {"speaker_affiliation": []}),
    ("Norwegian President Ina Vell came. She said that it was late.",
     {"speaker_affiliation": ["Norway"], "speaker_name": "Ina Vell"}),
    ("Norway met Kenya. It said that the road was open.", {"speaker_name": "Kenya", "speaker_affiliation": ["Kenya"]}),
    ("Norwegian experts who visited Latvia said that it was late.", {"speaker_affiliation": ["Norway"]}),
    ("“We lost a year,” argued Ona Petri, an activist in Riga.", {"speaker_name": "Ona Petri"}),
    ("Talk of arms is a media creation, Defence Minister Ina Vell said.",
     {"speaker_type": "minister_or_senior_official"}),
    ("Norway called for a truce.", {"speech_act": "request_or_demand"}),
    ("Norway called the truce a farce.", {"speech_act": "accuse_or_criticise"}),
    ("Norway and Latvia confirmed their commitment to fish.", {"speech_act": "agree_or_promise"}),
    ("Norway said that the loan would be repaid.", {"topics": ["economic"]}),
    ("Norway sent three frigates. Norway said that they were late.", {"topics": ["military"]}),
    ("Norway said that the army, the navy and a summit were worth the price.", {"topics": ["military", "economic"]}),
]  # fmt: skip


@pytest.mark.parametrize("text, expected", VOICES)
def test_whose_voice_and_what_about(text: str, expected: Mapping[str, Any]) -> None:
    found = drafts("statement", text)[-1]
    assert {name: found[name] for name in expected} == expected


def test_a_transcripts_colon_is_no_cue() -> None:
    text = "Ina Vell: We will not sell the boats this year.\nAro Kalns: We will not buy them this year either.\n"
    assert [one["cue"] for one in drafts("statement", text)] == [None, None]
