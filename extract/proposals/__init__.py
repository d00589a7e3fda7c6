"""Proposals: the candidates of a kind in a document, filled in by code as far as code can read.

    read_page(document, figures)   the document as code reads it: who is named, who says what
    propose(kind, page)            the kind's candidates, in order of place
    has_signs(kind)                whether the kind says how its candidates are known

Takes a kind with signs (`extract.signs`), a document and its figures. Evidence is whole sentences or exact spans of
the document, so nothing has to be copied; numbers and dates are those of figures in the sentence. What is no
candidate is no record: a model may turn proposals down, it cannot add to them.
"""

from __future__ import annotations

from extract.kinds import Kind
from extract.proposals.events import events
from extract.proposals.page import Page, Proposal, read_page
from extract.proposals.speech import speeches

__all__ = ["Page", "Proposal", "has_signs", "propose", "read_page"]


def has_signs(kind: Kind) -> bool:
    """Whether candidates of the kind can be proposed."""
    return kind.model.event is not None or kind.model.speech is not None


def propose(kind: Kind, page: Page) -> tuple[Proposal, ...]:
    """The kind's candidates in the document, in order of place; () for a kind without signs."""
    if kind.model.event is not None:
        return events(kind, page)
    return speeches(kind, page) if kind.model.speech is not None else ()
