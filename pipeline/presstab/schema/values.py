"""The closed sets of values that columns take."""

from __future__ import annotations

LABELS = ("ORG", "PERSON", "TECH", "DATE")
ENTITY_LABELS = ("ORG", "PERSON", "TECH")
REPEATED_ZONES = ("boilerplate", "safe_harbour", "contact")  # what an issuer says in every release of its own
ZONES = ("headline", "dateline", "lead", "body", "quote", "boilerplate", "safe_harbour", "contact")
PERSON = "person"  # what found a row that a person decided about
FOUND_BY = ("rule", "lexicon", "registry", "model", PERSON)
PUBLISHED_FROM = ("record", "index", "json-ld", "meta", "dateline", "page", "mail", "feed", "option", "none")
GRANULARITIES = ("day", "week", "month", "quarter", "half", "season", "year", "decade", "century", "range")
MODIFIERS = ("BEFORE", "AFTER", "START", "MID", "END", "APPROX", "NO_LATER", "NO_EARLIER")
RESOLUTIONS = ("explicit", "relative", "inferred", "fiscal", "unresolved")
ACTIONS = ("holds", "appointed", "leaves", "held")
RELATION_TYPES = ("partnership", "joint_venture", "acquisition", "merger", "funding", "supply", "ownership",
                  "membership")  # fmt: skip
SYMMETRIC = frozenset(["partnership", "merger"])  # relations whose subject is the one that is named first
STATUSES = ("exists", "agreed", "considered", "ended")
ALIAS_KINDS = ("name", "acronym", "former_id")
DOUBT_KINDS = ("same_name", "rare_name", "one_office_holder", "near_name", "near_person", "low_score",
               "role_without_organisation")  # fmt: skip
