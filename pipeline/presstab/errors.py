"""Every error that presstab raises on purpose.

PresstabError
├── InputError       a file, record or option that cannot be read or understood
│   └── TooLargeError  a text that is longer than a release may be
├── ResourceError    a rule, lexicon or configuration file that is wrong
├── StoreError       the store is missing, damaged or of another version
│   └── BusyError    another process writes it
├── PipelineError    a component stands in a pipeline without one that it needs
└── WorkerError      the child processes that extract do not stay alive
"""

from __future__ import annotations


class PresstabError(Exception):
    """Root of all errors of this package; its message says what, where and what to do."""


class InputError(PresstabError):
    """A file, record or option that cannot be read or understood."""


class TooLargeError(InputError):
    """A text that is longer than a release may be."""


class ResourceError(PresstabError):
    """A packaged or user-given rule, lexicon or configuration file is wrong."""


class StoreError(PresstabError):
    """The store is missing, damaged or of another version."""


class BusyError(StoreError):
    """Another process writes the store."""


class PipelineError(PresstabError):
    """A component stands in a pipeline without one that it needs."""


class WorkerError(PresstabError):
    """The child processes that extract do not stay alive."""
