"""Lays decisions over the rows of one release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from presstab.corrections.decision import ADD, MENTION, Decision
from presstab.resources import Resources
from presstab.rows.decided.mentions import lay_over_mention
from presstab.rows.decided.state import Row, Rows, State, UnfitDecision
from presstab.rows.decided.statements import lay_over_statement, settle_statements


class LaidOver(NamedTuple):
    """The rows of a release with decisions laid over, by stored table, and the decisions that do not fit."""

    rows: Rows
    unfit: tuple[UnfitDecision, ...]


def lay_over(
    rows: Mapping[str, Iterable[Row]], text: str, decisions: Iterable[Decision], resources: Resources
) -> LaidOver:
    """Return the extracted rows of a release, by stored table, as people decided that they are.

    `resources` are those that the release was extracted with.

    What comes first does not depend on the order of the decisions: mentions, then what is said of what they name;
    what is taken away or changed before what is added, an added row before its cells.
    """
    state = State(rows, text, resources)
    found = sorted(decisions)
    of_mentions = [decision for decision in found if decision.kind == MENTION]
    for decision in sorted(of_mentions, key=lambda d: (d.decision == ADD, d.field != "label", d)):
        lay_over_mention(state, decision)
    settle_statements(state)
    others = [decision for decision in found if decision.kind != MENTION]
    for decision in sorted(others, key=lambda d: (d.decision != ADD, _changes_key(d), d)):
        lay_over_statement(state, decision)
    settle_statements(state)  # words that an added statement named were perhaps another entity's
    mentions = sorted(state.mentions.values(), key=lambda row: (row["start"], row["end"]))
    made = {**state.rows, "mentions": mentions, "dates": list(state.dates.values())}
    made["entities"] = state.locals.rows(mentions, made.get("roles", ()), state.document["issuer"], len(text))
    return LaidOver(made, tuple(state.unfit))


def _changes_key(decision: Decision) -> bool:
    """Whether a decision changes what other decisions name its row by: such come last."""
    return decision.field in {"type", "organisation"}
