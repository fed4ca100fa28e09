"""Decisions: the file's rows, what is refused of them, and what they make of the rows of a release."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable
from typing import Any

import pytest
from presstab.corpus.release import Release
from presstab.corrections.decided import digest_of, sort_out
from presstab.corrections.decision import COLUMNS, Decision
from presstab.corrections.read import parse_corrections, render_corrections
from presstab.errors import InputError
from presstab.extraction import extract_release
from presstab.resources import packaged
from presstab.rows.decided.release import LaidOver, lay_over

HEADER = ",".join(COLUMNS)
M1, M2, R1, Q1, REL1 = "m_" + "1" * 16, "m_" + "2" * 16, "r_" + "3" * 16, "q_" + "4" * 16, "rel_" + "5" * 16
TEXT = """Harrow Robotics opens a plant in Delft

DELFT, March 12, 2025 -- Harrow Robotics B.V. said today that it will open a plant by June 2026. Harrow Robotics
has agreed to acquire Tarn Motion GmbH.

"We expect to grow," said Ada Lindqvist, chief executive officer of Harrow Robotics. Lindqvist thanked Tarn Motion.
The plant uses edge computing. Brook Pastoral Limited was not asked.
"""


def parse(*lines: str) -> tuple[Decision, ...]:
    return parse_corrections({"corrections.csv": "\n".join([HEADER, *lines]) + "\n"})


def test_a_row_says_what_it_says() -> None:
    (decision,) = parse(f"wrong,{M1},,,,a,Harrow,ann,2025-03-12,a place")
    assert (decision.kind, decision.doc_id, decision.why, str(decision.place)) == (
        "mention", "a", "a place", "corrections.csv:2",
    )  # fmt: skip


FAULTS = {
    "decision 'no' is none of": "no,org_acme,,,,,,,,",
    "id 'acme' is no id": "wrong,acme,,,,,,,,",
    "id 'm_12' is no id": "wrong,m_12,,,,a,,,,",
    "needs doc_id": f"wrong,{M1},,,,,,,,",
    "text of a role is": f"wrong,{R1},,,,a,Ada Lindqvist,,,",
    "text of a relation is": f"wrong,{REL1},,,,a,acquisition | Harrow,,,",
    "type 'purchase' is none of": f"wrong,{REL1},,,,a,purchase | Harrow | Tarn,,,",
    "field 'colour' is none of": "set,org_acme,,colour,red,,,,,",
    "kind 'firm' is none of": "set,org_acme,,kind,firm,,,,,",
    "country 'Japan' is not an ISO": "set,org_acme,,country,Japan,,,,,",
    "name must not be empty": "set,org_acme,,name,,,,,,",
    "leave doc_id empty": "set,org_acme,,kind,media,a,,,,",
    "value 'soon' is no calendar value": f"set,{M1},,value,soon,a,,,,",
    "modifier 'LATE' is none of": f"set,{M1},,modifier,LATE,a,,,,",
    "action 'fired' is none of": f"set,{R1},,action,fired,a,Ada | chief | ,,,",
    "value 'FIRM' is none of": "add,,,mention,FIRM,a,Harrow,,,",
    "needs doc_id, and in text": "add,,,mention,ORG,,Harrow,,,",
    "other_id 'per_ada' is no id": "same,org_acme,per_ada,,,,,,,",
    "are the same": "same,org_acme,org_acme,,,,,,,",
    "has no value": "wrong,org_acme,,,x,,,,,",
    "is no day": "wrong,org_acme,,,,,,ann,12.3.2025,",
    "12 cells, but 10 columns": "wrong,org_acme,,,,,,,,,,",
    "2 cells, but 10 columns": "wrong,org_acme",
    "no CSV": 'wrong,"org_acme',
}


@pytest.mark.parametrize("message", FAULTS)
def test_a_malformed_row_is_refused_with_its_line(message: str) -> None:
    with pytest.raises(InputError) as error:
        parse("", FAULTS[message])
    assert str(error.value).startswith("corrections.csv:3: ")
    assert message in str(error.value)


def test_an_unknown_column_is_refused() -> None:
    with pytest.raises(InputError, match="unknown column 'colour'"):
        parse_corrections({"a.csv": "decision,id,colour\n"})


CONTRADICTIONS = [
    ("set,org_acme,,kind,media,,,,,", "set,org_acme,,kind,company,,,,,"),
    (f"wrong,{M1},,,,a,,,,", f"set,{M1},,label,PERSON,a,,,,"),
    ("same,org_a,org_b,,,,,,,", "apart,org_b,org_a,,,,,,,"),
    ("same,org_a,org_b,,,,,,,\nsame,org_b,org_c,,,,,,,", "apart,org_a,org_c,,,,,,,"),
    ("same,org_a,org_b,,,,,,,", "wrong,org_b,,,,,,,,"),
    ("add,,,mention,ORG,a,Harrow,,,", "add,,,mention,TECH,a,Harrow,,,"),
    (f"wrong,{R1},,,,a,Ada|chief|Harrow,,,", "add,,,role,holds,a,Ada | chief | Harrow,,,"),
    ("apart,org_a,org_x,,,d,,,,", "apart,org_a,org_y,,,d,,,,"),
]


@pytest.mark.parametrize(("one", "other"), CONTRADICTIONS)
def test_a_contradiction_names_both_lines(one: str, other: str) -> None:
    n = len(one.splitlines())
    with pytest.raises(InputError) as error:
        parse(one, other)
    assert f"corrections.csv:{n + 2}" in str(error.value)
    assert "contradicts" in str(error.value)
    assert any(f"corrections.csv:{line}:" in str(error.value) for line in range(2, n + 2))


def test_a_decision_made_twice_is_one() -> None:
    assert len(parse("wrong,org_acme,,,,,,ann,2025-01-01,", "wrong,org_acme,,,,,,bob,2025-01-02,")) == 1


def test_what_is_written_is_read_again() -> None:
    found = parse(
        f'set,{M1},,text,"Harrow, Inc.",a,"say ""no""",ann,2025-03-12,"two\nlines"', "same,org_a,org_b,,,,,,,"
    )
    again = parse_corrections({"b.csv": render_corrections(found)})
    assert [decision[:-1] for decision in again] == [decision[:-1] for decision in found]


def test_what_is_decided_does_not_depend_on_who_decided_it() -> None:
    assert digest_of(parse("wrong,org_acme,,,,,,ann,,")) == digest_of(parse("wrong,org_acme,,,,,,bob,,tired"))
    assert digest_of(parse("wrong,org_acme,,,,,,,,")) != digest_of(parse("wrong,org_acme,,,,a,,,,"))


def test_decisions_are_sorted_out() -> None:
    decided = sort_out(parse(f"wrong,{M1},,,,a,,,,", "same,org_a,org_b,,,,,,,", "apart,per_a,,,,d,,,,"))
    assert set(decided.of_releases) == {"a"}
    assert decided.of_entities("ORG").ids == {"org_a", "org_b"}
    assert [d.doc_id for d in decided.of_entities("PERSON").in_release] == ["d"]


@pytest.fixture(scope="module")
def rows(nlp: Any) -> dict[str, list[dict[str, Any]]]:
    made = extract_release(nlp, Release("a", TEXT, "a.txt", "a.txt"))
    assert not made.failed
    return made.rows


def laid(rows: dict[str, Any], *decisions: Decision) -> LaidOver:
    return lay_over(rows, TEXT, decisions, packaged())


def mention_id(rows: dict[str, Any], text: str, nth: int = 0) -> str:
    return str([row for row in rows["mentions"] if row["text"] == text][nth]["mention_id"])


def texts(rows: dict[str, Any], label: str) -> list[str]:
    return [row["text"] for row in rows["mentions"] if row["label"] == label]


def test_without_decisions_nothing_differs(rows: dict[str, Any]) -> None:
    same = laid(rows)
    assert same.unfit == ()
    for name, table in rows.items():
        assert sorted(map(repr, same.rows[name])) == sorted(map(repr, table)), name


def test_a_wrong_mention_takes_what_hangs_on_it(rows: dict[str, Any]) -> None:
    ids = [row["mention_id"] for row in rows["mentions"] if row["text"] in {"Ada Lindqvist", "Lindqvist"}]
    made = laid(rows, *(Decision("wrong", made, doc_id="a") for made in ids)).rows
    assert texts(made, "PERSON") == []
    assert not any(row["label"] == "PERSON" for row in made["entities"])
    assert made["roles"] == []
    assert [row["person"] for row in made["quotations"]] == [None]


def test_a_mention_less_is_a_mention_less_of_its_entity(rows: dict[str, Any]) -> None:
    before = next(row for row in rows["entities"] if row["name"].startswith("Tarn"))
    made = laid(rows, Decision("wrong", mention_id(rows, "Tarn Motion"), doc_id="a")).rows
    after = next(row for row in made["entities"] if row["name"].startswith("Tarn"))
    assert after["n_mentions"] == before["n_mentions"] - 1
    assert after["salience"] < before["salience"]


def test_a_mention_gets_another_label(rows: dict[str, Any]) -> None:
    given = mention_id(rows, "Brook Pastoral Limited")
    made = laid(rows, Decision("set", given, field="label", value="TECH", doc_id="a")).rows
    (row,) = [row for row in made["mentions"] if row["mention_id"] == given]
    assert (row["label"], row["found_by"]) == ("TECH", "person")
    assert row["local_id"] in {e["local_id"] for e in made["entities"] if e["label"] == "TECH"}
    assert not any(e["name"] == "Brook Pastoral Limited" and e["label"] == "ORG" for e in made["entities"])


def test_a_mention_ends_elsewhere(rows: dict[str, Any]) -> None:
    given = mention_id(rows, "Brook Pastoral Limited")
    made = laid(rows, Decision("set", given, field="text", value="Brook Pastoral", doc_id="a")).rows
    (row,) = [row for row in made["mentions"] if row["text"] == "Brook Pastoral"]
    assert TEXT[row["start"] : row["end"]] == "Brook Pastoral"
    assert row["mention_id"] != given
    assert {e["name"] for e in made["entities"] if e["local_id"] == row["local_id"]} == {"Brook Pastoral"}


def test_a_date_gets_another_value(rows: dict[str, Any]) -> None:
    given = mention_id(rows, "June 2026")
    made = laid(
        rows,
        Decision("set", given, field="value", value="2027", doc_id="a"),
        Decision("set", given, field="modifier", value="AFTER", doc_id="a"),
    ).rows
    (row,) = [row for row in made["dates"] if row["mention_id"] == given]
    assert (row["value"], row["modifier"], str(row["start_on"]), row["end_on"]) == ("2027", "AFTER", "2028-01-01", None)
    assert row["granularity"] == "year"


ROLE = "Ada Lindqvist | chief executive officer | Harrow Robotics"
DEAL = "acquisition | Harrow Robotics | Tarn Motion"


def test_a_role_is_wrong_or_otherwise(rows: dict[str, Any]) -> None:
    assert laid(rows, Decision("wrong", R1, doc_id="a", text=ROLE)).rows["roles"] == []
    (role,) = laid(rows, Decision("set", R1, field="action", value="held", doc_id="a", text=ROLE)).rows["roles"]
    assert (role["action"], role["found_by"]) == ("held", "person")
    (role,) = laid(rows, Decision("set", R1, field="organisation", value="Tarn Motion", doc_id="a", text=ROLE)).rows[
        "roles"
    ]
    assert role["organisation"] == "Tarn Motion GmbH"


def test_a_relation_is_otherwise(rows: dict[str, Any]) -> None:
    (deal,) = laid(
        rows,
        Decision("set", REL1, field="status", value="ended", doc_id="a", text=DEAL),
        Decision("set", REL1, field="amount", value="25000000", doc_id="a", text=DEAL),
        Decision("set", REL1, field="type", value="merger", doc_id="a", text=DEAL),
    ).rows["relations"]
    assert (deal["status"], deal["amount"], deal["type"]) == ("ended", 25_000_000.0, "merger")


def test_a_quotation_has_another_speaker(rows: dict[str, Any]) -> None:
    (said,) = rows["quotations"]
    decision = Decision("set", said["quotation_id"], field="person", value="", doc_id="a")
    (made,) = laid(rows, decision).rows["quotations"]
    assert (made["person"], made["person_local"], made["found_by"]) == (None, None, "person")


def test_what_is_missing_is_added(rows: dict[str, Any]) -> None:
    made = laid(
        rows,
        Decision("add", field="mention", value="ORG", doc_id="a", text="Delft"),
        Decision("add", field="relation", value="exists", doc_id="a", text="supply | Tarn Motion | Delft"),
        Decision("add", field="role", value="held", doc_id="a", text="Ada Lindqvist | chief | Tarn Motion"),
    )
    assert made.unfit == ()
    assert texts(made.rows, "ORG").count("Delft") == 1  # `DELFT` is written otherwise
    deal = next(row for row in made.rows["relations"] if row["type"] == "supply")
    assert (deal["subject"], deal["object"], deal["found_by"]) == ("Tarn Motion GmbH", "Delft", "person")
    role = next(row for row in made.rows["roles"] if row["title"] == "chief")
    assert TEXT[role["title_start"] : role["title_end"]] == "chief"
    person = next(row for row in made.rows["entities"] if row["label"] == "PERSON")
    assert "org:tarn-motion" in person["facts"]


def test_what_an_added_statement_names_becomes_a_mention(rows: dict[str, Any]) -> None:
    made = laid(
        rows, Decision("add", field="role", value="holds", doc_id="a", text="Delft | plant | Brook Pastoral Limited")
    )
    assert made.unfit == ()
    assert texts(made.rows, "PERSON").count("Delft") == 1
    role = next(row for row in made.rows["roles"] if row["title"] == "plant")
    assert (role["person"], role["organisation"]) == ("Delft", "Brook Pastoral Limited")
    check_whole(made.rows)


def test_words_of_another_label_are_what_an_added_statement_says(rows: dict[str, Any]) -> None:
    deal = Decision("add", field="relation", value="exists", doc_id="a", text="supply | edge computing | Tarn Motion")
    made = laid(rows, deal)
    assert made.unfit == ()
    assert (texts(made.rows, "TECH"), texts(made.rows, "ORG").count("edge computing")) == ([], 1)
    check_whole(made.rows)


def test_a_speaker_whom_nothing_marks_becomes_a_mention(rows: dict[str, Any]) -> None:
    (said,) = rows["quotations"]
    made = laid(rows, Decision("set", said["quotation_id"], field="person", value="Delft", doc_id="a"))
    assert [row["person"] for row in made.rows["quotations"]] == ["Delft"]
    assert "Delft" in texts(made.rows, "PERSON")
    check_whole(made.rows)


def test_the_decision_that_comes_first_is_named(rows: dict[str, Any]) -> None:
    text = "supply | Pastoral | Harrow Robotics"
    (unfit,) = laid(rows, Decision("add", field="relation", value="exists", doc_id="a", text=text)).unfit
    given = mention_id(rows, "Brook Pastoral Limited")
    assert unfit.reason == (
        "'Pastoral' is marked there as ORG 'Brook Pastoral Limited': "
        f"decide first `presstab correct set {given} text 'Pastoral'`"
    )


UNFIT = [
    Decision("wrong", M2, doc_id="a"),
    Decision("add", field="mention", value="ORG", doc_id="a", text="Elsewhere"),
    Decision("wrong", R1, doc_id="a", text="Ada Lindqvist | janitor | Harrow Robotics"),
    Decision("wrong", Q1, doc_id="a"),
    Decision("add", field="role", value="holds", doc_id="a", text="Nobody Known | chief | Harrow Robotics"),
    Decision("add", field="relation", value="exists", doc_id="a", text="supply | Nobody | Harrow Robotics"),
    Decision("add", field="role", value="holds", doc_id="a", text=ROLE),
    Decision("add", field="role", value="holds", doc_id="a", text="Delft | janitor | Harrow Robotics"),
    Decision("add", field="role", value="holds", doc_id="a", text="Delft | plant | Pastoral"),
    Decision("add", field="relation", value="exists", doc_id="a", text="supply | Delft | Delft"),
    Decision("set", R1, field="organisation", value="Nowhere", doc_id="a", text=ROLE),
]


@pytest.mark.parametrize("decision", UNFIT)
def test_what_does_not_fit_is_told_and_changes_nothing(rows: dict[str, Any], decision: Decision) -> None:
    made = laid(rows, decision)
    assert [unfit.decision for unfit in made.unfit] == [decision]
    assert all(sorted(map(repr, made.rows[name])) == sorted(map(repr, rows[name])) for name in rows)


def many(rows: dict[str, Any]) -> list[Decision]:
    """Return decisions of all kinds that a release takes."""
    first = mention_id(rows, "Harrow Robotics")
    return [
        Decision("wrong", first, doc_id="a"),
        Decision("set", mention_id(rows, "Brook Pastoral Limited"), field="label", value="TECH", doc_id="a"),
        Decision("set", mention_id(rows, "Tarn Motion GmbH"), field="text", value="Motion GmbH", doc_id="a"),
        Decision("set", mention_id(rows, "June 2026"), field="value", value="2027", doc_id="a"),
        Decision("add", field="mention", value="ORG", doc_id="a", text="Delft"),
        Decision("set", R1, field="action", value="held", doc_id="a", text=ROLE),
        Decision("set", R1, field="organisation", value="Delft", doc_id="a", text=ROLE),
        Decision("add", field="role", value="held", doc_id="a", text="Ada Lindqvist | chief | Tarn Motion"),
        Decision("wrong", REL1, doc_id="a", text="acquisition | Harrow Robotics | Motion GmbH"),
    ]  # fmt: skip


def test_the_order_of_decisions_is_nothing(rows: dict[str, Any]) -> None:
    found = many(rows)
    wanted = repr(laid(rows, *found))
    draw = random.Random(1)
    for _ in range(20):
        draw.shuffle(found)
        assert repr(laid(rows, *found)) == wanted


def test_all_that_is_left_hangs_together(rows: dict[str, Any]) -> None:
    """Of any choice of decisions: ids are unique, and every row names what there is."""
    found = many(rows)
    for n in range(len(found) + 1):
        for some in itertools.combinations(found, n):
            check_whole(laid(rows, *some).rows)


def check_whole(made: dict[str, Any]) -> None:
    ids = [row["mention_id"] for row in made["mentions"]]
    assert len(ids) == len(set(ids))
    spans = sorted((row["start"], row["end"]) for row in made["mentions"])
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))
    known = {row["local_id"]: row for row in made["entities"]}
    assert named(made["mentions"], "local_id") == set(known)
    for row in made["mentions"]:
        assert TEXT[row["start"] : row["end"]] == row["text"]
        assert row["label"] == "DATE" or known[row["local_id"]]["label"] == row["label"]
    people = {row["mention_id"]: row["local_id"] for row in made["mentions"] if row["label"] == "PERSON"}
    assert all(people[role["mention_id"]] == role["person_local"] for role in made["roles"])
    for table in ("roles", "quotations"):
        assert named(made[table], "person_local") | named(made[table], "organisation_local") <= set(known)
    assert named(made["relations"], "subject_local") | named(made["relations"], "object_local") <= set(known)
    assert {row["mention_id"] for row in made["dates"]} == {
        row["mention_id"] for row in made["mentions"] if row["label"] == "DATE"
    }


def named(rows: Iterable[dict[str, Any]], column: str) -> set[str]:
    return {row[column] for row in rows if row[column]}
