"""What went wrong with a request: the reason and the advice, from the reply's own words or from the exception.

Takes a reply's body or an exception of the client's; gives the class of the error, its reason and its message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import httpx2
import openai
from pydantic import ValidationError

from extract.budget import sound
from extract.errors import EndpointError, ModelError
from extract.settings import Settings

_CONTEXT = re.compile(r"context[ _](length|size|window)|n_ctx|maximum context", re.IGNORECASE)

Fault = tuple[type[ModelError], str, str]  # class, reason, message

_KEY: Fault = (EndpointError, "bad_request", "the key was refused; set OPENAI_API_KEY to one for this endpoint")

_OTHER: Fault = (ModelError, "bad_request", "the request was not accepted; run extract doctor")

_STATUS: dict[int, Fault] = {
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


def fault_of(body: Any) -> Fault | None:
    """What the server itself says is wrong with a 2xx reply, whatever the text looks like; None if nothing."""
    finish = choice_of(body).get("finish_reason")
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
    if not (content_of(body) or "").strip():
        return ModelError, "empty_reply", "the reply holds no text; run again, or try another model"
    return None


def of_cause(cause: BaseException, settings: Settings) -> Fault | None:
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


def _of_validation(error: ValidationError) -> Fault:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    if first["type"] == "json_invalid":
        return ModelError, "malformed", f"the reply is not JSON alone ({first['msg']}); run extract doctor"
    path = ".".join(str(part) for part in first["loc"]) or "the whole reply"
    more = f" and {error.error_count() - 1} more" if error.error_count() > 1 else ""
    message = f"the reply does not fit the schema: {path}: {first['msg']}{more}; sharpen the field's description"
    return ModelError, "schema_violation", message


def _of_status(error: openai.APIStatusError) -> Fault:
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


def chain(error: BaseException) -> list[BaseException]:
    """The exception and what it was raised from, outermost first."""
    found = [error]
    while (cause := found[-1].__cause__ or found[-1].__context__) is not None and cause not in found:
        found.append(cause)
    return found


def choice_of(body: Any) -> dict[str, Any]:
    """The first choice of a reply; empty where there is none."""
    choices = body.get("choices") if isinstance(body, dict) else None
    return _dict(choices[0]) if isinstance(choices, list) and choices else {}


def _message(body: Any) -> dict[str, Any]:
    return _dict(choice_of(body).get("message"))


def content_of(body: Any) -> str | None:
    """The text of a reply; None where there is none."""
    content = _message(body).get("content")
    return content if isinstance(content, str) else None


def usage_of(body: Any) -> Usage:
    """The tokens of a reply; what a server writes in the place of a number is not reported."""
    usage = _dict(body.get("usage"))
    cached = _dict(usage.get("prompt_tokens_details")).get("cached_tokens")
    return Usage(sound(usage.get("prompt_tokens")), sound(cached), sound(usage.get("completion_tokens")))


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
