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
    ("loan", "The World Bank said that exports of Latvia had reached $5 million."),
    ("loan", "The Asian Development Bank put the damage in Nepal at $5 million."),
    ("loan", "Under the deal, the World Bank sold its shares in Latvia for $5 million."),
    ("loan", "Latvia ordered tanks for $5 million, of which Norway was to cover half with a loan."),
    ("loan", "The $5 million military aid package of weapons from Norway to Latvia is large."),
    ("loan", "After a debt swap with the bank, the island of 22 million was in peace, Latvia and Norway said."),
    ("weapons_transfer", "Latvia buys no Norwegian tanks."),
    ("weapons_transfer", "No request for Norwegian tanks was made by Latvia, which bought none."),
    ("weapons_transfer", "Kenya warned Latvia against buying tanks from Norway."),
    ("weapons_transfer", "Were 50 tanks to be delivered to Latvia by Norway, peace would end."),
    ("weapons_transfer", "If Norway sells F-35 jets to Latvia the balance will shift."),
    ("weapons_transfer", "Norway destroyed two T-72 tanks sent by Latvia."),
    ("weapons_transfer", "Norway approved a budget for its army, which has 40 tanks, and Latvia rejoiced."),
    ("weapons_transfer", "Latvia bought milk from Norway, whose critics warned that T-72 tanks would be no use."),
    ("weapons_transfer", "Norway asked Latvia to stop flying drones over the border."),
    ("treaty", "Norway urged Latvia to agree to a ceasefire."),
    ("treaty", "Norway called on Latvia to sign the Fjord Pact."),
    ("treaty", "A Norwegian company signed an agreement with Latvia."),
    ("treaty", "Latvia signed an agreement with the World Bank."),
    ("treaty", "Staff of the International Monetary Fund reached an agreement with Latvia."),
    ("treaty", "Norway and Latvia marked the anniversary of the treaty that they signed."),
    ("treaty", "Norway and Latvia agreed to meet again."),
    ("treaty", "Latvia, a friend of Norway, agreed to release 20 fishermen."),
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
    ("Latvia expressed gratitude to Norway for a loan of $5 million.", {"lender": ["Norway"], "borrower": ["Latvia"]}),
    ("The Latvian minister thanked Norway for the $5 million credit line.",
     {"lender": ["Norway"], "borrower": ["Latvia"]}),
    ("Latvia is grateful to the World Bank for a grant of $5 million.",
     {"lender": ["World Bank"], "borrower": ["Latvia"]}),
    ("The IMF released $5 million to Latvia.", {"lender": ["IMF"], "borrower": ["Latvia"], "status": "disbursed"}),
    ("Kenya got $5 million from the World Bank to build schools.", {"lender": ["World Bank"], "borrower": ["Kenya"]}),
    ("The Asian Development Bank approved $5 million for roads in Nepal.",
     {"lender": ["Asian Development Bank"], "borrower": ["Nepal"], "status": "committed"}),
    ("China Development Bank and Latvia are discussing a new loan of $5 million.",
     {"lender": ["China Development Bank"], "borrower": ["Latvia"], "status": "negotiating"}),
    ("Latvia signed a loan agreement over $5 million with the Export-Import Bank of China.",
     {"lender": ["Export-Import Bank of China"], "borrower": ["Latvia"], "status": "committed"}),
    ("Norway rolled over a $5 million deposit that Latvia was due to return.",
     {"lender": ["Norway"], "borrower": ["Latvia"], "status": "committed"}),
    ("Norway deposited $5 million with Latvia's central bank.", {"lender": ["Norway"], "borrower": ["Latvia"]}),
    ("Latvia secured a loan of $5 million from Norway, twice the $2 million that was paid out to Kenya last year.",
     {"lender": ["Norway"], "borrower": ["Latvia"], "status": "committed", "dates": []}),
    ("Norway sent its old bank, the Bank of Oslo, a loan and, in May, a Kenyan state loan of $5 million came.",
     {"lender": ["Kenya"]}),
    ("The dam will cost $9 million, of which China will lend $5 million to Kenya.",
     {"lender": ["China"], "borrower": ["Kenya"], "status": "pledged"}),
    ("Latvia's debt to Norway, a loan, stands at $5 million.", {"lender": ["Norway"], "borrower": ["Latvia"]}),
    ("Latvia's total debt, much of it loans, is $5 million.", {"lender": [], "borrower": ["Latvia"]}),
    ("Latvia sold $5 million of Eurobonds.", {"lender": [], "borrower": ["Latvia"], "flow_type": "bond"}),
    ("Lisbon guaranteed a loan of $5 million by the EIB to Latvia.", {"lender": ["EIB"], "borrower": ["Latvia"]}),
    ("Latvia repaid a loan of $5 million to Norway.", {"lender": ["Norway"], "borrower": ["Latvia"]}),
    ("Latvia is in talks with Norway about a macro-financial assistance package of $5 million.",
     {"lender": ["Norway"], "borrower": ["Latvia"], "status": "negotiating"}),
    ("Norway will refinance and the World Bank extended the loan of $5 million to Latvia.",
     {"borrower": ["Latvia"]}),
    ("The railway to Latvia cost $5 million and Norway gave a loan.", {"amount": None}),
    ("Latvia's creditors agreed to restructure $5 million of debt.", {"lender": [], "borrower": ["Latvia"]}),
    ("A first tranche of a loan of $5 million, which was agreed with Norway, has been received by Latvia.",
     {"lender": ["Norway"], "borrower": ["Latvia"]}),
    ("Norway has suspended disbursements to Latvia under a loan of $5 million.", {"status": "suspended"}),
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
    ("Latvia obtained at least five Mohajer-6 drones from Iran.",
     {"supplier": ["Iran"], "recipient": ["Latvia"], "designation_text": "Mohajer-6", "status": "delivered"}),
    ("Hanwha lands an order from Latvia for 48 FA-50 jets.", {"recipient": ["Latvia"], "status": "ordered"}),
    ("A Norwegian yard won an order from Latvia for two frigates.", {"supplier": ["Norway"], "recipient": ["Latvia"]}),
    ("Norway has received a new order from Latvia for NASAMS batteries.",
     {"supplier": ["Norway"], "recipient": ["Latvia"], "designation_text": "NASAMS", "status": "ordered"}),
    ("Latvia placed an order with Norway for two Oslo-class frigates.",
     {"supplier": ["Norway"], "recipient": ["Latvia"], "designation_text": "Oslo-class"}),
    ("Norway cancelled its order for 12 helicopters from Latvia.",
     {"supplier": ["Latvia"], "recipient": ["Norway"], "status": "cancelled"}),
    ("Latvia thanked Norway for the 20 tanks.", {"supplier": ["Norway"], "recipient": ["Latvia"]}),
    ("Latvia signed a letter of offer and acceptance with Norway for 12 F-35 jets.",
     {"supplier": ["Norway"], "recipient": ["Latvia"]}),
    ("Norway signed a contract with Latvia to supply 20 tanks.",
     {"supplier": ["Norway"], "recipient": ["Latvia"], "status": "ordered"}),
    ("In Riga, the government signed a contract with Norway for 20 tanks.",
     {"supplier": ["Norway"], "recipient": ["Latvia"]}),
    ("Turkey leased two drones to Latvia.", {"supplier": ["Turkey"], "recipient": ["Latvia"]}),
    ("Norway sold 20 T-72 tanks to Latvia; their repair cost Riga $5 million.", {"value": None}),
    ("Six C-130 transport aircraft of the Norwegian air force flew the Patriot system to Latvia.",
     {"supplier": ["Norway"], "recipient": ["Latvia"], "designation_text": "Patriot"}),
    ("Norway will not sell Latvia any tanks.", {"status": "refused"}),
    ("Norway's purchase of T-72 tanks from Latvia was denied by Oslo.", {"status": "refused"}),
    ("Norway bought 24 second-hand F-16 fighters from Latvia.", {"status": "ordered"}),
    ("Latvia will be sold F-35 jets.", {"supplier": [], "recipient": ["Latvia"]}),
    ("Latvia will get three more T-72 tanks from Norway.", {"supplier": ["Norway"], "recipient": ["Latvia"]}),
    ("Norway has suspended deliveries of tanks to Latvia.", {"status": "suspended"}),
    ("The United States approved the possible sale to Latvia of 12 F-16 fighters.",
     {"supplier": ["United States"], "recipient": ["Latvia"], "status": "announced"}),
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
    ("The Pretoria Agreement was signed by Norway and Latvia.",
     {"parties": ["Norway", "Latvia"], "title_text": "Pretoria Agreement"}),
    ("Norway and Latvia signed the Nairobi Declaration.", {"parties": ["Norway", "Latvia"]}),
    ("Norway and Latvia renewed the Treaty of Moscow.", {"parties": ["Norway", "Latvia"]}),
    ("During a visit to Oslo and Riga, Kenya and Ghana adopted a joint statement.", {"parties": ["Kenya", "Ghana"]}),
    ("An agreement between Norway and the European Union on fish was reached in May, China said.",
     {"parties": ["Norway", "European Union"], "stage": "agreed"}),
    ("Kenya was glad, for a protocol was signed by Norway, Latvia and Ghana.",
     {"parties": ["Norway", "Latvia", "Ghana"]}),
    ("Norway has signed a memorandum of understanding with Latvia, Kenya said.", {"parties": ["Norway", "Latvia"]}),
    ("The ceasefire that Norway brokered between Kenya and Ghana took effect.", {"parties": ["Kenya", "Ghana"]}),
    ("Kenya, Kenya and Ghana. Talks between Norway and Latvia ended. The Sides agreed to release 20 fishermen.",
     {"parties": ["Norway", "Latvia"], "stage": "agreed"}),
    ("Norway met Latvia in May, and the Pretoria Agreement was renewed.", {"parties": ["Norway", "Latvia"]}),
    ("Norway met Latvia in May, and the Treaty of Moscow was renewed.", {"parties": ["Norway", "Latvia"]}),
    ("Norway met Latvia in May, the White House learnt, and a pact was renewed.", {"parties": ["Norway", "Latvia"]}),
    ("The leaders of Mali and Niger signed the Fjord Charter.",
     {"parties": ["Mali", "Niger"], "title_text": "Fjord Charter"}),
    ("Kenya and Somaland inked a memorandum on the sea with Ghana, which Latvia called void.",
     {"parties": ["Kenya", "Ghana"]}),
    ("Russia withdrew from the Nuclear Test Ban Treaty.", {"parties": ["Russia"], "stage": "withdrawn"}),
    ("Norway and Latvia agreed to exchange 200 prisoners.", {"parties": ["Norway", "Latvia"], "stage": "agreed"}),
    ("An agreement with Latvia is under renegotiation in Norway.", {"stage": "negotiating"}),
    ("Norway withdrew from the pact with Latvia.", {"parties": ["Norway", "Latvia"], "stage": "withdrawn"}),
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


FOLLOWING = [
    ("loan", "Norway lent Latvia $5 million in May. A further loan of $2 million was paid out in June."),
    ("loan", "Norway came first. In 2021 it lent Latvia $5 million."),
    ("loan", "Norway helped Latvia: in May it extended a credit line of $5 million to Riga."),
    ("loan", "Kenya and China were rich. Latvia went from bad to worse, and Latvia asked. From Norway a loan of "
             "$5 million was obtained."),
    ("weapons_transfer", "Norway gave Latvia 20 tanks. Thirty howitzers were handed over too."),
    ("weapons_transfer", "Norway gave Latvia 20 tanks. Norway sold six T-72 tanks in June."),
    ("weapons_transfer", "Latvia turned to Norway: it signed a contract for 12 Rafale jets."),
]  # fmt: skip


@pytest.mark.parametrize("kind, text", FOLLOWING, ids=[text[:45] for _, text in FOLLOWING])
def test_sides_from_before_are_taken_with_a_doubt(kind: str, text: str) -> None:
    found = proposals(kind, text)[-1]
    data = found.draft.model_dump()
    sides = ("lender", "borrower") if kind == "loan" else ("supplier", "recipient")
    assert [data[side] for side in sides] == [["Norway"], ["Latvia"]]
    assert {path for path, _ in found.doubts} & set(sides)


def test_each_sum_of_a_sentence_about_loans_is_a_candidate() -> None:
    found = drafts("loan", "Latvia received $2 million from Norway under a $5 million loan.")
    assert [one["amount"]["text"] for one in found] == ["$2 million", "$5 million"]


def test_each_thing_with_a_number_is_a_candidate() -> None:
    found = drafts("weapons_transfer", "Norway supplied Latvia with 20 tanks and 12 howitzers.")
    assert [one["quantity"]["value"] for one in found] == [20, 12]
    text = "Norway sold two patrol boats to Latvia, while from China eight Hangor-class submarines are on order."
    assert [one["designation_text"] for one in drafts("weapons_transfer", text)] == [None, "Hangor-class"]


def test_each_thing_has_its_own_sides() -> None:
    found = drafts("weapons_transfer", "Norway received the T-72 from Latvia and the F-16 from Kenya.")
    assert [one["supplier"] for one in found] == [["Latvia"], ["Kenya"]]
    text = "Turkey delivered six T-72 tanks to Kenya last year, and Mali has taken two F-16 jets."
    assert [one["recipient"] for one in drafts("weapons_transfer", text)] == [["Kenya"], ["Mali"]]


LENDERS = [
    "A programme with the IMF, worth $5 million, was approved for Latvia.",
    "Latvia and the World Bank are in talks over a loan of $5 million.",
]


@pytest.mark.parametrize("text", LENDERS)
def test_who_gives_by_trade_is_no_guess(text: str) -> None:
    (found,) = proposals("loan", text)
    assert found.draft.model_dump()["lender"] != []
    assert "lender" not in {path for path, _ in found.doubts}
    assert found.draft.model_dump()["borrower"] == ["Latvia"]


def test_a_relative_clause_has_its_own_subject() -> None:
    text = "France delivered F-16 jets to Latvia, which has also ordered T-72 tanks from India."
    found = drafts("weapons_transfer", text)
    assert [(one["supplier"], one["recipient"]) for one in found] == [(["France"], ["Latvia"]), (["India"], ["Latvia"])]
    text = "Kenya, which operates Su-30 fighters, has agreed to buy 42 J-10C jets from China."
    assert [one["designation_text"] for one in drafts("weapons_transfer", text)] == ["J-10C"]


def test_who_gave_to_another_need_not_give_here() -> None:
    found = drafts(
        "weapons_transfer", "Norway shipped 20 tanks to Latvia. Kenya received the first of 24 F-16 fighters."
    )
    assert [one["supplier"] for one in found] == [["Norway"], []]


def test_an_old_instrument_is_history_unless_something_has_happened_since() -> None:
    old = "Norway and Latvia trade under a convention signed in 1936."
    assert drafts("treaty", old, "2025-01-01") == []
    assert drafts("treaty", old, "1937-01-01")
    assert drafts("treaty", "Norway and Latvia suspended in 2024 the pact signed in 1936.", "2025-01-01")


def test_two_of_whom_the_text_only_speaks_most_are_a_doubt() -> None:
    (found,) = proposals(
        "treaty",
        "Kenya. Kenya. Kenya. Kenya.\n\nNorway came. Latvia went. Kenya sat. "
        "The two had also inked a trade agreement in May.",
    )
    assert found.doubts
    (found,) = proposals("treaty", "Norway and Latvia met. The two had also inked a trade agreement in May.")
    assert not found.doubts


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
