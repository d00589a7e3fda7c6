"""The provider's side of a batch: files up and down, batches made and looked at, through the openai library.

Takes a file of requests; gives the batch's id, later its state and the lines of its results. Raises EndpointError
where the endpoint cannot serve a batch, with the key taken out of whatever it said.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

import openai

from extract.batch_lines import URL
from extract.errors import EndpointError
from extract.settings import Settings

NONCE = "extract_nonce"
"""Metadata key that a batch carries, so that one whose id was lost with a killed process is found again."""
_WINDOW: Literal["24h"] = "24h"
_ENDPOINT: Literal["/v1/chat/completions"] = "/v1/chat/completions"
_PAGES = 1_000
"""Batches looked through for a lost one, the newest first."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A batch as the provider has it. `files` are those with results, whole once the batch has ended."""

    id: str
    status: str
    answered: int
    failed: int
    files: tuple[str, ...]
    errors: str


class Provider:
    """The endpoint's Batch API. Use with `with`."""

    def __init__(self, settings: Settings, api_key: str | None) -> None:
        assert _ENDPOINT == URL
        self._secret = api_key or ""
        self._where = settings.base_url or ""
        self._client = openai.OpenAI(
            base_url=settings.base_url,
            api_key=api_key or "none",
            timeout=settings.timeout,
            max_retries=settings.retries,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def send(self, file: Path, nonce: str) -> Seen:
        """Upload a file of requests and make a batch of it."""
        with self._faults():
            with open(file, "rb") as content:
                uploaded = self._client.files.create(file=(file.name, content), purpose="batch")
            made = self._client.batches.create(
                input_file_id=uploaded.id, endpoint=_ENDPOINT, completion_window=_WINDOW, metadata={NONCE: nonce}
            )
            return _seen(made)

    def look(self, id: str) -> Seen:
        """How a batch stands."""
        with self._faults():
            return _seen(self._client.batches.retrieve(id))

    def find(self, nonce: str) -> Seen | None:
        """The batch that was sent with this nonce, if it ever arrived."""
        with self._faults():
            for number, batch in enumerate(self._client.batches.list(limit=100)):
                if (batch.metadata or {}).get(NONCE) == nonce:
                    return _seen(batch)
                if number >= _PAGES:
                    break
        return None

    def lines(self, file: str) -> Iterator[bytes]:
        """The lines of a file, without their ends."""
        rest = b""
        with self._faults(), self._client.files.with_streaming_response.content(file) as response:
            # Not iter_lines: that also ends a line at U+2028, which a reply may hold.
            for chunk in response.iter_bytes():
                *whole, rest = (rest + chunk).split(b"\n")
                yield from whole
        if rest:
            yield rest

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except openai.APIStatusError as error:
            if error.status_code in (401, 403):
                what = "the key was refused; set OPENAI_API_KEY to one for this endpoint"
            elif error.status_code in (404, 405):
                what = "no Batch API there (/files, /batches), or the batch is gone; use extract run for this endpoint"
            else:
                what = "the Batch API refused; see what it said, then run the same command again"
            raise self._error(f"{what} (status {error.status_code}: {error.message})") from error
        except openai.OpenAIError as error:
            raise self._error(f"cannot be reached ({error}); change --base-url, or run again later") from error

    def _error(self, message: str) -> EndpointError:
        text = f"{self._where}: {message}"
        return EndpointError("server_error", (text.replace(self._secret, "***") if self._secret else text)[:700])


def _seen(batch: openai.types.Batch) -> Seen:
    counts, errors = batch.request_counts, batch.errors
    said = "; ".join(one.message or one.code or "" for one in (errors.data or []) if errors) if errors else ""
    return Seen(
        id=batch.id,
        status=batch.status,
        answered=counts.completed if counts else 0,
        failed=counts.failed if counts else 0,
        files=tuple(file for file in (batch.output_file_id, batch.error_file_id) if file),
        errors=said[:500],
    )
