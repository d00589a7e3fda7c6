"""A store of objects on loopback that speaks as much of S3 and of Google's JSON interface as reading takes."""

from __future__ import annotations

import json
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

import pytest

from extract import remote

BUCKET = "news"
TOKEN = {"access_token": "t", "token_type": "Bearer", "expires_in": 3600, "id_token": ""}
WHEN = "2026-01-02T03:04:05.000Z"


class ObjectStore:
    """Serves the files of a folder as the objects of one bucket while the `with` block lasts. In a process of its own:
    pyarrow holds Python's lock during some of its calls, and a server in a thread could not answer them.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = ""

    def __enter__(self) -> Self:
        command = [sys.executable, __file__, str(self.folder)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def point(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        """Set what users set in their environment: where the store is and who they are."""
        user = {"type": "authorized_user", "client_id": "i", "client_secret": "s", "refresh_token": "r"}
        (folder / "user.json").write_text(json.dumps(user | {"token_uri": f"{self.url}/token"}), encoding="utf-8")
        for name, value in {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": "k",
            "AWS_SECRET_ACCESS_KEY": "s",
            "AWS_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "CLOUD_STORAGE_EMULATOR_ENDPOINT": self.url,
            "GOOGLE_APPLICATION_CREDENTIALS": str(folder / "user.json"),
        }.items():
            monkeypatch.setenv(name, value)
        remote._system.cache_clear()


class _Handler(BaseHTTPRequestHandler):
    root: Path
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet, else each answer waits 40 ms for the client's word

    def log_message(self, *_: Any) -> None:
        """Nothing on stderr."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._send(200, json.dumps(TOKEN).encode(), "application/json")

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        if "Authorization" not in self.headers:
            return self._send(403)
        url = urlsplit(self.path)
        path, query = url.path, parse_qs(url.query)
        google = f"/storage/v1/b/{BUCKET}/o"
        if path == google:
            return self._listed_google(query.get("prefix", [""])[0])
        if path.startswith(google + "/"):
            return self._object(unquote(path.removeprefix(google + "/")), query.get("alt") != ["media"])
        if path == f"/{BUCKET}" and "list-type" in query:
            return self._listed_s3(query.get("prefix", [""])[0])
        if path.startswith(f"/{BUCKET}/"):
            return self._object(unquote(path.removeprefix(f"/{BUCKET}/")), False)
        return self._send(404)

    def _below(self, prefix: str) -> list[str]:
        names = [path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if path.is_file()]
        return sorted(name for name in names if name.startswith(prefix))

    def _content(self, name: str) -> bytes | None:
        path = self.root / name
        return path.read_bytes() if path.is_file() else None

    def _listed_google(self, prefix: str) -> None:
        items = [self._about(name) for name in self._below(prefix)]
        self._send(200, json.dumps({"kind": "storage#objects", "items": items}).encode(), "application/json")

    def _listed_s3(self, prefix: str) -> None:
        parts = [
            f"<Contents><Key>{escape(name)}</Key><LastModified>{WHEN}</LastModified>"
            f"<Size>{(self.root / name).stat().st_size}</Size></Contents>"
            for name in self._below(prefix)
        ]
        head = f"<Name>{BUCKET}</Name><KeyCount>{len(parts)}</KeyCount><IsTruncated>false</IsTruncated>"
        body = f"<ListBucketResult>{head}{''.join(parts)}</ListBucketResult>"
        self._send(200, body.encode(), "application/xml")

    def _about(self, name: str) -> dict[str, Any]:
        size = str((self.root / name).stat().st_size)
        about = {"kind": "storage#object", "bucket": BUCKET, "name": name, "size": size}
        return about | {"generation": "1", "updated": WHEN}

    def _object(self, name: str, about: bool) -> None:
        content = self._content(name)
        if content is None:
            return self._send(404)
        if about:
            return self._send(200, json.dumps(self._about(name)).encode(), "application/json")
        wanted = self.headers.get("Range")
        if wanted is None:
            return self._send(200, content)
        first, _, last = wanted.removeprefix("bytes=").partition("-")
        start, end = int(first), min(int(last or len(content) - 1), len(content) - 1)
        if start >= len(content):
            return self._send(416)
        return self._send(206, content[start : end + 1], span=f"bytes {start}-{end}/{len(content)}")

    def _send(self, status: int, body: bytes = b"", kind: str = "application/octet-stream", span: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", "Fri, 02 Jan 2026 03:04:05 GMT")
        if span:
            self.send_header("Content-Range", span)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


if __name__ == "__main__":
    _Handler.root = Path(sys.argv[1])
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    sys.stdout.write(f"http://127.0.0.1:{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
