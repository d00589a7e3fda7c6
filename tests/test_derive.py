"""Deriving: which figure proves a number, what the settled record holds, and what follows from it by rule."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from checks_rows import DRAFTS, KINDS, TEXTS, case, document, money, step
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field

from extract.derive import Case, derived, lay_beside, without_fillers
from extract.fields import Amount, Count, KindModel, Part, Quote, Side, Words
from extract.figures import find
from extract.kinds import Kind
from extract.placing import NEAR

LOAN = "Norway lent Latvia 1.5 billion euros for a port."


def amount_of(text: str, words: str, value: float | str | None, currency: str = "EUR") -> dict[str, Any]:
    return case("loan", text, amount=money(words, value, currency)).settled.model_dump()["amount"]


# text, words and number and currency of the model, settled words, value, value_high, currency, modifier
AMOUNTS = {
    "right": (LOAN, "1.5 billion euros", 1.5e9, "EUR", "1.5 billion euros", 1_500_000_000, None, "EUR", "exact"),
    "a zero too many": (LOAN, "1.5 billion euros", 15_000_000_000, "EUR", "1.5 billion euros", 1_500_000_000, None,
                        "EUR", "exact"),
    "no number": (LOAN, "1.5 billion euros", None, "EUR", "1.5 billion euros", 1_500_000_000, None, "EUR", "exact"),
    "another currency": (LOAN, "1.5 billion euros", 1.5e9, "USD", "1.5 billion euros", 1_500_000_000, None, "EUR",
                         "exact"),
    "more words than the sum": (LOAN, "lent Latvia 1.5 billion euros for", 1.5e9, "EUR",
                                "lent Latvia 1.5 billion euros for", 1_500_000_000, None, "EUR", "exact"),
    "other spaces": ("Norway lent Latvia 1.5\xa0billion euros.", "1.5 billion euros", 1, "EUR",
                     "1.5\xa0billion euros", 1_500_000_000, None, "EUR", "exact"),
    "the sign left off": ("Norway lent Latvia $10 billion.", "10 billion", 10, "USD", "$10 billion", 10_000_000_000,
                          None, "USD", "exact"),
    "a longer sign left off": ("Norway lent Latvia US$ 10 billion.", "10 billion", 10, "USD", "US$ 10 billion",
                               10_000_000_000, None, "USD", "exact"),
    "up to": ("Norway lent Latvia up to $3 billion.", "up to $3 billion", 3e9, "USD", "up to $3 billion",
              3_000_000_000, None, "USD", "up_to"),
    "a modifier outside the words": ("Norway lent Latvia over $1 billion.", "$1 billion", 1e9, "USD", "$1 billion",
                                     1_000_000_000, None, "USD", "more_than"),
    "a range": ("Norway lent Latvia two or three billion euros.", "two or three billion euros", 2e9, "EUR",
                "two or three billion euros", 2_000_000_000, 3_000_000_000, "EUR", "range"),
    "the second of two sums": ("Russia lent Belarus 105 billion rubles ($1.7 billion).",
                               "105 billion rubles ($1.7 billion)", 1.7e9, "USD",
                               "105 billion rubles ($1.7 billion)", 1_700_000_000, None, "USD", "exact"),
    "the first of two sums": ("Russia lent Belarus 105 billion rubles ($1.7 billion).",
                              "105 billion rubles ($1.7 billion)", 105e9, "USD",
                              "105 billion rubles ($1.7 billion)", 105_000_000_000, None, "RUB", "exact"),
    "neither of two sums": ("Russia lent Belarus 105 billion rubles ($1.7 billion).",
                            "105 billion rubles ($1.7 billion)", 9, "RUB",
                            "105 billion rubles ($1.7 billion)", 105_000_000_000, None, "RUB", "exact"),
}  # fmt: skip


@pytest.mark.parametrize("name", AMOUNTS)
def test_an_amount_takes_the_figures_value(name: str) -> None:
    text, words, number, currency, settled, value, high, code, modifier = AMOUNTS[name]
    assert amount_of(text, words, number, currency) == {
        "text": settled,
        "value": value,
        "value_high": high,
        "currency": code,
        "modifier": modifier,
    }


def test_a_mended_value_is_an_exact_number() -> None:
    value = amount_of(LOAN, "1.5 billion euros", 15_000_000_000)["value"]
    assert isinstance(value, Decimal)
    assert value == Decimal(1_500_000_000)


# text, words: no figure proves them
UNPROVEN = {
    "no figure": ("Norway lent Latvia a large sum.", "a large sum"),
    "not in the text": (LOAN, "2.5 billion euros"),
    "a cut number": (LOAN, "5 billion euros"),
    "a count": ("Norway lent Latvia 24 ships.", "24 ships"),
    "one end of a range": ("Norway lent Latvia $2 to $3 billion.", "$3 billion"),
    "one end of a short range": ("Norway lent Latvia $2-3 billion.", "3 billion"),
    "the end of a spaced number": ("Norway lent Latvia €1 200 000.", "200 000"),
}


@pytest.mark.parametrize("name", UNPROVEN)
def test_words_that_hold_no_sum_prove_nothing(name: str) -> None:
    text, words = UNPROVEN[name]
    laid = case("loan", text, amount=money(words, 7))
    assert "amount" not in laid.figures
    assert laid.settled.model_dump()["amount"]["value"] == 7


def test_the_sum_of_the_evidence_is_preferred_to_an_earlier_one() -> None:
    text = "Oslo has $5 million. Norway lent Latvia about $5 million."
    laid = case("loan", text, evidence=["Norway lent Latvia about $5 million."], amount=money("$5 million", 5e6, "USD"))
    assert laid.figures["amount"].start == text.rindex("$")
    assert laid.placed["amount"].where == "evidence"
    assert laid.settled.model_dump()["amount"]["modifier"] == "about"


def test_places_tell_evidence_document_and_nowhere_apart() -> None:
    text = "Norway lent Latvia money for roads. It built a port. It rested."
    fields = {"evidence": ["Norway lent Latvia money"], "dates": []}
    where = {
        words: case("loan", text, purpose_text=words, **fields).placed["purpose_text"].where
        for words in ("roads", "a port", "a tunnel")
    }
    assert where == {"roads": "evidence", "a port": "document", "a tunnel": "nowhere"}


def test_the_scope_is_the_sentences_of_the_evidence() -> None:
    text = "It rained. Norway lent Latvia money for roads. It stopped."
    laid = case("loan", text, evidence=["Latvia money"])
    assert laid.words == "Norway lent Latvia money for roads."
    assert [quote.exact for quote in laid.evidence] == ["Latvia money"]


def test_without_evidence_nothing_stands_in_it() -> None:
    laid = case("loan", LOAN, evidence=["Nobody lent anything."], amount=money("1.5 billion euros", 1.5e9))
    assert (laid.evidence, laid.scope, laid.words) == ((), (), "")
    assert laid.placed["amount"].where == "document"


def test_a_speaker_may_stand_near_the_content() -> None:
    for gap, where in ((NEAR - 20, "evidence"), (NEAR + 40, "document")):
        text = "Anna Holm came to Riga. " + ("Rain. " * gap)[:gap].strip() + " “All is well,” she said of Norway."
        laid = case("statement", text, content="All is well,")
        assert laid.placed["speaker"].where == where


# words of the model, text, key of the figure or None, settled words
WEAPONS = {
    "as written": ("S-400", "Russia gave Belarus the S-400.", "S-400", "S-400"),
    "as written, by alias": ("C-400", "Russia gave Belarus the C-400.", "S-400", "C-400"),
    "by alias": ("S-400", "Russia gave Belarus the C-400.", "S-400", "C-400"),
    "by NATO name": ("S-400", "Russia gave Belarus the SA-21.", "S-400", "SA-21"),
    "by letters": ("V-200", "Russia gave Belarus the B-200.", "B-200", "B-200"),
    "by spelling": ("S400", "Russia gave Belarus the S-400.", "S-400", "S-400"),
    "with more words": ("S-400 air defence systems", "It got S-400 air defence systems.", "S-400",
                        "S-400 air defence systems"),
    "one of several": ("S-400", "Russia gave Belarus two S-400s.", "S-400", "S-400"),
    "by alias, of several": ("S-400", "Russia gave Belarus two C-400s.", "S-400", "C-400"),
    "another weapon": ("S-300", "Russia gave Belarus the S-400.", None, "S-300"),
    "no weapon": ("Bolt", "Russia gave Belarus the Bolt.", None, "Bolt"),
}  # fmt: skip


@pytest.mark.parametrize("name", WEAPONS)
def test_a_designation_is_proven_by_its_key_alias_or_letters(name: str) -> None:
    words, text, key, settled = WEAPONS[name]
    laid = case("weapons_transfer", text, designation_text=words)
    figure = laid.figures.get("designation_text")
    assert (figure.unit if figure else None) == key
    assert laid.settled.model_dump()["designation_text"] == settled


def test_a_designation_written_another_way_is_taken_from_the_evidence_only() -> None:
    text = "Poland has the C-400. Russia gave Belarus guns."
    laid = case("weapons_transfer", text, evidence=["Russia gave Belarus guns."], designation_text="S-400")
    assert laid.placed["designation_text"].where == "nowhere"
    assert "designation_text" not in laid.figures


# text, words, published, EDTF
DATES = {
    "full": ("Signed on 4 March 2021.", "4 March 2021", None, "2021-03-04"),
    "month": ("Signed in March 2021.", "March 2021", None, "2021-03"),
    "year": ("Signed in 2021.", "2021", None, "2021"),
    "no year, none known": ("Signed on March 4.", "March 4", None, None),
    "no year, from the text": ("In 2019 they met. Signed on March 4.", "March 4", None, "2019-03-04"),
    "no year, published later in the year": ("Signed on March 4.", "March 4", "2021-05-01", "2021-03-04"),
    "no year, published earlier in the year": ("Signed on March 4.", "March 4", "2021-02-01", "2020-03-04"),
    "still to come": ("It will be signed on March 4.", "March 4", "2021-02-01", "2021-03-04"),
    "a weekday": ("Signed on Monday.", "Monday", "2021-03-04", "2021-03-01"),
    "last month, published": ("Signed last month.", "last month", "2021-03-04", "2021-02"),
    "last month, day unknown": ("Signed last month.", "last month", None, None),
    "weekday left off": ("Signed on Thursday, March 4, 2021.", "March 4, 2021", None, "2021-03-04"),
    "bound left off": ("To be repaid by December 2023.", "December 2023", None, "../2023-12"),
    "bound kept": ("To be repaid by December 2023.", "by December 2023", None, "../2023-12"),
    "about": ("Signed in late 2021.", "late 2021", None, "2021~"),
    "about left off": ("Signed in late 2021.", "2021", None, "2021~"),
    "more words": ("Signed on 4 March 2021 in Oslo.", "on 4 March 2021 in Oslo", None, "2021-03-04"),
    "one end of a range": ("Paid from January to October 2022.", "October 2022", None, None),
    "no date": ("Signed some time ago.", "some time ago", None, None),
    "not in the text": ("Signed on 4 March 2021.", "5 March 2021", None, None),
}


@pytest.mark.parametrize("name", DATES)
def test_a_date_becomes_edtf(name: str) -> None:
    text, words, published, edtf = DATES[name]
    laid = case("loan", text, published, dates=[step("signed", words)])
    assert laid.settled.model_dump()["dates"] == [{"event": "signed", "text": words, "planned": False, "edtf": edtf}]


def test_what_the_model_writes_into_a_field_of_code_does_not_stay() -> None:
    laid = case("loan", None, dates=[{**step("signed", "4 March 2021"), "edtf": "1999"}],
                amount={**money("40 million euros", 1), "value_high": 99})  # fmt: skip
    data = laid.settled.model_dump()
    assert data["dates"][0]["edtf"] == "2021-03-04"
    assert data["amount"]["value_high"] is None


def test_without_a_figure_the_fields_of_code_are_empty() -> None:
    loan = case("loan", dates=[{**step("signed", "5 May 2020"), "edtf": "2020-05-05"}],
                amount={**money("9 euros", 9), "value_high": 99})  # fmt: skip
    transfer = case("weapons_transfer", quantity={"text": "9", "value": 9, "value_high": 99, "modifier": "about"})
    assert loan.settled.model_dump()["dates"][0]["edtf"] is None
    assert loan.settled.model_dump()["amount"] == {**money("9 euros", 9), "value_high": None}
    assert transfer.settled.model_dump()["quantity"] == {"text": "9", "value": 9, "value_high": None,
                                                         "modifier": "exact"}  # fmt: skip


# text, words, number of the model, value, value_high, modifier
COUNTS = {
    "digits": ("It got 24 guns.", "24", 42, 24, None, "exact"),
    "words": ("It got two dozen guns.", "two dozen", None, 24, None, "exact"),
    "with its noun": ("It got 24 guns.", "24 guns", 24, 24, None, "exact"),
    "at least": ("It got at least three ships.", "three", 3, 3, None, "at_least"),
    "a range": ("It got 10 to 12 guns.", "10 to 12", 11, 10, 12, "range"),
}


@pytest.mark.parametrize("name", COUNTS)
def test_a_count_takes_the_figures_value(name: str) -> None:
    text, words, number, value, high, modifier = COUNTS[name]
    laid = case("weapons_transfer", text, quantity={"text": words, "value": number})
    assert laid.settled.model_dump()["quantity"] == {
        "text": words,
        "value": value,
        "value_high": high,
        "modifier": modifier,
    }


def test_settled_words_are_the_documents_own_slices() -> None:
    text = "On 4\xa0March 2021 Norway lent Latvia’s bank 40\nmillion euros for the “North  Road”."
    flat = text.replace("\xa0", " ").replace("\n", " ").replace("’", "'").replace("  ", " ")
    laid = case("loan", text, evidence=[flat], amount=money("40 million euros", 4e7), purpose_text='the "North Road"',
                dates=[step("signed", "4 March 2021")])  # fmt: skip
    data = laid.settled.model_dump()
    assert data["evidence"] == [text]
    assert data["amount"]["text"] == "40\nmillion euros"
    assert data["purpose_text"] == "the “North  Road”"
    assert data["dates"][0]["text"] == "4\xa0March 2021"
    assert laid.draft.model_dump()["purpose_text"] == 'the "North Road"'
    for place in laid.placed.values():
        assert place.found is not None
        assert text[place.found.start : place.found.end] == place.found.exact


def test_invented_words_do_not_stay_where_null_may_stand() -> None:
    data = case("loan", LOAN, purpose_text="a hospital", terms_text="for a port").settled.model_dump()
    assert (data["purpose_text"], data["terms_text"]) == (None, "for a port")


def test_fillers_are_dropped_wherever_null_or_nothing_may_stand() -> None:
    laid = case(
        "loan",
        lender=["unknown", "Norway", "N/A"],
        borrower=["not specified"],
        amount=money("not stated", 0),
        purpose_text=" None ",
        terms_text="",
        dates=[step("signed", "no date"), step("signed", "4 March 2021"), step("repaid", "unknown")],
    )
    data = laid.settled.model_dump()
    assert (data["lender"], data["borrower"]) == (["Norway"], [])
    assert (data["amount"], data["purpose_text"], data["terms_text"]) == (None, None, None)
    assert [date["text"] for date in data["dates"]] == ["4 March 2021"]
    assert set(laid.fillers) == {
        "lender[0]", "lender[2]", "borrower[0]", "amount", "purpose_text", "terms_text", "dates[0]", "dates[2]",
    }  # fmt: skip
    assert laid.figures.keys() == {"dates[0]"}
    assert laid.codes == {"lender[0]": "NOR"}


def test_fillers_in_counts_weapons_and_speakers_are_dropped() -> None:
    transfer = case("weapons_transfer", designation_text="not specified", quantity={"text": "unknown", "value": 1})
    assert transfer.settled.model_dump()["designation_text"] is None
    assert transfer.settled.model_dump()["quantity"] is None
    statement = case("statement", speaker="unspecified", speaker_affiliation=["none"], date_text="not mentioned")
    data = statement.settled.model_dump()
    assert (data["speaker"], data["speaker_affiliation"], data["date_text"]) == (None, [], None)


def test_words_that_only_hold_a_filler_stay() -> None:
    text = "Norway lent Latvia money for unknown reasons."
    laid = case("loan", text, purpose_text="unknown reasons", asserted_by="unknown")
    assert laid.fillers == ()
    assert laid.settled.model_dump()["purpose_text"] == "unknown reasons"
    assert laid.settled.model_dump()["asserted_by"] == "unknown"


class Deal(Part):
    """A part inside a kind."""

    giver: Side = Field(description="who gives")
    price: Amount | None = Field(description="the price")
    goods: list[Count] = Field(min_length=1, description="what is sold")


class Sale(KindModel):
    """A kind whose fields stand one level deeper, and some of which must be filled."""

    evidence: list[Quote] = Field(description="the sentence")
    deals: list[Deal] = Field(description="the deals")
    best: Deal | None = Field(description="the best of them")
    title: Words = Field(description="its name")


def sale(text: str, **fields: Any) -> Case:
    kind = Kind("sale", Sale, KINDS["loan"].prompt, Path("sale.py"), KINDS["loan"].reply)
    draft = Sale.model_validate({"evidence": [text], "deals": [], "best": None, "title": "sale", **fields})
    return lay_beside(kind, draft, document(text), find(text))


def test_fields_inside_parts_are_settled_like_others() -> None:
    text = "In one sale Norway sold 24 guns for 30 million euros, and Poland 12."
    goods = [{"text": "24 guns", "value": 42}, {"text": "12", "value": 12}]
    deal = {"giver": "Norway", "price": money("30 million euros", 3), "goods": goods}
    data = sale(text, deals=[deal], best=deal).settled.model_dump()
    for settled in (data["deals"][0], data["best"]):
        assert settled["price"]["value"] == 30_000_000
        assert [count["value"] for count in settled["goods"]] == [24, 12]


def test_fillers_inside_parts_are_dropped_where_that_is_allowed() -> None:
    text = "In one sale Norway sold 24 guns."
    deal = {"giver": "unknown", "price": money("n/a", 3), "goods": [{"text": "unknown", "value": None}]}
    laid = sale(text, best=deal, title="unknown")
    assert laid.fillers == ("best.price",)
    assert laid.settled.model_dump()["best"]["giver"] == "unknown"
    assert laid.settled.model_dump()["title"] == "unknown"
    assert laid.draft.model_dump()["best"]["price"] is None


def test_codes_stand_beside_the_lists_of_parties() -> None:
    text = "Oslo and the Nordbank lent the Latvian government and the EU money."
    laid = case("loan", text, lender=["Oslo", "the Nordbank"], borrower=["the Latvian government", "the EU"])
    assert laid.codes == {"lender[0]": "NOR", "lender[1]": None, "borrower[0]": "LVA", "borrower[1]": "EU"}
    out = derived(laid)
    assert (out["lender_codes"], out["borrower_codes"]) == (["NOR"], ["LVA", "EU"])
    assert "purpose_text_codes" not in out


def test_no_code_is_made_up() -> None:
    out = derived(case("loan", "Mr. Berg lent Istanbul money.", lender=["Mr. Berg"], borrower=["Istanbul"]))
    assert "lender_codes" not in out
    assert "borrower_codes" not in out


# status, modifier in the text, flow type, AidData status, OECD type, countable
LOANS = {
    "signed": ("committed", "", "loan", "Pipeline: Commitment", "421", True),
    "paid out": ("disbursed", "", "grant", "Implementation", "110", True),
    "paid back": ("repaid", "", "bond", "Completion", "423", True),
    "a pledge is no money": ("pledged", "", "loan", "Pipeline: Pledge", "421", False),
    "talks are no money": ("negotiating", "up to ", "loan", "Pipeline: Pledge", "421", False),
    "an upper bound is no sum": ("committed", "up to ", "loan", "Pipeline: Commitment", "421", False),
    "at least is a sum": ("committed", "at least ", "guarantee", "Pipeline: Commitment", "1100", True),
    "unclear": ("unclear", "", "unspecified", None, None, False),
}


@pytest.mark.parametrize("name", LOANS)
def test_what_follows_from_a_loan(name: str) -> None:
    status, before, flow, aiddata, oecd, countable = LOANS[name]
    text = f"Norway lent Latvia {before}$3 billion."
    laid = case("loan", text, status=status, flow_type=flow, amount=money("$3 billion", 3e9, "USD"))
    out = derived(laid)
    assert (out["aiddata_status"], out["oecd_finance_type"], out["countable"]) == (aiddata, oecd, countable)


def test_a_loan_without_a_sum_is_not_countable() -> None:
    assert derived(case("loan", status="disbursed"))["countable"] is False


@pytest.mark.parametrize(
    "kind, soft", [("declaration", True), ("memorandum", True), ("programme", True), ("treaty", False)]
)
def test_what_follows_from_a_treaty(kind: str, soft: bool) -> None:
    out = derived(case("treaty", instrument_type=kind))
    assert out == {"parties_codes": ["NOR", "LVA"], "usually_non_binding": soft, "bilateral": True}
    assert derived(case("treaty", parties=["Norway", "Latvia", "Poland"]))["bilateral"] is False


def test_what_follows_from_a_transfer() -> None:
    laid = case("weapons_transfer", "Russia gave Belarus the C-400.", supplier=["Russia"], recipient=["Belarus"],
                designation_text="C-400")  # fmt: skip
    assert derived(laid) == {"supplier_codes": ["RUS"], "recipient_codes": ["BLR"], "designation_key": "S-400"}


@pytest.mark.parametrize(
    "who, official", [("government", True), ("diplomat", True), ("media", False), ("ngo_or_activist", False)]
)
def test_what_follows_from_a_statement(who: str, official: bool) -> None:
    out = derived(case("statement", speaker_type=who, targets=["Latvia"]))
    assert out == {"speaker_affiliation_codes": ["NOR"], "targets_codes": ["LVA"], "official": official}


@pytest.mark.parametrize("kind", sorted(TEXTS))
def test_a_draft_without_anything_to_mend_stays_as_it_is(kind: str) -> None:
    laid = case(kind)
    assert laid.settled == laid.draft
    assert without_fillers(laid.draft) == (laid.draft, ())
    assert {name: value for name, value in laid.draft.model_dump().items() if name != "evidence"} == DRAFTS[kind]


NUMBERS = st.decimals(min_value=1, max_value=900, places=1)
WRONG = st.none() | st.integers(-(10**18), 10**18) | st.decimals(-(10**9), 10**9, places=2)
SCALES = {"": 1, " thousand": 10**3, " million": 10**6, " billion": 10**9}
MODIFIERS = {"": "exact", "about ": "about", "up to ": "up_to", "over ": "more_than", "at least ": "at_least"}
EVENTS = st.sampled_from(["exact", "about", "at_least", "more_than", "up_to", "less_than", "range"])


@settings(max_examples=200, deadline=None)
@given(NUMBERS, st.sampled_from(sorted(SCALES)), st.sampled_from(sorted(MODIFIERS)), WRONG, EVENTS,
       st.sampled_from(["USD", "EUR", "XXX", ""]))  # fmt: skip
def test_whatever_the_model_says_the_settled_value_is_the_figures(
    number: Decimal, scale: str, before: str, wrong: Any, modifier: str, currency: str
) -> None:
    words = f"{number}{scale} euros"
    laid = case("loan", f"Norway lent Latvia {before}{words} for a port.",
                amount=money(words, wrong, currency, modifier))  # fmt: skip
    settled = laid.settled.model_dump()["amount"]
    assert settled["value"] == number * SCALES[scale] == laid.figures["amount"].value
    assert (settled["currency"], settled["modifier"]) == ("EUR", MODIFIERS[before])
    assert (settled["value_high"], settled["text"]) == (None, words)
    assert laid.draft.model_dump()["amount"]["value"] == wrong


@settings(max_examples=100, deadline=None)
@given(st.integers(2, 100_000), WRONG)
def test_whatever_the_model_counts_the_settled_count_is_the_figures(number: int, wrong: Any) -> None:
    laid = case("weapons_transfer", f"Norway gave Latvia {number:,} guns.",
                quantity={"text": f"{number:,} guns", "value": wrong})  # fmt: skip
    assert laid.settled.model_dump()["quantity"]["value"] == number


@settings(max_examples=100, deadline=None)
@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)), st.text(max_size=10))
def test_whatever_the_model_dates_the_settled_date_is_the_figures(day: Any, guess: str) -> None:
    words = f"{day.day} {day:%B} {day.year:04}"
    laid = case("loan", f"Norway signed a loan to Latvia on {words} in Oslo.",
                dates=[{**step("signed", words), "edtf": guess}])  # fmt: skip
    assert laid.settled.model_dump()["dates"][0]["edtf"] == laid.figures["dates[0]"].unit == day.isoformat()


def test_an_invented_source_becomes_the_author_and_a_cited_one_stays() -> None:
    """A model that fills in "the whole sentence" has cited nobody."""
    text = "Norway lent Latvia 4 million euros for roads, Anna Holm said."
    for said, settled in (("the whole sentence", "author"), ("Anna Holm", "Anna Holm"), ("Norway and Latvia",) * 2):
        assert case("loan", text, asserted_by=said).settled.model_dump()["asserted_by"] == settled
