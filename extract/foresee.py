"""What a run would do and why, without doing it: neither the run nor anybody who could be asked is touched.

Takes what `extract.batch.run_batch` takes; gives a forecast, or the plan part by part. The run's database is brought up
to date within a transaction that is taken back, so that what is foreseen is what a run would find.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from extract.batch import known_price, prepare, sought
from extract.columns import Columns
from extract.database import Database
from extract.estimate import Forecast, forecast
from extract.kinds import Kind
from extract.plan import Step, steps
from extract.runs import DATABASE
from extract.settings import Settings
from extract.shards import SHARDS, merge_left
from extract.store import check_folder


def foretold(
    paths: Sequence[str],
    kinds: Mapping[str, Kind],
    settings: Settings,
    out: Path,
    limit: int | None = None,
    *,
    columns: Columns | None = None,
) -> Forecast:
    """What a run with these arguments would do, in numbers. Raises UsageError as `run_batch`, also where another
    process writes the run.
    """
    with _trial(paths, kinds, settings, out, limit, columns) as base:
        return forecast(base, steps(base, settings.mode != "live"), settings, known_price(settings))


def foreseen(
    paths: Sequence[str],
    kinds: Mapping[str, Kind],
    settings: Settings,
    out: Path,
    limit: int | None = None,
    *,
    columns: Columns | None = None,
) -> Iterator[Step]:
    """What a run with these arguments would do, part by part. Raises as `foretold`, when the first part is wanted."""
    with _trial(paths, kinds, settings, out, limit, columns) as base:
        yield from steps(base, settings.mode != "live")


@contextmanager
def _trial(
    paths: Sequence[str],
    kinds: Mapping[str, Kind],
    settings: Settings,
    out: Path,
    limit: int | None,
    columns: Columns | None,
) -> Iterator[Database]:
    """The run's database as a run would bring it up to date; a passing one where there is no run yet."""
    found, files = sought(paths, settings, columns)
    check_folder(out)
    with TemporaryDirectory() as passing:
        folder = out if (out / DATABASE).exists() else Path(passing)
        with Database(folder) as base, base.trial():
            files.base = base
            prepare(base, found, kinds, settings, limit)
            merge_left(base, folder / SHARDS, aside=False)
            yield base
