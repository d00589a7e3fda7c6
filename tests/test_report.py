"""The report's page: what it says, that it is one file, and that no document can be more than text in it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import sys
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from conftest import LOAN_TEXT, ROOT, loan
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from report_runs import HOSTILE, document, hostile_run, line, made_run, two_loans
from test_cli import call

from extract.batch import run_batch
from extract.errors import UsageError
from extract.kinds import Kind
from extract.report import columns, gather
from extract.report.cards import card, proof
from extract.report.embed import page, script_json
from extract.report.gather import Choice, choose
from extract.report.page import Beside, build
from extract.report.plots import short
from extract.report.statistics import amounts, timeline
from extract.report.svg import label
from extract.runs import open_run
from extract.settings import Settings

SEEDS = ("union-on-the-march", "visit-to-minsk")
"""Two of the demo's documents, with right, wrong and missed records."""

VOID = {"meta", "link", "input", "br", "hr", "img", "path", "use"}


class Page(HTMLParser):
    """A page as a parser sees it: its elements with attributes, the text in each, and whether tags close."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.blocks: dict[str, str] = {}
        self.open: list[tuple[str, str | None]] = []
        self.unclosed: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("id")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1][0] != tag:
            self.unclosed.append(tag)
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        tag, name = self.open[-1] if self.open else ("", None)
        if tag in ("script", "style"):
            self.blocks[name or tag] = self.blocks.get(name or tag, "") + data
        else:
            self.words.append(data)

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        found = (attrs for name, attrs in self.elements if name == tag)
        return [attrs for attrs in found if all(attrs.get(key) == value for key, value in wanted.items())]

    def data(self, name: str) -> Any:
        return json.loads(self.blocks[name])


def shown(folder: Path, kinds: Mapping[str, Kind], choice: Choice | None = None) -> Page:
    run = open_run(folder)
    return Page(build(run, kinds, choose(run, choice or Choice())))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, kinds: dict[str, Kind]) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "run"
    recordings = Settings(mode="replay", recordings=ROOT / "fixtures" / "recordings")
    run_batch([str(ROOT / "seeds" / f"{name}.md") for name in SEEDS], kinds, recordings, folder)
    return folder


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, kinds: dict[str, Kind]) -> Page:
    return shown(hostile_run(tmp_path_factory.mktemp("hostile") / "run"), kinds)


def pieces(view: Mapping[str, Any], **wanted: str) -> list[str]:
    """The words under each mark that has these values."""
    places = [at for at, mark in enumerate(view["marks"]) if all(mark[key] == value for key, value in wanted.items())]
    return ["".join(piece[0] for piece in view["pieces"] if at in (piece[1:] or [[]])[0]) for at in places]


def test_the_page_is_whole_small_and_alone(demo: Path, kinds: dict[str, Kind]) -> None:
    out, _ = call("report", str(demo), "--gold", str(ROOT / "fixtures" / "gold"))
    text = (demo / "report.html").read_text(encoding="utf-8")
    assert f"{len(text.encode()) / 1e6:.2f} MB" in out
    assert len(text.encode()) < 1_500_000
    made = Page(text)
    assert not made.unclosed
    assert not made.open
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//|@import|url\((?!#)""", text)
    assert {attrs.get("href", "#")[0] for _, attrs in made.elements if attrs.get("href")} == {"#"}  # type: ignore[index]
    ids = [attrs["id"] for _, attrs in made.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert not [name for _, attrs in made.elements for name in attrs if name.startswith("on") or name == "style"]


def test_the_policy_allows_the_one_script_and_style_and_nothing_else(demo: Path, kinds: dict[str, Kind]) -> None:
    made = shown(demo, kinds)
    (meta,) = made.all("meta", **{"http-equiv": "Content-Security-Policy"})
    rules = dict(rule.strip().split(" ", 1) for rule in str(meta["content"]).split(";"))
    hashes = {
        f"{name}-src": "'sha256-" + base64.b64encode(hashlib.sha256(made.blocks[name].encode()).digest()).decode() + "'"
        for name in ("script", "style")
    }
    assert rules == {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'", **hashes}
    assert [attrs for attrs in made.all("script") if attrs.get("type") != "application/json"] == [{}]
    assert "innerHTML" not in made.blocks["script"]
    assert "insertAdjacentHTML" not in made.blocks["script"]


def test_the_page_can_be_used_without_sight(demo: Path, kinds: dict[str, Kind]) -> None:
    made = shown(demo, kinds)
    assert made.all("html", lang="en")
    assert len(made.all("main")) == len(made.all("header")) == 1
    assert all(attrs.get("aria-label") for attrs in made.all("nav"))
    assert made.all("a", href="#main")
    assert all(attrs.get("scope") in ("col", "row") for attrs in made.all("th"))
    assert len([attrs for attrs in made.all("th") if attrs.get("aria-sort") == "none"]) == 8
    labelled = {attrs.get("for") for attrs in made.all("label")}
    fields = [attrs for tag in ("input", "select") for attrs in made.all(tag) if attrs.get("type") != "checkbox"]
    assert fields
    assert {attrs["id"] for attrs in fields} <= labelled
    names = {attrs.get("id") for _, attrs in made.elements}
    for _, attrs in made.elements:
        assert set((attrs.get("aria-labelledby") or "").split()) <= names
    plots = made.all("svg")
    assert len(plots) == 4
    assert all(attrs["role"] == "img" and attrs["aria-labelledby"] for attrs in plots)
    assert len(made.all("details")) >= len(plots)


def test_a_record_stands_with_its_proof(tmp_path: Path, kinds: dict[str, Kind]) -> None:
    made = shown(two_loans(tmp_path / "run"), kinds)
    rows = made.data("index")["rows"]
    assert [(row["who"], row["sum"], row["verdict"], row["stage"]) for row in rows] == [
        ("China → Belarus", "2,400,000 USD", "verified", "committed"),
        ("Germany → Ukraine", "5,000,000,000 EUR", "flagged", "committed"),
    ]
    assert rows[0]["date"] == {"edtf": "2023-03-03", "low": "2023-03-03", "high": "2023-03-03", "step": "signed"}
    assert rows[1]["date"]["step"] == "reported"
    assert rows[1]["parties"] == ["Germany", "Ukraine"]
    block = made.data("data-0")
    first = rows[0]["id"]
    assert pieces(block["view"], record=first, path="amount") == ["$2.4 million"]
    assert pieces(block["view"], record=first, role="evidence") == loan()["evidence"]
    assert pieces(block["view"], role="unclaimed")[-2:] == ["3 March 2023", "7 percent"]
    assert "".join(piece[0] for piece in block["view"]["pieces"]) == LOAN_TEXT
    (amount,) = (one for one in block["cards"][rows[1]["id"]]["fields"] if one["name"] == "amount")
    assert amount["items"][0]["proof"] == "“5 billion euros” = 5,000,000,000 EUR"
    assert [one["message"] for one in amount["findings"]] == ["more than one currency"]
    assert [one["check"] for one in block["cards"][rows[1]["id"]]["findings"]] == ["V20"]
    assert set(made.data("index")["checks"]) == {"V05", "V20"}
    assert "<i>" in "".join(made.words)


def test_every_offset_of_the_demo_is_right(demo: Path, kinds: dict[str, Kind]) -> None:
    made = shown(demo, kinds)
    seen = 0
    lines = {one["id"]: one for one in open_run(demo).records()}
    for at, _ in enumerate(made.data("index")["documents"]):
        block = made.data(f"data-{at}")
        for name in block["cards"]:
            evidence = [one["exact"] for one in lines[name]["evidence"]]
            assert pieces(block["view"], record=name, role="evidence") == evidence
            for path, figure in lines[name]["figures"].items():
                assert pieces(block["view"], record=name, role="figure", path=path) == [figure["as_written"]]
                seen += 1
    assert seen >= 8


def test_hostile_documents_are_text(hostile: Page) -> None:
    assert not hostile.unclosed
    assert len(hostile.all("script")) == 2 + len(hostile.data("index")["documents"])
    assert not hostile.all("img")
    assert not hostile.all("b")
    assert not [name for _, attrs in hostile.elements for name in attrs if name.startswith("on")]
    assert "62615533" not in "".join(hostile.words), "the product of the template's numbers"
    for char in ("\u202e", "\u2066", "\u200b", "\ufeff", "\x00", "\x1b", "\u2028", "\u2029", "\x85"):
        assert char not in hostile.text
    hostile.text.encode("utf-8")
    titles = {one["title"].split(" ")[0] for one in hostile.data("index")["documents"]}
    assert titles == {*HOSTILE, "long-line"}


def test_offsets_are_right_in_hostile_documents(hostile: Page) -> None:
    for at, one in enumerate(hostile.data("index")["documents"]):
        view = hostile.data(f"data-{at}")["view"]
        assert set(pieces(view, path="amount")) == {"$5 million"}
        assert all(
            words.startswith("China lent ") and words.endswith("$5 million.") for words in pieces(view, role="evidence")
        )
        if one["id"] != "long-line":
            assert "7 percent" in pieces(view, role="unclaimed")


ATTACKS = st.text(
    st.one_of(st.characters(), st.sampled_from("<>/&'\"{}%!-$\\\u202e\u2028\u0000\ud800\udc00\U0001f600\r\n")),
    max_size=40,
)


@given(st.recursive(ATTACKS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ATTACKS, inner, max_size=3)))
def test_json_in_a_page_ends_nothing_and_comes_back(value: Any) -> None:
    made = str(script_json(value))
    assert not re.search("[<>&\u2028\u2029\x7f-\x9f]", made)
    made.encode("utf-8")
    assert json.loads(made) == json.loads(json.dumps(value))


@hypothesis_settings(max_examples=15)
@given(ATTACKS, ATTACKS)
def test_any_document_and_title_are_text(
    tmp_path_factory: pytest.TempPathFactory, kinds: dict[str, Kind], attack: str, title: str
) -> None:
    one = document("d", f"{attack} China lent Belarus $5 million. {attack}", title=title)
    data = loan(evidence=["China lent Belarus $5 million."], amount={**loan()["amount"], "text": "$5 million"})
    lines = [line(one, 1, {**data, "purpose_text": attack}, findings=[("V05", "warn", attack, attack)])]
    with patch("extract.report.page._charts", return_value=[]):  # which labels alone go into, and which take long
        made = shown(made_run(tmp_path_factory.mktemp("any") / "run", [one], lines), kinds)
    assert not made.unclosed
    assert len(made.all("script")) == 3
    view = made.data("data-0")["view"]
    assert pieces(view, role="evidence") == ["China lent Belarus $5 million."]
    assert pieces(view, role="figure") == ["$5 million"]


def test_a_choice_is_said(tmp_path: Path, kinds: dict[str, Kind]) -> None:
    folder = two_loans(tmp_path / "run")
    made = shown(folder, kinds, Choice(verdicts=("flagged",)))
    assert [row["verdict"] for row in made.data("index")["rows"]] == ["flagged"]
    assert "verdicts flagged" in "".join(made.words)
    with pytest.raises(UsageError, match="no document is left"):
        shown(folder, kinds, Choice(documents=("nowhere",)))
    assert len(shown(folder, kinds, Choice(limit=1)).data("index")["documents"]) == 1


def test_of_too_many_documents_the_first_are_shown_and_it_is_said(
    tmp_path: Path, kinds: dict[str, Kind], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "MOST", 3)
    folder = made_run(tmp_path / "run", [document(f"d{at}", f"Text {at}.") for at in range(5)], [])
    said = "a page holds 3 documents, so the last 2 by id are left out; choose with --kind, --verdict or --document"
    made = shown(folder, kinds)
    assert [one["title"] for one in made.data("index")["documents"]] == ["d0", "d1", "d2"]
    assert "3 of 5 documents" in "".join(made.words)
    assert said in "".join(made.words)
    assert said in call("report", str(folder))[1]
    assert said.replace("last 2", "last 1") in "".join(shown(folder, kinds, Choice(limit=4)).words)
    for choice in (Choice(limit=2), Choice(limit=3), Choice(documents=("d3", "d4"))):  # all that was asked for is there
        made = shown(folder, kinds, choice)
        assert f"{choice.limit or 2} of 5 documents" in "".join(made.words)
        assert "left out" not in "".join(made.words)
    assert "left out" not in call("report", str(folder), "--limit", "2")[1]


def test_a_run_without_records_and_one_of_an_unknown_kind(tmp_path: Path, kinds: dict[str, Kind]) -> None:
    assert "0" in shown(made_run(tmp_path / "a", [], []), kinds).words
    paper = document("paper", LOAN_TEXT)
    made = shown(made_run(tmp_path / "b", [paper], [line(paper, 1, loan(), kind="grant")]), kinds)
    (row,) = made.data("index")["rows"]
    assert (row["kind"], row["who"], row["parties"], row["sum"]) == ("grant", "", [], "")
    assert made.data("index")["labels"]["grant"] == "grant"


def test_a_line_that_is_no_record_is_named(tmp_path: Path, kinds: dict[str, Kind]) -> None:
    folder = two_loans(tmp_path / "run")
    with open(folder / "records.jsonl", "a", encoding="utf-8") as file:
        file.write("[]\n")
    with pytest.raises(UsageError, match="record 3 is none"):
        shown(folder, kinds)


def test_accuracy_names_what_is_wrong_and_missed_and_where(demo: Path, kinds: dict[str, Kind]) -> None:
    gold = demo.parent / "gold-with-more"
    shutil.copytree(ROOT / "fixtures" / "gold", gold)
    for path in gold.iterdir():  # what no run finds
        coded = json.loads(path.read_text(encoding="utf-8"))
        text = (ROOT / "seeds" / coded["document"]).read_text(encoding="utf-8")
        words = text.rstrip()[-40:]
        coded["records"].append({**coded["records"][0], "id": "more", "required": True, "evidence": [words]})
        path.write_text(json.dumps(coded), encoding="utf-8")
    call("report", str(demo), "--gold", str(gold), "--out", str(demo / "measured.html"))
    made = Page((demo / "measured.html").read_text(encoding="utf-8"))
    words = " ".join("".join(made.words).split())
    assert "were found;" in words
    assert "Wrong numbers in verified records: none." in words
    wrong = [attrs for attrs in made.all("a") if str(attrs.get("href")).startswith("#record-")]
    missed = [attrs for attrs in made.all("a") if str(attrs.get("href")).startswith("#missed-")]
    assert wrong
    assert missed
    index = made.data("index")
    assert {str(attrs["href"])[8:] for attrs in wrong} <= {row["id"] for row in index["rows"]}
    for at, place in enumerate(index["missed"]):
        if place is not None:
            assert pieces(made.data(f"data-{place}")["view"], role="missed", path=str(at))
    assert None in index["missed"]  # the gold has documents that this run has not


DIFF = {
    "contract": "extract-diff/1",
    "a": "run <old>",
    "b": "run",
    "counts": {"same": 1, "changed": 1, "appeared": 1, "vanished": 1},
    "runs": [{"what": "settings.model", "before": "m0", "after": "m1"}],
    "documents": [{"state": "gone", "before": "letter\u202e", "after": None, "by": None}],
    "failures": [],
    "changed": [
        {
            **{"kind": "loan", "document": "paper", "id": {"before": "x", "after": f"{1:016x}"}, "paired_by": "id"},
            **{"words": "China <signed>", "verdict": {"before": "flagged", "after": "verified"}},
            "fields": [{"part": "data", "path": "amount.value", "state": "changed", "before": 24, "after": 2400000}],
            "findings": [{"check": "V05", "path": "amount", "before": "warn", "after": None, "message": "m"}],
            "causes": [{"what": "model", "before": "m0", "after": "m1"}],
        }
    ],
    "appeared": [
        {"kind": "loan", "document": "paper", "id": f"{2:016x}", "verdict": "flagged", "words": "new", "causes": []}
    ],
    "vanished": [{"kind": "loan", "document": "paper", "id": "z", "verdict": "flagged", "words": "old", "causes": []}],
}


def test_differences_to_another_run_are_a_section(tmp_path: Path, kinds: dict[str, Kind]) -> None:
    run = open_run(two_loans(tmp_path / "run"))
    made = Page(build(run, kinds, choose(run, Choice()), Beside(diff=DIFF)))
    assert not made.unclosed
    words = " ".join(" ".join(made.words).split())
    for wanted in (
        "from run <old> to this run", "settings.model", "letter[U+202E]: gone", "China <signed>", "data amount.value",
        "finding V05 amount", "differs with: model",
    ):  # fmt: skip
        assert wanted in words
    links = [attrs["href"] for attrs in made.all("a") if str(attrs.get("href")).startswith("#record-")]
    assert links == [f"#record-{1:016x}", f"#record-{2:016x}"]
    assert made.all("a", href="#differences")
    assert not shown(run.folder, kinds).all("a", href="#differences")


def test_against_another_run(tmp_path: Path) -> None:
    old, new = two_loans(tmp_path / "old"), two_loans(tmp_path / "new")
    lines = (new / "records.jsonl").read_text(encoding="utf-8").splitlines()
    changed = json.loads(lines[0])
    changed["data"]["status"] = "disbursed"
    (new / "records.jsonl").write_text(json.dumps(changed) + "\n" + lines[1] + "\n", encoding="utf-8")
    call("report", str(new), "--against", str(old), "--out", str(tmp_path / "r.html"))
    made = Page((tmp_path / "r.html").read_text(encoding="utf-8"))
    words = " ".join(" ".join(made.words).split())
    assert f"What changed from {old} to this run." in words
    assert "data status" in words
    assert made.all("a", href=f"#record-{1:016x}")


def test_what_is_missing_is_said_with_the_way_to_get_it(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, err = call("report", str(tmp_path), code=2)
    assert "run.json" in err
    _, err = call("report", str(demo), "--out", str(tmp_path), code=2)
    assert "name another --out" in err
    for name in ("matplotlib", "jinja2"):
        with monkeypatch.context() as patched:
            patched.setitem(sys.modules, name, None)
            _, err = call("report", str(demo), "--out", str(tmp_path / "r.html"), code=2)
            assert "pip install" in err


def row(kind: str, low: str, step: str = "signed") -> dict[str, Any]:
    return {"kind": kind, "date": {"edtf": low, "low": low, "high": low, "step": step}}


def test_a_timeline_has_every_month_or_year_between() -> None:
    labels = {"a": "A", "b": "B"}
    months = timeline([row("a", "2022-11-05"), row("b", "2023-02-01"), row("b", "2023-02-09")], labels)
    assert (months.of, months.columns) == ("month", ("A", "B"))
    assert months.rows == (("2022-11", (1, 0)), ("2022-12", (0, 0)), ("2023-01", (0, 0)), ("2023-02", (0, 2)))
    years = timeline([row("a", "2019-01-01"), row("a", "2021-12-31"), row("a", "2000-01-01", "reported")], labels)
    assert years.rows == (("2019", (1,)), ("2020", (0,)), ("2021", (1,)))
    assert timeline([row("a", "1815-06-09"), row("a", "2020-01-01")], labels).of == "decade"
    wide = timeline([row("a", "0001-01-01"), row("a", "9999-12-31")], labels)
    assert (wide.of, len(wide.rows), wide.total) == ("century", 100, 2)
    assert timeline([], labels).rows == ()


def test_sums_are_listed_and_never_added() -> None:
    (dollars, roubles) = amounts([("RUB", 5.0, "A"), ("USD", 3.0, "A"), ("USD", 1.0, "B"), ("USD", 0.0, "B")])
    assert (dollars.currency, dollars.summary) == ("USD", (2, 1.0, 2.0, 3.0))
    assert roubles.sums == ((5.0, "A"),)
    assert [short(value) for value in (7, 1500, 2.4e6, 105e9, 3e12, 1e30)] == [
        "7",
        "1.5 k",
        "2.4 m",
        "105 bn",
        "3 tn",
        "1.0e+30",
    ]


def test_a_card_keeps_every_digit() -> None:
    record = line(document("paper", LOAN_TEXT), 1, loan())
    record["data"]["amount"]["value"] = 12345678901234567890
    (amount,) = (one for one in card(record)["fields"] if one["name"] == "amount")
    assert ["value", "12,345,678,901,234,567,890"] in amount["items"][0]["parts"]
    assert proof(None) is None
    figure = {
        "as_written": "about $2\u202e",
        "value": 2,
        "value_high": 3,
        "unit": "USD",
        "modifier": "about",
        "assumed": True,
    }
    assert proof(figure) == "“about $2[U+202E]” = 2 to 3 USD, about, assumed"


def test_a_label_of_a_plot_is_one_short_line_that_xml_can_hold() -> None:
    assert label("a\n\ufffeb\x00" + "c" * 99) == "a b[U+0000]" + "c" * 16 + "…"


def test_a_page_of_another_template_escapes_too() -> None:
    with pytest.raises(Exception, match="undefined"):
        page("overview.html", ("document.js",), ("document.css",))


def step(edtf: str, event: str, planned: bool = False) -> dict[str, Any]:
    return {"event": event, "text": "then", "planned": planned, "edtf": edtf}


@pytest.mark.parametrize(
    "steps, edtf, event",
    [
        ([step("2021", "disbursed"), step("2020-05", "signed")], "2020-05", "signed"),
        ([step("2019", "due", planned=True), step("2021", "signed")], "2021", "signed"),
        ([step("2030", "due", planned=True), step("no date", "signed")], "2030", "due"),
    ],
)
def test_a_record_is_dated_by_its_first_step_that_had_happened(
    kinds: dict[str, Kind], steps: list[Any], edtf: str, event: str
) -> None:
    found = columns.dated({"dates": steps}, kinds["loan"].model, "2024-01-30")
    assert found is not None
    assert (found.edtf, found.step) == (edtf, event)


def test_words_that_are_a_date_date_a_record_and_others_do_not(kinds: dict[str, Kind]) -> None:
    model = kinds["statement"].model
    found = columns.dated({"date_text": "on Monday"[3:]}, model, "2024-01-30")
    assert found is not None
    assert (found.edtf, found.step) == ("2024-01-29", "")
    assert columns.dated({"date_text": "at 3 of the Mondays"}, model, "2024-01-30") is None
    assert columns.dated({"date_text": "Monday"}, model, "no day") is None
    open_end = columns.dated({"dates": [step("../2023-12", "due")]}, kinds["loan"].model, None)
    assert open_end is not None
    assert str(open_end.low) == str(open_end.high) == "2023-12-31"


def test_parties_go_by_their_usual_name(kinds: dict[str, Kind]) -> None:
    data = {"lender": ["the Kremlin", "Russia", "Bank of Nowhere\u202e"], "borrower": []}
    model = kinds["loan"].model
    assert columns.parties(data, model) == ["Russia", "Bank of Nowhere[U+202E]"]
    assert columns.who(data, model) == "the Kremlin, Russia, Bank of Nowhere[U+202E] → ?"
    said = {"speaker": "she", "speaker_name": "Ann Lee", "speaker_affiliation": ["Norland"], "targets": ["Sudmark"]}
    assert columns.who(said, kinds["statement"].model) == "Ann Lee (Norland)"
    assert columns.parties(said, kinds["statement"].model) == ["she", "Ann Lee", "Norland", "Sudmark"]
    assert columns.who({"parties": ["A", "B", "A"]}, kinds["treaty"].model) == "A, B"
