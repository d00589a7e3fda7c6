"""Kinds: pairs of files found, and every fault in either named with its file and line."""

from __future__ import annotations

import ast
import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import VISIT_PROMPT, VISIT_SCHEMA, Scripted
from jsonschema import Draft202012Validator

from extract.errors import KindError, UsageError
from extract.kinds import Kind, load_kind, load_kinds, project_folder, published_schema
from extract.pipeline import extract_document
from extract.settings import Settings
from extract.store import dumps, record_json
from extract.types import Document

NAMES = ["loan", "statement", "treaty", "weapons_transfer"]


def refused(project: Path, file: str, line: int) -> str:
    """The message of the refusal, after it is seen to begin with the file and the line."""
    with pytest.raises(KindError) as caught:
        load_kinds(project)
    message = str(caught.value)
    start = f"{project / file}:{line}: "
    assert message.startswith(start), message
    assert "\n" not in message
    return message.removeprefix(start)


def edit(project: Path, file: str, old: str, new: str) -> int:
    """Replace in one of the project's files; gives the line at which the old text began."""
    path = project / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def schema_fault(project: Path, old: str, new: str) -> str:
    return refused(project, "schemas/visit.py", edit(project, "schemas/visit.py", old, new))


def prompt_fault(project: Path, old: str, new: str, after: int = 0) -> str:
    return refused(project, "prompts/visit.md", edit(project, "prompts/visit.md", old, new) + after)


HOST = '    host: list[Side] = Field(max_length=2, description="who received")\n'


def test_the_projects_own_kinds(kinds: dict[str, Kind], root: Path) -> None:
    assert list(kinds) == NAMES
    for name, kind in kinds.items():
        assert (kind.name, kind.schema_path) == (name, root / "schemas" / f"{name}.py")
        assert kind.prompt.path == root / "prompts" / f"{name}.md"
        assert kind.reply.__name__ == f"{name}_records"
        assert any(example.records for example in kind.prompt.examples), "a passage that holds one"
        assert kind.prompt.label != name, "researchers read the label"


# Pairs


def test_a_schema_needs_its_prompt(project: Path) -> None:
    (project / "schemas" / "raid.py").write_text(VISIT_SCHEMA, encoding="utf-8")
    assert f"write {project / 'prompts' / 'raid'}.md" in refused(project, "schemas/raid.py", 1)


def test_a_prompt_needs_its_schema(project: Path) -> None:
    (project / "prompts" / "raid.md").write_text(VISIT_PROMPT, encoding="utf-8")
    assert f"write {project / 'schemas' / 'raid'}.py" in refused(project, "prompts/raid.md", 1)


def test_a_project_needs_a_kind(tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "prompts").mkdir()
    assert "no kinds" in refused(tmp_path, "schemas", 1)


def test_a_file_for_shared_code_is_no_schema(project: Path) -> None:
    (project / "schemas" / "_shared.py").write_text("raise ValueError", encoding="utf-8")
    assert list(load_kinds(project)) == ["visit"]


def test_the_project_one_stands_in_comes_before_the_bundled_one(
    project: Path, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert project_folder(project) == project
    monkeypatch.chdir(project)
    assert project_folder() == project
    assert project_folder(tmp_path / "elsewhere") == root


def test_a_package_without_a_project_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.kinds.__file__", str(tmp_path / "lib" / "extract" / "kinds.py"))
    with pytest.raises(UsageError, match="extract init"):
        project_folder(tmp_path)


# Faults of a schema


def test_an_undescribed_field(project: Path) -> None:
    message = schema_fault(project, HOST, "    host: list[Side] = Field(max_length=2)\n")
    assert message.startswith("field 'host' has no description")


def test_an_undescribed_field_of_a_part(project: Path) -> None:
    stop = "class Stop(Part):\n    place: str\n\n\nclass Visit(KindModel):"
    edit(project, "schemas/visit.py", "import KindModel", "import Part, KindModel")
    line = edit(project, "schemas/visit.py", "class Visit(KindModel):", stop)
    edit(project, "schemas/visit.py", HOST, HOST + '    stops: list[Stop] | None = Field(description="where")\n')
    assert refused(project, "schemas/visit.py", line + 1).startswith("field 'place' has no description")


@pytest.mark.parametrize(
    "annotation",
    ["dict[str, str]", "Any", "tuple[str, int]", "Literal['a', None]", "list", "type[int]", "'Visit | None'"],
)
def test_a_type_that_no_model_can_be_asked_for(project: Path, annotation: str) -> None:
    message = schema_fault(project, HOST, f'    host: {annotation} = Field(description="who received")\n')
    assert message.startswith("field 'host' has a type that a model cannot be asked for; use str")


def test_numbers_to_choose_from_can_be_asked_for(project: Path) -> None:
    edit(project, "schemas/visit.py", HOST, HOST + '    stars: Literal[1, 2] = Field(description="how grand")\n')
    for old in ("status: made}",):
        edit(project, "prompts/visit.md", old, "status: made, stars: 2}")
    kind = load_kinds(project)["visit"]
    (item,) = [kind.reply.model_json_schema()["properties"]["records"]["items"]]
    assert item["properties"]["stars"] == {"type": "integer", "enum": [1, 2]}


def test_an_alias_would_part_the_reply_from_the_record(project: Path) -> None:
    message = schema_fault(project, HOST, HOST.replace("Field(", 'Field(alias="receiver", '))
    assert message.startswith("field 'host' has an alias")


@pytest.mark.parametrize(
    "old, new",
    [
        (
            'same_if: ClassVar[tuple[str, ...]] = ("guest", "host")',
            'same_if: ClassVar[tuple[str, ...]] = ("gast", "host")',
        ),
        ('same_if: ClassVar[tuple[str, ...]] = ("guest", "host")', 'same_if = ("gast",)'),
        ('same_if: ClassVar[tuple[str, ...]] = ("guest", "host")', 'match_by = ("gast",)'),
        ('same_if: ClassVar[tuple[str, ...]] = ("guest", "host")', 'match_by = (("host", "gast"),)'),
        ('same_if: ClassVar[tuple[str, ...]] = ("guest", "host")', 'any_of = ("gast",)'),
        ('stage_field: ClassVar[str | None] = "status"', 'stage_field: ClassVar[str | None] = "gast"'),
    ],
)
def test_class_variables_name_fields(project: Path, old: str, new: str) -> None:
    assert "names 'gast', which is no field of Visit" in schema_fault(project, old, new)


@pytest.mark.parametrize(
    "text, count", [("import extract.fields\n", 0), (VISIT_SCHEMA + "\n\nclass Other(Visit):\n    pass\n", 2)]
)
def test_a_schema_file_has_just_one_class(project: Path, text: str, count: int) -> None:
    (project / "schemas" / "visit.py").write_text(text, encoding="utf-8")
    assert refused(project, "schemas/visit.py", 1).startswith(f"{count} classes derived from KindModel")


def test_a_base_class_from_elsewhere_is_not_counted(project: Path) -> None:
    edit(
        project,
        "schemas/visit.py",
        "from extract.fields",
        "from extract.fields import Amount, KindModel as Base\nfrom extract.fields",
    )
    assert load_kinds(project)["visit"].model.__name__ == "Visit"


@pytest.mark.parametrize(
    "old, new, name",
    [
        (HOST, "    host: list[Side] = = 1\n", "SyntaxError"),
        ("from pydantic import Field", "import no_such_module_anywhere", "ModuleNotFoundError"),
        ("from extract.fields import KindModel, Quote, Side", "from extract.fields import Squote", "ImportError"),
        (HOST, "    host: list[Side] = Field(max_length=2 / 0)\n", "ZeroDivisionError"),
        (HOST, "    raise SystemExit(3)\n", "SystemExit"),
        (HOST, '    host: list[Sidde] = Field(description="who received")\n', "PydanticUndefinedAnnotation"),
        (HOST, '    model_host: list = Field(regex="x")\n', "PydanticUserError"),
    ],
)
def test_a_schema_that_does_not_run(project: Path, old: str, new: str, name: str) -> None:
    assert schema_fault(project, old, new).startswith(f"{name}: ")


def test_the_line_is_found_by_a_relative_path_too(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = edit(project, "schemas/visit.py", "from pydantic import Field", "import no_such_module_anywhere")
    monkeypatch.chdir(project)
    with pytest.raises(KindError, match=rf"^schemas/visit\.py:{line}: "):
        load_kinds(Path())


def test_a_json_schema_that_is_none(project: Path) -> None:
    extra = HOST.replace("Field(", 'Field(json_schema_extra={"type": 12}, ')
    assert "its JSON Schema is not valid at properties/data/properties/host" in schema_fault(project, HOST, extra)


def test_a_derive_that_fails_on_an_example(project: Path) -> None:
    assert "derive() fails for the example at" in schema_fault(
        project, 'return {"done": self.status == "made"}', 'return {"done": self.status.value}'
    )


def test_a_derive_that_has_no_json_form(project: Path) -> None:
    edit(project, "schemas/visit.py", 'return {"done": self.status == "made"}', 'return {"guests": set(self.guest)}')
    assert "derive() fails for the example at" in refused(project, "schemas/visit.py", 1)


# Faults of a prompt


def test_an_unknown_placeholder(project: Path) -> None:
    message = prompt_fault(project, "{{ fields }}", "{{ feilds }}")
    assert message.startswith("unknown placeholder {{feilds}}; known are {{fields}}, {{examples}}, {{max_records}}")


@pytest.mark.parametrize(
    "old, new, words",
    [
        ("version: 2", "versoin: 2", "unknown key 'versoin'; known are confirm, examples, label, max_records, version"),
        ("version: 2", "version: two", "version must be a whole number above 0"),
        ("version: 2", "version: true", "version must be a whole number above 0"),
        ("max_records: 3", "max_records: 0", "max_records must be a whole number above 0"),
        ("label: Visit", "label: [Visit", "front matter is not YAML"),
        ("- text: Nobody came.", "- passage: Nobody came.", "an example has the keys text and records"),
        ("- text: The king", "- texts: The king", "an example has the keys text and records"),
    ],
)
def test_faults_of_the_front_matter(project: Path, old: str, new: str, words: str) -> None:
    after = 1 if "YAML" in words else 0  # where YAML gives up is the next line
    assert prompt_fault(project, old, new, after).startswith(words)


@pytest.mark.parametrize(
    "text", ["", "Which visits are there?\n", "label: Visit\n---\nWhich?\n", "---\nlabel: Visit\n"]
)
def test_a_prompt_without_front_matter(project: Path, text: str) -> None:
    (project / "prompts" / "visit.md").write_text(text, encoding="utf-8")
    assert refused(project, "prompts/visit.md", 1).startswith("no front matter")


@pytest.mark.parametrize("block", ["", "- a\n", "just words\n"])
def test_front_matter_is_keys_and_values(project: Path, block: str) -> None:
    (project / "prompts" / "visit.md").write_text(f"---\n{block}---\nWhich?\n", encoding="utf-8")
    assert refused(project, "prompts/visit.md", 2) == "front matter must be keys and values"


def test_a_prompt_that_is_no_utf8(project: Path) -> None:
    (project / "prompts" / "visit.md").write_bytes(VISIT_PROMPT.encode() + b"caf\xe9\n")
    assert "save it as UTF-8" in refused(project, "prompts/visit.md", 1)


EXAMPLE = 6  # the line of the prompt at which its first example begins


@pytest.mark.parametrize(
    "old, new, words",
    [
        ("status: made", "status: dreamt", "example does not fit the schema: status: "),
        (", status: made", "", "example does not fit the schema: status: Field required"),
        ("status: made", "status: made, mood: fine", "example does not fit the schema: mood: "),
        ("guest: [Norland]", "guest: Norland", "example does not fit the schema: guest: "),
        ("{evidence: [The king of Norland visited Sudmark.]", "{evidence: [The king visited.]",
         "example: evidence[0] 'The king visited.' is not in its own text"),
        ("guest: [Norland]", "guest: [2024-03-01]",
         "example: Object of type date is not JSON serializable; put dates in quotes"),
    ],
)  # fmt: skip
def test_faults_of_an_example(project: Path, old: str, new: str, words: str) -> None:
    edit(project, "prompts/visit.md", old, new)
    assert refused(project, "prompts/visit.md", EXAMPLE).startswith(words)


def test_a_day_that_no_calendar_has(project: Path) -> None:
    edit(project, "prompts/visit.md", "guest: [Norland]", "guest: [2024-13-01]")
    assert "dates in quotes" in refused(project, "prompts/visit.md", 1)


def test_the_copied_words_of_an_amount_stand_in_the_example(project: Path) -> None:
    edit(project, "schemas/visit.py", "import KindModel", "import Amount, KindModel")
    edit(project, "schemas/visit.py", HOST, HOST + '    cost: Amount | None = Field(description="what it cost")\n')
    cost = "status: made, cost: {text: 5 dollars, value: 5, currency: USD, modifier: exact}}"
    edit(project, "prompts/visit.md", "status: made}", cost)
    assert refused(project, "prompts/visit.md", EXAMPLE) == "example: cost '5 dollars' is not in its own text"


def test_the_second_example_is_told_from_the_first(project: Path) -> None:
    line = edit(project, "prompts/visit.md", "    records: []", "    records: [{}]")
    assert "evidence: Field required" in refused(project, "prompts/visit.md", line - 1)


def test_a_schema_with_a_byte_order_mark_is_read(project: Path) -> None:
    (project / "schemas" / "visit.py").write_bytes(b"\xef\xbb\xbf" + VISIT_SCHEMA.encode())
    assert list(load_kinds(project)) == ["visit"]


# What the published schema is made of


def test_the_hash_of_a_schema_follows_its_content(project: Path, tmp_path: Path) -> None:
    def hash_of(schema: str) -> str:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}" / "visit.py"
        path.parent.mkdir()
        path.write_text(schema, encoding="utf-8")
        return load_kind(path, project / "prompts" / "visit.md").schema_sha256

    first = hash_of(VISIT_SCHEMA)
    assert re.fullmatch("[0-9a-f]{64}", first)
    assert hash_of(VISIT_SCHEMA + "\n# a comment\n") == first
    assert hash_of(VISIT_SCHEMA.replace("who received", "who was host")) != first
    assert hash_of(VISIT_SCHEMA.replace('["planned", "made"]', '["planned", "made", "called_off"]')) != first
    assert (
        hash_of(
            VISIT_SCHEMA.replace("guest: list[Side] = Field(max_length=2", "guest: list[Side] = Field(max_length=3")
        )
        != first
    )


def test_published_schemas_are_schemas(kinds: dict[str, Kind]) -> None:
    for kind in kinds.values():
        schema = published_schema(kind)
        Draft202012Validator.check_schema(schema)
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["properties"]["kind"] == {"const": kind.name}
        data = schema["properties"]["data"]
        assert data["required"] == list(kind.model.model_fields), "as it leaves, a record carries every field"
        assert data["additionalProperties"] is False


# Two files add a kind


def test_two_files_add_a_kind(project: Path) -> None:
    kind = load_kinds(project)["visit"]
    assert (kind.prompt.label, kind.prompt.version, kind.prompt.max_records) == ("Visit", 2, 3)

    text = "The president of Belarus visited China in May. Nobody else travelled."
    sentence = "The president of Belarus visited China in May."
    found = {"evidence": [sentence], "guest": ["Belarus"], "host": ["China"], "status": "made"}
    model = Scripted([found])
    outcome = asyncio.run(extract_document(Document("a", text, "0" * 64), [kind], model, Settings(method="document")))
    (record,) = outcome.kinds[0].records
    assert record.verdict == "verified", record.findings
    assert record.derived == {"guest_codes": ["BLR"], "host_codes": ["CHN"], "done": True}
    assert text[record.evidence[0].start : record.evidence[0].end] == sentence
    Draft202012Validator(published_schema(kind)).validate(json.loads(dumps(record_json(record))))

    question = model.prompts[0].messages[1]["content"]
    assert "At most 3." in question
    assert "- status (planned | made): made or still to come" in question
    assert 'Example passage: Nobody came.\nAnswer: {"records": []}' in question


def test_the_new_kind_stands_beside_the_old_ones(project: Path, kinds: dict[str, Kind]) -> None:
    for kind in kinds.values():
        (project / "schemas" / kind.schema_path.name).write_bytes(kind.schema_path.read_bytes())
        (project / "prompts" / kind.prompt.path.name).write_bytes(kind.prompt.path.read_bytes())
    together = load_kinds(project)
    assert list(together) == sorted([*NAMES, "visit"])
    assert {name: together[name].schema_sha256 for name in NAMES} == {n: k.schema_sha256 for n, k in kinds.items()}


def _words_of_code(tree: ast.AST) -> set[str]:
    """The identifiers, and the strings that are values: not docstrings, not help texts of several words."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        names: list[Any] = [getattr(node, key, None) for key in ("id", "name", "attr", "arg", "module", "asname")]
        found |= {part for name in names if isinstance(name, str) for part in name.split(".")}
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            found.add(node.value)
    return found


def test_the_package_names_no_kind(root: Path) -> None:
    files = sorted((root / "extract").rglob("*.py"))
    assert len(files) > 20
    for path in files:
        named = _words_of_code(ast.parse(path.read_text(encoding="utf-8"))) & set(NAMES)
        assert not named, f"{path.relative_to(root)} names {named}"


def test_the_search_for_kind_names_finds_them() -> None:
    code = 'def f(treaty):\n    """loan"""\n    return x.statement, "weapons_transfer", "a loan or so"  # loan\n'
    assert _words_of_code(ast.parse(code)) & set(NAMES) == {"treaty", "statement", "weapons_transfer"}
