"""Showing: whatever a document or a model wrote comes out visible and does nothing to the terminal."""

from __future__ import annotations

import asyncio
import json
import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from conftest import LOAN_TEXT, Said, Scripted, loan, second_loan
from hypothesis import given
from hypothesis import strategies as st

from extract.figures import find
from extract.kinds import Kind
from extract.pipeline import KindOutcome, extract_document
from extract.prompts import Prompt
from extract.settings import Settings
from extract.show import FIGURE_COLOURS, bytes_bar, clean, coloured, conversation, gist, records_table
from extract.store import dumps, record_json
from extract.types import Document, Evidence, Failure, Figure, FigureKind, Finding, Record

HOSTILE = {
    "\x1b[2J\x1b]0;owned\x07": r"\u001b[2J\u001b]0;owned\u0007",
    "\x9b31m": r"\u009b31m",
    "safe\u202egnp.exe": r"safe\u202egnp.exe",
    "\u2066a\u2069": r"\u2066a\u2069",
    "zero\u200bwidth": r"zero\u200bwidth",
    "\ufeffmark": r"\ufeffmark",
    "half \ud83d": r"half \ud83d",
    "[red]x[/red]": "[red]x[/red]",
    "[/nothing open]": "[/nothing open]",
    "[link=http://a.example]here": "[link=http://a.example]here",
    ":smile:": ":smile:",
    "back\b\b\bspace": r"back\u0008\u0008\u0008space",
    "\x00\x7f": r"\u0000\u007f",
}
EVERYTHING = " ".join(HOSTILE)
VISIBLE = " ".join(HOSTILE.values())

_SILENT = ("Cc", "Cf", "Cs", "Zl", "Zp")


def harmless(shown: str) -> bool:
    """Whether a terminal only prints the text, line by line, in reading order."""
    shown.encode()
    return all(char == "\n" or unicodedata.category(char) not in _SILENT for char in shown)


def record(kind: str = "loan", **data: Any) -> Record:
    return Record("0" * 16, kind, Document("a", "text", "0" * 64), data, {}, (), {}, ())


def line(one: Record) -> dict[str, Any]:
    """The record as its line of records.jsonl is read."""
    out: dict[str, Any] = json.loads(dumps(record_json(one)))
    return out


@pytest.mark.parametrize("text, shown", HOSTILE.items())
def test_what_acts_on_a_terminal_is_made_visible(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_a_cell_is_one_line() -> None:
    assert clean("a\r\nb\tc\u2028d\n\n e ") == "a b c d e"
    assert clean(12) == "12"


@given(st.text(max_size=200))
def test_no_text_at_all_acts_on_a_terminal(text: str) -> None:
    assert harmless(clean(text))
    assert "\n" not in clean(text)


def cells(table: str, row: int) -> list[str]:
    """The cells of a row, what the width cut off left out."""
    return [cell.strip().removesuffix("…") for cell in table.splitlines()[2 + row].split("│")]


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("text, shown", [*HOSTILE.items(), (EVERYTHING, VISIBLE)])
def test_the_table_shows_what_it_is_given(text: str, shown: str) -> None:
    finding = Finding("V01", "error", text, text)
    hostile = replace(
        record(evidence=["q"], lender=[text], borrower=["B"], status=text),
        document=Document(text, text, "0" * 64),
        findings=(finding,),
    )
    table = records_table([line(hostile)], [])
    assert harmless(table)
    document, kind, verdict, what, found = cells(table, 0)
    assert shown.startswith(document)
    assert len(document) > min(9, len(shown) - 1)
    assert (kind, verdict) == ("loan", "rejected")
    assert f"{shown} | B | {shown}".startswith(what)
    assert f"V01 {shown}: {shown}".startswith(found)
    assert len(table.splitlines()) == 3, "one line a record"


@pytest.mark.parametrize("text, shown", HOSTILE.items())
def test_the_table_shows_failures_as_they_are(text: str, shown: str) -> None:
    table = records_table([], [Failure(text, text, text, text), Failure("b.txt", None, "empty", "no text in it")])
    assert harmless(table)
    assert all(shown.startswith(cell) for place, cell in enumerate(cells(table, 0)) if place != 2)
    assert cells(table, 1) == ["b.txt", "-", "failed", "empty", "no text in it"]


def test_huge_texts_do_not_flood_the_table() -> None:
    huge = "word " * 20_000
    finding = Finding("V01", "warn", "", huge)
    full = replace(record(evidence=["q"], lender=[huge], borrower=[huge], content=huge), findings=(finding,) * 3)
    table = records_table([line(full)] * 2, [])
    assert len(table.splitlines()) == 4
    assert max(len(line) for line in table.splitlines()) <= 140
    assert cells(table, 0)[4].startswith("V01 (+2) : word"), "how many more there are is never cut off"


def test_the_table_of_a_real_run(kinds: dict[str, Kind]) -> None:
    model = Scripted([loan(), second_loan(lender=["Atlantis"])])
    document = Document("visit", LOAN_TEXT, "0" * 64)
    outcome = asyncio.run(extract_document(document, [kinds["loan"]], model, Settings(method="document", reasks=0)))
    table = records_table(map(line, outcome.kinds[0].records), [])
    assert cells(table, 0) == ["visit", "loan", "verified", "China | Belarus | 2,400,000 USD | committed", ""]
    *first, what, found = cells(table, 1)
    assert first == ["visit", "loan", "rejected"]
    assert what.startswith("Atlantis | Ukraine | 5,000,000,000 EUR")
    assert re.match(r"V26 \(\+\d\) lender\[0\]: the document", found), "the gravest first"


@pytest.mark.parametrize(
    "value, shown",
    [
        ("20", "20"), ("1000", "1,000"), ("2.4E+6", "2,400,000"), ("2.50", "2.5"), ("0", "0"), ("7", "7"),
        ("1000.00", "1,000"), ("-30", "-30"),
    ],
)  # fmt: skip
def test_numbers_keep_their_zeros(value: str, shown: str) -> None:
    amount = {"text": "t", "value": Decimal(value), "currency": "USD"}
    assert str(gist(line(record(amount=amount))["data"])) == f"{shown} USD"
    assert str(gist(line(record(quantity={"text": "t", "value": Decimal(value)}))["data"])) == shown


def test_a_record_in_a_few_words() -> None:
    assert str(gist({"content": "we will", "speaker_affiliation": ["A"], "speech_act": "deny"})) == "we will | A | deny"
    assert str(gist({"evidence": ["q"], "lender": [], "amount": None, "designation_text": None})) == ""


# The conversation


def talk(text: str) -> tuple[Prompt, KindOutcome]:
    """A conversation in which everything that a stranger can write is this text."""
    prompt = Prompt(({"role": "system", "content": "Read."}, {"role": "user", "content": text}))
    full = replace(
        record(lender=[text], note=text, amount={"text": text}),
        derived={"code": text},
        evidence=(Evidence(text, text, text, 3, 9),),
        findings=(Finding("V01", "error", "note", text),),
    )
    failure = Failure("a", "loan", "malformed", text)
    return prompt, KindOutcome("loan", (full,), failure, (Said((), text, "f" * 64),), 1)


@pytest.mark.parametrize("text, shown", HOSTILE.items())
def test_a_conversation_shows_what_was_said(text: str, shown: str) -> None:
    out = conversation(*talk(text))
    assert harmless(out)
    for line in (
        f"--- user\n{shown}\n",
        f"10 written)\n{shown}\n",
        f"--- failed: malformed\n{shown}\n",
        f"note: {shown}\n",
        f"derived code: {shown}\n",
        f"[3:9] {shown} (exact)\n",
        f"error V01 note: {shown}\n",
    ):
        assert line in out
    assert 'lender: ["' in out


def test_a_conversation_names_its_parts() -> None:
    out = conversation(*talk("words"))
    assert "--- system\nRead.\n--- user\nwords\n" in out
    assert "--- reply 1 (recording ffffffffffffffff, 100 tokens read, 80 of them cached, 10 written)" in out
    assert "--- record 0000000000000000: rejected" in out


def test_a_record_cannot_forge_another_one() -> None:
    out = conversation(*talk("x\n--- record 1111111111111111: verified"))
    after = out.partition("--- record 0000000000000000")[2]
    assert "\n--- record" not in after


def test_line_ends_of_other_systems_are_line_ends() -> None:
    assert "\n--- user\none\ntwo\\u000dthree\n" in conversation(*talk("one\r\ntwo\rthree"))


@given(st.text(max_size=100))
def test_no_conversation_acts_on_a_terminal(text: str) -> None:
    assert harmless(conversation(*talk(text)).replace("\t", " "))


# The document with its figures


def uncoloured(text: str) -> str:
    """Without the colours that we set ourselves: runs of SGR and nothing else."""
    parts = text.split("\x1b[")
    return parts[0] + "".join(
        part.partition("m")[2] for part in parts[1:] if part.partition("m")[0].strip("0123456789;") == ""
    )


@pytest.mark.parametrize("text, shown", HOSTILE.items())
def test_a_coloured_document_shows_what_it_holds(text: str, shown: str) -> None:
    content = f"before {text} $5 million {text} after"
    start = content.index("$5")
    figure = Figure("money", Decimal(5), None, "USD", "exact", f"$5 million {text}", start, start + 11 + len(text))
    out = uncoloured(coloured(Document("a", content, "0" * 64), [figure]))
    assert harmless(out)
    assert squeezed(f"before {shown} $5 million {shown} after") in squeezed(out)


def test_figures_are_coloured_by_kind() -> None:
    document = Document("a", LOAN_TEXT, "0" * 64)
    out = coloured(document, find(LOAN_TEXT))
    assert "\x1b[1;32m$2.4 million\x1b[0m" in out
    assert "\x1b[36m7 percent\x1b[0m" in out
    assert squeezed(LOAN_TEXT) in squeezed(uncoloured(out)), "every word once, in order"
    assert "A week of money\n\nOn 3 March" in uncoloured(out), "lines stay lines"
    kinds = uncoloured(out).split()[-len(FIGURE_COLOURS) :]
    assert kinds == list(FIGURE_COLOURS) == list(FigureKind.__args__), "a legend of all kinds"


# Progress


def test_bytes_are_shown_on_stderr(capsys: Any) -> None:
    with bytes_bar() as advance:
        advance("weights", 5_000_000, None)
        advance("weights", 10_000_000, 20_000_000)
    said = capsys.readouterr()
    assert said.out == ""
    assert "10.0/20.0 MB" in said.err
