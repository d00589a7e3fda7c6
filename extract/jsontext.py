"""JSON text in which no digit of a number is lost.

Takes values of Python; gives JSON numbers and lines. Equal values give equal text on any machine.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

_LARGEST = 300
"""Powers of ten up to which a number is written: readers that use doubles take none beyond 308."""

_INTEGER = 10**_LARGEST

# JSON leaves these as they are; but a reader that splits lines as Unicode does would cut the record in two at
# the first three, and a lone surrogate cannot be encoded.
_ESCAPED = re.compile("[\x85\u2028\u2029\ud800-\udfff]")


class Exact(float):
    """A number with more digits than a float keeps. `literal` has them all and is what `dumps` writes."""

    literal: str

    def __new__(cls, literal: str) -> Exact:
        made = super().__new__(cls, literal)
        made.literal = literal
        return made


def number(value: Decimal | int | float) -> int | float | None:
    """The JSON number of exactly this value: an int where it is whole, else a float or an `Exact`.

    None for what is not finite, and for a Decimal or int beyond 10**300 or nearer to zero than 10**-300: JSON or
    its readers could not hold it.
    """
    if type(value) is int and -_INTEGER < value < _INTEGER:
        return value  # as most are; Decimal would say the same
    if isinstance(value, float):
        return int(value) if value.is_integer() else value if math.isfinite(value) else None
    exact = Decimal(value)
    if not exact.is_finite() or abs(exact.adjusted()) > _LARGEST:
        return 0 if exact.is_zero() else None
    if exact == exact.to_integral_value():
        return int(exact)
    near = float(exact)
    return near if Decimal(repr(near)) == exact else Exact(format(exact, "f"))


def plain(value: Any, path: str = "") -> Any:
    """The value as dicts, lists, strings and JSON numbers only. Raises TypeError, naming the path, for others."""
    try:
        return _plain(value, [])
    except _FormlessError as error:
        where = path + "".join(f"/{key}" for key in reversed(error.path)) or "/"
        raise TypeError(f"{where}: {error} has no JSON form; turn it into words or numbers first") from None


class _FormlessError(TypeError):
    """A value without a JSON form, and the keys that lead to it, the innermost first."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.path: list[Any] = []


def _plain(value: Any, exact: list[Exact]) -> Any:
    """`plain`, which also collects the numbers that a float does not hold."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, (Decimal, int, float)):
        made = value if isinstance(value, Exact) else number(value)
        if isinstance(made, Exact):
            exact.append(made)
        return made
    if not isinstance(value, (Mapping, list, tuple)):
        raise _FormlessError(type(value).__name__)
    try:
        if isinstance(value, Mapping):
            return {str(key): _plain(inner, exact) for key, inner in value.items()}
        return [_plain(inner, exact) for inner in value]
    except _FormlessError as error:
        items = value.items() if isinstance(value, Mapping) else enumerate(value)
        error.path.append(next(key for key, inner in items if _formless(inner)))
        raise


def _formless(value: Any) -> bool:
    try:
        _plain(value, [])
    except _FormlessError:
        return True
    return False


def dumps(value: Any, indent: int | None = None) -> str:
    """JSON text of a value, every digit of every number kept; on one line unless `indent` (spaces) is given.

    Text stays readable (no \\u escapes) except line separators and lone surrogates. Raises TypeError for a value
    without a JSON form.
    """
    exact: list[Exact] = []
    try:
        made = _plain(value, exact)
    except _FormlessError:
        made = plain(value)  # which says where
    if exact or indent is not None:
        return _write(made, "" if indent is None else " " * indent, "\n" if indent is not None else "")
    return escaped(_ENCODER.encode(made))  # C code, ten times faster than `_write`


def escaped(text: str) -> str:
    """JSON text with escapes for what would cut a line in two or has no UTF-8."""
    return _ESCAPED.sub(_escape, text)


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _write(value: Any, indent: str, newline: str) -> str:
    if isinstance(value, Exact):
        return value.literal
    if isinstance(value, str):
        return _ESCAPED.sub(_escape, _ENCODER.encode(value))
    if not isinstance(value, (dict, list)):
        return _ENCODER.encode(value)
    deeper = newline + indent
    if isinstance(value, dict):
        parts = [f"{_write(key, indent, '')}: {_write(inner, indent, deeper)}" for key, inner in value.items()]
    else:
        parts = [_write(inner, indent, deeper) for inner in value]
    left, right = "{}" if isinstance(value, dict) else "[]"
    return left + deeper + f",{deeper or ' '}".join(parts) + newline + right if parts else left + right
