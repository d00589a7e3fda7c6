"""The command line: what it takes, what it prints where, and the number it exits with."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx2
import pytest
import typer
from conftest import LOAN_TEXT, ROOT, Endpoint, answer, loan, second_loan
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from extract.cli import app
from extract.database import LOCK
from extract.kinds import Kind, load_kinds
from extract.runs import DATABASE
from extract.settings import EMBEDDED_MODEL, Settings
from extract.store import FILES

BASE = "http://models.example/v1"
ASK = ["--model", "m1", "--base-url", BASE, "--method", "document"]
KEY = "sk-very-secret-0123456789"
COMMAND = typer.main.get_command(app)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, kinds: dict[str, Kind], monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, so that the bundled project is used; its kinds are loaded once for all tests."""
    monkeypatch.setattr("extract.kinds.load_kinds", lambda folder: kinds if folder == ROOT else load_kinds(folder))
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def call(*args: str, code: int = 0, stdin: str | bytes | None = None) -> tuple[str, str]:
    """stdout and stderr of a command that exits with this code."""
    result = CliRunner().invoke(app, list(args), input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, (result.stdout, result.stderr)
    # What a run foresees has its own test below.
    heard = [line for line in result.stderr.splitlines(keepends=True) if not PLAN.search(line)]
    return result.stdout, "".join(heard)


PLAN = re.compile(r"^extract: (?:[\d,]+ stand, )?[\d,]+ parts of [\d,]+ documents to do|^extract: nothing to do: all ")


def refused(*args: str) -> str:
    """The one line that a usage error comes to."""
    out, err = call(*args, code=2)
    assert out == ""
    (line,) = err.splitlines()
    return line


@pytest.fixture
def loans(endpoint: Endpoint) -> Endpoint:
    """Finds the two loans wherever they are, and nothing else."""
    good = answer(loan(), second_loan())
    endpoint.reply = lambda kind, messages: good if kind == "loan" and LOAN_TEXT in messages else answer()
    return endpoint


@pytest.fixture
def documents(here: Path) -> Path:
    (here / "documents").mkdir()
    (here / "documents" / "a.txt").write_text(LOAN_TEXT, encoding="utf-8")
    (here / "documents" / "b.txt").write_text("Nothing of note.", encoding="utf-8")
    return here / "documents"


@pytest.fixture
def recorded(documents: Path, loans: Endpoint) -> Endpoint:
    """A first run, whose replies are kept in `kept` and its records in `first`."""
    call("run", "documents", *ASK, "--record", "kept", "--out", "first", "-q")
    loans.reply = lambda kind, messages: AssertionError("replay asks nobody")
    return loans


# Help


def commands(group: Any, *path: str) -> list[tuple[tuple[str, ...], Any]]:
    found = []
    for name, command in group.commands.items():
        found += commands(command, *path, name) if hasattr(command, "commands") else [((*path, name), command)]
    return found


COMMANDS = commands(COMMAND)
OPTIONS = [
    (path, command, option)
    for path, command in COMMANDS
    for option in command.params
    if option.param_type_name == "option" and option.name != "help"
]
ids = [f"{' '.join(path)} {option.opts[0]}" for path, _, option in OPTIONS]


def test_help_lists_every_command() -> None:
    out, _ = call("--help")
    for path, _ in COMMANDS:
        assert re.search(rf"^  {path[0]}\s+\w", out, re.MULTILINE)
    names = {path[0] for path, _ in COMMANDS}
    assert names >= {"run", "try", "kinds", "schema", "validate", "figures", "doctor", "init", "model"}
    assert "extract run seeds --replay" in out, "what a newcomer types first"


def test_without_a_command_help_is_shown() -> None:
    out, err = call(code=2)
    assert "Commands:" in out + err


@pytest.mark.parametrize("path", [path for path, _ in COMMANDS], ids=" ".join)
def test_help_of_a_command_says_what_it_does(path: tuple[str, ...]) -> None:
    out, _ = call(*path, "--help")
    assert re.search(r"^  [A-Z].*[.;:]", out, re.MULTILINE)


@pytest.mark.parametrize("path, command, option", OPTIONS, ids=ids)
def test_help_mentions_every_option_and_its_variable(path: tuple[str, ...], command: Any, option: Any) -> None:
    out, _ = call(*path, "--help")
    assert option.opts[0] in out
    assert option.help
    assert f"EXTRACT_{option.opts[0][2:].upper().replace('-', '_')}" in "".join(out.split())


VALUES = {
    "kind": "loan treaty", "model": "m1", "base_url": BASE, "record": "kept", "replay": "kept", "out": "elsewhere",
    "limit": "7", "max_chars": "7", "max_tokens": "7", "reasks": "7", "timeout": "7.5", "retries": "7",
    "concurrency": "7", "gold": "elsewhere", "json_file": "elsewhere", "gate": "elsewhere", "by": "Ann",
    "id": "a b", "method": "document", "why": "a", "log": "elsewhere", "rpm": "7",
    "passage_chars": "7000",
    "tpm": "7", "budget": "7.5", "budget_tokens": "7", "prices": "elsewhere",
    "verdict": "flagged rejected",
    "document": "paper letter",
    "port": "4711",
    "write_gold": "elsewhere",
    "decisions": "elsewhere",
    "against": "elsewhere",
    "column": "text", "id_column": "id", "engine": "ray", "address": "auto", "workers": "7",
    "format": "sqlite",
    "delimiter": "tab",
}  # fmt: skip


@pytest.mark.parametrize("path, command, option", OPTIONS, ids=ids)
def test_every_option_has_a_variable(
    path: tuple[str, ...], command: Any, option: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = [param.name for param in command.params if param.param_type_name == "argument"]

    def parsed(*args: str) -> Any:
        with command.make_context(path[-1], [*args, *arguments]) as context:
            return context.params

    plain = parsed()
    if option.is_flag:
        typed, variable = parsed(option.opts[0]), "1"
    else:
        variable = VALUES[option.name]
        typed = parsed(*[word for value in variable.split() for word in (option.opts[0], value)])
    assert typed != plain
    monkeypatch.setenv(f"EXTRACT_{option.opts[0][2:].upper().replace('-', '_')}", variable)
    assert parsed() == typed


def test_what_is_typed_comes_before_the_variable(monkeypatch: pytest.MonkeyPatch, documents: Path) -> None:
    monkeypatch.setenv("EXTRACT_LIMIT", "no number")
    out, err = call("run", "documents", "--replay", "none", code=2)
    assert "EXTRACT_LIMIT" in out + err
    _, err = call("run", "documents", "--replay", "none", "--limit", "1", code=4)
    assert "no recording" in err


def test_the_defaults_are_those_of_settings(monkeypatch: pytest.MonkeyPatch, documents: Path) -> None:
    class Enough(Exception):
        pass

    def stop(paths: Any, kinds: Any, settings: Settings, out: Path, **rest: Any) -> None:
        assert settings == Settings()
        assert (paths, str(out), list(kinds)) == (
            ["documents"],
            "run",
            ["loan", "statement", "treaty", "weapons_transfer"],
        )
        assert (rest["limit"], rest["api_key"]) == (None, None)
        raise Enough

    monkeypatch.setattr("extract.batch.run_batch", stop)
    with pytest.raises(Enough):
        call("run", "documents")


# run


def test_a_run_prints_its_records_and_where_they_are(recorded: Endpoint, here: Path) -> None:
    out, err = call("run", "documents", *ASK, "--replay", "kept", "--out", "again")
    assert err == ""
    assert re.search(r"^a\s+│ loan\s+│ verified │ China \| Belarus \| 2,400,000 USD", out, re.MULTILINE)
    assert "2 of 2 documents, 2 records: 2 verified, 0 flagged, 0 rejected; 0 failures\n" in out
    assert (
        f"written to again{os.sep}: records.jsonl, failures.jsonl, unclaimed.jsonl, outcomes.jsonl, run.json\n" in out
    )
    assert (here / "again" / "records.jsonl").read_bytes() == (here / "first" / "records.jsonl").read_bytes()
    assert sorted(path.name for path in (here / "again").iterdir()) == sorted([*FILES, DATABASE, LOCK])


def test_a_quiet_run_prints_two_lines(recorded: Endpoint) -> None:
    out, err = call("run", "documents", *ASK, "--replay", "kept", "--quiet")
    assert (len(out.splitlines()), err) == (2, "")


def test_a_run_of_variables_alone(recorded: Endpoint, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    variables = {
        "MODEL": "m1", "BASE_URL": BASE, "REPLAY": "kept", "OUT": "elsewhere", "KIND": "loan treaty", "LIMIT": "1",
        "QUIET": "1", "METHOD": "document",
    }  # fmt: skip
    for name, value in variables.items():
        monkeypatch.setenv(f"EXTRACT_{name}", value)
    out, _ = call("run", "documents")
    assert len(out.splitlines()) == 2
    run = json.loads((here / "elsewhere" / "run.json").read_text(encoding="utf-8"))
    assert (run["counts"]["documents"], list(run["kinds"])) == (1, ["loan", "treaty"])


def test_a_document_from_standard_input(loans: Endpoint, here: Path) -> None:
    out, _ = call("run", "-", *ASK, "--kind", "loan", stdin=LOAN_TEXT)
    assert "2 records: 2 verified" in out
    (first, _) = (here / "run" / "records.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(first)["document"]["id"] == "stdin"


def test_a_run_with_failures_exits_1(loans: Endpoint, documents: Path) -> None:
    (documents / "c.txt").touch()
    out, err = call("run", "documents", *ASK, "-k", "loan", code=1)
    assert err == ""
    assert re.search(r"c\.txt\s+│ -\s+│ failed\s+│ empty", out)
    assert "; 1 failures" in out
    loans.reply = lambda kind, messages: "no JSON"
    out, _ = call("run", "documents/a.txt", *ASK, "-k", "loan", "--out", "other", code=1)
    assert re.search(r"a\s+│ loan\s+│ failed\s+│ malformed", out)


def test_an_endpoint_that_is_not_there_exits_3(endpoint: Endpoint, documents: Path, here: Path) -> None:
    endpoint.reply = lambda kind, messages: httpx2.ConnectError("refused")
    out, err = call("run", "documents", *ASK, "--retries", "0", code=3)
    assert out == "", "nothing is done, nothing is written, and nothing else is claimed"
    assert err.startswith(f"extract: {BASE}, model m1, kind loan: cannot be reached")
    assert "start the server or change --base-url" in err
    assert len(err.splitlines()) == 1
    assert not (here / "run" / "records.jsonl").exists()


def test_a_missing_recording_exits_4(recorded: Endpoint, here: Path) -> None:
    _, err = call("run", "documents", *ASK, "--replay", "none", code=4)
    assert "no such folder" in err
    assert "Record it: extract run" in err
    (here / "documents" / "b.txt").write_text("Something else.", encoding="utf-8")
    out, err = call("run", "documents", *ASK, "--replay", "kept", code=4)
    assert "1 of 2 documents, 2 records" in out, "what was done is shown and written"
    assert "no recording of this request (kind loan" in err
    assert len((here / "run" / "records.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_an_interrupt_exits_130(documents: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(work: Any) -> None:
        work.close()
        raise KeyboardInterrupt

    monkeypatch.setattr("extract.batch.asyncio.run", interrupted)
    out, err = call("run", "documents", *ASK, code=130)
    assert out == ""
    assert err.startswith("extract: interrupted; no document was done yet")
    assert call("try", "loan", "documents/a.txt", *ASK, code=130) == ("", "extract: interrupted\n")


@pytest.mark.parametrize(
    "args, words",
    [
        (["--kind", "lone"], "no kind 'lone'; there are loan, statement, treaty, weapons_transfer"),
        (["--base-url", BASE], "--base-url needs --model"),
        (["--model", "gpt-9"], "--model gpt-9 needs --base-url"),
        (["--record", "a", "--replay", "b"], "--record and --replay exclude each other"),
        ([*ASK[:2], "--base-url", "models.example"], "it should look like http://host:port/v1"),
        (["--out", "documents", "--replay", "none"], "choose an empty or new folder for --out"),
    ],
)
def test_slips_of_the_user_exit_2_and_say_what_to_do(documents: Path, args: list[str], words: str) -> None:
    line = refused("run", "documents", *args)
    assert line.startswith("extract: ")
    assert words in line


def test_the_embedded_model_may_be_named(documents: Path) -> None:
    call("run", "documents", "--model", EMBEDDED_MODEL, "--replay", "none", code=4)


def test_names_that_lead_nowhere_exit_2() -> None:
    assert "missing.txt" in refused("run", "missing.txt", *ASK)


@pytest.mark.parametrize("args", [["run"], ["run", "x", "--limit", "0"], ["run", "x", "--nonsense"], ["nonsense"]])
def test_what_cannot_be_parsed_exits_2(args: list[str]) -> None:
    out, err = call(*args, code=2)
    assert out == ""
    assert "Usage: " in err


def test_a_fault_in_a_kind_exits_2_before_anybody_is_asked(
    project: Path, monkeypatch: pytest.MonkeyPatch, endpoint: Endpoint
) -> None:
    (project / "a.txt").write_text(LOAN_TEXT, encoding="utf-8")
    (project / "prompts" / "visit.md").write_text("---\n---\n{{ feilds }}\n", encoding="utf-8")
    monkeypatch.chdir(project)
    for args in (["run", "a.txt", *ASK], ["try", "visit", "a.txt", *ASK], ["kinds"], ["schema", "visit"]):
        assert f"prompts{os.sep}visit.md:" in refused(*args)
    assert endpoint.requests == []


def test_the_key_is_sent_and_never_printed(
    endpoint: Endpoint, documents: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    replies = [answer(), httpx2.Response(401, json={"error": {"message": f"Incorrect API key provided: {KEY}"}})]
    endpoint.reply = lambda kind, messages: replies.pop(0)
    out, err = call("run", "documents", *ASK, "-k", "loan", "--record", "kept", "--concurrency", "1", code=3)
    assert endpoint.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert "set OPENAI_API_KEY" in err
    written = b"".join(path.read_bytes() for path in here.rglob("*") if path.is_file())
    assert KEY not in out + err
    assert KEY.encode() not in written


# try


def test_one_kind_of_one_document_in_full(recorded: Endpoint) -> None:
    out, err = call("try", "loan", "documents/a.txt", *ASK, "--replay", "kept")
    assert err == ""
    assert f"--- user\n<document>\n{LOAN_TEXT}" in out
    assert "--- reply 1 (recording " in out
    assert "100 tokens read, 80 of them cached, 10 written)" in out
    assert len(re.findall(r"^--- record [0-9a-f]{16}: verified$", out, re.MULTILINE)) == 2
    assert 'lender: ["China"]' in out
    assert '"value": 2400000' in out
    assert "Decimal(" not in out


def test_a_try_that_fails_exits_1(loans: Endpoint, documents: Path) -> None:
    loans.reply = lambda kind, messages: "no JSON"
    out, _ = call("try", "loan", "documents/a.txt", *ASK, code=1)
    assert "--- failed: malformed" in out


def test_a_try_takes_one_document_and_a_known_kind(documents: Path) -> None:
    assert "no kind 'lone'; there are loan, " in refused("try", "lone", "documents/a.txt", *ASK)
    assert "2 documents; give one" in refused("try", "loan", "documents", *ASK)
    assert "missing.txt" in refused("try", "loan", "missing.txt", *ASK)


# kinds, schema, validate


def test_kinds_are_listed() -> None:
    out, _ = call("kinds")
    rows = [line.split("\t") for line in out.splitlines()]
    assert [row[0] for row in rows] == ["loan", "statement", "treaty", "weapons_transfer"]
    assert rows[0][1:] == ["Loan or other official finance", "11 fields, 2 examples"]


def test_the_codebook_is_markdown() -> None:
    out, _ = call("kinds", "--codebook")
    assert out.startswith("#")
    assert out.endswith("\n")


def test_a_schema_is_a_json_schema(recorded: Endpoint, here: Path) -> None:
    out, _ = call("schema", "loan")
    schema = json.loads(out)
    Draft202012Validator.check_schema(schema)
    for line in (here / "first" / "records.jsonl").read_text(encoding="utf-8").splitlines():
        Draft202012Validator(schema).validate(json.loads(line))
    assert "no kind 'lone'" in refused("schema", "lone")


def test_records_of_a_run_are_valid(recorded: Endpoint, here: Path) -> None:
    assert call("validate", "first/records.jsonl") == ("first/records.jsonl: valid\n", "")
    text = (here / "first" / "records.jsonl").read_text(encoding="utf-8")
    assert call("validate", "-", stdin=text)[0] == "-: valid\n"


def test_faults_are_named_with_line_and_path(recorded: Endpoint, here: Path) -> None:
    first, second = (here / "first" / "records.jsonl").read_text(encoding="utf-8").splitlines()
    changed = json.loads(second)
    changed["data"]["amount"]["value"] = "much"
    changed["verdict"] = "flagged"
    (here / "bad.jsonl").write_text(f"{first}\nno JSON\n{json.dumps(changed)}\n", encoding="utf-8")
    out, err = call("validate", "bad.jsonl", code=1)
    lines = out.splitlines()
    assert lines[0].startswith("bad.jsonl:2: /: not JSON")
    assert [line.split(": ")[0:2] for line in lines[1:]] == [
        ["bad.jsonl:3", "/data/amount/value"],
        ["bad.jsonl:3", "/verdict"],
    ]
    assert err == "3 faults\n"


@pytest.mark.parametrize("name", ["missing.jsonl", "folder", "latin.jsonl"])
def test_what_cannot_be_read_cannot_be_validated(here: Path, name: str) -> None:
    (here / "folder").mkdir()
    (here / "latin.jsonl").write_bytes(b"caf\xe9\n")
    assert re.match(rf"extract: {name}: cannot be read .*; give a records\.jsonl of a run", refused("validate", name))


# figures


def test_figures_are_json_lines(documents: Path) -> None:
    out, err = call("figures", "documents")
    found = [json.loads(line) for line in out.splitlines()]
    assert err == ""
    assert {figure["document"] for figure in found} == {"a"}
    money = next(figure for figure in found if figure["as_written"] == "$2.4 million")
    assert (money["kind"], money["value"], money["unit"]) == ("money", 2400000, "USD")
    assert LOAN_TEXT[money["start"] : money["end"]] == "$2.4 million"


def test_figures_of_standard_input(documents: Path) -> None:
    piped = call("figures", "-", stdin=LOAN_TEXT.encode())[0].replace('"stdin"', '"a"')
    assert piped == call("figures", "documents/a.txt")[0]


def test_figures_of_what_cannot_be_read(documents: Path) -> None:
    out, err = call("figures", "missing.txt", "documents/a.txt", code=1)
    assert len(out.splitlines()) == len(call("figures", "documents/a.txt")[0].splitlines()), "the others go on"
    assert err.startswith("extract: missing.txt: ")
    _, err = call("figures", "documents/a.txt", "--max-chars", "10", code=1)
    assert "over the 10 characters allowed" in err


# init


def test_a_project_is_laid_out_and_used(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, err = call("init", "mine")
    assert (out.startswith("mine: ready. Next: cd mine && extract run seeds"), err) == (True, "")
    prompt = here / "mine" / "prompts" / "loan.md"
    prompt.write_text(prompt.read_text(encoding="utf-8").replace("label: Loan", "label: My loan"), encoding="utf-8")
    monkeypatch.chdir(here / "mine")
    assert "\tMy loan or other official finance\t" in call("kinds")[0]
    assert "is there already and not empty; name a new folder" in refused("init", str(here / "mine"))


# As a process of its own


def process(*args: str, **more: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "extract.cli", *args],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, **more,
    )  # fmt: skip


def test_help_needs_nothing_heavy() -> None:
    """`extract --help` answers at once only as long as none of these is imported on the way."""
    heavy = ["openai", "instructor", "pydantic", "jsonschema", "httpx2", "rapidfuzz", "yaml", "rich.table", "networkx"]
    code = (
        "import sys\n"
        "from extract.cli import main\n"
        "sys.argv = ['extract', '--help']\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert end.code == 0, end.code\n"
        f"print(sorted(set({heavy}) & set(sys.modules)))\n"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "Usage: " in done.stdout


def test_as_a_process() -> None:
    running = process("schema", "lone")
    out, err = running.communicate()
    assert (running.returncode, out) == (2, "")
    assert err.startswith("extract: no kind 'lone'")


@pytest.mark.parametrize("args", [["figures", "long.txt"], ["validate", "long.txt"]], ids=" ".join)
def test_a_reader_that_goes_away_is_no_error(here: Path, args: Sequence[str]) -> None:
    (here / "long.txt").write_text("$5 million.\n" * 4_000, encoding="utf-8")
    running = process(*args)
    assert running.stdout is not None
    assert running.stderr is not None
    assert running.stdout.readline()
    running.stdout.close()
    assert running.stderr.read() == ""
    running.stderr.close()
    assert running.wait() == 0


@pytest.mark.parametrize("more, coloured", [([], True), (["--json"], False)])
def test_figures_are_coloured_on_a_terminal_alone(documents: Path, more: list[str], coloured: bool) -> None:
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "extract.cli", "figures", "documents/a.txt", *more],
        stdout=theirs, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while True:
        try:
            more_shown = os.read(ours, 4096)
        except OSError:  # how Linux says that nobody writes any more
            break
        if not more_shown:
            break
        shown += more_shown
    os.close(ours)
    assert running.wait() == 0
    assert (b"\x1b[1;32m$2.4 million" in shown) is coloured
    assert (b'"as_written": "$2.4 million"' in shown) is not coloured


# What a run would do, and how it stands


def test_a_dry_run_says_what_would_be_done_and_asks_nothing(loans: Endpoint, documents: Path) -> None:
    out, _ = call("run", "documents", *ASK, "-k", "loan", "--dry-run")
    *lines, cost = out.splitlines()
    assert lines == ["2\tloan\tnew document", "2 parts of 2 documents to do: 2 new document"]
    assert cost.startswith("some 2 requests, ")
    assert loans.requests == []
    assert not Path("run").exists()
    table = [{"kind": "loan", "reason": "new document", "parts": 2}]
    out, _ = call("run", "documents", *ASK, "-k", "loan", "--dry-run", "--json")
    assert json.loads(out) == {"documents": 2, "cost": cost, "parts": table}
    call("run", "documents", *ASK, "-k", "loan")
    out, _ = call("run", "documents", *ASK, "-k", "loan", "--dry-run")
    assert out.splitlines()[-1] == "nothing to do: all 2 parts (a document and a kind) stand"


def test_why_says_it_for_one_document(loans: Endpoint, documents: Path) -> None:
    call("run", "documents", *ASK, "-k", "loan")
    for name in ("a", "documents/a.txt"):
        out, _ = call("run", "documents", *ASK, "-k", "loan", "-k", "treaty", "--why", name)
        assert out.splitlines() == ["a\tloan\tstands: nothing to do", "a\ttreaty\tnew document"]
    out, _ = call("run", "documents", *ASK, "-k", "loan", "-k", "treaty", "--why", "a", "--json")
    assert [json.loads(line)["reason"] for line in out.splitlines()] == [None, "new document"]
    assert "no document of this run" in refused("run", "documents", *ASK, "--why", "z")


def test_what_is_foreseen_is_said_before_anybody_is_asked(loans: Endpoint, documents: Path) -> None:
    result = CliRunner().invoke(app, ["run", "documents", *ASK, "-k", "loan"])
    foreseen = "extract: 2 parts of 2 documents to do: 2 new document; some 2 requests, "
    assert result.stderr.startswith(foreseen)
    assert result.stderr.endswith("price unknown (by rule of thumb)\n")


def test_the_status_of_a_run(loans: Endpoint, documents: Path) -> None:
    call("run", "documents", *ASK, "-k", "loan", "-k", "treaty")
    out, _ = call("status", "run")
    assert out.splitlines()[0] == "2 documents x 2 kinds = 4 done + 0 failed + 0 not begun; 0 files could not be read"
    assert "  loan: 2 done, 0 failed, 0 not begun; records: 2 verified, 0 flagged, 0 rejected" in out
    assert out.splitlines()[-1] == "no process is at work on it"
    loans.reply = lambda kind, messages: "no JSON"
    call("run", "documents", *ASK, "-k", "statement", "--out", "bad", code=1)
    out, _ = call("status", "bad", "--json", code=1)
    found = json.loads(out)
    assert (found["complete"], found["failures"], found["process"]) == (False, {"malformed": 2}, None)
    assert found["kinds"] == {
        "statement": {"done": 0, "failed": 2, "not_begun": 0, "verified": 0, "flagged": 0, "rejected": 0}
    }
    assert "run.sqlite" in refused("status", "nowhere")
