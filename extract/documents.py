"""Documents: paths in, texts out, one for each different text, and a failure for whatever gave none.

Takes file, folder and glob names or `-`; gives `Document`s in the order named and `Failure`s. Never raises
for a single bad file. A text is the file as decoded, without byte order mark and front matter, newlines as
they are; offsets anywhere in the project are code points into that text.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import sys
import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from extract import remote
from extract.columns import TOO_LONG, Columns, rows
from extract.decoding import decode
from extract.errors import DocumentError
from extract.front_matter import FRONT_MATTER_CHARS, Page, front_matter
from extract.types import Document, Failure

SUFFIXES = (".txt", ".md")  # what a folder or a glob is searched for; a file named itself may have any

_STDIN = "-"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\Z)", re.IGNORECASE)
_MAGIC = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x1f\x8b")

_Item = tuple[str, DocumentError | None]  # a name to read, or a name and the error that stands in its place
_Read = tuple[str, Page | DocumentError, str]  # a name, what it holds or the error, the hash of its text

_MOST_FILES = 65_536
"""Bytes that most files do not reach."""
_SETTLED = 2 * 10**9
"""Nanoseconds after which a change shows in a file's times: two within a tick of the file system's clock may not."""


class Memory(Protocol):
    """What is known of files read before; see `extract.files`."""

    def known(self, name: str, stamp: str) -> tuple[str, Page] | None:
        """The hash of its text and the page without it, where the stamp is the one that was learnt."""

    def learn(self, name: str, stamp: str, sha256: str, page: Page) -> None:
        """Know a file from now on."""


def read(
    paths: Sequence[str], *, max_chars: int, stdin: BinaryIO | None = None
) -> tuple[tuple[Document, ...], tuple[Failure, ...]]:
    """Reads every document that the paths name; nothing named is lost: it is a document or a failure.

    paths      files (any suffix), folders (.txt and .md below them), globs (`*`, `?`, `[...]`, `**`) or `-`, in the
               order given, those of a folder or glob by name; hidden files and linked folders are passed over
    max_chars  longest text accepted, in code points, front matter not counted
    stdin      where `-` reads bytes from; None means the process's own standard input

    `Document.text` begins after the closing line of the front matter, where there is front matter, and offsets
    count from there. The same text under two names is one document with two `sources`, its id and title from
    the first. Reasons of failures: not_found, unreadable, binary, empty, too_long, bad_front_matter.
    """
    documents: dict[str, Document] = {}
    failures: list[Failure] = []
    for item in scan(paths, max_chars=max_chars, stdin=stdin):
        if isinstance(item, Failure):
            failures.append(item)
        else:
            documents[item.sha256] = item
    return tuple(documents.values()), tuple(failures)


def scan(
    paths: Sequence[str],
    *,
    max_chars: int,
    stdin: BinaryIO | None = None,
    columns: Columns | None = None,
    memory: Memory | None = None,
) -> Iterator[Document | Failure]:
    """As `read`, one at a time, so that texts need not all be held. With `columns`, the paths are tables (see
    `extract.columns`) and a document is a row. The text of a file that `memory` knows is left empty.

    A text that stands under a second name comes once more, with all its sources so far; its first id and title hold.
    """
    known: dict[str, Document] = {}  # without their texts
    taken: dict[str, int] = {}
    found = _cells(paths, columns, max_chars) if columns else _pages(paths, max_chars, stdin, memory)
    for name, page, digest in found:
        shown = _shown(name)
        if isinstance(page, DocumentError):
            where = "standard input" if name == _STDIN else shown or "empty name"
            yield Failure(shown, None, page.reason, f"{where}: {page}")
            continue
        first = known.get(digest)
        if first is None:
            identity = _unique(_identity(name.partition("#")[2] or name if columns else name, digest), taken)
            first = Document(identity, "", digest, *page[1:], sources=(shown,))
        elif shown not in first.sources:
            first = replace(first, sources=(*first.sources, shown))
        else:
            continue
        known[digest] = first
        yield replace(first, text=page.text)


def _pages(paths: Sequence[str], max_chars: int, stdin: BinaryIO | None, memory: Memory | None) -> Iterator[_Read]:
    """What each file that the paths name holds, or the error that stands in its place."""
    items: dict[str, DocumentError | None] = {}
    for path in paths:
        for name, fault in _expand(path):
            items.setdefault(name, fault)
    for name, fault in items.items():
        stamp = None if fault or memory is None else _stamp(name)
        if memory and stamp and (known := memory.known(_shown(name), stamp)):
            yield name, known[1], known[0]
            continue
        try:
            if fault is not None:
                raise fault
            page = _load(name, max_chars, stdin)
        except DocumentError as error:
            yield name, error, ""
            continue
        digest = _sha256(page.text)
        if memory and stamp:
            memory.learn(_shown(name), stamp, digest, page)
        yield name, page, digest


def _stamp(name: str) -> str | None:
    """What tells that a file is the one that it was; None where that cannot be told. The time of the last change of the
    file's entry is in it, which no program sets at will as it does the time of the content's.
    """
    if name == _STDIN or remote.is_url(name):
        return None
    try:
        entry = os.stat(name)
    except (OSError, ValueError):
        return None
    young = time.time_ns() - max(entry.st_mtime_ns, entry.st_ctime_ns) < _SETTLED
    if young or not stat.S_ISREG(entry.st_mode):
        return None
    return f"{entry.st_dev}:{entry.st_ino}:{entry.st_size}:{entry.st_mtime_ns}:{entry.st_ctime_ns}"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _cells(paths: Sequence[str], columns: Columns, max_chars: int) -> Iterator[_Read]:
    for name, text in rows(paths, columns, max_chars):
        yield (name, Page(text), _sha256(text)) if isinstance(text, str) else (name, text, "")


def _expand(path: str) -> list[_Item]:
    """The files that one argument names, by folder and then by code points; one fault where it names none."""
    if remote.is_url(path):
        return remote.expand(path, SUFFIXES)
    name = Path(path).as_posix()
    name = path if not path or name == _STDIN else name  # a file "./-" is not standard input
    there = os.path.lexists(path)  # asked before globs, so that a file called "a[1].txt" can be named
    if path == _STDIN or (there and not os.path.isdir(path)):
        return [(name, None)]
    found: list[_Item] = []
    for match in [Path(path)] if there else _matches(Path(path)):
        if os.path.isdir(match):  # which, unlike Path.is_dir, raises nothing in a folder that may only be listed
            found.extend(_below(match) if there or not match.is_symlink() else ())
        elif match.suffix.lower() in SUFFIXES:
            found.append((match.as_posix(), None))
    if not found:
        what = "neither a file nor a folder or pattern with .txt or .md files; check the name and the right to see it"
        return [(name, DocumentError("not_found", what))]
    # Composed first, since some file systems decompose accents. The names have no empty part, nor one of a dot.
    return sorted(found, key=lambda item: (unicodedata.normalize("NFC", item[0]).split("/"), item[0]))


def _below(folder: Path) -> Iterator[_Item]:
    """What the folder holds. Links to folders are not followed: two that point upwards would never end."""
    closed: list[OSError] = []
    for inner, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        within = Path(inner).as_posix()
        within = "" if within == "." else within if within.endswith("/") else f"{within}/"
        for name in names:
            if not name.startswith(".") and name.lower().endswith(SUFFIXES):
                yield within + name, None
    for error in closed:
        yield Path(error.filename).as_posix(), _unreadable(error)


def _matches(pattern: Path) -> Iterator[Path]:
    """What the shell would give, or nothing. By Path.glob, since glob.glob follows links under `**`."""
    if not any(mark in str(pattern) for mark in "*?["):
        return
    relative = pattern.relative_to(pattern.anchor)
    dotted = [part for part in relative.parts if part.startswith(".")]
    try:
        for path in Path(pattern.anchor).glob(str(relative)):
            hidden = [part for part in path.parts if part.startswith(".")]
            if all(any(PurePosixPath(part).match(known) for known in dotted) for part in hidden):
                yield path
    except ValueError:  # "a**" is no pattern
        return


def _load(name: str, max_chars: int, stdin: BinaryIO | None) -> Page:
    """Raises DocumentError, as do those that it calls, without the name: `read` puts that in front."""
    # No encoding read here takes more than four bytes for a code point, so what is cut off is surely too much.
    limit = 4 * (max_chars + FRONT_MATTER_CHARS + 100)
    data = (stdin or sys.stdin.buffer).read(limit) if name == _STDIN else _bytes(name, limit)
    if data.startswith(_MAGIC):
        raise DocumentError("binary", "a PDF, Office file, image or archive, not text; save it as plain text")
    text = decode(data, whole=len(data) < limit)
    if "\0" in text or len(_CONTROL.findall(text)) * 10 > len(text):
        raise DocumentError("binary", "holds NUL or control characters, so it is no text; save it as plain text")
    page = front_matter(text)
    if not page.text.strip():
        raise DocumentError("empty", "no text in it, or none after its front matter; write it or leave the file out")
    if len(page.text) > max_chars:
        raise DocumentError("too_long", TOO_LONG.format(max_chars))
    return page


def _bytes(name: str, count: int) -> bytes:
    """The first `count` bytes of a regular file; anything else could block for ever."""
    if remote.is_url(name):
        return remote.read_bytes(name, count)
    try:
        if not stat.S_ISREG(os.stat(name).st_mode):
            raise DocumentError("unreadable", "not a regular file; pipe it in and name it -")
        with open(name, "rb") as file:
            # Python makes room for as much as is asked for, and megabytes of room take longer than a short file.
            first = file.read(min(count, _MOST_FILES))
            return first if len(first) < _MOST_FILES else first + file.read(count - len(first))
    except OSError as error:
        raise _unreadable(error) from error


def _unreadable(error: OSError) -> DocumentError:
    lost = error.errno in (errno.ENOENT, errno.ELOOP)
    what = "a link that leads nowhere; mend or remove it" if lost else f"{error.strerror}; check its permissions"
    return DocumentError("unreadable", what)


def _shown(name: str) -> str:
    """The name as typed; what is not UTF-8 in it is escaped, since it must go into JSON and onto terminals."""
    return name.encode("utf-8", "backslashreplace").decode()


def _identity(name: str, digest: str) -> str:
    """A safe file name after the file's stem; after the text's hash where the stem holds nothing to keep."""
    if name == _STDIN:
        return "stdin"
    plain = _stem(_shown(name))
    if not plain.isascii():
        plain = "".join(char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char))
    safe = re.sub("[^A-Za-z0-9._-]+", "-", plain)[:80].strip("-.")
    return safe if re.search("[A-Za-z0-9]", safe) and not _DEVICE.match(safe) else f"document-{digest[:8]}"


def _stem(name: str) -> str:
    """As `PurePosixPath.stem`, which takes ten times as long."""
    last = name.rstrip("/").rpartition("/")[2]
    dot = last.rfind(".")
    return last[:dot] if 0 < dot < len(last) - 1 else last


def _unique(identity: str, taken: dict[str, int]) -> str:
    """With "-2", "-3", ... where taken; capitals do not tell two apart, as in many file systems."""
    key, result = identity.lower(), identity
    while result.lower() in taken:
        taken[key] += 1
        result = f"{identity}-{taken[key]}"
    taken[result.lower()] = 1
    return result
