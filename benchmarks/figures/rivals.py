"""One other finder over texts: `python rivals.py NAME < texts.jsonl > found.jsonl`, in the rivals' environment.

A line in is {"text"}, a line out {"figures": [{"kind", "start", "end", "value", "value_high", "unit"}]}, and a last
line {"seconds"} for the finding alone, without imports. For a date, value is the ISO day or period that the tool gives.
"""

import datetime
import json
import re
import sys
import time
import warnings

BASE = datetime.datetime(2023, 6, 14)
warnings.simplefilter("ignore")


def quantulum3():
    """Money, percentages and numbers; a range comes as middle and uncertainty."""
    from quantulum3 import parser

    def find(text):
        for found in parser.parse(text):
            kind, unit = "number", ""
            if found.unit.entity.name == "currency":
                kind, unit = "money", getattr(found.unit, "currency_code", None) or _ISO.get(found.unit.name, "")
            elif found.unit.name in ("percentage", "percentage point"):
                kind = "percent"
            low, high = found.value, None
            if found.uncertainty:
                low, high = found.value - found.uncertainty, found.value + found.uncertainty
            yield kind, *found.span, low, high, unit

    return find


_ISO = {"dollar": "USD", "euro": "EUR", "pound sterling": "GBP", "yen": "JPY", "rupee": "INR", "cent": "USD"}
_UNITS = {"Dollar": "USD", "Euro": "EUR", "Pound": "GBP", "Ruble": "RUB", "Rupee": "INR", "Franc": "CHF", "Yuan": "CNY"}


def recognizers():
    """Money, percentages, numbers and dates of Recognizers-Text; end offsets are inclusive there."""
    import ms_recognizers_date_time as times
    import ms_recognizers_number as numbers
    import ms_recognizers_number_with_unit as units
    from ms_recognizers_text import Culture

    def find(text):
        taken = []
        for found in units.recognize_currency(text, Culture.English):
            value = found.resolution.get("value")
            if value:
                unit = found.resolution.get("isoCurrency") or _UNITS.get(found.resolution.get("unit"), "")
                taken.append((found.start, found.end + 1))
                yield "money", found.start, found.end + 1, float(value), None, unit
        for found in numbers.recognize_percentage(text, Culture.English):
            taken.append((found.start, found.end + 1))
            yield "percent", found.start, found.end + 1, float(found.resolution["value"].rstrip("%")), None, ""
        for found in times.recognize_datetime(text, Culture.English, reference=BASE):
            values = found.resolution.get("values") if found.resolution else None
            taken.append((found.start, found.end + 1))
            last = values[-1] if values else {}
            day = last.get("value") or last.get("start") or last.get("end")
            if last.get("type") in ("date", "daterange", "datetime", "datetimerange") and day:
                yield "date", found.start, found.end + 1, str(day)[:10], None, ""
        for found in numbers.recognize_number(text, Culture.English):
            if found.resolution and not any(low < found.end + 1 and found.start < high for low, high in taken):
                yield "number", found.start, found.end + 1, float(found.resolution["value"]), None, ""

    return find


def price_parser():
    """One price a text."""
    from price_parser import Price

    signs = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₽": "RUB", "₹": "INR", "Rs": "INR", "US$": "USD"}

    def find(text):
        price = Price.fromstring(text)
        if price.amount is not None and price.currency:
            start = max(0, text.find(price.amount_text))
            unit = signs.get(price.currency, price.currency)
            yield "money", start, start + len(price.amount_text), float(price.amount), None, unit

    return find


def dateparser():
    """Dates by `dateparser.search`."""
    from dateparser.search import search_dates

    def find(text):
        at = 0
        for written, day in search_dates(text, languages=["en"], settings={"RELATIVE_BASE": BASE}) or []:
            start = max(0, text.find(written, at))
            at = start + len(written)
            yield "date", start, at, day.date().isoformat(), None, ""

    return find


def datefinder():
    """Dates by datefinder."""
    import datefinder as finder

    def find(text):
        for day, (start, end) in finder.find_dates(text, index=True, base_date=BASE):
            yield "date", start, end, day.date().isoformat(), None, ""

    return find


def one_pattern():
    """What people write first: one regular expression for money."""
    pattern = re.compile(
        r"(US\$|\$|€|£)\s?([0-9][0-9,]*(?:\.[0-9]+)?)\s?(thousand|million|billion|trillion|bn|m|k)?\b"
        r"|([0-9][0-9,]*(?:\.[0-9]+)?)\s?(thousand|million|billion|trillion)?\s(dollars|euros|pounds)",
        re.IGNORECASE,
    )
    scales = {"thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}
    codes = {"us$": "USD", "$": "USD", "€": "EUR", "£": "GBP", "dollars": "USD", "euros": "EUR", "pounds": "GBP"}

    def find(text):
        for match in pattern.finditer(text):
            sign, number, scale = match[1] or match[6], match[2] or match[4], match[3] or match[5]
            value = float(number.replace(",", "")) * scales.get((scale or "").lower(), 1)
            yield "money", match.start(), match.end(), value, None, codes[sign.lower()]

    return find


TOOLS = {
    "quantulum3": quantulum3,
    "recognizers-text": recognizers,
    "price-parser": price_parser,
    "dateparser.search": dateparser,
    "datefinder": datefinder,
    "one pattern": one_pattern,
}


def main():
    find = TOOLS[sys.argv[1]]()
    texts = [json.loads(line)["text"] for line in sys.stdin]
    list(find("On May 5, 2020 it cost $5 million."))  # tables are built at the first call
    begin = time.perf_counter()
    results = []
    for text in texts:
        try:
            results.append(list(find(text)))
        except Exception:  # noqa: BLE001  a crash on one text is an empty answer, as it would be for a user who goes on
            results.append([])
    seconds = time.perf_counter() - begin
    keys = ("kind", "start", "end", "value", "value_high", "unit")
    for found in results:
        print(json.dumps({"figures": [dict(zip(keys, figure, strict=True)) for figure in found]}))
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main()
