"""A real Ray on this machine, two workers: the same bytes as the local engine, also when a worker is killed."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from loopback import Loopback
from ray_runs import content, documents, same_files

from extract.batch import run_batch
from extract.kinds import Kind
from extract.ray_engine import RayEngine
from extract.runs import DATABASE
from extract.settings import Settings
from extract.shards import SHARDS
from extract.status import status

pytestmark = [pytest.mark.enable_socket]
KEY = "sk-a-key-that-must-stand-nowhere"


@pytest.fixture
def slow() -> Iterator[Loopback]:
    with Loopback(content, before=lambda count: time.sleep(0.02)) as running:
        yield running


def settings_for(server: Loopback) -> Settings:
    return Settings(model="m", method="document", base_url=server.base_url, retries=0, concurrency=6, timeout=20.0)


def listening(process: int) -> set[str]:
    """Addresses, in hexadecimal, at which a process waits for connections."""
    own = set()
    for link in Path(f"/proc/{process}/fd").iterdir():
        with contextlib.suppress(OSError):
            own.add(os.readlink(link))
    lines = [
        line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]
    ]
    return {line[1].partition(":")[0] for line in lines if line[3] == "0A" and f"socket:[{line[9]}]" in own}


LOOPBACK = {"0100007F", "0000000000000000FFFF00000100007F"}
"""127.0.0.1, as itself and within IPv6."""


class Killer:
    """Told of each worker's process as it begins; kills the first once two are there and the server has been asked
    often enough. `slower` holds the server up while a worker is on its way, so that each of the three has
    something to do.
    """

    def __init__(self, server: Loopback, after: int) -> None:
        self.began: list[int] = []
        self.killed: int | None = None
        self._server, self._after = server, after
        self._thread = threading.Thread(target=self._wait, daemon=True)

    def __call__(self, process: int) -> None:
        self.began.append(process)
        if len(self.began) == 1:
            self._thread.start()

    def _wait(self) -> None:
        while self._server.asked.total() < self._after or len(self.began) < 2:
            time.sleep(0.005)
        self.killed = self.began[0]
        os.kill(self.killed, signal.SIGKILL)

    def slower(self, count: int) -> None:
        time.sleep(0.02 if len(self.began) >= (2 if self.killed is None else 3) else 0.2)


def test_recordings_on_two_workers_give_the_bytes_of_the_local_engine(
    root: Path, kinds: dict[str, Kind], tmp_path: Path
) -> None:
    settings = Settings(mode="replay", recordings=root / "fixtures" / "recordings")
    seeds = [str(root / "seeds")]
    run_batch(seeds, kinds, settings, tmp_path / "local")
    began: list[int] = []
    heard: set[str] = set()

    def note(process: int) -> None:
        began.append(process)
        parent = int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
        heard.update(listening(process), listening(parent), listening(os.getpid()))

    done = run_batch(seeds, kinds, settings, tmp_path / "ray", engine=RayEngine(2, started=note))
    assert done.stopped is None and 1 <= len(set(began)) <= 2, "the first may have done all before the second began"
    assert heard and heard <= LOOPBACK, "it listens beyond this machine"
    same_files(tmp_path / "local", tmp_path / "ray")


def test_a_killed_worker_loses_nothing(kinds: dict[str, Kind], tmp_path: Path, slow: Loopback) -> None:
    paths, settings = [str(documents(tmp_path / "documents", 60))], settings_for(slow)
    run_batch(paths, kinds, settings, tmp_path / "local", api_key=KEY)
    slow.asked.clear()
    killer = Killer(slow, after=100)
    slow.before = killer.slower
    engine = RayEngine(2, started=killer)
    done = run_batch(paths, kinds, settings, tmp_path / "ray", api_key=KEY, engine=engine)
    assert done.stopped is None
    assert killer.killed is not None and len(killer.began) == 3, "one was killed, and another took its place"
    same_files(tmp_path / "local", tmp_path / "ray")
    assert sum(count > 1 for count in slow.asked.values()) <= 3 * len(kinds), "only what the dead worker was at"
    assert list((tmp_path / "ray" / SHARDS).glob("*.parquet"))
    # All stands: nothing is asked again, by either engine.
    slow.asked.clear()
    assert run_batch(paths, kinds, settings, tmp_path / "ray", engine=RayEngine(2)).stopped is None
    assert run_batch(paths, kinds, settings, tmp_path / "ray").stopped is None
    assert not slow.asked


def test_the_key_is_in_no_file(kinds: dict[str, Kind], tmp_path: Path, slow: Loopback) -> None:
    paths, settings = [str(documents(tmp_path / "documents", 4))], settings_for(slow)
    before = time.time()
    run_batch(paths, kinds, settings, tmp_path / "run", api_key=KEY, engine=RayEngine(2))
    session = Path(os.path.realpath(Path(os.environ.get("RAY_TMPDIR", "/tmp")) / "ray" / "session_latest"))
    looked = [path for path in [*session.rglob("*"), *(tmp_path / "run").rglob("*")] if path.is_file()]
    fresh = [path for path in looked if path.stat().st_mtime >= before]
    assert len(fresh) > 10 and any(path.name == DATABASE for path in fresh)
    assert not [path for path in fresh if KEY.encode() in path.read_bytes()]


def test_a_run_that_must_stop_keeps_what_was_answered(kinds: dict[str, Kind], tmp_path: Path) -> None:
    paths = [str(documents(tmp_path / "documents", 20))]
    faults = iter([None] * 30)
    with Loopback(content, fault=lambda body: next(faults, "key")) as server:
        settings = settings_for(server)
        done = run_batch(paths, kinds, settings, tmp_path / "run", engine=RayEngine(2))
        assert done.stopped is not None and "the key was refused" in str(done.stopped)
        assert status(tmp_path / "run").counts["not_begun"] > 0
        answered = set(server.answered)
        faults = iter([None] * 1_000)
        server.asked.clear()
        assert run_batch(paths, kinds, replace(settings), tmp_path / "run", engine=RayEngine(2)).stopped is None
        again = answered & set(server.asked)
        assert len(answered) == 30 and len(again) <= settings.concurrency, "only what was still on its way"
