"""Bytes to text: UTF-8, UTF-16 with or without its mark, else one of three code pages of Windows.

Takes the bytes of a file; gives its text. Raises DocumentError where no encoding reads it.
"""

from __future__ import annotations

import codecs
import unicodedata

from extract.errors import DocumentError


def decode(data: bytes, whole: bool) -> str:
    """The text of the bytes, byte order mark removed; where they are not the whole file, up to the last character."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8))
    encoding = "utf-8-sig" if not marked or data.startswith(codecs.BOM_UTF8) else "utf-16"
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(data, final=whole)
    except UnicodeDecodeError as error:
        guess = _with_halves(data, encoding, whole) or (None if marked else _utf16(data) or _codepage(data))
        if guess is None:
            what = f"neither {error.encoding} ({error.reason}, byte {error.start}) nor another; save it as UTF-8"
            raise DocumentError("unreadable", what) from error
        return guess
    return (_utf16(data) or text) if "\0" in text else text


def _with_halves(data: bytes, encoding: str, whole: bool) -> str | None:
    """The text, if only halves of surrogate pairs keep it from being what it says: programs that hold text in 16 bits
    write them, each a character of its own, where they cut one in two. Two halves that belong together are one.
    """
    try:
        text = codecs.getincrementaldecoder(encoding)("surrogatepass").decode(data, final=whole)
    except UnicodeDecodeError:
        return None
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _utf16(data: bytes) -> str | None:
    """The text, if it is UTF-16 without a mark: it then has a NUL byte for each space or newline."""
    if b"\0" not in data or len(data) % 2:
        return None
    # One character in twenty is ASCII in any text of words; more of them are in the right byte order.
    best, most = None, len(data) // 40
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        plain = sum(char.isascii() for char in text)
        if plain > most and all(unicodedata.category(char) != "Cn" for char in text):
            best, most = text, plain
    return best


def _codepage(data: bytes) -> str | None:
    """The text as Windows-1252, unless charset-normalizer rules that out or reads a language better otherwise.

    Only near relatives are tried: told to try all, it takes short English texts for Hebrew or Japanese.
    """
    from charset_normalizer import from_bytes  # late: it is slow to import, and most runs never need it

    matches = from_bytes(data, cp_isolation=["cp1252", "cp1250", "cp1251"])
    best = max(matches, key=lambda match: (match.coherence, -match.chaos), default=None)
    if best is None or b"\0" in data:
        return None
    western = next((match for match in matches if "cp1252" in match.could_be_from_charset), None)
    chosen = "cp1252" if western is not None and western.coherence >= best.coherence - 0.1 else best.encoding
    try:
        return data.decode(chosen)
    except UnicodeDecodeError:  # it judges long texts by samples
        return None
