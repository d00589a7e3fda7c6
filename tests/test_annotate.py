"""JSON lines in, figures out: order kept, faults named, the rest goes on."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from extract.annotate import Fault, annotate
from extract.cli import app
from extract.figures import find


def answers(*lines: str) -> list[dict[str, object]]:
    """The lines that are no faults, read back."""
    return [json.loads(line) for line in annotate(lines) if isinstance(line, str)]


def test_figures_of_each_line_in_order_with_its_id() -> None:
    first, second = answers('{"id": "a", "text": "lent $3bn for two S-400s"}', '{"id": 7, "text": "nothing here"}')
    assert first["id"] == "a"
    assert second == {"id": 7, "figures": []}
    figures = first["figures"]
    assert isinstance(figures, list)
    assert [(one["kind"], one["value"], one["unit"], one["start"], one["end"]) for one in figures] == [
        ("money", 3_000_000_000, "USD", 5, 9),
        ("number", 2, None, 14, 17),
        ("designation", "S-400", "S-400", 18, 23),
    ]


def test_the_day_of_publication_resolves_a_weekday() -> None:
    (one,) = answers('{"id": 1, "text": "on Monday", "published": "2024-01-30"}')
    assert one["figures"][0]["value"] == "2024-01-29"  # type: ignore[index]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "not JSON"),
        ("[]", "no text"),
        ('{"id": 1}', "no text"),
        ('{"id": 1, "text": 5}', "no text"),
        ('{"text": "x", "published": "soon"}', "no ISO date"),
        ('{"text": "x", "published": 5}', "no ISO date"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_line_of_another_form_is_a_fault_and_the_others_go_on(line: str, says: str) -> None:
    good = '{"id": 2, "text": "5 tanks"}'
    first, fault, last = annotate([good, line, good])
    assert isinstance(fault, Fault)
    assert fault.line == 2
    assert says in fault.message
    assert first == last


def test_blank_lines_count_but_give_nothing() -> None:
    (fault,) = annotate(["\n", "  \n", "x"])
    assert isinstance(fault, Fault)
    assert fault.line == 3


@given(st.text(max_size=120))
def test_the_offsets_are_those_of_the_text_as_json_gives_it(text: str) -> None:
    (answer,) = answers(json.dumps({"id": 1, "text": text}))
    assert [(one["start"], one["end"]) for one in answer["figures"]] == [  # type: ignore[attr-defined]
        (figure.start, figure.end) for figure in find(text)
    ]


def test_the_command_reads_stdin_and_says_which_line_is_wrong() -> None:
    lines = '{"id": 1, "text": "5 tanks"}\nbad\n{"id": 2, "text": "€5"}\n'
    result = CliRunner().invoke(app, ["figures", "--jsonl", "-"], input=lines)
    assert result.exit_code == 1
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [1, 2]
    assert "-:2: not JSON" in result.stderr


def test_a_file_that_is_not_there_is_a_usage_error() -> None:
    result = CliRunner().invoke(app, ["figures", "--jsonl", "nowhere.jsonl"])
    assert result.exit_code == 2
    assert "nowhere.jsonl" in result.stderr
