"""Embedding: data, script and style inside one HTML file that asks the network for nothing.

Takes values, script and style; gives text that is safe inside a page. The policy allows the one script and the one
style by hash and nothing else: no request, no handler in an attribute, no form. Data stands in
`<script type="application/json">`, which no browser runs, with every character escaped that could end it or that JSON
in a page must not hold.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from extract.errors import UsageError

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_UNSAFE = re.compile("[<>&\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")

MISSING = "extract report needs jinja2 and matplotlib; pip install 'extract-toolkit[report]', in a clone '.[report]'"
"""What to do where the extra is not installed."""


def script_json(value: Any) -> Markup:
    """A value as JSON for `<script type="application/json">`. Raises ValueError for a number that is not finite."""
    from markupsafe import Markup

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(_UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text))  # noqa: S704  escaped on this line


@cache
def asset(name: str) -> str:
    """A file of `assets/`."""
    return (files("extract.report") / "assets" / name).read_text(encoding="utf-8")


def policy(script: str, style: str) -> str:
    """The Content-Security-Policy of a page with this one script and this one style."""
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def environment() -> Environment:
    """The templates of `templates/`, all escaped that is not marked as safe. Raises UsageError without jinja2."""
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError as error:
        raise UsageError(MISSING) from error

    return Environment(
        loader=PackageLoader("extract.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(template: str, scripts: tuple[str, ...], styles: tuple[str, ...], **values: Any) -> str:
    """A template filled, with these assets as its one script and one style. `values`: what the template names."""
    from markupsafe import Markup

    script, style = ("\n".join(map(asset, names)) for names in (scripts, styles))
    made = environment().get_template(template)
    safe = {"script": Markup(script), "style": Markup(style), "policy": policy(script, style)}  # noqa: S704  our files
    return made.render(**values, **safe)
