"""Review: a person accepts, corrects or rejects records; the decisions are kept and can be laid over any run.

    from extract.review import decided, read
    from extract.runs import open_run

    run = open_run(folder)
    for one in decided(run.records(), read(folder).all):
        if one.kept:
            use(one.record)                   # corrected where a person corrected it; one.state says what it is

Needs nothing beyond the base; only `extract.review.server` needs the extra `review`.
"""

from extract.review.content import content_hash
from extract.review.decisions import FILE, Decision, Decisions, append, decide, read
from extract.review.lay import Laid, Reviewed, State, decided, lay

__all__ = [
    "FILE", "Decision", "Decisions", "Laid", "Reviewed", "State", "append", "content_hash", "decide", "decided", "lay",
    "read",
]  # fmt: skip
