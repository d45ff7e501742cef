"""Rival explanations: each a named model over material series, and nothing else.

A rival receives `gaiatsu.context.series.MaterialSeries` by type. It cannot read the social context even by
accident, so that whatever score it reaches is its own.
"""

from gaiatsu.theory.rivals.catalog import RIVALS, find_rival
from gaiatsu.theory.rivals.rival import Rival, Transform

__all__ = ["RIVALS", "Rival", "Transform", "find_rival"]
