"""How explanations are set against each other: dates, extent, prediction, evidence, chance, order.

Everything here is a function of numbers: the mechanism's values at the episodes, the episodes' outcomes,
the dates of both. Which series those values come from is decided in ``theory.rivals`` and in the studies.
"""

from __future__ import annotations
