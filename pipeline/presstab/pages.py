"""Pages of HTML from templates: what is put into them is text, escaped, unless it was made here to be markup."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from presstab.resources.files import FOLDER

PAGES = FOLDER / "pages"
# Within a script element only these can end it, begin a comment, or end a line of JavaScript.
_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def render_page(name: str, **values: Any) -> str:
    """Return a page: the template `resources/pages/<name>` with some values in it, all of them escaped."""
    environment = Environment(
        loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(name).render(**values)


def style_of(*names: str) -> Markup:
    """Return the content of a `style` element: packaged stylesheets, one after the other."""
    return Markup("\n".join(_read(name) for name in names))


def script_of(names: Iterable[str], *, closed: bool = False) -> Markup:
    """Return the content of a `script` element: packaged scripts, one after the other.

    With `closed` they share one scope that nothing else sees.
    """
    joined = "\n".join(_read(name) for name in names)
    return Markup(f'(() => {{\n"use strict";\n{joined}\n}})();' if closed else joined)


def policy(*scripts: str) -> str:
    """Return a content security policy by which a page asks for nothing, and runs some scripts alone."""
    hashes = " ".join(f"'{_hash(script)}'" for script in scripts) or "'none'"
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
        " form-action 'none'"
    )


def data_of(value: Any) -> Markup:
    r"""Return JSON for a `script` element of data, which no text within can end.

    >>> print(data_of(["</script>"]))
    ["\u003c/script\u003e"]
    """
    made = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character, escape in _ESCAPED.items():
        made = made.replace(character, escape)
    return Markup(made)


def _hash(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _read(name: str) -> str:
    return (PAGES / Path(name)).read_text(encoding="utf-8")
