"""Claims by property: order does not matter, nothing that is apart meets, and decisions can be taken back."""

from __future__ import annotations

import json
import random
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from corpus_rows import KINDS, claims, euros, groups, record, run_folder, step
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli import call

from extract.corpus.block import LARGE, pairs
from extract.corpus.claims import claims_of, corpus
from extract.corpus.compare import Comparison, Judge
from extract.corpus.decisions import Decisions, read_decisions
from extract.corpus.link import Linked, Linker
from extract.corpus.mentions import Chosen, Mention, mention_of
from extract.errors import UsageError
from extract.figures.edtf import compatible, date_bounds
from extract.runs import open_run

LOAN = KINDS["loan"].model

amounts = st.one_of(
    st.none(),
    st.builds(
        euros,
        st.sampled_from([40_000_000, 41_000_000, 44_000_000, 90_000_000]),
        st.sampled_from(["exact", "about", "up_to", "more_than"]),
        st.sampled_from(["EUR", "USD"]),
    ),
)
steps = st.lists(
    st.builds(
        step,
        st.sampled_from(["signed", "disbursed"]),
        st.sampled_from(["2019", "2019-05", "2019-05-03", "2020-01"]),
        st.booleans(),
    ),
    max_size=2,
)
loans = st.fixed_dictionaries(
    {
        "amount": amounts,
        "dates": steps,
        "lender": st.sampled_from([["Poland"], ["Spain"], ["Bridge Bank"], []]),
        "status": st.sampled_from(["pledged", "committed", "disbursed", "unclear"]),
        "purpose_text": st.sampled_from([None, "a bridge over the river"]),
        "published": st.sampled_from([None, "2019-06-01", "2019-09-01", "2023-01-01"]),
        "document": st.sampled_from([None, None, "paper"]),
    }
)
many = st.lists(loans, min_size=2, max_size=9).map(
    lambda rows: [record(f"{place}{place * 7919 % 97}", **row) for place, row in enumerate(rows)]
)


def untold(found: list[dict[str, Any]]) -> str:
    return json.dumps(sorted(found, key=lambda claim: str(claim["id"])), sort_keys=True)


@settings(max_examples=60)
@given(many, st.randoms(use_true_random=False))
def test_the_order_of_documents_does_not_matter(records: list[dict[str, Any]], dice: random.Random) -> None:
    before = claims(*records)
    dice.shuffle(records)
    assert untold(claims(*records)) == untold(before)


@settings(max_examples=60)
@given(many)
def test_every_record_is_in_one_claim_and_none_holds_what_is_apart(records: list[dict[str, Any]]) -> None:
    judge, found = Judge(LOAN), claims(*records)
    mentions = {one["id"]: mention_of(one, LOAN) for one in records}
    assert sorted(id for group in groups(found) for id in group) == sorted(mentions)
    for group in groups(found):
        for a, b in combinations(group, 2):
            assert judge.compare(mentions[a], mentions[b]).verdict != "apart"
    for claim in found:
        assert len(claim["merged_because"]) == len(claim["mentions"]) - 1
        assert len({claim["id"] for claim in found}) == len(found)


@settings(max_examples=60)
@given(many)
def test_comparing_is_symmetric(records: list[dict[str, Any]]) -> None:
    mentions = [mention_of(one, LOAN) for one in records]
    swapped = [mention_of(one | {"id": chr(122 - place)}, LOAN) for place, one in enumerate(records)]
    for (a, b), (c, d) in zip(combinations(mentions, 2), combinations(swapped, 2), strict=True):
        one, other = Judge(LOAN).compare(a, b), Judge(LOAN).compare(c, d)  # the other way round by id
        assert (one.verdict, one.strength) == (other.verdict, other.strength)
        assert {name: found.answer for name, found in one.results.items()} == {
            name: found.answer for name, found in other.results.items()
        }


@settings(max_examples=40)
@given(many)
def test_decisions_are_obeyed_named_and_can_be_taken_back(records: list[dict[str, Any]]) -> None:
    before, ids = claims(*records), [one["id"] for one in records]
    forced = claims(*records, decisions=Decisions(together=((3, tuple(ids)),)))
    assert groups(forced) == [sorted(ids)]
    assert {one["decision"] for one in forced[0]["merged_because"]} == {3}
    split = claims(*records, decisions=Decisions(apart=((4, tuple(ids)),)))
    assert groups(split) == sorted([id] for id in ids)
    assert untold(claims(*records, decisions=Decisions())) == untold(before)
    told = {one["why"] for claim in split for one in claim["kept_apart_because"]}
    if any(len(claim["mentions"]) > 1 for claim in before):
        assert "decided so in line 4" in told


class Told:
    """A judge that has been told what each pair comes to: a strength to join by, "apart" or "open"."""

    def __init__(self, told: dict[tuple[str, str], int | str]) -> None:
        self.told = {tuple(sorted(pair)): came for pair, came in told.items()}

    def compare(self, a: Mention, b: Mention) -> Comparison:
        came = self.told.get(tuple(sorted((a.id, b.id))), "open")
        return Comparison("join", came, {}, "") if isinstance(came, int) else Comparison(came, 0, {}, "")  # type: ignore[arg-type]

    def verdict(self, a: Mention, b: Mention) -> str:
        return self.compare(a, b).verdict

    def other_parties(self, found: Comparison) -> bool:
        return True


def linked(told: dict[tuple[str, str], int | str]) -> tuple[list[str], Linked]:
    ids = sorted({id for pair in told for id in pair})
    mentions = [mention_of(record(id), LOAN) for id in ids]
    judge: Any = Told(told)
    found = Linker(mentions, judge, Decisions()).link(list(combinations(range(len(ids)), 2)))
    return sorted("".join(ids[place] for place in group) for group in found.groups), found


CHAINS: list[tuple[dict[tuple[str, str], int | str], list[str]]] = [
    ({("a", "b"): 1, ("b", "c"): 1}, ["abc"]),
    ({("a", "b"): 1, ("b", "c"): 1, ("a", "c"): "apart"}, ["a", "b", "c"]),
    ({("a", "b"): 2, ("b", "c"): 1, ("a", "c"): "apart"}, ["ab", "c"]),
    # What fits two stays out of both, also where a weaker link would bring it in by the back door.
    ({("a", "m"): 3, ("b", "m"): 3, ("a", "b"): "apart", ("a", "c"): 4, ("c", "m"): 1}, ["ac", "b", "m"]),
    # Others of the same strength are not held up by it.
    ({("a", "m"): 1, ("b", "m"): 1, ("a", "b"): "apart", ("m", "n"): 1}, ["a", "b", "mn"]),
    # A longer chain between two that are apart: in the order of ids as far as it goes.
    ({("a", "b"): 1, ("b", "c"): 1, ("c", "d"): 1, ("a", "d"): "apart"}, ["abc", "d"]),
]


@pytest.mark.parametrize("told, expected", CHAINS)
def test_chains(told: dict[tuple[str, str], int | str], expected: list[str]) -> None:
    assert linked(told)[0] == expected


@settings(max_examples=300)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")).filter(lambda pair: pair[0] < pair[1]),
        st.sampled_from([1, 1, 2, 3, "apart", "apart"]),
        min_size=5,
        max_size=28,
    )
)
def test_whatever_the_judge_says_nothing_apart_meets(told: dict[tuple[str, str], int | str]) -> None:
    groups_, found = linked(told)
    for group in groups_:
        assert not any(told.get(pair) == "apart" for pair in combinations(group, 2))
    assert sum(len(group) - 1 for group in groups_) == len(found.joined)
    for one in (*found.joined, *found.refused):
        assert isinstance(told[min(one.a, one.b), max(one.a, one.b)], int)
    held = {id: group for group in groups_ for id in group}
    refused = {tuple(sorted((one.a, one.b))) for one in found.refused}
    for pair, came in told.items():  # a link whose ends are in two claims says why
        if isinstance(came, int) and held[pair[0]] != held[pair[1]]:
            between = {tuple(sorted(two)) for two in product(held[pair[0]], held[pair[1]])}
            assert between & refused


def test_a_later_report_leaves_the_id_of_a_claim() -> None:
    early = record("b", published="2021-03-01")
    (before,) = claims(early)
    (after,) = claims(early, record("a", published="2021-05-01"), record("c"))
    assert after["id"] == before["id"] and len(after["mentions"]) == 3


def test_a_run_given_twice_changes_nothing(tmp_path: Path) -> None:
    run = open_run(run_folder(tmp_path / "run", [record("a"), record("b"), record("c", amount=euros(7))]))
    taken = Chosen(("verified",), KINDS)
    assert corpus([run, run], taken) == corpus([run], taken)


def test_large_blocks_lose_no_join() -> None:
    """More mentions than all pairs are compared of, a loan of which each second one is in two reports."""
    sums = [round((n // 2 + 1) * 10**6 * (1.07 if n % 2 else 1)) for n in range(2 * LARGE)]
    rows = [record(f"{n:03}", amount=euros(sum_, "about")) for n, sum_ in enumerate(sums)]
    mentions = [mention_of(one, LOAN) for one in rows]
    found = pairs(mentions, LOAN)
    assert len(found) < LARGE * (2 * LARGE - 1)
    every = {
        (a, b)
        for a, b in combinations(range(len(rows)), 2)
        if Judge(LOAN).compare(mentions[a], mentions[b]).verdict == "join"
    }
    assert every and every <= set(found)


def test_a_kind_that_declares_nothing_is_not_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LOAN, "same_event", None)
    found = claims_of([mention_of(record(id), LOAN) for id in "ab"], LOAN, Decisions())
    assert groups(found) == [["a"], ["b"]]
    assert [claim["countable"] for claim in found] == [None, None]


WRONG = [
    ("nonsense", 1, "not JSON"),
    ("[]", 1, "no decision"),
    ('{"together": ["a", "b"], "apart": ["a", "c"]}', 1, "no decision"),
    ('{"together": ["a", "a"]}', 1, "different ids"),
    ('{"apart": "ab"}', 1, "different ids"),
    ('{"apart": [1, 2]}', 1, "different ids"),
    ('{"together": ["a", "b"]}\n\n{"together": ["b", "c"]}\n{"apart": ["a", "c"]}', 4, "together by line 1, 3"),
]


@pytest.mark.parametrize("text, line, says", WRONG)
def test_decisions_that_cannot_be_followed_are_refused_by_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=says) as refused:
        read_decisions(path)
    assert str(refused.value).startswith(f"{path}:{line}: ")
    run = run_folder(tmp_path / "run", [record("a")])
    _, err = call("corpus", str(run), "--decisions", str(path), code=2)
    assert says in err


DATES = [
    ("2021", "2021-09-09", True),
    ("2020", "2021", False),
    ("2021-09/2021-10", "2021-10-31", True),
    ("2021-09/2021-10", "2021-11", False),
    ("../2022-12-26", "2021", True),
    ("2021-11-04", "2021-11", True),
    ("2021-11~", "2021-12-20", True),
    ("202X", "2029-01", True),
    ("", "2021", None),
    ("2021-13", "2021", None),
]


@pytest.mark.parametrize("left, right, expected", DATES)
def test_dates_are_compatible_if_they_overlap(left: str, right: str, expected: bool | None) -> None:
    assert compatible(left, right) is expected is compatible(right, left)


years = st.integers(1900, 2100)
edtf = st.one_of(
    years.map(lambda year: f"{year:04}"),
    st.builds(lambda year, month: f"{year:04}-{month:02}", years, st.integers(1, 12)),
    st.builds(lambda year, month, day: f"{year:04}-{month:02}-{day:02}", years, st.integers(1, 12), st.integers(1, 28)),
    st.builds(lambda year, sign: f"{year:04}{sign}", years, st.sampled_from("~?%")),
    st.builds(lambda year, more: f"{year:04}/{year + more:04}", years, st.integers(0, 9)),
    years.map(lambda year: f"../{year:04}"),
)


@given(edtf, edtf)
def test_compatibility_is_symmetric_and_reflexive(left: str, right: str) -> None:
    assert compatible(left, left) is True
    assert compatible(left, right) is compatible(right, left)
    a, b = date_bounds(left), date_bounds(right)
    assert a is not None and b is not None
    assert compatible(left, right) is (max(a[0], b[0]) <= min(a[1], b[1]))
