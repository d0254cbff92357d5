"""Makes training/ importable: it is no part of the package. Appended, so that an installed quotecheck comes first."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2]))
