"""Texts with lone surrogates, halves of a pair that no encoding has: they are read, asked about, kept and handed on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from batch_server import chat, serving
from conftest import answer, loan
from loopback import Loopback
from typer.testing import CliRunner

from extract.batch import run_batch
from extract.batch_run import collect, submit
from extract.cli import app
from extract.documents import read
from extract.export import FORMATS
from extract.folding import encodable
from extract.kinds import Kind
from extract.prompts import Prompt
from extract.runs import open_run
from extract.settings import Settings

SENTENCE = "On 3 March 2023 China signed an agreement to lend Belarus $2.4 million for a \udc00 bridge."
TEXT = f"A mark cut in two: \ud83d, and a whole one: \U0001f600.\n\n{SENTENCE}\n"
FILES = ("records.jsonl", "failures.jsonl", "unclaimed.jsonl", "outcomes.jsonl")


@pytest.fixture
def path(tmp_path: Path) -> str:
    (tmp_path / "odd.txt").write_bytes(TEXT.encode("utf-8", "surrogatepass"))
    return str(tmp_path / "odd.txt")


def said(body: dict[str, Any]) -> str:
    """The loan, copied as the request shows it; to a candidate the first of every choice."""
    shown = body["messages"][1]["content"]
    assert encodable(SENTENCE) in shown
    if "</document" not in shown:
        return str(chat(body)["choices"][0]["message"]["content"])
    assert encodable(TEXT) in shown
    return answer(loan(evidence=[encodable(SENTENCE)], purpose_text="a \ufffd bridge"))


def files(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in FILES}


def test_the_hash_of_a_prompt_tells_halves_apart_and_is_for_others_what_it_was() -> None:
    def hashed(words: str) -> str:
        return Prompt(({"role": "user", "content": words},)).sha256

    plain = '[{"content":"ten – 10 €","role":"user"}]'
    assert hashed("ten – 10 €") == hashlib.sha256(plain.encode()).hexdigest()
    assert len({hashed("\ud83d"), hashed("\ud83e"), hashed("\ufffd"), hashed("?")}) == 4


@pytest.mark.parametrize(
    "data, text",
    [
        ("a “half” \ud83d".encode("utf-8", "surrogatepass"), "a “half” \ud83d"),
        ("\ufeffa half \udc00 b".encode("utf-8", "surrogatepass"), "a half \udc00 b"),
        ("\ufeffa half \ud83d b".encode("utf-16-le", "surrogatepass"), "a half \ud83d b"),
        (b"a pair, each half for itself \xed\xa0\xbd\xed\xb8\x80", "a pair, each half for itself \U0001f600"),
        (b"---\ntitle: cut \xed\xa0\xbd\n---\na \xed\xa0\xbd", "a \ud83d"),
    ],
)
def test_a_file_with_halves_is_read_as_what_it_says(data: bytes, text: str, tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_bytes(data)
    (document,), failed = read([str(tmp_path / "odd.txt")], max_chars=100)
    assert not failed
    assert document.text == text
    assert document.title in (None, "cut \ufffd")
    assert document.sha256 == hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.parametrize("method", ["candidates", "document"])
def test_a_document_with_halves_goes_the_whole_way(
    method: Any, path: str, kinds: dict[str, Kind], tmp_path: Path
) -> None:
    loans, tapes, out = {"loan": kinds["loan"]}, tmp_path / "tapes", tmp_path / "run"
    with Loopback(said) as server:
        settings = Settings(model="m", method=method, base_url=server.base_url, retries=0, reasks=0)
        done = run_batch([path], loans, settings, out)
        assert not done.failures
        (record,) = done.records
        (evidence,) = record["evidence"]
        (document,) = open_run(out).documents()
        assert document.text == TEXT
        assert evidence["exact"] == SENTENCE == TEXT[evidence["start"] : evidence["end"]]
        assert record["verdict"] != "rejected"
        assert record["data"]["amount"]["text"] == "$2.4 million"
        assert method == "candidates" or record["data"]["purpose_text"] == "a \ufffd bridge"
        run_batch([path], loans, replace(settings, mode="record", recordings=tapes), tmp_path / "recorded")
        asked = server.asked.total()
        run_batch([path], loans, settings, out)
        assert server.asked.total() == asked, "what is up to date is not asked again"
    run_batch([path], loans, replace(settings, mode="replay", recordings=tapes), tmp_path / "replayed")
    assert files(out) == files(tmp_path / "recorded") == files(tmp_path / "replayed")
    with serving() as batches:
        batches.reply = lambda body: {**chat(body), "choices": [_choice(said(body))]}
        by_batch = replace(settings, base_url=batches.base_url)
        sent = submit([path], loans, by_batch, tmp_path / "batch", api_key="k")
        batches.end(sent.batches[0])
        assert collect(tmp_path / "batch", loans, api_key="k").replies == 1
    (collected,) = open_run(tmp_path / "batch").records()
    assert collected["data"] == record["data"]
    if method == "document":  # whose record has a half in a field
        _hands_on(out, tmp_path)


def _choice(content: str) -> dict[str, Any]:
    return {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}


def _hands_on(out: Path, folder: Path) -> None:
    """Report and exports of a run come whole, in UTF-8."""
    runner = CliRunner()
    made = runner.invoke(app, ["report", str(out)])
    assert made.exit_code == 0, made.output
    assert "for a" in (out / "report.html").read_text(encoding="utf-8")
    for format in FORMATS:
        made = runner.invoke(app, ["export", str(out), "--format", format, "--out", str(folder / f"as-{format}")])
        assert made.exit_code == 0, made.output
    assert "a \ufffd bridge" in (folder / "as-csv" / "loan.csv").read_text(encoding="utf-8")


@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_reply_with_a_half_can_be_asked_about_again(tmp_path: Path, kinds: dict[str, Kind]) -> None:
    """The model's own words go back to it with the re-ask."""
    (tmp_path / "plain.txt").write_text("China lent Belarus $2.4 million.", encoding="utf-8")
    replies = iter(["cut \ud83d", answer()])
    with Loopback(lambda body: next(replies)) as server:
        settings = Settings(model="m", method="document", base_url=server.base_url, retries=0, reasks=1)
        done = run_batch([str(tmp_path / "plain.txt")], {"loan": kinds["loan"]}, settings, tmp_path / "run")
        assert server.asked.total() == 2
        assert any("cut \ufffd" in json.loads(asked)[2]["content"] for asked in server.asked if "cut" in asked)
    assert not done.failures


@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_statement_with_a_half_in_it_is_proposed(tmp_path: Path, kinds: dict[str, Kind]) -> None:
    """The speaker is a choice in the form that is asked for: a half there could not be sent."""
    spoken = "the \ud83d talks were over"
    text = f"Foreign \ud83dMinister Ana Roe of Norway said on Sunday that {spoken}.\n"
    (tmp_path / "odd.txt").write_bytes(text.encode("utf-8", "surrogatepass"))
    with Loopback(lambda body: str(chat(body)["choices"][0]["message"]["content"])) as server:
        settings = Settings(model="m", base_url=server.base_url, retries=0, reasks=0)
        done = run_batch([str(tmp_path / "odd.txt")], {"statement": kinds["statement"]}, settings, tmp_path / "run")
    assert not done.failures
    assert [one["exact"] for record in done.records for one in record["evidence"]] == [spoken]
