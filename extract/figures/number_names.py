"""Words and signs for numbers, and their values. Data."""

from __future__ import annotations

from decimal import Decimal

from extract.figures.patterns import listed

UNITS = {
    word: Decimal(value)
    for value, word in enumerate(
        listed(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen"
        )
    )
}

TENS = {
    word: Decimal(20 + 10 * place)
    for place, word in enumerate(listed("twenty thirty forty fifty sixty seventy eighty ninety"))
}

SCALES = {
    "hundred": Decimal(10**2),
    "thousand": Decimal(10**3),
    "million": Decimal(10**6),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
    "quadrillion": Decimal(10**15),
    "milliard": Decimal(10**9),
    "dozen": Decimal(12),
    "lakh": Decimal(10**5),
    "crore": Decimal(10**7),
}

SHORT_SCALES = {
    "bn": Decimal(10**9),
    "bln": Decimal(10**9),
    "mrd": Decimal(10**9),
    "mn": Decimal(10**6),
    "mln": Decimal(10**6),
    "mio": Decimal(10**6),
    "tn": Decimal(10**12),
    "trn": Decimal(10**12),
    "k": Decimal(10**3),
}

MONEY_SCALES = {
    "m": Decimal(10**6),
    "mm": Decimal(10**6),
    "b": Decimal(10**9),
    "t": Decimal(10**12),
    "cr": Decimal(10**7),
}
"""Letters that are a scale only where a currency stands: "100m" alone is metres."""

VULGAR = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "0.3333", "⅔": "0.6667", "⅕": "0.2", "⅛": "0.125"}
"""Fractions in one character; thirds to four places."""

LONG_SCALES = {"billion": Decimal(10**12), "trillion": Decimal(10**18)}
"""The long scale, which a text that counts in milliards uses."""

PARTS = {"half": "0.5", "third": "0.3333", "quarter": "0.25", "fifth": "0.2", "tenth": "0.1"}

TOPS = {"one": 1, "two": 2, "three": 3, "four": 4}
