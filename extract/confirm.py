"""Confirming: the candidates of a kind put to the model as short choices, and what its answer makes of them.

Takes a kind and its proposals; gives one question about all of them and, for the answer, drafts with what was read
twice. The model answers with choices alone (who gives, who takes, how far it went, whether it is such a record at
all), so nothing has to be copied and no answer can run away. Where code and model read the same, what code only
guessed is no longer a doubt; where they differ, both readings stand in a finding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic_core import core_schema

from extract import actors
from extract.derive import Second
from extract.fields import KindModel
from extract.folding import Span
from extract.kinds import Kind
from extract.prompts import Prompt, render_candidates
from extract.proposals import Page, Proposal
from extract.proposals.speech import NONE
from extract.proposals.who import NOBODY

IS = "reports"
"""The choice whether the passage reports such a thing at all."""
LONGEST = 420
"""Code points of a passage shown to the model; the middle of a longer one is left out."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A candidate after the model's answer: its draft, and the fields that were read twice."""

    draft: KindModel
    second: tuple[Second, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """The question about a kind's candidates in one document: the kind with the answer's form, and the prompt."""

    kind: Kind
    prompt: Prompt
    proposals: tuple[Proposal, ...]

    @property
    def span(self) -> Span:
        """From the first passage asked about to the last, code points into the document's text."""
        return min(one.span[0] for one in self.proposals), max(one.span[1] for one in self.proposals)

    def confirmed(self, answer: Any) -> list[Confirmed]:
        """The candidates after the answer, in order of place."""
        given: Mapping[str, Any] = answer.choices
        return [
            _confirmed(self.kind, proposal, given[f"candidate_{number}"])
            for number, proposal in enumerate(self.proposals, start=1)
        ]


def choices(kind: Kind, page: Page, proposals: Sequence[Proposal]) -> Choices:
    """The question about the proposals of a kind, which must be one or more."""
    shown = [(_passage(page.text, one), one.label) for one in proposals]
    prompt = render_candidates(kind.prompt, kind.model, shown)
    return Choices(replace(kind, reply=_reply(kind, proposals)), prompt, tuple(proposals))


def _passage(text: str, one: Proposal) -> str:
    words = " ".join(text[slice(*one.span)].split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST // 2]} … {words[-LONGEST // 2 :]}"


class Chosen(BaseModel):
    """A valid answer: for each candidate, `candidate_1` and so on, its choices by field."""

    choices: dict[str, dict[str, str]]

    @property
    def records(self) -> tuple[Chosen, ...]:
        """The answer itself, alone: what `Model.ask` hands on."""
        return (self,)


def _chosen(choices: dict[str, dict[str, str]]) -> Chosen:
    return Chosen.model_construct(choices=choices)


class _Reply(BaseModel):
    """Base of the classes of answers. What validates is put together by hand for each question: the options are the
    document's own names, and a Pydantic class with a field for each took 0.7 ms, a third of all the code's work.
    """

    model_config = ConfigDict(defer_build=True)


def _reply(kind: Kind, proposals: Sequence[Proposal]) -> type[BaseModel]:
    """The class of an answer: for each candidate by number its choices, all of them required."""
    asked = [_asked(one) for one in proposals]
    wire = _closed({str(number): _form(one) for number, one in enumerate(asked, start=1)})
    form = core_schema.typed_dict_schema(
        {
            f"candidate_{number}": core_schema.typed_dict_field(_type(one), validation_alias=str(number))
            for number, one in enumerate(asked, start=1)
        },
        extra_behavior="forbid",
        config=core_schema.CoreConfig(validate_by_name=True, validate_by_alias=True),
    )

    def model_json_schema(cls: type[BaseModel], *args: Any, **kwargs: Any) -> dict[str, Any]:
        return wire

    def core(cls: type[BaseModel], source: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(_chosen, form)

    own = {"model_json_schema": classmethod(model_json_schema), "__get_pydantic_core_schema__": classmethod(core)}
    return type(f"{kind.name}_choices", (_Reply,), {"__module__": __name__, **own})


def _asked(one: Proposal) -> dict[str, list[str]]:
    """What is asked about a candidate: the choices of each field, and whether it is such a thing at all."""
    asked = {name: list(values) for name, values in one.options}
    return {**asked, **({IS: ["yes", "no"]} if _asks_is(one) else {})}


def _form(asked: Mapping[str, list[str]]) -> dict[str, Any]:
    return _closed({name: {"type": "string", "enum": values} for name, values in asked.items()})


def _asks_is(one: Proposal) -> bool:
    """Whether "reports" is a choice of its own: where no other choice says that there is nothing."""
    return not any(NONE in values for _, values in one.options)


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _type(asked: Mapping[str, list[str]]) -> core_schema.CoreSchema:
    """What validates one candidate's answer: an object of choices."""
    fields = {name: core_schema.typed_dict_field(core_schema.literal_schema(values)) for name, values in asked.items()}
    return core_schema.typed_dict_schema(fields, extra_behavior="forbid")


def _confirmed(kind: Kind, one: Proposal, given: Any) -> Confirmed:
    """A candidate beside the model's reading of it."""
    if kind.model.speech is not None:
        return _said(kind, one, given)
    second: list[Second] = []
    doubts = dict(one.doubts)
    data = one.draft.model_dump()
    for name, _ in one.options:
        code, model = data[name], given[name]
        if isinstance(code, list):
            same = (model == NOBODY and not code) or any(_same(model, own) for own in code)
            if not code and model != NOBODY:
                taken = [other for field, _ in one.options for other in data[field] if isinstance(data[field], list)]
                if not any(_same(model, other) for other in taken):
                    data[name] = [model]
        else:
            same = model == code
        if same and (code or not isinstance(code, list)):
            doubts.pop(name, None)
        elif not same:
            second.append(Second(name, ", ".join(code) if isinstance(code, list) else str(code), model, "warn"))
    if given[IS] == "no":
        second.append(Second("", "yes", "no", "warn"))
    known = {entry.path for entry in second}
    second += [Second(path, reason, "", "warn") for path, reason in doubts.items() if path not in known]
    return Confirmed(type(one.draft).model_validate(data), tuple(second))


def _said(kind: Kind, one: Proposal, given: Mapping[str, str]) -> Confirmed:
    """A statement beside the model's reading of who speaks and what is done by it; "nobody" turns it down.

    The act stays as code reads it, the model's is noted: on the seeds code has it right in 46 of 50, the model in 27.
    """
    signs = kind.model.speech
    assert signs is not None
    code, model = getattr(one.draft, signs.speaker), given[signs.speaker]
    if model == NONE:
        return Confirmed(one.draft, (Second("", "yes", "no", "warn"),))
    same = model == code or _same(model, getattr(one.draft, signs.name) or code)
    second = [] if same else [Second(signs.speaker, code, model, "warn")]
    act = getattr(one.draft, signs.act)
    second += [Second(signs.act, act, given[signs.act], "info")] if act != given[signs.act] else []
    return Confirmed(one.draft, tuple(second))


def _same(one: str, other: str) -> bool:
    code = actors.resolve(one)
    return one.casefold() == other.casefold() or (code is not None and code == actors.resolve(other))
