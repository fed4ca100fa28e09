"""The day on which a page was published: from its JSON-LD, else its elements and address (htmldate).

Only what a page says of itself counts: not the JSON-LD of the organisation that owns it, nor
of the stories that it points to, nor the year in its footer.
"""

from __future__ import annotations

import contextlib
import copy
import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from presstab.corpus.release import Dated, parse_day
from presstab.errors import InputError
from presstab.text import fold

_OWN_TYPES = re.compile(r"(?:Article|BlogPosting|PressRelease|Report|WebPage|Page|Posting|CreativeWork)$")
# Where JSON-LD names the story itself; all else (itemListElement, hasPart, mentions, publisher) names others.
_OWN_KEYS = ("@graph", "mainEntity", "mainEntityOfPage")
_STATED = ("datePublished", "dateCreated", "uploadDate")
_LEAST_SHARE = 0.34  # of a headline's words: less, and it is another story's
_COMMENT = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")  # <!-- {…} -->
_OTHERS = ("script", "style", "footer", "aside", "nav")  # elements where other stories, or the site, speak
# class="related-news", id="footer", class="card teaser"
_OF_OTHERS = re.compile(
    r"(?i)(?:^|[-_ ])(?:footer|copyright|related|more|sidebar|latest|recent|recommend\w*|trending|popular|teasers?"
    r"|comments?|menu|archive|modified|updated)(?:$|[-_ ])"
)
_CHANGED = re.compile(r"(?i)modif|updated|revised|reviewed|expir")  # meta elements of another day
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")  # {"a": 1,}
# /2025/03/10/plant, /2025-03-10-plant, /20250310-plant
_ADDRESS_DAY = re.compile(r"/((?:19|20)\d\d)([/-]?)(\d\d)\2(\d\d)(?!\d)")
_EARLIEST, _LATEST = "1990-01-01", "2100-01-01"  # no clock: htmldate would take today


def days_of_page(tree: Any, title: str) -> Iterator[Dated]:
    """Yield the days that a page gives for itself, each with where it was read, the best evidence first."""
    if day := _first(_json_ld_days(tree, title)):
        yield "json-ld", day
    own = _own(tree)
    if day := _first(_marked(own)) or _found(_head(own)) or _first(_addresses(own)):
        yield "meta", day
    elif day := _found(own):
        yield "page", day


def _first(values: Iterator[str]) -> dt.date | None:
    for value in values:
        with contextlib.suppress(InputError):
            if day := parse_day(value):
                return day
    return None


def _own(tree: Any) -> Any:
    """Return a copy of a page without what speaks of others, or of another day than that of its publication."""
    own = copy.deepcopy(tree)
    for element in list(own.iter(etree.Element)):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag == "meta":
            is_other = bool(_CHANGED.search(f"{element.get('property') or ''} {element.get('name') or ''}"))
        else:
            is_other = element.tag in _OTHERS or bool(_OF_OTHERS.search(names))
        if is_other and element.getparent() is not None and element.find(".//h1") is None:
            element.drop_tree()
    return own


def _marked(tree: Any) -> Iterator[str]:
    """Yield the days of elements that are marked as that of publication."""
    for element in tree.xpath("//*[@itemprop='datePublished' or @property='datePublished' or @pubdate]"):
        yield element.get("content") or element.get("datetime") or element.text_content()


def _addresses(tree: Any) -> Iterator[str]:
    """Yield the days in the addresses that a page gives itself."""
    links = tree.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content")
    for link in links:
        if match := _ADDRESS_DAY.search(link):
            yield f"{match[1]}-{match[3]}-{match[4]}"


def _head(tree: Any) -> Any:
    """Return a page of the head alone."""
    page = copy.deepcopy(tree)
    for body in page.findall("body"):
        page.remove(body)
    return page


def _found(tree: Any) -> dt.date | None:
    """Return what htmldate finds without guessing; None where its day and month may be meant the other way round."""
    import htmldate

    try:
        given = htmldate.find_date(
            tree, extensive_search=False, original_date=True, min_date=_EARLIEST, max_date=_LATEST
        )
        day = parse_day(given)
    except MemoryError:
        raise
    except Exception:  # a page that no one can date is read all the same
        return None
    return None if day is None or _is_ambiguous(day, tree) else day


def _is_ambiguous(day: dt.date, tree: Any) -> bool:
    """Return whether a page writes a day as 03/10/2025, and nothing tells the day from the month."""
    if day.day > 12 or day.day == day.month:
        return False
    written = rf"(?<!\d)0?{day.day}/0?{day.month}/{day.year}(?!\d)"
    return bool(re.search(written, etree.tostring(tree, encoding="unicode", method="html")))


def _json_ld_days(tree: Any, title: str) -> Iterator[str]:
    """Yield the days of the page's own stories in JSON-LD: those with its title first, in their order."""
    stories = [story for element in tree.iterfind(".//script") if "ld+json" in (element.get("type") or "").lower()
               for story in _stories(_loaded(element.text or ""))]  # fmt: skip
    told = set(fold(" ".join([title, *(h1.text_content() for h1 in tree.iter("h1"))])).split())
    shares = [(_share(story, told), story) for story in stories]
    stories = [story for share, story in sorted(shares, key=lambda pair: -pair[0]) if share >= _LEAST_SHARE]
    for stated in _STATED:
        yield from (day for story in stories for day in _texts(story.get(stated)))


def _texts(value: Any) -> list[str]:
    """Return the texts of a value of JSON-LD: one, a list, or typed with `@value`."""
    values = value if isinstance(value, list) else [value]
    plain = [item.get("@value") if isinstance(item, dict) else item for item in values]
    return [item for item in plain if isinstance(item, str)]


def _share(story: dict[str, Any], told: set[str]) -> float:
    """Return the share of a story's headline that the page's own has; half where either has none."""
    words = fold(str(story.get("headline") or "")).split()
    return sum(word in told for word in words) / len(words) if words and told else 0.5


def _loaded(given: str) -> Any:
    bare = _COMMENT.sub("", _COMMENT.sub("", given))
    for text in (given, bare, _TRAILING_COMMA.sub("", bare)):
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
        is_untyped = not named and depth == 0
        if is_untyped or any(isinstance(kind, str) and _OWN_TYPES.search(kind) for kind in named):
            yield value
        for key in _OWN_KEYS:
            yield from _stories(value.get(key), depth + 1)
