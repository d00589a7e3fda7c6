"""The model: one question about one document, one validated answer or one error with its reason.

Takes a kind and a prompt; gives an `Answer` with the records as the kind's own objects and the reply as it came.
Refuses, with a ModelError, whatever is not a whole and valid reply: cut short, refused, filtered, empty, not
JSON, not fitting the schema. Nothing is repaired, and an empty list of records only comes from the model itself.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Self, cast
from weakref import WeakKeyDictionary

import httpx2
import openai
from instructor.core.exceptions import InstructorError
from instructor.v2.providers.openai.handlers import OpenAIJSONSchemaHandler
from pydantic import BaseModel, ValidationError

from extract.budget import Budget, BudgetReached
from extract.errors import EndpointError, ExtractError, ModelError
from extract.faults import Usage, chain, choice_of, content_of, fault_of, of_cause, usage_of
from extract.fields import KindModel
from extract.folding import encodable
from extract.kinds import Kind
from extract.limits import Gate
from extract.metered import Metered
from extract.prompts import Prompt
from extract.recordings import Exchange, Keeper, RecordingTransport, watched
from extract.settings import Settings
from extract.transports import EMBEDDED_URL, Embedded, Network

# instructor logs each failure, with no handler straight to stderr; the failure is raised as well.
logging.getLogger("instructor").addHandler(logging.NullHandler())

_CONNECT_TIMEOUT = 30.0  # seconds; a server that is there accepts at once, however long its answer takes
_SHOWN = 700  # characters of a message: enough for what we say and the beginning of what the server said


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole, valid reply.

    records    what the model filled, in its order; empty where the model found none
    text       the reply's content exactly as it came
    recording  key of the exchange (in live mode too, where no file has it)
    seconds    from sending to the parsed answer, retries included; not the wait for other requests
    """

    records: tuple[KindModel, ...]
    text: str
    recording: str
    usage: Usage
    seconds: float


class _Halt(openai.OpenAIError):
    """Carries an error out of the transport. openai sends again after any other exception, this it lets through."""


class Model:
    """Asks a model through an OpenAI-compatible endpoint, or the embedded one. Use with `async with`."""

    def __init__(
        self,
        settings: Settings,
        api_key: str | None = None,
        transport: httpx2.AsyncBaseTransport | None = None,
        keeper: Keeper | None = None,
        budget: Budget | None = None,
    ) -> None:
        """Nothing is sent yet, and no server started.

        api_key    sent to the endpoint; None for servers that need none
        keeper     where replies are kept and looked for, beside the folder of recordings
        budget     what may be spent; None: anything
        transport  what live requests go through, in place of the network and of the embedded server

        Raises UsageError for an unusable base_url and for a mode without its folder.
        """
        self._settings = settings
        self._endpoint = settings.base_url or "the embedded model"
        self._secret = api_key or ""
        inner = transport
        if inner is None and settings.mode != "replay":
            inner = Network() if settings.base_url else Embedded()
        if inner is not None:
            gate = Gate(settings.rpm, settings.tpm)
            inner = Metered(inner, gate, budget or Budget(None, None, None), settings.timeout)
        self._transport = RecordingTransport(settings, inner, keeper)
        self._in_a_row = 0
        timeout = httpx2.Timeout(settings.timeout, connect=min(_CONNECT_TIMEOUT, settings.timeout))
        client = openai.AsyncOpenAI(
            base_url=settings.base_url or EMBEDDED_URL,
            api_key=api_key or "none",
            max_retries=0 if settings.mode == "replay" else settings.retries,
            timeout=timeout,
            http_client=httpx2.AsyncClient(transport=_Line(self._transport), timeout=timeout),
        )
        self._client = client
        self._turn = asyncio.Lock()
        self._ended: ExtractError | None = None
        self._slots = asyncio.Semaphore(settings.concurrency if settings.base_url else 1)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.close()

    def end(self, error: ExtractError) -> None:
        """Send no request any more: whoever asks is told this error. Those under way are waited for."""
        self._ended = error

    @property
    def used(self) -> frozenset[str]:
        """Keys of the recordings served or written so far."""
        return frozenset(self._transport.used)

    async def ask(self, kind: Kind, prompt: Prompt) -> Answer:
        """Ask for the records of one kind.

        Raises ModelError for this request's failure, EndpointError if no request can succeed, RecordingMissing
        in replay, UsageError for an unsound recording or an embedded model that is not installed.
        """
        async with self._slots:
            if self._ended is not None:  # those that waited for a slot meanwhile are not sent
                raise self._ended
            start = time.monotonic()
            exchange = Exchange()
            token = watched.set(exchange)
            try:
                await self._send(kind, prompt)
                found = _parsed(kind.reply, exchange.body)
            except (InstructorError, ValidationError, openai.OpenAIError) as error:
                raise self._ending(self._explain(error, exchange, kind)) from error
            finally:
                watched.reset(token)
        self._in_a_row = 0
        # One answer at a time goes back to its caller, whose work on it takes a millisecond: in between the loop sends
        # what waits for a slot. With a lump of answers handed back at once the slots would stay empty for so long.
        async with self._turn:
            await asyncio.sleep(0)
        # A reply that validates may still have been cut short or filtered.
        if (fault := fault_of(exchange.body)) is not None:
            raise self._error(*fault, exchange, kind)
        return Answer(
            records=tuple(cast(Any, found).records),
            text=content_of(exchange.body) or "",
            recording=exchange.key or "",
            usage=usage_of(exchange.body),
            seconds=time.monotonic() - start,
        )

    async def _send(self, kind: Kind, prompt: Prompt) -> None:
        """Ask; what comes is in the exchange that the transport sees.

        By `post` and not by `create`, which walks the whole body against its types: 1.2 ms a request. instructor
        is not given the request either: it would make a class and a schema of the reply for every one (3.4 ms), and
        its `context` would render each message, documents too, as a template. Both measured by benchmarks/calls.py.
        """
        body = {
            # Servers refuse lone surrogates, in UTF-8 and most of them as JSON escapes too.
            "messages": [{part: encodable(text) for part, text in message.items()} for message in prompt.messages],
            "model": self._settings.model,
            "max_tokens": self._settings.max_tokens,
            "response_format": _response_format(kind.reply),
            "temperature": 0,
        }
        await self._client.post("/chat/completions", cast_to=httpx2.Response, body=body)

    def _explain(self, error: Exception, exchange: Exchange, kind: Kind) -> ExtractError:
        """The error for whatever instructor or openai raised: the ExtractError that they only carried, or ours."""
        causes = chain(error)
        for cause in causes:
            if isinstance(cause, ExtractError):
                return cause
        # What became of the reply comes first: a reply cut short is also malformed, but that is not why.
        if exchange.key is not None and (fault := fault_of(exchange.body)) is not None:
            return self._given_up(self._error(*fault, exchange, kind))
        for cause in causes:
            if (found := of_cause(cause, self._settings)) is not None:
                return self._given_up(self._error(*found, exchange, kind))
        reason = "bad_request" if exchange.key is None else "malformed"
        what = f"the exchange failed; run extract doctor ({error})"
        return self._given_up(self._error(ModelError, reason, what, exchange, kind))

    def _ending(self, error: ExtractError) -> ExtractError:
        """The error; if it would meet every other request too, none is sent any more."""
        if isinstance(error, (EndpointError, BudgetReached)):
            self.end(error)
        return error

    def _given_up(self, error: ModelError) -> ModelError:
        """The error, or after too many in a row that the endpoint is to blame for, one that stops the run: a thousand
        more would fail alike. Parts that failed so are tried again at the next start.
        """
        if isinstance(error, EndpointError):
            return error
        if error.reason not in ("server_error", "rate_limited", "timeout"):
            self._in_a_row = 0  # it answered, if to no use
            return error
        self._in_a_row += 1
        if self._in_a_row < self._settings.give_up:
            return error
        message = f"{self._in_a_row} requests failed in a row, so the run stops; run it again later. The last: {error}"
        return EndpointError(error.reason, message, error.recording, error.reply)

    def _error(self, cls: type[ModelError], reason: str, message: str, exchange: Exchange, kind: Kind) -> ModelError:
        text = f"{self._endpoint}, model {self._settings.model}, kind {kind.name}: {message}"
        # Servers repeat the key in their own messages ("Incorrect API key provided: ...").
        text = text.replace(self._secret, "***") if self._secret else text
        return cls(reason, text[:_SHOWN], recording=exchange.key, reply=content_of(exchange.body))


_HANDLER = OpenAIJSONSchemaHandler()
"""instructor's reader and writer of structured outputs: how a class is asked for, how a reply becomes its object."""


_FORMS: WeakKeyDictionary[type[BaseModel], dict[str, Any]] = WeakKeyDictionary()
"""How classes are asked for, as long as they live. A question about candidates has a class of its own: kept here for
good, each would hold 45 KB.
"""


def _response_format(reply: type[BaseModel]) -> dict[str, Any]:
    """How a class of replies is asked for, once for each class: instructor's form, with `strict`, without which OpenAI
    does not hold the model to the schema.
    """
    if (known := _FORMS.get(reply)) is not None:
        return known
    _, request = _HANDLER.prepare_request(reply, {"messages": []})
    form = request["response_format"]["json_schema"]
    name = re.sub(r"[^a-zA-Z0-9_-]", "_", form["name"])[:64]
    made = {"type": "json_schema", "json_schema": {"name": name, "schema": form["schema"], "strict": True}}
    _FORMS[reply] = made
    return made


def _parsed(reply: type[BaseModel], body: Any) -> Any:
    """The reply as an object of its class, read by instructor. Raises what instructor or Pydantic raise."""
    message = SimpleNamespace(content=content_of(body))
    choice = SimpleNamespace(message=message, finish_reason=choice_of(body).get("finish_reason"))
    return _HANDLER.parse_response(SimpleNamespace(choices=[choice]), reply, strict=True)


class _Line(httpx2.AsyncBaseTransport):
    """Above the recordings: keeps openai from sending again in vain."""

    def __init__(self, below: RecordingTransport) -> None:
        self._below = below

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Raises _Halt for what sending again cannot mend: our own errors, and an answer that takes too long."""
        try:
            response = await self._below.handle_async_request(request)
        except httpx2.ConnectTimeout:
            raise
        except (ExtractError, TimeoutError, httpx2.TimeoutException) as error:
            raise _Halt(str(error)) from error
        if response.status_code == 429 and "insufficient_quota" in response.text:
            response.headers["x-should-retry"] = "false"
        return response

    async def aclose(self) -> None:
        await self._below.aclose()
