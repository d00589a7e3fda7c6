"""Budget: what requests cost, and an end before they cost too much.

Takes a table of prices (US dollars for a million tokens) and limits in money or tokens; lets a request through only if
its own upper bound still fits, those under way counted. A price that the table lacks is unknown, never zero.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from extract.errors import ExtractError, UsageError
from extract.settings import EMBEDDED_MODEL

CHARACTERS_PER_TOKEN = 3
"""For an upper bound: English has some 4 characters a token, other languages and JSON fewer."""
_MILLION = Decimal(1_000_000)
_MOST = 10**9  # tokens of one answer; more is no count, and a sum of them must fit the database


class BudgetReached(ExtractError):
    """The next request could cost more than is allowed: the run stops, and goes on from there with a larger budget."""


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens: read, read from the cache, written; what a provider's batch costs of it."""

    read: Decimal
    cached: Decimal
    written: Decimal
    batch: Decimal = Decimal(1)

    def of(self, spent: Spent) -> Decimal:
        """What tokens cost; cached ones are part of those read."""
        fresh = spent.read - spent.cached
        return (fresh * self.read + spent.cached * self.cached + spent.written * self.written) / _MILLION


@dataclass(frozen=True, slots=True)
class Spent:
    """Tokens: read (cached ones among them) and written."""

    read: int = 0
    cached: int = 0
    written: int = 0

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.read + other.read, self.cached + other.cached, self.written + other.written)

    def __sub__(self, other: Spent) -> Spent:
        return Spent(self.read - other.read, self.cached - other.cached, self.written - other.written)

    @property
    def tokens(self) -> int:
        return self.read + self.written


def spent(body: Any, unsaid: Spent = Spent()) -> Spent:
    """The tokens that an answer says were used; `unsaid` where it does not say, or says what is no count."""
    usage = body.get("usage") if isinstance(body, dict) else None
    if not isinstance(usage, dict):
        return unsaid
    read, written = sound(usage.get("prompt_tokens")), sound(usage.get("completion_tokens"))
    if read is None and written is None:
        return unsaid
    details = usage.get("prompt_tokens_details")
    cached = sound(details.get("cached_tokens")) if isinstance(details, dict) else None
    return Spent(read or 0, min(cached or 0, read or 0), written or 0)


def sound(value: Any) -> int | None:
    """A number of tokens; None for anything else that a server may write there."""
    sound = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST
    return value if sound else None


FREE = Price(Decimal(0), Decimal(0), Decimal(0))


def read_prices(path: Path) -> dict[str, Price]:
    """The prices in a YAML file, by model. Raises UsageError, naming the file and the model."""
    import yaml

    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise UsageError(f"{path}: prices cannot be read ({error}); see docs/endpoints.md for its form") from error
    models = found.get("models") if isinstance(found, dict) else None
    if not isinstance(models, dict):
        raise UsageError(f"{path}: no `models:` in it; see docs/endpoints.md for its form")
    return {str(name): _price(path, str(name), entry) for name, entry in models.items()}


def _price(path: Path, name: str, entry: Any) -> Price:
    try:
        read, written = Decimal(str(entry["input"])), Decimal(str(entry["output"]))
        cached = Decimal(str(entry.get("cached_input", read)))
        price = Price(read, cached, written, Decimal(str(entry.get("batch", 1))))
    except (TypeError, KeyError, AttributeError, InvalidOperation) as error:
        what = "input and output in US dollars for a million tokens"
        raise UsageError(f"{path}: model {name}: it needs {what} ({error!r})") from error
    if not all(value.is_finite() and value >= 0 for value in (read, cached, written, price.batch)):
        raise UsageError(f"{path}: model {name}: a price is below zero or no number")
    return price


def price_of(model: str, base_url: str | None, prices: Mapping[str, Price]) -> Price | None:
    """What a model costs; None where it is not known. The embedded model costs nothing."""
    if base_url is None and model == EMBEDDED_MODEL:
        return FREE
    return prices.get(model)


class Budget:
    """Counts what is spent and stops before it is too much.

    price   None: not known
    dollars, tokens  the limits; None: none
    before  what the run has spent already

    Raises UsageError for a limit in money where the price is not known.
    """

    def __init__(
        self,
        price: Price | None,
        dollars: Decimal | None,
        tokens: int | None,
        before: Spent = Spent(),
    ) -> None:
        if dollars is not None and price is None:
            raise UsageError(
                "--budget needs a price for this model, and the table has none: write one into prices.yaml (see "
                "docs/endpoints.md), or limit by --budget-tokens"
            )
        self.price, self._dollars, self._tokens = price, dollars, tokens
        self.spent = before
        self._under_way = Spent()
        self._settled = asyncio.Event()

    async def reserve(self, characters: int, longest: int) -> Spent:
        """Leave for a request of so many characters, answered by `longest` tokens at most: what was set aside for it.

        Waits for requests under way where what they will not use may be enough. Raises BudgetReached where the request
        could go beyond a limit.
        """
        bound = Spent(-(-characters // CHARACTERS_PER_TOKEN), 0, longest)
        while self._over(bound + self._under_way):
            if self._over(bound):
                raise BudgetReached(
                    f"the budget is reached: {self.shown()} spent, and the next request could go beyond it. What was "
                    "answered is kept; run the same command with a larger budget to go on"
                )
            self._settled.clear()
            await self._settled.wait()
        self._under_way += bound
        return bound

    def _over(self, more: Spent) -> bool:
        would = self.spent + more
        if self._tokens is not None and would.tokens > self._tokens:
            return True
        return self._dollars is not None and self.price is not None and self.price.of(would) > self._dollars

    def settle(self, bound: Spent, used: Spent) -> None:
        """Put what a request really used in the place of what was set aside for it."""
        self._under_way -= bound
        self.spent += used
        self._settled.set()

    def shown(self) -> str:
        """What is spent, in tokens and, where the price is known, in dollars."""
        money = "price unknown" if self.price is None else f"${self.price.of(self.spent):.4f}"
        return f"{self.spent.tokens:,} tokens ({money})"
