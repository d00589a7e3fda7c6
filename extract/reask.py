"""Asking and asking again: the conversation about one kind in one document, and what a second reply changes.

Takes a kind, a prompt and a model; gives answers. Findings go back as a short message about the records concerned;
a correction takes the place of a disputed record only where it is better.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any, Protocol

from extract import __version__
from extract.checks import gravity, repeats, worth_asking
from extract.errors import ModelError
from extract.fields import KindModel
from extract.folding import Span
from extract.kinds import Kind
from extract.prompts import Prompt, reply_fault_message
from extract.settings import Settings
from extract.types import Finding, Record


class Answered(Protocol):
    """What the model gives: see `extract.model.Answer`."""

    @property
    def records(self) -> Sequence[KindModel]: ...
    @property
    def text(self) -> str: ...
    @property
    def recording(self) -> str: ...
    @property
    def usage(self) -> Any: ...
    @property
    def seconds(self) -> float: ...


class Asked(Protocol):
    """What answers: `extract.model.Model`, or a stand-in in a test."""

    async def ask(self, kind: Kind, prompt: Prompt) -> Answered: ...


class Talk:
    """The conversation about one kind in one document or passage: every question, answer and recording in it.

    within  the part of the document that the model is shown, in code points, where quotes of its answers are looked
            for first; None for the whole document
    """

    def __init__(self, kind: Kind, model: Asked, prompt: Prompt, reasks: int, within: Span | None = None) -> None:
        self.kind, self.model, self.first, self.prompt, self.within = kind, model, prompt, prompt, within
        self.left = reasks
        self.asked = 0
        self.answers: list[Answered] = []
        self.recordings: list[str] = []

    async def ask(self, question: str | None = None) -> Answered:
        """Ask the next question, or the first. A reply that is no valid JSON of the schema costs one re-ask."""
        if question is not None:
            self.left -= 1
            self.prompt = self.prompt.followed_by(self.answers[-1].text, question)
        while True:
            self.asked += 1
            try:
                answer = await self.model.ask(self.kind, self.prompt)
            except ModelError as error:
                self.recordings += [error.recording] if error.recording else []
                if not self.left or error.reply is None or error.reason not in ("malformed", "schema_violation"):
                    raise
                self.left -= 1
                self.prompt = self.prompt.followed_by(error.reply, reply_fault_message(str(error)))
            else:
                self.answers.append(answer)
                self.recordings.append(answer.recording)
                return answer

    def provenance(self, settings: Settings) -> Mapping[str, Any]:
        return {
            "model": settings.model,
            "endpoint": settings.endpoint,
            "prompt": self.first.sha256,
            "schema": self.kind.schema_sha256,
            "recordings": list(self.recordings),
            "attempts": self.asked,
            "versions": {"extract": __version__},
        }


def doubts(record: Record) -> list[Finding]:
    """The findings on a record that the model could put right."""
    return [finding for finding in record.findings if worth_asking(finding)]


def disputed(kind: Kind, records: Sequence[Record]) -> list[int]:
    """Places of the records to ask about again; of several that say the same, the best alone."""
    return sorted(group[0] for group in repeats(kind, records) if doubts(records[group[0]]))


def replace_disputed(records: Sequence[Record], places: Sequence[int], again: Sequence[Record]) -> list[Record]:
    """The records with each disputed one exchanged for its correction where that is better: fewer errors, then
    fewer warnings.

    Corrections belong to the disputed records place by place; where the second reply holds fewer, each to the one
    that it shares the most fields with. A record that is left out stays, with its findings; one that is added is
    taken if nothing disputes it.
    """
    out = list(records)
    if len(again) < len(places):
        left = list(places)
        places = [left.pop(max(range(len(left)), key=lambda at: _likeness(out[left[at]], new))) for new in again]
    for place, new in zip_longest(places, again):
        if place is None:
            out += [new] if not doubts(new) else []
        elif new is not None and gravity(new) < gravity(out[place]):
            out[place] = new
    return out


def _likeness(one: Record, other: Record) -> int:
    return sum(value == other.data[name] for name, value in one.data.items())
