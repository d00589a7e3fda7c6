"""Plots: the report's counts drawn with matplotlib, as inline SVG. Each has its numbers as a table beside it.

Takes the values of `extract.report.statistics` and of a score; gives `Chart`s. Raises UsageError where matplotlib is
not installed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from extract.errors import UsageError
from extract.report.embed import MISSING
from extract.report.statistics import Amounts, Counts
from extract.report.svg import COLOURS, SERIES, drawing, inline, label

if TYPE_CHECKING:
    from markupsafe import Markup
    from matplotlib.axes import Axes

_WIDTH = 5.0
"""Inches at 72 points: 360 units of the picture, so that a phone shows its letters nearly as large as a desk does."""

_MOST_ROWS = 15
"""Bars in one plot; the table beside it has all."""

VERDICT_SERIES = ("verified", "flagged", "rejected")
LEVEL_SERIES = ("rejected", "flagged", "series-1")


@dataclass(frozen=True, slots=True)
class Chart:
    """A plot and the same in words and numbers.

    name     its id on the page
    about    one sentence that says what is seen, for those who do not see it
    head     the table's columns, rows its cells
    """

    name: str
    title: str
    about: str
    picture: Markup
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def _picture(name: str, title: str, height: float, draw: Callable[[Axes], None]) -> Markup:
    try:
        with drawing():
            from matplotlib.figure import Figure

            figure = Figure(figsize=(_WIDTH, height), layout="constrained")
            draw(figure.subplots())
            return inline(figure, name, title)
    except ImportError as error:
        raise UsageError(MISSING) from error


def stacked(name: str, title: str, counts: Counts, series: Sequence[str] = SERIES) -> Chart:
    """Counts as horizontal bars in stacks, the first row on top."""
    some = counts.rows[:_MOST_ROWS]
    names = [_wrapped(one) for one, _ in some]

    def draw(axes: Axes) -> None:
        from matplotlib.ticker import MaxNLocator

        left = [0] * len(some)
        for at, column in enumerate(counts.columns):
            widths = [numbers[at] for _, numbers in some]
            if any(widths):
                colour = COLOURS[series[at % len(series)]]
                axes.barh(range(len(some)), widths, left=left, color=colour, height=0.62, label=column)
            left = [one + more for one, more in zip(left, widths, strict=True)]
        for at, total in enumerate(left):
            axes.text(total, at, f" {total:,}", va="center", fontsize=11)
        axes.set_yticks(range(len(some)), names)
        axes.invert_yaxis()
        axes.margins(x=0.09)
        axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
        axes.grid(axis="x")
        _legend(axes)

    picture = _picture(name, title, 0.62 + 0.36 * max(2, len(some)), draw)
    return Chart(name, title, _about_counts(counts), picture, (counts.of, *counts.columns), _cells(counts))


def columns(name: str, title: str, counts: Counts, series: Mapping[str, str]) -> Chart:
    """Counts over time as upright bars in stacks. series: the colour's name for each column."""

    def draw(axes: Axes) -> None:
        from matplotlib.ticker import MaxNLocator

        places = range(len(counts.rows))
        bottom = [0] * len(counts.rows)
        for at, column in enumerate(counts.columns):
            heights = [numbers[at] for _, numbers in counts.rows]
            axes.bar(places, heights, bottom=bottom, color=COLOURS[series[column]], width=0.74, label=column)
            bottom = [one + more for one, more in zip(bottom, heights, strict=True)]
        step = max(1, -(-len(counts.rows) // (6 if counts.of == "month" else 8)))
        axes.set_xticks(list(places)[::step], [one for one, _ in counts.rows][::step])
        axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
        axes.grid(axis="y")
        _legend(axes)

    picture = _picture(name, title, 2.5, draw)
    return Chart(name, title, _about_counts(counts), picture, (counts.of, *counts.columns), _cells(counts))


def dots(name: str, title: str, some: Sequence[Amounts], series: Mapping[str, str]) -> Chart:
    """Sums as dots on a logarithmic axis, a row for each currency. series: the colour's name for each kind."""
    shown = some[:_MOST_ROWS]
    kinds = list(dict.fromkeys(kind for one in some for _, kind in one.sums))

    def draw(axes: Axes) -> None:
        from matplotlib.ticker import FuncFormatter, LogLocator

        for at, kind in enumerate(kinds):
            points = [(value, row) for row, one in enumerate(shown) for value, of in one.sums if of == kind]
            if points:
                values, rows = zip(*points, strict=True)
                shift = (at - (len(kinds) - 1) / 2) * min(0.2, 0.5 / len(kinds))
                heights = [row + shift for row in rows]
                axes.scatter(values, heights, color=COLOURS[series[kind]], s=52, alpha=0.8, label=kind)
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(numticks=6))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: short(value)))
        axes.minorticks_off()
        axes.set_yticks(range(len(shown)), [label(one.currency) for one in shown])
        axes.set_ylim(len(shown) - 0.4, -0.6)
        axes.margins(x=0.12)
        axes.grid(axis="both")
        _legend(axes)

    cells = tuple((one.currency, *(short(number) for number in one.summary)) for one in some)
    about = "; ".join(f"{row[0]}: {row[1]} sums from {row[2]} to {row[4]}" for row in cells[:8])
    picture = _picture(name, title, 0.75 + 0.42 * max(2, len(shown)), draw)
    return Chart(name, title, about, picture, ("currency", "sums", "least", "median", "greatest"), cells)


@dataclass(frozen=True, slots=True)
class Share:
    """A share from 0 to 1 with its 95 % interval, either None where there is none; series: its colour's name."""

    label: str
    share: float | None
    interval: Sequence[float] | None
    series: str = "accent"


def shares(name: str, title: str, some: Sequence[Share], of: str) -> Chart:
    """Shares as dots with their intervals, from 0 to 1."""

    def draw(axes: Axes) -> None:
        for at, one in enumerate(some):
            colour = COLOURS[one.series]
            if one.interval is not None:
                axes.plot(list(one.interval), [at, at], color=colour, linewidth=6, alpha=0.35, solid_capstyle="round")
            if one.share is not None:
                axes.scatter([one.share], [at], color=colour, s=70, zorder=3)
                axes.text(1.04, at, f"{one.share:.2f}", va="center", fontsize=11)
        axes.set_yticks(range(len(some)), [_wrapped(one.label) for one in some])
        axes.set_ylim(len(some) - 0.4, -0.6)
        axes.set_xlim(-0.02, 1.14)
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.50", "0.75", "1"])
        axes.grid(axis="x")

    cells = tuple((one.label, decimal(one.share), interval(one.interval)) for one in some)
    about = "; ".join(f"{row[0]} {row[1]}" for row in cells)
    picture = _picture(name, title, 0.5 + 0.38 * max(2, len(some)), draw)
    return Chart(name, title, about, picture, (of, "share", "95 % interval"), cells)


def decimal(share: float | None) -> str:
    """A share with two places; a dash for none."""
    return "–" if share is None else f"{share:.2f}"


def interval(bounds: Sequence[float] | None) -> str:
    """ "0.87 to 0.97"; a dash for none."""
    return "–" if bounds is None else f"{bounds[0]:.2f} to {bounds[1]:.2f}"


def short(value: float) -> str:
    """A number with at most three digits and its scale: "1.5 bn"."""
    for scale, word in ((1e12, " tn"), (1e9, " bn"), (1e6, " m"), (1e3, " k")):
        if abs(value) >= scale:
            return f"{value / scale:.3g}{word}" if value < 1e15 else f"{value:.1e}"
    return f"{value:.3g}"


def _wrapped(words: str) -> str:
    """A label on at most two lines."""
    return "\n".join(wrap(label(words, 44), 22, max_lines=2, placeholder="…")) or "–"


def _legend(axes: Axes) -> None:
    handles, names = axes.get_legend_handles_labels()
    if handles:
        wide = max(map(len, names)) > 14
        axes.figure.legend(
            handles, names, loc="outside upper left", ncols=2 if wide else 4, fontsize=11, handlelength=0.9
        )


def _cells(counts: Counts) -> tuple[tuple[str, ...], ...]:
    return tuple((one, *(f"{number:,}" for number in numbers)) for one, numbers in counts.rows)


def _about_counts(counts: Counts) -> str:
    def words(numbers: tuple[int, ...]) -> str:
        return ", ".join(f"{n:,} {column}" for n, column in zip(numbers, counts.columns, strict=True) if n) or "none"

    rows: list[Any] = [entry for entry in counts.rows if sum(entry[1])]
    more = f"; and {len(rows) - 8} more" if len(rows) > 8 else ""
    return "; ".join(f"{one}: {words(numbers)}" for one, numbers in rows[:8]) + more
