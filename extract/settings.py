"""Everything a run can be told, in one frozen value; every field is also a flag and an `EXTRACT_*` variable.

The embedded model's identity stands here, not in `extract.local`, because replay needs the name and the
hash of the weights but neither the weights nor the server.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

EMBEDDED_MODEL = "qwen2.5-coder-1.5b-instruct-q4_k_m"
EMBEDDED_REPO = "Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF"
EMBEDDED_FILE = "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
EMBEDDED_SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
EMBEDDED_SIZE = 1_117_320_768
EMBEDDED_CONTEXT = 16_384
"""Tokens. Holds a passage of `PASSAGE_CHARS`, the question, the reply and a re-ask; about 0.5 GB of memory."""
PASSAGE_CHARS = 40_000
"""Code points. The embedded context less question, reply and re-ask leaves about 10,000 tokens, at four or more
characters of English news each; `extract doctor` says whether an endpoint's context holds as much."""

Mode = Literal["live", "record", "replay"]
Method = Literal["candidates", "document"]


@dataclass(frozen=True)  # no slots: the command line reads the defaults off the class
class Settings:
    """How a run is carried out.

    model        model name sent to the endpoint
    method       candidates: code proposes sentences and the model chooses, for kinds that say how their candidates
                 are known; document: the model reads the whole document and copies the records out
    base_url     OpenAI-compatible endpoint; None means the embedded model
    mode         live: ask the model; record: ask what is not yet recorded and keep it; replay: never ask
    recordings   folder of recordings for record and replay
    max_chars    longest document accepted, in code points
    passage_chars  longest text that the model is given to read at once, in code points; a longer document is cut
    max_tokens   longest reply asked for, in tokens
    together     candidates in one question; fewer are judged better by a small model, more cost fewer requests
    reasks       how often findings go back to the model for one document and kind
    timeout      seconds for one request
    retries      how often a request is sent again after 429, 5xx or a lost connection
    concurrency  requests in flight; the embedded model always takes one at a time. 16 keeps a server of one's own busy
                 (vLLM batches them) and stays below what hosted accounts of the first tier allow
    rpm, tpm     requests and tokens a minute; None: as fast as they come and the endpoint allows
    give_up      so many failures of the endpoint in a row stop the run
    budget       US dollars that the run may cost in all, what it has cost before counted; None: no limit
    budget_tokens  the same in tokens, read and written
    prices       a table of prices of one's own, YAML
    """

    model: str = EMBEDDED_MODEL
    method: Method = "candidates"
    base_url: str | None = None
    mode: Mode = "live"
    recordings: Path | None = None
    max_chars: int = 5_000_000
    passage_chars: int = PASSAGE_CHARS
    max_tokens: int = 2_048
    together: int = 1
    reasks: int = 1
    timeout: float = 900.0
    retries: int = 3
    concurrency: int = 16
    rpm: int | None = None
    tpm: int | None = None
    give_up: int = 20
    budget: Decimal | None = None
    budget_tokens: int | None = None
    prices: Path | None = None

    @property
    def endpoint(self) -> str:
        """What answers, as written into recordings and their keys: an address, or the embedded weights.

        A GGUF of one's own is named by its file and size: hashing it would read gigabytes at each start.
        """
        if self.base_url is not None:
            return self.base_url.rstrip("/")
        own = os.environ.get("EXTRACT_MODEL_FILE")
        if own:
            path = Path(own)
            return f"embedded:{path.name}:{path.stat().st_size if path.exists() else 0}"
        return f"embedded:{EMBEDDED_FILE}:{EMBEDDED_SHA256}"
