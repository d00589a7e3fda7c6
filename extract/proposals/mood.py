"""Mood and stage: is an act done, planned or denied, and how far have things gone?"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from extract.fields import KindModel
from extract.reading.words import any_of
from extract.signs import Event

Mood = Literal["done", "planned", "negated"]

PLANNED = (
    "will", "would", "to be", "plan", "plans", "planned", "planning", "intend*", "intention", "may", "might",
    "could", "should", "can", "expected to", "is to", "are to", "set to", "due to", "about to", "hopes", "hope",
    "hoping", "wants", "want", "wanted", "seeks", "seek", "seeking", "considering", "considers", "ready to",
    "willing to", "prepared to", "promised to", "pledged to", "vowed to", "offered to", "agreed to", "intends", "if",
    "until", "possible", "possibility of", "preparing to", "aims", "urged", "called for", "asked", "calls for",
    "request*", "proposal to", "proposed to", "going to", "in talks to", "talks on", "negotiating", "interested in",
    "attempt*", "efforts to", "tries", "trying", "tried",
)  # fmt: skip
NEGATED = (
    "not", "never", "no", "nor", "without", "refus*", "denied", "denies", "deny", "reject*", "failed to", "fails to",
    "yet to",
    "unable to", "ruled out", "stopped short", "declined to", "won't", "didn't", "hasn't", "cannot",
    "did not manage",
)  # fmt: skip
DOUBT = (
    "reportedly",
    "allegedly",
    "apparently",
    "possibly",
    "perhaps",
    "rumour*",
    "rumor*",
    "it is possible",
    "unconfirmed",
)
_WORDS_BEFORE = 6


_FOR_TO = re.compile(r"\b(?:for|allow\w*|enabl\w*|let) (?:[\w’'-]+ ){1,6}to $")
"""Before what is only made possible: "opens the way for the bank to pay out"."""


_DENYING = re.compile(
    r"\b(?:den(?:y|ied|ies|ying)|rul(?:es?|ed) out|dismiss(?:es|ed)|rejects?|rejected)\b(?: [\w’'-]+){0,11} $"
)
_DENIED_AFTER = re.compile(
    r"[^.;]{0,60}\b(?:was|were|is|are|has been|have been) (?:\w+ly )?(?:denied|refuted|dismissed)\b"
)
_MEANT = re.compile(
    r"\b(?:contract|deal|agreement|order|memorandum|pact|treaty|decision|accord)\b[^,]* to (?:\w+ly )?$"
)
"""An infinitive behind these says what they are for: "signed a contract to supply"."""


def mood(words: str, at: int) -> Mood:
    """What the words before a place, in its clause, make of the act there."""
    clause = re.split(
        r"[.!?;:]|, (?:and|but|which|who|after|while)\b|\b(?:but|after|while|because|although)\b",
        words[max(0, at - 90) : at],
    )[-1]
    before = " ".join(re.findall(r"[\w’']+", _NO_PLAN.sub("so", clause))[-_WORDS_BEFORE:])
    if any_of(NEGATED).search(before) or _DENYING.search(clause):
        return "negated"
    if _FOR_TO.search(clause) or _MEANT.search(clause):
        return "planned"
    return "planned" if any_of(PLANNED).search(before) else "done"


_NO_PLAN = re.compile(
    r"\bMay\b|\b(?:(?:[Aa]n?|[Tt]he|its|their) (?:[\w’'-]+ ){1,4}|(?:action|peace|joint|work|cooperation) )plans?\b"
    r"(?! (?:to|for)\b)"
)
"""What only looks planned: the month, "a two-year action plan"."""


_DENIED = re.compile(r" (?:not|never|no longer)\b")
"""Behind "will" and the like."""
_NONE = re.compile(
    r"(?:\b(?:no|neither|nor any|without|short of|far from) (?:\w[\w’'-]* ){0,4}|\bagainst (?:\w[\w’'-]* ){0,5}"
    r"|^(?:No|Neither|Nor|Were|If|Unless|Had|Should) [^,;:.]{0,70}"
    r"|\b(?:who (?:tracks?|stud(?:y|ies)|monitors?|researche?s?|follows?|covers?)|(?:specialist|expert)s? (?:in|on)) "
    r"(?:\w+ ){0,2}"
    r"|\b(?:chosen?|chose|selected|prefer\w*|picked|bought|buying) [^,;.]{2,60} "
    r"(?:over|instead of|rather than) (?:the |a )?"
    r"|^(?:It|That|This) (?:is|was|became|would be) the \w+ (?:\w+ )?"
    r"|\b(?:destroyed|seized|lost|downed|fired|intercepted|captured|deployed|stationed|hit|damaged) "
    r"(?:\w[\w’'-]* ){0,3})$"
)
_HOLDS = re.compile(
    r", (?:which|who|whose \w+) (?:also |already |now )?(?:makes?|builds?|produces?|manufactures?"
    r"|operates?|uses?|owns?|fields?|flies|keeps?"
    r"|(?:has|have|had) (?:\d+|an?|the|some|two|three|four|five|six|ten|dozens|hundreds))\b[^,;]*$"
)
"""Before what somebody has anyhow: "Norway, which operates F-16 fighters, bought"."""
_CARRIER = re.compile(
    r"s?(?: [\w-]+){0,3}(?: of the(?: \w+){1,4})? (?:flew|flown|carried|carrying|escorted|landed|brought|transported"
    r"|ferried|took off|fired|struck|hit|attacked|bombed|patrolled|intercepted)\b"
)
_LAW = re.compile(r" (?:Ban |Control |Prohibition )?(?:Act|Law|Bill|Convention|Treaty)\b")
"""Behind a thing that a law is named after: "the Landmines Act"."""
_PROGRAMME = re.compile(r"s?(?: fighter| jet| stealth| development)? (?:program(?:me)?|consortium|project)\b")


def no_thing(words: str, start: int, end: int) -> bool:
    """Whether the words around a thing say that there is none ("buys no tanks", "warned against buying tanks", "were
    tanks to come") or that it only does its own work ("six transports flew the missiles in").
    """
    before = words[max(0, start - 80) : start]
    return bool(_NONE.search(before) or _HOLDS.search(before) or _CARRIER.match(words, end) or _LAW.match(words, end))


def only_a_name(words: str, end: int) -> bool:
    """Whether the name of a thing only names what is done about it: "its place in the F-35 programme"."""
    return _PROGRAMME.match(words, end) is not None


_ONLY = re.compile(
    r"(?:receiv|got|get|obtain|won|win|secur|given|give|gave)\w* "
    r"(?:(?:an?|the|its|new|first|further|another|\d+) )?(?:\w+ )?"
    r"(?:orders?|contracts?|requests?|offers?|pledges?|promises?|assurances?|approval|permission)\b"
)
"""What is got here is not the thing itself: "received an order for tanks"."""
_STEP_BEFORE = re.compile(
    r"\b(?:that|which|they|it|he|she|the two|both|governments|leaders|sides|ministers) "
    r"(?:(?:had|have|has|was|were|been|already|earlier|once) )*(?P<act>initial+ed|signed|agreed|adopted|concluded)\b"
)
"""What was done before with what is not done now: "have not signed the treaty that they initialled"."""
_HALTED = 24
"""Code points between a word that ends things and what it ends: "suspended all deliveries"."""


def stage_of(model: type[KindModel], signs: Event, words: str, at: int) -> tuple[str | None, bool]:
    """The stage that the sentence's words speak of, and whether they do so plainly; None: not a candidate.

    Steps that are done come before steps under way, and of each the one whose word is nearest to the thing.
    """
    found: list[tuple[str, Mood, int]] = []
    nouns = [match.span() for match in any_of(signs.about).finditer(words)] if signs.members else []
    for stage, cues in model.stage_cues.items():
        for match in any_of(cues).finditer(words):
            gap = at - match.end() if match.end() <= at else int(1.5 * (match.start() - at))
            if (
                match[0] != "May"
                and not _ONLY.match(words, match.start())
                and not any(a <= match.start() < b for a, b in nouns)
            ):
                undone = _DENIED.match(words, match.end()) is not None
                found.append((stage, "negated" if undone else mood(words, match.start()), gap))
    halts = [match for match in any_of(signs.halts).finditer(words) if mood(words, match.start()) == "done"]
    found = [one for one in found if not any(0 < at - one[2] - match.end() < _HALTED for match in halts)]
    found.sort(key=lambda one: one[2])
    done = [stage for stage, how, gap in found if how == "done" and stage not in model.not_yet and gap < 160]
    under_way = [stage for stage, how, gap in found if how == "done" and stage in model.not_yet and gap < 160]
    early = [stage for stage, how, _ in found if how == "planned"]
    denied = [stage for stage, how, _ in found if how == "negated"]
    if _DENIED_AFTER.match(words, at):
        return signs.negated, False
    steps = [stage for stage in done if stage in model.happens_in]
    if signs.members and len(set(steps)) > 1:
        return max(steps, key=model.happens_in.index), True  # "signed in May and in force since June"
    if done and not (under_way and _nearest(found, under_way[0]) + 25 < _nearest(found, done[0])):
        return done[0], True
    if under_way:
        return under_way[0], True
    if signs.members and denied and (known := _STEP_BEFORE.search(words, at)):
        steps = [stage for stage, cues in model.stage_cues.items() if any_of(cues).match(words, known.start("act"))]
        if steps and steps[0] in model.happens_in:
            return steps[0], True
    if denied and early and found[0][1] == "negated":
        return signs.negated, True
    if early:
        return signs.planned, True
    if denied:
        return signs.negated, True
    return ("unclear", False) if _may_be_unclear(model) else (None, False)


@lru_cache(maxsize=64)
def _may_be_unclear(model: type[KindModel]) -> bool:
    return "unclear" in str(model.model_fields[model.stage_field or ""].annotation)


def _nearest(found: list[tuple[str, Mood, int]], stage: str) -> int:
    return next(gap for name, how, gap in found if name == stage and how == "done")
