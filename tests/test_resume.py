"""What a run keeps: nothing is asked twice, nothing is lost, whatever stops it, and only what changed is done again."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, answer, loan
from loopback import Loopback

import extract.model  # noqa: F401  before the forks below: a child then begins at once
from extract.batch import Done, run_batch
from extract.database import Database
from extract.errors import UsageError
from extract.foresee import foreseen
from extract.kinds import load_kinds
from extract.plan import RECHECKED
from extract.runs import DATABASE, open_run
from extract.settings import Settings
from extract.status import status
from extract.store import FILES

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]
SENTENCE = "On 3 March 2023 China signed an agreement to lend Belarus ${} million for a bridge."


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one's own, whose files can be changed: the kinds loan and treaty."""
    for part in ("schemas", "prompts"):
        (tmp_path / "project" / part).mkdir(parents=True)
        for stem in ("loan", "treaty"):
            name = f"{stem}.py" if part == "schemas" else f"{stem}.md"
            shutil.copy(ROOT / part / name, tmp_path / "project" / part / name)
    return tmp_path / "project"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twelve documents, each with a loan of its own."""
    (tmp_path / "documents").mkdir()
    for number in range(1, 13):
        text = f"{SENTENCE.format(number)} Nothing else."
        (tmp_path / "documents" / f"d{number:02}.txt").write_text(text, encoding="utf-8")
    return tmp_path / "documents"


def content(body: dict[str, Any]) -> str:
    """The loan of the document that is asked about; no treaty."""
    words = body["messages"][1]["content"]
    if "loan" not in body["response_format"]["json_schema"]["name"] or "lend Belarus" not in words:
        return answer()
    number = words.partition("lend Belarus $")[2].partition(" ")[0]
    amount = {"text": f"${number} million", "value": int(number) * 10**6, "currency": "USD", "modifier": "exact"}
    return answer(loan(evidence=[SENTENCE.format(number)], amount=amount))


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback(content) as running:
        yield running


def settings_for(server: Loopback) -> Settings:
    return Settings(model="m", method="document", base_url=server.base_url, retries=0, concurrency=3, timeout=20.0)


def files(out: Path) -> dict[str, bytes]:
    """What a run says, but for when it was made and how long it took."""
    found = {name: (out / name).read_bytes() for name in FILES[:4]}
    run = json.loads((out / "run.json").read_text(encoding="utf-8"))
    return found | {"run.json": json.dumps(run["counts"] | {"complete": run["complete"]}).encode()}


def adds_up(out: Path) -> None:
    counts = status(out).counts
    assert counts["documents"] * counts["kinds"] == counts["done"] + counts["failed"] + counts["not_begun"]


Go = Callable[[], Done]


@pytest.fixture
def go(project: Path, folder: Path, server: Loopback, tmp_path: Path) -> Go:
    """Runs the project over the documents, its files read anew each time."""
    return lambda: run_batch([str(folder)], load_kinds(project), settings_for(server), tmp_path / "run")


# Killed


def test_a_run_killed_at_twenty_moments_loses_nothing_and_asks_nothing_twice(
    project: Path, folder: Path, tmp_path: Path
) -> None:
    kinds = load_kinds(project)
    with Loopback(content) as calm:
        whole = run_batch([str(folder)], kinds, settings_for(calm), tmp_path / "whole")
        assert whole.counts["done"] == calm.asked.total() == 24
    chance = random.Random(7)
    child, target, kills = 0, 0, 0

    def kill(count: int) -> None:
        nonlocal kills
        if count == target and kills < 20:
            kills += 1
            time.sleep(chance.random() / 50)  # meanwhile it keeps, checks or writes what it was answered before
            os.kill(child, signal.SIGKILL)

    with Loopback(content, kill) as server:
        settings = settings_for(server)
        ended = 1
        while ended:
            target = server.asked.total() + chance.randint(1, 2)
            child = os.fork()
            if child == 0:
                try:
                    run_batch([str(folder)], kinds, settings, tmp_path / "run")
                    os._exit(0)
                except BaseException:  # noqa: BLE001
                    (tmp_path / "fault").write_text(traceback.format_exc())
                    os._exit(9)
            ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            assert ended in (0, -signal.SIGKILL), (tmp_path / "fault").read_text()
            if (tmp_path / "run" / DATABASE).exists():
                adds_up(tmp_path / "run")
        twice = server.asked.total() - len(server.asked)
    assert kills == 20
    assert twice <= kills * settings.concurrency, "only what was in flight is asked again"
    assert max(server.asked.values()) <= 1 + kills
    one, other = files(tmp_path / "run"), files(tmp_path / "whole")
    for name in FILES[:4]:  # the endpoints' addresses differ, and with them the recordings' keys
        assert len(one[name].splitlines()) == len(other[name].splitlines())
    told = [
        [(r["id"], r["verdict"], r["data"]) for r in open_run(tmp_path / run).records()] for run in ("run", "whole")
    ]
    assert told[0] == told[1]
    assert one["run.json"] == other["run.json"]


def test_a_reply_is_kept_before_it_is_read(
    project: Path, folder: Path, server: Loopback, tmp_path: Path, monkeypatch: Any
) -> None:
    settings = replace(settings_for(server), concurrency=1)  # with more, those in flight may be asked for again

    def go() -> Done:
        return run_batch([str(folder)], load_kinds(project), settings, tmp_path / "run")

    def faulty(*_: Any) -> Any:
        raise RuntimeError("a slip")

    with monkeypatch.context() as patch:
        patch.setattr("extract.pipeline.judge", faulty)
        with pytest.raises(RuntimeError, match="a slip"):
            go()
    asked = server.asked.total()
    assert asked >= 1
    go()
    assert max(server.asked.values()) == 1, "what was answered before the slip is not asked again"


# Only what changed


def test_what_is_unchanged_is_neither_asked_nor_computed(
    go: Go, server: Loopback, tmp_path: Path, monkeypatch: Any
) -> None:
    go()
    before, asked = files(tmp_path / "run"), server.asked.total()
    monkeypatch.setattr("extract.ahead.find", None)
    monkeypatch.setattr("extract.model.Model", None)
    go()
    assert files(tmp_path / "run") == before
    assert server.asked.total() == asked == 24


def test_the_files_stay_as_they_are_while_they_say_what_the_database_says(
    go: Go, project: Path, folder: Path, server: Loopback, tmp_path: Path
) -> None:
    out = tmp_path / "run"

    def stamps() -> list[int]:
        return [(out / name).stat().st_mtime_ns for name in FILES]

    first = go()
    before, written = files(out), stamps()
    again = go()
    assert stamps() == written
    assert (again.counts, again.summary, again.run.manifest) == (first.counts, first.summary, first.run.manifest)
    (out / "records.jsonl").write_text("", encoding="utf-8")
    go()
    assert files(out) == before, "a file that was changed is written anew"
    (out / "unclaimed.jsonl").unlink()
    go()
    assert files(out) == before
    run_batch([str(folder)], load_kinds(project), replace(settings_for(server), timeout=9.0), out)
    assert json.loads((out / "run.json").read_text(encoding="utf-8"))["settings"]["timeout"] == 9.0
    (folder / "d12.txt").unlink()
    assert go().counts["documents"] == 11
    assert b'"d12"' not in (out / "outcomes.jsonl").read_bytes()
    (folder / "f.txt").write_bytes(b"%PDF-")
    assert go().counts["unread"] == 1


def test_a_start_with_nothing_to_do_imports_no_client(
    go: Go, project: Path, folder: Path, server: Loopback, tmp_path: Path
) -> None:
    go()
    code = (
        "import sys; from extract.cli import app\n"
        "try: app()\n"
        "finally: print(sorted({'openai', 'instructor', 'httpx2'} & set(sys.modules)), file=sys.stderr)"
    )
    given = ["--base-url", server.base_url, "--model", "m", "--method", "document", "--quiet"]
    done = subprocess.run(
        [sys.executable, "-c", code, "run", str(folder), "--out", str(tmp_path / "run"), *given],
        env={**os.environ, "PYTHONPATH": str(ROOT), "EXTRACT_RETRIES": "0", "EXTRACT_TIMEOUT": "20"},
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, "[]"), done.stderr
    assert server.asked.total() == 24


def test_a_dry_run_leaves_the_run_as_it_is(
    go: Go, project: Path, folder: Path, server: Loopback, tmp_path: Path
) -> None:
    go()
    before, counts = files(tmp_path / "run"), status(tmp_path / "run").counts
    (folder / "e.txt").write_text("One more, about nothing.", encoding="utf-8")
    loans = {name: kind for name, kind in load_kinds(project).items() if name == "loan"}
    steps = foreseen([str(folder)], loans, settings_for(server), tmp_path / "run")
    assert next(steps).why == ""
    assert [step.row.id for step in steps if step.why] == ["e"]
    assert status(tmp_path / "run").counts == counts
    assert files(tmp_path / "run") == before


def why(project: Path, folder: Path, settings: Settings, out: Path) -> dict[str, int]:
    found: dict[str, int] = {}
    for step in foreseen([str(folder)], load_kinds(project), settings, out):
        found[step.why] = found.get(step.why, 0) + 1
    return found


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_each_change_is_named_and_does_again_what_depends_on_it(
    go: Go, project: Path, folder: Path, server: Loopback, tmp_path: Path
) -> None:
    out, settings = tmp_path / "run", settings_for(server)

    def expect(reasons: dict[str, int], asked: int) -> None:
        assert why(project, folder, settings, out) == reasons
        before = server.asked.total()
        done = go()
        assert server.asked.total() - before == asked
        assert done.counts["done"] == done.counts["documents"] * 2
        assert why(project, folder, settings, out) == {"": done.counts["documents"] * 2}

    expect({"new document": 24}, 24)
    (folder / "e.txt").write_text("One more, about nothing.", encoding="utf-8")
    expect({"": 24, "new document": 2}, 2)
    edit(project / "prompts" / "loan.md", "Leave out trade", "Leave out all trade")
    expect({"": 13, "prompt of loan changed": 13}, 13)
    edit(project / "schemas" / "treaty.py", "class Treaty", "# a note\nclass Treaty")
    expect({"": 13, "schema of treaty changed": 13}, 0)
    (folder / "d01.txt").write_text("Another text altogether.", encoding="utf-8")
    expect({"": 24, "document changed": 2}, 2)
    settings = replace(settings, model="n")
    assert why(project, folder, settings, out) == {"model changed (m -> n)": 26}
    settings = replace(settings, model="m", reasks=0)
    assert why(project, folder, settings, out) == {"reasks changed (1 -> 0)": 26}


def test_changed_code_checks_again_and_asks_nothing(
    go: Go, project: Path, folder: Path, server: Loopback, tmp_path: Path, monkeypatch: Any
) -> None:
    go()
    before = files(tmp_path / "run")
    monkeypatch.setattr("extract.plan.code_sha256", lambda: "another")
    assert why(project, folder, settings_for(server), tmp_path / "run") == {RECHECKED: 24}
    go()
    assert server.asked.total() == 24
    assert files(tmp_path / "run") == before


def test_a_failure_that_may_have_passed_is_tried_again(go: Go, server: Loopback, tmp_path: Path) -> None:
    good = server.content
    server.content = lambda body: "" if "loan" in body["response_format"]["json_schema"]["name"] else good(body)
    assert go().counts["failed"] == 12
    found = status(tmp_path / "run")
    assert (found.failures, found.complete) == ({"empty_reply": 12}, False)
    server.content = good
    done = go()
    assert (done.counts["done"], done.counts["failed"], status(tmp_path / "run").complete) == (24, 0, True)


def test_other_failures_stand_until_they_are_asked_for(
    go: Go, server: Loopback, project: Path, folder: Path, tmp_path: Path
) -> None:
    good = server.content
    server.content = lambda body: "no JSON"
    assert go().counts["failed"] == 24
    server.content = good
    asked = server.asked.total()
    assert go().counts["failed"] == 24
    assert server.asked.total() == asked
    kinds, settings = load_kinds(project), settings_for(server)
    done = run_batch([str(folder)], kinds, settings, tmp_path / "run", retry_failed=True)
    assert (done.counts["done"], done.counts["failed"]) == (24, 0)


# Others at the same run, and a disk that is full


def test_the_second_process_says_so_and_stops(go: Go, tmp_path: Path) -> None:
    go()
    with Database(tmp_path / "run"):
        assert status(tmp_path / "run").process == os.getpid()
        with pytest.raises(UsageError, match=rf"another extract writes this run \(process {os.getpid()}\)"):
            go()
    assert status(tmp_path / "run").process is None
    base = sqlite3.connect(tmp_path / "run" / DATABASE)
    base.execute("INSERT INTO meta VALUES ('process', ?)", (str(os.getpid()),))
    base.commit()
    base.close()
    assert status(tmp_path / "run").process is None, "one that was killed, its number now another's"
    go()


def test_a_reader_does_not_stop_a_run(go: Go, tmp_path: Path) -> None:
    go()
    reader = sqlite3.connect(tmp_path / "run" / DATABASE)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM parts").fetchall()
    go()
    reader.close()


def test_a_database_that_is_held_is_said(go: Go, tmp_path: Path, monkeypatch: Any) -> None:
    go()
    monkeypatch.setattr("extract.database._WAIT", 0.05)
    other = sqlite3.connect(tmp_path / "run" / DATABASE, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(UsageError, match="locked"):
        go()
    other.close()
    go()


def test_a_full_disk_stops_the_run_and_the_next_start_goes_on(
    go: Go, server: Loopback, tmp_path: Path, monkeypatch: Any
) -> None:
    opened = Database._open
    pages = 40

    def small(self: Database) -> None:
        opened(self)
        self._base.execute(f"PRAGMA max_page_count={pages}")

    with monkeypatch.context() as patch:
        patch.setattr(Database, "_open", small)
        stopped = go().stopped
        assert isinstance(stopped, UsageError)
        assert "full" in str(stopped)
        assert "run the same command again" in str(stopped)
        adds_up(tmp_path / "run")
    kept = status(tmp_path / "run").counts["done"]
    assert 0 < kept < 24
    done = go()
    assert (done.counts["done"], done.stopped) == (24, None)
    assert server.asked.total() - len(server.asked) <= 3, "only what could not be kept is asked again"


def test_a_run_of_a_newer_extract_is_left_alone(go: Go, tmp_path: Path) -> None:
    go()
    base = sqlite3.connect(tmp_path / "run" / DATABASE)
    base.execute("PRAGMA user_version=99")
    base.close()
    before = (tmp_path / "run" / DATABASE).read_bytes()
    for use in (go, lambda: status(tmp_path / "run"), lambda: list(open_run(tmp_path / "run").documents())):
        with pytest.raises(UsageError, match=r"newer extract \(layout 99 .* choose another --out"):
            use()
    assert (tmp_path / "run" / DATABASE).read_bytes() == before


EARLIER = {
    2: "ALTER TABLE replies DROP COLUMN read; ALTER TABLE replies DROP COLUMN cached; "
    "ALTER TABLE replies DROP COLUMN written; ALTER TABLE documents DROP COLUMN named;",
    3: "ALTER TABLE documents DROP COLUMN named;",
}
"""What takes a database of today back to an earlier layout."""


@pytest.mark.parametrize("layout", EARLIER)
def test_a_run_of_an_earlier_layout_keeps_its_replies(
    layout: int, go: Go, server: Loopback, folder: Path, project: Path, tmp_path: Path
) -> None:
    go()
    before = files(tmp_path / "run")
    with Database(tmp_path / "run") as base:
        used = base.spent()
    assert used.read == 2400
    other = sqlite3.connect(tmp_path / "run" / DATABASE)
    other.executescript(f"{EARLIER[layout]} PRAGMA user_version={layout};")
    other.execute("CREATE TABLE batches (number INTEGER)")
    other.close()
    (folder / "d99.txt").write_text(f"{SENTENCE.format(99)} New.", encoding="utf-8")
    assert go().counts["done"] == 26
    assert server.asked.total() == 26, "the new document's alone"
    (folder / "d99.txt").unlink()
    go()
    assert files(tmp_path / "run") == before
    with Database(tmp_path / "run") as base:
        assert base.spent().read == used.read + 200
        assert base.spent().written == used.written + 20
    other = sqlite3.connect(tmp_path / "run" / DATABASE)
    assert other.execute("SELECT count(*) FROM batches").fetchone() == (0,), "a batch may still bring replies"
    other.close()


def test_an_earlier_layout_that_cannot_be_brought_up_stays_as_it_was(go: Go, tmp_path: Path) -> None:
    go()
    other = sqlite3.connect(tmp_path / "run" / DATABASE)
    other.executescript("DROP TABLE unread; CREATE VIEW unread AS SELECT 1; PRAGMA user_version=2;")
    with pytest.raises(UsageError, match="cannot be written"):
        go()
    assert other.execute("SELECT count(*) FROM documents").fetchone() == (12,)
    assert other.execute("PRAGMA user_version").fetchone() == (2,)
    other.close()


def test_records_stand_in_the_file_as_they_come(project: Path, folder: Path, tmp_path: Path) -> None:
    """While the run is at work its files hold whole lines of what is done, and run.json says that more is to come."""
    out, seen = tmp_path / "run", []

    def look(count: int) -> None:
        if (out / "records.jsonl").exists():
            text = (out / "records.jsonl").read_text(encoding="utf-8")
            assert not text or text.endswith("\n")
            seen.append(len(text.splitlines()))
            assert json.loads((out / "run.json").read_text(encoding="utf-8"))["complete"] is False

    with Loopback(content, look) as server:
        run_batch([str(folder)], load_kinds(project), replace(settings_for(server), concurrency=1), out)
    assert seen == sorted(seen)
    assert seen[-1] >= 10
