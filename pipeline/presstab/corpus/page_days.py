"""The day on which a page was published: from its JSON-LD, else its elements and address (htmldate).

Only what a page says of itself counts: not the JSON-LD of the organisation that owns it, nor
of the stories that it points to, nor the year in its footer.
"""

from __future__ import annotations

import contextlib
import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import htmldate

from presstab.corpus.release import Dated, parse_day
from presstab.errors import InputError
from presstab.text import fold

_OWN_TYPES = re.compile(r"(?:Article|BlogPosting|PressRelease|Report|WebPage|Page|Posting|CreativeWork)$")
# Where JSON-LD names the story itself; all else (itemListElement, hasPart, mentions, publisher) names others.
_OWN_KEYS = ("@graph", "mainEntity", "mainEntityOfPage")
_STATED = ("datePublished", "dateCreated", "uploadDate")
_COMMENT = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")  # <!-- {…} -->
# Elements where other stories, or the site, speak.
_OTHERS = "//script|//style|//footer|//aside|//nav|//*[contains(@class,'related') or contains(@id,'related')]"
_EARLIEST, _LATEST = "1990-01-01", "2100-01-01"  # no clock: htmldate would take today


def days_of_page(tree: Any, title: str) -> Iterator[Dated]:
    """Yield the days that a page gives for itself, each with where it was read."""
    day = _first(_json_ld_days(tree, title))
    if day:
        yield "json-ld", day
    stripped = _own(tree)
    for source, part in (("meta", _head(stripped)), ("page", stripped)):
        if part is not None and (day := _found(part)):
            yield source, day
            return


def _first(values: Iterator[str]) -> Any:
    for value in values:
        with contextlib.suppress(InputError):
            if day := parse_day(value):
                return day
    return None


def _own(tree: Any) -> Any:
    """Return a copy of a page without what speaks of others."""
    own = copy.deepcopy(tree)
    for element in own.xpath(_OTHERS):
        if element.getparent() is not None:
            element.drop_tree()
    return own


def _head(tree: Any) -> Any:
    """Return a page of the head alone."""
    head = tree.find("head")
    if head is None:
        return None
    page = copy.deepcopy(tree)
    for body in page.findall("body"):
        page.remove(body)
    return page


def _found(tree: Any) -> Any:
    """Return what htmldate finds without guessing."""
    try:
        given = htmldate.find_date(
            tree, extensive_search=False, original_date=True, min_date=_EARLIEST, max_date=_LATEST
        )
        return parse_day(given)
    except (InputError, ValueError, TypeError, AttributeError, RecursionError, OverflowError, IndexError):
        return None


def _json_ld_days(tree: Any, title: str) -> Iterator[str]:
    """Yield the days of the page's own stories in JSON-LD: those with its title first, in their order."""
    stories = [story for element in tree.iterfind(".//script") if "ld+json" in (element.get("type") or "").lower()
               for story in _stories(_loaded(element.text or ""))]  # fmt: skip
    key = fold(title)
    stories.sort(key=lambda story: not _is_titled(story, key))
    for stated in _STATED:
        yield from (story[stated] for story in stories if isinstance(story.get(stated), str))


def _is_titled(story: dict[str, Any], key: str) -> bool:
    headline = fold(str(story.get("headline") or story.get("name") or ""))
    return bool(headline and key and (headline in key or key in headline))


def _loaded(given: str) -> Any:
    for text in (given, _COMMENT.sub("", _COMMENT.sub("", given))):
        with contextlib.suppress(ValueError, RecursionError):
            return json.loads(text, strict=False)
    return None


def _stories(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 5:
        return
    if isinstance(value, list):
        for item in value:
            yield from _stories(item, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        named = [kinds] if isinstance(kinds, str) else kinds if isinstance(kinds, list) else []
        if any(isinstance(kind, str) and _OWN_TYPES.search(kind) for kind in named):
            yield value
        for key in _OWN_KEYS:
            yield from _stories(value.get(key), depth + 1)
