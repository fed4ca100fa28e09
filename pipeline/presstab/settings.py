"""`presstab.toml`: the user's settings; flags override them. What either may say stands here."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from presstab.errors import InputError

FILE = "presstab.toml"
# The smallest and the greatest value of each number: workers, seconds a release, MB a worker.
RANGES: dict[str, tuple[float, float]] = {"workers": (1, 1_000), "timeout": (0.1, 86_400), "memory": (500, 1_000_000)}
_NEVER_EMPTY = frozenset(["model", "out"])


@dataclass(frozen=True)
class Settings:
    """What `presstab.toml` can set; every field is the name of a key."""

    model: str = "presstab"
    lexicon: str = ""
    registry: str = ""
    corrections: tuple[str, ...] = ()
    out: str = "outputs"
    workers: int = 1
    timeout: float = 300.0
    memory: int = 4_000


def load_settings(path: Path = Path(FILE)) -> Settings:
    """Return the settings of a file; the defaults where it does not exist.

    Raises:
        InputError: it is no TOML, or holds an unknown key, or a value of the wrong type or out of its range.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: {error}") from error
    types = {field.name: type(getattr(Settings(), field.name)) for field in fields(Settings)}
    for key, value in content.items():
        if key not in types:
            raise InputError(f"{path}: unknown key {key!r}; known are {', '.join(types)}")
        if types[key] is tuple:
            content[key] = _names(f"{path}: {key}", value)
            continue
        allowed = (int, float) if types[key] is float else (types[key],)
        if type(value) not in allowed:
            names = " or ".join(kind.__name__ for kind in allowed)
            raise InputError(f"{path}: {key} must be {names}, not {value!r}")
        checked(f"{path}: {key}", key, value)
    return Settings(**content)


def _names(where: str, value: Any) -> tuple[str, ...]:
    """Return the files that a setting names: one, or a list of them."""
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise InputError(f"{where} must be a file or a list of files, not {value!r}")
    return tuple(names)


def checked(where: str, key: str, value: Any) -> Any:
    """Return a value of a setting that keeps to its range; `where` is how an error names it, in the file or as flag.

    Raises:
        InputError: it is empty, or out of its range.
    """
    if key in _NEVER_EMPTY and not value.strip():
        raise InputError(f"{where} must not be empty")
    least, most = RANGES.get(key, (None, None))
    if least is not None and most is not None and not least <= value <= most:  # `nan` is in no range
        raise InputError(f"{where} must be from {least:,} to {most:,}, not {value!r}")
    return value
