"""Reading: what code can read in a text without a model, so that the model has only to judge.

    sentences(text)        the sentences, as half-open spans
    Cast(text)             who is named where: countries, organisations, people, "the two countries"
    attributions(text, ..) who is said to have said what: speaker, cue and content as exact spans
    sides(..)              who gives and who takes in a sentence, read off its verbs and prepositions

All of it is English grammar in small: word lists and order, no statistics. What is peculiar to a kind (its verbs,
its things) comes from the schema's class variables. Offsets are code points into the text, end exclusive.
"""

from extract.reading.attribution import attributions
from extract.reading.cast import Cast
from extract.reading.clauses import Frame, clause
from extract.reading.found import Party, Sides
from extract.reading.mention import Mention
from extract.reading.sentences import sentence_at, sentences
from extract.reading.sides import sides
from extract.reading.speaker import Lexicon
from extract.reading.spoken import Attribution

__all__ = [
    "Attribution",
    "Cast",
    "Frame",
    "Lexicon",
    "Mention",
    "Party",
    "Sides",
    "attributions",
    "clause",
    "sentence_at",
    "sentences",
    "sides",
]
