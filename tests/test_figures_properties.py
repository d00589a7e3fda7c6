"""What holds for the figures of any text: exact slices, order, no overlap, and amounts read back exactly."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.figures import date_bounds, designation_key, find, same_designation

WORDS = [
    "$",
    "€",
    "£",
    "US$",
    "HK$",
    "%",
    "-",
    "–",
    "—",
    "(",
    ")",
    ",",
    ".",
    "/",
    ":",
    "+",
    "'",
    "’",
    "\n",
    "\xa0",
    "\u2009",
    "1",
    "2",
    "5",
    "12",
    "19",
    "30",
    "200",
    "400",
    "1,200",
    "1.5",
    "2020",
    "2022",
    "1.200,50",
    "one",
    "two",
    "a",
    "half",
    "and",
    "hundred",
    "thousand",
    "million",
    "billion",
    "bn",
    "m",
    "k",
    "lakh",
    "crore",
    "dozen",
    "couple",
    "of",
    "or",
    "to",
    "from",
    "between",
    "up",
    "over",
    "about",
    "least",
    "at",
    "more",
    "than",
    "dollars",
    "rubles",
    "euros",
    "US",
    "U.S.",
    "Belarusian",
    "USD",
    "Rs",
    "per",
    "cent",
    "percent",
    "points",
    "years",
    "ago",
    "year",
    "days",
    "months",
    "soldiers",
    "tanks",
    "people",
    "May",
    "December",
    "Dec.",
    "mid-",
    "mid",
    "end",
    "the",
    "by",
    "since",
    "before",
    "last",
    "next",
    "this",
    "Monday",
    "summer",
    "first",
    "quarter",
    "2nd",
    "S-",
    "S-400",
    "C-400",
    "Su-30SM",
    "Zapad-",
    "Iskander",
    "“Polonez”",
    "V-200",
    "TB2",
    "Article",
    "resolution",
    "http://a.b/1",
    "+375",
    "10:30",
    "3-2",
    "½",
    "cents",
    "Pakistan",
    "in",
    "five",
    "out",
    "scores",
    "Rs.",
    "p",
    "minus",
    "Q3",
    "3/4",
    "°",
    "N",
    "G20",
    "a barrel",
    "milliards",
    "will",
    "be",
    "№",
]
PIECES = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(["", " ", " ", " ", "-"])), max_size=24)
ANCHORS = st.one_of(st.none(), st.dates().map(datetime.date.isoformat))


def joined(pieces: list[tuple[str, str]]) -> str:
    """A text of words that begin figures, glued or spaced at random."""
    return "".join(word + gap for word, gap in pieces)


def check(text: str, anchor: str | None) -> None:
    """The invariants of one text's figures."""
    end = 0
    for figure in find(text, anchor=anchor):
        assert end <= figure.start < figure.end <= len(text)
        assert text[figure.start : figure.end] == figure.as_written
        end = figure.end
        if figure.value is not None and figure.value_high is not None:
            assert figure.value < figure.value_high
            assert figure.modifier == "range"
        if figure.kind == "date":
            assert figure.value is None
            assert figure.unit is None or date_bounds(figure.unit) is not None, figure
        if figure.kind in ("money", "percent", "duration", "count", "designation"):
            assert figure.unit
        if figure.kind in ("money", "percent", "duration", "count", "number", "ordinal"):
            assert figure.value is not None and figure.value.is_finite()


@given(st.text(max_size=200), ANCHORS)
@settings(max_examples=100, deadline=None)
def test_the_figures_of_any_text_are_slices_in_order(text: str, anchor: str | None) -> None:
    check(text, anchor)


@given(PIECES, ANCHORS)
@settings(max_examples=300, deadline=None)
def test_the_figures_of_words_in_any_order_are_slices_in_order(
    pieces: list[tuple[str, str]], anchor: str | None
) -> None:
    check(joined(pieces), anchor)


LAYOUTS = ("plain", "comma", "space", "nbsp", "apostrophe")
SCALES = {"": 1, " thousand": 10**3, " million": 10**6, "bn": 10**9, " billion": 10**9, " trillion": 10**12}
CURRENCIES = [
    ("${}", "USD", True), ("€{}", "EUR", False), ("US${}", "USD", False), ("HK${}", "HKD", False),
    ("{} euros", "EUR", False), ("{} rubles", "RUB", True), ("{} Belarusian rubles", "BYN", False),
    ("{} U.S. dollars", "USD", False), ("{} yuan", "CNY", False), ("USD {}", "USD", False), ("{} EUR", "EUR", False),
    ("{} Swiss francs", "CHF", False),
]  # fmt: skip


def written(number: Decimal, layout: str) -> str:
    """A number in one of the layouts of thousands."""
    sign = {"plain": "", "comma": ",", "space": " ", "nbsp": "\u00a0", "apostrophe": "'"}[layout]
    text = f"{number:,f}" if sign else f"{number:f}"
    return text.replace(",", sign)


@given(
    st.integers(0, 10**9),
    st.integers(0, 2),
    st.sampled_from(LAYOUTS),
    st.sampled_from(sorted(SCALES)),
    st.sampled_from(CURRENCIES),
)
@settings(max_examples=300, deadline=None)
def test_a_written_amount_is_read_back_exactly(
    digits: int, places: int, layout: str, scale: str, currency: tuple[str, str, bool]
) -> None:
    number = Decimal(digits).scaleb(-places)
    pattern, code, assumed = currency
    amount = pattern.format(written(number, layout) + scale)
    (figure,) = find(f"They received {amount} for the plant.")
    assert (figure.kind, figure.as_written, figure.unit, figure.assumed) == ("money", amount, code, assumed)
    assert figure.value == number * SCALES[scale]


@given(
    st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)),
    st.sampled_from(["%B %d, %Y", "%d %B %Y", "%Y-%m-%d"]),
)
@settings(max_examples=100, deadline=None)
def test_a_written_date_is_read_back(day: datetime.date, form: str) -> None:
    (figure,) = find(f"They met on {day.strftime(form)} in Minsk.")
    assert figure.unit == day.isoformat()


@given(st.dates(datetime.date(1900, 1, 2)), st.integers(1, 12), st.integers(1, 28))
@settings(max_examples=100, deadline=None)
def test_a_day_without_a_year_is_the_latest_up_to_publication(published: datetime.date, month: int, day: int) -> None:
    name = datetime.date(2000, month, day).strftime("%B")
    (figure,) = find(f"On {name} {day} they met.", anchor=published.isoformat())
    assert figure.unit is not None and figure.assumed
    found = datetime.date.fromisoformat(figure.unit)
    assert found <= published and (published - found).days < 366


@given(st.text(max_size=30), st.text(max_size=30))
@settings(max_examples=100, deadline=None)
def test_designations_agree_both_ways_and_keys_are_stable(left: str, right: str) -> None:
    assert same_designation(left, right) == same_designation(right, left)
    assert designation_key(designation_key(left)) == designation_key(left)


@pytest.mark.parametrize(
    "unit",
    ["1", ",", "1,", "million ", " ", "(", "$", "-", "1-", "1 ", "123 ", "one hundred and ", "1.", "S-", "S-4", "+1 (",
     "\u2009", "end of the ", "December 1 - ",
     "between 1 and ", "x", "é", "1'000", "half a ", "by the ", "http://", "2015-"],
)  # fmt: skip
def test_a_hostile_text_of_200_kb_comes_back(unit: str) -> None:
    check(
        (unit * (200_000 // len(unit.encode()) + 1))[:200_000] if unit in "1,x -($" else unit * (12_000 // len(unit)),
        "2022-12-26",
    )


def test_a_run_of_digits_beyond_any_quantity_is_no_number() -> None:
    assert find("9" * 100_000) == ()
    assert find("1" + ",000" * 50_000) == ()
    assert [figure.kind for figure in find("9" * 100_000 + " and 5 tanks")] == ["count"]
