"""Decisions about mentions and dates, laid over."""

from __future__ import annotations

from presstab.corrections.decision import ADD, WRONG, Decision
from presstab.dates.values import granularity, interval
from presstab.rows.decided.state import State
from presstab.schema import PERSON


def lay_over_mention(state: State, decision: Decision) -> None:
    """Lay a decision about a mention or a date over a release."""
    if decision.decision == ADD:
        _add(state, decision)
        return
    row = state.mention_of(decision)
    if row is None:
        return
    if decision.decision == WRONG:
        state.drop(row)
    elif decision.field in {"value", "modifier"}:
        _set_date(state, decision)
    elif decision.field == "text":
        _set_text(state, decision)
    elif decision.value != row["label"] or row["found_by"] == PERSON:
        state.put(row["start"], row["end"], decision.value)
    else:
        row["found_by"] = PERSON


def _add(state: State, decision: Decision) -> None:
    """Make every place of some words a mention, where a person has not put another."""
    spans = state.spans_of(decision.text)
    free = [span for span in spans if not any(r["found_by"] == PERSON for r in state.overlapping(*span))]
    if not free:
        reason = "another decision has a mention there" if spans else "these words do not stand in the release"
        state.refuse(decision, reason)
    for start, end in free:
        state.put(start, end, decision.value)


def _set_text(state: State, decision: Decision) -> None:
    """Let a mention end, or begin, elsewhere: at the place of the right words that shares characters with it."""
    row = state.mentions[decision.id]
    spans = [span for span in state.spans_of(decision.value) if span[0] < row["end"] and row["start"] < span[1]]
    if not spans:
        state.refuse(decision, f"{decision.value!r} does not stand where the mention does")
        return
    start, end = min(spans, key=lambda span: (abs(span[0] - row["start"]), span))
    if row["label"] == "DATE":
        state.refuse(decision, "a date's words are what its value was read from: `wrong` it, and set another's value")
        return
    before = set(state.mentions)
    state.put(start, end, row["label"])
    state.renamed |= dict.fromkeys([decision.id], next(iter(set(state.mentions) - before), decision.id))


def _set_date(state: State, decision: Decision) -> None:
    row = state.dates.get(decision.id)
    if row is None:
        state.refuse(decision, "the mention is no date")
        return
    row[decision.field] = decision.value or None
    days = interval(row["value"], row["modifier"]) if row["value"] else (None, None)
    row |= {
        "start_on": days[0], "end_on": days[1], "granularity": granularity(row["value"]) if row["value"] else None,
        "anchor_on": None, "resolution": "explicit" if row["value"] else "unresolved",
    }  # fmt: skip
    row["found_by"] = state.mentions[decision.id]["found_by"] = PERSON
