"""What pytest does not collect: modules of extras that are not installed. What else cannot be imported fails."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore = [] if find_spec("ray") else ["pipeline/presstab/cluster/extract.py"]
