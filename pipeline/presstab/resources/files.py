"""The files of this folder, and those of a user that stand in for them: which there are, and what each holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from presstab.errors import InputError, ResourceError
from presstab.resources.rows import Rows, parse_rows

FOLDER = Path(__file__).parent
LEXICON, CATEGORIES, REGISTRY = "technologies.csv", "technology_categories.yml", "organisations.csv"
# The folders whose files decide what is extracted; others hold pages, views, and what the model's digest covers.
_DECIDING = (".", "rules", "ties")
_DATA = frozenset([".cfg", ".csv", ".json", ".yml"])  # `ties/settings.json` holds the checksums of weights


@dataclass(frozen=True, eq=False)  # each is itself alone: what is made of it is kept by it
class Files:
    """The packaged files; `instead` are contents that stand in for some, by name: to try an edit before it is made."""

    instead: Mapping[str, str] = field(default_factory=dict)
    _parsed: dict[str, Any] = field(default_factory=dict, init=False, repr=False)

    def text(self, name: str) -> str:
        """Return the content of a file: `titles.yml`, `ties/cues.yml`.

        Raises:
            ResourceError: there is no such file.
        """
        if name in self.instead:
            return self.instead[name]
        try:
            return (FOLDER / name).read_text(encoding="utf-8")
        except OSError as error:
            raise ResourceError(f"{name}: {error}") from error

    def lists(self, name: str) -> Any:
        """Return what a YAML file holds, parsed once; its comments say what that is.

        Raises:
            ResourceError: there is no such file, or it is no YAML.
        """
        if name not in self._parsed:
            try:
                self._parsed[name] = yaml.safe_load(self.text(name))
            except yaml.YAMLError as error:
                raise ResourceError(f"{name}: {error}") from error
        return self._parsed[name]

    def rows(self, name: str) -> Rows:
        """Return the rows of a CSV file.

        Raises:
            ResourceError: there is no such file.
        """
        return parse_rows(self.text(name))


def standing_in(folder: str | Path) -> tuple[tuple[str, str], ...]:
    """Return name and content of each file of a folder, which stand in for the packaged ones of their names.

    Raises:
        InputError: there is no such folder, or a file of it cannot stand in for one.
    """
    root = Path(folder)
    if not root.is_dir():
        raise InputError(f"{folder}: no folder of resources")
    files = sorted(path for path in root.rglob("*") if path.is_file() and not path.name.startswith("."))
    return tuple(_standing_in(root, path) for path in files)


def _standing_in(root: Path, path: Path) -> tuple[str, str]:
    name = path.relative_to(root).as_posix()
    if not may_stand_in(name):
        raise InputError(f"{path}: stands in for no packaged file")
    try:
        return name, path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}") from error


def may_stand_in(name: str) -> bool:
    """Tell whether a file of this name may stand in for a packaged one; weights and their checksums may not."""
    return name in packaged_names() and not name.endswith(".json")


def packaged_names() -> list[str]:
    """Return the names of the files that decide what is extracted: `titles.yml`, `ties/cues.yml`."""
    found = (path for part in _DECIDING for path in (FOLDER / part).glob("*.*") if path.suffix in _DATA)
    return sorted(path.relative_to(FOLDER).as_posix() for path in found)


def rule_stages() -> list[str]:
    """Return the stages that have rules: the names of the files of `rules`."""
    return sorted(path.stem for path in (FOLDER / "rules").glob("*.yml"))
