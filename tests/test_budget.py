"""Budget: never beyond the limit whatever comes, prices read or refused, and an unknown price is not zero."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.budget import FREE, Budget, BudgetReached, Price, Spent, price_of, read_prices, spent
from extract.errors import UsageError
from extract.settings import EMBEDDED_MODEL

ROOT = Path(__file__).parents[1]
PRICE = Price(Decimal("2.5"), Decimal("1.25"), Decimal(10), Decimal("0.5"))
REQUESTS = st.lists(
    st.tuples(st.integers(0, 30_000), st.integers(0, 2_000), st.floats(0, 1), st.floats(0, 1)), max_size=30
)


def test_cached_tokens_cost_less_and_are_counted_once() -> None:
    assert PRICE.of(Spent(1_000_000, 400_000, 100_000)) == Decimal("1.5") + Decimal("0.5") + Decimal(1)


@given(REQUESTS, st.integers(0, 100_000), st.integers(0, 3))
def test_no_limit_is_ever_passed(requests: list[Any], tokens: int, dollars: int) -> None:
    """All at once, each using at most what its bound says."""

    async def go() -> Spent:
        budget = Budget(PRICE, Decimal(dollars) / 10, tokens)

        async def one(characters: int, longest: int, read: float, written: float) -> None:
            try:
                bound = await budget.reserve(characters, longest)
            except BudgetReached:
                return
            await asyncio.sleep(0)
            budget.settle(bound, Spent(int(bound.read * read), 0, int(longest * written)))
            assert budget.spent.tokens <= tokens

        await asyncio.gather(*(one(*request) for request in requests))
        return budget.spent

    spent_in_all = asyncio.run(go())
    assert spent_in_all.tokens <= tokens
    assert PRICE.of(spent_in_all) <= Decimal(dollars) / 10


def test_what_is_not_used_can_be_used_by_others() -> None:
    async def go() -> None:
        budget = Budget(None, None, 1_000)
        bound = await budget.reserve(300, 900)
        waiting = asyncio.create_task(budget.reserve(300, 700))
        await asyncio.sleep(0)
        assert not waiting.done(), "it may fit once the first has ended"
        budget.settle(bound, Spent(100, 0, 100))
        await waiting
        assert budget.shown() == "200 tokens (price unknown)"
        with pytest.raises(BudgetReached, match="run the same command with a larger budget"):
            await budget.reserve(300, 701)

    asyncio.run(go())


def test_what_was_spent_before_counts() -> None:
    with pytest.raises(BudgetReached):
        asyncio.run(Budget(None, None, 1_000, Spent(900, 0, 0)).reserve(300, 1))


def test_a_limit_in_money_needs_a_price() -> None:
    with pytest.raises(UsageError, match=r"write one into prices\.yaml"):
        Budget(None, Decimal(1), None)
    assert price_of("m", "http://h/v1", {}) is None
    assert price_of(EMBEDDED_MODEL, None, {}) == FREE
    assert price_of("m", "http://h/v1", {"m": PRICE}) == PRICE


def test_the_bundled_table_is_sound() -> None:
    prices = read_prices(ROOT / "extract" / "data" / "prices.yaml")
    assert prices
    assert all(
        0 < price.cached <= price.read < price.written and price.batch == Decimal("0.5") for price in prices.values()
    )


@pytest.mark.parametrize(
    "text, words",
    [
        ("models: {m: {input: 1}}", "model m: it needs input and output"),
        ("models: {m: {input: cheap, output: 1}}", "model m: it needs input and output"),
        ("models: {m: {input: -1, output: 1}}", "below zero or no number"),
        ("models: {m: {input: .nan, output: 1}}", "below zero or no number"),
        ("models: {m: 3}", "model m: it needs"),
        ("models: []", "no `models:` in it"),
        ("- 3", "no `models:` in it"),
        ("{", "cannot be read"),
    ],
)
def test_a_faulty_table_is_named(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "prices.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=words) as caught:
        read_prices(tmp_path / "prices.yaml")
    assert str(tmp_path / "prices.yaml") in str(caught.value)


@pytest.mark.parametrize(
    "body", [None, [], {}, {"usage": None}, {"usage": []}, {"usage": {}}, {"usage": {"prompt_tokens": None}}]
)
def test_an_answer_that_does_not_count_counts_nothing(body: Any) -> None:
    assert spent(body) == Spent()


def test_usage_is_read() -> None:
    usage = {"prompt_tokens": 900, "completion_tokens": 50, "prompt_tokens_details": {"cached_tokens": 800}}
    assert spent({"usage": usage}) == Spent(900, 800, 50)
