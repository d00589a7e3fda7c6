"""An OpenAI-compatible server on the loopback interface that answers after a fixed time: server.py PORT

Plain asyncio over sockets, no framework, since its own work must not be what is measured: some 0.15 ms of CPU for an
answer. It knows from the number in a document which loan that reports and answers with a valid record, with the choices
that a question's schema puts first, or in the form of langextract, by what is asked.

    POST /v1/chat/completions   an answer, `latency` seconds after the request was read
    POST /set                   {"latency": s, "limited": share of 429, "failing": of 500, "malformed": of cut replies}
    GET  /stats                 what came in since the last /set: requests, distinct bodies, first and last moment
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import sys
import time
from collections import Counter
from typing import Any

from documents import record

ITEM = re.compile(rb"item (\d{7})")
FORM = re.compile(rb'"response_format": ?\{')


class State:
    """The settings and the counts."""

    def __init__(self) -> None:
        self.set({})

    def set(self, given: dict[str, float]) -> None:
        self.latency = given.get("latency", 0.2)
        self.shares = (given.get("limited", 0.0), given.get("failing", 0.0), given.get("malformed", 0.0))
        self.bodies: Counter[bytes] = Counter()
        self.requests = self.open = self.peak = 0
        self.first = self.last = 0.0

    def stats(self) -> dict[str, Any]:
        return {
            "requests": self.requests,
            "distinct": len(self.bodies),
            "peak": self.peak,
            "seconds": self.last - self.first,
            "cpu": time.process_time(),
        }

    def fault(self, key: bytes) -> str | None:
        """Whether this request fails, and how: by the hash of its body and how often that has come, so every run's
        faults are the same.
        """
        dice = int.from_bytes(hashlib.blake2b(key + bytes([self.bodies[key] % 256]), digest_size=6).digest()) / 2**48
        for name, share in zip(("limited", "failing", "malformed"), self.shares, strict=True):
            if dice < share:
                return name
            dice -= share
        return None


STATE = State()


def content(body: bytes) -> str:
    """What the model says."""
    found = ITEM.search(body)
    if b"langextract" in body:
        return json.dumps({"extractions": [langextract(int(found[1]))] if found else []})
    schema = json.loads(body).get("response_format", {}).get("json_schema", {}).get("schema", {})
    if "records" in schema.get("properties", {"records": 1}):
        return json.dumps({"records": [record(int(found[1]))] if found else []})
    return json.dumps(first(schema))


def langextract(number: int) -> dict[str, Any]:
    """The record as langextract's prompt asks for it: the words, and attributes beside them."""
    own = record(number)
    kept = {name: own[name] for name in ("lender", "borrower", "flow_type", "status", "factuality")}
    return {"loan": own["evidence"][0], "loan_attributes": {**kept, "amount": own["amount"]["text"]}}  # type: ignore[index]


def first(schema: dict[str, Any]) -> Any:
    """The first of each choice: the code's own reading."""
    if "enum" in schema:
        return schema["enum"][0]
    return {name: first(inner) for name, inner in schema.get("properties", {}).items()}


def completion(text: str, size: int) -> bytes:
    usage = {"prompt_tokens": size // 4, "completion_tokens": len(text) // 4, "total_tokens": (size + len(text)) // 4}
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
    head = {"id": "chatcmpl-0", "object": "chat.completion", "created": 1, "model": "loopback"}
    return json.dumps({**head, "choices": [choice], "usage": usage}).encode()


def answer(body: bytes) -> tuple[int, bytes]:
    """Status and body of the reply to a request for a completion."""
    key = hashlib.blake2b(body, digest_size=12).digest()
    fault = STATE.fault(key)
    STATE.bodies[key] += 1
    if fault == "limited":
        return 429, b'{"error": {"message": "too many requests", "type": "requests", "code": "rate_limit_exceeded"}}'
    if fault == "failing":
        return 500, b'{"error": {"message": "the server failed", "type": "server_error"}}'
    text = content(body)
    return 200, completion(text[: len(text) // 2] if fault == "malformed" else text, len(body))


class Connection(asyncio.Protocol):
    """HTTP/1.1 with kept connections and bodies of a known length; nothing else is needed here."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: Any = transport
        self.buffer = b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end]
            match = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
            length = int(match[1]) if match else 0
            if len(self.buffer) < end + 4 + length:
                return
            body = self.buffer[end + 4 : end + 4 + length]
            self.buffer = self.buffer[end + 4 + length :]
            self.handle(head.split(b" ", 2)[1], body)

    def handle(self, path: bytes, body: bytes) -> None:
        if path.endswith(b"/stats"):
            self.send(200, json.dumps(STATE.stats()).encode())
        elif path.endswith(b"/set"):
            STATE.set(json.loads(body))
            self.send(200, b"{}")
        else:
            now = time.monotonic()
            STATE.first = STATE.first or now
            STATE.requests += 1
            STATE.open += 1
            STATE.peak = max(STATE.peak, STATE.open)
            status, reply = answer(body)
            wait = max(0.0, STATE.latency - (time.monotonic() - now))
            asyncio.get_running_loop().call_later(wait, self.finish, status, reply)

    def finish(self, status: int, reply: bytes) -> None:
        STATE.open -= 1
        STATE.last = time.monotonic()
        self.send(status, reply)

    def send(self, status: int, body: bytes) -> None:
        more = b"Retry-After: 1\r\n" if status == 429 else b""
        head = b"HTTP/1.1 %d -\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n"
        if not self.transport.is_closing():
            self.transport.write(head % (status, more, len(body)) + body)


async def serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", port, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
