"""What the tests share: the project, its kinds, and a stand-in for the model that says what it is told to say."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import settings as hypothesis_settings
from pydantic import ValidationError

from extract.errors import ModelError
from extract.fields import KindModel
from extract.kinds import Kind, load_kinds
from extract.prompts import Prompt

# The same examples every time, so that a change is judged by what it changes; HYPOTHESIS=explore looks for new ones.
hypothesis_settings.register_profile("same", deadline=None, derandomize=True)
hypothesis_settings.register_profile("explore", deadline=None, max_examples=1_000)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS", "same"))

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("EXTRACT_") or name == "OPENAI_API_KEY"]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def kinds(root: Path) -> dict[str, Kind]:
    return load_kinds(root)


@dataclass(frozen=True)
class Tokens:
    prompt_tokens: int | None = 100
    cached_tokens: int | None = 80
    completion_tokens: int | None = 10


@dataclass(frozen=True)
class Said:
    """What `extract.pipeline.Answered` asks for."""

    records: Sequence[KindModel]
    text: str
    recording: str
    usage: Tokens = field(default_factory=Tokens)
    seconds: float = 0.0


Reply = str | Mapping[str, Any] | Sequence[Mapping[str, Any]] | BaseException


class Scripted:
    """Hands out its replies in turn: JSON text, a record, records, or an exception to raise.

    Text that does not fit the schema ends as it does with the real model: in a ModelError that carries the reply.
    """

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies)
        self.asked: list[tuple[str, Prompt]] = []

    @property
    def prompts(self) -> list[Prompt]:
        return [prompt for _, prompt in self.asked]

    async def __aenter__(self) -> Scripted:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def ask(self, kind: Kind, prompt: Prompt) -> Said:
        self.asked.append((kind.name, prompt))
        reply = self.replies.pop(0)
        if isinstance(reply, BaseException):
            raise reply
        text = reply if isinstance(reply, str) else answer(*([reply] if isinstance(reply, Mapping) else reply))
        key = f"{len(self.asked):064x}"
        try:
            found = kind.reply.model_validate_json(text)
        except ValidationError as error:
            reason = "malformed" if error.errors()[0]["type"] == "json_invalid" else "schema_violation"
            raise ModelError(reason, f"reply of no use: {reason}", recording=key, reply=text) from error
        return Said(tuple(found.records), text, key)  # type: ignore[attr-defined]


def answer(*records: Mapping[str, Any]) -> str:
    """A reply with these records, as a model would write it."""
    return json.dumps({"records": list(records)})


def loan(**changes: Any) -> dict[str, Any]:
    """A loan that `LOAN_TEXT` proves in every field, save for the changes."""
    sound = {
        "evidence": ["On 3 March 2023 China signed an agreement to lend Belarus $2.4 million for a bridge."],
        "lender": ["China"],
        "borrower": ["Belarus"],
        "amount": {"text": "$2.4 million", "value": 2400000, "currency": "USD", "modifier": "exact"},
        "flow_type": "loan",
        "status": "committed",
        "dates": [{"event": "signed", "text": "3 March 2023", "planned": False}],
        "purpose_text": "a bridge",
        "terms_text": None,
        "asserted_by": "author",
        "factuality": "fact",
    }
    return {**sound, **changes}


def second_loan(**changes: Any) -> dict[str, Any]:
    """The other loan of `LOAN_TEXT`."""
    amount = {"text": "5 billion euros", "value": 5000000000, "currency": "EUR", "modifier": "exact"}
    other = {
        "evidence": ["Germany signed a credit of 5 billion euros for Ukraine."],
        "lender": ["Germany"],
        "borrower": ["Ukraine"],
        "amount": amount,
        "dates": [],
        "purpose_text": None,
    }
    return loan(**{**other, **changes})


LOAN_TEXT = (
    "A week of money\n\n"
    "On 3 March 2023 China signed an agreement to lend Belarus $2.4 million for a bridge. "
    "Germany signed a credit of 5 billion euros for Ukraine. "
    "Prices rose by 7 percent in the spring.\n"
)


VISIT_SCHEMA = '''"""A visit of one country's leader to another country."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field

from extract.fields import KindModel, Quote, Side


class Visit(KindModel):
    """One visit."""

    evidence: list[Quote] = Field(max_length=2, description="the sentence, copied")
    guest: list[Side] = Field(max_length=2, description="who travelled")
    host: list[Side] = Field(max_length=2, description="who received")
    status: Literal["planned", "made"] = Field(description="made or still to come")

    stage_field: ClassVar[str | None] = "status"
    same_if: ClassVar[tuple[str, ...]] = ("guest", "host")

    def derive(self) -> dict[str, Any]:
        return {"done": self.status == "made"}
'''

VISIT_PROMPT = """---
label: Visit
version: 2
max_records: 3
examples:
  - text: The king of Norland visited Sudmark.
    records:
      - {evidence: [The king of Norland visited Sudmark.], guest: [Norland], host: [Sudmark], status: made}
  - text: Nobody came.
    records: []
---
Which visits are there? At most {{max_records}}.

{{ fields }}

{{examples}}
"""


class Endpoint(httpx2.AsyncBaseTransport):
    """A server under the real client: says for each question what `reply` says, given the kind and the messages.

    A reply is text, a response, or an exception to raise. Without `reply` no kind has a record in any document.
    """

    def __init__(self, reply: Callable[[str, str], str | httpx2.Response | BaseException] | None = None) -> None:
        self.reply = reply or (lambda kind, messages: answer())
        self.requests: list[httpx2.Request] = []

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        body = json.loads(request.content)
        kind = body["response_format"]["json_schema"]["name"].removesuffix("_records")
        said = self.reply(kind, "\n".join(message["content"] for message in body["messages"]))
        if isinstance(said, BaseException):
            raise said
        if isinstance(said, httpx2.Response):
            return said
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": said}}
        usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
        usage["prompt_tokens_details"] = {"cached_tokens": 80}  # type: ignore[assignment]
        reply = {"id": "1", "object": "chat.completion", "created": 1, "model": body["model"], "choices": [choice]}
        return httpx2.Response(200, json={**reply, "usage": usage})


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Endpoint:
    """What answers in place of the network, however the model is made."""
    server = Endpoint()
    monkeypatch.setattr("extract.model.Network", lambda: server)
    return server


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one kind, `visit`, that the package has never heard of."""
    folder = tmp_path / "project"
    for name, text in {"schemas/visit.py": VISIT_SCHEMA, "prompts/visit.md": VISIT_PROMPT}.items():
        path = folder / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return folder
