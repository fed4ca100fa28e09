"""All that is read from this folder, as one frozen object: rules, lists, lexicon, registry, weights."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from presstab import lexicon, patterns, registry
from presstab.categories import Heads
from presstab.datelines import DatelineRules
from presstab.errors import ResourceError
from presstab.heads import HeadRules, LabelRules
from presstab.lexicon import Lexicon
from presstab.names.descriptions import DescriptionRules, Descriptions
from presstab.names.legal_forms import LegalForms
from presstab.names.shares import NameShares
from presstab.patterns import (
    CommonNames,
    Honorifics,
    Kinds,
    NotOrganisations,
    NotTechnologies,
    OrganisationEnds,
    PlaceNames,
    TitlePatterns,
)
from presstab.registry import Registry
from presstab.resources.files import FOLDER, LEXICON, REGISTRY, Files, standing_in
from presstab.resources.rows import own_rows
from presstab.resources.weights import NETWORKS, WEIGHTS, read_states_model, read_weights
from presstab.rules import Rule, Words, compile_rules
from presstab.sentences import SentenceReading, SentenceRules
from presstab.zones import LayoutRules, SectionRules

_Rules = TypeVar("_Rules")


class Resources(Files):
    """Rules, lists, lexicon and registry; what a file holds is made of it when it is first asked for, and once.

    Whoever needs something of it is handed it: two pipelines with different resources do not know of each other.
    """

    def rules(self, stage: str) -> dict[str, Rule]:
        """Return the rules of a stage by their names: of `rules/quotations.yml`.

        Raises:
            ResourceError: there is no such file, or one of its rules lacks a part or is no regular expression.
        """
        name = f"rules/{stage}.yml"
        if stage not in self._compiled:
            try:
                self._compiled[stage] = compile_rules(self.lists(name), self._words)
            except (KeyError, re.error) as error:
                raise ResourceError(f"{name}: {error}") from error
        return self._compiled[stage]

    def rules_as(self, kind: Callable[..., _Rules], stage: str) -> _Rules:
        """Return the rules of a stage as what has a field for each of them.

        Raises:
            ResourceError: as `rules`; or a rule is missing, or is one that nothing asks for.
        """
        try:
            return kind(**self.rules(stage))
        except TypeError as error:
            raise ResourceError(f"rules/{stage}.yml: {error}") from error

    @cached_property
    def _compiled(self) -> dict[str, dict[str, Rule]]:
        return {}

    @cached_property
    def _words(self) -> Words:
        """Return the words that rules of all stages may call by name."""
        of_names = patterns.words_of_rules(self.legal_forms, self.organisation_ends, self.exchanges, self.honorifics)
        return {**of_names, **patterns.words_of_descriptions(self._kinds_described, self._place_names)}

    @cached_property
    def _kinds_described(self) -> dict[str, list[str]]:
        kinds: dict[str, list[str]] = self.lists("descriptions.yml")["kinds"]
        return kinds

    @cached_property
    def _place_names(self) -> PlaceNames:
        return PlaceNames(self.rows("places.csv"))

    @cached_property
    def layout(self) -> LayoutRules:
        """Return the rules by which the parts of a release are told.

        Raises:
            ResourceError: as `rules_as`.
        """
        labels, datelines = self.rules_as(LabelRules, "labels"), self.rules_as(DatelineRules, "datelines")
        return LayoutRules.of(self.rules_as(SectionRules, "sections"), HeadRules.of(labels, datelines))

    @cached_property
    def sentences(self) -> SentenceReading:
        """Return what tells where sentences end.

        Raises:
            ResourceError: as `rules_as`.
        """
        return SentenceReading.of(self.rules_as(SentenceRules, "sentences"))

    @cached_property
    def legal_forms(self) -> LegalForms:
        """Return the legal forms of organisations."""
        return patterns.legal_forms(self.lists("legal_forms.yml"))

    @cached_property
    def organisation_ends(self) -> OrganisationEnds:
        """Return the words that end names of organisations."""
        return OrganisationEnds(self.rows("organisation_ends.csv"))

    @cached_property
    def organisation_rules(self) -> re.Pattern[str]:
        """Return one pattern of all rules that find organisations (see `rules.joined`).

        Raises:
            ResourceError: a rule lacks a part or is no regular expression.
        """
        return patterns.organisation_rules(self.rules("organisations").values())

    @cached_property
    def not_organisations(self) -> NotOrganisations:
        """Return what is no organisation."""
        return NotOrganisations.of(self.lists("not_organisations.yml"), self.places)

    @cached_property
    def kinds(self) -> Kinds:
        """Return the kinds of organisations that names show."""
        lists = self.lists("organisation_kinds.yml")
        of_names = tuple((entry["kind"], re.compile(entry["pattern"])) for entry in lists["kinds"])
        return Kinds(of_names, re.compile(lists["company_office"]["pattern"]))

    @cached_property
    def common_names(self) -> CommonNames:
        """Return the names that many organisations bear."""
        lists = self.lists("common_organisations.yml")
        return CommonNames.of(lists["names"], lists["beginnings"], self.places)

    @cached_property
    def common_words(self) -> frozenset[str]:
        """Return the words by which alone many organisations are called: omega."""
        return frozenset(self.lists("common_organisations.yml")["words"])

    @cached_property
    def descriptions(self) -> Descriptions:
        """Return what reads kind and country of an organisation from the words around its name.

        Raises:
            ResourceError: as `rules_as`.
        """
        rules = self.rules_as(DescriptionRules, "describing")
        return patterns.descriptions(rules, self._kinds_described, self._place_names)

    @cached_property
    def places(self) -> frozenset[str]:
        """Return the names of places, case folded."""
        return frozenset(map(str.casefold, self._place_names.used("place")))

    @cached_property
    def exchanges(self) -> dict[str, str]:
        """Return the ISO 10383 code of every exchange by its name, case folded."""
        return {name.casefold(): code for name, code in self.lists("exchanges.yml")["exchanges"].items()}

    @cached_property
    def titles(self) -> TitlePatterns:
        """Return how titles of offices look."""
        return TitlePatterns.of(self.lists("titles.yml"))

    @cached_property
    def honorifics(self) -> Honorifics:
        """Return what stands before names of people."""
        return Honorifics.of(self.lists("honorifics.yml")["honorifics"])

    @cached_property
    def name_shares(self) -> NameShares:
        """Return how common names of people are."""
        return patterns.name_shares(self.rows("name_shares.csv"), self.rows("short_names.csv"))

    @cached_property
    def not_technologies(self) -> NotTechnologies:
        """Return what is no technology."""
        return NotTechnologies.of(self.lists("not_technologies.yml"))

    @cached_property
    def technology_heads(self) -> Heads:
        """Return what tells a technology's category from the words of its name."""
        lists = self.lists("technology_heads.yml")
        return Heads(lists["heads"], lists["words"])

    @cached_property
    def english_words(self) -> frozenset[str]:
        """Return English words of three letters or more: those that the recogniser knows whole."""
        return frozenset(word for word in self.word_pieces if len(word) > 2 and word.isalpha())

    @cached_property
    def analyst_lists(self) -> dict[str, list[dict[str, Any]]]:
        """Return the views over the tables and the questions that analysts ask, as their files hold them."""
        return {name: self.lists(f"analysts/{name}.yml")[name] for name in ("views", "questions")}

    @cached_property
    def tie_weights(self) -> Mapping[str, NDArray[np.float32]]:
        """Return the weights by which offices are read: a table a question.

        Raises:
            ResourceError: they are not those that were checked in.
        """
        return read_weights(FOLDER / "ties", WEIGHTS)

    @cached_property
    def relation_networks(self) -> tuple[Mapping[str, NDArray[np.float32]], Mapping[str, NDArray[np.float32]]]:
        """Return the weights of the two networks of relations by name: of words, and of words and states.

        Raises:
            ResourceError: they are not those that were checked in.
        """
        words, states = (read_weights(FOLDER / "ties", name) for name in NETWORKS)
        return words, states

    @cached_property
    def states_model(self) -> str:
        """Return which recogniser's states the second network of relations reads: the SHA-256 of its weights.

        Raises:
            ResourceError: the settings do not say it.
        """
        return read_states_model(FOLDER / "ties")

    @cached_property
    def word_pieces(self) -> tuple[str, ...]:
        """Return the vocabulary of the recogniser, which the networks of relations read too."""
        return tuple(self.text("recogniser/vocab.txt").splitlines())

    def lexicon(self, own: str | Path | None = None) -> Lexicon:
        """Return the lexicon of technologies, with a user's file over it: its entries win, what it ignores is left out.

        The file is a CSV with a header: `name`, and any of `aliases`, `abbreviations` (joined by `|`),
        `category`, `parent`, `guard` (yes) and `action` (add, the default, or ignore).

        Raises:
            InputError: the file cannot be read, an action is unknown, or a form stands for two entries.
        """
        return lexicon.with_own(self._lexicon, own_rows(own, "--lexicon"), str(own)) if own else self._lexicon

    @cached_property
    def _lexicon(self) -> Lexicon:
        return lexicon.packaged(self.rows(LEXICON), LEXICON)

    def registry(self, own: str | Path | None = None) -> Registry:
        """Return the registry of organisations, with a user's file over it: its names are found and win.

        The file is a CSV with a header: `name`, and any of `aliases` (joined by `|`), `kind`, `country`,
        `action` (add, the default, or ignore: a name that is never extracted), and a column for each
        identifier, its header being the scheme (`lei`, `wikidata_id`, `ticker` with `exchange`).

        Raises:
            InputError: the file cannot be read, an action is unknown, or an alias stands for two rows.
        """
        return registry.with_own(self._registry, own_rows(own, "--registry"), str(own)) if own else self._registry

    @cached_property
    def _registry(self) -> Registry:
        return registry.packaged(self.rows(REGISTRY), self.rows("known_organisations.csv"), self.legal_forms)


def packaged() -> Resources:
    """Return the packaged resources, for what is no part of an extraction."""
    return load_resources()


def load_resources(folder: str | Path | None = None) -> Resources:
    """Return the packaged resources, with the files of a folder in place of those of their names.

    It is one object for all who load the same contents, as the components of a pipeline do.

    Raises:
        InputError: there is no such folder, or a file of it cannot stand in for one.
    """
    return _resources(standing_in(folder) if folder is not None else ())


@lru_cache(maxsize=4)  # by content: what a file held once is never mistaken for what it holds now
def _resources(instead: tuple[tuple[str, str], ...]) -> Resources:
    return Resources(dict(instead))
