"""Which currency a number is in: the sign, code or words beside it, and the nation that settles an ambiguous word.

A nation word right beside the currency ("Egyptian pounds") makes the reading sure. One elsewhere in the sentence
("Egypt borrowed 500 million pounds") chooses the code and leaves it marked as assumed, as does a bare "$".
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from extract.figures import currencies
from extract.figures.currencies import CODES, MARKS, SYMBOLS, Word
from extract.figures.doubtful import Named, is_money
from extract.figures.nations import declared_dollar, nation_code, nation_near
from extract.figures.numbers import GAP, Quantity
from extract.figures.patterns import Lazy


class Currency(NamedTuple):
    """An ISO 4217 code, whether it is a likely reading only, and where its words begin or end in the text.

    parts  100 where the word names a hundredth of the currency (cents, pence), else 1
    """

    code: str
    assumed: bool
    edge: int
    parts: int = 1


_NO_CURRENCY = frozenset(',.;:)]%!?/"”')
"""Right behind a number, these say that no currency follows."""


_SIGNS = re.escape("".join(SYMBOLS))
_SYMBOL_AFTER = Lazy(rf"[^\S\n]?(?P<sign>[{_SIGNS}])(?![0-9])")
_MARK_AFTER = Lazy(r"[^\S\n]{0,2}(?P<code>[A-Z]{3}|Rs|RMB|NIS|DM|SKr|NKr|DKr|kr|zł|Kč|Ft|TL|Bs|dlrs|FCFA)(?!\w)")
_BEFORE_SIGN = Lazy(r"(?<![A-Za-z0-9.])(?P<letters>U\.S\.?|[A-Z][A-Za-z]{0,2})[ ]?\Z")
_AGAINST = Lazy(
    r"\s(?:per|to\sthe|against\sthe|versus\sthe|to\sa|to\sone)\s(?:U\.?S\.?\s|US\s)?(?:dollar|euro|pound|yen)(?!\w)"
)
_A_WORD = Lazy(r"(?<!\w)[a-z]{3,12}(?!\w)")
_IN_YEAR = Lazy(r"\b[Ii]n (?:19|20)[0-9]{2}\Z")
_NAME = r"(?:U\.S\.A\.|U\.S\.|[^\W\d_]{2,14}(?!\w))"
_NEXT_WORDS = Lazy(rf"{GAP}?(?P<a>{_NAME})(?:{GAP}(?P<b>{_NAME})(?:{GAP}(?P<c>{_NAME}))?)?")
_HYPHEN_NAME = Lazy(r"-[A-Z]")
_STERLING = Lazy(r"[^\S\n]{1,2}sterling(?!\w)")
_NATION_BEFORE = Lazy(r"(?<!\w)(?P<nation>[A-Z][A-Za-z.]{1,14})\s\Z")


@functools.cache
def _adjective() -> re.Pattern[str]:
    """ "rouble loan of": a currency word, a noun and "of" right before the number."""
    names = "|".join(
        sorted((name for name in currencies.words() if name not in _NOT_ADJECTIVES), key=len, reverse=True)
    )
    return re.compile(
        rf"(?:(?P<nation>[A-Za-z.]{{2,14}})[\s-])?\b(?P<word>{names})s?[\s-](?:[a-z-]{{2,16}}\s){{0,2}}?"
        r"(?:loans?|credits?|bonds?|debts?|deposits?|grants?|facility|tranche|reserves?|budget|eurobonds?|issue|line|"
        r"package|payments?|equivalent|swap)\s(?:\w{1,10}\s){0,2}?(?:of|worth|for|totall?ing|at)\s"
        r"(?:(?:up to|about|around|over|more than|some|nearly|almost|at least|roughly)\s)?\Z",
        re.IGNORECASE,
    )


_WORTH = Lazy(r"\b(?:of|worth|for|totall?ing|at)\s(?:[a-z ]{3,12}\s)?\Z")
_NOT_ADJECTIVES = frozenset({"real", "won", "sum", "som", "mark", "sol", "lat", "lats", "lev", "lek", "ecu", "ore",
                             "cent", "crown", "colon", "rand", "buck"})  # fmt: skip


def before_symbol(text: str, pos: int, floor: int) -> Currency:
    """The currency whose sign stands at `pos`, with the letters set against it ("HK$"), not before `floor`."""
    sign = text[pos]
    code, assumed = SYMBOLS[sign]
    table = _LETTERS.get(sign)
    if table is None:
        return Currency(code, assumed, pos)
    if text[pos - 1 : pos] == " " or text[pos - 1 : pos].isalpha() or text[pos - 1 : pos] == ".":
        left = _BEFORE_SIGN.search(text[max(floor, pos - 6) : pos])
        if left and left["letters"] in table and (not left.group().endswith(" ") or left["letters"][:1] == "U"):
            return Currency(table[left["letters"]], False, pos - len(left.group()))
    if sign == "$":
        said = declared_dollar(text)
        if said:
            return Currency(said, True, pos)
    return Currency(code, assumed, pos)


_LETTERS = {
    "$": currencies.DOLLAR_PREFIXES,
    "£": currencies.POUND_PREFIXES,
    "¥": currencies.YEN_PREFIXES,
    "￥": currencies.YEN_PREFIXES,
}


def currency_code(word: str) -> tuple[str, bool] | None:
    """The currency that a code-like word names ("USD", "RMB", "Rs"), and whether that is assumed."""
    return (word, False) if word in CODES else MARKS.get(word)


_MARK_WORDS = {"Rs": "rupee", "Re": "rupee", "Kr": "krone", "kr": "krone", "Fr": "franc", "Sh": "shilling",
               "Shs": "shilling", "Dh": "dirham", "Dhs": "dirham", "Ps": "peso"}  # fmt: skip


def marked(text: str, mark: str, start: int, end: int) -> tuple[str, bool] | None:
    """The currency of the code or mark between two offsets; a nation named nearby settles "Rs", "kr", "Sh"."""
    named = currency_code(mark)
    word = currencies.words().get(_MARK_WORDS.get(mark, ""))
    near = nation_near(text, start, end, word) if word else None
    return (near, True) if near else named


def needs_more(word: str) -> bool:
    """Whether a code or mark is believed only beside a scaled, large or decimal number: "TOP 10" is no sum."""
    return word in currencies.RISKY_CODES or word in currencies.SHORT_MARKS


def convincing(number: Quantity, written: str) -> bool:
    """Whether a number makes a doubtful code before it a currency."""
    year = len(written) == 4 and written.isdigit() and written[:2] in ("19", "20")
    return number.scale > 1 or (number.value >= 1000 and not year) or "." in written


def adjective_before(text: str, start: int) -> Currency | None:
    """The currency of "a rouble loan of 105 billion" for the number at `start`, from the words before it."""
    if not _WORTH.search(text[max(0, start - 24) : start]):
        return None
    match = _adjective().search(text[max(0, start - 90) : start])
    if not match:
        return None
    word = currencies.words()[match["word"].lower()]
    if word.parts > 1:
        return None
    nation = nation_code(match["nation"] or "")
    if nation in word.nations:
        return Currency(word.nations[nation], False, start)
    return Currency(nation_near(text, start, start, word) or word.code, word.assumed, start)


def after_number(text: str, number: Quantity) -> Currency | None:
    """The currency sign, code or words after a number, if they are one beside such a number."""
    pos = number.end
    if text[pos : pos + 1] in _NO_CURRENCY:
        return None
    sign = _SYMBOL_AFTER.match(text, pos)
    if sign:
        code, assumed = SYMBOLS[sign["sign"]]
        return Currency(code, assumed, sign.end())
    found = _MARK_AFTER.match(text, pos)
    if found:
        named = marked(text, found["code"], *found.span("code"))
        if found["code"] == "dlrs":
            return Currency("USD", True, found.end())
        if named and not (needs_more(found["code"]) and not convincing(number, text[number.start : pos])):
            return Currency(*named, found.end())
    return _by_word(text, number)


def word_before(text: str, pos: int, name: str) -> Currency:
    """The currency that the word at `pos` names, its nation before it included; edge is where they begin."""
    singular = name.lower()
    word = currencies.words().get(singular) or currencies.words()[singular[:-1]]
    nation = _NATION_BEFORE.search(text[max(0, pos - 16) : pos])
    code = word.nations.get(nation_code(nation["nation"])) if nation else None
    if nation and code:
        return Currency(code, False, pos - len(nation.group()))
    return Currency(nation_near(text, pos, pos + len(name), word) or word.code, word.assumed, pos)


def exchange_rate(text: str, start: int, end: int) -> Currency | None:
    """The currency of a rate between two offsets ("the rupee ended at 82.38 to the dollar"), from the words before."""
    if not _AGAINST.match(text, end):
        return None
    before = text[max(0, start - 120) : start]
    for match in reversed(list(_A_WORD.finditer(before))):
        found = _entry(match.group())
        if found and not found[2] and found[0].parts == 1:
            word = found[0]
            return Currency(nation_near(text, start, end, word) or word.code, word.assumed, end)
    return None


def _entry(written: str) -> tuple[Word, str, bool] | None:
    """The entry of a currency word in the singular or plural."""
    table = currencies.words()
    name = written.lower()
    if name in table:
        return table[name], name, name.endswith("s")
    return (table[name[:-1]], name[:-1], True) if name.endswith("s") and name[:-1] in table else None


def _named(text: str, pos: int) -> Named | None:
    """The currency word at `pos`, one or two words for its nation before it."""
    match = _NEXT_WORDS.match(text, pos)
    if not match:
        return None
    first, second, third = match.group("a", "b", "c")
    for nation, written, group in ((None, first, "a"), (first, second, "b"), (f"{first} {second}", third, "c")):
        found = _entry(written) if written else None
        if found and not _HYPHEN_NAME.match(text, match.end(group)):
            if nation is None or nation_code(nation):
                return Named(*found, nation, match.start(group), match.end(group))
            return None
    return None


def _by_word(text: str, number: Quantity) -> Currency | None:
    """The currency named in words after a number, by the nation beside it or near it, or by likelihood."""
    named = _named(text, number.end)
    if named is None:
        return None
    word, end = named.word, named.end
    if named.nation:
        code = word.nations.get(nation_code(named.nation)) or (word.code if not word.nations else None)
        return Currency(code, False, end, word.parts) if code else None
    if named.name == "pound" and (sterling := _STERLING.match(text, end)):
        return Currency("GBP", False, sterling.end())
    near = nation_near(text, named.start, end, word)
    if not is_money(text, named, number, near):
        return None
    if named.plural and _IN_YEAR.search(text[max(0, number.start - 4) : number.end]):
        return None  # "in 2022 dollars"
    if named.name == "dollar":  # what is not said to be another nation's is the American one
        return Currency(declared_dollar(text) or word.code, True, end)
    return Currency(near or word.code, word.assumed, end, word.parts)


def minor_letter(text: str, number: Quantity) -> Currency | None:
    """ "50p", "75¢": pence and cents glued to a small number without a scale."""
    mark = text[number.end : number.end + 1]
    if mark not in ("p", "¢") or number.scale != 1 or number.words or number.value >= 500:
        return None
    if text[number.end + 1 : number.end + 2].isalnum() or text[number.end + 1 : number.end + 3] == ".m":
        return None
    code, assumed = ("USD", True) if mark == "¢" else ("GBP", False)
    return Currency(code, assumed, number.end + 1, 100)
