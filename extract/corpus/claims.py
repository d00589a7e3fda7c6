"""Claims: the records of runs joined across documents, one claim for each event, and why each was joined or kept apart.

Takes opened runs, the kinds and the decisions; gives a `Corpus` of claims in JSON form (`extract.corpus.schema`). A
claim's id comes from its kind and its earliest mention, so that later reports do not change it.
"""

from __future__ import annotations

import hashlib
from collections import Counter as Counts
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extract.corpus.block import pairs as pairs_of
from extract.corpus.compare import Comparison, Judge
from extract.corpus.count import Counter, Group
from extract.corpus.decisions import Decisions
from extract.corpus.fields import fields_json
from extract.corpus.link import Joined, Linked, Linker, Refused
from extract.corpus.mentions import Chosen, Mention, read_mentions
from extract.corpus.schema import CORPUS_CONTRACT
from extract.fields import KindModel
from extract.runs import Run

MOST_NEAR = 10
"""Most claims that are told to have been kept apart from one claim, the nearest first."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Claims by kind and day, and what was left out: records by reason, decided ids that are in no run."""

    claims: tuple[dict[str, Any], ...]
    left_out: Mapping[str, int]
    undecided: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    """Two mentions of two claims that were not joined. why: None where their comparison says it."""

    a: int
    b: int
    why: str | None
    rank: tuple[int, int]


def corpus(runs: Sequence[Run], chosen: Chosen, decisions: Decisions | None = None) -> Corpus:
    """All claims of the runs. Raises UsageError where a run cannot be read or holds lines that are no records."""
    read = read_mentions(runs, chosen)
    by_kind: dict[str, list[Mention]] = defaultdict(list)
    for mention in read.mentions:
        by_kind[mention.kind].append(mention)
    decided = decisions or Decisions()
    claims = [
        claim for kind in sorted(by_kind) for claim in claims_of(by_kind[kind], chosen.kinds[kind].model, decided)
    ]
    unknown = decided.unknown(mention.id for mention in read.mentions)
    return Corpus(tuple(claims), read.left_out, tuple(unknown))


def claims_of(mentions: Sequence[Mention], model: type[KindModel], decisions: Decisions) -> list[dict[str, Any]]:
    """The claims of one kind, by the day of their earliest report."""
    mentions = sorted(mentions, key=lambda mention: mention.id)
    if model.same_event is None:
        alone = [Group(_id([mention]), (mention,)) for mention in mentions]
        return sorted((_claim(model, group, [], [], 0) for group in alone), key=_order)
    judge = Judge(model)
    linked = Linker(mentions, judge, decisions).link(pairs_of(mentions, model))
    ids = [_id([mentions[place] for place in group]) for group in linked.groups]
    claim_of = {place: number for number, group in enumerate(linked.groups) for place in group}
    places = {mention.id: place for place, mention in enumerate(mentions)}
    fits = _fits(linked.refused, places, claim_of, ids)
    groups = [
        Group(ids[number], tuple(mentions[place] for place in group), tuple(sorted(fits.get(number, ()))))
        for number, group in enumerate(linked.groups)
    ]
    merged: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for pair in linked.joined:
        merged[claim_of[places[pair.a]]].append(_joined_json(pair))
    kept, counter = _kept_apart(mentions, linked, claim_of), Counter(model, groups, judge)
    out = []
    for number, group in enumerate(groups):
        near = [_kept_json(one, number, claim_of, mentions, judge) for one in kept[number][:MOST_NEAR]]
        told = [one | {"claim": ids[one["claim"]]} for one in near]
        claim = _claim(model, group, merged[number], told, len(kept[number]))
        claim["countable"], claim["countable_because"] = counter.countable(group)
        out.append(claim)
    return sorted(out, key=_order)


def _claim(
    model: type[KindModel], group: Group, merged: list[dict[str, Any]], near: list[dict[str, Any]], kept: int
) -> dict[str, Any]:
    fields = fields_json(model, group.mentions)
    by_day = sorted(group.mentions, key=_age)
    return {
        "contract": CORPUS_CONTRACT,
        "id": group.id,
        "kind": group.mentions[0].kind,
        "countable": None,
        "countable_because": "records of this kind are not joined",
        "documents": len({mention.sha256 for mention in group.mentions}),
        "conflicts": [name for name, one in fields.items() if one["conflict"]],
        "fields": fields,
        "mentions": [_mention_json(mention) for mention in by_day],
        "merged_because": merged,
        "kept_apart_because": near,
        "kept_apart": kept,
    }


def _mention_json(mention: Mention) -> dict[str, Any]:
    document = {name: mention.document.get(name) for name in ("id", "sha256", "title", "published", "source")}
    return {
        "record": mention.id,
        "runs": list(mention.runs),
        "verdict": mention.verdict,
        "document": document,
        "words": list(mention.evidence),
    }


def _id(mentions: Sequence[Mention]) -> str:
    """16 hex digits of a hash over the kind and the earliest mention."""
    first = min(mentions, key=_age)
    return hashlib.sha256(f"{first.kind}\0{first.id}".encode()).hexdigest()[:16]


def _age(mention: Mention) -> tuple[bool, str, str]:
    """Dated mentions before undated ones, the oldest first."""
    return mention.published is None, str(mention.published), mention.id


def _order(claim: Mapping[str, Any]) -> tuple[bool, str, str]:
    first = claim["mentions"][0]["document"]["published"]
    return first is None, str(first), claim["id"]


def _fits(
    refused: Sequence[Refused], places: Mapping[str, int], claim_of: Mapping[int, int], ids: Sequence[str]
) -> dict[int, set[str]]:
    """For each claim the claims that it may repeat: it fits several that are apart, or it agrees with a mention of one
    but not with all. Of two such claims the smaller may repeat the larger.
    """
    size = Counts(claim_of.values())
    found: dict[int, set[str]] = defaultdict(set)
    for one in refused:
        a, b = claim_of[places[one.a]], claim_of[places[one.b]]
        if one.why == "fits_several" and a != b:
            found[a].add(ids[b])
        elif one.why == "apart" and a != b:
            small, large = sorted((a, b), key=lambda number: (size[number], ids[number]))
            found[small].add(ids[large])
    return found


def _kept_apart(mentions: Sequence[Mention], linked: Linked, claim_of: Mapping[int, int]) -> dict[int, list[_Kept]]:
    """For each claim its nearest pairs with other claims, one for each, the nearest first: refused joins, then those
    with most in common. A pair whose parties differ is no near miss.
    """
    places = {mention.id: place for place, mention in enumerate(mentions)}
    best: dict[tuple[int, int], _Kept] = {}
    for kept in (*_refused(linked.refused, places), *(_Kept(a, b, None, (1, same)) for a, b, same in linked.near)):
        one, other = sorted((claim_of[kept.a], claim_of[kept.b]))
        if one != other and ((one, other) not in best or kept.rank > best[one, other].rank):
            best[one, other] = kept
    found: dict[int, list[_Kept]] = defaultdict(list)
    for (one, other), kept in sorted(best.items(), key=lambda item: (*(-part for part in item[1].rank), item[0])):
        found[one].append(kept)
        found[other].append(kept)
    return found


def _refused(refused: Sequence[Refused], places: Mapping[str, int]) -> Iterator[_Kept]:
    for one in refused:
        between = f"{one.between[0]} and {one.between[1]} are apart" if one.between else ""
        why = {
            "decision": f"decided so in line {one.decision}",
            "apart": f"joining would bring together what is apart: {between}",
            "fits_several": f"it fits several claims that are apart: {between}",
        }[one.why]
        yield _Kept(places[one.a], places[one.b], why, (2, one.comparison.strength))


def _joined_json(one: Joined) -> dict[str, Any]:
    why = one.comparison.why if one.decision is None else f"decided so in line {one.decision}"
    return {"a": one.a, "b": one.b, "why": why, "decision": one.decision, "compared": _results_json(one.comparison)}


def _kept_json(
    one: _Kept, number: int, claim_of: Mapping[int, int], mentions: Sequence[Mention], judge: Judge
) -> dict[str, Any]:
    """Told from the side of one claim: a is its own mention, and `claim` the other claim's number."""
    a, b = (one.a, one.b) if claim_of[one.a] == number else (one.b, one.a)
    found = judge.compare(mentions[a], mentions[b])
    told = {"claim": claim_of[b], "a": mentions[a].id, "b": mentions[b].id, "why": one.why or found.why}
    return told | {"compared": _results_json(found)}


def _results_json(comparison: Comparison) -> dict[str, Any]:
    return {name: {"answer": one.answer, "detail": one.detail} for name, one in comparison.results.items()}
