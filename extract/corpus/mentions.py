"""Mentions: the records of one or more runs, each once, laid out for comparison.

Takes opened runs; gives `Mention` values in the order of their ids. A document that was read in several runs counts
once: for each document and kind the newest run that has records of it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from extract.corpus.sums import Sum, sums_of
from extract.errors import UsageError
from extract.fields import KindModel, fields_of
from extract.figures.edtf import date_bounds
from extract.kinds import Kind
from extract.naming import Names
from extract.runs import Run
from extract.same import names_in

NARROW = 31
"""Days. A date that may be any day of a month still says which event it was; a year alone does not."""

_NEEDED = {"id", "kind", "verdict", "document", "data"}


@dataclass(frozen=True, slots=True)
class Step:
    """A dated step as first and last day. implied: not written, but the report says that it had happened."""

    event: str
    edtf: str
    low: date
    high: date
    planned: bool
    implied: bool = False

    @property
    def narrow(self) -> bool:
        """Whether the date says which month it was."""
        return not self.implied and (self.high - self.low).days < NARROW


@dataclass(frozen=True, slots=True, eq=False)
class Actor:
    """A party by its code, if the table of actors knows one, and by every form that its name may be compared in."""

    code: str | None
    forms: frozenset[str]

    @property
    def shown(self) -> str:
        """The code, else the name."""
        return self.code or min(self.forms)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which records are taken: by verdict, and by kind."""

    verdicts: tuple[str, ...]
    kinds: Mapping[str, Kind]


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """One record. runs: the folders that hold it; actors: for each party field those that it names."""

    id: str
    kind: str
    verdict: str
    runs: tuple[str, ...]
    document: Mapping[str, Any]
    data: Mapping[str, Any]
    evidence: tuple[str, ...]
    published: date | None
    actors: Mapping[str, tuple[Actor, ...]]
    steps: tuple[Step, ...]
    sums: Mapping[str, tuple[Sum, ...]]

    @property
    def sha256(self) -> str:
        """The hash of the document's text."""
        return str(self.document["sha256"])


@dataclass(frozen=True, slots=True)
class Read:
    """Mentions by id, and how many records were left out, by reason."""

    mentions: tuple[Mention, ...]
    left_out: Mapping[str, int]


def read_mentions(runs: Sequence[Run], chosen: Chosen) -> Read:
    """The chosen records of the runs. Raises UsageError for a line that is no record."""
    unique = {run.folder.resolve(): run for run in runs}
    newest_first = sorted(unique.values(), key=_began, reverse=True)
    taken: dict[tuple[str, str], int] = {}
    lines: dict[str, Mapping[str, Any]] = {}
    holders: dict[str, list[str]] = {}
    left_out: Counter[str] = Counter()
    for place, run in enumerate(newest_first):
        for record in _records(run):
            if record["kind"] not in chosen.kinds:
                left_out["of another kind"] += 1
                continue
            holders.setdefault(record["id"], []).append(str(run.folder))
            if taken.setdefault((record["document"]["sha256"], record["kind"]), place) == place:
                lines.setdefault(record["id"], record)
    left_out.update(str(one["verdict"]) for one in lines.values() if one["verdict"] not in chosen.verdicts)
    taken_lines = [(id, record) for id, record in sorted(lines.items()) if record["verdict"] in chosen.verdicts]
    mentions = [
        _sound(record, chosen.kinds[record["kind"]].model, tuple(sorted(holders[id]))) for id, record in taken_lines
    ]
    return Read(tuple(mentions), dict(sorted(left_out.items())))


def _began(run: Run) -> tuple[str, str]:
    return str(run.manifest.get("began") or ""), str(run.folder)


def _sound(record: Mapping[str, Any], model: type[KindModel], runs: tuple[str, ...]) -> Mention:
    try:
        return mention_of(record, model, runs)
    except (TypeError, AttributeError, KeyError, ValueError, ArithmeticError) as error:
        what = f"record {record['id']} is not of its kind ({type(error).__name__}: {error})"
        raise UsageError(f"{runs[0]}: {what}; `extract validate` names all that is wrong with a file") from error


def _records(run: Run) -> Iterator[Mapping[str, Any]]:
    for number, record in enumerate(run.records(), start=1):
        if not isinstance(record, dict) or not record.keys() >= _NEEDED or "sha256" not in record["document"]:
            what = f"record {number} lacks one of {', '.join(sorted(_NEEDED))}"
            raise UsageError(f"{run.folder}: {what}; `extract validate` names all that is wrong with a file")
        yield record


def mention_of(record: Mapping[str, Any], model: type[KindModel], runs: tuple[str, ...] = ()) -> Mention:
    """One record line laid out for comparison."""
    same, data, document = model.same_event, record["data"], record["document"]
    published = day(document.get("published"))
    evidence = tuple(one["exact"] for one in record.get("evidence", ())) or _quotes(data)
    stage = data.get(model.stage_field) if model.stage_field else None
    reached = same.reached.get(stage, ()) if same and isinstance(stage, str) else ()
    return Mention(
        id=record["id"],
        kind=record["kind"],
        verdict=record["verdict"],
        runs=runs,
        document=document,
        data=data,
        evidence=evidence,
        published=published,
        actors={name: _actors(data.get(name)) for name in names_in(same.parties)} if same else {},
        steps=(*_steps(data, _fields_of(model, "happening")), *_implied(reached, published)),
        sums={name: sums_of(data.get(name), evidence) for name in _fields_of(model, "amount")},
    )


def day(text: Any) -> date | None:
    """The day of an ISO date or date and time; None for anything else."""
    try:
        return date.fromisoformat(str(text or "")[:10])
    except ValueError:
        return None


def _quotes(data: Mapping[str, Any]) -> tuple[str, ...]:
    given = data.get("evidence")
    return tuple(str(one) for one in given) if isinstance(given, list) else ()


_fields_of = lru_cache(maxsize=64)(fields_of)


def _actors(value: Any) -> tuple[Actor, ...]:
    names = value if isinstance(value, list) else [value] if value else []
    return tuple(actor(str(name)) for name in names)


@lru_cache(maxsize=65536)
def actor(name: str) -> Actor:
    """Who a name is; the same value for the same name."""
    forms = Names().forms(name)
    return Actor(next((form for form in sorted(forms) if form.isupper()), None), forms)


def _steps(data: Mapping[str, Any], names: Iterable[str]) -> Iterator[Step]:
    for name in names:
        value = data.get(name)
        for one in value if isinstance(value, list) else [value] if value else []:
            bounds = date_bounds(str(one.get("edtf") or ""))
            if bounds:
                yield Step(str(one.get("event")), str(one["edtf"]), *bounds, planned=bool(one.get("planned")))


def _implied(reached: Iterable[str], published: date | None) -> Iterator[Step]:
    if published is not None:
        for event in reached:
            yield Step(event, f"../{published.isoformat()}", date.min, published, planned=False, implied=True)
