"""What a check is, and the list of them.

A check is a pure function from a `Case` to findings. It is registered under its id with `@check`; its
docstring is its entry in the codebook. `ask` says whether its findings are worth another question to the
model: what code has mended already, or no model can mend, is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from extract.derive import Case
from extract.types import Finding, Level

CheckFunction = Callable[[Case], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check: id ("V04"), the function, and whether its errors and warnings go back to the model."""

    id: str
    function: CheckFunction
    ask: bool


CHECKS: dict[str, Check] = {}


def check(id: str, *, ask: bool = True) -> Callable[[CheckFunction], CheckFunction]:
    """Register a check under its id. Raises ValueError if the id is taken or the docstring is missing."""

    def register(function: CheckFunction) -> CheckFunction:
        if id in CHECKS or not function.__doc__:
            raise ValueError(f"check {id}: taken, or without a docstring")
        CHECKS[id] = Check(id, function, ask)
        return function

    return register


def run_checks(case: Case) -> tuple[Finding, ...]:
    """All findings on one record, in the order of the check ids."""
    return tuple(finding for _, check in sorted(CHECKS.items()) for finding in check.function(case))


def worth_asking(finding: Finding) -> bool:
    """Whether a finding goes back to the model."""
    known = CHECKS.get(finding.check)
    return finding.level != "info" and known is not None and known.ask


def find_words(words: tuple[str, ...], text: str) -> list[re.Match[str]]:
    """Where any of the words stands in the text, whole words, any case; `*` stands for further letters.

    The month of May is no "may".
    """
    return [match for match in _pattern(words).finditer(text) if match[0] != "May"] if words else []


@lru_cache(maxsize=512)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    options = "|".join(re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"\b(?:{options})\b", re.IGNORECASE)


def said(value: object, longest: int = 80) -> str:
    """A value of the model's in a message: quoted, and cut at `longest` characters."""
    text = str(value)
    return repr(text if len(text) <= longest else text[: longest - 1] + "…")


def finding(check: str, level: Level, path: str, message: str) -> Finding:
    """A finding without a figure."""
    return Finding(check, level, path, message)
