"""Match candidates to a job's requirements, with a reason for every hundredth of a point."""

from __future__ import annotations

__version__ = "0.1.0"
