"""W3C Web Annotations (JSON-LD): each record an annotation on the passages that prove it.

One file: an AnnotationCollection with its one AnnotationPage inside, items in the run's order. A target names the
document by its hash (RFC 6920: `ni:///sha-256;...`) and the passage twice, by quote and by position. The model counts
positions in Unicode code points (Web Annotation Data Model, "Text Position Selector"), which are our offsets as they
are. It also asks that a text be normalised before it is counted; ours are counted as decoded, without front matter,
and the quote selector is there for readers whose text differs. Ids are `urn:uuid:` of version 5, made of the document's
hash and the record's id: the same record of the same text has the same one in every export.
"""

from __future__ import annotations

import base64
import re
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from extract import __version__
from extract.errors import UsageError
from extract.export.source import Source
from extract.store import dumps

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_OID, "extract-toolkit record")
_SHA256 = re.compile("[0-9a-f]{64}")
_LEFT = ("evidence", "document", "kind")
"""What of a record its targets and its tag say, and its body therefore does not."""


def write_web_annotation(source: Source, file: Path) -> None:
    """All records as one JSON-LD document."""
    with open(file, "x", encoding="utf-8", newline="\n") as out:
        collection = _urn("collection", dumps(source.run.manifest))
        head = {"@context": CONTEXT, "id": collection, "type": "AnnotationCollection"}
        page = {"id": _urn("page", collection), "type": "AnnotationPage", "partOf": collection, "startIndex": 0}
        out.write(f'{dumps(head)[:-1]}, "first": {dumps(page)[:-1]}, "items": [')
        for number, record in enumerate(source.records()):
            out.write((",\n" if number else "\n") + dumps(annotation(record)))
        out.write(f'\n]}}, "total": {source.kept}}}\n')


def annotation(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record as an annotation. One without evidence is on the whole document."""
    document = document_iri(record["document"]["sha256"])
    content = {name: value for name, value in record.items() if name not in _LEFT}
    passages = [
        {
            "type": "SpecificResource",
            "source": document,
            "selector": [
                {"type": "TextQuoteSelector", **{name: quote[name] for name in ("exact", "prefix", "suffix")}},
                {"type": "TextPositionSelector", "start": quote["start"], "end": quote["end"]},
            ],
        }
        for quote in record["evidence"]
    ]
    return {
        "id": _urn(record["document"]["sha256"], record["id"]),
        "type": "Annotation",
        "motivation": "describing",
        "generator": {"id": "urn:uuid:" + str(_NAMESPACE), "type": "Software", "name": f"extract {__version__}"},
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": record["kind"]},
            {"type": "TextualBody", "purpose": "describing", "format": "application/json", "value": dumps(content)},
        ],
        "target": passages or document,
    }


def document_iri(sha256: str) -> str:
    """The document by the hash of its text in UTF-8 (RFC 6920). Raises UsageError for what is no such hash."""
    if not _SHA256.fullmatch(sha256):
        raise UsageError(f"document {sha256!r:.40}: no sha256 of a text; see `extract validate`")
    return "ni:///sha-256;" + base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")


def _urn(*parts: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, dumps(parts))}"
