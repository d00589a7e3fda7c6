"""The other clients of the benchmark, one a run: clients.py NAME FOLDER URL IN_FLIGHT OUT FORM

Each asks once about every document of a folder, as its own documentation tells one to, and writes a line for each
document that came to an end: a record, or the error. All send our own question and form (the request of `extract`), so
that the replies are the same; langextract has its own.

    aiohttp      a bare loop: the request as bytes, json.loads on the reply, nothing looked at
    openai       AsyncOpenAI, the reply's text through json.loads
    instructor   instructor over AsyncOpenAI, the reply as a Pydantic object
    langextract  langextract's OpenAI provider, which also finds its words in the document
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Literal

Ask = Callable[[str], Awaitable[Any]]


QUESTION = "Which sentences of the document report a loan? Copy each word for word."

GIVEN: dict[str, Any] = json.loads(Path(sys.argv[6]).read_text(encoding="utf-8"))
"""What `extract` sends beside the document: system, question, form."""


def messages(text: str) -> list[dict[str, str]]:
    user = f"<document>\n{text}\n</document>\n\n{GIVEN['question']}"
    return [{"role": "system", "content": GIVEN["system"]}, {"role": "user", "content": user}]


async def all_of(paths: list[Path], ask: Ask, in_flight: int, out: Any) -> None:
    """Every document once, as many at a time as said; an error ends its own document alone."""
    waiting = iter(paths)

    async def work() -> None:
        for path in waiting:
            try:
                found = {"document": path.stem, "reply": await ask(path.read_text(encoding="utf-8"))}
            except Exception as error:  # noqa: BLE001  whatever the library raises is this document's end
                found = {"document": path.stem, "error": f"{type(error).__name__}: {error}"[:200]}
            out.write(json.dumps(found) + "\n")

    await asyncio.gather(*(work() for _ in range(in_flight)))


async def run_aiohttp(paths: list[Path], url: str, in_flight: int, out: Any) -> None:
    import aiohttp

    wire = {"type": "json_schema", "json_schema": GIVEN["form"]}
    connector = aiohttp.TCPConnector(limit=in_flight)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=600)) as session:

        async def ask(text: str) -> Any:
            body = {"model": "loopback", "messages": messages(text), "response_format": wire, "temperature": 0}
            async with session.post(f"{url}/chat/completions", json=body) as reply:
                reply.raise_for_status()
                return json.loads((await reply.json())["choices"][0]["message"]["content"])

        await all_of(paths, ask, in_flight, out)


async def run_openai(paths: list[Path], url: str, in_flight: int, out: Any) -> None:
    import openai

    wire: Any = {"type": "json_schema", "json_schema": GIVEN["form"]}
    async with openai.AsyncOpenAI(base_url=url, api_key="none", max_retries=3) as client:

        async def ask(text: str) -> Any:
            reply = await client.chat.completions.create(
                model="loopback", messages=messages(text), response_format=wire, temperature=0
            )  # type: ignore[call-overload]
            return json.loads(reply.choices[0].message.content)

        await all_of(paths, ask, in_flight, out)


async def run_instructor(paths: list[Path], url: str, in_flight: int, out: Any) -> None:
    import instructor
    import openai
    from pydantic import BaseModel

    class Amount(BaseModel):
        text: str
        value: float | None
        currency: str
        modifier: str

    class Step(BaseModel):
        event: Literal["requested", "pledged", "signed", "approved", "disbursed", "due", "repaid"]
        text: str
        planned: bool

    class Loan(BaseModel):
        evidence: list[str]
        lender: list[str]
        borrower: list[str]
        amount: Amount | None
        flow_type: str
        status: str
        dates: list[Step]
        purpose_text: str | None
        terms_text: str | None
        asserted_by: str
        factuality: str

    class Loans(BaseModel):
        records: list[Loan]

    async with openai.AsyncOpenAI(base_url=url, api_key="none", max_retries=3) as plain:
        client = instructor.from_openai(plain, mode=instructor.Mode.JSON_SCHEMA)

        async def ask(text: str) -> Any:
            reply = await client.chat.completions.create(
                model="loopback", messages=messages(text), response_model=Loans, temperature=0, max_retries=1
            )  # type: ignore[call-overload]
            return reply.model_dump()

        await all_of(paths, ask, in_flight, out)


def run_langextract(paths: list[Path], url: str, in_flight: int, out: Any) -> None:
    import langextract as lx
    from langextract.providers.openai import OpenAILanguageModel

    words = "On 3 March Norland lent Sudmark $40 million to build a bridge."
    kept = {"lender": ["Norland"], "borrower": ["Sudmark"], "flow_type": "loan", "status": "disbursed"}
    loan = lx.data.Extraction("loan", words, attributes={**kept, "factuality": "fact", "amount": "$40 million"})
    example = lx.data.ExampleData(text=words, extractions=[loan])
    model = OpenAILanguageModel("loopback", api_key="none", base_url=url, max_workers=in_flight)
    documents = [lx.data.Document(text=path.read_text(encoding="utf-8"), document_id=path.stem) for path in paths]
    found = lx.extract(
        documents, prompt_description=f"langextract. {QUESTION}", examples=[example], model=model,
        max_char_buffer=20_000, batch_length=len(documents), max_workers=in_flight, show_progress=False,
        use_schema_constraints=False,
    )  # fmt: skip
    for one in found:
        reply = [{"words": e.extraction_text, "at": str(e.char_interval)} for e in one.extractions or []]
        out.write(json.dumps({"document": one.document_id, "reply": reply}) + "\n")


def main() -> None:
    name, folder, url, in_flight, out = sys.argv[1:6]
    paths = sorted(Path(folder).rglob("*.md"))
    with open(out, "w", encoding="utf-8", buffering=1) as file:
        if name == "langextract":
            run_langextract(paths, url, int(in_flight), file)
        else:
            run = {"aiohttp": run_aiohttp, "openai": run_openai, "instructor": run_instructor}[name]
            asyncio.run(run(paths, url, int(in_flight), file))


if __name__ == "__main__":
    main()
