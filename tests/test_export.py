"""Export: what is written reads back equal, formulas are defused, the choice is counted, nothing half is left."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import tempfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from export_runs import NASTY, as_read, make_run, records_of, source_of
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from extract.cli import app
from extract.errors import UsageError
from extract.export import FOLDERS, FORMATS, NAMES, Choice, export
from extract.export.columns import Column, Table, table_of
from extract.export.flat import DELIMITERS, _cell, cells_of_csv, plain_text, spreadsheet_safe, write_csv, write_jsonl
from extract.export.place import placed
from extract.folding import encodable
from extract.kinds import Kind, load_kinds
from extract.review import append, decide
from extract.runs import Run
from extract.types import Document

ROOT = Path(__file__).parents[1]
KINDS = load_kinds(ROOT)
ANY = st.one_of([records_of(kind) for kind in KINDS.values()])
SLOW = settings(max_examples=15, suppress_health_check=list(HealthCheck))
TEXT = "Norland lends Sudmark 5 crowns. \U0001f600 Peace."
DOCUMENT = Document("d", TEXT, "0" * 64, "=Title", "2024-01-30", "S", ("d.txt",))


@SLOW
@given(record=ANY)
def test_a_row_holds_all_of_its_record(record: dict[str, Any]) -> None:
    table = table_of(KINDS[record["kind"]])
    exact = as_read(record)
    assert table.record(table.cells(exact)) == exact


@SLOW
@given(records=st.lists(ANY, max_size=3), delimiter=st.sampled_from(DELIMITERS))
def test_csv_reads_back_equal(records: list[dict[str, Any]], delimiter: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        run = make_run(Path(name) / "run", records)
        write_csv(source_of(run, KINDS), Path(name), False, delimiter)
        csv.field_size_limit(10_000_000)
        for kind in KINDS:
            table = table_of(KINDS[kind])
            with open(Path(name) / f"{kind}.csv", encoding="utf-8", newline="") as file:
                lines = csv.DictReader(file, delimiter=delimiter)
                back = [table.record(cells_of_csv(table, line, delimiter)) for line in lines]
            assert back == [as_read(record) for record in records if record["kind"] == kind]
            raw = (Path(name) / f"{kind}.csv").read_text(encoding="utf-8")
            assert not raw.startswith("\ufeff")


@SLOW
@given(records=st.lists(ANY, max_size=3))
def test_flat_json_lines_read_back_equal(records: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        run = make_run(Path(name) / "run", records)
        write_jsonl(source_of(run, KINDS), Path(name) / "flat.jsonl")
        lines = (Path(name) / "flat.jsonl").read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line, parse_float=Decimal) for line in lines]
    assert [table_of(KINDS[row["kind"]]).record(row) for row in rows] == [as_read(record) for record in records]


@pytest.mark.parametrize("text", NASTY, ids=lambda text: repr(text[:12]))
def test_no_cell_begins_a_formula(text: str) -> None:
    safe = spreadsheet_safe(text)
    assert plain_text(safe) == text
    ink = safe.lstrip("\t\r\n \u00a0\u200b\ufeff\u202e")
    assert not ink or ink[0] not in "=+-@\uff1d\uff0b\uff0d\uff20"
    assert not safe or safe[0] not in "\t\r\n"


PIECES = st.lists(st.sampled_from([*",;\t\r\n\"'=+-@ a1", "\u200b", "\uff1d", "\u2212"]), max_size=8).map("".join)


@given(
    rows=st.lists(st.tuples(PIECES, st.integers(-9, 9), PIECES), min_size=1, max_size=3),
    own=st.sampled_from(DELIMITERS),
)
@example(rows=[("rose; =1+1", 1, "")], own=",")
@example(rows=[('a\n"=1', -1, "=")], own=";")
def test_no_half_of_a_text_begins_a_formula_whatever_a_program_splits_at(
    rows: list[tuple[str, int, str]], own: str
) -> None:
    text, number = Column("x", ("x",), "text", False), Column("n", ("n",), "integer", False)
    file = io.StringIO()
    writer = csv.writer(file, delimiter=own, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    for row in rows:
        cells = (_cell(value, column, own) for value, column in zip(row, (text, number, text), strict=True))
        writer.writerow(["id", *cells])
        assert [plain_text(spreadsheet_safe(one, own), own) for one in (row[0], row[2])] == [row[0], row[2]]
    for delimiter in DELIMITERS:
        for line in csv.reader(io.StringIO(file.getvalue(), newline=""), delimiter=delimiter):
            for cell in line:
                ink = cell.lstrip(" \u200b\t\r\n")
                assert not ink or ink[0] not in "=+-@\uff1d\u2212" or re.fullmatch("-[0-9]", cell), (delimiter, cell)


@pytest.mark.parametrize("between, sign", [(";", ";"), (",", ","), ("tab", "\t")])
def test_the_command_takes_a_delimiter(between: str, sign: str, run: Run, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        app, ["export", str(run.folder), "--out", str(tmp_path / "out"), "--delimiter", between], catch_exceptions=False
    )
    assert result.exit_code == 0
    raw = (tmp_path / "out" / "loan.csv").read_text(encoding="utf-8")
    assert raw.startswith(f'"contract"{sign}"id"')
    assert f'"5 crowns"{sign}-5{sign}"NOK"' in raw


@given(text=st.text(max_size=3) | st.none())
def test_null_and_empty_text_are_told_apart(text: str | None) -> None:
    column = Column("x", ("x",), "text", True)
    table = Table("k", (column,))
    assert cells_of_csv(table, {"x": _cell(text, column)}) == {"x": text if text is None else encodable(text)}


SAFE: list[tuple[str, str]] = [
    ("=1+1", "'=1+1"),
    ("  =1", "'  =1"),
    ("\x00=1", "'\x00=1"),
    ("\u2060\uff1dx", "'\u2060\uff1dx"),
    ("\u2212 5", "'\u2212 5"),
    ("\tplain", "'\tplain"),
    ("'quoted'", "''quoted'"),
    ("it's", "it's"),
    ("5 - 3", "5 - 3"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "cell"), SAFE)
def test_the_rule_for_formulas(text: str, cell: str) -> None:
    assert spreadsheet_safe(text) == cell


@given(text=st.text(max_size=30))
def test_defusing_can_be_undone(text: str) -> None:
    assert plain_text(spreadsheet_safe(text)) == text


def record(kind: str = "loan", **changes: Any) -> dict[str, Any]:
    """A plain record of a loan on `DOCUMENT`."""
    data = {
        "evidence": ["Norland lends Sudmark 5 crowns."], "lender": ["Norland"], "borrower": ["Sudmark"],
        "amount": {"text": "5 crowns", "value": -5, "currency": "NOK", "modifier": "exact", "value_high": None},
        "flow_type": "loan", "status": "committed", "dates": [], "purpose_text": None, "terms_text": None,
        "asserted_by": "author", "factuality": "fact",
    }  # fmt: skip
    figure = {"kind": "money", "as_written": "5 crowns", "value": 5, "value_high": None, "unit": "NOK",
              "modifier": "exact", "assumed": False, "start": 22, "end": 30, "per": None, "equals": None}  # fmt: skip
    quote = {"exact": TEXT[:31], "prefix": "", "suffix": TEXT[31:], "start": 0, "end": 31, "match": "exact"}
    made = {
        "contract": "extract/1", "id": "0" * 16, "kind": kind, "verdict": "verified",
        "document": {"id": "d", "sha256": "0" * 64, "title": "=Title", "published": "2024-01-30", "source": "S",
                     "sources": ["d.txt"]},
        "data": data, "derived": {"lender_codes": ["NOR"], "countable": True},
        "evidence": [quote], "figures": {"amount": figure}, "findings": [],
        "provenance": {"model": "m", "endpoint": "e", "prompt": "p", "schema": "s", "recordings": [], "attempts": 1,
                       "versions": {"extract": "0"}},
    }  # fmt: skip
    return {**made, **changes}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    records = [
        record(id=f"{number:016x}", verdict=verdict)
        for number, verdict in enumerate(["verified", "flagged", "rejected", "rejected"])
    ]
    return make_run(tmp_path / "run", records, [DOCUMENT])


def write(run: Run, choice: Choice, kinds: Mapping[str, Kind] = KINDS) -> Any:
    return export(run, kinds, frozenset(KINDS), choice)


def test_numbers_stay_numbers_and_text_is_quoted(run: Run, tmp_path: Path) -> None:
    write(run, Choice("csv", tmp_path / "out", bom=True))
    raw = (tmp_path / "out" / "loan.csv").read_bytes()
    assert raw.startswith(b'\xef\xbb\xbf"contract","id"') and raw.count(b"\r\n") == 3 and b"\r\n" in raw[-2:]
    assert b'"5 crowns",-5,"NOK"' in raw, "a negative number is a number"
    assert b'"\'=Title"' in raw
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(f"{kind}.csv" for kind in KINDS)


def test_what_is_left_out_is_counted(run: Run, tmp_path: Path) -> None:
    done = write(run, Choice("jsonl", tmp_path / "a"))
    assert (done.kept, dict(done.left_out)) == (2, {"rejected": 2})
    done = write(run, Choice("jsonl", tmp_path / "b", verdicts=("verified", "rejected")))
    assert (done.kept, dict(done.left_out)) == (3, {"flagged": 1})
    done = write(run, Choice("jsonl", tmp_path / "c"), {"treaty": KINDS["treaty"]})
    assert (done.kept, dict(done.left_out)) == (0, {"loan": 4})
    assert (tmp_path / "c").read_text(encoding="utf-8") == ""


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"kind": "visit"}, "no kind 'visit'"),
    ({"data": {"news": 1}}, r"'data\.news' is no field of 'loan'"),
    ({"surprise": 1}, "'surprise' is no field"),
    ({"contract": "extract/2"}, "record 2 is not of contract extract/1"),
    ({"findings": None}, "record 2 has no 'findings'"),
    ({"document": []}, "record 2 has no 'document'"),
]


@pytest.mark.parametrize(("change", "said"), REFUSED)
@pytest.mark.parametrize("format", ["csv", "jsonl", "parquet", "sqlite"])
def test_what_no_column_takes_is_refused_and_nothing_left(
    tmp_path: Path, format: Any, change: dict[str, Any], said: str
) -> None:
    made = make_run(tmp_path / "run", [record(), record(id="1" * 16, **change)], [DOCUMENT])
    with pytest.raises(UsageError, match=said):
        write(made, Choice(format, tmp_path / "out"))
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


@pytest.mark.parametrize("format", FORMATS)
def test_an_export_is_replaced_only_by_force(run: Run, tmp_path: Path, format: Any) -> None:
    out = tmp_path / "deep" / "out"
    write(run, Choice(format, out))
    before = _content(out)
    with pytest.raises(UsageError, match="is there already; --force"):
        write(run, Choice(format, out))
    assert _content(out) == before
    write(run, Choice(format, out, force=True, verdicts=("verified",)))
    assert [path.name for path in out.parent.iterdir()] == ["out"]
    assert _content(out) != before


def _content(out: Path) -> dict[str, bytes]:
    paths = out.iterdir() if out.is_dir() else [out]
    return {path.name: path.read_bytes() for path in paths}


def test_what_others_put_there_is_never_replaced(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.docx").write_text("years of work", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for out, format, said in [
        (tmp_path / "mine", "csv", "holds 'thesis.docx'"),
        (tmp_path / "mine", "jsonl", "is a folder"),
        (tmp_path / "mine" / "thesis.docx", "csv", "is a file"),
        (tmp_path / "link", "jsonl", "is a link"),
        (run.folder, "csv", "holds"),
        (run.folder / "records.jsonl", "jsonl", "file of the run"),
        (run.folder / "run.sqlite", "sqlite", "file of the run"),
        (tmp_path / "mine" / ".." / "run" / "run.json", "codebook", "file of the run"),
    ]:
        with pytest.raises(UsageError, match=said):
            write(run, Choice(format, out, force=True))  # type: ignore[arg-type]
    assert (tmp_path / "mine" / "thesis.docx").read_text(encoding="utf-8") == "years of work"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "mine", "run"]


@pytest.mark.parametrize("suffixes", [(), (".csv",)])
def test_what_stops_half_way_leaves_the_former(tmp_path: Path, suffixes: tuple[str, ...]) -> None:
    out = tmp_path / "out"
    for text in ("former", None):
        stop: Any = pytest.raises(KeyboardInterrupt) if text is None else _fine()
        with stop, placed(out, True, tmp_path / "run", suffixes) as draft:
            (draft / "a.csv" if suffixes else draft).write_text(text or "half", encoding="utf-8")
            if text is None:
                raise KeyboardInterrupt
    assert list(_content(out).values()) == [b"former"] and os.listdir(tmp_path) == ["out"]


def test_a_folder_that_cannot_take_its_place_leaves_the_former(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.csv").write_text("former", encoding="utf-8")
    replace = os.replace

    def refuse(source: Path, target: Path) -> None:
        if target == out and source.name == "out":
            raise OSError(5, "Input/output error")
        replace(source, target)

    monkeypatch.setattr("extract.export.place.os.replace", refuse)
    with pytest.raises(UsageError, match="Input/output"), placed(out, True, tmp_path / "run", (".csv",)) as draft:
        (draft / "a.csv").write_text("new", encoding="utf-8")
    assert _content(out) == {"a.csv": b"former"} and os.listdir(tmp_path) == ["out"]


class _fine:
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


def test_lone_surrogates_keep_their_place(tmp_path: Path) -> None:
    assert encodable("a\ud800b\U0001f600\udfff") == "a\ufffdb\U0001f600\ufffd"
    odd = record()
    odd["data"]["asserted_by"] = "a\ud800"
    odd["data"]["lender"] = ["b\udc00"]
    made = make_run(tmp_path / "run", [odd], [DOCUMENT])
    for format in FORMATS:
        write(made, Choice(format, tmp_path / format))
    with open(tmp_path / "csv" / "loan.csv", encoding="utf-8", newline="") as file:
        line = next(csv.DictReader(file))
    assert line["data.asserted_by"] == "a\ufffd" and json.loads(line["data.lender"]) == ["b\udc00"]
    flat = json.loads((tmp_path / "jsonl").read_text(encoding="utf-8"))
    assert flat["data.asserted_by"] == "a\ud800", "JSON keeps it"


def test_columns_do_not_depend_on_the_records(project: Path) -> None:
    kind = load_kinds(project)["visit"]
    names = [column.name for column in table_of(kind).columns]
    assert names[:4] == ["contract", "id", "kind", "verdict"]
    assert [name for name in names if name.startswith(("data.", "derived"))] == [
        "data.evidence", "data.guest", "data.host", "data.status",
        "derived.guest_codes", "derived.host_codes", "derived.done", "derived",
    ]  # fmt: skip
    assert len(set(names)) == len(names)
    types = {column.name: column.type for column in table_of(KINDS["loan"]).columns}
    assert types["data.amount.value"] == "number" and types["data.lender"] == "texts" and types["data.dates"] == "json"
    assert types["derived.countable"] == "boolean" and types["provenance.attempts"] == "integer"


def test_the_codebook_says_what_the_run_was(run: Run, tmp_path: Path) -> None:
    write(run, Choice("codebook", tmp_path / "book.md"), {"loan": KINDS["loan"]})
    book = (tmp_path / "book.md").read_text(encoding="utf-8")
    for words in ("| records | 2 |", "| left out, rejected | 2 |", "| `data.amount.value` | number |", "# Codebook"):
        assert words in book
    assert "`treaty`" not in book


def test_a_missing_library_is_named(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pip install 'extract-toolkit\[export\]'"):
        write(run, Choice("parquet", tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_the_command(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    runner = CliRunner()
    arguments = ["export", str(run.folder), "--format", "jsonl", "--out", str(tmp_path / "x")]
    done = runner.invoke(app, arguments)
    assert (done.exit_code, done.stdout) == (0, f"{tmp_path / 'x'}\n")
    assert "2 records; left out: 2 rejected" in done.stderr
    done = runner.invoke(app, arguments)
    assert done.exit_code == 2 and "--force" in done.stderr
    done = runner.invoke(app, [*arguments, "--force", "--rejected", "--kind", "loan"])
    assert done.exit_code == 0 and done.stderr.startswith("4 records\n")
    append(run.folder, decide(record(id="0" * 16), "accept", by="Ada"))
    with open(run.folder / "decisions.jsonl", "a", encoding="utf-8") as file:
        file.write('{"half')
    done = runner.invoke(app, [*arguments, "--force", "--reviewed"])
    assert done.exit_code == 0 and "1 decisions laid over" in done.stderr
    assert "decisions.jsonl: no decision in line 2; passed over" in done.stderr
    done = runner.invoke(app, [*arguments, "--force", "--verdict", "flagged"])
    assert done.stderr.startswith("1 records; left out: 2 rejected, 1 verified")


def test_every_folder_format_is_a_format() -> None:
    assert set(FOLDERS) < set(FORMATS) == set(NAMES)


def test_decisions_are_laid_over(tmp_path: Path) -> None:
    verdicts = ["verified", "verified", "rejected", "flagged", "rejected"]
    records = []
    for number, verdict in enumerate(verdicts):
        one = record(id=f"{number:016x}", verdict=verdict)
        one["data"]["purpose_text"] = str(number)
        records.append(one)
    made = make_run(tmp_path / "run", records, [DOCUMENT])
    parts = ("data", "derived", "evidence", "figures", "findings")
    new = {name: records[1][name] for name in parts} | {"data": {**records[1]["data"], "purpose_text": "bridges"}}
    append(made.folder, decide(records[0], "reject", by="Ada", why="a rumour"))
    append(made.folder, decide(records[1], "correct", by="Ada", new=new))
    append(made.folder, decide(records[2], "accept", by="Ada"))
    rows = {}
    for name, extra in {"plain": (), "all": ("rejected",)}.items():
        choice = Choice("jsonl", tmp_path / name, ("verified", "flagged", *extra), reviewed=True)
        done = write(made, choice)
        lines = (tmp_path / name).read_text(encoding="utf-8").splitlines()
        rows[name] = [
            (row["data.purpose_text"], row["review.state"], row["review.by"]) for row in map(json.loads, lines)
        ]
        assert dict(done.left_out) == ({} if extra else {"rejected": 1, "rejected by review": 1})
    assert rows["plain"] == [("bridges", "corrected", "Ada"), ("2", "accepted", "Ada"), ("3", "open", None)]
    assert rows["all"][0] == ("0", "rejected", "Ada") and rows["all"][4] == ("4", "open", None)
    done = write(made, Choice("jsonl", tmp_path / "strict", ("flagged",), reviewed=True))
    assert done.kept == 1, "--verdict counts for accepted records too"
    for format in FORMATS:
        assert write(made, Choice(format, tmp_path / f"{format}.out", reviewed=True)).kept == 3
    assert "review.state" not in table_of(KINDS["loan"]).columns
