"""The currency tables against ISO 4217 as CLDR has it, and the rows that make one currency of another."""

from __future__ import annotations

from babel import Locale

from extract.figures import currencies, find, nation_names

ISO = frozenset(Locale("en").currencies)
"""Codes in use and withdrawn, from the Unicode CLDR."""

NEWER_OR_OTHER = frozenset({"XBT"})
"""Not in ISO 4217: the usual code of bitcoin."""


def codes() -> set[str]:
    """Every code that the tables can give."""
    out = set(currencies.CODES)
    out |= {code for table in (currencies.SYMBOLS, currencies.MARKS) for code, _ in table.values()}
    out |= set(currencies.DOLLAR_PREFIXES.values()) | set(currencies.POUND_PREFIXES.values())
    for word in currencies.words().values():
        out |= {word.code, *word.nations.values()}
    return out


def test_every_code_is_one_of_iso_4217() -> None:
    assert codes() - ISO - NEWER_OR_OTHER == set()


def test_every_nation_of_a_word_has_words_of_its_own() -> None:
    named = set(nation_names.nations().values())
    assert {nation for word in currencies.words().values() for nation in word.nations} - named == set()


def test_doubtful_codes_and_marks_are_codes_and_marks() -> None:
    assert currencies.RISKY_CODES <= currencies.CODES
    assert currencies.SHORT_MARKS <= currencies.MARKS.keys()


def test_every_code_is_read_on_both_sides_of_a_number() -> None:
    assert len(currencies.CODES) > 150
    for code in sorted(currencies.CODES):
        for written in (f"{code} 5.5 million", f"5.5 million {code}"):
            (figure,) = find(f"They paid {written} for it.")
            assert (figure.kind, figure.as_written, figure.unit) == ("money", written, code)


def test_a_nation_right_beside_a_currency_word_settles_it() -> None:
    pairs = [
        (name, nation, code)
        for name in ("dollar", "pound", "franc", "dinar", "peso", "rupee", "rial", "crown", "shilling", "ruble")
        for nation, place in sorted(nation_names.nations().items())
        if (code := currencies.words()[name].nations.get(place)) and nation.count(" ") < 2 and nation.isascii()
        and nation not in ("us", "u.s.", "u.s.a.", "u.k.", "uk") and not nation.endswith("'s")
    ]  # fmt: skip
    assert len(pairs) > 250
    for name, nation, code in pairs:
        (figure,) = find(f"They paid 5 million {nation.title()} {name}s.")
        assert (figure.kind, figure.unit, figure.assumed) == ("money", code, False), (nation, name)
