"""Where an export goes: a new file or folder, put in its place when it is whole.

Takes the path that the user named; gives a draft beside it to write into. What stood there before is not touched until
the new is complete, and only with `force`. Nothing half-written is left, whatever happens.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extract.errors import UsageError
from extract.store import FILES, OWN


@contextmanager
def placed(out: Path, force: bool, run: Path, suffixes: tuple[str, ...] = ()) -> Iterator[Path]:
    """A draft that becomes `out` at the end of the block, or vanishes if the block raises.

    suffixes  what the names of an export's files end in, where the export is a folder; none: it is a file

    Refused with UsageError: a path that is there already, unless `force`; with it too a link, a folder for a file, a
    file for a folder, a folder that holds anything but files of these suffixes, and the run's own files.
    """
    _refuse(out, force, run, suffixes)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        hold = Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".draft", dir=out.parent))
    except OSError as error:
        raise UsageError(f"{out}: cannot be written ({error.strerror}); name another --out") from error
    draft = hold / out.name
    try:
        if suffixes:
            draft.mkdir()
        yield draft
        for path in draft.iterdir() if suffixes else [draft]:
            _flush(path)
        _refuse(out, force, run, suffixes)  # anew: it may have come while we wrote
        if suffixes and out.exists():
            os.replace(out, hold / "former")
        os.replace(draft, out)
    except OSError as error:
        raise UsageError(f"{out}: cannot be written ({error.strerror or error}); make room, or name another") from error
    finally:
        former = hold / "former"
        if former.exists() and not out.exists():
            os.replace(former, out)
        shutil.rmtree(hold, ignore_errors=True)


def _refuse(out: Path, force: bool, run: Path, suffixes: tuple[str, ...]) -> None:
    if out.is_symlink():
        raise UsageError(f"{out}: is a link; name the file or folder itself")
    if out.resolve().parent == run.resolve() and out.name in {*FILES, *OWN}:
        raise UsageError(f"{out}: is a file of the run; name another --out")
    if not out.exists():
        return
    if bool(suffixes) != out.is_dir():
        raise UsageError(f"{out}: is a {'file' if suffixes else 'folder'}; this format writes "
                         f"{'a folder' if suffixes else 'one file'}, name another --out")  # fmt: skip
    names = sorted(path.name for path in out.iterdir()) if suffixes else [out.name]
    if names and not force:
        raise UsageError(f"{out}: is there already; --force replaces it, or name another --out")
    strange = [name for name in names if suffixes and (not name.endswith(suffixes) or not (out / name).is_file())]
    if strange:
        raise UsageError(f"{out}: holds {strange[0]!r}, which no export of this format wrote; name another --out")


def _flush(path: Path) -> None:
    with open(path, "rb") as file:
        os.fsync(file.fileno())
