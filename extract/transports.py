"""What requests go through beneath the recordings: the network, and the embedded server."""

from __future__ import annotations

import asyncio

import aiohttp
import httpx2
import openai

EMBEDDED_URL = "http://embedded.invalid/v1"
"""Stands for the embedded server until a request must really be sent: its port is not known before it runs."""

SERVER_EXTENSION = "extract_server"
"""Response extension in which a transport beneath names its server: {"version": str, "weights_sha256": str}."""

_NO_LIMIT = httpx2.Limits(max_connections=0)
"""aiohttp's word for none. `Model` bounds what is in flight; with None its pool stops at 100 whatever is asked for."""


class Network(httpx2.AsyncBaseTransport):
    """The network, by way of the proxies in the environment, which a client with its own transport ignores.

    Through aiohttp, whose pool costs 0.3 ms less of CPU for a request at 64 in flight and 0.5 ms at 256 than httpx2's,
    which looks at every connection for every request (benchmarks/calls.py).
    """

    def __init__(self) -> None:
        self._client = openai.DefaultAioHttpClient(timeout=None, limits=_NO_LIMIT, follow_redirects=False)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        try:
            return await self._client.send(request, stream=True, auth=None)
        except httpx2.ConnectTimeout as error:
            # openai's aiohttp transport calls every fault of a connection a connect timeout, which would stop the run
            # as an endpoint that is not there (openai 3.3). One that was made and then dropped, in use or while it was
            # kept for the next request, is only lost.
            cause, never_made = error.__cause__, (aiohttp.ClientConnectorError, aiohttp.ServerTimeoutError)
            if isinstance(cause, aiohttp.ClientConnectionError) and not isinstance(cause, never_made):
                raise httpx2.RemoteProtocolError(str(error), request=request) from error
            raise

    async def aclose(self) -> None:
        await self._client.aclose()


class Embedded(httpx2.AsyncBaseTransport):
    """The embedded server, started by the first request that gets here."""

    def __init__(self, network: httpx2.AsyncBaseTransport | None = None) -> None:
        # No proxies: the server is on loopback.
        self._network = network or httpx2.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        from extract import local

        server = await asyncio.to_thread(local.server)
        rest = request.url.path.removeprefix(httpx2.URL(EMBEDDED_URL).path)
        url = httpx2.URL(server.base_url.rstrip("/") + rest)
        headers = {**request.headers, "host": url.netloc.decode()}
        content = await request.aread()
        sent = httpx2.Request("POST", url, headers=headers, content=content, extensions=request.extensions)
        response = await self._network.handle_async_request(sent)
        response.extensions[SERVER_EXTENSION] = {"version": server.version, "weights_sha256": server.weights_sha256}
        return response

    async def aclose(self) -> None:
        await self._network.aclose()
