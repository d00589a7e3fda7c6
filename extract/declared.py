"""What a kind's class variables declare, checked: the fields that they name exist, and so do the values.

Takes a kind's class; gives what is wrong, each with the variable that says it, for `extract.kinds` to name the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, get_args, get_origin

from extract.fields import Happening, KindModel, fields_of
from extract.same import SameEvent, names_in
from extract.signs import Event, Speech


def faults(model: type[KindModel]) -> Iterator[tuple[str, str]]:
    """The class variable at fault, and what is wrong with it."""
    for variable, named in _fields_named(model):
        if named not in model.model_fields:
            yield variable, f"names {named!r}, which is no field of {model.__name__}"
    yield from _values_not_known(model)
    if isinstance(model.same_event, SameEvent):
        yield from (("same_event", fault) for fault in _same_event_faults(model, model.same_event))
    elif model.same_event is not None:
        yield "same_event", f"is a {type(model.same_event).__name__}; write SameEvent(...) of extract.same"


def _fields_named(model: type[KindModel]) -> Iterator[tuple[str, str]]:
    """Every field that the class variables name, each with the variable's name."""
    named: dict[str, Iterable[str]] = {
        "stage_field": (model.stage_field,) if model.stage_field is not None else (),
        "same_if": model.same_if,
        "choice_cues": model.choice_cues,
        "guess_cues": model.guess_cues,
        "read_off": model.read_off,
        "match_by": names_in(model.match_by),
        "any_of": model.any_of,
        "event": _signed(model.event),
        "speech": _spoken(model.speech),
        "same_event": _names(model.same_event) if isinstance(model.same_event, SameEvent) else (),
    }
    for variable, names in named.items():
        yield from ((variable, name) for name in names)


def _signed(event: Event | None) -> tuple[str, ...]:
    if event is None:
        return ()
    one = (event.giver, event.taker, event.members, event.loose[0] if event.loose else None)
    return (*(name for name in one if name is not None), *event.texts)


def _spoken(speech: Speech | None) -> tuple[str, ...]:
    if speech is None:
        return ()
    return (speech.content, speech.speaker, speech.cue, speech.name, speech.act, speech.kind_of, speech.of)


def _values_not_known(model: type[KindModel]) -> Iterator[tuple[str, str]]:
    """Stages and steps that the class variables name and no field can hold: a rule for them would never hold."""
    stages = _choices(model, model.stage_field) if model.stage_field in model.model_fields else set()
    asked = [
        (variable, value, stages)
        for variable in ("stage_cues", "not_yet", "done_alone")
        for value in getattr(model, variable)
    ]
    if model.event is not None:
        planned = (model.event.planned, model.event.negated)
        asked += [("event", stage, stages) for stage in planned if stage is not None]
    asked += [("happens_in", step, _all_steps(model)) for step in model.happens_in]
    for variable, value, known in asked:
        if value not in known:
            yield variable, f"has {value!r}, which is no value there; known are {', '.join(sorted(known)) or 'none'}"


def _all_steps(model: type[KindModel]) -> set[str]:
    return {step for name in fields_of(model, "happening") for step in _steps(model.model_fields[name].annotation)}


def _names(same: SameEvent) -> tuple[str, ...]:
    counted = (same.counting.amount, *same.counting.never) if same.counting else ()
    return (*names_in(same.parties), *names_in(same.keys), *counted)


def _same_event_faults(model: type[KindModel], same: SameEvent) -> Iterator[str]:
    for what, entries in (("parties", same.parties), ("keys", same.keys)):
        if not entries or isinstance(entries, str):
            yield f"needs {what} as a tuple of fields: ({', '.join(repr(one) for one in (entries or ('...',)))},)"
    stages = _choices(model, model.stage_field) if model.stage_field in model.model_fields else set()
    steps = _all_steps(model)
    asked = [("once", step, steps) for step in same.once]
    asked += [("reached", stage, stages) for stage in same.reached]
    asked += [("reached", step, steps) for many in same.reached.values() for step in many]
    if same.counting:
        asked += [("counting.stages", stage, stages) for stage in same.counting.stages]
        for name, values in same.counting.never.items():
            known = _choices(model, name) if name in model.model_fields else set(values)
            asked += [("counting.never", value, known) for value in values]
        if same.counting.amount in model.model_fields and same.counting.amount not in fields_of(model, "amount"):
            yield f"counting.amount names {same.counting.amount!r}, which holds no Amount"
    for where, value, known in asked:
        if value not in known:
            yield f"{where} has {value!r}, which is no value there; known are {', '.join(sorted(known)) or 'none'}"


def _choices(model: type[KindModel], name: str | None) -> set[str]:
    return _literals(model.model_fields[name].annotation) if name else set()


def _literals(annotation: Any) -> set[str]:
    """The values of every Literal inside an annotation."""
    found = {value for value in get_args(annotation) if isinstance(value, str)}
    return found.union(*(_literals(inner) for inner in get_args(annotation)))


def _steps(annotation: Any) -> set[str]:
    """The events of a Happening inside an annotation."""
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return _literals(annotation.model_fields["event"].annotation) if issubclass(annotation, Happening) else set()
    return {step for inner in get_args(annotation) for step in _steps(inner)}
