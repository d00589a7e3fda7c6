"""The review's web server: Starlette on uvicorn, on loopback only. Needs the extra `review`.

Takes a desk and a token; gives an ASGI app. Not the standard library's http.server: that one says of itself that it
checks only the basics and is not for production, reads requests with the mail parser, has no limits on time or size,
and cannot be tested without a socket; uvicorn reads HTTP with h11. Both are BSD-licensed, small and pure Python.

Who may ask: a page of ours, and only with the token. `Guard` refuses what another page of the same browser could
send (DNS rebinding: the Host is not ours; cross-site requests: the Origin is not ours), and nothing is ever allowed
to other origins. The token comes in the address's fragment, which no browser sends or passes on, and goes back in a
header, not a cookie: cookies of 127.0.0.1 go to every port of it, also to another user's server.
The page itself (HTML, script, style) is the same for everyone and needs no token; everything about the run does.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import socket
from collections.abc import Callable
from hmac import compare_digest
from importlib.resources import files
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from extract.errors import UsageError
from extract.review.desk import Desk, Refused
from extract.store import dumps

LARGEST = 1_000_000
"""Bytes of a request's body."""

_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript"}
_FILES = {
    "extract.review/page": ("review.html", "review.css", "review.js", "form.js", "server.js", "view.js"),
    "extract.report/assets": ("document.css", "document.js"),
}
PAGE = {f"/{name}".replace("/review.html", "/"): (where, name) for where, names in _FILES.items() for name in names}
"""What is served of the page, by path: nothing else is looked up on the disk."""

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


SHUTDOWN_SECONDS = 2
"""How long an answer under way may take after Ctrl-C."""


def listen(folder: Path, port: int | None = None) -> socket.socket:
    """A socket that listens on 127.0.0.1: on this port, else on one that stays the same for the run folder, for a
    browser keeps unsent edits by address; where that is taken, on any free one. Raises UsageError for a taken `port`.
    """
    own = 49_152 + int.from_bytes(hashlib.sha256(str(folder.resolve()).encode()).digest()[:4], "big") % 16_384
    for number in (port,) if port is not None else (own, 0):
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind(("127.0.0.1", number))
            made.listen()
        except OSError as error:
            made.close()
            reason = error.strerror
        else:
            return made
    raise UsageError(f"--port {port}: cannot be used ({reason}); choose another, or none")


def serve(app: ASGIApp, where: socket.socket) -> None:
    """Serves until Ctrl-C, then lets answers under way end."""
    config = uvicorn.Config(
        app, http="h11", ws="none", lifespan="off", log_config=None, access_log=False, server_header=False,
        proxy_headers=False, limit_concurrency=64, timeout_keep_alive=5, timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )  # fmt: skip
    try:
        uvicorn.Server(config).run(sockets=[where])
    except KeyboardInterrupt:  # uvicorn passes it on once everything is closed
        return
    finally:
        where.close()


def new_token() -> str:
    """43 random characters, 256 bits."""
    return secrets.token_urlsafe(32)


def app(desk: Desk, token: str, port: int) -> ASGIApp:
    """The application. port: where it is served, which Host and Origin must name."""

    async def queue(request: Request) -> Response:
        return _json(desk.queue())

    async def record(request: Request) -> Response:
        return _json(desk.record(request.path_params["id"]))

    async def decision(request: Request) -> Response:
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            raise HTTPException(415, "a decision is sent as application/json")
        return _json(desk.decide(await _body(request)))

    routes = [
        *(Route(path, _static(*part), methods=["GET"]) for path, part in PAGE.items()),
        Route("/api/queue", queue, methods=["GET"]),
        Route("/api/records/{id:str}", record, methods=["GET"]),
        Route("/api/decisions", decision, methods=["POST"]),
    ]
    handlers: dict[Any, Callable[[Request, Any], Response]] = {
        Refused: lambda request, error: _json(
            {"error": str(error), "faults": [{"path": one.path, "message": one.message} for one in error.faults]},
            error.status,
        ),
        UsageError: lambda request, error: _json({"error": str(error), "faults": []}, 500),
        HTTPException: lambda request, error: _json({"error": error.detail, "faults": []}, error.status_code),
    }
    return Guard(Starlette(routes=routes, exception_handlers=handlers), token, port)


def _static(where: str, name: str) -> Callable[[Request], Any]:
    package, _, folder = where.partition("/")
    content = (files(package) / folder / name).read_bytes()
    media_type = f"{_TYPES[name.rpartition('.')[2]]}; charset=utf-8"

    async def page(request: Request) -> Response:
        return Response(content, media_type=media_type)

    return page


def _json(value: Any, status: int = 200) -> Response:
    return Response(dumps(value).encode(), status, media_type="application/json")


async def _body(request: Request) -> dict[str, Any]:
    """The request's JSON object, at most LARGEST bytes of it."""
    size, parts = 0, []
    async for part in request.stream():
        size += len(part)
        if size > LARGEST:
            raise HTTPException(413, f"at most {LARGEST} bytes")
        parts.append(part)
    try:
        value = json.loads(b"".join(parts))
    except (ValueError, RecursionError) as error:
        raise HTTPException(400, "the body is no JSON") from error
    if not isinstance(value, dict):
        raise HTTPException(400, "the body is no object")
    return value


class Guard:
    """Refuses requests that are not the page's own, and puts the headers on every answer."""

    def __init__(self, inner: ASGIApp, token: str, port: int) -> None:
        self.inner = inner
        self.token = token.encode()
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; anything but HTTP is dropped."""
        if scope["type"] != "http":
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        refusal = self.refusal(scope["method"], scope["path"], Headers(scope=scope))
        answer = self.inner if refusal is None else _json({"error": refusal, "faults": []}, 403)
        await answer(scope, receive, guarded)

    def refusal(self, method: str, path: str, headers: Headers) -> str | None:
        """Why the request is refused; None where it is not."""
        host = headers.get("host", "")
        if host not in self.hosts:
            return "this server answers on its own address only"
        if method not in ("GET", "HEAD") and headers.get("origin") != f"http://{host}":
            return "another page may not write here"
        if path not in PAGE:
            if headers.get("sec-fetch-site", "same-origin") != "same-origin":
                return "another page may not ask here"
            scheme, _, given = headers.get("authorization", "").partition(" ")
            if scheme != "Bearer" or not compare_digest(given.encode(), self.token):
                return "no or another token: open the address that `extract review` printed"
        return None
