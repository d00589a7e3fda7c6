"""The tutorial, docs/tutorial.md, as something to run: its blocks in order, in a copy of what a clone has.

A fenced block of `sh` or `python` is run; a block of `text` behind it is what it prints. There a line `...` stands for
any lines, `…` within a line for any words, and white space at the ends of lines does not count.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conftest import ROOT
from typer.testing import CliRunner

from extract.cli import app

PAGE = ROOT / "docs" / "tutorial.md"
PICTURES = ROOT / "docs" / "pictures"
REVIEW = "extract review build/demo --by Ada"

ACCEPTED, REJECTED, CORRECTED = "9758e8098fd9db2f", "5377eddf9a3f28aa", "dd0ce4455bacd17a"
"""The three records that the tutorial's reviewer decides on."""
REASON = "mistranslated: carrier aircraft; no weapon is named"
MISSING = "Russia"
"""Who supplied, according to the reviewer."""

BY_HAND = ("source ", "pip install -c constraints.txt ")
"""Commands that make the reader's shell ready and have nothing to do here; their extras are looked up instead."""


@dataclass(frozen=True)
class Block:
    """A fenced block. line: of its first line of code, from 1; prints: the `text` block behind it, if there is one."""

    language: str
    code: str
    line: int
    prints: str | None


def blocks(page: str) -> list[Block]:
    """All blocks to run, in order. Raises AssertionError for a block of a language that nothing here runs."""
    found = [
        (m["language"], m["code"], page.count("\n", 0, m.start()) + 2)
        for m in re.finditer(r"^```(?P<language>\w*)\n(?P<code>.*?)^```$", page, re.MULTILINE | re.DOTALL)
    ]
    assert {language for language, _, _ in found} <= {"sh", "python", "text"}
    behind = [*found[1:], ("", "", 0)]
    return [
        Block(language, code, line, after[1] if after[0] == "text" else None)
        for (language, code, line), after in zip(found, behind, strict=True)
        if language != "text"
    ]


def fits(prints: str, said: str) -> bool:
    """True if a program that said this prints what the page shows."""
    pattern = ""
    for line in prints.splitlines():
        words = r"[^\n]*".join(re.escape(part) for part in line.rstrip().split("…"))
        pattern += r"(?:[^\n]*\n)*?" if line.strip() == "..." else words + r"[ ]*\n"
    return re.fullmatch(pattern, said if said.endswith("\n") or not said else said + "\n") is not None


@dataclass
class Reader:
    """Somebody who follows the page in `folder`. `review` is called where the page opens the browser."""

    folder: Path
    review: Callable[[Path], None]
    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "notebook"})

    def follow(self, chdir: Callable[[Path], None]) -> None:
        """Runs every block."""
        chdir(self.folder)
        for block in blocks(PAGE.read_text(encoding="utf-8")):
            said = self.python(block.code) if block.language == "python" else self.shell(block.code, chdir)
            shown = block.prints
            assert shown is None or fits(shown, said), f"docs/tutorial.md:{block.line} prints now:\n{said}"

    def python(self, code: str) -> str:
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile(code, str(PAGE), "exec"), self.names)
        return said.getvalue()

    def shell(self, code: str, chdir: Callable[[Path], None]) -> str:
        return "".join(self._command(line.partition("  #")[0].strip(), chdir) for line in code.splitlines())

    def _command(self, line: str, chdir: Callable[[Path], None]) -> str:
        """stdout of one command; raises AssertionError if it does not exit as it should (diff: 1, it differs)."""
        words = shlex.split(line)
        if line.startswith(BY_HAND) or not words:
            return ""
        if line == "make demo":
            return "".join(self._command(each, chdir) for each in demo())
        if line == REVIEW:
            self.review(self.folder / "build" / "demo")
            return ""
        if words[0] == "cd":
            chdir((Path.cwd() / words[1]).resolve())
            return ""
        if words[0] == "extract":
            ended = CliRunner().invoke(app, words[1:])
            assert ended.exit_code == (1 if words[1] == "diff" else 0), (line, ended.stdout, ended.stderr)
            return ended.stdout
        assert words[0] == "sed", f"{line}: a command that this test does not know"
        return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def demo() -> list[str]:
    """What `make demo` runs of extract."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = re.search(r"^demo:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    assert recipe is not None
    return re.findall(r"^\t@?\$\(BIN\)/(extract .*)$", recipe[1], re.MULTILINE)


def clone(folder: Path) -> Path:
    """What the page needs of a clone."""
    for part in ("schemas", "prompts", "seeds", "fixtures"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    return folder
