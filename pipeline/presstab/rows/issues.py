"""Rows of the table `issues`."""

from __future__ import annotations

from typing import Any

from presstab.corpus.release import Issue
from presstab.text import reading, row_id

DECIDED = "decided"  # begins the scopes of issues of decisions


def issue_row(issue: Issue, scope: str) -> dict[str, Any]:
    """Return the row of an issue; `scope` is the release or input file that it belongs to."""
    key = (issue.doc_id or "", issue.location or "", issue.code, issue.message)
    return {
        "issue_id": row_id("i", *key), "doc_id": issue.doc_id, "location": issue.location, "code": issue.code,
        "severity": issue.severity, "message": reading(issue.message), "scope": scope,
    }  # fmt: skip


def release_scope(doc_id: str) -> str:
    """Return the scope of the issues that belong to a release."""
    return f"doc:{doc_id}"


def decided_scope(doc_id: str = "") -> str:
    """Return the scope of the issues of decisions about a release, or of those about none."""
    return f"{DECIDED}:{doc_id}"
