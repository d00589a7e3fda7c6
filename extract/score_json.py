"""A score as plain JSON, for `--json` and for other programs: shares from 0 to 1, null for a share of nothing."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from extract.measures import Measure, ratio
from extract.score import Score

VERSION = "extract-score/1"
"""Name of the JSON form; raised when a change breaks a reader."""


def score_json(score: Score) -> dict[str, Any]:
    """Everything that a score holds."""
    verdicts = score.verdicts
    return {
        "contract": VERSION,
        "documents": list(score.documents),
        "rows": {row: {kind: _measure(one) for kind, one in kinds.items()} for row, kinds in score.rows.items()},
        "verdicts": {
            "verified": _precision(verdicts.verified),
            "flagged": _precision(verdicts.flagged),
            "rejected": _precision(verdicts.rejected),
            "verified_less_flagged": verdicts.gap,
            "verified_less_flagged_interval": verdicts.gap_interval,
            "verified_share_of_right": verdicts.share,
        },
        "fields": {
            kind: {name: {"right": right, "graded": graded} for name, (right, graded) in fields.items()}
            for kind, fields in score.fields.items()
        },
        "numbers": score.exactness,
        "wrong_numbers": [asdict(one) for one in score.numbers if one.outcome == "wrong"],
        "wrong_verified_numbers": [asdict(one) for one in score.wrong_verified],
        "verified_numbers_without_gold": [asdict(one) for one in score.verified_without_gold],
        "quotes": {row: {"located": located, "given": given} for row, (located, given) in score.quotes.items()},
        "wrong_records": [asdict(one) for one in score.unpaired if one.verdict],
        "missed": [asdict(one) for one in score.unpaired if not one.verdict],
        "traps": [asdict(one) for one in score.traps],
        "unreviewed": score.unreviewed,
        "unread_documents": list(score.unread),
        "records_without_gold": score.without_gold,
    }


def _measure(one: Measure) -> dict[str, Any]:
    return {
        **asdict(one.tally),
        "precision": one.precision,
        "recall": one.recall,
        "f1": one.f1,
        "precision_interval": one.precision_interval,
        "recall_interval": one.recall_interval,
        "f1_interval": one.f1_interval,
    }


def _precision(one: Measure) -> dict[str, Any]:
    return {
        "right": one.tally.right,
        "found": one.tally.found,
        "precision": ratio(one.tally.right, one.tally.found),
        "interval": one.precision_interval,
    }
