"""Nothing leaves the machine: switches off what libraries send or try, before the first of them is imported."""

from __future__ import annotations

import os
import socket
from contextlib import suppress

# onnxruntime sends traces of its use to its vendor, and leaves a device id in the home folder; Ray sends statistics.
# Child processes and actors take both over.
_OFF = {"ORT_DISABLE_TELEMETRY": "1", "RAY_USAGE_STATS_ENABLED": "0"}


def go_offline() -> None:
    """Switch all of it off, for this process and those that it begins."""
    os.environ.update(_OFF)
    _import_without_socket()


def _import_without_socket() -> None:
    """Import urllib3, which spaCy and trafilatura bring: it opens a socket, to learn whether there is IPv6.

    It is told there is none while it is imported, and what the system says of itself from then on.
    """
    known, socket.has_ipv6 = socket.has_ipv6, False
    try:
        with suppress(ImportError):
            from urllib3.util import connection

            connection.HAS_IPV6 = known
    finally:
        socket.has_ipv6 = known
