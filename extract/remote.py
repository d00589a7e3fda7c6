"""Objects behind a URL (s3://, gs://, file://), read by pyarrow's file systems, which the extra `ray` brings.

Takes URLs as a user writes them, also with patterns; gives names and bytes. Credentials are found by the file
system itself (environment, instance role) and never in a URL.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any

from extract.errors import DocumentError, UsageError

_URL = re.compile(r"([a-z][a-z0-9+.-]+)://")
SCHEMES = ("s3", "gs", "gcs", "file")
AT_A_TIME = 1 << 20
"""Bytes of a table asked for in one request."""


def is_url(name: str) -> bool:
    """Whether a name is a URL of a kind that can be read. "http://..." is none: a page is no document."""
    found = _URL.match(name)
    return found is not None and found[1] in SCHEMES


def expand(url: str, suffixes: tuple[str, ...]) -> list[tuple[str, DocumentError | None]]:
    """The objects that a URL names: itself, those below it, or those that its pattern fits, by name. One fault where it
    names none. Raises UsageError where pyarrow is missing or the URL has a password in it.
    """
    scheme, where = _split(url)
    parts = where.split("/")
    magic = next((at for at, part in enumerate(parts) if re.search(r"[*?\[]", part)), len(parts))
    base = "/".join(parts[:magic]).rstrip("/")
    try:
        fs, files = _fs(), _files(scheme, where)
        if files.get_file_info(where).type == fs.FileType.File:
            return [(url, None)]
        below = files.get_file_info(fs.FileSelector(base or "/", recursive=True, allow_not_found=True))
    except (OSError, ValueError) as error:
        return [(url, DocumentError("unreadable", f"{error}; check the address and the credentials"))]
    found: list[tuple[str, DocumentError | None]] = []
    for one in below:
        wanted = one.type == fs.FileType.File and one.path.lower().endswith(suffixes)
        if wanted and _fits(one.path[len(base) :].strip("/").split("/"), parts[magic:]):
            found.append((f"{scheme}://{one.path}", None))
    if not found:
        return [
            (url, DocumentError("not_found", f"nothing there that ends in {' or '.join(suffixes)}; check the address"))
        ]
    return sorted(found)


def _fits(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether a pattern fits a name or a folder above it, as in a shell: `*` within a part, `**` for any parts, and
    what begins with a dot only where the pattern says so.
    """
    if not pattern:
        return not any(part.startswith(".") for part in parts)
    if pattern[0] == "**":
        return _fits(parts, pattern[1:]) or (bool(parts) and parts[0][:1] != "." and _fits(parts[1:], pattern))
    hidden = bool(parts) and parts[0].startswith(".") and not pattern[0].startswith(".")
    return bool(parts) and not hidden and fnmatchcase(parts[0], pattern[0]) and _fits(parts[1:], pattern[1:])


def read_bytes(url: str, count: int) -> bytes:
    """The first `count` bytes of an object. Raises DocumentError, UsageError where pyarrow is missing."""
    scheme, where = _split(url)
    try:
        with _files(scheme, where).open_input_stream(where) as stream:
            return bytes(stream.read(count))
    except (OSError, ValueError) as error:
        raise DocumentError("unreadable", f"{error}; check the address and the credentials") from error


def open_file(url: str, from_first_to_last: bool = False) -> Any:
    """An object opened for reading, at any place or `from_first_to_last`, which asks for a megabyte at a time.

    Raises OSError, ValueError, UsageError where pyarrow is missing.
    """
    scheme, where = _split(url)
    files = _files(scheme, where)
    return files.open_input_stream(where, buffer_size=AT_A_TIME) if from_first_to_last else files.open_input_file(where)


def _split(url: str) -> tuple[str, str]:
    """Scheme, and bucket with name, or path. Names are taken as they stand: "%20" is no space, "?" begins no query."""
    scheme, _, where = url.partition("://")
    if "@" in where.partition("/")[0]:
        raise UsageError(
            f"{scheme}://...: a password does not belong in an address; set the credentials in the environment"
        )
    if scheme == "file" and not where.startswith("/"):
        raise UsageError(f"{scheme}://{where}: write file:/// and the whole path, or the path alone")
    return scheme, where


def _files(scheme: str, where: str) -> Any:
    return _system(scheme, "/" if scheme == "file" else where.partition("/")[0])


@lru_cache(maxsize=16)
def _system(scheme: str, bucket: str) -> Any:
    """One file system for all objects of a bucket: it keeps connections and what its credentials came to."""
    return _fs().FileSystem.from_uri(f"{scheme}://{bucket}")[0]


def _fs() -> Any:
    try:
        import pyarrow.fs
    except ImportError as error:
        raise UsageError(
            "addresses (s3://, gs://, file://) need pyarrow: pip install 'extract-toolkit[ray]'"
        ) from error
    return pyarrow.fs
