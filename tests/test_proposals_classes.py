"""Candidates by class of language: what is no loan, transfer or treaty, makers for states, turns of single kinds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from test_proposals import drafts

from extract.reading.cast import Cast
from extract.reading.makers import maker_acts, makers, with_makers

NOTHING = [
    ("loan", "“Nobody in Riga borrows on $40 oil,” said a banker in Latvia, which Norway lent much."),
    ("loan", "Latvia borrowed from Norway and sold copper for $9,000 a tonne."),
    ("loan", "Latvia's debts to the China Development Bank have fallen to about $3 billion."),
    ("loan", "The loans that Latvia owes Norway have grown to $3 billion."),
    ("weapons_transfer", "Latvia ordered the S-400, at the price of its place in the F-16 programme."),
    ("weapons_transfer", "Latvia was sold milk by Norway, said Ole Berg, who studies arms exports."),
    ("weapons_transfer", "It was the largest missile contract that Norway had signed with Latvia."),
    ("weapons_transfer", "A yard in Norway, which builds the frigates, delivered milk to Latvia."),
    ("loan", "The World Bank promised $5 million worth of advice to Latvia."),
    ("loan", "Germany's government approved loans for small firms."),
    ("weapons_transfer", "Norway gave effect to it in Latvia, under the Landmines Act."),
    ("loan", "Latvia fears for its loans from Norway, with oil at $90."),
    ("loan", "The World Bank promised to publish a report on the $5bn exports of Kenya."),
    ("weapons_transfer", "Norway sent 20 experts to clear landmines in Latvia."),
    ("weapons_transfer", "Norway is getting ready for the tanks of Latvia."),
    ("treaty", "Norway denounced the treaty as a sham."),
    ("treaty", "Norway has submitted a draft treaty."),
    ("treaty", "The delegates of Norway left the convention early."),
    ("treaty", "Norway and Latvia met. Airbus did sign an agreement with a yard."),
    ("treaty", "Norway and Latvia met. Rheinmetall has also signed an agreement on doors."),
    ("treaty", "Norway and Latvia met. A decree that he issued in March spared him trouble."),
    ("treaty", "Norway and Latvia met. The president signed a decree on fish in May."),
    ("treaty", "It closed with Latvia confirmed as a customer for Norway, and some of the largest deals were signed."),
]  # fmt: skip


@pytest.mark.parametrize("kind, text", NOTHING, ids=[f"{kind}: {text[-40:]}" for kind, text in NOTHING])
def test_what_is_no_candidate(kind: str, text: str) -> None:
    named = {"designation_text", "amount"} & set(drafts(kind, text)[0]) if drafts(kind, text) else set()
    assert not [one for one in drafts(kind, text) if not named or one[next(iter(named))] not in (None, "S-400")]
    assert len(drafts(kind, text)) == ("S-400" in text)


def test_a_contracts_sum_is_no_loans() -> None:
    text = "Norway will lend Latvia money through a credit line, and firms of Norway signed contracts worth $4 billion."
    assert [one["amount"] for one in drafts("loan", text)] == [None]
    (found,) = drafts("loan", "Norway signed loan contracts worth $4 billion with Latvia.")
    assert found["amount"]["text"] == "$4 billion"


def test_a_sum_behind_another_that_is_someone_elses() -> None:
    text = "Kenya said that Norway had lent Latvia money for a dam, and that its yards had received $4 million."
    assert [one["amount"] for one in drafts("loan", text)] == [None]


def test_an_oil_facility_is_a_loan() -> None:
    (found,) = drafts("loan", "Latvia obtained a $2 million oil facility from Norway.")
    assert found["amount"]["text"] == "$2 million"


ROWS: list[tuple[str, str, Mapping[str, Any]]] = [
    ("loan", "Latvia and the IMF agreed to drop the review of a $3bn programme.", {"borrower": ["Latvia"]}),
    ("loan", "The IMF suspended a $2 million arrangement for Latvia.", {"lender": ["IMF"], "status": "suspended"}),
    ("loan", "Latvia has asked Norway to postpone repayments on its loans.",
     {"borrower": ["Latvia"], "amount": None, "flow_type": "debt_rescheduling"}),
    ("loan", "The World Bank has promised up to $2 million more for Latvia.",
     {"lender": ["World Bank"], "status": "pledged"}),
    ("loan", "Norway rolled over a $5 million treasury bill of Latvia.", {"lender": ["Norway"]}),
    ("loan", "Norway has proposed to finance the dam with an export credit.",
     {"lender": ["Norway"], "amount": None, "status": "pledged"}),
    ("weapons_transfer", "Latvia ordered 12 NSM missiles from Kongsberg.",
     {"supplier": ["Norway"], "recipient": ["Latvia"], "status": "ordered"}),
    ("weapons_transfer", "Hanwha Aerospace delivered 20 K9 howitzers to Latvia.",
     {"supplier": ["South Korea"], "recipient": ["Latvia"]}),
    ("weapons_transfer", "Latvia bought 20 drones from Turkish Aerospace.", {"supplier": ["Türkiye"]}),
    ("weapons_transfer", "Latvia signed a contract with Lockheed Martin for 12 F-16 jets.",
     {"supplier": ["United States"], "recipient": ["Latvia"]}),
    ("weapons_transfer", "Latvia bought 20 helicopters from Airbus.", {"supplier": ["Airbus"]}),
    ("weapons_transfer", "Norway sent 12 F-16 jets to Boeing for Latvia.",
     {"supplier": ["Norway"], "recipient": ["Latvia"]}),
    ("weapons_transfer", "According to Kenyan officials, Norway handed over ten drones in August.", {"recipient": []}),
    ("weapons_transfer", "Kenyan Minister Ole Berg said that Norway had received F-16 jets.", {"supplier": []}),
    ("weapons_transfer", "Norway sold 20 tanks, after the EU had met.", {"supplier": ["Norway"], "recipient": []}),
    ("weapons_transfer", "A Turkish ANKA drone is to be assembled in Latvia under licence.",
     {"supplier": ["Türkiye"], "recipient": ["Latvia"]}),
    ("weapons_transfer", "A contract for five S-300 batteries, signed in 2007, was frozen by Norway.",
     {"supplier": ["Norway"], "designation_text": "S-300"}),
    ("weapons_transfer", "Latvia, which is paying $5 million for five squadrons of the same system, has received it.",
     {"recipient": ["Latvia"], "quantity": {"text": "five", "value": 5, "value_high": None, "modifier": "exact"}}),
    ("weapons_transfer", "Norway agreed to provide Latvia with anti-personnel mines.",
     {"supplier": ["Norway"], "recipient": ["Latvia"]}),
    ("weapons_transfer", "Norway bought ten Gripen fighters and missiles from Sweden.",
     {"description_text": "fighters"}),
    ("weapons_transfer", "Arrangements of Norway for F-35 jets from Latvia were finalised.", {"status": "ordered"}),
    ("loan", "Latvia and its official creditors agreed to restructure $5 million of debt.",
     {"lender": [], "borrower": ["Latvia"]}),
    ("treaty", "Norway suspended its participation in the cod treaty.", {"parties": ["Norway"], "stage": "suspended"}),
    ("weapons_transfer", "Latvia has chosen the Rafale over the Gripen, buying 12 jets.",
     {"designation_text": "Rafale"}),
    ("weapons_transfer", "Latvia is also getting 20 used M1A1 tanks from Norway.", {"status": "in_delivery"}),
    ("weapons_transfer", "Norway handed Latvia 14 MiG-29 fighters.", {"supplier": ["Norway"], "recipient": ["Latvia"]}),
    ("weapons_transfer", "Latvia dropped plans to buy Su-35 jets from Norway.", {"status": "cancelled"}),
    ("weapons_transfer", "Latvia leased 14 Gripen fighters from Saab.", {"supplier": ["Sweden"], "status": "ordered"}),
    ("weapons_transfer", "Latvia ordered the Naval Strike Missile (NSM) from Norway.",
     {"designation_text": "Naval Strike Missile"}),
    ("weapons_transfer", "Iran handed over 20 drones to Latvia, after crews had trained on them.",
     {"status": "delivered", "supplier": ["Iran"]}),
    ("weapons_transfer", "Norway sold Latvia 54 Krab howitzers.", {"designation_text": "Krab"}),
    ("weapons_transfer", "Turkey sold Latvia an ANKA drone.", {"designation_text": "ANKA"}),
    ("treaty", "Fish Treaty: Norway withdrew on 2 May 2019, after it had suspended its duties.",
     {"parties": ["Norway"], "stage": "withdrawn", "title_text": "Fish Treaty"}),
    ("treaty", "• Fish Treaty: Norway left on 2 May 2019 and Latvia on 3 June 2020.",
     {"parties": ["Norway", "Latvia"], "stage": "withdrawn"}),
    ("treaty", "Fjord Pact: Norway’s withdrawal was completed in May; Kenya was glad.",
     {"parties": ["Norway"], "stage": "withdrawn"}),
    ("treaty", "Cod Treaty: suspended by Norway in May.", {"parties": ["Norway"], "stage": "suspended"}),
    ("treaty", "Norway handed in its instrument in May, so that its withdrawal takes effect in June.",
     {"parties": ["Norway"], "stage": "withdrawn"}),
    ("treaty", "Norway has told the UN that it is suspending the operation of the treaty.",
     {"parties": ["Norway", "UN"], "stage": "suspended"}),
    ("treaty", "Norway is suspending the operation of the treaty on cod.", {"parties": ["Norway"]}),
    ("treaty", "In May the ministers of Norway, Latvia, Ghana and Kenya issued a joint statement.",
     {"parties": ["Norway", "Latvia", "Ghana", "Kenya"]}),
    ("treaty", "Norway denounced the convention on cod.", {"parties": ["Norway"], "stage": "withdrawn"}),
    ("treaty", "Kenya, Latvia. Norway ratified the Cod Convention in 1998.",
     {"parties": ["Norway"], "stage": "ratified"}),
    ("treaty", "Norway and Latvia by themselves signed 24 documents.",
     {"parties": ["Norway", "Latvia"], "stage": "signed"}),
    ("treaty", "Norway and Latvia signed a decree on a common border.", {"parties": ["Norway", "Latvia"]}),
]  # fmt: skip


@pytest.mark.parametrize("kind, text, expected", ROWS, ids=[f"{kind}: {text[:45]}" for kind, text, _ in ROWS])
def test_one_candidate(kind: str, text: str, expected: Mapping[str, Any]) -> None:
    (found,) = drafts(kind, text)
    assert {name: found[name] for name in expected} == expected


def test_a_price_is_that_of_what_goes_before_it() -> None:
    text = "Latvia bought 12 F-16 jets from Norway for $5 million, on the same ship as ten T-72 tanks."
    assert [one["value"] and one["value"]["text"] for one in drafts("weapons_transfer", text)] == ["$5 million", None]


def test_makers_are_named_with_their_state() -> None:
    text = "Turkish Aerospace, BAE Systems and MBDA met near Norway; Boeings flew."
    here = with_makers(text, (0, len(text)), Cast(text).mentions)
    assert [(one.name, one.code) for one in here] == [
        ("Turkish Aerospace", "TUR"), ("BAE Systems", "GBR"), ("MBDA", None), ("Norway", "NOR")
    ]  # fmt: skip
    assert not makers(text, (0, 10))
    assert not makers("Rafael Berg met Leonardo Smith", (0, 30))
    assert [one.name for one in makers("Rafael Advanced Systems", (0, 23))] == []
    assert maker_acts("This week Airbus did ") and not maker_acts("Norway told Airbus that it ")


def test_two_acts_are_about_two_instruments() -> None:
    text = "Norway and Latvia signed a treaty on cod and adopted the Oslo Declaration."
    found = drafts("treaty", text)
    assert [(one["stage"], one["title_text"]) for one in found] == [("signed", None), ("adopted", "Oslo Declaration")]


def test_documents_with_a_number_are_not_that_agreement() -> None:
    text = "Norway and Latvia signed 24 documents. That agreement, signed in May, has been in force since June."
    assert len(drafts("treaty", text)) == 2


def test_states_are_no_number_of_instruments() -> None:
    text = "Four States Parties of the UN deposited instruments of withdrawal with Norway."
    assert [one["instrument_count"] for one in drafts("treaty", text)] == [None]


def test_a_second_sum_of_the_same_kind_is_a_candidate() -> None:
    text = "Norway granted Latvia a currency swap of $4 million and a second line of $3 million."
    assert [one["amount"]["text"] for one in drafts("loan", text)] == ["$4 million", "$3 million"]
    text = "Latvia repaid a $2 million Eurobond with the proceeds of a new issue of $1.5 million."
    assert [one["amount"]["text"] for one in drafts("loan", text)] == ["$2 million", "$1.5 million"]


def test_a_clause_that_names_nobody_is_between_those_of_the_sentence() -> None:
    text = "Latvia reached a deal with the IMF on a review; if the board consents, $3 million will be paid out in May."
    (found,) = drafts("loan", text)
    assert (found["lender"], found["borrower"], found["status"]) == (["IMF"], ["Latvia"], "pledged")
    text = "Latvia agreed with Norway on cod; a company's $3bn programme began."
    assert drafts("loan", text) == []


@pytest.mark.parametrize(
    "size, many",
    [
        ("two 85-metre patrol boats", 2),
        ("two 85-m patrol boats", 2),
        ("120 mm mortars", None),
        ("three 900-ton frigates", 3),
        ("a 4-engine An-12", None),
    ],
)
def test_how_big_a_thing_is_is_not_how_many_there_are(size: str, many: int | None) -> None:
    (found,) = drafts("weapons_transfer", f"Norway delivered {size} to Latvia in May.")
    assert (found["quantity"] and found["quantity"]["value"]) == many


def test_what_a_loan_is_for_may_cost_another_sum() -> None:
    for text in (
        "Norway offered Latvia a loan of up to $5 million for six patrol boats.",
        "Norway supplied Latvia with six patrol boats under a credit line worth $5 million.",
    ):
        assert [one["value"] for one in drafts("weapons_transfer", text)] == [None], text
    (found,) = drafts("weapons_transfer", "Norway sold Latvia six patrol boats for $5 million.")
    assert found["value"]["text"] == "$5 million"


def test_a_number_of_which_parts_are_told_is_not_how_many_came() -> None:
    for text in (
        "Of the seven Patriot systems that Norway had promised, four have come, while one was donated to Latvia.",
        "Of the 40 F-16 jets that Norway had flown, 12 were delivered to Latvia.",
        "Of the 12 Leopard 2 tanks, Norway has given four to Latvia.",
    ):
        assert [one["quantity"] for one in drafts("weapons_transfer", text)] == [None], text
    for text in (
        "Of seven Patriot systems ordered by Latvia from Norway, three have come.",
        "Norway donated seven Patriot systems to Latvia, of which three have come.",
    ):
        assert [one["quantity"]["value"] for one in drafts("weapons_transfer", text)] == [7], text


def test_a_day_is_that_of_its_own_clause() -> None:
    text = (
        "In 2022 Latvia ordered 42 Rafale jets from Norway, and last March its navy signed a contract with Kenya "
        "for two Scorpene submarines."
    )
    found = {one["designation_text"]: [day["text"] for day in one["dates"]] for one in drafts("weapons_transfer", text)}
    assert found["Rafale"] == ["2022"]
    assert "2022" not in found["Scorpene"]


NAMED_BEFORE: list[tuple[str, list[tuple[str | None, str, int]]]] = [
    ("Latvia has looked at the J-10C. China made an offer for 16 of the jets in May.", [("J-10C", "jets", 16)]),
    ("Latvia has looked at the J-10C, to replace its old MiG-21s. China sold Latvia 16 of the jets.",
     [("J-10C", "jets", 16)]),
    ("Norway left the F-35 programme and looked at the Gripen. It sold Latvia 12 of the same fighters.",
     [("Gripen", "fighters", 12)]),
    ("Latvia has looked at the J-10C and the Gripen. China sold Latvia 16 of the jets.", [(None, "jets", 16)]),
    ("Latvia has looked at the J-10C.\n\nChina sold Latvia 16 of the jets.", [(None, "jets", 16)]),
]  # fmt: skip


@pytest.mark.parametrize("text, expected", NAMED_BEFORE)
def test_a_thing_that_the_text_has_named(text: str, expected: list[tuple[str | None, str, int]]) -> None:
    found = drafts("weapons_transfer", text)[-1:]
    shown = [(one["designation_text"], one["description_text"], one["quantity"]["value"]) for one in found]
    assert shown == expected
    for one in found:
        assert (one["designation_text"] or "") in " ".join(one["evidence"])


def test_the_same_aircraft_for_two_states_are_two_transfers() -> None:
    text = "Latvia bought five L-39 trainers from Czechia, and Kenya bought 12 of the same aircraft."
    found = [
        (one["recipient"], one["designation_text"], one["quantity"]["value"])
        for one in drafts("weapons_transfer", text)
    ]
    assert found == [(["Latvia"], "L-39", 5), (["Kenya"], "L-39", 12)]


SIGNED_WITH: list[tuple[str, Mapping[str, Any]]] = [
    ("Latvia is glad. It began with the letter of acceptance for 32 F-35A aircraft, signed with the Government of the "
     "United States.", {"supplier": ["United States"], "recipient": ["Latvia"], "designation_text": "F-35A"}),
    ("Latvia is glad. From Norway, 32 second-hand aircraft were bought in May.",
     {"supplier": ["Norway"], "description_text": "second-hand aircraft"}),
    ("Norway gave Latvia a battery of old Pechora-2M missiles.", {"designation_text": "Pechora-2M"}),
    ("Of eight Hangor submarines bought by Latvia from China, three have come.",
     {"designation_text": "Hangor", "supplier": ["China"]}),
    ("Latvia bought eight Hangor-class submarines from China.", {"designation_text": "Hangor-class"}),
    ("Latvia is glad. Latvia grows. Kenya is far. Under a purchase led by France, the Ministry has ordered 231 Mistral "
     "launchers.", {"recipient": ["Latvia"], "designation_text": "Mistral"}),
]  # fmt: skip


@pytest.mark.parametrize("text, expected", SIGNED_WITH)
def test_who_supplies_and_what(text: str, expected: Mapping[str, Any]) -> None:
    (found,) = drafts("weapons_transfer", text)
    assert {name: found[name] for name in expected} == expected


SPOKEN_ON = [
    ("Latvia's minister said on 3 May that the port was full.", "3 May"),
    ("On 3 May 2024 Latvia's minister said that the port was full.", "3 May 2024"),
    ("During talks in Riga on 3 May, Latvia's minister said that the port was full.", "3 May"),
    ("A delegation of Norway, in Riga in November, demanded that the port be closed.", "in November"),
    ("Ina Vell, who was minister of Latvia until 2023, said that the port was full.", None),
    ('Latvia was paid $5 million for the port of 2018, a sum that officials say is "too small".', None),
]


@pytest.mark.parametrize("text, day", SPOKEN_ON)
def test_the_day_of_speaking_is_no_other_day_of_the_sentence(text: str, day: str | None) -> None:
    (found,) = drafts("statement", text, "2024-12-01")
    assert (found["date_text"] or "").removeprefix("in ") == (day or "").removeprefix("in ")


@pytest.mark.parametrize(
    "text, words",
    [
        ("Norway sold Latvia 18 F-16 Fighting Falcon aircraft.", "aircraft"),
        ("Norway sold Latvia seven Patriot systems with 90 missiles.", "systems"),
        ("Norway gave Latvia 43 Gepard guns from 2004 onwards.", "guns"),
        ("Norway sold Latvia 12 F-16 and ten Gripen jets.", None),
    ],
)
def test_what_a_named_thing_is_called(text: str, words: str | None) -> None:
    assert drafts("weapons_transfer", text)[0]["description_text"] == words


@pytest.mark.parametrize(
    "cue, act",
    [("reproached the king for his haste", "accuse_or_criticise"), ("recommended a new port", "request_or_demand"),
     ("gave notice that the pact would end", "announce")],
)  # fmt: skip
def test_what_a_verb_does(cue: str, act: str) -> None:
    (found,) = drafts("statement", f"Latvia's minister {cue}.")
    assert found["speech_act"] == act
