"""A real server on loopback that speaks the chat completions API: for tests of what crosses a network."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any, Self

JSON = "application/json"
FAULTS = {
    "429": ("429 Too Many Requests", JSON, b'{"error": {"message": "slow down"}}'),
    "429 after": ("429 Too Many Requests", JSON, b'{"error": {"message": "slow down"}}'),
    "500": ("500 Internal Server Error", JSON, b'{"error": {"message": "oops"}}'),
    "503 page": ("503 Service Unavailable", "text/html", b"<html><body>Down for <b>maintenance</b></body></html>"),
    "page": ("200 OK", "text/html", b"<html><body>Welcome</body></html>"),
    "empty": ("200 OK", JSON, b""),
    "error in 200": ("200 OK", JSON, b'{"error": {"message": "overloaded"}}'),
    "odd type": ("200 OK", "text/plain", b""),
    "quota": ("429 Too Many Requests", JSON, b'{"error": {"message": "no money", "code": "insufficient_quota"}}'),
    "key": ("401 Unauthorized", JSON, b'{"error": {"message": "Incorrect API key"}}'),
}
Answering = Callable[[dict[str, Any]], str]


class Loopback:
    """Serves in a thread while the `with` block lasts.

    content  gives the content of the answer to a request's body
    asked    how often each request (its messages) came whole
    before   called with the number of requests so far, before one is answered
    fault    what to do in place of a good answer: a key of FAULTS, hang, drip, reset, short, malformed, schema; None
    answered how often each request got its good answer
    """

    def __init__(
        self,
        content: Answering,
        before: Callable[[int], None] = lambda count: None,
        fault: Callable[[dict[str, Any]], str | None] = lambda body: None,
    ) -> None:
        self.content, self.before, self.fault = content, before, fault
        self.asked: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        self.base_url = ""
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._run())
        self._loop.close()

    async def _run(self) -> None:
        self._stop = asyncio.Event()
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self.base_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = next(
                    int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if b"content-length" in line
                )
                body = json.loads(await reader.readexactly(length))
                self.asked[json.dumps(body["messages"])] += 1
                self.before(self.asked.total())
                if not await self._answer(writer, body):
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client has gone
        finally:
            writer.close()

    async def _answer(self, writer: asyncio.StreamWriter, body: dict[str, Any]) -> bool:
        """Send an answer, or what the plan has in its place; whether the connection goes on."""
        fault = self.fault(body)
        if fault in ("hang", "drip", "reset", "short"):
            return await self._break(writer, fault, self._reply(body))
        status, kind, reply = FAULTS.get(fault, ("200 OK", "application/json", b"")) if fault else ("200 OK", JSON, b"")
        if fault in (None, "malformed", "schema", "odd type"):
            contents = {"malformed": '{"records": [', "schema": '{"records": [{"lender": 3}]}'}
            reply = self._reply(body, contents.get(fault or ""))
        if fault in (None, "odd type"):
            self.answered[json.dumps(body["messages"])] += 1
        more = "retry-after-ms: 5\r\n" if fault == "429 after" else ""
        writer.write(
            f"HTTP/1.1 {status}\r\ncontent-type: {kind}\r\n{more}content-length: {len(reply)}\r\n\r\n".encode()
        )
        writer.write(reply)
        await writer.drain()
        return True

    async def _break(self, writer: asyncio.StreamWriter, fault: str, reply: bytes) -> bool:
        if fault == "reset":
            writer.transport.abort()
            return False
        head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(reply)
        if fault == "short":
            writer.write(head + reply[: len(reply) // 2])
        elif fault == "drip":
            writer.write(head)
            with contextlib.suppress(ConnectionError):
                for byte in reply[:400]:
                    writer.write(bytes([byte]))
                    await writer.drain()
                    await asyncio.sleep(0.05)
        else:
            await asyncio.sleep(30)
        return False

    def _reply(self, body: dict[str, Any], content: str | None = None) -> bytes:
        message = {"role": "assistant", "content": self.content(body) if content is None else content}
        usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        about = {"id": "1", "object": "chat.completion", "created": 1, "model": body["model"]}
        return json.dumps({**about, "choices": [choice], "usage": usage}).encode()
