"""Runs by way of a provider's batches: the same bytes as a live run, whatever is lost, late or killed on the way."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from batch_server import BatchServer, chat, serving
from long_text import long_text, planted
from typer.testing import CliRunner

from extract import batch_run
from extract.batch import run_batch
from extract.batch_api import Provider
from extract.batch_lines import request_line, results
from extract.batch_run import collect, look, submit
from extract.batch_table import BatchTable
from extract.cli import app
from extract.database import Database
from extract.errors import EndpointError, UsageError
from extract.kinds import Kind
from extract.passages import cut
from extract.recordings import recording_key
from extract.settings import Settings
from extract.types import Document

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]

KEY = "sk-not-a-real-key"
FILES = ("records.jsonl", "failures.jsonl", "unclaimed.jsonl", "outcomes.jsonl")
DOCUMENTS = 3
PER_DOCUMENT = 2


@pytest.fixture
def server() -> Iterator[BatchServer]:
    with serving() as state:
        yield state


@pytest.fixture
def settings(server: BatchServer) -> Settings:
    return Settings(model="m1", base_url=server.base_url, reasks=0, retries=0)


@pytest.fixture
def loans(kinds: dict[str, Kind]) -> dict[str, Kind]:
    return {"loan": kinds["loan"]}


@pytest.fixture
def paths(tmp_path: Path) -> list[str]:
    folder = tmp_path / "documents"
    folder.mkdir()
    for number in range(DOCUMENTS):
        mine = [planted(number * PER_DOCUMENT + place) for place in range(PER_DOCUMENT)]
        (folder / f"d{number}.txt").write_text("\n\n".join([f"Day {number}.", *mine]), encoding="utf-8")
    (folder / "nothing.txt").write_text("A clerk slept in the rain.", encoding="utf-8")
    return [str(folder)]


def files(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in FILES}


def counts(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "run.json").read_text(encoding="utf-8"))
    counted = found["counts"]
    assert counted["documents"] * counted["kinds"] == counted["done"] + counted["failed"] + counted["not_begun"]
    assert found["complete"] == (counted["not_begun"] == 0)
    return dict(counted)


def live(paths: list[str], kinds: Mapping[str, Kind], settings: Settings, out: Path) -> dict[str, bytes]:
    """What a live run writes."""
    run_batch(paths, kinds, settings, out, api_key=KEY)
    return files(out)


# The whole way


@pytest.mark.parametrize("method", ["candidates", "document"])
def test_a_batch_gives_the_bytes_of_a_live_run(
    server: BatchServer, settings: Settings, loans: dict[str, Kind], paths: list[str], tmp_path: Path, method: Any
) -> None:
    settings = replace(settings, method=method)
    expected = live(paths, loans, settings, tmp_path / "live")
    assert expected["records.jsonl"].count(b"\n") == DOCUMENTS * PER_DOCUMENT
    asked = len(server.chats)
    sent = submit(paths, loans, settings, tmp_path / "run", api_key=KEY)
    assert (len(sent.batches), sent.requests, sent.waiting) == (1, asked, 0)
    assert counts(tmp_path / "run")["not_begun"] == (DOCUMENTS if method == "candidates" else DOCUMENTS + 1)
    server.end(sent.batches[0])
    came = collect(tmp_path / "run", loans, api_key=KEY)
    assert (came.replies, came.open, came.waiting, came.strays, came.reasons) == (asked, 0, 0, (), {})
    assert files(tmp_path / "run") == expected
    assert counts(tmp_path / "run")["not_begun"] == 0
    assert len(server.chats) == asked, "nothing was asked live"
    assert KEY.encode() not in b"".join(path.read_bytes() for path in (tmp_path / "run").iterdir())
    assert server.keys == {f"Bearer {KEY}"}


def test_what_is_sent_has_the_published_form(
    server: BatchServer, settings: Settings, loans: dict[str, Kind], paths: list[str], tmp_path: Path
) -> None:
    """Lines as the API reference describes batch request input; the batch as `openai.types.BatchCreateParams` does."""
    from openai.types import BatchCreateParams
    from openai.types.chat.completion_create_params import CompletionCreateParamsNonStreaming
    from pydantic import TypeAdapter

    settings = replace(settings, concurrency=1)
    live(paths, loans, settings, tmp_path / "live")
    (id,) = submit(paths, loans, settings, tmp_path / "run", api_key=KEY).batches
    batch = server.batches[id]
    made = {name: batch[name] for name in ("input_file_id", "endpoint", "completion_window", "metadata")}
    TypeAdapter(BatchCreateParams).validate_python(made)
    assert (made["endpoint"], made["completion_window"]) == ("/v1/chat/completions", "24h")
    requests = server.requests(id)
    assert server.files[batch["input_file_id"]].endswith(b"}\n")
    for one in requests:
        assert list(one) == ["custom_id", "method", "url", "body"]
        assert (one["method"], one["url"]) == ("POST", "/v1/chat/completions")
        assert len(one["custom_id"]) == 64
        assert one["custom_id"] == recording_key(settings.endpoint, "/chat/completions", one["body"])
        TypeAdapter(CompletionCreateParamsNonStreaming).validate_python(one["body"])
        assert "stream" not in one["body"]
    assert len({one["custom_id"] for one in requests}) == len(requests)
    assert [one["body"] for one in requests] == server.chats, "what a live run asks, in its order"


def test_all_questions_of_a_document_go_in_one_round(
    server: BatchServer, settings: Settings, loans: dict[str, Kind], tmp_path: Path
) -> None:
    text = long_text(12_000, 9, seed=3)
    (tmp_path / "long.txt").write_text(text, encoding="utf-8")
    paths = [str(tmp_path / "long.txt")]
    assert submit(paths, loans, settings, tmp_path / "a", api_key=KEY).requests == 9
    options = replace(settings, method="document", passage_chars=2_000)
    assert (
        submit(paths, loans, options, tmp_path / "b", api_key=KEY).requests
        == len(cut(Document("long", text, ""), 2_000))
        > 5
    )


def test_batches_keep_to_the_limits(
    server: BatchServer, settings: Settings, loans: dict[str, Kind], paths: list[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    expected = live(paths, loans, settings, tmp_path / "live")
    asked = len(server.chats)
    size = len(request_line("0" * 64, server.chats[0]))
    monkeypatch.setattr("extract.batch_send.MOST_REQUESTS", 4)
    monkeypatch.setattr("extract.batch_send.MOST_BYTES", 3 * size)
    sent = submit(paths, loans, settings, tmp_path / "run", api_key=KEY)
    assert sent.requests == asked
    assert len(sent.batches) > asked / 3
    for id in sent.batches:
        assert len(server.files[server.batches[id]["input_file_id"]]) <= 3 * size
    monkeypatch.setattr("extract.batch_send.MOST_BYTES", 10**9)
    for id in sent.batches:
        server.end(id)
    collect(tmp_path / "run", loans, api_key=KEY)
    assert files(tmp_path / "run") == expected
    again = tmp_path / "again"
    assert len(submit(paths, loans, settings, again, api_key=KEY).batches) == -(-asked // 4)
    monkeypatch.setattr("extract.batch_send.MOST_BYTES", size // 2)
    with pytest.raises(UsageError, match="more than a batch takes"):
        submit(paths, loans, settings, tmp_path / "third", api_key=KEY)


# What goes wrong


def _without(kind: str) -> Any:
    """A result line that is wrong in one way, for every third request."""

    def change(place: int, asked: dict[str, Any], line: dict[str, Any]) -> Any:
        if place % 3:
            return line
        if kind == "missing":
            return None
        if kind == "corrupt":
            return json.dumps(line).encode()[:-20]
        if kind == "expired":
            return {**line, "response": None, "error": {"code": "batch_expired", "message": "too late"}}
        if kind == "server error":
            return {**line, "response": {"status_code": 500, "request_id": "r", "body": {"error": {"message": "oh"}}}}
        assert kind == "error with 200"
        return {**line, "response": {**line["response"], "body": {"error": {"message": "upstream"}}}}

    return change


WRONG = {
    "missing": ("no line for it in the results", False),
    "corrupt": ("no line for it in the results", True),
    "expired": ("batch_expired", False),
    "server error": ("status 500: oh", False),
    "error with 200": ("an error with status 200: upstream", False),
}


@pytest.mark.parametrize("kind, then", [*((kind, "submit") for kind in WRONG), ("missing", "run")])
def test_what_is_not_answered_stays_open_with_its_reason_and_either_way_finishes_it(
    server: BatchServer, settings: Settings, loans: dict[str, Kind], paths: list[str], tmp_path: Path,
    kind: str, then: str,
) -> None:  # fmt: skip
    expected = live(paths, loans, settings, tmp_path / "live")
    asked, out = len(server.chats), tmp_path / "run"
    (id,) = submit(paths, loans, settings, out, api_key=KEY).batches
    server.end(id, "expired" if kind == "expired" else "completed", _without(kind))
    came = collect(out, loans, api_key=KEY)
    left = -(-asked // 3)
    reason, stray = WRONG[kind]
    assert (came.replies, came.open, came.waiting) == (asked - left, left, 0)
    assert came.reasons == {reason: left}
    assert len(came.strays) == (left if stray else 0)
    assert 0 < counts(out)["not_begun"] < DOCUMENTS + 1
    assert counts(out)["failed"] == 0
    if then == "submit":
        sent = submit([], loans, settings, out, api_key=KEY)
        assert (sent.requests, sent.waiting) == (left, 0), "those alone are sent again"
        server.end(sent.batches[0])
        came = collect(out, loans, api_key=KEY)
        assert (came.replies, came.open, came.reasons) == (left, 0, {})
        assert len(server.chats) == asked
    else:
        run_batch(paths, loans, settings, out, api_key=KEY)
        assert len(server.chats) == asked + left, "those alone are asked"
    assert files(out) == expected
    assert counts(out)["not_begun"] == 0


def test_a_batch_that_expires_gives_what_it_has(
    server: BatchServer, settings: Settings, loans: dict[str, Kind], paths: list[str], tmp_path: Path
) -> None:
    (id,) = submit(paths, loans, settings, tmp_path / "run", api_key=KEY).batches
    server.end(id, "expired", lambda place, asked, line: line if place < 4 else None)
    came = collect(tmp_path / "run", loans, api_key=KEY)
    assert (came.replies, came.reasons) == (4, {"batch expired": DOCUMENTS * PER_DOCUMENT - 4})


def test_a_batch_that_the_provider_refuses_says_why(
    server: BatchServer, settings: Settings, loans: dict[str, Kind], paths: list[str], tmp_path: Path
) -> None:
    (id,) = submit(paths, loans, settings, tmp_path / "run", api_key=KEY).batches
    errors = {"object": "list", "data": [{"code": "token_limit_exceeded", "message": "too many tokens waiting"}]}
    server.batches[id] |= {"status": "failed", "errors": errors}
    came = collect(tmp_path / "run", loans, api_key=KEY)
    assert came.reasons == {"batch failed: too many tokens waiting": DOCUMENTS * PER_DOCUMENT}
    assert submit([], loans, settings, tmp_path / "run", api_key=KEY).requests == DOCUMENTS * PER_DOCUMENT


def test_an_error_that_stays_ends_as_a_failure_like_any_other(
    server: BatchServer, settings: Settings, loans: dict[str, Kind], paths: list[str], tmp_path: Path
) -> None:
    (id,) = submit(paths, loans, settings, tmp_path / "run", api_key=KEY).batches
    body = {"error": {"message": "Invalid schema", "code": "invalid_request_error"}}

    def change(place: int, asked: dict[str, Any], line: dict[str, Any]) -> Any:
        return line if place else {**line, "response": {"status_code": 400, "request_id": "r", "body": body}}

    server.end(id, change=change)
    came = collect(tmp_path / "run", loans, api_key=KEY)
    assert (came.open, came.reasons) == (0, {"status 400: Invalid schema": 1})
    (failure,) = [json.loads(line) for line in (tmp_path / "run" / "failures.jsonl").read_text("utf-8").splitlines()]
    assert (failure["document"], failure["reason"]) == ("d0", "bad_request")
    assert "Invalid schema" in failure["message"]
    assert counts(tmp_path / "run")["failed"] == 1
    assert submit([], loans, settings, tmp_path / "run", api_key=KEY).requests == 0


def test_a_passage_beyond_the_context_is_halved_in_the_next_round(
    server: BatchServer, settings: Settings, loans: dict[str, Kind], tmp_path: Path
) -> None:
    (tmp_path / "long.txt").write_text(long_text(9_000, 6, seed=3), encoding="utf-8")
    options = replace(settings, method="document", passage_chars=20_000)
    (id,) = submit([str(tmp_path / "long.txt")], loans, options, tmp_path / "run", api_key=KEY).batches
    body = {"error": {"message": "maximum context length is 2,000 tokens", "code": "context_length_exceeded"}}
    refused = {"status_code": 400, "request_id": "r", "body": body}
    server.end(id, change=lambda place, asked, line: {**line, "response": refused})
    assert collect(tmp_path / "run", loans, api_key=KEY).open == 2
    sent = submit([], loans, options, tmp_path / "run", api_key=KEY)
    server.end(sent.batches[0])
    came = collect(tmp_path / "run", loans, api_key=KEY)
    assert (came.open, counts(tmp_path / "run")["done"]) == (0, 1)
    assert len(came.done.records) == 6


def test_reasks_go_in_a_later_round(
    server: BatchServer, settings: Settings, loans: dict[str, Kind], paths: list[str], tmp_path: Path
) -> None:
    def first_wrong(body: dict[str, Any]) -> dict[str, Any]:
        made = chat(body)
        if len(body["messages"]) == 2:
            message = made["choices"][0]["message"]
            message["content"] = message["content"].replace('"lender": ["', '"lender": ["Lemuria and ')
        return made

    server.reply = first_wrong
    options, out = replace(settings, method="document", reasks=1), tmp_path / "run"
    expected = live(paths, loans, options, tmp_path / "live")
    (id,) = submit(paths, loans, options, out, api_key=KEY).batches
    server.end(id)
    came = collect(out, loans, api_key=KEY)
    assert (came.replies, came.open) == (DOCUMENTS + 1, DOCUMENTS)
    assert counts(out)["not_begun"] == DOCUMENTS
    sent = submit([], loans, options, out, api_key=KEY)
    assert sent.requests == DOCUMENTS
    assert all(len(one["body"]["messages"]) == 4 for one in server.requests(sent.batches[0]))
    server.end(sent.batches[0])
    assert collect(out, loans, api_key=KEY).open == 0
    assert files(out) == expected


# Twice, killed, lost


def test_what_waits_is_not_sent_twice(
    server: BatchServer, settings: Settings, loans: dict[str, Kind], paths: list[str], tmp_path: Path
) -> None:
    first = submit(paths, loans, settings, tmp_path / "run", limit=2, api_key=KEY)
    assert first.requests == 2 * PER_DOCUMENT
    more = submit(paths, loans, settings, tmp_path / "run", api_key=KEY)
    assert (more.requests, more.waiting) == ((DOCUMENTS - 2) * PER_DOCUMENT, first.requests)
    none = submit(paths, loans, settings, tmp_path / "run", api_key=KEY)
    assert (none.batches, none.requests, none.waiting) == ((), 0, DOCUMENTS * PER_DOCUMENT)
    keys = [one["custom_id"] for id in server.batches for one in server.requests(id)]
    assert len(keys) == len(set(keys)) == DOCUMENTS * PER_DOCUMENT
    server.end(more.batches[0])
    came = collect(tmp_path / "run", loans, api_key=KEY)
    assert (came.running, came.waiting, came.open) == (1, first.requests, 0)
    assert [batch.status for batch in look(tmp_path / "run", api_key=KEY)] == ["validating", "collected"]


def test_what_is_sent_has_a_price_at_most(
    server: BatchServer, settings: Settings, loans: dict[str, Kind], paths: list[str], tmp_path: Path
) -> None:
    (tmp_path / "prices.yaml").write_text("models: {m1: {input: 3, output: 10, batch: 0.5}}", encoding="utf-8")
    options = replace(settings, prices=tmp_path / "prices.yaml", max_tokens=100)
    sent = submit(paths, loans, options, tmp_path / "run", api_key=KEY)
    size = len(server.files["file-0"])
    assert sent.bound.written == 100 * sent.requests
    assert size / 3 <= sent.bound.read <= size / 3 + sent.requests
    assert sent.dollars == (3 * sent.bound.read + 10 * sent.bound.written) * Decimal("0.5") / 1_000_000
    assert submit([], loans, options, tmp_path / "run", api_key=KEY).dollars == 0


def test_half_by_batch_and_half_live(
    server: BatchServer, settings: Settings, loans: dict[str, Kind], paths: list[str], tmp_path: Path
) -> None:
    expected = live(paths, loans, settings, tmp_path / "live")
    server.chats.clear()
    out = tmp_path / "run"
    run_batch(paths, loans, settings, out, limit=2, api_key=KEY)
    assert len(server.chats) == 2 * PER_DOCUMENT
    sent = submit(paths, loans, settings, out, api_key=KEY)
    assert sent.requests == (DOCUMENTS - 2) * PER_DOCUMENT
    server.end(sent.batches[0])
    came = collect(out, loans, api_key=KEY)
    assert came.open == 0
    assert files(out) == expected


def test_what_was_asked_live_meanwhile_stands(
    server: BatchServer, settings: Settings, loans: dict[str, Kind], paths: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "run"
    (id,) = submit(paths, loans, settings, out, api_key=KEY).batches
    run_batch(paths, loans, settings, out, api_key=KEY)
    before = files(out)

    def other(place: int, asked: dict[str, Any], line: dict[str, Any]) -> Any:
        line["response"]["body"]["choices"][0]["message"]["content"] = "{}"
        return line

    server.end(id, change=other)
    came = collect(out, loans, api_key=KEY)
    assert (came.replies, came.open, came.strays) == (0, 0, ())
    assert files(out) == before
    with Database(out) as base:
        kept = [base.get(one["custom_id"]) for one in server.requests(id)]
    assert all(one and one["reply"]["body"]["choices"][0]["message"]["content"] != "{}" for one in kept)


def test_a_collection_that_is_killed_is_done_again(
    server: BatchServer, settings: Settings, loans: dict[str, Kind], paths: list[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    expected = live(paths, loans, settings, tmp_path / "live")
    out = tmp_path / "run"
    (id,) = submit(paths, loans, settings, out, api_key=KEY).batches
    server.end(id)
    kept, keep = [], Database.keep

    def dying(self: Database, recording: Mapping[str, Any]) -> None:
        if len(kept) == 3:
            raise KeyboardInterrupt
        kept.append(recording["key"])
        keep(self, recording)

    monkeypatch.setattr(Database, "keep", dying)
    with pytest.raises(KeyboardInterrupt):
        collect(out, loans, api_key=KEY)
    monkeypatch.setattr(Database, "keep", keep)
    came = collect(out, loans, api_key=KEY)
    assert (came.replies, came.open, came.strays) == (DOCUMENTS * PER_DOCUMENT - 3, 0, ())
    assert files(out) == expected


@pytest.mark.parametrize("when", ["writing", "before", "after"])
def test_a_submission_that_is_killed_is_found_again(
    server: BatchServer, settings: Settings, loans: dict[str, Kind], paths: list[str], tmp_path: Path, when: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """While the file is written, before the batch is made, and after it is made but before its id is kept."""
    out, send = tmp_path / "run", Provider.send

    def dying(self: Provider, file: Path, nonce: str) -> Any:
        if when == "after":
            send(self, file, nonce)
        raise KeyboardInterrupt

    def dying_early(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        if when == "writing":
            patched.setattr(BatchTable, "sending", dying_early)
        else:
            patched.setattr(Provider, "send", dying)
        with pytest.raises(KeyboardInterrupt):
            submit(paths, loans, settings, out, api_key=KEY)
    sent = submit(paths, loans, settings, out, api_key=KEY)
    every = DOCUMENTS * PER_DOCUMENT
    assert (sent.requests, sent.waiting) == ((0, every) if when == "after" else (every, 0))
    assert len(server.batches) == 1
    server.end("batch_0")
    assert collect(out, loans, api_key=KEY).replies == every


def test_a_provider_that_takes_nothing_is_said_and_sent_to_again(
    server: BatchServer, settings: Settings, loans: dict[str, Kind], paths: list[str], tmp_path: Path
) -> None:
    for status, words in (
        (401, "the key was refused"),
        (404, "no Batch API there"),
        (429, "refused; see what it said"),
    ):
        server.refuse["/batches"] = status
        with pytest.raises(EndpointError, match=words) as caught:
            submit(paths, loans, settings, tmp_path / "run", api_key=KEY)
        assert KEY not in str(caught.value)
        assert server.batches == {}
    assert submit(paths, loans, settings, tmp_path / "run", api_key=KEY).requests == DOCUMENTS * PER_DOCUMENT


def test_a_batch_needs_an_endpoint_and_a_submission(
    loans: dict[str, Kind], settings: Settings, paths: list[str], tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="needs --base-url"):
        submit(paths, loans, Settings(), tmp_path / "run")
    with pytest.raises(UsageError, match="leave out --record"):
        submit(paths, loans, replace(settings, mode="record", recordings=tmp_path), tmp_path / "run")
    with pytest.raises(UsageError, match="neither a file nor a folder"):
        submit([str(tmp_path / "nowhere")], loans, settings, tmp_path / "run")
    assert not (tmp_path / "run").exists()
    with pytest.raises(UsageError, match="not there"):
        batch_run.last(tmp_path / "run")
    run_batch(paths, loans, settings, tmp_path / "run")
    with pytest.raises(UsageError, match="nothing was submitted"):
        collect(tmp_path / "run", loans)


HOSTILE = [b"[]", b"null", b"{}", b'{"custom_id": 1}', b'{"custom_id": "a", "response": []}', b"\xff", b"[" * 10_000,
    b'{"custom_id": "a", "response": null, "error": null}', b'{"custom_id": "a", "response": {"status_code": "x"}}',
    b'{"custom_id": "a", "response": {"status_code": 200}}']  # fmt: skip


def test_lines_that_are_no_results_are_named_and_passed_over() -> None:
    good = b'{"custom_id": "a", "response": {"status_code": 200, "body": {"choices": []}}, "error": null}'
    found = list(results([*HOSTILE, b"", good]))
    assert [isinstance(one, str) for one in found] == [True] * len(HOSTILE) + [False]
    assert str(found[0]).startswith("line 1: no result")


def test_a_reply_with_a_line_separator_is_one_line(
    server: BatchServer, settings: Settings, loans: dict[str, Kind], paths: list[str], tmp_path: Path
) -> None:
    (id,) = submit(paths, loans, settings, tmp_path / "run", api_key=KEY).batches

    def change(place: int, asked: dict[str, Any], line: dict[str, Any]) -> Any:
        line["response"]["body"]["note"] = "a\u2028b"
        return line

    server.end(id, change=change)
    assert collect(tmp_path / "run", loans, api_key=KEY).replies == DOCUMENTS * PER_DOCUMENT


def test_the_commands(
    server: BatchServer, settings: Settings, loans: dict[str, Kind], paths: list[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    expected = live(paths, loans, settings, tmp_path / "live")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("COLUMNS", "200")
    out = str(tmp_path / "run")

    def call(*args: str, code: int = 0) -> str:
        result = CliRunner().invoke(app, ["batch", *args])
        assert result.exit_code == code, result.output
        return result.output

    options = ["--kind", "loan", "--model", "m1", "--base-url", server.base_url, "--reasks", "0"]
    assert "not there" in call("submit", "--out", out, code=2)
    said = call("submit", *paths, "--out", out, *options)
    assert said.startswith("6 questions sent in 1 batches\nat most ")
    assert f" tokens (price unknown)\nbatch_0\nnext: extract batch collect {out}" in said
    assert "batch_0\tvalidating\t0 of 6 answered, 0 failed" in call("status", out)
    assert "6 questions wait in 1 batches" in call("collect", out, code=1)
    server.end("batch_0", change=lambda place, asked, line: line if place else None)
    said = call("collect", out, code=1)
    assert "5 replies collected" in said
    assert "without an answer, no line for it in the results: 1" in said
    assert f"1 questions are to be sent (re-asks, and what was not answered): extract batch submit --out {out}" in said
    assert "1 questions sent in 1 batches" in call("submit", "--out", out)
    live_too = CliRunner().invoke(app, ["run", *paths, "--out", str(tmp_path / "live"), *options])
    assert "wait in batches" not in live_too.stderr
    copy = shutil.copytree(out, tmp_path / "copy")
    other = CliRunner().invoke(app, ["run", *paths, "--out", str(copy), *options])
    assert "1 questions of this run wait in batches; what is not collected yet is asked" in other.stderr
    server.end("batch_1")
    assert "1 replies collected\n4 of 4 documents, 6 records" in call("collect", out)
    assert files(Path(out)) == expected
    assert "0 questions sent" in call("submit", "--out", out)
