"""Candidates by class of language: sums that a sentence gives together, whose they are, and sums that nobody lends."""

from __future__ import annotations

from typing import Any

import pytest
from checks_rows import figures_of
from test_proposals import drafts

from extract.reading.cast import Cast

Read = tuple[str, str, str]
"""Of one candidate: who gives, who takes, the sum as written."""

TOGETHER: list[tuple[str, list[Read]]] = [
    (
        "Norway lent Latvia $5 million for a port and a further $2 million for a road.",
        [("Norway", "Latvia", "$5 million"), ("Norway", "Latvia", "$2 million")],
    ),
    (
        "Norway approved two loans to Latvia, of $5 million and $2 million respectively.",
        [("Norway", "Latvia", "$5 million"), ("Norway", "Latvia", "$2 million")],
    ),
    (
        "Norway gave Latvia $5 million in grants and $2 million in soft loans.",
        [("Norway", "Latvia", "$5 million"), ("Norway", "Latvia", "$2 million")],
    ),
    (
        "Latvia got a facility of 7 billion yuan plus $5 million from Norway.",
        [("Norway", "Latvia", "7 billion yuan"), ("Norway", "Latvia", "$5 million")],
    ),
    (
        "Norway lent $5 million to Latvia and $2 million to Kenya.",
        [("Norway", "Latvia", "$5 million"), ("Norway", "Kenya", "$2 million")],
    ),
    (
        "Norway lent Latvia $5 million in 2019 and Kenya $2 million in 2020.",
        [("Norway", "Latvia", "$5 million"), ("Norway", "Kenya", "$2 million")],
    ),
    (
        "Norway lent $5 million and Japan $2 million to Latvia.",
        [("Norway", "Latvia", "$5 million"), ("Japan", "Latvia", "$2 million")],
    ),
    (
        "The World Bank has promised $5 million more and the Asian Development Bank $2 million over three years.",
        [("World Bank", "", "$5 million"), ("Asian Development Bank", "", "$2 million")],
    ),
    (
        "The Asian Development Bank committed $5 million to a bridge in Nepal and $2 million to a road.",
        [("Asian Development Bank", "Nepal", "$5 million"), ("Asian Development Bank", "Nepal", "$2 million")],
    ),
]


@pytest.mark.parametrize("text, expected", TOGETHER, ids=[text[:50] for text, _ in TOGETHER])
def test_sums_given_together(text: str, expected: list[Read]) -> None:
    found = [
        (" ".join(one["lender"]), " ".join(one["borrower"]), one["amount"]["text"]) for one in drafts("loan", text)
    ]
    assert found == expected


ALONE = [
    "Norway lent Latvia $5 million and sold it fish for $2 million.",
    "Norway lent Latvia $5 million, and trade between the two reached $2 billion.",
    "Norway lent Latvia $5 million for a port that will cost $8 million.",
    "Norway lent Latvia $5 million and Kenya bought fish for $2 million.",
    "Norway lent Latvia $5 million and Kenya has $2 million in reserves.",
]


@pytest.mark.parametrize("text", ALONE)
def test_a_sum_beside_it_that_is_none(text: str) -> None:
    assert [one["amount"]["text"] for one in drafts("loan", text)] == ["$5 million"]


NOTHING = [
    "The European Central Bank gave no comment on the $5 billion gap of Latvia.",
    "The World Bank said that the war had cost Latvia $5 billion.",
    "Norway has extended its $5 billion trade surplus with Latvia.",
    "Latvia took $5 million from tourists of Norway.",
    "The Asian Development Bank added that Kenya had sold $5 billion of copper.",
    "The IMF expects Latvia's output, given the war, to fall to $5 billion.",
    "Kenya's request for $5 million in damages from Norway was rejected.",
    "Latvia's finance minister said that Norway owed it $5 million for gas delivered in May.",
    "The World Bank has promised to look at the $5 billion shortfall of Kenya.",
    "The loan brings Latvia's debt to Norway to $5 billion.",
    "Latvia's external debt stood at the equivalent of $5 billion, most of it owed to Norway.",
    "Latvia owed Norwegian creditors $9 billion, down from $15 billion in May.",
    "Ghana's exports to the EU reached $5 billion, a grant to Norway's farmers was cut.",
    "Norwegian bankers said that the dam in Latvia had cost $5 million.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_sums_that_nobody_lends(text: str) -> None:
    assert not [one for one in drafts("loan", text) if one["amount"] is not None]


ROWS: list[tuple[str, dict[str, object]]] = [
    ("The government of Norway extended $5 million to Latvia, repayable over 20 years.",
     {"lender": ["Norway"], "borrower": ["Latvia"], "status": "committed"}),
    ("The $5 million promised to Latvia by Norway in 2019 never came.",
     {"lender": ["Norway"], "borrower": ["Latvia"], "status": "pledged"}),
    ("Kenya took $5 million from the African Development Bank for wells.",
     {"lender": ["African Development Bank"], "borrower": ["Kenya"]}),
    ("The clinic was built with $5 million from the World Bank, Kenya said.",
     {"lender": ["World Bank"], "borrower": ["Kenya"]}),
    ("Three Norwegian banks committed $5 million to a dam in Latvia.", {"lender": ["Norway"]}),
    ("A request addressed to the World Bank for $5 million is without an answer in Kenya.",
     {"lender": ["World Bank"], "status": "requested"}),
    ("Latvia said that the swap with the Bank of China had grown to $5 million.", {"lender": ["Bank of China"]}),
    ("Canada lent $5 million through an account run by the World Bank to Latvia.",
     {"lender": ["Canada"], "borrower": ["Latvia"]}),
    ("Canada will lend $5 million managed by the World Bank for Latvia.", {"lender": ["Canada"]}),
    ("Norway keeps $5 million on deposit with Latvia's central bank.",
     {"lender": ["Norway"], "borrower": ["Latvia"]}),
    ("Latvia, the smallest neighbour of Norway, has been granted a loan of $5 million.",
     {"lender": ["Norway"], "borrower": ["Latvia"]}),
    ("Latvia borrowed US$5 million from Norway.", {"lender": ["Norway"], "borrower": ["Latvia"]}),
    ("The China Development Bank lent $5 million for a railway.", {"borrower": []}),
    ("Norway agreed to defer the first instalment of Latvia's loan.",
     {"lender": ["Norway"], "amount": None, "flow_type": "debt_rescheduling"}),
    ("Norway agreed in March to stretch the repayment of Latvia's loans to 30 years.",
     {"lender": ["Norway"], "amount": None, "flow_type": "debt_rescheduling"}),
    ("Kenya, which has asked for help, has been given a pledge of $5 million by Norway.", {"status": "pledged"}),
    ("The China Development Bank stopped paying out a loan of $5 million to Kenya.", {"status": "suspended"}),
    ("A loan of $5 million from Norway to Latvia became effective in May.", {"status": "committed"}),
    ("Latvia sold $5 million of bonds in May.", {"borrower": ["Latvia"], "status": "disbursed"}),
    ("Latvia redeemed a $5 million Eurobond on 3 May.", {"borrower": ["Latvia"], "status": "repaid"}),
    ("Latvia, whose claims were treated under a restructuring, reached terms with the World Bank on $5 million.",
     {"lender": ["World Bank"], "borrower": ["Latvia"]}),
]  # fmt: skip


@pytest.mark.parametrize("text, expected", ROWS, ids=[text[:50] for text, _ in ROWS])
def test_one_sum(text: str, expected: dict[str, object]) -> None:
    (found,) = drafts("loan", text)
    assert {name: found[name] for name in expected} == expected


def test_what_a_sum_is_by_the_word_right_behind_it() -> None:
    found = drafts("loan", "Norway gave Latvia $5 million in loans and $2 million in soft grants.")
    assert [one["flow_type"] for one in found] == ["loan", "grant"]


def test_the_day_of_another_sum_is_left_out() -> None:
    text = "Norway signed a loan of $7 million for Latvia in May 2024, and it lent another $2 million."
    assert [[day["text"] for day in one["dates"]] for one in drafts("loan", text)] == [["May 2024"], []]
    (found,) = drafts("loan", "Latvia and Norway rescheduled $5 million, with payments of $2 million due by 2025.")
    assert found["dates"] == []
    both = "In May 2024 Norway approved loans of $7 million and $2 million for Latvia."
    assert [len(one["dates"]) for one in drafts("loan", both)] == [1, 1]


def test_who_heads_a_paragraph_lends() -> None:
    text = (
        "Latvia met them.\n\n2. *World Bank.* The Board met in May. A Road Facility of SDR 2 million was added in June."
    )
    (found,) = drafts("loan", text)
    assert (found["lender"], found["amount"]["currency"]) == (["World Bank"], "XDR")
    two = "Latvia met.\n\n*World Bank and IMF.* Boards met in May. A Road Facility of SDR 2 million was added in June."
    assert not drafts("loan", two)


def test_who_has_given_takes_by_no_guess() -> None:
    text = (
        "Latvia is broke. Latvia said so. Latvia knows Latvia. Latvia mourns. Norway lent Latvia $3 million in May. It "
        "was little, as all there knew who had seen how deep the hole was and how long it would take to fill it.\n\n"
        "Norway was glad. Norway's press praised it. All did. The World Bank approved a loan of $5 million."
    )
    assert drafts("loan", text)[-1]["borrower"] == ["Latvia"]


def test_who_gave_once_may_still_be_the_one_who_borrows() -> None:
    text = (
        "Latvia lent Ghana $3 million once. Latvia is broke now. Latvia knows. The IMF approved a loan of $5 million."
    )
    assert drafts("loan", text)[-1]["borrower"] == ["Latvia"]


def test_with_whom_a_swap_is_gives() -> None:
    text = "The World Bank lent Latvia $9 million. The swap with Norway, begun in 2009, had grown to $5 million."
    assert [one["lender"] for one in drafts("loan", text)] == [["World Bank"], ["Norway"]]


def test_whose_bank_it_is_takes_by_no_guess() -> None:
    text = (
        "Kenya is poor. China grows. Beijing likes China. The Export-Import Bank of China lent $5 million for a road."
    )
    assert [one["borrower"] for one in drafts("loan", text)] == [["Kenya"]]


def test_the_ends_of_a_journey_are_no_sides() -> None:
    text = "Norway offered a credit line of $5 million, and headlines were made from Nairobi to Riga."
    assert [one["borrower"] for one in drafts("loan", text)] == [[]]


def test_letters_that_a_text_gives_an_organisation() -> None:
    text = "The China Development Bank (CDB) met. In May the CDB lent Latvia $5 million. US$5 is no state."
    assert [one.code for one in Cast(text).mentions if one.name == "CDB"] == ["CDBCHINA"] * 2
    assert "USA" not in [one.code for one in Cast(text).mentions]
    assert drafts("loan", text)[0]["lender"] == ["China Development Bank"]
    assert not [
        one for one in Cast("The CDB lent money. The China Development Bank did not.").mentions if one.name == "CDB"
    ]


def test_a_sum_plus_a_sum_is_exact() -> None:
    assert [one.modifier for one in figures_of("7 billion yuan plus $5 million")] == ["exact", "exact"]
    assert [one.modifier for one in figures_of("a debt of $5 million plus, they said")] == ["at_least"]


def test_the_eximbank_is_the_one_named_before() -> None:
    text = "The Export-Import Bank of China lent Kenya $9 million. Later Ghana took $5 million from the Eximbank."
    assert [one["lender"] for one in drafts("loan", text)] == [["Export-Import Bank of China"]] * 2


IN_OTHER_WORDS: list[tuple[str, dict[str, Any]]] = [
    ("The World Bank came in with $5 million for Latvia in May.",
     {"lender": ["World Bank"], "borrower": ["Latvia"], "status": "committed"}),
    ("Norway announced $3 million in aid and investment for Latvia in 2018.",
     {"lender": ["Norway"], "borrower": ["Latvia"], "status": "pledged"}),
    ("The European Union has set aside €43 million for Latvia in loans.",
     {"lender": ["European Union"], "borrower": ["Latvia"], "status": "pledged"}),
    ("The World Bank knows Latvia. Its directors approved $5 million in May.",
     {"lender": ["World Bank"], "borrower": ["Latvia"], "status": "committed"}),
    ("The African Development Bank met in Kenya. In August it committed $5 million of its own to a dam.",
     {"lender": ["African Development Bank"], "status": "committed"}),
    ("Kenya stays poor. Norway agreed to stretch the railway loan from ten years to thirty.",
     {"lender": ["Norway"], "borrower": ["Kenya"], "flow_type": "debt_rescheduling", "status": "committed"}),
    ("Norway lent Latvia nothing, although a facility of €1 billion had been under discussion.",
     {"lender": ["Norway"], "status": "rejected"}),
    ("Norway’s central bank renewed its arrangement with the People’s Bank of China at 4 million yuan.",
     {"lender": ["People’s Bank of China"], "status": "committed"}),
]  # fmt: skip


@pytest.mark.parametrize("text, expected", IN_OTHER_WORDS, ids=[text[:50] for text, _ in IN_OTHER_WORDS])
def test_loans_in_other_words(text: str, expected: dict[str, Any]) -> None:
    (found,) = drafts("loan", text)
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    "text",
    [
        "Latvia likes cheese. It approved $7 million for roads in May.",
        "Norway put up $5 million for a museum in Oslo.",
        "Kenya has a bank. Its directors approved $5 million in May.",
        "The government of Norway set aside talk of a dam for $7 million.",
        "Norway set aside $7 million for roads.",
    ],
)
def test_money_that_one_spends_at_home(text: str) -> None:
    assert drafts("loan", text) == []


RESTATED: list[tuple[str, list[str]]] = [
    ("Latvia borrowed 70 billion yen ($480 million) from Japan in May.", ["70 billion yen"]),
    ("Latvia borrowed 70 billion yen (about $480 million) from Japan in May.", ["70 billion yen"]),
    ("Japan lent Latvia 5 billion yen, or about $40 million, for a port.", ["5 billion yen"]),
    ("Japan lent Latvia 5 billion yen, which is some $40 million, for a port.", ["5 billion yen"]),
    ("Japan lent Latvia $5 million and 400 million yen.", ["$5 million", "400 million yen"]),
]


@pytest.mark.parametrize("text, sums", RESTATED, ids=[text[:60] for text, _ in RESTATED])
def test_a_sum_once_more_in_other_money_is_no_other_sum(text: str, sums: list[str]) -> None:
    assert [one["amount"]["text"] for one in drafts("loan", text)] == sums
