"""Names of people in two pieces: the surname first, a nickname between, a name of birth behind."""

from __future__ import annotations

from typing import Any

import pytest
from presstab.names.people import part_name


def _people(nlp: Any, text: str) -> dict[str, set[str]]:
    """Return the people of a text by name, each with the strings that name them."""
    return {e.name: set(e.forms) for e in nlp(text)._.press_entities.items if e.label == "PERSON"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Board of Calder Inc.\nHalloran, Peter J., Jr., Chairman\nVance, Ottilie, Treasurer",
         {"Peter J. Halloran Jr.", "Ottilie Vance"}),
        ("HALLORAN, PETER J., President of Calder Inc.\nOYELARAN, FEMI, Treasurer of Calder Inc.",
         {"PETER J. HALLORAN", "FEMI OYELARAN"}),
        ("Calder Inc. board: MARTEN, Ida (chair); VAN DER LAAN, Sietse (secretary).", {"Ida MARTEN", "Sietse VAN DER LAAN"}),
        ("Board of Calder SA: MOREL, Anne (CEO), LE BRUN, Paul (CFO) and VIDAL, Luc (COO).",
         {"Anne MOREL", "Paul LE BRUN", "Luc VIDAL"}),
        ("The trustees of the Calder Foundation are: Whitlock, Dora, chair; and Drummond, Isla, treasurer.",
         {"Dora Whitlock", "Isla Drummond"}),
        ("Media contact: Wexler, Joan, press officer, Calder Inc.", {"Joan Wexler"}),
        ("At Calder Inc. met:\nHarlow, Jane E.\nMarten, John T., Jr.\nWexler, Max\n", {"Jane E. Harlow", "John T. Marten Jr.", "Max Wexler"}),
        ("The board of Calder Inc. comprises Harlow, Jane E., Marten, John T. and Wexler, Anna.",
         {"Jane E. Harlow", "John T. Marten", "Anna Wexler"}),
        ("The paper by Harlow, Jane E., and others of Calder Inc. was printed.", {"Jane E. Harlow"}),
    ],
)  # fmt: skip
def test_lists_with_the_surname_first(nlp: Any, text: str, names: set[str]) -> None:
    assert set(_people(nlp, text)) == names


@pytest.mark.parametrize(
    "text",
    [
        "Calder has offices in Leeds, Austin, and Paris, Texas.",
        "In Jackson, the president of Calder Inc. met the mayor of Madison, Wisconsin.",
        "Geneva, Switzerland, Director of Sales wanted.",
        "Calder Inc. has plants in Leeds; Boston, Massachusetts; Portland, Oregon; and Atlanta, Georgia.",
    ],
)
def test_places_are_no_people(nlp: Any, text: str) -> None:
    assert not _people(nlp, text)


@pytest.mark.parametrize(
    ("text", "name", "forms"),
    [
        ('Calder Inc. hired Robert T. "Bob" Lindqvist Jr. to lead sales. Bob Lindqvist left. Mr. Lindqvist had joined in 2004.',
         'Robert T. "Bob" Lindqvist Jr.', {'Robert T. "Bob" Lindqvist Jr.', "Bob Lindqvist", "Lindqvist"}),
        ("Calder Inc. hired Leonard “Len” Q. Dorn Sr. as head of sales. Len Dorn starts soon.",
         "Leonard “Len” Q. Dorn Sr.", {"Leonard “Len” Q. Dorn Sr.", "Len Dorn"}),
        ("Calder Inc. named Daniel (Dan) Oakes president. Daniel Oakes and his wife moved. Dan Oakes starts soon.",
         "Daniel (Dan) Oakes", {"Daniel (Dan) Oakes", "Daniel Oakes", "Dan Oakes"}),
        ("Clara Whitlock (née Clara Osgood) is chief executive of Calder Inc.", "Clara Whitlock", {"Clara Whitlock", "Clara Osgood"}),
        ("Thomas Ardell (born Tomasz Ardelewski) founded Calder Inc.", "Thomas Ardell", {"Thomas Ardell", "Tomasz Ardelewski"}),
        ("Ella Moss, formerly Ella Birch, joined Calder Inc.", "Ella Moss", {"Ella Moss", "Ella Birch"}),
    ],
)  # fmt: skip
def test_nicknames_and_names_of_birth_are_of_one_person(nlp: Any, text: str, name: str, forms: set[str]) -> None:
    assert _people(nlp, text) == {name: forms}


def test_the_office_is_that_of_the_person_not_of_the_name_of_birth(nlp: Any) -> None:
    doc = nlp("Susan Alder (née Whitlow) stays as secretary of Calder Inc.")
    assert [(role.person, role.title) for role in doc._.press_roles.items] == [("person:susan-alder", "secretary")]


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [
        ("Halloran, Peter J., Jr.", "Peter J.", "Halloran"),
        ("Robert T. “Bob” Lindqvist", "Robert T.", "Lindqvist"),
        ("Jane Doe, Jr.", "Jane", "Doe"),
    ],
)
def test_given_and_family_name(name: str, given: str, family: str) -> None:
    assert part_name(name) == (given, family)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Adam and Megan Rowe founded Calder Inc. Adam spoke.", {"Adam Rowe", "Megan Rowe"}),
        ("Adam and Megan Rowe spoke. Adam and Jo Bloggs sang.", {"Adam", "Megan Rowe", "Jo Bloggs"}),
        ("Adam Katz and Megan Rowe spoke. Adam and Megan Rowe sang.", {"Adam Katz", "Megan Rowe"}),
        ("Calder Inc. was founded by Megan Rowe, Adam Bloggs and others.", {"Megan Rowe", "Adam Bloggs"}),
    ],
)
def test_a_given_name_beside_a_full_name_is_of_that_family_where_no_other_is_near(
    nlp: Any, text: str, names: set[str]
) -> None:
    assert set(_people(nlp, text)) == names
