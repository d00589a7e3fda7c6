"""The doctor before endpoints good and bad, all of them played by a transport."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from extract.doctor import FILLER_TOKENS, Diagnosis, diagnose
from extract.settings import Settings

BASE = "http://model.test/v1"
KEY = "sk-very-secret-1234"
SETTINGS = Settings(model="some-model")
ORDER = ["reachable", "model", "schema", "context", "usage", "prompt cache"]


class Endpoint:
    """A well-behaved endpoint; each test spoils one thing. Counts a word as a token."""

    def __init__(self) -> None:
        self.models: Any = {"object": "list", "data": [{"id": "other"}, {"id": "some-model"}]}
        self.honours_schema = True
        self.cut_at = 10**9
        self.counts = True
        self.caches = True
        self.n_ctx: int | None = 32_768
        self.chats: list[dict[str, Any]] = []
        self.broken: dict[str, Callable[[httpx2.Request], httpx2.Response]] = {}

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        assert request.headers["authorization"] == f"Bearer {KEY}"
        path = request.url.path
        if path in self.broken:
            return self.broken[path](request)
        if path == "/v1/models":
            return httpx2.Response(200, json=self.models)
        if path == "/props" and self.n_ctx is not None:
            return httpx2.Response(200, json={"default_generation_settings": {"n_ctx": self.n_ctx}})
        if path == "/v1/chat/completions":
            return httpx2.Response(200, json=self.chat(json.loads(request.content)))
        return httpx2.Response(404, json={"error": {"message": f"no such path {path}"}})

    def chat(self, asked: dict[str, Any]) -> dict[str, Any]:
        assert asked["model"] == "some-model"
        assert asked["max_tokens"] <= 64
        prompt = asked["messages"][0]["content"]
        tokens = min(len(prompt.split()), self.cut_at)
        seen = any(prompt == chat["messages"][0]["content"] for chat in self.chats)
        self.chats.append(asked)
        text = "granite"
        if self.honours_schema and "response_format" in asked:
            (allowed,) = asked["response_format"]["json_schema"]["schema"]["properties"].values()
            text = json.dumps({"stone": allowed["enum"][0]})
        cached = tokens if self.caches and seen else 0
        usage = {"prompt_tokens": tokens, "prompt_tokens_details": {"cached_tokens": cached}}
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
        return {"choices": [choice], "usage": usage if self.counts else None}


@pytest.fixture
def endpoint() -> Endpoint:
    return Endpoint()


def look(
    endpoint: Callable[[httpx2.Request], httpx2.Response], settings: Settings = SETTINGS, *, full: bool = False
) -> dict[str, Diagnosis]:
    found = diagnose(settings, base_url=BASE, api_key=KEY, full=full, transport=httpx2.MockTransport(endpoint))
    assert len({one.name for one in found}) == len(found)
    assert KEY not in str(found)
    assert all(one.advice for one in found if not one.ok)
    return {one.name: one for one in found}


def bad(found: dict[str, Diagnosis]) -> list[str]:
    return [one.name for one in found.values() if not one.ok]


def test_a_good_endpoint_is_well(endpoint: Endpoint) -> None:
    found = look(endpoint)
    assert list(found) == ORDER
    assert bad(found) == []
    assert not any(one.advice for one in found.values())
    assert len(endpoint.chats) == 3
    assert "32,768" in found["context"].detail
    assert f"{FILLER_TOKENS + 5:,} prompt tokens" in found["usage"].detail


def test_a_model_that_is_not_there_is_told_with_those_that_are(endpoint: Endpoint) -> None:
    endpoint.models = {"data": [{"id": "alpha"}, {"id": "beta"}]}
    found = look(endpoint)
    assert bad(found) == ["model"]
    assert "alpha, beta" in found["model"].detail
    assert "--model" in found["model"].advice


@pytest.mark.parametrize("path", ["/models/some-model.gguf", "C:\\models\\some-model.gguf"])
def test_a_model_listed_by_its_file_is_known(path: str, endpoint: Endpoint) -> None:
    endpoint.models = {"data": [{"id": path}]}
    assert bad(look(endpoint)) == []


@pytest.mark.parametrize("listing", [{}, {"data": None}, {"data": ["text", 7]}, {"data": {}}])
def test_an_odd_listing_is_no_crash(listing: Any, endpoint: Endpoint) -> None:
    endpoint.models = listing
    assert bad(look(endpoint)) == ["model"]


def test_a_schema_that_is_ignored_is_caught(endpoint: Endpoint) -> None:
    endpoint.honours_schema = False
    found = look(endpoint)
    assert bad(found) == ["schema"]
    assert "granite" in found["schema"].detail
    asked = endpoint.chats[0]
    schema = asked["response_format"]["json_schema"]["schema"]
    assert "granite" in asked["messages"][0]["content"]
    assert "granite" not in schema["properties"]["stone"]["enum"]


@pytest.mark.parametrize(
    "content", ['{"stone": "granite"}', '{"rock": "quartz"}', '"quartz"', "quartz", '{"stone": ["quartz"]}', "", None]
)
def test_only_an_allowed_value_in_its_place_passes(content: str | None, endpoint: Endpoint) -> None:
    good = endpoint.chat

    def chat(asked: dict[str, Any]) -> dict[str, Any]:
        reply = good(asked)
        reply["choices"][0]["message"]["content"] = content
        return reply

    endpoint.chat = chat  # type: ignore[method-assign]  # one reply is replaced, the rest of the endpoint stays
    assert bad(look(endpoint)) == ["schema"]


def test_a_model_that_only_reasons_is_told_apart(endpoint: Endpoint) -> None:
    choice = {"finish_reason": "length", "message": {"content": None}}
    endpoint.broken["/v1/chat/completions"] = lambda _: httpx2.Response(200, json={"choices": [choice]})
    found = look(endpoint)
    assert "reasoning" in found["schema"].advice


def test_a_prompt_that_is_cut_is_caught(endpoint: Endpoint) -> None:
    endpoint.cut_at = 2_048
    found = look(endpoint)
    assert bad(found) == ["context"]
    assert "3,000 tokens sent, 2,048 read" in found["context"].detail
    assert "OLLAMA_CONTEXT_LENGTH" in found["context"].advice


def test_a_cut_beyond_the_short_filler_needs_full(endpoint: Endpoint) -> None:
    endpoint.cut_at, endpoint.n_ctx = 4_096, None
    short = look(endpoint)
    assert bad(short) == []
    assert "--full" in short["context"].advice
    full = look(endpoint, full=True)
    assert bad(full) == ["context"]
    assert "4,096 read" in full["context"].detail


def test_full_sends_what_the_longest_passage_takes(endpoint: Endpoint) -> None:
    found = look(endpoint, Settings(model="some-model", passage_chars=70_000), full=True)
    assert bad(found) == []
    assert 19_900 <= len(endpoint.chats[-1]["messages"][0]["content"].split()) <= 20_100


def test_a_small_declared_context_is_told_without_sending_much(endpoint: Endpoint) -> None:
    endpoint.n_ctx = 8_192
    found = look(endpoint)
    assert bad(found) == ["context"]
    assert "8,192" in found["context"].detail
    assert "15,476" in found["context"].advice


@pytest.mark.parametrize("props", ["nothing", "[]", '{"default_generation_settings": {"n_ctx": "many"}}', "7"])
def test_odd_props_are_passed_over(props: str, endpoint: Endpoint) -> None:
    endpoint.broken["/props"] = lambda _: httpx2.Response(200, text=props)
    assert bad(look(endpoint)) == []


def test_a_prompt_refused_as_too_long_is_a_matter_of_context(endpoint: Endpoint) -> None:
    good = endpoint.chat
    message = "request (3036 tokens) exceeds the available context size (2048 tokens)"

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked = json.loads(request.content)
        if len(asked["messages"][0]["content"]) > 2_000:
            return httpx2.Response(400, json={"error": {"code": 400, "message": message}})
        return httpx2.Response(200, json=good(asked))

    endpoint.broken["/v1/chat/completions"] = answer
    found = look(endpoint)
    assert bad(found) == ["context"]
    assert message in found["context"].detail
    assert "15,476" in found["context"].advice


def test_usage_that_is_not_reported_is_told(endpoint: Endpoint) -> None:
    endpoint.counts = False
    found = look(endpoint)
    assert bad(found) == ["context", "usage"]
    assert "cannot be judged" in found["context"].detail


def test_a_prompt_read_anew_is_told(endpoint: Endpoint) -> None:
    endpoint.caches = False
    found = look(endpoint)
    assert bad(found) == ["prompt cache"]
    assert "prefix caching" in found["prompt cache"].advice


@pytest.mark.parametrize(
    ("status", "advice"),
    [(401, "OPENAI_API_KEY"), (403, "OPENAI_API_KEY"), (429, "--concurrency")],
)
def test_a_refusal_ends_the_visit(status: int, advice: str, endpoint: Endpoint) -> None:
    body = {"error": {"message": f"Incorrect API key provided: {KEY}"}}
    endpoint.broken["/v1/models"] = lambda _: httpx2.Response(status, json=body)
    found = look(endpoint)
    assert list(found) == bad(found) == ["reachable"]
    assert f"HTTP {status}: Incorrect API key provided: [key]" in found["reachable"].detail
    assert advice in found["reachable"].advice
    assert not endpoint.chats


@pytest.mark.parametrize(("status", "advice"), [(400, "does not take"), (404, "--model"), (500, "log"), (503, "later")])
def test_a_failing_chat_is_told_by_each_look(status: int, advice: str, endpoint: Endpoint) -> None:
    endpoint.broken["/v1/chat/completions"] = lambda _: httpx2.Response(status, json={"error": "out of order"})
    found = look(endpoint)
    assert bad(found) == ["schema", "context"]
    assert found["schema"].detail == f"HTTP {status}: out of order"
    assert advice in found["schema"].advice


def test_no_list_of_models_does_not_end_the_visit(endpoint: Endpoint) -> None:
    endpoint.broken["/v1/models"] = lambda _: httpx2.Response(404, text="<html>Not Found</html>")
    found = look(endpoint)
    assert list(found) == ["reachable", "schema", "context", "usage", "prompt cache"]
    assert found["reachable"].detail == "HTTP 404: a web page"


@pytest.mark.parametrize(
    ("body", "seen"),
    [("<!doctype html><html>Welcome</html>", "a web page"), ("", "''"), ("hello", "'hello'"), ("[1]", r"'\[1\]'"),
     ("[" * 100_000, "JSON")],
)  # fmt: skip
def test_a_page_instead_of_json_is_named(body: str, seen: str) -> None:
    found = look(lambda _: httpx2.Response(200, text=body))
    assert bad(found) == ["reachable", "schema", "context"]
    assert seen.replace("\\", "") in found["reachable"].detail
    assert "/v1" in found["reachable"].advice


@pytest.mark.parametrize(
    ("error", "seen"),
    [
        (httpx2.ConnectError("connection refused"), "cannot be reached: connection refused"),
        (httpx2.ReadTimeout("slow"), "gave no answer in time"),
        (httpx2.RemoteProtocolError("not http"), "not http"),
    ],
)
def test_an_endpoint_that_cannot_be_reached(error: httpx2.TransportError, seen: str) -> None:
    tries: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        tries.append(request.url.path)
        raise error

    found = look(answer)
    assert list(found) == bad(found) == ["reachable"]
    assert seen in found["reachable"].detail
    assert "--base-url" in found["reachable"].advice
    assert tries == ["/v1/models"]


def test_an_address_that_is_none_and_a_password_in_one() -> None:
    (found,) = diagnose(SETTINGS, base_url="http://[::1", api_key=None)
    assert not found.ok
    assert "not an address" in found.detail
    refuse = httpx2.MockTransport(lambda _: httpx2.Response(500, text="no"))
    told = diagnose(SETTINGS, base_url="http://user:hunter2@model.test/v1", api_key=None, transport=refuse)
    assert "hunter2" not in str(told)


def test_a_password_in_an_unreachable_address_is_not_told() -> None:
    def answer(_: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused")

    told = diagnose(
        SETTINGS, base_url="http://user:hunter2@model.test/v1", api_key=None, transport=httpx2.MockTransport(answer)
    )
    assert "model.test" in told[0].detail
    assert "hunter2" not in str(told)


@pytest.mark.parametrize("key", ["schlüssel-geheim", "secret-with\nnewline"])
def test_a_key_that_no_header_takes_is_not_told(key: str) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.LocalProtocolError(f"Illegal header value {request.headers['authorization']!r}")

    told = diagnose(SETTINGS, base_url=BASE, api_key=key, transport=httpx2.MockTransport(answer))
    assert not told[0].ok
    assert "secret" not in str(told)
    assert "geheim" not in str(told)
