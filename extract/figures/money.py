"""Currencies: ISO 4217 codes for symbols, codes and words, and how sure the reading is.

The second item of each pair says `assumed`: True where the sign or word belongs to more than one currency
and the code is only its likeliest reading in English news.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from extract.figures.numbers import GAP
from extract.figures.patterns import Lazy, listed


class Currency(NamedTuple):
    """An ISO 4217 code, whether it is a likely reading only, and where its words begin or end in the text."""

    code: str
    assumed: bool
    edge: int


SYMBOLS: dict[str, tuple[str, bool]] = {
    "$": ("USD", True), "€": ("EUR", False), "£": ("GBP", False), "¥": ("JPY", True), "￥": ("JPY", True),
    "₽": ("RUB", True), "₹": ("INR", False), "₩": ("KRW", False), "₴": ("UAH", False), "₺": ("TRY", False),
    "₸": ("KZT", False), "₾": ("GEL", False), "₦": ("NGN", False), "₱": ("PHP", False), "₫": ("VND", False),
    "฿": ("THB", False), "₪": ("ILS", False), "₼": ("AZN", False), "֏": ("AMD", False), "₵": ("GHS", False),
}  # fmt: skip

DOLLAR_PREFIXES = {
    "US": "USD", "U.S.": "USD", "A": "AUD", "AU": "AUD", "AUS": "AUD", "C": "CAD", "CA": "CAD", "CAN": "CAD",
    "CDN": "CAD", "HK": "HKD", "NZ": "NZD", "S": "SGD", "SG": "SGD", "NT": "TWD", "R": "BRL", "MX": "MXN",
    "Z": "ZWL", "J": "JMD", "TT": "TTD", "CL": "CLP",
}  # fmt: skip
"""Letters set against the dollar sign; "R$" is the Brazilian real, which uses the same sign."""

CODES = frozenset(
    listed(
        "USD EUR GBP JPY CNY RUB BYN UAH KZT INR PKR CHF SEK NOK DKK PLN CZK HUF RON BGN TRY ILS AED SAR QAR KWD "
        "IRR IQD EGP ZAR NGN KES GHS BRL MXN ARS CLP COP PEN AUD NZD CAD SGD HKD TWD KRW THB MYR IDR PHP VND BDT "
        "LKR AMD AZN GEL MDL KGS UZS TJS TMT MNT RSD XDR XOF XAF BHD OMR JOD LBP SYP DZD MAD TND LYD"
    )
)
CODE_WORDS = {"RMB": ("CNY", False), "Rs": ("INR", True), "Fr": ("CHF", True), "RUR": ("RUB", False),
              "Rp": ("IDR", False), "BYR": ("BYN", False), "CNH": ("CNY", False)}  # fmt: skip
"""Not ISO codes but written like them; RUR and BYR are withdrawn codes read as their successors."""

WORDS: dict[str, tuple[str, bool]] = {
    "dollar": ("USD", True), "buck": ("USD", True), "euro": ("EUR", False), "pound": ("GBP", True),
    "sterling": ("GBP", False), "ruble": ("RUB", True), "rouble": ("RUB", True), "yuan": ("CNY", False),
    "renminbi": ("CNY", False), "yen": ("JPY", False), "won": ("KRW", True), "rupee": ("INR", True),
    "franc": ("CHF", True), "krona": ("SEK", True), "kronor": ("SEK", False), "krone": ("NOK", True),
    "kroner": ("NOK", True), "rial": ("IRR", True), "riyal": ("SAR", True), "dirham": ("AED", True),
    "dinar": ("IQD", True), "peso": ("MXN", True), "lira": ("TRY", True), "hryvnia": ("UAH", False),
    "hryvnya": ("UAH", False), "hryvna": ("UAH", False), "zloty": ("PLN", False), "forint": ("HUF", False),
    "tenge": ("KZT", False), "lari": ("GEL", False), "dram": ("AMD", False), "manat": ("AZN", True),
    "lei": ("RON", True), "leu": ("RON", True), "leva": ("BGN", False), "koruna": ("CZK", True),
    "crown": ("CZK", True), "baht": ("THB", False), "ringgit": ("MYR", False), "rupiah": ("IDR", False),
    "taka": ("BDT", False), "naira": ("NGN", False), "cedi": ("GHS", False), "birr": ("ETB", False),
    "shekel": ("ILS", False), "rand": ("ZAR", False), "reais": ("BRL", False), "shilling": ("KES", True),
    "dong": ("VND", False), "som": ("KGS", True), "tugrik": ("MNT", False),
}  # fmt: skip

NATIONS: dict[str, dict[str, str]] = {
    "dollar": {
        "us": "USD", "american": "USD", "australian": "AUD", "canadian": "CAD", "hong kong": "HKD",
        "new zealand": "NZD", "singapore": "SGD", "taiwan": "TWD", "taiwanese": "TWD", "jamaican": "JMD",
        "zimbabwean": "ZWL", "namibian": "NAD",
    },
    "ruble": {"belarusian": "BYN", "belarussian": "BYN", "belorussian": "BYN", "russian": "RUB"},
    "pound": {"british": "GBP", "egyptian": "EGP", "lebanese": "LBP", "syrian": "SYP", "sudanese": "SDG"},
    "franc": {"swiss": "CHF", "cfa": "XOF", "congolese": "CDF", "rwandan": "RWF", "french": "FRF"},
    "rupee": {"indian": "INR", "pakistani": "PKR", "pakistan": "PKR", "nepalese": "NPR", "sri lankan": "LKR"},
    "krone": {"danish": "DKK", "norwegian": "NOK"},
    "krona": {"swedish": "SEK", "icelandic": "ISK"},
    "crown": {"czech": "CZK", "danish": "DKK", "norwegian": "NOK", "swedish": "SEK", "icelandic": "ISK"},
    "koruna": {"czech": "CZK"},
    "rial": {"iranian": "IRR", "omani": "OMR", "yemeni": "YER", "qatari": "QAR", "saudi": "SAR"},
    "riyal": {"saudi": "SAR", "qatari": "QAR"},
    "dirham": {"uae": "AED", "emirati": "AED", "moroccan": "MAD"},
    "dinar": {
        "kuwaiti": "KWD", "iraqi": "IQD", "serbian": "RSD", "jordanian": "JOD", "bahraini": "BHD",
        "algerian": "DZD", "tunisian": "TND", "libyan": "LYD", "macedonian": "MKD",
    },
    "peso": {
        "mexican": "MXN", "argentine": "ARS", "argentinian": "ARS", "chilean": "CLP", "colombian": "COP",
        "philippine": "PHP", "cuban": "CUP", "uruguayan": "UYU", "dominican": "DOP",
    },
    "lira": {"turkish": "TRY", "italian": "ITL", "lebanese": "LBP", "syrian": "SYP"},
    "won": {"south korean": "KRW", "korean": "KRW", "north korean": "KPW"},
    "yuan": {"chinese": "CNY"},
    "yen": {"japanese": "JPY"},
    "real": {"brazilian": "BRL"},
    "lei": {"romanian": "RON", "moldovan": "MDL"},
    "leu": {"romanian": "RON", "moldovan": "MDL"},
    "manat": {"azerbaijani": "AZN", "azeri": "AZN", "turkmen": "TMT"},
    "shilling": {"kenyan": "KES", "ugandan": "UGX", "tanzanian": "TZS", "somali": "SOS"},
    "som": {"kyrgyz": "KGS", "uzbek": "UZS"},
    "hryvnia": {"ukrainian": "UAH"},
    "tenge": {"kazakh": "KZT", "kazakhstani": "KZT"},
    "zloty": {"polish": "PLN"},
}  # fmt: skip
"""Nation word → code, for each currency word; a nation word beside the currency settles it."""

SAME_WORD = {"rouble": "ruble", "roubles": "ruble", "pounds": "pound", "kroner": "krone", "kronor": "krona",
             "sterling": "pound", "kroons": "krona", "korunas": "koruna", "koruny": "koruna",
             "hryvnya": "hryvnia", "hryvna": "hryvnia", "lire": "lira", "liras": "lira"}  # fmt: skip

_NATION_WORDS = sorted({nation for table in NATIONS.values() for nation in table} - {"us"}, key=len, reverse=True)
_WORD_FORMS = sorted([*WORDS, "real", "lire", "koruny"], key=len, reverse=True)
_AFTER = Lazy(
    rf"{GAP}?(?:(?P<nation>U\.?S\.?A?\.?(?!\w)|{'|'.join(_NATION_WORDS)}){GAP})?"
    rf"(?P<word>{'|'.join(_WORD_FORMS)})s?(?!\w)",
    re.IGNORECASE,
)
_CODE_AFTER = Lazy(r"[^\S\n]{0,2}(?P<code>[A-Z]{3}|Rs)(?!\w)")
_SYMBOL_AFTER = Lazy(rf"[^\S\n]?(?P<sign>[{re.escape(''.join(SYMBOLS))}])(?![0-9])")
_BEFORE_DOLLAR = Lazy(r"(?<![A-Za-z0-9.])(?P<nation>U\.S\.|[A-Z]{1,3})[ ]?\Z")
_STERLING = Lazy(r"[^\S\n]{1,2}sterling(?!\w)")
_WEIGHT = Lazy(r"\s{1,3}(?:of|overweight|heavier|lighter)\b|-force\b")


def before_symbol(text: str, pos: int, floor: int) -> Currency:
    """The currency whose sign stands at `pos`, with the letters set against it ("HK$"), not before `floor`."""
    code, assumed = SYMBOLS[text[pos]]
    left = _BEFORE_DOLLAR.search(text[max(floor, pos - 5) : pos])
    if left and text[pos] == "$" and left["nation"] in DOLLAR_PREFIXES:
        glued = not left.group().endswith(" ") or left["nation"] in {"US", "U.S."}
        if glued:
            return Currency(DOLLAR_PREFIXES[left["nation"]], False, pos - len(left.group()))
    if left and text[pos] in "¥￥" and left["nation"] in {"CN", "JP"} and not left.group().endswith(" "):
        return Currency({"CN": "CNY", "JP": "JPY"}[left["nation"]], False, pos - len(left.group()))
    return Currency(code, assumed, pos)


def currency_code(word: str) -> tuple[str, bool] | None:
    """The currency that a code-like word names ("USD", "RMB", "Rs"), and whether that is assumed."""
    return (word, False) if word in CODES else CODE_WORDS.get(word)


def after_number(text: str, pos: int, *, plain_word: bool) -> Currency | None:
    """The currency sign, code or words after a number that ends at `pos`.

    plain_word  the number is a small one in words: "three won" is then a verb, not a sum
    """
    sign = _SYMBOL_AFTER.match(text, pos)
    if sign:
        code, assumed = SYMBOLS[sign["sign"]]
        return Currency(code, assumed, sign.end())
    found = _CODE_AFTER.match(text, pos)
    named = currency_code(found["code"]) if found else None
    if found and named:
        return Currency(*named, found.end())
    match = _AFTER.match(text, pos)
    if not match:
        return None
    return _by_word(text, match, plain_word)


def _by_word(text: str, match: re.Match[str], plain_word: bool) -> Currency | None:
    """The currency that a matched word names, by the nation beside it or by likelihood."""
    word = match["word"].lower()
    base = SAME_WORD.get(word, word)
    nation = (match["nation"] or "").lower().replace(".", "")
    nation = "us" if nation in {"us", "usa"} else nation
    if nation:
        code = NATIONS.get(base, {}).get(nation)
        return Currency(code, False, match.end()) if code else None
    if word == "real" or (word == "won" and plain_word) or (base == "pound" and _WEIGHT.match(text, match.end())):
        return None
    end = match.end()
    sterling = _STERLING.match(text, end) if base == "pound" else None
    if sterling:
        return Currency("GBP", False, sterling.end())
    code_assumed = WORDS.get(word) or WORDS.get(base)
    return Currency(*code_assumed, end) if code_assumed else None
