"""`presstab.toml`: the user's settings; flags override them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from presstab.errors import InputError

FILE = "presstab.toml"


@dataclass(frozen=True)
class Settings:
    """What `presstab.toml` can set; every field is the name of a key."""

    model: str = "presstab"
    lexicon: str = ""
    registry: str = ""
    out: str = "outputs"
    workers: int = 1
    timeout: int = 300
    memory: int = 4_000


def load_settings(path: Path = Path(FILE)) -> Settings:
    """Return the settings of a file; the defaults where it does not exist.

    Raises:
        InputError: it is no TOML, or holds an unknown key or a value of the wrong type.
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
        if type(value) is not types[key]:
            raise InputError(f"{path}: {key} must be a {types[key].__name__}, not {value!r}")
    return Settings(**content)
