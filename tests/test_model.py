"""The model client: every way in which a request can end."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import openai
import pytest

from extract import local
from extract.errors import EndpointError, ModelError, RecordingMissing, UsageError
from extract.kinds import Kind, load_kinds
from extract.model import Answer, Model, Usage
from extract.prompts import Prompt, render
from extract.settings import Settings
from extract.types import Document

KINDS = load_kinds(Path(__file__).parents[1])
LOAN = KINDS["loan"]
RECORD = dict(LOAN.prompt.examples[0].records[0])
GOOD = json.dumps({"records": [RECORD]})
PROMPT = Prompt(({"role": "system", "content": "Read."}, {"role": "user", "content": "A document."}))
BASE = "http://models.example/v1"
SECRET = "sk-very-secret-0123456789"
LIVE = Settings(model="m1", base_url=BASE, retries=2)

Reply = httpx2.Response | Exception


def completion(content: str | None = GOOD, finish: str | None = "stop", **message: Any) -> httpx2.Response:
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content, **message}}
    usage = {
        "prompt_tokens": 900, "completion_tokens": 50, "total_tokens": 950,
        "prompt_tokens_details": {"cached_tokens": 800},
    }  # fmt: skip
    body = {"id": "1", "object": "chat.completion", "created": 1, "model": "m1", "choices": [choice], "usage": usage}
    return httpx2.Response(200, json=body)


def fault(status: int, message: str = "no", **more: Any) -> httpx2.Response:
    return httpx2.Response(status, json={"error": {"message": message, **more}}, headers=more.pop("headers", None))


class Server(httpx2.AsyncBaseTransport):
    """Gives its replies in turn, the last one again and again, and keeps the requests."""

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies)
        self.requests: list[httpx2.Request] = []
        self.at_once = self.most_at_once = 0

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        await asyncio.sleep(0.005)
        self.at_once -= 1
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, Exception):
            raise reply
        return httpx2.Response(reply.status_code, headers=reply.headers, content=reply.content)

    @property
    def bodies(self) -> list[Any]:
        return [json.loads(request.content) for request in self.requests]


def ask(
    server: httpx2.AsyncBaseTransport | None, settings: Settings = LIVE, prompt: Prompt = PROMPT, kind: Kind = LOAN
) -> Answer:
    async def go() -> Answer:
        async with Model(settings, SECRET, server) as model:
            return await model.ask(kind, prompt)

    return asyncio.run(go())


def ending(server: httpx2.AsyncBaseTransport | None, settings: Settings = LIVE) -> ModelError:
    with pytest.raises(ModelError) as caught:
        ask(server, settings)
    assert SECRET not in str(caught.value)
    assert "kind loan" in str(caught.value)
    assert ";" in str(caught.value) or ":" in str(caught.value), "what to do next"
    return caught.value


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits before sending again, in seconds, noted and not slept."""
    noted: list[float] = []

    async def note(self: Any, *, retries_taken: int, max_retries: int, options: Any, response: Any) -> None:
        headers = response.headers if response is not None else None
        noted.append(self._calculate_retry_timeout(max_retries - retries_taken, options, headers))

    monkeypatch.setattr(openai.AsyncOpenAI, "_sleep_for_retry", note)
    return noted


def test_a_good_reply_becomes_records_of_the_kind() -> None:
    answer = ask(Server(completion()))
    (found,) = answer.records
    assert isinstance(found, LOAN.model)
    assert found == LOAN.model.model_validate_json(json.dumps(RECORD))
    assert answer.text == GOOD
    assert answer.usage == Usage(prompt_tokens=900, cached_tokens=800, completion_tokens=50)
    assert len(answer.recording) == 64
    assert 0 < answer.seconds < 5


def test_a_model_that_finds_nothing_may_say_so_and_usage_may_be_absent() -> None:
    body = completion('{"records": []}').json()
    del body["usage"]
    answer = ask(Server(httpx2.Response(200, json=body)))
    assert answer.records == ()
    assert answer.usage == Usage(None, None, None)


def test_what_is_sent() -> None:
    server = Server(completion())
    ask(server)
    assert server.bodies == [
        {
            "model": "m1",
            "messages": list(PROMPT.messages),
            "temperature": 0,
            "max_tokens": LIVE.max_tokens,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "loan_records", "schema": LOAN.reply.model_json_schema(), "strict": True},
            },
        }
    ]
    assert str(server.requests[0].url) == f"{BASE}/chat/completions"
    assert server.requests[0].headers["authorization"] == f"Bearer {SECRET}"


def test_a_document_is_never_a_template_and_never_an_image() -> None:
    text = (
        "  {{ x }} {% raw {# gone #} {{ config.items() }}\n\n    indented “105” \u00a0 e\u0301\r\n"
        "https://a.example/b.png data:image/png;base64,AAAA"
    )
    server = Server(completion())
    ask(server, prompt=render(LOAN.prompt, LOAN.model, Document(id="d", text=text, sha256="0")))
    assert f"<document>\n{text}\n</document>" in server.bodies[0]["messages"][1]["content"]


CUT = GOOD[: len(GOOD) // 2]
WRONG = json.dumps({"records": [{**RECORD, "flow_type": "gift"}]})
ENDINGS: dict[str, tuple[httpx2.Response, str, str]] = {
    "cut": (completion(CUT, "length"), "truncated", "--max-tokens"),
    "cut though it parses": (completion(GOOD, "length"), "truncated", "--max-tokens"),
    "cut before the first word": (completion(None, "length"), "truncated", "--max-tokens"),
    "cut and not said": (completion(CUT, "stop"), "malformed", "not JSON"),
    "refused": (completion(None, refusal="I cannot help with arms."), "refused", "I cannot help with arms."),
    "refused though it parses": (completion(GOOD, refusal="No."), "refused", "No."),
    "filtered": (completion("", "content_filter"), "content_filter", "filter"),
    "filtered though it parses": (completion(GOOD, "content_filter"), "content_filter", "filter"),
    "prose before": (completion(f"Here you are: {GOOD}"), "malformed", "not JSON"),
    "prose behind": (completion(f"{GOOD}\nI hope this helps."), "malformed", "not JSON"),
    "fenced": (completion(f"```json\n{GOOD}\n```"), "malformed", "not JSON"),
    "value not allowed": (completion(WRONG), "schema_violation", "records.0.flow_type"),
    "no records key": (completion("{}"), "schema_violation", "records"),
    "more keys": (completion('{"records": [], "note": 1}'), "schema_violation", "note"),
    "a list": (completion("[]"), "schema_violation", "the whole reply"),
    "no content": (completion(None), "empty_reply", "no text"),
    "blank": (completion(" \n"), "empty_reply", "no text"),
    "tool call": (completion(None, "tool_calls"), "empty_reply", "no text"),
    "no choices": (httpx2.Response(200, json={"id": "1", "choices": []}), "empty_reply", "no text"),
    "choices null": (httpx2.Response(200, json={"id": "1", "choices": None}), "empty_reply", "no text"),
    "odd choices": (httpx2.Response(200, json={"choices": ["x"]}), "empty_reply", "no text"),
    "odd message": (httpx2.Response(200, json={"choices": [{"message": "x"}]}), "empty_reply", "no text"),
    "error with 200": (httpx2.Response(200, json={"error": {"message": "upstream"}}), "server_error", "upstream"),
    "error as finish": (completion("{", "error"), "server_error", "not a chat completion"),
    "a web page": (httpx2.Response(200, html="<p>hi</p>"), "server_error", "/v1"),
    "not an object": (httpx2.Response(200, json=[1]), "server_error", "/v1"),
    "bad request": (fault(400, "Unsupported parameter: 'max_tokens'"), "bad_request", "Unsupported parameter"),
    "context, OpenAI": (
        fault(400, "too long", code="context_length_exceeded"),
        "context_exceeded",
        "exceed the model's",
    ),
    "context, llama.cpp": (fault(400, "n", type="exceed_context_size_error"), "context_exceeded", "exceed the model's"),
    "context, vLLM": (fault(400, "maximum context length is 8"), "context_exceeded", "--passage-chars"),
    "unprocessable": (fault(422), "bad_request", "422"),
}


@pytest.mark.parametrize(("reply", "reason", "words"), ENDINGS.values(), ids=ENDINGS)
def test_every_unusable_reply_ends_with_its_reason(reply: httpx2.Response, reason: str, words: str) -> None:
    server = Server(reply)
    error = ending(server)
    assert error.reason == reason
    assert words in str(error)
    assert type(error) is ModelError
    assert len(server.requests) == 1, "asked once"
    assert (error.recording is not None) is (reply.status_code == 200)


def test_the_raw_reply_and_its_recording_come_with_the_error() -> None:
    error = ending(Server(completion(WRONG)))
    assert error.reply == WRONG
    assert error.recording == ask(Server(completion())).recording


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (fault(401, f"Incorrect API key provided: {SECRET}."), "OPENAI_API_KEY"),
        (fault(403), "OPENAI_API_KEY"),
        (fault(404, "The model `m1` does not exist"), "--model"),
        (fault(429, "You exceeded your quota", code="insufficient_quota"), "quota"),
        (fault(402, "Payment required"), "quota"),
        (httpx2.Response(308, headers={"location": "https://models.example/v1"}), "redirects to https://models"),
    ],
    ids=["401", "403", "404", "quota", "402", "redirect"],
)
def test_what_no_request_can_survive_stops_the_run_at_once(reply: httpx2.Response, words: str) -> None:
    server = Server(reply)
    error = ending(server)
    assert isinstance(error, EndpointError)
    assert words in str(error)
    assert BASE in str(error)
    assert len(server.requests) == 1


@pytest.mark.parametrize("cause", [httpx2.ConnectError("refused"), httpx2.ConnectTimeout(""), httpx2.ProxyError("407")])
def test_a_server_that_is_not_there_stops_the_run_after_retries(cause: Exception) -> None:
    server = Server(cause)
    error = ending(server)
    assert isinstance(error, EndpointError)
    assert "start the server" in str(error)
    assert len(server.requests) == 3


def test_a_key_cut_in_two_by_a_long_message_is_not_shown_in_part() -> None:
    for padding in range(500, 760, 7):
        error = ending(Server(fault(401, "x" * padding + SECRET)))
        assert SECRET[:8] not in str(error)


def test_429_then_200_gives_a_record_after_the_wait_that_the_server_asks_for(waits: list[float]) -> None:
    slow = httpx2.Response(429, json={"error": {"message": "slow down"}}, headers={"retry-after": "2"})
    server = Server(slow, completion())
    assert len(ask(server).records) == 1
    assert len(server.requests) == 2
    assert 2 <= waits[0] < 3


@pytest.mark.parametrize(("status", "reason"), [(429, "rate_limited"), (500, "server_error"), (503, "server_error"),
                                               (408, "timeout")])  # fmt: skip
def test_retries_end(status: int, reason: str, waits: list[float]) -> None:
    server = Server(fault(status))
    assert ending(server).reason == reason
    assert len(server.requests) == 3
    assert len(waits) == 2


def test_a_lost_connection_is_tried_again_and_then_a_failure() -> None:
    assert len(ask(Server(httpx2.RemoteProtocolError("gone"), completion())).records) == 1
    error = ending(Server(httpx2.ReadError("gone")))
    assert (error.reason, type(error)) == ("server_error", ModelError)
    assert "3 times" in str(error)


def test_a_timeout_is_not_tried_again(waits: list[float]) -> None:
    server = Server(httpx2.ReadTimeout(""))
    error = ending(server)
    assert error.reason == "timeout"
    assert "900 s" in str(error)
    assert (len(server.requests), waits) == (1, [])


def test_a_server_that_drips_meets_the_deadline() -> None:
    class Drip(httpx2.AsyncByteStream):
        async def __aiter__(self) -> Any:
            while True:
                await asyncio.sleep(0.01)
                yield b" "

    class Dripping(httpx2.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
            return httpx2.Response(200, stream=Drip())

    assert ending(Dripping(), replace(LIVE, timeout=0.05)).reason == "timeout"


def record(folder: Path, reply: httpx2.Response) -> None:
    with contextlib.suppress(ModelError):
        ask(Server(reply), replace(LIVE, mode="record", recordings=folder))


def test_a_recorded_answer_replays_equal_without_key_or_server(tmp_path: Path) -> None:
    settings = replace(LIVE, mode="record", recordings=tmp_path)
    first = ask(Server(completion()), settings)

    async def again() -> tuple[Answer, frozenset[str]]:
        async with Model(replace(settings, mode="replay")) as model:
            return await model.ask(LOAN, PROMPT), model.used

    second, used = asyncio.run(again())
    assert replace(second, seconds=first.seconds) == first
    assert used == {first.recording}


@pytest.mark.parametrize("name", ["cut", "refused", "fenced", "value not allowed", "no choices"])
def test_an_unusable_reply_is_kept_and_fails_the_same_in_replay(name: str, tmp_path: Path) -> None:
    reply, reason, _ = ENDINGS[name]
    live = ending(Server(reply), replace(LIVE, mode="record", recordings=tmp_path))
    assert len([*tmp_path.iterdir()]) == 1
    again = ending(None, replace(LIVE, mode="replay", recordings=tmp_path))
    assert (again.reason, str(again), again.recording, again.reply) == (reason, str(live), live.recording, live.reply)


def test_nothing_is_kept_of_a_server_fault_and_no_key_of_anything(tmp_path: Path) -> None:
    record(tmp_path, fault(500))
    assert [*tmp_path.iterdir()] == []
    record(tmp_path, completion())
    (path,) = tmp_path.iterdir()
    text = path.read_text(encoding="utf-8")
    assert SECRET not in text
    assert "uthorization" not in text


def test_a_missing_recording_comes_out_as_itself_and_at_once(tmp_path: Path, waits: list[float]) -> None:
    start = time.monotonic()
    with pytest.raises(RecordingMissing, match="kind loan") as caught:
        ask(None, replace(LIVE, mode="replay", recordings=tmp_path))
    assert caught.value.exit_code == 4
    assert waits == []
    assert time.monotonic() - start < 2


def test_an_unsound_recording_comes_out_as_itself_and_at_once(tmp_path: Path, waits: list[float]) -> None:
    record(tmp_path, completion())
    (path,) = tmp_path.iterdir()
    path.write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match=path.name):
        ask(Server(completion()), replace(LIVE, mode="record", recordings=tmp_path))
    assert waits == []


def other_prompt(settings: Settings) -> tuple[Settings, Prompt, Kind]:
    return settings, PROMPT.followed_by("{}", "Again."), LOAN


KEYS: dict[str, Callable[[Settings], tuple[Settings, Prompt, Kind]]] = {
    "prompt": other_prompt,
    "document": lambda s: (s, Prompt((PROMPT.messages[0], {"role": "user", "content": "A document!"})), LOAN),
    "schema": lambda s: (s, PROMPT, KINDS["treaty"]),
    "model": lambda s: (replace(s, model="m2"), PROMPT, LOAN),
    "max_tokens": lambda s: (replace(s, max_tokens=s.max_tokens + 1), PROMPT, LOAN),
    "endpoint": lambda s: (replace(s, base_url="http://other.example/v1"), PROMPT, LOAN),
    "embedded": lambda s: (replace(s, base_url=None), PROMPT, LOAN),
}


@pytest.mark.parametrize("change", KEYS.values(), ids=KEYS)
def test_what_is_asked_of_whom_decides_the_recording(
    change: Callable[[Settings], tuple[Settings, Prompt, Kind]], tmp_path: Path
) -> None:
    record(tmp_path, completion())
    replay = replace(LIVE, mode="replay", recordings=tmp_path)
    assert len(ask(None, replay).records) == 1
    settings, prompt, kind = change(replay)
    with pytest.raises(RecordingMissing):
        ask(None, settings, prompt, kind)


def test_timeouts_retries_and_concurrency_do_not(tmp_path: Path) -> None:
    record(tmp_path, completion())
    other = replace(LIVE, mode="replay", recordings=tmp_path, timeout=1, retries=0, concurrency=1)
    assert len(ask(None, other).records) == 1


@pytest.mark.parametrize(("base_url", "most"), [(None, 1), (BASE, 3)])
def test_requests_in_flight_are_bounded_and_keep_their_own_answers(base_url: str | None, most: int) -> None:
    class Echo(Server):
        async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
            await super().handle_async_request(request)
            words = json.loads(request.content)["messages"][0]["content"]
            return completion(json.dumps({"records": [{**RECORD, "purpose_text": words}]}))

    server = Echo(completion())

    async def go() -> list[Answer]:
        async with Model(replace(LIVE, base_url=base_url, concurrency=3), None, server) as model:
            prompts = [Prompt(({"role": "user", "content": f"purpose {n}"},)) for n in range(9)]
            return await asyncio.gather(*(model.ask(LOAN, prompt) for prompt in prompts))

    answers = asyncio.run(go())
    assert server.most_at_once == most
    assert [f"purpose {n}" in answer.text for n, answer in enumerate(answers)] == [True] * 9
    assert len({answer.recording for answer in answers}) == 9


def test_an_embedded_model_that_is_not_installed_says_so_at_once(
    monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    def missing() -> None:
        raise UsageError("no weights: run `extract model pull`")

    monkeypatch.setattr(local, "server", missing)
    with pytest.raises(UsageError, match="model pull"):
        ask(None, Settings())
    assert waits == []


def test_nobody_listening_is_an_endpoint_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.delenv("HTTP_PROXY", raising=False)
    monkeypatch.delenv("http_proxy", raising=False)
    monkeypatch.delenv("ALL_PROXY", raising=False)
    error = ending(None, replace(LIVE, base_url="http://nowhere.invalid/v1", retries=0))
    assert isinstance(error, EndpointError)


def test_failures_leave_no_word_on_stderr(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    # pytest's own handlers would hide what Python prints where a program has set up no logging.
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    ending(Server(completion(WRONG)))
    assert capfd.readouterr().err == ""
