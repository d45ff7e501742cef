"""Numbers from outside beside what the theory says: `external_panel`, the study behind ``gaiatsu check``."""

from gaiatsu.studies.external.implications import TheoryDraws, theory_draws
from gaiatsu.studies.external.panel import NEEDED, external_panel
from gaiatsu.studies.external.records import (
    Evidence,
    ExternalRow,
    ExternalStudy,
    LoadedData,
    Origin,
    Prediction,
    Recomputed,
)

__all__ = [
    "NEEDED",
    "Evidence",
    "ExternalRow",
    "ExternalStudy",
    "LoadedData",
    "Origin",
    "Prediction",
    "Recomputed",
    "TheoryDraws",
    "external_panel",
    "theory_draws",
]
