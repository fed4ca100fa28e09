"""`press_roles`: who holds, takes or leaves which office where."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from presstab.analysis.record import Dates, Entities, Role, Roles, Title
from presstab.analysis.ties.effective import effective
from presstab.analysis.ties.model import load_weights
from presstab.analysis.ties.offices import TiedRole, read_offices
from presstab.analysis.ties.scene import Scene
from presstab.analysis.titles import find_titles
from presstab.components.annotate import set_spans
from presstab.components.results import needed, text_of
from presstab.components.scene import scene_of


@Language.component(
    "press_roles",
    requires=["doc._.press_mentions", "doc._.press_entities", "doc.sents"],
    assigns=["doc._.press_roles", "doc.spans"],
)
def press_roles(doc: Doc) -> Doc:
    """Tie people to their offices; the places of their titles are `doc.spans["titles"]`."""
    mentions = needed(doc, "press_mentions", "press_roles")
    entities = needed(doc, "press_entities", "press_roles")
    roles: tuple[Role, ...] = ()
    if any(mention.label == "PERSON" for mention in mentions.items):
        titles = find_titles(text_of(doc), mentions.items, doc._.press_titles)
        scene = scene_of(doc, "press_roles", titles)
        dates = doc._.press_dates or Dates()
        offices = read_offices(scene, load_weights())
        roles = tuple(_role(office, titles[office.title], scene, entities, dates) for office in offices)
    doc._.press_roles = Roles(roles)
    set_spans(doc, "titles", sorted({(role.title_start, role.title_end, "TITLE") for role in roles}))
    return doc


def _role(office: TiedRole, title: Title, scene: Scene, entities: Entities, dates: Dates) -> Role:
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
    )
