"""Claims: what is one event across documents, what only looks like one, and what may be added up."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from corpus_rows import KINDS, claims, euros, gold_records, groups, record, run_folder, step
from jsonschema import Draft202012Validator
from test_cli import call

from extract.corpus.claims import corpus
from extract.corpus.mentions import Chosen
from extract.corpus.schema import claim_schema
from extract.corpus.sums import Sum, compare_sums, sums_of
from extract.runs import open_run

SCHEMA = Draft202012Validator(claim_schema())
TAKEN = Chosen(("verified", "flagged"), KINDS)


def joined(*records: dict[str, Any]) -> list[list[str]]:
    found = claims(*records)
    for claim in found:
        SCHEMA.validate(claim)
    return groups(found)


# The four clusters of the seeds' gold: three are one event in several documents, the fourth only looks like one.


def test_a_planned_signing_and_the_signing_are_one() -> None:
    assert ["integration-T1", "visit-T1"] in joined(*gold_records("treaty"))
    assert [some for some in joined(*gold_records("treaty")) if len(some) > 1] == [["integration-T1", "visit-T1"]]


def test_one_system_in_three_documents_and_another_in_two() -> None:
    found = claims(*gold_records("weapons_transfer"))
    assert groups(found) == [
        ["integration-W1", "union-W1", "visit-W1"],
        ["integration-W2"],  # the total of an arms deal is not one of its parts
        ["union-W2", "visit-W2"],
    ]
    first = next(claim for claim in found if len(claim["mentions"]) == 3)
    values = [value["value"] for value in first["fields"]["designation_text"]["values"]]
    assert len(values) == 1 and "designation_text" not in first["conflicts"]  # C-400, S-400, S-400 Triumph
    assert [(one["published"], list(one["values"])) for one in first["fields"]["status"]["history"]] == [
        ("2021-09-30", ["announced"]), ("2022-12-26", ["delivered"]), (None, ["delivered"]),
    ]  # fmt: skip
    total = next(claim for claim in found if claim["mentions"][0]["record"] == "integration-W2")
    assert first["id"] in {one["claim"] for one in total["kept_apart_because"]}


def test_the_loans_of_the_seeds_stay_apart() -> None:
    found = {claim["mentions"][0]["record"]: claim for claim in claims(*gold_records("loan"))}
    assert len(found) == 4
    assert {id: claim["countable"] for id, claim in found.items()} == {
        "visit-L1": True, "visit-L2": True, "strategic-L1": True, "strategic-L2": False,
    }  # fmt: skip


ONE = [["a", "b"]]
TWO = [["a"], ["b"]]
PAIRS: list[tuple[str, str, dict[str, Any], dict[str, Any], list[list[str]]]] = [
    ("the same sum, nothing else known", "loan", {}, {}, ONE),
    ("a later report with another status", "loan", {"published": "2021-03-01", "status": "pledged"},
     {"published": "2021-09-01", "status": "disbursed"}, ONE),
    ("signed in different years", "loan", {"dates": [step("signed", "2015")]},
     {"dates": [step("signed", "2019-05")]}, TWO),
    ("signed in one year and one of its months", "loan", {"dates": [step("signed", "2019")]},
     {"dates": [step("signed", "2019-05")]}, ONE),
    ("no dates, reports years apart", "loan", {"published": "2015-01-01"}, {"published": "2019-01-01"}, TWO),
    ("paid out before the other was signed", "loan", {"published": "2015-01-01", "status": "disbursed"},
     {"dates": [step("signed", "2015-06-01")]}, TWO),
    ("signed, and paid out later", "loan", {"dates": [step("signed", "2015-06-01")]},
     {"dates": [step("disbursed", "2016-06-01")]}, ONE),
    ("another sum", "loan", {}, {"amount": euros(90_000_000)}, TWO),
    ("another lender", "loan", {}, {"lender": ["Spain"]}, TWO),
    ("the lender under another name", "loan", {}, {"lender": ["the Polish government"]}, ONE),
    ("the lender not said", "loan", {}, {"lender": []}, ONE),
    ("a lender of whom nobody knows whose it is", "loan", {}, {"lender": ["Bridge Bank"]}, TWO),
    ("neither party said", "loan", {"lender": [], "borrower": []}, {"lender": [], "borrower": []}, TWO),
    ("about and exact", "loan", {"amount": euros(40_000_000, "about")}, {"amount": euros(41_500_000)}, ONE),
    ("about, but too far off", "loan", {"amount": euros(40_000_000, "about")}, {"amount": euros(48_000_000)}, TWO),
    ("up to, and the sum below it", "loan", {"amount": euros(40_000_000, "up_to")}, {"amount": euros(30_000_000)}, TWO),
    ("up to, and the same sum", "loan", {"amount": euros(40_000_000, "up_to")}, {"amount": euros(40_000_000)}, ONE),
    ("rounded", "loan", {"amount": euros(41_600_000)}, {"amount": euros(42_000_000)}, ONE),
    ("another currency", "loan", {"amount": euros(40_000_000, currency="USD")}, {}, TWO),
    ("another currency, one document gives both", "loan",
     {"amount": euros(105_000_000_000, currency="RUB"),
      "quote": "It lent 105 billion rubles ($1.7 billion) for a dam."},
     {"amount": euros(1_700_000_000, currency="USD")}, ONE),
    ("sums that differ a little, one day and purpose: a conflict", "loan",
     {"dates": [step("signed", "2019-05-03")], "purpose_text": "a bridge over the river"},
     {"dates": [step("signed", "2019-05-03")], "purpose_text": "a bridge over the river",
      "amount": euros(45_000_000)}, ONE),
    ("a frame and a payment under it", "loan",
     {"amount": euros(500_000_000), "dates": [step("signed", "2019-05-03")], "purpose_text": "a bridge over the river"},
     {"dates": [step("signed", "2019-05-03")], "purpose_text": "a bridge over the river"}, TWO),
    ("two spellings of a system", "weapons_transfer", {"designation_text": "C-400"},
     {"designation_text": "S-400 Triumf"}, ONE),
    ("two systems", "weapons_transfer", {"designation_text": "Su-30SM"}, {}, TWO),
    ("no system named", "weapons_transfer", {"designation_text": None}, {}, TWO),
    ("alike by letters alone", "weapons_transfer", {"designation_text": "C-130"}, {"designation_text": "S-130"}, TWO),
    ("delivered in different years", "weapons_transfer", {"dates": [step("delivered", "2015")]},
     {"dates": [step("delivered", "2019")]}, TWO),
    ("no name, but kind and number", "weapons_transfer",
     {"designation_text": None, "description_text": "armoured patrol boats", "quantity": {"value": 6}},
     {"designation_text": None, "description_text": "armoured patrol boats", "quantity": {"value": 6}}, ONE),
    ("one title", "treaty", {"title_text": "Treaty on River Traffic"},
     {"title_text": "the Treaty on River Traffic"}, ONE),
    ("two titles of one day", "treaty",
     {"title_text": "Treaty on River Traffic", "dates": [step("signed", "2020-02-02")]},
     {"title_text": "Treaty on Rail Traffic of Goods", "dates": [step("signed", "2020-02-02")]}, TWO),
    ("a title that fits many", "treaty", {"title_text": "joint statement"},
     {"title_text": "Joint statement on the dam"}, TWO),
    ("one day, one subject", "treaty", {"dates": [step("signed", "2020-02-02")]},
     {"dates": [step("signed", "2020-02")]}, ONE),
    ("one year is no day", "treaty", {"dates": [step("signed", "2020")]}, {"dates": [step("signed", "2020-02")]}, TWO),
    ("one day, other subjects", "treaty", {"dates": [step("signed", "2020-02-02")]},
     {"dates": [step("signed", "2020-02-02")], "subjects": ["culture_media"]}, TWO),
    ("a plan that slipped excludes nothing", "treaty", {"title_text": "Treaty on River Traffic", "dates":
     [step("signed", "2020-02-02", planned=True)]},
     {"title_text": "Treaty on River Traffic", "dates": [step("signed", "2020-05-02")]}, ONE),
    ("more parties than the other names", "treaty", {"title_text": "Treaty on River Traffic"},
     {"title_text": "Treaty on River Traffic", "parties": ["Poland", "Kenya", "Spain"]}, TWO),
    ("one quote in two papers", "statement", {}, {"speaker": "Anna Kowalska", "speaker_name": None}, ONE),
    ("other words", "statement", {}, {"content": "nobody has asked us about the price of it"}, TWO),
    ("another speaker", "statement", {}, {"speaker": "Nowak", "speaker_name": "Jan Nowak"}, TWO),
    ("a month later it was said again", "statement", {"published": "2021-01-01"}, {"published": "2021-05-01"}, TWO),
]  # fmt: skip


@pytest.mark.parametrize("what, kind, a, b, expected", PAIRS, ids=[row[0] for row in PAIRS])
def test_pairs(what: str, kind: str, a: dict[str, Any], b: dict[str, Any], expected: list[list[str]]) -> None:
    assert joined(record("a", kind, **a), record("b", kind, **b)) == expected, what
    assert joined(record("a", kind, **b), record("b", kind, **a)) == expected, f"{what}, the other way round"


def test_a_chain_does_not_join_what_its_ends_keep_apart() -> None:
    low, high = record("a", amount=euros(40_000_000)), record("c", amount=euros(44_000_000))
    middle = record("b", amount=euros(42_000_000, "about"))
    found = {claim["mentions"][0]["record"]: claim for claim in claims(low, middle, high)}
    assert sorted(found) == ["a", "b", "c"]
    assert {id: claim["countable"] for id, claim in found.items()} == {"a": True, "b": None, "c": True}
    assert all(found[id]["id"] in found["b"]["countable_because"] for id in "ac")
    whys = [one["why"] for one in found["b"]["kept_apart_because"]]
    assert whys == ["it fits several claims that are apart: a and c are apart"] * 2


def test_a_stronger_link_decides_whom_the_middle_joins() -> None:
    low, high = record("a", amount=euros(40_000_000)), record("c", amount=euros(44_000_000))
    middle = record("b", amount=euros(42_000_000, "about"), dates=[step("signed", "2019-05-03")])
    low["data"]["dates"] = [step("signed", "2019-05")]
    assert joined(low, middle, high) == [["a", "b"], ["c"]]


def test_what_agrees_with_one_side_of_a_conflict_is_not_counted_again() -> None:
    day = {"dates": [step("signed", "2019-05-03")], "purpose_text": "a bridge over the river"}
    found = claims(record("a", **day), record("b", amount=euros(45_000_000), **day), record("c"))
    assert groups(found) == [["a", "b"], ["c"]]
    small = next(claim for claim in found if len(claim["mentions"]) == 1)
    large = next(claim for claim in found if len(claim["mentions"]) == 2)
    assert (large["countable"], small["countable"]) == (True, None)
    assert small["countable_because"] == f"may repeat {large['id']}; a decision can say which"


def test_one_document_tells_two_mentions_apart() -> None:
    day = {"dates": [step("signed", "2020-02-02")], "kind": "treaty"}
    assert joined(record("a", document="d", **day), record("b", document="d", **day)) == TWO
    same = {"document": "d", "kind": "treaty", "title_text": "Treaty on River Traffic"}
    assert joined(record("a", **same), record("b", **same)) == ONE


def test_every_join_and_every_near_miss_says_why() -> None:
    found = claims(record("a"), record("b", amount=euros(40_500_000, "about")), record("c", amount=euros(48_000_000)))
    assert groups(found) == [["a", "b"], ["c"]]
    pair = next(claim for claim in found if len(claim["mentions"]) == 2)
    (because,) = pair["merged_because"]
    assert (because["a"], because["b"], because["why"], because["decision"]) == ("a", "b", "amount", None)
    assert because["compared"]["amount"] == {"answer": "same", "detail": "about"}
    (near,) = pair["kept_apart_because"]
    assert near["claim"] != pair["id"] and near["b"] == "c" and near["compared"]["borrower"]["answer"] == "same"


def test_conflicts_are_shown_and_nothing_is_averaged() -> None:
    day = {"dates": [step("signed", "2019-05-03")], "purpose_text": "a bridge over the river"}
    (claim,) = claims(
        record("a", published="2019-05-04", asserted_by="the ministry", **day),
        record("b", published="2019-05-09", amount=euros(45_000_000), flow_type="credit_line", **day),
        record("c", published="2019-05-10", amount=euros(45_000_000), flow_type="unspecified", **day),
    )
    assert claim["conflicts"] == ["amount", "flow_type"]
    values = claim["fields"]["amount"]["values"]
    assert [(one["value"]["value"], one["count"], one["mentions"], one["published"]) for one in values] == [
        (45_000_000, 2, ["b", "c"], ["2019-05-09", "2019-05-10"]),
        (40_000_000, 1, ["a"], ["2019-05-04", "2019-05-04"]),
    ]
    assert values[1]["sources"] == ["the ministry"]
    assert claim["countable"] is True and "2 different sums" in claim["countable_because"]


def test_what_was_lost_on_the_way_is_a_conflict_only_on_one_day() -> None:
    (claim,) = claims(
        record("a", published="2021-03-01", status="pledged"),
        record("b", published="2021-09-01", status="disbursed"),
        record("c", published="2021-09-01", status="suspended"),
        record("d", published="2021-09-02", status="unclear"),
    )
    assert claim["conflicts"] == ["status"]
    assert claim["fields"]["status"]["history"] == [
        {"published": "2021-03-01", "values": {"pledged": ["a"]}},
        {"published": "2021-09-01", "values": {"disbursed": ["b"], "suspended": ["c"]}},
    ]


COUNTS: list[tuple[list[dict[str, Any]], bool | None, str]] = [
    ([{}], True, "committed"),
    ([{"status": "repaid"}], True, "repaid"),
    ([{"status": "pledged"}], False, "pledged is no commitment"),
    ([{"status": "negotiating"}], False, "negotiating"),
    ([{"status": "cancelled"}], False, "cancelled"),
    ([{"status": "unclear"}], None, "no report says how far it went"),
    ([{"amount": None}], False, "no sum"),
    ([{"amount": euros(40_000_000, "up_to")}], False, "an upper bound is no sum"),
    ([{"flow_type": "debt_rescheduling"}], False, "debt_rescheduling is not counted"),
    ([{"flow_type": "debt_rescheduling"}, {}], None, "reports differ whether"),
    ([{"factuality": "denied"}], False, "denied is not counted"),
    ([{"published": "2021-03-01", "status": "pledged"}, {"published": "2021-09-01", "status": "committed"}], True,
     "committed by 2021-09-01"),
    ([{"published": "2021-03-01", "status": "committed"}, {"published": "2021-09-01", "status": "suspended"}], False,
     "suspended by 2021-09-01"),
    ([{"published": "2021-03-01", "status": "disbursed"}, {"published": "2021-09-01", "status": "pledged"}], None,
     "though reported as disbursed before"),
    ([{"published": "2021-03-01", "status": "committed"}, {"status": "pledged"}], None, "reports differ on how far"),
    ([{"quote": "The first tranche of 40 million was paid."}], None, "a payment under a commitment that is not here"),
    ([{"quote": "They signed a framework agreement of 40 million."}], False, "a frame alone"),
    ([{"quote": "Under the framework agreement 40 million were lent."}], True, "committed"),
]  # fmt: skip


@pytest.mark.parametrize("mentions, answer, reason", COUNTS)
def test_countable(mentions: list[dict[str, Any]], answer: bool | None, reason: str) -> None:
    (claim,) = claims(*(record("abc"[place], **one) for place, one in enumerate(mentions)))
    assert (claim["countable"], reason in claim["countable_because"]) == (answer, True), claim["countable_because"]


def test_a_frame_and_its_parts_are_counted_once() -> None:
    frame = record("a", amount=euros(500_000_000), quote="They signed a framework agreement of 500 million.")
    under = record("b", quote="Under the framework agreement 40 million were lent for a bridge.")
    found = {claim["mentions"][0]["record"]: claim for claim in claims(frame, under)}
    assert (found["a"]["countable"], found["b"]["countable"]) == (False, True)
    assert found["b"]["id"] in found["a"]["countable_because"]
    whole = record("a", amount=euros(500_000_000))
    part = record("b", status="disbursed", quote="The first tranche of 40 million was paid.")
    found = {claim["mentions"][0]["record"]: claim for claim in claims(whole, part)}
    assert (found["a"]["countable"], found["b"]["countable"]) == (True, False)
    assert found["a"]["id"] in found["b"]["countable_because"]


def test_a_whole_of_parties_that_may_be_others_is_no_whole() -> None:
    whole = record("a", amount=euros(500_000_000), lender=["Bridge Bank"])
    part = record("b", status="disbursed", quote="The first tranche of 40 million was paid.")
    found = {claim["mentions"][0]["record"]: claim for claim in claims(whole, part)}
    assert found["b"]["countable_because"] == "a payment under a commitment that is not here"


def test_two_dates_of_one_record_are_no_conflict() -> None:
    paid = {"dates": [step("disbursed", "2019-05"), step("disbursed", "2020-05")]}
    (claim,) = claims(record("a", **paid), record("b", dates=[step("disbursed", "2020-05")]))
    assert claim["conflicts"] == []


SUMS = [
    (("exact", 40, None), ("exact", 40, None), "same"),
    (("exact", 40, None), ("exact", 49, None), "near"),
    (("exact", 40, None), ("exact", 51, None), "differs"),
    (("exact", 168, None), ("exact", 170, None), "same"),
    (("exact", 15, None), ("exact", 20, None), "differs"),  # one digit is too coarse to round to
    (("about", 40, None), ("exact", 43, None), "same"),
    (("about", 40, None), ("about", 60, None), "differs"),
    (("more_than", 40, None), ("exact", 42, None), "same"),
    (("more_than", 40, None), ("exact", 80, None), "unknown"),
    (("more_than", 40, None), ("exact", 20, None), "differs"),
    (("up_to", 40, None), ("exact", 20, None), "unknown"),
    (("up_to", 40, None), ("exact", 80, None), "differs"),
    (("up_to", 40, None), ("up_to", 80, None), "differs"),
    (("up_to", 40, None), ("more_than", 40, None), "unknown"),
    (("more_than", 40, None), ("more_than", 60, None), "unknown"),
    (("range", 40, 60), ("exact", 50, None), "unknown"),
    (("range", 40, 48), ("exact", 45, None), "same"),
    (("range", 40, 60), ("exact", 70, None), "differs"),
    (("range", 40, 60), ("range", 40, 60), "same"),
    (("range", 40, 60), ("range", 50, 80), "unknown"),
    (("range", 40, 60), ("up_to", 50, None), "unknown"),
    (("range", 40, 60), ("up_to", 30, None), "differs"),
]


@pytest.mark.parametrize("a, b, expected", SUMS)
def test_sums(a: Any, b: Any, expected: str) -> None:
    one, other = (
        (Sum(Decimal(value), None if high is None else Decimal(high), "EUR", modifier),)
        for modifier, value, high in (a, b)
    )
    assert compare_sums(one, other).answer == expected == compare_sums(other, one).answer


def test_a_conversion_is_read_off_the_evidence() -> None:
    amount = euros(105_000_000_000, currency="RUB")
    quote = "Moscow lent 105 billion rubles ($1.7 billion), and 2 million euros (about $2.1 million) on top."
    assert [(one.currency, one.value, one.converted) for one in sums_of(amount, [quote])] == [
        ("RUB", 105_000_000_000, False), ("USD", 1_700_000_000, True),
    ]  # fmt: skip


def test_records_are_chosen_by_verdict_and_run(tmp_path: Path) -> None:
    flagged, rejected = record("b") | {"verdict": "flagged"}, record("c") | {"verdict": "rejected"}
    run = open_run(run_folder(tmp_path / "run", [record("a"), flagged, rejected]))
    for verdicts, expected in ((("verified",), "a"), (("verified", "flagged"), "ab"), (("rejected",), "c")):
        found = corpus([run], Chosen(verdicts, KINDS))
        assert groups(found.claims) == [sorted(expected)]
        assert sum(found.left_out.values()) == 3 - len(expected)


def test_a_document_read_twice_counts_once_by_its_newest_run(tmp_path: Path) -> None:
    old = run_folder(tmp_path / "old", [record("a"), record("b", document="report-a", amount=euros(1))], "2024-01-01")
    new = run_folder(tmp_path / "new", [record("a", status="disbursed"), record("d")], "2024-02-01")
    runs = [open_run(old), open_run(new), open_run(old)]
    for order in (runs, runs[::-1]):
        (claim,) = corpus(order, TAKEN).claims
        mentions = {mention["record"]: mention["runs"] for mention in claim["mentions"]}
        assert mentions == {"a": [str(new), str(old)], "d": [str(new)]}
        assert {value["value"] for value in claim["fields"]["status"]["values"]} == {"disbursed", "committed"}


def test_the_command(tmp_path: Path) -> None:
    evil = record("b", lender=["\x1b[31mPoland"], purpose_text="[red]{{ x }}")
    run = run_folder(tmp_path / "run", [record("a"), evil, record("c", status="pledged")])
    decisions = tmp_path / "decisions.jsonl"
    decisions.write_text('{"apart": ["a", "c"]}\n{"together": ["a", "nobody"]}\n', encoding="utf-8")
    out, err = call("corpus", str(run), "--out", str(tmp_path / "claims.jsonl"), "--decisions", str(decisions))
    assert "3 mentions, 3 claims" in out and "\x1b" not in out and "nobody" in err
    lines = [json.loads(line) for line in (tmp_path / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    for line in lines:
        SCHEMA.validate(line)
    out, _ = call("corpus", "--schema")
    assert json.loads(out) == claim_schema()
    for wrong, says in (
        ([], "no run"),
        ([str(run), "--verified", "--rejected"], "exclude"),
        ([str(tmp_path)], "run.json"),
    ):
        _, err = call("corpus", *wrong, code=2)
        assert says in err
    (run / "records.jsonl").write_text(json.dumps(record("a", dates=["yesterday"])), encoding="utf-8")
    _, err = call("corpus", str(run), code=2)
    assert "record a is not of its kind" in err
    (run / "records.jsonl").write_text('{"id": "x"}\n', encoding="utf-8")
    _, err = call("corpus", str(run), code=2)
    assert "record 1" in err
