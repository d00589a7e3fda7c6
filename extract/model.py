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

from extract.budget import Budget, sound
from extract.errors import EndpointError, ExtractError, ModelError
from extract.fields import KindModel
from extract.kinds import Kind
from extract.limits import Gate
from extract.metered import Metered
from extract.prompts import Prompt
from extract.recordings import EMBEDDED_URL, Embedded, Exchange, Keeper, Network, RecordingTransport, watched
from extract.settings import Settings

# instructor logs each failure, with no handler straight to stderr; the failure is raised as well.
logging.getLogger("instructor").addHandler(logging.NullHandler())

_CONNECT_TIMEOUT = 30.0  # seconds; a server that is there accepts at once, however long its answer takes
_CONTEXT = re.compile(r"context[ _](length|size|window)|n_ctx|maximum context", re.IGNORECASE)
_SHOWN = 700  # characters of a message: enough for what we say and the beginning of what the server said

_Fault = tuple[type[ModelError], str, str]  # class, reason, message
_KEY: _Fault = (EndpointError, "bad_request", "the key was refused; set OPENAI_API_KEY to one for this endpoint")
_OTHER: _Fault = (ModelError, "bad_request", "the request was not accepted; run extract doctor")
_STATUS: dict[int, _Fault] = {
    401: _KEY,
    402: (EndpointError, "rate_limited", "the account's quota is used up; raise it, then run again"),
    403: _KEY,
    404: (EndpointError, "bad_request", "no such model or address; change --model or --base-url"),
    408: (ModelError, "timeout", "the server gave up waiting; run again"),
    429: (ModelError, "rate_limited", "too many requests; lower --concurrency, or run again later"),
}


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the server counted them for one request; None for what it does not report."""

    prompt_tokens: int | None
    cached_tokens: int | None
    completion_tokens: int | None


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
        self._slots = asyncio.Semaphore(settings.concurrency if settings.base_url else 1)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.close()

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
            start = time.monotonic()
            exchange = Exchange()
            token = watched.set(exchange)
            try:
                await self._send(kind, prompt)
                found = _parsed(kind.reply, exchange.body)
            except (InstructorError, ValidationError, openai.OpenAIError) as error:
                raise self._given_up(self._explain(error, exchange, kind)) from error
            finally:
                watched.reset(token)
        self._in_a_row = 0
        # A reply that validates may still have been cut short or filtered.
        if (fault := _fault(exchange.body)) is not None:
            raise self._error(*fault, exchange, kind)
        return Answer(
            records=tuple(cast(Any, found).records),
            text=_content(exchange.body) or "",
            recording=exchange.key or "",
            usage=_usage(exchange.body),
            seconds=time.monotonic() - start,
        )

    async def _send(self, kind: Kind, prompt: Prompt) -> None:
        """Ask; what comes is in the exchange that the transport sees.

        By `post` and not by `create`, which walks the whole body against its types: 1.2 ms a request. instructor
        is not given the request either: it would make a class and a schema of the reply for every one (3.4 ms), and
        its `context` would render each message, documents too, as a template. Both measured by benchmarks/calls.py.
        """
        body = {
            "messages": [dict(message) for message in prompt.messages],
            "model": self._settings.model,
            "max_tokens": self._settings.max_tokens,
            "response_format": _response_format(kind.reply),
            "temperature": 0,
        }
        await self._client.post("/chat/completions", cast_to=httpx2.Response, body=body)

    def _explain(self, error: Exception, exchange: Exchange, kind: Kind) -> ModelError:
        """The error for whatever instructor or openai raised. Raises the ExtractError that they only carried."""
        chain = _chain(error)
        for cause in chain:
            if isinstance(cause, ExtractError):
                raise cause from cause.__cause__
        # What became of the reply comes first: a reply cut short is also malformed, but that is not why.
        if exchange.key is not None and (fault := _fault(exchange.body)) is not None:
            return self._error(*fault, exchange, kind)
        for cause in chain:
            if (found := _of_cause(cause, self._settings)) is not None:
                return self._error(*found, exchange, kind)
        reason = "bad_request" if exchange.key is None else "malformed"
        return self._error(ModelError, reason, f"the exchange failed; run extract doctor ({error})", exchange, kind)

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
        return cls(reason, text[:_SHOWN], recording=exchange.key, reply=_content(exchange.body))


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
    message = SimpleNamespace(content=_content(body))
    choice = SimpleNamespace(message=message, finish_reason=_choice(body).get("finish_reason"))
    return _HANDLER.parse_response(SimpleNamespace(choices=[choice]), reply, strict=True)


def _fault(body: Any) -> _Fault | None:
    """What the server itself says is wrong with a 2xx reply, whatever the text looks like; None if nothing."""
    finish = _choice(body).get("finish_reason")
    if finish == "length":
        return ModelError, "truncated", "the reply was cut at the longest length; raise --max-tokens or the context"
    if finish == "content_filter":
        return ModelError, "content_filter", "the server's content filter stopped the reply; try another model"
    if refusal := _message(body).get("refusal"):
        return ModelError, "refused", f"the model refused; try another model (it said: {refusal})"
    if not isinstance(body, dict) or "choices" not in body or finish == "error":
        said = f" (it said: {body['error']})" if isinstance(body, dict) and body.get("error") else ""
        message = f"what came is not a chat completion; see that --base-url ends where the API begins (/v1){said}"
        return ModelError, "server_error", message
    if not (_content(body) or "").strip():
        return ModelError, "empty_reply", "the reply holds no text; run again, or try another model"
    return None


def _of_cause(cause: BaseException, settings: Settings) -> _Fault | None:
    """What one exception of a chain means; None where it only wraps another."""
    if isinstance(cause, ValidationError):
        return _of_validation(cause)
    if isinstance(cause, openai.APIStatusError):
        return _of_status(cause)
    why = str(cause) or type(cause).__name__
    if isinstance(cause, (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError)):
        return EndpointError, "server_error", f"cannot be reached ({why}); start the server or change --base-url"
    if isinstance(cause, (httpx2.TimeoutException, TimeoutError)):
        return ModelError, "timeout", f"no answer within {settings.timeout:g} s; raise --timeout"
    if isinstance(cause, httpx2.HTTPError):
        return ModelError, "server_error", f"the connection was lost {settings.retries + 1} times ({why}); run again"
    return None


def _of_validation(error: ValidationError) -> _Fault:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    if first["type"] == "json_invalid":
        return ModelError, "malformed", f"the reply is not JSON alone ({first['msg']}); run extract doctor"
    path = ".".join(str(part) for part in first["loc"]) or "the whole reply"
    more = f" and {error.error_count() - 1} more" if error.error_count() > 1 else ""
    message = f"the reply does not fit the schema: {path}: {first['msg']}{more}; sharpen the field's description"
    return ModelError, "schema_violation", message


def _of_status(error: openai.APIStatusError) -> _Fault:
    status = 402 if "insufficient_quota" in (error.code, error.type) else error.status_code
    cls, reason, message = _STATUS.get(status, _OTHER)
    if status < 400:
        where = error.response.headers.get("location", "elsewhere")
        cls, message = EndpointError, f"it redirects to {where}; give that address as --base-url"
    elif status >= 500:
        reason, message = "server_error", "the server failed, retries included; see its log, then run again"
    elif status not in _STATUS and _CONTEXT.search(f"{error.code} {error.type} {error.message}"):
        reason = "context_exceeded"
        message = "text and question exceed the model's context: lengthen it, or lower --passage-chars or --max-tokens"
    return cls, reason, f"{message} (status {error.status_code}: {error.message})"


def _chain(error: BaseException) -> list[BaseException]:
    """The exception and what it was raised from, outermost first."""
    found = [error]
    while (cause := found[-1].__cause__ or found[-1].__context__) is not None and cause not in found:
        found.append(cause)
    return found


def _choice(body: Any) -> dict[str, Any]:
    choices = body.get("choices") if isinstance(body, dict) else None
    return _dict(choices[0]) if isinstance(choices, list) and choices else {}


def _message(body: Any) -> dict[str, Any]:
    return _dict(_choice(body).get("message"))


def _content(body: Any) -> str | None:
    content = _message(body).get("content")
    return content if isinstance(content, str) else None


def _usage(body: Any) -> Usage:
    """Read from the body; what a server writes in the place of a number is not reported."""
    usage = _dict(body.get("usage"))
    cached = _dict(usage.get("prompt_tokens_details")).get("cached_tokens")
    return Usage(sound(usage.get("prompt_tokens")), sound(cached), sound(usage.get("completion_tokens")))


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


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
