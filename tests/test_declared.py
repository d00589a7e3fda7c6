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


SIGNS = '    stage_field: ClassVar[str | None] = "status"\n'
SAID = [
    ("event = Event(('visit',), giver='gast', taker='host')", "event names 'gast', which is no field of Visit"),
    ("event = Event(('visit',), giver='guest', taker='hots')", "event names 'hots'"),
    ("event = Event(('visit',), members='gasts')", "event names 'gasts'"),
    ("event = Event(('visit',), members='guest', loose=('mode', ()))", "event names 'mode'"),
    ("event = Event(('visit',), members='guest', texts={'titel': 'title'})", "event names 'titel'"),
    ("event = Event(('visit',), members='guest', planned='plannd')", "event has 'plannd', which is no value there"),
    ("event = Event(('visit',), members='guest', negated='off')", "event has 'off'"),
    ("speech = Speech('status', 'guest', 'host', 'nam', 'status', 'status', 'host', '', '')", "speech names 'nam'"),
    ("stage_cues = {'mad': ('went',)}", "stage_cues has 'mad', which is no value there; known are made, planned"),
    ("not_yet = ('plannd',)", "not_yet has 'plannd'"),
    ("happens_in = ('left',)", "happens_in has 'left', which is no value there; known are none"),
]


@pytest.mark.parametrize("declared, says", SAID)
def test_signs_and_stages_that_name_nothing_are_named_with_their_line(project: Path, declared: str, says: str) -> None:
    edit(project, "schemas/visit.py", IMPORT, f"from extract.signs import Event, Speech\n{IMPORT}")
    line = edit(project, "schemas/visit.py", SIGNS, f"{SIGNS}    {declared}\n") + 1
    assert says in refused(project, "schemas/visit.py", line)


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
