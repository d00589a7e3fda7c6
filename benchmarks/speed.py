"""Seconds of the embedded server for the same questions, option by option: benchmarks/speed.py [N]

Sends the first N (10) recorded questions of the seeds again, whatever is recorded, and looks whether the answers are
those of the recordings, so that speed is compared at the same accuracy. The default comes first and last, which shows
what else the machine does. Needs the weights and a machine that does nothing else, for llama.cpp waits for its slowest
thread.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import xllamacpp

from extract import local

count = int(sys.argv[1]) if len(sys.argv) > 1 else 10
recordings = [
    json.loads(path.read_text(encoding="utf-8")) for path in sorted(Path("fixtures/recordings").glob("*.json"))
]
recordings.sort(key=lambda found: (found["provenance"]["date"], found["request"]["body"]["messages"][0]["content"]))
asked = recordings[:count]
plain = local._params


def put(**values: Any) -> Callable[[Any], None]:
    def change(params: Any) -> None:
        for name, value in values.items():
            setattr(params, name, value)

    return change


def threads(number: int) -> Callable[[Any], None]:
    def change(params: Any) -> None:
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = number

    return change


def speculate(name: str) -> Callable[[Any], None]:
    def change(params: Any) -> None:
        params.speculative.types = [getattr(xllamacpp.common_speculative_type, name)]

    return change


# name, what it changes, questions in flight
VARIANTS: list[tuple[str, Callable[[Any], None], int]] = [
    ("default", put(), 1),
    ("no prefix cache", put(cache_prompt=False, cache_ram_mib=0), 1),
    ("flash attention on", put(flash_attn_type=1), 1),
    ("flash attention off", put(flash_attn_type=0), 1),
    ("KV cache q8_0", put(cache_type_k=8, cache_type_v=8, flash_attn_type=1), 1),
    ("ubatch 128", put(n_ubatch=128), 1),
    ("ubatch 1024", put(n_ubatch=1024), 1),
    ("one thread", threads(1), 1),
    ("2 slots", put(n_parallel=2), 2),
    ("4 slots", put(n_parallel=4), 4),
    ("4 slots, one KV", put(n_parallel=4, kv_unified=True), 4),
    *((name, speculate(name), 1) for name in dir(xllamacpp.common_speculative_type) if "NGRAM" in name),
    ("default again", put(), 1),
]


async def ask(base_url: str, in_flight: int) -> tuple[int, int, int]:
    """Answers that are those recorded, tokens read anew, tokens written."""
    gate = asyncio.Semaphore(in_flight)
    same = read = written = 0

    async def one(recording: dict[str, Any]) -> None:
        nonlocal same, read, written
        async with gate:
            reply = await client.post(f"{base_url}/chat/completions", json=recording["request"]["body"])
        found, kept = reply.json(), recording["reply"]["body"]
        same += found["choices"][0]["message"]["content"] == kept["choices"][0]["message"]["content"]
        usage = found["usage"]
        read += usage["prompt_tokens"] - usage.get("prompt_tokens_details", {}).get("cached_tokens", 0)
        written += usage["completion_tokens"]

    async with httpx2.AsyncClient(timeout=900) as client:
        await asyncio.gather(*(one(recording) for recording in asked))
    return same, read, written


for name, change, in_flight in VARIANTS:

    def params(empty: Any, path: Path, change: Callable[[Any], None] = change) -> Any:
        filled = plain(empty, path)
        change(filled)
        return filled

    local._params = params
    try:
        server = local.server()  # loaded before the clock runs
        start = time.monotonic()
        same, read, written = asyncio.run(ask(server.base_url, in_flight))
        seconds = time.monotonic() - start
        print(f"{name:38} {seconds:6.1f} s   {same}/{count} the same   {read} read, {written} written", flush=True)
    except Exception as error:  # noqa: BLE001  (an option that this build does not know)
        print(f"{name:38} not with this build: {error}", flush=True)
    finally:
        if local._servers:
            local._servers.pop().__exit__()
