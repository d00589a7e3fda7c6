"""SVG for a page: a matplotlib figure as inline SVG that follows the page's colours and policy.

Takes a figure whose colours are those of COLOURS; gives markup. Colours become classes, so that the page's style
(light, dark, print) decides; style attributes, which the page's policy forbids, become presentation attributes; text
stays text. Nothing that a document says is read as mathematics or markup.
"""

from __future__ import annotations

import io
import re
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from extract.report.spans import visible

if TYPE_CHECKING:
    from markupsafe import Markup
    from matplotlib.figure import Figure

SERIES = tuple(f"series-{number}" for number in range(1, 9))
"""Names of the colours that tell kinds apart."""

COLOURS = {
    name: f"#00{at:02x}01"
    for at, name in enumerate(("verified", "flagged", "rejected", "text", "muted", "line", "paper", "accent", *SERIES))
}
"""Names of the page's colours, and the colours that stand for them in a figure."""

_NAMES = {colour: name for name, colour in COLOURS.items()}
_SVG = "http://www.w3.org/2000/svg"
_HREF = "{http://www.w3.org/1999/xlink}href"
_KEPT = re.compile("fill|fill-opacity|stroke|stroke-(?:width|dasharray|linecap|opacity)|text-anchor|font-size|opacity")
_NO_XML = re.compile("[\ufffe\uffff]")


def label(text: object, longest: int = 28) -> str:
    """Any words as a label in a figure: one visible line, cut at `longest` code points."""
    line = _NO_XML.sub("", visible(text))
    return line if len(line) <= longest else line[: longest - 1] + "…"


@contextmanager
def drawing() -> Iterator[None]:
    """The settings to draw under: text as text, no mathematics, the page's colours, the same ids in each run."""
    import matplotlib

    text, muted, line = COLOURS["text"], COLOURS["muted"], COLOURS["line"]
    settings = {
        **{"svg.fonttype": "none", "svg.hashsalt": "extract", "text.parse_math": False, "font.size": 12},
        **{"text.color": text, "axes.labelcolor": muted, "xtick.color": muted, "ytick.color": text},
        **{"axes.edgecolor": line, "grid.color": line, "grid.linewidth": 0.8, "axes.axisbelow": True},
        **{"axes.spines.top": False, "axes.spines.right": False, "axes.spines.left": False},
        **{"ytick.major.size": 0, "xtick.major.size": 3, "xtick.labelsize": 11, "legend.frameon": False},
        **{"figure.facecolor": "none", "axes.facecolor": "none", "savefig.facecolor": "none"},
    }
    with warnings.catch_warnings(), matplotlib.rc_context(settings):  # type: ignore[arg-type]
        warnings.simplefilter("ignore")  # a letter that the measuring font lacks: the reader's browser has it
        yield


def inline(figure: Figure, name: str, title: str) -> Markup:
    """The figure as `<svg role="img">` with this title; ids begin with `name`, which no other figure has."""
    from markupsafe import Markup

    out = io.StringIO()
    nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
    figure.savefig(out, format="svg", metadata=nothing)
    ET.register_namespace("", _SVG)
    root = ET.fromstring(out.getvalue())  # noqa: S314  matplotlib wrote it
    for unwanted in ("metadata", "style"):
        for parent in list(root.iter()):
            for child in parent.findall(f"{{{_SVG}}}{unwanted}"):
                parent.remove(child)
    for node in root.iter():
        _tidy(node, name)
    width, height = root.attrib.pop("width"), root.attrib.pop("height")
    root.set("class", "plot")
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title")
    root.set("data-size", f"{width} {height}")
    heading = ET.Element(f"{{{_SVG}}}title", {"id": f"{name}-title"})
    heading.text = title
    root.insert(0, heading)
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704  a serialised tree


def _tidy(node: ET.Element, name: str) -> None:
    """One element: style to attributes and classes, ids that nothing else on the page has, plain links."""
    style = node.attrib.pop("style", "")
    classes = []
    for part in style.split(";"):
        key, _, value = (piece.strip() for piece in part.partition(":"))
        colour = _NAMES.get(value.lower())
        if key in ("fill", "stroke") and colour is not None:
            classes.append(f"{key}-{colour}")
        elif _KEPT.fullmatch(key) and value:
            node.set(key, value)
    if classes:
        node.set("class", " ".join(classes))
    if "id" in node.attrib:
        node.set("id", f"{name}-{node.attrib['id']}")
    if _HREF in node.attrib:
        node.set("href", f"#{name}-{node.attrib.pop(_HREF)[1:]}")
    if "clip-path" in node.attrib:
        node.set("clip-path", node.attrib["clip-path"].replace("url(#", f"url(#{name}-"))
