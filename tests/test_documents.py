"""Documents: what paths name, how bytes become text, front matter, ids, and every way to fail."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from extract import documents
from extract.documents import read
from extract.types import Document, Failure

MAX = 40_000


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())


def only(data: bytes | str, name: str = "a.txt", max_chars: int = MAX) -> Document:
    write({name: data})
    found, failed = read([name], max_chars=max_chars)
    assert not failed
    return found[0]


def failure(data: bytes | str, name: str = "a.txt", max_chars: int = MAX) -> Failure:
    write({name: data})
    found, failed = read([name], max_chars=max_chars)
    assert not found
    assert len(failed) == 1
    assert failed[0].document == name
    assert failed[0].kind is None
    assert failed[0].message.startswith(f"{name}: ")
    return failed[0]


# Paths

TREE: dict[str, str | bytes] = {
    "news/b.txt": "b",
    "news/a.md": "a",
    "news/B.TXT": "capital b",
    "news/table.csv": "c",
    "news/.hidden.txt": "hidden",
    "news/.git/x.txt": "hidden folder",
    "news/deep/er/z.txt": "z",
    "news/deep/y.txt": "y",
    "odd[1].txt": "brackets",
    "page.html": "<p>html",
    "-": "not standard input",
}

NAMED = [
    (["news"], ["news/B.TXT", "news/a.md", "news/b.txt", "news/deep/er/z.txt", "news/deep/y.txt"]),
    (["news/"], ["news/B.TXT", "news/a.md", "news/b.txt", "news/deep/er/z.txt", "news/deep/y.txt"]),
    (["./news/b.txt"], ["news/b.txt"]),
    (["news/b.txt", "news/a.md"], ["news/b.txt", "news/a.md"]),
    (["news/b.txt", "news"], ["news/b.txt", "news/B.TXT", "news/a.md", "news/deep/er/z.txt", "news/deep/y.txt"]),
    (["news/b.txt", "./news//b.txt", "news/b.txt"], ["news/b.txt"]),
    (["news/*.txt"], ["news/b.txt"]),
    (["news/?.md"], ["news/a.md"]),
    (["news/[ab].*"], ["news/a.md", "news/b.txt"]),
    (["news/de*"], ["news/deep/er/z.txt", "news/deep/y.txt"]),
    (["**/*.txt"], ["news/b.txt", "news/deep/er/z.txt", "news/deep/y.txt", "odd[1].txt"]),
    (["news/**"], ["news/B.TXT", "news/a.md", "news/b.txt", "news/deep/er/z.txt", "news/deep/y.txt"]),
    (["**/y.txt"], ["news/deep/y.txt"]),
    (["news/.*.txt"], ["news/.hidden.txt"]),
    (["news/.hidden.txt"], ["news/.hidden.txt"]),
    (["odd[1].txt"], ["odd[1].txt"]),
    (["./-"], ["./-"]),
    (["page.html"], ["page.html"]),
    (["news/table.csv"], ["news/table.csv"]),
    (["news/deep/../b.txt"], ["news/deep/../b.txt"]),
]


@pytest.mark.parametrize(("paths", "expected"), NAMED, ids=lambda value: " ".join(value))
def test_paths_name_files_in_order(paths: list[str], expected: list[str]) -> None:
    write(TREE)
    found, failed = read(paths, max_chars=MAX)
    assert [document.sources for document in found] == [(name,) for name in expected]
    assert failed == ()


@pytest.mark.parametrize(
    "path", ["nope.txt", "", "nope/*.txt", "*.pdf", "empty", "a\0b", "x**", "*\0", "x" * 5000, "\ud800*"]
)
def test_what_names_nothing_is_a_failure(path: str) -> None:
    write({"empty/.keep": "", "table.csv": "c"})
    found, failed = read([path], max_chars=MAX)
    assert found == ()
    assert [(f.document, f.reason) for f in failed] == [(path.replace("\ud800", "\\ud800"), "not_found")]


def test_absolute_only_where_typed_so(tmp_path: Path) -> None:
    write({"a.txt": "a"})
    for typed in (f"{tmp_path}/a.txt", f"{tmp_path}/*.txt"):
        assert read([typed], max_chars=MAX)[0][0].sources == (f"{tmp_path.as_posix()}/a.txt",)
    (tmp_path / "in").mkdir()
    os.chdir("in")
    assert read([".."], max_chars=MAX)[0][0].sources == ("../a.txt",)


def test_composed_and_decomposed_names_sort_alike() -> None:
    write({"e\u0301.txt": "acute", "f.txt": "f", "z.txt": "z"})
    assert [d.text for d in read(["."], max_chars=MAX)[0]] == ["f", "z", "acute"]


def test_order_does_not_hang_on_the_file_system(monkeypatch: pytest.MonkeyPatch) -> None:
    write(TREE)
    before = read(["news", "**/*"], max_chars=MAX)
    walk = os.walk

    def backwards(*args: Any, **more: Any) -> Iterator[tuple[str, list[str], list[str]]]:
        for folder, folders, names in walk(*args, **more):
            yield folder, folders, names[::-1]
            folders.reverse()

    monkeypatch.setattr(os, "walk", backwards)
    assert read(["news", "**/*"], max_chars=MAX) == before


def test_standard_input() -> None:
    found, failed = read(["-", "-"], max_chars=MAX, stdin=io.BytesIO("Minsk – 5 %".encode()))
    assert [(d.id, d.text, d.sources) for d in found] == [("stdin", "Minsk – 5 %", ("-",))]
    found, failed = read(["-"], max_chars=MAX, stdin=io.BytesIO(b" \n"))
    assert (found, failed[0].document, failed[0].reason) == ((), "-", "empty")
    assert failed[0].message.startswith("standard input: ")


def test_the_process_own_standard_input() -> None:
    code = "from extract.documents import read; print(read(['-'], max_chars=9)[0][0].text)"
    root = Path(documents.__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", code], input=b"piped", cwd=root, capture_output=True, check=True)
    assert done.stdout.strip() == b"piped"


# Links, devices, permissions


def test_links_never_hang_or_loop() -> None:
    write({"news/a.txt": "a", "other/b.txt": "b"})
    os.symlink("..", "news/up")
    os.symlink(".", "news/self")
    os.symlink("self2.txt", "news/self2.txt")
    os.symlink("nowhere", "news/broken.txt")
    os.symlink("../other/b.txt", "news/linked.txt")
    for paths in (["news"], ["news/**/*.txt"], ["news/**"], ["news/*"]):
        found, failed = read(paths, max_chars=MAX)
        assert [d.sources for d in found] == [("news/a.txt",), ("news/linked.txt",)]
        assert {(f.document, f.reason) for f in failed} >= {("news/broken.txt", "unreadable")}
    assert [f.reason for f in read(["news/self2.txt", "news/broken.txt"], max_chars=MAX)[1]] == ["unreadable"] * 2


def test_only_regular_files_are_opened() -> None:
    os.mkfifo("pipe.txt")
    found, failed = read(["pipe.txt", "/dev/zero", "."], max_chars=MAX)
    assert found == ()
    assert [(f.document, f.reason) for f in failed] == [("pipe.txt", "unreadable"), ("/dev/zero", "unreadable")]
    assert "not a regular file" in failed[0].message


def test_a_refused_file_or_folder_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    write({"news/a.txt": "a", "news/closed/b.txt": "b", "news/shut.txt": "c"})
    scandir, opened = os.scandir, open

    def refusing_scandir(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    def refusing_open(path: str, *args: object) -> object:
        if path == "news/shut.txt":
            raise PermissionError(13, "Permission denied", path)
        return opened(path, *args)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", refusing_scandir)  # permissions proper do not bind root, who runs CI
    monkeypatch.setattr(documents, "open", refusing_open, raising=False)
    found, failed = read(["news"], max_chars=MAX)
    assert [d.text for d in found] == ["a"]
    assert [(f.document, f.reason) for f in failed] == [("news/closed", "unreadable"), ("news/shut.txt", "unreadable")]
    assert failed[0].message == "news/closed: Permission denied; check its permissions"


def test_a_name_that_is_not_utf8_can_be_written_as_json() -> None:
    with open(b"caf\xe9.txt", "wb") as file:
        file.write(b"text")
    (found,), _ = read(["."], max_chars=MAX)
    assert (found.sources, found.id) == (("caf\\udce9.txt",), "caf-udce9")


# Bytes to text

ENGLISH = "The minister’s visit – “a first” – brought €5 million.\r\nHe dined at the café.\n"
RUSSIAN = "Президент сказал, что договор подписан в Москве.\nСумма: 105 млрд рублей.\n"
POLISH = "Prezydent powiedział, że żołnierze są źli"
CHINESE = "中国和白俄罗斯签署了协议。\n2024年5月\n"

ENCODED = [
    *[(text, encoding) for text in (ENGLISH, RUSSIAN, CHINESE) for encoding in ("utf-8", "utf-8-sig", "utf-16")],
    *[(text, encoding) for text in (ENGLISH, RUSSIAN, CHINESE) for encoding in ("utf-16-le", "utf-16-be")],
    ("\ufeff" + ENGLISH, "utf-16-be"),
    ("a", "utf-16-le"),
    ("Plain ASCII, 7 bits.", "utf-16-be"),
    (ENGLISH, "cp1252"),
    ("naïve", "cp1252"),
    ("The minister’s visit", "cp1252"),
    ("Müller’s größte Straße", "cp1252"),
    ("Señor Núñez viajó a España para firmar el acuerdo", "cp1252"),
    ("The report. " * 300 + "It’s €5.", "cp1252"),
    (RUSSIAN, "cp1251"),
    (POLISH, "cp1250"),
    ("old Mac\rlines\r", "utf-8"),
    ("no\x0bflow\x0c\x85\u2028 kept \u00a0", "utf-8"),
]


@pytest.mark.parametrize(("text", "encoding"), ENCODED)
def test_text_as_decoded(text: str, encoding: str) -> None:
    found = only(text.encode(encoding))
    assert found.text == text.removeprefix("\ufeff")
    assert found.sha256 == hashlib.sha256(found.text.encode()).hexdigest()


WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("\r\n\t \x0c"), max_size=60)


@settings(deadline=None)  # a slow machine is no fault
@given(text=WORDS, encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
@example(text="\r\n—\r", encoding="utf-16")
def test_any_text_reads_back_equal(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assume(text.strip() and not text.startswith(("\ufeff", "---")) and not data.startswith(documents._MAGIC))
    found, failed = read(["-"], max_chars=60, stdin=io.BytesIO(data))
    assert failed == ()
    assert found[0].text == text


@settings(deadline=None)  # a slow machine is no fault
@given(data=st.binary(max_size=200) | st.binary(max_size=40).map(lambda tail: b"---\ndate: " + tail))
def test_any_bytes_are_a_document_or_a_failure(data: bytes) -> None:
    found, failed = read(["-"], max_chars=100, stdin=io.BytesIO(data))
    assert len(found) + len(failed) == 1
    for document in found:
        assert 0 < len(document.text) <= 100
        document.text.encode()


BAD = [
    (b"", "empty"),
    (b" \r\n\t\xc2\xa0", "empty"),
    (b"\xef\xbb\xbf", "empty"),
    (b"\xff\xfe", "empty"),
    (b"---\ntitle: x\n---\n\n", "empty"),
    (b"%PDF-1.7 text", "binary"),
    (b"PK\x03\x04docx", "binary"),
    (b"\x89PNG\r\n\x1a\n", "binary"),
    (b"{\\rtf1\\ansi text}", "binary"),
    (b"text with a NUL \0 in it", "binary"),
    (b"text with a NUL \0in it ", "binary"),
    (b"\x00\x01\x02\x03\x00\x01\x02\x03", "binary"),
    (b"\x01\x02ab\x1b\x07", "binary"),
    (b"\xff\xfea\0\0\0", "binary"),
    (b"\xff\xfea", "unreadable"),
    (b"\xef\xbb\xbfbroken \xe9 after a mark", "unreadable"),
    (CHINESE.encode("gbk"), "unreadable"),
    (CHINESE.encode("big5hkscs", "replace"), "unreadable"),
    (b"x" * 101, "too_long"),
    (b"x" * 1_000_000, "too_long"),
    ("é".encode() * 1_000_000, "too_long"),
    (b"x" + "Ж".encode() * 1_000_000, "too_long"),
    ("\U0001f600".encode("utf-16") * 1_000_000, "too_long"),
    (b"\0\1" * 1_000_000, "binary"),
    (b"---\ntitle: t\n---\n" + b"x" * 101, "too_long"),
]


@pytest.mark.parametrize(("data", "reason"), BAD, ids=lambda value: repr(value)[:30])
def test_what_gives_no_text_fails_with_a_reason(data: bytes, reason: str) -> None:
    assert failure(data, max_chars=100).reason == reason


def test_limits_are_met_exactly() -> None:
    assert len(only(b"x" * 100, max_chars=100).text) == 100
    assert len(only(b"---\ntitle: t\n---\n" + b"x" * 100, max_chars=100).text) == 100
    assert len(only("\U0001f600" * 100, max_chars=100).text) == 100
    assert len(only("---\ntitle: " + "\U0001f600" * 9_900 + "\n---\n" + "\U0001f600" * 100, max_chars=100).text) == 100
    assert only(b"ten chars\x07", max_chars=100).text == "ten chars\x07"  # one control character in ten is not more
    assert "over the 1,000 characters" in failure(b"x" * 1001, max_chars=1000).message


# Front matter

FRONT = [
    ("---\ntitle: A visit\ndate: 2024-01-30\nsource: RIAC\n---\nText", ("Text", "A visit", "2024-01-30", "RIAC")),
    ("---\r\ntitle: A visit\r\n---\r\nText\r\n", ("Text\r\n", "A visit", None, None)),
    ("---\rtitle: A visit\r---\rText", ("Text", "A visit", None, None)),
    ("---  \ntitle: x\n--- \n\nText", ("\nText", "x", None, None)),
    ("---\ntitle: x\n---\n---\nsource: y\n---\n", ("---\nsource: y\n---\n", "x", None, None)),
    ("---\nnote: other keys\n---\nText", ("Text", None, None, None)),
    ("---\ntitle: 007\nsource: no\n---\nText", ("Text", "007", None, "no")),
    ("---\ntitle:\ndate: ~\nsource: ''\n---\nText", ("Text", None, None, None)),
    ("---\ntitle: >\n  two\n  lines\n---\nText", ("Text", "two lines", None, None)),
    ('---\ntitle: "\\ud83d\\ude00 \\ud800"\n---\nText', ("Text", "\U0001f600 \ufffd", None, None)),
    ("---\ndate: 2024-01-30T23:30:00+05:00\n---\nText", ("Text", None, "2024-01-30", None)),
    ("---\ndate: '2024-01-30 23:30'\n---\nText", ("Text", None, "2024-01-30", None)),
]

NOT_FRONT = [
    "Text without any",
    "---\nnever closed: yes\nText",
    "---\n- a list\n---\nText",
    "---\njust words\n---\nText",
    "---\n---\nText",
    "---\na: &a [x, x]\nb: [*a, *a]\n---\nText",
    "---\n<<: *nobody\n---\nText",
    "---\n? [a]\n: b\n---\nText",
    "---\n" + "[" * 9_000 + "\n---\nText",
    "---\n" + "- " * 4_000 + "\n---\nText",
    " ---\ntitle: x\n---\nText",
    "----\ntitle: x\n----\nText",
    "\n---\ntitle: x\n---\nText",
    "---title: x\n---\nText",
]


@pytest.mark.parametrize(("text", "expected"), FRONT)
def test_front_matter(text: str, expected: tuple[str, str | None, str | None, str | None]) -> None:
    found = only(text)
    assert (found.text, found.title, found.published, found.source) == expected


@pytest.mark.parametrize("text", NOT_FRONT, ids=lambda text: text[:24])
def test_what_is_no_front_matter_stays_text(text: str) -> None:
    found = only(text)
    assert (found.text, found.title, found.published, found.source) == (text, None, None, None)


def test_a_colon_in_a_title_needs_no_quotation_marks() -> None:
    found = only(
        "---\ntitle: Round-up: fair closes \ndate: 2024-01-30\nsource: https://news.example: page 2\n---\nText"
    )
    assert (found.text, found.title, found.published) == ("Text", "Round-up: fair closes", "2024-01-30")
    assert found.source == "https://news.example: page 2"


BROKEN = [
    "---\ntitle: Minsk: a visit\ntags:\n- a\n---\nText",
    "---\ntitle: 'Minsk': a visit\n---\nText",
    "---\ntitle: [broken\n---\nText",
    '---\ntitle: "\\UFFFFFFFF"\n---\nText',
    "---\ntitle: " + "x" * 10_000 + "\n---\nText",
    "---\ndate: 2024-01-30\nnote: [\n---\nText",
]


@pytest.mark.parametrize("text", BROKEN, ids=lambda text: text[:24])
def test_broken_front_matter_that_names_our_keys_is_to_be_mended(text: str) -> None:
    """Taken for text, it would lose the date without a word."""
    failed = failure(text)
    assert failed.reason == "bad_front_matter"
    assert "not plain YAML" in failed.message


def test_nested_brackets_are_not_given_to_yaml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("yaml.scan")
    assert only("---\n" + "[{" * 60 + "\n---\nText").title is None


@pytest.mark.parametrize(
    "line",
    ["date: 2024", "date: 30.01.2024", "date: 2024-13-45", "date: January 30", "date: 2024-01-30 noon",
     "date: [2024-01-30]", "date: ٢٠٢٤-٠١-٣٠", "title: [a, b]", "source: {url: x}"],
)  # fmt: skip
def test_front_matter_to_mend(line: str) -> None:
    failed = failure(f"---\n{line}\n---\nText")
    assert failed.reason == "bad_front_matter"
    assert f"write {line.split(':')[0]}: " in failed.message


def test_a_folder_without_front_matter_problems_goes_on() -> None:
    write({"a.txt": "---\ndate: soon\n---\nText", "b.txt": "b", "c.txt": b"%PDF-"})
    found, failed = read(["."], max_chars=MAX)
    assert [d.id for d in found] == ["b"]
    assert [(f.document, f.reason) for f in failed] == [("a.txt", "bad_front_matter"), ("c.txt", "binary")]


# Names and ids

IDS = [
    (["a/x.txt", "b/x.txt", "c/x.md"], ["x", "x-2", "x-3"]),
    (["x.txt", "a/x-2.txt", "b/x.txt"], ["x", "x-2", "x-3"]),
    (["x-2.txt", "x.txt", "a/x.txt"], ["x-2", "x", "x-3"]),
    (["A.txt", "a/a.txt"], ["A", "a-2"]),
    (["Café à Łódź.txt"], ["Cafe-a-odz"]),
    (["a b;c$(d).txt"], ["a-b-c-d"]),
    (["v1.2 final.txt"], ["v1.2-final"]),
    (["-x-.txt", "..y.txt"], ["x", "y"]),
    (["x" * 200 + ".txt"], ["x" * 80]),
]


@pytest.mark.parametrize(("names", "expected"), IDS, ids=lambda value: value[0][:20])
def test_ids(names: list[str], expected: list[str]) -> None:
    write({name: f"text {number}" for number, name in enumerate(names)})
    assert [document.id for document in read(names, max_chars=MAX)[0]] == expected


def test_ids_from_names_with_nothing_to_keep() -> None:
    digest = hashlib.sha256(b"text").hexdigest()[:8]
    for name in ("Новости.txt", "con.txt", "…", "LPT1.x.md"):
        assert only("text", name).id == f"document-{digest}"


SAFE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
FILE_NAME = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1, max_size=40)


@settings(deadline=None)  # a slow machine is no fault
@given(names=st.lists(FILE_NAME.filter(lambda name: len(name.encode()) < 250), min_size=1, max_size=6, unique=True))
def test_ids_are_safe_file_names_and_unique(names: list[str]) -> None:
    assume(not {".", "..", "-"} & set(names))
    with tempfile.TemporaryDirectory() as folder:
        for number, name in enumerate(names):
            Path(folder, name).write_text(f"text {number}", encoding="utf-8")
        found, failed = read([f"{folder}/{name}" for name in names], max_chars=MAX)
    assert failed == ()
    assert [document.text for document in found] == [f"text {number}" for number in range(len(names))]
    assert len({document.id.lower() for document in found}) == len(names)
    for document in found:
        assert SAFE.fullmatch(document.id)
        assert not document.id.endswith(".")


def test_the_same_text_is_one_document() -> None:
    write(
        {"b.txt": "---\ntitle: first\n---\nText", "a.txt": "Text", "c.txt": "Text".encode("utf-16"), "d.txt": "Text\n"}
    )
    found, failed = read(["b.txt", "."], max_chars=MAX)
    assert failed == ()
    assert [(d.id, d.title, d.sources) for d in found] == [
        ("b", "first", ("b.txt", "a.txt", "c.txt")),
        ("d", None, ("d.txt",)),
    ]


def test_many_files_of_one_name_stay_quick() -> None:
    taken: dict[str, int] = {}
    made = [documents._unique("index", taken) for _ in range(50_000)]
    assert len(set(made)) == 50_000
