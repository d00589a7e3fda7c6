"""Seconds for one document with the embedded server's options, each against the default: benchmarks/speed.py [DOCUMENT]

Asks the embedded model anew each time (nothing is recorded), the default first and last, so that what else the machine
does can be seen. Needs the weights and some minutes of an idle machine.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xllamacpp

from extract import local
from extract.batch import run_batch
from extract.kinds import load_kinds
from extract.settings import Settings

document = sys.argv[1] if len(sys.argv) > 1 else "seeds/visit-to-minsk.md"
plain = local._params


def threads(count: int) -> Callable[[Any], None]:
    def change(params: Any) -> None:
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = count

    return change


def put(**values: Any) -> Callable[[Any], None]:
    def change(params: Any) -> None:
        for name, value in values.items():
            setattr(params, name, value)

    return change


def no_cache(params: Any) -> None:
    params.cache_prompt, params.cache_ram_mib = False, 0


def speculate(params: Any) -> None:
    params.speculative.types = [xllamacpp.common_speculative_type.COMMON_SPECULATIVE_TYPE_NGRAM_SIMPLE]


VARIANTS: list[tuple[str, Callable[[Any], None]]] = [
    ("default", put()),
    ("no prefix cache", no_cache),
    ("flash attention on", put(flash_attn_type=1)),
    ("flash attention off", put(flash_attn_type=0)),
    ("KV cache q8_0", put(cache_type_k=8, cache_type_v=8, flash_attn_type=1)),
    ("ubatch 128", put(n_ubatch=128)),
    ("one thread", threads(1)),
    ("n-gram speculation", speculate),
    ("default again", put()),
]

for name, change in VARIANTS:

    def params(empty: Any, path: Path, change: Callable[[Any], None] = change) -> Any:
        filled = plain(empty, path)
        change(filled)
        return filled

    local._params = params
    try:
        server = local.server()  # loaded before the clock runs
        with tempfile.TemporaryDirectory() as folder:
            start = time.monotonic()
            done = run_batch([document], load_kinds(Path.cwd()), Settings(), Path(folder) / "run")
            seconds = time.monotonic() - start
        print(f"{name:24} {seconds:6.1f} s   {len(done.records)} records", flush=True)
    except Exception as error:  # noqa: BLE001  (an option that this build does not know)
        print(f"{name:24} not with this build: {error}", flush=True)
    finally:
        if local._servers:
            local._servers.pop().__exit__()
