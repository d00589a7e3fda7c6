"""Sums: which sums of a sentence are given, which go together, and which are a price, a stock or somebody else's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.folding import Span
from extract.proposals.page import Page
from extract.types import Figure

REACH = 130
"""Code points between a verb and the thing that it is about."""
UP_TO = re.compile(
    r"(?: (?:of|worth|totall?ing|the (?:first|last)|a|an|another|further|first|second|additional|extra|new|more|than|up"
    r"|to|as|much|about|some|around|nearly|almost|over|at|least|roughly|close|just|under)){0,5} "
)
"""Between a word and the sum that it is right before."""
NO_MONEY = re.compile(
    r" (?:in|of|worth of) (?:\w+ )?(?:investments?|trade|exports?|imports?|weapons|arms|damages?|tanks|jets|missiles"
    r"|goods|equipment|compensation)\b"
)
"""Behind a sum that nobody lends."""
_AND_SUM = re.compile(
    r"(?: more)?(?:,? (?:and|plus|then|as well as)|,)(?: (?:then|also|later|of))?"
    r"(?: (?:about|some|another|a further|a second(?: of)?|up to|nearly|over|around|almost|at least|a))* "
    r"| (?:programme|program|arrangement|facility|package|loan|credit)s?, worth (?:(?:about|some|up to|nearly) )?"
)
"""Between two sums that are given together: "loans of $5 million and $2 million"."""
_FURTHER = re.compile(r"(?:\band|,)(?: [^,;:]{1,60})? (?:a further|another|an additional|an extra) $")
_AND_WHO = re.compile(r"(?: [a-z0-9][\w-]*){0,5},? and (?:the )?")
"""Between a sum and who gives or takes the next: "$5 million in 2019 and Kenya $2 million"."""
_GAPPED = re.compile(r" (to|for|from) [^,;:]{3,90},? and(?:,? (?:in|on|over) [^,;:]{3,30},)? ")
"""Between two sums of one verb, the second with the first's preposition: "$5 million to a dam and $2 million to"."""


def with_further(page: Page, span: Span, figures: Sequence[Figure], found: set[Figure]) -> list[Figure]:
    """The sums and those that the sentence gives together with one of them."""
    out: list[Figure] = []
    for figure in sorted(figures, key=lambda one: one.start):
        last = out[-1] if out else None
        if figure in found or (last and _further(page, last, figure)):
            out.append(figure)
    return out


def _further(page: Page, one: Figure, other: Figure) -> bool:
    """Whether a sum goes on where another one stops: "lent $5 million for a port and a further $2 million for", "lent
    Latvia $5 million and Kenya $2 million".
    """
    text = page.text
    between = text[one.end : other.start]
    if other_sum(text, other) or NO_MONEY.match(text, other.end) or "of which" in between or "(" in between[-2:]:
        return False
    if _AND_SUM.fullmatch(between) or _FURTHER.search(between):
        return True
    named = [who for who in page.cast.within(one.end, other.start) if UP_TO.fullmatch(text, who.end, other.start)]
    if named and _AND_WHO.fullmatch(text[one.end : named[-1].start]):
        return True
    gapped = _GAPPED.fullmatch(between)
    return bool(gapped and gapped[1] and text.startswith(f" {gapped[1]} ", other.end))


_SOME = (
    r"(?:(?:about|some|around|roughly|nearly|almost|over|just|up to|at least|more than|less than|an estimated"
    r"|the equivalent of) )*"
)
"""Between a word and its sum: how exact that is."""
_COST = re.compile(
    r"\b(?:cost(?:s|ing)?(?: of| at)?|priced?(?: tag)?(?: of| at)?|valued at|invest(?:s|ed|ment of|ing)?|budget of"
    r"|revenues? of|turnover of|damage of|sales of|savings? of|saving"
    r"|(?<!loan )(?<!credit )(?<!financing )(?:contracts?|orders?|projects?) (?:worth|totall?ing|valued at)) "
    rf"{_SOME}$"
)
_STOCK = re.compile(
    r"\b(?:debts?|loans|liabilities|exposure|borrowings?) [^.;:]{0,60}?\b(?:shr[aiu]nk|shrunken|fall|fell|fallen"
    r"|dropped|declined|rose|risen|grew|grown|swelled|swollen|climbed|ballooned|soared)(?: \w+)? (?:to|from|by) "
    rf"{_SOME}$"
    r"|\b(?:[Dd]ebts?|liabilities|borrowings?) "
    rf"(?:stands?|stood|amounts?|amounted|comes?|came|totals?|totall?ed|was|is) (?:at |to )?{_SOME}$"
    r"|\b(?:bring|brought|rais|lift|push|swell)\w* [^.;:]{0,60}?\b(?:debts?|total|exposure|liabilities)\b"
    rf"[^.;:]{{0,40}} to {_SOME}$"
    r"|\b(?:exports?|imports?|trade|sales|output|revenues?|remittances|investments?|turnover)\b[^.;,:]{0,60} "
    rf"(?:reach(?:ed|es|ing)|came to|comes to|was|were|hit|stood at|totall?ed|amount(?:ed|s|ing) to) {_SOME}$"
    rf"|\b(?:down|up) from {_SOME}$"
    rf"|\b[Oo]we[sd]? (?:[\w’'-]+ ){{0,4}}?{_SOME}$"
)
"""Before a sum that is all that somebody owes: "its debts to Norway have grown to $5 million"."""
_UNIT = re.compile(
    r"[ -](?:oil|crude|gas|gold|copper|wheat|(?:a|per|for (?:a|each|every)) (?:barrel|tonn?e?|ounce|lit[re]+|head))\b"
)
"""Behind a sum that is the price of one of many."""
_FEW = 100_000
"""Units of money: what is more, "a $5 million oil facility", is no price of one of many."""
_LEAST = 1_000
"""Units of money: no state lends less; it is a price ("with oil at $90")."""
_WORTH = re.compile(r"[ -]worth of (?!(?:\w+ )?(?:loans?|credits?|bonds?|grants?|aid|debts?|financ\w+)\b)")
_FOR_GOODS = re.compile(
    r" for (?:\w+ )?(?:gas|power|electricity|oil|coal|fuel) (?:supplied|delivered|sold|used|it had)\b"
)
"""Behind a sum that is asked for goods."""
_RESTATED = re.compile(
    r" ?\((?:(?:or|about|some|around|roughly|nearly|almost|over|then|now|equal to|worth|equivalent to|=|~|≈) ?)*"
    rf"|,? (?:or|i\.e\.|that is|which is|equivalent to|equal to|the equivalent of|at the time) "
    rf"(?:(?:then|now|equal to|worth) )*{_SOME}"
)
"""Between a sum and the same sum in other money: "70 billion yen ($480 million)", "5 million francs, or about"."""
_APART = re.compile(r", and that \b|; ")
"""Between two things that somebody says."""


def belongs(text: str, figure: Figure, word: Span) -> bool:
    """Whether a sum can be that of the word: near enough, and not the price of something of which the word is a part:
    "cost $5 billion, of which a loan covers half".
    """
    if min(abs(figure.start - word[1]), abs(word[0] - figure.end)) >= REACH:
        return False
    if figure.end <= word[0] and "of which" in text[figure.end : word[0]]:
        return False
    between = text[min(figure.end, word[1]) : max(figure.start, word[0])]
    return not _APART.search(between) and not other_sum(text, figure)


def other_sum(text: str, figure: Figure) -> bool:
    """Whether a sum is a price, a contract's, or all that is owed, and not that of one thing given."""
    return bool(_COST.search(text[max(0, figure.start - 60) : figure.start])) or nobodys(text, figure)


def nobodys(text: str, figure: Figure) -> bool:
    """Whether a sum is all that is owed, the price of one of many, or the worth of something else."""
    if figure.value is not None and figure.value < _FEW and _UNIT.match(text, figure.end):
        return True
    if figure.value is not None and figure.value < _LEAST:
        return True
    if _WORTH.match(text, figure.end) or _FOR_GOODS.match(text, figure.end):
        return True
    return _STOCK.search(text[max(0, figure.start - 120) : figure.start]) is not None


def restates(text: str, one: Figure, other: Figure) -> bool:
    """Whether a sum is the one before once more, in other money."""
    return one.unit != other.unit and _RESTATED.fullmatch(text, one.end, other.start) is not None


def once(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """The sums without those that only say the one before in other money."""
    return [
        one
        for place, one in enumerate(figures)
        if one.kind != "money" or not (place and restates(text, figures[place - 1], one))
    ]
