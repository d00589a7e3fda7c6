"""Signs: by what code knows a sentence that may report a kind. The words that a schema says about its own candidates.

Plain frozen values; no field of a record. `*` in a word stands for further letters. A kind without signs is asked
about with the whole document; a kind with signs is asked about its candidates alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """Signs of something done between parties: a loan, a delivery, a treaty.

    about    what it is about; one of these words stands in the sentence ("loan*"), or a figure of kind `figure`
    weak     words that count only with a figure of kind `figure` in the sentence ("grant*")
    figure   the kind of figure that a record is about: one record for each; None where it is about no figure
    acts     verbs of which one must stand there too, not only as "the signed agreement"; () for none
    again    what a number stands before where the text has named the thing just before ("eight batteries")
    called   further nouns for a thing that has a name ("aircraft" behind "F-16")
    alone    acts that are enough without a word of `about` ("agreed upon")
    singly   acts of one member alone ("withdrew from")
    halts    words that undo the act that follows them ("suspended deliveries")
    jointly  acts that are enough where two members or more are their subject ("agreed to exchange")
    never    words that rule a sentence out ("referendum")
    giver, taker    fields of the two sides; None where the kind has members instead
    gives, takes    verbs that have the giver, the taker as subject
    deeds    acts that are enough beside a figure where one who gives by trade is named ("the bank released"),
    beside   acts right before a figure that make it another one of a sentence that is about the kind anyway
    behind   words right behind a figure that make it one where one who gives by trade is named ("a $3bn programme")
    leads    words that are enough right before a figure ("a pledge of")
    trails   words that are enough right behind a figure ("promised to", "in soft loans")
    by_trade words in the names of those who give by trade and never take ("Bank"); with members: who is none
    makers   whether makers of arms stand for their states ("ordered from Kongsberg")
    home     words of `about` that one state can make alone ("decree"); two members must be named as those who act
    members  field of the parties of which there must be two; None where the kind has sides
    planned  the stage of what is only planned; None: such a sentence is no candidate
    negated  the stage of what is refused or did not happen; None: such a sentence is no candidate
    loose    a field and its values that are one where nothing else parts them ("deals", "the agreements")
    texts    fields of copied words and how they are read: "title", "purpose", "terms", "description"
    """

    about: Words
    weak: Words = ()
    figure: Literal["money", "designation"] | None = None
    acts: Words = ()
    called: Words = ()
    again: Words = ()
    alone: Words = ()
    singly: Words = ()
    halts: Words = ()
    jointly: Words = ()
    never: Words = ()
    giver: str | None = None
    taker: str | None = None
    gives: Words = ()
    takes: Words = ()
    by_trade: Words = ()
    deeds: Words = ()
    beside: Words = ()
    behind: Words = ()
    leads: Words = ()
    trails: Words = ()
    makers: bool = False
    home: Words = ()
    members: str | None = None
    planned: str | None = None
    negated: str | None = None
    loose: tuple[str, Words] | None = None
    texts: Mapping[str, Literal["title", "purpose", "terms", "description"]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Speech:
    """Signs of something said: the reporting verbs are those of English news (`extract.reading.lexicon`).

    content, speaker, cue, name  the fields that take the spans, and the full name behind the speaker's words
    act                          the field that says what the speaker does by saying it
    kind_of                      the field that says what the speaker is
    of                           the field that takes the country spoken for
    state, body                  what a speaker is who is a country, an organisation
    acts                         the reporting words that tell of an act, the first act that fits
    homes                        what speaks for its country even where the country is not named: ministers, ministries
    """

    content: str
    speaker: str
    cue: str
    name: str
    act: str
    kind_of: str
    of: str
    state: str
    body: str
    acts: Mapping[str, Words] = field(default_factory=dict)
    homes: Words = ()
