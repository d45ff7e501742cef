"""What a process that others are started from loads once for all: the modules of a cell, and their digest."""

from __future__ import annotations

from gaiatsu.studies.sweeps.digests import source_of_release
from gaiatsu.studies.sweeps.measuring import compute

__all__ = ["compute"]

source_of_release()
