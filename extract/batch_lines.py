"""The files of a provider's batches: a request a line in, a result a line out.

Takes keys and request bodies; gives lines as OpenAI's Batch API reads them. Takes lines of an output or error file;
gives results, and for a line that is none a word about it. The form is that of OpenAI's API reference (batch request
input and output objects); the limits are those in the docstrings of `openai.types.BatchCreateParams`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

MOST_REQUESTS = 50_000
"""Requests that one input file may hold."""
MOST_BYTES = 200_000_000
"""Size that one input file may have; the reference says 200 MB."""
URL = "/v1/chat/completions"
"""What every line asks, and the endpoint that the batch is made for."""

FINAL = frozenset({400, 413, 422})
"""Status codes that say that this very request will never be answered; any other may go better next time."""


@dataclass(frozen=True, slots=True)
class Result:
    """One line of results.

    key     the request's `custom_id`
    status  HTTP status of its answer; None where it was never answered
    body    the parsed body; None where there is none
    reason  why there is no good answer, "" where there is one
    """

    key: str
    status: int | None
    body: Any
    reason: str

    @property
    def good(self) -> bool:
        """Whether it is what a live run would keep: a 2xx JSON reply that is no error."""
        return not self.reason

    @property
    def final(self) -> bool:
        """Whether asking again is in vain, so that the answer is the error."""
        return not self.good and self.status in FINAL


def request_line(key: str, body: Any) -> bytes:
    """The line that asks for one request. `key` has 64 characters and comes back as `custom_id`."""
    line = {"custom_id": key, "method": "POST", "url": URL, "body": body}
    return json.dumps(line, separators=(",", ":")).encode() + b"\n"  # ASCII: no separator or half surrogate is raw


def results(lines: Iterable[bytes]) -> Iterator[Result | str]:
    """What the lines of an output or error file say; a string for each that is no result. Empty lines are passed
    over.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _result(json.loads(line))
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                yield f"line {number}: no result ({type(error).__name__}: {str(error)[:80]})"


def _result(line: dict[str, Any]) -> Result:
    """Raises KeyError, TypeError or ValueError for what has not the form of a result."""
    key, response, error = line["custom_id"], line.get("response"), line.get("error")
    if not isinstance(key, str):
        raise TypeError("custom_id is no string")
    if response is None:
        if not isinstance(error, dict):
            raise ValueError("neither response nor error")
        return Result(key, None, None, str(error.get("code") or error.get("message") or "error"))
    status, body = int(response["status_code"]), response["body"]
    if not 200 <= status < 300:
        return Result(key, status, body, f"status {status}{_said(body)}")
    if not isinstance(body, dict) or (body.get("error") and not body.get("choices")):
        return Result(key, status, body, f"an error with status {status}{_said(body)}")
    return Result(key, status, body, "")


def _said(body: Any) -> str:
    error = body.get("error") if isinstance(body, dict) else None
    message = error.get("message") if isinstance(error, dict) else error
    return f": {str(message)[:200]}" if message else ""


def quota(result: Result) -> bool:
    """Whether the account's quota was used up, which a server may say with any status."""
    error = result.body.get("error") if isinstance(result.body, dict) else None
    return isinstance(error, dict) and "insufficient_quota" in (error.get("code"), error.get("type"))
