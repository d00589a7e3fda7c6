"""Drafts for the tests of deriving and checking: the real kinds, a valid draft of each, rows of what a check says.

A row is a small text, what a draft of a kind says about it (only the fields that differ from the valid draft, whose
evidence is the whole text), a check, and the findings that this check must give: level and path, () for silence.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from extract.checks import run_checks
from extract.derive import Case, Second, derived, lay_beside
from extract.figures import find
from extract.kinds import load_kinds
from extract.types import Document, Figure, Record

KINDS = load_kinds(Path(__file__).resolve().parent.parent)

TEXTS = {
    "loan": "On 4 March 2021 Norway signed a loan of 40 million euros to Latvia for roads, over 12 years.",
    "treaty": "On 4 March 2021 Norway and Latvia signed the Fjord Pact and two protocols for 10 years.",
    "weapons_transfer": "On 4 March 2021 Norway delivered 24 M109 howitzers to Latvia for 30 million euros.",
    "statement": "“The bridge will open soon,” Anna Holm of Norway said in Riga on 4 March 2021.",
}
DRAFTS: dict[str, dict[str, Any]] = {
    "loan": {
        "lender": ["Norway"], "borrower": ["Latvia"], "amount": None, "flow_type": "loan", "status": "committed",
        "dates": [], "purpose_text": None, "terms_text": None, "asserted_by": "author", "factuality": "fact",
    },
    "treaty": {
        "title_text": None, "instrument_type": "treaty", "instrument_count": None, "parties": ["Norway", "Latvia"],
        "subjects": [], "stage": "signed", "dates": [], "duration_text": None, "asserted_by": "author",
        "factuality": "fact",
    },
    "weapons_transfer": {
        "supplier": ["Norway"], "recipient": ["Latvia"], "designation_text": None, "description_text": None,
        "category": "artillery", "quantity": None, "transfer_mode": "unspecified", "status": "delivered", "dates": [],
        "value": None, "asserted_by": "author", "factuality": "fact",
    },
    "statement": {
        "content": "The bridge will open soon,", "speaker": "Anna Holm", "speaker_name": None, "cue": "said",
        "speaker_affiliation": ["Norway"], "speaker_type": "government", "quote_type": "direct",
        "speech_act": "announce", "targets": [], "topics": ["economic"], "date_text": None,
    },
}  # fmt: skip


def document(text: str, published: str | None = None) -> Document:
    """A document that holds the text."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(id=digest[:12], text=text, sha256=digest, published=published)


@lru_cache
def figures_of(text: str, published: str | None = None) -> tuple[Figure, ...]:
    """The figures of a text, found once."""
    return find(text, anchor=published)


def case(kind: str, text: str | None = None, published: str | None = None, **fields: Any) -> Case:
    """The valid draft of the kind with some fields changed, laid beside the text."""
    text = TEXTS[kind] if text is None else text
    second = fields.pop("second", ())
    whole = {} if kind == "statement" else {"evidence": [text]}
    draft = KINDS[kind].model.model_validate({**whole, **DRAFTS[kind], **fields})
    return lay_beside(KINDS[kind], draft, document(text, published), figures_of(text, published), second)


def as_record(case: Case) -> Record:
    """The record that leaves for a case."""
    return Record(
        id="",
        kind=case.kind.name,
        document=case.document,
        data=case.settled.model_dump(),
        derived=derived(case),
        evidence=case.evidence,
        figures=case.figures,
        findings=run_checks(case),
    )


def money(text: str, value: float | str | None, currency: str = "EUR", modifier: str = "exact") -> dict[str, Any]:
    """An amount as a model fills it."""
    return {"text": text, "value": value, "currency": currency, "modifier": modifier}


def step(event: str, text: str, planned: bool = False) -> dict[str, Any]:
    """A dated step as a model fills it."""
    return {"event": event, "text": text, "planned": planned}


class Row(NamedTuple):
    """What one check says about one draft; `expected` holds (level, path), nothing where it is silent."""

    name: str
    check: str
    kind: str
    text: str | None
    fields: dict[str, Any]
    expected: tuple[tuple[str, str], ...] = ()
    published: str | None = None


LOAN = "Norway lent Latvia $300 million for a port."
CARDS = (
    "The 28 road cards of Norway and Latvia were agreed on September 9 and approved on September 10, 2021, and are "
    "to be signed on November 4."
)
BASE = "Norway is preparing the deployment of three Su-30SM fighters of its own air force at a base in Latvia."

ROWS = [
    # V01
    Row("another sum in the quote", "V01", "loan", LOAN, {"evidence": ["Norway lent Latvia $900 million for a port."]},
        (("error", "evidence[0]"),)),
    Row("a negator left out", "V01", "loan", "Latvia did not repay the loan of Norway.",
        {"evidence": ["Latvia did repay the loan of Norway."]}, (("error", "evidence[0]"),)),
    Row("the second of two quotes", "V01", "loan", LOAN, {"evidence": [LOAN, "Latvia thanked Norway."]},
        (("error", "evidence[1]"),)),
    Row("content made up", "V01", "statement", None, {"content": "The bridge is safe"}, (("error", "content"),)),
    Row("an empty quote", "V01", "loan", LOAN, {"evidence": [""]}, (("error", "evidence[0]"),)),
    Row("straight marks for curly", "V01", "loan", "Norway lent the “North Road” fund of Latvia money.",
        {"evidence": ['Norway lent the "North Road" fund of Latvia money.']}, (("info", "evidence[0]"),)),
    Row("a quote to the letter", "V01", "loan", LOAN, {}),
    Row("a part of a sentence", "V01", "loan", LOAN, {"evidence": ["Latvia $300 million"]}),
    # V02
    Row("a whole page", "V02", "loan", "Norway lent Latvia money, " + "again and " * 70 + "again.", {},
        (("warn", ""),)),
    Row("701 code points", "V02", "loan", "a" * 701, {}, (("warn", ""),)),
    Row("700 code points", "V02", "loan", "a" * 700, {}),
    Row("one sentence", "V02", "loan", LOAN, {}),
    # V03
    Row("a purpose that nobody named", "V03", "loan", LOAN, {"purpose_text": "a hospital"},
        (("warn", "purpose_text"),)),
    Row("a purpose from another sentence", "V03", "loan", LOAN + " It hopes to build a hospital.",
        {"evidence": [LOAN], "purpose_text": "a hospital"}, (("error", "purpose_text"),)),
    Row("a sum from another sentence", "V03", "loan", LOAN + " Oslo has 900 million euros.",
        {"evidence": [LOAN], "amount": money("900 million euros", 900_000_000)}, (("error", "amount"),)),
    Row("a number from another sentence", "V03", "weapons_transfer", "Norway gave Latvia guns. Oslo has 90 ships.",
        {"evidence": ["Norway gave Latvia guns."], "quantity": {"text": "90", "value": 90}}, (("error", "quantity"),)),
    Row("an invented sum", "V03", "loan", LOAN, {"amount": money("$900 million", 900_000_000, "USD")},
        (("error", "amount"),)),
    Row("an invented number", "V03", "weapons_transfer", None, {"quantity": {"text": "25", "value": 25}},
        (("error", "quantity"),)),
    Row("an invented date", "V03", "loan", None, {"dates": [step("signed", "5 March 2021")]}, (("error", "dates[0]"),)),
    Row("a speaker who is not in the text", "V03", "statement", None, {"speaker": "Per Berg"}, (("warn", "speaker"),)),
    Row("an invented date of speech", "V03", "statement", None, {"date_text": "5 March 2021"},
        (("warn", "date_text"),)),
    Row("words of the evidence", "V03", "loan", None, {"purpose_text": "roads", "terms_text": "over 12 years"}),
    Row("a title from elsewhere", "V03", "treaty", "The Fjord Pact is old. Norway and Latvia signed it.",
        {"evidence": ["Norway and Latvia signed it."], "title_text": "Fjord Pact"}),
    Row("a date from elsewhere", "V03", "loan", "It was 4 March 2021. Norway signed a loan to Latvia.",
        {"evidence": ["Norway signed a loan to Latvia."], "dates": [step("signed", "4 March 2021")]}),
    Row("a word of the evidence's sentence, outside the quote", "V03", "loan", LOAN,
        {"evidence": ["Norway lent Latvia"], "purpose_text": "a port"}),
    # V04
    Row("a zero too many", "V04", "loan", "Norway lent Latvia 1.5 billion euros.",
        {"amount": money("1.5 billion euros", 15_000_000_000)}, (("warn", "amount.value"),)),
    Row("the scale word forgotten", "V04", "loan", LOAN, {"amount": money("$300 million", 300, "USD")},
        (("warn", "amount.value"),)),
    Row("no number given", "V04", "loan", LOAN, {"amount": money("$300 million", None, "USD")},
        (("warn", "amount.value"),)),
    Row("a sum in no figure", "V04", "loan", "Norway lent Latvia a large sum.",
        {"amount": money("a large sum", 5_000_000)}, (("error", "amount.value"),)),
    Row("half of another sum", "V04", "loan", "Latvia used a $10 billion loan of Norway, and gets half of this amount.",
        {"amount": money("half of this amount", 5_000_000_000, "USD")}, (("error", "amount.value"),)),
    Row("a price", "V04", "weapons_transfer", None, {"value": money("30 million euros", 3_000_000)},
        (("warn", "value.value"),)),
    Row("outside a range", "V04", "loan", "Norway lent Latvia 2 to 3 million euros.",
        {"amount": money("2 to 3 million euros", 4_000_000, "EUR", "range")}, (("warn", "amount.value"),)),
    Row("the whole loan, not the half", "V04", "loan",
        "Latvia used a $10 billion loan of Norway, and gets half of this amount.",
        {"amount": money("$10 billion", 10_000_000_000, "USD")}),
    Row("a sum in words", "V04", "loan", "Norway lent Latvia three and a half million euros.",
        {"amount": money("three and a half million euros", 3_500_000)}),
    Row("the lower end of a range", "V04", "loan", "Norway lent Latvia 2 to 3 million euros.",
        {"amount": money("2 to 3 million euros", 2_000_000, "EUR", "range")}),
    Row("the upper end of a range", "V04", "loan", "Norway lent Latvia 2 to 3 million euros.",
        {"amount": money("2 to 3 million euros", 3_000_000, "EUR", "range")}),
    # V05
    Row("rubles of one of two states", "V05", "loan", "Russia lent Belarus 105 billion rubles.",
        {"amount": money("105 billion rubles", 105_000_000_000, "RUB")}, (("warn", "amount.currency"),)),
    Row("rubles, and the other state's code", "V05", "loan", "Russia lent Belarus 105 billion rubles.",
        {"amount": money("105 billion rubles", 105_000_000_000, "BYN")},
        (("warn", "amount.currency"), ("warn", "amount.currency"))),
    Row("a bare dollar sign", "V05", "loan", LOAN, {"amount": money("$300 million", 300_000_000, "USD")},
        (("info", "amount.currency"),)),
    Row("another currency than said", "V05", "loan", None, {"amount": money("40 million euros", 40_000_000, "USD")},
        (("warn", "amount.currency"),)),
    Row("euros", "V05", "loan", None, {"amount": money("40 million euros", 40_000_000)}),
    Row("a code in small letters", "V05", "loan", None, {"amount": money("40 million euros", 40_000_000, "eur")}),
    Row("Russian rubles", "V05", "loan", "Russia lent Belarus 105 billion Russian rubles.",
        {"amount": money("105 billion Russian rubles", 105_000_000_000, "RUB")}),
    # V06
    Row("up to, taken for the sum", "V06", "loan", "Latvia wants to borrow up to $3 billion from Norway.",
        {"amount": money("$3 billion", 3_000_000_000, "USD")}, (("info", "amount.modifier"),)),
    Row("a modifier that is not there", "V06", "loan", None,
        {"amount": money("40 million euros", 40_000_000, "EUR", "about")}, (("info", "amount.modifier"),)),
    Row("up to", "V06", "loan", "Latvia wants to borrow up to $3 billion from Norway.",
        {"amount": money("up to $3 billion", 3_000_000_000, "USD", "up_to")}),
    # V08
    Row("a weapon of another sentence", "V08", "weapons_transfer", "Norway gave Latvia tanks. It keeps its S-400.",
        {"evidence": ["Norway gave Latvia tanks."], "designation_text": "S-400"}, (("error", "designation_text"),)),
    Row("a weapon that nobody named", "V08", "weapons_transfer", None, {"designation_text": "T-72"},
        (("error", "designation_text"),)),
    Row("another number", "V08", "weapons_transfer", "Norway gave Latvia the S-400.", {"designation_text": "S-300"},
        (("error", "designation_text"),)),
    Row("a name that is no weapon's", "V08", "weapons_transfer", "Norway gave Latvia the Thunderstick.",
        {"designation_text": "Thunderstick"}, (("warn", "designation_text"),)),
    Row("a known weapon", "V08", "weapons_transfer", None, {"designation_text": "M109"}),
    Row("one of several", "V08", "weapons_transfer", "Norway gave Latvia two S-400s.", {"designation_text": "S-400"}),
    # V09
    Row("Latin for Cyrillic", "V09", "weapons_transfer", "Russia gave Belarus the C-400.",
        {"designation_text": "S-400"}, (("info", "designation_text"),)),
    Row("another letter reading", "V09", "weapons_transfer", "Belarus gave Latvia the B-200.",
        {"designation_text": "V-200"}, (("info", "designation_text"),)),
    Row("another name of the system", "V09", "weapons_transfer", "Russia gave Belarus the SA-21.",
        {"designation_text": "S-400"}, (("info", "designation_text"),)),
    Row("as written, if oddly", "V09", "weapons_transfer", "Russia gave Belarus the C-400.",
        {"designation_text": "C-400"}),
    Row("with its nickname", "V09", "weapons_transfer", "Russia gave Belarus the S-400 Triumph.",
        {"designation_text": "S-400"}),
    # V12
    Row("a state lends to itself", "V12", "loan", LOAN, {"lender": ["Norway"], "borrower": ["Norway"]},
        (("error", "borrower[0]"),)),
    Row("a state and its capital", "V12", "loan", LOAN, {"lender": ["Norway"], "borrower": ["Latvia", "Oslo"]},
        (("error", "borrower[1]"),)),
    Row("a bank lends to itself", "V12", "loan", LOAN, {"lender": ["Nordbank"], "borrower": ["nordbank"]},
        (("error", "borrower[0]"),)),
    Row("no sides at all", "V12", "loan", LOAN, {"lender": [], "borrower": []}, (("warn", ""),)),
    Row("a treaty of one", "V12", "treaty", None, {"parties": ["Norway"]}, (("error", ""),)),
    Row("one state leaves", "V12", "treaty", None, {"parties": ["Norway"], "stage": "withdrawn"}),
    Row("nobody leaves", "V12", "treaty", None, {"parties": [], "stage": "withdrawn"}, (("error", ""),)),
    Row("a treaty of one under two names", "V12", "treaty", None, {"parties": ["Norway", "Oslo"]}, (("error", ""),)),
    Row("a treaty of nobody", "V12", "treaty", None, {"parties": []}, (("error", ""),)),
    Row("one side alone", "V12", "loan", LOAN, {"lender": []}),
    Row("two on one side", "V12", "loan", LOAN, {"lender": ["Norway", "Poland"]}),
    Row("an organisation alone", "V12", "treaty", None, {"parties": ["NATO"]}),
    Row("a kind without sides", "V12", "statement", None, {}),
    # V13
    Row("a deployment", "V13", "weapons_transfer", BASE, {}, (("warn", ""),)),
    Row("soldiers who moved", "V13", "weapons_transfer", "Norway transferred 900 soldiers and much gear into Latvia.",
        {}, (("warn", ""),)),
    Row("arms that stay under the sender", "V13", "weapons_transfer",
        "Rockets that are controlled by Norway arrived in Latvia.", {}, (("warn", ""),)),
    Row("trade is no loan", "V13", "loan", "The trade turnover of Norway and Latvia rose.", {}, (("warn", ""),)),
    Row("an exercise is no treaty", "V13", "treaty", "Norway and Latvia exercised at sea.", {}, (("warn", ""),)),
    Row("a delivery", "V13", "weapons_transfer", None, {}),
    Row("a deployment elsewhere in the text", "V13", "weapons_transfer", "Norway gave Latvia guns. Men deployed.",
        {"evidence": ["Norway gave Latvia guns."]}),
    # V14
    Row("a wrong number", "V14", "weapons_transfer", None, {"quantity": {"text": "24", "value": 42}},
        (("warn", "quantity.value"),)),
    Row("no number beside the words", "V14", "weapons_transfer", None, {"quantity": {"text": "24", "value": None}},
        (("warn", "quantity.value"),)),
    Row("words without a number", "V14", "weapons_transfer", "Norway gave Latvia several guns.",
        {"quantity": {"text": "several guns", "value": 3}}, (("error", "quantity.value"),)),
    Row("a year is no count", "V14", "weapons_transfer", "In 2021 Norway gave Latvia guns.",
        {"quantity": {"text": "2021", "value": 2021}}, (("error", "quantity.value"),)),
    Row("a designation is no count", "V14", "weapons_transfer", "Norway gave Latvia the S-400.",
        {"quantity": {"text": "400", "value": 400}}, (("error", "quantity.value"),)),
    Row("a count of instruments", "V14", "treaty", CARDS, {"instrument_count": {"text": "28", "value": 82}},
        (("warn", "instrument_count.value"),)),
    Row("digits", "V14", "weapons_transfer", None, {"quantity": {"text": "24", "value": 24}}),
    Row("words", "V14", "weapons_transfer", "Norway gave Latvia two dozen guns.",
        {"quantity": {"text": "two dozen", "value": 24}}),
    Row("28 cards", "V14", "treaty", CARDS, {"instrument_count": {"text": "28", "value": 28}}),
    # V15
    Row("no date at all", "V15", "loan", "Norway signed a loan to Latvia some time ago.",
        {"dates": [step("signed", "some time ago")]}, (("warn", "dates[0].edtf"),)),
    Row("a day of no year", "V15", "loan", "Norway signed a loan to Latvia on March 4.",
        {"dates": [step("signed", "March 4")]}, (("warn", "dates[0].edtf"),)),
    Row("a day whose year the publication gives", "V15", "loan", "Norway signed a loan to Latvia on March 4.",
        {"dates": [step("signed", "March 4")]}, (("info", "dates[0].edtf"),), "2021-05-01"),
    Row("one end of a range", "V15", "loan", "Norway lent Latvia money from January to October 2022.",
        {"dates": [step("disbursed", "October 2022")]}, (("warn", "dates[0].edtf"),)),
    Row("a full date", "V15", "loan", None, {"dates": [step("signed", "4 March 2021")]}),
    Row("a date without its weekday", "V15", "loan", "Norway signed a loan to Latvia on Monday, March 3, 2021.",
        {"dates": [step("signed", "March 3, 2021")]}),
    Row("a date without its bound", "V15", "loan", "Latvia is to repay Norway by December 2023.",
        {"dates": [step("due", "December 2023", True)]}),
    # V16
    Row("paid back before it was signed", "V16", "loan", "Norway signed a loan in 2021; Latvia repaid it in 2019.",
        {"dates": [step("signed", "2021"), step("repaid", "2019")]}, (("error", "dates[0].edtf"),)),
    Row("in force before the signing, named first", "V16", "treaty",
        "In force on 4 March 2020, the pact of Norway and Latvia was signed on 5 March 2020 and ratified in 2021.",
        {"dates": [step("in_force", "4 March 2020"), step("signed", "5 March 2020"), step("ratified", "2021")]},
        (("error", "dates[1].edtf"), ("error", "dates[2].edtf"))),
    Row("delivered before ordered", "V16", "weapons_transfer", "Ordered in May 2021, delivered in April 2021.",
        {"dates": [step("ordered", "May 2021"), step("delivered", "April 2021")]}, (("error", "dates[0].edtf"),)),
    Row("in their order", "V16", "loan", "Norway signed a loan in 2019; Latvia repaid it in 2021.",
        {"dates": [step("signed", "2019"), step("repaid", "2021")]}),
    Row("possible within a year", "V16", "loan", "Norway signed a loan in May 2021; Latvia repaid it in 2021.",
        {"dates": [step("signed", "May 2021"), step("repaid", "2021")]}),
    Row("two steps on one day", "V16", "treaty", "Signed on 4 March 2020, the pact was in force on 4 March 2020.",
        {"dates": [step("signed", "4 March 2020"), step("in_force", "4 March 2020")]}),
    Row("a step that has no place in the order", "V16", "treaty", "The pact, signed in 2020, expires in 2019.",
        {"dates": [step("signed", "2020"), step("expires", "2019")]}),
    # V17
    Row("a planned signing taken for done", "V17", "treaty", CARDS,
        {"stage": "signed", "dates": [step("signed", "November 4")]}, (("error", "dates[0].planned"),), "2021-10-01"),
    Row("a stage on planned dates alone", "V17", "treaty", CARDS,
        {"stage": "signed", "dates": [step("signed", "November 4", True)]}, (("error", "stage"),), "2021-10-01"),
    Row("a stage on planned dates alone, day unknown", "V17", "loan", "Norway is to sign a loan to Latvia soon.",
        {"status": "repaid", "dates": [step("repaid", "soon", True)]}, (("error", "status"),)),
    Row("a planned signing told as planned", "V17", "treaty", CARDS,
        {"stage": "adopted", "dates": [step("agreed", "September 9"), step("adopted", "September 10"),
                                       step("signed", "November 4", True)]}, (), "2021-10-01"),
    Row("the day of publication itself", "V17", "loan", None, {"dates": [step("signed", "4 March 2021")]}, (),
        "2021-03-04"),
    Row("a month that is not over", "V17", "loan", "Norway signed a loan to Latvia in March 2021.",
        {"dates": [step("signed", "March 2021")]}, (), "2021-03-04"),
    Row("no publication known", "V17", "loan", None, {"dates": [step("signed", "4 March 2021")]}),
    # V18
    Row("a planned signing", "V18", "treaty", "The plans of Norway and Latvia are to be signed.", {"stage": "signed"},
        (("warn", "stage"),)),
    Row("paid back, says the draft of a signed loan", "V18", "loan", None, {"status": "repaid"}, (("warn", "status"),)),
    Row("not ratified", "V18", "treaty", "Norway and Latvia have not yet ratified it.", {"stage": "ratified"},
        (("warn", "stage"),)),
    Row("the word stands in another sentence", "V18", "loan", "Norway promised Latvia money. Poland signed.",
        {"evidence": ["Norway promised Latvia money."]}, (("warn", "status"),)),
    Row("a plan to deliver", "V18", "weapons_transfer", "Norway plans to deliver guns to Latvia.", {},
        (("warn", "status"),)),
    Row("approved before the signing", "V18", "treaty", CARDS, {"stage": "adopted"}),
    Row("one word done, one still to come", "V18", "loan", "Norway signed a loan; Latvia will sign another.", {}),
    Row("a promise is enough for a pledge", "V18", "loan", "Norway will lend Latvia money.", {"status": "pledged"}),
    Row("an offer that may come is enough for a pledge", "V18", "loan", "Norway may offer Latvia money.",
        {"status": "pledged"}),
    Row("in talks", "V18", "loan", "A loan up to $3 billion from Norway is being negotiated.",
        {"status": "negotiating"}),
    Row("the month of May", "V18", "loan", "In May Norway signed a loan to Latvia.", {}),
    Row("paid back", "V18", "loan", "Latvia repaid the loan to Norway.", {"status": "repaid"}),
    Row("unclear needs no word", "V18", "loan", "Norway and Latvia know of a loan.", {"status": "unclear"}),
    # V19
    Row("a city as a party", "V19", "treaty", "Norway and Istanbul signed a pact.", {"parties": ["Norway", "Istanbul"]},
        (("warn", "parties[1]"),)),
    Row("a person as a lender", "V19", "loan", "Mr. Berg lent Latvia money.", {"lender": ["Mr. Berg"]},
        (("warn", "lender[0]"),)),
    Row("states and an organisation", "V19", "treaty", "Norway, the EU and Minsk signed a pact.",
        {"parties": ["Norway", "the EU", "Minsk"]}),
    # V20
    Row("a supplier who is only implied", "V20", "weapons_transfer", "Norway is near. Latvia received new guns.",
        {"evidence": ["Latvia received new guns."]}, (("info", "supplier[0]"),)),
    Row("a source from elsewhere", "V20", "loan", LOAN + " Anna Holm left.",
        {"evidence": [LOAN], "asserted_by": "Anna Holm"}, (("warn", "asserted_by"),)),
    Row("a source in the sentence", "V20", "loan", "Norway lent Latvia money, Anna Holm said.",
        {"asserted_by": "Anna Holm"}),
    Row("the author as a source", "V20", "loan", LOAN, {"asserted_by": "author"}),
    Row("a party under another name", "V20", "loan", "Oslo lent the Latvian government money.", {}),
    # V21
    Row("narration coded as direct", "V21", "statement", "The bridge will open soon, Anna Holm of Norway said.", {},
        (("warn", "quote_type"),)),
    Row("a quotation coded as indirect", "V21", "statement", None, {"quote_type": "indirect"},
        (("warn", "quote_type"),)),
    Row("marks in part, coded as direct", "V21", "statement", "The bridge will “open soon,” Anna Holm of Norway said.",
        {"content": "The bridge will “open soon,”"}, (("warn", "quote_type"),)),
    Row("direct", "V21", "statement", None, {}),
    Row("direct with its mark in the content", "V21", "statement", None, {"content": "“The bridge will open soon,”"}),
    Row("mixed", "V21", "statement", "The bridge will “open soon,” Anna Holm of Norway said.",
        {"content": "The bridge will “open soon,”", "quote_type": "mixed"}),
    Row("indirect", "V21", "statement", "The bridge will open soon, Anna Holm of Norway said.",
        {"quote_type": "indirect"}),
    Row("closed by an opening mark", "V21", "statement", "“The bridge will open soon, “Anna Holm of Norway said.", {}),
    Row("opening mark lost before a name in marks", "V21", "statement",
        "“Fjord-21” has shown our strength”, Anna Holm of Norway said.",
        {"content": "“Fjord-21” has shown our strength"}),
    Row("indirect after the end of a quotation", "V21", "statement",
        '"We wait." The bridge will open soon, Anna Holm of Norway said.',
        {"content": "The bridge will open soon", "quote_type": "indirect"}),
    # V22
    Row("other words between the marks", "V22", "statement", "The bridge will “open soon,” Anna Holm of Norway said.",
        {"content": "The bridge will “open today,”"}, (("error", "content"),)),
    Row("other spaces between the marks", "V22", "loan", "Norway lent the “North  Road” fund of Latvia money.",
        {"evidence": ["Norway lent the “North Road” fund of Latvia money."]}, (("info", "evidence[0]"),)),
    Row("the words between the marks", "V22", "statement", "The bridge will “open soon,” Anna Holm of Norway said.",
        {"content": "The bridge will “open soon,”"}),
    Row("no marks", "V22", "loan", LOAN, {}),
    # V23
    Row("nobody speaks", "V23", "statement", None, {"speaker": None}, (("warn", "speaker"),)),
    Row("no word reports it", "V23", "statement", None, {"cue": None}, (("warn", "cue"),)),
    Row("a speaker far away", "V23", "statement", "Anna Holm of Norway came. " + "Rain fell. " * 40
        + "“The bridge will open soon,” she said.", {}, (("warn", "speaker"),)),
    Row("a speaker who is not in the text, which V03 says", "V23", "statement", None, {"speaker": "Per Berg"}),
    Row("speaker and word inside the content", "V23", "statement", None,
        {"content": "The bridge will open soon,” Anna Holm of Norway said"}, (("warn", "speaker"), ("warn", "cue"))),
    Row("both in the sentence", "V23", "statement", None, {}),
    Row("a speaker in the sentence before", "V23", "statement",
        "Anna Holm of Norway came. “The bridge will open soon,” she said.", {}),
    Row("a kind without speakers", "V23", "loan", None, {}),
    # V26
    Row("a lender that nobody named", "V26", "loan", LOAN, {"lender": ["China"]}, (("error", "lender[0]"),)),
    Row("a bank that nobody named", "V26", "loan", LOAN, {"lender": ["Nordbank"]}, (("error", "lender[0]"),)),
    Row("a party that nobody named", "V26", "treaty", None, {"parties": ["Norway", "Latvia", "Oman"]},
        (("error", "parties[2]"),)),
    Row("a source that nobody named", "V26", "loan", LOAN, {"asserted_by": "Per Berg"},
        (("warn", "asserted_by"), ("info", "asserted_by"))),
    Row("an empty source", "V26", "loan", LOAN, {"asserted_by": ""},
        (("warn", "asserted_by"), ("info", "asserted_by"))),
    Row("a fuller name than the text's", "V26", "statement", None, {"speaker_name": "Anna Maria Holm"},
        (("error", "speaker_name"),)),
    Row("a target that nobody named", "V26", "statement", None, {"targets": ["Norway", "France"]},
        (("error", "targets[1]"),)),
    Row("a part of another name", "V26", "loan", "Nigeria lent Latvia money.", {"lender": ["Niger"]},
        (("error", "lender[0]"),)),
    Row("a state under another name", "V26", "loan", "Oslo lent the Latvian government money.", {}),
    Row("a name of the text", "V26", "statement", None, {"speaker_name": "Anna Holm"}),
    Row("a joint source", "V26", "loan", LOAN, {"asserted_by": "Norway and Latvia"}),
    Row("the author", "V26", "loan", LOAN, {"asserted_by": "author"}),
    Row("the Author", "V26", "loan", LOAN, {"asserted_by": "Author"}),
    # V29
    Row("it may be", "V29", "loan", "Norway may have signed a loan to Latvia.", {}, (("warn", "factuality"),)),
    Row("reportedly", "V29", "loan", "Norway reportedly signed a loan to Latvia.", {}, (("warn", "factuality"),)),
    Row("denied", "V29", "loan", "Norway signed a loan, but Latvia denied it.", {}, (("warn", "factuality"),)),
    Row("hearsay called hearsay", "V29", "loan", "Norway reportedly signed a loan to Latvia.",
        {"factuality": "speculative"}),
    Row("signed in May", "V29", "loan", "In May 2021 Norway signed a loan to Latvia.", {}),
    Row("Denmark denies nothing", "V29", "loan", "Denmark signed a loan to Latvia.", {"lender": ["Denmark"]}),
    Row("doubt elsewhere", "V29", "loan", LOAN + " Rain may come.", {"evidence": [LOAN]}),
    # V31
    Row("fillers", "V31", "loan", LOAN, {"purpose_text": "Not specified", "lender": ["Norway", "unknown"],
                                         "amount": money("n/a", 0), "dates": [step("signed", "no date")]},
        (("info", "lender[1]"), ("info", "amount"), ("info", "dates[0]"), ("info", "purpose_text"))),
    Row("a filler for a name", "V31", "statement", None, {"speaker_name": "unknown"}, (("info", "speaker_name"),)),
    Row("no fillers", "V31", "loan", None, {"purpose_text": "roads"}),
    Row("a source is never dropped", "V31", "loan", LOAN, {"asserted_by": "unknown"}),
    # V32
    Row("cheap gas is no loan", "V32", "loan", "Norway sold Latvia cheap gas, which is worth $3 billion.", {},
        (("warn", ""),)),
    Row("a visit is no treaty", "V32", "treaty", "Norway and Latvia met in Riga.", {}, (("warn", ""),)),
    Row("a parade is no transfer", "V32", "weapons_transfer", "Norway showed Latvia its tanks.", {}, (("warn", ""),)),
    Row("the word stands elsewhere in the text", "V32", "loan", "Norway met Latvia. Poland took a loan.",
        {"evidence": ["Norway met Latvia."]}, (("warn", ""),)),
    Row("a loan", "V32", "loan", None, {}),
    Row("a pact", "V32", "treaty", None, {}),
    Row("a delivery", "V32", "weapons_transfer", None, {}),
    Row("a kind without such words", "V32", "statement", None, {}),
    # V33
    Row("a sale that nobody bought", "V33", "weapons_transfer", "Norway gave Latvia T-72 tanks.",
        {"transfer_mode": "sale"}, (("warn", "transfer_mode"),)),
    Row("migration without migrants", "V33", "treaty", "Norway and Latvia signed a pact on tariffs.",
        {"subjects": ["trade", "migration", "migration"], "instrument_type": "agreement"}, (("warn", "subjects"),)),
    Row("a protocol that is an agreement", "V33", "treaty", "Norway and Latvia signed an agreement on tariffs.",
        {"subjects": ["trade"], "instrument_type": "protocol"}, (("warn", "instrument_type"),)),
    Row("bought", "V33", "weapons_transfer", "Latvia bought T-72 tanks from Norway.", {"transfer_mode": "sale"}),
    Row("a communique is a declaration", "V33", "treaty", "Norway and Latvia adopted a communiqué on defence.",
        {"subjects": ["defence"], "instrument_type": "declaration"}),
    Row("unspecified needs no word", "V33", "treaty", "Norway and Latvia signed papers on defence.",
        {"subjects": ["defence"], "instrument_type": "unspecified"}),
    # V34
    Row("the model reads another lender", "V34", "loan", None,
        {"second": (Second("lender", "Norway", "Latvia", "warn"),)}, (("warn", "lender"),)),
    Row("the model reads no loan", "V34", "loan", None,
        {"second": (Second("", "yes", "no", "warn"),)}, (("warn", ""),)),
    Row("a guess that the model does not share", "V34", "weapons_transfer", None,
        {"second": (Second("supplier", "not named in the sentence", "", "warn"),)}, (("warn", "supplier"),)),
    Row("another word for what is said is noted", "V34", "statement", None,
        {"second": (Second("speech_act", "announce", "comment", "info"),)}, (("info", "speech_act"),)),
    Row("both read the same", "V34", "loan", None, {}),
    # V35
    Row("an example comes back", "V35", "loan", "Norway met Latvia.",
        {"evidence": ["On 3 March Norland's bank signed an agreement to lend Sudmark up to 40 million euros over 12"
                      " years for a bridge at Port Ada."]}, (("error", "evidence[0]"),)),
    Row("no example, only not there", "V35", "loan", "Norway met Latvia.", {"evidence": ["Norway lent Latvia money."]}),
    Row("words of the document", "V35", "loan", None, {}),
]  # fmt: skip


class Replies(NamedTuple):
    """Records of one reply side by side: fields of each, and what is left: for each record its V07 and V27 findings."""

    name: str
    check: str
    kind: str
    text: str
    drafts: tuple[dict[str, Any], ...]
    expected: tuple[tuple[tuple[str, str, str], ...], ...]


MERGED = ("V27", "info", "")
TWICE = "Norway lent Latvia 4 million euros.\n\nThe sum is small.\n\nNorway lent Latvia 4 million euros."
SUM = money("4 million euros", 4_000_000)
SPEECH = "“The bridge will open soon, and the ships will follow it,” Anna Holm of Norway said. “All is well.”"

REPLIES = [
    Replies("a paragraph printed twice", "V27", "loan", TWICE,
            ({"evidence": ["Norway lent Latvia 4 million euros."], "amount": SUM},) * 2, ((MERGED,),)),
    Replies("three times the same", "V27", "loan", TWICE, ({"amount": SUM},) * 3, ((MERGED,),)),
    Replies("the same parties under other names", "V27", "loan", "Norway lent Latvia 4 million euros, says Oslo.",
            ({"amount": SUM}, {"amount": SUM, "lender": ["Oslo"]}), ((MERGED,),)),
    Replies("the same treaty quoted twice", "V27", "treaty", TEXTS["treaty"],
            ({}, {"evidence": [TEXTS["treaty"][:-1]]}), ((MERGED,),)),
    Replies("the same words said twice", "V27", "statement", SPEECH,
            ({"content": "The bridge will open soon, and the ships will follow it,"},
             {"content": "bridge will open soon, and the ships will follow it"}), ((MERGED,),)),
    Replies("two spellings of a weapon", "V27", "weapons_transfer", "Russia gave Belarus the C-400, that is the S-400.",
            ({"designation_text": "C-400"}, {"designation_text": "S-400"}), ((MERGED,),)),
    Replies("two sums", "V27", "loan", "Norway lent Latvia 4 million euros and then 9 million euros.",
            ({"amount": SUM}, {"amount": money("9 million euros", 9_000_000)}), ((), ())),
    Replies("two borrowers", "V27", "loan", "Norway lent Latvia and Poland 4 million euros and 9 million euros.",
            ({"amount": SUM}, {"borrower": ["Poland"], "amount": money("9 million euros", 9_000_000)}), ((), ())),
    Replies("a second lender beside the first", "V27", "loan", "Norway and the Nordbank lent Latvia money.",
            ({}, {"lender": ["Norway", "the Nordbank"]}), ((), ())),
    Replies("two weapons", "V27", "weapons_transfer", "Russia gave Belarus the S-400 and the S-300.",
            ({"designation_text": "S-300"}, {"designation_text": "S-400"}), ((), ())),
    Replies("two things said", "V27", "statement", SPEECH,
            ({"content": "The bridge will open soon,"}, {"content": "All is well."}), ((), ())),
    Replies("less than most of the words", "V27", "statement", SPEECH,
            ({"content": "The bridge will open soon, and the ships will follow it,"},
             {"content": "The bridge will open soon, and the ships"}), ((), ())),
    Replies("one record", "V27", "loan", LOAN, ({},), ((),)),
    Replies("no record", "V27", "loan", LOAN, (), ()),
    Replies("one sum in two loans", "V07", "loan", "Norway lent Latvia and Poland 4 million euros.",
            ({"amount": SUM}, {"borrower": ["Poland"], "amount": SUM}), ((), (("V07", "warn", "amount"),))),
    Replies("a sum for each loan", "V07", "loan", "Norway lent Latvia 4 million euros, and Poland 9 million euros.",
            ({"amount": SUM}, {"borrower": ["Poland"], "amount": money("9 million euros", 9_000_000)}), ((), ())),
    Replies("a count in two records is no sum", "V07", "weapons_transfer",
            "Norway gave Latvia 24 guns of the types M109 and M777.",
            ({"designation_text": "M109", "quantity": {"text": "24", "value": 24}},
             {"designation_text": "M777", "quantity": {"text": "24", "value": 24}}), ((), ())),
]  # fmt: skip
