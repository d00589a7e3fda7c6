"""Recordings: what is written, what is served, and what is refused."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx2
import pytest

from extract import local
from extract.errors import RecordingMissing, UsageError
from extract.recordings import (
    RecordingTransport,
    read_recording,
    recording_key,
    recording_path,
)
from extract.settings import EMBEDDED_SHA256, Settings
from extract.transports import EMBEDDED_URL, Embedded

BASE = "http://models.example/v1"
SECRET = "sk-very-secret-0123456789"
BODY = {
    "model": "m1",
    "messages": [{"role": "user", "content": "Füße “quoted” 105 млрд"}],
    "temperature": 0,
    "max_tokens": 64,
    "response_format": {"type": "json_schema", "json_schema": {"name": "loan_records"}},
}
REPLY = {"id": "1", "choices": [{"message": {"content": "пять"}}], "system_fingerprint": "fp_7"}


class Inner(httpx2.AsyncBaseTransport):
    """Answers each request with the next reply, and counts them."""

    def __init__(self, *replies: httpx2.Response) -> None:
        self.replies = list(replies)
        self.requests: list[httpx2.Request] = []

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        await asyncio.sleep(0)
        return self.replies.pop(0)


def settings(folder: Path, mode: Any = "record") -> Settings:
    return Settings(model="m1", base_url=BASE, mode=mode, recordings=folder)


def send(transport: RecordingTransport, body: Any = BODY, base: str = BASE) -> httpx2.Response:
    async def go() -> httpx2.Response:
        async with httpx2.AsyncClient(transport=transport) as client:
            headers = {"Authorization": f"Bearer {SECRET}", "X-Stainless-Lang": "python"}
            return await client.post(f"{base}/chat/completions", json=body, headers=headers)

    return asyncio.run(go())


def record(folder: Path, reply: Any = REPLY, status: int = 200) -> RecordingTransport:
    transport = RecordingTransport(settings(folder), Inner(httpx2.Response(status, json=reply)))
    send(transport)
    return transport


def test_a_recording_is_readable_and_holds_request_reply_and_provenance(tmp_path: Path) -> None:
    transport = record(tmp_path)
    key = recording_key(BASE, "/chat/completions", BODY)
    path = tmp_path / f"{key[:16]}.json"
    assert [*tmp_path.iterdir()] == [path], "one file, no temporary left"
    text = path.read_text(encoding="utf-8")
    assert "105 млрд" in text
    assert "\n " in text
    found = json.loads(text)
    assert found["key"] == key
    assert found["request"] == {"endpoint": BASE, "path": "/chat/completions", "body": BODY}
    assert found["reply"] == {"status": 200, "body": REPLY}
    date = found["provenance"].pop("date")
    assert found["provenance"] == {"model": "m1", "endpoint": BASE, "weights_sha256": None, "server": "fp_7"}
    assert date.endswith("+00:00")
    assert transport.used == {key}


def test_neither_headers_nor_key_reach_the_file(tmp_path: Path) -> None:
    record(tmp_path)
    for path in tmp_path.iterdir():
        text = path.read_text(encoding="utf-8").lower()
        assert not [word for word in (SECRET, "bearer", "authorization", "stainless", "user-agent") if word in text]


def test_what_is_recorded_replays_equal_and_asks_nobody(tmp_path: Path) -> None:
    record(tmp_path)
    replay = RecordingTransport(settings(tmp_path, "replay"), None)
    first, second = send(replay), send(replay)
    assert first.status_code == 200
    assert first.json() == REPLY
    assert first.content == second.content
    assert replay.used == {recording_key(BASE, "/chat/completions", BODY)}


def test_record_mode_asks_only_for_what_is_not_there(tmp_path: Path) -> None:
    record(tmp_path)
    inner = Inner()
    assert send(RecordingTransport(settings(tmp_path), inner)).json() == REPLY
    assert inner.requests == []


def test_the_same_request_twice_at_once_is_asked_once(tmp_path: Path) -> None:
    inner = Inner(httpx2.Response(200, json=REPLY))
    transport = RecordingTransport(settings(tmp_path), inner)

    async def go() -> list[httpx2.Response]:
        async with httpx2.AsyncClient(transport=transport) as client:
            url = f"{BASE}/chat/completions"
            return [*await asyncio.gather(client.post(url, json=BODY), client.post(url, json=BODY))]

    assert [reply.json() for reply in asyncio.run(go())] == [REPLY, REPLY]
    assert len(inner.requests) == 1


def test_live_mode_writes_nothing(tmp_path: Path) -> None:
    transport = RecordingTransport(settings(tmp_path, "live"), Inner(httpx2.Response(200, json=REPLY)))
    assert send(transport).json() == REPLY
    assert [*tmp_path.iterdir()] == []
    assert transport.used == set()


@pytest.mark.parametrize(
    "response",
    [
        lambda: httpx2.Response(429, json={"error": {"message": "slow down"}}),
        lambda: httpx2.Response(500, json={"error": {"message": "oops"}}),
        lambda: httpx2.Response(400, json={"error": {"message": "bad"}}),
        lambda: httpx2.Response(503, json={"detail": "loading the model"}),
        lambda: httpx2.Response(301, headers={"location": "https://elsewhere.example"}),
        lambda: httpx2.Response(200, text="<html>welcome</html>"),
        lambda: httpx2.Response(200, json={"error": {"message": "upstream failed"}}),
        lambda: httpx2.Response(204),
    ],
    ids=["429", "500", "400", "503", "redirect", "html", "error with status 200", "no content"],
)
def test_what_is_no_reply_is_passed_on_and_never_kept(response: Callable[[], httpx2.Response], tmp_path: Path) -> None:
    folder = tmp_path / "recordings"
    got = send(RecordingTransport(settings(folder), Inner(response())))
    assert (got.status_code, got.content) == (response().status_code, response().content)
    assert not folder.exists()


def test_a_compressed_reply_is_kept_as_plain_json(tmp_path: Path) -> None:
    import gzip

    headers = {"content-encoding": "gzip", "content-type": "application/json"}
    packed = httpx2.Response(200, content=gzip.compress(json.dumps(REPLY).encode()), headers=headers)
    assert send(RecordingTransport(settings(tmp_path), Inner(packed))).json() == REPLY
    assert send(RecordingTransport(settings(tmp_path, "replay"), None)).json() == REPLY


def test_a_lone_surrogate_in_a_reply_survives(tmp_path: Path) -> None:
    packed = httpx2.Response(200, content=rb'{"choices": [{"message": {"content": "cut \ud83d"}}]}')
    got = send(RecordingTransport(settings(tmp_path), Inner(packed))).json()
    assert got["choices"][0]["message"]["content"] == "cut \ud83d"
    assert send(RecordingTransport(settings(tmp_path, "replay"), None)).json() == got


def test_replay_without_a_recording_says_what_where_and_what_next(tmp_path: Path) -> None:
    with pytest.raises(RecordingMissing) as caught:
        send(RecordingTransport(settings(tmp_path, "replay"), None))
    for words in ("kind loan", "model m1", BASE, str(tmp_path), f"--record {tmp_path}"):
        assert words in str(caught.value)
    with pytest.raises(RecordingMissing, match="no such folder"):
        send(RecordingTransport(settings(tmp_path / "gone", "replay"), None))


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "prompt or document": lambda body: body["messages"].append({"role": "user", "content": "x"}),
    "one character": lambda body: body["messages"][0].update(content="Füße “quoted” 106 млрд"),
    "schema": lambda body: body["response_format"]["json_schema"].update(schema={"type": "object"}),
    "model": lambda body: body.update(model="m2"),
    "temperature": lambda body: body.update(temperature=1),
    "max_tokens": lambda body: body.update(max_tokens=65),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_change_of_the_request_changes_the_key(change: Callable[[dict[str, Any]], object], tmp_path: Path) -> None:
    record(tmp_path)
    body = json.loads(json.dumps(BODY))
    change(body)
    assert recording_key(BASE, "/chat/completions", body) != recording_key(BASE, "/chat/completions", BODY)
    with pytest.raises(RecordingMissing):
        send(RecordingTransport(settings(tmp_path, "replay"), None), body)


def test_endpoint_and_path_are_part_of_the_key_and_the_order_of_keys_is_not(tmp_path: Path) -> None:
    key = recording_key(BASE, "/chat/completions", BODY)
    assert recording_key("http://other.example/v1", "/chat/completions", BODY) != key
    assert recording_key(BASE, "/completions", BODY) != key
    assert recording_key(BASE, "/chat/completions", dict(reversed(BODY.items()))) == key
    record(tmp_path)
    elsewhere = replace(settings(tmp_path, "replay"), base_url="http://other.example/v1")
    with pytest.raises(RecordingMissing):
        send(RecordingTransport(elsewhere, None), base="http://other.example/v1")


def test_a_slash_behind_the_base_url_changes_nothing(tmp_path: Path) -> None:
    record(tmp_path)
    slashed = replace(settings(tmp_path, "replay"), base_url=f"{BASE}/")
    assert send(RecordingTransport(slashed, None)).json() == REPLY


def edit_request(found: dict[str, Any]) -> None:
    found["request"]["body"]["messages"][0]["content"] = "something else"


def edit_key(found: dict[str, Any]) -> None:
    found["key"] = "0" * 64


@pytest.mark.parametrize(
    "change",
    [edit_request, edit_key, lambda found: found.pop("key"), lambda found: found.pop("reply"),
     lambda found: found["reply"].pop("body"), lambda found: found["reply"].update(status="200")],
)  # fmt: skip
@pytest.mark.parametrize("mode", ["record", "replay"])
def test_an_edited_recording_is_named(change: Callable[[dict[str, Any]], object], mode: str, tmp_path: Path) -> None:
    record(tmp_path)
    (path,) = tmp_path.iterdir()
    found = json.loads(path.read_text(encoding="utf-8"))
    change(found)
    path.write_text(json.dumps(found), encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        send(RecordingTransport(settings(tmp_path, mode), Inner()))
    assert str(path) in str(caught.value)
    assert "record it again" in str(caught.value)


@pytest.mark.parametrize("content", [b"", b'{"key": "ab', b"\xff\xfe\x00", b"[]", b"null"])
def test_a_damaged_recording_is_named(content: bytes, tmp_path: Path) -> None:
    path = recording_path(tmp_path, recording_key(BASE, "/chat/completions", BODY))
    path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        send(RecordingTransport(settings(tmp_path, "replay"), None))
    assert str(path) in str(caught.value)


def test_a_renamed_recording_is_refused_and_an_absent_one_is_none(tmp_path: Path) -> None:
    record(tmp_path)
    (path,) = tmp_path.iterdir()
    assert read_recording(tmp_path / "0123456789abcdef.json") is None
    moved = path.rename(tmp_path / "0123456789abcdef.json")
    with pytest.raises(UsageError, match="0123456789abcdef"):
        read_recording(moved)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match=r"cannot be (written|read)") as caught:
        send(RecordingTransport(settings(blocked), Inner(httpx2.Response(200, json=REPLY))))
    assert str(blocked) in str(caught.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"recordings": None}, "--record FOLDER"),
        ({"recordings": None, "mode": "replay"}, "--replay FOLDER"),
        ({"base_url": "models.example/v1"}, "http://host:port/v1"),
        ({"base_url": "localhost:8080"}, "http://host:port/v1"),
        ({"base_url": "http://[::1/v1"}, "http://host:port/v1"),
        ({"base_url": "http://user:hunter2@models.example/v1"}, "OPENAI_API_KEY"),
        ({"base_url": "http://models.example/v1?api-key=hunter2"}, "OPENAI_API_KEY"),
    ],
)
def test_settings_that_cannot_work_are_refused(change: dict[str, Any], words: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        RecordingTransport(replace(settings(tmp_path), **change), Inner())
    assert words in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_an_embedded_request_goes_to_the_real_server_and_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = SimpleNamespace(base_url="http://127.0.0.1:4711/v1", version="llama.cpp b1", weights_sha256="ab" * 32)
    monkeypatch.setattr(local, "server", lambda: started)
    inner = Inner(httpx2.Response(200, json=REPLY))
    embedded = Settings(mode="record", recordings=tmp_path)
    send(RecordingTransport(embedded, Embedded(inner)), base=EMBEDDED_URL)
    assert str(inner.requests[0].url) == "http://127.0.0.1:4711/v1/chat/completions"
    assert inner.requests[0].headers["host"] == "127.0.0.1:4711"
    assert json.loads(inner.requests[0].content) == BODY
    (path,) = tmp_path.iterdir()
    provenance = json.loads(path.read_text(encoding="utf-8"))["provenance"]
    assert (provenance["server"], provenance["weights_sha256"]) == ("llama.cpp b1", "ab" * 32)
    assert "4711" not in path.read_text(encoding="utf-8"), "the port differs each time and must not enter the key"


def test_embedded_answers_replay_without_a_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    embedded = Settings(mode="record", recordings=tmp_path)
    inner = Inner(httpx2.Response(200, json={"choices": []}))
    send(RecordingTransport(embedded, inner), base=EMBEDDED_URL)
    (path,) = tmp_path.iterdir()
    assert json.loads(path.read_text(encoding="utf-8"))["provenance"]["weights_sha256"] == EMBEDDED_SHA256
    monkeypatch.setattr(local, "server", lambda: pytest.fail("started"))
    assert send(RecordingTransport(embedded, Embedded()), base=EMBEDDED_URL).json() == {"choices": []}
    replay = replace(embedded, mode="replay")
    assert send(RecordingTransport(replay, None), base=EMBEDDED_URL).json() == {"choices": []}
