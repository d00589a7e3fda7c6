"""A loopback server that speaks the Batch API (files, batches) and, for comparison, chat completions at once."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from conftest import answer, loan
from long_text import PLANTED

Change = Callable[[int, dict[str, Any], dict[str, Any]], "dict[str, Any] | bytes | None"]
"""Given a request's place in its batch, the request and the line of its result: the line that the server writes, other
bytes in its place, or None for no line at all."""


def chat(body: dict[str, Any]) -> dict[str, Any]:
    """A completion: every planted loan that a document shows; to candidates, yes and the first of every choice."""
    text = body["messages"][1]["content"]
    if "</document" in text:
        said = answer(*map(_loan, PLANTED.finditer(text)))
    else:
        asked = body["response_format"]["json_schema"]["schema"]["properties"]
        choices = {n: {name: form["enum"][0] for name, form in one["properties"].items()} for n, one in asked.items()}
        said = json.dumps(choices)
    return {
        "id": "c1", "object": "chat.completion", "created": 1, "model": body["model"],
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": said}}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
    }  # fmt: skip


def _loan(match: re.Match[str]) -> dict[str, Any]:
    amount = {"text": f"${match[3]} million", "value": int(match[3]) * 10**6, "currency": "USD", "modifier": "exact"}
    return loan(evidence=[match[0]], lender=[match[1]], borrower=[match[2]], amount=amount)


class BatchServer:
    """What the server holds and has been asked. `chats` counts live requests, `refuse` answers the next posts of a
    path with a status.
    """

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.batches: dict[str, dict[str, Any]] = {}
        self.chats: list[dict[str, Any]] = []
        self.refuse: dict[str, int] = {}
        self.keys: set[str | None] = set()
        self.reply: Callable[[dict[str, Any]], dict[str, Any]] = chat
        self.base_url = ""

    def requests(self, id: str) -> list[dict[str, Any]]:
        """The requests of a batch, as sent."""
        return [json.loads(line) for line in self.files[self.batches[id]["input_file_id"]].splitlines()]

    def end(self, id: str, status: str = "completed", change: Change = lambda place, asked, line: line) -> None:
        """Let a batch end: each request answered as a live one, save for the changes."""
        good, bad = [], []
        for place, asked in enumerate(self.requests(id)):
            response = {"status_code": 200, "request_id": f"r{place}", "body": self.reply(asked["body"])}
            line = {"id": f"b{place}", "custom_id": asked["custom_id"], "response": response, "error": None}
            written = change(place, asked, line)
            if isinstance(written, bytes):
                good.append(written)
            elif written is not None:
                right = written["error"] is None and written["response"]["status_code"] == 200
                (good if right else bad).append(json.dumps(written, ensure_ascii=False).encode())
        batch = self.batches[id]
        batch |= {"status": status, "request_counts": {"total": len(good), "completed": len(good), "failed": len(bad)}}
        for name, lines in (("output_file_id", good), ("error_file_id", bad)):
            if lines:
                batch[name] = f"file-{name}-{id}"
                self.files[batch[name]] = b"\n".join(lines) + b"\n"

    def handle(self, method: str, path: str, headers: Any, content: bytes) -> tuple[int, bytes]:
        """Status and body of an answer."""
        self.keys.add(headers.get("authorization"))
        path = path.partition("?")[0].removeprefix("/v1")
        if method == "POST" and path in self.refuse:
            return self.refuse.pop(path), json.dumps({"error": {"message": f"no: {headers['authorization']}"}}).encode()
        if (method, path) == ("POST", "/chat/completions"):
            self.chats.append(json.loads(content))
            return 200, json.dumps(self.reply(self.chats[-1])).encode()
        if (method, path) == ("POST", "/files"):
            return 200, json.dumps(self._upload(headers["content-type"], content)).encode()
        if (method, path) == ("POST", "/batches"):
            return 200, json.dumps(self._make(json.loads(content))).encode()
        if (method, path) == ("GET", "/batches"):
            found = {"object": "list", "data": list(reversed(self.batches.values())), "has_more": False}
            return 200, json.dumps(found).encode()
        if found := re.fullmatch(r"/files/([^/]+)/content", path):
            return 200, self.files[found[1]]
        return 200, json.dumps(self.batches[path.removeprefix("/batches/")]).encode()

    def _upload(self, kind: str, content: bytes) -> dict[str, Any]:
        boundary = kind.partition("boundary=")[2].encode()
        parts = dict[str, bytes]()
        for part in content.split(b"--" + boundary)[1:-1]:
            head, _, body = part[2:-2].partition(b"\r\n\r\n")
            name = re.search(rb'name="(\w+)"', head)
            assert name is not None
            parts[name[1].decode()] = body
        assert parts["purpose"] == b"batch"
        id = f"file-{len(self.files)}"
        self.files[id] = parts["file"]
        about = {"bytes": len(parts["file"]), "created_at": 1, "filename": "x.jsonl", "status": "processed"}
        return {"id": id, "object": "file", "purpose": "batch", **about}

    def _make(self, asked: dict[str, Any]) -> dict[str, Any]:
        assert asked["input_file_id"] in self.files
        id = f"batch_{len(self.batches)}"
        made = {"id": id, "object": "batch", "status": "validating", "created_at": 1, **asked}
        self.batches[id] = made
        return made


@contextmanager
def serving() -> Iterator[BatchServer]:
    """The server at work on a port of 127.0.0.1."""
    state = BatchServer()

    class Handler(BaseHTTPRequestHandler):
        def _go(self) -> None:
            content = self.rfile.read(int(self.headers.get("content-length") or 0))
            status, body = state.handle(self.command, self.path, self.headers, content)
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = _go

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.base_url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
