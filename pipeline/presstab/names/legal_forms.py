"""Legal forms at the end of names, or before them, in any punctuation and case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from presstab.text import slug


class Parted(NamedTuple):
    """A name cut into what names the organisation and its legal form (None where it has none)."""

    stem: str
    form: str | None


class LegalForms:
    """Recognises legal forms at the end of names, in any punctuation and case.

    `suffixes` are display forms, such as `Co., Ltd.`; `plain` those that are also words of
    English and count as legal forms only with a capital; `countries` those whose companies bear a form; `prefixes`
    forms that stand before a name; `short` what forms written out, or words of them, are in short; `others` patterns of
    what is written as a form and is none: `Med Spa`.
    """

    def __init__(
        self,
        suffixes: Iterable[str],
        plain: Iterable[str],
        countries: Mapping[str, Iterable[str]] | None = None,
        prefixes: Iterable[str] = (),
        short: Mapping[str, str] | None = None,
        others: Iterable[str] = (),
    ) -> None:
        self._short = {_compared(long): _compared(form) for long, form in (short or {}).items()}
        ordered = sorted(set(suffixes), key=lambda form: (-len(form), form))
        self._countries: dict[str, frozenset[str]] = {}
        for form, codes in (countries or {}).items():  # S.A. and S/A are compared as one
            self._countries[_compared(form)] = self._countries.get(_compared(form), frozenset()) | frozenset(codes)
        last_words = (form.split()[-1].casefold() for form in ordered)
        self._stopped = {word[:-1] for word in last_words if word.endswith(".") and "." not in word[:-1]}
        words = set(plain)
        patterns = [_loose(form) for form in ordered if form not in words]
        patterns += [rf"{form[0]}(?i:{form[1:].replace(' ', chr(92) + 's+')})" for form in ordered if form in words]
        unless = "".join(rf"(?!{other}(?!\w))" for other in others)
        self.pattern = f"{unless}(?:" + "|".join(patterns) + ")"
        self.prefix = "(?:" + "|".join(map(re.escape, prefixes)) + ")"
        self._before = re.compile(rf"{self.prefix}\s+(?=\S)") if prefixes else None
        self._at_end = re.compile(rf"(?P<stem>.*?\S)(?:\s*,\s*|\s+)(?P<form>{self.pattern}\.?)\s*$", re.DOTALL)

    def part(self, name: str) -> Parted:
        """Return stem and legal form; a name that is nothing but a legal form keeps it.

        >>> LegalForms(["Co., Ltd.", "Ltd."], []).part("Honda Motor Co., Ltd.")
        Parted(stem='Honda Motor', form='Co., Ltd.')
        """
        match = self._at_end.match(name)
        if not match or not slug(match["stem"]) or slug(match["stem"]) == "the":
            return Parted(name, None)
        return Parted(match["stem"].rstrip(" ,"), match["form"])

    def without_prefix(self, name: str) -> str:
        """Return a name without the legal form before it.

        >>> LegalForms([], [], prefixes=["PT"]).without_prefix("PT Nusa Bumi")
        'Nusa Bumi'
        """
        before = self._before.match(name) if self._before else None
        return name[before.end() :] if before else name

    def are_compatible(self, form: str, other: str) -> bool:
        """Return whether some country knows companies of both forms, as far as the forms are known.

        >>> forms = LegalForms([], [], {"Inc.": ["US", "CA"], "Ltd": ["GB", "CA"], "GmbH": ["DE"]})
        >>> forms.are_compatible("inc", "Ltd."), forms.are_compatible("Inc.", "GmbH")
        (True, False)
        """
        one, two = (self._countries.get(_compared(written)) for written in (form, other))
        return not one or not two or not one.isdisjoint(two)

    def are_one(self, form: str, other: str) -> bool:
        """Return whether two forms are one, written out or in short, or one says more than the other.

        >>> forms = LegalForms([], [], short={"Limited": "Ltd", "Private": "", "Aktiengesellschaft": "AG"})
        >>> forms.are_one("Private Limited", "Ltd."), forms.are_one("AG", "Aktiengesellschaft")
        (True, True)
        >>> forms.are_one("Ltd.", "Corp. Ltd."), forms.are_one("Ltd.", "Inc.")
        (True, False)
        """
        one, two = self._words_of(form), self._words_of(other)
        return one <= two or two <= one or _compared(form) == _compared(other)

    def whole(self, name: str) -> str | None:
        """Return all that stands as legal form at the end of a name, None where nothing does: Corporation Ltd.

        >>> LegalForms(["Corp.", "Ltd."], []).whole("Acme Corp. Ltd."), LegalForms(["Ltd."], []).whole("Acme")
        ('Corp. Ltd.', None)
        """
        stem, form = self.part(name)
        return " ".join(filter(None, (self.part(stem).form, form))) if form else None

    def _words_of(self, form: str) -> set[str]:
        """Return the words of a form in short, of one that is known as a whole what it is in short."""
        whole = self._short.get(_compared(form))
        words = map(_compared, re.split(r"[\s,()]+", form))
        return {whole} if whole else {self._short.get(word, word) for word in words} - {""}

    def ends_with_stop(self, form: str) -> bool:
        """Return whether a form is written with a full stop at its end.

        >>> [LegalForms(["Corp.", "GmbH"], []).ends_with_stop(form) for form in ("CORP", "GmbH & Co. KG", "S.r.l.")]
        [True, False, True]
        """
        last = form.rstrip(".").casefold().split()[-1]
        return "." in last or last in self._stopped

    def country(self, form: str) -> str | None:
        """Return the country whose companies alone bear a form, None where several do.

        >>> forms = LegalForms([], [], {"S.A.": ["FR", "ES"], "S/A": ["BR"], "GmbH": ["DE"]})
        >>> forms.country("S.A."), forms.country("GmbH")
        (None, 'DE')
        """
        known = self._countries.get(_compared(form), frozenset())
        return next(iter(known)) if len(known) == 1 else None


def _compared(form: str) -> str:
    return slug(form).replace("-", "")


def _loose(form: str) -> str:
    """Return the pattern of a form, its full stops and commas optional, case free but for short ones.

    A small letter with a stop is no person's initial: a blank may follow it (`s. r. o.`, `e. V.`).
    """
    pieces = []
    letters = [c for c in form if c.isalpha()]
    # `a.s.` without its full stops is a word of English.
    stop = r"\." if len(letters) < 3 and form.islower() else r"\.?"
    for at, character in enumerate(form):
        if character == "." and form[0].islower() and form[at + 1 : at + 2].isalpha():
            pieces.append(r"\.[ ]?" if stop == r"\." else r"(?:\.[ ]?)?")
        elif character == ".":
            pieces.append(stop)
        elif character == ",":
            pieces.append(",?")
        elif character == " ":
            pieces.append(r"\s*" if pieces and pieces[-1] == stop else r"\s+")
        else:
            pieces.append(re.escape(character))
    pattern = "".join(pieces)
    # `AS`, `SE`, `AB` are words or abbreviations in other cases; `Inc`, `INC` are not.
    return rf"(?:{pattern})(?!\w)" if len(letters) < 3 else rf"(?i:{pattern})(?!\w)"
