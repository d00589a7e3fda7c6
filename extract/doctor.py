"""Is this endpoint fit for the work? A few small requests find out before a long run does.

Each probe asks for what a run relies on and what servers are known to leave out without saying so: a schema that
is ignored, a prompt that is cut. What was found and what to change is returned, never raised.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx2
    import openai

    from extract.settings import Settings

FILLER_TOKENS = 3_000  # enough for a hosted prompt cache to work (from 1,024 on), about a minute on a slow processor
CHARS_PER_TOKEN = 3.5  # pessimistic for English prose, so that a context found long enough is
QUESTION_TOKENS = 2_000  # a kind's question and examples, which stand behind the document
REPLY_TOKENS = 64
CONNECT_TIMEOUT = 10.0  # seconds
_ALLOWED = ("quartz", "basalt")
_SCHEMA = {
    "type": "object",
    "properties": {"stone": {"type": "string", "enum": list(_ALLOWED)}},
    "required": ["stone"],
    "additionalProperties": False,
}
_FILLER = "the river runs down from the hill to the sea and by an old mill "
_ADDRESS = "--base-url should look like http://host:port/v1"
_RAISE_CONTEXT = (
    "give the server a context of at least {needed:,} tokens (llama.cpp: -c, Ollama: OLLAMA_CONTEXT_LENGTH, "
    "vLLM: --max-model-len), or lower --passage-chars"
)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing looked at: its name, whether it is well, what was seen, and what to change (empty when well)."""

    name: str
    ok: bool
    detail: str
    advice: str = ""


class _Trouble(Exception):
    """A request came to nothing. `fatal`: no other request can do better."""

    def __init__(self, detail: str, advice: str, *, fatal: bool = False) -> None:
        super().__init__(detail)
        self.detail, self.advice, self.fatal = detail, advice, fatal


@dataclass(frozen=True)
class _Patient:
    """The endpoint under examination, and what it must be able to do."""

    client: openai.OpenAI
    http: httpx2.Client
    base_url: str
    settings: Settings
    filler: int  # tokens to send
    needed: int  # tokens of context that the longest passage takes


def diagnose(
    settings: Settings,
    *,
    base_url: str,
    api_key: str | None,
    full: bool = False,
    transport: httpx2.BaseTransport | None = None,
) -> tuple[Diagnosis, ...]:
    """Examine an OpenAI-compatible endpoint with at most four requests and a look at its settings.

    full       send as many tokens as the longest document has, not 3,000: sure, but minutes on a slow machine
    transport  answers in place of the network

    Returns diagnoses in the order of the looks; the first fatal one (no server, wrong key) is the last. Nothing that
    the endpoint does is raised, and the key appears in no text.
    """
    import httpx2
    import openai

    document = int(settings.passage_chars / CHARS_PER_TOKEN)
    limits = httpx2.Timeout(settings.timeout, connect=CONNECT_TIMEOUT)
    found: list[Diagnosis] = []
    with httpx2.Client(transport=transport, timeout=limits, follow_redirects=True) as http:
        try:
            client = openai.OpenAI(
                base_url=base_url, api_key=api_key or "none", timeout=limits, max_retries=0, http_client=http
            )
        except httpx2.InvalidURL as error:
            detail = f"{base_url} is not an address: {error}"
            return (_without_secrets(Diagnosis("reachable", False, detail, _ADDRESS), api_key),)
        needed = document + QUESTION_TOKENS + settings.max_tokens
        patient = _Patient(client, http, base_url.rstrip("/"), settings, document if full else FILLER_TOKENS, needed)
        for name, look in _LOOKS.items():
            try:
                found.extend(look(patient))
            except _Trouble as trouble:
                found.append(Diagnosis(name, False, trouble.detail, trouble.advice))
                if trouble.fatal:
                    break
    return tuple(_without_secrets(one, api_key) for one in found)


def _look_for_model(patient: _Patient) -> list[Diagnosis]:
    """Does it answer, and does it know the model?"""
    reply = _send(patient, lambda: patient.client.models.with_raw_response.list())
    listed = reply.get("data")
    names = [str(one.get("id")) for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    reachable = Diagnosis("reachable", True, f"{patient.base_url} answers")
    # A llama.cpp server without an alias lists the path of its file.
    if any(patient.settings.model in (name, re.sub(r"^.*[/\\]|\.gguf$", "", name)) for name in names):
        return [reachable, Diagnosis("model", True, f"{patient.settings.model} is listed")]
    shown = ", ".join(names[:10]) + (" ..." if len(names) > 10 else "")
    detail = f"{patient.settings.model} is not listed; there are: {shown or 'no models'}"
    return [reachable, Diagnosis("model", False, detail, "name one of those with --model, or load the model")]


def _look_at_schema(patient: _Patient) -> list[Diagnosis]:
    """Is the reply held to the schema, although the prompt asks for something else?"""
    asked = "Reply with the single word granite and nothing else. Do not write JSON, braces or quotation marks."
    form = {"type": "json_schema", "json_schema": {"name": "probe", "schema": _SCHEMA, "strict": True}}
    reply = _chat(patient, asked, REPLY_TOKENS, form)
    content, finish = _content(reply)
    try:
        stone = json.loads(content)["stone"]
    except (ValueError, KeyError, TypeError):
        stone = None
    if stone in _ALLOWED:
        return [Diagnosis("schema", True, "the reply keeps to the schema against the prompt's wish")]
    if finish == "length" and not content.strip():
        detail = f"the reply ended after {REPLY_TOKENS} tokens without text"
        return [Diagnosis("schema", False, detail, "turn the model's reasoning off, or use a model without it")]
    advice = "update the server, or use one that enforces response_format json_schema (llama.cpp, vLLM, Ollama 0.5)"
    return [Diagnosis("schema", False, f"the schema was ignored: the reply was {content[:80]!r}", advice)]


def _look_at_length(patient: _Patient) -> list[Diagnosis]:
    """Does a long prompt arrive whole, is it counted, and is it kept for the next question about it?"""
    prompt = _FILLER * (patient.filler // len(_FILLER.split())) + "\n\nReply with the word yes."
    try:
        first = _chat(patient, prompt, 1)
    except _Trouble as trouble:
        if not trouble.fatal and re.search("(?i)context|too long|too many tokens|maximum.*tokens", trouble.detail):
            advice = _RAISE_CONTEXT.format(needed=patient.needed)
            return [Diagnosis("context", False, f"{patient.filler:,} tokens are refused: {trouble.detail}", advice)]
        raise
    counted = _count(first, "prompt_tokens")
    found = [_judge_context(patient, counted)]
    if not counted:
        advice = "use a server that reports usage: without it neither cost nor a cut prompt can be seen"
        return [*found, Diagnosis("usage", False, "the reply counts no prompt_tokens", advice)]
    found.append(Diagnosis("usage", True, f"{counted:,} prompt tokens counted"))
    return [*found, _judge_cache(_chat(patient, prompt, 1))]


def _judge_context(patient: _Patient, counted: int) -> Diagnosis:
    advice = _RAISE_CONTEXT.format(needed=patient.needed)
    if not counted:
        return Diagnosis("context", False, "cannot be judged, the server does not count prompt tokens", advice)
    # The filler's words are so common that each is a token of its own, with any tokenizer.
    if counted < 0.9 * patient.filler:
        detail = f"the prompt is cut without a word: {patient.filler:,} tokens sent, {counted:,} read"
        return Diagnosis("context", False, detail, advice)
    context = _declared_context(patient)
    if context and context < patient.needed:
        detail = f"the server's context is {context:,} tokens, the longest document takes {patient.needed:,}"
        return Diagnosis("context", False, detail, advice)
    if context:
        detail = f"{counted:,} tokens arrived whole; the context is {context:,}, {patient.needed:,} are needed"
        return Diagnosis("context", True, detail)
    detail = f"{counted:,} tokens arrived whole, {patient.needed:,} are needed at the most"
    # Well as far as seen; what was not seen is said.
    return Diagnosis("context", True, detail, "" if counted >= patient.needed else "`extract doctor --full` sends more")


def _judge_cache(second: Mapping[str, Any]) -> Diagnosis:
    cached = _count(second, "prompt_tokens_details", "cached_tokens")
    if cached:
        return Diagnosis("prompt cache", True, f"{cached:,} tokens of a repeated prompt came from the cache")
    detail = "a repeated prompt was read anew, or the server does not say"
    advice = (
        "results do not suffer, but every kind may pay for the document again: turn on prefix caching "
        "(vLLM: --enable-prefix-caching; llama.cpp: on by default)"
    )
    return Diagnosis("prompt cache", False, detail, advice)


_LOOKS: Mapping[str, Callable[[_Patient], list[Diagnosis]]] = {
    "reachable": _look_for_model,
    "schema": _look_at_schema,
    "context": _look_at_length,
}


def _declared_context(patient: _Patient) -> int:
    """Tokens of context per request as llama.cpp's /props states them; 0 with any other server."""
    import httpx2

    headers = {"Authorization": f"Bearer {patient.client.api_key}"}
    try:
        reply = patient.http.get(f"{patient.base_url.removesuffix('/v1')}/props", headers=headers)
        return _count({"usage": reply.json()}, "default_generation_settings", "n_ctx")
    except (httpx2.HTTPError, ValueError):
        return 0


def _chat(patient: _Patient, prompt: str, max_tokens: int, form: Any = None) -> dict[str, Any]:
    return _send(
        patient,
        lambda: patient.client.chat.completions.with_raw_response.create(
            model=patient.settings.model,
            messages=[{"role": "user", "content": prompt}],
            max_tokens=max_tokens,
            extra_body={"response_format": form} if form else {},
        ),
    )


def _send(patient: _Patient, call: Callable[[], Any]) -> dict[str, Any]:
    """The JSON object that a request brings. Raises _Trouble for anything else."""
    import openai

    try:
        text = str(call().http_response.text)
    except openai.APITimeoutError as error:
        advice = f"see that the server is up and not busy, raise --timeout ({patient.settings.timeout:g} s); {_ADDRESS}"
        raise _Trouble(f"{patient.base_url} gave no answer in time", advice, fatal=True) from error
    except openai.APIConnectionError as error:
        detail = f"{patient.base_url} cannot be reached: {error.__cause__ or error}"
        raise _Trouble(detail, f"start the server; {_ADDRESS}", fatal=True) from error
    except openai.APIStatusError as error:
        raise _explain(error, patient) from error
    except UnicodeEncodeError as error:
        advice = "set OPENAI_API_KEY again, without quotation marks or pasted symbols"
        raise _Trouble("the key has characters that no key has", advice, fatal=True) from error
    with suppress(ValueError, RecursionError):
        reply = json.loads(text)
        if isinstance(reply, dict):
            return reply
    what = "a web page" if "<html" in text[:1_000].lower() else f"{text[:60]!r}"
    raise _Trouble(f"{patient.base_url} answers with {what} instead of JSON", f"{_ADDRESS}; often /v1 is missing")


def _explain(error: openai.APIStatusError, patient: _Patient) -> _Trouble:
    status = error.status_code
    detail = f"HTTP {status}: {_message(error)}"
    if status in (401, 403):
        return _Trouble(detail, "set OPENAI_API_KEY to a key that this endpoint accepts", fatal=True)
    if status == 404:
        advice = f"the model {patient.settings.model} may be unknown there (--model), or --base-url lacks /v1"
        return _Trouble(detail, advice)
    if status == 429:
        return _Trouble(detail, "wait, lower --concurrency, or see whether the account still has credit", fatal=True)
    if status >= 500:
        return _Trouble(detail, "the server failed: read its log, or try again later")
    return _Trouble(detail, "the server does not take this request: read its message, or update the server")


def _message(error: openai.APIStatusError) -> str:
    body: Any = error.body
    if isinstance(body, dict):
        inner = body.get("error", body)
        return str(inner.get("message", inner) if isinstance(inner, dict) else inner)[:300]
    return "a web page" if "<html" in str(body).lower() else str(body or error.message)[:300]


def _content(reply: Mapping[str, Any]) -> tuple[str, str]:
    """Text and finish_reason of the first choice; empty where the reply has none."""
    try:
        choice = reply["choices"][0]
        return str(choice["message"]["content"] or ""), str(choice.get("finish_reason"))
    except (KeyError, IndexError, TypeError, AttributeError):
        return "", ""


def _count(reply: Mapping[str, Any], *path: str) -> int:
    """A whole number inside `usage`; 0 where there is none."""
    value: Any = reply.get("usage")
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, int) else 0


def _without_secrets(one: Diagnosis, api_key: str | None) -> Diagnosis:
    """Servers and libraries quote the key they did not like, and an address may hold a password."""
    detail = re.sub(r"//[^/@\s]+@", "//", one.detail)
    for secret in ((api_key or "").strip(), repr(api_key)[1:-1]):
        # Shorter ones are stand-ins ("none", "ollama") and parts of ordinary words.
        detail = detail.replace(secret, "[key]") if len(secret) >= 8 else detail
    return replace(one, detail=detail)
