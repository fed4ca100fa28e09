"""`press_roles`: who holds, takes or leaves which office where."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from presstab.analysis.record import Dates, Entities, Mentions, Role, Roles, Title
from presstab.analysis.ties.effective import effective
from presstab.analysis.ties.model import Weights
from presstab.analysis.ties.offices import TiedRole, read_offices
from presstab.analysis.ties.scene import Scene
from presstab.analysis.ties.words import TieWords
from presstab.analysis.title_rules import TitleReading
from presstab.analysis.titles import find_titles
from presstab.components.annotate import set_spans
from presstab.components.results import needed, text_of
from presstab.components.scene import scene_of
from presstab.patterns import Kinds
from presstab.resources import Resources, load_resources


@Language.factory(
    "press_roles",
    requires=["doc._.press_mentions", "doc._.press_entities", "doc.sents"],
    assigns=["doc._.press_roles", "doc.spans"],
    default_config={"resources": None},
)
def press_roles(nlp: Language, name: str, resources: str | None) -> PressRoles:
    """Return the component; `resources` is a folder whose files stand in for packaged ones.

    Raises:
        InputError: there is no such folder.
    """
    return PressRoles(load_resources(resources))


class PressRoles:
    """Ties people to their offices; the places of their titles are `doc.spans["titles"]`."""

    def __init__(self, resources: Resources) -> None:
        self._titles = TitleReading.of(resources)
        self._weights, self._words = Weights(resources.tie_weights), TieWords.of(resources)
        self._kinds = resources.kinds

    def __call__(self, doc: Doc) -> Doc:
        """Return the release with what the component writes."""
        mentions = needed(doc, "press_mentions", "press_roles")
        entities = needed(doc, "press_entities", "press_roles")
        people = any(mention.label == "PERSON" for mention in mentions.items)
        roles = self._roles(doc, mentions, entities) if people else ()
        doc._.press_roles = Roles(roles)
        set_spans(doc, "titles", sorted({(role.title_start, role.title_end, "TITLE") for role in roles}))
        return doc

    def _roles(self, doc: Doc, mentions: Mentions, entities: Entities) -> tuple[Role, ...]:
        titles = find_titles(text_of(doc), mentions.items, doc._.press_titles, self._titles)
        scene = scene_of(doc, "press_roles", self._words, titles)
        dates = doc._.press_dates or Dates()
        offices = read_offices(scene, self._weights)
        return tuple(_role(office, titles[office.title], scene, entities, dates, self._kinds) for office in offices)


def _role(office: TiedRole, title: Title, scene: Scene, entities: Entities, dates: Dates, kinds: Kinds) -> Role:
    day = effective(scene, office)
    date = dates.by_place.get(day) if day else None
    return Role(
        person=entities.of_mention[office.person].local_id,
        mention=office.person,
        title=title.text,
        title_start=title.start,
        title_end=title.end,
        organisation=office.organisation,
        action=office.action,
        effective=date.value if date else None,
        found_by="model",
        score=office.score,
        in_company=kinds.shows_company(title.text),
    )
