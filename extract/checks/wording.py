"""Checks on parties and on the words around a record: does the text speak for it or against it?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract import actors
from extract.checks.registry import check, find_words, finding, said
from extract.derive import Case
from extract.fields import roles_of
from extract.ground import locate
from extract.types import Finding, Level

NOT_YET = ("to be", "will", "would", "plan*", "intend*", "may", "might", "could", "should", "not", "never", "no longer")
"""Words that take a following stage word back: "are to be signed", "has not ratified"."""

DOUBT = (
    "reportedly", "allegedly", "alleged", "rumour*", "rumor*", "apparently", "possibly", "perhaps", "may", "might",
    "could", "it is possible", "unconfirmed", "not", "never", "deny", "denying", "denies", "denied", "denial*",
    "refut*", "likely", "supposedly",
)  # fmt: skip


_MODAL = ("may", "might", "could", "not", "never", "likely")


@check("V12")
def parties_differ(case: Case) -> Iterator[Finding]:
    """Nobody lends to himself or arms himself; a treaty has two parties, or an organisation as one, or one state
    at a step that each takes for itself, such as leaving."""
    sides: dict[str, str] = {}
    for slot in case.slots:
        if slot.role == "side":
            who = case.codes[slot.path] or slot.value.casefold()
            field = slot.path.partition("[")[0]
            if sides.setdefault(who, field) != field:
                yield finding(
                    "V12", "error", slot.path, f"{said(slot.value)} stands on both sides: {sides[who]} and {field}"
                )
    can_have = roles_of(type(case.draft)).values()
    if "member" in can_have:
        who_all = {case.codes[slot.path] or slot.value.casefold() for slot in case.slots if slot.role == "member"}
        stage = getattr(case.draft, case.kind.model.stage_field or "", None)
        alone = len(who_all) == 1 and stage in case.kind.model.done_alone
        if len(who_all) < 2 and not alone and not any(actors.kind_of(who) == "organisation" for who in who_all):
            yield finding("V12", "error", "", "fewer than two parties are named")
    if "side" in can_have and not sides:
        yield finding("V12", "warn", "", "neither side is named")


@check("V13", ask=False)
def nothing_speaks_against_the_kind(case: Case) -> Iterator[Finding]:
    """Words that the kind's author lists as speaking against it: a deployment is no transfer."""
    found = find_words(case.kind.model.against, case.words)
    if found:
        words = ", ".join(sorted({match[0].lower() for match in found}))
        yield finding("V13", "warn", "", f"the evidence says {said(words)}, which speaks against a {_plainly(case)}")


@check("V32")
def evidence_speaks_of_the_kind(case: Case) -> Iterator[Finding]:
    """The evidence has one of the words that the kind's author lists: no loan without lending, credit or debt."""
    words = case.kind.model.speaks_for
    if words and case.scope and not find_words(words, case.words):
        yield finding("V32", "warn", "", f"no word of the evidence speaks of a {_plainly(case)}")


def _plainly(case: Case) -> str:
    return case.kind.name.replace("_", " ")


@check("V18")
def stage_has_its_word(case: Case) -> Iterator[Finding]:
    """The stage or status has a word for it in the evidence ("signed", "repaid"), and not one taken back by
    "to be", "will" or "not". Where it has none, the message names the stages that the evidence has words for.
    """
    model = case.kind.model
    field = model.stage_field
    stage = getattr(case.draft, field) if field else None
    if field is None or stage not in model.stage_cues or not case.scope:
        return
    found = find_words(model.stage_cues[stage], case.words)
    if not found:
        others = [other for other, cues in model.stage_cues.items() if find_words(cues, case.words)]
        hint = f"; it has words for {', '.join(others)}" if others else ""
        yield finding("V18", "warn", field, f"the evidence has no word for {said(stage)}{hint}")
    elif stage not in model.not_yet and all(_taken_back(case.words, match) for match in found):
        yield finding("V18", "warn", field, f"{said(found[0][0])} is not yet done: see the words before it")


def _taken_back(text: str, match: re.Match[str]) -> bool:
    """Whether one of the four words before the match, in its own sentence or clause, takes it back."""
    clause = re.split(r"[.!?;\n]", text[max(0, match.start() - 60) : match.start()])[-1]
    before = " ".join(re.findall(r"\w+", clause)[-4:])
    return bool(find_words(NOT_YET, before))


@check("V33", ask=False)
def choices_have_their_words(case: Case) -> Iterator[Finding]:
    """A choice has one of its words in the evidence, where the kind's author lists any: no "sale" without buying or
    selling, no "migration" without migrants. "other" and "unspecified" need none.
    """
    for name, cues in case.kind.model.choice_cues.items():
        value = getattr(case.draft, name)
        for choice in dict.fromkeys(value if isinstance(value, list) else [value]):
            if choice in cues and case.scope and not find_words(cues[choice], case.words):
                yield finding("V33", "warn", name, f"the evidence has no word for {said(choice)}")


@check("V19", ask=False)
def parties_resolve(case: Case) -> Iterator[Finding]:
    """Every party's name is that of a country or organisation in the table; a person, a city or a name that only
    one document uses ("White") is not.
    """
    for slot in case.slots:
        if slot.role in ("side", "member") and case.codes[slot.path] is None:
            yield finding("V19", "warn", slot.path, f"{said(slot.value)} is no country or organisation that is known")


@check("V20", ask=False)
def parties_stand_in_evidence(case: Case) -> Iterator[Finding]:
    """A party that the evidence does not name is implicit, and noted; a source that it does not name is a doubt."""
    for slot in case.slots:
        if slot.role not in ("side", "member", "source") or not case.scope:
            continue
        if slot.role == "source" and slot.value.casefold() == "author":
            continue
        code = case.codes.get(slot.path) or actors.resolve(slot.value)
        if locate(slot.value, case.document.text, case.scope) or (code and actors.mentioned(code, case.words)):
            continue
        level: Level = "warn" if slot.role == "source" else "info"
        yield finding("V20", level, slot.path, f"the evidence does not name {said(slot.value)}")


@check("V21", ask=False)
def quotation_agrees_with_marks(case: Case) -> Iterator[Finding]:
    """Direct means all in quotation marks, mixed in part, indirect none; read off the document's own marks."""
    for slot in case.slots:
        if slot.role != "quotation" or not case.evidence:
            continue
        quote = case.evidence[0]
        opened = case.document.text[max(0, quote.start - 2) : quote.start + 1]
        if re.match(r'"\s', opened):  # a straight mark before a space closes what stood before
            opened = opened[1:]
        inside = any(mark in quote.exact[1:-1] for mark in '“”"«»')
        marks = "direct" if any(mark in opened for mark in '“"«') else "mixed" if inside else "indirect"
        if slot.value != marks:
            yield finding("V21", "warn", slot.path, f"the quotation marks say {marks}, not {slot.value}")


@check("V29")
def doubt_is_not_fact(case: Case) -> Iterator[Finding]:
    """ "fact" does not go with "reportedly", "may", "denied" or "not" in the evidence."""
    for slot in case.slots:
        if slot.role == "factuality" and slot.value == "fact":
            found = [word for word in find_words(DOUBT, case.words) if _touches(case, word)]
            if found:
                yield finding(
                    "V29", "warn", slot.path, f"the evidence says {said(found[0][0])}, so it is hardly plain fact"
                )


@check("V34", ask=False)
def two_readings_agree(case: Case) -> Iterator[Finding]:
    """Code and model have read the same: that it is such a record, who is on which side, how far it went. Where they
    differ, both readings are named; where code only guesses and the model does not read the same, that is said.
    """
    for second in case.second:
        if not second.path:
            message = f"the model does not read a {_plainly(case)} here"
        elif second.model:
            message = f"code reads {said(second.code or 'nobody')}, the model {said(second.model)}"
        else:
            message = f"a guess: {second.code}"
        yield finding("V34", second.level, second.path, message)


@check("V35", ask=False)
def record_is_not_an_example(case: Case) -> Iterator[Finding]:
    """The record's words are not those of an example in the prompt, which the model may repeat."""
    for slot in case.slots:
        if slot.role != "quote" or case.placed[slot.path].found is not None:
            continue
        if any(locate(slot.value, example.text) is not None for example in case.kind.prompt.examples):
            yield finding(
                "V35", "error", slot.path, f"{said(slot.value)} is an example of the prompt's, not the document's"
            )


def _touches(case: Case, doubt: re.Match[str]) -> bool:
    """Whether a word of doubt is about the act: "reportedly" always, "may" and "not" where an act of the kind follows
    in the same clause.
    """
    if doubt[0].lower() not in _MODAL:
        return True
    model = case.kind.model
    words = (*model.speaks_for, *(cue for cues in model.stage_cues.values() for cue in cues))
    after = re.split(r"[.;:,\n]", case.words[doubt.end() : doubt.end() + 60])[0]
    return not words or bool(find_words(words, after))


@check("V31", ask=False)
def fillers_are_null(case: Case) -> Iterator[Finding]:
    """ "not specified", "unknown" and the like are taken for null, and noted."""
    for path in case.fillers:
        yield finding("V31", "info", path, "a filler was taken for null")
