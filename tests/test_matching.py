"""Matching: what the words have in common, who is meant, and which record is which gold record."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.alike import Comparer
from extract.gold import GoldRecord
from extract.kinds import Kind
from extract.matching import assign, match
from extract.naming import Names
from extract.overlap import common, contained, iou, overlap, share, words

SENTENCE = "Norland lent Sudmark 40 million euros for a bridge."


@pytest.mark.parametrize(
    "left, right, shared",
    [
        ("Norland lent", "Norland lent", 11),
        ("NORLAND “lent”", "norland lent", 11),
        ("Norland lent money", "Sudmark, Norland lent", 11),
        ("a b c d", "a b x c d e", 2),
        ("Norland", "Norlander", 0),
        ("", "Norland", 0),
    ],
)
def test_common_run_of_words(left: str, right: str, shared: int) -> None:
    assert common(left, right) == shared


@pytest.mark.parametrize(
    "left, right, held",
    [
        ("lent Sudmark 40 million", SENTENCE, True),
        (SENTENCE, "lent Sudmark", True),
        ("Sudmark", SENTENCE, False),
        ("Sudmark", "Sudmark.", True),
        ("lent 40 million", SENTENCE, False),
        ("", SENTENCE, False),
    ],
)
def test_contained(left: str, right: str, held: bool) -> None:
    assert contained(left, right) is held


def test_overlap_is_the_best_pair_or_nothing() -> None:
    assert overlap([SENTENCE], [SENTENCE, "another sentence"]) == 1
    assert 0 < overlap(["40 million euros"], [SENTENCE]) < 0.4
    assert overlap(["Norland lent Sudmark nothing at all that anybody could have seen"], [SENTENCE]) == 0
    assert overlap([], [SENTENCE]) == 0


TEXT = st.lists(st.sampled_from(["a", "bb", "ccc", "4", "dd,"]), max_size=8).map(" ".join)


@given(TEXT, TEXT)
def test_shares_are_symmetrical_and_between_0_and_1(left: str, right: str) -> None:
    for function in (iou, share):
        assert 0 <= function(left, right) <= 1
        assert function(left, right) == function(right, left)
    assert iou(left, right) <= share(left, right)
    assert (share(left, right) == 1) == (words(left) == words(right) and bool(words(left)))


NAMES = Names({"White": ("BLR",), "both countries": ("Russia", "Belarus"), "the pair": ("Vladimir Putin",)})


@pytest.mark.parametrize(
    "left, right, same",
    [
        ("Lukashenko", "Belarusian President Lukashenko", True),
        ("Vladimir Putin", "President Vladimir Putin", True),
        ("the Kremlin", "Kremlin", True),
        ("Belarus’s", "Belarus", True),
        ("Moscow", "Russia", True),
        ("White", "Belarus", True),
        ("both countries", "Russia", True),
        ("the pair", "Putin", True),
        ("Belarus", "Russia and Belarus", False),
        ("Lukashenko", "Lukashenko's spokesman", False),
        ("Lukashenko", "the son of Lukashenko", False),
        ("President", "Russian President", False),
        ("Russia", "Belarus", False),
        ("Peskov", "Lavrov", False),
        ("Berg", "Dahl's aide Berg", True),
        ("Berg", "Dahl, Berg", False),
        ("it", "The cabinet saw it", False),
    ],
)
def test_names(left: str, right: str, same: bool) -> None:
    assert NAMES.same(left, right) is same
    assert NAMES.same(right, left) is same


def test_sets_of_names() -> None:
    assert NAMES.same_sets(["Russia", "Belarus"], ["both countries"])
    assert NAMES.same_sets(["White"], ["Belarus"])
    assert not NAMES.same_sets(["Russia"], ["Russia", "Belarus"])
    assert NAMES.same_sets([], [])


WEIGHTS = st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.integers(1, 50), max_size=16)


@given(WEIGHTS)
def test_no_other_pairing_has_a_greater_sum(weights: dict[tuple[int, int], int]) -> None:
    pairs = assign(weights)
    assert len({left for left, _ in pairs}) == len({right for _, right in pairs}) == len(pairs)
    best = max(
        sum(weights.get((left, right), 0) for left, right in enumerate(order)) for order in permutations(range(4))
    )
    assert sum(weights[pair] for pair in pairs) == best


def loan(amount: Any, evidence: str = SENTENCE, **more: Any) -> dict[str, Any]:
    data = {"evidence": [evidence], "amount": amount, **more}
    return {"id": "r", "kind": "loan", "verdict": "verified", "data": data, "evidence": [{"exact": evidence}]}


def gold(kind: str, fields: dict[str, Any], evidence: str = SENTENCE, **more: Any) -> GoldRecord:
    return GoldRecord("g", kind, more.pop("required", True), (evidence,), fields, more.pop("accept", {}), **more)


EUROS = {"text": "40 million euros", "value": 40_000_000, "currency": "EUR", "modifier": "exact", "value_high": None}


@pytest.mark.parametrize(
    "found, wanted, accept, matched",
    [
        (EUROS, EUROS, {}, True),
        ({**EUROS, "value": 40_000_000.0, "modifier": "about"}, EUROS, {}, True),
        ({**EUROS, "value": 40_000}, EUROS, {}, False),
        ({**EUROS, "currency": "USD"}, EUROS, {}, False),
        ({**EUROS, "value_high": 50_000_000}, EUROS, {}, False),
        (None, EUROS, {}, False),
        (EUROS, None, {}, False),
        (None, None, {}, True),
        (None, EUROS, {"amount": [None]}, True),
        ({**EUROS, "value": 41_000_000}, EUROS, {"amount": [{**EUROS, "value": 41_000_000}]}, True),
        ({**EUROS, "value": 1}, EUROS, {"amount": {"ungraded": True}}, True),
    ],
)
def test_a_loan_needs_its_amount(kinds: dict[str, Kind], found: Any, wanted: Any, accept: Any, matched: bool) -> None:
    pairs = match(Comparer(kinds["loan"].model), [loan(found)], [gold("loan", {"amount": wanted}, accept=accept)]).pairs
    assert bool(pairs) is matched


def test_the_right_amount_in_another_sentence_is_another_loan(kinds: dict[str, Kind]) -> None:
    other = "Weeks later the parliament of Westria turned down a budget."
    assert not match(Comparer(kinds["loan"].model), [loan(EUROS, other)], [gold("loan", {"amount": EUROS})]).pairs


@pytest.mark.parametrize(
    "found, wanted, accept, matched",
    [
        ("S-400", "S-400 Triumf", {}, True),
        ("S-400", "S-300", {}, False),
        (None, "S-400", {}, False),
        (None, None, {}, True),
        ("“Iskander”", "Iskander", {}, True),
        ("C-400", "X-9", {"designation_text": ["C-400"]}, True),
    ],
)
def test_a_transfer_needs_its_designation(
    kinds: dict[str, Kind], found: Any, wanted: Any, accept: Any, matched: bool
) -> None:
    record = {**loan(None), "kind": "weapons_transfer", "data": {"designation_text": found}}
    wish = gold("weapons_transfer", {"designation_text": wanted}, accept=accept)
    assert bool(match(Comparer(kinds["weapons_transfer"].model), [record], [wish]).pairs) is matched


SAID = "the bridge will be open before the winter of next year"


@pytest.mark.parametrize(
    "content, speaker, accept, matched",
    [
        (SAID, "Anna Berg", {}, True),
        (f"Anna Berg said that {SAID}", "Berg", {}, True),
        ("the bridge will be open before the", None, {}, False),  # enough of it, but nobody is named
        ("the bridge will be open", "Berg", {}, False),  # less than half
        ("the bridge will be open", "Berg", {"content": {"min_overlap": 0.3}}, True),
        ("the bridge will be open", "Berg", {"content": {"must_contain": "will be open"}}, True),
        ("the bridge will be open", "Berg", {"content": ["the bridge will be open, he said"]}, True),
        ("the bridge will be open", "Berg", {"split_in_two": True}, True),
        (SAID, "Ole Dahl", {}, False),
        (SAID, "Ole Dahl", {"speaker": ["Ole Dahl"]}, True),
    ],
)
def test_a_statement_needs_content_and_speaker(
    kinds: dict[str, Kind], content: str, speaker: Any, accept: Any, matched: bool
) -> None:
    data = {"content": content, "speaker": speaker, "speaker_name": None}
    record = {**loan(None), "kind": "statement", "data": data, "evidence": [{"exact": content}]}
    fields = {"content": SAID, "speaker": "she", "speaker_name": "Anna Berg"}
    wish = gold("statement", fields, f"Anna Berg said that {SAID}.", accept=accept)
    assert bool(match(Comparer(kinds["statement"].model), [record], [wish]).pairs) is matched


def test_further_parts_of_what_may_be_split_are_no_mistakes(kinds: dict[str, Kind]) -> None:
    fields = {"content": SAID, "speaker": "Anna Berg", "speaker_name": None}
    halves = [SAID[: SAID.index("before")].strip(), SAID[SAID.index("before") :]]
    records = [
        {**loan(None), "kind": "statement", "data": {"content": half, "speaker": "Berg"}, "evidence": [{"exact": half}]}
        for half in halves
    ]
    whole = gold("statement", fields, SAID, accept={"split_in_two": True})
    found = match(Comparer(kinds["statement"].model), records, [whole])
    assert len(found.pairs) == 1
    assert found.parts == {0, 1} - {found.pairs[0][0]}


def test_where_nothing_else_decides_the_gold_that_counts_is_taken(kinds: dict[str, Kind]) -> None:
    optional, wanted = gold("loan", {"amount": None}, required=False), gold("loan", {"amount": None})
    for order in ([optional, wanted], [wanted, optional]):
        ((_, place),) = match(Comparer(kinds["loan"].model), [loan(None)], order).pairs
        assert order[place] is wanted


def test_quotes_that_were_not_found_in_the_document_still_say_what_was_meant(kinds: dict[str, Kind]) -> None:
    record = {**loan(EUROS), "evidence": []}
    assert match(Comparer(kinds["loan"].model), [record], [gold("loan", {"amount": EUROS})]).pairs


def test_where_nothing_else_decides_the_gold_with_more_fields_right_is_taken(kinds: dict[str, Kind]) -> None:
    six, many = ({"text": str(n), "value": n, "value_high": None, "modifier": "exact"} for n in (6, 18))
    golds = [gold("weapons_transfer", {"designation_text": "K-8", "quantity": count}) for count in (six, many)]
    for order in ([six, many], [many, six]):
        data = [{"designation_text": "K-8", "quantity": count} for count in order]
        records = [{**loan(None), "kind": "weapons_transfer", "data": one} for one in data]
        pairs = match(Comparer(kinds["weapons_transfer"].model), records, golds).pairs
        assert [golds[wanted].fields["quantity"] for _, wanted in pairs] == order
