"""The documentation against what is there: links lead to files, commands exist with the options that are named."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from typer.main import get_command

from extract import fields, same, signs
from extract.cli import app

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
NAMED = re.compile(r"`((?:docs|benchmarks|fixtures|tests|extract|schemas|prompts|\.ci)/[\w./-]*\w/?)`")
"""A path of the repository in backticks is a promise as much as a link is."""


def links(page: str) -> list[str]:
    """Targets of relative links, without what stands behind `#`."""
    found = re.findall(r"!?\[[^\]]*\]\(([^)\s]+)\)", page)
    return [link.partition("#")[0] for link in found if not re.match(r"\w+:|#", link)]


def commands(page: str) -> Iterator[list[str]]:
    """Words of every `extract ...` of a page: lines of code, and code within a line."""
    page = page.replace("\\\n", " ")
    lines = re.findall(r"^(?:    )?(extract [^\n]*)$|(?:&& |\| )(extract [^\n]*)$", page, re.MULTILINE)
    inside = re.findall(r"`(extract [^`]+)`", page)
    for text in [*(one or other for one, other in lines), *(text.replace("\n", " ") for text in inside)]:
        alone = re.split(r"\s#\s|\s{3,}|\s&&\s|\s[|><]\s", text)[0]
        yield shlex.split(re.sub(r"\[(--[^\]]*)\]", r"\1", alone).replace("…", ""))


def wrong(words: list[str]) -> str | None:
    """What is wrong with a command: no such command, no such option; None if it can be typed."""
    command = get_command(app)
    at, rest = "extract", words[1:]
    while rest and hasattr(command, "commands"):
        if rest[0].startswith("-"):
            break
        if rest[0] not in command.commands:
            return f"{at} has no {rest[0]}"
        command, at, rest = command.commands[rest[0]], f"{at} {rest[0]}", rest[1:]
    options = {"--help", *(option for one in command.params for option in (*one.opts, *one.secondary_opts))}
    for word in rest:
        name = word.partition("=")[0]
        if name.startswith("-") and name != "-" and not re.match(r"-\d|---", name) and name not in options:
            return f"{at} has no {name}"
    return None


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_and_named_paths_lead_to_files(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    assert [link for link in links(page) if not (path.parent / link).exists()] == []
    assert [name for name in NAMED.findall(page) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_commands_exist_with_their_options(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    assert [fault for words in commands(page) if (fault := wrong(words))] == []


def test_the_readme_links_every_page_and_names_the_families_of_commands() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")} <= set(links(page))
    named = {words[1] for words in commands(page) if len(words) > 1}
    assert {"run", "status", "report", "review", "diff", "corpus", "score", "figures", "doctor"} <= named
    assert len(page.splitlines()) < 180
    assert page.index("make demo") < page.index("make test") < page.index("extract run")


@pytest.mark.parametrize(
    "line, fault",
    [
        ("    extract run seeds --out run     # --nothing here", None),
        ("    extract run seeds --owt run", "extract run has no --owt"),
        ("say `extract rum seeds`", "extract has no rum"),
        ("say `extract gold\npropose run --kind loan`", None),
        ("say `extract gold propose run --verdict x`", "extract gold propose has no --verdict"),
        ("    pip install x && extract model push", "extract model has no push"),
        ("    extract --help", None),
    ],
)
def test_what_is_wrong_with_a_command(line: str, fault: str | None) -> None:
    assert [wrong(words) for words in commands(line)] == [fault]


def test_contributing_speaks_of_what_a_schema_can_say() -> None:
    """Names in the five steps are names of the modules that a schema is written with, or variables of a kind."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    steps = page[page.index("## Add a kind") : page.index("## Rules")]
    known = {name for module in (fields, signs, same) for name in vars(module)} | set(vars(fields.KindModel))
    known |= {
        "Literal",
        "description",
        "records",
        "label",
        "version",
        "max_records",
        "examples",
        "confirm",
        "fields",
        "speech",
    }
    known |= set(same.SameEvent.__dataclass_fields__) | set(signs.Event.__dataclass_fields__)
    words = re.findall(r"`\{*([A-Za-z_]+)\}*(?:\[[^`]*)?`", steps)
    assert [word for word in words if word not in known] == []
    assert {"Quote", "Side", "Event", "SameEvent", "stage_field"} <= set(words)
