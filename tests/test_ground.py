"""Grounding: which quotes are found, at which exact slice, and above all which are not."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from extract import folding
from extract.folding import fold
from extract.ground import CONTEXT, cuts, locate, nearest, sentence_around, spans_of

# quote, text, the slice of the text that it stands for, how it matched
FOUND = {
    "as written": ("signed a pact", "They signed a pact.", "signed a pact", "exact"),
    "outer space": ("  signed a pact\n", "They signed a pact.", "signed a pact", "exact"),
    "the whole text": ("Ten.", "Ten.", "Ten.", "exact"),
    "last words": ("for good", "It ends for good", "for good", "exact"),
    "straight for curly": ('"We agree," he said', "“We agree,” he said.", "“We agree,” he said", "normalised"),
    "curly for straight": ("“We agree,” he said", '"We agree," he said.', '"We agree," he said', "normalised"),
    "single for double": ("'We agree'", "“We agree” it read", "“We agree”", "normalised"),
    "guillemets": ('the "Bereg" system', "the «Bereg» system", "the «Bereg» system", "normalised"),
    "apostrophe": ("the bank's loan", "On Friday the bank’s loan came.", "the bank’s loan", "normalised"),
    "prime": ("5'", "a gap of 5′ was left", "5′", "normalised"),
    "abbreviation with spaces": ("the U. S. lent", "Then the U.S. lent money.", "the U.S. lent", "normalised"),
    "abbreviation without": ("the U.S. lent", "Then the U. S. lent money.", "the U. S. lent", "normalised"),
    "space before a comma": ("Oslo , Riga", "in Oslo, Riga and Bern", "Oslo, Riga", "normalised"),
    "space inside a bracket": ("( IMF )", "the fund (IMF) lent", "(IMF)", "normalised"),
    "space after a sign": ("$ 5 million", "It gave $5 million.", "$5 million", "normalised"),
    "en dash": ("2014-2016", "from 2014–2016 on", "2014–2016", "normalised"),
    "em dash with spaces": ("it - at last - held", "So it — at last — held.", "it — at last — held", "normalised"),
    "em dash without": ("deal—at last", "the deal — at last", "deal — at last", "normalised"),
    "minus": ("-5 percent", "fell by −5 percent", "−5 percent", "normalised"),
    "unbreakable hyphen": ("S-400", "an S‑400 unit", "S‑400", "normalised"),
    "accent apart in the text": ("Orbán said", "Orba\u0301n said so", "Orba\u0301n said", "normalised"),
    "accent apart in the quote": ("Orba\u0301n said", "Orbán said so", "Orbán said", "normalised"),
    "letter with two accents": ("Vie\u0323\u0302t", "in Việt Nam", "Việt", "normalised"),
    "accent that no letter composes": ("q\u0302 b", "a  q\u0302\nb", "q\u0302\nb", "normalised"),
    "zero-width space in the text": ("the treaty", "the trea\u200bty held", "the trea\u200bty", "normalised"),
    "zero-width space in the quote": ("the trea\u200bty", "the treaty held", "the treaty", "normalised"),
    "soft hyphen": ("ratified", "was rati\u00adfi\u00aded", "rati\u00adfi\u00aded", "normalised"),
    "byte order mark": ("Oslo lent", "\ufeffOslo lent", "Oslo lent", "exact"),
    "invisible mark beside": ("held", "the treaty \u2060held\u2060.", "held", "exact"),
    "line break": ("the loan was paid", "Then the loan\nwas paid.", "the loan\nwas paid", "normalised"),
    "carriage return": ("the loan was paid", "Then the loan\r\nwas paid.", "the loan\r\nwas paid", "normalised"),
    "paragraph break": ("it was right to begin", "it was\n\nright to begin", "it was\n\nright to begin", "normalised"),
    "spaces for a break": ("the loan\nwas paid", "the loan   was paid", "the loan   was paid", "normalised"),
    "no-break space": ("5 million euros", "about 5\xa0million\u202feuros", "5\xa0million\u202feuros", "normalised"),
    "tab": ("5 million", "about 5\tmillion", "5\tmillion", "normalised"),
    "number beside its unit": ("3 percent", "It paid 3 percent.", "3 percent", "exact"),
    "number at a sentence's end": ("2020", "It came in 2020. 12 months passed.", "2020", "exact"),
    "number after a list comma": ("12", "In 2020, 12 came", "12", "exact"),
    "letters after a hyphen": ("400", "the S-400 unit", "400", "exact"),
    "possessive": ("Poland", "Poland’s loan", "Poland", "exact"),
    "exact place preferred": ("the 'loan'", "the “loan” and the 'loan'", "the 'loan'", "exact"),
    "beyond the first plane": ("𝔄 b", "x 𝔄  b", "𝔄  b", "normalised"),
}  # fmt: skip

# quote, text
LOST = {
    "empty": ("", "any text"),
    "only spaces": (" \n\t\xa0", "any \n\t\xa0 text"),
    "only invisible": ("\u200b\u00ad", "any\u200b\u00ad text"),
    "empty text": ("a", ""),
    "tail of a decimal": ("5 billion", "worth 1.5 billion"),
    "head of a decimal": ("1", "worth 1.5 billion"),
    "tail of a grouped number": ("500 men", "some 1,500 men"),
    "head of a grouped number": ("1", "some 1,500 men"),
    "head of a year": ("20", "in 2020"),
    "tail of a year": ("20", "in 1920"),
    "part of a number with a hidden mark": ("20", "in 20\u200b20"),
    "decimal with a hidden mark": ("5 billion", "worth 1.\u20605 billion"),
    "head of a word": ("sign", "They signed it"),
    "tail of a word": ("able", "an unstable pact"),
    "part of a word at a soft hyphen": ("rati", "the rati\u00adfied text"),
    "word and glued digit": ("T", "a T72 tank"),
    "accent cut off": ("cafe", "the cafe\u0301 closed"),
    "accent cut off, none composed": ("q", "a q\u0302 b"),
    "accent alone": ("\u0302 b", "a q\u0302 b"),
    "accent added": ("cafés", "the cafes closed"),
    "negator left out": ("Riga did default", "Riga did not default"),
    "negator put in": ("Riga did not default", "Riga did default"),
    "negator changed": ("Riga never paid", "Riga always paid"),
    "another sum": ("a loan of $900 million", "a loan of $300 million"),
    "a digit changed": ("signed on May 14", "signed on May 15"),
    "a digit more": ("1500 men", "150 men"),
    "point moved": ("1.50 million", "15.0 million"),
    "numbers run together": ("1.5 billion", "ended phase 1. 5 billion came"),
    "numbers run together by a comma": ("2,300 men", "By May 2, 300 men came"),
    "numbers run together before a point": ("1.5", "ended in 1 .5 was left"),
    "digits run together": ("12", "a 1 2 b"),
    "words run together": ("atlast", "held at last"),
    "words parted": ("at last", "held atlast"),
    "another order": ("Riga and Oslo", "Oslo and Riga"),
    "a word dropped": ("the new loan", "the new state loan"),
    "an ellipsis for words": ("the loan ... paid", "the loan was paid"),
    "case": ("the Bank", "the bank"),
    "letter look-alike": ("C-400", "С-400"),
    "number in words": ("2 dozen", "two dozen"),
    "other sign": ("€5 million", "$5 million"),
    "longer than the text": ("a loan and more", "a loan"),
}


@pytest.mark.parametrize("name", FOUND)
def test_a_quote_is_found_at_its_exact_slice(name: str) -> None:
    quote, text, expected, match = FOUND[name]
    found = locate(quote, text)
    assert found is not None
    assert text[found.start : found.end] == found.exact
    assert (found.exact, found.match) == (expected, match)


@pytest.mark.parametrize("name", LOST)
def test_what_the_text_does_not_hold_is_not_found(name: str) -> None:
    quote, text = LOST[name]
    assert locate(quote, text) is None


def test_a_cut_match_does_not_hide_a_whole_one_behind_it() -> None:
    text = "In 2020 it lent 20 and again 20."
    found = locate("20", text)
    assert found is not None
    assert found.start == text.index("20 and")


def test_a_cut_normalised_match_does_not_hide_a_whole_one_behind_it() -> None:
    text = "a “loan” nowhere but a “loan” now"
    found = locate("a 'loan' now", text)
    assert found is not None
    assert found.start == text.rindex("a “")


def test_of_repeated_quotes_the_first_is_taken() -> None:
    text = "It paid. Later it paid. At last it paid."
    found = locate("it paid", text)
    assert found is not None
    assert found.start == text.index("it paid")


def test_within_picks_the_occurrence_that_lies_wholly_inside() -> None:
    text = "It lent $5 million. It lent $5 million. It lent $5 million."
    second = text.index("It", 1)
    third = text.index("It", second + 1)
    found = locate("$5 million", text, [(second, third)])
    assert found is not None
    assert second < found.start < third
    folded = locate("$ 5  million", text, [(third, len(text))])
    assert folded is not None
    assert folded.start > third
    tight = (found.start, found.end)
    assert locate("$5 million", text, [tight]) == found
    assert locate("$5 million", text, [(tight[0] + 1, tight[1])]) is None
    assert locate("$5 million", text, [(tight[0], tight[1] - 1)]) is None
    assert locate("$5 million", text, []) is None


def test_two_spans_that_touch_are_not_one() -> None:
    text = "one pact"
    assert locate("one pact", text, [(0, 4), (4, 8)]) is None


def test_prefix_and_suffix_are_the_text_around() -> None:
    text = "a" * 50 + " pact " + "b" * 50
    found = locate("pact", text)
    assert found is not None
    assert found.prefix == ("a" * 50 + " ")[-CONTEXT:]
    assert found.suffix == (" " + "b" * 50)[:CONTEXT]
    assert spans_of([found]) == ((51, 55),)


def test_at_the_ends_of_the_text_the_context_is_short() -> None:
    found = locate("pact", "pact")
    assert found is not None
    assert (found.prefix, found.suffix) == ("", "")


# text, slice, sentence
SENTENCES = {
    "plain": ("One came. Two left. Three stayed.", "left", "Two left."),
    "first": ("One came. Two left.", "One", "One came."),
    "last without a stop": ("One came. Two left", "left", "Two left"),
    "two sentences": ("One came. Two left. Three stayed.", "came. Two", "One came. Two left."),
    "question and call": ("Who paid? Oslo! Riga did not.", "Oslo", "Oslo!"),
    "a state's initials": ("Then the U.S. Senate met. It left.", "Senate", "Then the U.S. Senate met."),
    "a title": ("Mr. Berg met Gen. Holm. They left.", "met", "Mr. Berg met Gen. Holm."),
    "an initial": ("It was J. Berg who paid. All left.", "Berg", "It was J. Berg who paid."),
    "a short month": ("On Sept. 5, 2022 Riga paid. All left.", "Riga", "On Sept. 5, 2022 Riga paid."),
    "a short month before a capital": ("In Dec. Riga paid. All left.", "paid", "In Dec. Riga paid."),
    "a decimal": ("It lent 1.5 billion. All left.", "billion", "It lent 1.5 billion."),
    "a lower-case word after": ("It paid approx. ten coins. All left.", "ten", "It paid approx. ten coins."),
    "a number after": ("It paid in 2020. 12 states left.", "12", "12 states left."),
    "a quotation's end": ("He said: “We paid.” Riga agreed.", "Riga", "Riga agreed."),
    "a straight quotation's end": ('He said: "We paid." Riga agreed.', "We", 'He said: "We paid."'),
    "a quotation's begin": ("Riga paid. “We did,” he said.", "paid", "Riga paid."),
    "a bracket": ("Riga paid (at last.) Oslo left.", "Oslo", "Oslo left."),
    "an ellipsis": ("Riga paid… Oslo left.", "Oslo", "Oslo left."),
    "a heading": ("Riga pays\n\nThe loan came back.", "loan", "The loan came back."),
    "one line break": ("Riga paid\nthe loan. Oslo left.", "loan", "Riga paid\nthe loan."),
    "paragraphs with carriage returns": ("Riga pays\r\n\r\nthe loan came back.", "loan", "the loan came back."),
    "a line of spaces": ("Riga pays\n \t\nthe loan came back.", "loan", "the loan came back."),
    "old line ends": ("Riga pays\r\rthe loan came back.", "loan", "the loan came back."),
    "one carriage return": ("Riga paid\r\nthe loan. Oslo left.", "loan", "Riga paid\r\nthe loan."),
    "no number": ("He said no. Riga paid.", "Riga", "Riga paid."),
    "across a paragraph break": ("He said it was\n\nright. All left.", "was\n\nright", "He said it was\n\nright."),
}  # fmt: skip


@pytest.mark.parametrize("name", SENTENCES)
def test_the_sentence_around_a_slice(name: str) -> None:
    text, inner, expected = SENTENCES[name]
    at = text.index(inner)
    start, end = sentence_around(text, at, at + len(inner))
    assert text[start:end] == expected


def test_nearest_only_suggests() -> None:
    text = "The fund gave Riga a loan of $300 million in the spring."
    quote = "The fund gave Riga a loan of $900 million"
    assert locate(quote, text) is None
    like = nearest(quote, text)
    assert like is not None
    assert like in text
    assert "$300 million" in like


def test_nearest_says_nothing_where_nothing_is_alike() -> None:
    assert nearest("Wheat prices doubled overnight", "qqqq zzzz 1111 ++++") is None


FRAGMENTS = st.sampled_from(
    ["Riga", "lent", "1.5", "2020", "20", "$", "“", "”", "'", '"', "–", "—", "-", ".", ",", " ", "  ", "\n", "\r\n",
     "\n\n", "\xa0", "\u200b", "\u00ad", "e\u0301", "é", "q\u0302", "U.S.", "not", "(", ")", "%", "Ж", "ﬁ", "😀"]
)  # fmt: skip
MADE = st.lists(FRAGMENTS, min_size=1, max_size=40).map("".join)
TEXTS = MADE | st.text(max_size=60)
CHANGED = {"“": '"', "”": "'", "'": "’", '"': "«", "–": "-", "—": "–", "-": "—", "\n": " ", "\xa0": "  "}


@st.composite
def slices(draw: st.DrawFn, texts: st.SearchStrategy[str] = TEXTS) -> tuple[str, int, int]:
    """A text and the bounds of a slice that cuts nothing and shows something."""
    text = draw(texts) + draw(st.sampled_from(["Riga", "20", "é", "ﬁ"])) + draw(texts)
    inside = draw(st.sampled_from([at for at, char in enumerate(text) if char.isalnum()]))
    bounds = [at for at in range(len(text) + 1) if not cuts(text, at, at)]
    start = draw(st.sampled_from([at for at in bounds if at <= inside]))
    end = draw(st.sampled_from([at for at in bounds if at > inside]))
    part = text[start:end]
    start, end = start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))
    assume(start < end and not cuts(text, start, end) and any(map(str.isalnum, text[start:end])))
    return text, start, end


@settings(max_examples=200, deadline=None)
@given(slices())
def test_every_whole_slice_is_found(case: tuple[str, int, int]) -> None:
    text, start, end = case
    found = locate(text[start:end], text)
    assert found is not None
    assert found.match == "exact"
    assert found.exact == text[start:end] == text[found.start : found.end]
    assert found.start <= start


@settings(max_examples=200, deadline=None)
@given(slices(MADE), st.sampled_from(["NFC", "NFD"]))
def test_a_folded_slice_is_found_and_its_evidence_is_the_texts_own(case: tuple[str, int, int], form: str) -> None:
    text, start, end = case
    part = text[start:end]
    assume(part[0] not in ".," and part[-1] not in ".,")  # whether they belong to a number, only the text says
    quote = unicodedata.normalize(form, "".join(CHANGED.get(char, char) for char in part))
    assume(any(map(str.isalnum, quote)))
    found = locate(quote, text)
    assert found is not None
    assert found.exact == text[found.start : found.end]
    assert fold(found.exact)[0] == fold(quote)[0]


@st.composite
def with_one_digit_changed(draw: st.DrawFn) -> tuple[str, str]:
    """A text with a number in it, and a slice of it with another digit."""
    parts = draw(st.lists(FRAGMENTS, max_size=15))
    at = draw(st.integers(0, len(parts)))
    text = "".join([*parts[:at], draw(st.sampled_from(["7", "20", "2020", "1.5", "3,400"])), *parts[at:]])
    place = draw(st.sampled_from([at for at, char in enumerate(text) if char in "0123456789"]))
    lefts = [at for at in range(place + 1) if not cuts(text, at, at)]
    rights = [at for at in range(place + 1, len(text) + 1) if not cuts(text, at, at)]
    start, end = draw(st.sampled_from(lefts)), draw(st.sampled_from(rights))
    other = str((int(text[place]) + draw(st.integers(1, 9))) % 10)
    return text, text[start:place] + other + text[place + 1 : end]


@settings(max_examples=200, deadline=None)
@given(with_one_digit_changed())
def test_a_slice_with_one_digit_changed_never_stands_for_other_digits(case: tuple[str, str]) -> None:
    text, quote = case
    found = locate(quote, text)
    if found is not None:  # elsewhere in the text, where these digits are
        assert [char for char in found.exact if char.isdigit()] == [char for char in quote if char.isdigit()]


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_whatever_is_found_has_the_letters_and_digits_of_the_quote(quote: str, text: str) -> None:
    found = locate(quote, text)
    if found is None:
        return
    assert text[found.start : found.end] == found.exact
    assert not cuts(text, found.start, found.end)

    def letters(words: str) -> str:
        return "".join(char for char in unicodedata.normalize("NFC", words) if char.isalnum())

    assert letters(found.exact) == letters(quote)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_the_map_of_places_is_in_order_and_covers_what_shows(text: str) -> None:
    folded, places = fold(text)
    assert len(folded) == len(places)
    for left, right in pairwise(places):
        assert left == right or left[1] <= right[0]
    assert all(0 <= start < end <= len(text) for start, end in places)
    covered = {at for start, end in places for at in range(start, end)}
    assert all(at in covered for at, char in enumerate(text) if char.isalnum())


PLAIN = st.text(st.sampled_from("ab AB\t\n\u00a0\u2003 19.,;“”’\"'«-–—−éдß()!"), max_size=60)


@settings(max_examples=300, deadline=None)
@given(st.one_of(PLAIN, TEXTS))
def test_the_short_way_of_folding_is_the_long_one(text: str) -> None:
    assume(all(map(folding._stays_one, text)))
    (short, places), (long, others) = folding._fold_plain(text), folding._fold_any(text)
    assert short == long
    assert list(places) == list(others)


@pytest.mark.parametrize("odd", ["\u0301", "\u200b", "\u00ad", "\ufeff", "\u212b", "\u2126"])
def test_what_does_not_stay_one_character_goes_the_long_way(odd: str) -> None:
    assert not folding._stays_one(odd)


@settings(max_examples=200, deadline=None)
@given(MADE)
def test_folding_twice_changes_nothing(text: str) -> None:
    folded = fold(text)[0]
    assert fold(folded)[0] == folded


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.data())
def test_a_sentence_holds_its_slice(text: str, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    left, right = sentence_around(text, start, end)
    assert 0 <= left <= start <= end <= right <= len(text)


HOSTILE = {
    "spaces": " " * 100_000,
    "quotation marks": "“" * 100_000,
    "accents": "a" + "\u0301\u0316" * 50_000,
    "soft hyphens": "a" + "\u00ad" * 100_000,
    "points": ". " * 50_000,
    "line breaks": "\n \r" * 33_000,
    "digits and commas": "1," * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_to_its_end(name: str) -> None:
    text = HOSTILE[name]
    for quote in ("a loan", "'", "\u0301", "1,1", text[:300], text):
        found = locate(quote, text)
        assert found is None or text[found.start : found.end] == found.exact
    assert sentence_around(text, 10, 20)[1] >= 20
    assert len(fold(text)[0]) <= len(text)


@settings(max_examples=200, deadline=None)
@given(slices(), st.data())
def test_within_looks_at_that_part_alone(made: tuple[str, int, int], data: st.DataObject) -> None:
    text, start, end = made
    quote = text[start:end]
    left, right = data.draw(st.integers(0, start)), data.draw(st.integers(end, len(text)))
    found = locate(quote, text, [(left, right)])
    assert found is not None
    assert left <= found.start <= start
    assert found.end <= right
    assert locate(quote, text, [(right, left), (left, right)]) == found
    first = locate(quote, text)
    assert first is not None
    assert (first == found) == (first.start >= left and first.end <= right)
    later = locate(quote, text, [(found.start + 1, found.end)])
    assert later is None or later.start > found.start, "only what nobody sees can be left off"
