"""The review's server, through its ASGI app without a socket: who may ask, what is refused, what a decision does."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx2
import pytest
from conftest import LOAN_TEXT, loan, second_loan
from review_runs import AMOUNT, desk, document, make_run, sent
from test_cli import call

from extract.errors import UsageError
from extract.kinds import Kind
from extract.review import FILE, Decision, append, decide, read
from extract.review.desk import Desk
from extract.review.server import HEADERS, LARGEST, PAGE, app, listen, new_token

TOKEN = "right"
OURS: dict[str, str | bytes] = {"host": "127.0.0.1:4711", "authorization": f"Bearer {TOKEN}"}
WRITES: dict[str, str | bytes] = {**OURS, "origin": "http://127.0.0.1:4711", "content-type": "application/json"}


def ask(
    table: Desk, method: str, path: str, headers: Mapping[str, str | bytes] = OURS, body: Any = None
) -> httpx2.Response:
    """One request; a body that is no bytes is sent as JSON."""

    async def go() -> httpx2.Response:
        transport = httpx2.ASGITransport(app=app(table, TOKEN, 4711))
        async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:4711") as client:
            content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
            return await client.request(method, path, headers=[*headers.items()], content=content)

    return asyncio.run(go())


@pytest.fixture
def table(tmp_path: Path, kinds: dict[str, Kind]) -> Desk:
    return desk(make_run(tmp_path / "run", kinds), kinds)


def decided(table: Desk, *args: Any, **data: Any) -> httpx2.Response:
    """The page's answer to a decision about the run's first record."""
    shown = first(table)
    return ask(table, "POST", "/api/decisions", WRITES, sent(shown, *args, **data))


def first(table: Desk) -> dict[str, Any]:
    return dict(ask(table, "GET", f"/api/records/{table.seen().records[0]['id']}").json())


# Who may ask

WITHOUT: list[dict[str, str | bytes]] = [
    {"authorization": ""},
    {"authorization": "Bearer wrong"},
    {"authorization": "Bearer "},
    {"authorization": "Bearer rightmore"},
    {"authorization": TOKEN},
    {"authorization": f"Basic {TOKEN}"},
    {"authorization": b"Bearer \xef"},
    {"authorization": "", "cookie": f"token={TOKEN}"},
    {"host": "evil.example:4711"},
    {"host": "127.0.0.1"},
    {"host": "127.0.0.1:4712"},
    {"host": "127.0.0.1:4711.evil.example"},
    {"host": ""},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "none"},
]


@pytest.mark.parametrize("headers", WITHOUT, ids=str)
@pytest.mark.parametrize("path", ["/api/queue", "/api/records/0123456789abcdef", "/nowhere"])
def test_nobody_else_reads(table: Desk, headers: dict[str, str | bytes], path: str) -> None:
    answer = ask(table, "GET", path, {**OURS, **headers})
    assert answer.status_code == 403
    assert "week" not in answer.text and "China" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [*WITHOUT, {"origin": ""}, {"origin": "null"}, {"origin": "http://evil.example"}, {"origin": "http://127.0.0.1:1"},
     {"origin": "https://127.0.0.1:4711"}, {"origin": "http://localhost:4711"}],
    ids=str,
)  # fmt: skip
def test_nobody_else_writes(table: Desk, headers: dict[str, str | bytes]) -> None:
    body = sent(first(table), "accept")
    assert ask(table, "POST", "/api/decisions", {**WRITES, **headers}, body).status_code == 403
    without = {name: value for name, value in WRITES.items() if name != "origin"}
    assert ask(table, "POST", "/api/decisions", without, body).status_code == 403
    assert not (table.run.folder / FILE).exists()


def test_the_page_itself_is_for_everyone_on_this_address(table: Desk) -> None:
    for path in PAGE:
        assert ask(table, "GET", path, {"host": "localhost:4711"}).status_code == 200
        assert ask(table, "GET", path, {"host": "evil.example"}).status_code == 403


def test_the_page_itself_holds_nothing_of_the_run(
    table: Desk, tmp_path: Path, kinds: dict[str, Kind], root: Path
) -> None:
    """It needs no token, so it is the package's files to the byte, before and after records are looked at."""
    other = desk(make_run(tmp_path / "other", kinds, of=document(f"{LOAN_TEXT} Later.", "later")), kinds, "Ben")
    first(table)
    page = {}
    for path, (where, name) in PAGE.items():
        page[path] = ask(table, "GET", path, {"host": "127.0.0.1:4711"}).content
        assert page[path] == ask(other, "GET", path, {"host": "127.0.0.1:4711"}).content
        assert page[path] == (root / where.replace(".", "/") / name).read_bytes()
    words = b"".join(page.values()).decode().casefold()
    held = list(table.run.documents())
    assert len(held) == 1
    of_run = [held[0].id + ".txt", held[0].sha256, "week of money", "Belarus", "2.4 million", str(tmp_path)]
    assert not [one for one in [*of_run, *(record["id"] for record in table.run.records())] if one.casefold() in words]


@pytest.mark.parametrize("path", [*PAGE, "/api/queue", "/nowhere"])
def test_every_answer_has_the_headers(table: Desk, path: str) -> None:
    for headers in (OURS, {"host": "evil.example"}):
        answer = ask(table, "GET", path, {**headers, "origin": "http://evil.example"})
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert not [name for name in answer.headers if name.startswith("access-control")]
        assert "set-cookie" not in answer.headers
    assert "'unsafe-" not in HEADERS["Content-Security-Policy"]


def test_the_page_holds_no_inline_script_or_style_and_names_no_other_host(table: Desk) -> None:
    for path in PAGE:
        text = ask(table, "GET", path).text
        assert "innerHTML" not in text and "insertAdjacentHTML" not in text and "document.write" not in text
        assert "http://" not in text.replace("http://127.0.0.1", "") and "https://" not in text
    page = ask(table, "GET", "/").text
    assert "style=" not in page and "onclick" not in page
    assert all("src=" in part for part in page.split("<script")[1:])


@pytest.mark.parametrize(
    "method, path, status",
    [
        ("POST", "/", 405), ("DELETE", "/api/decisions", 405), ("GET", "/api/decisions", 405),
        ("PUT", "/api/queue", 405), ("OPTIONS", "/api/decisions", 405), ("POST", "/api/records/0123456789abcdef", 405),
        ("GET", "/api/records/0123456789abcdef", 404), ("GET", "/api/records/", 404), ("GET", "/nowhere", 404),
        ("GET", "/../run.json", 404), ("GET", "/%2e%2e/run.json", 404), ("GET", "/page/review.html", 404),
        ("GET", "/api/records/..%2f..%2frun.json", 404), ("GET", "/review.js/..%2f..%2f__init__.py", 404),
    ],
)  # fmt: skip
def test_other_methods_and_paths(table: Desk, method: str, path: str, status: int) -> None:
    answer = ask(table, method, path, WRITES)
    assert answer.status_code == status
    assert "contract" not in answer.text


def test_tokens_are_long_and_never_the_same() -> None:
    some = {new_token() for _ in range(100)}
    assert len(some) == 100 and min(map(len, some)) >= 43


# What is shown


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, after WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("back", ["paper", "card", "accent-soft", "words-soft", "figure-soft"])
@pytest.mark.parametrize("ink", ["text", "muted", "accent", "good", "warn", "bad"])
def test_words_stand_out_in_light_and_dark(table: Desk, ink: str, back: str) -> None:
    css = ask(table, "GET", "/review.css").text
    pairs = {name: both for name, *both in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", css)}
    for one, other in zip(pairs[ink], pairs[back], strict=True):
        low, high = sorted((luminance(one), luminance(other)))
        assert (high + 0.05) / (low + 0.05) >= 4.5, f"{one} on {other}"


def test_a_record_is_shown_with_its_document(table: Desk) -> None:
    shown = first(table)
    assert "".join(piece[0] for piece in shown["view"]["pieces"]) == LOAN_TEXT
    roles = {(mark["role"], mark["path"]) for mark in shown["view"]["marks"]}
    assert {("evidence", "evidence[0]"), ("figure", "amount"), ("words", "lender[0]")} <= roles
    assert shown["values"]["amount"]["value"] == "2400000"
    assert [node["name"] for node in shown["form"]] == list(shown["values"])


def test_a_hostile_document_is_text(tmp_path: Path, kinds: dict[str, Kind]) -> None:
    text = LOAN_TEXT + "</script><img src=x onerror=alert(1)> {{7*7}} \u2028 \u202e"
    table = desk(make_run(tmp_path / "run", kinds, of=document(text, id='../../etc/"><b>')), kinds)
    answer = ask(table, "GET", f"/api/records/{table.seen().records[0]['id']}")
    assert answer.headers["content-type"] == "application/json"
    assert "onerror=alert(1)" in "".join(piece[0] for piece in answer.json()["view"]["pieces"])


def test_a_kind_that_the_project_does_not_know_can_be_judged_but_not_corrected(
    tmp_path: Path, kinds: dict[str, Kind]
) -> None:
    table = desk(make_run(tmp_path / "run", kinds), {})
    assert first(table)["form"] == []
    assert decided(table, "correct", status="disbursed").status_code == 409
    assert decided(table, "accept").json()["state"] == "accepted"


def test_a_run_without_texts_says_what_to_do(table: Desk) -> None:
    (table.run.folder / "run.sqlite").unlink()
    answer = ask(table, "GET", f"/api/records/{table.seen().records[0]['id']}")
    assert answer.status_code == 500 and "run them again" in answer.json()["error"]


# Decisions


def test_a_decision_is_kept_and_shown(table: Desk) -> None:
    answer = decided(table, "accept")
    assert (answer.status_code, answer.json()["state"]) == (200, "accepted")
    (made,) = read(table.run.folder).all
    assert (made.by, made.action, made.old["data"]["lender"]) == ("Ada", "accept", ["China"])
    assert decided(table, "reject", "not a loan").json()["state"] == "rejected"
    assert decided(table, "undo").json()["state"] == "open"
    assert decided(table, "undo").status_code == 409
    assert [one.action for one in read(table.run.folder).all] == ["accept", "reject", "undo"]


def test_a_correction_is_kept_with_what_follows_from_it(table: Desk) -> None:
    answer = decided(table, "correct", "paid out", status="disbursed", lender=["Germany"])
    shown = answer.json()
    assert (answer.status_code, shown["state"], shown["verdict"]) == (200, "corrected", "verified")
    assert shown["values"]["lender"] == ["Germany"] and shown["original"]["lender"] == ["China"]
    assert shown["derived"]["lender_codes"] == ["DEU"]
    assert "V18" in {one["check"] for one in shown["after"]}
    (made,) = read(table.run.folder).all
    assert made.new is not None and made.new["data"]["amount"]["value"] == 2400000
    assert made.old["data"]["lender"] == ["China"]


def test_a_correction_that_fails_is_refused_beside_its_fields_and_nothing_is_written(table: Desk) -> None:
    answer = decided(table, "correct", status="lent", purpose_text=None)
    assert answer.status_code == 422
    assert [fault["path"] for fault in answer.json()["faults"]] == ["status"]
    answer = decided(table, "correct", amount={**AMOUNT, "text": "$9 million"})
    assert [fault["path"] for fault in answer.json()["faults"]] == ["amount.text"]
    assert not (table.run.folder / FILE).exists()


def test_to_accept_a_correction_is_to_agree_with_it(table: Desk, kinds: dict[str, Kind]) -> None:
    assert decided(table, "agree").status_code == 409
    decided(table, "correct", status="disbursed")
    ben = desk(table.run.folder, kinds, "Ben")
    shown = decided(ben, "agree").json()
    assert (shown["state"], shown["others"], shown["values"]["status"]) == ("corrected", [], "disbursed")
    assert (shown["ours"], first(table)["ours"], first(table)["mine"]) == (True, False, True)
    shown = decided(ben, "reject", "no").json()
    assert [one["by"] for one in shown["others"]] == ["Ada"]
    assert table.queue()["records"][0]["disputed"] or table.queue()["records"][1]["disputed"]


@pytest.mark.parametrize(
    "change, status",
    [
        ({"content": "0" * 64}, 409), ({"record": "f" * 16}, 404), ({"action": "drop"}, 400), ({"why": None}, 400),
        ({"record": 1}, 400), ({"action": "reject"}, 422), ({"action": "reject", "why": "  "}, 422),
        ({"why": "x" * 2001}, 422), ({"action": "correct"}, 400), ({"action": "correct", "data": []}, 400),
        ({"action": "correct", "data": {}}, 422),
    ],
    ids=str,
)  # fmt: skip
def test_decisions_that_are_none(table: Desk, change: dict[str, Any], status: int) -> None:
    body = {**sent(first(table), "accept"), **change}
    assert ask(table, "POST", "/api/decisions", WRITES, body).status_code == status
    assert not (table.run.folder / FILE).exists()


@pytest.mark.parametrize(
    "body, status",
    [(b"", 400), (b"{", 400), (b"[]", 400), (b"[" * 100_000, 400), (b"\xff", 400), (b" " * (LARGEST + 1), 413)],
    ids=["empty", "cut", "list", "deep", "no UTF-8", "large"],
)
def test_bodies_that_are_none(table: Desk, body: bytes, status: int) -> None:
    assert ask(table, "POST", "/api/decisions", WRITES, body).status_code == status


def test_a_form_of_another_page_is_not_taken_for_json(table: Desk) -> None:
    headers = {**WRITES, "content-type": "text/plain"}
    assert ask(table, "POST", "/api/decisions", headers, sent(first(table), "accept")).status_code == 415


def test_a_disk_that_fails_is_said_and_the_record_stays_undecided(table: Desk) -> None:
    (table.run.folder / FILE).mkdir()
    shown = {"id": table.run.records().__next__()["id"]}
    answer = ask(table, "POST", "/api/decisions", WRITES, {**sent({**shown, "content": ""}, "accept")})
    assert answer.status_code == 500 and FILE in answer.json()["error"]


# While other things happen


def test_a_run_made_again_keeps_what_says_the_same(table: Desk, kinds: dict[str, Kind]) -> None:
    shown = first(table)
    decided(table, "accept")
    make_run(table.run.folder, kinds, loan(), second_loan(factuality="claim"))
    assert sorted(line["state"] for line in table.queue()["records"]) == ["accepted", "open"]
    make_run(table.run.folder, kinds, loan(status="disbursed"), second_loan())
    again = first(table)
    assert (again["state"], again["before"]["changed"], again["before"]["data"]["status"]) == (
        "changed", "record", "committed",
    )  # fmt: skip
    stale = ask(table, "POST", "/api/decisions", WRITES, sent(shown, "accept"))
    assert stale.status_code == 409 and "made again" in stale.json()["error"]


def test_a_document_that_changed_is_to_be_looked_at_again(table: Desk, kinds: dict[str, Kind]) -> None:
    decided(table, "reject", "no")
    make_run(table.run.folder, kinds, of=document(LOAN_TEXT + "Corrected on Monday.\n"))
    again = first(table)
    assert (again["state"], again["before"]["changed"], again["before"]["why"]) == ("changed", "document", "no")
    assert decided(table, "accept").json()["state"] == "accepted"


def test_what_the_run_no_longer_has_is_listed(table: Desk, kinds: dict[str, Kind]) -> None:
    decided(table, "accept")
    make_run(table.run.folder, kinds, second_loan())
    assert [one["action"] for one in table.queue()["lost"]] == ["accept"]


def test_another_reviewers_decisions_are_seen(table: Desk, kinds: dict[str, Kind]) -> None:
    assert first(table)["state"] == "open"
    append(table.run.folder, decide(table.seen().records[0], "accept", by="Ben"))
    assert first(table)["state"] == "accepted"
    shown = decided(table, "reject", "no").json()
    assert [one["by"] for one in shown["history"]] == ["Ben", "Ada"]


def test_a_half_written_line_is_told(table: Desk) -> None:
    (table.run.folder / FILE).write_text('{"contract"')
    assert table.queue()["damaged"] == [1]
    assert decided(table, "accept").json()["state"] == "accepted"
    assert table.queue()["damaged"] == [1]


def test_a_decision_made_in_the_very_moment_is_not_lost(table: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = first(table)

    def both(folder: Path, decision: Decision) -> int:
        append(folder, decide(table.run.records().__next__(), "accept", by="Ben"))
        return append(folder, decision)

    monkeypatch.setattr("extract.review.desk.append", both)
    answer = table.decide(sent(shown, "reject", "no"))
    assert [(one["by"], one["action"]) for one in answer["history"]] == [("Ben", "accept"), ("Ada", "reject")]


def test_a_second_correction_begins_from_what_was_shown(tmp_path: Path, kinds: dict[str, Kind]) -> None:
    about = document(LOAN_TEXT + "In May 2024 the money came.\n")
    table = desk(make_run(tmp_path / "run", kinds, of=about), kinds)
    (step,) = first(table)["values"]["dates"]
    (later,) = decided(table, "correct", dates=[{**step, "text": "May 2024"}]).json()["values"]["dates"]
    assert later["edtf"] == "2024-05"
    again = decided(table, "correct", dates=[{**later, "text": "3 March 2023"}], status="disbursed").json()
    assert again["values"]["dates"][0]["edtf"] == "2023-03-03"


# The command


def test_the_command_says_what_to_install(table: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.cli_review.find_spec", lambda name: None)
    _, err = call("review", str(table.run.folder), code=2)
    assert "pip install 'extract-toolkit[review]'" in err


@pytest.mark.enable_socket
def test_it_listens_on_loopback_alone_and_at_the_same_place_again(tmp_path: Path) -> None:
    def twice(folder: Path) -> bool:
        with listen(folder) as one:
            host, port = one.getsockname()
            assert host == "127.0.0.1"
            with listen(folder) as other:
                assert other.getsockname()[1] != port
            with pytest.raises(UsageError, match="--port"):
                listen(folder, port)
        with listen(folder) as again:
            return again.getsockname() == (host, port)

    # Another program may take a place meanwhile; it does not take each of five.
    assert any(twice(tmp_path / str(number)) for number in range(5))


@pytest.mark.enable_socket
def test_ctrl_c_ends_cleanly(table: Desk) -> None:
    command = [sys.executable, "-m", "extract.cli", "review", str(table.run.folder), "--by", "Ada"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path.cwd()) as run:
        assert run.stdout is not None
        watch = threading.Timer(30, run.kill)
        watch.start()
        url = run.stdout.readline().strip()
        port = int(url.split(":")[2].split("/")[0])
        with socket.create_connection(("127.0.0.1", port)) as line:  # stays open: must not hold up the end
            line.sendall(f"GET / HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n\r\n".encode())
            assert line.recv(15) == b"HTTP/1.1 200 OK"
            os.kill(run.pid, signal.SIGINT)
            out, err = run.communicate()
        watch.cancel()
    assert (run.returncode, out) == (0, "")
    assert "ended; 2 of 2 records are left" in err and "Traceback" not in err
