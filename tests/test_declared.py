"""What a schema declares about one event is checked, and a kind of one's own is joined by it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from test_kinds import edit, refused

from extract.corpus.claims import claims_of
from extract.corpus.decisions import Decisions
from extract.corpus.mentions import mention_of
from extract.kinds import load_kinds

SAME_IF = '    same_if: ClassVar[tuple[str, ...]] = ("guest", "host")\n'
IMPORT = "from pydantic import Field"


def declare(project: Path, declared: str) -> int:
    """The line at which the declaration then stands."""
    edit(project, "schemas/visit.py", IMPORT, f"from extract.same import Counting, SameEvent\n{IMPORT}")
    return edit(project, "schemas/visit.py", SAME_IF, f"{SAME_IF}    same_event = {declared}\n") + 1


WRONG = [
    ("SameEvent(('gast',), ('status',))", "names 'gast', which is no field of Visit"),
    ("SameEvent(('guest',), (('status', 'gast'),))", "names 'gast', which is no field of Visit"),
    ("SameEvent((), ('status',))", "needs parties as a tuple of fields"),
    ("SameEvent(('guest',), ())", "needs keys as a tuple of fields"),
    ("SameEvent('guest', ('status',))", "names 'g', which is no field of Visit"),
    ("SameEvent(('guest',), ('status',), once=('arrived',))", "once has 'arrived', which is no value there"),
    ("SameEvent(('guest',), ('status',), reached={'gone': ()})", "reached has 'gone', which is no value there; known"),
    ("SameEvent(('guest',), ('status',), reached={'made': ('left',)})", "reached has 'left'"),
    ("SameEvent(('guest',), ('status',), counting=Counting('guest', ('made',)))", "'guest', which holds no Amount"),
    ("SameEvent(('guest',), ('status',), counting=Counting('gast', ()))", "names 'gast', which is no field"),
    ("SameEvent(('guest',), ('status',), counting=Counting('guest', ('gone',)))", "counting"),
    ("SameEvent(('guest',), ('status',), counting=Counting('guest', (), {'status': ('gone',)}))", "counting"),
    ("('guest',)", "is a tuple; write SameEvent(...) of extract.same"),
]


@pytest.mark.parametrize("declared, says", WRONG)
def test_a_wrong_declaration_is_named_with_its_line(project: Path, declared: str, says: str) -> None:
    message = refused(project, "schemas/visit.py", declare(project, declared))
    assert message.startswith("same_event ") and says in message, message


def test_a_kind_of_ones_own_is_joined(project: Path) -> None:
    declare(project, "SameEvent(('guest', 'host'), (('status', 'host'),), vague=('planned',))")
    model = load_kinds(project)["visit"].model

    def visit(id: str, **data: Any) -> Any:
        document = {"id": id, "sha256": id, "published": None}
        said = {"guest": ["Norway"], "host": ["Kenya"], "status": "made", **data}
        return mention_of({"id": id, "kind": "visit", "verdict": "verified", "document": document, "data": said}, model)

    mentions = [visit("a"), visit("b"), visit("c", guest=["Spain"]), visit("d", status="planned")]
    claims = claims_of(mentions, model, Decisions())
    assert sorted(len(claim["mentions"]) for claim in claims) == [1, 1, 2]
    assert {claim["countable"] for claim in claims} == {False}
