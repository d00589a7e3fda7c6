"""Objects behind a URL (s3://, gs://, file://), read by pyarrow's file systems, which the extra `ray` brings.

Takes URLs as a user writes them, with `*` in the last parts; gives names and bytes. Credentials are found by the file
system itself (environment, instance role) and never in a URL.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import Any

from extract.errors import DocumentError, UsageError

_URL = re.compile(r"([a-z][a-z0-9+.-]+)://")
SCHEMES = ("s3", "gs", "gcs", "file")


def is_url(name: str) -> bool:
    """Whether a name is a URL of a kind that can be read. "http://..." is none: a page is no document."""
    found = _URL.match(name)
    return found is not None and found[1] in SCHEMES


def expand(url: str, suffixes: tuple[str, ...]) -> list[tuple[str, DocumentError | None]]:
    """The objects that a URL names: itself, those below it, or those that its pattern fits, by name. One fault where it
    names none. Raises UsageError where pyarrow is missing or the URL has a password in it.
    """
    scheme, where = _split(url)
    fixed = re.split(r"[*?\[]", where)[0]
    base = where if fixed == where else fixed.rpartition("/")[0]
    try:
        files, path = _system(f"{scheme}://{base}")
        fs = _fs()
        info = files.get_file_info(path)
        if info.type == fs.FileType.File:
            return [(url, None)]
        below = files.get_file_info(fs.FileSelector(path, recursive=True, allow_not_found=True))
    except (OSError, ValueError) as error:
        return [(url, DocumentError("unreadable", f"{error}; check the address and the credentials"))]
    found = []
    for one in below:
        name = base.rstrip("/") + one.path.removeprefix(path.rstrip("/"))
        wanted = fnmatchcase(name, where) if base != where else not re.search(r"/\.", name[len(base) :])
        if one.type == fs.FileType.File and wanted and name.lower().endswith(suffixes):
            found.append((f"{scheme}://{name}", None))
    if not found:
        return [
            (url, DocumentError("not_found", f"nothing there that ends in {' or '.join(suffixes)}; check the address"))
        ]
    return sorted(found)


def read_bytes(url: str, count: int) -> bytes:
    """The first `count` bytes of an object. Raises DocumentError, UsageError where pyarrow is missing."""
    try:
        files, path = _system(url)
        with files.open_input_stream(path) as stream:
            return bytes(stream.read(count))
    except (OSError, ValueError) as error:
        raise DocumentError("unreadable", f"{error}; check the address and the credentials") from error


def open_file(url: str) -> Any:
    """An object opened for reading at any place. Raises OSError, ValueError, UsageError where pyarrow is missing."""
    files, path = _system(url)
    return files.open_input_file(path)


def _split(url: str) -> tuple[str, str]:
    scheme, _, where = url.partition("://")
    if "@" in where.partition("/")[0]:
        raise UsageError(
            f"{scheme}://...: a password does not belong in an address; set the credentials in the environment"
        )
    return scheme, where


def _system(url: str) -> tuple[Any, str]:
    _split(url)
    files, path = _fs().FileSystem.from_uri(url.replace(" ", "%20"))
    return files, path


def _fs() -> Any:
    try:
        import pyarrow.fs
    except ImportError as error:
        raise UsageError(
            "addresses (s3://, gs://, file://) need pyarrow: pip install 'extract-toolkit[ray]'"
        ) from error
    return pyarrow.fs
