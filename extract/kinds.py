"""Kinds: the pairs of a schema file and a prompt file, found by file stem and checked before any call.

Takes a project folder; gives a `Kind` for each pair. Refuses, naming file and line: a schema without a
prompt or the reverse, a field undescribed or of a type that cannot be asked for, a prompt fault, an example
that does not fit, a JSON Schema that is none. Schema files are code of the project's owner and are executed.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, Field, PydanticUserError, ValidationError, create_model
from pydantic.errors import PydanticUndefinedAnnotation

from extract import declared
from extract.errors import KindError, UsageError
from extract.fields import KindModel, walk, wire_schema
from extract.prompts import PromptFile, read_prompt
from extract.published import published, schema_hash


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A schema class, its prompt, and what both become on the wire.

    reply   the Pydantic class of a whole reply, `{"records": [...]}`; its `model_json_schema` gives the plain
            wire schema, which is what instructor sends
    """

    name: str
    model: type[KindModel]
    prompt: PromptFile
    schema_path: Path
    reply: type[BaseModel]

    @property
    def schema_sha256(self) -> str:
        """Hash of the published schema: changes whenever a field, a value or a description does."""
        return schema_hash(self.name, self.model)


def project_folder(start: Path | None = None) -> Path:
    """The project to use: the folder that the command stands in if it holds kinds, else the bundled one.

    Raises UsageError where neither is there.
    """
    here = Path.cwd() if start is None else start
    package = Path(__file__).parent
    for folder in (here, package / "project", package.parent):
        if (folder / "schemas").is_dir() and (folder / "prompts").is_dir():
            return folder
    raise UsageError(f"{here}: no schemas/ and prompts/ here; run `extract init DIR` to lay out a project")


def load_kinds(project: Path) -> dict[str, Kind]:
    """All kinds of a project, by name. Raises KindError for the first fault, naming file and line."""
    schemas = {path.stem: path for path in sorted((project / "schemas").glob("*.py")) if not path.name.startswith("_")}
    prompts = {path.stem: path for path in sorted((project / "prompts").glob("*.md"))}
    for stem in sorted(schemas.keys() - prompts.keys()):
        raise KindError(f"{schemas[stem]}:1: no prompt for this schema; write {project / 'prompts' / stem}.md")
    for stem in sorted(prompts.keys() - schemas.keys()):
        raise KindError(f"{prompts[stem]}:1: no schema for this prompt; write {project / 'schemas' / stem}.py")
    if not schemas:
        raise KindError(f"{project / 'schemas'}:1: no kinds here; add schemas/<kind>.py and prompts/<kind>.md")
    return {stem: load_kind(schemas[stem], prompts[stem]) for stem in sorted(schemas)}


def load_kind(schema_path: Path, prompt_path: Path) -> Kind:
    """One kind from its two files. Raises KindError, naming file and line."""
    model = _schema_class(schema_path)
    lines = _lines(schema_path)
    _check_fields(schema_path, model, lines)
    try:
        prompt = read_prompt(prompt_path)
    except (OSError, ValueError) as error:  # no UTF-8, or a date of YAML's that is none
        raise KindError(f"{prompt_path}:1: cannot be read ({error}); save it as UTF-8, dates in quotes") from error
    kind = Kind(schema_path.stem, model, prompt, schema_path, _reply_class(schema_path.stem, model, prompt.max_records))
    _check_json_schema(kind, lines)
    _check_examples(kind)
    return kind


def _schema_class(path: Path) -> type[KindModel]:
    name = f"extract_schemas.{path.stem}.{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:8]}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise KindError(f"{path}:1: cannot be loaded as Python")
    module = importlib.util.module_from_spec(spec)
    # Pydantic resolves postponed annotations through sys.modules, so the entry must stand before the code runs.
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
        classes = [
            value
            for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, KindModel) and value.__module__ == name
        ]
        for found in classes:
            found.model_rebuild()  # which finds a misspelt type where annotations are postponed
    except (Exception, SystemExit) as error:
        what = str(error).partition("\n")[0]
        raise KindError(f"{path}:{error_line(error, path)}: {type(error).__name__}: {what}") from error
    if len(classes) != 1:
        raise KindError(f"{path}:1: {len(classes)} classes derived from KindModel; a schema file has just one")
    return classes[0]


def error_line(error: BaseException, path: Path) -> int:
    """The line of a schema file that an error came from, 1 where none can be told."""
    own = os.path.abspath(path)
    if isinstance(error, SyntaxError) and error.filename == own:
        return error.lineno or 1
    if isinstance(error, PydanticUndefinedAnnotation):
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        return next((number for number, line in enumerate(lines, start=1) if str(error.name) in line), 1)
    line, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == own:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _lines(path: Path) -> dict[tuple[str, str], int]:
    """Where each field stands, by class and field name."""
    return {
        (node.name, target.id): item.lineno
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.ClassDef)
        for item in node.body
        if isinstance(item, (ast.AnnAssign, ast.Assign))
        for target in (item.targets if isinstance(item, ast.Assign) else [item.target])
        if isinstance(target, ast.Name)
    }


def _check_fields(path: Path, model: type[KindModel], lines: Mapping[tuple[str, str], int]) -> None:
    """Every field, inner ones too, has a description and a type that can be asked for; class variables name fields."""
    askable = _askable(model)
    for part in reversed(_parts(model)):  # from within, so that the field itself is named and not the one that holds it
        for name, info in part.model_fields.items():
            where = f"{path}:{lines.get((part.__name__, name), 1)}: field {name!r}"
            if not info.description:
                raise KindError(f"{where} has no description; write Field(description=...)")
            if info.alias or info.validation_alias or info.serialization_alias:
                raise KindError(f"{where} has an alias; give the field itself that name")
            if not askable and not _askable(create_model(name, **{name: (info.annotation, info)})):  # type: ignore[call-overload]
                kinds = "str, bool, a number, Literal[...] of one type, a list, a Part, or these | None"
                raise KindError(f"{where} has a type that a model cannot be asked for; use {kinds}")
    for variable, fault in declared.faults(model):
        raise KindError(f"{path}:{lines.get((model.__name__, variable), 1)}: {variable} {fault}")


def _askable(model: type[BaseModel]) -> bool:
    try:
        wire_schema(model, 1)
    except (KeyError, RecursionError, PydanticUserError):
        return False
    return True


def _parts(model: type[BaseModel]) -> list[type[BaseModel]]:
    """The class and the classes of the objects inside it, each once, from the outside in."""
    found = [model]
    for part in found:  # grows under way
        stack: list[Any] = [info.annotation for info in part.model_fields.values()]
        while stack:
            annotation = stack.pop()
            if isinstance(annotation, type) and issubclass(annotation, BaseModel) and annotation not in found:
                found.append(annotation)
            stack.extend(get_args(annotation))
    return found


def _reply_class(name: str, model: type[KindModel], max_records: int) -> type[BaseModel]:
    wire = wire_schema(model, max_records)

    class Reply(BaseModel):
        model_config = ConfigDict(extra="forbid")

        @classmethod
        def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
            return wire

    records = (list[model], Field(description="one entry for each record"))  # type: ignore[valid-type]
    return create_model(f"{name}_records", __base__=Reply, records=records)


_SOUND: set[bytes] = set()
"""Hashes of the schemas found valid in this process, at 20 ms each: a process that loads kinds again spares that."""


def _check_json_schema(kind: Kind, lines: Mapping[tuple[str, str], int]) -> None:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError

    for schema in (published_schema(kind), kind.reply.model_json_schema()):
        if (digest := hashlib.sha256(json.dumps(schema).encode()).digest()) in _SOUND:
            continue
        try:
            Draft202012Validator.check_schema(schema)
            _SOUND.add(digest)
        except SchemaError as error:
            where = [str(part) for part in error.absolute_path]
            line = next((line for part in reversed(where) for (_, name), line in lines.items() if name == part), 1)
            what = f"its JSON Schema is not valid at {'/'.join(where)}: {error.message}"
            raise KindError(f"{kind.schema_path}:{line}: {what}") from error


def _check_examples(kind: Kind) -> None:
    path = kind.prompt.path
    for example in kind.prompt.examples:
        for entry in example.records:
            try:
                record = kind.model.model_validate_json(json.dumps(entry))
            except TypeError as error:
                raise KindError(f"{path}:{example.line}: example: {error}; put dates in quotes") from error
            except ValidationError as error:
                fault = error.errors()[0]
                where = ".".join(str(part) for part in fault["loc"])
                raise KindError(
                    f"{path}:{example.line}: example does not fit the schema: {where}: {fault['msg']}"
                ) from error
            for slot in walk(record):
                words = slot.value if isinstance(slot.value, str) else slot.value.text
                copied = slot.role in ("quote", "words", "in_document", "designation", "amount", "count", "happening")
                if copied and words not in example.text:
                    raise KindError(f"{path}:{example.line}: example: {slot.path} {words!r} is not in its own text")
            try:
                json.dumps(record.derive(), default=float)  # a Decimal has a JSON form, a set or a date has none
            except Exception as error:
                line = error_line(error, kind.schema_path)
                raise KindError(
                    f"{kind.schema_path}:{line}: derive() fails for the example at {path}:{example.line}: "
                    f"{type(error).__name__}: {error}"
                ) from error


def published_schema(kind: Kind) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of one line of records.jsonl of this kind."""
    return published(kind.name, kind.model)
