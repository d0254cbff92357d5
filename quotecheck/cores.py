"""How many things can be done at once on this machine."""

from __future__ import annotations

import os

LIMIT = "QUOTECHECK_CORES"
"""The environment variable that says how many cores may be used at the most."""


def cores() -> int:
    """How many cores this process may use, and no more than the variable QUOTECHECK_CORES says where it is set."""
    here = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    limit = os.environ.get(LIMIT, "")
    return min(here, int(limit)) if limit.isdecimal() and int(limit) else here
