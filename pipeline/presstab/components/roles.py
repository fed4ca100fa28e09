"""`press_roles`: who holds, takes or leaves which office where."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from presstab.analysis.ties.effective import effective
from presstab.analysis.ties.model import load_weights
from presstab.analysis.ties.offices import Office, read_offices
from presstab.analysis.ties.scene import Scene
from presstab.components.scene import scene_of
from presstab.components.state import ReleaseState, Role, Title, state_of, text_of
from presstab.components.titles import find_titles


@Language.component("press_roles")
def press_roles(doc: Doc) -> Doc:
    """Tie people to their offices.

    Reads: `doc.ents`, titles, entities, zones and issuer of the state. Writes: roles of the state.
    """
    state = state_of(doc)
    if not any(entity.label == "PERSON" for entity in state.entities):
        return doc
    titles = find_titles(text_of(doc), state)
    scene = scene_of(doc, state, titles)
    state.roles += [_role(office, titles[office.title], scene, state) for office in read_offices(scene, load_weights())]
    return doc


def _role(office: Office, title: Title, scene: Scene, state: ReleaseState) -> Role:
    day = effective(scene, office)
    date = state.dates.get(day) if day else None
    return Role(
        person=state.entity_of_span[office.person].local_id,
        span=office.person,
        title=title.text,
        title_start=title.start,
        title_end=title.end,
        organisation=office.organisation,
        action=office.action,
        effective=date.value if date else None,
        found_by="model",
        score=office.score,
    )
