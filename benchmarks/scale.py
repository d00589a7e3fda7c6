"""What ten million documents cost in time, money, memory and disk: the arithmetic over the figures below.

    python benchmarks/scale.py

benchmarks/scale_measure.py takes the figures anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DOCUMENTS = 10_000_000


@dataclass(frozen=True)
class Figures:
    """Measured, with the command that gives each; all of a document unless another is named."""

    # make demo, build/demo/run.json: five seeds of 32,882 characters, four kinds, the default method
    requests: float = 80 / 5
    read: float = 21_801 / 5
    cached: float = 17_636 / 5
    written: float = 1_851 / 5
    # benchmarks/scale_measure.py measure --documents 1000, on 25 November 2026: CPU seconds of the whole run, its
    # requests among them, and bytes
    measured_requests: float = 6.01
    cpu_document: float = 27.5e-3
    disk_sqlite: float = 38_928
    disk_files: float = 23_801
    disk_reply: float = 1_410
    # benchmarks/scale_measure.py driver --documents 1000
    cpu_driver: float = 1.59e-3
    disk_shards: float = 3_192
    # benchmarks/scale_measure.py batch --documents 1000: CPU seconds of submit and collect together, bytes of a
    # question as sent
    cpu_batch: float = 50.6e-3
    batch_question: float = 1_971
    # benchmarks/scale_measure.py memory: bytes that the process that prepares a run holds of each document
    memory: float = 648


@dataclass(frozen=True)
class Assumed:
    """Not measured here; each with its source. Change them to yours."""

    latency: float = 1.0  # seconds for a small request at a hosted API: an assumption, see `extract doctor` for yours
    tpm: float = 10_000_000  # tokens a minute of a large account: an assumption; the account's page of limits says
    batch_tokens: float = 5_000_000_000  # tokens of an account that may wait in batches: an assumption; see its limits
    # Tokens read without the cache, and written, in a second on one GPU with vLLM and a 7-8B model: assumptions in the
    # middle of what is published for such models on an 80 GB card; measure with `vllm bench serve`.
    gpu_read: float = 20_000.0
    gpu_written: float = 2_500.0
    gpu_hour: float = 2.50  # US dollars, an assumption: on-demand prices for such a card lie between 1.5 and 4


def table(figures: Figures, assumed: Assumed) -> str:
    """The costs of all documents, one a line."""
    from extract.batch_lines import MOST_REQUESTS
    from extract.budget import Spent, read_prices

    n = DOCUMENTS
    spent = Spent(round(n * figures.read), round(n * figures.cached), round(n * figures.written))
    requests = n * figures.requests
    out = [
        f"{n:,} documents: {requests / 1e6:,.0f} million requests, {spent.read / 1e9:,.1f} billion tokens read "
        f"({spent.cached / 1e9:,.1f} cached), {spent.written / 1e9:,.1f} written",
        "",
        "Money at a hosted API (extract/data/prices.yaml)",
    ]
    for name, price in read_prices(Path(__file__).parents[1] / "extract" / "data" / "prices.yaml").items():
        full = price.of(spent)
        uncached = price.of(Spent(spent.read, 0, spent.written))
        out.append(
            f"  {name:14} ${full:>10,.0f}   nothing cached ${uncached:>10,.0f}   batch, nothing cached "
            f"${uncached * price.batch:>10,.0f}"
        )
    more = figures.requests - figures.measured_requests
    cpu = requests * figures.cpu_document / figures.measured_requests
    batched = requests * figures.cpu_batch / figures.measured_requests
    rounds = (spent.read + spent.written) / assumed.batch_tokens
    minutes = (spent.read + spent.written) / assumed.tpm
    fresh, new = spent.read - spent.cached, spent.written
    gpu = fresh / assumed.gpu_read + new / assumed.gpu_written
    worst = spent.read / assumed.gpu_read + new / assumed.gpu_written
    in_flight = 256
    out += [
        "",
        "Time",
        f"  CPU of extract: {cpu / 3600:,.0f} core hours; {days(cpu / 16)} on 16 cores, {days(cpu / 64)} on 64",
        f"  the Ray engine's driver, one core: {days(n * figures.cpu_driver)}, whatever the workers are",
        f"  hosted, {assumed.latency:g} s a request (assumed): {days(requests * assumed.latency / in_flight)} with "
        f"{in_flight} in flight, {days(requests * assumed.latency / in_flight / 16)} with {in_flight * 16:,}",
        f"  hosted, {assumed.tpm:,.0f} tokens a minute (assumed): {days(minutes * 60)} at least",
        f"  vLLM (throughput assumed): {gpu / 3600:,.0f} GPU hours, ${gpu / 3600 * assumed.gpu_hour:,.0f}; without its "
        f"prefix cache {worst / 3600:,.0f} and ${worst / 3600 * assumed.gpu_hour:,.0f}; {days(gpu / 8)} on 8 GPUs",
        f"  batch: {requests / MOST_REQUESTS:,.0f} batches; {days(max(rounds, 1) * 86_400)} at most with "
        f"{assumed.batch_tokens / 1e9:g} billion tokens waiting at a time (assumed) and a day for each lot",
        f"  batch, CPU of submit and collect, one core for a folder: {days(batched)}; {days(batched / 10)} with ten",
        "",
        "Disk",
        f"  run.sqlite: {size(n * figures.disk_sqlite)} as measured ({figures.measured_requests:.1f} replies each); "
        f"{size(n * (figures.disk_sqlite + more * figures.disk_reply))} with "
        f"{figures.requests:.1f} as in the demo",
        f"  .jsonl files: {size(n * figures.disk_files)}; with --engine ray, shards: {size(n * figures.disk_shards)}; "
        f"with batches, files to be sent: {size(requests * figures.batch_question)}",
        "",
        "Memory",
        f"  of the process that knows the documents: {size(n * figures.memory)} ({figures.memory:,.0f} bytes each)",
    ]
    return "\n".join(out)


def days(seconds: float) -> str:
    return f"{seconds / 86_400:,.1f} days" if seconds > 86_400 else f"{seconds / 3600:,.1f} hours"


def size(count: float) -> str:
    return f"{count / 1e12:,.2f} TB" if count > 1e12 else f"{count / 1e9:,.1f} GB"


if __name__ == "__main__":
    print(table(Figures(), Assumed()))
