"""A worker of the Ray engine, without Ray: what it delivers, merged, is the local engine's run, byte for byte."""

from __future__ import annotations

import asyncio
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from loopback import Loopback
from ray_runs import content, documents, same_files, table
from typer.testing import CliRunner

from extract import worker as worker_module
from extract.batch import finish, jobs, prepare, run_batch
from extract.cli import app
from extract.columns import Columns
from extract.database import Database
from extract.documents import read, scan
from extract.errors import ExtractError, UsageError
from extract.foresee import foretold
from extract.handing import Task
from extract.kinds import Kind
from extract.plan import code_sha256, setups
from extract.ray_engine import RayEngine, _shared_out
from extract.settings import Settings
from extract.shards import SHARDS, TORN, Delivery, merge, merged, write_shard
from extract.worker import Order, Worker, project_files


def settings_for(server: Loopback) -> Settings:
    return Settings(model="m", method="document", base_url=server.base_url, retries=0, concurrency=3, timeout=20.0)


def order(kinds: dict[str, Kind], settings: Settings, **more: Any) -> Order:
    hashes = {name: setup for name, (setup, _) in setups(kinds, settings).items()}
    return Order(settings, project_files(kinds), hashes, code_sha256(), **more)


def wired(value: Any) -> Any:
    """What comes out at the other end of a wire."""
    return pickle.loads(pickle.dumps(value))


async def work(one: Order, tasks: list[Task]) -> list[Delivery]:
    worker = Worker()
    await worker.begin(wired(one), "a key")
    done = [wired(await worker.do(wired(task))) for task in tasks]
    await worker.end()
    return done


@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_what_workers_deliver_makes_the_local_run(kinds: dict[str, Kind], tmp_path: Path) -> None:
    with Loopback(content) as server:
        settings, paths = settings_for(server), [str(documents(tmp_path / "documents", 8))]
        run_batch(paths, kinds, settings, tmp_path / "local")
        found, _ = read(paths, max_chars=1_000)
        with Database(tmp_path / "far") as base:
            prepare(base, found, kinds, settings, None)
            tasks = [Task(job.document, tuple(kind.name for kind in job.kinds)) for job in jobs(base, kinds, settings)]
            delivered = asyncio.run(work(order(kinds, settings), tasks))
            assert merge(base, "x", delivered) and all(one.replies for one in delivered)
            finish(base, kinds, settings, tmp_path / "far")
        same_files(tmp_path / "local", tmp_path / "far")
        # With the replies, another worker asks nothing; what it delivers is the same, the replies aside.
        server.asked.clear()
        known = [replace(task, replies=one.replies) for task, one in zip(tasks, delivered, strict=True)]
        again = asyncio.run(work(order(kinds, settings), known))
        assert not server.asked and again == [replace(one, replies=()) for one in delivered]
        told = tuple(reply for one in delivered for reply in one.replies)
        assert asyncio.run(work(order(kinds, settings, replies=told), tasks)) == again and not server.asked


@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_shard_that_a_dead_driver_left_is_merged_by_whoever_starts_next(
    kinds: dict[str, Kind], tmp_path: Path
) -> None:
    paths, columns = [str(table(tmp_path / "t.jsonl", 8))], Columns("words", "name")
    out = tmp_path / "run"
    with Loopback(content) as server:
        settings = replace(settings_for(server), passage_chars=1_000)
        done = run_batch(paths, kinds, settings, tmp_path / "local", columns=columns)
        assert {gap.name for failure in done.failures for gap in failure.gaps} == {"passage 1 of 2, characters 0-992"}
        with Database(out) as base:
            prepare(base, scan(paths, max_chars=10_000, columns=columns), kinds, settings, None)
            tasks = [Task(job.document, tuple(kind.name for kind in job.kinds)) for job in jobs(base, kinds, settings)]
        shard = write_shard(out / SHARDS, asyncio.run(work(order(kinds, settings), tasks)))
        (out / SHARDS / "torn.parquet").write_bytes(b"PAR1")
        server.asked.clear()
        before = {path.name: path.read_bytes() for path in (out / SHARDS).iterdir()}
        told = foretold(paths, kinds, settings, out, columns=columns)
        assert (told.documents, told.reasons) == (0, {"": 8 * len(kinds)})
        assert {path.name: path.read_bytes() for path in (out / SHARDS).iterdir()} == before, "a dry run left a trace"
        with Database(out) as base:
            assert not merged(base, shard.name)
        assert run_batch(paths, kinds, settings, out, columns=columns).stopped is None
        assert not server.asked
    same_files(tmp_path / "local", out)
    assert (out / SHARDS / f"torn.parquet{TORN}").exists()


@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_replies_of_a_document_under_way_are_handed_over_once(kinds: dict[str, Kind], tmp_path: Path) -> None:
    (document,), _ = read([str(documents(tmp_path / "documents", 1))], max_chars=1_000)

    async def all_of(settings: Settings) -> tuple[list[Delivery], Delivery, list[Delivery]]:
        worker = Worker()
        await worker.begin(order(kinds, settings), None)
        doing = asyncio.create_task(worker.do(Task(document, tuple(kinds))))
        while not (early := await worker.hand_over()):
            await asyncio.sleep(0.001)
        ended, none = await doing, await worker.hand_over()
        await worker.end()
        return early, ended, none

    with Loopback(content) as server:
        early, ended, none = asyncio.run(all_of(settings_for(server)))
    assert [one.sha256 for one in early] == [document.sha256] and not early[0].parts and none == []
    keys = [reply["key"] for one in (*early, ended) for reply in one.replies]
    assert len(ended.parts) == len(kinds) and sorted(keys) == sorted(
        {key for p in ended.parts for key in p.state["recordings"]}
    )


@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_stopped_worker_sends_nothing_more_and_gives_back_all(
    kinds: dict[str, Kind], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two documents one has all its answers but the last, which never comes; the other is never begun."""
    monkeypatch.setattr(worker_module, "GRACE", 0.05)
    (first, second), _ = read([str(documents(tmp_path / "documents", 2))], max_chars=1_000)

    async def all_of(server: Loopback) -> tuple[list[Delivery], list[Delivery]]:
        worker = Worker()
        await worker.begin(order(kinds, replace(settings_for(server), concurrency=1)), None)
        doing = [asyncio.create_task(worker.do(Task(one, tuple(kinds)))) for one in (first, second)]
        while server.asked.total() < 4:
            await asyncio.sleep(0.001)
        handed = await worker.stop()
        ended = [await one for one in doing]
        await worker.end()
        return handed, ended

    faults = iter([None, None, None])
    with Loopback(content, fault=lambda body: next(faults, "hang")) as server:
        handed, ended = asyncio.run(all_of(server))
        assert server.asked.total() == 4
        answered = sum(len(one.replies) for one in (*handed, *ended))
        assert answered == server.answered.total() == 3
    assert all(one.stopped == ("the run is stopped", ExtractError.exit_code) and not one.parts for one in ended)


@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_what_stops_a_run_is_delivered_and_not_raised(kinds: dict[str, Kind], tmp_path: Path) -> None:
    (document,), _ = read([str(documents(tmp_path / "documents", 1))], max_chars=1_000)
    faults = iter([None])
    with Loopback(content, fault=lambda body: next(faults, "key")) as server:
        (one,) = asyncio.run(work(order(kinds, settings_for(server)), [Task(document, tuple(kinds))]))
    assert one.stopped is not None and "the key was refused" in one.stopped[0] and one.stopped[1] == 3
    assert len(one.replies) == 1 and not one.parts


def test_a_worker_with_other_code_does_nothing(kinds: dict[str, Kind], tmp_path: Path, root: Path) -> None:
    (document,), _ = read([str(documents(tmp_path / "documents", 1))], max_chars=1_000)
    settings = Settings(mode="replay", recordings=root / "fixtures" / "recordings")
    other = replace(order(kinds, settings), code="0" * 16)
    (one,) = asyncio.run(work(other, [Task(document, tuple(kinds))]))
    assert one.stopped is not None and one.stopped[1] == 2 and "another version of extract" in one.stopped[0]


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"mode": "record", "recordings": Path("r"), "base_url": "http://h/v1"}, "--record does not go with"),
        ({}, "needs --base-url"),
        ({"base_url": "http://h/v1", "concurrency": 1}, "--workers 2: more than --concurrency 1"),
    ],
)
def test_settings_that_workers_cannot_keep_are_refused(
    kinds: dict[str, Kind], tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    paths = [str(documents(tmp_path / "documents", 1))]
    with pytest.raises(UsageError, match=message):
        run_batch(paths, kinds, Settings(**changes), tmp_path / "run", engine=RayEngine(2))


def test_limits_and_budget_are_shared_out(kinds: dict[str, Kind], tmp_path: Path) -> None:
    from decimal import Decimal

    from extract.batch import Errand, Watch
    from extract.budget import Price

    settings = Settings(
        model="m", base_url="http://h/v1", rpm=7, tpm=1, budget=Decimal("3"), budget_tokens=2_000_000, concurrency=8
    )
    price = Price(Decimal(1), Decimal(1), Decimal(1))
    with Database(tmp_path / "run") as base:
        usage = {"prompt_tokens": 900_000, "completion_tokens": 100_000}
        base.keep({"key": "k", "reply": {"status": 200, "body": {"usage": usage}}})
        own = _shared_out(Errand(base, kinds, settings, None, tmp_path, Watch()), price, 2, 4)
    assert (own.rpm, own.tpm, own.budget, own.budget_tokens, own.concurrency) == (3, 1, Decimal(1), 500_000, 4)


def test_without_ray_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    paths = [str(documents(tmp_path / "documents", 1))]
    far = ["--engine", "ray", "--base-url", "http://127.0.0.1:9/v1", "--model", "m", "--out", str(tmp_path / "run")]
    result = CliRunner().invoke(app, ["run", *paths, *far])
    assert result.exit_code == 2 and "pip install 'extract-toolkit[ray]'" in result.output


def test_nothing_imports_ray_that_is_not_asked_to(tmp_path: Path, root: Path) -> None:
    (tmp_path / "ray").mkdir()
    (tmp_path / "ray" / "__init__.py").write_text("raise SystemExit('imported')", encoding="utf-8")
    command = [sys.executable, "-m", "extract.cli", "run", str(root / "seeds" / "visit-to-minsk.md"), "--quiet"]
    command += ["--replay", str(root / "fixtures" / "recordings"), "--out", str(tmp_path / "run")]
    found = subprocess.run(
        command, env={"PYTHONPATH": f"{tmp_path}:{root}", "PATH": ""}, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr
    far = subprocess.run(
        [*command, "--engine", "ray", "--out", str(tmp_path / "far")],
        env={"PYTHONPATH": f"{tmp_path}:{root}", "PATH": ""}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "imported" in far.stderr
