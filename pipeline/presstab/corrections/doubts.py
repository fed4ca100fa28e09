"""The table of doubts, its column `decision` filled in, as decisions."""

from __future__ import annotations

import csv
import io

from presstab.corrections.decision import APART, SAME, WRONG, Decision, DecisionPlace
from presstab.corrections.read import checked
from presstab.errors import InputError

_KEY = "doubt_id"
_FILLED = (SAME, APART, WRONG)


def is_doubts(content: str) -> bool:
    """Whether the content of a file is a table of doubts, by its header."""
    return _KEY in [column.strip().strip('"') for column in content.partition("\n")[0].split(",")]


def parse_doubts(name: str, content: str, who: str = "", when: str = "") -> tuple[Decision, ...]:
    """Return what was decided of the doubts of a table; rows whose `decision` is empty say nothing.

    `same` makes the two entities of a row one; `apart` parts them, or, where a row names one, parts what its release
    names from it; `wrong` says that the entity is none, in any release.

    Raises:
        InputError: a row says what its doubt does not ask; names file and line.
    """
    found = []
    reader = csv.DictReader(io.StringIO(content, newline=""))
    line = 1
    for row in reader:
        place, line = DecisionPlace(name, line + 1), reader.line_num
        given = (row.get("decision") or "").strip()
        if not given:
            continue
        if given not in _FILLED:
            raise InputError(f"{place}: decision {given!r} is none of {', '.join(_FILLED)}")
        cells = {"decision": given, "id": row["entity_id"], "who": who, "when": when, "why": row.get("why") or ""}
        if given != WRONG:
            cells["other_id"] = row.get("other_id") or ""
        if given == APART and not cells["other_id"]:
            cells["doc_id"] = row.get("doc_id") or ""
        if given == SAME and not cells["other_id"]:
            raise InputError(f"{place}: this doubt is about one entity: it cannot be the same as another")
        found.append(checked(cells, place))
    return tuple(found)
