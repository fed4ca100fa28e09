"""What is printed for a person to read: the one way by which text of releases reaches a terminal."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import IO, Any

from rich.console import Console
from rich.text import Text

from presstab.text import visible


class Terminal(Console):
    """A console on which a string is just that string, in one line: in a message, in a cell of a table.

    A release may name itself `[/b]`, `:bomb:` or worse. Control characters and marks of direction
    become U+FFFD; nothing is markup, an emoji's code or highlighted.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(markup=False, emoji=False, highlight=False, **options)

    def print(self, *objects: Any, **options: Any) -> None:
        """Print strings in one line each, however long, or a table within the width."""
        options.setdefault("soft_wrap", all(isinstance(printed, str) for printed in objects))
        super().print(*objects, **options)

    def render_str(self, text: str, **options: Any) -> Text:
        """Return a string as it is shown; rich asks for it whatever the string stands in."""
        return super().render_str(visible(text), **options)


def data_stream() -> IO[str]:
    """Return standard output for data: UTF-8 as everywhere, whatever the terminal's encoding is."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    return sys.stdout
