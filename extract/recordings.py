"""Recordings: exchanges with a model, kept as files, so that any run can be repeated without the model.

Takes HTTP requests from the OpenAI client; gives replies, from the folder or from the transport beneath. The
key of a recording is the hash of what was asked: endpoint, path and body. Headers are neither hashed nor
written, so no key for an API can get into a file. Refuses to serve a recording that does not fit its own key.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import httpx2

from extract.errors import RecordingMissing, UsageError
from extract.settings import EMBEDDED_FILE, EMBEDDED_SHA256, Settings
from extract.transports import EMBEDDED_URL, SERVER_EXTENSION

BODY_EXTENSION = "extract_body"
"""Extension of a request or response that holds its body as parsed JSON, so that it is parsed once on its way."""


@dataclass(slots=True)
class Exchange:
    """What came of one question: the key, and the parsed reply (None: not JSON). Both None without a 2xx reply."""

    key: str | None = None
    body: Any = None


watched: ContextVar[Exchange | None] = ContextVar("watched", default=None)
"""Whoever asks sets it, in its own task; the client between the two keeps neither the key nor the exact reply."""


def recording_key(endpoint: str, path: str, body: Any) -> str:
    """The key of a request: 64 hexadecimal digits.

    endpoint  `Settings.endpoint`
    path      path after the base address, "/chat/completions"
    body      the parsed JSON body; the order of its keys does not matter
    """
    return hash_of(canonical(endpoint, path, body))


def recording_path(folder: Path, key: str) -> Path:
    """Where the recording with this key is kept."""
    return folder / f"{key[:16]}.json"


def canonical(endpoint: str, path: str, body: Any) -> dict[str, Any]:
    """What a request asks, whoever sends it: what its key is the hash of. Arguments as for `recording_key`."""
    return {"endpoint": endpoint, "path": path, "body": body}


def hash_of(request: Any) -> str:
    """The key of a canonical request."""
    text = json.dumps(request, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    # A lone surrogate can stand in parsed JSON and has no UTF-8 form of its own.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Keeper(Protocol):
    """Where a run keeps what it was answered: `extract.database.Database`."""

    def get(self, key: str) -> dict[str, Any] | None: ...
    def keep(self, recording: Mapping[str, Any]) -> None: ...


class RecordingTransport(httpx2.AsyncBaseTransport):
    """The transport under the OpenAI client in all three modes.

    live    a request that the run's keeper has a reply to is answered from it; any other goes beneath, and a 2xx
            JSON reply is kept there; without a keeper every request goes beneath
    record  a request with a recording is answered from it; any other goes beneath, and a 2xx JSON reply is kept
    replay  every request is answered from the folder; `inner` is never called and may be None

    used    keys served or written so far in record and replay
    """

    def __init__(
        self, settings: Settings, inner: httpx2.AsyncBaseTransport | None, keeper: Keeper | None = None
    ) -> None:
        """Raises UsageError for a faulty base_url, record or replay without a folder, live or record without inner."""
        _check_base_url(settings.base_url)
        if settings.mode != "live" and settings.recordings is None:
            raise UsageError(f"mode {settings.mode} needs a folder of recordings: give --{settings.mode} FOLDER")
        if settings.mode != "replay" and inner is None:
            raise UsageError(f"mode {settings.mode} needs a model to ask: give --base-url, or use --replay FOLDER")
        self.used: set[str] = set()
        self._mode = settings.mode
        self._folder = settings.recordings or Path()
        self._endpoint = settings.endpoint
        self._prefix = httpx2.URL(settings.base_url or EMBEDDED_URL).path.rstrip("/")
        self._inner = inner
        self._keeper = keeper
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer one request. Raises RecordingMissing (replay), UsageError (a recording that is not sound)."""
        content = await request.aread()
        body = json.loads(content) if content else None
        request.extensions[BODY_EXTENSION] = body
        asked = canonical(self._endpoint, request.url.path.removeprefix(self._prefix), body)
        key = hash_of(asked)
        alone = self._mode == "live" and self._keeper is None
        response = await (self._beneath(request) if alone else self._kept(request, asked, key))
        await response.aread()
        if response.is_success and (exchange := watched.get()) is not None:
            exchange.key, exchange.body = key, json_body(response)
        return response

    async def aclose(self) -> None:
        """Close the transport beneath."""
        if self._inner is not None:
            await self._inner.aclose()

    async def _beneath(self, request: httpx2.Request) -> httpx2.Response:
        assert self._inner is not None, "checked by __init__"
        return await self._inner.handle_async_request(request)

    async def _kept(self, request: httpx2.Request, asked: dict[str, Any], key: str) -> httpx2.Response:
        path = recording_path(self._folder, key)
        # The same request twice at once would be asked twice, and two different replies kept in turn.
        try:
            async with self._locks[key]:
                found = self._find(path, key)
                if found is None and self._mode != "replay":
                    return await self._record(request, asked, key)
        finally:
            self._locks.pop(key, None)
        if found is None:
            raise RecordingMissing(self._missing(asked, key))
        if found["key"] != key:
            raise UsageError(f"{path}: recording of another request; move it elsewhere")
        return self._serve(found)

    def _find(self, path: Path, key: str) -> dict[str, Any] | None:
        """What is kept for a key: by the folder, by the run, or by nobody."""
        found = None if self._mode == "live" else read_recording(path)
        if found is None and self._keeper is not None and self._mode != "replay":
            found = self._keeper.get(key)
            if found is not None and self._mode == "record":
                _write(path, found)
        return found

    async def _record(self, request: httpx2.Request, asked: dict[str, Any], key: str) -> httpx2.Response:
        response = await self._beneath(request)
        # Read here, so that a connection lost half way is this request's fault and nothing is kept of it.
        await response.aread()
        reply = json_body(response)
        if not response.is_success or reply is None or _is_error(reply):
            return response
        recording = {
            "key": key,
            "request": asked,
            "reply": {"status": response.status_code, "body": reply},
            "provenance": self._provenance(asked, reply, response),
        }
        if self._keeper is not None:
            self._keeper.keep(recording)  # before anything reads it: what is paid for is never lost
        if self._mode == "record":
            _write(recording_path(self._folder, key), recording)
        self._serves(key)
        return response  # its parsed body, which is all that is read of it, is the recording's

    def _provenance(self, asked: dict[str, Any], reply: Any, response: httpx2.Response) -> dict[str, Any]:
        server = response.extensions.get(SERVER_EXTENSION, {})
        fingerprint = reply.get("system_fingerprint") if isinstance(reply, dict) else None
        bundled = self._endpoint == f"embedded:{EMBEDDED_FILE}:{EMBEDDED_SHA256}"
        return {
            "model": asked["body"].get("model") if isinstance(asked["body"], dict) else None,
            "endpoint": self._endpoint,
            "weights_sha256": server.get("weights_sha256") or (EMBEDDED_SHA256 if bundled else None),
            "server": server.get("version") or fingerprint or response.headers.get("server"),
            "date": datetime.now(UTC).isoformat(timespec="seconds"),
        }

    def _serves(self, key: str) -> None:
        if self._mode != "live":  # a live run may ask a million times
            self.used.add(key)

    def _serve(self, recording: dict[str, Any]) -> httpx2.Response:
        self._serves(recording["key"])
        response = httpx2.Response(
            recording["reply"]["status"],
            content=json.dumps(recording["reply"]["body"]).encode(),  # in ASCII: see _write
            headers={"content-type": "application/json"},
        )
        response.extensions[BODY_EXTENSION] = recording["reply"]["body"]
        return response

    def _missing(self, asked: dict[str, Any], key: str) -> str:
        body = asked["body"] if isinstance(asked["body"], dict) else {}
        name = body.get("response_format", {}).get("json_schema", {}).get("name", "?")
        there = "" if self._folder.is_dir() else " (there is no such folder)"
        return (
            f"no recording of this request (kind {str(name).removesuffix('_records')}, model {body.get('model')}, "
            f"endpoint {self._endpoint}, key {key[:16]}) in {self._folder}{there}; the document, prompt, schema, model "
            f"or settings differ from what was recorded. Record it: extract run ... --record {self._folder}"
        )


def read_recording(path: Path) -> dict[str, Any] | None:
    """A recording from its file; None if there is no file.

    Raises UsageError, naming the file, if it is not readable JSON, lacks a part, or does not fit its key.
    """
    again = "remove the file and record it again with --record"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: recording cannot be read ({error}); {again}") from error
    if not isinstance(found, dict) or not isinstance(reply := found.get("reply"), dict):
        raise UsageError(f"{path}: not a recording: no reply in it; {again}")
    if not isinstance(reply.get("status"), int) or "body" not in reply:
        raise UsageError(f"{path}: not a recording: its reply lacks status or body; {again}")
    if found.get("key") != hash_of(found.get("request")) or path.stem != found["key"][:16]:
        raise UsageError(f"{path}: recording was changed: its key is not the hash of its request; {again}")
    return found


def json_body(response: httpx2.Response) -> Any:
    """The body as parsed JSON; None where it is not JSON (or the word null, which is no reply either)."""
    if BODY_EXTENSION not in response.extensions:
        try:
            response.extensions[BODY_EXTENSION] = response.json()
        except ValueError:
            response.extensions[BODY_EXTENSION] = None
    return response.extensions[BODY_EXTENSION]


def _is_error(reply: Any) -> bool:
    """Some gateways send an error with status 200. Kept, a passing fault would answer for ever."""
    return isinstance(reply, dict) and bool(reply.get("error")) and not reply.get("choices")


def _write(path: Path, recording: dict[str, Any]) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(recording, ensure_ascii=False, indent=1) + "\n"
        # A lone surrogate, which a model can write, has no UTF-8; backslashreplace gives its JSON escape.
        temporary.write_bytes(text.encode("utf-8", "backslashreplace"))
        # A reader meets a whole recording or none, even if the run is stopped in between.
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise UsageError(f"{path}: recording cannot be written ({error}); give --record a writable folder") from error


def _check_base_url(base_url: str | None) -> None:
    if base_url is None:
        return
    try:
        url = httpx2.URL(base_url)
    except httpx2.InvalidURL as error:
        raise UsageError(f"base_url {base_url!r}: {error}; it should look like http://host:port/v1") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise UsageError(f"base_url {base_url!r} is not an address; it should look like http://host:port/v1")
    if url.userinfo or url.query:
        # The address goes into recordings, which are made to be shared.
        raise UsageError(f"base_url for {url.host} holds a password or a query; give the key in OPENAI_API_KEY")
