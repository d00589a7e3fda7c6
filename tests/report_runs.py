"""Runs made for tests of the report: documents and record lines of our own, written as a run leaves them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from conftest import LOAN_TEXT, loan, second_loan

from extract.database import Database
from extract.figures import find
from extract.store import dumps, figure_json
from extract.types import Document

HOSTILE = {
    "markup": "<script>window.hit = 1</script><img src=x onerror='window.hit = 1'><b>not bold</b>",
    "ends": "</script></textarea></title></style></template><!-- --> <!--<script> ]]>",
    "template": "{{ 7919 * 7907 }} {% include 'x' %} ${7919*7907} $x^2$ #{1} `${alert(1)}`",
    "bidi": "paid \u202e000 1\u202c and\u2066 so\u2069 on\u200b\u200b\u200d\ufeff",
    "odd": "nul \x00 escape \x1b[31m half \ud800 and \udc00, pair \ud83d\ude00, line\u2028end\u2029 \x85",
    "astral": "\U0001f600\U0001f1f3\U0001f1f1 \U0001d54f",
    "quotes": '\' onmouseover=\'window.hit=1\' " onfocus="window.hit=1" x="&quot;&lt;',
}
"""Texts that try to be more than text."""


def document(name: str, text: str, **about: Any) -> Document:
    sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(name, text, sha256, **{"published": "2023-03-09", "sources": (f"{name}.txt",), **about})


def line(of: Document, number: int, data: dict[str, Any], kind: str = "loan", findings: Sequence[Any] = ()) -> Any:
    """A record line: evidence and the amount's figure at the places where the document has their words."""
    quotes = data.get("evidence") or [data["content"]]
    evidence = []
    for quote in quotes:
        at = of.text.index(quote)
        evidence.append(
            {"exact": quote, "prefix": "", "suffix": "", "start": at, "end": at + len(quote), "match": "exact"}
        )
    figures = {}
    amount = data.get("amount")
    if amount and amount["text"] in of.text:
        at = of.text.index(amount["text"])
        figures["amount"] = {
            **{"kind": "money", "as_written": amount["text"], "value": amount["value"], "value_high": None},
            **{"unit": amount["currency"], "modifier": "exact", "assumed": False, "start": at},
            **{"end": at + len(amount["text"]), "per": None, "equals": None},
        }
    levels = {one[1] for one in findings}
    verdict = "rejected" if "error" in levels else "flagged" if "warn" in levels else "verified"
    about = {name: getattr(of, name) for name in ("id", "sha256", "title", "published", "source")}
    return {
        **{"contract": "extract/1", "id": f"{number:016x}", "kind": kind, "verdict": verdict},
        **{"document": {**about, "sources": list(of.sources)}, "data": data, "derived": {"countable": True}},
        **{"evidence": evidence, "figures": figures},
        "findings": [dict(zip(("check", "level", "path", "message"), one, strict=True)) for one in findings],
        "provenance": {"model": "m1", "recordings": ["ab" * 32], "attempts": 1},
    }


def made_run(folder: Path, documents: Sequence[Document], lines: Sequence[Any], failures: Sequence[Any] = ()) -> Path:
    """A run folder with these documents and lines; figures that no line has are unclaimed."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = {(one["document"]["id"], f["start"]) for one in lines for f in one["figures"].values()}
    loose = [
        {"document": one.id, **figure_json(figure)}
        for one in documents
        for figure in find(one.text[:20_000], anchor="2023-03-09")
        if (one.id, figure.start) not in taken
    ]
    for name, some in {"records": lines, "failures": failures, "unclaimed": loose}.items():
        (folder / f"{name}.jsonl").write_text("".join(dumps(one) + "\n" for one in some), encoding="utf-8")
    manifest = {"contract": "extract/1", "complete": True, "settings": {"model": "m1", "method": "candidates"}}
    (folder / "run.json").write_text(json.dumps(manifest), encoding="utf-8")
    with Database(folder) as base:
        base.take_in(documents, None)
    return folder


def two_loans(folder: Path) -> Path:
    """One document of two loans, the second with findings, and a percentage that nobody claims."""
    paper = document("paper", LOAN_TEXT, title="A week of money")
    findings = [("V05", "warn", "amount.currency", "more than one currency"), ("V20", "info", "", "not named")]
    lines = [line(paper, 1, loan(dates=[{**loan()["dates"][0], "edtf": "2023-03-03"}]))]
    lines.append(line(paper, 2, second_loan(), findings=findings))
    return made_run(folder, [paper], lines, [{"document": "other", "kind": None, "reason": "empty", "message": "<i>"}])


def hostile_run(folder: Path) -> Path:
    """Documents that are attacks: in the text, the title, the source, the record's words, findings and failures."""
    documents, lines = [], []
    for number, (name, attack) in enumerate(HOSTILE.items(), start=1):
        quote = f"China lent {attack} to Belarus $5 million."
        text = f"{attack}\n\n{quote}\n{attack} Prices rose by 7 percent."
        name_of = attack.translate(dict.fromkeys(range(0xD800, 0xE000)))  # no front matter can hold these
        one = document(name, text, title=f"{name} {name_of}", source=name_of)
        amount = {"text": "$5 million", "value": 5000000, "currency": attack, "modifier": "exact"}
        data = loan(evidence=[quote], amount=amount, dates=[], purpose_text=attack, lender=[attack])
        findings = [("V05", "warn", "amount.currency", attack), (f"V99{attack}", "info", attack, attack)]
        documents.append(one)
        lines.append(line(one, number, data, findings=findings))
    long = "word " * 200_000 + "China lent Belarus $5 million. " + "x" * 50_000
    documents.append(document("long-line", long))
    amount = {"text": "$5 million", "value": 5000000, "currency": "USD", "modifier": "exact"}
    data = loan(evidence=["China lent Belarus $5 million."], amount=amount, dates=[])
    lines.append(line(documents[-1], 90, data))
    odd = line(documents[0], 91, lines[0]["data"], kind="no <b>kind</b>")
    return made_run(
        folder, documents, [*lines, odd], [{"document": a, "reason": a, "message": a} for a in HOSTILE.values()]
    )
